"""Times that a sentence sets: "since 2019", "before June 2022", "in the last five years"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graph.dates import last_day, normal_date
from graph.language.question_line import Line
from graph.language.question_words import Dates

_OPEN = re.compile(r"[,;(，；（]")
_NO_MORE = re.compile(r"\s*(?:$|[,.;?!)，。；？！）])")


@dataclass(frozen=True, slots=True)
class Times:
    """Evidence from the first day of ``since`` on and from before ``as_of``; dates as ISO text."""

    since: str = ""
    as_of: str = ""
    notes: tuple[str, ...] = ()


def read_times(
    line: Line, words: Dates, *, latest: str, opens: Callable[[int], bool]
) -> Times:
    """Take the times out of a sentence.

    ``latest`` is the day from which "the last five years" count back. ``opens`` says whether a
    candidate or its place begins at an offset of the text, which only Chinese asks.
    """
    since = as_of = ""
    notes: list[str] = []
    for form, match in _matches(line, words, opens):
        first, second = _iso(match, "", words), _iso(match, "2", words)
        if form == "last":
            first = _back(latest, _months(match, words)) if latest else ""
            if not latest:
                notes.append(f"{match['words'].strip()!r}: the graph has no dated evidence")
        elif not first or (form == "range" and not second):
            continue
        if form in ("since", "after", "range", "in", "last"):
            since = following(first) if form == "after" else first
            line.take(*match.span(), "since")
        if form in ("as_of", "through", "range", "in"):
            end = second if form == "range" else first
            as_of = end if form == "as_of" else following(end)
            line.take(*match.span(), "as_of")
    return Times(since, as_of, tuple(notes))


def following(iso: str) -> str:
    """The day, month or year after a date, as exact as it is."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return f"{parts[0] + 1:04d}"
    if len(parts) == 2:
        year, month = divmod(parts[0] * 12 + parts[1], 12)
        return f"{year:04d}-{month + 1:02d}"
    return (date(*parts) + timedelta(days=1)).isoformat()


def _matches(
    line: Line, words: Dates, opens: Callable[[int], bool]
) -> Iterator[tuple[str, re.Match[str]]]:
    for form, pattern in (*words.forms, ("last", words.last)):
        for match in pattern.finditer(line.text, line.start, line.end):
            if line.is_taken(*match.span("words")):
                continue
            proved = bool(words.evidence.search(match["front"]))
            if form.endswith("!") and not proved:
                continue
            if form == "range" and words.own and match["words"].strip()[0].isdigit() and not proved:
                continue  # two years alone may be anything
            if not proved and not _is_filter(line, match, words, opens):
                continue
            yield form.rstrip("!"), match


def _is_filter(
    line: Line, match: re.Match[str], words: Dates, opens: Callable[[int], bool]
) -> bool:
    """Whether a time without a word of evidence is meant of the evidence, not of the need."""
    if words.own is not None:
        told = _OPEN.search(match["front"])
        return bool(told) or not words.own.search(line.text[line.start : match.start()])
    end = match.end()
    if words.then is None or _NO_MORE.match(line.text, end, line.end):
        return True
    return bool(words.then.match(line.text, end, line.end)) or opens(end)


def _iso(match: re.Match[str], which: str, words: Dates) -> str:
    groups = match.groupdict()
    year = groups.get(f"y{which}") or groups.get(f"y{which}n")
    if not year:
        return ""
    month = groups.get(f"m{which}") or words.months.get(
        (groups.get(f"m{which}n") or "").casefold())
    day = groups.get(f"d{which}") or groups.get(f"d{which}n")
    try:
        return normal_date("-".join(str(part) for part in (year, month, day) if part))
    except ValueError:
        return ""


def _months(match: re.Match[str], words: Dates) -> int:
    said = (match["number"] or "").casefold()
    number = int(said) if said.isdigit() else words.numbers.get(said, 1)
    return number * words.spans[match["span"].casefold()]


def _back(latest: str, months: int) -> str:
    """The day so many months before the last day that a date may mean."""
    end = date.fromordinal(last_day(normal_date(latest)))
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    if year < 1:
        return date.min.isoformat()
    return date(year, month + 1, min(end.day, calendar.monthrange(year, month + 1)[1])).isoformat()
