"""Pairs in doubt as faces show them: both sides with some of their facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from api.linking import telling
from graph.doubts import Doubt
from graph.identity.parts import Part
from graph.lookup import Fact
from graph.model import Entity
from graph.schema import EDGES
from graph.store import RecordRow
from qilian import KnowledgeGraph

_UNITS = 4
_FACTS = 6


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as seen from one thing in it."""

    fact: Fact
    other: str
    """The name at the other end, or the value."""
    inward: bool
    """Is it said of the other: a person that works here, not this that works there?"""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things in doubt: some documents and rows that name it, some facts of theirs."""

    entity: Entity
    records: int
    facts: tuple[Known, ...]
    sources: Mapping[str, str]
    """Source to the key of its first document or row here."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a score as a bar: ``width`` in hundredths of the greatest part."""

    part: Part
    width: float


@dataclass(frozen=True, slots=True)
class Card:
    """A pair with all that a person needs to decide."""

    doubt: Doubt
    sides: tuple[Side, Side]

    @property
    def pair(self) -> str:
        """Both ids, as a button sends them."""
        return f"{self.doubt.first.id} {self.doubt.second.id}"

    @property
    def sure(self) -> int:
        """The score in per cent; nothing in doubt is sure."""
        return min(99, max(1, round(self.doubt.comparison.score * 100)))

    @property
    def bars(self) -> list[Bar]:
        """What was compared, what tells most first; what says nothing here is left out."""
        parts = sorted(self.doubt.comparison.parts, key=lambda p: -abs(p.points))
        most = max((abs(part.points) for part in parts), default=0.0) or 1.0
        return [Bar(part, round(abs(part.points) / most * 100, 1))
                for part in telling(parts) or parts]


def cards(graph: KnowledgeGraph, doubts: Sequence[Doubt]) -> Iterator[Card]:
    """The pairs with both sides, read one by one."""
    for doubt in doubts:
        yield Card(doubt, (_side(graph, doubt.first, doubt.records[0]),
                           _side(graph, doubt.second, doubt.records[1])))


def _side(graph: KnowledgeGraph, entity: Entity, records: int) -> Side:
    """A thing with a few facts about it, some of each of its sources."""
    found, sources = [], dict[str, str]()
    for key in _units(graph.eyes.rows(entity.id)):
        sources.setdefault(graph.document(key).source, key)
        about = [f for f in graph.document_facts(key) if entity.id in (f.subject, f.object)]
        found.append(sorted(about, key=lambda fact: fact.predicate == "name"))
    mixed = [fact for some in zip_longest(*found) for fact in some if fact][:_FACTS]
    return Side(entity, records, tuple(_known(fact, entity.id) for fact in mixed), sources)


def _known(fact: Fact, entity: str) -> Known:
    if fact.subject == entity:
        return Known(fact, fact.object_name, False)
    edge = EDGES.get(fact.predicate)
    return Known(fact, fact.subject_name, not (edge and edge.symmetric))


def _units(rows: Sequence[RecordRow]) -> list[str]:
    """The units of a few records, first one of each register or folder."""
    folders: dict[str, list[str]] = {}
    for unit in dict.fromkeys(row.unit for row in rows):
        folders.setdefault(unit.partition("/")[0], []).append(unit)
    mixed = [unit for some in zip_longest(*folders.values()) for unit in some if unit]
    return mixed[:_UNITS]
