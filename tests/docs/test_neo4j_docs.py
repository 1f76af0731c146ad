"""docs/neo4j.md: its queries run on the sample, its tables are those of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import neo4j
import pytest

import qilian
from graph.schema import EDGES, KINDS, PROPERTIES, camel
from graph.stores.neo4j_store.store import Neo4jStore

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "neo4j.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```cypher\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)
REGISTERS = (
    "institutes",
    "enterprises",
    "patents",
    "projects",
    "contracts",
    "achievements",
    "needs",
    "publications",
)


def test_there_are_ten_queries() -> None:
    assert len(QUERIES) == 10


def rows(header: str) -> list[list[str]]:
    """The cells of the table below a header line, without backquotes."""
    lines = TEXT[TEXT.index(header) :].split("\n")[2:]
    table = lines[: next(i for i, line in enumerate(lines) if not line.startswith("|"))]
    return [
        [cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in table
    ]


def test_tables_are_those_of_the_schema() -> None:
    labels = {name: out for name, _, out in rows("| label |")}
    assert list(labels) == list(KINDS)
    for name, out in labels.items():
        starts = [edge.name for edge in EDGES.values() if name in edge.starts]
        assert out == (", ".join(starts) or "none")
    assert [(name, start) for name, start, _ in rows("| relationship |")] == [
        (edge.name, ", ".join(dict.fromkeys(edge.starts))) for edge in EDGES.values()
    ]
    assert [end.removesuffix(" (either way)") for _, _, end in rows("| relationship |")] == [
        ", ".join(dict.fromkeys(edge.ends)) for edge in EDGES.values()
    ]
    assert [name for name, _, _ in rows("| property | is | type |")] == [
        camel(prop.name) for prop in PROPERTIES.values() if prop.shown
    ]


@pytest.fixture(scope="module")
def reader(neo4j_url: str) -> Iterator[neo4j.Session]:
    """A session that may only read, on the sample's registers."""
    Neo4jStore(neo4j_url).close()
    kg = qilian.open(neo4j_url)
    assert isinstance(kg.store, Neo4jStore)
    kg.store.wipe()
    kg.ingest(*(ROOT / "ingest" / "sample" / f"{name}.csv" for name in REGISTERS))
    parts = urlsplit(neo4j_url)
    with (
        neo4j.GraphDatabase.driver(
            f"{parts.scheme}://{parts.hostname}:{parts.port}",
            auth=(unquote(parts.username or ""), unquote(parts.password or "")),
        ) as driver,
        driver.session(default_access_mode=neo4j.READ_ACCESS) as session,
    ):
        yield session
    kg.store.wipe()
    kg.close()


@pytest.mark.neo4j
@pytest.mark.parametrize("query", QUERIES, ids=range(1, len(QUERIES) + 1))
def test_each_query_reads_and_finds(reader: neo4j.Session, query: str) -> None:
    result = reader.run(query)
    found = result.values()
    summary = result.consume()
    assert found
    assert all(any(value not in (None, [], "") for value in row) for row in found)
    assert summary.query_type == "r"
    assert not [
        status
        for status in summary.gql_status_objects
        if status.is_notification and status.raw_classification in ("UNRECOGNIZED", "DEPRECATION")
    ]
