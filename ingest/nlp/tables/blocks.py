"""Blocks of labelled lines: lists of demands, forms, registers whose entries run over lines.

A block begins at its heading ("Demand 3 – Shorter curing", "(2)", "R-31"), or where the first label
of the block before comes again. A line may hold several labels; a value may go on over lines; a
label may stand alone on the line above its value. What no label introduces is the block's prose.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from ingest.nlp.splitting import led_in
from ingest.nlp.tables.labels import Labels
from ingest.nlp.tables.layout import Cell, Layout, Record, Span, lines_of, trimmed

_BULLET = re.compile(r"(?:[-•·▪●◦*+>]\s+|#{1,6}\s+)?[*_]{0,3}")
_LABEL = re.compile(
    r"(?:^|(?<=[.;!?] )|(?<=[.;!?] \*\*)|(?<=\s\s)|(?<=[|/·•] ))[*_]{0,2}"
    r"(?P<label>[^\W\d_][^:\n|;.]{0,45}?\.?)[*_]{0,2}\s?:[*_]{0,2}(?:\s+|$)"
)
_LOOSE = re.compile(
    r"(?P<label>[^\W\d_][^:\n|;.]{0,45}?)[*_]{0,2}(?:\t| {2,}|\s?=\s?|\s+[–—-]\s+)(?=\S)"
)
_DOTTED = re.compile(r"(?P<label>[^\W\d_][^:\n|;.]{0,45}?)\s?(?:\.{3,}|…+|(?: \.){3,})\s*(?=\S)")
"""A label and its value with a row of dots between them."""
_HEADING = re.compile(
    rf"\s*{_BULLET.pattern}(?P<style>"
    r"(?P<noun>[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){0,2}?)\s?(?:no\.?|nr\.?|№|#)?\s?"
    r"(?P<n>\d{1,3}(?:[-/]\d{1,3})?|(?-i:[IVX]{1,4}|[A-H]))\b"
    r"|[(\[]?(?P<n2>\d{1,3})[.)\]]|(?:no\.?|nr\.?|№|#)\s?(?P<n3>\d{1,3})\b"
    r"|(?P<code>(?-i:[A-Z]{1,4})[-/.]?\d{1,5}(?:[-/]\d{1,5})?)(?=\s*$|\s*[:–—.|]|\s-\s))"
    r"[*_]{0,2}\s*[:.)–—-]?[*_]{0,2}\s*",
    re.IGNORECASE,
)
_FIRST = re.compile(r"[^.!?\n]*(?:\.(?!\s+[A-Z])[^.!?\n]*)*?[\w)%]{3}[.!?](?=\s+[A-Z][a-z]*\s)")
"""The first sentence of a value that has more than one."""
_VALUE = 110
"""Characters of a value below a label that stands alone; what is longer is a section."""
_SHORT = ("technology", "amount", "deadline", "period", "date", "industry", "field", "status")
_ENDED = re.compile(r"[.!?;:。][\")\]*_]*$")


@dataclass(slots=True)
class _Line:
    """A line with its heading and labels; ``style`` tells headings of one list from others."""

    start: int
    end: int
    body: int
    style: str = ""
    noun: str = ""
    number: str = ""
    pairs: list[tuple[Span, str, int]] = field(default_factory=list)
    """Labels with their roles and where their values begin."""


def add_blocks(layout: Layout, text: str, labels: Labels, *, title: int = -1) -> None:
    """Adds the records of all labelled blocks outside tables; ``title`` is an offset to pass by."""
    taken = [(r.start, r.end) for r in layout.records] + layout.heads
    lines: list[_Line | None] = []
    for start, end in lines_of(text):
        if start == title or any(a < end and start < b for a, b in taken):
            lines.append(None)
            continue
        lines.append(_line(text, start, end, labels))
    _stand_alone(text, lines)
    styles = _styles(text, lines)
    builder = _Builder(layout, text, labels)
    for turn, found in enumerate(lines):
        headed = bool(found and found.style in styles)
        builder.take(found, headed=headed, more=_more(lines, turn, styles))
    builder.close()


def _stand_alone(text: str, lines: list[_Line | None]) -> None:
    """Labels alone on their lines count where a short value follows, and more than once."""
    alone = []
    for line, below in zip_longest(lines, lines[1:]):
        if line and line.pairs and line.pairs[0][2] >= line.end:
            value = text[below.start : below.end].strip() if below else ""
            short = 0 < len(value) <= _VALUE and below and not below.pairs
            if ":" in text[line.start : line.end]:
                continue
            alone.append((line, bool(short) and line.pairs[0][1] != "text"))
    enough = sum(short for _, short in alone) >= 3
    for line, short in alone:
        if not (enough and short):
            line.pairs = []


def _line(text: str, start: int, end: int, labels: Labels) -> _Line:
    words = text[start:end]
    line = _Line(start, end, start + len(words) - len(words.lstrip()))
    heading = _HEADING.match(words)
    if heading and not _is_date(words):
        noun = (heading["noun"] or "").casefold()
        code = re.sub(r"\d", "", heading["code"] or "")
        mark = re.sub(r"\w+", "", heading["style"].strip()) if heading["n2"] else ""
        line.style = noun or ("#" if heading["n3"] else f"code {code}" if code else f"n{mark}")
        line.noun, line.number = noun, heading["style"]
        if labels.role(noun) or not noun:
            line.body = start + heading.end()
        else:
            line.style = ""
    else:
        line.body = led_in(_BULLET, text, line.body, end)
    line.pairs = list(_pairs(text, line.body, end, labels))
    return line


def unmarked(text: str, start: int, end: int) -> Span:
    """A value without the marks behind it: the delimiter of the next label, or emphasis."""
    while end > start and text[end - 1] in "|;/·•*_":
        start, end = trimmed(text, start, end - 1)
    return start, end


def _is_date(words: str) -> bool:
    return bool(re.match(r"\s*\d{1,2}\. ?\d{1,2}\. ?\d{4}|\s*\d{4}[-/.]\d", words))


def _pairs(text: str, start: int, end: int, labels: Labels) -> Iterable[tuple[Span, str, int]]:
    for found in _LABEL.finditer(text[start:end]):
        first = found.start() == 0
        label = found["label"]
        role = labels.role(label) if first or label[0] == label[0].upper() else ""
        if role and not first and text[start + found.start() - 2 : start + found.start()] == ". ":
            role = role if len(label.split()) <= 3 else ""
        if role:
            yield (
                (start + found.start("label"), start + found.end("label")),
                role,
                start + found.end(),
            )
    dotted = _DOTTED.match(text[start:end])
    if dotted and labels.exact(dotted["label"]):
        yield (
            (start, start + dotted.end("label")),
            labels.exact(dotted["label"]),
            start + dotted.end(),
        )
    elif ":" not in text[start:end]:
        whole = labels.exact(text[start:end].strip(" *_"))
        loose = _LOOSE.match(text[start:end])
        if whole:
            yield trimmed(text, start, end), whole, end
        elif loose and labels.exact(loose["label"]):
            yield (
                (start, start + loose.end("label")),
                labels.exact(loose["label"]),
                start + loose.end(),
            )


def _styles(text: str, lines: list[_Line | None]) -> set[str]:
    """Heading styles that begin blocks: at least half of their blocks hold labels.

    Numbers before labels that are all different number the fields of one form.
    """
    held: dict[str, list[int]] = defaultdict(list)
    first: dict[str, list[str]] = defaultdict(list)
    for turn, line in enumerate(lines):
        if line is None or not line.style:
            continue
        count = len(line.pairs)
        if line.pairs and line.pairs[0][0][0] <= line.body + 3:
            first[line.style].append(text[slice(*line.pairs[0][0])].casefold())
        for after in lines[turn + 1 : turn + 30]:
            if after is None or after.style == line.style:
                break
            count += len(after.pairs)
        held[line.style].append(count)
    return {
        style for style, counts in held.items()
        if 2 * sum(c > 0 for c in counts) >= len(counts)
        and not 1 < len(first[style]) == len(set(first[style]))
    }  # fmt: skip


def _more(lines: list[_Line | None], turn: int, styles: set[str]) -> bool:
    """Whether another heading of the list follows soon."""
    return any(line and line.style in styles for line in lines[turn + 1 : turn + 30])


class _Builder:
    """Builds records line by line."""

    def __init__(self, layout: Layout, text: str, labels: Labels) -> None:
        self.layout, self.text, self.labels = layout, text, labels
        self.record: Record | None = None
        self.headed = False
        self.gap = False
        self.open = False
        """The last cell may go on in the next line."""
        self.names: list[str] = []
        self.seen: set[str] = set()
        """Labels of the records before: another label behind a gap belongs to none of them."""
        self.spans: list[Span] = []
        self.indent = 0
        self.above: _Line | None = None
        """A short line without a label, which may be the heading of the labels right below it."""
        self.table = 1 + max((r.table for r in layout.records), default=0)

    def take(self, line: _Line | None, *, headed: bool, more: bool) -> None:
        """Reads one line; ``more`` says whether another heading follows."""
        if line is None:
            self.close()
            return
        if not self.text[line.start : line.end].strip():
            self.gap = True
            self.open = self.open and bool(self.record and self._waits())
            return
        above, self.above = self.above, None
        if headed:
            self._begin(line)
        elif line.pairs and line.pairs[0][0][0] <= line.body + 3:
            name = self.text[slice(*line.pairs[0][0])].casefold()
            again = name in self.names and (self.gap or name == self.names[0])
            strange = self.gap and bool(self.seen) and name not in self.seen and bool(self.names)
            if self.record is None or strange or (again and not self.headed):
                self._begin(line, heading=False, above=None if self.gap else above)
        elif self.record and self.gap and not self._waits() and not (self.headed and more):
            self.close()
        if self.record:
            self._add(line)
        elif not line.pairs and line.end - line.start <= _VALUE:
            self.above = line
        self.gap = False

    def close(self) -> None:
        """Ends the current record; one label by itself is no form."""
        record = self.record
        self.record = None
        if record is None:
            return
        record.cells = [c for c in record.cells if re.search(r"\w", self.text[c.start : c.end])]
        roles = {c.role for c in record.cells if c.label}
        if len(roles) >= 2 or (self.headed and roles):
            record.table = self.table
            self.layout.records.append(record)
            self.layout.heads += self.spans
            self.seen |= set(self.names)
        self.open = self.gap = False

    def _begin(self, line: _Line, *, heading: bool = True, above: _Line | None = None) -> None:
        self.close()
        self.record = Record("form", line.body if not heading else line.start, line.end)
        self.headed = heading
        self.names = []
        self.spans = []
        first = line.pairs[0][0][0] if line.pairs else line.end
        start, end = unmarked(self.text, *trimmed(self.text, line.body, first))
        if above and not _ENDED.search(self.text[above.start : above.end]):
            self.record.start = above.start
            span = unmarked(self.text, *trimmed(self.text, above.body, above.end))
            self.record.cells.append(Cell(*span, "heading", ""))
        if heading:
            self.spans.append(trimmed(self.text, line.start, line.body))
        if heading and end > start:
            role = self.labels.role(line.noun) or "heading"
            self.record.cells.append(Cell(start, end, role, ""))
            self.spans[-1:] = [trimmed(self.text, line.start, start)]

    def _waits(self) -> bool:
        """Whether the last label still has no value."""
        cells = self.record.cells if self.record else []
        return bool(cells) and cells[-1].start == cells[-1].end

    def _add(self, line: _Line) -> None:
        record = self.record
        assert record
        text = self.text
        first = line.pairs[0][0][0] if line.pairs else line.end
        if first > line.body + 3 and not any(c.end > line.body for c in record.cells):
            self._continue(line, first)
        for turn, (name, role, begin) in enumerate(line.pairs):
            stop = line.pairs[turn + 1][0][0] if turn + 1 < len(line.pairs) else line.end
            start, end = trimmed(text, min(begin, line.end), stop)
            start, end = unmarked(text, start, end)
            if role in _SHORT:
                sentence = _FIRST.match(text, start, end)
                if sentence:
                    record.prose.append(trimmed(text, sentence.end(), end))
                    end = sentence.end()
            record.cells.append(Cell(start, end, role, text[slice(*name)]))
            self.names.append(text[slice(*name)].casefold())
            self.spans.append(name)
            self.indent = line.body - text.rfind("\n", 0, line.body)
        record.end = line.end
        self.open = bool(line.pairs) or self.open

    def _continue(self, line: _Line, stop: int) -> None:
        """A line (or its beginning) without a label goes on with the value above, or is prose."""
        record, text = self.record, self.text
        assert record
        start, end = trimmed(text, line.body, stop)
        last = record.cells[-1] if record.cells else None
        if last and (self._waits() or (self.open and not self.gap and self._goes_on(last, line))):
            begin = start if self._waits() else last.start
            record.cells[-1] = Cell(begin, end, last.role, last.label)
            return
        record.prose.append((start, end))
        self.open = False

    def _goes_on(self, last: Cell, line: _Line) -> bool:
        if not last.label:
            return False
        words = self.text[line.start : line.end]
        indent = len(words) - len(words.lstrip()) + 1
        lower = words.lstrip()[:1].islower()
        ended = _ENDED.search(self.text[last.start : last.end])
        long = last.role in ("problem", "text", "technology")
        return lower or indent > self.indent or (long and not ended) or last.role == "text"
