"""Halls: their times, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from graph.errors import InvalidRequest
from graph.events import Hall


def test_a_start_with_an_offset_keeps_its_moment() -> None:
    hall = Hall.of("2025-05-20T09:00+00:00", zone="Asia/Shanghai")
    assert hall.slots[0].start.hour == 17


def test_slots_last_as_long_by_a_stopwatch_when_the_clocks_change() -> None:
    hall = Hall.of("2025-10-26 01:30", slots=3, minutes=60, pause=0, tables=1, zone="Europe/Berlin")
    starts = [slot.start.astimezone(UTC) for slot in hall.slots]
    assert [b - a for a, b in zip(starts, starts[1:], strict=False)] == [timedelta(hours=1)] * 2


def test_sessions_that_overlap_are_named() -> None:
    with pytest.raises(InvalidRequest, match=r"the session at 2025-05-20 10:00 begins before"):
        Hall.of_sessions([("2025-05-20 09:00", 3), ("2025-05-20 10:00", 1)])
