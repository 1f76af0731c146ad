"""Decisions through the one object: on things by name, on facts by their id, again and again."""

from __future__ import annotations

import pytest

from graph.deciding import joined
from graph.dump import projection_lines
from graph.errors import InvalidRequest, NotFound
from graph.knowledge_graph import KnowledgeGraph, before
from graph.model import Claim, Reading, Record, Source, Unit
from graph.store import Store
from tests.builders import REGISTER, evidence, organisation_row, patent_row

PARTNERS = "register/partners"


@pytest.fixture
def kg(store: Store) -> KnowledgeGraph:
    one = Record(f"{PARTNERS}#1", "Institute", "Li Lab")
    two = Record(f"{PARTNERS}#2", "Institute", "Salt Institue")
    claim = Claim(one.key, "COLLABORATES_WITH", object=two.key, evidence=evidence("partner"))
    row = Unit(PARTNERS, "register", Reading("c", "t"), cells={"partner": two.name},
               records=(one, two), claims=(claim,))
    graph = KnowledgeGraph(store)
    graph.load(REGISTER, [
        row, organisation_row("1", "Salt Institute", founded="1990", names=("盐湖所",)),
        organisation_row("2", "Institute of Salt", identifiers=("uscc:1",)),
        patent_row("P1", ["Salt Institute"], date="2020-05"),
    ])
    return graph


def fact_id(kg: KnowledgeGraph, document: str, predicate: str) -> str:
    [fact] = [f for f in kg.document_facts(document) if f.predicate == predicate]
    return fact.id


@pytest.mark.parametrize(("first", "second"), [
    ("Salt Institute", "Institute of Salt"), ("盐湖所", "uscc:1"), ("institute OF salt", "盐湖所"),
])
def test_things_are_named_in_any_way_and_a_decision_can_be_undone(
    kg: KnowledgeGraph, first: str, second: str
) -> None:
    old = list(projection_lines(kg.store))
    taken = kg.decide("same", first, second, by=" an editor ", why="same building")
    assert (taken.by, kg.decisions()) == ("an editor", [taken])
    assert kg.entity("Salt Institute").id == kg.entity("Institute of Salt").id
    assert kg.undo(taken.id) == taken
    left = [line for line in projection_lines(kg.store) if not line.startswith('["redirect"')]
    assert left == old


def test_a_value_is_corrected_twice(kg: KnowledgeGraph) -> None:
    for value in ("1991", "1992"):
        kg.decide_fact("correct", fact_id(kg, "register/1", "founded"), "register/1",
                       by="an editor", value=value)
        assert kg.entity("Salt Institute").properties["founded"] == value
    kg.undo(kg.decisions()[1].id)
    assert kg.entity("Salt Institute").properties["founded"] == "1991"
    kg.decide_fact("reject", fact_id(kg, "register/1", "founded"), "register/1", by="an editor")
    assert "founded" not in kg.entity("Salt Institute").properties


def test_an_end_is_corrected_to_a_known_thing_and_to_a_new_one(kg: KnowledgeGraph) -> None:
    def partners() -> list[str]:
        return [n.other.name for n in kg.neighbours("Li Lab")]

    for value in ("Salt Institute", "Brand New Lab"):
        kg.decide_fact("correct", fact_id(kg, PARTNERS, "COLLABORATES_WITH"), PARTNERS,
                       by="an editor", value=value)
        assert partners() == [value]
    with pytest.raises(InvalidRequest, match="by a correction alone"):
        kg.decide("same", "Brand New Lab", "Li Lab", by="an editor")
    kg.decide("different", "Salt Institute", "Li Lab", by="an editor")


@pytest.mark.parametrize(("kind", "first", "second", "by", "says"), [
    ("confirm", "Salt Institute", "Li Lab", "me", "same, different or unsure"),
    ("same", "Salt Institute", "盐湖所", "me", "one thing already"),
    ("same", "Salt Institute", "Li Lab", " ", "person who takes it"),
])
def test_a_decision_that_makes_no_sense_is_refused(
    kg: KnowledgeGraph, kind: str, first: str, second: str, by: str, says: str
) -> None:
    with pytest.raises(InvalidRequest, match=says):
        kg.decide(kind, first, second, by=by)  # type: ignore[arg-type]
    assert kg.decisions() == []


def test_a_decision_on_a_fact_that_makes_no_sense_is_refused(kg: KnowledgeGraph) -> None:
    known = fact_id(kg, "register/1", "founded")
    for kind, fact, document, error, says in (
        ("same", known, "register/1", InvalidRequest, "confirmed, rejected or corrected"),
        ("correct", known, "register/1", InvalidRequest, "value that is right"),
        ("reject", "nothing", "register/1", InvalidRequest, "states no fact"),
        ("reject", known, "register/2", InvalidRequest, "states no fact"),
    ):
        with pytest.raises(error, match=says):
            kg.decide_fact(kind, fact, document, by="me")  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="decision"):
        kg.undo("nothing")
    with pytest.raises(NotFound, match="no source"):
        kg.retract("nothing")


def test_as_of_is_a_day_in_any_form() -> None:
    assert before(None) is None
    assert before("") is None
    assert before(2021) == before("2021") == before("2021-01") == before("2021/1/1")
    with pytest.raises(InvalidRequest, match="as-of"):
        before("yesterday")


def test_neighbours_and_facts_as_of_a_day(kg: KnowledgeGraph) -> None:
    assert [n.other.kind for n in kg.neighbours("Salt Institute", as_of="2020-06")] == ["Patent"]
    assert kg.neighbours("Salt Institute", as_of="2020-05") == []
    [edge] = [n.edge for n in kg.neighbours("Salt Institute")]
    assert [f.document for f in kg.facts(edge.key)] == ["register/P1"]
    assert kg.facts(edge.key, as_of="2020") == []


def test_what_was_joined_wrongly_is_parted_by_its_rows(kg: KnowledgeGraph) -> None:
    old = list(projection_lines(kg.store))
    applicant = "register/P1#owners:0"
    with pytest.raises(InvalidRequest, match="one thing already; to part it, give the keys of two"):
        kg.decide("different", "Salt Institute", "盐湖所", by="an editor")
    with pytest.raises(InvalidRequest, match="one thing already$"):
        kg.decide("same", "register/1", applicant, by="an editor")
    made = kg.decide("different", "register/1", applicant, by="an editor")
    named = [found.entity.name for found in kg.find("Salt Institute", kinds=["Institute"])]
    assert named.count("Salt Institute") == 2
    assert not joined(kg, made)
    kg.undo(made.id)
    left = [line for line in projection_lines(kg.store) if not line.startswith('["redirect"')]
    assert left == old


def test_a_row_that_a_reader_does_not_see_names_nothing(kg: KnowledgeGraph) -> None:
    secret = Source("secret", visibility="confidential", form="table")
    kg.load(secret, [organisation_row("h", "Salt Institute", source="secret")])
    for key in ("secret/h", "secret/h#owners:0", "register/1#owners:9", "register/zz"):
        with pytest.raises(NotFound, match="nothing is named"):
            kg.seen_by(0).decide("different", key, "register/1", by="somebody")


def test_of_two_that_are_different_same_joins_nothing(kg: KnowledgeGraph) -> None:
    kg.decide("different", "Salt Institute", "Institute of Salt", by="one")
    other = kg.decide("same", "Salt Institute", "Institute of Salt", by="another")
    assert not joined(kg, other)
    kg.undo(kg.decisions()[0].id)
    assert joined(kg, other)
