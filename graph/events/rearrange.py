"""A timetable changed as little as is worth it: steps that gain more than the moves they cost.

What can stay stays. Who meets beside that comes from the same integer program as a new plan, in
which a meeting that stays is worth its price more (`choose` with stickiness); a slot is found by
the cheapest of all Kempe chains. Then each pair that does not meet may take the place of weaker
meetings, whose participants look for others in their turn. Every step that loses is taken back.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from statistics import median

from graph.events.choose import Choice, choose
from graph.events.limits import floors_of, pairs_of
from graph.events.problem import Problem, bits
from graph.events.situation import Situation
from graph.events.timetable import Timetable

_PASSES, _TRIES = 3, 3
"""Rounds through all pairs, and places tried for each."""
_GAIN = 1e-9
_ANYWAY = 0.5
"""The share of the price that another slot costs a meeting that must change its table anyway."""
_STICKIEST = 4.0
"""Above so many times the best pair's value no meeting is given up anyway: larger numbers only
cost the solver its precision."""


def rearrange(
    now: Situation, *, weight: float, time_limit: float
) -> tuple[dict[int, int], Choice]:
    """The slot of each pair that meets from now on, and the choice that it came from, with its
    bound. ``weight`` is the price of a moved meeting in values of the median meeting."""
    problem = now.problem
    price = weight * _typical(now)
    coming = {pair: m for pair, m in now.before.items() if m.slot >= now.now}
    closed = now.event.hall.closed
    can_stay = [pair for pair, m in sorted(coming.items()) if (m.slot, m.table) not in closed]
    table = Rearranging(
        problem, {pair: m.slot for pair, m in coming.items()},
        dict.fromkeys(coming, price * _ANYWAY) | dict.fromkeys(can_stay, price), past=now.past)
    for pair, meeting in now.before.items():
        if meeting.slot < now.now:
            table.put(pair, meeting.slot)
            table.frozen.add(pair)
    _stay(table, set(can_stay))
    _fix(table)
    choice = choose(problem, time_limit=time_limit, kept=can_stay,
                    stickiness=min(price, _STICKIEST * best_of(problem)))
    table.improve(choice.pairs, now.touched)
    return dict(sorted(table.slot_of.items())), choice


def _typical(now: Situation) -> float:
    """The value of the median meeting, or of the median pair where there are no meetings."""
    values = ([m.pair.value for m in now.before.values() if m.pair.value > 0]
              or [pair.value for pair in now.problem.pairs])
    return median(values) if values else 0.0


def best_of(problem: Problem) -> float:
    """The value of the best pair."""
    return max((pair.value for pair in problem.pairs), default=0.0)


def _stay(table: Rearranging, can_stay: Collection[int]) -> None:
    """Put all meetings where they were, as far as they can: locked ones first, those at a lost
    table last."""
    fixed = table.problem.fixed
    for pair in sorted(table.before, key=lambda p: (p not in fixed, p not in can_stay, p)):
        slot = table.before[pair]
        if table.possible(pair) >> slot & 1:
            table.put(pair, slot)
            if pair in fixed:
                table.frozen.add(pair)


def _fix(table: Rearranging) -> None:
    """Locked pairs that have no place take the one that costs least."""
    for pair in table.fix():
        if places := table.places(pair):
            table.take_place(pair, max(places)[1])
    table.frozen |= table.problem.fixed.keys() & table.slot_of.keys()


class Rearranging(Timetable):
    """A timetable that knows when its pairs met ``before`` and at what ``price`` each leaves that
    slot, and that can take back its steps."""

    def __init__(
        self, problem: Problem, before: Mapping[int, int], price: Mapping[int, float], *, past: int
    ) -> None:
        self.before, self.price = before, price
        self._steps: list[tuple[int, int | None]] = []
        """Pairs that were put (None), or taken out of a slot."""
        super().__init__(problem, past=past)
        self._own = pairs_of(problem)
        self._floors = floors_of(problem)
        self._best = best_of(problem)

    def put(self, pair: int, slot: int) -> None:
        """The pair meets in the slot."""
        super().put(pair, slot)
        self._steps.append((pair, None))

    def take(self, pair: int) -> int:
        """The pair meets no longer; the slot that it had."""
        slot = super().take(pair)
        self._steps.append((pair, slot))
        return slot

    def settle(self, pair: int) -> bool:
        """Place a pair where it was, else in the slot with most tables left, or by a repair."""
        slots = self.possible(pair)
        home = self.before.get(pair)
        if home is not None and slots >> home & 1:
            self.put(pair, home)
            return True
        return super().settle(pair)

    def repair(self, pair: int) -> bool:
        """Free a slot for a pair that has none at the least loss, without losing a meeting; not at
        a greater one than the pair is worth."""
        if not self.has_room(pair):
            return False
        a, b = self.ends[pair]
        allowed = self.allowed[pair]
        both = allowed & self.roomy[a] & self.roomy[b] & self.free[a] & self.free[b]
        if any(self._make_room(pair, slot) for slot in bits(both)):
            return True
        least, best = self.problem.pairs[pair].value, None
        for one, other in ((a, b), (b, a)):
            for s in bits(allowed & self.roomy[one] & self.free[one] & self.taken[other]):
                for t in bits(self.free[other] & self.roomy[other]):
                    found = self.chain(other, s, t)
                    if (found is not None and found[1] not in self.ends[pair]
                            and (loss := self._loss(found[0], s, t)) < least
                            and self.can_exchange(found[0], s, t, pair)):
                        least, best = loss, (found[0], s, t)
        if best is None:
            return False
        self.exchange(*best)
        self.put(pair, best[1])
        return True

    def improve(self, chosen: Iterable[int], touched: Collection[int]) -> None:
        """Take every step that gains: towards the chosen pairs, then filling what is left free,
        then in place of weaker meetings. The last is tried for chosen pairs and around the
        ``touched`` participants and those who lost a meeting: elsewhere nothing became better."""
        wanted = set(chosen)
        self._keep_if_better(partial(self._towards, wanted))
        self._fill()
        for _ in range(_PASSES):
            near = {*touched, *(end for pair in self.before if pair not in self.slot_of
                                for end in self.ends[pair])}
            if not any([self._replace(pair) for pair in self._idle()
                        if pair in wanted or not near.isdisjoint(self.ends[pair])]):
                break
            self._fill()

    def places(self, pair: int, most: float = math.inf) -> list[tuple[float, int]]:
        """(what it gains, slot) for each slot that a pair could take from others at a loss below
        the most."""
        found = []
        a, b = self.ends[pair]
        least = [self._least(end) if self.room_of(end) < 1 else 0.0 for end in (a, b)]
        for slot in bits(self.allowed[pair] & self.there[a] & self.there[b]):
            if sum(self._held(self.busy[end][slot]) if slot in self.busy[end] else low
                   for end, low in zip((a, b), least, strict=True)) >= most:
                continue
            mark = len(self._steps)
            if self.take_place(pair, slot):
                found.append((self._gain(mark), slot))
            self._undo(mark)
        return found

    def take_place(self, pair: int, slot: int) -> bool:
        """The pair meets in the slot, and who is in the way meets no longer: the meetings of the
        two in that slot, the weakest of their others where a cap is reached, the weakest in the
        slot where a supply is used up."""
        a, b = self.ends[pair]
        for end in (a, b):
            if (other := self.busy[end].get(slot)) is not None and not self._lose([other]):
                return False
        for end in (a, b):
            if not self.roomy[end] >> slot & 1:
                session = self.session_of(slot)
                if not self._lose(p for at, p in self.busy[end].items() if session >> at & 1):
                    return False
            if self.room_of(end) < 1 and not self._lose(self.busy[end].values()):
                return False
        for supply in self.uses[pair]:
            if not self.open[supply] >> slot & 1 and not self._lose(
                    p for p in self.members[slot] if supply in self.uses[p]):
                return False
        if not self.possible(pair) >> slot & 1:
            return False
        self.put(pair, slot)
        return True

    # --- steps ----------------------------------------------------------------------------------

    def _towards(self, wanted: Collection[int]) -> None:
        """Give up the meetings that are not wanted, place those that are; then go home what can."""
        out = [pair for pair in sorted(self.slot_of)
               if pair not in wanted and pair not in self.frozen]
        for pair in out:
            self.take(pair)
        for pair in (*sorted(set(wanted) - self.slot_of.keys()), *out):
            self._keep_if_better(partial(self.settle, pair))

    def _fill(self) -> None:
        """Give what room is left to the best pairs that do not meet."""
        for pair in self._idle():
            if self.has_room(pair):
                self._keep_if_better(partial(self.settle, pair))

    def _replace(self, pair: int) -> bool:
        """Give a pair the place of weaker meetings, whose participants meet others then."""
        value = self.problem.pairs[pair].value
        places = sorted(self.places(pair, 1.5 * value), key=lambda place: (-place[0], place[1]))
        return any(
            gain > -value / 2 and self._keep_if_better(partial(self._push, pair, slot))
            for gain, slot in places[:_TRIES])

    def _push(self, pair: int, slot: int) -> None:
        mark = len(self._steps)
        self.take_place(pair, slot)
        lost = [other for other, at in self._steps[mark:] if at is not None]
        for end in dict.fromkeys(end for other in lost for end in self.ends[other]):
            for other in self._own[end]:
                if (other not in self.slot_of and self.problem.pairs[other].value > 0
                        and self.possible(other)):
                    self.settle(other)
                    break

    def _idle(self) -> list[int]:
        """The pairs that do not meet and are worth it, the best first."""
        return [at for at, pair in enumerate(self.problem.pairs)
                if at not in self.slot_of and pair.value > 0]

    def _lose(self, pairs: Iterable[int]) -> bool:
        """Give up the weakest of some meetings, if one may be given up."""
        weakest = min((pair for pair in pairs if pair not in self.frozen),
                      key=lambda pair: (self._held(pair), pair), default=None)
        if weakest is None:
            return False
        self.take(weakest)
        return True

    # --- what a step is worth -------------------------------------------------------------------

    def _worth(self, pair: int, slot: int | None) -> float:
        """A pair's value where it meets, less the price of a meeting that is not where it was."""
        value = 0.0 if slot is None else self.problem.pairs[pair].value
        return value - self.price[pair] if self.before.get(pair, slot) != slot else value

    def _held(self, pair: int) -> float:
        """What giving up a meeting costs."""
        if pair in self.frozen:
            return math.inf
        value = self.problem.pairs[pair].value
        return value + self.price[pair] if self.before.get(pair) == self.slot_of[pair] else value

    def _least(self, end: int) -> float:
        """What giving up the weakest meeting of a participant costs."""
        return min(map(self._held, self.busy[end].values()), default=0.0)

    def _loss(self, chain: Iterable[int], s: int, t: int) -> float:
        """What it costs when a chain's meetings change from s to t and from t to s."""
        return sum(self._worth(pair, self.slot_of[pair])
                   - self._worth(pair, s + t - self.slot_of[pair]) for pair in chain)

    def _gain(self, mark: int) -> float:
        """What the steps since the mark have gained."""
        first: dict[int, int | None] = {}
        for pair, slot in self._steps[mark:]:
            first.setdefault(pair, slot)
        return sum(self._worth(pair, self.slot_of.get(pair)) - self._worth(pair, slot)
                   for pair, slot in first.items()) + self._floors_gain(first)

    def _floors_gain(self, first: Mapping[int, int | None]) -> float:
        """What it is worth that fewer, or more, meetings are lacking to floors than before the
        steps that began with these slots: each as much as the best pair, as in choosing."""
        more: Counter[int] = Counter()
        for pair, slot in first.items():
            for end in self.ends[pair]:
                more[end] += (pair in self.slot_of) - (slot is not None)
        return self._best * sum(
            max(0, self._floors[end] - held + change) - max(0, self._floors[end] - held)
            for end, change in more.items() if self._floors[end]
            for held in (len(self.busy[end]),))

    def _keep_if_better(self, step: Callable[[], object]) -> bool:
        """Do a step, and take it back unless it gains."""
        mark = len(self._steps)
        step()
        if self._gain(mark) > _GAIN:
            return True
        self._undo(mark)
        return False

    def _undo(self, mark: int) -> None:
        """Take back the steps since the mark."""
        for pair, slot in reversed(self._steps[mark:]):
            if slot is None:
                super().take(pair)
            else:
                super().put(pair, slot)
        del self._steps[mark:]
