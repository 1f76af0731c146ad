"""Who meets: the set of pairs of the greatest total score that caps and hall allow.

A maximum-weight b-matching (each participant at most its cap, all together at most the hall's
capacity), solved as an integer program by HiGHS (Huangfu & Hall 2018, Math. Prog. Comp. 10,
119-142). Its linear relaxation is nearly integral and gives the bound that is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.events.model import Hall, PairScore, Participant


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen pairs, and the value that no choice can exceed."""

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
    seed: int = 0, time_limit: float = 10.0,
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
    bound, exact, taken = _solve(possible, caps, hall.capacity, seed, time_limit)
    rough = greedy(possible, caps, hall.capacity)
    if sum(p.value for p in taken) < sum(p.value for p in rough):
        taken, exact = rough, False
    return Choice(tuple(taken), max(bound, sum(p.value for p in taken)), exact)


def greedy(
    pairs: Sequence[PairScore], caps: Mapping[str, int], capacity: int
) -> list[PairScore]:
    """The best pair first, as long as caps and hall allow; pairs must come best first."""
    left = dict(caps)
    taken = []
    for pair in pairs:
        if len(taken) < capacity and left[pair.first] > 0 and left[pair.second] > 0:
            taken.append(pair)
            left[pair.first] -= 1
            left[pair.second] -= 1
    return taken


def _solve(
    pairs: Sequence[PairScore], caps: Mapping[str, int], capacity: int, seed: int,
    time_limit: float,
) -> tuple[float, bool, list[PairScore]]:
    """(linear bound, solved to the end?, chosen pairs)."""
    import highspy
    import numpy as np

    rows: dict[str, list[int]] = defaultdict(list)
    for column, pair in enumerate(pairs):
        rows[pair.first].append(column)
        rows[pair.second].append(column)
    model = highspy.HighsLp()
    count = len(pairs)
    model.num_col_, model.num_row_ = count, len(rows) + 1
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array([pair.value for pair in pairs])
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    limits = [float(caps[key]) for key in sorted(rows)] + [float(capacity)]
    model.row_lower_ = np.full(len(limits), -highspy.kHighsInf)
    model.row_upper_ = np.array(limits)
    columns = [rows[key] for key in sorted(rows)] + [list(range(count))]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0] + [len(c) for c in columns])
    model.a_matrix_.index_ = np.concatenate([np.array(c, dtype=np.int32) for c in columns])
    model.a_matrix_.value_ = np.ones(sum(len(c) for c in columns))
    bound = _run(model, seed, time_limit)[0]
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    _, exact, values = _run(model, seed, time_limit)
    return bound, exact, [p for p, value in zip(pairs, values, strict=False) if value > 0.5]


def _run(model: object, seed: int, time_limit: float) -> tuple[float, bool, list[float]]:
    """(objective bound, optimal?, values) of one run of the solver."""
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", seed)
    solver.setOptionValue("time_limit", float(time_limit))
    solver.passModel(model)
    solver.run()
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    values = list(solver.getSolution().col_value)
    return float(solver.getInfo().objective_function_value), optimal, values
