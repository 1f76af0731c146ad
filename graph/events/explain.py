"""Why somebody does not meet whom they should: a reason for everything the plan leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from graph.events.choose import common_slots
from graph.events.model import Hall, Meeting, PairScore, Participant, Unmet

_WORTH_SAYING = 3
"""Best counterparts of a participant whose absence from its agenda is explained."""


def unmet(
    participants: Sequence[Participant], proposals: Mapping[str, Sequence[PairScore]],
    meetings: Sequence[Meeting], hall: Hall, caps: Mapping[str, int],
) -> list[Unmet]:
    """Participants without any meeting, then good counterparts that are not met, each with why."""
    by_key = {p.key: p for p in participants}
    met = {(m.pair.first, m.pair.second) for m in meetings}
    count = Counter(key for pair in met for key in pair)
    full = len(meetings) >= hall.capacity
    found = []
    for participant in participants:
        pairs = proposals.get(participant.key, ())
        if not count[participant.key]:
            found.append(Unmet(participant.key, "", _why_none(participant, pairs, hall)))
        for pair in pairs[:_WORTH_SAYING]:
            if (pair.first, pair.second) not in met:
                other = by_key[pair.other(participant.key)]
                found.append(Unmet(participant.key, other.key,
                                   _why_not(participant, other, count, caps, hall, full)))
    return found


def _why_none(participant: Participant, pairs: Sequence[PairScore], hall: Hall) -> str:
    if not participant.free(len(hall.slots)):
        return "it is in no slot there"
    if participant.cap < 1:
        return "its own limit is no meeting"
    if not (participant.offers.strip() or participant.needs.strip()):
        return "it says neither what it offers nor what it needs"
    return "no counterpart fits" if not pairs else "its counterparts are full"


def _why_not(
    one: Participant, other: Participant, count: Counter[str], caps: Mapping[str, int],
    hall: Hall, full: bool,
) -> str:
    if not common_slots(one, other, hall):
        return "no slot in which both are there"
    if count[other.key] >= caps[other.key]:
        return "the counterpart's meetings are full"
    if count[one.key] >= caps[one.key]:
        return "its own meetings are full with better ones"
    return "all tables are taken" if full else "no free slot in common beside their other meetings"
