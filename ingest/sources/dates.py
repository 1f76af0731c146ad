"""Dates as documents write them, as ISO text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",),
            ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sep", "sept"),
            ("october", "oct"), ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_MONTH = "(?P<m{0}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?<!\d)(?P<d{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y{0}>(?:19|20)\d\d)"
DATE = re.compile(
    "|".join((
        _YEAR.format(1) + r"\s?[-./年]\s?(?P<m1>\d{1,2})\s?[-./月]\s?" + r"(?P<d1>\d{1,2})日?",
        _DAY.format(2) + r"\s+" + _MONTH.format(2) + r",?\s+" + _YEAR.format(2),
        _MONTH.format(3) + r"\s+" + _DAY.format(3) + r",?\s+" + _YEAR.format(3),
    )),
    re.IGNORECASE,
)  # fmt: skip
_TIME = r"(?:[\sT,]+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?)?"
_ONLY = re.compile(r"\(?(?:" + DATE.pattern + r")" + _TIME + r"\)?", re.IGNORECASE)
_LONGEST = 200
"""Characters of a line in which a dateline is looked for."""
_DATELINE = re.compile(
    r"(?:[A-Z][\w.'-]*(?: [\w.'-]+){0,3},?\s*[-,–(]?\s*|press release,? )(?:"
    + DATE.pattern + r")\)?\s*(?:[:—–-].*)?",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip


def iso_of(found: re.Match[str]) -> str | None:
    """The ISO date of a match of `DATE`, or None where there is no such day ("June 31")."""
    for n in ("1", "2", "3"):
        year = found[f"y{n}"]
        if year:
            month = found[f"m{n}"]
            number = int(month) if month.isdigit() else MONTHS[month.casefold()]
            try:
                return date(int(year), number, int(found[f"d{n}"])).isoformat()
            except ValueError:
                return None
    return None


def only_date(text: str) -> str | None:
    """The date when the whole text is one (a time of day may follow), else None."""
    found = _ONLY.fullmatch(text.strip())
    return iso_of(found) if found else None


def first_dateline(lines: Iterable[str]) -> str | None:
    """The date of the first dateline among a document's first lines ("LYON, 3 May 2021: …")."""
    seen = 0
    for line in lines:
        if not line.strip():
            continue
        seen += 1
        if seen > 12:
            return None
        found = _DATELINE.match(line.strip()[:_LONGEST])
        if found and (found.end() == min(len(line.strip()), _LONGEST) or len(line) > 40):
            return iso_of(found)
    return None
