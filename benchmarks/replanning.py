"""Re-planning after no-shows, beside planning anew in the same situation.

    python benchmarks/replanning.py [--seed 1] [--no-shows 50] [--weight 0.5] [--case 0]

The event is one of `benchmarks.pairing`; its plan is published, then participants drawn at random
do not come. In the first protocol each no-show alone meets the published plan, before the first
slot. In the second they come one after another while the event goes on, each in a later or the
same slot, and each new plan is the next one's published plan. For each: seconds by the clock and
of the processor (on a machine that others use, the second is the one to trust); value as a share
of what planning anew reaches with the same past; and how many meetings of two who are both still
there are given up or change their slot or table, beside how many planning anew would change.
Every plan is checked by code that shares nothing with the planner.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from benchmarks.memory import peak_megabytes
from benchmarks.pairing import CASES, check, event
from graph.events import Meeting, Plan
from graph.events.plan import plan
from graph.events.replan import WEIGHT, Disruption, replan
from graph.events.situation import situation


@dataclass(frozen=True)
class Run:
    clock: float
    worked: float
    value: float
    """As a share of planning anew."""
    bound: float
    """Value as a share of the bound."""
    others: int
    """Meetings of others to come."""
    moved: int
    anew: int
    """Moved by planning anew."""
    anew_clock: float


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-shows", type=int, default=50)
    parser.add_argument("--weight", type=float, default=WEIGHT)
    parser.add_argument("--case", type=int, default=0, choices=range(len(CASES)),
                        help="which of the events of benchmarks/pairing.py")
    options = parser.parse_args(argv)
    made_of, pairs = event(CASES[options.case], options.seed)
    published = plan(made_of, pairs)
    check(published)
    print(f"{CASES[options.case]}; seed {options.seed}; {len(published)} meetings, "
          f"{published.value / published.bound:.2%} of the bound; weight {options.weight}")
    absent = Random(options.seed).sample([p.key for p in made_of.participants], options.no_shows)
    print(f"no-shows: {' '.join(absent)}", flush=True)
    alone = [step(published, key, 0, options.weight)[0] for key in absent]
    report("each alone, before the event", alone)
    slots = len(made_of.hall.slots)
    runs, today = [], published
    for number, key in enumerate(absent):
        run, today = step(today, key, number * slots // len(absent), options.weight)
        runs.append(run)
    report("one after another, while the event goes on", runs)
    print(f"peak memory {peak_megabytes():.0f} MB")
    return 0


def step(before: Plan, absent: str, now: int, weight: float) -> tuple[Run, Plan]:
    """Re-plan after one no-show found out in a slot, and plan anew beside."""
    disruptions = [Disruption("absent", absent)]
    start, worked = time.perf_counter(), time.process_time()
    done = replan(before, disruptions, now=now, weight=weight)
    clock, worked = time.perf_counter() - start, time.process_time() - worked
    check(done.plan)
    there = situation(before, disruptions, now)
    start = time.perf_counter()
    anew = plan(there.fixed, there.pairs)
    anew_clock = time.perf_counter() - start
    check(anew)
    others = [m for m in before.meetings if m.slot >= now and absent not in m.pair.keys]
    past = [place(m) for m in before.meetings if m.slot < now]
    if not {place(m) for m in done.plan}.issuperset(past):
        sys.exit("a past meeting has changed")
    return Run(clock, worked, done.plan.value / anew.value, done.plan.value / done.plan.bound,
               len(others), moved(others, done.plan), moved(others, anew), anew_clock), done.plan


def place(meeting: Meeting) -> tuple[tuple[str, str], int, int | None]:
    return meeting.pair.keys, meeting.slot, meeting.table


def moved(others: Sequence[Meeting], now: Plan) -> int:
    """How many of some meetings are not where they were."""
    stay = {place(m) for m in now}
    return sum(place(m) not in stay for m in others)


def report(what: str, runs: Sequence[Run]) -> None:
    """The median and the worst of each figure."""
    print(f"{what} ({len(runs)} no-shows)")
    share = [run.moved / max(1, run.others) for run in runs]
    anew = [run.anew / max(1, run.others) for run in runs]
    rows = (
        ("seconds by the clock", [run.clock for run in runs], max, ".2f"),
        ("seconds of the processor", [run.worked for run in runs], max, ".2f"),
        ("seconds of planning anew", [run.anew_clock for run in runs], max, ".2f"),
        ("value, of planning anew", [run.value for run in runs], min, ".2%"),
        ("value, of the bound", [run.bound for run in runs], min, ".2%"),
        ("other meetings moved", [run.moved for run in runs], max, ".0f"),
        ("  of those to come", share, max, ".2%"),
        ("moved by planning anew", [run.anew for run in runs], max, ".0f"),
        ("  of those to come", anew, max, ".2%"),
    )
    for name, figures, worst, form in rows:
        print(f"  {name:<26} median {format(median(figures), form):>8}   "
              f"worst {format(worst(figures), form):>8}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
