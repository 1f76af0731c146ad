"""What the page "your own data" says is true: its files, commands and code are run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "your-own-data.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`(\S+\.csv)`\n\n```csv\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
CODE = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three files, and a `qilian` to be found first."""
    folder = tmp_path_factory.mktemp("own")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "bin").mkdir()
    program = folder / "bin" / "qilian"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m api.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def environment(place: Path) -> dict[str, str]:
    path = f"{place / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin"
    return {
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "QILIAN_CACHE": str(place / "cache"),
        "HOME": str(place),
        "LC_ALL": "C.UTF-8",
    }


@pytest.fixture(scope="module")
def printed(place: Path) -> list[str]:
    """What each block of commands printed, in the page's order."""
    if shutil.which("sh") is None:
        pytest.fail("the page's commands need a POSIX shell")
    answers = []
    for block in COMMANDS:
        done = subprocess.run(
            ["sh", "-eu", "-c", block],
            cwd=place,
            env=environment(place),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        answers.append(done.stdout)
    return answers


def test_the_page_has_three_files_and_their_commands() -> None:
    assert list(FILES) == ["institutes.csv", "patents.csv", "needs.csv"]
    assert len(COMMANDS) == 8


def test_everything_is_read(printed: list[str]) -> None:
    assert "nothing was written" in printed[0]
    assert "3 sources, 10 units: 10 new" in printed[0]
    assert "refused" not in printed[0]
    assert "not read" not in printed[0]


def test_only_some_rows_are_read(printed: list[str]) -> None:
    assert "rows: 4 read, 3 left out by the filter" in printed[1]
    assert "Sorbent for lithium in brine" in printed[1]
    assert "3 units" in printed[1]


def test_a_mapping_is_drafted_and_fits(place: Path, printed: list[str]) -> None:
    assert "3 units" in printed[6]
    assert "Institute\tLakeside Institute of Salt Chemistry" in printed[6]
    assert "# Of these rows it takes 3 and refuses 0." in (place / "mine.yml").read_text("utf-8")


def test_things_are_found_in_both_scripts(printed: list[str]) -> None:
    assert printed[2].count("Lakeside Institute of Salt Chemistry") >= 2
    assert "Sorbent for lithium in brine" in printed[2]


def test_the_first_answer_is_right_and_shows_its_evidence(printed: list[str]) -> None:
    answer = printed[3]
    assert "1\tLakeside Institute of Salt Chemistry\tInstitute" in answer
    assert "2019-03-12  Patent: Sorbent for lithium in brine" in answer
    assert "Common problems of Salt-lake chemistry" in answer
    assert "Upland Academy of Wool Science: " in answer


def test_a_table_of_needs_becomes_a_table_of_candidates(printed: list[str], place: Path) -> None:
    assert printed
    sheet = openpyxl.load_workbook(place / "candidates.xlsx").active
    assert sheet is not None
    best = {row[0]: row[4] for row in sheet.iter_rows(min_row=2, values_only=True) if row[3] == 1}
    assert best["N1"] == "Lakeside Institute of Salt Chemistry"
    assert best["N3"] == "Upland Academy of Wool Science"


def test_the_page_answers_too(printed: list[str]) -> None:
    assert "Salt-lake chemistry" in printed[5]


def test_retracting_takes_only_the_needs_away(printed: list[str]) -> None:
    assert "needs: 3 documents and rows removed" in printed[7]


@pytest.mark.usefixtures("printed")
def test_the_code_runs(place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", *CODE],
        cwd=place,
        env=environment(place),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Lakeside Institute of Salt Chemistry" in done.stdout
