"""Reading many documents: the same on one process and on two, and one bad file among them."""

from __future__ import annotations

from multiprocessing import active_children
from pathlib import Path

import pytest

from ingest.reading import readings

TEXT = "The department funds park number {n}\n\nIn 2020, the park of Lanzhou had {n} firms.\n"


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[str, Path]]:
    paths = []
    for n in range(12):
        path = tmp_path / f"{n:02}.txt"
        path.write_text(TEXT.format(n=n + 3), encoding="utf-8")
        paths.append((path.name, path))
    paths[5][1].write_bytes(b"")
    return paths


def test_two_processes_give_what_one_gives(files: list[tuple[str, Path]]) -> None:
    one = list(readings(files, model="blank"))
    two = list(readings(files, model="blank", processes=2))
    assert [r.name for r in one] == [name for name, _ in files]
    assert [(r.name, r.failure, r.read and r.read[1]) for r in one] == [
        (r.name, r.failure, r.read and r.read[1]) for r in two
    ]
    assert [r.name for r in one if not r.read] == ["05.txt"]


def test_a_fault_of_ours_in_one_file_stops_no_other(
    files: list[tuple[str, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest.nlp import pipeline

    real = pipeline.extract

    def breaks(document, *, nlp=None):  # type: ignore[no-untyped-def]
        if document.name == "03.txt":
            raise IndexError("list index out of range")
        return real(document, nlp=nlp)

    monkeypatch.setattr(pipeline, "extract", breaks)
    found = {r.name: r for r in readings(files, model="blank")}
    assert "a fault of Qilian (IndexError: list index out of range)" in found["03.txt"].failure
    assert found["04.txt"].read


def test_a_process_that_dies_takes_no_file_with_it(files: list[tuple[str, Path]]) -> None:
    found = []
    for reading in readings(files, model="blank", processes=2):
        found.append(reading)
        if len(found) == 1:
            active_children()[0].kill()
    assert [r.name for r in found if not r.read] == ["05.txt"]


def test_a_failure_names_the_file_as_it_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    path = tmp_path / "part" / "a.txt"
    path.write_bytes(b"")
    assert [r.failure for r in readings([("part/a.txt", path)])] == [
        "part/a.txt: the file is empty"]
