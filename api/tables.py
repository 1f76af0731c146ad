"""Tables as files: CSV that Excel opens in any script, and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from starlette.responses import Response

from api import web
from graph.spreadsheet import guarded

Cell = str | int | float | None
Form = Literal["csv", "xlsx"]
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Table:
    """A table to take away: its name, the columns' captions, the rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, without which Excel misreads other scripts; cells that a
    spreadsheet would take for a formula get an apostrophe before them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in (table.columns, *table.rows):
        writer.writerow(["" if cell is None else guarded(cell) for cell in row])
    return "\ufeff".encode() + out.getvalue().encode()


def as_xlsx(table: Table) -> bytes:
    """A workbook of one sheet; texts stay texts, formulas too."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", table.name)[:31] or "table")
    sheet.freeze_panes = "A2"
    for at, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate((table.columns, *table.rows)):
        cells = []
        for value in row:
            if isinstance(value, str):
                value = _FORBIDDEN.sub(" ", value)[:_LONGEST_CELL]
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _widths(table: Table) -> Iterable[int]:
    for at, caption in enumerate(table.columns):
        longest = max((len(str(row[at] or "")) for row in table.rows[:200]), default=0)
        yield min(max(len(caption), longest) + 2, 60)


def answer(table: Table, form: Form) -> Response:
    """The table as a file for the reader's machine."""
    data = as_csv(table) if form == "csv" else as_xlsx(table)
    return web.download(data, name=f"{table.name}.{form}", media=MEDIA[form])
