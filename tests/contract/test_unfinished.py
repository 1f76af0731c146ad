"""A rebuild or restore that is cut off says so, and is finished before anything else is written."""

from __future__ import annotations

from pathlib import Path

import pytest

import graph.load
from graph.archive import backup, restore
from graph.dump import projection_lines
from graph.errors import InvalidRequest
from graph.load import drop_units, load, rebuild, unfinished
from graph.status import status
from graph.store import Store
from tests.builders import REGISTER, patent_row
from tests.contract.conftest import OpenStore

UNITS = [patent_row(f"P{i}", ["North", f"Institute {i}"]) for i in range(6)]


class CutOffError(Exception):
    """Stands for the end of the process."""


def cut_off_after(batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of two units, and the end after some of them."""
    taken = iter(range(batches))
    monkeypatch.setattr(graph.load, "BATCH_UNITS", 2)
    projector = graph.load.Projector

    def next_batch(store: Store, *, redirects: bool = True) -> object:
        if next(taken, None) is None:
            raise CutOffError
        return projector(store, redirects=redirects)

    monkeypatch.setattr(graph.load, "Projector", next_batch)


def test_a_rebuild_cut_off_is_finished_by_the_next_load(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store, REGISTER, UNITS)
    whole = list(projection_lines(store))
    with monkeypatch.context() as patched:
        cut_off_after(2, patched)
        with pytest.raises(CutOffError):
            rebuild(store)
    assert list(projection_lines(store)) != whole
    assert "a rebuild is not finished" in unfinished(store)
    assert "qilian rebuild" in str(status(store))
    report = load(store, REGISTER, UNITS)
    assert report.unchanged == 6
    assert list(projection_lines(store)) == whole
    assert unfinished(store) == ""


def test_a_restore_cut_off_wants_its_file_again(
    open_empty: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = open_empty()
    load(origin, REGISTER, UNITS)
    whole = list(projection_lines(origin))
    backup(origin, tmp_path / "b.qilian")
    target = open_empty()
    with monkeypatch.context() as patched:
        cut_off_after(1, patched)
        with pytest.raises(CutOffError):
            restore(target, tmp_path / "b.qilian")
    assert "a restore is not finished" in unfinished(target)
    with pytest.raises(InvalidRequest, match="restore again"):
        load(target, REGISTER, UNITS)
    with pytest.raises(InvalidRequest, match="restore again"):
        drop_units(target, ["register/P1"])
    assert restore(target, tmp_path / "b.qilian") == 6
    assert list(projection_lines(target)) == whole
    assert unfinished(target) == ""
