"""What the benchmarks share that answer queries with ranked keys of a register."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.baselines import LIMIT, Baselines, Ranked
from graph.identity.identifiers import of_scheme
from graph.matching.features import FEATURES, numbers
from graph.matching.options import Options, wanted
from graph.matching.query import read_need
from graph.matching.rank import Ranking, passing, rank
from graph.matching.reader import Reader
from graph.matching.weights import BY_HAND, Weights

Keys = Sequence[tuple[str, float]]
"""Keys with their scores, best first; empty where nothing is answered."""
Query = Mapping[str, Any]
Rows = dict[str, dict[str, Ranked]]


def options_of(doc: str, *, key: str) -> argparse.ArgumentParser:
    """The options of all of them; ``key`` is the identifier's scheme to answer with by default."""
    parser = argparse.ArgumentParser(description=doc.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--store", default="", help="a store URL; a temporary SQLite by default")
    parser.add_argument("--key", default=key, help="scheme of the identifier to answer with")
    return parser


def matching_options(doc: str, *, key: str) -> argparse.ArgumentParser:
    """The options of the benchmarks of matching."""
    parser = options_of(doc, key=key)
    parser.add_argument("--embed", default="", metavar="MODEL",
                        help="build vectors first, and use them (minilm, static, ...)")
    parser.add_argument("--needs", type=int, default=1600,
                        help="past works to train the weights on; 0: the weights set by hand")
    return parser


def read_queries(path: Path) -> list[dict[str, Any]]:
    """The queries with their gold, a JSON object a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def write_answers(path: Path, answers: Iterable[tuple[Query, Keys]]) -> None:
    """The answers file: each query's ranking, a line a query."""
    lines = [json.dumps({"id": query["id"], "ranked": [{"key": k, "score": s} for k, s in ranked]})
             for query, ranked in answers]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def load(kg: Any, data: Path, *, mapping: str) -> None:
    """Fill an empty store through the ordinary import."""
    if kg.store.counts().get("units"):
        return
    start = time.perf_counter()
    loaded = kg.ingest(data, mapping=mapping)
    taken = time.perf_counter() - start
    print(f"{loaded.new} works loaded in {taken:.0f} s, {loaded.new / taken:.0f} rows/s")
    if loaded.failed or not loaded.new:
        sys.exit(f"could not load {data}: {loaded.failed or 'no rows'}")


def prepared(kg: Any, options: argparse.Namespace, *, before: str) -> None:
    """Vectors and weights as the options ask for them."""
    if options.embed:
        done = kg.embed(options.embed)
        print(f"{done.works} vectors by {done.model}, {done.encoded} encoded in "
              f"{done.seconds:.0f} s")
    if options.needs:
        start = time.perf_counter()
        weights = kg.train(before=before, needs=options.needs)
        print(f"weights trained on {weights.needs} past works before {weights.before} in "
              f"{time.perf_counter() - start:.0f} s: "
              + ", ".join(f"{name} {value:g}" for name, value in weights.values.items()))


@dataclass(slots=True)
class Asked:
    """One query, ranked once: ``orders`` are the keys under each set of weights."""

    answer: Keys
    orders: dict[str, Ranked]


class Asker:
    """Asks queries through the ordinary matching, and ranks them again with other weights."""

    def __init__(self, kg: Any, scheme: str) -> None:
        self.kg, self.scheme = kg, scheme
        self.reader = Reader(kg)
        self.seconds: list[float] = []

    def ask(self, query: Query, options: Options, *, again: bool) -> Asked:
        """The first hundred keys; with ``again`` also by hand and without each feature."""
        start = time.perf_counter()
        self.kg.match(query["text"], **options)
        self.seconds.append(time.perf_counter() - start)
        need = read_need(self.reader, wanted(query["text"], options))
        reader = Reader(self.kg, need.before)
        ranking = rank(reader, need)
        answer = self._keys(reader, ranking)
        orders = {"matching": [key for key, _ in answer]}
        if again:
            told = {s.owner: numbers(s.known) for s in ranking.scored}
            orders["by hand"] = self._reordered(reader, ranking, told, BY_HAND)
            for feature in FEATURES:
                name = feature.__name__
                orders[f"without {name}"] = self._reordered(
                    reader, ranking, told, ranking.weights.without(name))
        return Asked(answer, orders)

    def _keys(self, reader: Reader, ranking: Ranking) -> list[tuple[str, float]]:
        found: list[tuple[str, float]] = []
        for scored, entity in passing(reader, ranking):
            found += [(key, scored.score) for key in of_scheme(entity.identifiers, self.scheme)]
            if len(found) >= LIMIT:
                break
        return found

    def _reordered(
        self, reader: Reader, ranking: Ranking, told: Mapping[str, Sequence[float]],
        weights: Weights,
    ) -> Ranked:
        """The order under other weights, from what the features told of each owner."""
        worth = {owner: sum(n * w for n, w in zip(own, weights.listed, strict=True))
                 for owner, own in told.items()}
        order = sorted(ranking.scored, key=lambda s: (-worth[s.owner], s.owner))
        return [key for key, _ in self._keys(reader, replace(ranking, scored=order))]

    def times(self) -> str:
        """How long the first ten took, with explanations."""
        p50, p95 = np.percentile(self.seconds, [50, 95]) * 1000
        return f"match p50 {p50:.0f} ms, p95 {p95:.0f} ms, {len(self.kg.index)} works"


def against(
    baselines: Baselines, queries: Sequence[Query],
    pools: Callable[[Query], tuple[Sequence[str], int]],
) -> Rows:
    """The baselines' rankings of each query, among the owners of its pool."""
    rows: Rows = {}
    ways = {"TF-IDF sum": (baselines.tfidf, False), "TF-IDF max": (baselines.tfidf, True),
            "BM25 sum": (baselines.bm25, False)}
    if baselines.kg.vectors.model:
        ways["vectors alone"] = (baselines.dense, True)
    kept: dict[tuple[Any, ...], dict[str, int]] = {}
    for query in queries:
        kinds, least = pools(query)
        key = (query["as_of"], tuple(kinds), least)
        if key not in kept:
            kept[key] = baselines.pool(query, kinds, least)
        pool = kept[key]
        rows.setdefault("popularity", {})[query["id"]] = baselines.popularity(pool)
        scores = {way: way(query) for way, _ in dict.fromkeys(ways.values())}
        for name, (way, best_only) in ways.items():
            rows.setdefault(name, {})[query["id"]] = baselines.ranked(
                scores[way], pool, best_only=best_only)
    return rows


def rank_of(ranked: Ranked, gold: Sequence[str]) -> float:
    """The rank of the first right answer; infinite when there is none."""
    wanted_keys = {str(key) for key in gold}
    return next((float(i) for i, key in enumerate(ranked, 1) if key in wanted_keys), np.inf)


def report(
    queries: Sequence[Query], rows: Rows, *, gain_over: str = "TF-IDF sum"
) -> None:
    """The figures of each row with 95 % intervals, and the paired gain in MRR over one."""
    reciprocal: dict[str, list[float]] = {}
    for name, answers in rows.items():
        ranks = np.array([rank_of(answers[q["id"]], q["gold"]) for q in queries])
        reciprocal[name] = (1 / ranks).tolist()
        low, high = interval(reciprocal[name])
        cells = []
        for k in (1, 10, 50):
            hits = (ranks <= k).astype(float).tolist()
            least, most = interval(hits)
            cells.append(f"R@{k} {np.mean(hits):.3f} [{least:.3f}, {most:.3f}]")
        print(f"{name:26} MRR {np.mean(1 / ranks):.3f} [{low:.3f}, {high:.3f}]  {'  '.join(cells)}")
    gains = [a - b for a, b in zip(reciprocal["matching"], reciprocal[gain_over], strict=True)]
    low, high = interval(gains)
    print(f"gain in MRR over {gain_over} {np.mean(gains):+.3f} [{low:+.3f}, {high:+.3f}]")


def interval(values: Sequence[float], rounds: int = 2000) -> tuple[float, float]:
    """95 % bootstrap interval of the mean."""
    drawn = random.Random(0)
    means = sorted(float(np.mean(drawn.choices(values, k=len(values)))) for _ in range(rounds))
    return means[int(0.025 * rounds)], means[int(0.975 * rounds) - 1]
