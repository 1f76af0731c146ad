"""Slots for locked meetings, exactly: an integer program over pairs and slots.

For when `Timetable.fix` leaves some without: few pairs, but they must be held if that can be.
"""

from __future__ import annotations

from graph.events.limits import limits_in
from graph.events.problem import bits
from graph.events.timetable import Timetable


def agreed(table: Timetable) -> dict[int, int]:
    """The slots of as many of the locked pairs as can be held at once, beside no other meeting."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    columns = [
        (pair, slot)
        for pair in sorted(table.problem.fixed)
        for slot in bits(table.allowed[pair] & table.there[table.ends[pair][0]]
                         & table.there[table.ends[pair][1]])
    ]
    rows: dict[tuple[object, ...], list[int]] = {}
    most: dict[tuple[object, ...], int] = {}
    for at, (pair, slot) in enumerate(columns):
        for limit, number in limits_in(table.problem, pair, slot, table.uses[pair], table.supply):
            rows.setdefault(limit, []).append(at)
            most[limit] = number
    if not columns:
        return {}
    starts = np.cumsum([0, *(len(row) for row in rows.values())])
    matrix = csr_array(
        (np.ones(starts[-1]), np.concatenate([*rows.values()]), starts),
        shape=(len(rows), len(columns)))
    found = milp(-np.ones(len(columns)), constraints=LinearConstraint(matrix, ub=[*most.values()]),
                 bounds=Bounds(0, 1), integrality=1)
    return {} if found.x is None else {
        pair: slot for (pair, slot), x in zip(columns, found.x, strict=True) if x > 0.5}
