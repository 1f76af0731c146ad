"""Excel workbooks as lines of text cells: which sheet, merged cells, numbers as they are meant."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, BinaryIO

from graph.errors import SourceUnusable
from ingest.sources.rows import Lines, cell_text, rounded

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_CHUNK = 2**20
_LOOK = 50


def xlsx_lines(
    name: str, file: BinaryIO, sheet: str | int | None, notes: list[str], closing: ExitStack
) -> Lines:
    """The lines of one sheet of an .xlsx workbook, streamed; formulas give their last value."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as err:
        raise SourceUnusable(f"{name}: the workbook is damaged ({err}); save it again") from err
    closing.callback(book.close)
    sheets = {
        tab.title: tab for tab in book.worksheets
        if tab.sheet_state == "visible" or tab.title == sheet
    } or {tab.title: tab for tab in book.worksheets}
    chosen = _choose(name, list(sheets), sheet, notes, lambda title: _has_rows(sheets[title]))
    tab = sheets[chosen]
    tab.reset_dimensions()
    spans = _merged(file, getattr(tab, "_worksheet_path", ""))
    return Lines(_lines(enumerate(tab.iter_rows(values_only=True), start=1), notes), spans)


def xls_lines(
    name: str, file: BinaryIO, sheet: str | int | None, notes: list[str], closing: ExitStack
) -> Lines:
    """The lines of one sheet of an old .xls workbook, which is read as a whole.

    Raises `SourceUnusable` where the extra for it is not installed, saying how to install it.
    """
    try:
        import xlrd
    except ImportError as err:
        raise SourceUnusable(
            f"{name}: reading old .xls workbooks needs xlrd: pip install 'qilian[xls]'; "
            "or save the workbook as .xlsx"
        ) from err
    try:
        book = xlrd.open_workbook(file_contents=file.read(), on_demand=True)
    except Exception as err:  # noqa: BLE001 - xlrd raises what the damage happens to trigger
        raise SourceUnusable(f"{name}: the workbook is damaged ({err}); save it as .xlsx") from err
    closing.callback(book.release_resources)
    titles = book.sheet_names()
    chosen = _choose(name, titles, sheet, notes,
                     lambda title: book.sheet_by_name(title).nrows > 1)
    tab = book.sheet_by_name(chosen)

    def value(cell: Any) -> object:
        if cell.ctype == xlrd.XL_CELL_DATE:
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return "#N/A"
        return bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value

    rows = ((i + 1, [value(cell) for cell in tab.row(i)]) for i in range(tab.nrows))
    return Lines(_lines(rows, notes))


def _choose(
    name: str, titles: Sequence[str], sheet: str | int | None, notes: list[str], has_rows: Any
) -> str:
    """The sheet asked for by name or number (from 1), else the first that holds rows."""
    if isinstance(sheet, int) and 1 <= sheet <= len(titles):
        return titles[sheet - 1]
    if sheet is not None:
        if str(sheet) in titles:
            return str(sheet)
        raise SourceUnusable(f"{name}: has no sheet {sheet!r}; its sheets are {', '.join(titles)}")
    full = [title for title in titles if has_rows(title)]
    if not full:
        raise SourceUnusable(f"{name}: no sheet holds a header row and a row below it")
    if len(titles) > 1:
        others = ", ".join(title for title in titles if title != full[0])
        notes.append(f"read sheet {full[0]!r}; not read: {others}")
    return full[0]


def _has_rows(tab: Any) -> bool:
    tab.reset_dimensions()
    filled = 0
    for row in tab.iter_rows(max_row=_LOOK, values_only=True):
        filled += any(cell is not None for cell in row)
        if filled > 1:
            return True
    return False


def _merged(file: BinaryIO, path: str) -> list[tuple[int, int, int, int]]:
    """Merged ranges of a sheet, which openpyxl does not give when it streams."""
    spans: list[tuple[int, int, int, int]] = []
    try:
        with zipfile.ZipFile(file) as archive, archive.open(path.lstrip("/")) as part:
            rest = b""
            while chunk := part.read(_CHUNK):
                rest += chunk
                if b"mergeCell" not in rest:
                    rest = rest[-64:]
                    continue
                found = list(_MERGED.finditer(rest))
                spans.extend(
                    (int(m[2]), _column(m[1]), int(m[4]), _column(m[3])) for m in found
                )
                rest = rest[found[-1].end():] if found else rest[-256:]
    except KeyError:
        return []
    return spans


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _lines(
    rows: Iterator[tuple[int, Sequence[object]]], notes: list[str]
) -> Iterator[tuple[int, list[str], int]]:
    """Cells as text; broken formulas are empty, and numbers too long to be exact are reported."""
    errors = damaged = 0
    for number, row in rows:
        cells = [cell_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not _ERRORS.isdisjoint(cells):
            errors += 1
            if errors == 1:
                notes.append(f"row {number} holds a broken formula (such as #N/A); read as empty")
            cells = ["" if cell in _ERRORS else cell for cell in cells]
        if any(map(rounded, row)):
            damaged += 1
            if damaged == 1:
                notes.append(
                    f"row {number} holds a number of more than 15 digits, which the spreadsheet "
                    "has rounded; format such a column as text before ids are typed or pasted"
                )
        yield number, cells, 1
    if errors > 1:
        notes.append(f"{errors} rows in all hold broken formulas")
    if damaged > 1:
        notes.append(f"{damaged} rows in all hold numbers of more than 15 digits")
