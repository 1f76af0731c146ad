"""Applying a change to the tables, each table in one pass."""

from __future__ import annotations

import sqlite3

from graph import rows
from graph.codec import encode
from graph.language.tokens import name_tokens
from graph.store import Change
from graph.stores.sqlite_store.connection import sql


class Writer:
    """Writes one change inside an open transaction; ``generation`` stamps the works."""

    def __init__(self, connection: sqlite3.Connection, generation: int) -> None:
        self._connection = connection
        self._generation = generation

    def apply(self, change: Change) -> None:
        """All tables; what is dropped goes first, so that it can come back under another key."""
        self._input(change)
        self._signatures(change)
        self._entities(change)
        self._supports(change)
        self._works(change)

    def _many(self, name: str, params: list[tuple[object, ...]]) -> None:
        if params:
            self._connection.executemany(sql(name), params)

    def _input(self, change: Change) -> None:
        self._many("drop_source", [(key,) for key in change.dropped_sources])
        self._many("put_source", [(s.key, rows.source_data(s)) for s in change.sources])
        self._many("drop_unit", [(key,) for key in change.dropped_units])
        self._many("put_unit", [
            (u.key, u.source, u.reading.content, u.reading.fingerprint, u.date, encode(u))
            for u in change.units
        ])
        self._many("put_record", [rows.record_params(row) for row in change.records])
        self._many("erase_record", [(id_,) for id_ in change.erased_records])
        self._many("drop_decision", [(id_,) for id_ in change.dropped_decisions])
        self._many("drop_decision_units", [(id_,) for id_ in change.dropped_decisions])
        self._many("put_decision", [(d.id, rows.decision_data(d)) for d in change.decisions])
        self._many("put_decision_unit",
                   [(unit, d.id) for d in change.decisions for unit in d.units])
        self._many("put_redirect", list(change.redirects.items()))

    def _signatures(self, change: Change) -> None:
        if change.dropped_signatures:
            found = self._connection.execute(
                sql("signatures"), (rows.dumps(change.dropped_signatures),)).fetchall()
            for signature in map(rows.signature, found):
                self._many("drop_signature_key", [(k, signature.id) for k in signature.keys])
            self._many("drop_signature", [(id_,) for id_ in change.dropped_signatures])
        self._many("put_signature", [rows.signature_params(s) for s in change.signatures])
        self._many("put_signature_key", [
            (key, s.id) for s in change.signatures if s.id in change.new_signatures
            for key in s.keys
        ])

    def _entities(self, change: Change) -> None:
        known = [e.id for e in change.entities if e.id not in change.new_entities]
        old = self._connection.execute(
            sql("entity_rows"), (rows.dumps(known + change.dropped_entities),)).fetchall()
        self._many("unindex_names", [(n, _words(names)) for n, _, names in old])
        self._many("drop_identifiers", [(id_,) for _, id_, _ in old])
        self._many("drop_entity", [(id_,) for id_ in change.dropped_entities])
        all_names = {e.id: "\n".join((e.name, *e.names)) for e in change.entities}
        self._many("put_entity", [
            (e.id, e.kind, e.name, all_names[e.id], rows.entity_data(e)) for e in change.entities
        ])
        self._many("put_identifier", [(i, e.id) for e in change.entities for i in e.identifiers])
        written = self._connection.execute(
            sql("entity_rows"), (rows.dumps([e.id for e in change.entities]),)).fetchall()
        self._many("index_names", [(n, _words(names)) for n, _, names in written])

    def _supports(self, change: Change) -> None:
        units = sorted({unit for edge in change.edges for unit in edge.units})
        self._many("drop_supports_of_unit", [(unit,) for unit in units])
        self._many("put_support", [
            (*edge.key, s.unit, s.source, s.level, s.date, s.confidence, s.role, s.share)
            for edge in change.edges for s in edge.supports
        ])

    def _works(self, change: Change) -> None:
        generation = self._generation
        self._many("drop_work", [(record,) for record in change.dropped_works])
        self._many("put_work_removed", [(record, generation) for record in change.dropped_works])
        self._many("put_work", [rows.work_params(work, generation) for work in change.works])
        self._many("drop_work_removed", [(work.record,) for work in change.works])


def _words(names: str) -> str:
    return " ".join(name_tokens(names))
