"""Conflicts: one smallest set, by name; and the rest that holds together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from graph.events import Event, Hall, Lock, PairScore, Participant, Rules, Wish
from graph.events.conflict import find, smallest_conflict, without_conflicts
from tests.graph.events.exhaustive import every, meets, smallest, timetables, tiny

HALL = Hall.of("2025-05-20 09:00", slots=3, tables=2)
A, B, C, D = (Participant(key, key.upper(), languages=frozenset({"en"})) for key in "abcd")
EVENT = Event(HALL, (A, B, C, D))


def locked(*locks: Lock, event: Event = EVENT) -> tuple[str, ...]:
    return smallest_conflict(replace(event, locks=locks))


def test_what_holds_together_has_no_conflict() -> None:
    assert locked() == ()
    assert locked(Lock("a", "b"), Lock("a", "c", 0, 1), Lock("b", "d", 0, 0)) == ()
    assert smallest_conflict(replace(EVENT, rules=Rules(floor=9))) == ()


@pytest.mark.parametrize("lock", [
    Lock("a", "b", 3), Lock("a", "b", 0, 2), Lock("a", "x"), Lock("a", "a"), Lock("a", "b", 1),
    Lock("c", "d"), Lock("a", "c"),
])
def test_a_lock_that_is_impossible_by_itself(lock: Lock) -> None:
    event = replace(EVENT, participants=(
        A, replace(B, available=frozenset({0, 2})), replace(C, languages=frozenset({"de"})), D),
        wishes=(Wish("d", "c", "veto"),))
    assert len(locked(Lock("a", "b"), lock, event=event)) == 1


def test_two_locks_of_one_participant_in_one_slot() -> None:
    assert locked(Lock("a", "d"), Lock("a", "b", 1), Lock("a", "c", 1, 1)) == (
        "the lock of A and B in slot 2", "the lock of A and C in slot 2 at table 2")


def test_two_locks_at_one_table() -> None:
    assert locked(Lock("a", "b", 0, 1), Lock("c", "d", 0, 1)) == (
        "the lock of A and B in slot 1 at table 2", "the lock of C and D in slot 1 at table 2")


def test_one_pair_locked_to_two_slots() -> None:
    assert len(locked(Lock("a", "b", 0), Lock("b", "a", 1))) == 2
    assert locked(Lock("a", "b", 0), Lock("b", "a")) == ()


def test_delegates_of_one_organisation_cannot_both_meet_another() -> None:
    event = replace(EVENT, participants=(A, replace(B, organisation="A"), C, D))
    assert len(locked(Lock("a", "c"), Lock("b", "c"), event=event)) == 2
    again = replace(event, rules=Rules(again=True))
    assert locked(Lock("a", "c"), Lock("b", "c"), event=again) == ()


def test_agreed_meetings_that_three_would_need_in_two_slots() -> None:
    short = replace(EVENT, participants=(replace(A, available=frozenset({0, 1})), B, C, D))
    assert locked(Lock("b", "c"), Lock("a", "b"), Lock("a", "c"), Lock("a", "d"), event=short) == (
        "the agreed meeting of A and B", "the agreed meeting of A and C",
        "the agreed meeting of A and D")


def test_a_cap_gives_way_to_agreed_meetings() -> None:
    few = replace(EVENT, participants=(replace(A, cap=1), B, C, D))
    assert locked(Lock("a", "b"), Lock("a", "c"), event=few) == ()


def test_a_floor_beside_locks() -> None:
    event = replace(EVENT, participants=(
        replace(A, floor=1, available=frozenset({0})), B, C, D),
        hall=Hall.of("2025-05-20 09:00", slots=3, tables=1))
    assert locked(Lock("b", "c", 0), Lock("b", "d"), event=event) == (
        "the lock of B and C in slot 1", "the floor of 1 meeting of A (who is there in 1 slot)")
    rest, said = without_conflicts(replace(event, locks=(Lock("b", "c", 0),)))
    assert rest.locks == (Lock("b", "c", 0),)
    assert rest.by_key["a"].floor == 1
    assert said == ["the lock of B and C in slot 1 and the floor of 1 meeting of A (who is there "
                    "in 1 slot) cannot hold together; the last falls short"]


def test_the_last_of_each_conflict_is_left_out() -> None:
    event = replace(EVENT, locks=(
        Lock("a", "b", 0), Lock("c", "d", 1), Lock("a", "c", 0), Lock("b", "d", 1),
        Lock("a", "d", 7)))
    rest, said = without_conflicts(event)
    assert rest.locks == (Lock("a", "b", 0), Lock("c", "d", 1))
    assert len(said) == 3
    assert said[0].endswith("cannot hold: there is no slot 8, only 1 to 3; it is left out")
    assert without_conflicts(rest)[0] is rest


def test_floors_of_more_than_the_tables_hold_are_named_however_many() -> None:
    many = tuple(Participant(f"p{i:02}", f"O{i}", floor=3) for i in range(40))
    crowd = Event(Hall.of("2025-05-20 09:00", slots=16, tables=2), many)
    found = smallest_conflict(crowd, time_limit=0.1)
    assert len(found) == 22  # 66 places, of 64


def test_out_of_time_a_set_of_which_none_can_be_left_out() -> None:
    event = replace(EVENT, locks=(
        Lock("b", "d", 2), Lock("a", "b", 1), Lock("a", "c", 1), Lock("c", "d")))
    assert find(event, time_limit=1e-9) in ([], list(event.locks[1:3]))


@settings(deadline=None, max_examples=60)
@given(tiny())
def test_the_set_is_a_smallest_one(drawn: tuple[Event, list[PairScore]]) -> None:
    event, _ = drawn
    found = find(event, time_limit=60)
    assert len(found) == smallest(event)
    problem = every(event)
    possible = list(timetables(problem))
    assert not found or not any(meets(problem, slots, found) for slots in possible)


@settings(deadline=None, max_examples=60)
@given(tiny())
def test_what_is_left_holds_together(drawn: tuple[Event, list[PairScore]]) -> None:
    event, _ = drawn
    rest, said = without_conflicts(event, time_limit=60)
    problem = every(rest)
    assert any(meets(problem, slots, rest.locks) for slots in timetables(problem))
    assert bool(said) == bool(smallest(event))
    assert set(rest.locks) <= set(event.locks)
