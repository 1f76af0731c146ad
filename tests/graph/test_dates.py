"""What "before" means for dates that are known in part."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import day_text, first_day, last_day, normal_date
from graph.errors import InvalidRequest

days = st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31))
precisions = st.sampled_from([4, 7, 10])


@given(days, precisions, precisions)
def test_a_date_counts_at_the_end_of_what_it_may_mean(day: date, known: int, asked: int) -> None:
    text = day.isoformat()
    end = date.fromordinal(last_day(text[:known]))
    start = date.fromordinal(first_day(text[:asked]))
    assert start <= day <= end
    assert start.isoformat().startswith(text[:asked])
    assert end.isoformat().startswith(text[:known])
    assert not (end + timedelta(1)).isoformat().startswith(text[:known])
    assert start.isoformat() == (text[:asked] + "-01-01")[:10]


@given(days, days, precisions)
def test_evidence_before_a_day_was_public_the_day_before(
    public: date, asked: date, known: int
) -> None:
    counts = last_day(public.isoformat()[:known]) < first_day(asked.isoformat())
    if counts:
        assert public < asked
    elif known == 10:
        assert public >= asked


@given(days, precisions, st.sampled_from("-/."), st.booleans())
def test_dates_are_written_in_one_way(day: date, known: int, mark: str, short: bool) -> None:
    iso = day.isoformat()[:known]
    year, *rest = iso.split("-")
    written = mark.join([year, *(part.lstrip("0") if short else part for part in rest)])
    assert normal_date(f" {written} ") == iso
    assert normal_date(iso) == iso


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        iso = normal_date(text)
    except ValueError:
        with pytest.raises(InvalidRequest, match="as-of"):
            first_day(text)
        return
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", iso)
    assert first_day(iso) <= last_day(iso)


@pytest.mark.parametrize("text", [
    "", "21", "2021-13", "2021-00", "2021-02-30", "0000", "0000-05", "2021-05-31T10:00", "May 2021",
    "2021-5-", "20210531", "0000-01-01",
])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        normal_date(text)


def test_full_width_digits_are_digits() -> None:
    assert normal_date("２０２１") == "2021"
    assert normal_date("２０２１-５") == "2021-05"


def test_leap_years_and_undated() -> None:
    assert day_text(last_day("2024-02")) == "2024-02-29"
    assert day_text(last_day("2023-02")) == "2023-02-28"
    assert day_text(first_day(2024)) == "2024-01-01"
    assert day_text(None) == "undated"


def test_a_wrong_day_is_named_with_what_would_be_right() -> None:
    with pytest.raises(InvalidRequest, match="'2023-02-30' is not a date .*; write 2021"):
        first_day("2023-02-30")
