"""Participant lists as organisers export them, CSV or XLSX, with their own headings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from zipfile import BadZipFile

import yaml

from graph.errors import RecordRejected, SourceUnusable
from graph.events.model import Hall, Participant

Line = tuple[int, dict[str, str]]
_RANGE = re.compile(r"(\d+)(?:\s*[-–~至]\s*(\d+))?")
_TIMES = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–~至]\s*(\d{1,2})[:：](\d{2})")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DEFAULT_CAP = 8


@cache
def _headers() -> dict[str, tuple[str, int]]:
    """Plain heading to our column's name, and how far back it stands among its words."""
    text = (files("graph.events") / "data" / "headers.yml").read_text(encoding="utf-8")
    known = yaml.safe_load(text)
    return {_plain(word): (name, place) for name, words in known.items()
            for place, word in enumerate((name, *words))}


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", " ", heading).strip().casefold()


def read_participants(
    path: Path, hall: Hall, *, cap: int = _DEFAULT_CAP
) -> tuple[list[Participant], list[str]]:
    """(participants, problems): a row with a problem is left out and named by row and column.

    ``cap`` is the number of meetings where a row says none. Availability is slot numbers
    ("1-4, 6"), times ("09:00-11:00; 14:00-16:00"), or empty for the whole event. Raises
    `SourceUnusable` for a file that is no such table or lacks the organisation's column.
    """
    lines = _xlsx(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path)
    return participants_of(lines, hall, name=path.name, cap=cap)


def participants_of(
    lines: Iterable[Line], hall: Hall, *, name: str, cap: int = _DEFAULT_CAP
) -> tuple[list[Participant], list[str]]:
    """The same from rows as (number, heading to cell)."""
    found: dict[str, Participant] = {}
    problems: list[str] = []
    for number, cells in lines:
        participant, wrong = _participant(cells, hall, cap, number)
        if participant.key in found:
            wrong.append(f"column key: {participant.key!r} stands twice; give each its own")
        if wrong:
            problems += [f"{name}, row {number}, {words}" for words in wrong]
        else:
            found[participant.key] = participant
    if not found and not problems:
        raise SourceUnusable(f"{name}: has a header but no participant")
    return list(found.values()), problems


def _participant(
    cells: dict[str, str], hall: Hall, cap: int, number: int
) -> tuple[Participant, list[str]]:
    """What a row says, and everything that is wrong with it."""
    wrong = []
    organisation = cells.get("organisation", "").strip()
    if not organisation:
        wrong.append("column organisation: is empty; name the organisation")
    most = cells.get("max_meetings", "").strip()
    if most and not re.fullmatch(r"[0-9]{1,3}", most):
        wrong.append(f"column max_meetings: {most!r} is no number; write 5")
        most = ""
    slots = None
    try:
        slots = availability(cells.get("availability", ""), hall)
    except RecordRejected as err:
        wrong.append(str(err))
    return Participant(
        cells.get("key", "").strip() or f"p{number}", organisation,
        cells.get("type", "").strip(), cells.get("offers", "").strip(),
        cells.get("needs", "").strip(), slots, int(most) if most else cap,
    ), wrong


def availability(text: str, hall: Hall) -> frozenset[int] | None:
    """The slots that a cell means; None for an empty one, which is the whole event.

    Raises `RecordRejected` with the forms that are right.
    """
    slots: set[int] = set()
    for part in filter(None, (part.strip() for part in re.split(r"[;,；，、\n]", text))):
        if times := _TIMES.fullmatch(part):
            start, end = (int(times[i]) * 60 + int(times[i + 1]) for i in (1, 3))
            slots |= {i for i, slot in enumerate(hall.slots)
                      if start <= _minute(slot.start) and _minute(slot.end) <= end}
            if not start < end:
                raise RecordRejected(
                    f"column availability: {part!r} ends before it starts; write 09:00-11:00")
        elif numbers := _RANGE.fullmatch(part):
            low = int(numbers[1])
            high = int(numbers[2] or low)
            if not 1 <= low <= high <= len(hall.slots):
                raise RecordRejected(
                    f"column availability: {part!r}; the slots are 1 to {len(hall.slots)}")
            slots |= set(range(low - 1, high))
        else:
            hint = ("is a date; the spreadsheet made it of 1-4, format the column as text"
                    if _DATE.match(part) else "is no time; write 1-4 or 09:00-11:00")
            raise RecordRejected(f"column availability: {part!r} {hint}")
    return frozenset(slots) if text.strip() else None


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _csv(path: Path) -> list[Line]:
    try:
        raw = path.read_bytes()
    except OSError as err:
        raise SourceUnusable(f"{path}: cannot be opened: {err.strerror}") from err
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SourceUnusable(f"{path.name}: is no text; save it as CSV in UTF-8, or as XLSX")
    if "\0" in text:
        raise SourceUnusable(f"{path.name}: is no CSV; save it as CSV in UTF-8, or as XLSX")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as err:
        raise SourceUnusable(f"{path.name}: is no CSV ({err}); save it again as CSV") from err
    return _lines(path.name, rows)


def _xlsx(path: Path) -> list[Line]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, BadZipFile) as err:
        raise SourceUnusable(f"{path.name}: is no XLSX workbook ({err})") from err
    try:
        rows = [[_text(cell) for cell in row]
                for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()
    return _lines(path.name, rows)


def _text(cell: object) -> str:
    """A workbook's cell as people see it: 5 for a number stored as 5.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _lines(name: str, rows: Sequence[Sequence[str]]) -> list[Line]:
    """Rows below the first line that names the organisation's column."""
    for at, row in enumerate(rows[:20]):
        columns = _columns(row)
        if "organisation" not in columns:
            continue
        if not columns.keys() & {"offers", "needs"}:
            raise SourceUnusable(
                f"{name}: no column 'needs' (also: looking for, 技术需求) and none 'offers' (also: "
                f"capabilities, 技术供给), so nobody can be matched; found {', '.join(row)}")
        return [
            (number, {n: cells[i] for n, i in columns.items() if i < len(cells)})
            for number, cells in enumerate(rows[at + 1 :], at + 2) if any(map(str.strip, cells))
        ]
    seen = ", ".join(rows[0]) if rows else "nothing"
    raise SourceUnusable(
        f"{name}: no column 'organisation' (also: company, institution, 单位名称); found {seen}")


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Our name to the column that means it; of two, the one whose heading says it better."""
    known = _headers()
    found: dict[str, tuple[int, int]] = {}
    for i, heading in enumerate(row):
        name, place = known.get(_plain(heading), ("", 0))
        if name:
            found[name] = min(found.get(name, (place, i)), (place, i))
    return {name: i for name, (_, i) in found.items()}
