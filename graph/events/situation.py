"""What has happened since a plan was made, and the problem that is left: the past is fixed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from graph.errors import InvalidRequest
from graph.events.allowed import Allowed
from graph.events.model import Ask, Event, Lock, Participant, Wish
from graph.events.problem import Problem, best_first
from graph.events.results import Meeting, PairScore, Plan
from graph.events.wishes import with_wishes

Kind = Literal["absent", "late", "leaves", "table lost", "request", "back"]


@dataclass(frozen=True, slots=True)
class Disruption:
    """Something that a plan did not reckon with; slots and tables are counted from 0.

    ``absent``: a participant does not come, or from ``slot`` on no more. ``late``: it is there
    only from ``slot`` on. ``leaves``: it is gone from ``slot`` on. ``table lost``: from ``slot``
    on. ``back``: a participant, or a table, is there again from ``slot`` on until the end.
    ``request``: ``participant`` now asks (``ask``) about ``other``. Without a slot: from now on.
    """

    kind: Kind
    participant: str = ""
    other: str = ""
    slot: int | None = None
    table: int | None = None
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """An event as it now is, and its problem with all past meetings fixed."""

    event: Event
    """With who is still there, tables, requests and locks as they are now."""
    fixed: Event
    """The same with past meetings as locks, and nobody there in the past but for these: to plan
    it is to plan anew."""
    pairs: tuple[PairScore, ...]
    now: int
    """The first slot that is not past."""
    problem: Problem
    before: dict[int, Meeting]
    """The meetings of the plan that can be held still, in some slot, by position of the pair."""
    touched: frozenset[int]
    """Participants, as positions, who lost a meeting for good, are there in more slots than before
    or are concerned by a new request."""

    @property
    def past(self) -> int:
        """The past slots as a mask."""
        return (1 << self.now) - 1


def situation(plan: Plan, disruptions: Sequence[Disruption], now: int = 0) -> Situation:
    """What is left to plan after disruptions, slots before ``now`` being past.

    Locked meetings that cannot be held any more lose their lock, or its slot where only that is
    lost. Raises `InvalidRequest` for a participant, slot or table that there is not, one who is
    absent already, a request to oneself, about somebody met already, or a veto of a locked meeting.
    """
    _slot(plan, now, "now")
    event, asked = plan.event, set()
    for disruption in disruptions:
        event = _CHANGES[disruption.kind](plan, event, disruption, now)
        if disruption.kind == "request":
            one, other = sorted((disruption.participant, disruption.other))
            asked.add((one, other))
    held = [m for m in plan.meetings if m.slot < now]
    event = replace(event, locks=tuple(_locks(event, now, {m.pair.keys for m in held})))
    pairs = _scored(plan, event, asked)
    fixed = _past_fixed(event, held, now)
    problem = _coming(Problem.of(fixed, pairs), {m.pair.keys for m in held}, now)
    position = {pair.keys: at for at, pair in enumerate(problem.pairs)}
    before = {position[m.pair.keys]: m for m in plan.meetings if m.pair.keys in position}
    touched = {key for keys in asked for key in keys} | {
        key for m in plan.meetings if m.pair.keys not in position for key in m.pair.keys}
    slots = len(event.hall.slots)
    return Situation(event, fixed, pairs, now, problem, before, frozenset(
        at for at, (was, p) in enumerate(zip(plan.participants, event.participants, strict=True))
        if p.key in touched or p.free(slots) - was.free(slots)))


# --- what each kind changes ---------------------------------------------------------------------

def _absent(plan: Plan, event: Event, change: Disruption, now: int) -> Event:
    since = max(now, _slot(plan, change.slot, "absent", now))
    return _there(event, change, now, lambda slot: slot < since)


def _late(plan: Plan, event: Event, change: Disruption, now: int) -> Event:
    if change.slot is None:
        raise InvalidRequest(f"{change.participant} is late: say from which slot on it is there")
    since = _slot(plan, change.slot, "late")
    return _there(event, change, now, lambda slot: slot < now or slot >= since)


def _leaves(plan: Plan, event: Event, change: Disruption, now: int) -> Event:
    if change.slot is None:
        raise InvalidRequest(f"{change.participant} leaves: say from which slot on it is gone")
    return _absent(plan, event, change, now)


def _back(plan: Plan, event: Event, change: Disruption, now: int) -> Event:
    since = max(now, _slot(plan, change.slot, "back", now))
    if not change.participant:
        table = _table(event, change)
        again = {(slot, table) for slot in range(since, len(event.hall.slots))}
        return replace(event, hall=replace(event.hall, closed=event.hall.closed - again))
    one = _known(event, change.participant)
    every = range(len(event.hall.slots))
    return _with(event, one, one.free(len(every)) | frozenset(every[since:]))


def _table_lost(plan: Plan, event: Event, change: Disruption, now: int) -> Event:
    since = max(now, _slot(plan, change.slot, "table lost", now))
    return replace(event, hall=event.hall.without(
        _table(event, change), range(since, len(event.hall.slots))))


def _request(plan: Plan, event: Event, change: Disruption, now: int) -> Event:
    one, other = _known(event, change.participant), _known(event, change.other)
    if change.ask is None:
        raise InvalidRequest(f"{one.key} asks about {other.key}: say must, want, rather not or "
                             "veto")
    if one.key == other.key:
        raise InvalidRequest(f"{one.key} cannot ask to meet itself")
    keys = (min(one.key, other.key), max(one.key, other.key))
    if any(m.pair.keys == keys and m.slot < now for m in plan.meetings):
        raise InvalidRequest(f"{one.key} and {other.key} have met already")
    if change.ask == "veto" and any(lock.pair == keys for lock in event.locks):
        raise InvalidRequest(f"the meeting of {one.key} and {other.key} is locked; unlock it "
                             "before one of them vetoes the other")
    rest = (w for w in event.wishes if (w.by, w.about) != (one.key, other.key))
    return replace(event, wishes=(*rest, Wish(one.key, other.key, change.ask)))


_CHANGES: dict[Kind, Callable[[Plan, Event, Disruption, int], Event]] = {
    "absent": _absent, "late": _late, "leaves": _leaves, "back": _back,
    "table lost": _table_lost, "request": _request,
}


def _there(
    event: Event, change: Disruption, now: int, stays: Callable[[int], bool]
) -> Event:
    """A participant there in fewer of its slots."""
    one = _known(event, change.participant)
    free = one.free(len(event.hall.slots))
    if not any(slot >= now for slot in free):
        raise InvalidRequest(f"{one.key} is absent already, from slot {now + 1} on")
    return _with(event, one, frozenset(slot for slot in free if stays(slot)))


def _with(event: Event, one: Participant, available: frozenset[int]) -> Event:
    return replace(event, participants=tuple(
        replace(p, available=available) if p is one else p for p in event.participants))


def _known(event: Event, key: str) -> Participant:
    found = next((p for p in event.participants if p.key == key), None)
    if found is None:
        raise InvalidRequest(f"{key!r} takes no part in the event; give the key of a participant")
    return found


def _slot(plan: Plan, slot: int | None, what: str, default: int = 0) -> int:
    slots = len(plan.hall.slots)
    if slot is not None and not 0 <= slot < slots:
        raise InvalidRequest(f"{what}: there is no slot {slot + 1}, only 1 to {slots}")
    return default if slot is None else slot


def _table(event: Event, change: Disruption) -> int:
    if change.table is None:
        raise InvalidRequest(f"{change.kind}: say which table")
    if not 0 <= change.table < event.hall.tables:
        raise InvalidRequest(f"{change.kind}: there is no table {change.table + 1}, only 1 to "
                             f"{event.hall.tables}")
    return change.table


# --- what is left -------------------------------------------------------------------------------

def _locks(event: Event, now: int, held: set[tuple[str, str]]) -> list[Lock]:
    """The locks that can still hold, without the place that is lost."""
    allowed = Allowed(event)
    slots = range(now, len(event.hall.slots))
    found = []
    for lock in event.locks:
        if lock.pair not in held:
            coming = allowed.slots(*lock.pair).intersection(slots)
            if not coming:
                continue
            if lock.slot is not None and lock.slot not in coming:
                lock = replace(lock, slot=None, table=None)
            where = coming if lock.slot is None else {lock.slot}
            if all((slot, lock.table) in event.hall.closed for slot in where):
                lock = replace(lock, table=None)
        found.append(lock)
    return found


def _scored(plan: Plan, event: Event, asked: set[tuple[str, str]]) -> tuple[PairScore, ...]:
    """All pairs, those of new requests scored again; and those that meet without a score."""
    known = {m.pair.keys: m.pair for m in plan.meetings} | {p.keys: p for p in plan.pairs}
    if asked:
        about = tuple(w for w in event.wishes
                      if (min(w.by, w.about), max(w.by, w.about)) in asked)
        again = with_wishes(replace(event, wishes=about),
                            [pair for keys, pair in known.items() if keys in asked])
        for keys in asked:
            known.pop(keys, None)
        known |= {pair.keys: pair for pair in again}
    return tuple(sorted(known.values(), key=best_first))


def _past_fixed(event: Event, held: Sequence[Meeting], now: int) -> Event:
    """The event with what was held as locks, and nobody there in the past otherwise."""
    busy: dict[str, set[int]] = {p.key: set() for p in event.participants}
    for meeting in held:
        for key in meeting.pair.keys:
            busy[key].add(meeting.slot)
    past = frozenset(range(now))
    slots = len(event.hall.slots)
    over = {m.pair.keys for m in held}
    return replace(
        event,
        participants=tuple(replace(p, available=p.free(slots) - past | busy[p.key])
                           for p in event.participants) if now else event.participants,
        locks=(*(Lock(*m.pair.keys, m.slot, m.table) for m in held),
               *(lock for lock in event.locks if lock.pair not in over)),
    )


def _coming(problem: Problem, held: set[tuple[str, str]], now: int) -> Problem:
    """The problem with no past slot for a pair that did not meet in one."""
    past = (1 << now) - 1
    return replace(problem, allowed=tuple(
        slots if pair.keys in held else slots & ~past
        for pair, slots in zip(problem.pairs, problem.allowed, strict=True)))
