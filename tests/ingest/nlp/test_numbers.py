"""Numbers as policy texts write them."""

from __future__ import annotations

import pytest

from ingest.nlp.numbers import ordinal, plan_period, quantities


def values(text: str) -> list[tuple[float, str]]:
    return [(q.value, q.unit) for q in quantities(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 billion 415 million yuan", (2_415_000_000, "CNY")),
        ("$3 billion 20 million", (3_020_000_000, "USD")),
        ("4.5 亿 yuan", (450_000_000, "CNY")),
        ("75 万 yuan", (750_000, "CNY")),
        ("RMB 38m", (38_000_000, "CNY")),
        ("Rs 120 crore", (1_200_000_000, "INR")),
        ("3,40,000 visitors", (340_000, "")),
        ("£7.5 million", (7_500_000, "GBP")),
        ("KRW 62 billion", (62_000_000_000, "KRW")),
        ("R 1.4 million", (1_400_000, "ZAR")),
        ("12.5 per cent", (12.5, "%")),
        ("1.7 percentage points", (1.7, "percentage point")),
        ("6 million 200 thousand kilowatts", (6_200_000, "")),
        ("seven", (7, "")),
    ],
)
def test_one_quantity(text: str, expected: tuple[float, str]) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "in 2019", "on May 3, 2021", "3 May 2021", "on June 14", "the 2021–2025 plan", "ZL2019",
        "12th Five-Year", "the twenty-fourth place", "per 10,000 people",
    ],
)  # fmt: skip
def test_dates_years_and_ordinals_are_no_quantities(text: str) -> None:
    assert values(text) == []


def test_two_sums_and_their_rates() -> None:
    text = "23.6 billion yuan ($3.52 billion), up 66.7 percent and 45 percent"
    assert values(text) == [(23.6e9, "CNY"), (3.52e9, "USD"), (66.7, "%"), (45, "%")]


@pytest.mark.parametrize(
    ("word", "number"),
    [("first", 1), ("twenty-second", 22), ("3rd", 3), ("thirty-first", 31), ("fast", 0)],
)
def test_ordinals(word: str, number: int) -> None:
    assert ordinal(word) == number


def test_five_year_plans() -> None:
    assert [plan_period(n) for n in (12, 13, 14)] == ["2011/2015", "2016/2020", "2021/2025"]


def test_a_number_beyond_all_measure_is_none() -> None:
    text = f"{'9' * 400} institutes and 5 firms"
    assert [q.value for q in quantities(text, 0, len(text))] == [5]
