"""Participants linked, and pairs scored, by the evidence of a graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import qilian
from graph.events import Event, Hall, Participant, Wish
from graph.events.from_graph import (
    EvidenceAffinity,
    kept_apart,
    link_participants,
    pair_event,
    score_event,
)
from graph.events.told import told
from graph.load import load
from graph.model import Source
from graph.stores import open_store
from tests.builders import REGISTER, edge_row, organisation_row, patent_row

HALL = Hall.of("2025-05-20 09:00", slots=4, tables=2)
INTERNAL = Source("inside", "An internal list", visibility="internal", form="table")
PLANT = ("Enterprise", "Lithium Plant Ltd")


@pytest.fixture
def kg(tmp_path: Path) -> Iterator[qilian.KnowledgeGraph]:
    made = qilian.KnowledgeGraph(open_store(f"sqlite:///{tmp_path}/s.db"), cache=tmp_path)
    units = [
        organisation_row("r", "Resin Institute", region="Qinghai"),
        organisation_row("y", "Yak Institute"),
        organisation_row("p", "Lithium Plant Ltd", kind="Enterprise"),
        organisation_row("m", "Salt Mine Ltd", kind="Enterprise"),
        organisation_row("h", "Salt Holding Ltd", kind="Enterprise"),
        patent_row("1", ["Resin Institute"], title="Adsorption resin for boron in brine"),
        patent_row("2", ["Yak Institute"], title="Fermentation of yak milk"),
        patent_row("3", ["Rail Institute"], title="Track beds on frozen soil"),
        edge_row("4", PLANT, "OPERATES_IN", ("Industry", "Lithium industry")),
        edge_row("5", ("Enterprise", "Salt Mine Ltd"), "OPERATES_IN",
                 ("Industry", "Lithium industry")),
        edge_row("6", ("Enterprise", "Salt Mine Ltd"), "PART_OF",
                 ("Enterprise", "Salt Holding Ltd")),
    ]
    inside = [patent_row("7", ["Yak Institute"], title="Drying of yak milk by cold air",
                         source="inside", date="2021-05-01")]
    assert load(made.store, REGISTER, units).rejected == []
    assert load(made.store, INTERNAL, inside).rejected == []
    with made:
        yield made


def people(kg: qilian.KnowledgeGraph, *listed: Participant) -> tuple[Participant, ...]:
    return tuple(link_participants(kg, listed)[0])


def test_linking_says_whom_each_is_taken_for_or_why_nobody(kg: qilian.KnowledgeGraph) -> None:
    resin = kg.entity("Resin Institute").id
    listed = [
        Participant("a", "resin institute", region="Qinghai"), Participant("b", "Nobody Works"),
        Participant("c", "Whatever", entity=resin), Participant("d", "Yak Institute", entity="x"),
    ]
    linked, reviews = link_participants(kg, listed)
    assert [p.entity for p in linked] == [resin, "", resin, kg.entity("Yak Institute").id]
    assert [p.key for p in linked] == [r.participant for r in reviews] == ["a", "b", "c", "d"]
    assert [r.name for r in reviews] == [
        "Resin Institute", "", "Resin Institute", "Yak Institute"]
    assert reviews[0].candidates[0][:2] == (resin, "Resin Institute")
    assert "% sure" in reviews[0].why
    assert reviews[1].why
    assert reviews[2].why == "its id was given"
    assert reviews[3].why.startswith("nothing in the graph has the id x; ")


def test_works_in_the_graph_speak_for_a_participant(kg: qilian.KnowledgeGraph) -> None:
    event = Event(HALL, (
        Participant("a", "Lithium Works", needs="taking boron out of brine"),
        Participant("b", "resin institute", offers="advice"),
        Participant("c", "Yak Institute", offers="advice"),
    ))
    stages: list[tuple[str, float]] = []
    planned = pair_event(kg, event, progress=lambda *at: stages.append(at))
    (meeting,) = planned
    assert meeting.pair.keys == ("a", "b")
    assert meeting.pair.reason == ("Lithium Works needs “taking boron out of brine”; resin "
                                   "institute has “Adsorption resin for boron in brine” "
                                   "(2020-05-01)")
    (part,) = meeting.pair.parts
    assert (part.name, part.document, part.level) == (
        "need and works of Lithium Works", "register/1", 0)
    assert part.value == pytest.approx(0.6)
    assert planned.notes == (
        "not known in the graph, matched by their own words alone: Lithium Works",)
    assert {u.participant: u.why for u in planned.unmet} == {"c": "no counterpart fits"}
    assert str(pair_event(kg, event)) == str(planned)
    shares = [share for _, share in stages]
    assert shares == sorted(shares)
    assert (stages[0][0], shares[-1]) == ("matching needs", 1.0)


def test_evidence_that_is_not_public_is_for_the_organiser_alone(
    kg: qilian.KnowledgeGraph,
) -> None:
    event = Event(HALL, people(kg, Participant("a", "A", needs="drying of yak milk by cold air"),
                               Participant("b", "Yak Institute")))
    (pair,) = score_event(kg, event)
    assert [(part.document, part.level) for part in pair.parts] == [
        ("inside/7", 1), ("register/2", 0)]
    assert "Drying of yak milk" in pair.reason
    assert pair.parts[1].value == 0
    assert told(pair, "a", event) == (
        "A needs “drying of yak milk by cold air”; Yak Institute has “Fermentation of yak milk” "
        "(2020-05-01).")
    with kg.seen_by(0) as public:
        for pair in score_event(public, event):
            assert all(part.level == 0 for part in pair.parts)


def test_each_different_need_is_asked_once_for_all_delegates(kg: qilian.KnowledgeGraph) -> None:
    known = people(kg, Participant("a", "A", needs="taking boron out of brine"),
                   Participant("a2", "A2", needs="taking boron out of brine"),
                   Participant("b", "Resin Institute"), Participant("b2", "Resin Institute"))
    affinity = EvidenceAffinity(kg, known)
    assert affinity.values(known[0]) == {"b": 1.0, "b2": 1.0} == affinity.values(known[1])
    assert [fit.document for fit in affinity.fits(known[0], known[3])] == ["register/1"]


def test_needs_that_say_nothing_are_no_error(kg: qilian.KnowledgeGraph) -> None:
    event = Event(HALL, (Participant("a", "A", needs="the and of"),
                         Participant("b", "Resin Institute"), Participant("c", "C")))
    planned = pair_event(kg, event)
    assert len(planned) == 0
    assert planned.gap == 0


def test_own_group_and_competitors_are_left_out_unless_asked_for(
    kg: qilian.KnowledgeGraph,
) -> None:
    listed = people(
        kg, Participant("p", "Lithium Plant Ltd", needs="potash salt"),
        Participant("m", "Salt Mine Ltd", offers="potash salt"),
        Participant("h", "Salt Holding Ltd", needs="potash salt"),
        Participant("y", "Yak Institute", needs="potash salt"))
    assert kept_apart(kg, listed) == {("m", "p"), ("h", "m")}
    assert kept_apart(kg, listed, competitors=True) == {("h", "m")}
    event = Event(HALL, listed)
    assert [pair.keys for pair in score_event(kg, event)] == [("m", "y")]
    assert [pair.keys for pair in score_event(kg, event, competitors=True)] == [
        ("m", "p"), ("m", "y")]
    asked = Event(HALL, listed, wishes=(Wish("h", "m", "must"),))
    best = score_event(kg, asked)[0]
    assert best.keys == ("h", "m")
    assert best.value == pytest.approx(0.4 + 1.0)
    assert [part.by for part in best.parts] == ["", "h"]
