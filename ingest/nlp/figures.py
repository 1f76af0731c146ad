"""An indicator as a fact with its words, and the figures of forms and tables."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts import Bound, IndicatorFact
from ingest.nlp.draft import Draft, Found
from ingest.nlp.measures import Series
from ingest.nlp.numbers import Quantity, quantities
from ingest.nlp.phrases import RULES

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
    if _MIN.search(before) or re.match(r" (?:or more|and above|more\b(?! than))", text[q.end :]):
        return "min"
    return "max" if _MAX.search(before) else ""


def _owner(draft: Draft, q: Quantity, sentence: tuple[int, int]) -> str:
    """The body or programme that a figure is of: the nearest one named before it."""
    types = ("Enterprise", "Institute", "Programme", "Platform")
    near = [f for f in draft.within(sentence[0], q.start, *types) if q.start - f.end < 90]
    return near[-1].name if near else ""


def tabular_figures(draft: Draft, start: int, end: int) -> None:
    """Sums in forms and tables: budgets (targets, due at the deadline), grants, prices."""
    text = draft.text
    line = text[start:end]
    for q in quantities(text, start, end):
        if len(q.unit) != 3:
            continue
        label = re.search(
            r"(?:^|\s{2,}|\n)([A-Z][\w ]{2,30}?)\s?:\s+$", text[max(0, start) : q.start]
        )
        budget = (
            bool(re.search(r"\bbudget|investment|funds?\b", label[1], re.I)) if label else False
        )
        if label:
            name = (
                f"{label[1].strip().casefold()} of the demand"
                if budget
                else label[1].strip().casefold()
            )
        else:
            name = _column(draft, q.start) or (
                "price of the patent licence or transfer"
                if any(f.type == "Patent" for f in draft.within(start, end))
                else "amount"
            )
        due = re.search(r"(?:Deadline|Due|Closing date)\s?:\s*(20\d\d)", line) if budget else None
        owner = _record_owner(draft, start, end)
        series = Series(name, q.unit, span=None, sure=True)
        fact = fact_of(draft, q, series, due[1] if due else None, budget, (start, end))
        draft.indicators.append(replace(fact, of=owner.name if owner else ""))


def _column(draft: Draft, at: int) -> str:
    """The header of the column that an offset stands in."""
    line = draft.text.rfind("\n", 0, at) + 1
    turn = draft.text.count("|", line, at)
    for start, end in draft.tabular:
        if end < at and draft.text.count("|", start, end) >= max(turn, 2):
            header = [h.strip() for h in draft.text[start:end].split("|")]
            return header[turn] if turn < len(header) and not re.search(r"\d", header[turn]) else ""
    return ""


def _record_owner(draft: Draft, start: int, end: int) -> Found | None:
    here = draft.within(start, end, "Institute", "Enterprise", "Patent")
    if here:
        return here[0]
    earlier = [
        f
        for f in draft.found
        if f.type == "Enterprise"
        and f.end <= start
        and not f.embedded
        and draft.is_tabular(f.start, f.end)
    ]
    return max(earlier, key=lambda f: f.start, default=None)
