"""Organisations like one."""

from __future__ import annotations

import pytest

import qilian
from graph.errors import InvalidRequest
from tests.builders import edge_row, organisation_row, patent_row
from tests.graph.matching.conftest import MakeGraph


@pytest.fixture
def some(make: MakeGraph) -> qilian.KnowledgeGraph:
    return make(
        patent_row("CN1", ["North"], title="Resin removes boron", date="2015"),
        patent_row("CN2", ["South"], title="Boron resin column", date="2016"),
        patent_row("CN3", ["Firm"], title="Boron resin column", kind="Enterprise", date="2016"),
        patent_row("CN4", ["Herder"], title="Yak wool comb", date="2016"),
        edge_row("f1", ("Institute", "North"), "OPERATES_IN", ("TechnologyField", "Sorbents"),
                 date="2014"),
        edge_row("f2", ("Institute", "Quiet"), "OPERATES_IN", ("TechnologyField", "Sorbents"),
                 date="2014"),
        edge_row("f3", ("Institute", "Quiet"), "OPERATES_IN", ("TechnologyField", "Optics"),
                 date="2014"),
        organisation_row("i", "Idle"),
    )


def test_by_works_and_by_stated_fields(some: qilian.KnowledgeGraph) -> None:
    result = some.similar("North")
    assert {c.name for c in result} == {"South", "Quiet"}
    by_name = {c.name: {p.name: p.value for p in c.parts} for c in result}
    assert by_name["Quiet"] == {"profile": 0.0, "fields": 10.0}
    assert by_name["South"]["profile"] > 0
    assert by_name["South"]["fields"] == 0
    for candidate in result:
        assert candidate.score == pytest.approx(sum(p.value for p in candidate.parts), abs=1e-5)
    quiet = next(c for c in result if c.name == "Quiet")
    assert [f.object_name for f in quiet.facts] == ["Sorbents"]
    assert some.similar("North") == result


def test_other_kinds_on_wish(some: qilian.KnowledgeGraph) -> None:
    assert [c.name for c in some.similar("North", kinds=["Enterprise"])] == ["Firm"]
    assert "North" not in [c.name for c in some.similar("Firm", kinds=["Enterprise"])]


def test_only_before_the_day(some: qilian.KnowledgeGraph) -> None:
    assert [c.name for c in some.similar("North", as_of=2016)] == ["Quiet"]
    with pytest.raises(InvalidRequest, match="nothing is known of what North does before 2010"):
        some.similar("North", as_of=2010)
    with pytest.raises(InvalidRequest, match="nothing is known"):
        some.similar("Idle")


def test_nobody_is_like_it(some: qilian.KnowledgeGraph) -> None:
    result = some.similar("Herder")
    assert result.ranked == ()
    assert "no Institute shares" in result.notes[-1]


def test_on_the_sample(sample: qilian.KnowledgeGraph) -> None:
    result = sample.similar("Horlung Institute of Yak Science")
    assert result[0].name == "Kunyan Academy of Animal Science"
