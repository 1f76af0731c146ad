"""Every rule of an event held against a plan, from the event alone: shares no code with planning.

``broken(plan)`` gives each rule that the plan breaks, in words; a sound plan gives none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from graph.events import Event, Interpreters, Meeting, Participant, Plan


def broken(plan: Plan) -> list[str]:
    """What is wrong with a plan; locks that are not held are another question (`unheld`)."""
    return [*broken_meetings(plan.event, plan.meetings), *_proof(plan)]


def broken_meetings(event: Event, meetings: tuple[Meeting, ...]) -> list[str]:
    """What is wrong with meetings."""
    return [*_times(event, meetings), *_caps(event, meetings), *_bodies(event, meetings),
            *_who(event, meetings), *_tables(event, meetings), *_interpreters(event, meetings)]


def unheld(plan: Plan) -> list[str]:
    """Locks of the event that the plan does not hold, in their slot and at their table."""
    held = {frozenset(m.pair.keys): m for m in plan.meetings}
    found = []
    for lock in plan.event.locks:
        meeting = held.get(frozenset((lock.first, lock.second)))
        if meeting is None:
            found.append(f"{lock} is not held")
        elif lock.slot not in (None, meeting.slot):
            found.append(f"{lock} is held in slot {meeting.slot}")
        elif (lock.table not in (None, meeting.table)
              and not away(plan.event, meeting)):
            found.append(f"{lock} is held at table {meeting.table}")
    return found


def away(event: Event, meeting: Meeting) -> bool:
    """Is it held at a booth or on line?"""
    return any(p.booth or p.remote for p in _two(event, meeting))


def _two(event: Event, meeting: Meeting) -> list[Participant]:
    return [p for p in event.participants if p.key in meeting.pair.keys]


def _times(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[str]:
    """Nobody in two places, nobody while away, no slot that there is not."""
    at = Counter((key, m.slot) for m in meetings for key in m.pair.keys)
    for (key, slot), times in at.items():
        participant = next(p for p in event.participants if p.key == key)
        if times > 1:
            yield f"{key} is in {times} places in slot {slot}"
        if not 0 <= slot < len(event.hall.slots):
            yield f"{key} meets in slot {slot}, which is none"
        if participant.available is not None and slot not in participant.available:
            yield f"{key} meets in slot {slot}, in which it is absent"
    for lock, times in Counter(frozenset(m.pair.keys) for m in meetings).items():
        if times > 1:
            yield f"{sorted(lock)} meet {times} times"


def _caps(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[str]:
    """Caps, session caps and shared caps, each at least as high as the locks are many."""
    locks = Counter(key for lock in event.locks for key in (lock.first, lock.second))
    agenda = defaultdict(list)
    for m in meetings:
        for key in m.pair.keys:
            agenda[key].append(m)
    teams = defaultdict(list)
    for p in event.participants:
        if p.shared:
            teams[p.body].append(p)
        if len(agenda[p.key]) > max(p.cap, locks[p.key]):
            yield f"{p.key} has {len(agenda[p.key])} meetings, more than {p.cap}"
        sessions = Counter(event.hall.slots[m.slot].session for m in agenda[p.key])
        for most in (p.session_cap, event.rules.session_cap):
            for session, number in sessions.items():
                if most is not None and number > max(most, locks[p.key]):
                    yield f"{p.key} has {number} meetings in session {session}"
    for body, members in teams.items():
        number = sum(len(agenda[p.key]) for p in members)
        most = max(max(p.cap for p in members), sum(locks[p.key] for p in members))
        if len(members) > 1 and number > most:
            yield f"the delegates of {body} have {number} meetings in all"


def _bodies(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[str]:
    """Two organisations at most once."""
    met = Counter(frozenset(p.body for p in _two(event, m)) for m in meetings)
    for bodies, times in met.items():
        if times > 1 and not event.rules.again:
            yield f"{sorted(bodies)} meet {times} times"


def _who(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[str]:
    """Vetoes, own organisation and group, the table of kinds."""
    vetoes = {frozenset((w.by, w.about)) for w in event.wishes if w.ask == "veto"}
    for m in meetings:
        if frozenset(m.pair.keys) in vetoes:
            yield f"{m.pair.keys} meet against a veto"
        one, other = _two(event, m)
        if one.body == other.body or (one.group and one.group == other.group):
            yield f"{m.pair.keys} are of one organisation or group"
        kinds = tuple(sorted((one.kind.casefold(), other.kind.casefold())))
        if event.rules.may_meet is not None and kinds not in event.rules.may_meet:
            yield f"{m.pair.keys} may not meet as {kinds}"


def _tables(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[str]:
    """A table for each meeting that needs one, there and not closed; one meeting at each."""
    for m in meetings:
        if (m.table is None) != away(event, m):
            yield f"{m.pair.keys} have table {m.table}"
        if m.table is not None and not 0 <= m.table < event.hall.tables:
            yield f"there is no table {m.table}"
        if (m.slot, m.table) in event.hall.closed:
            yield f"table {m.table} is closed in slot {m.slot}"
    for (slot, table), number in Counter((m.slot, m.table) for m in meetings).items():
        if table is not None and number > 1:
            yield f"{number} meetings at table {table} in slot {slot}"


def _interpreters(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[str]:
    """In each slot, an interpreter of its own for each meeting without a common language."""
    for slot in range(len(event.hall.slots)):
        needing = []
        for m in meetings:
            one, other = _two(event, m)
            if (m.slot == slot and one.languages and other.languages
                    and not one.languages & other.languages):
                needing.append([at for at, rule in enumerate(event.rules.interpreters)
                                if _speaks(rule, one, other, slot)])
        # Hall's condition: any set of interpreters serves at least the meetings it alone can
        for number in range(len(event.rules.interpreters) + 1):
            for some in combinations(range(len(event.rules.interpreters)), number):
                only = sum(set(can) <= set(some) for can in needing)
                if only > sum(event.rules.interpreters[at].number for at in some):
                    yield f"{only} meetings in slot {slot} lack an interpreter"


def _speaks(rule: Interpreters, one: Participant, other: Participant, slot: int) -> bool:
    a, b = rule.languages
    return (rule.slots is None or slot in rule.slots) and (
        a in one.languages and b in other.languages
        or b in one.languages and a in other.languages)


def _proof(plan: Plan) -> Iterator[str]:
    """The bound, the values, the order."""
    if plan.value > plan.bound + 1e-9:
        yield f"the bound {plan.bound} is below the value {plan.value}"
    scored = {pair.keys: pair for pair in plan.pairs}
    locked = {frozenset((lock.first, lock.second)) for lock in plan.event.locks}
    for m in plan.meetings:
        if scored.get(m.pair.keys) != m.pair and frozenset(m.pair.keys) not in locked:
            yield f"{m.pair.keys} meet, but nobody scored them so"
    order = [(m.slot, m.table is None, m.table or 0) for m in plan.meetings]
    if order != sorted(order):
        yield "the meetings are not in order"
