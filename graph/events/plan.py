"""From scored pairs to a plan: choose, place, tidy, seat, explain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph.errors import InvalidRequest
from graph.events.choose import Choice, choose
from graph.events.conflict import without_conflicts
from graph.events.explain import unmet
from graph.events.model import Event
from graph.events.place import filled, place
from graph.events.problem import Problem, best_first
from graph.events.results import Meeting, PairScore, Plan
from graph.events.seating import seat
from graph.events.tidy import tidy

Progress = Callable[[str, float], None]
"""Told the stage that begins and the share of the work that is done."""


def plan(
    event: Event, pairs: Iterable[PairScore], *, time_limit: float = 10.0, seed: int = 1,
    notes: Sequence[str] = (), progress: Progress | None = None,
) -> Plan:
    """A timetable of the greatest total score, or near it, with its bound and its reasons.

    Deterministic for a seed, which decides among timetables of the same meetings, unless the time
    limit (seconds) cuts the solver short, which a note says. Raises `InvalidRequest` when two
    participants have one key, or when a pair stands twice, is of one participant with itself or
    names somebody who is none. Locks that cannot hold together are no error: the plan's event is
    without the last of them, and a note names them.
    """
    tell = progress or _nobody
    scored = sorted(pairs, key=best_first)
    _check(event, scored)
    said = list(notes)
    problem, choice, slots = _slots(event, scored, time_limit, tell)
    if not problem.fixed.keys() <= slots.keys():
        event, named = without_conflicts(event)
        said += named
        problem, choice, slots = _slots(event, scored, time_limit, _nobody)
    tell("closing gaps", 0.7)
    slots = filled(problem, tidy(problem, slots, seed=seed))
    tell("giving each meeting a table", 0.8)
    meetings = seat(problem, slots)
    tell("giving reasons", 0.9)
    if not choice.exact:
        said.append(f"the choice of pairs was cut short after {time_limit:.0f} s")
    made = explained(problem, meetings, scored=scored, bound=choice.bound, seed=seed, notes=said)
    tell("done", 1.0)
    return made


def explained(
    problem: Problem, meetings: Sequence[Meeting], *, scored: Sequence[PairScore], bound: float,
    seed: int = 1, notes: Sequence[str] = (),
) -> Plan:
    """The plan of some seated meetings, with a reason for everything that it leaves out; ``scored``
    are all pairs, best first."""
    event = problem.event
    return Plan(event, tuple(meetings), tuple(scored),
                tuple(unmet(problem, meetings, scored=scored)), bound, tuple(notes), seed,
                event.names)


def _slots(
    event: Event, scored: Sequence[PairScore], time_limit: float, tell: Progress
) -> tuple[Problem, Choice, dict[int, int]]:
    """Who meets, and when."""
    tell("choosing who meets", 0.0)
    problem = Problem.of(event, scored)
    choice = choose(problem, time_limit=time_limit)
    tell("giving each meeting a slot", 0.5)
    return problem, choice, place(problem, choice.pairs)


def _nobody(stage: str, share: float) -> None:
    """Tell it to nobody."""


def _check(event: Event, pairs: Iterable[PairScore]) -> None:
    keys = {p.key for p in event.participants}
    if len(keys) < len(event.participants):
        raise InvalidRequest("two participants have the same key")
    seen: set[frozenset[str]] = set()
    for pair in pairs:
        ends = frozenset(pair.keys)
        if strangers := ends - keys:
            raise InvalidRequest(f"the pair {pair.first} - {pair.second}: {min(strangers)} takes "
                                 "no part in the event")
        if len(ends) < 2:
            raise InvalidRequest(f"{pair.first} cannot meet itself")
        if ends in seen:
            raise InvalidRequest(f"the pair {pair.first} - {pair.second} stands twice")
        seen.add(ends)
