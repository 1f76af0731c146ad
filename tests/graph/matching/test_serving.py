"""Industries that an organisation could serve."""

from __future__ import annotations

import pytest

import qilian
from graph.errors import InvalidRequest, NotFound
from tests.builders import edge_row, patent_row
from tests.graph.matching.conftest import MakeGraph


@pytest.fixture
def served(make: MakeGraph) -> qilian.KnowledgeGraph:
    return make(
        patent_row("CN1", ["North"], title="Resin removes boron from lithium chloride",
                   date="2015"),
        patent_row("CN2", ["North"], title="Yak wool comb", date="2016"),
        edge_row("w", ("Enterprise", "Wool"), "APPLIED_FOR",
                 ("Patent", "Yak wool comb", "patent:CN2"), date="2016"),
        edge_row("n1", ("Enterprise", "Lithia"), "HAS_PROBLEM",
                 ("Problem", "Boron in lithium chloride"), date="2017",
                 text="A resin is wanted that removes boron."),
        edge_row("n2", ("Enterprise", "Lithia"), "OPERATES_IN", ("Industry", "Lithium salts")),
        edge_row("n3", ("Enterprise", "Paperer"), "HAS_PROBLEM",
                 ("Problem", "Paper dust on rollers"), date="2017",
                 text="Dust on rollers of a paper machine removes coating."),
        edge_row("n4", ("Enterprise", "Paperer"), "OPERATES_IN", ("Industry", "Paper")),
        edge_row("n5", ("Enterprise", "Wool"), "OPERATES_IN", ("Industry", "Wool trade")),
    )


def test_industries_by_problems_and_by_past_work(served: qilian.KnowledgeGraph) -> None:
    result = served.served("North")
    assert result.question == "served"
    assert result.need.about is not None
    assert [c.name for c in result] == ["Lithium salts", "Wool trade"]
    lithium, wool = result
    assert lithium.score == pytest.approx(sum(p.value for p in lithium.parts), abs=1e-5)
    assert [w.title for w in lithium.works] == ["Resin removes boron from lithium chloride"]
    assert [(f.subject_name, f.predicate) for f in lithium.facts] == [("Lithia", "HAS_PROBLEM")]
    assert {p.name: p.value for p in wool.parts if p.value} == {"worked_for": 3.0}
    assert any("1 industries" in note for note in result.notes)  # paper shares one word
    assert served.served("North") == result


def test_a_problem_that_is_classified_elsewhere_is_not_its_holders(make: MakeGraph) -> None:
    kg = make(
        patent_row("CN1", ["North"], title="Resin removes boron from lithium chloride"),
        edge_row("n1", ("Enterprise", "Lithia"), "HAS_PROBLEM",
                 ("Problem", "Boron in lithium chloride"), date="2017"),
        edge_row("n2", ("Enterprise", "Lithia"), "OPERATES_IN", ("Industry", "Glass")),
        edge_row("n3", ("Problem", "Boron in lithium chloride"), "CLASSIFIED_AS",
                 ("Industry", "Lithium salts"), date="2017"),
    )
    assert [c.name for c in kg.served("North").ranked] == ["Lithium salts"]


def test_only_statements_and_works_before_the_day(served: qilian.KnowledgeGraph) -> None:
    assert [c.name for c in served.served("North", as_of="2017-06")] == ["Wool trade"]
    early = served.served("North", as_of=2010)
    assert early.ranked == ()
    assert early.notes == ("North has no works before 2010",)


def test_the_use_of_its_patents(make: MakeGraph) -> None:
    kg = make(
        edge_row("w", ("Institute", "Solver"), "APPLIED_FOR",
                 ("Patent", "Glass melt", "patent:CN9"), date="2018",
                 properties={"codes": "C03C 3/091"}),
        edge_row("i", ("Enterprise", "Works"), "OPERATES_IN",
                 ("Industry", "Mineral products", "gbt4754:30")),
    )
    result = kg.served("Solver")
    assert [c.name for c in result] == ["Mineral products"]
    assert result[0].parts[1].value == pytest.approx(5.0)
    assert any("no industry of the graph bears" in note for note in result.notes)


def test_what_cannot_serve(served: qilian.KnowledgeGraph) -> None:
    with pytest.raises(NotFound):
        served.served("Nobody")
    with pytest.raises(InvalidRequest, match="not an organisation"):
        served.served(served.entity("Paper").id)


def test_on_the_sample(sample: qilian.KnowledgeGraph) -> None:
    result = sample.served("Tsoring Institute of Ion-Exchange Materials")
    assert result[0].name == "Salt-lake lithium"
    assert all(w.document and w.quote for w in result[0].works)
