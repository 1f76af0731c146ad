"""What stands beside a candidate: reasons for care, people, paths, defects of the documents."""

from __future__ import annotations

import inspect

import pytest

import qilian
from graph.matching import Candidate
from graph.matching.cautions import CAUTIONS, explanation
from graph.model import Cell, Flag, Source, Unit
from tests.builders import edge_row, organisation_row, patent_row
from tests.graph.matching.conftest import MakeGraph
from tests.graph.matching.test_controls import lapsed

NEED = "boron resin"
LI, WU = ("Person", "Li Ming", "orcid:0000-0001"), ("Person", "Wu Gang", "orcid:0000-0002")


def first(kg: qilian.KnowledgeGraph, name: str, need: str = NEED, **options: object) -> Candidate:
    result = kg.match(need, **options)  # type: ignore[arg-type]
    return next(c for c in result.ranked if c.name == name)


def care(candidate: Candidate) -> dict[str, str]:
    return {c.name: c.words for c in candidate.cautions}


def invented(person: tuple[str, ...], number: str, date: str) -> Unit:
    return edge_row(f"i{number}{person[1]}", person, "INVENTED",
                    ("Patent", "Resin for boron", f"patent:{number}"), date=date)


def test_every_caution_explains_itself() -> None:
    for rule in CAUTIONS:
        assert explanation(rule.__name__) == " ".join((inspect.getdoc(rule) or "").split())
        assert explanation(rule.__name__).endswith(".")
    assert explanation("nothing") == ""


def test_little_rests_on_one_work(make: MakeGraph) -> None:
    kg = make(patent_row("CN1", ["One"], title="Resin for boron"),
              patent_row("CN2", ["Two"], title="Resin for boron"),
              patent_row("CN3", ["Two"], title="Resin for boron in brine"))
    assert care(first(kg, "One"))["little"] == "rests on one work"
    assert "little" not in care(first(kg, "Two"))
    kg = make(patent_row("CN4", ["Two"], title="Yak meat", date="2021"))
    assert care(first(kg, "Two", "yak meat"))["little"] == "all its evidence is from one document"


def test_lapsed_patents_from_half_of_them_on(make: MakeGraph) -> None:
    kg = make(lapsed("CN1", "Gone", "lapsed"), lapsed("CN2", "Half", "lapsed"),
              lapsed("CN3", "Half", "granted"), lapsed("CN4", "Third", "lapsed"),
              lapsed("CN5", "Third", "granted"), lapsed("CN6", "Third", "granted"))
    assert care(first(kg, "Gone"))["lapsed"] == "its cited work is a lapsed patent"
    assert care(first(kg, "Half"))["lapsed"] == "1 of its 2 cited works are lapsed patents"
    assert "lapsed" not in care(first(kg, "Third"))


def test_old_evidence_is_measured_from_the_latest_work_or_the_day(make: MakeGraph) -> None:
    kg = make(patent_row("CN1", ["Old"], title="Resin for boron", date="2001-02-03"),
              patent_row("CN2", ["New"], title="Resin for boron", date="2020-01-01"))
    assert care(first(kg, "Old"))["old"] == "its latest cited work is of 2001-02-03"
    assert "old" not in care(first(kg, "New"))
    assert "old" not in care(first(kg, "Old", as_of=2005))


def test_people_who_are_seen_later_only_elsewhere(make: MakeGraph) -> None:
    kg = make(
        patent_row("CN1", ["Home"], title="Resin for boron", date="2010"),
        invented(LI, "CN1", "2010"), invented(WU, "CN1", "2010"),
        patent_row("CN2", ["Away"], title="Yak meat", date="2015"), invented(LI, "CN2", "2015"),
    )
    assert care(first(kg, "Home"))["people_left"] == "seen later only elsewhere: Li Ming (now Away)"
    assert "people_left" not in care(first(kg, "Home", as_of=2014))
    kg = make(patent_row("CN3", ["Home"], title="Yak wool", date="2016"),
              invented(WU, "CN3", "2016"))
    assert "people_left" not in care(first(kg, "Home"))


def test_namesakes_partners_and_parents_are_no_departure(make: MakeGraph) -> None:
    kg = make(
        patent_row("CN1", ["Home", "Partner"], title="Resin for boron", date="2010"),
        invented(LI, "CN1", "2010"), invented(("Person", "Zhang Wei"), "CN1", "2010"),
        patent_row("CN2", ["Partner"], title="Yak meat", date="2015"), invented(LI, "CN2", "2015"),
        patent_row("CN3", ["Third"], title="Yak meat", date="2015"),
        invented(("Person", "Zhang Wei"), "CN3", "2015"),
        patent_row("CN4", ["School"], title="Resin for boron", date="2010"),
        invented(WU, "CN4", "2010"),
        patent_row("CN5", ["University"], title="Yak meat", date="2015"),
        invented(WU, "CN5", "2015"),
        edge_row("p", ("Institute", "School"), "PART_OF", ("Institute", "University")),
    )
    assert "people_left" not in care(first(kg, "Home"))
    assert "people_left" not in care(first(kg, "School"))


def test_defects_of_a_document_stand_beside_its_words(make: MakeGraph) -> None:
    flag = Flag("growth-rate", Cell("text"), "grew by 50 %", "50 %", "25 %")
    unit = edge_row("P", ("Institute", "North"), "OFFERS", ("Achievement", "Resin for boron"),
                    date="2020", text="Resin for boron grew by 50 %", flags=(flag,))
    kg = make(unit, patent_row("CN2", ["South"], title="Resin for boron"))
    candidate = first(kg, "North")
    assert candidate.works[0].flags == ("growth rate: 50 %, would be 25 %",)
    assert care(candidate)["flagged"] == (
        "defects of its documents: growth rate: 50 %, would be 25 %")
    assert "flagged" not in care(first(kg, "South"))


def test_registers_that_disagree_on_the_owner(make: MakeGraph) -> None:
    make(patent_row("CN1", ["North"], title="Resin for boron"))
    kg = make(patent_row("CN1", ["South"], title="Resin for boron", source="second"),
              source=Source("second", form="table"))
    assert care(first(kg, "North"))["disputed"] == (
        "registers disagree on who owns: Resin for boron")
    kg = make(patent_row("CN2", ["East"], title="Boron resin"))
    kg = make(patent_row("CN2", ["East", "West"], title="Boron resin", source="second"),
              source=Source("second", form="table"))
    assert "disputed" not in care(first(kg, "East"))


def test_people_stand_the_latest_first(make: MakeGraph) -> None:
    kg = make(
        patent_row("CN1", ["Home"], title="Resin for boron", date="2010"),
        patent_row("CN2", ["Home"], title="Resin for boron, second", date="2018"),
        invented(LI, "CN1", "2010"), invented(WU, "CN2", "2018"), invented(LI, "CN2", "2018"),
        invented(("Person", "Ai Hong", "orcid:0000-0003"), "CN1", "2010"),
    )
    people = first(kg, "Home").people
    assert [(p.name, p.latest) for p in people] == [
        ("Li Ming", "2018"), ("Wu Gang", "2018"), ("Ai Hong", "2010")]
    assert people[0].works == ("Resin for boron, second", "Resin for boron")
    assert [p.name for p in first(kg, "Home", as_of=2015).people] == ["Ai Hong", "Li Ming"]


def test_a_register_names_whom_to_ask(sample: qilian.KnowledgeGraph) -> None:
    result = sample.match("deep removal of boron from lithium carbonate", kinds=["Institute"])
    asked = [p for c in result for p in c.people if p.role == "contact"]
    assert asked
    assert all(p.contact and "@" in p.contact[0] for p in asked)
    offers = [p for c in result for p in c.people if p.role == "contact of the offer"]
    assert all(p.works for p in offers)


def test_what_is_hidden_stays_hidden(make: MakeGraph) -> None:
    make(patent_row("CN1", ["Home"], title="Resin for boron", date="2010"))
    hidden = Source("hidden", form="table", visibility="confidential")
    kg = make(
        edge_row("h", LI, "INVENTED", ("Patent", "Resin for boron", "patent:CN1"), date="2010",
                 source="hidden"),
        edge_row("c", ("Enterprise", "Asker"), "COLLABORATES_WITH", ("Institute", "Home"),
                 date="2011", source="hidden"),
        source=hidden)
    make(organisation_row("a", "Asker", kind="Enterprise"))
    seen, public = kg, kg.seen_by(0)
    assert [p.name for p in first(seen, "Home", asker="Asker").people] == ["Li Ming"]
    assert first(seen, "Home", asker="Asker").paths
    assert first(public, "Home", asker="Asker").people == ()
    assert first(public, "Home", asker="Asker").paths == ()


@pytest.fixture
def linked(make: MakeGraph) -> qilian.KnowledgeGraph:
    firm = ("Enterprise", "Firm")
    return make(
        patent_row("CN1", ["Home"], title="Resin for boron"),
        patent_row("CN2", ["Far"], title="Resin for boron"),
        edge_row("c", firm, "COLLABORATES_WITH", ("Institute", "Home"), date="2016"),
        edge_row("m1", firm, "MEMBER_OF", ("Programme", "Boron Programme"), date="2012"),
        edge_row("m2", ("Institute", "Home"), "MEMBER_OF", ("Programme", "Boron Programme"),
                 date="2014"),
        edge_row("l1", firm, "LOCATED_IN", ("Region", "Qinghai")),
        edge_row("l2", ("Institute", "Far"), "LOCATED_IN", ("Region", "Qinghai")),
        edge_row("p", firm, "HAS_PROBLEM", ("Problem", "Boron in brine wells"),
                 text="boron resin wanted", date="2015"),
    )


def test_paths_lead_from_the_asker(linked: qilian.KnowledgeGraph) -> None:
    paths = first(linked, "Home", asker="Firm").paths
    assert [[s.kind for s in path] for path in paths] == [
        ["COLLABORATES_WITH"], ["MEMBER_OF", "MEMBER_OF"]]
    assert paths[1][0].end_name == "Boron Programme"
    assert paths[1][1].document == "register/m2"
    assert first(linked, "Far", asker="Firm").paths == ()
    early = first(linked, "Home", asker="Firm", as_of="2013").paths if linked.match(
        NEED, as_of="2013").ranked else ()
    assert early == ()


def test_paths_lead_from_the_holder_of_a_problem(linked: qilian.KnowledgeGraph) -> None:
    paths = first(linked, "Home", "Boron in brine wells").paths
    assert [s.kind for s in paths[0]] == ["HAS_PROBLEM", "COLLABORATES_WITH"]
    assert first(linked, "Home").paths == ()
