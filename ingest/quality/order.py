"""Rule ``date-order``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.quality.evidence import Defect, Evidence, cue, rule
from ingest.sources.dates import DATE, MONTHS, iso_of

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_ONLY = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?|"
    rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m2>{_MONTH}))\b|"
    r"(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(
    rf"\b(?P<m>{_MONTH})\.? (?P<y>(?:19|20)\d\d)\b|"
    r"(?P<yz>(?:19|20)\d\d)年(?P<mz>\d{1,2})月(?!\d)",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?<![\d/.-])(0?[1-9]|1[0-2])/((?:19|20)\d\d)(?![\d/])")
_YEARS = re.compile(
    r"(?<![\d/.-])(?P<a>(?:19|20)\d\d)年?\s?(?P<link>to|until|through|-|–|—|~|至|到)\s?"
    r"(?P<b>(?:19|20)\d\d)(?![\d/-]|\.\d)"
)
_LINK = re.compile(
    r"\s*(?:to|until|till|through|-|–|—|~|and|至|到)\s*(?:the end of )?", re.IGNORECASE
)
_AND = re.compile(r"\W*and\W*(?:on )?")


@dataclass(frozen=True, slots=True)
class _When:
    """A date of the text as ISO text (``YYYY-MM`` where no day is given)."""

    iso: str
    start: int
    end: int


@rule("date-order")
def date_order(evidence: Evidence) -> Iterator[Defect]:
    """An end before its start, or a day that no calendar has.

    Two dates are compared when they stand in one sentence or table row and either only "to" or a
    dash lies between them, or words of beginning come before the first and words of ending before
    the second; equal dates are in order, dates of different exactness are compared to the month.
    A series told backwards ("1,217 in 2015 and 619 in 2014") has no such words and is left alone.
    """
    yield from _impossible(evidence)
    yield from _backward_days(evidence)
    for start, end in evidence.sentences:
        dates = _dates(evidence.text, start, end)
        for first, last in zip(dates, dates[1:], strict=False):
            length = min(len(first.iso), len(last.iso))
            if last.iso[:length] < first.iso[:length] and _runs(evidence, first, last, start):
                begin = _clause_start(evidence.text, first.start, start)
                yield Defect(begin, last.end, last.iso, f"after {first.iso}")
        for years in _YEARS.finditer(evidence.text, start, end):
            if years["b"] < years["a"]:
                yield Defect(*years.span(), years["b"], f"after {years['a']}")


def _dates(text: str, start: int, end: int) -> list[_When]:
    found = [_When(iso, *m.span()) for m in DATE.finditer(text, start, end) if (iso := iso_of(m))]
    taken = [(d.start, d.end) for d in found]
    for m in _MONTH_YEAR.finditer(text, start, end):
        if any(a < m.end() and m.start() < b for a, b in taken):
            continue
        month = MONTHS[m["m"].casefold()] if m["m"] else int(m["mz"])
        if 1 <= month <= 12:
            found.append(_When(f"{m['y'] or m['yz']}-{month:02}", *m.span()))
    for m in _NUMERIC.finditer(text, start, end):
        if not any(a < m.end() and m.start() < b for a, b in taken):
            found.append(_When(f"{m[2]}-{int(m[1]):02}", *m.span()))
    return sorted(found, key=lambda d: d.start)


def _runs(evidence: Evidence, first: _When, last: _When, start: int) -> bool:
    """Whether the first date is a beginning and the second its end."""
    between = evidence.text[first.end : last.start]
    if len(between) > 120:
        return False
    lead = evidence.text[max(start, first.start - 45) : first.start]
    if _LINK.fullmatch(between):
        return not re.search(r"\band\b", between) or bool(re.search(r"\bbetween\s*$", lead, re.I))
    behind = re.split(r"[,;.。]", evidence.text[last.end : last.end + 40])[0]
    ends = cue("ends").search(between[-45:]) or cue("ends").search(behind)
    return bool(cue("starts").search(lead) and ends) and not _AND.fullmatch(between)


def _clause_start(text: str, at: int, start: int) -> int:
    """The beginning of the clause that the first date stands in, for a quote that can be read."""
    cut = max(text.rfind(mark, start, at) for mark in (", ", "; ", "| ", "。", "("))
    begin = cut + 1 if cut >= 0 else start
    begin = begin if at - begin <= 60 else at
    while text[begin] == " ":
        begin += 1
    return begin


def _backward_days(evidence: Evidence) -> Iterator[Defect]:
    """Two days of one month, the second before the first ("from September 8th to 6th")."""
    days = list(_DAY_ONLY.finditer(evidence.text))
    for first, last in zip(days, days[1:], strict=False):
        link = evidence.text[first.end() : last.start()]
        (month, day), (other, end) = _month_day(first), _month_day(last)
        if month == other and end < day and _LINK.fullmatch(link) and "and" not in link:
            yield Defect(first.start(), last.end(), last.group(), f"after {first.group()}")


def _month_day(found: re.Match[str]) -> tuple[int, int]:
    name, day = found["m1"] or found["m2"], int(found["d1"] or found["d2"] or found["d3"])
    return (MONTHS[name.casefold()] if name else int(found["m3"])), day


def _impossible(evidence: Evidence) -> Iterator[Defect]:
    """Days such as June 31 or February 30; the year is not needed to tell."""
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    for m in _DAY_ONLY.finditer(evidence.text):
        name = m["m1"] or m["m2"]
        month, day = _month_day(m)
        if name and name.casefold() == "may" and not name[0].isupper():
            continue
        behind = evidence.text[m.end() : m.end() + 1]
        beyond = (1 <= month <= 12 and 31 >= day > longest[month - 1]) or (m["m3"] and month > 12)
        if beyond and not (m["m1"] and behind.isdigit()):
            yield Defect(*m.span(), m.group(), "None")
    for m in re.finditer(r"(?<!\d)(?:19|20)\d\d([-/.])(\d\d)\1(\d\d)(?!\d)", evidence.text):
        month, day = int(m[2]), int(m[3])
        if not 1 <= month <= 12 or not 1 <= day <= longest[month - 1]:
            yield Defect(*m.span(), m.group(), "None")
