"""How alike statements are, by words and by vectors."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.matching.likeness import ALIKE, alike_statements, cosines, nearness
from tests.builders import patent_row
from tests.graph.matching.conftest import MakeGraph
from tests.graph.vectoring import Meanings


def rows(number: int, seed: int) -> npt.NDArray[np.float64]:
    return np.random.default_rng(seed).normal(size=(number, 6))


@given(st.integers(1, 12), st.integers(0, 10**6))
def test_nearness_is_mutual_and_knows_no_order(number: int, seed: int) -> None:
    drawn = rows(number, seed)
    order = np.random.default_rng(seed).permutation(number)
    near = nearness(drawn)
    assert np.allclose(near, near.T)
    assert np.allclose(np.diag(near), 1.0)
    assert (np.abs(near) <= 1 + 1e-9).all()
    assert np.allclose(nearness(drawn[order]), near[np.ix_(order, order)])


def test_what_nothing_is_said_of_is_like_itself_alone() -> None:
    assert cosines(np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 2.0]])).tolist() == np.eye(3).tolist()


def test_a_word_shared_by_two_of_few_texts_tells(make: MakeGraph) -> None:
    kg = make(patent_row("1", ["Salt Institute"], title="Scale in brine pipelines"))
    said = ["Scale in our brine pipelines", "Scale grows in brine pipelines each winter",
            "Dust on the quay"]
    alike = alike_statements(kg, said, said, before=None)
    assert alike[0, 1] >= ALIKE
    assert alike[0, 2] < ALIKE


def test_statements_in_other_words_are_alike_by_vectors(make: MakeGraph) -> None:
    kg = make(patent_row("1", ["Salt Institute"], title="Lithium from salt"))
    said = ["battery", "lithium", "wool", "dust"]
    assert alike_statements(kg, said, said, before=None)[0, 1] == 0.0
    kg.embed(Meanings())
    alike = alike_statements(kg, said, said, before=None)
    assert alike[0, 1] >= ALIKE
    assert alike[0, 2] < ALIKE
    assert np.allclose(np.diag(alike), 1.0)


def test_what_the_model_does_not_read_is_compared_by_words(make: MakeGraph) -> None:
    kg = make(patent_row("1", ["Salt Institute"], title="Lithium from salt"))
    kg.embed(Meanings())
    said = ["冬季卤水管道结盐堵塞", "卤水管道冬季结盐堵塞", "wool"]
    alike = alike_statements(kg, said, said, before=None)
    assert alike[0, 1] >= ALIKE
    assert alike[0, 2] == pytest.approx(0.0)
