"""When and where: chosen pairs into slots and tables.

Placing is list colouring of the graph of pairs (a slot is a colour, absences forbid some). Pairs
with the fewest slots left go first; a pair without a common free slot gets one by swapping two
slots along a Kempe chain; what still fails leaves room that the next best pairs fill.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.events.choose import common_slots
from graph.events.model import Hall, Meeting, PairScore, Participant

Busy = dict[str, dict[int, PairScore]]


class Timetable:
    """Slots given to pairs, so that nobody is in two places and no slot has too many tables."""

    def __init__(self, participants: Sequence[Participant], hall: Hall) -> None:
        self._by_key = {p.key: p for p in participants}
        self._hall = hall
        self._busy: Busy = {p.key: {} for p in participants}
        self._load = [0] * len(hall.slots)
        self.slot_of: dict[tuple[str, str], int] = {}

    def place(self, pairs: Iterable[PairScore]) -> list[PairScore]:
        """Give slots to as many of the pairs as possible; the pairs that found none."""
        waiting = list(pairs)
        homeless = []
        while waiting:
            waiting.sort(key=lambda p: (len(self._open(p)), -p.value, p.first, p.second))
            pair = waiting.pop(0)
            if not self._settle(pair):
                homeless.append(pair)
        return homeless

    def meetings_of(self, key: str) -> int:
        """How many meetings a participant has."""
        return len(self._busy[key])

    def _allowed(self, pair: PairScore) -> frozenset[int]:
        return common_slots(self._by_key[pair.first], self._by_key[pair.second], self._hall)

    def _open(self, pair: PairScore) -> list[int]:
        """Slots in which both are there and free and a table is left."""
        first, second = self._busy[pair.first], self._busy[pair.second]
        return [s for s in sorted(self._allowed(pair))
                if s not in first and s not in second and self._load[s] < self._hall.tables]

    def _settle(self, pair: PairScore) -> bool:
        if slots := self._open(pair):
            self._put(pair, min(slots, key=lambda s: (self._load[s], s)))
            return True
        return self._repair(pair)

    def _repair(self, pair: PairScore) -> bool:
        """Free a slot by a Kempe chain: swap slots s and t along the pairs connected in them."""
        return any(
            self._free(pair, one, other, s, t)
            for one, other in ((pair.first, pair.second), (pair.second, pair.first))
            for s in sorted(self._allowed(pair)) if s not in self._busy[one]
            for t in range(len(self._load)) if t != s and t not in self._busy[other]
        )

    def _free(self, pair: PairScore, one: str, other: str, s: int, t: int) -> bool:
        """Move ``other`` out of slot s, where ``one`` is free, into t; then place the pair in s."""
        if s not in self._busy[other]:
            return False
        chain = self._chain(other, s, t)
        if any(one in (p.first, p.second) for p in chain) or not self._can_swap(chain, s, t):
            return False
        self._swap(chain, s, t)
        if self._load[s] < self._hall.tables:
            self._put(pair, s)
            return True
        self._swap(chain, s, t)
        return False

    def _chain(self, start: str, s: int, t: int) -> list[PairScore]:
        """The pairs in slots s and t that hang together from a participant's pair in s on."""
        chain: list[PairScore] = []
        key, slot = start, s
        while slot in self._busy[key]:
            pair = self._busy[key][slot]
            if chain and pair == chain[0]:
                break
            chain.append(pair)
            key, slot = pair.other(key), t if slot == s else s
        return chain

    def _can_swap(self, chain: Sequence[PairScore], s: int, t: int) -> bool:
        to_t = sum(self.slot_of[p.first, p.second] == s for p in chain)
        change = to_t - (len(chain) - to_t)
        tables = self._hall.tables
        if self._load[t] + change > tables or self._load[s] - change > tables:
            return False
        return all({s, t} <= self._allowed(pair) for pair in chain)

    def _swap(self, chain: Sequence[PairScore], s: int, t: int) -> None:
        moves = [(pair, t if self.slot_of[pair.first, pair.second] == s else s) for pair in chain]
        for pair, _ in moves:
            self._take(pair)
        for pair, slot in moves:
            self._put(pair, slot)

    def _put(self, pair: PairScore, slot: int) -> None:
        self._busy[pair.first][slot] = pair
        self._busy[pair.second][slot] = pair
        self._load[slot] += 1
        self.slot_of[pair.first, pair.second] = slot

    def _take(self, pair: PairScore) -> None:
        slot = self.slot_of.pop((pair.first, pair.second))
        del self._busy[pair.first][slot], self._busy[pair.second][slot]
        self._load[slot] -= 1


def place(
    participants: Sequence[Participant], chosen: Sequence[PairScore], rest: Sequence[PairScore],
    hall: Hall, caps: Mapping[str, int],
) -> list[Meeting]:
    """Meetings for the chosen pairs, then for the best of the rest where room is left; by slot
    and table."""
    table = Timetable(participants, hall)
    by_pair = {(p.first, p.second): p for p in (*chosen, *rest)}
    table.place(chosen)
    for pair in sorted(rest, key=lambda p: (-p.value, p.first, p.second)):
        free = all(table.meetings_of(key) < caps[key] for key in (pair.first, pair.second))
        if free and (pair.first, pair.second) not in table.slot_of:
            table.place([pair])
    return _at_tables(table, by_pair)


def _at_tables(
    table: Timetable, by_pair: Mapping[tuple[str, str], PairScore]
) -> list[Meeting]:
    """Tables by falling value in each slot, so that good meetings keep to the front."""
    by_slot: dict[int, list[PairScore]] = {}
    for ends, slot in table.slot_of.items():
        by_slot.setdefault(slot, []).append(by_pair[ends])
    return [
        Meeting(pair, slot, number)
        for slot in sorted(by_slot)
        for number, pair in enumerate(
            sorted(by_slot[slot], key=lambda p: (-p.value, p.first, p.second)))
    ]
