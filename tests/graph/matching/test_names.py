"""Names that a question says, as the sample's graph knows them."""

from __future__ import annotations

import pytest

import qilian
from graph.matching.names import Names


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Kunyan University of Technology", "Kunyan University of Technology"),
        ("KUT", "Kunyan University of Technology"),
        ("昆岩理工大学", "Kunyan University of Technology"),
        ("Baihu Group", "Kunyan Baihu Salt Lake Industry Group Co., Ltd."),
        ("Kunyan Univeristy of Technology", "Kunyan University of Technology"),
        ("Kunyan", ""),
        ("brine", ""),
        ("", ""),
    ],
)
def test_organisations(sample: qilian.KnowledgeGraph, said: str, name: str) -> None:
    assert Names(sample).organisation(said) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [("lithium", "Salt-lake lithium"), ("salt-lake lithium industry", "Salt-lake lithium"),
     ("Salt-lake lithium", "Salt-lake lithium"), ("cheese", ""), ("the", "")],
)
def test_industries(sample: qilian.KnowledgeGraph, said: str, name: str) -> None:
    assert Names(sample).industry(said) == name


def test_regions(sample: qilian.KnowledgeGraph) -> None:
    names = Names(sample)
    assert names.region("Kunyan") == names.region("Kunyan Province") == "Kunyan Province"
    assert names.region("Chakmar") == "Chakmar City"
    assert (names.region("Hunan"), names.region("")) == ("", "")
