"""Applying a change: one query for each kind of thing, all in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from graph import rows
from graph.model import EdgeKey
from graph.store import Change
from graph.stores.neo4j_store import convert
from graph.stores.neo4j_store.connection import Connection

_DECISIONS_A_CHANGE = 1_000_000


class Writer:
    """Writes one change; ``generation`` stamps the works.

    Keys are distinct within each query, so that no query meets its own rows.
    """

    def __init__(self, connection: Connection, generation: int) -> None:
        self._write, self._rows = connection.write, connection.rows
        self._generation = generation

    def apply(self, change: Change) -> None:
        """What is dropped goes first, so that it can come back under another key."""
        self._sources_and_decisions(change)
        self._units_and_drop_supports(change)
        self._records(change)
        self._signatures(change)
        self._entities(change)
        self._many(
            "put_supports",
            rows=[
                convert.support_row(edge.key, support)
                for edge in change.edges
                for support in edge.supports
            ],
        )

    def _many(self, name: str, /, **parameter: Sequence[object]) -> None:
        """Run a query over a list, unless the list is empty."""
        if any(parameter.values()):
            self._write(name, **parameter)

    def _sources_and_decisions(self, change: Change) -> None:
        self._many("drop_sources", keys=change.dropped_sources)
        self._many(
            "put_sources",
            rows=[
                {
                    "key": s.key,
                    "title": s.title,
                    "visibility": s.visibility,
                    "form": s.form,
                    "licence": s.licence,
                    "url": s.url,
                }
                for s in {s.key: s for s in change.sources}.values()
            ],
        )
        self._many("drop_decisions", ids=change.dropped_decisions)
        first = self._generation * _DECISIONS_A_CHANGE  # later changes number higher
        self._many(
            "put_decisions",
            rows=[
                {"id": d.id, "number": first + i, "data": rows.decision_data(d)}
                for i, d in enumerate({d.id: d for d in change.decisions}.values())
            ],
        )
        self._many(
            "put_redirects",
            rows=[
                {"former": former, "present": present}
                for former, present in change.redirects.items()
            ],
        )

    def _units_and_drop_supports(self, change: Change) -> None:
        """Units with the edges that they now support; their former supports of these edges go."""
        put = {unit.key: unit for unit in change.units}
        touched = put.keys() | set(change.dropped_units)
        touched |= {unit for edge in change.edges for unit in edge.units}
        held: dict[str, set[EdgeKey]] = defaultdict(set)
        for unit, codes in self._rows("unit_edges", keys=sorted(touched)):
            held[unit].update(map(convert.edge_key, codes))
        before = {unit: frozenset(keys) for unit, keys in held.items()}
        dropped = []
        for edge in change.edges:
            for unit in edge.units:
                if edge.key in held[unit]:
                    held[unit].discard(edge.key)
                    dropped.append((edge.key, unit))
            for support in edge.supports:
                held[support.unit].add(edge.key)
        self._many(
            "drop_supports",
            rows=[
                {"start": k[0], "kind": k[1], "end": k[2], "status": k[3], "unit": unit}
                for k, unit in dropped
            ],
        )
        self._many("drop_units", keys=change.dropped_units)
        self._many(
            "put_units", rows=[convert.unit_row(unit, held[unit.key]) for unit in put.values()]
        )
        self._many(
            "put_unit_edges",
            rows=[
                {"key": key, "edges": convert.edge_codes(keys)}
                for key, keys in held.items()
                if key not in put and keys != before.get(key, frozenset())
            ],
        )

    def _records(self, change: Change) -> None:
        """Records, those that are new as works in one with what makes them so."""
        latest = {row.id: row for row in change.records}
        works = {work.record: work for work in change.works}
        new = {id_ for id_ in change.new_records if id_ in latest and latest[id_].live}
        new_works = new & works.keys()
        self._many("add_records", rows=[convert.record_row(latest[i]) for i in new - new_works])
        self._many(
            "add_works",
            rows=[
                convert.record_row(latest[i]) | convert.work_row(works[i], self._generation)
                for i in new_works
            ],
        )
        self._many(
            "put_records",
            rows=[
                convert.record_row(row) for row in latest.values() if row.live and row.id not in new
            ],
        )
        self._many(
            "retire_records",
            rows=[convert.record_row(row) for row in latest.values() if not row.live],
        )
        self._many("erase_records", ids=change.erased_records)
        self._many("drop_works", ids=change.dropped_works)
        if change.dropped_works:
            self._write("put_removed_works", ids=change.dropped_works, generation=self._generation)
        self._many(
            "put_works",
            rows=[
                convert.work_row(work, self._generation)
                for work in works.values()
                if work.record not in new_works
            ],
        )
        self._many("drop_removed_works", ids=list(works))

    def _entities(self, change: Change) -> None:
        """Entities, each under the label of its kind, which a new reading may change."""
        self._many("drop_entities", ids=change.dropped_entities)
        latest = {entity.id: entity for entity in change.entities}
        known = dict(self._rows("entity_kinds", ids=list(latest))) if latest else {}
        self._many(
            "add_entities",
            rows=[convert.entity_row(e) for e in latest.values() if e.id not in known],
        )
        self._many(
            "relabel_entities",
            rows=[
                {"id": e.id, "former": known[e.id], "kind": e.kind}
                for e in latest.values()
                if known.get(e.id, e.kind) != e.kind
            ],
        )
        self._many(
            "put_entities", rows=[convert.entity_row(e) for e in latest.values() if e.id in known]
        )

    def _signatures(self, change: Change) -> None:
        if change.dropped_signatures:
            found = self._rows("signatures", ids=change.dropped_signatures)
            self._many(
                "drop_signature_keys",
                rows=[
                    {"key": key, "signature": signature.id}
                    for signature in map(rows.signature, map(tuple, found))
                    for key in signature.keys
                ],
            )
            self._many("drop_signatures", ids=change.dropped_signatures)
        latest = {signature.id: signature for signature in change.signatures}
        self._many("put_signatures", rows=[convert.signature_row(s) for s in latest.values()])
        self._many(
            "put_signature_keys",
            rows=[
                {"key": key, "signature": s.id}
                for s in latest.values()
                if s.id in change.new_signatures
                for key in s.keys
            ],
        )
