"""Given meetings with a proof, or a timetable with an honest gap: CP-SAT, asked in several ways.

First whether nobody need have a break; then two searches side by side on what is open. One proves:
it looks for the fewest breaks by unsatisfiable cores, the way of MaxSAT that was best for this
problem (Bofill et al. 2022). One finds: it lets only a few participants, drawn by their number of
meetings, have breaks and holds all others to none, which is solved in seconds (a large
neighbourhood search: Shaw 1998, CP'98, 417-431). They share the best timetable and bound, and end
when these meet. The bound of the linear relaxation comes before both: it counts what the cores
would take long to count.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from random import Random
from threading import Event, Lock

from graph.events.given import Found, Puzzle
from graph.events.given_milp import linear_bound
from graph.events.given_model import Model

_FIRST_SHARE = 0.2
"""Of the time at most for the linear bound, and for each of the first questions."""
_TRY = 10.0
"""Seconds for one draw of participants who may have breaks; twice that when all draws failed."""
_DRAWS = 6
"""Draws without a better timetable before twice as many participants may have breaks."""
_POLL = 0.2
"""Seconds between two looks whether all is proven."""


def solve_exact(puzzle: Puzzle, *, time_limit: float, seed: int, workers: int) -> Found:
    """The timetable with the fewest breaks that is found in the time (seconds)."""
    race = _Race(puzzle, time_limit)
    bound = linear_bound(puzzle, time_limit=time_limit * _FIRST_SHARE)
    if bound is None:
        return Found(None, 0, True)
    race.lift(bound)
    _without_breaks(race, seed)
    if race.open():
        if workers > 1:
            with ThreadPoolExecutor(workers) as pool:
                tasks = [pool.submit(_prove, race, seed)]
                tasks += [pool.submit(_find, race, seed + at, race.end)
                          for at in range(1, workers)]
                while wait(tasks, timeout=_POLL).not_done:
                    race.halt()
                for task in tasks:
                    task.result()
        else:
            _find(race, seed, time.monotonic() + 0.4 * race.left())
            _prove(race, seed)
    return Found(race.best, race.bound, race.over.is_set())


class _Race:
    """What the searches of one puzzle share: best timetable, bound, and whether all is said."""

    def __init__(self, puzzle: Puzzle, time_limit: float) -> None:
        self.puzzle = puzzle
        self.limit = time_limit
        self.end = time.monotonic() + time_limit
        self.best: tuple[int, ...] | None = None
        self.breaks: int | None = None
        self.bound = 0
        self.over = Event()
        """Is the best timetable proven, or that there is none?"""
        self.forced = {p: least for p in range(puzzle.people) if (least := puzzle.fewest(p))}
        self._running: set[Model] = set()
        self._lock = Lock()
        self.lift(sum(self.forced.values()))

    def left(self) -> float:
        """Seconds."""
        return max(0.0, self.end - time.monotonic())

    def open(self) -> bool:
        """Is there something to find and time to find it?"""
        return not self.over.is_set() and self.left() > 0

    def offer(self, slots: tuple[int, ...]) -> None:
        """A timetable that keeps all rules."""
        breaks = self.puzzle.breaks(slots)
        with self._lock:
            if self.breaks is None or breaks < self.breaks:
                self.best, self.breaks = slots, breaks
        self._compare()

    def lift(self, bound: int) -> None:
        """No timetable has fewer breaks."""
        with self._lock:
            self.bound = max(self.bound, bound)
        self._compare()

    def finish(self) -> None:
        """All is proven; the other searches stop."""
        self.over.set()
        self.halt()

    def halt(self) -> None:
        """Stop the searches if all is proven; also those that only began meanwhile."""
        with self._lock:
            if self.over.is_set():
                for model in self._running:
                    model.solver.stop_search()

    def ask(
        self, model: Model, seconds: float, seed: int, *, least: bool = False, proof: bool = False
    ) -> tuple[tuple[int, ...] | None, bool]:
        """Solve a model and take over what it finds, and its bounds where it is a ``proof``."""
        with self._lock:
            if self.over.is_set():
                return None, False
            self._running.add(model)
        try:
            slots, ended = model.solve(
                min(seconds, self.left()), seed=seed, least=least,
                told=self.lift if proof else None, seen=self.offer)
        finally:
            with self._lock:
                self._running.discard(model)
        if slots is not None:
            self.offer(slots)
        return slots, ended

    def _compare(self) -> None:
        if self.breaks is not None and self.breaks <= self.bound:
            self.finish()


def _without_breaks(race: _Race, seed: int) -> None:
    """Have only those breaks who cannot but have them, and no more than they must?"""
    fewest = sum(race.forced.values())
    if race.bound > fewest:
        return
    model = Model(race.puzzle, loose=race.forced, at_most=fewest)
    slots, ended = race.ask(model, race.limit * _FIRST_SHARE, seed)
    if slots is None and ended:
        race.lift(fewest + 1)


def _prove(race: _Race, seed: int) -> None:
    """The fewest breaks, from below."""
    model = Model(race.puzzle, at_least=race.bound)
    slots, ended = race.ask(model, race.left(), seed, least=True, proof=True)
    if ended:
        if slots is not None:
            race.lift(race.puzzle.breaks(slots))
        race.finish()


def _find(race: _Race, seed: int, end: float) -> None:
    """Better and better timetables, until ``end``."""
    if race.best is None:
        slots, ended = race.ask(Model(race.puzzle), race.left(), seed)
        if slots is None and ended:
            race.finish()
    ended = True
    while race.open() and ended:  # is there one as good as the bound?
        bound = race.bound
        slots, ended = race.ask(Model(race.puzzle, at_most=bound), _TRY, seed)
        if slots is None and ended:
            race.lift(bound + 1)
    _draw(race, Random(seed), end)


def _draw(race: _Race, random: Random, end: float) -> None:
    """Let a few have breaks, all others none; more of them when that finds nothing better."""
    puzzle = race.puzzle
    people = [p for p, own in enumerate(puzzle.own) if len(own) > 1]
    size, seconds, failed = max(1, race.bound), _TRY, 0
    while race.open() and time.monotonic() < end:
        # By number of meetings, without replacement (Efraimidis & Spirakis 2006).
        drawn = sorted(people, key=lambda p: random.random() ** (1 / len(puzzle.own[p])))
        loose = {*drawn[-size:], *race.forced}
        before = race.breaks
        model = Model(puzzle, loose=loose, at_least=race.bound,
                      at_most=None if before is None else before - 1)
        race.ask(model, seconds, random.randrange(2**31), least=True)
        failed = 0 if race.breaks != before else failed + 1
        if failed >= _DRAWS:
            failed, size = 0, 2 * size
        if size > len(people):
            size, seconds = max(1, race.bound), 2 * seconds
