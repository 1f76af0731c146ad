"""When a participant is there, in the ways in which people write it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.events.availability import availability
from graph.events.hall import Hall

# Slots 1-3 at 9:00, 10:00, 11:00 and 4-6 at 14:00, 15:00, 16:00; the next day 7-8 at 9:00, 10:00.
HALL = Hall.of_sessions([("2026-09-10 09:00", 3), ("2026-09-10 14:00", 3), ("2026-09-11 09:00", 2)],
                        minutes=50, pause=10)


@pytest.mark.parametrize(("text", "slots"), [
    ("1-2, 5", {1, 2, 5}), ("slots 1 to 3", {1, 2, 3}), ("１至２；8", {1, 2, 8}),
    ("09:00-11:00", {1, 2, 7, 8}), ("9:00 am - 11:00 am; 2:00 pm - 3:00 pm", {1, 2, 4, 7, 8}),
    ("09:00至10:00；5", {1, 5, 7}), ("9点-11点30分", {1, 2, 7, 8}), ("9.00–10.50", {1, 2, 7, 8}),
    ("2026-09-10 09:00-12:00; 2026-09-11", {1, 2, 3, 7, 8}),
    ("2026-09-10 09:00-10:00, 14:00-15:00; 2026-09-11 10:00-11:00", {1, 4, 8}),
    ("10.09.2026 14:00-16:00", {4, 5}), ("9月11日 上午", {7, 8}), ("2026/9/11, 9:00-10:00", {7}),
    ("2026-09-10 - 2026-09-11 09:00-10:00", {1, 7}), ("2026-09-11 00:00:00", {7, 8}),
    ("day 2", {7, 8}), ("第1天下午", {4, 5, 6}), ("session 2", {4, 5, 6}),
    ("morning", {1, 2, 3, 7, 8}), ("上午和下午", set(range(1, 9))), ("afternoon; 7", {4, 5, 6, 7}),
    ("from 15:00", {5, 6}), ("until 10:00 and afternoon", {1, 4, 5, 6, 7}), ("15:00以后", {5, 6}),
    ("not 5", {1, 2, 3, 4, 6, 7, 8}), ("absent 10:00-11:00, 16:00-17:00", {1, 3, 4, 5, 7}),
    ("2026-09-10; except 10:00-11:00", {1, 3, 4, 5, 6}), ("morning; 11:00-12:00除外", {1, 2, 7, 8}),
    ("absent", set()), ("all day", set(range(1, 9))), ("全天", set(range(1, 9))),
])
def test_what_people_write(text: str, slots: set[int]) -> None:
    assert availability(text, HALL) == (frozenset(slot - 1 for slot in slots), [])


def test_an_empty_cell_is_the_whole_event() -> None:
    assert availability("  ", HALL) == (None, [])


@pytest.mark.parametrize(("text", "left", "words"), [
    ("whenever", None, "is no time; write slots such as 1-4"),
    ("whenever; 1-2", {0, 1}, "'whenever' is no time"),
    ("11:00-09:00", None, "ends before it starts"), ("4-2", None, "ends before it starts"),
    ("9-12", set(), "the slots are 1 to 8"), ("20:00-21:00; 1", {0}, "holds no slot of the event"),
    ("2026-09-12", set(), "outside of the event (2026-09-10 09:00 to 2026-09-11 10:50)"),
    ("2026-13-12", None, "is no day of the calendar"), ("day 3", set(), "the event has 2 day(s)"),
    ("25:00-26:00", None, "25:00 is no time of the day"), ("09:60-10:00", None, "no time of the"),
    ("2026-09-11 1-2", None, "is no time"), ("evening", set(), "holds no slot"),
    ("absent 20:00-21:00", set(range(8)), "holds no slot"),
])
def test_what_is_wrong_is_said_and_the_rest_holds(
    text: str, left: set[int] | None, words: str
) -> None:
    slots, problems = availability(text, HALL)
    assert slots == left
    assert len(problems) == 1
    assert words in problems[0]


def test_a_night_goes_over_midnight() -> None:
    hall = Hall.of("2026-09-10 22:00", slots=4, minutes=60, pause=0)
    assert availability("22:00-24:00", hall) == (frozenset({0, 1}), [])
    assert availability("from 23:00", hall) == (frozenset({1}), [])
    assert availability("2026-09-11", hall) == (frozenset({2, 3}), [])


@settings(max_examples=50)
@given(st.sets(st.integers(1, 8), min_size=1), st.sets(st.integers(1, 8)))
def test_numbers_mean_what_they_say(here: set[int], away: set[int]) -> None:
    text = "; ".join([*map(str, sorted(here)), *(f"absent {slot}" for slot in sorted(away))])
    assert availability(text, HALL) == (frozenset(slot - 1 for slot in here - away), [])


@given(st.text("0123456789:-.;, /年月日上下午除外absentfromu至@день"))
def test_anything_is_understood_or_said(text: str) -> None:
    slots, problems = availability(text, HALL)
    assert slots is None or slots <= set(range(8))
    assert slots is not None or problems or not text.strip(" ;,")
