"""The figures of reading are those that were frozen: a change shows as a difference of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.compare import read_gold
from ingest.facts import fact_lines
from ingest.nlp import extract
from ingest.reading import read_document
from tests.quality.measure import HERE, RESULTS, SETS, figures, pipeline


@pytest.mark.parametrize("name", SETS)
def test_the_figures_are_the_frozen_ones(name: str) -> None:
    frozen = json.loads(RESULTS.read_text(encoding="utf-8"))[name]
    assert figures(name) == frozen, "if this is meant: python -m tests.quality.measure --write"


@pytest.mark.parametrize("name", SETS)
def test_every_document_has_its_annotation(name: str) -> None:
    documents = {path.name for path in (HERE / name / "documents").iterdir()}
    assert documents == set(read_gold(HERE / name / "gold"))


@pytest.mark.parametrize(
    "path", sorted(HERE.glob("*/documents/*")), ids=lambda p: f"{p.parent.parent.name}-{p.name}"
)
def test_every_span_is_its_quote(path: Path) -> None:
    document = read_document(path)
    for line in fact_lines(extract(document, nlp=pipeline("blank"))):
        assert document.quote(line["start"], line["end"]) == line["quote"]
