"""Idle gaps: what counts as one, and that closing them loses nothing and moves no lock."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.events import Event, Hall, Lock, PairScore, Participant
from graph.events.place import place
from graph.events.problem import Problem, mask
from graph.events.seating import seat
from graph.events.tidy import gaps, tidy
from graph.events.timetable import Timetable
from tests.graph.events.plan_checker import broken_meetings
from tests.graph.events.random_events import events


def waits(problem: Problem, slots: dict[int, int]) -> int:
    taken = Timetable.of(problem, slots).taken
    return sum(gaps(busy, there, problem.sessions)
               for busy, there in zip(taken, problem.free, strict=True))


@pytest.mark.parametrize(("met", "there", "expected"), [
    ("", "012345", 0),
    ("2", "012345", 0),
    ("123", "012345", 0),
    ("024", "012345", 2),
    ("04", "012345", 1),  # one wait, however long
    ("02", "02345", 0),  # away in between
    ("03", "0234", 1),
    ("0245", "0245", 0),
    ("04", "0124", 1),
])
def test_a_gap_is_a_run_of_idle_slots_between_meetings(
    met: str, there: str, expected: int
) -> None:
    assert gaps(mask(map(int, met)), mask(map(int, there)), (0b111111,)) == expected


def test_the_time_between_two_sessions_is_no_gap() -> None:
    assert gaps(0b100001, 0b111111, (0b000111, 0b111000)) == 0
    assert gaps(0b101101, 0b111111, (0b000111, 0b111000)) == 2


def test_meetings_move_together() -> None:
    hall = Hall.of("2025-05-20 09:00", slots=6, tables=4)
    event = Event(hall, tuple(Participant(key, key) for key in "abcde"))
    pairs = [PairScore("a", other, 1.0) for other in "bcde"]
    problem = Problem.of(event, pairs)
    slots = tidy(problem, {0: 0, 1: 2, 2: 4, 3: 5})
    assert waits(problem, {0: 0, 1: 2, 2: 4, 3: 5}) == 2
    assert waits(problem, slots) == 0


def test_locked_slots_stay() -> None:
    hall = Hall.of("2025-05-20 09:00", slots=4, tables=4)
    event = Event(hall, tuple(Participant(key, key) for key in "abc"),
                  locks=(Lock("a", "b", 0), Lock("a", "c", 3)))
    problem = Problem.of(event, [PairScore("a", "b", 1.0), PairScore("a", "c", 1.0)])
    assert tidy(problem, {0: 0, 1: 3}) == {0: 0, 1: 3}


@settings(max_examples=25)
@given(events(people=10), st.integers(1, 3))
def test_the_same_pairs_meet_with_no_more_gaps(
    given_event: tuple[Event, list[PairScore]], seed: int
) -> None:
    event, pairs = given_event
    problem = Problem.of(event, pairs)
    slots = place(problem, range(len(problem.pairs)))
    better = tidy(problem, slots, seed=seed)
    assert better.keys() == slots.keys()
    assert broken_meetings(event, tuple(seat(problem, better))) == []
    assert tidy(problem, slots, seed=seed) == better
    assert waits(problem, better) <= waits(problem, slots)
