"""The demonstration and the service, from the command line."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path

import pytest

from tests.api.command_line import ok, run, small_store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("QILIAN_STORE", raising=False)
    return tmp_path / "cache"


@pytest.fixture
def store(tmp_path: Path) -> str:
    return small_store(tmp_path)



# --- the demonstration --------------------------------------------------------------------------


def test_demo_shows_the_whole_way_twice_alike(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = f"sqlite:///{tmp_path}/mine.db"
    monkeypatch.setenv("QILIAN_STORE", mine)
    first = run("demo")
    assert first.exit_code == 0, first.output
    assert "loading the sample" in first.stderr
    for words in (
        "fictional",
        "Common problems of",
        "Who can solve:",
        "“",
        "score ",
        "Why not",
        "evidence from before",
        " meetings",
        "serve",
    ):
        assert words in first.stdout
    again = run("demo")
    assert again.stdout == first.stdout
    assert again.stderr == ""
    assert not (tmp_path / "mine.db").exists()
    assert (cache / "demo" / "sample.db").exists()


def test_demo_makes_its_own_store_anew_but_never_a_named_one(cache: Path) -> None:
    ok("demo")
    own = cache / "demo" / "sample.db"
    connection = sqlite3.connect(own)
    with connection:
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    connection.close()
    named = run("demo", "--store", f"sqlite:///{own}")
    assert named.exit_code == 4
    assert "schema version 1, older" in named.stderr
    again = run("demo")
    assert again.exit_code == 0, again.output
    assert "it is made anew" in again.stderr
    assert "docs/your-own-data.md" in again.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('sample')}/sample.db"
    ok("demo", "--store", url)
    return url


def test_problems_are_shared_and_solved(sample: str) -> None:
    industry = tomllib.loads((ROOT / "api/commands/demo.toml").read_text("utf-8"))["industry"]
    found = json.loads(ok("problems", industry, "--json", store=sample))
    assert found["industry"]["name"] == industry
    assert found["problems"]
    assert all(p["solvers"]["candidates"] for p in found["problems"])
    text = ok("problems", industry, "--solvers", "1", store=sample)
    assert text.count("   → 1. ") == len(found["problems"])
    assert "→ 2. " not in text


def test_partners_are_others(sample: str) -> None:
    with (ROOT / "ingest/sample/needs.csv").open(encoding="utf-8", newline="") as file:
        enterprise = list(csv.DictReader(file))[0]["enterprise_code"]
    found = json.loads(ok("partners", f"uscc:{enterprise}", "--json", store=sample))
    own = json.loads(ok("show", f"uscc:{enterprise}", "--json", store=sample))["entity"]["id"]
    assert found["candidates"]
    assert own not in [c["entity"]["id"] for c in found["candidates"]]


@pytest.mark.parametrize("region", ["Lengshan City", "Kunyan Province"])
def test_regions_are_filters(region: str, sample: str) -> None:
    need = "blocking of brine pipelines by salt scale"
    found = json.loads(ok("match", need, "--region", region, "--json", store=sample))
    assert found["candidates"]
    assert all(region in c["entity"]["region"] for c in found["candidates"])


def test_an_unknown_region_is_said(sample: str) -> None:
    result = run("match", "brine", "--region", "Atlantis", store=sample)
    assert (result.exit_code, "Atlantis" in result.stderr) == (5, True)


def test_demo_never_mixes_with_other_data(store: str) -> None:
    before = ok("status", "--json", store=store)
    for args in (["demo", "--store", store], ["--store", store, "demo"]):
        result = run(*args)
        assert result.exit_code == 2
        assert "never mixes" in result.stderr
    assert ok("status", "--json", store=store) == before


@pytest.mark.neo4j
def test_demo_on_neo4j_gives_the_same_answers(neo4j_url: str, tmp_path: Path) -> None:
    from graph.stores import open_store

    server = open_store(neo4j_url)
    server.wipe()  # type: ignore[attr-defined]
    server.close()

    def answers(url: str) -> list[str]:
        text = ok("demo", "--store", url)
        return text[: text.index("\nNext\n")].splitlines()

    assert answers(neo4j_url) == answers(f"sqlite:///{tmp_path}/demo.db")


@pytest.mark.neo4j
def test_a_wrong_password_is_said_and_not_shown(neo4j_url: str) -> None:
    wrong = re.sub(r"//.*@", "//neo4j:not-the-password@", neo4j_url)
    result = run("status", "--store", wrong)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "password" in result.stderr
    assert "not-the-password" not in result.stderr


# --- the service --------------------------------------------------------------------------------


def test_get_answers_one_request(store: str) -> None:
    answer = json.loads(ok("serve", "--get", "/entities?q=brine+institute", store=store))
    assert "Brine Institute" in json.dumps(answer)
    page = ok("serve", "--get", "/", "--accept", "text/html", store=store)
    assert page.startswith("<!doctype html>")


def test_get_of_nothing_fails(store: str) -> None:
    result = run("serve", "--get", "/entities/zzzz", store=store)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["status"] == 404


def test_get_with_a_key(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QILIAN_KEY", "a long enough key")
    assert "Brine" in ok("serve", "--get", "/entities?q=brine", store=store)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--host", "0.0.0.0"], "QILIAN_KEY"),
        (["--port", "70000"], "65535"),
    ],
)
def test_an_address_that_is_refused(
    args: list[str], words: str, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QILIAN_KEY", raising=False)
    result = run("serve", *args, store=store)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal that is not there")
def test_serve_answers_until_it_is_told_to_end(store: str) -> None:
    command = [sys.executable, "-m", "api.cli", "--store", store, "serve", "--port", "0"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        encoding="utf-8",
    ) as served:
        assert served.stdout is not None
        try:
            address = re.search(r"http://\S+", served.stdout.readline())
            assert address is not None
            with urllib.request.urlopen(f"{address[0]}healthz", timeout=20) as answer:
                assert answer.status == 200
        finally:
            served.send_signal(signal.SIGINT)
        _, errors = served.communicate(timeout=30)
    assert "Traceback" not in errors


# --- a Neo4j for trying it out --------------------------------------------------------------------


@pytest.mark.parametrize("options", [["--port", "0"], ["--password", "short"]])
def test_neo4j_start_refuses(options: list[str], tmp_path: Path) -> None:
    result = run("neo4j", "start", "--home", tmp_path / "neo4j", *options)
    assert result.exit_code in (2, 4)
    assert "Traceback" not in result.output
    assert not (tmp_path / "neo4j" / "data").exists()


@pytest.mark.neo4j
@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal that is not there")
def test_neo4j_start_runs_until_it_is_told_to_end(tmp_path: Path) -> None:
    from graph.stores.neo4j_store.server import free_port

    home = tmp_path / "neo4j"
    command = [
        sys.executable,
        "-m",
        "api.cli",
        "neo4j",
        "start",
        "--home",
        str(home),
        "--port",
        str(free_port()),
        "--web-port",
        "0",
    ]
    environment = {k: v for k, v in os.environ.items() if k != "QILIAN_CACHE"}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        encoding="utf-8",
        # A test run in the background ignores Ctrl-C, and its children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as server:
        assert server.stdout is not None
        try:
            said = server.stdout.readline()
            assert said.startswith("store:"), server.stderr.read() if server.stderr else said
            url = said.split()[1]
            assert "there is no store here" in run("status", "--store", url).stderr
        finally:
            server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=60)
    assert "Traceback" not in errors
    assert (home / "password").stat().st_mode & 0o077 == 0
