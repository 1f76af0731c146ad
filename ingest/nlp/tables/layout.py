"""The records of a text and their cells, by layout alone.

A pure function of text and labels: no names are known here. Offsets are those of the text.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

Span = tuple[int, int]
_LINE = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words (without the white space around them), its role and its label's words.

    ``role`` is empty where the label is unknown; ``label`` is empty where there is none.
    """

    start: int
    end: int
    role: str = ""
    label: str = ""


@dataclass(slots=True)
class Record:
    """What belongs together: a row, a block of labelled lines, or an entry of fields.

    ``prose`` are the sentences of a block that no label introduces, as spans of whole lines.
    """

    kind: Literal["row", "form", "entry", "total"]
    start: int
    end: int
    cells: list[Cell] = field(default_factory=list)
    prose: list[Span] = field(default_factory=list)
    table: int = 0
    """Records of one table, or of one list of blocks, share a number."""

    def having(self, *roles: str) -> list[Cell]:
        """The cells of these roles, in reading order."""
        return [cell for cell in self.cells if cell.role in roles]


class Cover:
    """Spans to ask whether one of them holds another span; they may nest and overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._reach = list(accumulate((end for _, end in self._spans), max))

    def holds(self, start: int, end: int) -> bool:
        """Whether one span begins at or before ``start`` and ends at or after ``end``."""
        last = bisect_right(self._spans, (start, math.inf)) - 1
        return last >= 0 and self._reach[last] >= end


@dataclass(slots=True)
class Layout:
    """All records of a text, and the spans that only hold labels, heads and rules."""

    records: list[Record] = field(default_factory=list)
    heads: list[Span] = field(default_factory=list)

    def cuts(self) -> list[int]:
        """Offsets where a sentence has to end: the edges of all cells, labels and prose."""
        spans = [(c.start, c.end) for r in self.records for c in r.cells]
        spans += [*self.heads, *(s for r in self.records for s in r.prose)]
        return sorted({at for span in spans for at in span})


def lines_of(text: str) -> Iterator[Span]:
    """The lines of a text, without their line ends."""
    for found in _LINE.finditer(text):
        if found.end() > found.start():
            yield found.start(), found.end() - found.group().endswith("\n")


def trimmed(text: str, start: int, end: int) -> Span:
    """A span without the white space around it; empty at its start if there is nothing else."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end
