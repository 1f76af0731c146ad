"""Tables in text form: the delimiter found, lines into cells, and faults kept to their own row."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import IO

from ingest.sources.rows import Line

DELIMITERS = ",\t;|"
LONGEST = 16 * 2**20
"""Characters of the longest line and the longest cell that are read."""
_SNIFFED = 200_000
_NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "vertical bar"}
_OPEN = "a quotation mark is not closed"


class _Source:
    """The lines of a text for the CSV reader; those of one record are kept, to be read again."""

    def __init__(self, text: IO[str]) -> None:
        self._read = partial(text.readline, LONGEST)
        self._again: list[str] = []
        self.taken: list[str] = []
        self.too_long = False

    def __iter__(self) -> _Source:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._read()
        if not line:
            raise StopIteration
        if len(line) >= LONGEST and not line.endswith(("\n", "\r")):
            self.too_long, line = True, "\n"
            while (rest := self._read()) and not rest.endswith(("\n", "\r")):
                pass  # the rest of the long line
        self.taken.append(line)
        return line

    def start(self) -> None:
        """A new record begins."""
        self.taken, self.too_long = [], False

    def put_back(self) -> None:
        """All lines of the record but its first are records of their own."""
        self._again.extend(reversed(self.taken[1:]))


def delimited_lines(
    text: IO[str], delimiter: str | None, suffix: str, notes: list[str]
) -> Iterator[Line]:
    """The records of a text, each with what is wrong with it.

    A quotation mark that is not closed costs the row in which it stands and no other: the lines
    that it would swallow are read again as rows of their own.
    """
    csv.field_size_limit(LONGEST)
    first = text.read(_SNIFFED)
    text.seek(0)
    usual = "\t" if suffix in (".tsv", ".tab") else ","
    if delimiter is None:
        delimiter = sniff_delimiter(first, usual)
        if delimiter != usual:
            notes.append(f"delimiter found: {_NAMES[delimiter]}")
    source = _Source(text)
    reader = csv.reader(source, delimiter=delimiter)
    number = 0
    while True:
        source.start()
        cells: list[str] = []
        try:
            cells = next(reader)
            fault = _fault(source, delimiter)
        except StopIteration:
            return
        except csv.Error:
            fault = _OPEN if len(source.taken) > 1 else f"a cell is longer than {LONGEST:,} letters"
        height = len(source.taken)
        if fault == _OPEN and height > 1:
            source.put_back()
            cells, height = source.taken[0].rstrip("\r\n").split(delimiter), 1
        number += 1
        yield Line(number, [cell.strip() for cell in cells], height, fault)


def _fault(source: _Source, delimiter: str) -> str:
    """What is wrong with the record that was just read; empty when nothing is."""
    lines = source.taken
    if source.too_long:
        return f"a line is longer than {LONGEST:,} letters"
    if any("\0" in line for line in lines):
        return "holds a NUL, which no text holds; the file is damaged here"
    if len(lines) > 1 or '"' in lines[0] and lines[0].count('"') % 2:
        try:
            list(csv.reader(lines, delimiter=delimiter, strict=True))
        except csv.Error as err:
            # Words behind a closing mark are odd on one line, and on several the sign of a row
            # that a mark swallowed up to the first mark of another.
            return _OPEN if len(lines) > 1 or "end of data" in str(err) else ""
    return ""


def sniff_delimiter(text: str, usual: str = ",") -> str:
    """The delimiter that cuts most lines into the same number of cells, and into most cells.

    ``usual`` wins when none cuts anything.
    """
    lines = text.splitlines()[:101][:-1] or text.splitlines()
    best, most = usual, 0.0
    for candidate in dict.fromkeys(usual + DELIMITERS):
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=candidate) if row]
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        score = width * (count / len(widths)) ** 2 if width > 1 else 0.0
        if score > most:
            best, most = candidate, score
    return best
