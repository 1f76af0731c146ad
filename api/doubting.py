"""Pairs in doubt as faces show them: both sides with some of their facts; decisions on pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from threading import Lock
from typing import cast

from graph.doubts import Doubt
from graph.errors import InvalidRequest, NotFound
from graph.identity.parts import Part
from graph.lookup import Fact
from graph.model import Decision, DecisionKind, Entity
from graph.store import RecordRow
from ingest.report import one_line
from qilian import KnowledgeGraph

KINDS = ("same", "different", "unsure")
_UNITS = 4
_FACTS = 6
_TELLS = 0.05
"""Parts of fewer points would be shown as none."""
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things in doubt: some documents and rows that name it, some facts of theirs."""

    entity: Entity
    records: int
    facts: tuple[Fact, ...]
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
        telling = [part for part in parts if abs(part.points) >= _TELLS]
        return [Bar(part, round(abs(part.points) / most * 100, 1)) for part in telling or parts]


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
    mixed = [fact for some in zip_longest(*found) for fact in some if fact]
    return Side(entity, records, tuple(mixed[:_FACTS]), sources)


def _units(rows: Sequence[RecordRow]) -> list[str]:
    """The units of a few records, first one of each register or folder."""
    folders: dict[str, list[str]] = {}
    for unit in dict.fromkeys(row.unit for row in rows):
        folders.setdefault(unit.partition("/")[0], []).append(unit)
    mixed = [unit for some in zip_longest(*folders.values()) for unit in some if unit]
    return mixed[:_UNITS]


def decided(
    graph: KnowledgeGraph, *, kind: str, first: str, second: str, by: str, why: str = "",
    score: float | None = None,
) -> Decision:
    """Take a decision on two things; without ``score``, with that of their names.

    Raises `InvalidRequest` for what does not go together, `NotFound` for what is not there.
    """
    by, why = (one_line(text).strip() for text in (by, why))
    with _ONE_AT_A_TIME:
        if score is None and kind in KINDS:
            found = graph.alike(first, second)
            score = found.score if found else None
        return graph.decide(cast("DecisionKind", kind), first, second, by=by, why=why,
                            score=None if score is None else round(score, 4))


def parted(pair: str) -> tuple[str, str]:
    """The two ids that a button sends."""
    ids = pair.split()
    if len(ids) != 2:
        raise InvalidRequest(f"{pair!r}: a pair is two ids with a space between")
    return ids[0], ids[1]


def undone(graph: KnowledgeGraph, decision: str) -> Decision:
    """Take back a decision on two things; `NotFound` if it is about none."""
    with _ONE_AT_A_TIME:
        if decision not in {made.id for made in on_pairs(graph)}:
            raise NotFound(f"no decision {decision!r} on two things is in force")
        return graph.undo(decision)


def on_pairs(graph: KnowledgeGraph) -> list[Decision]:
    """The decisions on two things, the latest first."""
    return [d for d in reversed(graph.decisions()) if len(d.records) == 2]
