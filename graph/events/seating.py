"""Where: a table for each meeting of a slot, so that few participants change theirs.

In each slot meetings and tables are an assignment problem (Kuhn 1955, Nav. Res. Log. Quart. 2,
83-97), which scipy solves: a meeting gains where one of its two sat before. Of the two who last
sat at a table at most one can stay, so one change a meeting is about the least there can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.events.problem import TABLES, Problem
from graph.events.results import Meeting

_LOCKED, _KEPT, _SAT = 1e6, 1e3, 1.0
"""What a table is worth to a meeting that is locked to it, that has it, and for each of its two
who sat there last."""


def seat(
    problem: Problem, slots: Mapping[int, int], *, seated: Mapping[int, int | None] | None = None
) -> list[Meeting]:
    """The meetings of pairs (positions) in their slots, each at a table where it needs one, by
    slot and table. Pairs keep the tables that they have (``seated``) where these can be used."""
    last: dict[int, int] = {}
    meetings = []
    for slot in sorted(set(slots.values())):
        members = sorted(pair for pair, at in slots.items() if at == slot)
        at_table = [pair for pair in members if TABLES in problem.uses[pair]]
        tables = dict.fromkeys(members) | _tables(problem, slot, at_table, last, seated or {})
        for pair, table in tables.items():
            if table is not None:
                last.update(dict.fromkeys(problem.ends[pair], table))
            meetings.append(Meeting(problem.pairs[pair], slot, table))
    return sorted(meetings, key=_in_order)


def _tables(
    problem: Problem, slot: int, pairs: Sequence[int], last: Mapping[int, int],
    seated: Mapping[int, int | None],
) -> dict[int, int]:
    """The table of each pair in a slot, of the greatest gain; the first tables among equals."""
    if not pairs:
        return {}
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    tables = problem.event.hall.tables_in(slot)
    column = {table: at for at, table in enumerate(tables)}
    gain = np.zeros((len(pairs), len(tables)))
    gain -= np.arange(len(tables)) * (_SAT / 4 / len(tables) / len(pairs))
    for row, pair in enumerate(pairs):
        worth = [(last.get(end), _SAT) for end in problem.ends[pair]]
        worth.append((seated.get(pair), _KEPT))
        worth.append((problem.fixed.get(pair, (None, None))[1], _LOCKED))
        for table, value in worth:
            if table in column:
                gain[row, column[table]] += value
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return {pairs[row]: tables[at] for row, at in zip(rows, columns, strict=True)}


def _in_order(meeting: Meeting) -> tuple[int, bool, int, str, str]:
    return (meeting.slot, meeting.table is None, meeting.table or 0, *meeting.pair.keys)
