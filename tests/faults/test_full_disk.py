"""A disk that is full while writing: a clear message, whole units only, and on it goes later."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from graph.dump import projection_lines
from graph.load import rebuild
from graph.stores import open_store
from tests.faults.killing import ROOT

pytest.importorskip("resource", reason="limits on file sizes need a POSIX system")

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from api.cli import main
sys.argv = ["qilian", *sys.argv[2:]]
main()
"""


def patents(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "title", "abstract", "applicants", "publication_date"])
        for i in range(rows):
            writer.writerow([f"QX{i:09}A", f"Method {i}", "brine lithium " * 40,
                             f"Institute {i % 50}", "2020-05-01"])


def ingest(store: Path, table: Path, limit: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), "--store", f"sqlite:///{store}", "ingest",
         str(table), "--mapping", "patents"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )


def test_a_full_disk_is_named_and_leaves_whole_rows(tmp_path: Path) -> None:
    table, path = tmp_path / "patents.csv", tmp_path / "s.db"
    patents(table, 6000)
    done = ingest(path, table, 8_000_000)
    assert done.returncode == 4, done.stderr
    assert "s.db" in done.stderr
    assert "Traceback" not in done.stderr
    store = open_store(f"sqlite:///{path}")
    kept = list(projection_lines(store))
    before = store.counts()["units"]
    assert 0 <= before < 6000
    rebuild(store)
    assert list(projection_lines(store)) == kept
    store.close()
    assert ingest(path, table, 10**9).returncode == 0
    store = open_store(f"sqlite:///{path}")
    assert store.counts()["units"] == 6000
    store.close()
