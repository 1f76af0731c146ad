"""Requests on top of the evidence: what participants ask for changes what a pair is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.events.allowed import Allowed
from graph.events.model import Ask, Event, Wish
from graph.events.problem import best_first
from graph.events.results import PairPart, PairScore
from graph.events.wording import Language, say

REQUESTS: tuple[Ask, ...] = ("must", "want")
"""What is asked for, rather than against."""
WORTH: dict[Ask, float] = {"must": 1.0, "want": 0.3, "rather not": -0.5}
"""What a request of one side adds to a pair, whose evidence alone is worth 0 to 2; a veto is no
number, such a pair never meets."""


def with_wishes(
    event: Event, pairs: Iterable[PairScore], *, language: Language = "en"
) -> tuple[PairScore, ...]:
    """The pairs with the event's requests as parts of their own, best first; a pair that is only
    asked for comes in.

    To be called again after each change of wishes: requests that stand in the pairs from before
    are taken out first. Pairs that cannot meet stay, as a veto may be withdrawn and what is told
    must not depend on one: planning leaves them out and says why (`possible` alone leaves them
    out).
    """
    names = {p.key: p.organisation for p in event.participants}
    known = {pair.keys: bare for pair in pairs if (bare := _without_requests(pair)) is not None}
    parts: dict[tuple[str, str], dict[str, PairPart]] = {}
    for wish in event.wishes:
        if wish.ask in WORTH and wish.by != wish.about and {wish.by, wish.about} <= names.keys():
            keys = (min(wish.by, wish.about), max(wish.by, wish.about))
            parts.setdefault(keys, {})[wish.by] = _part(wish, names[wish.by], language)
    for keys, asked in parts.items():
        pair = known.get(keys) or PairScore(*keys, 0.0)
        known[keys] = replace(pair, value=pair.value + sum(part.value for part in asked.values()),
                              parts=(*pair.parts, *asked.values()))
    return tuple(sorted(known.values(), key=best_first))


def possible(event: Event, pairs: Iterable[PairScore]) -> tuple[PairScore, ...]:
    """The pairs that can meet: none that is vetoed, of one group, or never there together."""
    allowed = Allowed(event)
    return tuple(pair for pair in pairs if allowed.hindrance(*pair.keys) is None)


def asks(event: Event) -> dict[tuple[str, str], Wish]:
    """(who asks, about whom) to the wish; of two about the same, a veto, then the last holds."""
    found: dict[tuple[str, str], Wish] = {}
    for wish in event.wishes:
        before = found.get((wish.by, wish.about))
        if before is None or before.ask != "veto":
            found[wish.by, wish.about] = wish
    return found


def _part(wish: Wish, name: str, language: Language) -> PairPart:
    note = say(language, "asks", wish.ask, one=name)
    if wish.note:
        note = say(language, "asks", "noted", ask=note, note=wish.note)
    return PairPart(say(language, "parts", "request", one=name), WORTH[wish.ask], note,
                    by=wish.by)


def _without_requests(pair: PairScore) -> PairScore | None:
    """A pair by its evidence alone; None for one that was only asked for."""
    parts = tuple(part for part in pair.parts if not part.by)
    if len(parts) == len(pair.parts):
        return pair
    value = sum(part.value for part in parts)
    return replace(pair, value=value, parts=parts) if parts else None
