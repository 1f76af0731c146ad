"""Participant lists as they come, plans as files that other programs read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import openpyxl
import pytest

from graph.errors import SourceUnusable
from graph.events import Hall, PairScore, Participant, Plan, plan, read_participants, write
from graph.events.read import availability
from graph.events.write import ics_bytes

HALL = Hall.of("2025-05-20 09:00", slots=6, minutes=20, pause=10, tables=2)


def listed(path: Path, text: str) -> tuple[list[Participant], list[str]]:
    path.write_text(text, encoding="utf-8-sig")
    return read_participants(path, HALL)


def test_everything_wrong_with_a_row_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    people, problems = listed(
        tmp_path / "list.csv",
        "Company,Looking for,Present,Max meetings,No\n"
        '"A, Ltd","salt\nand brine","1-2, 5",3,7\n'
        ",boron,7,many,7\n"
        "B,boron,11:00-10:00,,8\n",
    )
    assert [(p.key, p.organisation, p.needs) for p in people] == [
        ("7", "A, Ltd", "salt\nand brine")]
    assert people[0].available == {0, 1, 4}
    assert [p.split(": ")[0] for p in problems] == [
        "list.csv, row 3, column organisation", "list.csv, row 3, column max_meetings",
        "list.csv, row 3, column availability", "list.csv, row 3, column key",
        "list.csv, row 4, column availability",
    ]
    assert "the slots are 1 to 6" in problems[2]
    assert "ends before it starts" in problems[4]


def test_the_heading_that_says_it_best_wins(tmp_path: Path) -> None:
    people, _ = listed(tmp_path / "a.csv", "Name;Company;Needs\nMs Li;Salt Works;brine\n")
    assert people[0].organisation == "Salt Works"


def test_a_list_of_names_alone_cannot_be_matched(tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match=r"no column 'needs'.*found Company, Phone"):
        listed(tmp_path / "a.csv", "Company,Phone\nSalt Works,1\n")


def test_a_workbook_with_what_spreadsheets_make_of_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Event in May"], ["Company", "Needs", "Availability", "Cap"],
                ["North", "brine", None, 2.0], ["South", "salt", date(2025, 1, 4), 2],
                ["East", "salt", 3, None]):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    people, problems = read_participants(tmp_path / "list.xlsx", HALL)
    assert [(p.organisation, p.available, p.cap) for p in people] == [
        ("North", None, 2), ("East", frozenset({2}), 8)]
    (problem,) = problems
    assert "row 4, column availability" in problem
    assert "format the column as text" in problem


def test_availability_in_both_scripts() -> None:
    assert availability("09:00至10:00；5", HALL) == {0, 1, 4}
    assert availability(" ", HALL) is None
    assert availability("20:00-21:00", HALL) == frozenset()


def made(people: list[Participant], pairs: list[PairScore], *, hall: Hall = HALL) -> Plan:
    return plan(people, pairs, hall)


def uids(planned: Plan, participant: str = "") -> set[str]:
    calendar = icalendar.Calendar.from_ical(ics_bytes(planned, participant=participant))
    return {str(event["UID"]) for event in calendar.walk("VEVENT")}


def test_a_meeting_keeps_its_uid_when_the_plan_changes() -> None:
    people = [Participant(key, f"Organisation {key}") for key in "abc"]
    pair = PairScore("a", "b", 1.0, ())
    before = made(people, [pair])
    after = made(people[::-1], [PairScore("a", "b", 0.5, ()), PairScore("a", "c", 3.0, ())])
    assert before.meetings[0].slot != next(m for m in after if m.pair.second == "b").slot
    assert uids(before) < uids(after)
    assert uids(after, "b") == uids(before)


def test_delegates_of_the_same_organisations_have_meetings_of_their_own() -> None:
    people = [Participant("a1", "A"), Participant("a2", "A"), Participant("b1", "B")]
    planned = made(people, [PairScore("a1", "b1", 1.0, ()), PairScore("a2", "b1", 1.0, ())])
    assert len(uids(planned)) == 2
    assert uids(planned, "a1") | uids(planned, "a2") == uids(planned)


def test_times_are_right_across_a_change_of_clocks() -> None:
    hall = Hall.of("2025-10-26 01:30", slots=3, minutes=60, pause=0, tables=1, zone="Europe/Berlin")
    starts = [slot.start.astimezone(UTC) for slot in hall.slots]
    assert [b - a for a, b in zip(starts, starts[1:], strict=False)] == [timedelta(hours=1)] * 2
    people = [Participant("a", "A", available=frozenset({2})), Participant("b", "B")]
    planned = made(people, [PairScore("a", "b", 1.0, ())], hall=hall)
    (event,) = icalendar.Calendar.from_ical(ics_bytes(planned)).walk("VEVENT")
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)


def test_a_start_with_an_offset_keeps_its_moment() -> None:
    hall = Hall.of("2025-05-20T09:00+00:00", zone="Asia/Shanghai")
    assert hall.slots[0].start.hour == 17


def test_characters_that_a_workbook_refuses_and_formulas(tmp_path: Path) -> None:
    people = [Participant("a", "\x0b=1+1"), Participant("b", "B\x00")]
    write(made(people, [PairScore("a", "b", 1.0, ())]), tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    row = [cell.value for cell in list(book["meetings"].rows)[1]]
    assert row[3:5] == ["'=1+1", "B"]
    assert [v.formula1 for v in book["proposals"].data_validations.dataValidation] == [
        '"yes,no,must"']
