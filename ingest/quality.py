"""Flags: what is wrong in a text itself. Each rule is a small pure function in one registry.

A rule reads the text, the indicators and the lists of one document and yields defects; it never
changes a fact. Register a further rule with ``@rule("name")``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.facts import FlagFact, IndicatorFact
from ingest.sources.text import SourceDocument


class Enumeration(Protocol):
    """A list with the number announced for it, in offsets of the clean text."""

    start: int
    end: int
    items: list[tuple[int, int]]
    noun: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a rule may look at."""

    source: SourceDocument
    text: str
    indicators: Sequence[IndicatorFact]
    lists: Sequence[Enumeration]


@dataclass(frozen=True, slots=True)
class Defect:
    """What a rule finds: offsets in the source file, what the text says, what would be right."""

    start: int
    end: int
    says: str
    expected: str


Rule = Callable[[Evidence], Iterator[Defect]]
RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Registers a rule under the name that its flags carry."""

    def register(function: Rule) -> Rule:
        RULES[name] = function
        return function

    return register


def flags_of(
    source: SourceDocument,
    text: str,
    indicators: Sequence[IndicatorFact],
    lists: Sequence[Enumeration],
) -> tuple[FlagFact, ...]:
    """All flags of a document, in the order of the text."""
    evidence = Evidence(source, text, indicators, lists)
    found = [
        FlagFact(name, d.start, d.end, source.quote(d.start, d.end), d.says, d.expected)
        for name, check in RULES.items()
        for d in check(evidence)
    ]
    return tuple(sorted(found, key=lambda f: (f.start, f.rule)))


@rule("growth-arithmetic")
def growth_arithmetic(evidence: Evidence) -> Iterator[Defect]:
    """A stated growth rate that does not follow from the two figures given for its two years.

    Fires when the rate differs from 100 × (later / earlier - 1) by more than one percentage point
    and by more than the rounding of the two figures allows; yearly averages and rates without both
    figures are left alone.
    """
    for growth in evidence.indicators:
        if growth.unit != "%" or not growth.name.endswith("growth") or "average" in growth.name:
            continue
        first, _, last = (growth.period or "").partition("/")
        series = growth.name.removesuffix(" growth")
        if not last:
            continue
        same = [
            i for i in evidence.indicators if i.name == series and i.unit != "%" and i.value > 0
        ]
        same = [i for i in same if len(i.unit) == 3] or same
        for before in (i for i in same if i.period == first):
            for after in (i for i in same if i.period == last):
                rate = 100 * (after.value / before.value - 1)
                slack = (
                    100 * (after.value / before.value) * (_half(before.value) + _half(after.value))
                )
                if abs(rate - growth.value) > max(1.0, slack):
                    start = min(before.start, after.start, growth.start)
                    end = max(before.end, after.end, growth.end)
                    if end - start < 400:
                        yield Defect(start, end, f"{growth.value:g}", f"{rate:.1f}")


def _half(value: float) -> float:
    """The relative rounding of a figure: half of its last digit, two digits taken as written."""
    mantissa, _, exponent = f"{value:.9e}".partition("e")
    digits = max(2, len(mantissa.replace(".", "").rstrip("0")))
    return 0.5 * 10.0 ** (int(exponent) - digits + 1) / value


@rule("enumeration-count")
def enumeration_count(evidence: Evidence) -> Iterator[Defect]:
    """A stated count that differs from the number of items listed right behind it.

    Fires when the announced number and the number of items differ by one or two, however the row is
    split; rows introduced by "such as" or "including", which are samples, are left alone.
    """
    for listing in evidence.lists:
        if not listing.count or listing.count == len(listing.items) or len(listing.items) < 2:
            continue
        lead = evidence.text[listing.start : listing.items[0][0]].casefold()
        if not any(w in lead for w in (" are ", ", are", "namely", " is ", ":")):
            continue
        if any(w in lead for w in ("such as", "includ")):
            continue
        if listing.items[0][0] > listing.start + 160:
            continue
        start, end = evidence.source.span(listing.start, listing.end)
        yield Defect(start, end, str(listing.count), str(len(listing.items)))
