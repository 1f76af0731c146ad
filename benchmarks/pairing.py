"""Meetings of synthetic events against the proven bound, beside one-pass greedy.

    python benchmarks/pairing.py [--seed 1] [--without-large] [--cp-sat 180]

Everybody offers and needs a few of 60 topics; the 40 best counterparts of each are candidates. A
plan is timed from scored pairs to reasons (choose, place, tidy, seat, explain), checked by code
that shares nothing with the planner, and given as a share of its bound, which no timetable can
exceed; so is the greedy plan: the best pair first, in its first free slot. Seconds by the clock
and of the processor are the median of three runs, where one takes less than ten seconds.

With ``--cp-sat`` the first event is also given to a single CP-SAT model that chooses and places at
once (needs ortools, which the extra ``solver`` brings), for so many seconds.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from benchmarks.memory import peak_megabytes
from graph.events import Event, Hall, PairScore, Participant, Plan
from graph.events.plan import plan

TOPICS, CANDIDATES, LEAST = 60, 40, 0.05
RUNS, QUICK = 3, 10.0
SCALE = 100_000
"""CP-SAT counts in whole numbers: a score of 1."""


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
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-large", action="store_true", help="not the 2,000 x 24 event")
    parser.add_argument("--cp-sat", type=float, default=0.0, metavar="SECONDS",
                        help="also the first event by a single CP-SAT model (180 is worth it)")
    options = parser.parse_args(argv)
    print(f"offers and needs: Dirichlet({LEAST}) over {TOPICS} topics; score: both needs met, 0 to "
          f"2; {CANDIDATES} candidates each; absent slots at random; seed {options.seed}")
    print(f"{'people x slots':>14} {'cap':>4} {'absent':>7} {'tables':>7} {'pairs':>7} "
          f"{'seconds':>8} {'cpu s':>6} {'meetings':>9} {'of bound':>9} {'fewest':>7} {'gaps':>6} "
          f"{'greedy':>8} {'meetings':>9} {'fewest':>7}")
    for case in CASES if options.without_large else (*CASES, LARGE):
        print(line(case, options.seed), flush=True)
    print(f"peak memory {peak_megabytes():.0f} MB")
    if options.cp_sat > 0:
        print(single_model(CASES[0], options.seed, options.cp_sat))
    return 0


def line(case: Case, seed: int) -> str:
    made_of, pairs = event(case, seed)
    clock, worked, made = timed(made_of, pairs)
    check(made)
    rough = greedy(made_of, pairs)
    met = Counter(key for m in made for key in m.pair.keys)
    met_rough = Counter(key for pair in rough for key in pair.keys)
    keys = [p.key for p in made_of.participants]
    note = f"  ({'; '.join(made.notes)})" if made.notes else ""
    return (f"{case.people:>7} x {case.slots:<4} {case.cap:>4} {case.absent:>7.0%} "
            f"{case.tables:>7} {len(pairs):>7} {clock:>8.2f} {worked:>6.2f} {len(made):>9} "
            f"{made.value / made.bound:>9.2%} {min(met[key] for key in keys):>7} "
            f"{gaps(made):>6} {sum(pair.value for pair in rough) / made.bound:>8.2%} "
            f"{len(rough):>9} {min(met_rough[key] for key in keys):>7}{note}")


def timed(made_of: Event, pairs: Sequence[PairScore]) -> tuple[float, float, Plan]:
    """Seconds by the clock and of the processor, each the median of the runs, and the plan."""
    times: list[tuple[float, float]] = []
    while len(times) < RUNS and (not times or times[-1][0] < QUICK):
        start, worked = time.perf_counter(), time.process_time()
        made = plan(made_of, pairs)
        times.append((time.perf_counter() - start, time.process_time() - worked))
    return median(t for t, _ in times), median(t for _, t in times), made


def event(case: Case, seed: int) -> tuple[Event, list[PairScore]]:
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
    people = tuple(
        Participant(f"p{i:04d}", f"Organisation {i}", cap=case.cap,
                    available=frozenset(map(int, np.flatnonzero(there[i]))))
        for i in range(case.people))
    pairs = [PairScore(f"p{i:04d}", f"p{j:04d}", float(fit[i, j]), ()) for i, j in sorted(kept)]
    hall = Hall.of("2025-05-20 08:00", slots=case.slots, tables=case.tables)
    return Event(hall, people), pairs


def greedy(made_of: Event, pairs: Sequence[PairScore]) -> list[PairScore]:
    """One pass: the best pair first, in its first free slot."""
    slots = len(made_of.hall.slots)
    free = {p.key: set(p.free(slots)) for p in made_of.participants}
    left = {p.key: p.cap for p in made_of.participants}
    tables = [made_of.hall.tables] * slots
    met = []
    for pair in sorted(pairs, key=lambda p: (-p.value, p.first, p.second)):
        slot = next((s for s in sorted(free[pair.first] & free[pair.second]) if tables[s]), None)
        if slot is not None and all(left[key] for key in pair.keys):
            met.append(pair)
            tables[slot] -= 1
            for key in pair.keys:
                free[key].discard(slot)
                left[key] -= 1
    return met


def gaps(made: Plan) -> int:
    """How often anybody waits between two meetings: in all slots between them it is idle, and
    there in at least one of them."""
    count = 0
    slots = range(len(made.hall.slots))
    agendas = made.agendas()
    for p in made.participants:
        own = sorted(m.slot for m in agendas[p.key])
        count += sum(any(s in p.free(len(slots)) for s in range(one + 1, other))
                     for one, other in zip(own, own[1:], strict=False)
                     if made.hall.slots[one].session == made.hall.slots[other].session)
    return count


def check(made: Plan) -> None:
    """Stop when a plan breaks a rule: presence, languages, caps, one place at a time, tables, two
    organisations once, the bound."""
    people = {p.key: p for p in made.participants}
    places, times = set(), set()
    count, sessions, bodies = Counter[str](), Counter[tuple[str, int]](), set()
    for m in made:
        places.add((m.slot, m.table))
        one, other = (people[key] for key in m.pair.keys)
        bodies.add(frozenset((one.body, other.body)))
        if one.languages and other.languages and not one.languages & other.languages:
            sys.exit(f"{one.key} and {other.key} have no common language")
        for p in (one, other):
            times.add((p.key, m.slot))
            count[p.key] += 1
            sessions[p.key, made.hall.slots[m.slot].session] += 1
            if p.available is not None and m.slot not in p.available:
                sys.exit(f"{p.key} is absent in slot {m.slot}")
    if len(places) < len(made) or len(times) < 2 * len(made):
        sys.exit("a table or a participant is used twice at one time")
    if len(bodies) < len(made):
        sys.exit("two organisations meet twice")
    if any(n > people[key].cap for key, n in count.items()):
        sys.exit("a cap is exceeded")
    if any(n > cap for (key, _), n in sessions.items()
           for cap in (people[key].session_cap, made.event.rules.session_cap) if cap is not None):
        sys.exit("a session cap is exceeded")
    if any(table is None or not 0 <= table < made.hall.tables or (slot, table) in made.hall.closed
           for slot, table in places):
        sys.exit("there is no such table")
    if made.value > made.bound + 1e-6:
        sys.exit("the bound is below the value")


def single_model(case: Case, seed: int, seconds: float) -> str:
    """The event as one CP-SAT model with a variable for each pair in each slot."""
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        sys.exit("CP-SAT needs ortools: install Qilian with the extra 'solver'")

    made_of, pairs = event(case, seed)
    free = {p.key: p.free(case.slots) for p in made_of.participants}
    model = cp_model.CpModel()
    meets = {(pair, slot): model.new_bool_var("") for pair in pairs
             for slot in free[pair.first] & free[pair.second]}
    rows: dict[tuple[object, ...], list[cp_model.IntVar]] = {}
    for (pair, slot), met in meets.items():
        for row in (("pair", pair), ("slot", slot),
                    *(("time", key, slot) for key in pair.keys),
                    *(("cap", key) for key in pair.keys)):
            rows.setdefault(row, []).append(met)
    for (what, *_), held in rows.items():
        if what in ("pair", "time"):
            model.add_at_most_one(held)
        else:
            model.add(sum(held) <= (case.cap if what == "cap" else case.tables))
    model.maximize(sum(round(SCALE * pair.value) * met for (pair, _), met in meets.items()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = seed
    start = time.perf_counter()
    status = solver.solve(model)
    taken = time.perf_counter() - start
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return f"a single CP-SAT model ({len(meets)} variables): nothing in {taken:.0f} s"
    value = sum(pair.value for (pair, _), met in meets.items() if solver.boolean_value(met))
    made = plan(made_of, pairs)
    return (f"a single CP-SAT model ({len(meets)} variables, 2 workers, {taken:.0f} s): "
            f"{value / made.bound:.2%} of our bound, its own bound "
            f"{solver.best_objective_bound / SCALE / made.bound:.2%}; "
            f"peak memory {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
