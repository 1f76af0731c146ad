"""Who may take a patent or an offer."""

from __future__ import annotations

import pytest

import qilian
from graph.errors import InvalidRequest, NotFound
from graph.matching import MatchResult
from graph.matching.weights import BY_HAND, KIND, NAME, Calibration, Weights, written
from tests.builders import edge_row, patent_row
from tests.graph.matching.conftest import MakeGraph

OFFER = "Chelating resin that removes boron from lithium chloride brine"
NEED = "Removal of boron from lithium chloride"


def parts(result: MatchResult, name: str) -> dict[str, float]:
    return next({p.name: p.value for p in c.parts if p.value} for c in result.ranked
                if c.name == name)


@pytest.fixture
def market(make: MakeGraph) -> qilian.KnowledgeGraph:
    return make(
        patent_row("CN1", ["Solver"], title=OFFER, date="2018"),
        edge_row("n1", ("Enterprise", "Needy"), "HAS_PROBLEM", ("Problem", NEED), date="2019",
                 text="A resin is wanted for boron in lithium chloride."),
        edge_row("n2", ("Enterprise", "Herder"), "HAS_PROBLEM", ("Problem", "Tough yak meat"),
                 date="2019", text="Meat gets tough in the cold store."),
        edge_row("c1", ("Enterprise", "Buyer"), "PARTY_TO",
                 ("Contract", "Resin for boron in brine", "contract:1"), role="buyer", date="2017"),
        edge_row("c2", ("Enterprise", "Seller"), "PARTY_TO",
                 ("Contract", "Resin for boron in brine", "contract:1"), role="seller",
                 date="2017"),
        edge_row("l1", ("Enterprise", "Taker"), "LICENSES",
                 ("Patent", OFFER, "patent:CN1"), date="2019"),
        patent_row("CN2", ["Maker"], title="Column for chelating resin", kind="Enterprise",
                   date="2016"),
        patent_row("CN3", ["Daughter"], title="Chelating resin", kind="Enterprise", date="2016"),
        edge_row("g", ("Enterprise", "Daughter"), "PART_OF", ("Institute", "Solver")),
    )


def test_each_reason_is_a_part_and_the_parts_add_up(market: qilian.KnowledgeGraph) -> None:
    result = market.licensees(OFFER)
    assert result.question == "licensees"
    assert result.convincing
    for candidate in result.ranked:
        assert candidate.kind == "Enterprise"
        assert candidate.score == pytest.approx(sum(p.value for p in candidate.parts), abs=1e-5)
    assert parts(result, "Needy").keys() == {"stated_needs"}
    assert parts(result, "Buyer").keys() == {"bought"}
    assert parts(result, "Taker").keys() == {"bought"}
    assert parts(result, "Maker").keys() == {"own_works"}
    assert parts(result, "Seller").keys() == {"own_works"}
    assert "Herder" not in [c.name for c in result.ranked]
    assert market.licensees(OFFER) == result


def test_the_facts_behind_the_parts_are_shown(market: qilian.KnowledgeGraph) -> None:
    by_name = {c.name: c for c in market.licensees(OFFER).ranked}
    assert [f.predicate for f in by_name["Needy"].facts] == ["HAS_PROBLEM"]
    assert [f.predicate for f in by_name["Buyer"].facts] == ["PARTY_TO"]
    assert [f.predicate for f in by_name["Taker"].facts] == ["LICENSES"]


def test_a_work_is_named_and_its_owners_group_left_out(market: qilian.KnowledgeGraph) -> None:
    number = "patent:CN1"
    named = (number, f"the patent no. {number}", f"专利{number}", market.entity(number).id)
    for reference in named:
        result = market.licensees(reference)
        assert result.need.about is not None
        assert result.need.title == OFFER
        assert "Daughter" not in [c.name for c in result.ranked]
    assert "Daughter" in [c.name for c in market.licensees(OFFER + " of ours").ranked]


def test_only_what_was_public_before_the_day(market: qilian.KnowledgeGraph) -> None:
    names = [c.name for c in market.licensees(OFFER, as_of=2018).ranked]
    assert "Needy" not in names
    assert "Taker" not in names
    assert "Buyer" in names
    assert market.licensees(OFFER, as_of=2010).ranked == ()


def test_nothing_near_is_said(market: qilian.KnowledgeGraph) -> None:
    result = market.licensees("quantum telescope")
    assert result.ranked == ()
    assert "no enterprise" in result.notes[-1]
    with pytest.raises(InvalidRequest):
        market.licensees("   ")
    with pytest.raises(NotFound, match="CN-2020-99"):
        market.licensees("patent:CN-2020-99")
    assert market.licensees("LiFePO4").ranked == ()


def test_the_industry_of_use_by_a_patents_codes(make: MakeGraph) -> None:
    kg = make(
        edge_row("w", ("Institute", "Solver"), "APPLIED_FOR",
                 ("Patent", "Glass melt", "patent:CN9"), date="2018",
                 properties={"codes": "C03C 3/091"}),
        edge_row("i", ("Enterprise", "Glassworks"), "OPERATES_IN",
                 ("Industry", "Mineral products", "gbt4754:30")),
        edge_row("j", ("Enterprise", "Other"), "OPERATES_IN",
                 ("Industry", "Farming", "gbt4754:01")),
        edge_row("k", ("Enterprise", "Tableware"), "OPERATES_IN",
                 ("Industry", "Household glass")),
        edge_row("m", ("Industry", "Household glass"), "CLASSIFIED_AS",
                 ("Industry", "Mineral products", "gbt4754:30")),
    )
    result = kg.licensees("patent:CN9")
    assert {c.name for c in result.ranked} == {"Glassworks", "Tableware"}
    assert parts(result, "Glassworks") == {"industry_of_use": pytest.approx(5.0)}
    assert result.notes == ()


def test_on_the_sample(sample: qilian.KnowledgeGraph) -> None:
    result = sample.licensees("resin that takes up boron from lithium chloride")
    assert result[0].name == "Chakmar Qingluo Lithium Co., Ltd."
    assert not sample.licensees("catheter valve for newborns").convincing


def test_only_a_match_says_how_sure_it_is(market: qilian.KnowledgeGraph) -> None:
    weights = Weights(BY_HAND.values, calibration=Calibration(10.0, 0.0, 1.0))
    market.store.save(KIND, NAME, written(weights))
    assert all(c.confidence is not None for c in market.match(NEED).ranked)
    for other in (market.licensees(OFFER), market.match(NEED, small_first=True)):
        assert {c.confidence for c in other.ranked} == {None}
