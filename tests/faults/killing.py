"""Killing a writer at a random moment, and what must hold afterwards."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from graph.dump import projection_lines
from graph.load import rebuild
from graph.store import Store

ROOT = Path(__file__).parents[2]


def start_writer(url: str, start: int) -> subprocess.Popen[str]:
    """A process that writes; it has the store open when this returns."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writer", url, str(start)], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def kill_while_writing(url: str, start: int, chance: random.Random) -> None:
    """Let a writer write for a moment, then end it without warning."""
    process = start_writer(url, start)
    time.sleep(chance.uniform(0.02, 0.4))
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def whole_units_only(store: Store) -> int:
    """Every batch is there whole or not at all, and the projection is that of the units."""
    keys = list(store.unit_keys())
    assert len(keys) % 20 == 0
    kept = list(projection_lines(store))
    rebuild(store)
    assert list(projection_lines(store)) == kept
    return len(keys)
