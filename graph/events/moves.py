"""What a new plan changes of an old one, meeting by meeting, with the reasons in two forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.events.allowed import Allowed
from graph.events.results import Meeting, PairScore, Plan
from graph.events.situation import Disruption, Situation
from graph.events.wishes import REQUESTS
from graph.events.wording import Language, say


@dataclass(frozen=True, slots=True)
class Move:
    """A meeting that is given up (no ``after``), new (no ``before``), or elsewhere than before."""

    before: Meeting | None
    after: Meeting | None
    why: str
    """For the organiser, with names and values."""
    told: str
    """For the two who meet: that one of them cannot come, or that the timetable changed; never a
    request, a value or anybody else."""

    @property
    def pair(self) -> PairScore:
        """Who meets, as scored last."""
        meeting = self.after or self.before
        assert meeting is not None  # a move is a difference
        return meeting.pair


def moves_of(
    old: Plan, new: Plan, now: Situation, disruptions: Sequence[Disruption],
    language: Language = "en",
) -> tuple[Move, ...]:
    """Every difference between the two plans, in the order of time."""
    was = {m.pair.keys: m for m in old.meetings}
    is_now = {m.pair.keys: m for m in new.meetings}
    reasons = _Reasons(old, new, now, disruptions, language)
    found = []
    for keys in {**was, **is_now}:
        before, after = was.get(keys), is_now.get(keys)
        if before is None or after is None or _place(before) != _place(after):
            found.append(Move(before, after, *reasons.of(before, after)))
    return tuple(sorted(found, key=_order))


def _place(meeting: Meeting) -> tuple[int, int | None]:
    return meeting.slot, meeting.table


def _order(move: Move) -> tuple[int, bool, tuple[str, str]]:
    meeting = move.before or move.after
    assert meeting is not None
    return meeting.slot, move.before is None, meeting.pair.keys


class _Reasons:
    """Why meetings changed."""

    def __init__(
        self, old: Plan, new: Plan, now: Situation, disruptions: Sequence[Disruption],
        language: Language,
    ) -> None:
        self.now, self.names, self.language = now, new.names, language
        self.by_key = now.event.by_key
        self.allowed = Allowed(now.event)
        self.values = {pair.keys: pair.value for pair in now.pairs}
        self.locks = {lock.pair: lock for lock in now.event.locks}
        self.locked = {lock.pair for lock in old.event.locks}
        self.asked = {(d.participant, d.other) for d in disruptions
                      if d.kind == "request" and d.ask in REQUESTS}
        old_places = {m.pair.keys: _place(m) for m in old.meetings}
        self.more: dict[str | int, Meeting] = {}
        """By participant and by slot: the best meeting that was not there before."""
        for m in sorted(new.meetings, key=lambda m: m.pair.value):
            if old_places.get(m.pair.keys, (-1, None))[0] != m.slot:
                self.more[m.slot] = m
                self.more |= dict.fromkeys(m.pair.keys, m)

    def of(self, before: Meeting | None, after: Meeting | None) -> tuple[str, str]:
        """(for the organiser, for the participants)"""
        if before is None:
            assert after is not None
            return self._new(after)
        name, fields = self._cause(before, after)
        told = name if name in ("absent", "away", "table lost") else "changed"
        return self._why(name, **fields), say(self.language, "changed told", told, **fields)

    def _why(self, name: str, **fields: object) -> str:
        return say(self.language, "changed", name, **fields)

    def _new(self, after: Meeting) -> tuple[str, str]:
        told = say(self.language, "changed told", "new")
        value = after.pair.value
        first, second = after.pair.keys
        for by, about in ((first, second), (second, first)):
            if (by, about) in self.asked:
                return self._why("asked", who=self.names[by], value=value), told
        if after.pair.keys in self.locks:
            return self._why("locked"), told
        reason = f"{after.pair.reason}; " if after.pair.reason else ""
        return reason + self._why("new", value=value), told

    def _cause(self, before: Meeting, after: Meeting | None) -> tuple[str, dict[str, object]]:
        """The name of the reason and what it speaks of."""
        slots = len(self.now.event.hall.slots)
        for key in before.pair.keys:
            if key not in self.by_key:
                return "absent", {"who": key}
            free = self.by_key[key].free(slots)
            if before.slot not in free:
                gone = not any(slot >= self.now.now for slot in free)
                return "absent" if gone else "away", {"who": self.names[key]}
        if (before.slot, before.table) in self.now.event.hall.closed:
            return "table lost", {"number": (before.table or 0) + 1}
        keys = before.pair.keys
        if after is None and (why := self._hindered(keys)):
            return why
        return self._elsewhere(before, after)

    def _hindered(self, keys: tuple[str, str]) -> tuple[str, dict[str, object]] | None:
        hindrance = self.allowed.hindrance(*keys)
        if hindrance == "vetoed":
            by = [self.names[w.by] for w in self.now.event.wishes
                  if w.ask == "veto" and {w.by, w.about} == set(keys)]
            return "vetoed", {"by": ", ".join(by)}
        if hindrance:
            return "hindered", {"reason": say(self.language, "organiser", hindrance)}
        value = self.values.get(keys, 0.0)
        return ("worthless", {"value": value}) if value <= 0 else None

    def _elsewhere(
        self, before: Meeting, after: Meeting | None
    ) -> tuple[str, dict[str, object]]:
        """A meeting that could have stayed."""
        keys = before.pair.keys
        lock = self.locks.get(keys)
        if after is not None and lock is not None and lock.slot is not None:
            return "locked", {}
        if after is not None and after.slot == before.slot:
            return "table taken", {}
        instead = [m for key in keys if (m := self.more.get(key)) and m.pair.keys != keys]
        if not instead and (m := self.more.get(before.slot)):
            instead = [m]
        value = before.pair.value
        if not instead:
            return "gives way", {"value": value}
        return "makes room", {"value": value, "others": "; ".join(
            self._why("other", first=self.names[m.pair.first], second=self.names[m.pair.second],
                      value=m.pair.value) for m in dict.fromkeys(instead))}
