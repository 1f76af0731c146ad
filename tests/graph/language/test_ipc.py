"""Codes of patents in every spelling, and what part of a patent each stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.language.ipc import beginnings, codes_of, prefix_of, shares_of

SYMBOLS = st.builds(
    lambda head, group, sub: f"{head}{group}/{sub:02d}",
    st.sampled_from(["H01M", "A61K", "C22B", "B25J"]), st.integers(1, 12), st.integers(0, 99),
)


@pytest.mark.parametrize("spelling", [
    "H01M 10/54", "H01M10/54", "h01m 10/54", "H01M0010540000", "H01M-010/54", "Ｈ01M 10／54",
    "H01M  10/54", "H01M 10 / 54", "H01M10/54(2006.01)I",
    "H01M  10/54        20060101AFI20060101BHCN",
])  # fmt: skip
def test_one_form_for_every_spelling(spelling: str) -> None:
    assert [code.symbol for code in codes_of(spelling)] == ["H01M10/54"]


@pytest.mark.parametrize(("cell", "expected"), [
    ("H01M10/54;;A61K8/02", ["H01M10/54", "A61K8/02"]),
    ("H01M 10/54；A61K 8/02、C22B 26/12", ["H01M10/54", "A61K8/02", "C22B26/12"]),
    ("H01M 10/54 A61K 8/02", ["H01M10/54", "A61K8/02"]),
    ("H01M10/54\nH01M10/54", ["H01M10/54"]),
    ("A01B0001000000", ["A01B1/00"]),
    ("H01M", ["H01M"]),
    ("H01M 10", ["H01M10/00"]),
    ("H01M 10/0525", ["H01M10/0525"]),
    ("H01L2224/05", ["H01L2224/05"]),
    ("19-06", []), ("A61KIT", []), ("TM912.9", []), ("CN112345678A", []), ("", []),
])  # fmt: skip
def test_the_codes_of_a_cell(cell: str, expected: list[str]) -> None:
    assert [code.symbol for code in codes_of(cell)] == expected


def test_the_words_are_those_of_the_cell() -> None:
    cell = "h01m 10/54 (2006.01)I; C22B0026120000"
    assert [code.words for code in codes_of(cell)] == ["h01m 10/54", "C22B0026120000"]


def test_positions_where_they_are_stated() -> None:
    codes = codes_of("H01M10/54(2006.01)N; C22B26/12(2006.01)I; A61K 8/02")
    assert [code.inventive for code in codes] == [False, True, None]
    assert shares_of(codes) == pytest.approx(
        {"H01M10/54": 0.25, "C22B26/12": 0.5, "A61K8/02": 0.25})


def test_the_first_code_counts_twice_and_a_main_group_once() -> None:
    shares = shares_of(codes_of("H01M10/54; H01M10/052; C22B26/12"))
    assert shares == pytest.approx(
        {"H01M10/54": 1 / 3, "H01M10/052": 1 / 3, "C22B26/12": 1 / 3})


@pytest.mark.parametrize(("text", "expected"), [
    ("H10%", "H10"), ("F21H%", "F21H"), ("H04N   3/%", "H04N3/"), ("H04N 101/%", "H04N101/"),
    ("A61K   8", "A61K8/"), ("H01M 10/00", "H01M10/"), ("H01M10/54", "H01M10/54"), ("A", "A"),
    ("H01M0010000000", "H01M10/"), ("C05C*", "C05C"),
])  # fmt: skip
def test_a_table_s_row_as_a_beginning(text: str, expected: str) -> None:
    assert prefix_of(text) == expected


@pytest.mark.parametrize("text", ["", "foo", "Z01M", "H1", "H01M10/54 and more", "26.11", "H01M/"])
def test_what_is_no_code_says_what_would_be(text: str) -> None:
    with pytest.raises(ValueError, match="write H01M"):
        prefix_of(text)


def test_a_group_is_no_beginning_of_another() -> None:
    assert "H01M1/" not in beginnings("H01M10/54")
    assert beginnings("H01M10/54")[0] == "H01M10/54"


@given(st.lists(SYMBOLS, min_size=1, max_size=9, unique=True), st.randoms(use_true_random=False))
def test_shares_sum_to_one_and_only_the_first_place_matters(
    symbols: list[str], random: object
) -> None:
    shares = shares_of(codes_of("; ".join(symbols)))
    assert sum(shares.values()) == pytest.approx(1)
    first, *rest = symbols
    random.shuffle(rest)  # type: ignore[attr-defined]
    assert shares_of(codes_of("; ".join([first, *rest]))) == pytest.approx(shares)


@given(st.text(max_size=80))
def test_any_text_has_codes_or_none(text: str) -> None:
    for code in codes_of(text):
        assert code.words in text or code.words in text.upper() or len(text) != len(text.upper())
        assert [again.symbol for again in codes_of(code.symbol)] == [code.symbol]
