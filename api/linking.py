"""Linking as every face tells it: the outcome in a word, and a row of a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from graph.errors import InvalidRequest
from graph.identity.identifiers import judged, of_scheme
from graph.identity.parts import Link, LinkCandidate, Part
from qilian import KnowledgeGraph

Outcome = Literal["linked", "unsure", "none"]
Cell = str | int | float | None
UNSURE = 0.1
"""A candidate that is right less often than once in ten times is none."""
_TELLING = 0.05
"""Parts of fewer points would be shown as none."""
COLUMNS = ("linked name", "linked id", "score", "outcome", "next best", "next id", "next score",
           "reason")


def telling(parts: Iterable[Part]) -> list[Part]:
    """The parts of a score that count for something, for people to read."""
    return [part for part in parts if abs(part.points) >= _TELLING]


def outcome(link: Link) -> Outcome:
    """``linked``, ``unsure`` when somebody may be meant but nobody was chosen, or ``none``."""
    if link.chosen:
        return "linked"
    return "unsure" if link.candidates and link.candidates[0].score >= UNSURE else "none"


def next_best(link: Link) -> LinkCandidate | None:
    """The best candidate that was not chosen and may be meant."""
    chosen = link.chosen.entity if link.chosen else ""
    others = (c for c in link.candidates if c.entity != chosen and c.score >= UNSURE)
    return next(others, None)


def columns(key: str = "") -> tuple[str, ...]:
    """Captions of what `row` gives."""
    return (*COLUMNS[:2], key, *COLUMNS[2:]) if key else COLUMNS


def row(graph: KnowledgeGraph, link: Link, *, key: str = "") -> tuple[Cell, ...]:
    """A link as cells. A name and an id stand there only for what was chosen; ``key`` adds its
    identifiers of that scheme."""
    one, other = link.chosen, next_best(link)
    keys = (keys_of(graph, one.entity, key) if one else "",) if key else ()
    return (
        one.name if one else "", one.entity if one else "", *keys,
        round(one.score, 3) if one else None, outcome(link),
        other.name if other else "", other.entity if other else "",
        round(other.score, 3) if other else None, link.reason,
    )


def unlinked(reason: str, *, key: str = "") -> tuple[Cell, ...]:
    """The cells of a string that could not be looked at."""
    return ("", "", *([""] if key else []), None, "none", "", "", None, reason)


def keys_of(graph: KnowledgeGraph, entity_id: str, scheme: str) -> str:
    """The identifiers of a scheme, without its name."""
    return "; ".join(of_scheme(graph.entity(entity_id).identifiers, scheme))


def lines(text: str) -> list[str]:
    """A name a line, its blanks folded; an empty line stays one, so that answers stand beside the
    lines that they are about. Those at the end are left out."""
    return [" ".join(line.split()) for line in text.rstrip().splitlines()]


def checked(identifiers: Iterable[str]) -> tuple[str, ...]:
    """Identifiers in the form in which they are compared.

    Raises `InvalidRequest` for one without a scheme, or one that fails the check of its scheme.
    """
    found = []
    for text in identifiers:
        scheme, colon, value = text.partition(":")
        if not colon or not value.strip():
            raise InvalidRequest(
                f"{text!r} is no identifier; write its scheme first, as ror:05dxps055"
            )
        identified, wrong = judged(scheme, value)
        if wrong:
            raise InvalidRequest(f"{scheme} {value} {wrong}")
        found.append(identified)
    return tuple(dict.fromkeys(found))
