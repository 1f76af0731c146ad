"""Choosing: within the limits, bounds that hold, floors, and a way out when time is short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.events import Event, Hall, Lock, PairScore, Participant, Rules
from graph.events.choose import ceiling, choose, greedy
from graph.events.limits import floors_of, limits_of
from graph.events.problem import Problem
from tests.graph.events.exhaustive import counts_hold, meets, timetables, tiny

HALL = Hall.of("2025-05-20 09:00", slots=4, tables=3)


def people(number: int, *, cap: int = 10, floor: int = 0) -> tuple[Participant, ...]:
    return tuple(Participant(f"p{i:03}", f"O{i}", cap=cap, floor=floor) for i in range(number))


def scored(some: Sequence[Participant]) -> list[PairScore]:
    return [PairScore(a.key, b.key, ((i * 7919) % 97 + 1) / 97)
            for i, (a, b) in enumerate(combinations(some, 2))]


def value(problem: Problem, pairs: Sequence[int]) -> float:
    return sum(problem.pairs[pair].value for pair in pairs)


def test_an_odd_ring_is_where_the_linear_bound_is_above_the_best() -> None:
    ring = people(3, cap=1)
    choice = choose(Problem.of(Event(HALL, ring), [
        PairScore(a.key, b.key, 1.0) for a, b in combinations(ring, 2)]))
    assert len(choice.pairs) == 1
    assert choice.exact
    assert choice.bound == pytest.approx(1.0)


def test_the_tables_limit_the_choice_but_not_meetings_at_a_booth() -> None:
    some = people(12)
    pairs = scored(some)
    hall = Hall.of("2025-05-20 09:00", slots=2, tables=2)
    choice = choose(Problem.of(Event(hall, some), pairs))
    assert len(choice.pairs) == 4
    assert choice.bound == pytest.approx(sum(sorted((p.value for p in pairs), reverse=True)[:4]))
    booth = (replace(some[0], booth="B1"), *some[1:])
    assert len(choose(Problem.of(Event(hall, booth), pairs)).pairs) == 6


def test_who_shares_only_two_slots_with_three_others_meets_two_of_them() -> None:
    one, *others = people(4)
    short = [replace(p, available=frozenset({0, 3})) for p in others]
    pairs = [PairScore(one.key, p.key, 1.0) for p in others]
    choice = choose(Problem.of(Event(HALL, (one, *short)), pairs))
    assert len(choice.pairs) == 2
    assert choice.bound == pytest.approx(2.0)


def test_session_caps_hold_over_the_sessions_that_a_pair_can_meet_in() -> None:
    hall = Hall.of_sessions([("2025-05-20 09:00", 4), ("2025-05-20 14:00", 4)], tables=9)
    one, *others = people(5)
    morning = [replace(p, available=frozenset({i % 4, 3})) for i, p in enumerate(others)]
    event = Event(hall, (one, *morning), Rules(session_cap=2))
    choice = choose(Problem.of(event, [PairScore(one.key, p.key, 1.0) for p in others]))
    assert choice.bound == pytest.approx(2.0)


def test_a_floor_costs_less_than_it_gives_and_leaves_the_bound() -> None:
    a, b, c = people(3, cap=1)
    pairs = [PairScore(a.key, b.key, 1.0), PairScore(b.key, c.key, 0.4)]
    free = choose(Problem.of(Event(HALL, (a, b, c)), pairs))
    asked = choose(Problem.of(Event(HALL, (a, b, replace(c, floor=1))), pairs))
    assert free.pairs == (0,)
    assert asked.pairs == (1,)
    assert asked.bound == pytest.approx(1.0)


def test_a_floor_is_cut_to_what_is_possible() -> None:
    some = people(3, floor=9, cap=3)
    problem = Problem.of(Event(HALL, some), scored(some)[:2])
    assert floors_of(problem) == [2, 1, 1]


def test_what_is_placed_stays_unless_another_is_worth_more() -> None:
    some = people(3, cap=1)
    problem = Problem.of(Event(HALL, some), [
        PairScore("p000", "p001", 1.0), PairScore("p001", "p002", 0.9)])
    assert choose(problem, kept=[1]).pairs == (0,)
    assert choose(problem, kept=[1], stickiness=0.05).pairs == (0,)
    sticky = choose(problem, kept=[1], stickiness=0.2)
    assert sticky.pairs == (1,)
    assert sticky.bound == pytest.approx(1.0)


def test_locks_are_chosen_whatever_the_cap() -> None:
    some = people(4, cap=1)
    event = Event(HALL, some, locks=(Lock("p000", "p001"), Lock("p000", "p002", 1)))
    problem = Problem.of(event, [PairScore("p000", "p003", 1.0), PairScore("p002", "p003", 0.5)])
    choice = choose(problem)
    assert set(choice.pairs) == set(problem.fixed)
    assert choice.bound == 0


def test_out_of_time_a_sound_choice_with_a_bound() -> None:
    some = people(60, cap=3)
    problem = Problem.of(Event(HALL, some), scored(some))
    short, best = choose(problem, time_limit=0.0), choose(problem)
    assert not short.exact
    assert best.exact
    assert counts_hold(problem, short.pairs)
    assert len(short.pairs) <= HALL.capacity
    assert 0 < value(problem, short.pairs) <= value(problem, best.pairs) + 1e-9
    assert short.bound >= best.bound >= value(problem, best.pairs) - 1e-9


@settings(deadline=None)
@given(tiny(), st.sampled_from([0.0, 10.0]))
def test_a_choice_keeps_to_the_limits_and_no_timetable_beats_its_bound(
    drawn: tuple[Event, list[PairScore]], seconds: float
) -> None:
    event, pairs = drawn
    problem = Problem.of(event, pairs)
    choice = choose(problem, time_limit=seconds)
    assert choice == choose(problem, time_limit=seconds)
    assert set(problem.fixed) <= set(choice.pairs)
    assert value(problem, choice.pairs) <= choice.bound
    possible = [slots for slots in timetables(problem) if meets(problem, slots, event.locks)]
    if possible:
        assert counts_hold(problem, choice.pairs)
        best = max(value(problem, list(slots)) for slots in possible)
        assert choice.bound >= best - 1e-9
        assert ceiling(problem) >= best - 1e-9
        limits = limits_of(problem)
        for slots in possible:
            assert all(len(slots.keys() & set(limit.pairs)) <= limit.most for limit in limits)
    taken = greedy(problem, limits_of(problem))
    assert set(problem.fixed) <= set(taken)


@settings(deadline=None)
@given(tiny())
def test_no_choice_of_less_shortfall_is_as_good(drawn: tuple[Event, list[PairScore]]) -> None:
    """Exact within its own limits: value less the greatest score for each meeting that lacks."""
    event, pairs = drawn
    problem = Problem.of(replace(event, locks=()), pairs)
    floors, limits = floors_of(problem), limits_of(problem)
    price = max((pair.value for pair in problem.pairs), default=0.0)

    def worth(chosen: Sequence[int]) -> float:
        have = [sum(at in problem.ends[pair] for pair in chosen) for at in range(len(floors))]
        lacking = sum(max(0, f - n) for f, n in zip(floors, have, strict=True))
        return value(problem, chosen) - price * lacking

    numbers = range(len(problem.pairs))
    best = max(
        worth(some) for size in range(len(numbers) + 1) for some in combinations(numbers, size)
        if all(len(set(some) & set(limit.pairs)) <= limit.most for limit in limits))
    assert worth(choose(problem).pairs) == pytest.approx(best)
