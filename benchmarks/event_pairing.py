"""Meetings of a synthetic event against the proven bound, beside one-pass greedy.

    python benchmarks/event_pairing.py [--all] [--seed 1]

Everybody offers and needs a few of 60 topics; the 40 best counterparts of each are candidates. A
plan is timed from scored pairs to reasons (choose, place, explain), checked by code that shares
nothing with the planner, and given as a share of its bound, which no timetable can exceed.
Prints the peak memory of the process in the end.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.memory import peak_megabytes
from graph.events import Hall, PairScore, Participant, Plan, plan

TOPICS, CANDIDATES, LEAST = 60, 40, 0.05


@dataclass(frozen=True)
class Case:
    people: int
    slots: int
    cap: int
    absent: float
    tables: int


CASES = (
    Case(500, 20, 10, 0.1, 150),
    Case(500, 20, 16, 0.2, 250),
    Case(500, 20, 16, 0.2, 210),
    Case(500, 20, 20, 0.0, 250),
    Case(500, 20, 18, 0.3, 250),
    Case(200, 12, 8, 0.1, 60),
)
LARGE = Case(2000, 24, 12, 0.1, 600)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--all", action="store_true", help="also 2,000 people")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    print(f"seed {options.seed}; {TOPICS} topics, {CANDIDATES} candidates each")
    print(f"{'people x slots':>14} {'cap':>4} {'absent':>7} {'tables':>7} {'pairs':>7} "
          f"{'seconds':>8} {'cpu s':>6} {'meetings':>9} {'of bound':>9} "
          f"{'greedy':>8} {'fewest':>7}")
    for case in (*CASES, LARGE) if options.all else CASES:
        print(line(case, options.seed), flush=True)
    print(f"peak memory {peak_megabytes():.0f} MB")
    return 0


def line(case: Case, seed: int) -> str:
    people, pairs, hall = event(case, seed)
    start, worked = time.perf_counter(), time.process_time()
    made = plan(people, pairs, hall)
    taken, worked = time.perf_counter() - start, time.process_time() - worked
    check(made)
    rough = greedy(people, pairs, hall)
    count = Counter(key for m in made for key in (m.pair.first, m.pair.second))
    note = f"  ({'; '.join(made.notes)})" if made.notes else ""
    return (f"{case.people:>7} x {case.slots:<4} {case.cap:>4} {case.absent:>7.0%} "
            f"{case.tables:>7} {len(pairs):>7} {taken:>8.2f} {worked:>6.2f} {len(made):>9} "
            f"{made.value / made.bound:>9.2%} {rough / made.bound:>8.2%} "
            f"{min(count[p.key] for p in people):>7}{note}")


def event(case: Case, seed: int) -> tuple[list[Participant], list[PairScore], Hall]:
    """People with topics offered and needed; a pair's score is both needs met, 0 to 2."""
    draw = np.random.default_rng(seed)
    offers = draw.dirichlet([LEAST] * TOPICS, case.people)
    needs = draw.dirichlet([LEAST] * TOPICS, case.people)
    fit = needs @ offers.T
    fit = fit + fit.T + 1e-3 * draw.random((case.people, case.people))
    fit = (fit + fit.T) / 2
    np.fill_diagonal(fit, 0)
    kept = {
        (min(i, j), max(i, j))
        for i in range(case.people)
        for j in map(int, np.argsort(-fit[i], kind="stable")[:CANDIDATES]) if fit[i, j] > LEAST
    }
    there = draw.random((case.people, case.slots)) >= case.absent
    people = [
        Participant(f"p{i:04d}", f"Organisation {i}", cap=case.cap,
                    available=frozenset(map(int, np.flatnonzero(there[i]))))
        for i in range(case.people)
    ]
    pairs = [PairScore(f"p{i:04d}", f"p{j:04d}", float(fit[i, j]), ()) for i, j in sorted(kept)]
    return people, pairs, Hall.of("2025-05-20 08:00", slots=case.slots, tables=case.tables)


def greedy(people: Sequence[Participant], pairs: Sequence[PairScore], hall: Hall) -> float:
    """The value of one pass: the best pair first, in its first free slot."""
    slots = len(hall.slots)
    free = {p.key: set(p.free(slots)) for p in people}
    left = {p.key: p.cap for p in people}
    tables = [hall.tables] * slots
    value = 0.0
    for pair in sorted(pairs, key=lambda p: (-p.value, p.first, p.second)):
        ends = (pair.first, pair.second)
        slot = next((s for s in sorted(free[pair.first] & free[pair.second]) if tables[s]), None)
        if slot is not None and all(left[key] for key in ends):
            value += pair.value
            tables[slot] -= 1
            for key in ends:
                free[key].discard(slot)
                left[key] -= 1
    return value


def check(made: Plan) -> None:
    """Stop when a plan breaks a rule: presence, caps, one place at a time, tables, the bound."""
    people = {p.key: p for p in made.participants}
    places, times, count = set(), set(), Counter[str]()
    for m in made:
        places.add((m.slot, m.table))
        for key in (m.pair.first, m.pair.second):
            times.add((key, m.slot))
            count[key] += 1
            if m.slot not in (people[key].available or ()):
                sys.exit(f"{key} is absent in slot {m.slot}")
    if len(places) < len(made) or len(times) < 2 * len(made):
        sys.exit("a table or a participant is used twice at one time")
    if any(n > people[key].cap for key, n in count.items()):
        sys.exit("a cap is exceeded")
    if any(not 0 <= table < made.hall.tables for _, table in places):
        sys.exit("there is no such table")
    if made.value > made.bound + 1e-6:
        sys.exit("the bound is below the value")


if __name__ == "__main__":
    sys.exit(main())
