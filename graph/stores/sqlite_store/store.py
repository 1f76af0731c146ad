"""The SQLite store: the protocol of `graph.store` on one file."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

from graph import rows
from graph.codec import decode
from graph.errors import OtherSchema, StoreUnavailable
from graph.language.tokens import name_tokens
from graph.model import Decision, Edge, EdgeKey, Entity, Reading, Source, Unit, WorkRow
from graph.store import NAME_STUB, SCHEMA_VERSION, Change, RecordRow, Signature, StoreInfo
from graph.stores.pause import uncollected
from graph.stores.sqlite_store.connection import Connections, sql
from graph.stores.sqlite_store.write import Writer

T = TypeVar("T")
Row = tuple[Any, ...]


class SqliteStore:
    """Keeps everything in one file; choose it unless a server is wanted.

    Other processes read while one writes; a second writer waits. Raises `StoreUnavailable` when
    the file cannot be opened, is no store, or belongs to another schema version.
    """

    def __init__(self, url: str, *, create: bool = True) -> None:
        self.path = _path(url)
        self.url = f"sqlite:///{self.path}"
        exists = self.path.exists() and self.path.stat().st_size > 0
        if not exists and not create:
            raise StoreUnavailable(f"{self.path}: there is no store here; load something first")
        if not exists and not self.path.parent.is_dir():
            raise StoreUnavailable(f"{self.path}: the folder {self.path.parent} does not exist")
        self._connections = Connections(self.path)
        try:
            with self._translated():
                self._prepare()
                self._id = self._meta("store")
        except StoreUnavailable:
            self._connections.abandon()
            raise

    # --- opening and transactions -------------------------------------------------------------

    def _prepare(self) -> None:
        """Make the tables in an empty file; refuse a file that is no store of this version."""
        connection = self._connections.here
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not tables:
            with self._connections.writing():
                if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    for statement in sql("schema").split(";\n"):
                        connection.execute(statement)
                    self._put_meta("schema", str(SCHEMA_VERSION))
                    self._put_meta("store", uuid.uuid4().hex)
                    self._put_meta("generation", "0")
                    self._put_meta("next_order", "1")
        try:
            version = int(self._meta("schema"))
        except (sqlite3.OperationalError, StoreUnavailable) as err:
            raise StoreUnavailable(f"{self.path} is a database, but no store of Qilian") from err
        if version != SCHEMA_VERSION:
            age = "newer" if version > SCHEMA_VERSION else "older"
            raise OtherSchema(
                f"{self.path} has schema version {version}, {age} than this program's "
                f"{SCHEMA_VERSION}; open it with the program that wrote it and make a backup"
            )
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":  # the file keeps it
            with self._connections.locked():
                connection.execute("PRAGMA journal_mode=WAL")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as err:
            raise StoreUnavailable(f"{self.path}: {err}") from err

    def _rows(self, name: str, *params: object) -> list[Row]:
        with self._translated():
            return self._connections.here.execute(sql(name), params).fetchall()

    def _stream(self, name: str, *params: object) -> Iterator[Row]:
        with self._translated():
            yield from self._connections.here.execute(sql(name), params)

    def _meta(self, key: str) -> str:
        found = self._rows("meta", key)
        if not found:
            raise StoreUnavailable(f"{self.path}: its table meta lacks {key}")
        return str(found[0][0])

    def _put_meta(self, key: str, value: str) -> None:
        self._connections.here.execute(sql("put_meta"), (key, value))

    @uncollected()
    def transact(self, work: Callable[[], T]) -> T:
        with self._translated(), self._connections.writing():
            return work()

    def apply(self, change: Change) -> None:
        generation = self.generation() + 1
        with self._translated():
            Writer(self._connections.here, generation).apply(change)
            self._put_meta("generation", str(generation))
            self._put_meta("next_order", str(change.next_order))

    def clear_projection(self) -> None:
        connection = self._connections.here
        generation = self.generation() + 1
        with self._translated():
            connection.execute(sql("all_works_removed"), (generation,))
            for statement in sql("clear_projection").split(";\n"):
                connection.execute(statement)
            self._put_meta("generation", str(generation))

    def compact(self) -> None:
        with self._translated(), self._connections.locked():
            connection = self._connections.here
            connection.execute(sql("optimize_names"))
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise StoreUnavailable(
                f"{self.path}: another program is reading the file, in which deleted words are "
                "left until it has ended; then do this again"
            )

    def close(self) -> None:
        with self._translated():
            self._connections.close()

    def info(self) -> StoreInfo:
        return StoreInfo(self.url, self._id, SCHEMA_VERSION, self.generation(),
                         f"SQLite {sqlite3.sqlite_version}")

    def generation(self) -> int:
        return int(self._meta("generation"))

    def store_id(self) -> str:
        return self._id

    def next_order(self) -> int:
        return int(self._meta("next_order"))

    # --- input --------------------------------------------------------------------------------

    def sources(self) -> list[Source]:
        return [rows.source(data) for (data,) in self._rows("sources")]

    def units(self, keys: Collection[str]) -> dict[str, Unit]:
        return {row[0]: _unit(row) for row in self._rows("units", _list(keys))} if keys else {}

    def readings(self, keys: Collection[str]) -> dict[str, Reading]:
        return {key: Reading(content, print_)
                for key, content, print_ in self._rows("readings", _list(keys))}

    def all_units(self, source: str | None = None) -> Iterator[Unit]:
        found = self._stream("all_units") if source is None else self._stream(
            "units_of_source", source)
        return (_unit(row) for row in found)

    def unit_keys(self, source: str | None = None) -> Iterator[str]:
        found = self._stream("all_unit_keys") if source is None else self._stream(
            "unit_keys_of_source", source)
        return (key for (key,) in found)

    def record_rows(self, ids: Collection[str]) -> dict[str, RecordRow]:
        return {row[0]: rows.record_row(row) for row in self._rows("record_rows", _list(ids))}

    def all_record_rows(self) -> Iterator[RecordRow]:
        return map(rows.record_row, self._stream("all_record_rows"))

    def decisions(self) -> list[Decision]:
        return [rows.decision(data) for (data,) in self._rows("decisions")]

    def decisions_on(self, units: Collection[str]) -> list[Decision]:
        return [rows.decision(data) for (data,) in self._rows("decisions_on", _list(units))]

    def all_redirects(self) -> dict[str, str]:
        return dict(self._rows("all_redirects"))

    def saved(self, kind: str) -> dict[str, str]:
        return dict(self._rows("saved", kind))

    def saved_thing(self, kind: str, name: str) -> str | None:
        found = self._rows("saved_thing", kind, name)
        return str(found[0][0]) if found else None

    def save(self, kind: str, name: str, text: str | None) -> None:
        def write() -> None:
            if text is None:
                self._connections.here.execute(sql("drop_saved"), (kind, name))
            else:
                self._connections.here.execute(sql("put_saved"), (kind, name, text))

        if self._connections.here.in_transaction:
            write()
        else:
            self.transact(write)

    # --- identity -----------------------------------------------------------------------------

    def signatures(self, ids: Collection[str]) -> dict[str, Signature]:
        return {row[0]: rows.signature(row) for row in self._rows("signatures", _list(ids))}

    def signatures_by_keys(self, keys: Collection[str]) -> list[Signature]:
        return [rows.signature(row) for row in self._rows("signatures_by_keys", _list(keys))]

    def signatures_of(self, entities: Collection[str]) -> list[Signature]:
        return [rows.signature(row) for row in self._rows("signatures_of", _list(entities))]

    def rows_of_units(self, units: Collection[str]) -> list[RecordRow]:
        return [rows.record_row(row) for row in self._rows("rows_of_units", _list(units))]

    def rows_of_signatures(self, ids: Collection[str], *, described: bool) -> list[RecordRow]:
        if not ids:
            return []
        found = self._rows("rows_of_signatures", _list(ids), int(described))
        return [rows.record_row(row) for row in found]

    def edge_keys_of(self, units: Collection[str]) -> dict[str, list[EdgeKey]]:
        found: dict[str, list[EdgeKey]] = {}
        for unit, *key in self._rows("edge_keys_of", _list(units)):
            found.setdefault(unit, []).append((key[0], key[1], key[2], key[3]))
        return found

    def works_of_units(self, units: Collection[str]) -> list[WorkRow]:
        return [rows.work(row) for row in self._rows("works_of_units", _list(units))]

    # --- questions ----------------------------------------------------------------------------

    def entities(self, ids: Collection[str]) -> dict[str, Entity]:
        return {row[0]: rows.entity(row) for row in self._rows("entities", _list(ids))}

    def redirects(self, ids: Collection[str]) -> dict[str, str]:
        return dict(self._rows("redirects", _list(ids)))

    def entities_of_kind(self, kind: str, *, after: str = "", limit: int = 1000) -> list[Entity]:
        return [rows.entity(row) for row in self._rows("entities_of_kind", kind, after, limit)]

    def propose(self, text: str, *, kinds: Collection[str] = (), limit: int = 200) -> list[Entity]:
        words = name_tokens(text)
        if not words:
            return []
        every = " AND ".join(f'"{word}"*' for word in words)
        found = self._rows("propose", every, _list(kinds), limit)
        if not found:  # a slip in the text: words that begin alike
            some = " OR ".join(f'"{word[:NAME_STUB]}"*' for word in words)
            found = self._rows("propose_by_likeness", some, _list(kinds), limit)
        return [rows.entity(row) for row in found]

    def entities_by_identifier(self, identifiers: Collection[str]) -> dict[str, str]:
        return dict(self._rows("entities_by_identifier", _list(identifiers)))

    def edges_at(
        self, entities: Collection[str], *, kinds: Collection[str] = (),
        direction: Literal["out", "in", "both"] = "both",
    ) -> list[Edge]:
        found: set[Row] = set()
        if direction != "in":
            found.update(self._rows("supports_out", _list(entities), _list(kinds)))
        if direction != "out":
            found.update(self._rows("supports_in", _list(entities), _list(kinds)))
        return rows.edges(found)

    def edges_by_key(self, keys: Collection[EdgeKey]) -> dict[EdgeKey, Edge]:
        found = [row for key in keys for row in self._rows("supports_of_edge", *key)]
        return {edge.key: edge for edge in rows.edges(found)}

    def all_edges(self, kinds: Collection[str] = ()) -> Iterator[Edge]:
        held: list[Row] = []
        for row in self._stream("all_supports", _list(kinds)):
            if held and held[0][:4] != row[:4]:
                yield from rows.edges(held)
                held = []
            held.append(row)
        yield from rows.edges(held)

    def rows_of_entities(self, entities: Collection[str], *, limit: int = 100) -> list[RecordRow]:
        return [rows.record_row(row) for entity in sorted(entities)
                for row in self._rows("rows_of_entity", entity, limit)]

    def works_of(self, entities: Collection[str]) -> list[WorkRow]:
        return [rows.work(row) for row in self._rows("works_of", _list(entities))]

    def works_since(self, generation: int) -> Iterator[WorkRow]:
        return map(rows.work, self._stream("works_since", generation))

    def works_removed_since(self, generation: int) -> Iterator[tuple[str, int]]:
        return ((record, at) for record, at in self._stream("works_removed_since", generation))

    def counts(self) -> dict[str, int]:
        counted: dict[str, int] = dict(self._rows("count_inputs"))
        counted |= dict(self._rows("count_entities"))
        return counted | {f"edge {kind}": n for kind, n in self._rows("count_edges")}

    def source_counts(self) -> list[tuple[str, int, str | None, str | None]]:
        return [(key, n, low, high) for key, n, low, high in self._rows("source_counts")]


def _path(url: str) -> Path:
    text = url.removeprefix("sqlite://")
    if text.startswith("/") and not text.startswith("//"):
        text = text[1:]  # sqlite:///file is relative, sqlite:////file absolute
    elif text.startswith("//"):
        text = text[1:]
    if not text:
        raise StoreUnavailable(f"{url}: name the file, as in sqlite:///qilian.db")
    return Path(text).expanduser().absolute()


def _list(values: Collection[object]) -> str:
    return rows.dumps(sorted(values))  # type: ignore[type-var]


def _unit(row: Row) -> Unit:
    key, source, content, fingerprint, payload = row
    return decode(key, source, Reading(content, fingerprint), payload)
