"""docs/reviewing.md: its commands run, and its keys are those of the page."""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path
from shutil import copytree

import pytest

import qilian
from tests.api.command_line import ok

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "reviewing.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\nqilian (.*?)\n```", TEXT, flags=re.MULTILINE)


def test_every_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    copytree(ROOT / "ingest" / "sample" / "policies", "policies")
    ok("ingest", "policies")
    draw, read, extract = COMMANDS
    ok(*shlex.split(draw))
    with open("sheet.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 40
    with open("sheet.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"right": "no" if i % 4 == 0 else "yes"}
                         for i, row in enumerate(rows))
    first = ok(*shlex.split(read))
    assert "40 decisions taken, 0 known before" in first
    again = ok(*shlex.split(read))
    assert "0 decisions taken, 40 known before" in again
    assert again.splitlines()[:-1] == first.splitlines()[:-1]
    ok("ingest", "policies")
    with qilian.open() as kg:
        assert len(kg.decisions()) == 40
    ok(*shlex.split(extract))
    assert Path("facts.html").stat().st_size > 10_000


def test_the_keys_are_those_of_the_page() -> None:
    bound = []
    for file, table in (("looking.js", "const steps = {"), ("review.js", "const actions = {")):
        script = (ROOT / "api" / "static" / file).read_text(encoding="utf-8")
        actions = script[script.index(table):]
        bound += re.findall(r"^  (\w):? ?", actions[: actions.index("};")], flags=re.MULTILINE)
    told = re.findall(r"^\| `(\w)`", TEXT, flags=re.MULTILINE)
    assert told == bound
