"""Tiny events with all their timetables: what choosing and naming conflicts is held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from hypothesis import strategies as st

from graph.events import Event, Lock, PairScore, Participant
from graph.events.allowed import Allowed
from graph.events.problem import TABLES, Problem, bits, mask
from tests.graph.events.random_events import events

Timetable = Mapping[int, int]
"""Pair to slot."""


@st.composite
def tiny(draw: st.DrawFn) -> tuple[Event, list[PairScore]]:
    """An event of at most four participants and three slots, and its scored pairs."""
    event, pairs = draw(events(people=4))
    hall = replace(event.hall, slots=event.hall.slots[:3])
    locks = tuple(lock for lock in event.locks if lock.slot is None or lock.slot < 3)
    return replace(event, hall=hall, locks=locks), pairs


def every(event: Event) -> Problem:
    """The problem of all pairs that may meet, as if no lock had a slot."""
    allowed = Allowed(event)
    can = [PairScore(a.key, b.key, 1.0) for a, b in combinations(event.participants, 2)
           if allowed.hindrance(a.key, b.key) is None]
    problem = Problem.of(event, can)
    return replace(problem, allowed=tuple(
        mask(allowed.slots(*pair.keys)) for pair in problem.pairs))


def timetables(
    problem: Problem, pair: int = 0, slots: dict[int, int] | None = None
) -> Iterator[Timetable]:
    """All timetables within presence, supplies and caps, whatever is locked."""
    slots = {} if slots is None else slots
    if pair == len(problem.pairs):
        yield dict(slots)
        return
    yield from timetables(problem, pair + 1, slots)
    for slot in bits(problem.allowed[pair]):
        slots[pair] = slot
        if sound(problem, slots):
            yield from timetables(problem, pair + 1, slots)
        del slots[pair]


def sound(problem: Problem, slots: Timetable) -> bool:
    """Is nobody in two places, no supply overdrawn, no cap exceeded?"""
    busy = Counter((end, slot) for pair, slot in slots.items() for end in problem.ends[pair])
    used = Counter((supply, slot) for pair, slot in slots.items() for supply in problem.uses[pair])
    session = {slot: at for at, some in enumerate(problem.sessions) for slot in bits(some)}
    in_session = Counter((end, session[slot]) for end, slot in busy)
    return (
        max(busy.values(), default=0) <= 1 and counts_hold(problem, slots)
        and all(n <= problem.supply[supply][slot] for (supply, slot), n in used.items())
        and all(n <= problem.session_caps[end] for (end, _), n in in_session.items()))


def counts_hold(problem: Problem, pairs: Iterable[int]) -> bool:
    """Do pairs keep to caps, shared caps and once for two organisations, whenever they meet?"""
    chosen = list(pairs)
    count = Counter(end for pair in chosen for end in problem.ends[pair])
    once = Counter(problem.once[pair] for pair in chosen)
    return (
        all(n <= problem.caps[end] for end, n in count.items())
        and max(once.values(), default=0) <= 1
        and all(sum(count[end] for end in team) <= most for team, most in problem.teams))


def smallest(event: Event) -> int:
    """How many locks and floors are in a smallest set that cannot hold together; 0 for none."""
    problem = every(event)
    members: list[Lock | Participant] = [
        *event.locks, *(p for p in event.participants if p.floor > 0)]
    found = list(timetables(problem))
    for size in range(1, len(members) + 1):
        for some in combinations(members, size):
            if not any(meets(problem, slots, some) for slots in found):
                return size
    return 0


def meets(problem: Problem, slots: Timetable, members: Sequence[Lock | Participant]) -> bool:
    """Do these locks and floors hold in a timetable?"""
    at = {problem.pairs[pair].keys: (pair, slot) for pair, slot in slots.items()}
    seats: dict[tuple[int, int], int] = {}
    for member in members:
        if isinstance(member, Participant):
            if sum(member.key in keys for keys in at) < member.floor:
                return False
            continue
        pair, slot = at.get(member.pair, (-1, -1))
        if pair < 0 or member.slot not in (None, slot):
            return False
        if member.table is not None and TABLES in problem.uses[pair]:
            seat = (slot, member.table)
            if seat in problem.event.hall.closed or seats.setdefault(seat, pair) != pair:
                return False
    return True
