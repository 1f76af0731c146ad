"""Fit the weights by which organisations' names are compared, on a register of organisations.

    python -m benchmarks.name_weights --data ror-v2-subset.json.gz           # prints the figures
    python -m benchmarks.name_weights --data ror-v2-subset.json.gz --write   # and writes the files

Two names of one record in one script are the same, names of two records that meet in a block are
different; half of the pairs know where their records lie. Left out, since no name can tell them:
withdrawn records, a body and its successor, and names of two records that agree word for word in
places that the gazetteer does not part (the register's doubles and sister sites; counted). Names
that a rule calls different are left to the rule. The model is a logistic regression whose weights
cannot be negative, so that nothing that agrees counts against a pair. From five folds by record:
"same" begins where its precision is 0.99 (at a probability of 0.5 at least); half of the "unsure"
pairs are one body. ``--write`` also writes how common each word is (``word_rarity.tsv``).
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from graph.identity.aligned import align, same_words
from graph.identity.blocks import block_keys
from graph.identity.comparisons import FEATURES
from graph.identity.conflicts import CONFLICTS, DOUBTS
from graph.identity.meanings import forget_rarities, table
from graph.identity.parse import parse_name
from graph.identity.parsed import ParsedName
from graph.model import digest

DATA = Path(__file__).parents[1] / "graph" / "identity" / "data"
FOLDS = 5
LARGEST_BLOCK = 60
COMMON = 15
FIXED = {"acronym": 2.0}
"""Acronyms alone are no training pairs, so their weight is set by hand."""
MOST = {"order": 1.0}
"""Names of one record are often spellings of one another in one order; elsewhere that says less."""
RIDGE = 0.02
SAME_PRECISION = 0.99
REVIEWED = 0.5
"""Of the pairs that a person is asked about, at least this share is one body."""


RARITIES = (
    "# Common words of names in a register of organisations (ROR, CC0) and how much each tells,",
    "# from 0 to 1; words that are not here are rare. Made by benchmarks/name_weights.py.",
)


class Bearer(NamedTuple):
    record: str
    place: str
    name: ParsedName


def records(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [record for record in json.load(file) if record["status"] != "withdrawn"]


def bearers(register: list[dict[str, Any]]) -> Iterator[Bearer]:
    for record in register:
        place = ""
        if record["locations"]:
            told = record["locations"][0]["geonames_details"]
            parts = (told.get(key) for key in ("name", "country_subdivision_name", "country_name"))
            place = ", ".join(dict.fromkeys(part for part in parts if part))
        for name in {n["value"]: n for n in record["names"]}.values():
            if name["types"] != ["acronym"]:
                yield Bearer(record["id"], place, parse_name(name["value"]))


def rarities(register: list[dict[str, Any]]) -> dict[str, float]:
    """Words of many records with how much they tell: 1 at five bearers, 0 at two thousand."""
    known = table().groups
    counts: Counter[str] = Counter()
    for record in register:
        counts.update({word for name in record["names"] if name["types"] != ["acronym"]
                       for word in parse_name(name["value"]).core})
    top = math.log(2000 / 5)
    return {word: round(max(0.0, 1 - math.log(count / 5) / top), 2)
            for word, count in sorted(counts.items())
            if count >= COMMON and word not in known and "~" not in word and word.isalpha()}


def pairs(listed: list[Bearer], succession: set[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs that meet in a block, each once: not of two scripts, not a body and its successor."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, bearer in enumerate(listed):
        for key in block_keys(bearer.name, region=bearer.place):
            if not key.startswith("letters|"):
                blocks[key].append(at)
    met: set[tuple[int, int]] = set()
    for members in blocks.values():
        if 1 < len(members) <= LARGEST_BLOCK:
            met.update(combinations(members, 2))
    for one, two in sorted(met):
        first, second = listed[one], listed[two]
        same = first.record == second.record
        succeeded = frozenset((first.record, second.record)) in succession
        if first.name.script == second.name.script and (same or not succeeded):
            yield one, two


def measured(listed: list[Bearer], met: Iterator[tuple[int, int]]) -> dict[str, Any]:
    """Feature values, label, fold and the rules' word on every pair."""
    rows, label, fold, ruled, doubted, kept = [], [], [], [], [], []
    doubles = 0
    for one, two in met:
        first, second = listed[one], listed[two]
        same = first.record == second.record
        worded = not same and same_words(first.name, second.name)
        # Names that two records share word for word can only be told apart by place.
        known = worded or _turn(first, second)
        pair = align(first.name, second.name, (first.place, second.place) if known else ("", ""))
        conflict = any(conflict(pair) for conflict in CONFLICTS)
        if worded and not conflict:
            doubles += 1
            continue
        kept.append((one, two))
        rows.append([feature(pair)[0] for feature in FEATURES.values()])
        label.append(same)
        fold.append(int(digest(min(first.record, second.record))[:6], 16) % FOLDS)
        ruled.append(conflict)
        doubted.append(any(doubt(pair) for doubt in DOUBTS))
    return {
        "x": np.array(rows), "y": np.array(label), "fold": np.array(fold), "met": np.array(kept),
        "ruled": np.array(ruled), "doubted": np.array(doubted), "doubles": doubles,
    }  # fmt: skip


def _turn(first: Bearer, second: Bearer) -> bool:
    return int(digest(first.record, second.record)[:6], 16) % 2 == 1


def fitted(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights, then the constant, of the logistic regression with weights of at least zero."""
    design = np.hstack([x, np.ones((len(x), 1))])
    bounds: list[tuple[float | None, float | None]] = [
        (FIXED[name], FIXED[name]) if name in FIXED else (0.0, MOST.get(name, 12.0))
        for name in FEATURES]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = design @ w
        value = float(np.logaddexp(0.0, np.where(y, -z, z)).mean())
        gradient = design.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
        ridge = np.append(w[:-1], 0.0) * RIDGE / len(FEATURES)
        return value + float(ridge @ w) / 2, gradient + ridge

    start = np.array([FIXED.get(name, 1.0) for name in FEATURES] + [-4.0])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    return np.asarray(found.x)


def probabilities(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-(x @ w[:-1] + w[-1]))))


def threshold(score: np.ndarray, y: np.ndarray, *, precision: float) -> float:
    """The lowest score from which on pairs are right this often."""
    order = np.argsort(-score, kind="stable")
    right = np.cumsum(y[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(right >= precision)
    return float(score[order][good[-1]]) if len(good) else 1.0


def crossed(data: dict[str, Any]) -> np.ndarray:
    """Each pair's score by a model fitted on the other folds."""
    score = np.zeros(len(data["y"]))
    for fold in range(FOLDS):
        train = (data["fold"] != fold) & ~data["ruled"]
        test = data["fold"] == fold
        score[test] = probabilities(data["x"][test], fitted(data["x"][train], data["y"][train]))
    return score


def report(data: dict[str, Any]) -> dict[str, Any]:
    y, ruled, doubted = data["y"], data["ruled"], data["doubted"]
    score = crossed(data)
    sure = ~ruled & ~doubted
    same = max(0.5, threshold(score[sure], y[sure], precision=SAME_PRECISION))
    called = sure & (score >= same)
    open_ = ~ruled & ~called
    unsure = threshold(score[open_], y[open_], precision=REVIEWED)
    told = open_ & (score >= unsure)
    weights = fitted(data["x"][~ruled], y[~ruled])
    return {
        "version": 1,
        "fitted_on": f"{len(y)} pairs of names of a register of research organisations (ROR, "
                     f"schema 2.1, CC0) that meet in a block: {int(y.sum())} of one record",
        "pairs_of_two_records_that_only_places_could_part": data["doubles"],
        "pairs_left_to_the_model": int((~ruled).sum()),
        "same_precision": round(float(y[called].mean()), 4),
        "same_recall": round(float(called[y].mean()), 4),
        "unsure_precision": round(float(y[told].mean()), 4),
        "same_or_unsure_recall": round(float((called | told)[y].mean()), 4),
        "same_pairs_called_different_by_a_rule": round(float(ruled[y].mean()), 4),
        "different_pairs_called_different_by_a_rule": round(float(ruled[~y].mean()), 4),
        "points": {n: round(float(w), 3) for n, w in zip(FEATURES, weights, strict=False)},
        "constant": round(float(weights[-1]), 3),
        "same": round(same, 4),
        "unsure": round(unsure, 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    register = records(options.data)
    if options.write:
        words = rarities(register)
        lines = [f"{word}\t{value}" for word, value in words.items()]
        (DATA / "word_rarity.tsv").write_text(
            "\n".join([*RARITIES, *lines]) + "\n", encoding="utf-8")
        forget_rarities()
    succession = {
        frozenset((record["id"], other["id"])) for record in register
        for other in record["relationships"] if other["type"] in ("successor", "predecessor")}
    listed = list(bearers(register))
    data = measured(listed, pairs(listed, succession))
    found = report(data)
    print(json.dumps(found, indent=1))
    if options.write:
        (DATA / "weights.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
