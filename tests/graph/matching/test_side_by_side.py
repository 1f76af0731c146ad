"""Organisations side by side for one need."""

from __future__ import annotations

import pytest

from graph.errors import InvalidRequest, NotFound
from graph.knowledge_graph import KnowledgeGraph
from tests.builders import organisation_row, patent_row
from tests.graph.matching.conftest import MakeGraph

NEED = "Sorbent that takes lithium from brine"
SALT, PUMP, WOOL = "Salt Institute", "Pump Institute", "Wool Academy"


@pytest.fixture
def kg(make: MakeGraph) -> KnowledgeGraph:
    return make(
        patent_row("P1", [SALT], title="Sorbent that takes lithium from brine", date="2019-03-01"),
        patent_row("P2", [PUMP], title="Pump for lithium brine", date="2023-03-01"),
        patent_row("P3", [WOOL], title="Washing of wool", date="2020-03-01"),
        organisation_row("e1", "Brine Company", kind="Enterprise"),
    )


def test_each_has_its_place_and_what_it_lacks(kg: KnowledgeGraph) -> None:
    found = kg.compare_candidates(NEED, [PUMP, SALT])
    pump, salt = found.standings
    answer = {c.name: c for c in kg.match(NEED).ranked}
    assert found.candidates == len(answer)
    for standing in found.standings:
        same = answer[standing.candidate.name]
        assert (standing.candidate.rank, standing.candidate.score) == (same.rank, same.score)
        assert standing.candidate == same
        assert not standing.left_out
    gaps = pump.behind[salt.candidate.id]
    assert {"closest_works", "whole_record"} <= {gap.name for gap in gaps}
    assert all(gap.other > gap.own for gap in gaps)
    widths = [gap.other - gap.own for gap in gaps]
    assert widths == sorted(widths, reverse=True)
    assert {gap.name for gap in salt.behind[pump.candidate.id]} == {"idle_years"}
    assert any("Sorbent" in words for words in pump.remarks)
    assert "rank 1 of 2" in str(found)


def test_one_that_is_no_candidate_says_why(kg: KnowledgeGraph) -> None:
    salt, wool, company = kg.compare_candidates(NEED, [SALT, WOOL, "Brine Company"]).standings
    assert wool.candidate.rank == company.candidate.rank == 0
    assert wool.left_out == ("none of its 1 works shares a word with the need",)
    assert company.left_out == ("it has no works, asked for are 1",)
    assert wool.behind == {}
    assert wool.candidate.work_count == 1
    early = kg.compare_candidates(NEED, [SALT, PUMP], as_of="2020")
    assert [s.candidate.rank for s in early.standings] == [1, 0]
    assert salt.candidate.works


def test_it_says_the_same_as_why_not(kg: KnowledgeGraph) -> None:
    why = kg.why_not(NEED, PUMP)
    salt, pump = kg.compare_candidates(NEED, [SALT, PUMP]).standings
    assert why.rank == pump.candidate.rank
    assert why.leader == salt.candidate
    told = [f"{g.caption}: {g.own:.1f} points, {SALT} has {g.other:.1f}"
            for g in pump.behind[salt.candidate.id]]
    assert why.lacking == (*told, *pump.remarks)


@pytest.mark.parametrize("named", [[SALT], [SALT, SALT], [], ["a", "b"], [SALT, "P9"]])
def test_too_few_and_unknown_ones_are_refused(kg: KnowledgeGraph, named: list[str]) -> None:
    with pytest.raises((InvalidRequest, NotFound)):
        kg.compare_candidates(NEED, named)


def test_what_is_no_organisation_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(InvalidRequest, match="no organisation"):
        kg.compare_candidates(NEED, [SALT, "patent:P1"])
