"""The figures of fairness."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.events import Event, Hall, Meeting, PairPart, PairScore, Participant, Plan, Wish
from graph.events.explain import unmet
from graph.events.fairness import WorstOff, fairness, gini
from graph.events.plan import plan
from graph.events.problem import Problem
from graph.events.wishes import with_wishes
from tests.graph.events.random_events import events

HALL = Hall.of_sessions([("2025-05-20 09:00", 4), ("2025-05-20 14:00", 2)], tables=2)


def made(people: list[Participant], meetings: list[tuple[str, str, float, int]],
         *wishes: Wish) -> Plan:
    """A plan of given meetings: keys, value, slot."""
    event = Event(HALL, tuple(people), wishes=wishes)
    pairs = [PairScore(a, b, value, (PairPart("fit", value, "fits"),))
             for a, b, value, _ in meetings]
    scored = with_wishes(event, pairs)
    worth = {pair.keys: pair for pair in scored}
    held = tuple(Meeting(worth[a, b], slot, 0) for a, b, _, slot in meetings if slot >= 0)
    problem = Problem.of(event, scored)
    return Plan(event, held, scored, tuple(unmet(problem, held, scored=scored)), 100.0,
                names=event.names)


def test_the_figures_of_a_small_plan() -> None:
    people = [Participant("a", "A", floor=3), Participant("b", "B", floor=1),
              Participant("c", "C"), Participant("d", "D", offers="salt"),
              Participant("e", "E", available=frozenset()),
              Participant("f", "F", available=frozenset({0, 2}))]
    plan_ = made(people, [("a", "b", 1.0, 0), ("a", "c", 0.5, 3), ("b", "c", 0.25, 4),
                          ("a", "f", 0.1, -1)],
                 Wish("a", "b", "must"), Wish("b", "a", "want"), Wish("d", "a", "want"))
    found = fairness(plan_)
    assert (found.participants, found.fewest, found.p10, found.median) == (5, 0, 0, 2.0)
    assert found.below_floor == 0.5
    assert found.gaps == 2  # a waits in slots 1 and 2; b and c meet again only after the break
    assert found.first_choices == pytest.approx(3 / 5)  # not of d and f
    assert found.requests == pytest.approx(2 / 3)
    assert found.mutual == pytest.approx(1 / 3)
    assert found.worst[:3] == (WorstOff("d", 0, 0.0), WorstOff("f", 0, 0.0),
                               WorstOff("c", 2, 0.75))
    assert {u.participant: u.why for u in found.unserved} == {
        "d": "used elsewhere", "e": "absent", "f": "used elsewhere"}
    assert "without any meeting: e: it is absent in every slot" in str(found)


def test_only_slots_in_which_one_is_there_are_waited_in() -> None:
    people = [Participant("a", "A", available=frozenset({0, 2, 3})), Participant("b", "B"),
              Participant("c", "C")]
    found = fairness(made(people, [("a", "b", 1.0, 0), ("a", "c", 1.0, 3)]))
    assert found.gaps == 1


def test_an_event_of_nobody() -> None:
    found = fairness(made([], []))
    assert (found.participants, found.median, found.gini) == (0, 0.0, 0.0)
    assert found.first_choices is found.requests is found.mutual is found.below_floor is None
    assert "first choices met: nobody counts" in str(found)


def test_gini_of_known_distributions() -> None:
    assert gini([1, 1, 1, 1]) == pytest.approx(0.0)
    assert gini([0, 0, 0, 1]) == pytest.approx(0.75)
    assert gini([1, 2, 3, 4]) == pytest.approx(0.25)
    assert gini([]) == gini([0.0, 0.0]) == 0.0


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20))
def test_gini_is_half_the_mean_difference_by_the_mean(values: list[float]) -> None:
    number, whole = len(values), sum(values)
    if whole > 1e-6:
        apart = sum(abs(a - b) for a in values for b in values)
        assert gini(values) == pytest.approx(apart / (2 * number * whole), abs=1e-9)


@settings(max_examples=30)
@given(events())
def test_figures_agree_with_the_plan(drawn: tuple[Event, list[PairScore]]) -> None:
    event, pairs = drawn
    done = plan(event, with_wishes(event, pairs))
    found = fairness(done)
    assert found.fewest <= found.p10 <= found.median
    for share in (found.below_floor, found.first_choices, found.requests, found.mutual):
        assert share is None or 0 <= share <= 1
    assert 0 <= found.gini < 1
    assert len(found.worst) == min(10, found.participants)
    assert {u.participant for u in found.unserved} == {
        p.key for p in event.participants if not done.agenda(p.key)}
