"""docs/paper.md: its commands run, and what it quotes is what they write."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from shutil import copyfile

import openpyxl
import pytest

from tests.api.command_line import ok

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "paper.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^qilian (.*)$", TEXT, flags=re.MULTILINE)


def test_the_example_is_what_the_command_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    copyfile(ROOT / "ingest" / "sample" / "needs.csv", "needs.csv")
    demo, one, table = COMMANDS
    for command in (demo, one, table):
        ok(*shlex.split(command))
    written = Path("paper.md").read_text(encoding="utf-8").splitlines()
    (example,) = re.findall(r"^```text\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)
    quoted = [line for line in example.splitlines() if line]
    assert [line for line in quoted if line not in written] == []
    assert len(openpyxl.load_workbook("papers.xlsx").sheetnames) == 21
