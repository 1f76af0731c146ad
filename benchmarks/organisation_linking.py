"""Strings that name organisations -> the register's organisation or none, beside two baselines.

    python -m benchmarks.organisation_linking --data ror-v2-subset.json.gz --queries Q.jsonl
        --answers A.jsonl [--store URL]

The register is loaded through its ordinary mapping file and each string linked by the ordinary
`KnowledgeGraph.link_many`. The rows beside it answer with the most similar name: by TF-IDF over
runs of three letters, and by rapidfuzz's weighted ratio; each abstains below the similarity that
gives it the best F1 on these very strings, an advantage that ours does not have.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix

import qilian
from benchmarks.memory import peak_megabytes
from benchmarks.ranking import options_of, read_queries, write_answers
from graph.identity.identifiers import of_scheme
from graph.language.tokens import name_tokens
from graph.schema import ORGANISATIONS

ADDRESSES = {"ror": "https://ror.org/"}
SHORTLIST = 100
Answer = tuple[list[str], float]
"""The best organisation's keys, and how sure."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = options_of(__doc__, key="ror")
    parser.add_argument("--no-baselines", action="store_true", help="only our own row")
    options = parser.parse_args(argv)
    queries = read_queries(options.queries)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/register.db"
        # A process of its own, so that the memory stated for linking is that of linking.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as loader:
            loader.submit(fill, url, options.data).result()
        with qilian.open(url) as kg:
            ranked = ask(kg, queries, options.key)
            write_answers(options.answers, zip(queries, ranked, strict=True))
            report("linking", queries, {q["id"]: [k for k, _ in r[:1]]
                                        for q, r in zip(queries, ranked, strict=True)})
            if not options.no_baselines:
                names, keys = _names(kg, options.key)
                tfidf, shortlists = nearest(queries, names)
                report_best("TF-IDF", queries, [(keys[i], s) for i, s in tfidf])
                report_best("rapidfuzz", queries, fuzzy(queries, names, keys, shortlists))
    return 0


def fill(url: str, data: Path) -> None:
    """Load the register unless the store has it."""
    with qilian.open(url) as kg:
        if kg.store.counts().get("units"):
            return
        start = time.perf_counter()
        loaded = kg.ingest(data, mapping="ror")
        taken = time.perf_counter() - start
        print(f"{loaded.new} organisations loaded in {taken:.0f} s, {loaded.new / taken:.0f} "
              f"rows/s, {peak_megabytes():.0f} MB at most (its own process)", flush=True)
        if not loaded.new:
            raise SystemExit(f"could not load {data}: {loaded.failed or 'no rows'}")


def gold_of(entity: Any, scheme: str) -> list[str]:
    """An entity's identifiers of a scheme as the gold writes them."""
    return [ADDRESSES.get(scheme, "") + value for value in of_scheme(entity.identifiers, scheme)]


def ask(
    kg: Any, queries: Sequence[Mapping[str, Any]], scheme: str
) -> list[list[tuple[str, float]]]:
    """The ranked (key, score) of each string, empty for none; prints the times."""
    start = time.perf_counter()
    kg.link("?")
    print(f"index of names built and kept in {time.perf_counter() - start:.1f} s, "
          f"{peak_megabytes():.0f} MB at most so far")
    start, spent = time.perf_counter(), time.process_time()
    links = list(kg.link_many(query["text"] for query in queries))
    taken, spent = time.perf_counter() - start, time.process_time() - spent
    print(f"{len(queries)} strings linked in {taken:.1f} s, {len(queries) / taken:.0f} strings/s "
          f"({len(queries) / spent:.0f} a second of processor time, one core)")
    entities = kg.store.entities({c.entity for link in links for c in link.candidates})
    ranked: list[list[tuple[str, float]]] = []
    for link in links:
        shown = link.candidates if link.chosen else ()
        ranked.append([(key, candidate.score) for candidate in shown
                       for key in gold_of(entities[candidate.entity], scheme)])
    return ranked


def _names(kg: Any, scheme: str) -> tuple[list[str], list[list[str]]]:
    """All names with the keys of their organisation."""
    names, keys = [], []
    for kind in ORGANISATIONS:
        after = ""
        while page := kg.store.entities_of_kind(kind, after=after, limit=5000):
            after = page[-1].id
            for entity in page:
                if found := gold_of(entity, scheme):
                    for name in dict.fromkeys((entity.name, *entity.names)):
                        names.append(" ".join(name_tokens(name)))
                        keys.append(found)
    return names, keys


def nearest(
    queries: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> tuple[list[tuple[int, float]], list[list[int]]]:
    """The name with the highest cosine of TF-IDF vectors of letter triples, and a shortlist."""
    ids: dict[str, int] = {}
    known = _vectors(names, ids, grow=True)
    often = np.bincount(known.indices, minlength=len(ids))
    idf = np.log((1 + len(names)) / (1 + often)) + 1
    known = _scaled(known, idf)
    asked = _vectors([" ".join(name_tokens(q["text"])) for q in queries], ids, grow=False)
    asked = _scaled(asked, idf)
    best, shortlists = [], []
    for start in range(0, asked.shape[0], 64):
        block = (asked[start : start + 64] @ known.T).tocsr()
        for row in range(block.shape[0]):
            low, high = block.indptr[row], block.indptr[row + 1]
            order = np.lexsort((block.indices[low:high], -block.data[low:high]))[:SHORTLIST]
            shortlist = block.indices[low:high][order].tolist()
            shortlists.append(shortlist or [0])
            best.append((shortlist[0], float(block.data[low:high][order[0]]))
                        if shortlist else (0, 0.0))
    return best, shortlists


def _vectors(texts: Sequence[str], ids: dict[str, int], *, grow: bool) -> Any:
    columns, starts = [], [0]
    for text in texts:
        padded = f" {text} "
        for i in range(len(padded) - 2):
            triple = padded[i : i + 3]
            at = ids.setdefault(triple, len(ids)) if grow else ids.get(triple, -1)
            if at >= 0:
                columns.append(at)
        starts.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(texts), len(ids)))
    matrix.sum_duplicates()
    return matrix


def _scaled(matrix: Any, idf: Any) -> Any:
    matrix.data = (1 + np.log(matrix.data)) * idf[matrix.indices]
    squares = np.add.reduceat(np.append(matrix.data**2, 0.0), matrix.indptr[:-1])
    squares[np.diff(matrix.indptr) == 0] = 1.0
    norms = np.sqrt(squares)
    matrix.data /= np.repeat(norms, np.diff(matrix.indptr))
    return matrix


def fuzzy(
    queries: Sequence[Mapping[str, Any]], names: Sequence[str], keys: Sequence[list[str]],
    shortlists: Sequence[Sequence[int]],
) -> list[Answer]:
    """The name of the TF-IDF shortlist that rapidfuzz finds most similar: all names would take
    hours."""
    found = []
    for query, shortlist in zip(queries, shortlists, strict=True):
        text = " ".join(name_tokens(query["text"]))
        _, score, at = process.extractOne(text, [names[i] for i in shortlist],
                                          scorer=fuzz.WRatio, score_cutoff=0) or ("", 0.0, 0)
        found.append((keys[shortlist[at]], float(score)))
    return found


def report_best(
    name: str, queries: Sequence[Mapping[str, Any]], answers: Sequence[Answer]
) -> None:
    """A baseline's figures, abstaining below the score of its best F1, and when it never does."""
    scores = np.array([score for _, score in answers])
    right = np.array([bool(set(keys) & set(q["gold"]))
                      for (keys, _), q in zip(answers, queries, strict=True)])
    answerable = sum(bool(q["gold"]) for q in queries)
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + answerable)
    least = scores[order[int(np.argmax(f1))]]
    always = {q["id"]: keys[:1] for q, (keys, _) in zip(queries, answers, strict=True)}
    report(f"{name}, always", queries, always)
    given = {q["id"]: keys[:1] if score >= least else []
             for q, (keys, score) in zip(queries, answers, strict=True)}
    report(f"{name}, abstaining", queries, given)


def report(
    name: str, queries: Sequence[Mapping[str, Any]], answers: Mapping[str, Sequence[str]]
) -> None:
    """Precision, recall and F1 of the first answers, what is refused, and each source's."""
    print(f"{name:22}{_line(queries, answers)}")
    for source in sorted({q["source"] for q in queries}):
        some = [q for q in queries if q["source"] == source]
        print(f"    {source:18}{_line(some, answers)}")


def _line(queries: Sequence[Mapping[str, Any]], answers: Mapping[str, Sequence[str]]) -> str:
    given = [q for q in queries if answers[q["id"]]]
    right = sum(answers[q["id"]][0] in q["gold"] for q in given)
    answerable = sum(bool(q["gold"]) for q in queries)
    refused = sum(not answers[q["id"]] and not q["gold"] for q in queries)
    precision, recall = right / max(len(given), 1), right / max(answerable, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    none = len(queries) - answerable
    share = f", refused {refused} of {none} ({refused / none:.3f})" if none else ""
    return (f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"
            f"{share}, {right} of {answerable} right at first place")


if __name__ == "__main__":
    raise SystemExit(main())
