"""Lines of pages put together into paragraphs, with the text in which pages are marked.

Line ends inside a sentence go, words that were parted by a hyphen are joined, a paragraph may go on
over the end of a column or a page. Take it for what has lost its paragraphs, as a PDF has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from statistics import median

import yaml

from graph.text_places import PAGE
from ingest.sources.page_layout import CHINESE, Line, joint
from ingest.sources.text import Piece

_ENDS = re.compile(r"[.!?:;。！？：；][\"'”’»)）\]]{0,2}$")
_ITEM = re.compile(
    r"[•·●▪■◆○□◦‣–—*-]\s*\S|[(（]?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)）、]\s*[^\d\s]"
    r"|[(（]?[一二三四五六七八九十]{1,3}[)）、.]|第[一二三四五六七八九十百]{1,4}[章节条款]"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PARTED = re.compile(r"([^\W_]+)-$")
_SOFT = "\u00ad"
_LARGER = 1.15
"""Times the height of most lines: a heading."""


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, in order."""

    lines: list[Line] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Of its first line."""
        return self.lines[0].height


def paragraphs_of(lines: Sequence[Line]) -> list[Paragraph]:
    """Lines in the order of reading as paragraphs; a table's row is one of its own."""
    if not lines:
        return []
    heights = Counter(round(line.height, 1) for line in lines for _ in range(len(line.text)))
    body = heights.most_common(1)[0][0]
    steps = _steps(lines)
    found: list[Paragraph] = []
    for line in lines:
        if found and _goes_on(found[-1], line, steps.get(line.flow, 0.0), body):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line]))
    return found


def title_of(paragraphs: Sequence[Paragraph]) -> str:
    """The first page's largest heading, or nothing when all of it is of one size."""
    first = [p for p in paragraphs if not p.lines[0].row
             and p.lines[0].page == paragraphs[0].lines[0].page]
    largest = max((p.height for p in first), default=0.0)
    letters = [line.height for p in paragraphs for line in p.lines if not line.row]
    if not letters or largest < _LARGER * median(letters):
        return ""
    heading = next(p for p in first if p.height == largest)
    pieces, _ = text_of([heading])
    return " ".join("".join(char for char, _, _ in pieces).split())


def _steps(lines: Sequence[Line]) -> dict[int, float]:
    """How far a line usually is below the one before it, by flow."""
    steps: dict[int, list[float]] = {}
    for before, line in zip(lines, lines[1:], strict=False):
        if before.flow == line.flow and line.top > before.top:
            steps.setdefault(line.flow, []).append(line.top - before.top)
    return {flow: sorted(found)[len(found) // 4] for flow, found in steps.items()}


def _goes_on(paragraph: Paragraph, line: Line, step: float, body: float) -> bool:
    """Is the line the next one of the paragraph?"""
    before = paragraph.lines[-1]
    if before.row or line.row or abs(before.height - line.height) > 0.12 * before.height:
        return False
    open_end = not _ENDS.search(before.text)
    runs_on = open_end and (line.text[0].islower() or before.text[-1] in "-\u00ad,，、")
    if before.flow != line.flow:
        full = before.right - before.start >= 0.8 * (before.end - before.start)
        text = full and len(paragraph.lines) > 1  # one line alone may be a heading
        return runs_on or (open_end and text and not _ITEM.match(line.text))
    if line.top - before.top > 1.5 * max(step, before.height) or _ITEM.match(line.text):
        return False
    if runs_on or (open_end and min(before.height, line.height) >= _LARGER * body):
        return True
    first = paragraph.lines[0]
    indented = line.left - min(before.left, first.left) > 0.8 * line.height
    if indented and not (_ITEM.match(first.text) and len(paragraph.lines) == 1):
        return False
    return before.right + _first_width(line) > before.end


def _first_width(line: Line) -> float:
    """How much room the line's first word would have taken at the end of the line before."""
    if CHINESE.match(line.text):
        return 1.8 * line.height
    word = line.text.split(" ", 1)[0]
    each = (line.right - line.left) / max(len(line.text), 1)
    return (len(word) + 1) * each + 0.3 * line.height


def text_of(paragraphs: Sequence[Paragraph]) -> tuple[list[Piece], str]:
    """The pieces to read and the text itself, one line a paragraph, a form feed before each page
    but the first; offsets of the pieces are those of the text."""
    words = _Words(paragraphs)
    text: list[str] = []
    pieces: list[Piece] = []
    page = 0

    def put(char: str, read: str) -> None:
        text.append(char)
        if read:
            pieces.append((read, len(text) - 1, len(text)))

    for paragraph in paragraphs:
        if text:
            put("\n", "\n")
        for turn, (line, words_of_line, between) in enumerate(words.lines(paragraph)):
            while page < line.page:
                page += 1
                put(PAGE, between if turn else "")
                between = ""
            for char in (between if turn else "") + words_of_line:
                put(char, char)
    return pieces, "".join(text)


class _Words:
    """How the document writes its words, to join what line ends parted."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.known: set[str] = set()
        for paragraph in paragraphs:
            for line in paragraph.lines:
                self.known.update(w.casefold() for w in _WORD.findall(line.text))

    def lines(self, paragraph: Paragraph) -> Iterator[tuple[Line, str, str]]:
        """Each line with its words and what stands before them within the paragraph. A word that
        was parted stands whole at the end of its first line."""
        texts = [line.text for line in paragraph.lines]
        for at in range(len(texts) - 1):
            texts[at], texts[at + 1] = self._whole(texts[at], texts[at + 1])
        before = ""
        for line, text in zip(paragraph.lines, texts, strict=True):
            text = text.replace(_SOFT, "")
            yield line, text, joint(before, text) if before and text else ""
            before = text or before

    def _whole(self, text: str, following: str) -> tuple[str, str]:
        rest = re.match(r"\w\S*", following)
        if text.endswith(_SOFT) and rest:
            return text[:-1] + rest.group(), following[rest.end() :].lstrip()
        parted = _PARTED.search(text)
        if not parted or not rest:
            return text, following
        head = text if self._keeps(parted[1], rest.group()) else text[:-1]
        return head + rest.group(), following[rest.end() :].lstrip()

    def _keeps(self, first: str, second: str) -> bool:
        """Is the hyphen one of the word's own? The document's other words decide, then a rule."""
        found = _WORD.match(second)
        second = found.group() if found else second
        if f"{first}-{second}".casefold() in self.known:
            return True
        if (first + second).casefold() in self.known:
            return False
        return first.casefold() in _kept() or first.isupper() or not second[0].islower()


@lru_cache(maxsize=1)
def _kept() -> frozenset[str]:
    raw = (files("ingest.sources") / "rules" / "hyphens.yml").read_text(encoding="utf-8")
    return frozenset(yaml.safe_load(raw)["keep"].split())
