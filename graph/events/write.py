"""A plan as files: tables for spreadsheets, calendars, and data for other programs."""

from __future__ import annotations

import csv
import io
import json
import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InvalidRequest, SourceUnusable
from graph.events import sheets
from graph.events.calendars import CalendarEntry, calendar, renewed
from graph.events.results import Meeting, Place, Plan
from graph.events.sheets import Proposals, Rows
from graph.events.wording import Language
from graph.spreadsheet import Cell, guarded, intact

if TYPE_CHECKING:
    from graph.events.model import Event

FORMS = ("csv", "xlsx", "ics", "json")
_TIMES = ("start", "end")
"""Columns that spreadsheets may take for what they look like."""
_WIDTHS = {"start": 17, "end": 17, "place": 14, "score": 8, "answer": 10, "meetings": 10,
           "reason": 60, "value": 16, "figure": 40, "asked": 11}
_WIDTH, _KEY_WIDTH = 34, 16
_MOST_CHARACTERS = 32_767
_LONGEST_NAME = 60
_RESERVED = {"con", "prn", "aux", "nul",
             *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Names that Windows keeps for devices."""


def write(
    plan: Plan, path: Path, *, entries: Mapping[str, CalendarEntry] | None = None,
    language: Language = "en",
) -> None:
    """Write the plan as the ending says: .csv (the meetings), .xlsx (all its tables), .ics or
    .json. The file appears when it is whole.

    ``entries`` are the calendar entries that are kept for the event; without them every meeting is
    new. Raises `InvalidRequest` for another ending, `SourceUnusable` when the place cannot be
    written.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise InvalidRequest(f"{path.name}: a plan is written as .csv, .xlsx, .ics or .json")
    put(path, plan_bytes(plan, form, entries=entries, language=language))


def plan_bytes(
    plan: Plan, form: str, *, entries: Mapping[str, CalendarEntry] | None = None,
    participant: str = "", language: Language = "en",
) -> bytes:
    """The plan in one of the `FORMS`; a calendar of one participant alone (its key) if one is
    named, in the form that is for it. ``entries`` as in `write`."""
    if form == "csv":
        return csv_bytes(sheets.meeting_rows(plan))
    if form == "xlsx":
        return xlsx_bytes(plan, language=language)
    if form == "ics":
        known = renewed({}, plan) if entries is None else entries
        return calendar(plan, known, participant=participant, language=language)
    return json_bytes(plan)


def put(path: Path, data: bytes) -> None:
    """Write a file, all of it or nothing; `SourceUnusable` when that is not possible."""
    part = path.with_name(f"{path.name}.part")
    try:
        try:
            part.write_bytes(data)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as err:
        raise SourceUnusable(f"{path}: cannot be written: {err.strerror}") from err


def write_calendars(
    plan: Plan, folder: Path, *, entries: Mapping[str, CalendarEntry] | None = None,
    language: Language = "en",
) -> list[Path]:
    """A calendar for each participant that meets anybody, or did, into a folder; the files."""
    entries = entries if entries is not None else renewed({}, plan)
    concerned = {key for e in entries.values() for key in (e.first, e.second)}
    names = file_names(plan.event)
    written = []
    for p in plan.participants:
        if p.key in concerned:
            path = in_folder(folder, f"{names[p.key]}.ics")
            put(path, calendar(plan, entries, participant=p.key, language=language))
            written.append(path)
    return written


def in_folder(folder: Path, name: str) -> Path:
    """The place of a file in a folder, which is made; `SourceUnusable` where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise SourceUnusable(f"{folder}: cannot be made: {err.strerror}") from err
    return folder / name


def file_names(event: Event) -> dict[str, str]:
    """Participant key to a file name without ending that says whose it is, which every file system
    takes and which no two share, whatever the case of letters."""
    taken: set[str] = set()
    found = {}
    for p in event.participants:
        name = safe_name(f"{p.key} {p.organisation}")
        unique, number = name, 2
        while unique.casefold() in taken:
            unique, number = f"{name} ({number})", number + 1
        taken.add(unique.casefold())
        found[p.key] = unique
    return found


def safe_name(text: str) -> str:
    """A text as a file name: letters, digits, space and hyphen, at most 60 characters."""
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" or c in " -" else "_"
                   for c in unicodedata.normalize("NFC", text))
    name = " ".join(kept.split())[:_LONGEST_NAME].strip() or "_"
    return f"{name}_" if name.casefold() in _RESERVED else name


def csv_bytes(rows: Rows) -> bytes:
    """Rows with their header for Excel: UTF-8 with a byte order mark, CRLF, texts kept as texts."""
    header, *rest = rows
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([guarded(cell) if name in _TIMES else intact(cell)
                      for name, cell in zip(header, row, strict=True)] for row in rest)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(plan: Plan, *, language: Language = "en") -> bytes:
    """A workbook for the organiser: meetings, agendas, mail merge, proposals to answer, what is
    left out, fairness."""
    from graph.events.fairness import fairness
    from graph.events.propose import propose

    return _book({
        "meetings": sheets.meeting_rows(plan),
        "agendas": sheets.agenda_rows(plan, language=language),
        "mail merge": sheets.merge_rows(plan, language=language),
        "proposals": sheets.proposal_rows(
            plan.event, propose(plan.event, plan.pairs), language=language),
        "left out": sheets.unmet_rows(plan),
        "fairness": sheets.fairness_rows(plan, fairness(plan)),
    })


def proposals_xlsx(
    event: Event, proposals: Proposals, *, participant: str = "", language: Language = "en"
) -> bytes:
    """Proposals to answer with yes, no or must: of all participants, or of one for itself."""
    return _book({"proposals": sheets.proposal_rows(
        event, proposals, participant=participant, language=language)})


def rows_xlsx(rows: Rows, *, title: str) -> bytes:
    """A workbook of one table, such as the changes for a mail merge."""
    return _book({title: rows})


def _book(tables: Mapping[str, Rows]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for title, rows in tables.items():
        _fill(book.create_sheet(title), rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, rows: Rows) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    header = [str(cell) for cell in rows[0]]
    for at, name in enumerate(header, 1):
        width = _KEY_WIDTH if name.endswith("key") else _WIDTHS.get(name, _WIDTH)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    text, caption = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
    text.number_format, text.alignment = "@", Alignment(vertical="top", wrap_text=True)
    caption.font = Font(bold=True)
    for number, row in enumerate(rows):
        cells = [WriteOnlyCell(sheet, value=_cleaned(value)) for value in row]
        for cell in cells:
            if isinstance(cell.value, str):  # text, also a formula, also when somebody edits it
                cell.data_type = "s"
                # one style for all, as finding it anew takes longer than writing the cell
                cell._style = text._style if number else caption._style
        sheet.append(cells)
    if "answer" in header:
        _validate(sheet, get_column_letter(header.index("answer") + 1), len(rows))


def _validate(sheet: Any, column: str, last: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    answers = DataValidation(type="list", formula1='"yes,no,must"', allow_blank=True)
    answers.error = "yes, no or must; empty for no answer"
    answers.showErrorMessage = True
    answers.add(f"{column}2:{column}{max(last, 2)}")
    sheet.data_validations.append(answers)


def _cleaned(cell: Cell) -> Cell:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(cell, str):
        return cell
    kept: str = ILLEGAL_CHARACTERS_RE.sub("", cell)
    return kept[:_MOST_CHARACTERS]


def json_bytes(plan: Plan) -> bytes:
    """The whole plan for machines, for the organiser: with values and all reasons."""
    return json.dumps(plan_data(plan), ensure_ascii=False, indent=1).encode() + b"\n"


def plan_data(plan: Plan) -> dict[str, Any]:
    """A plan as plain data. Slots and tables count from 0, times are ISO 8601 with the offset.

    - ``event``: its name; ``zone``: its time zone; ``seed``.
    - ``slots``: ``start``, ``end``, ``session``; ``tables``: how many.
    - ``participants``: ``key``, ``name`` (as in all papers), ``organisation``, ``person``,
      ``kind``, ``region``, ``entity`` (the organisation in the graph).
    - ``meetings``: ``first``, ``second`` (keys), ``slot``, ``table`` (null at a booth or on line),
      ``start``, ``end``, ``place`` (in words), ``value``, ``reason``, and ``parts`` that add up to
      the value: ``name``, ``value``, ``note``, ``document`` (its key in the store), ``level``
      (least reader's level), ``by`` (whose request).
    - ``unmet``: ``participant``, ``counterpart`` (keys), ``why``, ``asked`` (null for nothing),
      ``reason`` (the organiser's), ``told`` (the participant's).
    - ``value``, ``bound``, ``gap`` (0.02: no timetable is more than 2 % better), ``notes``.
    """
    hall, by_key = plan.hall, plan.event.by_key
    return {
        "event": plan.event.name or hall.name,
        "zone": str(hall.slots[0].start.tzinfo),
        "seed": plan.seed,
        "slots": [{"start": s.start.isoformat(), "end": s.end.isoformat(), "session": s.session}
                  for s in hall.slots],
        "tables": hall.tables,
        "participants": [{"key": p.key, "name": plan.names[p.key], "organisation": p.organisation,
                          "person": p.person, "kind": p.kind, "region": p.region,
                          "entity": p.entity} for p in plan.participants],
        "meetings": [_meeting_data(plan, m, str(Place.of(m, by_key))) for m in plan.meetings],
        "unmet": [{"participant": u.participant, "counterpart": u.counterpart, "why": u.why,
                   "asked": u.ask, "reason": u.reason, "told": u.told} for u in plan.unmet],
        "value": plan.value, "bound": plan.bound, "gap": plan.gap, "notes": list(plan.notes),
    }


def _meeting_data(plan: Plan, m: Meeting, place: str) -> dict[str, Any]:
    slot = plan.hall.slots[m.slot]
    return {
        "first": m.pair.first, "second": m.pair.second, "slot": m.slot, "table": m.table,
        "start": slot.start.isoformat(), "end": slot.end.isoformat(), "place": place,
        "value": m.pair.value, "reason": m.pair.reason,
        "parts": [{"name": part.name, "value": part.value, "note": part.note,
                   "document": part.document, "level": part.level, "by": part.by}
                  for part in m.pair.parts],
    }
