"""What an event knows of persons, and forgetting it: names, contacts, the words of requests.

They serve an event and end with it: `graph.events.model.Event.personal_until` names the last day.
After it nobody reads them any more (`in_time`), and `graph.events.book` removes them for good when
anything is listed or written. What an organisation said and did stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from graph.events.kept import Kept, scoring
from graph.events.model import Event, Participant, Wish
from graph.events.results import PairScore, Plan
from graph.events.wishes import with_wishes
from graph.forget import MASK, pattern_of
from graph.model import folded

_LEAST = 4
"""Characters of a request's words that are taken out where a reason repeats them."""


def is_due(until: str, today: date | None = None) -> bool:
    """Is it past the day (``2026-12-31``; empty: never)?"""
    return bool(until) and date.fromisoformat(until) < (today or datetime.now(UTC).date())


def in_time(kept: Kept, today: date | None = None) -> Kept:
    """The event as it may be read today."""
    return without_persons(kept) if is_due(kept.event.personal_until, today) else kept


def without_persons(kept: Kept, participant: str = "") -> Kept:
    """The event without what it knows of the persons of one participant, or of all.

    Their names are taken out of every text that the event holds, as `graph.forget` does, but the
    names of organisations stay as they are.
    """
    events = [kept.event, *([kept.plan.event] if kept.plan else [])]
    who = {participant} if participant else {p.key for e in events for p in e.participants}
    words = _Words(events, who)
    event = _bare(kept.event, who, words)
    pairs = kept.pairs and with_wishes(event, map(words.pair, kept.pairs))
    current = kept.scored_for == scoring(kept.event)
    return replace(
        kept, event=event,
        problems=tuple(map(words.without, kept.problems)),
        history=tuple(replace(item, what=words.without(item.what)) for item in kept.history),
        links=tuple(replace(link, words=words.without(link.words)) for link in kept.links),
        outcomes=tuple(
            replace(o, note="" if who & {o.first, o.second} else words.without(o.note))
            for o in kept.outcomes),
        pairs=pairs, scored_for=scoring(event) if current else kept.scored_for,
        plan=kept.plan and _bare_plan(kept.plan, who, words))


class _Words:
    """The words to take out of texts."""

    def __init__(self, events: Iterable[Event], who: set[str]) -> None:
        people = {p for event in events for p in event.participants if p.key in who}
        self._named = [(f"{p.organisation} ({p.person})", f"{p.organisation} ({p.key})")
                       for p in people if p.person]
        names = sorted({p.person for p in people if len(folded(p.person)) > 1})
        self._names = [(folded(name), pattern_of([name])) for name in names]
        exact = {p.contact for p in people} | {
            wish.note for event in events for wish in event.wishes if who & {wish.by, wish.about}}
        self._exact = sorted((text for text in exact if len(text) >= _LEAST), key=len, reverse=True)
        self._known: dict[str, str] = {}

    def without(self, text: str) -> str:
        """The text without them, of the same length but where a name stood beside its
        organisation."""
        if text not in self._known:  # reasons come again in pairs, meetings and refusals
            self._known[text] = self._without(text)
        return self._known[text]

    def _without(self, text: str) -> str:
        for words in self._exact:
            if words in text:
                text = text.replace(words, MASK * len(words))
        plain = folded(text)
        found = [pattern for name, pattern in self._names if name in plain]
        for before, after in self._named if found else ():
            text = text.replace(before, after)
        for pattern in found:  # one by one: a pattern of all is slow where there are hundreds
            text = pattern.sub(lambda name: MASK * len(name[0]), text)
        return text

    def pair(self, pair: PairScore) -> PairScore:
        """A pair with its reasons without them."""
        parts = tuple(replace(part, note=self.without(part.note)) for part in pair.parts)
        return pair if parts == pair.parts else replace(pair, parts=parts)


def _bare(event: Event, who: set[str], words: _Words) -> Event:
    def participant(p: Participant) -> Participant:
        said = replace(p, offers=words.without(p.offers), needs=words.without(p.needs))
        return replace(said, person="", contact="") if p.key in who else said

    def wish(w: Wish) -> Wish:
        return replace(w, note="" if who & {w.by, w.about} else words.without(w.note))

    return replace(event, participants=tuple(map(participant, event.participants)),
                   wishes=tuple(map(wish, event.wishes)))


def _bare_plan(plan: Plan, who: set[str], words: _Words) -> Plan:
    event = _bare(plan.event, who, words)
    pairs = with_wishes(event, map(words.pair, plan.pairs))
    by_keys = {pair.keys: pair for pair in pairs}
    return replace(
        plan, event=event, pairs=pairs, names=event.names,
        meetings=tuple(replace(m, pair=by_keys.get(m.pair.keys) or words.pair(m.pair))
                       for m in plan.meetings),
        unmet=tuple(replace(u, reason=words.without(u.reason), told=words.without(u.told))
                    for u in plan.unmet),
        notes=tuple(map(words.without, plan.notes)))
