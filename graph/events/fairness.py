"""How evenly a plan serves its participants: the figures, and who is worst off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from graph.display import Printed
from graph.events.model import Event, Participant
from graph.events.problem import best_first
from graph.events.results import Meeting, Plan, Unmet
from graph.events.wishes import REQUESTS, asks, possible

_SHOWN = 10
"""Of the worst-off."""


@dataclass(frozen=True, slots=True)
class WorstOff:
    """A participant with what it gets: meetings, and the sum of their values."""

    key: str
    meetings: int
    value: float


@dataclass(frozen=True, slots=True)
class Fairness(Printed):
    """The figures of one plan, for the organiser; shares are 0 to 1, None where nobody counts."""

    participants: int
    """Who is there in some slot and takes meetings; only these are counted."""
    fewest: int
    p10: int
    """Meetings of the one below whom a tenth stands (nearest rank)."""
    median: float
    below_floor: float | None
    """Share of those with a floor that get fewer meetings than it."""
    gini: float
    """Of received value: 0 if all receive the same, near 1 if one receives all (Gini 1912)."""
    gaps: int
    """Idle slots between two meetings of a participant in one session, of all together."""
    first_choices: float | None
    """Share of participants that meet their first choice: the best of those they must meet, else
    of those they want, else of all they can meet."""
    requests: float | None
    """Share of requests, must and want, that are met."""
    mutual: float | None
    """Share of meetings that both sides asked for."""
    worst: tuple[WorstOff, ...]
    """The ten with least value, the least first."""
    unserved: tuple[Unmet, ...]
    """Everybody that meets nobody, also who is never there, with the reason."""

    def __str__(self) -> str:
        lines = [
            f"{self.participants} participants: at least {self.fewest} meetings, a tenth have "
            f"{self.p10} or fewer, median {self.median:g}",
            f"below their floor: {_share(self.below_floor)}; Gini of value {self.gini:.2f}; "
            f"{self.gaps} idle slots between meetings",
            f"first choices met: {_share(self.first_choices)}; requests met: "
            f"{_share(self.requests)}; meetings asked for by both: {_share(self.mutual)}",
            *(f"worst off: {one.key}, {one.meetings} meetings worth {one.value:.2f}"
              for one in self.worst),
            *(f"without any meeting: {one.participant}: {one.reason}" for one in self.unserved),
        ]
        return "\n".join(lines)


def fairness(plan: Plan) -> Fairness:
    """The fairness of a plan."""
    event, agendas = plan.event, plan.agendas()
    slots = len(event.hall.slots)
    counted = [p for p in event.participants if p.cap > 0 and p.free(slots)]
    numbers = sorted(len(agendas[p.key]) for p in counted)
    values = {p.key: sum(m.pair.value for m in agendas[p.key]) for p in counted}
    worst = sorted(counted, key=lambda p: (values[p.key], len(agendas[p.key]), p.key))
    return Fairness(
        len(counted),
        numbers[0] if numbers else 0,
        numbers[ceil(len(numbers) / 10) - 1] if numbers else 0,
        float(median(numbers)) if numbers else 0.0,
        _mean([len(agendas[p.key]) < floor for p in counted if (floor := _floor(event, p))]),
        gini(list(values.values())),
        sum(_gaps(event, p, agendas[p.key]) for p in counted),
        _first_choices(plan, {p.key for p in counted}),
        _requests(plan),
        _mutual(plan),
        tuple(WorstOff(p.key, len(agendas[p.key]), values[p.key]) for p in worst[:_SHOWN]),
        tuple(one for one in plan.unmet if not one.counterpart),
    )


def gini(values: Sequence[float]) -> float:
    """The Gini coefficient: half the mean difference of any two, by the mean; 0 where all is 0.

    Values below 0 count as 0."""
    ordered = sorted(max(value, 0.0) for value in values)
    whole, number = sum(ordered), len(ordered)
    if whole <= 0:
        return 0.0
    weighted = sum(place * value for place, value in enumerate(ordered, 1))
    return max(0.0, 2 * weighted / (number * whole) - (number + 1) / number)


def _floor(event: Event, one: Participant) -> int:
    return max(one.floor, event.rules.floor)


def _gaps(event: Event, one: Participant, agenda: Sequence[Meeting]) -> int:
    """Slots in which a participant is there and waits between two meetings of one session."""
    sessions: dict[int, list[int]] = {}
    for meeting in agenda:
        sessions.setdefault(event.hall.slots[meeting.slot].session, []).append(meeting.slot)
    there = one.free(len(event.hall.slots))
    return sum(len(there & set(range(min(held), max(held) + 1)) - set(held))
               for held in sessions.values())


def _first_choices(plan: Plan, counted: set[str]) -> float | None:
    wishes = asks(plan.event)
    first: dict[str, tuple[int, tuple[str, str]]] = {}
    for pair in sorted(possible(plan.event, plan.pairs), key=best_first):
        for key in pair.keys:
            wish = wishes.get((key, pair.other(key)))
            rank = {"must": 0, "want": 1, "rather not": 3}.get(wish.ask, 2) if wish else 2
            if key in counted and rank < 3 and (key not in first or rank < first[key][0]):
                first[key] = (rank, pair.keys)
    met = {meeting.pair.keys for meeting in plan.meetings}
    return _mean([keys in met for _, keys in first.values()])


def _requests(plan: Plan) -> float | None:
    met = {keys for meeting in plan.meetings
           for keys in (meeting.pair.keys, meeting.pair.keys[::-1])}
    return _mean([keys in met for keys, wish in asks(plan.event).items()
                  if wish.ask in REQUESTS])


def _mutual(plan: Plan) -> float | None:
    wished = {keys for keys, wish in asks(plan.event).items() if wish.ask in REQUESTS}
    return _mean([m.pair.keys in wished and m.pair.keys[::-1] in wished for m in plan.meetings])


def _mean(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None


def _share(share: float | None) -> str:
    return "nobody counts" if share is None else f"{share:.0%}"
