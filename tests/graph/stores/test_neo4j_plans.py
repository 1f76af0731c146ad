"""Every query finds what it needs by an index: plans on a graph of more than 10,000 nodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import neo4j
import pytest

import graph.stores.neo4j_store
from graph.load import load
from graph.stores.neo4j_store.store import Neo4jStore, schema_names
from tests.builders import REGISTER, patent_row

FOLDER = Path(graph.stores.neo4j_store.__file__).parent / "cypher"
QUERIES = sorted(path.stem for path in FOLDER.glob("*.cypher"))
WHOLE_GRAPH = "// whole graph:"
"""The first line of a query that is meant to go through everything, with the reason."""
SCANS = {
    "AllNodesScan",
    "NodeByLabelScan",
    "UnionNodeByLabelsScan",
    "DirectedAllRelationshipsScan",
    "UndirectedAllRelationshipsScan",
    "DirectedRelationshipTypeScan",
    "UndirectedRelationshipTypeScan",
}
Plan = dict[str, Any]

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def session(neo4j_url: str) -> Iterator[neo4j.Session]:
    """A session on a store that is empty at first."""
    Neo4jStore(neo4j_url).close()
    parts = urlsplit(neo4j_url)
    with (
        neo4j.GraphDatabase.driver(
            f"{parts.scheme}://{parts.hostname}:{parts.port}",
            auth=(unquote(parts.username or ""), unquote(parts.password or "")),
            notifications_min_severity="OFF",
        ) as driver,
        driver.session() as session,
    ):
        yield session


@pytest.fixture(scope="module")
def plans(neo4j_url: str, session: neo4j.Session) -> Iterator[dict[str, list[Plan]]]:
    """Each query's plan on an empty store, which a first load lives with for a while, and on one
    large enough for the planner to choose as it would in earnest."""
    store = Neo4jStore(neo4j_url)
    store.wipe()
    empty = {name: explained(session, name) for name in QUERIES}
    load(
        store,
        REGISTER,
        (
            patent_row(f"P{i}", [f"Institute {i % 500}", f"Institute {i % 499}"][: 1 + i % 2])
            for i in range(2000)
        ),
    )
    assert session.run("MATCH (n) RETURN count(n)").single(strict=True)[0] >= 10_000
    session.run("CALL db.prepareForReplanning()").consume()
    yield {name: [empty[name], explained(session, name)] for name in QUERIES}
    store.wipe()
    store.close()


def explained(session: neo4j.Session, name: str) -> Plan:
    text = (FOLDER / f"{name}.cypher").read_text(encoding="utf-8")
    plan = session.run(f"EXPLAIN {text}").consume().plan
    assert plan is not None
    return plan


def faults(plan: Plan) -> Iterator[str]:
    """Operators that go through everything, and products of more than two single nodes."""
    kind = plan["operatorType"].split("@")[0]
    below = plan.get("children", [])
    if kind in SCANS:
        yield kind
    if kind == "CartesianProduct" and not all(
        child["operatorType"].startswith("NodeUniqueIndexSeek") for child in below
    ):
        yield kind
    for child in below:
        yield from faults(child)


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_scans(plans: dict[str, list[Plan]], name: str) -> None:
    if (FOLDER / f"{name}.cypher").read_text(encoding="utf-8").startswith(WHOLE_GRAPH):
        return
    assert [sorted(faults(plan)) for plan in plans[name]] == [[], []]


def test_whole_graph_is_said_only_of_what_export_and_rebuild_need() -> None:
    marked = {
        name
        for name in QUERIES
        if (FOLDER / f"{name}.cypher").read_text(encoding="utf-8").startswith(WHOLE_GRAPH)
    }
    assert marked == {
        "anything",
        "wipe",
        "count_edges",
        "clear_works",
        "clear_records",
        "clear_entities",
        "clear_signatures",
        "clear_signature_keys",
        "clear_unit_edges",
    }


def test_all_indexes_are_there_and_ready(session: neo4j.Session) -> None:
    found = {name: state for name, state in session.run("SHOW INDEXES YIELD name, state")}
    assert {found.get(name) for name in schema_names()} == {"ONLINE"}
