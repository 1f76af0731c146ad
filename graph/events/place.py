"""When and where: chosen pairs into slots and tables.

Placing is list colouring of the graph of pairs: a slot is a colour, absences forbid some, and a
colour serves only as many pairs as there are tables. Pairs with the fewest slots left go first
(Brelaz 1979, Comm. ACM 22, 251-256, for edges). A pair that finds none gets one by swapping two
slots along a Kempe chain, or by moving a meeting out of a full slot. What still fails may take the
place of weaker meetings, and the room that is left goes to the next best pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

from graph.events.model import Hall, Meeting, PairScore, Participant

_DEEPEST = 4
"""So many meetings may in turn lose their place to a better one."""


def bits(mask: int) -> Iterator[int]:
    """The positions of the ones of a mask, from the lowest."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Timetable:
    """Slots given to pairs, so that nobody is in two places and no slot has too many tables.

    Pairs are numbers into ``pairs``, participants numbers into ``participants``; sets of slots are
    bit masks, which makes each question one ``&``.
    """

    def __init__(
        self, participants: Sequence[Participant], pairs: Sequence[PairScore], hall: Hall
    ) -> None:
        row = {p.key: i for i, p in enumerate(participants)}
        slots = len(hall.slots)
        there = [sum(1 << slot for slot in p.free(slots)) for p in participants]
        self.pairs = pairs
        self.ends = [(row[p.first], row[p.second]) for p in pairs]
        self.allowed = [there[a] & there[b] for a, b in self.ends]
        self.tables = hall.tables
        self.free = there
        self.open = (1 << slots) - 1
        self.busy: list[dict[int, int]] = [{} for _ in participants]
        self.members: list[dict[int, None]] = [{} for _ in range(slots)]
        self.slot_of: dict[int, int] = {}

    def possible(self, pair: int) -> int:
        """Slots in which both are there and free and a table is left."""
        a, b = self.ends[pair]
        return self.allowed[pair] & self.free[a] & self.free[b] & self.open

    def place(self, pairs: Iterable[int]) -> list[int]:
        """Give slots to as many of the pairs as possible; the pairs that found none."""
        waiting: list[dict[int, None]] = [{} for _ in self.busy]
        heap = []
        for pair in pairs:
            heap.append((self.possible(pair).bit_count(), *self._rank(pair)))
            for end in self.ends[pair]:
                waiting[end][pair] = None
        heapify(heap)
        homeless = []
        while heap:
            slack, *_, pair = heappop(heap)
            a, b = self.ends[pair]
            if pair not in waiting[a]:
                continue
            slots = self.possible(pair)
            if slack != slots.bit_count():  # what it had left when it was put here
                heappush(heap, (slots.bit_count(), *self._rank(pair)))
                continue
            del waiting[a][pair], waiting[b][pair]
            if not slots:
                if not self.repair(pair):
                    homeless.append(pair)
                continue
            near = [*waiting[a], *waiting[b]]
            slot = self._least_wanted(slots, near)
            self.put(pair, slot)
            for other in near:
                if self.allowed[other] >> slot & 1:
                    heappush(heap, (self.possible(other).bit_count(), *self._rank(other)))
        return homeless

    def settle(self, pair: int) -> bool:
        """Place a pair in the slot with most tables left, or by a repair."""
        slots = self.possible(pair)
        if slots:
            self.put(pair, min(bits(slots), key=lambda s: (len(self.members[s]), s)))
            return True
        return self.repair(pair)

    def repair(self, pair: int) -> bool:
        """Free a slot for a pair that has none, without losing another meeting."""
        a, b = self.ends[pair]
        allowed = self.allowed[pair]
        return (
            any(self._empty_table(pair, slot)
                for slot in bits(allowed & self.free[a] & self.free[b]))
            or any(
                self._swap_chain(pair, one, other, s, t)
                for one, other in ((a, b), (b, a))
                for s in bits(allowed & self.free[one] & ~self.free[other])
                for t in bits(self.free[other])
            )
        )

    def put(self, pair: int, slot: int) -> None:
        """The pair meets in the slot."""
        for end in self.ends[pair]:
            self.free[end] &= ~(1 << slot)
            self.busy[end][slot] = pair
        self.members[slot][pair] = None
        self.slot_of[pair] = slot
        if len(self.members[slot]) >= self.tables:
            self.open &= ~(1 << slot)

    def take(self, pair: int) -> int:
        """The pair meets no longer; the slot that it had."""
        slot = self.slot_of.pop(pair)
        for end in self.ends[pair]:
            self.free[end] |= 1 << slot
            del self.busy[end][slot]
        del self.members[slot][pair]
        self.open |= 1 << slot
        return slot

    def meetings_of(self, end: int) -> int:
        """How many meetings a participant has."""
        return len(self.busy[end])

    def _rank(self, pair: int) -> tuple[float, int]:
        return (-self.pairs[pair].value, pair)

    def _least_wanted(self, slots: int, near: Sequence[int]) -> int:
        """The slot that fewest waiting pairs of the same participants could use."""
        wanted = dict.fromkeys(bits(slots), 0)
        for other in near:
            for slot in bits(self.possible(other) & slots):
                wanted[slot] += 1
        return min(wanted, key=lambda s: (wanted[s], len(self.members[s]), s))

    def _empty_table(self, pair: int, slot: int) -> bool:
        """Both are free in a full slot: move one of its meetings to another."""
        for other in self.members[slot]:
            if target := self.possible(other) & ~(1 << slot):
                self.take(other)
                self.put(other, min(bits(target), key=lambda s: (len(self.members[s]), s)))
                self.put(pair, slot)
                return True
        return False

    def _swap_chain(self, pair: int, one: int, other: int, s: int, t: int) -> bool:
        """Move ``other`` out of slot s, in which ``one`` is free, into t; the pair then gets s.

        The meetings in s and t that hang together from there on change their slots, each of them.
        """
        both = (1 << s) | (1 << t)
        chain: list[int] = []
        end, slot = other, s
        while (at := self.busy[end].get(slot)) is not None:
            if self.allowed[at] & both != both:
                return False
            chain.append(at)
            first, second = self.ends[at]
            end, slot = (second if end == first else first), t + s - slot
            if end == one:
                return False
        more = len(chain) % 2  # an odd chain moves one meeting more from s to t than back
        if (len(self.members[t]) + more > self.tables
                or len(self.members[s]) - more + 1 > self.tables):
            return False
        for at, slot in [(at, s + t - self.take(at)) for at in chain]:
            self.put(at, slot)
        self.put(pair, s)
        return True


def place(
    participants: Sequence[Participant], chosen: Sequence[PairScore], rest: Sequence[PairScore],
    hall: Hall, caps: Mapping[str, int],
) -> list[Meeting]:
    """Meetings for the chosen pairs, then for the best of the rest where room is left; by slot
    and table."""
    pairs = sorted((*chosen, *rest), key=lambda p: (-p.value, p.first, p.second))
    wanted = {(p.first, p.second) for p in chosen}
    most = [caps[p.key] for p in participants]
    table = Timetable(participants, pairs, hall)
    homeless = table.place(i for i, p in enumerate(pairs) if (p.first, p.second) in wanted)
    for pair in sorted(homeless):
        _displace(table, pair)
    fill(table, most)
    return at_tables(table)


def fill(table: Timetable, most: Sequence[int]) -> None:
    """Give what room is left to the best pairs that are not placed."""
    for pair, (a, b) in enumerate(table.ends):
        if (pair not in table.slot_of and table.meetings_of(a) < most[a]
                and table.meetings_of(b) < most[b]):
            table.settle(pair)


def _displace(table: Timetable, pair: int) -> None:
    """Give a pair the place of a weaker meeting, which looks for another in its turn."""
    for _ in range(_DEEPEST):
        if table.settle(pair):
            return
        a, b = table.ends[pair]
        weakest = max(
            (other for slot in bits(table.allowed[pair])
             if len(losers := {table.busy[end][slot] for end in (a, b)
                               if slot in table.busy[end]}) == 1
             for other in losers if other > pair),
            default=None,
        )
        if weakest is None:
            return
        table.put(pair, table.take(weakest))
        pair = weakest


def at_tables(table: Timetable) -> list[Meeting]:
    """A table for each meeting: the one where either of the two sat last, where it can be."""
    last: dict[int, int] = {}
    meetings = []
    for slot, members in enumerate(table.members):
        left = dict.fromkeys(range(table.tables))
        seated = {}
        for pair in sorted(members):
            if (seat := next((last[e] for e in table.ends[pair] if last.get(e) in left), None)
                    ) is not None:
                del left[seat]
                seated[pair] = seat
        empty = iter(left)
        for pair in sorted(members):
            seat = seated[pair] if pair in seated else next(empty)
            last.update(dict.fromkeys(table.ends[pair], seat))
            meetings.append(Meeting(table.pairs[pair], slot, seat))
    return sorted(meetings, key=lambda m: (m.slot, m.table))
