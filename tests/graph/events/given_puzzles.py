"""Tiny lists of given meetings with all their timetables: what the schedulers are held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

from graph.events.given import Given


@dataclass(frozen=True)
class Tiny:
    """Participants by letter with the slots in which each is away, and their meetings."""

    away: dict[str, frozenset[int]]
    meetings: tuple[Given, ...]
    slots: int
    tables: tuple[int, ...]
    """In each slot."""
    spread: int | None

    def breaks(self, slots: Sequence[int]) -> list[int]:
        """Of each participant: its runs of slots less one."""
        found = []
        for key in self.away:
            day = "".join(
                "x" if any(key in (m.first, m.second) and at == slot
                           for m, at in zip(self.meetings, slots, strict=True)) else " "
                for slot in range(self.slots))
            found.append(max(0, len(day.split()) - 1))
        return found

    def keeps_rules(self, slots: Sequence[int]) -> bool:
        """Is this a timetable?"""
        busy = Counter((key, slot) for m, slot in zip(self.meetings, slots, strict=True)
                       for key in (m.first, m.second))
        if max(busy.values(), default=0) > 1:
            return False
        if any(slot in self.away[key] for key, slot in busy):
            return False
        if any(number > self.tables[slot] for slot, number in Counter(slots).items()):
            return False
        for m, slot in zip(self.meetings, slots, strict=True):
            if m.slots is not None and slot not in m.slots:
                return False
            if m.fixed not in (None, slot) or any(slots[at] >= slot for at in m.after):
                return False
        breaks = self.breaks(slots)
        return self.spread is None or max(breaks) - min(breaks) <= self.spread

    def fewest(self) -> int | None:
        """The breaks of the best timetable, of all that there are; None where there is none."""
        return min((sum(self.breaks(slots)) for slots in self._every()), default=None)

    def _every(self) -> Iterator[tuple[int, ...]]:
        for slots in product(range(self.slots), repeat=len(self.meetings)):
            if self.keeps_rules(slots):
                yield slots


@st.composite
def tiny(draw: st.DrawFn) -> Tiny:
    """Up to five participants, five slots and five meetings, with every kind of rule."""
    keys = "abcde"[:draw(st.integers(2, 5))]
    slots = draw(st.integers(2, 5))
    some = st.frozensets(st.integers(0, slots - 1), max_size=2)
    meetings = []
    for at in range(draw(st.integers(1, 5))):
        first, second = draw(st.permutations(keys))[:2]
        morning = draw(st.sampled_from((None, None, 0, 1)))
        session = None if morning is None else frozenset(
            range(slots // 2) if morning == 0 else range(slots // 2, slots))
        meetings.append(Given(
            first, second, session,
            draw(st.none() | st.none() | st.integers(0, slots - 1)),
            tuple(sorted(draw(st.frozensets(st.integers(0, at - 1), max_size=1)))) if at else ()))
    return Tiny(
        {key: draw(st.just(frozenset[int]()) | some) for key in keys}, tuple(meetings), slots,
        tuple(draw(st.integers(0 if slots > 3 else 1, 3)) for _ in range(slots)),
        draw(st.sampled_from((None, 0, 1, 2))))
