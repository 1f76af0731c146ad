"""What goes wrong with the judged industries, by type, with counts.

    python -m tests.quality.matching.errors                   # by words alone
    python -m tests.quality.matching.errors --model minilm    # with vectors

Of pairs of statements: which are missed, and which are joined wrongly. Of common problems: why no
right institute is among the first three.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from typing import Any

from graph.language.tokens import tokens
from graph.matching.results import CommonProblem
from graph.matching.statements import generic_stems
from tests.quality.matching.measure import KINDS, SHOWN, ids_of
from tests.quality.matching.units import case_units, graph_of, read

Case = Mapping[str, Any]


def words(text: str) -> frozenset[str]:
    """What a text says, without words that only say that there is a problem."""
    return frozenset(tokens(text)) - generic_stems()


def pair_errors(case: Case, groups: list[CommonProblem]) -> Counter[str]:
    """Missed pairs by the words that they share, wrong ones by what they join."""
    rows = {row["id"]: row for row in case["statements"]}
    placed = {id_: i for i, group in enumerate(groups) for id_ in ids_of(group)}
    found: Counter[str] = Counter()
    for a, b in combinations(sorted(rows), 2):
        one, other = rows[a], rows[b]
        same, joined = one["problem"] == other["problem"], placed[a] == placed[b]
        shared = len(words(one["text"]) & words(other["text"]) - words(case["industry"]))
        told = "no word" if not shared else "one word" if shared == 1 else "more words"
        if same:
            found[f"pairs of one problem that share {told}, {'found' if joined else 'missed'}"] += 1
        elif joined:
            singles = sum(row["problem"].startswith("single") for row in (one, other))
            found["joined wrongly: " + ("two common problems", "a common and a single problem",
                                        "two single problems")[singles]] += 1
    return found


def solver_error(kg: Any, case: Case, problem: str, groups: list[CommonProblem]) -> str:
    """Why no right institute is among the first of a common problem; 'solved' where one is."""
    own = {row["id"] for row in case["statements"] if row["problem"] == problem}
    names = {i["name"] for i in case["institutes"] if i["id"] in case["solvers"][problem]}
    group = max(groups, key=lambda g: (len(ids_of(g) & own), -len(ids_of(g))))
    first = {c.name for c in group.solvers.ranked[:SHOWN]} if group.solvers is not None else set()
    if names & first and group.common:
        return "solved"
    text = "\n".join(row["text"] for row in case["statements"] if row["id"] in own)
    ranked = [c.name for c in kg.match(text, kinds=KINDS, limit=1000).ranked]
    place = next((i for i, name in enumerate(ranked, 1) if name in names), None)
    if place is not None and place <= SHOWN:
        return ("its statements stand alone" if not group.common
                else "its group lacks statements or has foreign ones")
    works = " ".join(f"{w['title']} {w['abstract']}" for i in case["institutes"]
                     if i["name"] in names for w in i["works"])
    if not words(text) & words(works):
        return "even whole: no word in common with the right works"
    return ("even whole: not found" if place is None
            else "even whole: right institute behind others, who share more")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--model", default="")
    parser.add_argument("--together", action="store_true", help="all cases in one store")
    options = parser.parse_args()
    cases = read("industries")
    pairs: Counter[str] = Counter()
    solvers: Counter[str] = Counter()
    for some in [cases] if options.together else [[case] for case in cases]:
        with graph_of(unit for case in some for unit in case_units(case)) as kg:
            if options.model:
                kg.embed(options.model)
            for case in some:
                listed = kg.problems(case["industry"])
                groups = [*listed.problems, *listed.single]
                pairs += pair_errors(case, groups)
                solvers.update(solver_error(kg, case, p, groups) for p in case["solvers"])
    for counts in (pairs, solvers):
        for what, number in sorted(counts.items()):
            print(f"{number:5}  {what}")  # noqa: T201


if __name__ == "__main__":
    main()
