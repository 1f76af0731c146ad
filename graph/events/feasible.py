"""Can these locks and floors hold together? An integer program with a variable for each meeting in
each slot, over the pairs that matter: the locked ones and those of participants with a floor.

Which scores the pairs have is left aside: this is about what is possible at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graph.events.allowed import Allowed
from graph.events.limits import limits_in
from graph.events.model import Event, Lock, Participant
from graph.events.problem import TABLES, Problem, bits, mask
from graph.events.results import PairScore
from graph.events.timetable import Timetable

_LARGEST = 10_000
"""Variables (pairs x slots) at most: about 40 participants with floors in 12 slots."""
_SPARE = 8
"""So many counterparts more than its floor are tried for each participant."""

Member = Lock | Participant
"""What may conflict: a lock, or a participant's own floor."""

_Place = tuple[int, int, int | None]
"""A pair in a slot, at a locked table or at any (None)."""
_Row = tuple[list[int], float]
"""Of these variables so many at most."""


class OutOfTime(Exception):
    """The program found no answer within its time."""


class Feasible:
    """An event's locks and floors, asked about again and again.

    Every lock must be possible by itself. Where the program would grow too large, floors of those
    with the most possible meetings are left out: they are the last to conflict with anything.
    """

    def __init__(self, event: Event) -> None:
        allowed = Allowed(event)
        pairs = {lock.pair: mask(allowed.slots(*lock.pair)) for lock in event.locks}
        asking = _pairs_of_floors(event, allowed, pairs)
        self.members: list[Member] = [
            *event.locks, *(p for p in event.participants if p.key in asking)]
        self.problem = Problem.of(event, [PairScore(*keys, 1.0) for keys in pairs])
        self.slots = [pairs[pair.keys] for pair in self.problem.pairs]
        self.position = {pair.keys: at for at, pair in enumerate(self.problem.pairs)}
        self.places = list(self._places(event))
        self.rows = list(self._limits())
        self.demands = list(self._demands(event))
        self.matrix, self.most = self._matrix()

    def possible(self, members: Sequence[int], seconds: float) -> bool:
        """Can these hold together (positions in `members`)? Raises `OutOfTime`."""
        return self.left_out(members, seconds, others=False) is not None

    def left_out(
        self, members: Sequence[int], seconds: float, *, others: bool = True
    ) -> tuple[int, ...] | None:
        """The fewest ``others`` that cannot hold beside these members, or None when these cannot
        hold by themselves. Raises `OutOfTime` past so many seconds."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        count, more = len(self.places), len(self.members)
        low, gain = np.zeros(count + more), np.zeros(count + more)
        low[[count + at for at in members]] = 1
        gain[count:] = -1.0 if others else 0.0
        if not more:
            return ()
        found = milp(gain, constraints=LinearConstraint(self.matrix, ub=self.most),
                     bounds=Bounds(low, 1), integrality=1,
                     options={"time_limit": max(seconds, 1e-3)})
        if found.x is not None:
            return tuple(at for at in range(more) if found.x[count + at] < 0.5)
        if found.status == 2:
            return None
        raise OutOfTime

    def _places(self, event: Event) -> Iterator[_Place]:
        tables: dict[int, list[int]] = {}
        for lock in event.locks:
            if lock.table is not None:
                tables.setdefault(self.position[lock.pair], []).append(lock.table)
        for pair, slots in enumerate(self.slots):
            seated = TABLES in self.problem.uses[pair]
            for slot in bits(slots):
                yield pair, slot, None
                for table in dict.fromkeys(tables.get(pair, ())):
                    if not seated or (slot, table) not in event.hall.closed:
                        yield pair, slot, table

    def _limits(self) -> Iterator[_Row]:
        """What holds whatever is asked: one meeting at a time, caps, supplies."""
        problem = self.problem
        found: dict[tuple[object, ...], tuple[list[int], float]] = {}
        for column, (pair, slot, table) in enumerate(self.places):
            limits = dict(limits_in(problem, pair, slot, problem.uses[pair], problem.supply))
            if table is not None and TABLES in problem.uses[pair]:
                limits["table", slot, table] = 1
            for what, most in limits.items():
                found.setdefault(what, ([], float(max(0, most))))[0].append(column)
        yield from (row for row in found.values() if len(row[0]) > row[1])

    def _demands(self, event: Event) -> Iterator[_Row]:
        """For each member the variables that serve it, and how many of them it asks for."""
        own: dict[object, list[int]] = {}
        for column, (pair, *_) in enumerate(self.places):
            for what in (self.problem.pairs[pair].keys, *self.problem.pairs[pair].keys):
                own.setdefault(what, []).append(column)
        for member in self.members:
            if isinstance(member, Participant):
                yield own.get(member.key, []), float(member.floor)
                continue
            places = ((column, *self.places[column][1:]) for column in own[member.pair])
            yield [column for column, slot, table in places if member.slot in (None, slot)
                   and member.table in (None, table)], 1.0

    def _matrix(self) -> tuple[Any, Any]:
        """Rows and their limits; a demand is a row that the member's own variable, the last ones,
        makes bind."""
        import numpy as np
        from scipy.sparse import csr_array

        count = len(self.places)
        rows = [(row, [1.0] * len(row)) for row, _ in self.rows]
        rows += [([*row, count + at], [*[-1.0] * len(row), asked])
                 for at, (row, asked) in enumerate(self.demands)]
        starts = np.cumsum([0, *(len(row) for row, _ in rows)])
        return (csr_array(([x for _, data in rows for x in data],
                           [column for row, _ in rows for column in row], starts),
                          shape=(len(rows), count + len(self.members))),
                np.array([*(most for _, most in self.rows), *(0.0 for _ in self.demands)]))


def holds(event: Event) -> bool:
    """Is a timetable quickly found in which all locks and floors hold? Each lock must be possible
    by itself. No answer about events where none is found."""
    allowed = Allowed(event)
    people = event.participants
    pairs = {lock.pair for lock in event.locks}
    if len(pairs) < len(event.locks):  # a problem knows one lock of a pair
        return False
    for at, person in enumerate(people):
        found = 0
        for other in (*people[at + 1:], *people[:at]) if person.floor > 0 else ():
            keys = (min(person.key, other.key), max(person.key, other.key))
            if allowed.hindrance(*keys) is None:
                pairs.add(keys)
                found += 1
                if found == person.floor + _SPARE:
                    break
    problem = Problem.of(event, [PairScore(*keys, 1.0) for keys in sorted(pairs)])
    table = Timetable(problem)
    if table.fix():
        return False
    lacking = [p.floor - len(table.busy[at]) for at, p in enumerate(people)]
    for both in (True, False):  # first the pairs that serve two floors
        for pair, (a, b) in enumerate(problem.ends):
            asked = (lacking[a] > 0) + (lacking[b] > 0)
            if pair not in table.slot_of and asked > both and table.settle(pair):
                lacking[a] -= 1
                lacking[b] -= 1
    return max(lacking, default=0) <= 0


def crowded(event: Event) -> list[Participant]:
    """Participants, those with the highest floors first, whose floors together ask for more than
    the tables hold; none where the tables suffice for all, or where not all meet at tables."""
    if any(p.booth or p.remote for p in event.participants):
        return []
    room = 2 * max(0, event.hall.capacity)
    found: list[Participant] = []
    for person in sorted(event.participants, key=lambda p: -p.floor):
        if person.floor <= 0:
            break
        found.append(person)
        room -= person.floor
        if room < 0:
            return [p for p in event.participants if p in found]
    return []


def _pairs_of_floors(
    event: Event, allowed: Allowed, pairs: dict[tuple[str, str], int]
) -> set[str]:
    """Adds the possible pairs of participants with floors, while there is room for them; the keys
    of those whose pairs are all in."""
    room = _LARGEST - sum(slots.bit_count() for slots in pairs.values())
    slots = len(event.hall.slots)
    asking: set[str] = set()
    for person in sorted((p for p in event.participants if p.floor > 0),
                         key=lambda p: (len(p.free(slots)), p.key)):
        new = _counterparts(event, allowed, person, pairs)
        room -= sum(found.bit_count() for found in new.values())
        if room < 0:
            break
        pairs |= new
        asking.add(person.key)
    return asking


def _counterparts(
    event: Event, allowed: Allowed, person: Participant, known: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """The further pairs that a participant could meet in, with their slots."""
    known = set(known)
    keys = ((min(person.key, p.key), max(person.key, p.key))
            for p in event.participants if p.key != person.key)
    return {pair: mask(allowed.slots(*pair)) for pair in keys
            if pair not in known and allowed.hindrance(*pair) is None}
