"""From scored works to their owners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.matching.owners import (
    NEXT_WORK,
    SHARED,
    OwnedWork,
    decayed_sum,
    owned_works,
    recency,
)
from graph.search import Hits


def works(scores: list[float]) -> list[OwnedWork]:
    return [OwnedWork(str(i), str(i), 1, 1.0, s) for i, s in
            enumerate(sorted(scores, reverse=True))]


@given(st.lists(st.floats(0, 100), max_size=8), st.floats(0, 100))
def test_a_further_work_never_lowers_the_sum(scores: list[float], more: float) -> None:
    assert decayed_sum(works([*scores, more])) >= decayed_sum(works(scores)) - 1e-9


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_the_best_work_dominates(scores: list[float]) -> None:
    assert max(scores) <= decayed_sum(works(scores)) <= max(scores) / (1 - NEXT_WORK) + 1e-9


def test_recency_halves_in_ten_years() -> None:
    day = 700_000
    assert recency(day, day) == 1.0
    assert recency(day, day + round(10 * 365.25)) == pytest.approx(0.5, abs=1e-3)
    assert recency(day + 5, day) == 1.0
    assert recency(None, day) == recency(day, None) == 0.5


def test_a_family_counts_once_by_its_best_member_and_names_the_others() -> None:
    hits = Hits(["r1", "r2", "r3", "r4"], ["w", "x", "y", "z"], [None] * 4, [8.0, 6.0, 4.0, 2.0],
                [(("a", 1.0),), (("a", 0.5), ("b", 0.5)), (("a", 1.0),), (("a", 1.0),)],
                families=["", "F", "F", ""])
    found = owned_works(hits, None)
    assert [(w.record, w.score, w.members) for w in found["a"]] == [
        ("r1", 4.0, ()), ("r2", 3.0 * 0.5**SHARED, ("y",)), ("r4", 1.0, ())]
    assert [(w.record, w.members) for w in found["b"]] == [("r2", ("y",))]


def test_a_work_of_several_records_counts_once_by_its_best() -> None:
    hits = Hits(["r1", "r2", "r3"], ["w", "w", "x"], [None, None, None], [4.0, 6.0, 2.0],
                [(("a", 1.0),), (("a", 0.5), ("b", 0.5)), (("a", 1.0),)])
    found = owned_works(hits, None)
    half = 3.0 * 0.5**SHARED
    assert [(w.record, w.score) for w in found["a"]] == [("r2", half), ("r3", 1.0)]
    assert [(w.record, w.score) for w in found["b"]] == [("r2", half)]
