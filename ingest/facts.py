"""What a document yields: mentions, relations, indicators and flags, each with its exact words.

`DocumentFacts` is the border between reading (`ingest.nlp`) and everything after it: `fact_lines`
writes it as JSON Lines for scoring and exchange, `ingest.claims` turns it into records and claims.
Offsets (``start``, ``end``) always refer to the source file as decoded (of a PDF or a Word file, to
the text that was taken out of it), never to cleaned text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.text_places import place_of

Status = Literal["observed", "target"]
Bound = Literal["", "min", "max"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity of one document: its fullest name there, other forms, and one place that shows it.

    ``id`` is unique within the document; ``type`` a kind of `graph.schema`; ``role`` is set for
    persons alone.
    """

    id: str
    type: str
    name: str
    also: tuple[str, ...]
    start: int
    end: int
    quote: str
    confidence: float
    role: str = ""
    reader: str = ""
    """The component of `ingest.nlp` that found it."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """Of a Problem: the properties material, method, efficacy, product and application that its
    words fill."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated relation between two mentions of the same document (their ids)."""

    type: str
    subject: str
    object: str
    start: int
    end: int
    quote: str
    confidence: float
    reader: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """A number that measures something, as the text states it.

    ``value`` is the plain number after scales are worked out ("2 billion 415 million" is
    2415000000), ``unit`` an ISO currency, ``%``, ``percentage point``, ``rank`` or the singular of
    what is counted; ``period`` is ``YYYY``, ``YYYY/YYYY`` or None; ``region`` and ``of`` are names.
    """

    name: str
    value: float
    unit: str
    status: Status
    period: str | None
    region: str
    of: str
    bound: Bound
    start: int
    end: int
    quote: str
    confidence: float
    reader: str = ""


@dataclass(frozen=True, slots=True)
class FlagFact:
    """A defect of the text itself: what it says and what would follow from the rest of it."""

    rule: str
    start: int
    end: int
    quote: str
    says: str
    expected: str


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """All that was read in one document."""

    document: str
    title: str
    published: str | None
    language: str
    entities: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    indicators: tuple[IndicatorFact, ...]
    flags: tuple[FlagFact, ...]
    text: str = ""
    """What was taken out of a PDF or a Word file, and what offsets refer to; for other formats the
    file itself."""
    media: str = "text/plain"

    def entity(self, identifier: str) -> Mention:
        """The mention with this id; ``KeyError`` if there is none."""
        for mention in self.entities:
            if mention.id == identifier:
                return mention
        raise KeyError(identifier)


def is_money(unit: str) -> bool:
    """Whether a unit is a currency's code, not a short noun such as "bus"."""
    return len(unit) == 3 and unit.isupper()


def plain(value: float) -> float | int:
    """A whole number without its ``.0``, so that JSON shows 5 and not 5.0."""
    return int(value) if abs(value) < 2**63 and float(value).is_integer() else value


def _entity_line(fact: Mention) -> dict[str, Any]:
    line: dict[str, Any] = {"id": fact.id, "type": fact.type, "name": fact.name}
    line["also"] = list(fact.also)
    if fact.role:
        line["role"] = fact.role
    if fact.slots:
        line["slots"] = dict(fact.slots)
    return line


def _indicator_line(fact: IndicatorFact) -> dict[str, Any]:
    line: dict[str, Any] = {
        "name": fact.name,
        "value": plain(fact.value),
        "unit": fact.unit,
        "status": fact.status,
        "period": fact.period,
        "region": fact.region or None,
    }
    if fact.bound:
        line["bound"] = fact.bound
    if fact.of:
        line["of"] = fact.of
    return line


def fact_lines(facts: DocumentFacts) -> Iterator[dict[str, Any]]:
    """The facts as JSON-ready lines, one fact each: entities, relations, indicators, flags."""

    def line(
        kind: str, fields: dict[str, Any], fact: Mention | Relation | IndicatorFact | FlagFact
    ) -> dict[str, Any]:
        confidence = getattr(fact, "confidence", 1.0)
        place = place_of(facts.text, facts.media, fact.start)
        return {
            "document": facts.document,
            "kind": kind,
            **fields,
            "quote": fact.quote,
            "start": fact.start,
            "end": fact.end,
            **({"place": str(place)} if place else {}),
            "confidence": round(confidence, 3),
            "reader": getattr(fact, "reader", "flags"),
        }

    for mention in facts.entities:
        yield line("entity", _entity_line(mention), mention)
    for relation in facts.relations:
        ends = {"type": relation.type, "subject": relation.subject, "object": relation.object}
        yield line("relation", ends, relation)
    for indicator in facts.indicators:
        yield line("indicator", _indicator_line(indicator), indicator)
    for flag in facts.flags:
        says = {"rule": flag.rule, "says": flag.says, "expected": flag.expected}
        yield line("flag", says, flag)
