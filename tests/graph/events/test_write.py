"""Plans as files: for spreadsheets without spoiling anything, for machines, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidRequest, SourceUnusable
from graph.events import Participant
from graph.events.propose import propose
from graph.events.sheets import agenda_rows, meeting_rows
from graph.events.write import (
    csv_bytes,
    file_names,
    plan_data,
    proposals_xlsx,
    rows_xlsx,
    write,
    write_calendars,
)
from graph.spreadsheet import intact
from tests.graph.events.builders import SECRETS, small_event, small_plan


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_csv_for_spreadsheets(tmp_path: Path) -> None:
    plan = small_plan()
    write(plan, tmp_path / "plan.CSV")
    data = (tmp_path / "plan.CSV").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == len(plan) + 1
    header, first, *_ = table(data)
    assert header[:4] == ["start", "end", "place", "first_key"]
    assert first[:6] == ["2025-05-20 09:00", "2025-05-20 09:20", "Table 2", '="007"',
                         "North Salt Works", "South"]
    assert [p.name for p in tmp_path.iterdir()] == ["plan.CSV"]


@pytest.mark.parametrize(
    "text",
    ["007", "916300001234567890", "1-2", "3/4", "1E5", "2025-05-20", "MAR1", "1-Sep", "true",
     "+8613800000000", "-5", "10:30", "3月4日", "7"],
)
def test_what_a_spreadsheet_takes_for_a_value_stays_text(text: str) -> None:
    assert intact(text) == f'="{text}"'


@pytest.mark.parametrize("text", ["", "South", "91630000MA1234567X", "Marketing", "Table 2", "见"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert intact(text) == text
    assert intact(7) == 7


def test_formulas_do_not_run() -> None:
    people = (Participant("=1+1", "@SUM(A1)"), Participant("South", "+B\x00"))
    plan = small_plan(replace(small_event(), participants=people), [("=1+1", "South", 0, 0)])
    assert table(csv_bytes(meeting_rows(plan)))[1][3:7] == [
        "'=1+1", "'@SUM(A1)", "South", "'+B\x00"]
    book = openpyxl.load_workbook(io.BytesIO(rows_xlsx(meeting_rows(plan), title="meetings")))
    cells = list(book["meetings"].rows)[1]
    assert [(cell.value, cell.data_type) for cell in cells[3:7]] == [
        (text, "s") for text in ("=1+1", "@SUM(A1)", "South", "+B")]


def test_a_workbook_for_the_organiser(tmp_path: Path) -> None:
    plan = small_plan()
    write(plan, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert book.sheetnames == ["meetings", "agendas", "mail merge", "proposals", "left out",
                               "fairness"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert all(cell.value for cell in sheet[1])
    key = book["meetings"]["D2"]
    assert (key.value, key.data_type, key.number_format) == ("007", "s", "@")
    assert book["meetings"].max_row == len(plan) + 1
    (answers,) = book["proposals"].data_validations.dataValidation
    assert answers.formula1 == '"yes,no,must"'
    last = book["proposals"].max_row
    assert str(answers.sqref) == f"F2:F{last}"
    assert book["proposals"]["F1"].value == "answer"


def test_proposals_to_send_out() -> None:
    plan = small_plan()
    proposed = propose(plan.event, plan.pairs)
    every = openpyxl.load_workbook(io.BytesIO(proposals_xlsx(plan.event, proposed)))
    one = openpyxl.load_workbook(io.BytesIO(
        proposals_xlsx(plan.event, proposed, participant="007")))
    rows = list(every["proposals"].values)
    assert rows[0] == ("participant_key", "participant", "counterpart_key", "counterpart",
                       "reason", "answer")
    mine = list(one["proposals"].values)
    assert mine[1:] == [row for row in rows if row[0] == "007"]
    assert {row[2] for row in mine[1:]} == {"South", "west"}
    assert [word for word in SECRETS if word in str(rows)] == []


def test_a_plan_for_machines(tmp_path: Path) -> None:
    plan = small_plan()
    write(plan, tmp_path / "plan.json")
    data = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert data == plan_data(plan)
    assert (data["zone"], data["bound"], len(data["slots"])) == ("Asia/Shanghai", 10.0, 5)
    meeting = data["meetings"][0]
    assert (meeting["first"], meeting["start"], meeting["table"], meeting["place"]) == (
        "007", "2025-05-20T09:00:00+08:00", 1, "Table 2")
    assert meeting["value"] == pytest.approx(sum(part["value"] for part in meeting["parts"]))
    assert data["value"] == pytest.approx(sum(m["value"] for m in data["meetings"]))
    assert [(u["why"], u["asked"]) for u in data["unmet"]] == [("vetoed", "want")]
    docs = plan_data.__doc__ or ""
    names = {*data, *meeting, *meeting["parts"][0], *data["participants"][0], *data["unmet"][0],
             *data["slots"][0]}
    assert [name for name in names if f"``{name}``" not in docs] == []


def test_calendars_one_file_each(tmp_path: Path) -> None:
    plan = small_plan(meetings=[("007", "South", 0, 1)])
    files = write_calendars(plan, tmp_path / "calendars")
    assert [f.name for f in files] == ["007 North Salt Works.ics", "South 南方膜业.ics"]
    for file in files:
        read = vobject.readOne(file.read_text(encoding="utf-8"))
        assert len(read.contents["vevent"]) == 1
    write(plan, tmp_path / "all.ics")
    assert vobject.readOne((tmp_path / "all.ics").read_text(encoding="utf-8")).vevent


def test_other_endings_and_places_that_cannot_be_written(tmp_path: Path) -> None:
    plan = small_plan()
    with pytest.raises(InvalidRequest, match=r"written as \.csv, \.xlsx, \.ics or \.json"):
        write(plan, tmp_path / "plan.pdf")
    with pytest.raises(SourceUnusable, match="cannot be written: No such file"):
        write(plan, tmp_path / "nowhere" / "plan.csv")
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceUnusable, match="cannot be made"):
        write_calendars(plan, tmp_path / "file")
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(SourceUnusable):
        write(plan, tmp_path / "taken.csv")
    assert not list(tmp_path.glob("*.part"))


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=90)), max_size=8,
                unique_by=lambda item: item[0]))
def test_file_names_are_safe_and_nobody_shares_one(people: list[tuple[str, str]]) -> None:
    event = replace(small_event(), participants=tuple(
        Participant(key, organisation) for key, organisation in people))
    names = file_names(event)
    assert names.keys() == {key for key, _ in people}
    assert len({name.casefold() for name in names.values()}) == len(people)
    for name in names.values():
        assert name.strip(" .") == name != ""
        assert not set(name) & set('/\\:*?"<>|\0\n')
        assert len(f"{name}.html".encode()) < 255


def test_names_that_are_devices_are_none() -> None:
    event = replace(small_event(), participants=(Participant("CON", ""), Participant("con", "")))
    assert file_names(event) == {"CON": "CON_", "con": "con_ (2)"}


def test_agendas_keep_keys_in_a_csv() -> None:
    rows = table(csv_bytes(agenda_rows(small_plan())))
    assert (rows[1][0], rows[1][2]) == ('="007"', "2025-05-20 09:00")
