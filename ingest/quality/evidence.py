"""What a flag rule may look at, what it yields, and the registry of the rules.

A rule reads the text, figures, lists and areas of one document and yields defects; it never changes
a fact. Offsets are those of the clean text. Register a further rule with ``@rule("name")``; its
docstring says when it fires, what it tolerates and why.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Protocol

from ingest.facts import IndicatorFact
from ingest.sources.text import SourceDocument


class Enumeration(Protocol):
    """A list with the number announced for it."""

    start: int
    end: int
    items: list[tuple[int, int]]
    noun: str
    count: int | None


class Figure(Protocol):
    """A number with its unit: a currency, ``%``, ``percentage point`` or empty."""

    @property
    def value(self) -> float:
        """The plain number."""

    @property
    def unit(self) -> str:
        """The unit, empty for a count."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


def _start(figure: Figure) -> int:
    return figure.start


@dataclass(frozen=True, slots=True)
class Area:
    """An area that the text names: ``level`` and ``parent`` are empty where the gazetteer has none.

    ``name`` is as written, ``base`` the gazetteer's, in lower case as ``parent``. ``country`` is
    the country it lies in; ``home`` marks the area that the document is about.
    """

    name: str
    base: str
    level: str
    parent: str
    country: str
    start: int
    end: int
    home: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One document as the rules see it; the figures in the order of their beginnings."""

    source: SourceDocument
    text: str
    sentences: Sequence[tuple[int, int]]
    indicators: Sequence[IndicatorFact]
    figures: Sequence[Figure]
    lists: Sequence[Enumeration]
    areas: Sequence[Area]

    def within(self, start: int, end: int) -> list[Figure]:
        """The figures of a span, in reading order."""
        first = bisect_left(self.figures, start, key=_start)
        behind = bisect_left(self.figures, end, key=_start)
        return [f for f in self.figures[first:behind] if f.end <= end]

    def figures_by_end(self) -> dict[int, Figure]:
        """The figures by where they end in the file, which is where their indicators end."""
        return {self.source.span(f.start, f.end)[1]: f for f in self.figures}


@dataclass(frozen=True, slots=True)
class Defect:
    """What a rule finds: a span of the clean text, what it says, what would be right."""

    start: int
    end: int
    says: str
    expected: str


Rule = Callable[[Evidence], Iterator[Defect]]
RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Registers a rule under the name that its flags carry."""

    def register(function: Rule) -> Rule:
        RULES[name] = function
        return function

    return register


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """The words and reference figures of the rules (``words.json``)."""
    return dict(json.loads((files("ingest.quality") / "words.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=64)
def cue(name: str) -> re.Pattern[str]:
    """The words of one kind, English and Chinese, as one pattern."""
    english, chinese = (table()["cues"][name] + ["", ""])[:2]
    parts = ([rf"\b(?:{english})(?!\w)"] if english else []) + ([chinese] if chinese else [])
    return re.compile("|".join(parts), re.IGNORECASE)


def number(value: float) -> str:
    """A number as a flag shows it: whole numbers plain, others to one place."""
    return str(int(value)) if float(value).is_integer() else f"{value:.10g}"
