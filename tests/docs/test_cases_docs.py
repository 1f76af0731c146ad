"""docs/cases.md: its commands run, its tables are the code's."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import qilian
from graph.cases import STATUSES, reasons
from tests.api.command_line import ok
from tests.builders import REGISTER, patent_row

TEXT = (Path(__file__).parents[2] / "docs" / "cases.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^qilian (.*)$", TEXT, flags=re.MULTILINE)


def test_every_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    with qilian.open("sqlite:///qilian.db") as kg:
        kg.load(REGISTER, [
            patent_row("P1", ["Lakeside Institute of Salt Chemistry"], date="2020-01-01",
                       title="Lithium from brine with much magnesium"),
            patent_row("P2", ["Upland Academy of Wool Science"], title="Brine for wool",
                       date="2021-01-01"),
        ])
    case = ""
    assert len(COMMANDS) == 15
    for command in COMMANDS:
        output = ok(*shlex.split(command.replace("CASE", case)))
        case = case or output.partition(":")[0]
    assert Path("cases.xlsx").exists()


def test_the_tables_are_those_of_the_code() -> None:
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.*) \|$", TEXT, flags=re.MULTILINE))
    says = {True: "fits", False: "does not fit", None: "says nothing"}
    assert {code: rows[code] for code in reasons()} == {
        r.code: f"{r.caption} | {says[r.fits]}" for r in reasons().values()}
    assert set(rows) == {*STATUSES, *reasons()}
