"""Candidate pairings as a result of their own: each participant's best counterparts, before any
timetable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.events.model import Event, Participant
from graph.events.results import PairScore
from graph.events.told import own_value
from graph.events.wishes import asks, possible, with_wishes


def propose(
    event: Event, pairs: Iterable[PairScore], *, limit: int = 8
) -> dict[str, tuple[PairScore, ...]]:
    """The best ``limit`` counterparts of every participant with whom it can meet, best first.

    Whom it asked for stands by what the request adds, whom it would rather not meet is left out.
    What the others ask of it neither brings a counterpart in nor changes the order: a proposal
    goes to the participant. Of the delegates of an organisation that share its meetings one, the
    best, is named.
    """
    by_key, wishes = event.by_key, asks(event)
    worth: dict[str, list[tuple[float, PairScore]]] = defaultdict(list)
    for pair in possible(event, with_wishes(event, pairs)):
        for key in pair.keys:
            wish = wishes.get((key, pair.other(key)))
            value = own_value(pair, key)
            if value > 0 and (wish is None or wish.ask != "rather not"):
                worth[key].append((value, pair))
    return {key: _best(key, worth[key], by_key, limit) for key in by_key}


def _best(
    key: str, worth: list[tuple[float, PairScore]], by_key: dict[str, Participant], limit: int
) -> tuple[PairScore, ...]:
    found: dict[str, PairScore] = {}
    for _, pair in sorted(worth, key=lambda one: (-one[0], one[1].keys)):
        other = by_key[pair.other(key)]
        found.setdefault(f"body {other.body}" if other.shared else f"key {other.key}", pair)
        if len(found) == limit:
            break
    return tuple(found.values())
