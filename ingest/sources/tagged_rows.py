"""Lists of publications in tagged lines as rows: RIS and the Web of Science's export.

A column is a tag as it stands in the file, a value that is given several times one line each. The
affiliations are laid out beside the authors, see `ingest.sources.affiliations`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any

from graph.errors import SourceUnusable
from ingest.sources.affiliations import of_ris, of_web_of_science
from ingest.sources.json_rows import Broken, numbered_table
from ingest.sources.rows import Table

_RIS = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?$")
_WOS = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$")
_BEGINS_RIS = re.compile(r"\ufeff?\s*TY  - ")
_BEGINS_WOS = re.compile(r"\ufeff?\s*FN [^\n]+\n\s*VR |\ufeff?\s*PT [JBSP]\r?\n[A-Z][A-Z0-9] ")
_ITEMS = frozenset(("AU", "AF", "BA", "BF", "CA", "GP", "BE", "C1", "CR"))
"""Tags of the Web of Science whose further lines are further values, not further words."""
_LONGEST = 4 * 2**20
"""Characters of one record, so that memory stays bounded."""
_SHOWN = 60


def is_tagged(head: str) -> bool:
    """Do the first lines of a text say that it is a list of publications in tagged lines?"""
    return bool(_BEGINS_RIS.match(head) or _BEGINS_WOS.match(head))


def tagged_table(name: str, text: IO[str], notes: list[str]) -> Table:
    """The records as rows, numbered by the line with which they begin.

    A record with a line that is no tag, or without its end, is a row with a fault that names the
    line. Raises `SourceUnusable` for a text that begins with no tag.
    """
    head = text.read(4096)
    text.seek(0)
    if not is_tagged(head):
        raise SourceUnusable(f"{name}: begins neither as RIS ('TY  - JOUR') nor as an export of "
                             "the Web of Science ('FN …' and 'VR …')")
    pieces = iter(partial(text.readline, _LONGEST), "")
    lines = ((number, line.rstrip("\r\n")) for number, line in enumerate(pieces, start=1))
    records = _ris(lines) if _BEGINS_RIS.match(head) else _wos(lines)
    return numbered_table(name, records, notes)


class _Record:
    """One record while its lines come."""

    def __init__(self, number: int, laid_out: Callable[[dict[str, str]], dict[str, str]]) -> None:
        self.number = number
        self._laid_out = laid_out
        self.fault = ""
        self.last = ""
        self._values: dict[str, list[str]] = {}
        self._size = 0

    def add(self, tag: str, value: str) -> None:
        """A line with a tag: a value of its own."""
        self.last = tag
        self._grow(value)
        if value := value.strip():
            self._values.setdefault(tag, []).append(value)

    def go_on(self, value: str, *, own: bool) -> None:
        """A line without a tag: a further value of the last tag, or more words of its value."""
        if own or not self._values.get(self.last):
            self.add(self.last, value)
        else:
            self._grow(value)
            if found := self._values.get(self.last):
                found[-1] += f" {value.strip()}"

    def _grow(self, value: str) -> None:
        self._size += len(value)
        if self._size > _LONGEST:
            self.fault = f"has more than {_LONGEST:,} characters; is its end missing?"
            self._values, self._size = {}, 0

    def break_off(self, number: int, words: str) -> None:
        """The first thing that is wrong with it."""
        self.fault = self.fault or f"line {number}: {words}"

    def whole(self) -> tuple[int, Any]:
        """Its number and cells, or why it is none."""
        if self.fault:
            return self.number, Broken(self.fault)
        cells = self._laid_out({tag: "\n".join(found) for tag, found in self._values.items()})
        return self.number, {tag: text.split("\n") for tag, text in cells.items()}


def _ris(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, Any]]:
    record: _Record | None = None
    number = 0
    for number, line in lines:
        line = line.lstrip("\ufeff")
        found = _RIS.match(line)
        tag, value = (found[1], found[2] or "") if found else ("", line)
        if tag == "TY":
            if record:
                record.break_off(number, "the next record begins before 'ER  -' ends this one")
                yield record.whole()
            record = _Record(number, of_ris)
        if record is None:
            if line.strip():
                yield number, Broken(_stray(number, line))
        elif tag == "ER":
            yield record.whole()
            record = None
        elif tag:
            record.add(tag, value)
        elif line.strip():
            record.go_on(value, own=False)
    if record:
        record.break_off(number, "the file ends before 'ER  -'; it is cut short")
        yield record.whole()


def _wos(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, Any]]:
    record: _Record | None = None
    number, ended = 0, True
    for number, line in lines:
        line = line.lstrip("\ufeff")
        found = _WOS.match(line)
        tag, value = (found[1], found[2] or "") if found else ("", line)
        if tag == "PT":
            if record:
                record.break_off(number, "the next record begins before 'ER' ends this one")
                yield record.whole()
            record = _Record(number, of_web_of_science)
        if tag in ("FN", "VR") and record is None:
            ended = False
        elif tag == "EF":
            ended = True
            break
        elif record is None:
            # The two lines of the head may go on, as a value does.
            if line.strip() and (tag or not line.startswith("  ")):
                yield number, Broken(_stray(number, line))
        elif tag == "ER":
            yield record.whole()
            record = None
        elif tag:
            record.add(tag, value)
        elif line.startswith("  "):
            record.go_on(value, own=record.last in _ITEMS)
        elif line.strip():
            record.break_off(number, f"{line[:_SHOWN]!r} is neither a tag nor set in as its value")
    if record or not ended:
        record = record or _Record(number, of_web_of_science)
        record.break_off(number, "the file ends before 'ER' and 'EF'; it is cut short")
        yield record.whole()


def _stray(number: int, line: str) -> str:
    return f"line {number}: {line[:_SHOWN]!r} stands outside of a record"
