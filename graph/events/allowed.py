"""Which two may meet at all, and in which slots: presence, kinds, groups, vetoes, languages."""

from __future__ import annotations

from graph.events.model import Event, Participant
from graph.events.results import Why


class Allowed:
    """What an event allows any two of its participants; made once for many questions."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.by_key = event.by_key
        slots = len(event.hall.slots)
        self._there = {p.key: p.free(slots) for p in event.participants}
        self._vetoed = {frozenset((w.by, w.about)) for w in event.wishes if w.ask == "veto"}
        every = frozenset(range(slots))
        self._interpreted = [every if i.slots is None else i.slots & every
                             for i in event.rules.interpreters]

    def hindrance(self, first: str, second: str) -> Why | None:
        """Why the two can in no plan meet, or None."""
        one, other = self.by_key[first], self.by_key[second]
        if frozenset((first, second)) in self._vetoed:
            return "vetoed"
        if (one.body == other.body or (one.group and one.group == other.group)
                or not self.event.rules.lets_meet(one, other)):
            return "may not meet"
        if not self._there[first]:
            return "absent"
        if not self._there[second]:
            return "counterpart absent"
        if not self._there[first] & self._there[second]:
            return "no common slot"
        if not understand(one, other) and self.interpreter(one, other) is None:
            return "no common language"
        return None if self.slots(first, second) else "no interpreter free"

    def slots(self, first: str, second: str) -> frozenset[int]:
        """Slots in which both are there and, where they need one, an interpreter."""
        common = self._there[first] & self._there[second]
        one, other = self.by_key[first], self.by_key[second]
        if understand(one, other):
            return common
        number = self.interpreter(one, other)
        return frozenset() if number is None else common & self._interpreted[number]

    def interpreter(self, one: Participant, other: Participant) -> int | None:
        """Which of the rules' interpreters two without a common language need: of those who
        speak for both, the most numerous, then the first."""
        speaking = [
            (-found.number, number)
            for number, found in enumerate(self.event.rules.interpreters)
            for a, b in (found.languages, found.languages[::-1])
            if a in one.languages and b in other.languages
        ]
        return min(speaking)[1] if speaking else None


def understand(one: Participant, other: Participant) -> bool:
    """Have two a common language? Who states none speaks any."""
    return (not one.languages or not other.languages
            or not one.languages.isdisjoint(other.languages))
