"""Who is left out of an answer, and what is said of it."""

from __future__ import annotations

import math

import pytest

import qilian
from graph.errors import InvalidRequest, NotFound
from graph.matching import MatchResult
from tests.builders import edge_row, organisation_row, patent_row
from tests.graph.matching.conftest import MakeGraph

NEED = "boron resin"
FIRM = ("Enterprise", "Firm")


def works(*owners: str, kind: str = "Enterprise", date: str = "2020-05-01") -> list[object]:
    return [patent_row(f"W{i}{owner}", [owner], title="Resin for boron", kind=kind, date=date)
            for i, owner in enumerate(owners)]


def names(result: MatchResult) -> list[str]:
    return sorted(c.name for c in result.ranked)


@pytest.fixture
def firms(make: MakeGraph) -> qilian.KnowledgeGraph:
    """A firm with a parent, a sister, a branch, a rival, a tied one, and one with nothing to it."""
    return make(
        *works("Firm", "Holding", "Sister", "Branch", "Rival", "Tied", "Free"),
        edge_row("g1", FIRM, "PART_OF", ("Enterprise", "Holding")),
        edge_row("g2", ("Enterprise", "Sister"), "PART_OF", ("Enterprise", "Holding")),
        edge_row("g3", ("Enterprise", "Branch"), "PART_OF", FIRM),
        edge_row("i1", FIRM, "OPERATES_IN", ("Industry", "Resins")),
        edge_row("i2", ("Enterprise", "Rival"), "OPERATES_IN", ("Industry", "Resins")),
        edge_row("i3", ("Enterprise", "Free"), "OPERATES_IN", ("Industry", "Paper")),
        patent_row("T1", ["Firm", "Tied"], title="Drying of yak meat", kind="Enterprise",
                   date="2019-01-01"),
        patent_row("T0", ["Firm", "Free"], title="Drying of yak meat", kind="Enterprise",
                   date="2009-01-01"),
    )


def test_the_askers_group_and_those_tied_to_it_are_left_out(firms: qilian.KnowledgeGraph) -> None:
    assert len(names(firms.match(NEED))) == 7
    result = firms.match(NEED, asker="Firm")
    assert names(result) == ["Free", "Rival"]
    assert "3 left out: of the group of Firm" in result.notes
    assert "1 left out: works together with Firm in the last 5 years" in result.notes
    assert names(firms.match(NEED, asker="Firm", conflicts=True)) == ["Free", "Rival", "Tied"]


def test_what_was_together_long_ago_or_later_is_no_conflict(firms: qilian.KnowledgeGraph) -> None:
    early = firms.match("yak meat", asker="Firm", as_of=2012)
    assert names(early) == []
    assert any("works together" in note for note in early.notes)
    assert "Free" in names(firms.match("yak meat", asker="Firm"))


def test_competitors_are_left_out_on_wish(firms: qilian.KnowledgeGraph) -> None:
    result = firms.match(NEED, asker="Firm", competitors=False)
    assert names(result) == ["Free"]
    assert "1 left out: competitor of Firm" in result.notes


def test_why_not_knows_the_reason(firms: qilian.KnowledgeGraph) -> None:
    def why(name: str, **options: object) -> str:
        return firms.why_not(NEED, name, asker="Firm", **options).lacking[0]  # type: ignore[arg-type]

    assert why("Sister") == "left out: of the group of Firm"
    assert why("Firm") == "left out: it asks itself"
    assert why("Tied").startswith("left out: works together")
    assert why("Rival", competitors=False) == "left out: competitor of Firm"
    assert firms.why_not(NEED, "Free", asker="Firm").rank


def test_institutes_of_one_academy_stand_for_themselves(make: MakeGraph) -> None:
    kg = make(
        *works("One", "Two", "Academy", kind="Institute"),
        edge_row("a", ("Institute", "One"), "PART_OF", ("Institute", "Academy")),
        edge_row("b", ("Institute", "Two"), "PART_OF", ("Institute", "Academy")),
        edge_row("c", ("Institute", "One"), "PART_OF", ("Agency", "Ministry")),
        edge_row("d", ("Institute", "Two"), "PART_OF", ("Agency", "Ministry")),
    )
    assert names(kg.match(NEED, asker="One")) == ["Two"]


def test_an_asker_must_be_an_organisation(firms: qilian.KnowledgeGraph) -> None:
    with pytest.raises(NotFound):
        firms.match(NEED, asker="Nobody")
    with pytest.raises(InvalidRequest, match="say with asker"):
        firms.match(NEED, competitors=False)
    industry = firms.entity("Resins").id
    with pytest.raises(InvalidRequest, match="is of kind Industry"):
        firms.match(NEED, asker=industry)


def lapsed(number: str, owner: str, status: str, date: str = "") -> object:
    return edge_row(number, ("Institute", owner), "APPLIED_FOR",
                    ("Patent", "Resin for boron", f"patent:{number}"), date="2015-01-01",
                    text="Resin for boron",
                    properties={"legal_status": status, "legal_status_date": date} if date
                    else {"legal_status": status})


def test_those_whose_works_have_all_lapsed_are_left_out_on_wish(make: MakeGraph) -> None:
    kg = make(lapsed("CN1", "Gone", "lapsed"), lapsed("CN2", "Alive", "granted"),
              lapsed("CN3", "Both", "lapsed"), lapsed("CN4", "Both", "granted"),
              lapsed("CN5", "Silent", "as filed"))
    assert names(kg.match(NEED)) == ["Alive", "Both", "Gone", "Silent"]
    result = kg.match(NEED, alive=True)
    assert names(result) == ["Alive", "Both", "Silent"]
    assert "1 left out: all its nearest works are lapsed patents" in result.notes
    assert "lapsed" in kg.why_not(NEED, "Gone", alive=True).lacking[0]


def test_a_lapse_counts_only_from_its_day(make: MakeGraph) -> None:
    kg = make(lapsed("CN1", "Gone", "lapsed", "2020-06-01"), lapsed("CN2", "Alive", "granted"))
    assert names(kg.match(NEED, alive=True, as_of="2019")) == ["Alive", "Gone"]
    assert names(kg.match(NEED, alive=True, as_of="2021")) == ["Alive"]


def test_small_ones_are_preferred_by_a_part_of_the_score(make: MakeGraph) -> None:
    kg = make(patent_row("P1", ["Small"], title="Resin for boron and glass"),
              *(patent_row(f"B{i}", ["Big"], title="Resin for boron" if i == 0 else f"Yak {i}")
                for i in range(30)),
              organisation_row("o", "Idle"))
    plain, wished = kg.match(NEED), kg.match(NEED, small_first=True)
    for candidate in wished.ranked:
        assert candidate.parts[-1].name == "small_first"
        assert candidate.score == pytest.approx(sum(p.value for p in candidate.parts), abs=1e-5)
    gain = {c.name: c.parts[-1].value / (c.score - c.parts[-1].value) for c in wished.ranked}
    assert gain["Small"] == pytest.approx(0.25)
    assert gain["Big"] < 0.12
    assert all(p.name != "small_first" for c in plain.ranked for p in c.parts)


def test_candidates_of_one_parent_are_spread(make: MakeGraph) -> None:
    units = [patent_row(f"P{i}", [name], title="Resin for boron", date="2020")
             for i, name in enumerate(("North", "South", "West"))]
    units.append(patent_row("P9", ["Other"], title="Resin for boron and other things"))
    kg = make(*units, *(edge_row(f"g{n}", ("Institute", n), "PART_OF", ("Institute", "Academy"))
                        for n in ("North", "South")),
              edge_row("gw", ("Institute", "West"), "PART_OF", ("Institute", "South")))
    assert [c.name for c in kg.match(NEED).ranked][-1] == "Other"
    result = kg.match(NEED, spread=1)
    assert [c.name for c in result.ranked][1] == "Other"
    assert len(result.ranked) == 4
    assert "at most 1 candidates of one parent" in " ".join(result.notes)
    last = kg.match(NEED, spread=1, limit=2)
    assert [c.name for c in last.ranked] == [c.name for c in result.ranked][:2]
    assert kg.why_not(NEED, "Other", spread=1).rank == 2


def test_parents_that_are_part_of_each_other_do_no_harm(make: MakeGraph) -> None:
    kg = make(*works("One", "Two"),
              edge_row("a", ("Enterprise", "One"), "PART_OF", ("Enterprise", "Two")),
              edge_row("b", ("Enterprise", "Two"), "PART_OF", ("Enterprise", "One")))
    assert names(kg.match(NEED, spread=1)) == ["One", "Two"]
    assert names(kg.match(NEED, asker="One")) == []


@pytest.mark.parametrize("options", [
    {"within_km": 5.0}, {"near": "x", "within_km": 0.0}, {"spread": 0},
    *({"near": "1, 1", "within_km": km} for km in (math.inf, math.nan))])
def test_controls_that_make_no_sense(make: MakeGraph, options: dict[str, object]) -> None:
    kg = make(*works("One"))
    with pytest.raises(InvalidRequest):
        kg.match(NEED, **options)  # type: ignore[arg-type]
