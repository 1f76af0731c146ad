"""Numbers as policy texts write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts import is_money
from ingest.nlp.numbers import cardinal, ordinal, plan_period, quantities, value_of


def values(text: str) -> list[tuple[float, str]]:
    return [(q.value, q.unit) for q in quantities(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 billion 415 million yuan", (2_415_000_000, "CNY")),
        ("$3 billion 20 million", (3_020_000_000, "USD")),
        ("4.5 亿 yuan", (450_000_000, "CNY")),
        ("1 亿 2000 万 seedlings", (120_000_000, "")),
        ("75 万 yuan", (750_000, "CNY")),
        ("RMB 38m", (38_000_000, "CNY")),
        ("Rs 120 crore", (1_200_000_000, "INR")),
        ("1.2 lakh persons", (120_000, "")),
        ("3,40,000 visitors", (340_000, "")),
        ("60 000 visitors", (60_000, "")),
        ("1'200 visitors", (1_200, "")),
        ("1.200.000 visitors", (1_200_000, "")),
        ("12,4 % of them", (12.4, "%")),
        ("3,5 million euros", (3_500_000, "EUR")),
        ("512.3 billion yuan", (512_300_000_000, "CNY")),
        ("£7.5 million", (7_500_000, "GBP")),
        ("KRW 62 billion", (62_000_000_000, "KRW")),
        ("5 billion won", (5_000_000_000, "KRW")),
        ("R 1.4 million", (1_400_000, "ZAR")),
        ("A$30 million", (30_000_000, "AUD")),
        ("C$12.4 million", (12_400_000, "CAD")),
        ("PLN 12 million", (12_000_000, "PLN")),
        ("12 million zł", (12_000_000, "PLN")),
        ("kr 5 million", (5_000_000, "SEK")),
        ("NOK 640 million", (640_000_000, "NOK")),
        ("€25k", (25_000, "EUR")),
        ("50.7 billion U.S. dollars", (50_700_000_000, "USD")),
        ("a 10-billion-yuan fund", (10_000_000_000, "CNY")),
        ("12.5 per cent", (12.5, "%")),
        ("1.7 percentage points", (1.7, "percentage point")),
        ("6 million 200 thousand kilowatts", (6_200_000, "")),
        ("seven", (7, "")),
        ("forty-five people", (45, "")),
        ("two hundred and six firms", (206, "")),
        ("two hundred thousand tonnes", (200_000, "")),
        ("a dozen firms", (12, "")),
        ("half a million people", (500_000, "")),
        ("three quarters of the firms", (75, "%")),
        ("two-thirds of the firms", (66.67, "%")),
        ("half of the firms", (50, "%")),
        ("one in five firms", (20, "%")),
        ("rose by a third", (33.33, "%")),
    ],
)
def test_one_quantity(text: str, expected: tuple[float, str]) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "in 2019", "on May 3, 2021", "3 May 2021", "on June 14", "the 2021–2025 plan", "ZL2019",
        "12th Five-Year", "the twenty-fourth place", "per 10,000 people", "in 2022-23",
        "every ten thousand people", "the second half of the year", "a quarter of the year",
        "a third party", "the other half of it", "Tel. +44 20 7946 0018", "a three-year plan",
        "one of them", "hundreds of firms",
    ],
)  # fmt: skip
def test_what_is_no_quantity(text: str) -> None:
    assert values(text) == []


def test_won_is_a_currency_behind_a_scale_alone() -> None:
    assert values("29 won the prize") == [(29, "")]


def test_one_counts_where_it_is_said_to_be_something() -> None:
    assert values("three are licences and one is an option") == [(3, ""), (1, "")]


def test_two_sums_and_their_rates() -> None:
    text = "23.6 billion yuan ($3.52 billion), up 66.7 percent and 45 percent"
    assert values(text) == [(23.6e9, "CNY"), (3.52e9, "USD"), (66.7, "%"), (45, "%")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 to 10 million euros", [(5e6, "EUR"), (10e6, "EUR")]),
        ("from 40 million to 28 million levs", [(40e6, "BGN"), (28e6, "BGN")]),
        ("between 5 and 10 percent", [(5, "%"), (10, "%")]),
        ("12 firms and 10 percent", [(12, ""), (10, "%")]),
        ("12 and 10 percent", [(12, ""), (10, "%")]),
    ],
)
def test_a_range_shares_its_unit_and_scale(text: str, expected: list[tuple[float, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("word", "number"),
    [("first", 1), ("twenty-second", 22), ("3rd", 3), ("thirty-first", 31), ("fortieth", 40),
     ("fast", 0), ("the", 0)],
)  # fmt: skip
def test_ordinals(word: str, number: int) -> None:
    assert ordinal(word) == number


def test_cardinals() -> None:
    assert [cardinal(w) for w in ("Three", "12", "tall")] == [3, 12, 0]


def test_a_currency_is_told_from_a_short_noun() -> None:
    assert is_money("EUR")
    assert not is_money("bus")


def test_five_year_plans() -> None:
    assert [plan_period(n) for n in (12, 13, 14)] == ["2011/2015", "2016/2020", "2021/2025"]


def test_a_number_beyond_all_measure_is_none() -> None:
    text = f"{'9' * 400} institutes and 5 firms"
    assert [q.value for q in quantities(text, 0, len(text))] == [5]


@given(st.integers(0, 999), st.integers(1, 999))
def test_compound_numbers_add_up(billions: int, millions: int) -> None:
    assert value_of(f"{billions} billion {millions} million") == billions * 1e9 + millions * 1e6


@given(st.integers(0, 10**15))
def test_separators_change_nothing(number: int) -> None:
    assert value_of(f"{number:,}") == value_of(str(number)) == number


@given(st.integers(1, 999), st.sampled_from(["万", "亿", "crore", "lakh", "thousand", "million"]))
def test_a_scale_multiplies(number: int, scale: str) -> None:
    assert value_of(f"{number} {scale}") == number * value_of(f"1 {scale}")


@given(st.text("0123456789,.' %$€£-–/()abmnk万亿 ", max_size=60))
def test_any_text_yields_quantities_inside_it_in_order(text: str) -> None:
    found = quantities(text, 0, len(text))
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
