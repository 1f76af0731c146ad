"""Bars of parts of a score, those below zero too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.charts import part_bars, part_rows, part_scale, stack_bars
from graph.matching.results import Part

FIRST = (Part("near", "near", 30.0), Part("codes", "codes", 0.0), Part("size", "size", -10.0))
SECOND = (Part("near", "near", 15.0), Part("codes", "codes", 0.0), Part("size", "size", 0.0))


def test_bars_begin_at_a_common_zero_and_go_left_below_it() -> None:
    scale = part_scale([FIRST, SECOND])
    assert scale.zero == 25.0
    bars = [(b.part.name, b.x, b.width, b.place, b.negative) for b in part_bars(FIRST, scale=scale)]
    assert bars == [("near", 25.0, 75.0, 1, False), ("size", 0.0, 25.0, 3, True)]
    assert [(b.x, b.width) for b in part_bars(SECOND, scale=scale)] == [(25.0, 37.5), (25.0, 0.0)]
    assert scale.against == {"size"}


def test_what_counts_against_covers_the_end_of_the_stack() -> None:
    scale = part_scale([FIRST, SECOND])
    first, taken = stack_bars(FIRST, scale=scale)
    assert (first.x, first.width) == (0.0, 100.0)
    assert (taken.x, taken.width, taken.negative) == (66.67, 33.33, True)
    (only,) = stack_bars(SECOND, scale=scale)
    assert (only.x, only.width) == (0.0, 50.0)


def test_rows_of_several_candidates() -> None:
    rows = part_rows([FIRST, (), SECOND])
    assert [part.name for part, _ in rows] == ["near", "size"]
    assert [bar and bar.width for bar in rows[0][1]] == [75.0, None, 37.5]


def test_nothing_has_no_bars() -> None:
    assert part_rows([(), ()]) == []
    assert part_scale([]).zero == 0.0


@given(st.lists(st.lists(st.floats(-200, 200), min_size=1, max_size=8), min_size=1, max_size=4))
def test_no_bar_leaves_its_chart(values: list[list[float]]) -> None:
    parts = [tuple(Part(f"p{i}", "", v) for i, v in enumerate(some)) for some in values]
    scale = part_scale(parts)
    for some in parts:
        for bar in (*part_bars(some, scale=scale), *stack_bars(some, scale=scale)):
            assert bar.x >= -0.02
            assert bar.x + bar.width <= 100.1
