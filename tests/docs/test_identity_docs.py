"""docs/identity.md: its tables and keys are those of the code, its commands run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import qilian
from api.commands.review import KEYS
from graph.identity.comparisons import FEATURES
from graph.identity.conflicts import CONFLICTS, DOUBTS
from tests.api.command_line import ok
from tests.builders import REGISTER, organisation_row

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
    with qilian.open(create=True) as kg:
        kg.load(REGISTER, [organisation_row("1", name, region="Xining"),
                           organisation_row("2", "Norbu Salt Lake Inst. of Xining")])
    assert len(COMMANDS) == 5
    first, *others = [ok(*shlex.split(line)) for line in COMMANDS]
    assert name in first
    assert "different" in others[-2]
    assert "two roofs" in others[-1]
    assert name not in ok(*shlex.split(COMMANDS[0]))
