"""The exact scheduler against all timetables of tiny cases; its parts where they count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from graph.events.given import Given, Puzzle, puzzle_of
from tests.graph.events.given_puzzles import Tiny, tiny

pytest.importorskip("ortools")

from graph.events.given_exact import solve_exact  # noqa: E402
from graph.events.given_model import Model  # noqa: E402


def puzzle(case: Tiny) -> Puzzle:
    return puzzle_of(case.away, case.meetings, slots=case.slots, supplies=[case.tables],
                     spread=case.spread)


@settings(max_examples=80, deadline=None)
@given(tiny())
def test_the_fewest_breaks_are_found_and_proven(case: Tiny) -> None:
    numbers, fewest = puzzle(case), case.fewest()
    if numbers.impossible:
        assert fewest is None
        return
    found = solve_exact(numbers, time_limit=30, seed=1, workers=2)
    assert found.ended
    if fewest is None:
        assert found.slots is None
        return
    assert found.slots is not None
    assert case.keeps_rules(found.slots)
    assert sum(case.breaks(found.slots)) == found.lower_bound == fewest


@settings(max_examples=40, deadline=None)
@given(tiny())
def test_cores_and_limits_agree_with_all_timetables(case: Tiny) -> None:
    numbers, fewest = puzzle(case), case.fewest()
    if numbers.impossible:
        return
    best, ended = Model(numbers).solve(30, seed=1, least=True)
    assert ended
    assert (None if best is None else sum(case.breaks(best))) == fewest
    if fewest:
        assert Model(numbers, at_most=fewest - 1).solve(30, seed=1) == (None, True)
        some, ended = Model(numbers, at_least=fewest, at_most=fewest).solve(30, seed=1)
        assert some is not None
        assert ended


def test_only_the_loose_have_breaks() -> None:
    meetings = [Given("a", "b", fixed=0), Given("a", "c", fixed=2), Given("b", "c")]
    numbers = puzzle_of(dict.fromkeys("abcd", frozenset()), meetings, slots=4, supplies=[[2] * 4],
                        spread=2)
    assert Model(numbers, loose=()).solve(30, seed=1) == (None, True)
    assert Model(numbers, loose=(1, 2)).solve(30, seed=1) == (None, True)
    assert Model(numbers, loose=(0,)).solve(30, seed=1) == ((0, 2, 1), True)


@pytest.mark.parametrize("workers", [1, 3])
def test_any_number_of_workers_comes_to_the_same_breaks(workers: int) -> None:
    """A round of six in six slots with three tables, in which two are away once."""
    keys = "abcdef"
    away = {key: frozenset({2}) if key in "ab" else frozenset[int]() for key in keys}
    meetings = [Given(a, b) for at, a in enumerate(keys) for b in keys[at + 1:]]
    numbers = puzzle_of(away, meetings, slots=6, supplies=[[3] * 6], spread=2)
    found = solve_exact(numbers, time_limit=30, seed=1, workers=workers)
    assert found.slots is not None
    assert found.ended
    assert numbers.breaks(found.slots) == found.lower_bound >= 2
