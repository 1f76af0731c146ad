"""An event in numbers, as choosing, placing and re-planning see it.

Participants and pairs are positions, sets of slots are bit masks (bit 0 is the first slot). All
that an event demands stands here once; what is not here no solver can break.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.events.allowed import Allowed, understand
from graph.events.model import Event
from graph.events.results import PairPart, PairScore

TABLES = 0
"""The first of the supplies: the hall's tables."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Who may meet whom in which slots, and every limit on how often."""

    event: Event
    pairs: tuple[PairScore, ...]
    """That can meet and are worth it or locked; best first."""
    ends: tuple[tuple[int, int], ...]
    """The two participants of each pair."""
    allowed: tuple[int, ...]
    """Slots in which each pair can meet; of one locked to a slot, that slot."""
    free: tuple[int, ...]
    """Slots in which each participant is there."""
    caps: tuple[int, ...]
    """Meetings of each participant at most, by its own cap, presence and session caps; never fewer
    than its locks, which hold whatever else. So are session caps and those of teams."""
    session_caps: tuple[int, ...]
    sessions: tuple[int, ...]
    """The slots of each session."""
    floors: tuple[int, ...]
    """Meetings that each wishes at least; soft."""
    once: tuple[int, ...]
    """Of pairs with the same number, the pair of two organisations, only one may meet."""
    uses: tuple[tuple[int, ...], ...]
    """The supplies that each pair needs one of while it meets."""
    supply: tuple[tuple[int, ...], ...]
    """How many there are of each supply in each slot; the first are the tables."""
    teams: tuple[tuple[tuple[int, ...], int], ...]
    """Participants that share their meetings, and how many these are at most."""
    fixed: dict[int, tuple[int | None, int | None]]
    """Pairs that must meet: slot and table where these are locked."""

    @property
    def slots(self) -> int:
        """How many."""
        return len(self.event.hall.slots)

    @classmethod
    def of(cls, event: Event, scored: Iterable[PairScore]) -> Problem:
        """From an event and its scored pairs; locked pairs that nobody scored come in at 0."""
        allowed = Allowed(event)
        locks = {lock.pair: (lock.slot, lock.table) for lock in event.locks}
        known = {pair.keys: pair for pair in scored}
        for keys in locks:
            known.setdefault(keys, PairScore(*keys, 0.0, (PairPart("agreed", 0.0, "agreed"),)))
        pairs = sorted(
            (pair for keys, pair in known.items()
             if keys in locks or pair.value > 0 and allowed.hindrance(*keys) is None),
            key=best_first)
        row = {p.key: i for i, p in enumerate(event.participants)}
        slots = len(event.hall.slots)
        sessions = _sessions(event)
        free = [mask(p.free(slots)) for p in event.participants]
        locked = Counter(key for pair in locks for key in pair)
        agreed = [locked[p.key] for p in event.participants]
        placed = _locked_slots(event)
        most = [_session_cap(event, i, sessions, agreed[i], placed.get(p.key, 0))
                for i, p in enumerate(event.participants)]
        rules = event.rules
        return cls(
            event, tuple(pairs),
            tuple((row[pair.first], row[pair.second]) for pair in pairs),
            tuple(_slots(allowed, pair, locks.get(pair.keys, (None, None))[0]) for pair in pairs),
            tuple(free),
            tuple(max(agreed[i], min(p.cap, sum(min(most[i], (free[i] & s).bit_count())
                                                for s in sessions)))
                  for i, p in enumerate(event.participants)),
            tuple(most), sessions,
            tuple(max(p.floor, rules.floor) for p in event.participants),
            _once(event, pairs),
            tuple(supplies(allowed, pair) for pair in pairs),
            (tuple(len(event.hall.tables_in(slot)) for slot in range(slots)),
             *(tuple(i.number * (i.slots is None or slot in i.slots) for slot in range(slots))
               for i in rules.interpreters)),
            _teams(event, agreed),
            {at: locks[pair.keys] for at, pair in enumerate(pairs) if pair.keys in locks},
        )


def best_first(pair: PairScore) -> tuple[float, str, str]:
    """The order in which pairs are looked at: by value, ties by key."""
    return (-pair.value, pair.first, pair.second)


def mask(slots: Iterable[int]) -> int:
    """Slots as a bit mask."""
    return sum(1 << slot for slot in slots)


def bits(slots: int) -> Iterator[int]:
    """The slots of a bit mask, from the first."""
    while slots:
        low = slots & -slots
        yield low.bit_length() - 1
        slots ^= low


def _sessions(event: Event) -> tuple[int, ...]:
    found: dict[int, int] = {}
    for at, slot in enumerate(event.hall.slots):
        found[slot.session] = found.get(slot.session, 0) | 1 << at
    return tuple(found.values())


def _locked_slots(event: Event) -> dict[str, int]:
    """The slots to which each participant's meetings are locked."""
    found: dict[str, int] = {}
    for lock in event.locks:
        if lock.slot is not None:
            for key in lock.pair:
                found[key] = found.get(key, 0) | 1 << lock.slot
    return found


def _session_cap(
    event: Event, at: int, sessions: Sequence[int], agreed: int, locked: int
) -> int:
    """Its own or the event's, or more where its locks need more: in one session, or in all."""
    person = event.participants[at]
    slots = len(event.hall.slots)
    stated = [cap for cap in (person.session_cap, event.rules.session_cap) if cap is not None]
    free = mask(person.free(slots))
    most = max(min(stated, default=slots), *((locked & s).bit_count() for s in sessions), 0)
    while most < slots and sum(min(most, (free & s).bit_count()) for s in sessions) < agreed:
        most += 1
    return most


def _slots(allowed: Allowed, pair: PairScore, locked: int | None) -> int:
    return mask(allowed.slots(*pair.keys)) if locked is None else 1 << locked


def _once(event: Event, pairs: Sequence[PairScore]) -> tuple[int, ...]:
    if event.rules.again:
        return tuple(range(len(pairs)))
    body = {p.key: p.body for p in event.participants}
    numbers: dict[frozenset[str], int] = {}
    return tuple(
        numbers.setdefault(frozenset((body[pair.first], body[pair.second])), len(numbers))
        for pair in pairs)


def supplies(allowed: Allowed, pair: PairScore) -> tuple[int, ...]:
    """The supplies that a pair needs one of while it meets: a table, an interpreter."""
    one, other = (allowed.by_key[key] for key in pair.keys)
    needed = [] if one.booth or other.booth or one.remote or other.remote else [TABLES]
    if not understand(one, other) and (number := allowed.interpreter(one, other)) is not None:
        needed.append(number + 1)
    return tuple(needed)


def _teams(event: Event, agreed: Sequence[int]) -> tuple[tuple[tuple[int, ...], int], ...]:
    sharing: dict[str, list[int]] = {}
    for at, p in enumerate(event.participants):
        if p.shared:
            sharing.setdefault(p.body, []).append(at)
    return tuple(
        (tuple(members), max(max(event.participants[at].cap for at in members),
                             sum(agreed[at] for at in members)))
        for members in sharing.values() if len(members) > 1)
