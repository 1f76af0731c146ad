"""Who may see what, in one place: entities and edges as a reader of a level sees them.

Levels: 0 public, 1 internal, 2 everything. Answers, pages, exports and papers all pass here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.model import Edge, Entity, Value
from graph.store import RecordRow, Store

_MOST_ROWS = 1000


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
        rows: dict[str, list[RecordRow]] = defaultdict(list)
        for row in self._store.rows_of_entities([e.id for e in listed], limit=_MOST_ROWS):
            rows[row.entity].append(row)
        return [seen for e in listed if (seen := self._seen(e, rows[e.id], hidden))]

    def _seen(self, entity: Entity, rows: list[RecordRow], hidden: frozenset[str]) -> Entity | None:
        left = sorted((r for r in rows if r.unit not in hidden), key=lambda r: r.order)
        if len(left) == len(rows):
            return entity
        if not left:
            return None
        units = self._store.units({row.unit for row in left})
        records = [units[row.unit].record(row.key) for row in left]
        properties: dict[str, Value] = {}
        for row in sorted(left, key=lambda r: (r.date or "", r.order)):
            properties.update(row.properties)
        names = {name for record in records for name in (record.name, *record.names)}
        return replace(
            entity, name=records[0].name, names=tuple(sorted(names - {records[0].name})),
            identifiers=tuple(sorted({i for record in records for i in record.identifiers})),
            region=next((record.region for record in records if record.region), ""),
            properties=properties,
        )

    def edges(self, edges: Iterable[Edge], *, before: int | None = None) -> Iterator[Edge]:
        """The edges that are left for this reader before a day."""
        for edge in edges:
            seen = edge.seen(level=self.level, before=before)
            if seen:
                yield seen
