"""Before planning: what is wrong with an event, by name, and the event without it.

Nothing here stops a plan. What cannot be meant is dropped or cut to what is possible, what is
merely odd is kept, and either is told in a sentence that names the participants and what would be
right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from graph.events.allowed import Allowed
from graph.events.conflict import hindered, name, without_conflicts
from graph.events.model import Ask, Event, Interpreters, Lock, Participant, Wish

_STRENGTH: Mapping[Ask, int] = {"veto": 3, "must": 2, "want": 1, "rather not": 0}


def check(event: Event, *, time_limit: float = 5.0) -> tuple[Event, list[str]]:
    """The event as it can be planned, and every problem in words.

    An event in which nothing had to be changed comes back as it is. A second look at the event
    that comes back changes nothing more. Of locks and floors that cannot hold together a smallest
    set is named (`graph.events.conflict`, which ``time_limit`` in seconds is for).
    """
    said: list[str] = []
    checked, same = _participants(event, said)
    checked = _numbers(checked, said)
    checked = _wishes(checked, same, said)
    checked = _locks(checked, same, said)
    checked = _interpreters(checked, said)
    _hall(checked, said)
    _kinds(checked, said)
    checked, more = without_conflicts(checked, time_limit=time_limit)
    said += more
    return (event if checked == event else checked), said


def _participants(event: Event, said: list[str]) -> tuple[Event, dict[str, str]]:
    """Each participant once; and under which key one that stood twice is kept."""
    kept: dict[str, Participant] = {}
    persons: dict[tuple[str, ...], str] = {}
    same: dict[str, str] = {}
    for p in event.participants:
        person = " ".join(p.person.casefold().split())
        who = (p.body, person, "" if person else p.contact.casefold())
        if p.key in kept:
            said.append(f"two participants have the key {p.key!r}: {kept[p.key].organisation} and "
                        f"{p.organisation}; the second is left out, give it a key of its own")
        elif who in persons:
            same[p.key] = persons[who]
            said.append(f"{p.organisation}{f' ({p.person})' * bool(p.person)} stands twice, as "
                        f"{persons[who]!r} and {p.key!r}; the second is left out")
        else:
            kept[p.key] = p
            persons[who] = p.key
    if not kept:
        said.append("the event has no participant; a list of at least two is needed")
    return replace(event, participants=tuple(kept.values())), same


def _numbers(event: Event, said: list[str]) -> Event:
    """Availability, caps and floors within what the hall has."""
    slots = len(event.hall.slots)
    names = event.names
    people = tuple(_person(p, names[p.key], slots, said) for p in event.participants)
    rules = event.rules
    if rules.session_cap is not None and rules.session_cap < 1:
        said.append(f"a session cap of {rules.session_cap} for all lets nobody meet; left out, "
                    "write 1 or more")
        rules = replace(rules, session_cap=None)
    if not 0 <= rules.floor <= slots:
        said.append(f"a floor of {rules.floor} for all, and the event has {_count(slots, 'slot')}; "
                    f"taken as {min(max(rules.floor, 0), slots)}")
        rules = replace(rules, floor=min(max(rules.floor, 0), slots))
    return replace(event, participants=people, rules=rules)


def _person(p: Participant, name: str, slots: int, said: list[str]) -> Participant:
    if p.available is not None and (outside := sorted(p.available - set(range(slots)))):
        inside = p.available & set(range(slots))
        written = ", ".join(str(slot + 1) for slot in outside)
        said.append(f"{name} is there in slots that the event has not ({written}; it has 1 to "
                    f"{slots}); " + ("these are left out" if inside else "it is never there"))
        p = replace(p, available=inside)
    if p.cap < 1:
        said.append(f"{name} takes {p.cap} meetings, that is none; write 1 or more")
        p = replace(p, cap=0)
    if p.session_cap is not None and p.session_cap < 1:
        said.append(f"{name} takes {p.session_cap} meetings in a session, that is none; write 1 or "
                    "more")
        p = replace(p, session_cap=0)
    there = len(p.free(slots))
    if p.floor < 0:
        said.append(f"{name} wishes at least {p.floor} meetings; taken as 0")
        p = replace(p, floor=0)
    if p.floor > min(p.cap, there):
        said.append(f"{name} wishes at least {_count(p.floor, 'meeting')}, takes at most {p.cap} "
                    f"and is there in {_count(there, 'slot')}; taken as {min(p.cap, there)}")
        p = replace(p, floor=min(p.cap, there))
    return p


def _wishes(event: Event, same: Mapping[str, str], said: list[str]) -> Event:
    """Each wish once, about another participant that it could meet."""
    by_key, names = event.by_key, event.names
    kept: dict[tuple[str, str], Wish] = {}
    for wish in event.wishes:
        by, about = (same.get(key, key) for key in (wish.by, wish.about))
        if wrong := _no_two(by, about, by_key, names):
            said.append(f"a request ({wish.ask}) of {names.get(by, repr(by))} about "
                        f"{names.get(about, repr(about))} is left out: {wrong}")
            continue
        if (by, about) != (wish.by, wish.about):
            wish = replace(wish, by=by, about=about)
        other = kept.setdefault((by, about), wish)
        if other is not wish:
            best = max(other, wish, key=lambda w: _STRENGTH[w.ask])
            kept[by, about] = best
            asks = wish.ask if other.ask == wish.ask else f"{other.ask} and {wish.ask}"
            said.append(f"{names[by]} asks twice about {names[about]} ({asks}); "
                        f"{best.ask!r} is kept")
    return replace(event, wishes=tuple(kept.values()))


def _locks(event: Event, same: Mapping[str, str], said: list[str]) -> Event:
    """Each lock once, of two who can meet, in a slot and at a table that there are."""
    allowed, names = Allowed(event), event.names
    kept: list[Lock] = []
    for lock in event.locks:
        if same.keys() & set(lock.pair):
            lock = replace(lock, first=same.get(lock.first, lock.first),
                           second=same.get(lock.second, lock.second))
        words = name(event, lock)
        wrong = _no_two(*lock.pair, allowed.by_key, names) or hindered(event, lock, allowed)
        if wrong:
            said.append(f"{words} is left out: {wrong}")
            continue
        other = next((o for o in kept if o.pair == lock.pair and _agree(o, lock)), None)
        if other is None:
            kept.append(lock)
            continue
        kept[kept.index(other)] = replace(
            other, slot=lock.slot if other.slot is None else other.slot,
            table=lock.table if other.table is None else other.table)
        said.append(f"{words} stands twice; it is held once")
    for p in event.participants:
        agreed = len({lock.pair for lock in kept if p.key in lock.pair})
        if agreed > p.cap:
            said.append(f"{names[p.key]} takes at most {_count(p.cap, 'meeting')}, and "
                        f"{agreed} are agreed or locked; all of these are held")
    return replace(event, locks=tuple(kept))


def _agree(one: Lock, other: Lock) -> bool:
    """Can two locks of one pair be the same meeting?"""
    return all(a is None or b is None or a == b
               for a, b in ((one.slot, other.slot), (one.table, other.table)))


def _no_two(
    first: str, second: str, by_key: Mapping[str, Participant], names: Mapping[str, str]
) -> str:
    """Why these keys are not two who could ask for each other."""
    for key in (first, second):
        if key not in by_key:
            return f"no participant is called {key!r}"
    if first == second:
        return "it is about itself"
    if by_key[first].body == by_key[second].body:
        return f"both are of {by_key[first].organisation}, whose delegates do not meet each other"
    return ""


def _interpreters(event: Event, said: list[str]) -> Event:
    """Interpreters between two languages that somebody needs, in slots that there are."""
    slots = frozenset(range(len(event.hall.slots)))
    spoken = {language for p in event.participants for language in p.languages}
    kept: list[Interpreters] = []
    for found in event.rules.interpreters:
        one, other = found.languages
        words = f"interpreters between {one or '?'} and {other or '?'}"
        if one == other or not one or not other or found.number < 1:
            said.append(f"{words}, {found.number} of them, are left out: two languages and a "
                        "number from 1 are needed")
            continue
        if found.slots is not None and not found.slots <= slots:
            said.append(f"{words} are there in slots that the event has not; these are left out")
            found = replace(found, slots=found.slots & slots)
        kept.append(found)
        if unknown := [code for code in (one, other) if code not in spoken]:
            said.append(f"{words}: no participant speaks {' or '.join(unknown)}; write codes such "
                        "as zh, en, in the list as here")
    return replace(event, rules=replace(
        event.rules, interpreters=tuple(kept)))


def _hall(event: Event, said: list[str]) -> None:
    """Are there slots, tables, and enough of them for the floors?"""
    hall = event.hall
    people = event.participants
    if not hall.slots:
        said.append("the event has no slot, so nobody can meet; give it a session")
    elif not any(hall.tables_in(slot) for slot in range(len(hall.slots))):
        apart = any(p.booth or p.remote for p in people)
        said.append("the event has no table; " + (
            "only meetings at booths and on line can be held" if apart
            else "nobody has a booth or is on line, so nobody can meet") + "; give it 1 or more")
    asked = sum(max(p.floor, event.rules.floor) for p in people)
    if hall.capacity > 0 and asked > 2 * hall.capacity and not any(
            p.booth or p.remote for p in people):
        said.append(f"the floors of all together ask for {asked} places at tables, and there are "
                    f"{2 * hall.capacity} in all slots; some will fall short")


def _kinds(event: Event, said: list[str]) -> None:
    """Does the table of kinds speak of kinds that there are?"""
    known = {p.kind.casefold() for p in event.participants} - {""}
    named = {kind for pair in event.rules.may_meet or () for kind in pair} - {""}
    if event.participants and (unknown := sorted(named - known)):
        said.append(f"who may meet whom speaks of {', '.join(map(repr, unknown))}, and no "
                    "participant is one; " + (
                        f"there are {', '.join(map(repr, sorted(known)))}" if known
                        else "none states its kind"))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
