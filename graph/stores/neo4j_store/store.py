"""The Neo4j store: the protocol of `graph.store` on a server."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, TypeVar

from graph import rows
from graph.codec import decode
from graph.errors import OtherSchema, StoreUnavailable
from graph.language.tokens import name_tokens
from graph.model import Decision, Edge, EdgeKey, Entity, Reading, Source, Unit, WorkRow
from graph.schema import KINDS
from graph.store import NAME_STUB, SCHEMA_VERSION, Change, RecordRow, Signature, StoreInfo
from graph.stores.neo4j_store import convert
from graph.stores.neo4j_store.connection import RETRY_SECONDS, Connection, Row
from graph.stores.neo4j_store.write import Writer
from graph.stores.pause import uncollected

T = TypeVar("T")
_LONGEST_CHAIN = 100
_CLEARING = (
    "clear_records",
    "clear_entities",
    "clear_signatures",
    "clear_signature_keys",
    "clear_unit_edges",
)


class Neo4jStore:
    """Keeps everything in one Neo4j 5 database; choose it when people want to query the graph
    with Cypher or several machines use it.

    A database is a store whole: one that holds anything else is refused. Raises
    `StoreUnavailable` for a wrong password, a server that cannot be reached, foreign data, and
    another schema version.
    """

    def __init__(
        self, url: str, *, create: bool = True, retry_seconds: float = RETRY_SECONDS
    ) -> None:
        self._connection = Connection(url, retry_seconds=retry_seconds)
        self.url = self._connection.address
        if self._connection.database:
            self.url += f"/{self._connection.database}"
        try:
            self._engine = self._connection.check()
            self._prepare(create)
        except BaseException:
            self._connection.close()
            raise

    # --- opening and transactions -------------------------------------------------------------

    def _prepare(self, create: bool) -> None:
        """Make constraints and indexes where they lack; refuse what is no store of this version."""
        state = self._connection.rows("state")
        if not state:
            if self._connection.rows("anything")[0][0]:
                raise StoreUnavailable(
                    f"{self.url} holds data of something else; Qilian needs a database of its own"
                )
            if not create:
                raise StoreUnavailable(f"{self.url}: there is no store here; load something first")
        elif state[0][0] != SCHEMA_VERSION:
            age = "newer" if state[0][0] > SCHEMA_VERSION else "older"
            raise OtherSchema(
                f"{self.url} has schema version {state[0][0]}, {age} than this program's "
                f"{SCHEMA_VERSION}; open it with the program that wrote it and make a backup"
            )
        self._make_indexes()
        if not state:
            self._make_state()
        self._id = str(self._state()[1])

    def _make_indexes(self) -> None:
        found = {name: state for name, state in self._connection.rows("indexes")}
        missing = [name for name in schema_names() if name not in found]
        for name in missing:
            self._connection.at_once(f"schema/{name}")
        if missing or any(found[name] != "ONLINE" for name in schema_names()):
            self._connection.at_once("await_indexes")

    def _make_state(self) -> None:
        self._connection.transact(
            lambda: self._connection.write("make_state", schema=SCHEMA_VERSION, id=uuid.uuid4().hex)
        )

    def _state(self) -> Row:
        found = self._connection.rows("state")
        if not found:
            raise StoreUnavailable(f"{self.url}: the store that was here is gone")
        return found[0]

    @uncollected()
    def transact(self, work: Callable[[], T]) -> T:
        def locked() -> T:
            self._connection.write("lock", holder=uuid.uuid4().hex)
            return work()

        return self._connection.transact(locked)

    def apply(self, change: Change) -> None:
        generation = self.generation() + 1
        Writer(self._connection, generation).apply(change)
        self._connection.write("put_state", generation=generation, nextOrder=change.next_order)

    def clear_projection(self) -> None:
        """Too large for one transaction, it is cleared in many, behind the lock of the caller's;
        the generation grows first, so that no cache takes a half for the whole."""
        generation = self.generation() + 1
        self._connection.at_once("put_generation", generation=generation)
        self._connection.at_once("clear_works", generation=generation)
        for name in _CLEARING:
            self._connection.at_once(name)

    def compact(self) -> None:
        """Nothing: Neo4j Community overwrites freed space when it needs it and cannot be told to.
        Until then those who may read the server's files can find deleted words in them; a copy
        into a fresh server leaves them behind."""

    def wipe(self) -> None:
        """Remove everything, input and all, and begin a new store; for tests and second starts."""
        self._connection.at_once("wipe")
        self._make_state()
        self._id = str(self._state()[1])

    def close(self) -> None:
        self._connection.close()

    def info(self) -> StoreInfo:
        return StoreInfo(self.url, self._id, SCHEMA_VERSION, self.generation(), self._engine)

    def generation(self) -> int:
        return int(self._state()[2])

    def store_id(self) -> str:
        return self._id

    def next_order(self) -> int:
        return int(self._state()[3])

    # --- input --------------------------------------------------------------------------------

    def sources(self) -> list[Source]:
        return [Source(*row) for row in self._connection.rows("sources")]

    def units(self, keys: Collection[str]) -> dict[str, Unit]:
        return {row[0]: _unit(row) for row in self._look("units", keys=keys)}

    def readings(self, keys: Collection[str]) -> dict[str, Reading]:
        return {
            key: Reading(content, fingerprint)
            for key, content, fingerprint in self._look("readings", keys=keys)
        }

    def all_units(self, source: str | None = None) -> Iterator[Unit]:
        if source is None:
            return map(_unit, self._connection.stream("all_units"))
        return map(_unit, self._connection.stream("units_of_source", source=source))

    def unit_keys(self, source: str | None = None) -> Iterator[str]:
        if source is None:
            found = self._connection.stream("all_unit_keys")
        else:
            found = self._connection.stream("unit_keys_of_source", source=source)
        return (key for (key,) in found)

    def record_rows(self, ids: Collection[str]) -> dict[str, RecordRow]:
        return {row[0]: _record(row) for row in self._look("record_rows", ids=ids)}

    def all_record_rows(self) -> Iterator[RecordRow]:
        return map(_record, self._connection.stream("all_record_rows"))

    def decisions(self) -> list[Decision]:
        return [rows.decision(data) for (data,) in self._connection.rows("decisions")]

    def decisions_on(self, units: Collection[str]) -> list[Decision]:
        wanted = set(units)
        return [d for d in self.decisions() if not wanted.isdisjoint(d.units)]

    def all_redirects(self) -> dict[str, str]:
        return {row[0]: row[1] for row in self._connection.rows("all_redirects")}

    def saved(self, kind: str) -> dict[str, str]:
        return {name: text for name, text in self._connection.rows("saved", kind=kind)}

    def saved_thing(self, kind: str, name: str) -> str | None:
        found = self._connection.rows("saved_thing", kind=kind, name=name)
        return str(found[0][0]) if found else None

    def save(self, kind: str, name: str, text: str | None) -> None:
        def write() -> None:
            if text is None:
                self._connection.write("drop_saved", kind=kind, name=name)
            else:
                self._connection.write("put_saved", kind=kind, name=name, text=text)

        if self._connection.writing:
            write()
        else:
            self.transact(write)

    # --- identity -----------------------------------------------------------------------------

    def signatures(self, ids: Collection[str]) -> dict[str, Signature]:
        return {row[0]: _signature(row) for row in self._look("signatures", ids=ids)}

    def signatures_by_keys(self, keys: Collection[str]) -> list[Signature]:
        return [_signature(row) for row in self._look("signatures_by_keys", keys=keys)]

    def signatures_of(self, entities: Collection[str]) -> list[Signature]:
        return [_signature(row) for row in self._look("signatures_of", entities=entities)]

    def rows_of_units(self, units: Collection[str]) -> list[RecordRow]:
        return [_record(row) for row in self._look("rows_of_units", keys=units)]

    def rows_of_signatures(self, ids: Collection[str], *, described: bool) -> list[RecordRow]:
        if not ids:
            return []
        found = self._connection.rows(
            "rows_of_signatures", ids=sorted(set(ids)), described=described
        )
        return [_record(row) for row in found]

    def edge_keys_of(self, units: Collection[str]) -> dict[str, list[EdgeKey]]:
        return {
            unit: [convert.edge_key(code) for code in codes]
            for unit, codes in self._look("unit_edges", keys=units)
        }

    def works_of_units(self, units: Collection[str]) -> list[WorkRow]:
        return [_work(row) for row in self._look("works_of_units", keys=units)]

    # --- questions ----------------------------------------------------------------------------

    def entities(self, ids: Collection[str]) -> dict[str, Entity]:
        found = [convert.entity(row) for (row,) in self._look("entities", ids=ids)]
        return {entity.id: entity for entity in found}

    def redirects(self, ids: Collection[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        origins = {id_: [id_] for id_ in ids}
        for _ in range(_LONGEST_CHAIN):
            following: dict[str, list[str]] = {}
            for former, present, there in self._look("redirect_step", ids=origins):
                if there:
                    found.update((origin, present) for origin in origins[former])
                else:
                    following.setdefault(present, []).extend(origins[former])
            if not following:
                break
            origins = following
        return found

    def entities_of_kind(self, kind: str, *, after: str = "", limit: int = 1000) -> list[Entity]:
        found = self._connection.rows("entities_of_kind", kind=kind, after=after, limit=limit)
        return [convert.entity(row) for (row,) in found]

    def propose(self, text: str, *, kinds: Collection[str] = (), limit: int = 200) -> list[Entity]:
        words = name_tokens(text)
        if not words:
            return []
        every = convert.lucene(words, every=True, kinds=kinds)
        found = self._connection.rows("propose", query=every, limit=limit)
        if not found:  # a slip in the text: words that begin alike
            stubs = [word[:NAME_STUB] for word in words]
            some = convert.lucene(stubs, every=False, kinds=kinds)
            found = self._connection.rows("propose_by_likeness", query=some, limit=limit)
        return [convert.entity(row) for (row,) in found]

    def entities_by_identifier(self, identifiers: Collection[str]) -> dict[str, str]:
        wanted = [
            {"identifier": identifier, "query": convert.lucene_identifier(identifier)}
            for identifier in sorted(set(identifiers))
            if identifier.strip()
        ]
        found = self._connection.rows("entities_by_identifier", rows=wanted) if wanted else []
        return {identifier: entity for identifier, entity in found}

    def edges_at(
        self,
        entities: Collection[str],
        *,
        kinds: Collection[str] = (),
        direction: Literal["out", "in", "both"] = "both",
    ) -> list[Edge]:
        if not entities:
            return []
        found: set[tuple[object, ...]] = set()
        ids, kinds = sorted(set(entities)), sorted(kinds)
        if direction != "in":
            found.update(
                map(tuple, self._connection.rows("supports_out", entities=ids, kinds=kinds))
            )
        if direction != "out":
            found.update(
                map(tuple, self._connection.rows("supports_in", entities=ids, kinds=kinds))
            )
        return rows.edges(found)

    def edges_by_key(self, keys: Collection[EdgeKey]) -> dict[EdgeKey, Edge]:
        if not keys:
            return {}
        wanted = [list(key) for key in sorted(set(keys))]
        found = self._connection.rows("supports_of_edges", keys=wanted)
        return {edge.key: edge for edge in rows.edges(map(tuple, found))}

    def all_edges(self, kinds: Collection[str] = ()) -> Iterator[Edge]:
        held: list[tuple[object, ...]] = []
        for row in map(tuple, self._connection.stream("all_supports", kinds=sorted(kinds))):
            if held and held[0][:4] != row[:4]:
                yield from rows.edges(held)
                held = []
            held.append(row)
        yield from rows.edges(held)

    def rows_of_entities(self, entities: Collection[str], *, limit: int = 100) -> list[RecordRow]:
        return [
            _record(row)
            for entity in sorted(entities)
            for row in self._connection.rows("rows_of_entity", entity=entity, limit=limit)
        ]

    def works_of(self, entities: Collection[str]) -> list[WorkRow]:
        return [_work(row) for row in self._look("works_of", entities=entities)]

    def works_since(self, generation: int) -> Iterator[WorkRow]:
        return map(_work, self._connection.stream("works_since", generation=generation))

    def works_removed_since(self, generation: int) -> Iterator[tuple[str, int]]:
        found = self._connection.stream("works_removed_since", generation=generation)
        return ((record, at) for record, at in found)

    def counts(self) -> dict[str, int]:
        sources, units, records, decisions = self._connection.rows("count_inputs")[0]
        counted = {"sources": sources, "units": units, "records": records, "decisions": decisions}
        counted |= {k: n for k, n in self._connection.rows("count_entities", kinds=sorted(KINDS))}
        return counted | {f"edge {k}": n for k, n in self._connection.rows("count_edges")}

    def source_counts(self) -> list[tuple[str, int, str | None, str | None]]:
        return [(key, n, low, high) for key, n, low, high in self._connection.rows("source_counts")]

    def _look(self, name: str, /, **keys: Collection[str]) -> list[Row]:
        """Rows by keys, each key asked once; none for none."""
        ((parameter, wanted),) = keys.items()
        if not wanted:
            return []
        return self._connection.rows(name, **{parameter: sorted(set(wanted))})


@cache
def schema_names() -> tuple[str, ...]:
    """Names of all constraints and indexes; each is made by the file of its name."""
    folder = files("graph.stores.neo4j_store") / "cypher" / "schema"
    names = (file.name for file in folder.iterdir())
    return tuple(sorted(n.removesuffix(".cypher") for n in names if n.endswith(".cypher")))


def _unit(row: Row) -> Unit:
    key, source, content, fingerprint, payload = row
    return decode(key, source, Reading(content, fingerprint), payload)


def _record(row: Row) -> RecordRow:
    return rows.record_row(tuple(row))


def _signature(row: Row) -> Signature:
    return rows.signature(tuple(row))


def _work(row: Row) -> WorkRow:
    return rows.work(tuple(row))
