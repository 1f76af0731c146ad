"""What a choice of pairs must keep to before anybody knows its slots: limits on how many of some
pairs may meet.

Every timetable keeps to them, so a bound under these limits is a bound for timetables. The limits
by caps and supplies alone make a choice that often cannot be placed when presence is patchy; those
over a participant's few common slots (the condition of Hall 1935, J. London Math. Soc. 10, 26-30)
and over a run of sessions keep most of such choices out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.events.problem import Problem


@dataclass(frozen=True, slots=True)
class Limit:
    """Of these pairs at most so many meet."""

    pairs: tuple[int, ...]
    most: int


def limits_of(problem: Problem) -> list[Limit]:
    """All limits that could bind. Fixed pairs come before every limit: one that they exceed is as
    high as their number."""
    found: list[Limit] = []
    for pairs, most in _every(problem):
        if len(pairs) > most:
            fixed = sum(pair in problem.fixed for pair in pairs) if problem.fixed else 0
            found.append(Limit(pairs, max(most, fixed)))
    return found


def pairs_of(problem: Problem) -> list[list[int]]:
    """The pairs of each participant, best first."""
    found: list[list[int]] = [[] for _ in problem.caps]
    for pair, ends in enumerate(problem.ends):
        for end in ends:
            found[end].append(pair)
    return found


def limits_in(
    problem: Problem, pair: int, slot: int, uses: Sequence[int],
    supplies: Sequence[Sequence[int]],
) -> Iterator[tuple[tuple[object, ...], int]]:
    """What a pair counts towards when it meets in a slot, and how much there is of each: for
    programs in which the slots are open too. ``uses`` and ``supplies`` are the problem's, or those
    of a timetable, in which a locked table is a supply of its own."""
    yield ("pair", pair), 1
    yield ("once", problem.once[pair]), 1
    session = next(at for at, slots in enumerate(problem.sessions) if slots >> slot & 1)
    for end in problem.ends[pair]:
        yield ("time", end, slot), 1
        yield ("cap", end), problem.caps[end]
        yield ("session", end, session), problem.session_caps[end]
    for supply in uses:
        yield ("supply", supply, slot), supplies[supply][slot]
    for number, (members, most) in enumerate(problem.teams):
        if not set(members).isdisjoint(problem.ends[pair]):
            yield ("team", number), most


def floors_of(problem: Problem) -> list[int]:
    """The floors, each cut to what is possible for that participant alone: its cap, its pairs with
    different counterparts."""
    return [
        min(floor, problem.caps[at], len({problem.once[pair] for pair in pairs})) if floor else 0
        for at, (floor, pairs) in enumerate(zip(problem.floors, pairs_of(problem), strict=True))
    ]


def _every(problem: Problem) -> Iterator[tuple[tuple[int, ...], int]]:
    runs = _runs(problem.sessions)
    own = pairs_of(problem)
    for at, pairs in enumerate(own):
        yield tuple(pairs), problem.caps[at]
        masks = {problem.allowed[pair] for pair in pairs}
        for slots in sorted({*masks, *(run & problem.free[at] for run in runs)}):
            most = _room(problem, at, slots)
            if most < problem.caps[at]:
                yield tuple(p for p in pairs if not problem.allowed[p] & ~slots), most
    yield from _by_supply(problem, runs)
    for members, most in problem.teams:
        yield tuple(sorted({pair for at in members for pair in own[at]})), most
    same: dict[int, list[int]] = {}
    for pair, number in enumerate(problem.once):
        same.setdefault(number, []).append(pair)
    for group in same.values():
        yield tuple(group), 1


def _by_supply(problem: Problem, runs: list[int]) -> Iterator[tuple[tuple[int, ...], int]]:
    """Tables and interpreters, in all slots and in each run; a table serves two who are there."""
    for supply, numbers in enumerate(problem.supply):
        users = [pair for pair, uses in enumerate(problem.uses) if supply in uses]
        ends = {end for pair in users for end in problem.ends[pair]}
        there = [sum(problem.free[end] >> slot & 1 for end in ends)
                 for slot in range(problem.slots)]
        most = [min(number, present // 2) for number, present in zip(numbers, there, strict=True)]
        for run in runs:
            yield (tuple(pair for pair in users if not problem.allowed[pair] & ~run),
                   sum(n for slot, n in enumerate(most) if run >> slot & 1))


def _room(problem: Problem, at: int, slots: int) -> int:
    """Meetings that a participant can have in some slots."""
    most = problem.session_caps[at]
    return sum(min(most, (slots & session).bit_count()) for session in problem.sessions)


def _runs(sessions: tuple[int, ...]) -> list[int]:
    """The slots of every run of sessions, the longest first."""
    return sorted(
        (sum(sessions[first:last]) for last in range(1, len(sessions) + 1)
         for first in range(last)),
        key=lambda run: (-run.bit_count(), run))
