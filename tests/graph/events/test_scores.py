"""Pair scores by words, and by the evidence of a graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import qilian
from graph.events import Fit, Hall, Participant, WordAffinity, pair_event, pair_scores
from graph.load import load
from graph.stores import open_store
from tests.builders import REGISTER, organisation_row, patent_row

HALL = Hall.of("2025-05-20 09:00", slots=4, tables=2)


def test_the_reason_quotes_the_part_that_fits() -> None:
    people = [
        Participant("a", "A", needs="cold storage; removal of boron from brine; new staff"),
        Participant("b", "B", offers="yak milk; resins for boron removal. Field tests"),
    ]
    (pair,) = pair_scores(people, [("need and offer", 1.0, WordAffinity(people))])
    assert pair.reason == "needs “removal of boron from brine”, offered “resins for boron removal”"


def test_equal_words_score_one_and_foreign_words_nothing() -> None:
    people = [Participant("a", "A", needs="boron resin"),
              Participant("b", "B", offers="boron resin"), Participant("c", "C", offers="milk"),
              Participant("d", "D")]
    fits = WordAffinity(people)(people[0], people)
    assert fits.keys() == {"b"}
    assert fits["b"].value == pytest.approx(1.0)


def test_both_directions_add_up_and_one_organisation_never_meets_itself() -> None:
    people = [Participant("x", "One", entity="e1"), Participant("y", "Two"),
              Participant("z", "Uno", entity="e1"), Participant("w", "two")]

    def everybody(one: Participant, others: object) -> dict[str, Fit]:
        return {p.key: Fit(0.5, f"for {one.key}", f"doc/{one.key}") for p in people}

    pairs = pair_scores(people, [("liking", 0.4, everybody)])
    assert {(p.first, p.second) for p in pairs} == {
        ("x", "y"), ("w", "x"), ("y", "z"), ("w", "z")}
    assert all(p.value == pytest.approx(0.4) for p in pairs)
    assert sorted(part.document for part in pairs[0].parts) == ["doc/w", "doc/x"]


@pytest.fixture
def kg(tmp_path: Path) -> Iterator[qilian.KnowledgeGraph]:
    made = qilian.KnowledgeGraph(open_store(f"sqlite:///{tmp_path}/s.db"), cache=tmp_path)
    units = [
        organisation_row("r", "Resin Institute"), organisation_row("y", "Yak Institute"),
        patent_row("1", ["Resin Institute"], title="Adsorption resin for boron in brine"),
        patent_row("2", ["Yak Institute"], title="Fermentation of yak milk"),
        patent_row("3", ["Rail Institute"], title="Track beds on frozen soil"),
    ]
    assert load(made.store, REGISTER, units).rejected == []
    with made:
        yield made


def test_works_in_the_graph_speak_for_a_participant(kg: qilian.KnowledgeGraph) -> None:
    people = [
        Participant("a", "Lithium Works", needs="taking boron out of brine"),
        Participant("b", "resin institute", offers="advice"),
        Participant("c", "Yak Institute", offers="advice"),
    ]
    planned = pair_event(kg, people, HALL)
    (meeting,) = planned
    assert (meeting.pair.first, meeting.pair.second) == ("a", "b")
    assert "Adsorption resin for boron in brine" in meeting.pair.reason
    assert meeting.pair.parts[0].document == "register/1"
    assert planned.notes == (
        "not known in the graph, matched by their own words alone: Lithium Works",)
    assert {u.participant: u.reason for u in planned.unmet} == {"c": "no counterpart fits"}
    assert str(pair_event(kg, people, HALL)) == str(planned)


def test_needs_that_say_nothing_are_no_error(kg: qilian.KnowledgeGraph) -> None:
    people = [Participant("a", "A", needs="the and of"), Participant("b", "Resin Institute")]
    planned = pair_event(kg, people, HALL)
    assert len(planned) == 0
    assert planned.gap == 0
