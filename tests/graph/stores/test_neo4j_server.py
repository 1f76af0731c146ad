"""Starting a real Neo4j, and what is said when that cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import neo4j
import pytest

from graph.errors import StoreUnavailable
from graph.stores import open_store
from graph.stores.neo4j_store.jars import find_jars
from graph.stores.neo4j_store.java import find_java
from graph.stores.neo4j_store.server import Server
from tests.neo4j_server import PASSWORD

ROOT = Path(__file__).parents[3]
CHILD = """
import sys
from pathlib import Path
from graph.stores.neo4j_store.server import Server
server = Server.start(Path(sys.argv[1]), sys.argv[2], quick=True, make_archive=False)
print(server.process.pid, server.port, flush=True)
sys.stdin.read()
"""


def test_a_named_java_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QILIAN_JAVA", str(tmp_path / "java"))
    with pytest.raises(StoreUnavailable, match="QILIAN_JAVA is .*java, which is no Java"):
        find_java()


def test_a_named_folder_without_jars_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QILIAN_NEO4J_JARS", str(tmp_path))
    with pytest.raises(StoreUnavailable, match=r"holds no neo4j-\*\.jar"):
        find_jars()


def test_short_passwords_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="8 characters"):
        Server.start(tmp_path, "short")


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j-own")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_server_and_its_home(tmp_path: Path) -> None:
    """One server's life: in use, port taken, gone with its parent, another password."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path), PASSWORD],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    pid, port = map(int, child.stdout.readline().split())
    with pytest.raises(StoreUnavailable, match=f"port {port} is taken"):
        Server.start(tmp_path / "other", PASSWORD, port=port)
    with pytest.raises(StoreUnavailable, match="in use by another Neo4j"):
        Server.start(tmp_path, PASSWORD, quick=True, make_archive=False)
    with pytest.raises(StoreUnavailable, match=r"refuses user 'neo4j' with this password"):
        open_store(f"bolt://neo4j:not-this-one@127.0.0.1:{port}")
    child.kill()
    child.communicate()
    deadline = time.monotonic() + 20
    while not gone(pid):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    with pytest.raises(StoreUnavailable, match="made with another password"):
        Server.start(tmp_path, "another-password", quick=True, make_archive=False)
    with Server.start(tmp_path, PASSWORD, quick=True, make_archive=False) as server:
        with neo4j.GraphDatabase.driver(
            f"bolt://127.0.0.1:{server.port}", auth=("neo4j", PASSWORD)
        ) as driver:
            driver.verify_connectivity()
        server.stop()
        assert server.process.returncode is not None
