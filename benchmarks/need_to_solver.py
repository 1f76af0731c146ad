"""A stated need -> the firm that later won the contract, beside TF-IDF and popularity.

    python benchmarks/need_to_solver.py --data awards.csv.gz --queries Q.jsonl --answers A.jsonl

Awards are loaded through the ordinary mapping file and needs answered by the ordinary matching,
with evidence strictly before each need's ``as_of``. ``A.jsonl`` gets the ranked firms. With
``--store`` the store is used as it is, and filled first when it is empty.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import qilian
from benchmarks.ranking import options_of, read_queries, write_answers
from graph.dates import first_day
from graph.identity.identifiers import of_scheme
from graph.language.tokens import tokens

LIMIT = 100
NEIGHBOURS = 200
Ranked = list[str]


def main(argv: Sequence[str] | None = None) -> int:
    options = options_of(__doc__, key="firm_key").parse_args(argv)
    queries = read_queries(options.queries)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/awards.db"
        with qilian.open(url) as kg:
            _fill(kg, options.data)
            answers, seconds = ask(kg, queries, options.key)
            write_answers(options.answers, ((q, answers[q["id"]]) for q in queries))
            print(f"match p50 {1000 * np.percentile(seconds, 50):.0f} ms, "
                  f"p95 {1000 * np.percentile(seconds, 95):.0f} ms, {len(kg.index)} works")
            baselines = Baselines(kg, options.key)
            rows = {
                "matching": {q["id"]: [key for key, _ in answers[q["id"]]] for q in queries},
                "TF-IDF": {q["id"]: baselines.tfidf(q) for q in queries},
                "popularity": {q["id"]: baselines.popularity(q) for q in queries},
            }
    report(queries, rows)
    return 0


def _fill(kg: Any, data: Path) -> None:
    if kg.store.counts().get("units"):
        return
    start = time.perf_counter()
    loaded = kg.ingest(data, mapping="awards")
    taken = time.perf_counter() - start
    print(f"{loaded.new} awards loaded in {taken:.0f} s, {loaded.new / taken:.0f} rows/s")
    if loaded.failed or not loaded.new:
        sys.exit(f"could not load {data}: {loaded.failed or 'no rows'}")


def ask(
    kg: Any, queries: Sequence[Mapping[str, Any]], scheme: str
) -> tuple[dict[str, list[tuple[str, float]]], list[float]]:
    """Each query's ranked (key, score), and how long its first ten took with explanations."""
    len(kg.index)
    answers, seconds = {}, []
    for query in queries:
        need = {"need": query["text"], "title": query.get("title", ""), "as_of": query["as_of"]}
        start = time.perf_counter()
        kg.match(**need)
        seconds.append(time.perf_counter() - start)
        result = kg.match(**need, limit=LIMIT)
        answers[query["id"]] = [
            (key, candidate.score) for candidate in result.ranked
            for key in of_scheme(candidate.entity.identifiers, scheme)
        ]
    return answers, seconds


class Baselines:
    """TF-IDF nearest works summed over their owner, and the owner with most works."""

    def __init__(self, kg: Any, scheme: str) -> None:
        works = sorted(
            (w.day, w.record, w.tokens, w.owners[0][0])
            for w in kg.store.works_since(-1) if w.day is not None and w.owners
        )
        self.days = np.array([w[0] for w in works])
        entities = kg.store.entities({w[3] for w in works})
        self.owners = [next(iter(of_scheme(entities[w[3]].identifiers, scheme)), w[3])
                       for w in works]
        self.norms: dict[int, Any] = {}
        self._postings(works)

    def _postings(self, works: list[tuple[int, str, str, str]]) -> None:
        lists: dict[str, list[tuple[int, int]]] = {}
        for place, (_, _, text, _) in enumerate(works):
            words = text.split()
            for word in set(words):
                lists.setdefault(word, []).append((place, words.count(word)))
        self.lists = {word: np.array(pairs) for word, pairs in lists.items()}

    def tfidf(self, query: Mapping[str, Any]) -> Ranked:
        """Cosine of (1 + ln tf) idf vectors; frequencies and lengths before the day."""
        end = int(np.searchsorted(self.days, first_day(query["as_of"])))
        terms: dict[str, int] = {}
        for word in tokens(query.get("title", "")) + tokens(query["text"]):
            terms[word] = terms.get(word, 0) + 1
        dot = np.zeros(end)
        for word, tf in terms.items():
            pairs = self.lists.get(word)
            if pairs is None or not (cut := int(np.searchsorted(pairs[:, 0], end))):
                continue
            idf = np.log((1 + end) / (1 + cut)) + 1
            dot[pairs[:cut, 0]] += (1 + np.log(tf)) * idf * (1 + np.log(pairs[:cut, 1])) * idf
        cosine = dot / self._norms(end)
        return self._summed(np.argsort(-cosine, kind="stable")[:NEIGHBOURS], cosine)

    def _norms(self, end: int) -> Any:
        """Lengths of the first ``end`` works' vectors."""
        if end not in self.norms:
            squares = np.zeros(end)
            for pairs in self.lists.values():
                if cut := int(np.searchsorted(pairs[:, 0], end)):
                    idf = np.log((1 + end) / (1 + cut)) + 1
                    squares[pairs[:cut, 0]] += ((1 + np.log(pairs[:cut, 1])) * idf) ** 2
            self.norms[end] = np.sqrt(np.maximum(squares, 1e-12))
        return self.norms[end]

    def _summed(self, places: Any, values: Any) -> Ranked:
        totals: dict[str, float] = {}
        for place in places.tolist():
            totals[self.owners[place]] = totals.get(self.owners[place], 0.0) + values[place]
        return sorted(totals, key=lambda owner: (-totals[owner], owner))[:LIMIT]

    def popularity(self, query: Mapping[str, Any]) -> Ranked:
        """The owners with most works before the day."""
        end = int(np.searchsorted(self.days, first_day(query["as_of"])))
        names, counts = np.unique(self.owners[:end], return_counts=True)
        return [str(names[i]) for i in np.lexsort((names, -counts))[:LIMIT]]


def rank_of(ranked: Ranked, gold: Sequence[str]) -> float:
    """The rank of the first right answer; infinite when there is none."""
    wanted = {str(key) for key in gold}
    return next((float(i) for i, key in enumerate(ranked, 1) if key in wanted), np.inf)


def report(
    queries: Sequence[Mapping[str, Any]], rows: Mapping[str, Mapping[str, Ranked]]
) -> None:
    """The figures of each row, and the paired gain in MRR over TF-IDF with its interval."""
    reciprocal: dict[str, list[float]] = {}
    for name, answers in rows.items():
        ranks = np.array([rank_of(answers[q["id"]], q["gold"]) for q in queries])
        reciprocal[name] = (1 / ranks).tolist()
        cells = "  ".join(f"R@{k} {np.mean(ranks <= k):.3f}" for k in (1, 10, 50))
        low, high = interval(reciprocal[name])
        print(f"{name:10} MRR {np.mean(1 / ranks):.3f} [{low:.3f}, {high:.3f}]  {cells}")
    gains = [a - b for a, b in zip(reciprocal["matching"], reciprocal["TF-IDF"], strict=True)]
    low, high = interval(gains)
    print(f"gain in MRR over TF-IDF {np.mean(gains):+.3f} [{low:+.3f}, {high:+.3f}]")


def interval(values: Sequence[float], rounds: int = 2000) -> tuple[float, float]:
    """95 % bootstrap interval of the mean."""
    drawn = random.Random(0)
    means = sorted(float(np.mean(drawn.choices(values, k=len(values)))) for _ in range(rounds))
    return means[int(0.025 * rounds)], means[int(0.975 * rounds) - 1]


if __name__ == "__main__":
    sys.exit(main())
