"""Slots given to pairs, so that every limit of an event holds at any moment.

Placing is list colouring of the graph of pairs: a slot is a colour, absences forbid some, and a
colour serves only as many pairs as there are tables (and interpreters). Pairs with the fewest
slots left go first (Brelaz 1979, Comm. ACM 22, 251-256, for edges). A pair that finds none gets
one by moving a meeting out of a full slot, or by swapping two slots along a Kempe chain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from graph.events.problem import TABLES, Problem, bits


class Timetable:
    """When each pair meets. Pairs and participants are positions of the problem, sets of slots bit
    masks, which makes most questions one ``&``.

    ``put`` and ``take`` do as they are told; all else keeps within the limits: presence, supplies
    in each slot, session caps, caps, shared caps, two organisations at most once.
    """

    def __init__(
        self, problem: Problem, *, past: int = 0, frozen: Collection[int] = ()
    ) -> None:
        """An empty timetable. In ``past`` slots nothing is placed or moved; what is put there is
        frozen. ``frozen`` pairs are never moved once they are put (the set may be changed
        later)."""
        self.problem = problem
        self.past = past
        self.ends = problem.ends
        self.frozen = set(frozen)
        self.allowed = [slots & ~past for slots in problem.allowed]
        self.uses, self.supply = _with_locked_tables(problem)
        self.there = [slots & ~past for slots in problem.free]
        self.free = list(self.there)
        """Slots in which each participant is there and has no meeting."""
        self.taken = [0] * len(problem.free)
        """Slots in which each participant has a meeting."""
        self.roomy = [-1 if most > 0 else 0 for most in problem.session_caps]
        """Slots of the sessions in which each can take one more."""
        self.busy: list[dict[int, int]] = [{} for _ in problem.free]
        """The pair that each participant meets in, by slot."""
        self.members: list[dict[int, None]] = [{} for _ in range(problem.slots)]
        """The pairs that meet in each slot."""
        self.slot_of: dict[int, int] = {}
        self.left = [list(numbers) for numbers in self.supply]
        """How many there are left of each supply in each slot."""
        self.open = [sum(1 << slot for slot, n in enumerate(numbers) if n > 0)
                     for numbers in self.left]
        self._met: dict[int, int] = {}
        self._session_of = [next(s for s in problem.sessions if s >> slot & 1)
                            for slot in range(problem.slots)]
        self._team = {end: team for team in problem.teams for end in team[0]}

    @classmethod
    def of(cls, problem: Problem, slots: Mapping[int, int], *, past: int = 0) -> Timetable:
        """One in which pairs meet already, each in its slot."""
        made = cls(problem, past=past)
        for pair, slot in slots.items():
            made.put(pair, slot)
        return made

    def possible(self, pair: int) -> int:
        """Slots into which a pair that does not meet yet could go."""
        slots = self.slots_left(pair)
        return slots if slots and self.has_room(pair) else 0

    def slots_left(self, pair: int) -> int:
        """The same by presence, supplies and session caps alone."""
        a, b = self.ends[pair]
        slots = self.allowed[pair] & self.free[a] & self.free[b] & self.roomy[a] & self.roomy[b]
        for supply in self.uses[pair]:
            slots &= self.open[supply]
        return slots

    def slots_to_move(self, pair: int) -> int:
        """Slots into which a pair that meets could move."""
        if pair in self.frozen:
            return 0
        a, b = self.ends[pair]
        now = self._session_of[self.slot_of[pair]]
        slots = (self.allowed[pair] & self.free[a] & self.free[b]
                 & (self.roomy[a] | now) & (self.roomy[b] | now))
        for supply in self.uses[pair]:
            slots &= self.open[supply]
        return slots

    def has_room(self, pair: int) -> bool:
        """Do caps let two that do not meet yet meet, and do their organisations not meet yet?"""
        a, b = self.ends[pair]
        return (not self._met.get(self.problem.once[pair])
                and self.room_of(a) > 0 and self.room_of(b) > 0)

    def room_of(self, end: int) -> int:
        """How many more meetings the caps leave a participant."""
        room = self.problem.caps[end] - self.taken[end].bit_count()
        if end in self._team:
            members, most = self._team[end]
            room = min(room, most - sum(self.taken[at].bit_count() for at in members))
        return room

    def put(self, pair: int, slot: int) -> None:
        """The pair meets in the slot."""
        bit = 1 << slot
        for end in self.ends[pair]:
            self.free[end] &= ~bit
            self.taken[end] |= bit
            self.busy[end][slot] = pair
            self._count(end, slot)
        for supply in self.uses[pair]:
            self.left[supply][slot] -= 1
            if self.left[supply][slot] <= 0:
                self.open[supply] &= ~bit
        self.members[slot][pair] = None
        self.slot_of[pair] = slot
        if self.past & bit:
            self.frozen.add(pair)
        once = self.problem.once[pair]
        self._met[once] = self._met.get(once, 0) + 1

    def take(self, pair: int) -> int:
        """The pair meets no longer; the slot that it had."""
        slot = self.slot_of.pop(pair)
        bit = 1 << slot
        for end in self.ends[pair]:
            self.free[end] |= bit & self.there[end]
            self.taken[end] &= ~bit
            del self.busy[end][slot]
            self._count(end, slot)
        for supply in self.uses[pair]:
            self.left[supply][slot] += 1
            if self.left[supply][slot] > 0:
                self.open[supply] |= bit
        del self.members[slot][pair]
        self._met[self.problem.once[pair]] -= 1
        return slot

    def fix(self) -> list[int]:
        """Put the locked pairs that do not meet yet: first those with a slot, then the others;
        those that found none."""
        waiting = [pair for pair in self.problem.fixed if pair not in self.slot_of]
        homeless = []
        for pair in waiting:
            if (slot := self.problem.fixed[pair][0]) is None:
                continue
            if self.possible(pair) >> slot & 1:
                self.put(pair, slot)
            else:
                homeless.append(pair)
        return homeless + self.place(p for p in waiting if self.problem.fixed[p][0] is None)

    def place(self, pairs: Iterable[int]) -> list[int]:
        """Give slots to as many of the pairs as possible; the pairs that found none."""
        waiting: list[dict[int, None]] = [{} for _ in self.busy]
        heap = []
        for pair in pairs:
            heap.append((self.slots_left(pair).bit_count(), pair))
            for end in self.ends[pair]:
                waiting[end][pair] = None
        heapify(heap)
        homeless = []
        while heap:
            slack, pair = heappop(heap)
            a, b = self.ends[pair]
            if pair not in waiting[a]:
                continue
            slots = self.slots_left(pair)
            if slack != slots.bit_count():  # what it had left when it was put here
                heappush(heap, (slots.bit_count(), pair))
                continue
            del waiting[a][pair], waiting[b][pair]
            if not slots or not self.has_room(pair):
                if not self.repair(pair):
                    homeless.append(pair)
                continue
            near = [*waiting[a], *waiting[b]]
            slot = self._least_wanted(slots, near)
            self.put(pair, slot)
            for other in near:
                if self.allowed[other] >> slot & 1:
                    heappush(heap, (self.slots_left(other).bit_count(), other))
        return homeless

    def settle(self, pair: int) -> bool:
        """Place a pair in the slot with most tables left, or by a repair, if any way is found."""
        slots = self.possible(pair)
        if slots:
            self.put(pair, self.emptiest(slots))
            return True
        return self.repair(pair)

    def repair(self, pair: int) -> bool:
        """Free a slot for a pair that has none, without losing another meeting."""
        if not self.has_room(pair):
            return False
        a, b = self.ends[pair]
        allowed = self.allowed[pair] & self.roomy[a] & self.roomy[b]
        return (
            any(self._make_room(pair, slot) for slot in bits(allowed & self.free[a] & self.free[b]))
            or any(
                self.swap(other, s, t, joined=pair)
                for one, other in ((a, b), (b, a))
                for s in bits(self.allowed[pair] & self.roomy[one] & self.free[one]
                              & self.taken[other])
                for t in bits(self.free[other] & self.roomy[other])
            )
        )

    def swap(self, end: int, s: int, t: int, *, joined: int | None = None) -> bool:
        """Move a participant's meeting in slot s to slot t, in which it is free, if that can be;
        the ``joined`` pair, of which it is one, then meets in s.

        The meetings in s and t that hang together from there on (a Kempe chain) change their
        slots, each of them.
        """
        if (found := self.chain(end, s, t)) is None:
            return False
        pairs, last = found
        if joined is not None and last in self.ends[joined]:
            return False
        if not self.can_exchange(pairs, s, t, joined):
            return False
        self.exchange(pairs, s, t)
        if joined is not None:
            self.put(joined, s)
        return True

    def chain(self, end: int, s: int, t: int) -> tuple[list[int], int] | None:
        """The meetings in s and t that hang together from a participant's meeting in s, and the
        participant at which they end; None if one of them cannot change its slot.

        Only the first and the last participant are afterwards busy at another time than before.
        """
        both = (1 << s) | (1 << t)
        pairs: list[int] = []
        slot = s
        while (pair := self.busy[end].get(slot)) is not None:
            if self.allowed[pair] & both != both or pair in self.frozen:
                return None
            pairs.append(pair)
            first, second = self.ends[pair]
            end, slot = (second if end == first else first), t + s - slot
        # the last one's meeting comes to the slot in which it has none
        if self._session_of[s] != self._session_of[t] and not self.roomy[end] >> slot & 1:
            return None
        return pairs, end

    def can_exchange(
        self, pairs: Sequence[int], s: int, t: int, joined: int | None = None
    ) -> bool:
        """Are there supplies for a chain's meetings in s and t to change their slots, and for
        another to join s?"""
        more: dict[int, int] = {}  # how many of each supply t needs more, and s less
        for pair in pairs:
            step = 1 if self.slot_of[pair] == s else -1
            for supply in self.uses[pair]:
                more[supply] = more.get(supply, 0) + step
        new = () if joined is None else self.uses[joined]
        return all(
            more.get(supply, 0) <= max(0, self.left[supply][t])
            and (supply in new) - more.get(supply, 0) <= max(0, self.left[supply][s])
            for supply in {*more, *new}
        )

    def exchange(self, pairs: Iterable[int], s: int, t: int) -> None:
        """Meetings in s go to t, those in t to s."""
        for pair, slot in [(pair, s + t - self.take(pair)) for pair in pairs]:
            self.put(pair, slot)

    def emptiest(self, slots: int) -> int:
        """The slot of some with the most tables left."""
        left = self.left[TABLES]
        return max(bits(slots), key=lambda slot: (left[slot], -slot))

    def session_of(self, slot: int) -> int:
        """The slots of its session."""
        return self._session_of[slot]

    def _count(self, end: int, slot: int) -> None:
        """Close or open the slot's session for a participant."""
        session = self._session_of[slot]
        if (self.taken[end] & session).bit_count() < self.problem.session_caps[end]:
            self.roomy[end] |= session
        else:
            self.roomy[end] &= ~session

    def _least_wanted(self, slots: int, near: Sequence[int]) -> int:
        """The slot that fewest waiting pairs of the same participants could use."""
        wanted = dict.fromkeys(bits(slots), 0)
        for other in near:
            for slot in bits(self.slots_left(other) & slots):
                wanted[slot] += 1
        left = self.left[TABLES]
        return min(wanted, key=lambda slot: (wanted[slot], -left[slot], slot))

    def _make_room(self, pair: int, slot: int) -> bool:
        """Both are free in a slot that lacks a supply: move one of its meetings to another."""
        lacking = [supply for supply in self.uses[pair] if not self.open[supply] >> slot & 1]
        for other in self.members[slot]:
            uses = self.uses[other]
            if all(supply in uses and self.left[supply][slot] == 0 for supply in lacking) and (
                    target := self.slots_to_move(other) & ~(1 << slot)):
                self.take(other)
                if self.possible(pair) >> slot & 1:
                    self.put(other, self.emptiest(target))
                    self.put(pair, slot)
                    return True
                self.put(other, slot)
        return False


def _with_locked_tables(
    problem: Problem
) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """What the pairs use, and how much there is: a table to which meetings are locked is a supply
    of its own, one in each slot where it is not closed."""
    uses, supply = list(problem.uses), list(problem.supply)
    number: dict[int, int] = {}
    hall = problem.event.hall
    for pair, (_, table) in problem.fixed.items():
        if table is None or TABLES not in uses[pair]:
            continue
        if table not in number:
            number[table] = len(supply)
            supply.append(tuple(
                int((slot, table) not in hall.closed) for slot in range(problem.slots)))
        uses[pair] = (*uses[pair], number[table])
    return uses, supply
