"""An event of many participants: time, and value beside the proven bound and a greedy plan.

    python -m benchmarks.event_pairing [--people 500] [--slots 20] [--tables 150] [--cap 10]

Participants have needs and offers out of 60 topics; each keeps its 40 best counterparts, as in the
figures that the two-stage method was chosen by. All figures come from the same pairs in one run.
"""

from __future__ import annotations

import argparse
import random
import time

from graph.events import Hall, PairScore, Participant, plan
from graph.events.choose import caps_of
from graph.events.place import Timetable

TOPICS, KEPT = 60, 40


def event(people: int, slots: int, cap: int, absent: float, seed: int) -> tuple[
    list[Participant], list[PairScore]
]:
    """Participants with absences, and the pairs that fit best."""
    chance = random.Random(seed)
    participants = []
    wants, has = [], []
    for i in range(people):
        there = frozenset(s for s in range(slots) if chance.random() >= absent)
        participants.append(Participant(f"p{i:04}", f"Organisation {i}", available=there, cap=cap))
        wants.append({t: chance.random() for t in chance.sample(range(TOPICS), 4)})
        has.append({t: chance.random() for t in chance.sample(range(TOPICS), 4)})
    best: dict[tuple[int, int], float] = {}
    for i in range(people):
        fits = sorted(
            ((sum(v * has[j].get(t, 0) for t, v in wants[i].items())
              + sum(v * has[i].get(t, 0) for t, v in wants[j].items()), j)
             for j in range(people) if j != i), reverse=True)[:KEPT]
        best |= {(min(i, j), max(i, j)): value for value, j in fits if value > 0}
    pairs = [PairScore(participants[i].key, participants[j].key, value, ())
             for (i, j), value in sorted(best.items())]
    return participants, pairs


def one_pass(participants: list[Participant], pairs: list[PairScore], hall: Hall) -> float:
    """The greedy plan: best pair first, at the first slot that is free for both."""
    table = Timetable(participants, hall)
    caps = caps_of(participants, hall)
    value = 0.0
    for pair in sorted(pairs, key=lambda p: (-p.value, p.first, p.second)):
        if all(table.meetings_of(key) < caps[key] for key in (pair.first, pair.second)):
            value += pair.value if table.take_first(pair) else 0.0
    return value


def main() -> None:
    """Print the figures side by side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--slots", type=int, default=20)
    parser.add_argument("--tables", type=int, default=150)
    parser.add_argument("--cap", type=int, default=10)
    parser.add_argument("--absent", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    participants, pairs = event(args.people, args.slots, args.cap, args.absent, args.seed)
    hall = Hall.of("2025-05-20 09:00", slots=args.slots, tables=args.tables)
    started = time.perf_counter()
    made = plan(participants, pairs, hall)
    planned = time.perf_counter() - started
    started = time.perf_counter()
    greedy = one_pass(participants, pairs, hall)
    rough = time.perf_counter() - started
    print(f"{args.people} people, {args.slots} slots, {args.tables} tables, {len(pairs):,} pairs")
    print(f"{'':24}{'value':>12}{'of the bound':>14}{'seconds':>10}{'meetings':>10}")
    print(f"{'bound':24}{made.bound:>12,.2f}{'100.00 %':>14}")
    print(f"{'choose and place':24}{made.value:>12,.2f}{made.value / made.bound:>13.2%}"
          f"{planned:>11.2f}{len(made):>10,}")
    print(f"{'greedy, one pass':24}{greedy:>12,.2f}{greedy / made.bound:>13.2%}{rough:>11.2f}")


if __name__ == "__main__":
    main()
