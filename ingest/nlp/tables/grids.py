"""Delimiter tables: rows of cells parted by bars, tabs, semicolons or runs of spaces.

A head row names the columns, or the first column names the rows (a table on its side), or labels
and values take turns (a form); a table without any of these is left to the shapes of its cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.nlp.tables.labels import Labels
from ingest.nlp.tables.layout import Cell, Layout, Record, Span, lines_of, trimmed

_RULE = re.compile(r"[\s|:+=_*–—-]{3,}")
_DELIMITERS = {"|": r"\|", "\t": r"\t", ";": r";", "  ": r"\t| {2,}"}
_FEWEST = {"|": 2, "\t": 2, ";": 3, "  ": 3}
_DITTO = re.compile(r"(?:\"|''|〃|ditto|do\.|same|idem|as above)", re.IGNORECASE)
_LABELLED = re.compile(r"\s*[^\W\d_][^:\n|;.]{0,45}?\s?:\s")
_NUMBERED = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z]\)|No\. ?\d{1,3}:?)\s+(?=\S)")
_ENTRY = re.compile(
    r"\s*(?:\(?\d{1,3}[.)]|No\.? ?\d{1,3}[.:]?|#\d{1,3}|[A-Z]{1,3}-?\d{1,4}[.:)]|[-•*▪])\s+"
)
_MARKS = (r"\s+[–—→]\s+|\s+-{1,2}>?\s+", r",\s+", r"\s+/\s+", r"\s+[·•]\s+")
_SCALE = "(?:million|billion|thousand|bn|m|k|万|亿)"
_DAY = r"(?:\d{1,2} \w+ )?(?:19|20)\d\d(?:-\d\d-\d\d)?"
_STRONG = re.compile(
    rf"(?:(?:US|R|C|A)?[$£€¥₹]|[A-Z]{{2,3}}) ?\d[\d,. ]*(?: ?{_SCALE})?"
    rf"|\d[\d,.]*(?: ?{_SCALE})? ?(?:[A-Z]{{3}}|[a-z]{{3,7}}|元)"
    r"|[A-Z]{2} ?\d[\d ,./-]{5,}\d(?: ?[A-Z]\d?)?|ZL ?\d{8,}\.?[\dX]?|[A-H]\d\d[A-Z] ?\d+/\d+"
    rf"|{_DAY}(?: ?(?:to|until|–|-) ?{_DAY})?"
)
"""A field that tells by its form what it is."""
_SHORT = 60
"""Characters of a usual cell; rows of longer parts are running text with semicolons."""


@dataclass(slots=True)
class _Grid:
    rows: list[tuple[Span, list[Span]]]
    rules: list[int]
    """Turns of the rows that a rule follows."""
    delimiter: str


def add_grids(layout: Layout, text: str, labels: Labels) -> None:
    """Adds the records of all delimiter tables; ``text`` has its tabs."""
    claimed: list[Span] = []
    for delimiter in _DELIMITERS:
        for grid in _grids(text, delimiter, labels, claimed):
            records = _records(layout, text, grid, labels)
            if records:
                claimed += [line for line, _ in grid.rows]
                table = 1 + max((r.table for r in layout.records), default=0)
                for record in records:
                    record.table = table
                layout.records += records


def add_entries(layout: Layout, text: str, labels: Labels) -> None:
    """Adds numbered entries whose fields are parted by dashes or commas and have no labels.

    Numbered sentences look alike; entries have a field that is a date, a sum, a number of a patent
    or a class and nothing else.
    """
    taken = [(r.start, r.end) for r in layout.records] + layout.heads
    entries: list[Record] = []
    for start, end in lines_of(text):
        number = _ENTRY.match(text, start, end)
        if not number or any(a < end and start < b for a, b in taken):
            continue
        for mark in _MARKS:
            cells = _fields(text, number.end(), end, mark, labels)
            plain = [text[slice(*c)].strip(" .") for c in cells]
            words = sum(len(words.split()) for words in plain)
            if len(cells) >= 3 and words <= 8 * len(cells) and any(map(_STRONG.fullmatch, plain)):
                first = trimmed(text, *number.span())
                entries.append(
                    Record("entry", start, end, [Cell(*first), *(Cell(*c) for c in cells)])
                )
                break
    if len(entries) >= 2:
        table = 1 + max((r.table for r in layout.records), default=0)
        for record in entries:
            record.table = table
        layout.records += entries


def _fields(text: str, start: int, end: int, mark: str, labels: Labels) -> list[Span]:
    """The fields of an entry; brackets, quotation marks and legal forms hold a field together."""
    cells: list[Span] = []
    at, depth, quoted = start, 0, False
    for found in re.finditer(rf"[()\"]|{mark}", text[start:end]):
        sign = found.group()
        depth += (sign == "(") - (sign == ")")
        quoted ^= sign == '"'
        behind = start + found.end()
        if sign in '()"' or depth > 0 or quoted or labels.cue("joined").match(text, behind):
            continue
        cells.append(trimmed(text, at, start + found.start()))
        at = behind
    return [c for c in [*cells, trimmed(text, at, end)] if c[1] > c[0]]


def cells_of(text: str, start: int, end: int, delimiter: str) -> list[Span]:
    """The cells of a line, empty ones too; bars at the line's ends are its frame."""
    a, b = trimmed(text, start, end)
    if delimiter == "|":
        a += text[a:b].startswith("|")
        b -= text[a:b].endswith("|")
    if delimiter == "\t":
        a, b = start, end
    cells: list[Span] = []
    at = a
    for found in re.finditer(_DELIMITERS[delimiter], text[a:b]):
        cells.append(trimmed(text, at, a + found.start()))
        at = a + found.end()
    return [*cells, trimmed(text, at, b)]


def _grids(text: str, delimiter: str, labels: Labels, claimed: list[Span]) -> Iterator[_Grid]:
    grid = _Grid([], [], delimiter)
    blanks = 0
    taken = {start for start, _ in claimed}
    for start, end in lines_of(text):
        line = text[start:end]
        if start not in taken and _RULE.fullmatch(line) and line.strip():
            grid.rules += [len(grid.rows) - 1] if grid.rows else []
            continue
        if not line.strip():
            blanks += 1
            if blanks > 1 and grid.rows:
                yield grid
                grid = _Grid([], [], delimiter)
            continue
        cells = cells_of(text, start, end, delimiter)
        named = [_LABELLED.match(text, a, b) for a, b in cells]
        known = sum(bool(n and labels.role(n.group().strip(" :\n"))) for n in named)
        labelled = known >= 2 or (delimiter in ";  " and known)
        if start in taken or labelled or len(cells) < _FEWEST[delimiter]:
            if grid.rows:
                yield grid
            grid = _Grid([], [], delimiter)
        else:
            grid.rows.append(((start, end), cells))
        blanks = 0
    if grid.rows:
        yield grid


def _records(layout: Layout, text: str, grid: _Grid, labels: Labels) -> list[Record]:
    paired = [row for row in grid.rows if _is_paired(text, row[1], labels)]
    if len(paired) >= 2 and 2 * len(paired) >= len(grid.rows):
        return list(_forms(layout, text, grid, labels))
    head = _head(text, grid, labels)
    if head is not None:
        return list(_below(layout, text, grid, labels, head))
    if _on_its_side(text, grid, labels):
        return list(_columns(layout, text, grid, labels))
    return list(_headless(text, grid)) if _looks_tabular(text, grid) else []


def _roles(text: str, cells: list[Span], labels: Labels) -> list[str]:
    return [labels.role(text[a:b]) for a, b in cells]


def _is_paired(text: str, cells: list[Span], labels: Labels) -> bool:
    """Whether labels and values take turns in a row."""
    roles = _roles(text, cells, labels)
    if len(cells) % 2 or not all(roles[::2]):
        return False
    return not any(labels.exact(text[a:b]) for a, b in cells[1::2])


def _forms(layout: Layout, text: str, grid: _Grid, labels: Labels) -> Iterator[Record]:
    """Forms in cells; where the first label comes again, the next form begins."""
    record = Record("form", *grid.rows[0][0])
    first = text[slice(*grid.rows[0][1][0])]
    for line, cells in grid.rows:
        roles = _roles(text, cells, labels)
        if record.cells and text[slice(*cells[0])] == first:
            yield record
            record = Record("form", *line)
        record.end = line[1]
        for turn in range(0, len(cells) - 1, 2):
            name, value = cells[turn], cells[turn + 1]
            layout.heads.append(name)
            if value[1] > value[0]:
                record.cells.append(Cell(*value, roles[turn], text[slice(*name)]))
    yield record


def _head(text: str, grid: _Grid, labels: Labels) -> int | None:
    """Which row names the columns: most of its cells are labels, or a rule sets it off."""
    for turn, (_, cells) in enumerate(grid.rows[:3]):
        filled = [c for c in cells if c[1] > c[0]]
        known = sum(bool(labels.role(text[a:b])) for a, b in filled)
        if len(filled) < 2 or turn + 1 >= len(grid.rows):
            continue
        plain = all(
            len(text[a:b].split()) <= 6 and not re.search(r"\d{3}|\d[.,]\d", text[a:b])
            for a, b in filled
        )
        if known >= 2 and 2 * known >= len(filled):
            return turn
        marked = turn in grid.rules and grid.delimiter == "|"
        if plain and turn == 0 and known and (marked or len(grid.rows) > 2 and known >= 2):
            return turn
    return None


def _below(layout: Layout, text: str, grid: _Grid, labels: Labels, head: int) -> Iterator[Record]:
    """The rows below a head; merged cells and ditto marks repeat the cell above."""
    line, names = grid.rows[head]
    layout.heads += names
    roles = _roles(text, names, labels)
    above: list[Cell] = []
    for place, cells in grid.rows[head + 1 :]:
        if _roles(text, cells, labels) == roles:
            layout.heads += cells
            continue
        if grid.delimiter == "  " and len(cells) != len(names):
            cells = _aligned(text, cells, names, line[0], place[0])
        cells = cells + [(place[1], place[1])] * (len(names) - len(cells))
        record = Record("row", *place)
        if len(cells) > len(names):
            record.kind = "entry"
            record.cells = [Cell(*span) for span in cells if span[1] > span[0]]
            yield record
            continue
        leading = True
        for turn, (span, role) in enumerate(zip(cells, roles, strict=True)):
            leading = leading and span[0] == span[1]
            words = text[slice(*span)]
            if above and role and (leading or _DITTO.fullmatch(words)):
                same = next((c for c in above if c.label == text[slice(*names[turn])]), None)
                record.cells += [same] if same else []
            elif span[1] > span[0]:
                record.cells.append(Cell(*span, role, text[slice(*names[turn])]))
        first = next((text[c.start : c.end] for c in record.cells), "")
        own = [c for c in record.cells if place[0] <= c.start < place[1]]
        if any(labels.cue("total").match(text[c.start : c.end]) for c in own[:2]):
            record.kind, record.cells = "total", own
        elif len(own) < 2 and len(names) > 2:
            continue
        else:
            above = record.cells
        if first:
            yield record


def _aligned(text: str, cells: list[Span], names: list[Span], head: int, row: int) -> list[Span]:
    """Cells of a row of columns, each under the name that it stands nearest to."""
    placed: dict[int, Span] = {}
    for span in cells:
        column = min(range(len(names)), key=lambda n: abs((names[n][0] - head) - (span[0] - row)))
        placed.setdefault(column, span)
    end = cells[-1][1]
    return [placed.get(n, (end, end)) for n in range(len(names))]


def _on_its_side(text: str, grid: _Grid, labels: Labels) -> bool:
    rows = [cells for _, cells in grid.rows if len(cells) >= 3]
    known = sum(bool(labels.role(text[slice(*cells[0])])) for cells in rows)
    return len(rows) >= 3 and 2 * known >= len(rows) and len({len(c) for c in rows}) == 1


def _columns(layout: Layout, text: str, grid: _Grid, labels: Labels) -> Iterator[Record]:
    """A table on its side: each column but the first is a record."""
    rows = [cells for _, cells in grid.rows if len(cells) >= 3]
    layout.heads += [cells[0] for cells in rows]
    for column in range(1, len(rows[0])):
        record = Record("row", rows[0][column][0], rows[-1][column][1])
        for cells in rows:
            span, name = cells[column], text[slice(*cells[0])]
            if span[1] > span[0]:
                record.cells.append(Cell(*span, labels.role(name), name))
        yield record


def _looks_tabular(text: str, grid: _Grid) -> bool:
    """Whether rows without a head are a table: of one width, with short cells."""
    widths = Counter(len(cells) for _, cells in grid.rows)
    width, rows = widths.most_common(1)[0]
    spans = [span for _, cells in grid.rows for span in cells]
    short = sum(b - a <= _SHORT for a, b in spans) >= 0.9 * len(spans)
    if len(grid.rows) == 1:
        return short and width >= 4 and _is_entry(text, *grid.rows[0])
    if grid.delimiter in "|\t":
        return width >= 3 and rows >= 2
    return width >= 4 and rows >= 3 and rows == len(grid.rows) and short


def _is_entry(text: str, line: Span, cells: list[Span]) -> bool:
    """Whether a row by itself is an entry: numbered, with a field that tells what it is."""
    number = _NUMBERED.match(text, *line)
    plain = [text[a:b].strip(" .") for a, b in cells[1:]]
    plain += [text[number.end() : cells[0][1]].strip()] if number else []
    return bool(number) and any(map(_STRONG.fullmatch, plain))


def _headless(text: str, grid: _Grid) -> Iterator[Record]:
    for place, cells in grid.rows:
        if len(cells) >= 3:
            number = _NUMBERED.match(text, *cells[0])
            if number:
                cells = [trimmed(text, *number.span()), (number.end(), cells[0][1]), *cells[1:]]
            yield Record("entry", *place, [Cell(*span) for span in cells if span[1] > span[0]])
