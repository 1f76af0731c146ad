"""Every store that the contract holds for: SQLite files, and a real Neo4j server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store import Store
from graph.stores import open_store

OpenStore = Callable[[], Store]


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def open_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStore]:
    """Opens an empty store of the kind; each call empties it again."""
    opened: list[Store] = []
    count = 0

    def sqlite() -> Store:
        nonlocal count
        count += 1
        opened.append(open_store(f"sqlite:///{tmp_path}/{count}.db"))
        return opened[-1]

    def neo4j() -> Store:
        from graph.stores.neo4j_store.store import Neo4jStore

        store = open_store(request.getfixturevalue("neo4j_url"))
        assert isinstance(store, Neo4jStore)
        store.wipe()
        opened.append(store)
        return store

    yield sqlite if request.param == "sqlite" else neo4j
    for store in opened:
        store.close()


@pytest.fixture
def store(open_empty: OpenStore) -> Store:
    """One empty store."""
    return open_empty()
