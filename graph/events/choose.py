"""Who meets: the set of pairs of the greatest total score that the limits allow.

A maximum-weight b-matching with further limits (`graph.events.limits`). Its linear relaxation is
solved by the interior point method of HiGHS (Huangfu & Hall 2018, Math. Prog. Comp. 10, 119-142,
as scipy carries it) and is nearly integral: rounding it loses next to nothing, and its dual values
decide almost all pairs (reduced cost fixing: Dantzig, Fulkerson & Johnson 1954, Oper. Res. 2,
393-410). The integer program of the few pairs that stay open is then solved.

The bound is made from the dual values alone, so that no tolerance of the solver can push it below
the value of a timetable (Neumaier & Shcherbina 2004, Math. Program. 99, 283-296).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from graph.events.limits import Limit, floors_of, limits_of
from graph.events.problem import TABLES, Problem

_SMALL, _NEAR = 5_000, 5e-4
"""Up to so many pairs the best choice is found; above, one that is proven to be as near: the last
0.05 % took up to ten times the time, and placing the pairs costs more."""
_SURE = 1e-7
"""A pair is decided only when its reduced cost exceeds what is open by more than this."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen pairs as positions of the problem, best first; the value that no timetable in
    which the fixed pairs meet can exceed; and whether the solver came to its end."""

    pairs: tuple[int, ...]
    bound: float
    exact: bool


def choose(
    problem: Problem, *, time_limit: float = 10.0, kept: Collection[int] = (),
    stickiness: float = 0.0,
) -> Choice:
    """Choose pairs; the fixed ones are among them whatever else.

    A participant that would have fewer meetings than its floor counts against the choice with the
    greatest score of a pair for each that it lacks; floors do not touch the bound. ``stickiness``
    makes the ``kept`` pairs (those placed so far) worth so much more in the choice, not in the
    bound. Past the time limit (seconds) the best choice so far is taken: a rounded relaxation, or
    a greedy one. Within it, the same problem gives the same choice.
    """
    if not problem.pairs:
        return Choice((), 0.0, True)
    end = time.perf_counter() + time_limit
    limits = limits_of(problem)
    values = [pair.value for pair in problem.pairs]
    plain = _Program(problem, limits, values, [])
    sticky = frozenset(kept) if stickiness else frozenset()
    found = plain.solve(end, bound_only=bool(sticky))
    bound, chosen, exact = min(plain.bound, ceiling(problem)), found, plain.exact
    floors = floors_of(problem)
    if sticky or _lacking(problem, floors, found):
        worth = [value + stickiness * (at in sticky) for at, value in enumerate(values)]
        full = _Program(problem, limits, worth, floors)
        chosen, exact = full.solve(end), exact and full.exact
    return Choice(tuple(sorted(chosen)), max(bound, sum(values[at] for at in chosen)), exact)


def greedy(
    problem: Problem, limits: Sequence[Limit], order: Sequence[int] | None = None
) -> list[int]:
    """The fixed pairs, then one after the other (the best first, without an order) as long as the
    limits allow."""
    over: list[list[int]] = [[] for _ in problem.pairs]
    for number, limit in enumerate(limits):
        for pair in limit.pairs:
            over[pair].append(number)
    left = [limit.most for limit in limits]
    taken: list[int] = []
    rest = (pair for pair in order or range(len(over)) if pair not in problem.fixed)
    for pair in (*problem.fixed, *rest):
        if pair in problem.fixed or all(left[number] > 0 for number in over[pair]):
            taken.append(pair)
            for number in over[pair]:
                left[number] -= 1
    return taken


def ceiling(problem: Problem) -> float:
    """A bound without a solver: everyone's best pairs up to its cap, each counted half; and of the
    pairs at tables no more than the tables hold."""
    fixed = Counter(end for pair in problem.fixed for end in problem.ends[pair])
    left = [max(cap, fixed[at]) for at, cap in enumerate(problem.caps)]
    tables = max(sum(problem.supply[TABLES]), len(problem.fixed))
    halves = total = 0.0
    for pair, ends in zip(problem.pairs, problem.ends, strict=True):
        for end in ends:
            if left[end] > 0:
                left[end] -= 1
                halves += pair.value / 2
    for pair, uses in zip(problem.pairs, problem.uses, strict=True):
        if TABLES not in uses or tables > 0:
            total += pair.value
            tables -= TABLES in uses
    return min(halves, total)


def _lacking(problem: Problem, floors: Sequence[int], chosen: Sequence[int]) -> int:
    """Meetings that a choice lacks to its floors."""
    lack = list(floors)
    for pair in chosen:
        for end in problem.ends[pair]:
            lack[end] -= 1
    return sum(max(0, n) for n in lack)


class _Program:
    """The choice as a linear and as an integer program: a column for each pair, then one for what
    each participant lacks to its floor; a row for each limit, then one for each floor."""

    def __init__(
        self, problem: Problem, limits: Sequence[Limit], values: Sequence[float],
        floors: Sequence[int],
    ) -> None:
        import numpy as np

        self.problem, self.limits, self.floors = problem, limits, floors
        self.asking = [at for at, floor in enumerate(floors) if floor > 0]
        self.price = max(0.0, *values) if values else 0.0
        count = len(values)
        self.gain = np.array([*values, *(-self.price for _ in self.asking)])
        self.matrix, self.most = self._rows(count)
        self.low = np.zeros(len(self.gain))
        self.low[list(problem.fixed)] = 1
        self.high = np.array([1.0] * count + [float(floors[at]) for at in self.asking])
        self.count = count
        self.bound = float("inf")
        self.exact = False

    def solve(self, end: float, *, bound_only: bool = False) -> list[int]:
        """The best choice that there is time for (until ``end`` by the clock); `bound` and
        `exact` say afterwards how good it is. With ``bound_only`` any choice, and the bound of
        the relaxation."""
        import numpy as np

        best = greedy(self.problem, self.limits)
        worth = self._worth(best)
        relaxed = self._relaxed(end)
        if relaxed is None:
            return best
        reduced = self._reduced(relaxed)
        if bound_only:
            self.exact = True
            return best
        order = np.lexsort((-self.gain[:self.count], -relaxed.x[:self.count].round(6)))
        rounded = greedy(self.problem, self.limits, order.tolist())
        if self._worth(rounded) > worth:
            best, worth = rounded, self._worth(rounded)
        gap = self.bound - worth
        if gap <= max(_SURE, self._near):
            self.exact = True
            return best
        found = self._whole(reduced, gap, end)
        return found if found is not None and self._worth(found) > worth else best

    @property
    def _near(self) -> float:
        """How far from the bound a choice may stay."""
        return _NEAR * self.bound if self.count > _SMALL else 0.0

    def _rows(self, count: int) -> tuple[Any, Any]:
        import numpy as np
        from scipy.sparse import csr_array

        rows = [np.fromiter(limit.pairs, dtype=np.int32) for limit in self.limits]
        most = [float(limit.most) for limit in self.limits]
        signs = [np.ones(len(row)) for row in rows]
        of: dict[int, list[int]] = {at: [] for at in self.asking}
        for pair, ends in enumerate(self.problem.ends):
            for end in ends:
                if end in of:
                    of[end].append(pair)
        for column, (at, pairs) in enumerate(of.items()):
            rows.append(np.array([*pairs, count + column], dtype=np.int32))
            signs.append(-np.ones(len(pairs) + 1))
            most.append(-float(self.floors[at]))
        starts = np.cumsum([0, *(len(row) for row in rows)])
        empty = np.zeros(0)
        return csr_array(
            (np.concatenate([empty, *signs]),
             np.concatenate([empty.astype(np.int32), *rows]), starts),
            shape=(len(rows), count + len(of)),
        ), np.array(most)

    def _relaxed(self, end: float) -> Any:
        """The linear program's solution, or None when there was no time."""
        from scipy.optimize import linprog

        left = end - time.perf_counter()
        if left <= 0:
            return None
        import numpy as np

        found = linprog(
            -self.gain, A_ub=self.matrix, b_ub=self.most,
            bounds=np.column_stack((self.low, self.high)), method="highs-ipm",
            options={"time_limit": left})
        return found if found.status == 0 else None

    def _reduced(self, relaxed: Any) -> Any:
        """What each column gains beyond the dual prices of its rows; sets the bound from them."""
        import numpy as np

        prices = np.maximum(0.0, -relaxed.ineqlin.marginals)
        reduced = self.gain - self.matrix.T @ prices
        self.bound = float(
            prices @ self.most
            + np.sum(np.where(reduced > 0, reduced * self.high, reduced * self.low)))
        return reduced

    def _whole(self, reduced: Any, gap: float, end: float) -> list[int] | None:
        """The integer program of the pairs that a better choice could still change; lowers the
        bound to what it proves."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        left = end - time.perf_counter()
        if left <= 0:
            return None
        pairs = reduced[:self.count]
        sure = np.abs(pairs) > gap + _SURE
        low, high = self.low.copy(), self.high.copy()
        low[:self.count][sure & (pairs > 0)] = 1
        high[:self.count][sure & (pairs < 0)] = low[:self.count][sure & (pairs < 0)]
        whole = np.zeros(len(low))
        whole[:self.count] = 1
        found = milp(
            -self.gain, constraints=LinearConstraint(self.matrix, ub=self.most),
            bounds=Bounds(low, high), integrality=whole,
            options={"time_limit": left, "mip_rel_gap": self._near / max(self.bound, _SURE)})
        self.exact = found.status == 0
        if found.mip_dual_bound is not None:
            self.bound = min(self.bound, max(self.bound - gap, -float(found.mip_dual_bound)))
        if found.x is None:
            return None
        return [int(at) for at in np.flatnonzero(found.x[:self.count] > 0.5)]

    def _worth(self, chosen: Sequence[int]) -> float:
        lacking = _lacking(self.problem, self.floors, chosen) if self.asking else 0
        return float(self.gain[chosen].sum()) - self.price * lacking
