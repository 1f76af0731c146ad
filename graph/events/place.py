"""When: chosen pairs into slots, then whatever room is left to the next best.

Locked pairs go first, then the chosen ones by slack (`Timetable`). What finds no slot may take the
place of weaker meetings, which look for another in their turn; the room that is left goes to the
best of the rest; and where much of the choice is lost, each slot is improved (`improve`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.events.agreed import agreed
from graph.events.improve import improve
from graph.events.problem import Problem, bits
from graph.events.timetable import Timetable

_DEEPEST = 4
"""So many meetings may in turn lose their place to a better one."""

_LOST = 0.003
"""From such a share of the chosen value on that found no slot, the slots are gone through again."""


def place(problem: Problem, chosen: Sequence[int]) -> dict[int, int]:
    """The slot of each pair that meets: the chosen pairs as far as they find one, and the best of
    the rest where room is left. Pairs are positions of the problem."""
    table = Timetable(problem)
    if table.fix():
        table = Timetable.of(problem, agreed(table))
    homeless = table.place(pair for pair in chosen if pair not in problem.fixed)
    for pair in sorted(homeless):
        displace(table, pair)
    fill(table)
    values = [pair.value for pair in problem.pairs]
    wished = sum(values[pair] for pair in chosen)
    if sum(values[pair] for pair in table.slot_of) < (1 - _LOST) * wished:
        improve(table)
        fill(table)
    return dict(sorted(table.slot_of.items()))


def fill(table: Timetable) -> None:
    """Give what room is left to the best pairs that do not meet."""
    for pair in range(len(table.ends)):
        if pair not in table.slot_of:
            table.settle(pair)
    opened = True
    while opened:  # a repair may have opened a slot for a pair that was looked at before
        opened = False
        for pair in range(len(table.ends)):
            if pair not in table.slot_of and (slots := table.possible(pair)):
                table.put(pair, table.emptiest(slots))
                opened = True


def filled(problem: Problem, slots: Mapping[int, int]) -> dict[int, int]:
    """The slots with the room that is left given to further pairs."""
    table = Timetable.of(problem, slots)
    fill(table)
    return dict(sorted(table.slot_of.items()))


def displace(table: Timetable, pair: int) -> None:
    """Give a pair the place of a weaker meeting, which looks for another in its turn."""
    for _ in range(_DEEPEST):
        if table.settle(pair):
            return
        for weaker in _in_its_way(table, pair):
            slot = table.take(weaker)
            if slots := table.possible(pair):
                table.put(pair, table.emptiest(slots))
                break
            table.put(weaker, slot)
        else:
            return
        pair = weaker


def _in_its_way(table: Timetable, pair: int) -> list[int]:
    """Weaker meetings that a pair could take the place of, the weakest first: those of the two,
    and those in full slots in which both are free."""
    a, b = table.ends[pair]
    near = {*table.busy[a].values(), *table.busy[b].values()}
    for slot in bits(table.allowed[pair] & table.free[a] & table.free[b]):
        near.add(max(table.members[slot], default=-1))
    return sorted((other for other in near if other > pair and other not in table.frozen
                   and other not in table.problem.fixed), reverse=True)
