"""Where decisions are attached: from an anchor to the signature that its record bears now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from graph.identity.cluster import Pair
from graph.model import Decision, RecordAnchor, Unit
from graph.project.effective import JOINING, find_record
from graph.store import RecordRow, Store


class Anchors:
    """Resolves anchors against the store as a batch leaves it: put units are new, dropped gone."""

    def __init__(
        self, store: Store, put: Sequence[Unit], drop: Collection[str],
        rows: Mapping[str, RecordRow],
    ) -> None:
        self._store = store
        self._put = {unit.key: unit for unit in put}
        self._drop = drop
        self._rows = rows

    def links(self, decisions: Iterable[Decision]) -> tuple[list[Pair], list[Pair]]:
        """People's links between signatures: (same, different)."""
        joining = [d for d in decisions if d.kind in JOINING and len(d.records) == 2]
        place = self.places(a for d in joining for a in d.records)
        pairs: dict[str, list[Pair]] = {"same": [], "different": []}
        for decision in joining:
            first, second = (place.get(anchor, "") for anchor in decision.records)
            if first and second and first != second:
                pairs[decision.kind].append((first, second))
        return pairs["same"], pairs["different"]

    def decided(
        self, decisions: Iterable[Decision], added: Iterable[Decision], removed: Collection[str]
    ) -> set[str]:
        """Signatures about which a decision comes or goes, or whose partner in one may have."""
        changed = self._put.keys() | set(self._drop)
        lost = [d for d in self._store.decisions() if d.id in removed] if removed else []
        touched = [d for d in decisions if d.records and not changed.isdisjoint(d.units)]
        place = self.places(a for d in [*added, *lost, *touched] for a in d.records)
        return {signature for signature in place.values() if signature}

    def places(self, anchors: Iterable[RecordAnchor]) -> dict[RecordAnchor, str]:
        """The signature of each anchor's record; anchors that find no record are left out."""
        wanted = set(anchors)
        if not wanted:
            return {}
        keys = {anchor.unit for anchor in wanted} - set(self._drop) - self._put.keys()
        units = self._store.units(keys) | self._put
        stored = {row.id: row for row in self._store.rows_of_units(sorted(keys))}
        place: dict[RecordAnchor, str] = {}
        for anchor in wanted:
            unit = units.get(anchor.unit)
            record = find_record(unit, anchor.key, anchor.kind, anchor.name) if unit else None
            row = record and (self._rows.get(record.id) or stored.get(record.id))
            if row:
                place[anchor] = row.signature
        return place


def anchor_of(store: Store, rows: Iterable[RecordRow]) -> RecordAnchor | None:
    """How a decision remembers the thing that these records mean: by the first that states it."""
    for row in sorted(rows, key=lambda r: r.order):
        for record in store.units([row.unit])[row.unit].records:
            if record.key == row.key:
                return RecordAnchor(row.unit, row.key, record.kind, record.name)
    return None
