"""What the meetings of a plan leave free, and why two participants do not meet beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph.events.allowed import Allowed
from graph.events.problem import TABLES, Problem, bits, mask, supplies
from graph.events.results import Meeting, PairScore, Why


@dataclass(frozen=True, slots=True)
class Cause:
    """Why two do not meet, whatever is vetoed; ``weakest`` is the meeting of least value among
    those that hold the place, where there are some."""

    why: Why
    weakest: Meeting | None = None
    held: int = 0
    """Meetings that fill the one who is full."""


@dataclass(slots=True)
class Occupied:
    """Who is busy when, which limits are reached, which tables and interpreters are taken."""

    problem: Problem
    allowed: Allowed
    """Without vetoes: what is told to a participant must not depend on them."""
    row: dict[str, int]
    met: dict[tuple[str, str], Meeting] = field(default_factory=dict)
    bodies: dict[frozenset[str], Meeting] = field(default_factory=dict)
    diary: list[dict[int, Meeting]] = field(default_factory=list)
    """Of each participant: slot to meeting."""
    closed: list[int] = field(default_factory=list)
    """Of each: slots in which it is busy, or its session is full."""
    full: list[bool] = field(default_factory=list)
    used: list[list[int]] = field(default_factory=list)
    """Of each supply: how much is used in each slot."""
    at_tables: dict[int, Meeting] = field(default_factory=dict)
    """Slot to the weakest of the meetings at its tables."""

    @classmethod
    def by(cls, problem: Problem, meetings: Sequence[Meeting]) -> Occupied:
        """What these meetings occupy."""
        event = problem.event
        made = cls(problem, Allowed(replace(event, wishes=())),
                   {p.key: i for i, p in enumerate(event.participants)})
        made.diary = [{} for _ in event.participants]
        made.used = [[0] * problem.slots for _ in problem.supply]
        for meeting in meetings:
            made._note(meeting)
        made.closed = [made._closed(one) for one in range(len(made.diary))]
        made.full = [len(made.diary[one]) >= cap for one, cap in enumerate(problem.caps)]
        for members, cap in problem.teams:
            if sum(len(made.diary[one]) for one in members) >= cap:
                for one in members:
                    made.full[one] = True
        return made

    def _note(self, meeting: Meeting) -> None:
        pair, slot, by_key = meeting.pair, meeting.slot, self.allowed.by_key
        self.met[pair.keys] = meeting
        self.bodies.setdefault(frozenset(by_key[key].body for key in pair.keys), meeting)
        for key in pair.keys:
            self.diary[self.row[key]][slot] = meeting
        needed = supplies(self.allowed, pair)
        for supply in needed:
            self.used[supply][slot] += 1
        if TABLES in needed:
            self.at_tables[slot] = min((meeting, self.at_tables.get(slot, meeting)), key=_value)

    def _closed(self, one: int) -> int:
        busy = mask(self.diary[one])
        most = self.problem.session_caps[one]
        return busy | sum(s for s in self.problem.sessions if (busy & s).bit_count() >= most)

    def cause(self, pair: PairScore, one: str) -> Cause:
        """Why a pair that is not met is not, as the first thing that hinders it; asked by one of
        its two."""
        other = pair.other(one)
        me, them = self.row[one], self.row[other]
        if self.allowed.by_key[one].cap < 1:
            return Cause("takes no meeting")
        if why := self.allowed.hindrance(one, other):
            return Cause(why)
        bodies = frozenset(self.allowed.by_key[key].body for key in pair.keys)
        if not self.problem.event.rules.again and bodies in self.bodies:
            return Cause("organisations meet already", self.bodies[bodies])
        if self.full[them]:
            return self._full("counterpart full", them)
        if self.full[me]:
            return self._full("full", me)
        return self._crowded(pair, me, them)

    def _full(self, why: Why, at: int) -> Cause:
        held = self._team_diary(at)
        return Cause(why, min(held, key=_value, default=None), len(held))

    def _team_diary(self, at: int) -> list[Meeting]:
        """The meetings that fill a participant: its own, and where they share, its colleagues'."""
        team = next((members for members, _ in self.problem.teams if at in members), (at,))
        return [meeting for one in team for meeting in self.diary[one].values()]

    def _crowded(self, pair: PairScore, me: int, them: int) -> Cause:
        common = mask(self.allowed.slots(*pair.keys))
        free = list(bits(common & ~self.closed[me] & ~self.closed[them]))
        if not free:
            return self._elsewhere(pair, list(bits(common)), me, them)
        lacking = [{supply for supply in supplies(self.allowed, pair)
                    if self.used[supply][slot] >= self.problem.supply[supply][slot]}
                   for slot in free]
        if not all(lacking):
            return Cause("used elsewhere")
        if any(TABLES in supply for supply in lacking):
            there = [self.at_tables[slot] for slot in free if slot in self.at_tables]
            return Cause("tables full", min(there, key=_value, default=None))
        return Cause("no interpreter free")

    def _elsewhere(self, pair: PairScore, slots: list[int], me: int, them: int) -> Cause:
        """No slot is free for both: their meetings in each are worth more, or cannot move."""
        costs = []
        for slot in slots:
            held = [m for one in (me, them) if (m := self.diary[one].get(slot))]
            if held:
                costs.append((sum(m.pair.value for m in held), slot, min(held, key=_value)))
        if not costs:
            return Cause("no free slot in common")
        least, _, weakest = min(costs, key=lambda cost: cost[:2])
        why: Why = "used elsewhere" if least >= pair.value else "no free slot in common"
        return Cause(why, weakest)


def _value(meeting: Meeting) -> tuple[float, str, str]:
    return (meeting.pair.value, *meeting.pair.keys)
