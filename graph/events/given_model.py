"""Given meetings as CP-SAT (Google OR-tools) sees them.

A participant's day is a row of "busy" variables; its breaks are its runs of meetings less one. With
no break the meetings are one block, which is stated twice: by the block's first slot, and by what
has begun and what is still to come. In each slot the busy participants are twice the meetings, a
count that the solver does not see by itself (an implied constraint of Bofill et al.).

Whoever is said to have no break is stated by the block alone. Such a model is far stronger than one
in which a variable says so: the solver can join its choices into large cliques.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from math import ceil
from typing import Any

from graph.events.given import Puzzle

SLACK = 1e-6
"""By so much a bound in floating point may be off."""


class Model:
    """The timetables of a puzzle: of those in which only the ``loose`` (None: all) have breaks, and
    in which all breaks together are from ``at_least`` to ``at_most``."""

    def __init__(
        self, puzzle: Puzzle, *, loose: Collection[int] | None = None, at_least: int = 0,
        at_most: int | None = None,
    ) -> None:
        from ortools.sat.python import cp_model

        self.puzzle = puzzle
        self.model = cp_model.CpModel()
        self.solver = cp_model.CpSolver()
        self._zero = self.model.new_constant(0)
        self.at = [{slot: self.model.new_bool_var("") for slot in slots}
                   for slots in puzzle.allowed]
        for here in self.at:
            self.model.add_exactly_one(here.values())
        self._order()
        busy = [self._busy(own) for own in puzzle.own]
        self._supplies(busy)
        free = {p for p, own in enumerate(puzzle.own)
                if len(own) > 1 and (loose is None or p in loose)}
        most = puzzle.spread if len(free) < len(puzzle.own) else None
        breaks = {p: self._breaks(busy[p], p, most) for p in free}
        for person, own in enumerate(puzzle.own):
            if len(own) > 1 and person not in free:
                self._block(busy[person], person, [])
        if puzzle.spread is not None and most is None:
            self._spread(list(breaks.values()), puzzle.spread)
        self.total = [part for counted in breaks.values() for part in counted]
        if at_least:
            self.model.add(sum(self.total) >= at_least)
        if at_most is not None and at_most < len(self.total):
            self.model.add(sum(self.total) <= at_most)

    def solve(
        self, seconds: float, *, seed: int, least: bool = False,
        told: Callable[[int], None] | None = None,
        seen: Callable[[tuple[int, ...]], None] | None = None,
    ) -> tuple[tuple[int, ...] | None, bool]:
        """(a slot for each meeting or None, came the search to its end?), on one core.

        ``least`` asks for the fewest breaks by unsatisfiable cores, else any timetable will do;
        ``told`` then hears of each better bound, ``seen`` of each better timetable.
        """
        from ortools.sat.python import cp_model

        solver = self.solver
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        # Linear relaxations cost far more here than they tell.
        solver.parameters.linearization_level = 0
        callback = None
        if least:
            self.model.minimize(sum(self.total))
            solver.parameters.optimize_with_core = True
            if told is not None:
                solver.best_bound_callback = lambda bound: told(whole(bound))
            if seen is not None:
                callback = _seen(self._slots, seen)
        status = solver.solve(self.model, callback)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, status == cp_model.INFEASIBLE
        return self._slots(solver.value), status == cp_model.OPTIMAL

    def _slots(self, value: Callable[[Any], int]) -> tuple[int, ...]:
        return tuple(next(slot for slot, var in here.items() if value(var)) for here in self.at)

    def _order(self) -> None:
        """A meeting in a slot has its predecessors in earlier ones."""
        begun = {m: self._begun(m) for m in {m for pair in self.puzzle.after for m in pair}}
        for later, earlier in self.puzzle.after:
            for slot in range(self.puzzle.slots):
                before = begun[earlier][slot - 1] if slot else self._zero
                self.model.add_implication(begun[later][slot], before)

    def _begun(self, meeting: int) -> list[Any]:
        """Is a meeting in this slot or an earlier one? Slot by slot."""
        row: list[Any] = []
        last = self._zero
        for slot in range(self.puzzle.slots):
            if (here := self.at[meeting].get(slot)) is not None:
                var = self.model.new_bool_var("")
                self.model.add_implication(last, var)
                self.model.add_implication(here, var)
                self.model.add_bool_or([last, here, ~var])
                last = var
            row.append(last)
        return row

    def _busy(self, own: tuple[int, ...]) -> list[Any]:
        """Is the participant in a meeting, slot by slot? At most one meeting in each."""
        row = []
        for slot in range(self.puzzle.slots):
            here = [self.at[m][slot] for m in own if slot in self.at[m]]
            if len(here) < 2:
                row.append(here[0] if here else self._zero)
                continue
            var = self.model.new_bool_var("")
            self.model.add_exactly_one([*here, ~var])
            row.append(var)
        if own:
            self.model.add(sum(row) == len(own))
        return row

    def _supplies(self, busy: list[list[Any]]) -> None:
        model, puzzle = self.model, self.puzzle
        counts = []
        for slot in range(puzzle.slots):
            here = [at[slot] for at in self.at if slot in at]
            count = model.new_int_var(0, min(len(here), puzzle.people // 2), "")
            model.add(sum(here) == count)
            model.add(sum(row[slot] for row in busy) == 2 * count)
            counts.append(count)
            for supply, numbers in enumerate(puzzle.supplies):
                using = [at[slot] for at, uses in zip(self.at, puzzle.uses, strict=True)
                         if slot in at and supply in uses]
                if len(using) == len(here):
                    model.add(count <= numbers[slot])
                elif len(using) > numbers[slot]:
                    model.add(sum(using) <= numbers[slot])
        model.add(sum(counts) == len(puzzle.ends))

    def _breaks(self, row: list[Any], person: int, most: int | None) -> list[Any]:
        """A participant's breaks in unary: each that holds counts one."""
        model, meetings = self.model, len(self.puzzle.own[person])
        possible = max(0, min(meetings - 1, self.puzzle.slots - meetings))
        counted = [model.new_bool_var("")
                   for _ in range(possible if most is None else min(most, possible))]
        for more, fewer in zip(counted[1:], counted, strict=False):
            model.add_implication(more, fewer)
        starts = []
        before = self._zero
        for var in row:
            start = model.new_bool_var("")
            model.add_bool_or([~var, before, start])
            model.add_implication(start, var)
            model.add_implication(start, ~before)
            starts.append(start)
            before = var
        model.add(sum(starts) == 1 + sum(counted))
        for var, start in zip(self._block(row, person, counted[:1]), starts, strict=False):
            model.add_implication(var, start)
        return counted

    def _block(self, row: list[Any], person: int, broken: list[Any]) -> list[Any]:
        """Unless the day is broken, all meetings follow one another; the block's first slot."""
        model, slots, meetings = self.model, self.puzzle.slots, len(self.puzzle.own[person])
        first = [model.new_bool_var("") for _ in range(slots - meetings + 1)]
        model.add_exactly_one([*first, *broken])
        for slot, var in enumerate(row):
            covers = first[max(0, slot - meetings + 1):slot + 1]
            if broken:
                for cover in covers:
                    model.add_implication(cover, var)
                model.add_bool_or([*covers, *broken, ~var])
            else:
                model.add_exactly_one([*covers, ~var])
        begun, to_come = ([model.new_bool_var("") for _ in row] for _ in range(2))
        for slot, var in enumerate(row):
            model.add_implication(var, begun[slot])
            model.add_implication(var, to_come[slot])
            if slot:
                model.add_implication(begun[slot - 1], begun[slot])
                model.add_implication(to_come[slot], to_come[slot - 1])
            model.add_bool_or([~begun[slot], ~to_come[slot], var, *broken])
            if slot + meetings < slots:
                model.add_bool_or([~begun[slot], ~to_come[slot + meetings], *broken])
        return first

    def _spread(self, breaks: list[list[Any]], spread: int) -> None:
        """Between most and fewest breaks lie at most ``spread``."""
        fewest = self.model.new_int_var(0, max(map(len, breaks), default=0), "")
        for counted in breaks:
            self.model.add(sum(counted) >= fewest)
            self.model.add(sum(counted) <= fewest + spread)


def whole(bound: float) -> int:
    """The least whole number that is not below a bound."""
    return max(0, ceil(bound - SLACK))


def _seen(
    slots: Callable[[Callable[[Any], int]], tuple[int, ...]],
    seen: Callable[[tuple[int, ...]], None],
) -> Any:
    """What the solver calls for each better timetable."""
    from ortools.sat.python import cp_model

    class Callback(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            seen(slots(self.value))

    return Callback()
