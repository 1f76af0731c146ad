"""Where words stand in a PDF or Word file, for people: the page, the paragraph or the table's cell.

Facts keep offsets into the text that was taken out of the file; that text marks its own places, so
nothing else needs to be stored. In the text of a PDF every page but the first begins with a form
feed. In that of a Word file every line is a paragraph or a table's row, the cells of a row are
parted by `CELL`, and empty lines stand around a table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE = "\f"
CELL = " |\t"


@dataclass(frozen=True, slots=True)
class Place:
    """A page, a paragraph, or a cell by table, row and column; all count from 1."""

    kind: Literal["page", "paragraph", "cell"]
    numbers: tuple[int, ...]

    def __str__(self) -> str:
        if self.kind == "cell":
            return "table {}, row {}, column {}".format(*self.numbers)
        return f"{self.kind} {self.numbers[0]}"


def place_of(text: str, media: str, offset: int) -> Place | None:
    """The place of a character of a document's text; None where the offset itself says it all."""
    if media not in (PDF, DOCX):
        return None
    starts, places = _places(text, media)
    return places[max(bisect_right(starts, offset) - 1, 0)]


@lru_cache(maxsize=8)
def _places(text: str, media: str) -> tuple[list[int], list[Place]]:
    """Where each place begins, in the order of the text."""
    found = list(_pages(text) if media == PDF else _blocks(text))
    return [start for start, _ in found], [place for _, place in found]


def _pages(text: str) -> Iterator[tuple[int, Place]]:
    at = 0
    for number, page in enumerate(text.split(PAGE), start=1):
        yield at, Place("page", (number,))
        at += len(page) + 1


def _blocks(text: str) -> Iterator[tuple[int, Place]]:
    """Paragraphs and cells; a run of lines without an empty one is a table if any line has cells.
    """
    at = paragraphs = tables = 0
    for run in text.split("\n\n"):
        lines = run.split("\n")
        table = CELL in run
        tables += table
        for row, line in enumerate(lines, start=1):
            if table:
                cell = at
                for column, words in enumerate(line.split(CELL), start=1):
                    yield cell, Place("cell", (tables, row, column))
                    cell += len(words) + len(CELL)
            else:
                paragraphs += bool(line.strip())
                yield at, Place("paragraph", (max(paragraphs, 1),))
            at += len(line) + 1
        at += 1
