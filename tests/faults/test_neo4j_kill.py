"""kill -9 of the writing process and of the Neo4j server leaves whole documents and rows only."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from graph.stores import open_store
from graph.stores.neo4j_store.server import Server
from graph.stores.neo4j_store.store import Neo4jStore
from tests.faults.killing import kill_while_writing, start_writer, whole_units_only
from tests.neo4j_server import PASSWORD

pytestmark = pytest.mark.neo4j


def test_killed_writers_leave_whole_units(neo4j_url: str) -> None:
    store = Neo4jStore(neo4j_url)
    store.wipe()
    chance = random.Random(7)
    written = []
    for round_ in range(20):
        kill_while_writing(neo4j_url, 1000 * round_, chance)
        written.append(len(list(store.unit_keys())))
        if round_ % 5 == 4:
            whole_units_only(store)
    store.wipe()
    store.close()
    assert written == sorted(written)
    assert written[-1] > written[0]


@pytest.mark.xdist_group("neo4j-own")
def test_a_killed_server_keeps_whole_units(tmp_path: Path) -> None:
    chance = random.Random(11)
    written = [0]
    for round_ in range(3):
        server = Server.start(tmp_path / "home", PASSWORD, quick=True, make_archive=False)
        process = start_writer(server.url, 1000 * round_)
        store = open_store(server.url)
        before = len(list(store.unit_keys()))
        while len(list(store.unit_keys())) == before:  # it writes
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(chance.uniform(0.0, 0.5))
        server.kill()
        store.close()
        process.kill()
        process.communicate()
        with Server.start(tmp_path / "home", PASSWORD, quick=True, make_archive=False) as server:
            store = open_store(server.url)
            written.append(whole_units_only(store))
            store.close()
    assert written == sorted(set(written))
