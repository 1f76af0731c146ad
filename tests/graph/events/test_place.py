"""Placing: rules kept at every size, full timetables found, repairs that lose no meeting."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.events import Hall, Meeting, PairScore, Participant
from graph.events.choose import caps_of
from graph.events.place import Timetable, at_tables, bits, place


def hall(slots: int, tables: int) -> Hall:
    return Hall.of("2025-05-20 09:00", slots=slots, tables=tables)


def placed(people: list[Participant], pairs: list[PairScore], where: Hall) -> list[Meeting]:
    return place(people, pairs, (), where, caps_of(people, where))


def assert_rules(meetings: list[Meeting], people: list[Participant], where: Hall) -> None:
    by_key = {p.key: p for p in people}
    ends = [(key, m.slot) for m in meetings for key in (m.pair.first, m.pair.second)]
    assert len(ends) == len(set(ends))
    assert all(slot in by_key[key].free(len(where.slots)) for key, slot in ends)
    seats = {(m.slot, m.table) for m in meetings}
    assert len(seats) == len(meetings)
    assert all(0 <= table < where.tables for _, table in seats)


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(2, 14), st.integers(1, 7), st.integers(1, 5))
def test_rules_hold_when_pairs_compete(
    draw: object, number: int, slots: int, tables: int
) -> None:
    where = hall(slots, tables)
    sample = draw.random  # type: ignore[attr-defined]
    people = [
        Participant(f"k{i:02}", f"O{i}", cap=slots,
                    available=frozenset(s for s in range(slots) if sample() < 0.7))
        for i in range(number)
    ]
    pairs = [PairScore(a.key, b.key, sample() + 0.1, ())
             for a, b in combinations(people, 2) if sample() < 0.6]
    meetings = placed(people, pairs, where)
    assert_rules(meetings, people, where)
    met = {(m.pair.first, m.pair.second) for m in meetings}
    for pair in pairs:  # nothing is left that could simply be added
        both = [p for p in people if p.key in (pair.first, pair.second)]
        busy = {m.slot for m in meetings for p in both if p.key in (m.pair.first, m.pair.second)}
        open_slots = {s for s in range(slots) if sum(m.slot == s for m in meetings) < tables}
        common = both[0].free(slots) & both[1].free(slots) & open_slots - busy
        assert (pair.first, pair.second) in met or not common
    assert meetings == placed(people, pairs[::-1], where)


@pytest.mark.parametrize("size", [2, 5, 9])
def test_two_sides_meet_completely_in_as_many_slots_as_one_has_people(size: int) -> None:
    """The theorem of Koenig: a bipartite graph has an edge colouring of its largest degree."""
    people = [Participant(f"{side}{i}", f"{side} {i}", cap=size)
              for side in "ab" for i in range(size)]
    pairs = [PairScore(f"a{i}", f"b{j}", 1 + (i * j % 7) / 10, ())
             for i in range(size) for j in range(size)]
    where = hall(size, size)
    meetings = placed(people, pairs, where)
    assert len(meetings) == size * size
    assert_rules(meetings, people, where)


def test_a_chain_of_swaps_makes_room() -> None:
    people = [Participant(key, key) for key in "abcd"]
    pairs = [PairScore("a", "b", 3, ()), PairScore("b", "c", 2, ()), PairScore("c", "d", 1, ())]
    table = Timetable(people, pairs, hall(2, 2))
    table.put(0, 0)  # a-b first, c-d second: b has only the second left, c only the first
    table.put(2, 1)
    assert not table.possible(1)
    assert table.settle(1)
    assert_rules(at_tables(table), people, hall(2, 2))
    assert len(table.slot_of) == 3


def test_a_full_slot_gives_up_a_meeting_that_can_move() -> None:
    people = [Participant("a", "a", available=frozenset({0})), Participant("b", "b"),
              Participant("c", "c"), Participant("d", "d")]
    pairs = [PairScore("c", "d", 2, ()), PairScore("a", "b", 1, ())]
    table = Timetable(people, pairs, hall(2, 1))
    table.put(0, 0)
    assert table.settle(1)
    assert table.slot_of == {0: 1, 1: 0}


def test_the_better_of_two_meetings_gets_the_only_slot() -> None:
    people = [Participant(key, key, available=frozenset({0})) for key in "abc"]
    pairs = [PairScore("a", "b", 1, ()), PairScore("b", "c", 2, ())]
    (meeting,) = placed(people, pairs, hall(3, 3))
    assert meeting.pair == pairs[1]


def test_people_keep_their_table_where_they_can() -> None:
    people = [Participant(key, key) for key in "abcd"]
    pairs = [PairScore("a", "b", 9, ()), PairScore("a", "c", 8, ()), PairScore("a", "d", 7, ())]
    meetings = placed(people, pairs, hall(3, 2))
    assert len({m.table for m in meetings}) == 1


def test_bits() -> None:
    assert list(bits(0b10110)) == [1, 2, 4]
    assert list(bits(0)) == []
