"""Which stretches of a text are covered by which facts: spans may nest and overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.lookup import Fact
from graph.model import TextSpan, locator_of


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text and the ids of the facts that cover all of it, the shortest span first.

    Segments of a text follow each other without gaps: joined, they are the text.
    """

    start: int
    end: int
    facts: tuple[str, ...]


ASKED = "asked"
"""Stands among the facts for the words that a reader came for."""


def segments(
    length: int, facts: Iterable[Fact], *, asked: tuple[int, int] | None = None
) -> list[Segment]:
    """Cut a text of ``length`` characters at every border of a fact's span, and of ``asked``."""
    spans: dict[str, tuple[int, int]] = {ASKED: asked} if asked else {}
    for fact in facts:
        span = locator_of(fact.locator) if fact.locator.startswith("t") else None
        if isinstance(span, TextSpan) and 0 <= span.start < span.end <= length:
            spans[fact.id] = (span.start, span.end)
    borders = sorted({0, length, *(border for span in spans.values() for border in span)})
    starting: dict[int, list[str]] = {}
    for fact_id, (start, _) in spans.items():
        starting.setdefault(start, []).append(fact_id)
    cut: list[Segment] = []
    covering: list[str] = []
    for start, end in zip(borders, borders[1:], strict=False):
        covering = [f for f in covering if spans[f][1] > start] + starting.get(start, [])
        covering.sort(key=lambda f: (spans[f][1] - spans[f][0], spans[f][0], f))
        cut.append(Segment(start, end, tuple(covering)))
    return cut
