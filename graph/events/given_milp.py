"""Given meetings as a linear program: a bound in seconds, and a timetable without the exact solver.

A participant's day is one block, by its first slot, or broken: then its meetings lie anywhere, and
each start of a run but the first costs one. Said so, the relaxation knows how many meetings must
fall into the middle of the day, where the tables are few; with a variable for each start alone it
says nothing of breaks.
"""

from __future__ import annotations

import math
from typing import Any

from graph.events.given import Found, Puzzle


def linear_bound(puzzle: Puzzle, *, time_limit: float) -> int | None:
    """So many breaks has any timetable (0 when the time, in seconds, is too short); None when
    there can be none.

    The bound is made from the dual values alone, so that no tolerance of the solver can push it
    too high (Neumaier & Shcherbina 2004, Math. Program. 99, 283-296).
    """
    import numpy as np
    from scipy.optimize import linprog

    program = _Program(puzzle)
    cost, most = np.array(program.cost), np.array(program.most)
    matrix, low, high = program.matrix()
    equal = low == high
    above, below = ~equal & np.isfinite(high), ~equal & np.isfinite(low)
    rows = _stacked(matrix[above], -matrix[below])
    limits = np.concatenate([high[above], -low[below]])
    answer: Any = linprog(
        cost, A_ub=rows, b_ub=limits, A_eq=matrix[equal], b_eq=low[equal],
        bounds=np.column_stack([np.zeros_like(most), most]), method="highs",
        options={"time_limit": time_limit})
    if answer.status == 2:
        return None
    if answer.status != 0:
        return 0
    inner = np.minimum(answer.ineqlin.marginals, 0)
    outer = answer.eqlin.marginals
    reduced = cost - rows.T @ inner - matrix[equal].T @ outer
    bound = inner @ limits + outer @ low[equal] + np.minimum(reduced, 0) @ most
    return max(0, math.ceil(float(bound) - 1e-6))


def solve_milp(puzzle: Puzzle, *, time_limit: float) -> Found:
    """The timetable with the fewest breaks that HiGHS finds in the time (seconds)."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    program = _Program(puzzle)
    answer: Any = milp(
        np.array(program.cost), integrality=1, bounds=Bounds(0, np.array(program.most)),
        constraints=LinearConstraint(*program.matrix()), options={"time_limit": time_limit})
    ended = answer.status in (0, 2)
    bound = 0
    if answer.mip_dual_bound is not None and math.isfinite(answer.mip_dual_bound):
        bound = max(0, math.ceil(answer.mip_dual_bound - 1e-6))
    if answer.x is None:
        return Found(None, bound, ended)
    slots = [next(slot for slot, column in here.items() if answer.x[column] > 0.5)
             for here in program.at]
    return Found(tuple(slots), bound, ended)


class _Program:
    """Columns and rows; a column is from 0 to its ``most``."""

    def __init__(self, puzzle: Puzzle) -> None:
        self.puzzle = puzzle
        self.cost: list[float] = []
        self.most: list[float] = []
        self.entries: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.at = [{slot: self._column() for slot in slots} for slots in puzzle.allowed]
        for here in self.at:
            self._row([(column, 1.0) for column in here.values()], 1, 1)
        self._order()
        self._supplies()
        # Where somebody has one meeting or none, the fewest breaks of a participant are none.
        self.fewest = (self._column(most=puzzle.slots)
                       if puzzle.spread and all(len(own) > 1 for own in puzzle.own) else None)
        for person, own in enumerate(puzzle.own):
            if len(own) > 1:
                self._spread(self._day(person))

    def matrix(self) -> tuple[Any, Any, Any]:
        """The rows, and the least and the most of each."""
        import numpy as np
        from scipy.sparse import csr_array

        rows, columns, values = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        shape = (len(self.low), len(self.cost))
        return (csr_array((values, (rows, columns)), shape=shape, dtype=float),
                np.array(self.low, dtype=float), np.array(self.high, dtype=float))

    def _column(self, cost: float = 0.0, most: float = 1.0) -> int:
        self.cost.append(cost)
        self.most.append(most)
        return len(self.cost) - 1

    def _row(self, parts: list[tuple[int, float]], low: float, high: float) -> None:
        self.entries += [(len(self.low), column, value) for column, value in parts]
        self.low.append(low)
        self.high.append(high)

    def _order(self) -> None:
        """By a slot no more of a meeting than before it of its predecessor."""
        for later, earlier in self.puzzle.after:
            for slot in self.at[later]:
                done = [(c, 1.0) for s, c in self.at[later].items() if s <= slot]
                before = [(c, -1.0) for s, c in self.at[earlier].items() if s < slot]
                self._row([*done, *before], -math.inf, 0)

    def _supplies(self) -> None:
        for supply, numbers in enumerate(self.puzzle.supplies):
            for slot, number in enumerate(numbers):
                using = [(here[slot], 1.0)
                         for here, uses in zip(self.at, self.puzzle.uses, strict=True)
                         if slot in here and supply in uses]
                if len(using) > number:
                    self._row(using, 0, number)

    def _day(self, person: int) -> list[tuple[int, float]]:
        """A participant's day, in each slot one meeting at most; what sums to its breaks."""
        own, slots = self.puzzle.own[person], self.puzzle.slots
        meets = [[(self.at[m][slot], -1.0) for m in own if slot in self.at[m]]
                 for slot in range(slots)]
        broken = self._column(-1.0)
        blocks: list[tuple[int, float]] = []
        covers: list[list[tuple[int, float]]] = [[] for _ in meets]
        for first in range(slots - len(own) + 1):
            block = range(first, first + len(own))
            if all(meets[slot] for slot in block):
                blocks.append((self._column(), 1.0))
                for slot in block:
                    covers[slot].append(blocks[-1])
        self._row([*blocks, (broken, 1.0)], 1, 1)
        loose, starts = [], []
        before: list[tuple[int, float]] = []
        for cover, here in zip(covers, meets, strict=True):
            if not here:
                before = []
                continue
            busy, start = self._column(), self._column(1.0)
            self._row([*cover, (busy, 1.0), *here], 0, 0)
            self._row([(busy, 1.0), (broken, -1.0)], -math.inf, 0)
            self._row([(start, 1.0), (busy, -1.0), *before], 0, math.inf)
            if self.fewest is not None:  # a start that is none would feign a break
                self._row([(start, 1.0), (busy, -1.0)], -math.inf, 0)
                self._row([(start, 1.0), *before], -math.inf, 1)
            loose.append((busy, 1.0))
            starts.append((start, 1.0))
            before = [(busy, 1.0)]
        self._row([*loose, (broken, -float(len(own)))], 0, 0)
        least = max(1, self.puzzle.fewest(person))
        self._row([*starts, (broken, -1.0 - least)], 0, math.inf)
        return [*starts, (broken, -1.0)]

    def _spread(self, breaks: list[tuple[int, float]]) -> None:
        spread = self.puzzle.spread
        if spread is None:
            return
        if self.fewest is None:
            self._row(breaks, 0, spread)
        else:
            self._row([*breaks, (self.fewest, -1.0)], 0, spread)


def _stacked(*parts: Any) -> Any:
    from scipy.sparse import vstack

    return vstack(parts, format="csr")
