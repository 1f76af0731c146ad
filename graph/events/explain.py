"""Why somebody does not meet whom they should: a reason for everything the plan leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    held = _Held.of(meetings, hall, caps)
    found = []
    for participant in participants:
        missed = [pair for pair in proposals.get(participant.key, ())
                  if (pair.first, pair.second) not in met]
        reasons = [(other, held.why_not(participant, other)) for other in
                   (by_key[pair.other(participant.key)] for pair in missed)]
        if not held.busy.get(participant.key):
            found.append(Unmet(participant.key, "", _why_none(
                participant, [reason for _, reason in reasons], hall)))
        best = {pair.other(participant.key)
                for pair in proposals.get(participant.key, ())[:_WORTH_SAYING]}
        found += [Unmet(participant.key, other.key, reason)
                  for other, reason in reasons if other.key in best]
    return found


def _why_none(participant: Participant, reasons: Sequence[str], hall: Hall) -> str:
    if not participant.free(len(hall.slots)):
        return "it is absent in every slot"
    if participant.cap < 1:
        return "its own limit is no meeting"
    if not (participant.offers.strip() or participant.needs.strip()) and not reasons:
        return "it says neither what it offers nor what it needs"
    if not reasons:
        return "no counterpart fits"
    ((commonest, _),) = Counter(reasons).most_common(1)
    return commonest if len(set(reasons)) == 1 else f"mostly: {commonest}"


@dataclass(frozen=True, slots=True)
class _Held:
    """What the meetings leave free."""

    hall: Hall
    caps: Mapping[str, int]
    busy: dict[str, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, meetings: Sequence[Meeting], hall: Hall, caps: Mapping[str, int]) -> _Held:
        held = cls(hall, caps)
        for meeting in meetings:
            for key in (meeting.pair.first, meeting.pair.second):
                held.busy.setdefault(key, set()).add(meeting.slot)
        return held

    def why_not(self, one: Participant, other: Participant) -> str:
        """Why the two do not meet, as one of them asks."""
        slots = len(self.hall.slots)
        busy = {p.key: self.busy.get(p.key, set()) for p in (one, other)}
        if not one.free(slots):
            return "it is absent in every slot"
        if not other.free(slots):
            return "the counterpart is absent in every slot"
        common = common_slots(one, other, self.hall)
        if not common:
            return "no slot in which both are there"
        if len(busy[other.key]) >= self.caps[other.key]:
            return "the counterpart's meetings are full"
        if len(busy[one.key]) >= self.caps[one.key]:
            return "its own meetings are full"
        if common - busy[one.key] - busy[other.key]:
            return "all tables are taken when both are free"
        return "no free slot in common beside their other meetings"
