"""From scored pairs to a plan: choose, place, explain."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import InvalidRequest
from graph.events.choose import caps_of, choose
from graph.events.explain import unmet
from graph.events.model import Hall, PairScore, Participant, Plan
from graph.events.place import place

PROPOSED = 8
"""Counterparts proposed to each participant."""


def propose(
    participants: Sequence[Participant], pairs: Sequence[PairScore], *, limit: int = PROPOSED
) -> dict[str, tuple[PairScore, ...]]:
    """Each participant's best counterparts, best first: the candidate pairings."""
    found: dict[str, list[PairScore]] = {p.key: [] for p in participants}
    for pair in sorted(pairs, key=lambda p: (-p.value, p.first, p.second)):
        for key in (pair.first, pair.second):
            if len(found[key]) < limit:
                found[key].append(pair)
    return {key: tuple(best) for key, best in found.items()}


def plan(
    participants: Sequence[Participant], pairs: Sequence[PairScore], hall: Hall, *,
    time_limit: float = 10.0, notes: Sequence[str] = (),
) -> Plan:
    """A timetable of the greatest total score, or near it, with its bound and its reasons.

    Deterministic unless the time limit (seconds) cuts the solver short, which a note says. Raises
    `InvalidRequest` when two participants have one key, or when a pair stands twice, is of one
    participant with itself or names somebody who is none.
    """
    _check(participants, pairs)
    choice = choose(participants, pairs, hall, time_limit=time_limit)
    caps = caps_of(participants, hall)
    chosen = {(p.first, p.second) for p in choice.pairs}
    rest = [p for p in pairs if (p.first, p.second) not in chosen]
    meetings = place(participants, choice.pairs, rest, hall, caps)
    proposals = propose(participants, pairs)
    said = list(notes)
    if not choice.exact:
        said.append(f"the choice of pairs was cut short after {time_limit:.0f} s")
    return Plan(
        hall, tuple(participants), tuple(meetings), proposals,
        tuple(unmet(participants, proposals, meetings, hall, caps)), choice.bound, tuple(said),
        {p.key: p.organisation for p in participants},
    )


def _check(participants: Sequence[Participant], pairs: Sequence[PairScore]) -> None:
    keys = {p.key for p in participants}
    if len(keys) < len(participants):
        raise InvalidRequest("two participants have the same key")
    seen: set[frozenset[str]] = set()
    for pair in pairs:
        ends = frozenset((pair.first, pair.second))
        if strangers := ends - keys:
            raise InvalidRequest(f"the pair {pair.first} - {pair.second}: {min(strangers)} takes "
                                 "no part in the event")
        if len(ends) < 2:
            raise InvalidRequest(f"{pair.first} cannot meet itself")
        if ends in seen:
            raise InvalidRequest(f"the pair {pair.first} - {pair.second} stands twice")
        seen.add(ends)
