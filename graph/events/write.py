"""A plan as files: a table of meetings, a workbook to answer proposals in, calendars."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InvalidRequest, SourceUnusable
from graph.events.model import Meeting, Plan
from graph.model import digest
from graph.spreadsheet import Cell, guarded

if TYPE_CHECKING:
    import icalendar
    from openpyxl.worksheet.worksheet import Worksheet

Rows = list[list[Cell]]


def write(plan: Plan, path: Path) -> None:
    """Write the plan as the ending says: .csv, .xlsx or .ics. Raises `InvalidRequest` for
    another ending, `SourceUnusable` when the place cannot be written."""
    makers: dict[str, Callable[[Plan], bytes]] = {
        ".csv": csv_bytes, ".xlsx": xlsx_bytes, ".ics": ics_bytes,
    }
    maker = makers.get(path.suffix.lower())
    if maker is None:
        raise InvalidRequest(f"{path.name}: a plan is written as .csv, .xlsx or .ics")
    try:
        path.write_bytes(maker(plan))
    except OSError as err:
        raise SourceUnusable(f"{path}: cannot be written: {err}") from err


def meeting_rows(plan: Plan) -> Rows:
    """Header and a row a meeting."""
    rows: Rows = [["start", "end", "table", "first", "second", "score", "reason"]]
    for m in plan.meetings:
        slot = plan.hall.slots[m.slot]
        rows.append([
            slot.start.isoformat(), slot.end.isoformat(), m.table + 1, plan.names[m.pair.first],
            plan.names[m.pair.second], round(m.pair.value, 3), m.pair.reason,
        ])
    return rows


def proposal_rows(plan: Plan) -> Rows:
    """Header and a row for each proposed counterpart, with an empty cell for the answer."""
    rows: Rows = [["participant", "counterpart", "score", "reason", "answer (yes / no / must)"]]
    for participant in plan.participants:
        for pair in plan.proposals.get(participant.key, ()):
            rows.append([participant.organisation, plan.names[pair.other(participant.key)],
                         round(pair.value, 3), pair.reason, ""])
    return rows


def agenda_rows(plan: Plan) -> Rows:
    """Header and, participant by participant, its meetings in order."""
    rows: Rows = [["participant", "start", "end", "table", "meets", "reason"]]
    for participant in plan.participants:
        for m in plan.agenda(participant.key):
            slot = plan.hall.slots[m.slot]
            rows.append([
                participant.organisation, slot.start.strftime("%Y-%m-%d %H:%M"),
                slot.end.strftime("%H:%M"), m.table + 1,
                plan.names[m.pair.other(participant.key)], m.pair.reason,
            ])
    return rows


def unmet_rows(plan: Plan) -> Rows:
    """Header and a row for what the plan leaves out, with the reason."""
    rows: Rows = [["participant", "counterpart", "reason"]]
    rows += [[plan.names[u.participant], plan.names.get(u.counterpart, ""), u.reason]
             for u in plan.unmet]
    return rows


def csv_bytes(plan: Plan) -> bytes:
    """The meetings: UTF-8 with BOM and CRLF, as spreadsheets expect."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[guarded(cell) for cell in row] for row in meeting_rows(plan)])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(plan: Plan) -> bytes:
    """A workbook: meetings, agendas, proposals to answer, and what is left out."""
    import openpyxl
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in (("meetings", meeting_rows(plan)), ("agendas", agenda_rows(plan)),
                        ("proposals", proposal_rows(plan)), ("left out", unmet_rows(plan))):
        _fill(book.create_sheet(title), rows)
    answers = DataValidation(type="list", formula1='"yes,no,must"', allow_blank=True)
    answers.add("E2:E1048576")
    book["proposals"].add_data_validation(answers)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: Rows) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for row in rows:
        cells = (ILLEGAL_CHARACTERS_RE.sub("", c) if isinstance(c, str) else c for c in row)
        sheet.append([guarded(cell) for cell in cells])
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFG", (34, 34, 20, 30, 34, 40, 60), strict=True):
        sheet.column_dimensions[column].width = width


def ics_bytes(plan: Plan, *, participant: str = "") -> bytes:
    """A calendar of all meetings, or of one participant's (its key); each with a stable UID."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Qilian//events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    twice = Counter(_who(plan, m) for m in plan.meetings)
    for m in plan.agenda(participant) if participant else plan.meetings:
        calendar.add_component(_vevent(plan, m, delegates=twice[_who(plan, m)] > 1))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _who(plan: Plan, m: Meeting) -> tuple[str, ...]:
    """The two organisations, in an order of their own."""
    return tuple(sorted((plan.names[m.pair.first], plan.names[m.pair.second])))


def _vevent(plan: Plan, m: Meeting, *, delegates: bool) -> icalendar.Event:
    """A meeting; its UID stays when time or table change. ``delegates`` when the organisations
    meet more than once, then the participants' keys tell the meetings apart."""
    import icalendar as ical

    slot = plan.hall.slots[m.slot]
    first, second = plan.names[m.pair.first], plan.names[m.pair.second]
    keys = (m.pair.first, m.pair.second)
    event = ical.Event()
    event.add("uid", digest(
        "meeting", plan.hall.name, *_who(plan, m), *(keys if delegates else ())) + "@qilian")
    event.add("dtstamp", plan.hall.slots[0].start)
    start, end = slot.start, slot.end
    if start.fold or end.fold:  # a local time that comes twice can only be told in UTC
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", f"{first} – {second}")
    event.add("location", f"Table {m.table + 1}")
    event.add("description", m.pair.reason)
    return event
