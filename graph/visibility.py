"""Who may see what, in one place: entities and edges as a reader of a level sees them.

Levels: 0 public, 1 internal, 2 everything. Answers, pages, exports and papers all pass here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from graph.model import Decision, Edge, Entity
from graph.project.projector import entity_of
from graph.store import RecordRow, Signature, Store

_FIRST_ROWS = 1000
_ALL_ROWS = 10_000_000
_SHOWN_ROWS = 100
"""Few things have more than the first rows; of those each row is looked at."""


class Eyes:
    """What a reader of one level sees of a store; for level 2 it costs nothing."""

    def __init__(self, store: Store, *, level: int) -> None:
        self.level = level
        self._store = store
        self._generation = -1
        self._hidden: frozenset[str] = frozenset()

    @property
    def hidden_units(self) -> frozenset[str]:
        """Units of sources above this reader's level."""
        if self.level >= 2:
            return frozenset()
        generation = self._store.generation()
        if generation != self._generation:
            self._hidden = frozenset(
                key for source in self._store.sources() if source.level > self.level
                for key in self._store.unit_keys(source.key)
            )
            self._generation = generation
        return self._hidden

    def entities(self, entities: Iterable[Entity]) -> list[Entity]:
        """The entities as seen: those named only by hidden units are left out, others lose the
        names, identifiers and properties that only hidden units state."""
        listed = list(entities)
        hidden = self.hidden_units
        if not hidden or not listed:
            return listed
        rows = self._rows([e.id for e in listed], _FIRST_ROWS)
        if many := [id_ for id_, found in rows.items() if len(found) >= _FIRST_ROWS]:
            rows |= self._rows(many, _ALL_ROWS)
        return [seen for e in listed if (seen := self._seen(e, rows.get(e.id, []), hidden))]

    def signatures(self, entities: Collection[str]) -> dict[str, list[Signature]]:
        """The signatures of each entity that this reader sees, with the number of records that he
        sees of each."""
        hidden = self.hidden_units
        found: dict[str, list[Signature]] = defaultdict(list)
        seen: Counter[str] = Counter()
        if hidden:
            seen.update(row.signature for rows in self._rows(sorted(entities), _ALL_ROWS).values()
                        for row in rows if row.unit not in hidden)
        for signature in self._store.signatures_of(entities):
            count = seen[signature.id] if hidden else signature.count
            if count:
                found[signature.entity].append(replace(signature, count=count))
        return found

    def rows(self, entity: str) -> list[RecordRow]:
        """The records of an entity that this reader sees, in the order of loading; the first
        hundred."""
        hidden = self.hidden_units
        if not hidden:
            return self._store.rows_of_entities([entity])
        rows = self._store.rows_of_entities([entity], limit=_ALL_ROWS)
        return [row for row in rows if row.unit not in hidden][:_SHOWN_ROWS]

    def decisions(self) -> list[Decision]:
        """The decisions about what this reader sees, oldest first."""
        hidden = self.hidden_units
        return [d for d in self._store.decisions() if hidden.isdisjoint(d.units)]

    def _rows(self, ids: list[str], limit: int) -> dict[str, list[RecordRow]]:
        rows: dict[str, list[RecordRow]] = defaultdict(list)
        for row in self._store.rows_of_entities(ids, limit=limit):
            rows[row.entity].append(row)
        return rows

    def _seen(self, entity: Entity, rows: list[RecordRow], hidden: frozenset[str]) -> Entity | None:
        left = sorted((r for r in rows if r.unit not in hidden), key=lambda r: r.order)
        if len(left) == len(rows):
            return entity
        if not left:
            return None
        first = {row.signature: row for row in reversed(left) if row.signature}
        group = [
            replace(signature, first=first[id_].order, first_record=first[id_].id)
            for id_, signature in self._store.signatures(first).items()
        ]
        describing: dict[str, list[RecordRow]] = defaultdict(list)
        for row in left:
            if row.properties:
                describing[row.signature].append(row)
        return entity_of(entity.id, group, describing)

    def edges(self, edges: Iterable[Edge], *, before: int | None = None) -> Iterator[Edge]:
        """The edges that are left for this reader before a day."""
        for edge in edges:
            seen = edge.seen(level=self.level, before=before)
            if seen:
                yield seen
