"""Who meets: the set of pairs of the greatest total score that caps and hall allow.

A maximum-weight b-matching (each participant at most its cap, all together at most the hall's
capacity), solved as an integer program by HiGHS (Huangfu & Hall 2018, Math. Prog. Comp. 10,
119-142) as scipy carries it. Its linear relaxation is nearly integral; the lower of its value and
the solver's own bound is the proof.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.events.model import Hall, PairScore, Participant

_SMALL, _NEAR = 5_000, 5e-4
"""Up to so many pairs the best choice is found; above, one that is proven to be as near: the last
0.05 % took ten times the time, and placing the pairs costs more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen pairs, the value that no choice can exceed, and whether the solver came to its
    end."""

    pairs: tuple[PairScore, ...]
    bound: float
    exact: bool


def caps_of(participants: Sequence[Participant], hall: Hall) -> dict[str, int]:
    """The meetings that each can have: its cap, or its slots where they are fewer."""
    return {p.key: min(p.cap, len(p.free(len(hall.slots)))) for p in participants}


def common_slots(first: Participant, second: Participant, hall: Hall) -> frozenset[int]:
    """Slots in which both are there."""
    slots = len(hall.slots)
    return first.free(slots) & second.free(slots)


def choose(
    participants: Sequence[Participant], pairs: Sequence[PairScore], hall: Hall, *,
    time_limit: float = 10.0,
) -> Choice:
    """Choose pairs that have a common slot. Past the time limit the best choice so far is taken
    (a greedy one if the solver has none); the bound holds all the same."""
    by_key = {p.key: p for p in participants}
    possible = sorted(
        (p for p in pairs
         if p.value > 0 and common_slots(by_key[p.first], by_key[p.second], hall)),
        key=lambda p: (-p.value, p.first, p.second),
    )
    caps = caps_of(participants, hall)
    if not possible:
        return Choice((), 0.0, True)
    bound, exact, taken = _solve(possible, caps, hall.capacity, time_limit)
    rough = greedy(possible, caps, hall.capacity)
    if sum(p.value for p in taken) < sum(p.value for p in rough):
        taken, exact = rough, False
    return Choice(tuple(taken), max(bound, sum(p.value for p in taken)), exact)


def greedy(
    pairs: Sequence[PairScore], caps: Mapping[str, int], capacity: int
) -> list[PairScore]:
    """The best pair first, as long as caps and hall allow; pairs must come best first."""
    left = dict(caps)
    taken: list[PairScore] = []
    for pair in pairs:
        if len(taken) < capacity and left[pair.first] > 0 and left[pair.second] > 0:
            taken.append(pair)
            left[pair.first] -= 1
            left[pair.second] -= 1
    return taken


def ceiling(
    pairs: Sequence[PairScore], caps: Mapping[str, int], capacity: int
) -> float:
    """A bound without a solver: everyone's best pairs up to its cap, each counted half, and no more
    than the hall holds. Pairs must come best first."""
    left = dict(caps)
    halves = 0.0
    for pair in pairs:
        for key in (pair.first, pair.second):
            if left[key] > 0:
                left[key] -= 1
                halves += pair.value / 2
    return min(halves, sum(pair.value for pair in pairs[:capacity]))


def _solve(
    pairs: Sequence[PairScore], caps: Mapping[str, int], capacity: int, time_limit: float
) -> tuple[float, bool, list[PairScore]]:
    """(proven bound, solved to the end?, chosen pairs)."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    keys = sorted({key for pair in pairs for key in (pair.first, pair.second)})
    row = {key: i for i, key in enumerate(keys)}
    columns = np.arange(len(pairs))
    ends = [[row[p.first] for p in pairs], [row[p.second] for p in pairs],
            [len(keys)] * len(pairs)]  # the last row is the hall
    matrix = csr_array(
        (np.ones(3 * len(pairs)), (np.concatenate(ends), np.tile(columns, 3))),
        shape=(len(keys) + 1, len(pairs)),
    )
    limits = LinearConstraint(matrix, ub=[*(caps[key] for key in keys), capacity])
    values = np.array([pair.value for pair in pairs])
    options = {"time_limit": time_limit}
    relaxed = milp(-values, constraints=limits, bounds=Bounds(0, 1), options=options)
    near = 0.0 if len(pairs) <= _SMALL else _NEAR
    whole = milp(-values, constraints=limits, bounds=Bounds(0, 1), integrality=1,
                 options={**options, "mip_rel_gap": near})
    chosen = [] if whole.x is None else [p for p, x in zip(pairs, whole.x, strict=True) if x > 0.5]
    bounds = [ceiling(pairs, caps, capacity)]
    if relaxed.status == 0:
        bounds.append(-float(relaxed.fun))
    if whole.x is not None and whole.mip_dual_bound is not None:
        bounds.append(-float(whole.mip_dual_bound))
    return min(bounds), whole.status == 0, chosen
