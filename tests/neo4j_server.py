"""A real Neo4j for the tests: one server a run, or the one that QILIAN_TEST_NEO4J_URI names.

Tests marked ``neo4j`` go to one worker of pytest-xdist (``--dist loadgroup``), so that one server
serves them all; workers that get some all the same have one each. When it cannot be had, they fail
and say what to install.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from filelock import FileLock

PASSWORD = "-tests-only-password"  # drawn passwords begin with a dash, too


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("neo4j") and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("neo4j"))


@pytest.fixture(scope="session")
def neo4j_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Neo4j whose content the tests may erase, with user and password in it."""
    if named := os.environ.get("QILIAN_TEST_NEO4J_URI"):
        with FileLock(tmp_path_factory.getbasetemp().parent / "neo4j.lock"):
            yield named  # one worker at a time: it erases what it finds
        return
    from graph.errors import StoreUnavailable
    from graph.stores.neo4j_store.server import Server

    try:
        # On a machine that is thrown away the class archive would cost more than it saves.
        server = Server.start(
            tmp_path_factory.mktemp("neo4j"),
            PASSWORD,
            quick=True,
            make_archive="CI" not in os.environ,
        )
    except StoreUnavailable as err:
        pytest.fail(f"no Neo4j for the tests: {err}", pytrace=False)
    with server:
        yield server.url
