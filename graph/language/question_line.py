"""A sentence while it is read: what is still to be understood, and where it stands in the text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

CLAUSE = re.compile(r"[,;:，；：–—]\s*|\s-\s")
MARKS = " \t\r\n,;:.?!–—-，。；：？！、…"
_NOT_SAID = re.compile(r"[\s\W_]*")
_WORD = re.compile(r"[A-Za-z]{4,}")
_LONG = 5


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the text (offsets in characters) and the field of the question that they gave."""

    start: int
    end: int
    field: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What was found before a trial."""

    values: dict[str, list[str]]
    spans: int
    need: int
    notes: int


@dataclass(slots=True)
class Findings:
    """What was understood so far: values by field, the words that gave them, the need."""

    values: dict[str, list[str]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    need: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, value: str) -> None:
        """Add a value to a field."""
        self.values.setdefault(name, []).append(value)

    def mark(self) -> Mark:
        """The state to go back to."""
        values = {name: list(values) for name, values in self.values.items()}
        return Mark(values, len(self.spans), len(self.need), len(self.notes))

    def back(self, mark: Mark) -> None:
        """Forget what was found since."""
        self.values = {name: list(values) for name, values in mark.values.items()}
        del self.spans[mark.spans :]
        del self.need[mark.need :]
        del self.notes[mark.notes :]


@dataclass(slots=True)
class Line:
    """A sentence of a text from which understood words are taken out.

    ``said`` is what is left, and ``at`` where each of its characters stands in the text.
    """

    text: str
    start: int
    end: int
    taken: list[Span] = field(default_factory=list)
    said: str = ""
    at: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._renew()

    def take(self, start: int, end: int, name: str) -> None:
        """Take words of the text out, as having given a field; "" for filler."""
        self.taken.append(Span(start, end, name))
        self._renew()

    def is_taken(self, start: int, end: int) -> bool:
        """Whether some of these words are taken out."""
        return any(start < span.end and span.start < end for span in self.taken)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of what is said stands in the text."""
        return self.at[start], self.at[end - 1] + 1

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of the text that a part of what is said is made of, in order."""
        if start >= end:
            return []
        first, last = self.place(start, end)
        found, at = [], first
        for span in sorted(self.taken, key=lambda span: span.start):
            if span.end <= at or span.start >= last:
                continue
            if span.start > at:
                found.append((at, span.start))
            at = max(at, span.end)
        return [*found, (at, last)] if at < last else found

    def mend(self, vocabulary: Collection[str]) -> bool:
        """Put right slips of one letter in words of questions; whether there were any.

        The text is left as it stands. A word's first letter is taken to be right, and a short word
        only swaps two letters: "wind" is no "find".
        """
        said, at, last = [], [], 0
        for word in _WORD.finditer(self.said):
            known = _mended(word.group().casefold(), vocabulary)
            if not known:
                continue
            said.append(self.said[last : word.start()] + known)
            at += self.at[last : word.start()]
            own = self.at[word.start() : word.end()]
            at += [own[min(n, len(own) - 1)] for n in range(len(known) - 1)] + [own[-1]]
            last = word.end()
        if not said:
            return False
        self.said = "".join(said) + self.said[last:]
        self.at = at + self.at[last:]
        return True

    def _renew(self) -> None:
        kept = [True] * (self.end - self.start)
        for span in self.taken:
            for at in range(max(span.start, self.start), min(span.end, self.end)):
                kept[at - self.start] = False
        self.at = [at for at in range(self.start, self.end) if kept[at - self.start]]
        self.said = "".join(" " if self.text[at].isspace() else self.text[at] for at in self.at)


def _mended(word: str, vocabulary: Collection[str]) -> str:
    if word in vocabulary:
        return ""
    for known in sorted(vocabulary):
        if known[0] == word[0] and abs(len(known) - len(word)) <= 1:
            swapped = len(known) == len(word) and sorted(known) == sorted(word)
            if (swapped or len(known) >= _LONG) and OSA.distance(word, known, score_cutoff=1) <= 1:
                return known
    return ""


def says(said: str) -> bool:
    """Whether there is a letter or a digit."""
    return not _NOT_SAID.fullmatch(said)


def bounds(said: str) -> tuple[int, int]:
    """Where words begin and end: without white space around, and marks before."""
    return len(said) - len(said.lstrip(MARKS)), len(said.rstrip())
