"""What is particular to the SQLite file: opening, versions, threads, and no scans."""

from __future__ import annotations

import re
import sqlite3
import threading
from importlib.resources import files
from pathlib import Path

import pytest

from graph.errors import StoreUnavailable
from graph.load import load
from graph.stores import open_store
from graph.stores.sqlite_store.connection import sql
from tests.builders import REGISTER, organisation_row, patent_row

WHOLE_STORE = {
    # What asks for the whole store on purpose: exports, counts, rebuilds.
    "all_record_rows", "all_redirects", "all_supports", "all_unit_keys", "all_units",
    "all_works_removed", "clear_projection", "count_edges", "count_entities", "count_inputs",
    "decisions", "meta", "optimize_names", "schema", "source_counts", "sources", "works_since",
}  # fmt: skip
ALLOWED = re.compile(r"json_each|VIRTUAL TABLE INDEX|subquery|chain|\(", re.IGNORECASE)
"""Parameters, the full-text index and the results of other steps."""


@pytest.mark.parametrize(("version", "words"), [("1000", "newer"), ("0", "older")])
def test_another_schema_version_is_refused(tmp_path: Path, version: str, words: str) -> None:
    path = tmp_path / "s.db"
    open_store(f"sqlite:///{path}").close()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (version,))
    connection.close()
    with pytest.raises(StoreUnavailable, match=f"schema version {version}, {words}"):
        open_store(f"sqlite:///{path}")


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, but long enough to be read as one" * 40)
    with pytest.raises(StoreUnavailable, match=r"text\.db"):
        open_store(f"sqlite:///{tmp_path}/text.db")
    connection = sqlite3.connect(tmp_path / "other.db")
    with connection:
        connection.execute("CREATE TABLE meta (a TEXT)")
    connection.close()
    with pytest.raises(StoreUnavailable, match="no store of Qilian"):
        open_store(f"sqlite:///{tmp_path}/other.db")
    with pytest.raises(StoreUnavailable, match="does not exist"):
        open_store(f"sqlite:///{tmp_path}/none/s.db")
    with pytest.raises(StoreUnavailable, match="no store here"):
        open_store(f"sqlite:///{tmp_path}/s.db", create=False)
    with pytest.raises(StoreUnavailable, match=r"sqlite:///file\.db, neo4j://"):
        open_store("mysql://somewhere/db")
    with pytest.raises(StoreUnavailable, match="name the file"):
        open_store("sqlite:///")


def test_threads_read_while_one_writes(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/s.db")
    load(store, REGISTER, [patent_row("P0", ["North"])])
    seen: list[int] = []

    def read() -> None:
        for _ in range(50):
            seen.append(store.counts()["units"])

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for i in range(1, 20):
        load(store, REGISTER, [patent_row(f"P{i}", ["North"])])
    for thread in threads:
        thread.join()
    store.close()
    assert len(seen) == 150
    assert all(1 <= count <= 20 for count in seen)


def test_no_question_scans_a_table(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = open_store(f"sqlite:///{path}")
    load(
        store,
        REGISTER,
        (patent_row(f"P{i}", [f"Institute {i % 800}"], title=f"Method {i}") for i in range(10_000)),
    )
    load(store, REGISTER, [organisation_row("1", "North", region="Qinghai")])
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("ANALYZE")
    folder = files("graph.stores.sqlite_store") / "sql"
    names = {part.name.removesuffix(".sql") for part in folder.iterdir()}
    scans = []
    for name in sorted(names - WHOLE_STORE):
        statement = sql(name)
        values = tuple(
            '["a"]' if "json_each" in statement else "a"
            for _ in range(max(statement.count("?"), 1))
        )
        plan: list[str] = []
        for number in range(20):  # as many parameters as the statement wants
            try:
                rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values[:number])
            except sqlite3.ProgrammingError:
                continue
            plan = [row[3] for row in rows]
            break
        tables = [step for step in plan if step.startswith("SCAN") and not ALLOWED.search(step)]
        if tables:
            scans.append(f"{name}: {tables}")
    connection.close()
    assert scans == []
