"""Tables as files: CSV that Excel opens in any script, and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO, Literal

from starlette.responses import Response

from api import web
from graph.errors import InvalidRequest
from graph.spreadsheet import guarded

Cell = str | int | float | None
Form = Literal["csv", "xlsx"]
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_CELL = 32_767
_MOST_ROWS = 2**20
_MEASURED = 200


@dataclass(frozen=True, slots=True)
class Table:
    """A table to take away: its name, the columns' captions, the rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_csv(table: Table) -> bytes:
    """The table as `write_csv` writes it."""
    out = io.BytesIO()
    write_csv(out, table.columns, table.rows)
    return out.getvalue()


def as_xlsx(table: Table) -> bytes:
    """The table as `write_xlsx` writes it."""
    out = io.BytesIO()
    write_xlsx(out, table.columns, table.rows, title=table.name)
    return out.getvalue()


def write_csv(file: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """UTF-8 with a byte order mark, without which Excel misreads other scripts; cells that a
    spreadsheet would take for a formula get an apostrophe before them."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    for row in chain([columns], rows):
        writer.writerow(["" if cell is None else guarded(cell) for cell in row])
    text.flush()
    text.detach()


def write_xlsx(
    file: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *,
    title: str = "table",
) -> None:
    """A workbook of one sheet, written row by row; texts stay texts, formulas too.

    Raises `InvalidRequest` for more rows than a sheet can hold.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "table")
    sheet.freeze_panes = "A2"
    left = iter(rows)
    first = list(islice(left, _MEASURED))
    for at, width in enumerate(_widths(columns, first), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(chain([columns], first, left)):
        if number >= _MOST_ROWS:
            raise InvalidRequest(f"a sheet holds {_MOST_ROWS:,} rows at most; write a .csv")
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=cleaned(value))
            if isinstance(value, str):
                cell.data_type = "s"
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    book.save(file)


def cleaned(value: Cell) -> Cell:
    """A cell without the characters that a workbook cannot hold, as long as one can be."""
    return _FORBIDDEN.sub(" ", value)[:_LONGEST_CELL] if isinstance(value, str) else value


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterable[int]:
    for at, caption in enumerate(columns):
        longest = max((len(str(row[at] or "")) for row in rows), default=0)
        yield min(max(len(caption), longest) + 2, 60)


def answer(table: Table, form: Form) -> Response:
    """The table as a file for the reader's machine."""
    data = as_csv(table) if form == "csv" else as_xlsx(table)
    return web.download(data, name=f"{table.name}.{form}", media=MEDIA[form])
