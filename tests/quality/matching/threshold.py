"""From which nearness on statements state one problem: chosen on some industries, tried on others.

    python -m tests.quality.matching.threshold --model minilm

Each sixth of the judged industries is left out once. The number that gives the best F1 of pairs
on the others is tried on it. English models are tried on English industries only.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

import numpy as np

from graph.embedding import embedder
from graph.matching import likeness
from tests.quality.matching.measure import f1, judged
from tests.quality.matching.units import case_units, graph_of, read

FOLDS = 6
TRIED = [round(0.05 * i, 2) for i in range(1, 9)]
Counts = tuple[float, float, float]


def counts(case: Mapping[str, Any], model: str) -> list[Counts]:
    """(right, found, true) pairs of a case at each number that is tried."""
    rows = []
    with graph_of(case_units(case)) as kg:
        kg.embed(model)
        for tried in TRIED:
            likeness.NEAR = {model: tried}
            tally = judged(case, kg.problems(case["industry"], solvers=0))
            rows.append((tally["right"], tally["found"], tally["true"]))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--model", default="minilm")
    name = parser.parse_args().model
    model = embedder(name)
    cases = [case for case in read("industries")
             if model is None or not model.languages or case["lang"] in model.languages]
    table = np.array([counts(case, name) for case in cases])
    for tried, row in zip(TRIED, table.sum(axis=0).tolist(), strict=True):
        print(f"{tried:.2f}  precision {row[0] / max(row[1], 1):.2f}  "  # noqa: T201
              f"recall {row[0] / row[2]:.2f}  F1 {f1(*row):.3f}")
    pairs = sum(n * (n - 1) // 2 for n in (len(case["statements"]) for case in cases))
    true = table[:, 0, 2].sum()
    print(f"all in one group: F1 {f1(true, pairs, true):.3f}")  # noqa: T201
    order = np.random.default_rng(0).permutation(len(cases))
    held, chosen = np.zeros(3), []
    for fold in range(FOLDS):
        out = np.isin(np.arange(len(cases)), order[fold::FOLDS])
        best = max(range(len(TRIED)), key=lambda i: f1(*table[~out, i].sum(axis=0)))
        chosen.append(TRIED[best])
        held += table[out, best].sum(axis=0)
    print(f"chosen {sorted(chosen)}, F1 on those left out {f1(*held):.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
