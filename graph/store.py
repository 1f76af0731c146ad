"""What a store must be able to do, as named questions; nothing here knows a query language.

A store keeps two things. *Input*: sources, units, the order in which records were first loaded,
decisions, redirects, saved things. *Projection*: signatures (who is who), entities, edges, works.
All thinking (what changes when a unit changes) is in `graph.project`, once for all stores; a store
answers look-ups by key and applies a `Change` in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar

from graph.model import (
    Decision,
    Edge,
    EdgeKey,
    Entity,
    Reading,
    Source,
    Support,
    Unit,
    Value,
    WorkRow,
)

T = TypeVar("T")
SCHEMA_VERSION = 2
NAME_STUB = 3
"""Letters of a word's beginning by which names are proposed when no name has all the words."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record's place: its first-load order, its unit, its signature, its entity.

    The row stays when its unit is retracted (``live`` false), so that the order is kept.
    ``entity`` is filled by reading: that of its signature, or its own id without one.
    ``properties`` holds what the record describes of its thing; empty for a mere mention.
    """

    id: str
    key: str
    unit: str
    order: int
    signature: str
    entity: str = ""
    live: bool = True
    date: str | None = None
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signature:
    """All records that say exactly the same of who they are, folded into one.

    A register that names one ministry 40,000 times has one signature for it: resolution compares
    signatures, never records. ``first`` is the smallest order of its live records, ``first_record``
    that record's id, ``count`` how many live records bear it.
    """

    id: str
    kind: str
    name: str
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    region: str
    keys: tuple[str, ...]
    count: int
    first: int
    first_record: str
    entity: str


@dataclass(frozen=True, slots=True)
class EdgeChange:
    """An edge's supports after a batch: those of ``units`` are replaced by ``supports``.

    A unit that stands in one change of a batch stands in the changes of all edges that it supports
    before or after."""

    key: EdgeKey
    units: frozenset[str]
    supports: tuple[Support, ...]


@dataclass(slots=True)
class Change:
    """Everything that one batch of whole units changes; a store applies it all or not at all."""

    units: list[Unit] = field(default_factory=list)
    dropped_units: list[str] = field(default_factory=list)
    records: list[RecordRow] = field(default_factory=list)
    new_records: set[str] = field(default_factory=set)
    """Ids among ``records`` that the store does not hold yet."""
    erased_records: list[str] = field(default_factory=list)
    """Rows to remove without a trace, order and all: the records of a forgotten person."""
    signatures: list[Signature] = field(default_factory=list)
    new_signatures: set[str] = field(default_factory=set)
    dropped_signatures: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    new_entities: set[str] = field(default_factory=set)
    dropped_entities: list[str] = field(default_factory=list)
    edges: list[EdgeChange] = field(default_factory=list)
    works: list[WorkRow] = field(default_factory=list)
    dropped_works: list[str] = field(default_factory=list)
    """Record ids."""
    redirects: dict[str, str] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    dropped_decisions: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    dropped_sources: list[str] = field(default_factory=list)
    next_order: int = 0


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """Which store this is and how far it is."""

    url: str
    id: str
    schema: int
    generation: int
    engine: str


class Inputs(Protocol):
    """What was put in: sources, units, record order, decisions, redirects, saved things."""

    def sources(self) -> list[Source]:
        """All sources, by key."""

    def units(self, keys: Collection[str]) -> dict[str, Unit]:
        """The units with these keys that the store has."""

    def readings(self, keys: Collection[str]) -> dict[str, Reading]:
        """The readings of the units with these keys, without their content."""

    def all_units(self, source: str | None = None) -> Iterator[Unit]:
        """Every unit, or every unit of one source, by key; streamed."""

    def unit_keys(self, source: str | None = None) -> Iterator[str]:
        """The keys of `all_units`, by key."""

    def record_rows(self, ids: Collection[str]) -> dict[str, RecordRow]:
        """Rows of records, live or not."""

    def all_record_rows(self) -> Iterator[RecordRow]:
        """Every row, live or not, by order; streamed."""

    def decisions(self) -> list[Decision]:
        """All decisions in force, oldest first."""

    def decisions_on(self, units: Collection[str]) -> list[Decision]:
        """Decisions with an anchor in one of these units, oldest first."""

    def all_redirects(self) -> dict[str, str]:
        """Former entity id to the id that took its place."""

    def saved(self, kind: str) -> dict[str, str]:
        """Saved things of a kind (queries, cases, forgotten names): name to JSON text, by name."""

    def saved_thing(self, kind: str, name: str) -> str | None:
        """The JSON text of one saved thing, or None."""

    def save(self, kind: str, name: str, text: str | None) -> None:
        """Keep a named thing, or remove it with ``None``; its own transaction if none is open.

        The generation stays as it is: what people keep is no evidence and changes no answer."""


class Identity(Protocol):
    """Look-ups that resolution needs."""

    def signatures(self, ids: Collection[str]) -> dict[str, Signature]:
        """Signatures by id."""

    def signatures_by_keys(self, keys: Collection[str]) -> list[Signature]:
        """Signatures that bear one of the keys; each once."""

    def signatures_of(self, entities: Collection[str]) -> list[Signature]:
        """Signatures whose entity is one of these; each once."""

    def rows_of_units(self, units: Collection[str]) -> list[RecordRow]:
        """Live rows of the records that these units name, by order."""

    def rows_of_signatures(self, ids: Collection[str], *, described: bool) -> list[RecordRow]:
        """Live rows that bear these signatures; only those with properties if ``described``."""

    def edge_keys_of(self, units: Collection[str]) -> dict[str, list[EdgeKey]]:
        """The edges that each unit supports."""

    def works_of_units(self, units: Collection[str]) -> list[WorkRow]:
        """The work rows that these units gave."""


class Questions(Protocol):
    """What users ask of the graph."""

    def entities(self, ids: Collection[str]) -> dict[str, Entity]:
        """Entities by id; a former id is not followed here, see `redirects`."""

    def redirects(self, ids: Collection[str]) -> dict[str, str]:
        """The present ids of former entities, followed to their end."""

    def entities_of_kind(
        self, kind: str, *, after: str = "", limit: int = 1000
    ) -> list[Entity]:
        """Entities of a kind, by id, after an id."""

    def propose(self, text: str, *, kinds: Collection[str] = (), limit: int = 200) -> list[Entity]:
        """Entities whose names have words that begin as those of the text do (`name_tokens`),
        the shortest names first; if none has them all, those that share the beginnings of some.
        The caller compares and orders."""

    def entities_by_identifier(self, identifiers: Collection[str]) -> dict[str, str]:
        """``scheme:value`` to entity id, for those that exist."""

    def edges_at(
        self,
        entities: Collection[str],
        *,
        kinds: Collection[str] = (),
        direction: Literal["out", "in", "both"] = "both",
    ) -> list[Edge]:
        """Edges that start or end at the entities, with their supports, by key; each once."""

    def edges_by_key(self, keys: Collection[EdgeKey]) -> dict[EdgeKey, Edge]:
        """Edges by key."""

    def all_edges(self, kinds: Collection[str] = ()) -> Iterator[Edge]:
        """Every edge, by key; streamed."""

    def rows_of_entities(self, entities: Collection[str], *, limit: int = 100) -> list[RecordRow]:
        """Live rows of the records that mean these entities, by order; at most ``limit`` each."""

    def works_of(self, entities: Collection[str]) -> list[WorkRow]:
        """Work rows of these work entities, by record id."""

    def works_since(self, generation: int) -> Iterator[WorkRow]:
        """Work rows written after a generation; streamed."""

    def works_removed_since(self, generation: int) -> Iterator[tuple[str, int]]:
        """(record id, generation) of works removed after a generation and not written again."""

    def counts(self) -> dict[str, int]:
        """How many sources, units, records, decisions; entities and edges by kind (``Patent``,
        ``edge OWNS``)."""

    def source_counts(self) -> list[tuple[str, int, str | None, str | None]]:
        """(source, units, earliest date, latest date), by source."""


class Store(Inputs, Identity, Questions, Protocol):
    """A place that keeps units and decisions and their projection."""

    def info(self) -> StoreInfo:
        """Which store this is; cheap."""

    def generation(self) -> int:
        """Counts committed changes; equal generations give equal answers."""

    def store_id(self) -> str:
        """Identifies this store for caches; drawn when it is made."""

    def next_order(self) -> int:
        """The order that the next new record gets."""

    def transact(self, work: Callable[[], T]) -> T:
        """Run ``work`` (which reads and calls `apply`) as the store's only writer, in one
        transaction: all of it is kept, or none. A passing fault runs it again from the start."""

    def apply(self, change: Change) -> None:
        """Write a change; only inside `transact`. The generation grows by one."""

    def clear_projection(self) -> None:
        """Forget everything derived, keep all input; only inside `transact`. Record rows keep
        their order and are live again when their unit is projected."""

    def compact(self) -> None:
        """Overwrite what was deleted, where the engine leaves it behind; outside `transact`."""

    def close(self) -> None:
        """Release files and connections."""


def entity_pages(
    store: Questions, kinds: Iterable[str], *, size: int = 1000
) -> Iterator[list[Entity]]:
    """All entities of these kinds, kind by kind and by id, at most so many at once."""
    for kind in kinds:
        after = ""
        while page := store.entities_of_kind(kind, after=after, limit=size):
            yield page
            after = page[-1].id
