"""A plan of meetings that are given: who meets is settled, when and where is to be found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.errors import InvalidRequest
from graph.events.allowed import Allowed
from graph.events.given import Arranged, Given, arrange
from graph.events.model import Event, Lock
from graph.events.plan import explained
from graph.events.problem import Problem
from graph.events.results import PairPart, PairScore, Plan
from graph.events.seating import seat


def schedule(
    event: Event, pairs: Sequence[PairScore], meetings: Sequence[Given] | None = None, *,
    current: Plan | None = None, spread: int | None = 2, time_limit: float = 60.0, seed: int = 1,
) -> Plan:
    """Place given meetings with the fewest breaks; without any, those of the ``current`` plan.

    A meeting may be in the slots in which both are there, and an interpreter where they need one;
    locks hold. The plan's notes say how many breaks it has and how few any timetable has at least.
    Raises `InvalidRequest` where a meeting can never be, where all together cannot (a smallest
    reason is not looked for), and for bad input as `graph.events.given.arrange` does.
    """
    if meetings is None:
        if current is None:
            raise InvalidRequest(f"event {event.name!r} has no plan: give the meetings to place")
        meetings = [Given(*m.pair.keys) for m in current.meetings]
    known = {pair.keys: pair for pair in pairs}
    scored = [known.get(keys) or PairScore(*keys, 0.0, (PairPart("given", 0.0, "given"),))
              for keys in dict.fromkeys(map(_keys, meetings))]
    if len(scored) < len(meetings):
        raise InvalidRequest("two of the given meetings are of the same two participants")
    stated = {lock.pair: lock for lock in event.locks}
    held = replace(event, locks=tuple(
        stated.get(pair.keys) or Lock(*pair.keys) for pair in scored))
    problem = Problem.of(held, scored)
    position = {pair.keys: at for at, pair in enumerate(problem.pairs)}
    found = _arranged(problem, [position[_keys(m)] for m in meetings], meetings,
                      spread=spread, time_limit=time_limit, seed=seed)
    slots = {position[_keys(m)]: slot for m, (slot, _) in zip(meetings, found.places, strict=True)}
    made = explained(problem, seat(problem, slots), scored=tuple(pairs), bound=0.0, seed=seed,
                     notes=[_proof(found)])
    return replace(made, event=event, bound=made.value)


def _arranged(
    problem: Problem, positions: Sequence[int], meetings: Sequence[Given], *,
    spread: int | None, time_limit: float, seed: int,
) -> Arranged:
    event = problem.event
    slots = problem.slots
    allowed = Allowed(event)
    stated = []
    for at, given in zip(positions, meetings, strict=True):
        why = allowed.hindrance(*_keys(given))
        mask = frozenset(s for s in range(slots) if problem.allowed[at] >> s & 1)
        possible = mask if given.slots is None else mask & given.slots
        if why or not possible:
            names = event.names
            raise InvalidRequest(f"the meeting of {names[given.first]} and {names[given.second]} "
                                 f"can be in no slot: {why or 'none of its slots is left'}")
        stated.append(replace(given, slots=possible, uses=problem.uses[at]))
    everywhere = frozenset(range(slots))
    found = arrange(
        {p.key: everywhere - p.free(slots) for p in event.participants}, stated, slots=slots,
        supplies=problem.supply, spread=spread,
        time_limit=time_limit, seed=seed)
    if found.infeasible or not found.places:
        raise InvalidRequest(
            "the given meetings cannot all be placed" if found.proven else
            f"no timetable of the given meetings was found in {time_limit:g} s; give it longer")
    return found


def _keys(given: Given) -> tuple[str, str]:
    return (min(given.first, given.second), max(given.first, given.second))


def _proof(found: Arranged) -> str:
    if found.proven:
        return f"{found.breaks} breaks, the fewest possible"
    return f"{found.breaks} breaks; no timetable has fewer than {found.lower_bound}"
