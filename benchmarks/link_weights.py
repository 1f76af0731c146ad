"""Learns what each feature of linking is worth, and how sure an answer must be.

    python -m benchmarks.link_weights --data ror-v2-subset.json.gz --queries queries.dev.jsonl
        [--store URL] [--write graph/identity/data/link_weights.json]

The register is loaded through its ordinary mapping. A conditional logit over the organisations
found in a string and "none of these" is fitted (L-BFGS, ridge); of several names of one
organisation the one that scores best counts. Five folds, strings of one right answer always in the
same fold, give the figures of strings that the weights have not seen; the two bounds of an answer
are those of best F1 on these among which enough unanswerable strings are refused. The figures
"unseen" are those of `link` itself, each fold linked with weights and bounds that the other folds
gave; "weighed" is without the steps that stand around the weighing.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

import qilian
from benchmarks.organisation_linking import fill, gold_of
from benchmarks.ranking import read_queries
from graph.identity.features import FEATURES, Context, values
from graph.identity.finds import finds
from graph.identity.index import NameIndex
from graph.identity.link import Weights, link
from graph.linking import Linker

FOLDS = 5
RIDGE = 2.0
ROUNDS = 3
REFUSED = 0.85
"""The share of unanswerable strings that weighing must refuse in cross-validation; the steps
around it answer some more."""
LEAST = np.arange(0.3, 0.6, 0.05)
MOST_NONE = np.arange(0.05, 0.5, 0.01)
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sample:
    """Every name found in every string: features, string, organisation, is it right."""

    x: Floats
    string: npt.NDArray[np.int64]
    organisation: npt.NDArray[np.int64]
    right: Bools
    answerable: Bools
    """By string."""
    fold: npt.NDArray[np.int64]
    """By string."""

    @property
    def first_names(self) -> Bools:
        """The first name of each organisation in each string."""
        key = self.string * (int(self.organisation.max()) + 1) + self.organisation
        first = np.zeros(len(key), np.bool_)
        first[np.unique(key, return_index=True)[1]] = True
        return first

    def best_names(self, points: Floats) -> Bools:
        """The name of each organisation in each string that scores best."""
        key = self.string * (int(self.organisation.max()) + 1) + self.organisation
        order = np.lexsort((-points, key))
        first = np.concatenate(([True], key[order][1:] != key[order][:-1]))
        best = np.zeros(len(key), np.bool_)
        best[order[first]] = True
        return best


Keys = Sequence[set[str]]
"""The register's keys of each organisation of an index."""


def names_of(kg: qilian.KnowledgeGraph) -> tuple[NameIndex, Keys]:
    """The index of all names and its organisations' keys."""
    with tempfile.TemporaryDirectory() as folder:
        index = Linker(kg.store, Path(folder) / "names").index()
    return index, [set(gold_of(entity, "ror")) for entity in _entities(kg, index.entities)]


def sample(index: NameIndex, keys: Keys, queries: Sequence[Mapping[str, Any]]) -> Sample:
    """The features of what is found in each string; only the scorer's gold tells what is right."""
    rows, strings, organisations, right = [], [], [], []
    for number, query in enumerate(queries):
        string, found = finds(index, query["text"])
        context = Context(index, string, found)
        gold = set(query["gold"])
        for find in found:
            rows.append(values(context, find))
            strings.append(number)
            organisations.append(find.organisation)
            right.append(bool(keys[find.organisation] & gold))
    fold = [zlib.crc32(str(q["gold"][0] if q["gold"] else q["text"]).encode()) % FOLDS
            for q in queries]
    return Sample(np.array(rows), np.array(strings), np.array(organisations), np.array(right),
                  np.array([bool(q["gold"]) for q in queries]), np.array(fold))


def _entities(kg: qilian.KnowledgeGraph, ids: Sequence[str]) -> list[Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(ids), 500):
        found |= kg.store.entities(ids[start : start + 500])
    return [found[id_] for id_ in ids]


def _log_sum(points: Floats, string: npt.NDArray[np.int64], strings: int, none: float) -> Floats:
    """The logarithm of the sum of exponentials by string, rows of a string side by side, with
    ``none`` for each string."""
    top = np.full(strings, none)
    first = np.flatnonzero(np.concatenate(([True], string[1:] != string[:-1])))
    top[string[first]] = np.maximum(np.maximum.reduceat(points, first), none)
    total = np.exp(none - top) + np.bincount(string, np.exp(points - top[string]), strings)
    return top + np.log(np.maximum(total, 1e-300))


def fit(data: Sample, rows: Bools, strings: Bools) -> Floats:
    """Weights and, last, the bias, from these rows of these strings."""
    rows = rows & strings[data.string]
    x, string, right = data.x[rows], data.string[rows], data.right[rows]
    number = len(data.fold)
    reached = np.zeros(number, np.bool_)
    reached[string[right]] = True

    def loss(w: Floats) -> tuple[float, Floats]:
        points = x @ w[:-1] + w[-1]
        every = _log_sum(points, string, number, 0.0)
        gold = np.where(reached, _log_sum(points[right], string[right], number, -700.0), 0.0)
        slope = -np.exp(points - every[string])
        slope[right] += np.exp(points[right] - gold[string[right]])
        value = (every - gold)[strings].sum() + RIDGE / 2 * (w[:-1] ** 2).sum()
        return float(value), RIDGE * np.append(w[:-1], 0.0) - np.append(x.T @ slope, slope.sum())

    found: Floats = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B",
                             options={"maxiter": 500}).x
    return found


def train(data: Sample, strings: Bools) -> Floats:
    """Fit, choose the best names by what was learnt, fit again."""
    weights = fit(data, data.first_names, strings)
    for _ in range(ROUNDS):
        weights = fit(data, data.best_names(data.x @ weights[:-1]), strings)
    return weights


@dataclass(frozen=True)
class Judged:
    """Each string's best organisation: its probability, is it right, the probability of none."""

    probability: Floats
    right: Bools
    none: Floats


def judge(data: Sample, points: Floats) -> Judged:
    """What the points answer for each string."""
    rows = data.best_names(points)
    string, number = data.string[rows], len(data.fold)
    every = _log_sum(points[rows], string, number, 0.0)
    probability, right = np.zeros(number), np.zeros(number, np.bool_)
    order = np.argsort(points[rows], kind="stable")  # the best of a string is written last
    probability[string[order]] = np.exp(points[rows] - every[string])[order]
    right[string[order]] = data.right[rows][order]
    return Judged(probability, right, np.exp(-every))


def figures(data: Sample, right: Bools, given: Bools, among: Bools) -> dict[str, float]:
    """Precision, recall, F1 and the share of refused unanswerable strings among these."""
    hits = int((given & right & among).sum())
    precision = hits / max(int((given & among).sum()), 1)
    recall = hits / max(int((data.answerable & among).sum()), 1)
    refused = (~given & ~data.answerable & among).sum() / max((~data.answerable & among).sum(), 1)
    return {"precision": round(precision, 4), "recall": round(recall, 4),
            "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 4),
            "refused": round(float(refused), 4)}


def bounds(data: Sample, judged: Judged, among: Bools) -> tuple[float, float]:
    """The bounds of an answer with the best F1 among those that refuse enough."""
    best, chosen = -1.0, (0.9, 0.1)
    for least, most in product(LEAST, MOST_NONE):
        given = (judged.probability >= least) & (judged.none <= most)
        found = figures(data, judged.right, given, among)
        if found["refused"] >= REFUSED and found["f1"] > best:
            best, chosen = found["f1"], (round(float(least), 3), round(float(most), 3))
    return chosen


def report(
    data: Sample, right: Bools, given: Bools, queries: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, float]]:
    """The figures of all strings and of those of each source."""
    sources = np.array([query["source"] for query in queries])
    every = {"all": np.ones(len(queries), np.bool_)}
    every |= {str(source): sources == source for source in np.unique(sources)}
    return {name: figures(data, right, given, among) for name, among in every.items()}


def learnt(points: Floats, bound: tuple[float, float]) -> dict[str, Any]:
    """Weights and bounds as ``link_weights.json`` has them."""
    return {
        "least": bound[0], "most_none": bound[1], "bias": round(float(points[-1]), 4),
        "features": {n: round(float(w), 4) for n, w in zip(FEATURES, points[:-1], strict=True)},
    }


def linked(
    index: NameIndex, keys: Keys, queries: Sequence[Mapping[str, Any]], weights: Sequence[Weights]
) -> tuple[Bools, Bools]:
    """Of each string, linked with its weights: is there an answer, is it right."""
    chosen = [link(index, query["text"], limit=1, weights=own).chosen
              for query, own in zip(queries, weights, strict=True)]
    keys_of = dict(zip(index.entities, keys, strict=True))
    right = [one is not None and bool(keys_of[one.entity] & set(query["gold"]))
             for one, query in zip(chosen, queries, strict=True)]
    return np.array([one is not None for one in chosen]), np.array(right)


def learn(
    index: NameIndex, keys: Keys, queries: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Weights and bounds from all strings, and the figures of them and of unseen strings."""
    data = sample(index, keys, queries)
    every = np.ones(len(queries), np.bool_)
    unseen, folds = np.full(len(data.x), -50.0), []
    for k in range(FOLDS):
        folds.append(train(data, data.fold != k))
        rows = data.fold[data.string] == k
        unseen[rows] = data.x[rows] @ folds[k][:-1] + folds[k][-1]
    judged = judge(data, unseen)
    found = [learnt(folds[k], bounds(data, judged, data.fold != k)) for k in range(FOLDS)]
    least = np.array([found[k]["least"] for k in data.fold])
    most_none = np.array([found[k]["most_none"] for k in data.fold])
    weighed = (judged.probability >= least) & (judged.none <= most_none)
    own = [Weights.of(one) for one in found]
    given, right = linked(index, keys, queries, [own[k] for k in data.fold])
    all_learnt = learnt(train(data, every), bounds(data, judged, every))
    fitted, fitted_right = linked(index, keys, queries, [Weights.of(all_learnt)] * len(queries))
    return {"figures": {
        "unseen": report(data, right, given, queries),
        "unseen, weighed": report(data, judged.right, weighed, queries),
        "fitted": report(data, fitted_right, fitted, queries),
    }, **all_learnt}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--write", type=Path, help="where the weights go")
    parser.add_argument("--store", default="", help="a store URL; a temporary SQLite by default")
    options = parser.parse_args(argv)
    queries = read_queries(options.queries)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/ror.db"
        fill(url, options.data)
        with qilian.open(url) as kg:
            index, keys = names_of(kg)
    result = {
        "format": 1, "made": datetime.now(UTC).date().isoformat(),
        "data": f"{options.data.name}, {options.queries.name}: {len(queries)} strings",
        **learn(index, keys, queries),
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    if options.write:
        options.write.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
