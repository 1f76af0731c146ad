"""Fewer idle gaps: the same meetings, in slots that lie closer together for those who meet.

A meeting next to a gap goes to a slot that closes it, with the meetings that must change their
slots for that (a Kempe chain of two slots). Only the two participants at the ends of such a chain
are then busy at other times, so each step is judged by these two alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from graph.events.problem import Problem, bits
from graph.events.timetable import Timetable

_PASSES, _TRIALS = 50, 12
"""Rounds through all participants, and chains tried in all for each meeting."""

_GAP = 3
"""What a gap weighs beside each idle slot in it."""


def gaps(taken: int, there: int, sessions: Sequence[int]) -> int:
    """How often one with meetings in the ``taken`` slots waits for the next one: runs of idle
    slots between meetings of one session. Slots in which it is not there are no waiting."""
    return sum(_waits(taken & session, session & ~there)[0] for session in sessions)


def _waits(met: int, away: int) -> tuple[int, int]:
    """The gaps and the idle slots of a session."""
    if not met & (met - 1):
        return 0, 0
    inside = (1 << met.bit_length()) - (met & -met)
    idle = (inside & ~met & ~away).bit_count()
    while reached := met << 1 & away & ~met:
        met |= reached
    return (met & ~(met << 1)).bit_count() - 1, idle


def tidy(problem: Problem, slots: Mapping[int, int], *, seed: int = 1) -> dict[int, int]:
    """The same pairs in slots with as few idle gaps as a bounded search finds; never more than
    before. Locked slots stay; the same seed gives the same slots."""
    table = Timetable.of(problem, slots)
    draw = Random(seed)
    left = _TRIALS * len(slots)
    for _ in range(_PASSES):
        order = [end for end, taken in enumerate(table.taken) if _waiting(table, end, taken)]
        draw.shuffle(order)
        before = dict(table.slot_of)
        for end in order:
            while left > 0:
                tried, closed = _close(table, end)
                left -= tried
                if not closed:
                    break
        if left <= 0 or before == table.slot_of:
            break
    return dict(sorted(table.slot_of.items()))


def _waiting(table: Timetable, end: int, taken: int) -> int:
    """How bad a participant's waiting would be with meetings in the slots."""
    cost = 0
    for session in table.problem.sessions:
        found, idle = _waits(taken & session, session & ~table.problem.free[end])
        cost += _GAP * found + idle
    return cost


def _close(table: Timetable, end: int) -> tuple[int, bool]:
    """Lessen a participant's waiting: how many chains were tried, and whether one did it."""
    tried = 0
    taken = table.taken[end]
    now = _waiting(table, end, taken)
    for s in bits(taken if now else 0):
        room = table.roomy[end] | table.session_of(s)
        for t in bits(table.allowed[table.busy[end][s]] & table.free[end] & room):
            gain = now - _waiting(table, end, taken ^ (1 << s | 1 << t))
            if gain > 0:
                tried += 1
                if _improves(table, end, s, t, gain):
                    return tried, True
    return tried, False


def _improves(table: Timetable, end: int, s: int, t: int, gain: int) -> bool:
    """Do the chain's step if its two ends together wait less; or as long, but the one that comes
    first among the participants more and the other less, so that gaps wander and may vanish."""
    if (found := table.chain(end, s, t)) is None:
        return False
    pairs, last = found
    taken = table.taken[last]
    gain += (_waiting(table, last, taken)
             - _waiting(table, last, taken ^ (1 << s | 1 << t)))
    if gain < (last > end) or not table.can_exchange(pairs, s, t):
        return False
    table.exchange(pairs, s, t)
    return True
