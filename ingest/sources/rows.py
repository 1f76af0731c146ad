"""From lines of cells to rows with names: where the header is, what it says, what is below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain, islice
from types import TracebackType
from typing import NamedTuple

from graph.errors import SourceUnusable

HEAD = 30
"""Lines looked at to find the header."""
_VALUE = re.compile(r"[-+]?[\d.,/:\s-]*\d[\d.,/:\s%-]*")
_DAMAGED = 10**15


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number for people to find it in the file (the first line is 1), and its cells.

    ``fault`` says why the row cannot be trusted; a mapping rejects it with these words.
    """

    number: int
    cells: dict[str, str]
    fault: str = ""


@dataclass(slots=True)
class Table:
    """A register as rows, read once from start to end, with a bounded part in memory.

    ``notes`` says what was detected, chosen or repaired; reading adds to it. Use it as a context
    manager, or read it to the end.
    """

    name: str
    columns: tuple[str, ...]
    rows: Generator[Row, None, None]
    notes: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return self.rows

    def __enter__(self) -> Table:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.rows.close()


class Line(NamedTuple):
    """One line of a sheet, or one record of a text."""

    number: int
    cells: list[str]
    height: int = 1
    """Lines of the file that it took."""
    fault: str = ""
    """Why its cells cannot be trusted."""


@dataclass(slots=True)
class Lines:
    """The lines of a sheet or file before their header is known.

    ``spans`` holds merged ranges as (first line, first column, last line, last column), one-based
    as a spreadsheet counts; None where the format cannot say.
    """

    lines: Iterator[Line]
    spans: list[tuple[int, int, int, int]] | None = None


def cell_text(value: object) -> str:
    """A cell as text: whole numbers without ``.0``, dates in ISO form, nothing as ``""``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e22 else repr(value)
    if isinstance(value, datetime):
        if value != value:  # pandas' "not a time"
            return ""
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    try:
        missing = bool(value != value)
    except TypeError:  # pandas' "not available" does not compare
        return ""
    return "" if missing else str(value).strip()


def rounded(value: object) -> bool:
    """A number of more than 15 digits, which a spreadsheet has rounded: no id any more."""
    return isinstance(value, (int, float)) and abs(value) >= _DAMAGED


def table_from(
    name: str, lines: Lines, notes: list[str], *, header: int | None = None
) -> Table:
    """Find the header (or take line ``header``), name the columns, and give the rows below.

    Title lines above it are skipped and a header of two lines is joined (``applicant.name``), both
    with a note. Raises `SourceUnusable` when there is no row below the header.
    """
    head = list(islice(lines.lines, header + HEAD if header else HEAD))
    cells = [line.cells for line in head]
    if header is None:
        at = _find_header(cells)
        depth = 2 if _is_grouped(head, at, lines.spans) else 1
        if depth == 1 and at > 0 and _is_grouped(head, at - 1, lines.spans):
            at, depth = at - 1, 2
    else:
        at = next((i for i, line in enumerate(head) if line.number == header), -1)
        depth = 1
        if at < 0:
            raise SourceUnusable(f"{name}: has no line {header} to be the header")
    if len(head) <= at + depth:
        raise SourceUnusable(f"{name}: has a header but no row below it")
    titles = [" ".join(filter(None, line)) for line in cells[:at] if any(line)]
    if titles:
        notes.append(
            f"header found in row {head[at].number}; skipped above it: "
            + "; ".join(title[:80] for title in titles)
        )
    labels = cells[at]
    if depth == 2:
        labels = _joined(cells[at], cells[at + 1], _groups(head, at, lines.spans))
        notes.append(f"header of two rows ({head[at].number} and {head[at + 1].number}) joined: "
                     + ", ".join(label for label in labels if "." in label))
    below = cells[at + depth:]
    # A column beyond the header is one if most rows fill it; else those rows are too long.
    reach = sorted((max((c for c, cell in enumerate(line, start=1) if cell), default=0)
                    for line in below), reverse=True)
    width = max(len(labels), reach[len(below) // 2])
    columns = _columns(labels + [""] * (width - len(labels)), below, notes)
    body: Iterable[Line] = chain(head[at + depth:], lines.lines)
    if lines.spans:
        body = _filled(body, lines.spans, notes)
    return Table(name, tuple(c for c in columns if c), _rows(name, columns, labels, body, notes),
                 notes)


def _find_header(lines: Sequence[list[str]]) -> int:
    """The first line that is nearly as full as the fullest and mostly words, not values."""
    filled = [sum(map(bool, line)) for line in lines]
    enough = 0.6 * max(filled, default=0)
    for i, line in enumerate(lines):
        values = sum(1 for cell in line if cell and _VALUE.fullmatch(cell))
        if filled[i] and filled[i] >= enough and values <= filled[i] / 2:
            return i
    return next((i for i, count in enumerate(filled) if count), 0)


_Head = Sequence[Line]
_Spans = list[tuple[int, int, int, int]] | None


def _groups(head: _Head, at: int, spans: _Spans) -> dict[int, int]:
    """Column to the column whose words in line ``at`` reach over it (both zero-based)."""
    number, upper = head[at].number, head[at].cells
    lower = head[at + 1].cells
    if spans is not None:
        return {
            column - 1: left - 1
            for top, left, _, right in spans if top == number
            for column in range(left, right + 1)
        }
    reach: dict[int, int] = {}
    last = -1
    for column, words in enumerate(lower):
        if column < len(upper) and upper[column]:
            last = column
        elif words and last >= 0:
            reach[column] = last
    return reach


def _is_grouped(head: _Head, at: int, spans: _Spans) -> bool:
    """Does line ``at`` name groups of the columns that the next line names?

    There must be a group of two or more columns, the next line must be words only, and it must
    either leave columns out that line ``at`` names itself, or repeat words under different groups.
    """
    if at + 2 >= len(head):
        return False
    upper, lower = head[at].cells, head[at + 1].cells
    reach = _groups(head, at, spans)
    under = [c for c, words in enumerate(lower) if words]
    if len(under) < 2 or any(_VALUE.fullmatch(lower[c]) for c in under):
        return False
    sizes = Counter(reach.get(c, c) for c in under)
    groups = [c for c, size in sizes.items() if size > 1 and c < len(upper) and upper[c]]
    if not groups or any(c not in groups for c in sizes):
        return False
    single = any(words and not (c < len(lower) and lower[c]) for c, words in enumerate(upper))
    repeated = max(Counter(lower[c] for c in under).values()) > 1
    if spans is None and not single:
        return False
    return (single or repeated) and len(sizes) < len(under)


def _joined(upper: list[str], lower: list[str], reach: dict[int, int]) -> list[str]:
    labels = []
    for column in range(max(len(upper), len(lower))):
        own = upper[column] if column < len(upper) else ""
        over = own or (upper[reach[column]] if column in reach else "")
        under = lower[column] if column < len(lower) else ""
        labels.append(f"{over}.{under}" if over and under and over != under else over or under)
    return labels


def _columns(labels: Sequence[str], body: Sequence[list[str]], notes: list[str]) -> list[str]:
    """Unique names; a column without a name gets one if it holds anything, else is left out."""
    columns: list[str] = []
    taken: set[str] = set()
    for i, label in enumerate(labels):
        name = " ".join(label.split())
        if not name and any(i < len(line) and line[i] for line in body):
            name = f"column {i + 1}"
            notes.append(f"{name} has no name in the header")
        if name in taken:
            twin = next(f"{name} ({n})" for n in range(2, len(labels) + 2)
                        if f"{name} ({n})" not in taken)
            notes.append(f"column {name!r} stands twice in the header; the later is {twin!r}")
            name = twin
        if name:
            taken.add(name)
        columns.append(name)
    return columns


def _filled(body: Iterable[Line], spans: _Spans, notes: list[str]) -> Iterator[Line]:
    """Cells merged over several rows hold their value in each of them."""
    waiting = sorted((span for span in spans or () if span[2] > span[0]), reverse=True)
    open_: list[tuple[int, int, str]] = []
    """(last line, column from 0, text)."""
    count = 0
    for line in body:
        cells = line.cells
        open_ = [span for span in open_ if span[0] >= line.number]
        for _, column, text in open_ if any(cells) else ():
            cells += [""] * (column + 1 - len(cells))
            cells[column] = cells[column] or text
        while waiting and waiting[-1][0] <= line.number:
            top, left, bottom, _ = waiting.pop()
            if top == line.number and left <= len(cells) and (text := cells[left - 1]):
                open_.append((bottom, left - 1, text))
                count += 1
                if count == 1:
                    notes.append(f"rows {top} to {bottom} share a merged cell in column "
                                 f"{letters(left)}; its value is read in each of them")
        yield line
    if count > 1:
        notes.append(f"{count} merged cells in all reach over several rows")


def letters(column: int) -> str:
    """A spreadsheet's name of a column, counted from 1: A, B, … AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _rows(
    name: str, columns: list[str], labels: list[str],
    body: Iterable[Line], notes: list[str],
) -> Generator[Row, None, None]:
    width = len(columns)
    named = all(columns)
    short = repeated = 0
    for number, cells, height, fault in body:
        if fault:
            cells = (cells + [""] * width)[:width]
        elif len(cells) != width:
            if not any(cells):
                continue
            if len(cells) > width:
                if any(cells[width:]):
                    fault = f"has {len(cells)} cells but the header has {width}"
                cells = cells[:width]
            else:
                if height > 1:
                    fault = (f"has {len(cells)} cells of {width} and reaches over {height} lines: "
                             "a quotation mark is probably not closed")
                short += 1
                if short == 1:
                    notes.append(f"row {number} is shorter than the header; the missing cells are "
                                 "read as empty")
                cells = cells + [""] * (width - len(cells))
        elif not any(cells):
            continue
        if cells == labels:
            repeated += 1
            if repeated == 1:
                notes.append(f"row {number} repeats the header and is skipped")
            continue
        row = dict(zip(columns, cells, strict=True))
        if not named:
            row.pop("", None)
        yield Row(number, row, fault)
    if short > 1:
        notes.append(f"{short} rows in all are shorter than the header")
