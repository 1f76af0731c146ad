"""docs/identity.md: its tables and keys are those of the code, its commands run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from api.commands.review import KEYS
from graph.identity.comparisons import FEATURES
from graph.identity.conflicts import CONFLICTS, DOUBTS
from tests.api.command_line import ok

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "identity.md").read_text(encoding="utf-8")
COMMANDS = [line.removeprefix("qilian ")
            for block in re.findall(r"^```sh\n(.*?)\n```", TEXT, flags=re.MULTILINE | re.DOTALL)
            for line in block.splitlines()]


def rows(header: str) -> list[tuple[str, str]]:
    """The rows of the table whose first column is headed so."""
    table = re.search(rf"^\| {header} \|.*\n\|.*\n((?:\|.*\n)+)", TEXT, flags=re.MULTILINE)
    assert table
    return re.findall(r"^\| `(\w+)` \| (.*) \|$", table[1], flags=re.MULTILINE)


@pytest.mark.parametrize(("header", "functions"), [
    ("comparison", FEATURES.values()), ("conflict", CONFLICTS), ("doubt", DOUBTS),
])
def test_tables_say_what_the_comparisons_say(
    header: str, functions: Iterable[Callable[..., Any]]
) -> None:
    assert rows(header) == [
        (f.__name__, " ".join((f.__doc__ or "").split())) for f in functions]


def test_the_keys_are_those_of_the_page_and_the_terminal() -> None:
    script = (ROOT / "api" / "static" / "doubts.js").read_text(encoding="utf-8")
    actions = script[script.index("const actions = {"):]
    bound = re.findall(r"^  (\w): ", actions[: actions.index("};")], flags=re.MULTILINE)
    told = [key for key, _ in rows("key")]
    assert told == bound
    assert set(KEYS) <= set(told)


def test_every_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = "Norbu Salt Lake Institute"
    file = re.search(r"^```csv\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)
    assert file
    Path("institutes.csv").write_text(file[1], encoding="utf-8")
    assert len(COMMANDS) == 6
    loaded, *listed, decided, decisions = [ok(*shlex.split(line)) for line in COMMANDS]
    assert "2 units" in loaded
    assert all(name in text for text in listed)
    assert "different" in decided
    assert "two roofs" in decisions
    assert name not in ok(*shlex.split(COMMANDS[1]))
