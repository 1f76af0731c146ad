"""Dates, sums, identifiers and kinds as registers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.values import (
    Amount,
    is_empty,
    parse_amount,
    parse_date,
    parse_number,
    unit_in_header,
)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021", "2021"), ("2021-5", "2021-05"), ("20210531", "2021-05-31"),
        ("2021/5/31", "2021-05-31"), ("2021年5月31日", "2021-05-31"), ("2021年5月", "2021-05"),
        ("31.05.2021", "2021-05-31"), ("05/31/2021", "2021-05-31"), ("05/05/2021", "2021-05-05"),
        ("31 May 2021", "2021-05-31"), ("May 5, 2021", "2021-05-05"), ("Sept. 2021", "2021-09"),
        ("2009-01-01T23:59:59.000Z", "2009-01-01"), ("2021-05-31 00:00:00", "2021-05-31"),
        ("２０２１－０５－３１", "2021-05-31"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("03/04/2021", "order: day-first"), ("44197", "spreadsheet's day number"),
        ("2021-02-30", "not a date"), ("2021-13", "no month 13"), ("soon", "write 2021"),
        ("20211301", "write 2021"),
    ],
)
def test_dates_that_cannot_be_read(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        parse_date(text)
    assert repr(text) in str(caught.value)


def test_the_order_of_day_and_month_can_be_said() -> None:
    assert parse_date("03/04/2021", "day-first") == "2021-04-03"
    assert parse_date("03/04/2021", "month-first") == "2021-03-04"


@given(st.dates())
def test_any_day_is_read_in_three_spellings(day: object) -> None:
    iso = str(day)
    assert parse_date(iso) == iso
    assert parse_date(iso.replace("-", "")) == iso
    year, month, last = iso.split("-")
    assert parse_date(f"{last}.{month}.{year}") == iso


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("5000万人民币", [Amount(50_000_000, "CNY")]),
        ("1.2亿元", [Amount(120_000_000, "CNY")]),
        ("USD 3.5 million", [Amount(3_500_000, "USD")]),
        ("$1.2bn", [Amount(1_200_000_000, "USD")]),
        ("500万美元", [Amount(5_000_000, "USD")]),
        ("1,234.50", [Amount(1234.5)]),
        ("100万元以上", [Amount(1_000_000, "CNY", "min")]),
        ("up to €20,000", [Amount(20_000, "EUR", "max")]),
        ("50-100万元", [Amount(500_000, "CNY", "min"), Amount(1_000_000, "CNY", "max")]),
        ("USD 1 to 2 million", [Amount(1_000_000, "USD", "min"), Amount(2_000_000, "USD", "max")]),
        ("面议", []), ("-", []), ("N/A", []),
    ],
)
def test_sums(text: str, amounts: list[Amount]) -> None:
    assert list(parse_amount(text)) == amounts


def test_a_column_says_what_the_words_leave_out() -> None:
    assert parse_amount("50", "CNY", 10_000) == (Amount(500_000, "CNY"),)
    assert parse_amount("50万美元", "CNY", 10_000) == (Amount(500_000, "USD"),)
    assert parse_amount("1.234,50", "EUR", 1, "comma") == (Amount(1234.5, "EUR"),)
    assert unit_in_header("注册资本（万元）") == ("注册资本", "CNY", 10_000)
    assert unit_in_header("budget (USD)") == ("budget", "USD", 0)
    assert unit_in_header("公开（公告）号") == ("公开（公告）号", "", 0)


@pytest.mark.parametrize("text", ["much", "5 apples", "1,5", "2-3-4"])
def test_sums_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError, match="is not a sum"):
        parse_amount(text)


@given(st.integers(0, 10**9), st.sampled_from([("万元", 10_000), ("亿元", 10**8), ("元", 1)]))
def test_scaled_sums_are_exact(number: int, unit: tuple[str, int]) -> None:
    assert parse_amount(f"{number}{unit[0]}") == (Amount(number * unit[1], "CNY"),)


def test_numbers() -> None:
    assert parse_number("12%") == Amount(12, "%")
    assert parse_number("1,234") == Amount(1234)
    assert parse_number("1.2万") == Amount(12_000)
    with pytest.raises(ValueError, match="is not a number"):
        parse_number("many")


def test_nothing_in_many_spellings() -> None:
    assert all(map(is_empty, ["", "-", "N/A", "无", "Null", "Not Available"]))
    assert not any(map(is_empty, ["0", "no", "无锡"]))


def test_a_number_too_large_for_a_store_is_refused() -> None:
    assert parse_number("9" * 18) == Amount(10**18 - 1)
    with pytest.raises(ValueError, match="too large"):
        parse_number("9" * 19)
    with pytest.raises(ValueError, match="too large"):
        parse_amount("9" * 12 + "亿元")


def test_what_nobody_sees_is_nothing() -> None:
    assert is_empty("\u200b\u202e")
    assert not is_empty("\u200b盐")
