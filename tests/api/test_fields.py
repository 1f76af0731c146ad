"""Fields and industries from the command line and over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import qilian
from api.app import create_app
from api.settings import Settings
from tests.api.command_line import ok, run

PATENTS = "number,title,applicants,publication_date,ipc\n" \
    "CN109000001A,Recovery,Salt Institute,2020-01-01,H01M 10/54; C22B 26/12\n"
TABLE = "from,to,weight\nH01M,A1,0.5\nH01M,B2,0.25\nfoo,C3,1\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    (tmp_path / "patents.csv").write_text(PATENTS, encoding="utf-8")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'own.db'}"
    ok("ingest", tmp_path / "patents.csv", store=url)
    return url


def test_fields_of_an_organisation(store: str) -> None:
    text = ok("fields", "Salt Institute", store=store)
    assert "0.667\t1\tElectrical machinery, apparatus, energy\t1\tH01M10/54" in text
    found = json.loads(ok("fields", "Salt Institute", "--json", store=store))
    assert found["works"] == 1
    assert {share["basis"] for share in found["shares"]} == {"technology"}


def test_an_organisation_of_which_nothing_is_known_before_a_day(store: str) -> None:
    assert "nothing tells its fields" in ok(
        "fields", "Salt Institute", "--as-of", "2019", store=store)


def test_a_table_is_kept_and_forgotten(store: str, tmp_path: Path) -> None:
    assert "(by hand)" in ok("classify", store=store)
    result = run("classify", tmp_path / "table.csv", "--scheme", "own", store=store)
    assert result.exit_code == 0
    assert "own\ttable.csv\t2" in result.output
    assert "row 4, column 'from': 'foo' is no IPC or CPC code" in result.output
    assert "read as proportions: first H01M in row 2 (0.75)" in result.output
    assert "0.667\tA1\t\t1\tH01M10/54" in ok("fields", "patent:CN-109000001-A", store=store)
    assert "(by hand)" in ok("classify", "--remove", "own", store=store)
    assert run("classify", "--remove", "own", store=store).exit_code == 2


def test_over_http(store: str) -> None:
    with qilian.open(store) as graph, TestClient(
            create_app(Settings(), graph=graph), base_url="http://127.0.0.1:8000") as client:
        answer = client.get("/entities/patent:CN-109000001-A/fields")
        assert answer.status_code == 200
        first = answer.json()["shares"][0]
        assert (first["basis"], first["scheme"], first["code"]) == ("technology", "wipo35", "1")
        assert first["codes"] == ["H01M10/54"]
        assert client.get("/entities/nobody/fields").status_code == 404


def test_options_of_a_table_need_one(store: str) -> None:
    result = run("classify", "--tree", "nothing.xlsx", store=store)
    assert result.exit_code
    assert "go with a TABLE" in result.output
