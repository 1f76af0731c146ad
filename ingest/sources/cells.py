"""Helpers for the cells of one row: lists side by side, checks, dates, shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from graph.model import Record
from ingest.sources.columns import Cells, Get
from ingest.sources.spec import RECORD, EdgePart, Pick
from ingest.sources.values import Amount, DateOrder, is_empty, parse_date, parse_number

Placed = tuple[list[int], Record]
"""A record of a row and its positions among the values of its cell, or among its lines."""
Note = Callable[[str], None]
Beside = Callable[[Note, Cells, int, int], tuple[str, str]]
"""The value that stands beside the thing at a position among many, and its column."""
_SCIENTIFIC = re.compile(r"\d[.,]\d+E[+]?\d{1,3}|\dE[+]\d{1,3}", re.IGNORECASE)
_ENDS = " ;；,，|"


class Wrong(Exception):
    """A cell that cannot be taken: its column and what would be right."""

    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column = column

    @classmethod
    def of(cls, several: Sequence[Wrong]) -> Wrong:
        """All that is wrong in a row, told together; the column is that of the first."""
        first, *others = several
        more = (f"column {other.column!r}: {other}" if other.column else str(other)
                for other in others)
        return cls(first.column, "; ".join((str(first), *more)))


def beside(pick: Pick, get: Get) -> Beside:
    """The value that stands beside the thing at a position, from a parallel column.

    A list of another length than the names' cannot be told apart: it is left out and counted.
    """

    def at(note: Note, cells: Cells, position: int, many: int) -> tuple[str, str]:
        text, column = get(cells)
        if is_empty(text):
            return "", column
        parts = split(pick, text)
        if len(parts) == many:
            return ("" if is_empty(parts[position]) else parts[position]), column
        if not column:
            return text, column
        note(f"column {column!r} does not hold one value for each name beside it; left out")
        return "", column

    return at


def split(pick: Pick, text: str) -> list[str]:
    """The values of a cell, blanks folded; empty ones keep their position."""
    if pick.lined:
        return [value for _, value in by_line(pick, text)]
    if pick.separator is None or not pick.separator.search(text):
        return [" ".join(text.split())]
    return [" ".join(part.split()) for part in pick.separator.split(text.strip(_ENDS))]


def by_line(pick: Pick, text: str) -> list[tuple[int, str]]:
    """As `split`, each value with its position: its line, where the pick cuts line by line."""
    if not pick.lined or pick.separator is None:
        return list(enumerate(split(pick, text)))
    return [(line, " ".join(part.split())) for line, words in enumerate(text.split("\n"))
            for part in pick.separator.split(words)]


def pairs(
    starts: Sequence[Placed], ends: Sequence[Placed], part: EdgePart
) -> Iterable[tuple[Record, Record]]:
    """The ends of an edge, paired as the mapping says."""
    if part.which == "parallel":
        at: dict[int, list[Record]] = {}
        for places, end in ends:
            for place in places:
                at.setdefault(place, []).append(end)
        return dict.fromkeys((start, end) for places, start in starts for place in places
                             for end in at.get(place, ()))
    if part.which == "only" and len(starts if part.start == RECORD else ends) != 1:
        return []
    if part.which == "first":
        ends = ends[:1]
    return [(start, end) for _, start in starts for _, end in ends if start is not end]


def checked(text: str, column: str) -> str:
    """The id, unless a spreadsheet has turned it into a number (9.1163E+17, 9,1163E+17, 9E+17)."""
    if _SCIENTIFIC.fullmatch(text.strip()):
        raise Wrong(column, f"{text!r} is an id that a spreadsheet has turned into a number; "
                             "format the column as text and paste the ids again")
    return text


def dated(text: str, column: str, order: DateOrder) -> str:
    """The date in ISO form."""
    try:
        return parse_date(text, order)
    except ValueError as err:
        raise Wrong(column, str(err)) from err


def in_unit(amount: Amount, unit: str, scale: int) -> tuple[Amount]:
    """The number scaled, in the unit of its column unless it says its own."""
    return (Amount(amount.value * scale, amount.unit or unit, amount.bound),)


def share(text: str, column: str) -> float | None:
    """A share between 0 and 1, written as 0.4 or 40%."""
    if is_empty(text):
        return None
    try:
        amount = parse_number(text)
    except ValueError as err:
        raise Wrong(column, str(err)) from err
    share = amount.value / 100 if amount.unit == "%" else amount.value
    if not 0 < share <= 1:
        raise Wrong(column, f"{text!r} is no share; write 0.4 or 40%")
    return float(share)
