"""Papers as a workbook: a sheet for each need, before them an overview where there are several."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api import filters
from api.papers import wording
from api.tables import Cell, cleaned
from api.words import Words, words
from graph.paper import Language, Paper, PaperCandidate
from graph.paper_evidence import PaperEvidence

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LONGEST_NAME = 31
_LONGEST_ADDRESS = 2000
"""Characters; Excel takes 2,079."""
_DAY = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands for every time in the file, so that equal papers are equal files."""
_LINE, _HIGHEST = 15, 400
"""Points of a line of text, and of the highest row (Excel takes 409)."""
_COLUMNS = {
    "rank": 7, "organisation": 34, "kind": 12, "region": 22, "score": 8, "works": 8, "latest": 12,
    "what": 16, "title": 40, "date": 12, "quote": 60, "source": 22, "place": 34, "remarks": 40,
    "link": 16, "uncertain": 34,
}
"""Key of each column's caption, with its width."""
_OVERVIEW = {
    "number": 6, "key": 18, "need": 44, "answer": 28, "first": 30, "second": 30, "third": 30,
    "main": 70, "sheet": 10,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A need of a table with its paper, or why there is none."""

    key: str
    need: str
    paper: Paper | None
    why: str = ""


def workbook(paper: Paper, site: str = "") -> bytes:
    """One paper as a workbook of one sheet."""
    book = _book()
    t = words(paper.language)
    _write(book, sheet_name(1, paper.title), paper, t, site)
    return _sealed(book)


def workbook_of(
    answers: Iterable[Answered], *, language: Language, outgoing: bool, site: str = ""
) -> bytes:
    """Many papers as a workbook: an overview, and a sheet for each need that has a paper.

    An outgoing one tells neither a need's own number nor why a need has no paper: both may name
    somebody.
    """
    book, t = _book(), words(language)
    overview = book.create_sheet(t("paper.table.overview"))
    left_out = ("key",) if outgoing else ()
    columns = {name: width for name, width in _OVERVIEW.items() if name not in left_out}
    _head(overview, [(t(f"paper.table.{name}"), width) for name, width in columns.items()])
    for number, answer in enumerate(answers, 1):
        cells = {"number": number, "key": answer.key, **_told(answer, t, outgoing=outgoing)}
        name = ""
        if answer.paper is not None:
            name = sheet_name(number, answer.paper.title)
            _write(book, name, answer.paper, t, site)
            cells["sheet"] = t("paper.table.open")
        row = _append(overview, [cells.get(column) for column in columns])
        if name:
            cell = overview.cell(row, len(columns))
            _link(overview, cell.coordinate, location=f"'{name}'!A1")
    overview.freeze_panes = "A2"
    return _sealed(book)


def sheet_name(number: int, title: str) -> str:
    """A name that Excel takes, told apart by its number: ``12 Lithium from brine``."""
    words = " ".join(_FORBIDDEN_IN_NAMES.sub(" ", title).split())
    name = f"{number} {words}"
    while len(name.encode("utf-16-le")) > 2 * _LONGEST_NAME:
        name = name[:-1]
    return name.strip()


def _told(answer: Answered, t: Words, *, outgoing: bool) -> dict[str, Cell]:
    paper = answer.paper
    if paper is None:
        why = t("paper.table.refused", why=answer.why)
        return {"need": "" if outgoing else answer.need,
                "answer": t("paper.table.refused_outgoing") if outgoing else why}
    said = "convincing" if paper.convincing else "unconvincing" if paper.candidates else "nothing"
    told: dict[str, Cell] = {"need": paper.title, "answer": t(f"paper.table.{said}")}
    for place, candidate in zip(("first", "second", "third"), paper.candidates, strict=False):
        told[place] = candidate.name
    if paper.candidates:
        best = paper.candidates[0].evidence[0]
        told["main"] = " ".join(filter(None, (
            best.date, f"{best.title}: “{best.quote}”", f"[{wording.place(best, t)}]")))
    return told


def _write(book: Workbook, name: str, paper: Paper, t: Words, site: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(name)
    for line in (wording.heading(paper, t), wording.audience(paper, t)):
        cell = sheet.cell(_append(sheet, [line]), 1)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=False)
    for caption, value in (*wording.particulars(paper, t), (t("paper.need"), paper.need)):
        _line(sheet, caption, value)
    for doubt in paper.doubts:
        _line(sheet, t("paper.uncertain"), wording.doubt(doubt, t))
    _append(sheet, [])
    if paper.candidates and not paper.convincing:
        _line(sheet, "", t("paper.nearest"))
    _head(sheet, [(t(f"paper.columns.{key}"), width) for key, width in _COLUMNS.items()])
    for candidate in paper.candidates:
        for first, evidence in enumerate((*candidate.evidence, *candidate.contacts)):
            row = _append(sheet, list(_cells(candidate, evidence, t, whole=not first)))
            address = wording.link(evidence, site)
            if 0 < len(address) <= _LONGEST_ADDRESS:
                cell = sheet.cell(row, list(_COLUMNS).index("link") + 1)
                cell.value = cleaned(t("paper.marked"))
                _link(sheet, cell.coordinate, target=address)
    _append(sheet, [])
    _line(sheet, "", t("paper.footer"))
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _line(sheet: Worksheet, caption: str, text: str) -> None:
    """A caption with its text beside it, over the width of the table."""
    from openpyxl.styles import Alignment

    first, last = 3, list(_COLUMNS).index("quote") + 1
    row = _append(sheet, [caption, None, text])
    sheet.cell(row, 1).alignment = Alignment(vertical="top")
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    width = sum(list(_COLUMNS.values())[first - 1 : last])
    lines = sum(2 * len(line) // width + 1 if filters.has_han(line) else len(line) // width + 1
                for line in text.splitlines())
    sheet.row_dimensions[row].height = min(_LINE * max(lines, 1), _HIGHEST)


def _cells(
    candidate: PaperCandidate, evidence: PaperEvidence, t: Words, *, whole: bool
) -> Iterator[Cell]:
    """A row of evidence, each with its candidate; the doubts about it once."""
    yield from (candidate.rank, candidate.name, t.known("kinds", candidate.kind), candidate.region,
                round(candidate.score, 1), candidate.works, candidate.latest)
    yield from (wording.what(evidence, t), evidence.title, evidence.date, evidence.quote,
                evidence.source, wording.place(evidence, t),
                "; ".join(wording.remarks(evidence, t)), None)
    yield " ".join(wording.doubt(doubt, t) for doubt in candidate.doubts) if whole else None


def _book() -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _append(sheet: Worksheet, values: Sequence[Cell]) -> int:
    """Write a row below the last one; texts stay texts, formulas too. Its number."""
    from openpyxl.styles import Alignment

    row: int = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    if not values:
        values = [""]
    for column, value in enumerate(values, 1):
        if value is None:
            continue
        cell = sheet.cell(row, column)
        cell.value = cleaned(value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(value, str):
            cell.data_type = "s"
    return row


def _head(sheet: Worksheet, columns: Sequence[tuple[str, int]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    row = _append(sheet, [caption for caption, _ in columns])
    for at, (_, width) in enumerate(columns, 1):
        sheet.cell(row, at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = width


def _link(sheet: Worksheet, coordinate: str, *, target: str = "", location: str = "") -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell = sheet[coordinate]
    cell.hyperlink = target or Hyperlink(ref=coordinate, location=location)
    cell.style = "Hyperlink"


def _sealed(book: Workbook) -> bytes:
    """The workbook's bytes without the time of writing, which openpyxl puts into them."""
    from openpyxl.xml.functions import tostring

    out = io.BytesIO()
    book.save(out)
    properties = book.properties
    properties.creator = "Qilian"
    properties.created = properties.modified = _DAY.replace(tzinfo=None)
    sealed = io.BytesIO()
    with zipfile.ZipFile(out) as parts, zipfile.ZipFile(sealed, "w") as file:
        for part in parts.infolist():
            data = parts.read(part)
            if part.filename == "docProps/core.xml":
                data = tostring(properties.to_tree())
            entry = zipfile.ZipInfo(part.filename, _DAY.timetuple()[:6])
            file.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return sealed.getvalue()
