"""Scheduling meetings that are given: fewest breaks in everybody's day (the B2B problem).

Who meets is settled; each meeting gets a slot and a table, so that nobody is in two places, nobody
meets in a slot in which it is away, and meetings keep to the slots, the order and the fixed places
that are stated. The breaks of a participant are the gaps between its meetings, whatever their
length; their sum is made least, and between the participant with most and the one with fewest lie
at most ``spread`` (Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret 2022, "Constraint
solving approaches to the business-to-business meeting scheduling problem", JAIR 74, 263-301).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from graph.errors import InvalidRequest

TABLES = 0
"""The first of the supplies."""


@dataclass(frozen=True, slots=True)
class Given:
    """A meeting of two participants (their keys) that is settled; slots are counted from 0."""

    first: str
    second: str
    slots: frozenset[int] | None = None
    """Where it may be; None: anywhere."""
    fixed: int | None = None
    """Where it must be."""
    after: tuple[int, ...] = ()
    """Positions, in the list, of meetings that must be in an earlier slot."""
    uses: tuple[int, ...] = (TABLES,)
    """The supplies that it needs one of: a table, an interpreter; none at a booth or on line."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """A timetable of given meetings, with its proof."""

    places: tuple[tuple[int, int | None], ...]
    """Slot and table of each meeting, in their order; empty when none was found."""
    breaks: int
    lower_bound: int
    """No timetable has fewer."""
    proven: bool
    """Is it the best, or, where it is infeasible, is that certain?"""
    infeasible: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Puzzle:
    """The meetings in numbers: participants and meetings are positions."""

    people: int
    slots: int
    ends: tuple[tuple[int, int], ...]
    allowed: tuple[tuple[int, ...], ...]
    """Slots of each meeting, in order."""
    after: tuple[tuple[int, int], ...]
    """(a meeting, one that must be earlier)."""
    uses: tuple[tuple[int, ...], ...]
    supplies: tuple[tuple[int, ...], ...]
    """How many there are of each supply in each slot."""
    spread: int | None
    own: tuple[tuple[int, ...], ...] = field(default=())
    """The meetings of each participant."""

    @property
    def impossible(self) -> bool:
        """Has a meeting no slot left?"""
        return not all(self.allowed)

    def blocks(self, person: int) -> tuple[int, ...]:
        """The slots in which a participant's day can begin if it has no break: its meetings fit
        into those that follow, each where it may be."""
        import numpy as np
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import maximum_bipartite_matching

        own = self.own[person]
        may = np.array([[slot in self.allowed[at] for slot in range(self.slots)] for at in own])
        return tuple(
            first for first in range(self.slots - len(own) + 1)
            if (block := may[:, first:first + len(own)]).any(axis=0).all()
            and (maximum_bipartite_matching(csr_array(block), "column") >= 0).all())

    def fewest(self, person: int) -> int:
        """The breaks that a participant cannot avoid: its meetings do not fit into one block, or
        into one run of the slots in which they may be."""
        if len(self.own[person]) < 2:
            return 0
        open_slots = sorted({slot for at in self.own[person] for slot in self.allowed[at]})
        runs: list[int] = []
        for at, slot in enumerate(open_slots):
            if at and open_slots[at - 1] == slot - 1:
                runs[-1] += 1
            else:
                runs.append(1)
        left, used = len(self.own[person]), 0
        for run in sorted(runs, reverse=True):
            if left <= 0:
                break
            left, used = left - run, used + 1
        return max(used - 1, 0 if self.blocks(person) else 1)

    def breaks(self, slots: Sequence[int]) -> int:
        """The breaks of all participants in a timetable."""
        return sum(self.breaks_of(slots))

    def breaks_of(self, slots: Sequence[int]) -> list[int]:
        """The breaks of each participant."""
        found = []
        for meetings in self.own:
            busy = sorted(slots[at] for at in meetings)
            found.append(sum(b - a > 1 for a, b in zip(busy, busy[1:], strict=False)))
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """What a solver found: a slot for each meeting, or none; a bound; is the search at its end?"""

    slots: tuple[int, ...] | None
    lower_bound: int
    ended: bool


def arrange(
    away: Mapping[str, frozenset[int]], meetings: Sequence[Given], *, slots: int,
    supplies: Sequence[Sequence[int]], spread: int | None = 2, time_limit: float = 120.0,
    seed: int = 1, workers: int = 2,
) -> Arranged:
    """Place given meetings with the fewest breaks.

    ``away`` are all participants with the slots in which each is away; ``supplies`` how many there
    are in each slot, tables first; ``time_limit`` is in seconds. With the solver of ``pip install
    'qilian[solver]'`` (CP-SAT) a timetable is proven best in most cases of the literature; without
    it HiGHS looks for one, with a wider gap. Raises `InvalidRequest` for bad input, naming the
    meeting by its place in the list, from 1.
    """
    begun = time.monotonic()
    puzzle = puzzle_of(away, meetings, slots=slots, supplies=supplies, spread=spread)
    if puzzle.impossible:
        return Arranged((), 0, 0, True, True, time.monotonic() - begun)
    if not meetings:
        return Arranged((), 0, 0, True, False, time.monotonic() - begun)
    found = _solved(puzzle, time_limit, seed, workers)
    seconds = time.monotonic() - begun
    if found.slots is None:
        return Arranged((), 0, found.lower_bound, found.ended, found.ended, seconds)
    breaks = puzzle.breaks(found.slots)
    return Arranged(_places(puzzle, found.slots), breaks,
                    breaks if found.ended else min(found.lower_bound, breaks),
                    found.ended or found.lower_bound >= breaks, False, seconds)


def _solved(puzzle: Puzzle, time_limit: float, seed: int, workers: int) -> Found:
    try:
        import ortools  # noqa: F401 - is the exact solver there?
    except ImportError:
        from graph.events.given_milp import solve_milp

        return solve_milp(puzzle, time_limit=time_limit)
    from graph.events.given_exact import solve_exact

    return solve_exact(puzzle, time_limit=time_limit, seed=seed, workers=workers)


def puzzle_of(
    away: Mapping[str, frozenset[int]], meetings: Sequence[Given], *, slots: int,
    supplies: Sequence[Sequence[int]], spread: int | None,
) -> Puzzle:
    """The meetings in numbers, with the slots in which each can be after its predecessors."""
    row = {key: at for at, key in enumerate(away)}
    for number, given in enumerate(meetings, 1):
        _check(number, given, row, slots, len(meetings))
    after = tuple((at, before) for at, given in enumerate(meetings) for before in given.after)
    _check_order(meetings)
    ends = tuple((row[g.first], row[g.second]) for g in meetings)
    masks = [_stated(given, away, slots) for given in meetings]
    _in_order(masks, after, slots)
    own: list[list[int]] = [[] for _ in away]
    for at, pair in enumerate(ends):
        for end in pair:
            own[end].append(at)
    return Puzzle(
        len(row), slots, ends, tuple(tuple(sorted(mask)) for mask in masks), after,
        tuple(given.uses for given in meetings), tuple(map(tuple, supplies)), spread,
        tuple(map(tuple, own)))


def _check(number: int, given: Given, row: Mapping[str, int], slots: int, meetings: int) -> None:
    where = f"meeting {number}"
    for key in (given.first, given.second):
        if key not in row:
            raise InvalidRequest(f"{where}: {key!r} is no participant")
    if given.first == given.second:
        raise InvalidRequest(f"{where}: {given.first!r} cannot meet itself")
    stated = set(given.slots or ()) | ({given.fixed} if given.fixed is not None else set())
    if bad := [slot for slot in stated if not 0 <= slot < slots]:
        raise InvalidRequest(f"{where}: there is no slot {bad[0] + 1}, only 1 to {slots}")
    if bad := [before for before in given.after if not 0 <= before < meetings]:
        raise InvalidRequest(f"{where}: comes after meeting {bad[0] + 1}; there are 1 to "
                             f"{meetings}")


def _check_order(meetings: Sequence[Given]) -> None:
    try:
        TopologicalSorter({at: given.after for at, given in enumerate(meetings)}).prepare()
    except CycleError as err:
        circle = ", ".join(str(at + 1) for at in err.args[1])
        raise InvalidRequest(f"meetings {circle} come each before the next, in a circle") from err


def _stated(given: Given, away: Mapping[str, frozenset[int]], slots: int) -> set[int]:
    possible = set(range(slots)) - away[given.first] - away[given.second]
    if given.slots is not None:
        possible &= given.slots
    return possible if given.fixed is None else possible & {given.fixed}


def _in_order(masks: list[set[int]], after: Sequence[tuple[int, int]], slots: int) -> None:
    """Take out slots that are too early or too late for the order."""
    changed = True
    while changed and all(masks):
        changed = False
        for later, earlier in after:
            if not masks[later] or not masks[earlier]:
                return
            early, late = min(masks[earlier]), max(masks[later])
            for at, kept in ((later, set(range(early + 1, slots))), (earlier, set(range(late)))):
                if masks[at] - kept:
                    masks[at] &= kept
                    changed = True


def _places(puzzle: Puzzle, slots: Sequence[int]) -> tuple[tuple[int, int | None], ...]:
    """A table for each meeting that needs one, by its place in the list."""
    used = [0] * puzzle.slots
    places: list[tuple[int, int | None]] = []
    for slot, uses in zip(slots, puzzle.uses, strict=True):
        if TABLES in uses:
            places.append((slot, used[slot]))
            used[slot] += 1
        else:
            places.append((slot, None))
    return tuple(places)
