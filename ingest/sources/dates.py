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
        r"(?<![\d.])(?P<d4>\d{1,2})\.\s?(?P<m4>\d{1,2})\.\s?" + _YEAR.format(4) + r"(?![\d.]\d)",
    )),
    re.IGNORECASE,
)  # fmt: skip
_TIME = r"(?:[\sT,]+(?:at )?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?)?"
_ONLY = re.compile(r"\(?(?:" + DATE.pattern + r")" + _TIME + r"\)?", re.IGNORECASE)
_LONGEST = 200
"""Characters of a line in which a dateline is looked for."""
_FIRST = 12
"""Lines among which a dateline stands; behind them dates are those of the story."""
_SMALL = (
    "of|and|the|for|de|du|del|la|di|van|von|net|network|daily|online|news|press|media|release|no"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,?\s*"
_WORD = rf"(?:[A-ZÀ-Ý(\"][^\s|]*|\d{{1,4}}|(?:{_SMALL})[,:]?(?=\s)|&)"
_HEAD = re.compile(
    rf"\(?(?:{_WORD}[\s|]+(?:[·›>»–—-]+\s+)?){{0,16}}(?:{_WEEKDAY})?(?:{_WORD})?\(?"
    r"|(?i:press release|for immediate release)\W*"
)
"""What may stand before the date: names, a weekday, nothing."""
_PLAIN = re.compile(r"(?:[A-Za-z&'’-]+[ ,|·]+){1,10}")
"""Words of any kind, for a date in figures that ends the line."""
_STATED = re.compile(
    r"(?:[\w.-]+\s+)?(?:last |first )?(?:updated|published|posted|issued|released?|adopted|"
    r"drawn up|compiled|dated)\b"
    r"(?: (?:by|in|on|at|date|time)\b[^.;!?]{0,110}?)?\W*(?:on )?"
    r"|[^.;!?]{0,60}\b(?:statement|press release|media release|notice|circular) (?:of|dated|from) ",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:(?:source|author|reporter|editor|writer|column|category)\s?:[^:]{0,80}?(?:\s+|\s*[|·]\s*)"
    r"|(?:[\w-]+\.)+\w{2,6}\s*[|·-]?\s*|[A-Z][\w &.'’-]{1,40}\s*[|·]\s*){0,4}"
    r"(?:(?:last |first )?(?:updated|published|posted|issued|released)|date(?: and (?:place|time))?"
    r"|date of (?:publication|issue|release)"
    r"|(?:publication|publishing|publish|release|issue|issuing|posting|update) (?:date|time))"
    r"\s?:\s*",
    re.IGNORECASE,
)
"""A label with a colon right before the date, behind credits or a site's name at most."""
_EVENT = re.compile(
    r"\b(?:deadline|time|due|clos\w+|valid|until|till|effective|meeting|next|start\w*|open\w*|since|"
    r"from|to|before|after|between|at|as (?:of|on)|held|founded|born|signed)\b[^|]{0,60}$",
    re.IGNORECASE,
)
"""Words that make the date that of something told."""
_BEHIND = re.compile(
    rf"{_TIME}\)?\s*(?:$|[|·:(—–-]|\W*(?:source|author|edit\w*|by|reporter|correspondent|"
    r"views?|clicks?|font|print|share|hits|reads)\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:to|until|till|[-–])\s*(?:\d{1,2}[ .]|[A-Z][a-z]+ \d)", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(?:of|the|and|for)\s*$")
_NAME_BEHIND = re.compile(rf"{_TIME}\)?\s+[A-Z][^.!?;]{{2,80}}$")
_ANY_BEHIND = re.compile(rf"{_TIME}\)?(?:\s*$|\s*[|·:(.,—–-]|\s+[A-Z]|\s+in\b)")


def iso_of(found: re.Match[str]) -> str | None:
    """The ISO date of a match of `DATE`, or None where there is no such day ("June 31")."""
    for n in ("1", "2", "3", "4"):
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
    """The day that a document's first lines say it is of.

    "LYON, 3 May 2021: …", "2021-05-03 16:40 | Author: …", "Ministry of Energy, Quito, 3 May 2021",
    "Posted 3 May 2021 in News". A sentence that tells of a day is none, nor is a deadline.
    """
    seen = 0
    for line in lines:
        words = line.strip()
        if not words:
            continue
        seen += 1
        if seen > _FIRST:
            return None
        day = dateline(words)
        if day:
            return day
    return None


def dateline(line: str) -> str | None:
    """The day of one line when it is a dateline, see `first_dateline`."""
    found = DATE.search(line[:_LONGEST])
    if found is None:
        return None
    head, behind = line[: found.start()], line[found.end() :]
    if _STATED.fullmatch(head) and _ANY_BEHIND.match(behind):
        return iso_of(found)
    if _LABELLED.fullmatch(head) and not _RANGE.match(behind):
        return iso_of(found)
    if _EVENT.search(head):
        return None
    named = _HEAD.fullmatch(head) and not _GOES_ON.search(head)
    if named and (_BEHIND.match(behind) or (not head.strip() and _NAME_BEHIND.match(behind))):
        return iso_of(found)
    plain = _PLAIN.fullmatch(head) and found["y1"]
    return iso_of(found) if plain and not behind.strip() else None
