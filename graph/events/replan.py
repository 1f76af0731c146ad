"""Planning again when something happened: as few as possible move, and each change has a reason.

For a new event, or before anybody has seen the plan, `graph.events.plan.plan` finds more. Here the
past and locked meetings stay, and a meeting moves only where that gains more than its price.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import InvalidRequest
from graph.events.explain import unmet
from graph.events.model import Event
from graph.events.moves import Move, moves_of
from graph.events.problem import Problem
from graph.events.rearrange import rearrange
from graph.events.results import PairScore, Plan
from graph.events.seating import seat
from graph.events.situation import Disruption, Kind, situation
from graph.events.timetable import Timetable
from graph.events.wording import Language

__all__ = ["Disruption", "Kind", "Move", "Replanned", "could_meet_now", "free_now", "replan"]

WEIGHT = 0.5
"""The price of a moved meeting: half of what a typical meeting is worth."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """The new plan and what changed: each meeting that is given up, moved, or new."""

    plan: Plan
    moves: tuple[Move, ...]
    kept: int
    """Meetings that stay as they were, past ones among them."""


def replan(
    plan: Plan, disruptions: Sequence[Disruption], *, now: int = 0, weight: float = WEIGHT,
    time_limit: float = 10.0, seed: int | None = None, language: Language = "en",
) -> Replanned:
    """The plan after disruptions, with few changes, their reasons and a bound of its own.

    Slots before ``now`` are past: what was held in them stays, as do locked meetings. A meeting
    whose participant is not there is given up or moves; all others move, change their table or are
    given up only where that gains more than ``weight`` times the value of the median meeting
    for each (0: plan freely; a large number: move nothing that can stay). The bound holds for all
    timetables with the same past. ``disruptions`` may be empty: requests and locks that the event
    has since the plan was made count too. The same input gives the same plan, unless the time
    limit (seconds) cuts the solver short, which a note says; ``seed`` is only noted in the plan.

    Raises `InvalidRequest` for bad input, as `graph.events.situation.situation` says, and for a
    weight below 0.
    """
    if not (weight >= 0 and math.isfinite(weight)):
        raise InvalidRequest(f"the weight of a moved meeting is 0 or more, not {weight}")
    now_is = situation(plan, disruptions, now)
    slots, choice = rearrange(now_is, weight=weight, time_limit=time_limit)
    problem = now_is.problem
    seated = {pair: m.table for pair, m in now_is.before.items() if slots.get(pair) == m.slot}
    meetings = seat(problem, slots, seated=seated)
    said = list(plan.notes)
    if not choice.exact:
        said.append(f"the choice of pairs was cut short after {time_limit:.0f} s")
    names = now_is.event.names
    said += [f"the agreed meeting of {' and '.join(names[key] for key in problem.pairs[pair].keys)}"
             " finds no place" for pair in problem.fixed if pair not in slots]
    value = sum(m.pair.value for m in meetings)  # may pass a bound with locks that cannot hold
    made = Plan(
        now_is.event, tuple(meetings), now_is.pairs,
        tuple(unmet(problem, meetings, scored=now_is.pairs, language=language)),
        max(choice.bound, value), tuple(dict.fromkeys(said)),
        plan.seed if seed is None else seed, names)
    moves = moves_of(plan, made, now_is, disruptions, language)
    return Replanned(made, moves, len(made) - sum(move.after is not None for move in moves))


def free_now(plan: Plan, slot: int, *, event: Event | None = None) -> tuple[str, ...]:
    """Who is there in a slot (from 0) and has no meeting then, as keys in the event's order.

    ``event`` is the event as it is now, where that is not the plan's. Raises `InvalidRequest` for
    a slot that there is not.
    """
    event = event or plan.event
    slots = len(event.hall.slots)
    if not 0 <= slot < slots:
        raise InvalidRequest(f"there is no slot {slot + 1}, only 1 to {slots}")
    busy = {key for m in plan.meetings if m.slot == slot for key in m.pair.keys}
    return tuple(p.key for p in event.participants
                 if slot in p.free(slots) and p.key not in busy)


def could_meet_now(
    plan: Plan, slot: int, *, event: Event | None = None
) -> tuple[PairScore, ...]:
    """Pairs of those who are free in a slot (from 0) and could meet then, at once and beside all
    that is planned, best first. Raises `InvalidRequest` as `free_now` does."""
    event = event or plan.event
    free = set(free_now(plan, slot, event=event))
    there = {p.key for p in event.participants}
    problem = Problem.of(event, [pair for pair in plan.pairs if there.issuperset(pair.keys)])
    position = {pair.keys: at for at, pair in enumerate(problem.pairs)}
    table = Timetable.of(problem, {
        position[m.pair.keys]: m.slot for m in plan.meetings if m.pair.keys in position})
    return tuple(pair for at, pair in enumerate(problem.pairs)
                 if free.issuperset(pair.keys) and at not in table.slot_of
                 and table.possible(at) >> slot & 1)
