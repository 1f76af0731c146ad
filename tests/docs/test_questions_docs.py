"""docs/questions.md: its questions have these answers in the sample, its words are the code's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import ingest
import qilian
from api.commands.controls import CONTROLS
from graph.matching.cautions import CAUTIONS
from graph.matching.explanations import PARTS, explanation
from graph.matching.options import NAMES
from tests.api.command_line import ok

TEXT = (Path(__file__).parents[2] / "docs" / "questions.md").read_text(encoding="utf-8")
SAMPLE = Path(ingest.__file__).parent / "sample"
ASKED = re.findall(r'^\|[^|]+\| `qilian ([\w-]+) "([^"]+)"` \|[^|]+\| ([^|]+?) \|$', TEXT, re.M)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("questions")
    url = f"sqlite:///{folder}/sample.db"
    with qilian.open(url) as kg:
        assert kg.ingest(*qilian.sample()).failed == []
    return url


def test_there_are_five_examples() -> None:
    assert len(ASKED) == 5


@pytest.mark.parametrize(("command", "words", "first"), ASKED)
def test_the_first_candidate_is_the_one_named(
    command: str, words: str, first: str, store: str
) -> None:
    answer = json.loads(ok(command, words, "--limit", "1", "--json", store=store))
    assert answer["candidates"][0]["entity"]["name"] == first


def test_parts_and_cautions_are_explained_in_the_code_s_words() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| ([^|]+\.) \|$", TEXT, re.M))
    questions = [part for part in PARTS if part in told]
    assert len(questions) == 13
    for name in (*questions, *(rule.__name__ for rule in CAUTIONS)):
        assert told[name] == explanation(name)
    assert explanation("small_first").rstrip(".") in TEXT


def test_every_control_stands_in_the_table() -> None:
    told = set(re.findall(r"^\| `--[\w-]+` \| `(\w+)", TEXT, re.M))
    assert told == CONTROLS.keys()
    assert told <= NAMES
