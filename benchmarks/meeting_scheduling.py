"""Given meetings placed with the fewest breaks: the B2B instances of Bofill et al., with proof.

    python -m benchmarks.meeting_scheduling --instances DIR --out DIR [--limit 120] [--plain 60]

DIR holds .dzn files (MiniZinc data). Each is solved and its answer written as JSON, checked by code
that shares nothing with the scheduler, the reading of the instance included. A line tells breaks,
bound and seconds, by the clock and of the processor (two cores, by default), beside the optimum
that the authors' repository lists (kieuvantuyen01/Business-Meeting-Scheduling-Problem; "?" for
none), and a greedy timetable: the tightest meeting first, where it adds fewest breaks ("none" where
it gets stuck). With ``--plain`` also a single plain CP-SAT model gets so many seconds.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from benchmarks.meeting_checker import problems_of
from graph.events.given import Arranged, Given, arrange

LISTED = {
    "forum-13": 0, "forum-13crafc": 1, "forumt-14": 5, "forumt-14crafc": 5, "forumt-14crafd": 4,
    "tic-12": 0, "tic-12crafc": 0, "tic-13": 0, "tic-13crafb": 0, "tic-14crafa": 0,
    "tic-14crafd": 0, "ticf-13crafa": 0,
}
"""Optima in the repository's table."""
MORNING, AFTERNOON = 1, 2


@dataclass(frozen=True)
class Instance:
    name: str
    slots: int
    tables: int
    away: dict[str, frozenset[int]]
    meetings: tuple[Given, ...]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=float, default=120.0, help="seconds for an instance")
    parser.add_argument("--plain", type=float, default=0.0,
                        help="seconds for a plain CP-SAT model; 0: none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    print(f"seed {options.seed}, {options.workers} workers, {options.limit:g} s at most")
    print(f"{'instance':<24} {'breaks':>10} {'bound':>6} {'proven':>7} {'seconds':>8} {'cpu s':>7} "
          f"{'listed':>7} {'greedy':>7}" + (f" {'plain':>14}" if options.plain else ""))
    wrong = proven = 0
    paths = sorted(options.instances.glob("*.dzn"))
    for path in paths:
        answer, line, problems = one(path, options)
        (options.out / f"{path.stem}.json").write_text(
            json.dumps(answer, indent=1) + "\n", encoding="utf-8")
        print(line, flush=True)
        for problem in problems:
            print(f"  WRONG: {problem}", flush=True)
        wrong += bool(problems)
        proven += answer["proven"]
    print(f"{proven} of {len(paths)} proven, {wrong} wrong")
    return 1 if wrong or not paths else 0


def one(path: Path, options: argparse.Namespace) -> tuple[dict[str, Any], str, list[str]]:
    """The answer to an instance, the line that tells of it, and what is wrong with it."""
    text = path.read_text(encoding="utf-8")
    instance = parsed(path.stem, text)
    begun, worked = time.perf_counter(), time.process_time()
    made = solved(instance, options)
    taken, worked = time.perf_counter() - begun, time.process_time() - worked
    answer = answered(instance, made, taken)
    listed = LISTED.get(instance.name.removesuffix(".original"))
    problems = [] if made.infeasible or not made.places else problems_of(text, answer)
    if listed is not None and made.places and not made.lower_bound <= listed <= made.breaks:
        problems.append(f"the listed optimum is {listed}")
    rough = greedy(instance)
    breaks = ("infeasible" if made.infeasible else str(made.breaks) if made.places else "none")
    line = (f"{instance.name:<24} {breaks:>10} {made.lower_bound:>6} "
            f"{'yes' if made.proven else 'no':>7} {taken:>8.1f} {worked:>7.1f} "
            f"{'?' if listed is None else listed:>7} {'none' if rough is None else rough:>7}")
    if options.plain:
        line += f" {plain(instance, options):>14}"
    return answer, line, problems


def solved(instance: Instance, options: argparse.Namespace) -> Arranged:
    """The scheduler's answer; a circle of precedences leaves none."""
    try:
        TopologicalSorter({i: m.after for i, m in enumerate(instance.meetings)}).prepare()
    except CycleError:
        return Arranged((), 0, 0, True, True, 0.0)
    return arrange(
        instance.away, instance.meetings, slots=instance.slots,
        supplies=[[instance.tables] * instance.slots], time_limit=options.limit,
        seed=options.seed, workers=options.workers)


def answered(instance: Instance, made: Arranged, taken: float) -> dict[str, Any]:
    """All numbers from 1."""
    head: dict[str, Any] = {"instance": instance.name}
    tail = {"proven": made.proven, "seconds": round(taken, 2)}
    if made.infeasible:
        return {**head, "infeasible": True, **tail}
    places = [{"meeting": at, "slot": slot + 1, "table": (table or 0) + 1}
              for at, (slot, table) in enumerate(made.places, 1)]
    return {**head, "meetings": places, "breaks": made.breaks if places else None,
            "lower_bound": made.lower_bound, **tail}


def parsed(name: str, text: str) -> Instance:
    """An instance of MiniZinc data: numbers, lists, tables and sets by name, in any order."""
    text = re.sub(r"%[^\n]*|/\*.*?\*/", " ", text, flags=re.S)
    values = dict(re.findall(r"(\w+)\s*=\s*([^;]*);?", text))
    slots, mornings = int(values["nTotalSlots"]), int(values["nMorningSlots"])
    sessions = {MORNING: frozenset(range(mornings)),
                AFTERNOON: frozenset(range(mornings, slots))}
    cells = _numbers(values["requested"])
    rows = [cells[at:at + 3] for at in range(0, len(cells), 3)]
    people = int(values["nBusiness"])
    away = _sets(values.get("forbidden", "")) or [frozenset()] * people
    fixed = _numbers(values.get("fixed", "")) or [0] * len(rows)
    after = _sets(values.get("precedences", "")) or [frozenset()] * len(rows)
    if len(away) != people or not len(rows) == len(fixed) == len(after):
        raise ValueError(f"{name}: forbidden, fixed or precedences have another length than "
                         "nBusiness and requested")
    meetings = tuple(
        Given(str(first), str(second), sessions.get(session),
              at - 1 if at else None, tuple(sorted(number - 1 for number in earlier)))
        for (first, second, session), at, earlier in zip(rows, fixed, after, strict=True))
    return Instance(
        name, slots, int(values["nTables"]),
        {str(at): frozenset(slot - 1 for slot in slots_away if slot <= slots)
         for at, slots_away in enumerate(away, 1)}, meetings)


def _numbers(value: str) -> list[int]:
    """The numbers of a list or a table; what stands before its bracket are its indices."""
    return [int(number) for number in re.findall(r"-?\d+", value[value.find("[") + 1:])]


def _sets(value: str) -> list[frozenset[int]]:
    """A list of sets: {1,4}, 2..5, or {} and {0} for none."""
    found = []
    for braces, first, last in re.findall(
            r"\{([^}]*)\}|(\d+)\s*\.\.\s*(\d+)", value[value.find("[") + 1:]):
        numbers = range(int(first), int(last) + 1) if first else map(
            int, re.findall(r"\d+", braces))
        found.append(frozenset(numbers) - {0})
    return found


def greedy(instance: Instance) -> int | None:
    """The breaks of a timetable made at one go; None where a meeting finds no slot."""
    free = {key: set(range(instance.slots)) - away for key, away in instance.away.items()}
    busy: dict[str, set[int]] = {key: set() for key in free}
    tables = [instance.tables] * instance.slots
    slot_of: dict[int, int] = {}
    waiting = set(range(len(instance.meetings)))
    while waiting:
        options = {at: _open(instance, at, free, tables, slot_of) for at in waiting
                   if waiting.isdisjoint(instance.meetings[at].after)}
        if not options or not all(options.values()):
            return None
        at = min(options, key=lambda at: (len(options[at]), at))
        ends = (instance.meetings[at].first, instance.meetings[at].second)
        slot = min(options[at], key=lambda s: (
            sum(_breaks(busy[end] | {s}) - _breaks(busy[end]) for end in ends), -tables[s], s))
        slot_of[at] = slot
        tables[slot] -= 1
        waiting.discard(at)
        for end in ends:
            busy[end].add(slot)
            free[end].discard(slot)
    return sum(map(_breaks, busy.values()))


def _open(
    instance: Instance, at: int, free: Mapping[str, set[int]], tables: Sequence[int],
    slot_of: Mapping[int, int],
) -> set[int]:
    meeting = instance.meetings[at]
    found = free[meeting.first] & free[meeting.second]
    if meeting.slots is not None:
        found &= meeting.slots
    if meeting.fixed is not None:
        found &= {meeting.fixed}
    since = max((slot_of[before] + 1 for before in meeting.after), default=0)
    return {slot for slot in found if slot >= since and tables[slot]}


def _breaks(slots: set[int]) -> int:
    return max(0, sum(slot - 1 not in slots for slot in slots) - 1)


def plain(instance: Instance, options: argparse.Namespace) -> str:
    """Breaks, bound and seconds of the plainest CP-SAT model."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    at = [[model.new_bool_var("") for _ in range(instance.slots)] for _ in instance.meetings]
    of: dict[str, list[int]] = {key: [] for key in instance.away}
    for row, meeting in enumerate(instance.meetings):
        model.add_exactly_one(at[row])
        where = [sum(slot * var for slot, var in enumerate(at[i])) for i in (row, *meeting.after)]
        for before in where[1:]:
            model.add(before < where[0])
        away = instance.away[meeting.first] | instance.away[meeting.second]
        for slot, var in enumerate(at[row]):
            if (slot in away or (meeting.slots is not None and slot not in meeting.slots)
                    or meeting.fixed not in (None, slot)):
                model.add(var == 0)
        of[meeting.first].append(row)
        of[meeting.second].append(row)
    for slot in range(instance.slots):
        model.add(sum(row[slot] for row in at) <= instance.tables)
    breaks = [_plain_breaks(model, [at[row] for row in own], instance.slots)
              for own in of.values() if own]
    most, fewest = (model.new_int_var(0, instance.slots, "") for _ in range(2))
    model.add_max_equality(most, breaks)
    model.add_min_equality(fewest, breaks)
    model.add(most - (fewest if len(breaks) == len(of) else 0) <= 2)
    model.minimize(sum(breaks))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = options.plain
    solver.parameters.num_workers = options.workers
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return f"infeasible {solver.wall_time:.0f}s"
    found = (f"{solver.objective_value:.0f}"
             if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else "none")
    return f"{found} >={max(0.0, solver.best_objective_bound):.0f} {solver.wall_time:.0f}s"


def _plain_breaks(model: Any, rows: list[list[Any]], slots: int) -> Any:
    starts, before = [], 0
    for slot in range(slots):
        busy, start = model.new_bool_var(""), model.new_bool_var("")
        model.add(sum(row[slot] for row in rows) == busy)
        model.add(start >= busy - before)
        model.add(start <= busy)
        model.add(start <= 1 - before)
        starts.append(start)
        before = busy
    breaks = model.new_int_var(0, slots, "")
    model.add(breaks == sum(starts) - 1)
    return breaks


if __name__ == "__main__":
    sys.exit(main())
