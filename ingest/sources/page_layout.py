"""Lines of a page in the order of reading: columns one after the other, tables row by row.

The gutter between columns is where many lines of prose begin at its right and none, or only
headings, cross it. A table is known by its rules, or by rows whose gaps stand below each other.
Knows nothing of PDF; `ingest.sources.pdf_page` gives the runs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from ingest.sources.pdf_page import PageContent, Rule, Run

_SNAP = 3.0
"""Points within which two rules are at one place."""
_FEWEST = 3
"""Lines that each side of a gutter must have."""
_MOST_RUNS = 3_000
"""On one page: a drawing with more labels is not searched for columns."""
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a row of a table; ``flow`` numbers the column or stretch it belongs to,
    which reaches from ``start`` to ``end``."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    row: bool = False
    flow: int = 0
    start: float = 0.0
    end: float = 0.0

    @property
    def height(self) -> float:
        """The height of the line."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class _Table:
    """A ruled table: its place on the page and its rows, ready to read."""

    left: float
    right: float
    top: float
    bottom: float
    rows: list[Line]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


_Item = Run | _Table
_T = TypeVar("_T", bound=_Item)


def lines_of(content: PageContent, page: int, first_flow: int) -> list[Line]:
    """The page's lines as they are to be read; flows are numbered from ``first_flow``."""
    tables, rest = _ruled_tables(content, page)
    lines: list[Line] = []
    for turn, flow in enumerate(_flows([*tables, *rest])):
        runs = [item for item in flow if isinstance(item, Run)]
        start = min((run.left for run in runs), default=0.0)
        end = max((run.right for run in runs), default=0.0)
        for line in _in_rows(flow, page):
            lines.append(Line(line.text, page, line.left, line.right, line.top, line.bottom,
                              line.row, first_flow + turn, start, end))
    return lines


def joint(before: str, after: str) -> str:
    """What stands between two pieces of running text: nothing between Chinese characters."""
    both = before and after and CHINESE.match(before[-1]) and CHINESE.match(after[0])
    return "" if both else " "


def joined(parts: Iterable[str]) -> str:
    """Pieces as running text."""
    whole = ""
    for part in parts:
        whole += (joint(whole, part) if whole else "") + part
    return whole


# --- columns ------------------------------------------------------------------------------------


def _flows(items: Sequence[_Item]) -> list[list[_Item]]:
    """Stretches that are read one after the other, each from its top to its bottom."""
    gutter = _gutter(items) if len(items) <= _MOST_RUNS else None
    if gutter is None:
        return [sorted(items, key=lambda item: (item.top, item.left))] if items else []
    flows: list[list[_Item]] = []
    across: list[_Item] = []
    sides: tuple[list[_Item], list[_Item]] = ([], [])
    for band in _bands(items, gutter):
        if _parts(band, gutter):
            if across:
                flows.append(across)
                across = []
            for item in band:
                sides[item.left >= gutter].append(item)
            continue
        for side in sides:
            flows.extend(_flows(side))
            side.clear()
        across += sorted(band, key=lambda item: (item.top, item.left))
    for side in sides:
        flows.extend(_flows(side))
    return [*flows, across] if across else flows


def _bands(items: Sequence[_Item], gutter: float) -> list[list[_Item]]:
    """Items from the top down, cut at what crosses the gutter and where white space goes through
    from left to right."""
    bands: list[list[_Item]] = []
    end, crossed = 0.0, False
    for row in rows_of(items):
        crosses = any(item.left < gutter < item.right for item in row)
        top, bottom = min(item.top for item in row), max(item.bottom for item in row)
        if not bands or crosses != crossed or top - end > 0.9 * row[0].height:
            bands.append([])
            end = bottom
        bands[-1] += row
        end, crossed = max(end, bottom), crosses
    return bands


def _parts(band: Sequence[_Item], gutter: float) -> bool:
    """Are a band's two sides to be read one after the other, not row by row as a table's?"""
    if any(item.left < gutter < item.right for item in band):
        return False
    runs = [item for item in band if isinstance(item, Run)]
    rows = rows_of(runs)
    pairs = zip(rows, rows[1:], strict=False)
    if not any(_aligned(_together(a), _together(b)) for a, b in pairs):
        return True
    sides = [r for r in runs if r.right <= gutter], [r for r in runs if r.left >= gutter]
    return any(len(side) >= _FEWEST and _is_prose(side) for side in sides)


def _gutter(items: Sequence[_Item]) -> float | None:
    """Where the last column of prose begins, or None: lines that begin at one place, with as much
    prose to the left of it beside them."""
    starts = Counter(round(item.left) for item in items if isinstance(item, Run))
    near = {x: sum(starts[x + d] for d in (-1, 0, 1)) for x in starts}
    best: tuple[int, float] | None = None
    for x, count in near.items():
        gutter = x - 1.5
        if count < _FEWEST:
            continue
        left = [i for i in items if isinstance(i, Run) and i.right <= gutter]
        right = [i for i in items if isinstance(i, Run) and i.left >= gutter]
        crossing = sum(i.left < gutter < i.right for i in items)
        fewest = min(len(left), len(right))
        if fewest < _FEWEST or crossing > fewest or not (_is_prose(left) and _is_prose(right)):
            continue
        if min(r.top for r in left) > max(r.top for r in right) or (
            min(r.top for r in right) > max(r.top for r in left)
        ):
            continue
        if best is None or (fewest, gutter) > best:
            best = (fewest, gutter)
    return None if best is None else best[1]


def _is_prose(side: Sequence[Run]) -> bool:
    """Do these runs fill a column, as lines of text do and the cells of a table do not?"""
    start, end = min(run.left for run in side), max(run.right for run in side)
    full = sum(run.right - run.left >= 0.8 * (end - start) for run in side)
    letters = median(len(run.text) * (2 if CHINESE.search(run.text) else 1) for run in side)
    return full >= 0.5 * len(side) and letters >= 15


# --- rows and tables without rules ---------------------------------------------------------------


def _in_rows(flow: Sequence[_Item], page: int) -> Iterator[Line]:
    """A flow's lines; rows of several runs that stand below each other are a table."""
    runs: list[Run] = []
    for item in flow:
        if isinstance(item, Run):
            runs.append(item)
        else:
            yield from _loose(runs, page)
            runs = []
            yield from item.rows
    yield from _loose(runs, page)


def rows_of(items: Sequence[_T]) -> list[list[_T]]:
    """Runs (and tables) by row from the top down, each row from left to right."""
    rows: list[list[_T]] = []
    for item in sorted(items, key=lambda item: (item.middle, item.left)):
        if rows and item.middle - rows[-1][0].middle < 0.5 * min(item.height, rows[-1][0].height):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda item: item.left) for row in rows]


def _loose(runs: Sequence[Run], page: int) -> Iterator[Line]:
    """Lines outside of ruled tables."""
    rows = [_together(row) for row in rows_of(runs)]
    table: list[list[Run]] = []
    tabular = [
        any(_aligned(row, other) for other in rows[max(turn - 1, 0) : turn + 2] if other is not row)
        for turn, row in enumerate(rows)
    ]
    for row, in_table in zip(rows, tabular, strict=True):
        if in_table:
            table.append(row)
        elif table and len(row) == 1 and _continues(table[-1], row[0]):
            table[-1] = _added(table[-1], row[0])
        else:
            yield from (_row(cells, page) for cells in table)
            table = []
            yield _line(row, page)
    yield from (_row(cells, page) for cells in table)


def _together(row: Sequence[Run]) -> list[Run]:
    """Runs of a row that stand near each other are one."""
    result: list[Run] = []
    for run in row:
        before = result[-1] if result else None
        if before and run.left - before.right < 0.4 * run.height:
            space = run.left - before.right > 0.12 * run.height
            result[-1] = Run(before.text + " " * space + run.text, before.left,
                             max(before.right, run.right), min(before.top, run.top),
                             max(before.bottom, run.bottom))
        else:
            result.append(run)
    return result


def _aligned(row: Sequence[Run], other: Sequence[Run]) -> bool:
    """Have two rows next to each other cells below each other?"""
    if len(row) < 2 or len(other) < 2:
        return False
    distance = abs(row[0].middle - other[0].middle)
    if distance > 3.5 * max(row[0].height, other[0].height):
        return False
    return any(
        max(a.right, c.right) < min(b.left, d.left) and _flush(b, d)
        for a, b in zip(row, row[1:], strict=False)
        for c, d in zip(other, other[1:], strict=False)
    )


def _flush(cell: Run, other: Run) -> bool:
    """Do two cells begin, end or have their middle at one place?"""
    left, right = cell.left - other.left, cell.right - other.right
    return min(abs(left), abs(right), abs(left + right) / 2) < 2


def _continues(cells: Sequence[Run], run: Run) -> bool:
    """Is the run the next line of a cell other than the first?"""
    close = run.top - max(cell.bottom for cell in cells) < 0.4 * run.height
    return close and any(abs(cell.left - run.left) < 2 for cell in cells[1:])


def _added(cells: Sequence[Run], run: Run) -> list[Run]:
    at = next(i for i, cell in enumerate(cells) if i and abs(cell.left - run.left) < 2)
    cell = cells[at]
    longer = Run(joined((cell.text, run.text)), cell.left, max(cell.right, run.right), cell.top,
                 run.bottom)
    return [*cells[:at], longer, *cells[at + 1 :]]


def _row(cells: Sequence[Run], page: int) -> Line:
    return Line(" | ".join(cell.text for cell in cells), page, cells[0].left, cells[-1].right,
                min(c.top for c in cells), max(c.bottom for c in cells), True)


def _line(row: Sequence[Run], page: int) -> Line:
    return Line(" ".join(run.text for run in row), page, row[0].left, row[-1].right,
                min(r.top for r in row), max(r.bottom for r in row))


# --- tables with rules ---------------------------------------------------------------------------


def _ruled_tables(content: PageContent, page: int) -> tuple[list[_Table], list[Run]]:
    """The page's grids with the runs inside them as rows, and the runs outside."""
    tables: list[_Table] = []
    rest = content.runs
    for columns, borders in _grids(content.rules):
        inside = [
            run for run in rest
            if columns[0] - _SNAP <= (run.left + run.right) / 2 <= columns[-1] + _SNAP
            and borders[0] <= run.middle <= borders[-1]
        ]
        if inside:
            taken = {id(run) for run in inside}
            rest = [run for run in rest if id(run) not in taken]
            tables.append(_Table(columns[0], columns[-1], borders[0], borders[-1],
                                 list(_grid_rows(inside, columns, borders, page))))
    return tables, rest


def _grid_rows(
    runs: Sequence[Run], columns: Sequence[float], borders: Sequence[float], page: int
) -> Iterator[Line]:
    cells: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        row = sum(border <= run.middle for border in borders[1:-1])
        column = sum(border <= run.left + 1 for border in columns[1:-1])
        cells.setdefault((row, column), []).append(run)
    for row in range(len(borders) - 1):
        texts = []
        for column in range(len(columns) - 1):
            inside = cells.get((row, column), [])
            ordered = sorted(inside, key=lambda run: (round(run.middle), run.left))
            texts.append(joined(run.text for run in ordered))
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield Line(" | ".join(texts), page, columns[0], columns[-1], borders[row],
                       borders[row + 1], True)


def _grids(rules: Sequence[Rule]) -> Iterator[tuple[list[float], list[float]]]:
    """Borders of columns and of rows of each group of rules that meet, where it has two of both."""
    for group in _groups(rules):
        level = [rule for rule in group if rule.left != rule.right]
        upright = [rule for rule in group if rule.left == rule.right]
        columns = _distinct([rule.left for rule in upright]
                            + [x for rule in level for x in (rule.left, rule.right)])
        rows = _distinct([rule.top for rule in level]
                         + [y for rule in upright for y in (rule.top, rule.bottom)])
        if len(columns) >= 3 and len(rows) >= 3:
            yield columns, rows


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that meet, directly or through others."""
    group = list(range(len(rules)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for i, a in enumerate(rules):
        for j in range(i):
            b = rules[j]
            if (a.left - _SNAP <= b.right and b.left - _SNAP <= a.right
                    and a.top - _SNAP <= b.bottom and b.top - _SNAP <= a.bottom):
                group[root(i)] = root(j)
    found: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        found.setdefault(root(at), []).append(rule)
    return list(found.values())


def _distinct(places: Iterable[float]) -> list[float]:
    result: list[float] = []
    for place in sorted(places):
        if not result or place - result[-1] > _SNAP:
            result.append(place)
    return result
