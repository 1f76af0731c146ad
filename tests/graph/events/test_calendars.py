"""Calendars as another library reads them: times, places, meetings that move or are given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from vobject.base import Component

from graph.errors import InvalidRequest, NotFound
from graph.events import Hall, Plan
from graph.events.calendars import CalendarEntry, calendar, cancellations, renewed
from tests.graph.events.builders import SECRETS, moved, small_event, small_plan, without

STAMP = datetime(2025, 5, 1, 12, 0, tzinfo=UTC)


def read(data: bytes) -> Component:
    return vobject.readOne(data.decode())


def events(data: bytes) -> dict[str, Component]:
    """The events of a file by UID."""
    return {event.uid.value: event for event in read(data).contents.get("vevent", [])}


def by_pair(entries: Mapping[str, CalendarEntry]) -> dict[tuple[str, str], CalendarEntry]:
    return {(e.first, e.second): e for e in entries.values()}


def test_the_whole_calendar() -> None:
    plan = small_plan()
    entries = renewed({}, plan)
    data = calendar(plan, entries, stamp=STAMP)
    assert read(data).method.value == "PUBLISH"
    found = events(data)
    assert found.keys() == entries.keys()
    entry = by_pair(entries)["007", "South"]
    event = found[entry.uid]
    assert event.summary.value == "North Salt Works – 南方膜业"
    assert event.dtstart.value == plan.hall.slots[0].start
    assert event.dtend.value == plan.hall.slots[0].end
    assert event.dtstart.value.tzinfo is not None
    assert event.dtstamp.value == STAMP
    assert (event.location.value, event.sequence.value, event.status.value) == (
        "Table 2", "0", "CONFIRMED")
    assert event.description.value == "INTERNAL-EVIDENCE"
    remote = found[by_pair(entries)["South", "west"].uid]
    assert remote.url.value == "https://meet.example/west"
    assert calendar(plan, entries, stamp=STAMP) == data


def test_a_participants_calendar_is_in_its_own_form() -> None:
    plan = small_plan()
    entries = renewed({}, plan)
    data = calendar(plan, entries, participant="007", stamp=STAMP)
    ((uid, event),) = events(data).items()
    assert uid == by_pair(entries)["007", "South"].uid
    assert (event.summary.value, event.description.value) == (
        "南方膜业", "007 needs what South offers.")
    for key in ("007", "South", "east", "west"):
        text = calendar(plan, entries, participant=key).decode().replace("\r\n ", "")
        assert [word for word in SECRETS if word in text] == []
    with pytest.raises(NotFound):
        calendar(plan, entries, participant="nobody")


def test_a_link_that_no_browser_opens_is_no_url() -> None:
    event = small_event()
    west = replace(event.participants[3], link="javascript:alert(1)")
    plan = small_plan(replace(event, participants=(*event.participants[:3], west)))
    (found,) = events(calendar(plan, renewed({}, plan), participant="west")).values()
    assert "url" not in found.contents
    assert found.location.value == "javascript:alert(1)"


def test_sequence_follows_what_moves_is_given_up_and_comes_back() -> None:
    plan = small_plan()
    first = renewed({}, plan)
    assert {(e.sequence, e.changed) for e in first.values()} == {(0, True)}
    changed = moved(without(plan, 2), 0, slot=4, table=0)
    second = renewed(first, changed)
    assert second.keys() == first.keys()
    state = {keys: (e.sequence, e.cancelled, e.changed) for keys, e in by_pair(second).items()}
    assert state == {("007", "South"): (1, False, True), ("South", "east"): (0, False, False),
                     ("South", "west"): (1, True, True)}
    third = renewed(second, changed)
    assert {(e.sequence, e.changed) for e in third.values()} == {(1, False), (0, False)}
    back = by_pair(renewed(third, plan))
    assert {keys: (e.sequence, e.cancelled) for keys, e in back.items()} == {
        ("007", "South"): (2, False), ("South", "east"): (0, False),
        ("South", "west"): (2, False)}


def test_another_table_booth_or_hour_of_the_same_slot_is_a_change() -> None:
    plan = small_plan()
    entries = renewed({}, plan)
    elsewhere = by_pair(renewed(entries, moved(plan, 0, slot=0, table=0)))
    assert elsewhere["007", "South"].sequence == 1
    event = plan.event
    booth = replace(event.participants[2], booth="Booth E2")
    rebuilt = replace(plan, event=replace(
        event, participants=(*event.participants[:2], booth, event.participants[3])))
    assert by_pair(renewed(entries, rebuilt))["South", "east"].sequence == 1
    later = Hall.of_sessions([("2025-05-20 10:00", 3), ("2025-05-21 14:00", 2)], tables=2,
                             name="Salt Lake Days")
    shifted = by_pair(renewed(entries, replace(plan, event=replace(event, hall=later))))
    assert {keys: e.sequence for keys, e in shifted.items()} == {
        ("007", "South"): 1, ("South", "east"): 1, ("South", "west"): 0}


def test_meetings_given_up_are_cancelled_where_they_stood() -> None:
    plan = small_plan()
    first = renewed({}, plan)
    fewer = without(plan, 2)
    entries = renewed(first, fewer)
    gone = by_pair(entries)["South", "west"]
    whole = events(calendar(fewer, entries))
    assert {uid: e.status.value for uid, e in whole.items()} == {
        e.uid: "CANCELLED" if e == gone else "CONFIRMED" for e in entries.values()}
    assert whole[gone.uid].dtstart.value == plan.hall.slots[3].start
    assert "description" not in whole[gone.uid].contents
    assert list(events(calendar(fewer, entries, changes_only=True))) == [gone.uid]
    assert list(events(calendar(fewer, entries, participant="007"))) == [
        by_pair(entries)["007", "South"].uid]

    taken_back = cancellations(fewer, entries, participant="west", organiser="fair@example.org")
    assert read(taken_back).method.value == "CANCEL"
    ((uid, event),) = events(taken_back).items()
    assert (uid, event.sequence.value, event.status.value, event.organizer.value) == (
        gone.uid, "1", "CANCELLED", "mailto:fair@example.org")
    assert cancellations(fewer, entries, participant="007") == b""
    assert cancellations(fewer, renewed(entries, fewer), changes_only=True) == b""


def test_a_hall_that_has_lost_the_slot_still_cancels() -> None:
    plan = small_plan()
    entries = renewed({}, plan)
    short = Hall.of("2025-05-20 09:00", slots=1, tables=2, name="Salt Lake Days")
    left = replace(plan, event=replace(plan.event, hall=short), meetings=plan.meetings[:1])
    found = events(calendar(left, renewed(entries, left)))
    gone = found[by_pair(entries)["South", "west"].uid]
    assert gone.dtstart.value == plan.hall.slots[3].start


def test_a_participant_that_is_gone_still_leaves_calendars() -> None:
    plan = small_plan()
    event = replace(plan.event, participants=plan.event.participants[:3])
    left = replace(plan, event=event, meetings=plan.meetings[:2], names=event.names)
    entries = renewed(renewed({}, plan), left)
    cancelled = events(calendar(left, entries, participant="South", changes_only=True))
    assert [(e.status.value, e.summary.value) for e in cancelled.values()] == [
        ("CANCELLED", "west")]


def test_entries_of_another_plan_are_refused() -> None:
    plan = small_plan()
    with pytest.raises(InvalidRequest, match="renew them first"):
        calendar(plan, renewed({}, without(plan, 0)))


def zoned(zone: str, start: str) -> Plan:
    hall = Hall.of(start, slots=6, minutes=30, pause=0, tables=1, zone=zone)
    return small_plan(small_event(hall), [
        (first, second, at, 0) for at, (first, second) in enumerate(
            [("007", "South"), ("007", "east"), ("007", "west"), ("South", "east"),
             ("South", "west"), ("east", "west")])])


CHANGES = (
    ("Europe/Berlin", "2025-10-26 01:00"), ("Europe/Berlin", "2025-03-30 01:00"),
    ("America/New_York", "2025-11-02 00:30"), ("Australia/Lord_Howe", "2025-04-06 00:30"),
    ("America/St_Johns", "2045-03-12 01:00"), ("Asia/Shanghai", "2025-05-20 09:00"),
    ("UTC", "2025-05-20 09:00"),
)


@pytest.mark.parametrize(("zone", "start"), CHANGES)
def test_moments_are_right_across_a_change_of_clocks(zone: str, start: str) -> None:
    plan = zoned(zone, start)
    entries = renewed({}, plan)
    found = events(calendar(plan, entries))
    for m in plan.meetings:
        event = found[by_pair(entries)[m.pair.keys].uid]
        slot = plan.hall.slots[m.slot]
        assert event.dtstart.value.astimezone(UTC) == slot.start.astimezone(UTC)
        assert event.dtend.value.astimezone(UTC) - event.dtstart.value.astimezone(
            UTC) == timedelta(minutes=30)


def test_a_change_of_clocks_on_the_second_day() -> None:
    hall = Hall.of_sessions([("2025-10-25 09:00", 1), ("2025-10-26 09:00", 1)], tables=1,
                            zone="Europe/Berlin")
    plan = small_plan(small_event(hall), [("007", "South", 0, 0), ("South", "east", 1, 0)])
    first, second = sorted(e.dtstart.value.astimezone(UTC)
                           for e in events(calendar(plan, renewed({}, plan))).values())
    assert second - first == timedelta(hours=25)


places = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1), st.booleans()), min_size=3,
                  max_size=3, unique_by=lambda place: place[0])


@settings(max_examples=40, deadline=None)
@given(st.lists(places, min_size=1, max_size=5))
def test_every_change_raises_the_sequence_by_one_and_nothing_else_does(
    revisions: list[list[tuple[int, int, bool]]]
) -> None:
    who = [("007", "South"), ("South", "east"), ("007", "west")]
    event = small_event()
    open_to_all = tuple(replace(p, booth="", remote=False) for p in event.participants)
    entries: dict[str, CalendarEntry] = {}
    for revision in revisions:
        plan = small_plan(replace(event, participants=open_to_all), [
            (*keys, slot, table) for keys, (slot, table, held) in zip(who, revision, strict=True)
            if held])
        before, entries = entries, renewed(entries, plan)
        for uid, entry in entries.items():
            old = before.get(uid)
            same = old is not None and (old.slot, old.table, old.cancelled) == (
                entry.slot, entry.table, entry.cancelled) or (
                old is not None and old.cancelled and entry.cancelled)
            assert entry.sequence == (0 if old is None else old.sequence + (not same))
            assert entry.changed == (not same)
        assert {(e.first, e.second) for e in entries.values() if not e.cancelled} == {
            m.pair.keys for m in plan.meetings}
        assert before.keys() <= entries.keys()
