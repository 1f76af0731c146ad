"""Locks, agreed meetings and floors that cannot hold together: one smallest set of them, by name.

A smallest set is found by implicit hitting sets (Ignatiev, Previti, Liffiton & Marques-Silva 2015,
"Smallest MUS extraction with minimal hitting set dualization", CP 2015, 173-182): whatever can
hold together leaves out at least one of each conflicting set; a smallest selection that hits all
that was ever left out is tried, and is the answer as soon as it cannot hold by itself. What can
hold together says an integer program with a variable for each meeting in each slot
(`graph.events.feasible`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from graph.events.allowed import Allowed
from graph.events.feasible import Feasible, Member, OutOfTime, crowded, holds
from graph.events.model import Event, Lock, Participant
from graph.events.problem import TABLES, supplies
from graph.events.results import PairScore


def smallest_conflict(event: Event, *, time_limit: float = 5.0) -> tuple[str, ...]:
    """The names of a smallest set of locks and participants' own floors that cannot hold together,
    in the order of the event; empty when all can.

    Past the time limit (seconds) it is a set of which none can be left out, found by leaving out
    one after the other (or one of floors that ask for more than the tables hold); and none at all
    if there was not even time to see that there is one.
    Floors of participants with many counterparts are left out where the program would grow too
    large (`graph.events.feasible`).
    """
    return tuple(name(event, member) for member in find(event, time_limit=time_limit))


def without_conflicts(event: Event, *, time_limit: float = 5.0) -> tuple[Event, list[str]]:
    """The event without the locks that cannot hold, and what was found, in words.

    Of each smallest conflicting set the one that comes last (a floor before any lock) gives way,
    until the rest holds together. A floor that gives way stays in the event: it is a wish, and
    the choice falls as little short of it as it can. After the time limit (seconds) no more
    floors are looked at.
    """
    end = time.perf_counter() + time_limit
    said: list[str] = []
    rest = event
    while members := find(rest, time_limit=max(time_limit / 2, end - time.perf_counter())):
        said.append(_told(rest, members))
        rest = _without(rest, members[-1])
        if time.perf_counter() > end:
            rest = replace(rest, participants=tuple(
                replace(p, floor=0) for p in rest.participants))
    return (event if rest.locks == event.locks else replace(event, locks=rest.locks)), said


def find(event: Event, *, time_limit: float) -> list[Member]:
    """A smallest set as members, in the order of the event."""
    allowed = Allowed(event)
    for lock in event.locks:
        if hindered(event, lock, allowed):
            return [lock]
    if not event.locks and not any(p.floor > 0 for p in event.participants):
        return []
    if holds(event):
        return []
    end = time.perf_counter() + time_limit
    feasible = Feasible(event)
    found = _by_hitting_sets(feasible, end)
    if not found and (many := crowded(event)):
        return [*many]
    if found is None:
        found = _irreducible(feasible, end + time_limit)
    return [feasible.members[at] for at in sorted(found)]


def hindered(event: Event, lock: Lock, allowed: Allowed | None = None) -> str:
    """Why a lock can by itself not hold, in words; empty if it can. ``allowed`` of the event saves
    time with many locks."""
    allowed = allowed or Allowed(event)
    for key in lock.pair:
        if key not in allowed.by_key:
            return f"nobody is called {key!r}"
    if lock.first == lock.second:
        return "nobody meets itself"
    hall = event.hall
    if lock.slot is not None and not 0 <= lock.slot < len(hall.slots):
        return f"there is no slot {lock.slot + 1}, only 1 to {len(hall.slots)}"
    if lock.table is not None and not 0 <= lock.table < hall.tables:
        return f"there is no table {lock.table + 1}, only 1 to {hall.tables}"
    if why := allowed.hindrance(lock.first, lock.second):
        one, other = (event.names[key] for key in (lock.first, lock.second))
        return {
            "vetoed": "one of them has vetoed the other",
            "may not meet": "participants of one organisation, of one group or of these kinds "
                            "do not meet",
            "absent": f"{one} is never there",
            "counterpart absent": f"{other} is never there",
            "no common slot": "they are never there at the same time",
            "no common language": "they have no common language, and no interpreter speaks both",
        }.get(why, "no interpreter is there when both are")
    slots = allowed.slots(lock.first, lock.second)
    if lock.slot is not None and lock.slot not in slots:
        for key in (lock.first, lock.second):
            if lock.slot not in allowed.by_key[key].free(len(hall.slots)):
                return f"{event.names[key]} is not there in slot {lock.slot + 1}"
        return f"no interpreter is there in slot {lock.slot + 1}"
    return "" if _served(event, lock, allowed, slots) else "no table is to be had then"


def name(event: Event, member: Member) -> str:
    """A lock or a participant's floor in words."""
    names = event.names
    if isinstance(member, Participant):
        there = len(member.free(len(event.hall.slots)))
        return (f"the floor of {member.floor} meeting{'s' * (member.floor != 1)} of "
                f"{names[member.key]} (who is there in {there} slot{'s' * (there != 1)})")
    both = " and ".join(names.get(key, repr(key)) for key in (member.first, member.second))
    table = "" if member.table is None else f" at table {member.table + 1}"
    if member.slot is None:
        return f"the agreed meeting of {both}{table}"
    return f"the lock of {both} in slot {member.slot + 1}{table}"


def _served(event: Event, lock: Lock, allowed: Allowed, slots: frozenset[int]) -> bool:
    """Is there a slot of these (the lock's own, if it has one) with a table for a lock?"""
    if TABLES not in supplies(allowed, PairScore(*lock.pair, 0.0)):
        return True
    for slot in slots if lock.slot is None else (lock.slot,):
        tables = event.hall.tables_in(slot)
        if lock.table in tables or (lock.table is None and tables):
            return True
    return False


def _told(event: Event, members: Sequence[Member]) -> str:
    last = members[-1]
    gives_way = "is left out" if isinstance(last, Lock) else "falls short"
    if len(members) > 1:
        *most, end = (name(event, member) for member in members)
        return f"{', '.join(most)} and {end} cannot hold together; the last {gives_way}"
    why = hindered(event, last) if isinstance(last, Lock) else ""
    return f"{name(event, last)} cannot hold{': ' * bool(why)}{why}; it {gives_way}"


def _without(event: Event, member: Member) -> Event:
    """The event without a lock or a floor."""
    if isinstance(member, Lock):
        return replace(event, locks=tuple(lock for lock in event.locks if lock is not member))
    return replace(event, participants=tuple(
        replace(p, floor=0) if p.key == member.key else p for p in event.participants))


def _by_hitting_sets(feasible: Feasible, end: float) -> set[int] | None:
    """A smallest set of members that cannot hold together (empty if there is none), or None past
    the time."""
    out: list[tuple[int, ...]] = []
    try:
        while (left := end - time.perf_counter()) > 0:
            tried = _hitting(out)
            gone = feasible.left_out(tried, left)
            if gone is None:  # the tried ones cannot hold by themselves
                return set(tried)
            if not gone:
                return set()
            out.append(gone)
    except OutOfTime:
        pass
    return None


def _hitting(sets: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """A smallest selection that has something of each of the sets."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not sets:
        return ()
    known = sorted({at for one in sets for at in one})
    matrix = np.array([[float(at in one) for at in known] for one in map(set, sets)])
    found = milp(np.ones(len(known)), constraints=LinearConstraint(matrix, lb=1),
                 bounds=Bounds(0, 1), integrality=1)
    return tuple(at for at, x in zip(known, found.x, strict=True) if x > 0.5)


def _irreducible(feasible: Feasible, end: float) -> set[int]:
    """A set of members that cannot hold together, but without any one of them could, as far as
    time allows; empty when nothing is known to conflict."""
    members = list(range(len(feasible.members)))

    def possible(some: list[int]) -> bool | None:
        try:
            return feasible.possible(some, end - time.perf_counter())
        except OutOfTime:
            return None

    if possible(members) is not False:
        return set()
    for member in tuple(members[::-1]):
        rest = [other for other in members if other != member]
        if possible(rest) is False:
            members = rest
    return set(members)
