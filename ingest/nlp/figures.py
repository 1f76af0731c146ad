"""An indicator as a fact with its words."""

from __future__ import annotations

import re

from ingest.facts import Bound, IndicatorFact
from ingest.nlp.draft import Draft
from ingest.nlp.measures.line import RULES, Series
from ingest.nlp.numbers import Quantity

_MIN = re.compile(rf"\b(?:{RULES['bounds']['min']})\b[\w ]{{0,9}}\(?$", re.IGNORECASE)
_MAX = re.compile(rf"\b(?:{RULES['bounds']['max']})\b[\w ]{{0,9}}\(?$", re.IGNORECASE)


def fact_of(
    draft: Draft, q: Quantity, series: Series, period: str | None, target: bool,
    sentence: tuple[int, int],
) -> IndicatorFact:  # fmt: skip
    """The fact of a quantity with its words, bound, area and owner."""
    text = draft.text
    start, end = _quote_span(draft, q, series, sentence)
    a, b = draft.source.span(start, end)
    value = -q.value if series.falling else q.value
    region = series.region or (draft.seat.name if draft.seat else "")
    return IndicatorFact(
        name=series.name,
        value=value,
        unit=series.unit,
        status="target" if target else "observed",
        period=period,
        region=region,
        of=_owner(draft, q, sentence),
        bound=_bound(text, q),
        start=a,
        end=b,
        quote=draft.source.quote(a, b),
        confidence=0.7 if series.sure else 0.5,
    )


def _quote_span(
    draft: Draft, q: Quantity, series: Series, sentence: tuple[int, int]
) -> tuple[int, int]:
    """The words that state it: the measure's words where they are near, and the number."""
    start, end = q.start, q.end
    if series.span:
        a, b = series.span
        if sentence[0] <= a and b <= sentence[1] and max(end, b) - min(start, a) < 160:
            start, end = min(start, a), max(end, b)
    return start, end


def _bound(text: str, q: Quantity) -> Bound:
    before = text[max(0, q.start - 26) : q.start]
    than = re.search(r"\b(?:than|over) (?:the|in|a|its|last)\b|% over ", before, re.IGNORECASE)
    if (_MIN.search(before) and not than) or re.match(
        r" (?:or more|and above|more\b(?! than))", text[q.end :]
    ):
        return "min"
    return "max" if _MAX.search(before) else ""


def _owner(draft: Draft, q: Quantity, sentence: tuple[int, int]) -> str:
    """The body or programme that a figure is of: the nearest one named before it."""
    types = ("Enterprise", "Institute", "Programme", "Platform")
    near = [f for f in draft.within(sentence[0], q.start, *types) if q.start - f.end < 90]
    return near[-1].name if near else ""
