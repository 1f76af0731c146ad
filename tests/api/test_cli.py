"""The command line as a whole: help, speed, errors, what is printed for whom."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.command_line import ok, run, small_store

HEAVY = ("spacy", "fastapi", "numpy", "neo4j", "networkx", "pydantic", "rich", "openpyxl", "scipy")


@pytest.fixture
def store(tmp_path: Path) -> str:
    return small_store(tmp_path)


def qilian(*args: str, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """`qilian ARGS` as a process of its own."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    settings: dict[str, object] = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "encoding": "utf-8",
        **options,
    }
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-m", "api.cli", *args], cwd=cwd, env=environment, check=False, **settings
    )


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    program = (
        "import sys; from api.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        f"print('heavy:', [m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, encoding="utf-8", check=True
    )
    assert "Usage:" in done.stdout
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_help_lists_every_command_in_its_section() -> None:
    text = ok("--help")
    for section in ("Start here:", "Bring in:", "Ask:", "Decide:", "Events:", "The store:"):
        assert section in text
    for command in ("demo", "ingest", "match", "why-not", "decide", "event", "neo4j", "doctor"):
        assert f"\n  {command} " in text


def test_every_command_has_help() -> None:
    from typer.main import get_command

    from api.cli import app

    def look(command: object, path: tuple[str, ...]) -> None:
        assert getattr(command, "help", ""), f"{path} says nothing of itself"
        for name, inner in getattr(command, "commands", {}).items():
            look(inner, (*path, name))

    look(get_command(app), ("qilian",))


def test_version() -> None:
    assert ok("--version").startswith("qilian ")


@pytest.mark.parametrize("place", ["before", "after", "environment"])
def test_the_store_is_named_in_three_ways(
    place: str, store: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if place == "before":
        monkeypatch.setenv("QILIAN_STORE", f"sqlite:///{tmp_path}/other.db")
        text = ok("--store", store, "status", "--json")
    elif place == "after":
        text = ok("--store", f"sqlite:///{tmp_path}/other.db", "status", "--json", "--store", store)
    else:
        monkeypatch.setenv("QILIAN_STORE", store)
        text = ok("status", "--json")
    assert json.loads(text)["counts"]["units"] == 5


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("status",), 4, "no store here"),
        (("status", "--store", "mysql://x"), 4, "mysql://x"),
        (("find", "x", "--kind", "spaceship"), 4, "no store here"),
        (("nonsense",), 2, "No such command"),
        (("finb", "x"), 2, "Did you mean 'find'"),
        (("decide", "maybe", "a", "b", "--by", "me"), 2, "'maybe' is no decision"),
        (
            ("decide", "same", "a", "b", "--by", "me", "--value", "x"),
            2,
            "--value goes with correct",
        ),
        (("copy", "sqlite:///a.db", "sqlite:///a.db"), 2, "onto itself"),
        (("export", "x.graphml", "--visible-to", "everyone"), 2, "choose from public"),
    ],
)
def test_what_cannot_be_done_is_said(
    args: tuple[str, ...], code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*args)
    assert result.exit_code == code
    assert words in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no database at all, but long enough to be looked at" * 30)
    result = run("status", store=f"sqlite:///{tmp_path}/x.db")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "x.db" in result.stderr


def test_a_process_says_errors_in_one_line(tmp_path: Path) -> None:
    done = qilian("status", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("qilian: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_a_full_disk_is_said(tmp_path: Path, store: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = qilian("--store", store, "status", cwd=tmp_path, stdout=full)
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_a_reader_that_leaves_is_no_error_to_talk_about(tmp_path: Path, store: str) -> None:
    readable, writable = os.pipe()
    os.close(readable)
    try:
        done = qilian("--store", store, "status", cwd=tmp_path, stdout=writable)
    finally:
        os.close(writable)
    assert done.stderr == ""


def test_pipes_get_tabs_and_no_colour(tmp_path: Path, store: str) -> None:
    done = qilian("--store", store, "find", "Brine Institute", cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert lines[0].split("\t") == ["score", "kind", "name", "region", "id"]
    assert lines[1].split("\t")[1:3] == ["Institute", "Brine Institute"]
    assert "\x1b" not in done.stdout


def test_doctor_says_what_is_there(
    store: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    found = {f["what"]: f for f in json.loads(ok("doctor", "--json", store=store))}
    assert found["store"]["state"] == "ok"
    assert "5 documents and rows" in found["store"]["detail"]
    assert {found[name]["state"] for name in ("SQLite", "spacy", "fastapi", "cache")} == {"ok"}


def test_doctor_says_what_is_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the cache should be")
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    result = run("doctor", "--json")
    found = {f["what"]: f["state"] for f in json.loads(result.stdout)}
    assert result.exit_code == 1
    assert (found["cache"], found["store"]) == ("broken", "absent")
