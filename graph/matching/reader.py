"""What the steps of matching need of a graph, and how they read documents for one reader."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from graph.language.tokens import tokens
from graph.lookup import Lookup
from graph.model import LEVELS, Claim, Edge, Entity, Record, WorkRow
from graph.project.effective import Effective, effective
from graph.search import WorkIndex
from graph.store import RecordRow, Store
from graph.vectors import Vectors
from graph.visibility import Eyes

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])|\n+")
_TEXTS = ("title", "abstract", "text", "keywords")


class Graph(Protocol):
    """A knowledge graph as matching sees it."""

    @property
    def store(self) -> Store:
        """The store."""

    @property
    def level(self) -> int:
        """What the reader may see."""

    @property
    def index(self) -> WorkIndex:
        """The scorer over the works that the reader may see."""

    @property
    def vectors(self) -> Vectors:
        """The vectors of these works, where some were built."""


@dataclass(slots=True)
class Reader:
    """Opens documents and entities of a graph for its reader, as people's decisions leave them."""

    graph: Graph
    before: int | None = None
    store: Store = field(init=False)
    eyes: Eyes = field(init=False)
    lookup: Lookup = field(init=False)
    _hidden: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.store = self.graph.store
        self.eyes = Eyes(self.store, level=self.graph.level)
        self.lookup = Lookup(self.store, level=self.graph.level)
        self._hidden = frozenset()
        if self.graph.level < max(LEVELS.values()):
            self._hidden = frozenset(
                source.key for source in self.store.sources() if source.level > self.graph.level)

    @property
    def anchor(self) -> int | None:
        """The day from which age counts: the day asked about, else that of the latest work."""
        return self.before if self.before is not None else self.graph.index.latest_day()

    def entities(self, ids: Collection[str]) -> dict[str, Entity]:
        """Entities by id, as the reader sees them."""
        return {e.id: e for e in self.eyes.entities(self.store.entities(ids).values())}

    def edges(self, ids: Collection[str], kinds: Collection[str]) -> list[Edge]:
        """Edges at entities before the day, as the reader sees them."""
        if not ids:
            return []
        return list(self.eyes.edges(self.store.edges_at(ids, kinds=kinds), before=self.before))

    def rows(self, ids: Collection[str]) -> dict[str, list[RecordRow]]:
        """Record rows by entity, in the order of loading."""
        found: dict[str, list[RecordRow]] = {}
        if ids:
            for row in self.store.rows_of_entities(ids):
                found.setdefault(row.entity, []).append(row)
        return found

    def works(self, ids: Collection[str]) -> list[WorkRow]:
        """What the records of works say that the reader may see and that were public in time."""
        return [row for row in self.store.works_of(ids)
                if row.level <= self.graph.level and self.in_time(row.day)]

    def units(self, keys: Iterable[str]) -> dict[str, Effective]:
        """Documents and rows by key that the reader may see and that were public before the day."""
        wanted = list(dict.fromkeys(keys))
        if not wanted:
            return {}
        decisions = self.store.decisions_on(wanted)
        return {
            key: effective(unit, [d for d in decisions if key in d.units])
            for key, unit in self.store.units(wanted).items()
            if unit.source not in self._hidden and self.in_time(unit.day)
        }

    def in_time(self, day: int | None) -> bool:
        """Was something of this day public before the day asked about?"""
        return self.before is None or (day is not None and day < self.before)


def text_claims(item: Effective, record: str) -> list[Claim]:
    """The claims that describe a record in words, in the order of title, abstract, text."""
    found = [c for c in item.claims if c.subject == record and c.predicate in _TEXTS]
    return sorted(found, key=lambda c: _TEXTS.index(c.predicate))


def words_of(item: Effective, record: str) -> str:
    """All that a unit says in words of one of its records, without its name."""
    return "\n".join(str(claim.value) for claim in text_claims(item, record))


def sentences_of(item: Effective, record: str) -> str:
    """What a unit says of a record in whole sentences: that which can be quoted."""
    return "\n".join(
        str(c.value) for c in text_claims(item, record) if c.predicate in ("abstract", "text"))


def record_of(item: Effective, key: str) -> Record | None:
    """The record with this key as decisions leave it."""
    return next((record for record in item.records if record.key == key), None)


def best_sentence(text: str, weights: Mapping[str, float], *, longest: int = 320) -> str:
    """The sentence that says most of the weighted terms for its length; the first of equals."""
    best, best_score = "", -1.0
    for sentence in _SENTENCE.split(text):
        found = tokens(sentence)
        score = sum(weights.get(t, 0.0) for t in set(found)) / (len(found) + 8) ** 0.5
        if sentence.strip() and score > best_score:
            best, best_score = sentence.strip(), score
    if len(best) <= longest:
        return best
    return best[:longest].rsplit(" ", 1)[0]


def place_of(item: Effective, claim: Claim | None) -> str:
    """Where the words stand, for people: the register's row, or the document and offsets."""
    unit = item.unit
    if unit.form == "row":
        return f"{unit.key}, row {unit.number}" if unit.number else unit.key
    if claim is not None and (code := claim.evidence.locator.code()).startswith("t"):
        return f"{unit.key}, characters {code[1:]}"
    return unit.key
