"""What a participant may read: the reasons of a pair without values, anybody else's request, or
evidence that is not public."""

from __future__ import annotations

from graph.events.model import Event
from graph.events.results import PairPart, PairScore
from graph.events.wording import Language, say, sentences

_MOST = 3
"""Reasons that are told, the weightiest first."""


def told(pair: PairScore, reader: str, event: Event, *, language: Language = "en") -> str:
    """Why this meeting, or this proposal, as one of its two participants may read it.

    Where nothing may be told, as of a pair by internal evidence or by the other's request alone, a
    neutral sentence stands. ``language`` is that of the sentences; the evidence's notes are in the
    one that they were scored in.
    """
    if reader not in pair.keys:
        raise ValueError(f"{reader} is none of {pair.first} and {pair.second}")
    clauses = []
    for part in sorted(shown(pair, reader), key=lambda part: -part.value):
        clause = say(language, "meeting", "own request") if part.by else part.note
        if clause and clause not in clauses:
            clauses.append(clause)
    return sentences(language, clauses[:_MOST] or [say(language, "meeting", "neutral")])


def shown(pair: PairScore, reader: str) -> tuple[PairPart, ...]:
    """The parts that speak for a pair and that this participant may read."""
    return tuple(part for part in pair.parts
                 if part.level == 0 and part.by in ("", reader) and part.value >= 0)


def own_value(pair: PairScore, reader: str) -> float:
    """What a pair is worth as far as one of its two may know: without the other's request.

    The order in which counterparts are named to a participant goes by it, so that the order tells
    nothing of what others ask.
    """
    others = 0.0
    for part in pair.parts:
        if part.by and part.by != reader:
            others += part.value
    return round(pair.value - others, 9)  # else what adding left behind could change the order
