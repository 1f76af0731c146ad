"""Tables that people fill in, CSV or XLSX, with their own headings: rows by our columns' names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from graph.errors import SourceUnusable
from graph.events.vocabulary import columns_of, headings

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

Line = tuple[int, dict[str, str]]
"""A row's number as a spreadsheet counts it, and its cells by our columns' names."""
Needed = Sequence[Sequence[str]]
"""Columns that a table must have: of each group one. The first group tells the header."""

_DEEPEST = 20
"""Rows among which the header is looked for; above it stand titles."""
_MOST = 256 * 10**6
"""Bytes that a workbook may unpack to."""
_MOST_SAID = 12
_MOST_WANTED = 2
_GUARDED = re.compile(r"'(?=[=+\-@\t\r])")
_INTACT = re.compile(r'="(.*)"', re.DOTALL)
_WORKBOOKS = (".xlsx", ".xlsm")
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table as it was read."""

    name: str
    lines: tuple[Line, ...]
    headings: Mapping[str, str] = field(default_factory=dict)
    """Our column to the heading that it has in the file."""
    ignored: tuple[str, ...] = ()
    """Headings that mean none of our columns, or one for which a better one stands there."""

    def place(self, number: int, column: str) -> str:
        """A cell as problems name it: file, row, and the column as the file calls it."""
        return f"{self.name}, row {number}, column {self.headings.get(column, column)}"


def read_listing(path: Path, kind: str, needed: Needed, *, sheet: str = "") -> Listing:
    """A table of a kind ("participants", "answers", "outcomes": ``data/headers.yml``).

    CSV in UTF-8, UTF-16 with a mark, GB18030 or Windows-1252, divided by comma, semicolon or tab;
    or the first sheet of a workbook that has the columns, the one called ``sheet`` before others.
    Raises `SourceUnusable` for a file that is no such table, with the columns that it lacks.
    """
    tables = (_sheets(path, sheet) if path.suffix.lower() in _WORKBOOKS
              else _splits(path.name, _text(path), kind))
    for rows in tables:
        found = [_columns(row, kind) for row in rows[:_DEEPEST]]
        heads = [at for at, columns in enumerate(found) if columns.keys() & set(needed[0])]
        if heads:
            at = max(heads, key=lambda at: len(found[at]))
            columns = found[at]
            for group in needed:
                if not columns.keys() & set(group):
                    raise _lacking(path.name, kind, group, rows[at])
            return _listing(path.name, rows, at, columns)
    seen = next((row for rows in tables for row in rows if any(row)), [])
    raise _lacking(path.name, kind, needed[0], seen)


def _lacking(
    name: str, kind: str, group: Sequence[str], seen: Sequence[str]
) -> SourceUnusable:
    """The error for a table without one of these columns, with what it could be headed."""
    known = headings(kind)
    wanted = " and none ".join(
        f"{column!r} (also: {', '.join(known[column][1:4] + known[column][-1:])})"
        for column in group[:_MOST_WANTED])
    had = ", ".join(filter(None, seen[:_MOST_SAID])) or "nothing"
    return SourceUnusable(f"{name}: no column {wanted}; found {had}")


def _listing(name: str, rows: Rows, at: int, columns: Mapping[str, int]) -> Listing:
    head = rows[at]
    used = set(columns.values())
    return Listing(
        name,
        tuple((number, {column: cells[i] for column, i in columns.items() if i < len(cells)})
              for number, cells in enumerate(rows[at + 1 :], at + 2) if any(cells)),
        {column: head[i] for column, i in columns.items()},
        tuple(heading for i, heading in enumerate(head) if heading and i not in used),
    )


def _columns(row: Sequence[str], kind: str) -> dict[str, int]:
    """Our columns in a row of headings: each takes the heading that says it best, and each
    heading serves one."""
    meant = sorted(
        (place, i, column)
        for i, heading in enumerate(row) for column, place in columns_of(heading, kind).items())
    found: dict[str, int] = {}
    for _, i, column in meant:
        if column not in found and i not in found.values():
            found[column] = i
    return found


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as err:
        raise SourceUnusable(f"{path}: cannot be opened: {err.strerror}") from err
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SourceUnusable(f"{path.name}: is no text; save it as CSV in UTF-8, or as XLSX")
    if "\0" in text:
        raise SourceUnusable(f"{path.name}: is no CSV; save it as CSV in UTF-8, or as XLSX")
    return text


def _encodings(raw: bytes) -> tuple[str, ...]:
    """What to try. In Windows-1252 letters beyond ASCII mostly stand alone, in GB18030 never."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    runs = re.findall(rb"[\x80-\xff]+", raw)
    western = sum(len(run) == 1 for run in runs) > len(runs) / 2
    return ("utf-8-sig", "cp1252", "gb18030") if western else ("utf-8-sig", "gb18030", "cp1252")


def _splits(name: str, text: str, kind: str) -> list[Rows]:
    """The rows by each delimiter, that by which most headings are understood first."""
    tables: list[Rows] = []
    failed: csv.Error | None = None
    for delimiter in ",;\t":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            tables.append([[_cell(cell) for cell in row] for row in reader])
        except csv.Error as err:
            failed = err
    if not tables:
        raise SourceUnusable(f"{name}: is no CSV ({failed}); save it again as CSV") from failed
    return sorted(tables, reverse=True, key=lambda rows: max(
        (len(_columns(row, kind)) for row in rows[:_DEEPEST]), default=0))


def _sheets(path: Path, sheet: str) -> list[Rows]:
    """The rows of each visible sheet, the one of that name first."""
    import openpyxl

    _refuse_bomb(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            tabs = [tab for tab in book.worksheets if tab.sheet_state == "visible"]
            tabs.sort(key=lambda tab: tab.title.casefold() != sheet.casefold())
            return [list(_rows(tab)) for tab in tabs]
        finally:
            book.close()
    except Exception as err:  # openpyxl raises what the damage happens to trigger
        raise SourceUnusable(f"{path.name}: the workbook is damaged ({err}); save it again"
                             ) from err


def _rows(tab: ReadOnlyWorksheet) -> Iterator[list[str]]:
    tab.reset_dimensions()
    for row in tab.iter_rows(values_only=True):
        yield [_cell(cell) for cell in row]


def _refuse_bomb(path: Path) -> None:
    try:
        with ZipFile(path) as file:
            size = sum(part.file_size for part in file.infolist())
    except (OSError, BadZipFile, NotImplementedError, ValueError) as err:
        raise SourceUnusable(f"{path.name}: is no XLSX workbook ({err})") from err
    if size > _MOST:
        raise SourceUnusable(f"{path.name}: unpacks to more than {_MOST // 10**6} MB; save the "
                             "list alone as CSV")


def _cell(value: object) -> str:
    """A cell as people see it: 5 for a number stored as 5.0, and without the signs that keep a
    spreadsheet from taking a text for a formula or a number (`graph.spreadsheet`)."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "" if value is None else str(value).strip()
    return kept[1] if (kept := _INTACT.fullmatch(text)) else _GUARDED.sub("", text, count=1)
