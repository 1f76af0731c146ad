"""Timetable: every limit kept in every operation, repairs that lose no meeting, what is frozen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.events import Event, Hall, Interpreters, Lock, PairScore, Participant, Rules
from graph.events.problem import Problem, bits
from graph.events.timetable import Timetable
from tests.graph.events.random_events import events


def hall(slots: int, tables: int = 9) -> Hall:
    return Hall.of("2025-05-20 09:00", slots=slots, tables=tables)


def person(key: str, slots: set[int] | None = None, cap: int = 9) -> Participant:
    return Participant(key, key.upper(), cap=cap,
                       available=None if slots is None else frozenset(slots))


def problem_of(event: Event, *pairs: str) -> Problem:
    """Pairs as ``ab``, the first the best."""
    return Problem.of(event, [PairScore(pair[0], pair[1], 1 - at / 100)
                              for at, pair in enumerate(pairs)])


def assert_sound(table: Timetable) -> None:
    """What the timetable keeps in mind is what its meetings say, and no limit is broken."""
    problem = table.problem
    taken = [0] * len(problem.free)
    used = Counter[tuple[int, int]]()
    for pair, slot in table.slot_of.items():
        assert problem.allowed[pair] >> slot & 1
        for end in problem.ends[pair]:
            assert problem.free[end] >> slot & 1
            assert not taken[end] >> slot & 1
            taken[end] |= 1 << slot
        used.update((supply, slot) for supply in problem.uses[pair])
    assert taken == table.taken
    assert table.free == [there & ~busy for there, busy in zip(problem.free, taken, strict=True)]
    assert all(number <= problem.supply[supply][slot] for (supply, slot), number in used.items())
    for end, busy in enumerate(taken):
        assert busy.bit_count() <= problem.caps[end]
        assert all((busy & s).bit_count() <= problem.session_caps[end] for s in problem.sessions)
    assert all(sum(taken[end].bit_count() for end in ends) <= most for ends, most in problem.teams)
    assert max(Counter(problem.once[pair] for pair in table.slot_of).values(), default=0) <= 1


@settings(max_examples=40)
@given(events(), st.randoms(use_true_random=False))
def test_every_operation_keeps_every_limit(
    given_event: tuple[Event, list[PairScore]], draw: Random
) -> None:
    table = Timetable(Problem.of(*given_event))
    table.fix()
    assert_sound(table)
    for _ in range(30):
        if not table.ends:
            return
        pair = draw.randrange(len(table.ends))
        before = set(table.slot_of)
        if pair not in table.slot_of:
            possible = table.possible(pair)
            placed = table.settle(pair)
            assert placed or not possible
            assert set(table.slot_of) == (before | {pair} if placed else before)
        elif draw.random() < 0.3:
            table.take(pair)
        else:
            end, s = table.ends[pair][0], table.slot_of[pair]
            for t in bits(table.allowed[pair] & table.free[end] & table.roomy[end]):
                if table.swap(end, s, t):
                    assert table.slot_of[pair] == t
                    break
            assert set(table.slot_of) == before
        assert_sound(table)


@settings(max_examples=15)
@given(events())
def test_placing_all_at_once_keeps_every_limit(given_event: tuple[Event, list[PairScore]]) -> None:
    table = Timetable(Problem.of(*given_event))
    homeless = table.place(range(len(table.ends)))
    assert_sound(table)
    assert {*homeless, *table.slot_of} == set(range(len(table.ends)))


def test_a_kempe_chain_makes_room_without_losing_a_meeting() -> None:
    event = Event(hall(2), tuple(person(key) for key in "abcd"))
    table = Timetable(problem_of(event, "ab", "bc", "cd"))
    ab, bc, cd = range(3)
    table.put(ab, 0)
    table.put(cd, 1)  # b is free in 1, c in 0: nothing in common
    assert not table.possible(bc)
    assert table.settle(bc)
    assert len(table.slot_of) == 3
    assert_sound(table)


def test_a_meeting_leaves_a_full_slot_for_one_that_has_no_other() -> None:
    event = Event(hall(2, 1), (person("a"), person("b"), person("c", {0}), person("d")))
    table = Timetable(problem_of(event, "ab", "cd"))
    table.put(0, 0)
    assert table.settle(1)
    assert table.slot_of == {0: 1, 1: 0}


def test_an_interpreter_is_in_one_place_at_a_time() -> None:
    people = tuple(replace(person(key), languages=frozenset({code}))
                   for key, code in zip("abcd", ("zh", "en", "zh", "en"), strict=True))
    rules = Rules(interpreters=(Interpreters(("zh", "en"), 1),))
    table = Timetable(problem_of(Event(hall(2), people, rules), "ab", "cd"))
    assert table.place([0, 1]) == []
    assert sorted(table.slot_of.values()) == [0, 1]


def test_a_full_session_is_closed_to_a_participant() -> None:
    sessions = Hall.of_sessions([("2025-05-20 09:00", 2), ("2025-05-20 14:00", 1)], tables=9)
    event = Event(sessions, (replace(person("a"), session_cap=1), person("b"), person("c")))
    table = Timetable(problem_of(event, "ab", "ac"))
    table.put(0, 0)
    assert table.possible(1) == 0b100
    assert table.slots_to_move(0) == 0b110
    table.take(0)
    assert table.possible(1) == 0b111


def test_delegates_share_their_meetings_and_meet_an_organisation_once() -> None:
    two = (replace(person("a", cap=2), organisation="X", shared=True),
           replace(person("b", cap=2), organisation="X", shared=True))
    event = Event(hall(5), (*two, person("c"), person("d"), person("e")))
    table = Timetable(problem_of(event, "ac", "bc", "ad", "be"))
    assert table.settle(0)
    assert not table.settle(1)  # X meets C already
    assert table.settle(2)
    assert not table.settle(3)  # X has its two meetings


@pytest.mark.parametrize("table_number", [None, 1])
def test_locked_pairs_come_first_and_share_no_table(table_number: int | None) -> None:
    event = Event(hall(3).without(1, [0]), tuple(person(key) for key in "abcd"), locks=(
        Lock("a", "b", 1, table_number), Lock("c", "d", None, table_number)))
    table = Timetable(problem_of(event, "ac", "bd"))
    assert table.fix() == []
    locked = {table.problem.pairs[pair].keys: slot for pair, slot in table.slot_of.items()}
    assert locked["a", "b"] == 1
    if table_number is not None:  # closed in slot 0, taken in slot 1
        assert locked["c", "d"] == 2
    pair = table.problem.ends.index((0, 1))
    assert not table.slots_to_move(pair)


def test_nothing_happens_in_the_past_and_frozen_meetings_stay() -> None:
    event = Event(hall(3), tuple(person(key) for key in "abc"))
    table = Timetable(problem_of(event, "ab", "bc", "ac"), past=0b001, frozen={1})
    table.put(0, 0)
    table.put(1, 1)
    assert table.possible(2) == 0b100
    assert not table.slots_to_move(0)
    assert not table.slots_to_move(1)
    assert not table.swap(1, 1, 2)
    assert table.settle(2)
    assert table.slot_of == {0: 0, 1: 1, 2: 2}
