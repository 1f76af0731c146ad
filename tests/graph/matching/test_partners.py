"""Partners of an enterprise, and why an organisation is not first."""

from __future__ import annotations

import pytest

import qilian
from graph.errors import InvalidRequest, NotFound
from tests.builders import edge_row, organisation_row, patent_row
from tests.graph.matching.conftest import MakeGraph
from tests.graph.matching.test_match import BRINE

FIRM = "Chakmar Qingluo Lithium Co., Ltd."


def test_partners_fit_the_need_and_those_of_the_past_are_marked(
    sample: qilian.KnowledgeGraph,
) -> None:
    result = sample.partners(FIRM)
    assert FIRM not in [c.name for c in result]
    assert [p.name for p in result[0].parts] == [
        "need_fit", "own_field", "together", "complement"]
    for candidate in result:
        assert candidate.score == pytest.approx(sum(p.value for p in candidate.parts), abs=1e-6)
        before = candidate.parts[2].value > 0
        works = {f.document for f in candidate.facts if f.predicate in ("APPLIED_FOR", "PARTY_TO",
                                                                       "PERFORMED", "AUTHORED")}
        assert bool(works) == before
    assert any(c.parts[2].value > 0 for c in result)
    assert sample.partners(FIRM) == result


def test_competitors_are_left_out_unless_they_worked_together(
    sample: qilian.KnowledgeGraph,
) -> None:
    industry = sample.entity("Salt-lake lithium", kinds=["Industry"])
    rivals = {n.other.id for n in sample.neighbours(industry.id, kinds=["OPERATES_IN"])}
    result = sample.partners(FIRM, limit=50)
    assert all(c.parts[2].value > 0 for c in result if c.id in rivals)
    assert "same industry left out" in result.notes[0]


def test_competitors_of_the_past_are_left_out_on_wish(sample: qilian.KnowledgeGraph) -> None:
    industry = sample.entity("Salt-lake lithium", kinds=["Industry"])
    rivals = {n.other.id for n in sample.neighbours(industry.id, kinds=["OPERATES_IN"])}
    usual = sample.partners(FIRM, limit=50)
    assert rivals & {c.id for c in usual}
    strict = sample.partners(FIRM, limit=50, competitors=False)
    assert not rivals & {c.id for c in strict}
    assert any(c.parts[2].value > 0 for c in strict)


def test_its_group_is_left_out_and_lacking_fields_count(make: MakeGraph) -> None:
    firm = ("Enterprise", "Firm")
    kg = make(
        edge_row("n", firm, "HAS_PROBLEM", ("Problem", "Boron sorbents wanted"),
                 text="sorbents for boron"),
        patent_row("P1", ["North"], title="Resin for boron"),
        patent_row("P2", ["Branch"], title="Resin for boron"),
        edge_row("g", ("Institute", "Branch"), "PART_OF", firm),
        edge_row("f", ("Institute", "North"), "OPERATES_IN", ("TechnologyField", "Sorbents")),
    )
    result = kg.partners("Firm")
    assert [c.name for c in result] == ["North"]
    assert "1 organisations of its own group left out" in result.notes
    assert result[0].parts[3].value > 0
    kg = make(edge_row("h", firm, "OPERATES_IN", ("TechnologyField", "Sorbents")))
    assert kg.partners("Firm")[0].parts[3].value == 0


def test_past_work_counts_only_before_the_day(make: MakeGraph) -> None:
    firm = organisation_row("e1", "Firm", kind="Institute", date="2010", text="boron resin")
    kg = make(firm, patent_row("P1", ["Firm", "North"], title="Resin for boron", date="2015"),
              patent_row("P2", ["North"], title="Resin for boron", date="2012"))
    assert [c.parts[2].value for c in kg.partners("Firm")] == [5.0]
    early = kg.partners("Firm", as_of=2014)
    assert [(c.name, c.parts[2].value) for c in early] == [("North", 0.0)]


def test_nothing_known_of_an_enterprise(make: MakeGraph) -> None:
    kg = make(organisation_row("e1", "Firm", kind="Enterprise"))
    with pytest.raises(InvalidRequest, match="nothing is known"):
        kg.partners("Firm")


def test_why_not_names_the_rank_and_what_is_lacking(sample: qilian.KnowledgeGraph) -> None:
    ranked = sample.match(BRINE, limit=100)
    for candidate in ranked.candidates[:5]:
        why = sample.why_not(BRINE, candidate.id)
        assert (why.rank, why.score, why.candidates) == (
            candidate.rank, candidate.score, len(ranked))
        assert why.leader == ranked[0]
        assert bool(why.lacking) == (candidate.rank > 1)
    last = sample.why_not(BRINE, ranked[-1].id)
    assert last.lacking[0].startswith(("closest works", "whole record"))
    assert any("does not say" in reason for reason in last.lacking)


def test_why_not_of_those_that_are_no_candidates(make: MakeGraph) -> None:
    kg = make(
        patent_row("P1", ["North"], title="Resin for boron"),
        patent_row("P2", ["Firm"], title="Resin for boron", kind="Enterprise"),
        patent_row("P3", ["Cattle"], title="Yak meat"),
        organisation_row("i1", "Idle"),
    )
    need = "boron resin"
    assert "no works" in kg.why_not(need, "Idle").lacking[0]
    assert "no works before 2010" in kg.why_not(need, "North", as_of=2010).lacking[0]
    assert "kind Enterprise" in kg.why_not(need, "Firm", kinds=["Institute"]).lacking[0]
    assert "shares a word" in kg.why_not(need, "Cattle").lacking[0]
    assert "excluded" in kg.why_not(need, "North", exclude=["North"]).lacking[0]
    assert "3" in kg.why_not(need, "North", min_works=3).lacking[0]
    with pytest.raises(NotFound):
        kg.why_not(need, "Nobody")
