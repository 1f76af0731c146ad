"""Excel workbooks as lines of text cells: which sheet, merged cells, numbers as they are meant."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from graph.errors import SourceUnusable
from ingest.sources.rows import Line, Lines, cell_text, letters, rounded

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_FORMULA = re.compile(
    rb'<(?:\w+:)?c (?P<attributes>[^>]*?r="(?P<cell>[A-Z]+\d+)"[^>]*)>\s*'
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?P<value><(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CHUNK = 2**20
_LONGEST = 64 * 2**20
"""Bytes of one row that are looked through for formulas."""
_MOST = 512 * 10**6
"""Bytes of a workbook's part that is held in memory."""
_NAMED = 10
_LOOK = 50


def xlsx_lines(
    name: str, file: BinaryIO, sheet: str | int | None, notes: list[str], closing: ExitStack
) -> Lines:
    """The lines of one sheet of an .xlsx workbook, streamed; formulas give their last value."""
    import openpyxl

    _refuse_bomb(name, file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as err:  # noqa: BLE001 - openpyxl raises what the damage happens to trigger
        raise SourceUnusable(f"{name}: the workbook is damaged ({err}); save it again") from err
    closing.callback(book.close)
    hidden = [tab.title for tab in book.worksheets if tab.sheet_state != "visible"]
    sheets = {
        tab.title: tab for tab in book.worksheets if tab.title not in hidden or tab.title == sheet
    } or {tab.title: tab for tab in book.worksheets}
    if unread := [title for title in hidden if title not in sheets]:
        notes.append(f"hidden sheets, not read unless named: {', '.join(unread)}")
    chosen = _choose(name, list(sheets), sheet, notes, lambda title: _has_rows(name, sheets[title]))
    tab = sheets[chosen]
    tab.reset_dimensions()
    marks = _marks(file, getattr(tab, "_worksheet_path", ""))
    if marks.formulas:
        notes.append(
            f"{marks.formulas} cells hold a formula without a saved value and are read as empty "
            f"({', '.join(marks.first)}{', …' * (marks.formulas > len(marks.first))}); open the "
            "workbook in a spreadsheet program and save it, or replace the formulas by values"
        )
    rows = _sound(name, enumerate(tab.iter_rows(values_only=True), start=1))
    return Lines(_lines(rows, notes), marks.spans)


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
    return Lines(_lines(_sound(name, rows), notes))


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


def _has_rows(name: str, tab: Any) -> bool:
    tab.reset_dimensions()
    filled = 0
    rows = enumerate(tab.iter_rows(max_row=_LOOK, values_only=True), start=1)
    for _, row in _sound(name, rows):
        filled += any(cell is not None for cell in row)
        if filled > 1:
            return True
    return False


def _refuse_bomb(name: str, file: BinaryIO) -> None:
    """`SourceUnusable` for a workbook whose shared texts, held in memory, are far too large."""
    try:
        with zipfile.ZipFile(file) as archive:
            sizes = {part.filename: part.file_size for part in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError):
        return  # said by who opens it
    finally:
        file.seek(0)
    held = (size for part, size in sizes.items() if not part.startswith("xl/worksheets/"))
    most = max(held, default=0)
    if most > _MOST:
        raise SourceUnusable(
            f"{name}: the workbook unpacks to {most / 10**6:,.0f} MB of texts; at most "
            f"{_MOST / 10**6:,.0f} MB: save it as .csv"
        )


@dataclass(slots=True)
class _Marks:
    """What openpyxl does not tell of a sheet when it streams."""

    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Merged ranges."""
    formulas: int = 0
    """Cells with a formula whose value was not saved."""
    first: list[str] = field(default_factory=list)
    """Names of the first of them."""


def _marks(file: BinaryIO, path: str) -> _Marks:
    """Merged ranges, and formulas without a value, of a sheet that is read once from end to end."""
    marks = _Marks()
    try:
        with zipfile.ZipFile(file) as archive, archive.open(path.lstrip("/")) as part:
            rest = b""
            while chunk := part.read(_CHUNK):
                rest += chunk
                # Whole rows, or what stands behind the last of them, to the last whole tag.
                cut = rest.rfind(b"row>") + 4
                cut = cut if cut > 4 else rest.rfind(b"<mergeCell ")
                if cut > 0:
                    _look(rest[:cut], marks)
                    rest = rest[cut:]
                elif len(rest) > _LONGEST:
                    rest = rest[-_CHUNK:]
            _look(rest, marks)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError):
        pass  # said by who reads the rows
    return marks


def _look(xml: bytes, marks: _Marks) -> None:
    if b"mergeCell" in xml:
        marks.spans.extend((int(m[2]), _column(m[1]), int(m[4]), _column(m[3]))
                           for m in _MERGED.finditer(xml))
    if b"<f" in xml or b":f" in xml:
        for found in _FORMULA.finditer(xml):
            # Text that a formula made may be empty: then an empty value was saved.
            if not (found["value"] and b't="str"' in found["attributes"]):
                marks.formulas += 1
                if marks.formulas <= _NAMED:
                    marks.first.append(found["cell"].decode())


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _sound(
    name: str, rows: Iterator[tuple[int, Sequence[object]]]
) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows; damage says after which of them."""
    number = 0
    try:
        for number, row in rows:
            yield number, row
    except Exception as err:  # openpyxl raises what the damage happens to trigger
        raise SourceUnusable(
            f"{name}: after row {number} the workbook is damaged ({err}); save it again") from err


def _lines(
    rows: Iterator[tuple[int, Sequence[object]]], notes: list[str]
) -> Iterator[Line]:
    """Cells as text; broken formulas are empty, and numbers too long to be exact are reported."""
    errors = damaged = 0
    for number, row in rows:
        cells = [cell_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not _ERRORS.isdisjoint(cells):
            errors += 1
            if errors == 1:
                at = next(i for i, cell in enumerate(cells, start=1) if cell in _ERRORS)
                notes.append(f"row {number}, column {letters(at)} holds a broken formula "
                             f"({cells[at - 1]}); read as empty")
            cells = ["" if cell in _ERRORS else cell for cell in cells]
        if any(map(rounded, row)):
            damaged += 1
            if damaged == 1:
                at = next(i for i, cell in enumerate(row, start=1) if rounded(cell))
                notes.append(
                    f"row {number}, column {letters(at)} holds a number of more than 15 digits, "
                    "which the spreadsheet has rounded; format such a column as text before ids "
                    "are typed or pasted"
                )
        yield Line(number, cells)
    if errors > 1:
        notes.append(f"{errors} rows in all hold broken formulas")
    if damaged > 1:
        notes.append(f"{damaged} rows in all hold numbers of more than 15 digits")
