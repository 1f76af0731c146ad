"""The service over a small real store, and clients that speak to it in process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import qilian
from api.app import create_app
from api.settings import Settings
from tests.api.small_store import small_store

HERE = "http://127.0.0.1:8000"
KEY = "a key for these tests"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qilian.KnowledgeGraph]:
    """Read only: tests that write make their own."""
    with small_store(tmp_path_factory.mktemp("store") / "small.db") as graph:
        yield graph


@pytest.fixture
def client(graph: qilian.KnowledgeGraph) -> Iterator[TestClient]:
    """A client without a key, as on loopback."""
    with TestClient(create_app(Settings(), graph=graph), base_url=HERE) as client:
        yield client


@pytest.fixture
def own_graph(tmp_path: Path) -> Iterator[qilian.KnowledgeGraph]:
    """A store that the test may write to."""
    with small_store(tmp_path / "own.db") as graph:
        yield graph


@pytest.fixture
def keyed(own_graph: qilian.KnowledgeGraph) -> Iterator[TestClient]:
    """A client of a service that asks for a key; it does not send it by itself."""
    app = create_app(Settings(host="0.0.0.0", key=KEY, visibility="public"), graph=own_graph)
    with TestClient(app, base_url=HERE) as client:
        yield client


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Caches lie in the test's folder, and no setting of the machine reaches the service."""
    import os

    for name in list(os.environ):
        if name.startswith("QILIAN_") and name not in ("QILIAN_CHROMIUM", "QILIAN_SHARED"):
            monkeypatch.delenv(name)


@pytest.fixture
def own_client(own_graph: qilian.KnowledgeGraph) -> Iterator[TestClient]:
    """A client of a service whose store the test may write to."""
    with TestClient(create_app(Settings(), graph=own_graph), base_url=HERE) as client:
        yield client
