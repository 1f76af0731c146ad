"""Placing: full timetables found, locks held, better meetings in the place of weaker ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings

from graph.events import Event, Hall, Lock, PairScore, Participant
from graph.events.improve import improve
from graph.events.place import place
from graph.events.problem import Problem
from graph.events.seating import seat
from graph.events.timetable import Timetable
from tests.graph.events.plan_checker import broken_meetings
from tests.graph.events.random_events import events


def hall(slots: int, tables: int = 9) -> Hall:
    return Hall.of("2025-05-20 09:00", slots=slots, tables=tables)


def person(key: str, slots: set[int] | None = None, cap: int = 9) -> Participant:
    return Participant(key, key.upper(), cap=cap,
                       available=None if slots is None else frozenset(slots))


def value(problem: Problem, slots: dict[int, int]) -> float:
    return sum(problem.pairs[pair].value for pair in slots)


@settings(max_examples=25)
@given(events())
def test_nothing_is_left_that_could_simply_be_added(
    given_event: tuple[Event, list[PairScore]]
) -> None:
    problem = Problem.of(*given_event)
    slots = place(problem, ())
    table = Timetable.of(problem, slots)
    assert not any(table.possible(pair) for pair in range(len(problem.pairs)) if pair not in slots)
    assert place(problem, ()) == slots


@pytest.mark.parametrize("size", [2, 5, 9])
def test_two_sides_that_all_meet_fill_every_slot(size: int) -> None:
    buyers = [person(f"b{i}") for i in range(size)]
    sellers = [person(f"s{i}") for i in range(size)]
    draw = Random(size)
    pairs = [PairScore(b.key, s.key, draw.random() + 0.1) for b in buyers for s in sellers]
    event = Event(hall(size, size), (*buyers, *sellers))
    problem = Problem.of(event, pairs)
    assert len(place(problem, range(len(pairs)))) == size * size


@pytest.mark.parametrize("size", [4, 8, 16])
def test_everybody_meets_everybody(size: int) -> None:
    people = tuple(person(f"k{i:02}", cap=size) for i in range(size))
    pairs = [PairScore(a.key, b.key, 1.0) for a, b in combinations(people, 2)]
    problem = Problem.of(Event(hall(size, size // 2), people), pairs)
    assert len(place(problem, range(len(pairs)))) == len(pairs)


def test_a_better_pair_takes_the_place_of_a_weaker_one() -> None:
    event = Event(hall(1), tuple(person(key) for key in "abc"))
    problem = Problem.of(event, [PairScore("a", "b", 0.4), PairScore("b", "c", 0.9)])
    slots = place(problem, [1, 0])  # no choice that keeps to the limits: the better one wins
    assert [problem.pairs[pair].keys for pair in slots] == [("b", "c")]


def test_room_that_is_left_goes_to_another_delegate() -> None:
    one = replace(person("a", {0}), organisation="X")
    other = replace(person("b", {1}), organisation="X")
    event = Event(hall(2, 1), (one, other, person("c"), person("d", {0})))
    pairs = [PairScore("a", "c", 0.9), PairScore("b", "c", 0.8), PairScore("a", "d", 1.0)]
    problem = Problem.of(event, pairs)
    slots = place(problem, [0, 1])  # a - d and a - c, which want the same slot
    assert {problem.pairs[pair].keys for pair in slots} == {("a", "d"), ("b", "c")}


def test_a_lock_goes_before_better_pairs() -> None:
    event = Event(hall(1, 1), tuple(person(key) for key in "abcd"), locks=(Lock("c", "d"),))
    problem = Problem.of(event, [PairScore("a", "b", 1.0), PairScore("c", "d", 0.1)])
    slots = place(problem, range(2))
    assert [problem.pairs[pair].keys for pair in slots] == [("c", "d")]


def test_agreed_meetings_are_held_where_repairs_alone_find_no_way() -> None:
    people = (person("a"), person("b", {0, 1}), person("c", {1, 2}), person("d"))
    locks = (Lock("a", "b"), Lock("a", "c"), Lock("a", "d"), Lock("c", "d"))
    problem = Problem.of(Event(hall(3, 2), people, locks=locks), ())
    assert len(place(problem, ())) == len(locks)


def test_a_slot_is_chosen_anew_where_two_meetings_are_worth_more_than_one() -> None:
    event = Event(hall(1), tuple(person(key) for key in "abcd"))
    problem = Problem.of(event, [PairScore("b", "c", 0.7), PairScore("a", "b", 0.6),
                                 PairScore("c", "d", 0.6)])
    table = Timetable.of(problem, {0: 0})
    improve(table)
    assert value(problem, table.slot_of) == pytest.approx(1.2)


@settings(max_examples=25)
@given(events())
def test_improving_loses_no_value_and_no_lock(given_event: tuple[Event, list[PairScore]]) -> None:
    event, pairs = given_event
    problem = Problem.of(event, pairs)
    table = Timetable(problem)
    table.fix()
    for pair in range(len(problem.pairs)):
        table.settle(pair)
    before = dict(table.slot_of)
    improve(table)
    assert value(problem, table.slot_of) >= value(problem, before) - 1e-9
    assert all(table.slot_of[pair] == before[pair] for pair in problem.fixed if pair in before)
    assert broken_meetings(event, tuple(seat(problem, table.slot_of))) == []
