"""Keys met on the way: as a dictionary would remember them."""

from __future__ import annotations

from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from graph.remembered import Remembered

numbers = st.integers(0, 2**63 - 1)


@given(st.lists(st.tuples(st.text(max_size=3), numbers, numbers)))
def test_it_remembers_what_came_first(met: list[tuple[str, int, int]]) -> None:
    known: dict[str, tuple[int, int]] = {}
    with closing(Remembered()) as seen:
        for key, number, content in met:
            assert (key in seen) == (key in known)
            assert seen.first(key, number, content) == known.get(key)
            known.setdefault(key, (number, content))
