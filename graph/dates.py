"""What "before" means: dates known to the year, month or day, and how they compare.

Evidence counts from the day it was public. A date known only to the year or month counts at its
end; an ``as_of`` given as a year or month means its first day; "before" is strict.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from graph.errors import InvalidRequest

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def normal_date(text: str) -> str:
    """The date as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``ValueError`` for anything else."""
    found = _ISO.fullmatch(text.strip().replace("/", "-").replace(".", "-"))
    if not found:
        raise ValueError(f"{text!r} is not a date; write 2021, 2021-05 or 2021-05-31")
    year, month, day = found.groups()
    if int(year) == 0:
        raise ValueError("year 0000 is no year")
    if day:
        return date(int(year), int(month), int(day)).isoformat()
    if month:
        if not 1 <= int(month) <= 12:
            raise ValueError(f"{text!r} has no month {month}; write 2021-05 for May 2021")
        return f"{int(year):04d}-{int(month):02d}"
    return f"{int(year):04d}"


def last_day(iso: str) -> int:
    """Proleptic ordinal of the last day that a (partial) date may mean: when evidence counts."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31).toordinal()
    if len(parts) == 2:
        return date(parts[0], parts[1], calendar.monthrange(*parts)[1]).toordinal()
    return date(*parts).toordinal()


def first_day(as_of: str | int, name: str = "as-of") -> int:
    """Proleptic ordinal of the first day of an ``as_of``; evidence must be strictly earlier.

    Raises `InvalidRequest`, with the option's ``name``, when the text is no date.
    """
    try:
        parts = [int(part) for part in normal_date(str(as_of)).split("-")]
        return date(*(parts + [1, 1])[:3]).toordinal()
    except ValueError as err:
        words = str(err)
        if "; write" not in words:
            words = f"{str(as_of)!r} is not a date ({words}); write 2021, 2021-05 or 2021-05-31"
        raise InvalidRequest(f"{name}: {words}") from err


def day_text(day: int | None) -> str:
    """An ordinal as ISO text, or ``undated``."""
    return "undated" if day is None else date.fromordinal(day).isoformat()
