"""kill -9 of the writing process, 20 times, leaves whole documents and rows only."""

from __future__ import annotations

import random
from pathlib import Path

from graph.stores import open_store
from tests.faults.killing import kill_while_writing, start_writer, whole_units_only


def test_killed_writers_leave_whole_units(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/s.db"
    chance = random.Random(7)
    written = []
    for round_ in range(20):
        kill_while_writing(url, 1000 * round_, chance)
        store = open_store(url)
        written.append(len(list(store.unit_keys())))
        if round_ % 5 == 4:
            whole_units_only(store)
        store.close()
    assert written == sorted(written)
    assert written[-1] > written[0]


def test_a_reader_in_another_process_sees_what_is_committed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/s.db"
    reader = open_store(url)
    process = start_writer(url, 0)
    try:
        seen = {reader.generation()}
        counts = []
        while len(seen) < 6:
            assert process.poll() is None
            seen.add(reader.generation())
            counts.append(reader.counts()["units"])
        assert counts == sorted(counts)
        assert all(count % 20 == 0 for count in counts)
        assert counts[-1] > counts[0]
    finally:
        process.kill()
        process.communicate()
        reader.close()
