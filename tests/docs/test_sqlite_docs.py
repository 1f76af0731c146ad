"""docs/sqlite.md: its queries run on the sample and its columns are those of the views."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import qilian

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "sqlite.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)
SAMPLE = ROOT / "ingest" / "sample"


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("docs") / "s.db"
    with qilian.open(f"sqlite:///{path}") as kg:
        tables = [p for p in sorted(SAMPLE.glob("*.csv")) if p.name != "participants.csv"]
        assert kg.ingest(*tables, SAMPLE / "policies").ok
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    yield connection
    connection.close()


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_answers(connection: sqlite3.Connection, query: str) -> None:
    rows = connection.execute(query).fetchall()
    assert rows
    assert all(value is not None for value in rows[0])


@pytest.mark.parametrize("view", ["entities", "edges", "evidence"])
def test_the_columns_are_those_of_the_view(connection: sqlite3.Connection, view: str) -> None:
    line = next(line for line in TEXT.splitlines() if line.startswith(f"| `{view}`"))
    named = re.findall(r"`(\w+)`", line.split("|")[3].split("(")[0])
    columns = [name for name, *_ in connection.execute(f"SELECT * FROM {view}").description]
    assert named == columns
