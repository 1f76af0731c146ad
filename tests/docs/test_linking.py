"""docs/linking.md: its commands and its request run, its tables and limits are the code's."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient

import qilian
from api.app import create_app
from api.linking import COLUMNS
from api.reconcile.query import MOST_CANDIDATES, MOST_QUERIES
from api.schemas.linking import MOST_TEXTS
from api.security import SHARED
from api.settings import Settings
from tests.api.command_line import ok

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "linking.md").read_text(encoding="utf-8")
DATA = (ROOT / "docs" / "your-own-data.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(?:cat names\.txt \| )?qilian (link .*)$", TEXT, flags=re.MULTILINE)
NAMES = ["Harbour University", "Upland Academy of Wool Science"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The store that the page on one's own data makes, and a table of applicants beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    found = re.search(r"`institutes\.csv`\n\n```csv\n(.*?)```", DATA, flags=re.DOTALL)
    assert found
    Path("institutes.csv").write_text(found[1], encoding="utf-8")
    ok("ingest", "institutes.csv")
    rows = [["Applicant", "Province", "Code"], [NAMES[0], "North Shore", ""],
            [NAMES[1], "South Hills", ""]]
    Path("applicants.csv").write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save("applicants.xlsx")
    return "sqlite:///qilian.db"


def test_every_command_runs(store: str) -> None:
    assert len(COMMANDS) == 7
    for command in COMMANDS:
        output = ok(*shlex.split(command), stdin="\n".join(NAMES))
        if "--file" not in command or "--out -" in command:
            assert "linked" in output, command
    assert Path("applicants-linked.csv").exists()
    sheet = openpyxl.load_workbook("linked.xlsx").active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    assert head == ["Applicant", "Province", "Code", *COLUMNS[:2], "ror", *COLUMNS[2:]]


def test_the_request_is_answered(store: str) -> None:
    body = re.search(r"-d '(.*)'", TEXT)
    assert body
    with qilian.open(store) as graph, TestClient(
        create_app(Settings(), graph=graph), base_url="http://localhost:8000"
    ) as client:
        answer = client.post("/link", json=json.loads(body[1])).json()
    assert [link["outcome"] for link in answer["links"]] == ["linked", "linked"]


def test_tables_and_limits_are_those_of_the_code() -> None:
    added = TEXT[TEXT.index("| column | holds |"):]
    assert re.findall(r"^\| `(.*?)` \|", added, flags=re.MULTILINE) == list(COLUMNS)
    assert f"up to {MOST_TEXTS:,} `texts`" in TEXT
    assert f"{MOST_QUERIES} queries at most" in TEXT
    assert f"a query {MOST_CANDIDATES} candidates" in TEXT
    assert f"http://localhost:8000{SHARED}`" in TEXT
