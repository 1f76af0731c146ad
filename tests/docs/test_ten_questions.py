"""docs/asking.md: its ten questions are answered in the sample as the table says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import qilian
from graph.language.question import WANTS
from tests.docs.ten_questions import HEAD, QUESTIONS, RULE, row, table

LINES = (Path(__file__).parents[2] / "docs" / "asking.md").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qilian.KnowledgeGraph]:
    folder = tmp_path_factory.mktemp("ten")
    with qilian.open(f"sqlite:///{folder}/sample.db") as graph:
        assert graph.ingest(*qilian.sample()).failed == []
        yield graph


def test_the_table_is_what_the_sample_answers(kg: qilian.KnowledgeGraph) -> None:
    start = LINES.index(HEAD)
    assert LINES[start : start + 2 + len(QUESTIONS)] == table(kg)


def test_every_kind_of_question_is_asked_in_both_languages(kg: qilian.KnowledgeGraph) -> None:
    read = [kg.read_question(question) for question in QUESTIONS]
    assert {question.want for question in read} == set(WANTS)
    assert {question.language for question in read} == {"en", "zh"}
    for field in ("regions", "not_regions", "kinds", "exclude", "since", "as_of"):
        assert any(getattr(question, field) for question in read), field


def test_every_row_has_its_four_cells(kg: qilian.KnowledgeGraph) -> None:
    for question in QUESTIONS:
        assert row(kg.ask(question)).replace("\\|", "").count("|") == RULE.count("|")
