"""Lists of publications in tagged lines as rows: RIS and the Web of Science's export.

A column is a tag as it stands in the file, a value that is given several times one line each. The
affiliations are laid out beside the authors, see `ingest.sources.affiliations`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from graph.errors import SourceUnusable
from ingest.sources.affiliations import of_ris, of_web_of_science
from ingest.sources.json_rows import Broken, numbered_table
from ingest.sources.rows import Table

_BEGINS_RIS = re.compile(r"\ufeff?\s*TY  - ")
_BEGINS_WOS = re.compile(r"\ufeff?\s*FN [^\n]+\n\s*VR |\ufeff?\s*PT [JBSP]\r?\n[A-Z][A-Z0-9] ")
_LONGEST = 4 * 2**20
"""Characters of one record, so that memory stays bounded."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Form:
    """How records stand in the lines of one format."""

    line: re.Pattern[str]
    """A line with a tag: the tag, its value."""
    begins: str
    """The tag of a record's first line; ER is that of its last."""
    end: str
    last: str
    """How people see the end of a record, and of the last one with the file's."""
    laid_out: Callable[[dict[str, str]], dict[str, str]]
    set_in: bool = False
    """A line that goes on is set in; else it is any line without a tag."""
    items: frozenset[str] = frozenset()
    """Tags whose further lines are further values, not further words."""
    head: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()


_RIS = _Form(re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?$"), "TY", "'ER  -'", "'ER  -'", of_ris)
_WOS = _Form(
    re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$"), "PT", "'ER'", "'ER' and 'EF'", of_web_of_science,
    True, frozenset(("AU", "AF", "BA", "BF", "CA", "GP", "BE", "C1", "CR")), ("FN", "VR"), ("EF",),
)


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
    form = _RIS if _BEGINS_RIS.match(head) else _WOS
    return numbered_table(name, _records(lines, form), notes)


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


def _records(lines: Iterator[tuple[int, str]], form: _Form) -> Iterator[tuple[int, Any]]:
    record: _Record | None = None
    number, in_frame = 0, False
    for number, line in lines:
        line = line.lstrip("\ufeff")
        found = form.line.match(line)
        tag, value = (found[1], found[2] or "") if found else ("", line)
        set_in = form.set_in and line.startswith("  ")
        if tag == form.begins:
            if record:
                record.break_off(number,
                                 f"the next record begins before {form.end} ends this one")
                yield record.whole()
            record = _Record(number, form.laid_out)
        if tag in form.head and record is None:
            in_frame = True
        elif tag in form.foot:
            in_frame = False
            break
        elif record is None:
            # The lines of the head may go on, as a value does.
            if line.strip() and (tag or not set_in):
                yield number, Broken(_stray(number, line))
        elif tag == "ER":
            yield record.whole()
            record = None
        elif tag:
            record.add(tag, value)
        elif set_in or not form.set_in and line.strip():
            record.go_on(value, own=record.last in form.items)
        elif line.strip():
            record.break_off(number, f"{line[:_SHOWN]!r} is neither a tag nor set in as its value")
    if record or in_frame:
        record = record or _Record(number, form.laid_out)
        record.break_off(number, f"the file ends before {form.last}; it is cut short")
        yield record.whole()


def _stray(number: int, line: str) -> str:
    return f"line {number}: {line[:_SHOWN]!r} stands outside of a record"
