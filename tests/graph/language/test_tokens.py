"""Terms of texts in both scripts."""

from __future__ import annotations

import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.language.tokens import terms, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Extraction of lithium from brines", ["extract", "lithium", "brine"]),
        ("The and of a", []),
        ("LiFePO4 cells at 30 % capacity", ["lifepo4", "cell", "30", "capac"]),
        ("café Naïve", ["café", "naïve"]),
        ("盐湖提锂", ["盐湖", "湖提", "提锂"]),
        ("锂", ["锂"]),
        ("盐湖 lithium 提取", ["盐湖", "lithium", "提取"]),
        ("ＬＩＴＨＩＵＭ Ⅳ", ["lithium", "iv"]),
        ("锂brine盐湖", ["锂", "brine", "盐湖"]),
        ("", []),
        ("… --- !!!", []),
    ],
)
def test_terms_of_a_text(text: str, found: list[str]) -> None:
    assert tokens(text) == found


def test_a_title_counts_twice() -> None:
    assert terms("Brine pumps", "A pump") == "brine pump brine pump pump"


@given(st.text(max_size=80), st.text(max_size=80))
def test_terms_hold_no_space_and_join_by_space(title: str, body: str) -> None:
    stored = terms(title, body)
    assert stored.split() == tokens(title) * 2 + tokens(body)
    assert tokens(title) == tokens(title)


@given(st.text(alphabet="abcdefghij XYZ09.,-", max_size=60))
def test_the_quick_way_for_plain_text_is_the_same(text: str) -> None:
    assert tokens(text) == [t for t in tokens(f"{text} é") if t != "é"]


def test_two_hundred_known_words_are_quick() -> None:
    text = "membrane separation of magnesium and lithium in old salt lake brines " * 20
    tokens(text)
    assert min(timeit.repeat(lambda: tokens(text), number=10, repeat=5)) / 10 < 400e-6
