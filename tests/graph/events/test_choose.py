"""Choosing: bounds that hold, with and without a solver, and a way out when time is short."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.events import Hall, PairScore, Participant, plan
from graph.events.choose import caps_of, ceiling, choose, greedy

ODD = [Participant(key, key, cap=1) for key in "abc"]
TRIANGLE = [PairScore(a.key, b.key, 1.0, ()) for a, b in combinations(ODD, 2)]
HALL = Hall.of("2025-05-20 09:00", slots=4, tables=3)


def event(number: int) -> tuple[list[Participant], list[PairScore]]:
    people = [Participant(f"p{i:03}", f"O{i}", cap=3) for i in range(number)]
    pairs = [PairScore(a.key, b.key, ((i * 7919) % 97 + 1) / 97, ())
             for i, (a, b) in enumerate(combinations(people, 2))]
    return people, pairs


def test_an_odd_ring_is_where_the_linear_bound_is_above_the_best() -> None:
    choice = choose(ODD, TRIANGLE, HALL)
    assert len(choice.pairs) == 1
    assert choice.exact
    assert 1.0 - 1e-6 <= choice.bound <= 1.5 + 1e-6


def test_the_hall_limits_the_choice() -> None:
    people, pairs = event(12)
    choice = choose(people, pairs, Hall.of("2025-05-20 09:00", slots=2, tables=2))
    assert len(choice.pairs) == 4
    assert choice.bound == pytest.approx(sum(sorted((p.value for p in pairs), reverse=True)[:4]))


def test_pairs_without_a_common_slot_are_not_chosen() -> None:
    people = [Participant("a", "a", available=frozenset({0})),
              Participant("b", "b", available=frozenset({1}))]
    choice = choose(people, [PairScore("a", "b", 1.0, ())], HALL)
    assert choice.pairs == ()
    assert choice.bound == 0


def test_out_of_time_a_sound_plan_with_a_bound_and_a_note() -> None:
    people, pairs = event(120)
    made = plan(people, pairs, HALL, time_limit=1e-6)
    best = plan(people, pairs, HALL)
    assert 0 < made.value <= best.value + 1e-6
    assert made.bound >= best.value - 1e-6
    assert ["cut short" in note for note in made.notes] == [True]
    assert best.notes == ()


@given(st.lists(st.integers(1, 9), min_size=10, max_size=10), st.integers(1, 8),
       st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_the_bound_without_a_solver_holds(
    values: list[int], capacity: int, most: list[int]
) -> None:
    people = [Participant(f"k{i}", f"O{i}", cap=cap) for i, cap in enumerate(most)]
    pairs = sorted((PairScore(a.key, b.key, float(v), ())
                    for (a, b), v in zip(combinations(people, 2), values, strict=True)),
                   key=lambda p: -p.value)
    caps = caps_of(people, Hall.of("2025-05-20 09:00", slots=4, tables=9))
    best = max(
        sum(p.value for p in chosen)
        for size in range(min(capacity, 5) + 1) for chosen in combinations(pairs, size)
        if all(sum(key in (p.first, p.second) for p in chosen) <= caps[key] for key in caps)
    )
    assert ceiling(pairs, caps, capacity) >= best
    assert sum(p.value for p in greedy(pairs, caps, min(capacity, 5))) <= best
