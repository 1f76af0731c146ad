"""How well matching answers the judged sets of this folder.

    python -m tests.quality.matching.measure                # prints the figures
    python -m tests.quality.matching.measure --write        # freezes them in results.json
    python -m tests.quality.matching.measure --first        # what the sets gave the first time
    python -m tests.quality.matching.measure --errors       # with each wrong answer
    python -m tests.quality.matching.measure --part needs   # one part: industries, needs, …

Rows with vectors need the extras ``embed`` and ``multilingual``; without them they are left out.
"Groups given" is what solvers are found for the judge's own groups of statements.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

import ingest
import qilian
from graph.dates import first_day
from graph.errors import InvalidRequest
from graph.language.question import read_question
from graph.language.tokens import tokens
from graph.matching.results import CommonProblem, ProblemList
from tests.quality.matching.units import HERE, SOURCE, case_units, graph_of, read, work_unit

SAMPLE = Path(ingest.__file__).parent / "sample"
RESULTS, FIRST = HERE / "results.json", HERE / "first.json"
KINDS = ("Institute",)
SHOWN = 3
Figures = dict[str, Any]
Told = Callable[[str], None]


def silent(_: str) -> None:
    """Tells nothing of errors."""


@cache
def is_here(model: str) -> bool:
    """Is a model installed?"""
    from graph.embedding import embedder

    try:
        return embedder(model) is not None
    except InvalidRequest:
        return False


# --- industries: common problems and their solvers --------------------------------------------


def industries(*, together: bool = False, vectors: str = "", told: Told = silent) -> Figures:
    """Grouping and solvers over the cases, each in a store of its own or all in one store."""
    cases = read("industries")
    stores = [cases] if together else [[case] for case in cases]
    tallies = []
    for some in stores:
        with graph_of(unit for case in some for unit in case_units(case)) as kg:
            if vectors:
                kg.embed(vectors)
            tallies += [judged(case, kg.problems(case["industry"]), told)
                        | {"given": groups_given(kg, case)} for case in some]
    return summary(tallies)


def judged(case: Mapping[str, Any], found: ProblemList, told: Told = silent) -> dict[str, float]:
    """The counts of one case."""
    groups = [*found.problems, *found.single]
    label = {row["id"]: row["problem"] for row in case["statements"]}
    text = {row["id"]: row["text"] for row in case["statements"]}
    placed = {id_: i for i, group in enumerate(groups) for id_ in ids_of(group)}
    tally: dict[str, float] = dict.fromkeys(
        ("right", "found", "true", "problems", "solved", "convincing"), 0)
    for a, b in combinations(sorted(label), 2):
        same, joined = label[a] == label[b], a in placed and placed[a] == placed.get(b)
        tally["true"] += same
        tally["found"] += joined
        tally["right"] += same and joined
        if same != joined:
            told(f"{case['id']} {'missed' if same else 'joined'} {label[a]} / {label[b]}: "
                 f"{text[a]} | {text[b]}")
    for problem, right in case["solvers"].items():
        names = {i["name"] for i in case["institutes"] if i["id"] in right}
        own = {id_ for id_, name in label.items() if name == problem}
        group = max(groups, key=lambda g: (len(ids_of(g) & own), -len(ids_of(g))))
        solvers = group.solvers if group.common else None
        first = [c.name for c in solvers.ranked[:SHOWN]] if solvers is not None else []
        solved = bool(names & set(first))
        tally["problems"] += 1
        tally["solved"] += solved
        tally["convincing"] += solved and solvers is not None and solvers.convincing
        if not solved:
            told(f"{case['id']} unsolved {problem}: {sorted(names)}, not {first}")
    tally["f1"] = f1(tally["right"], tally["found"], tally["true"])
    return tally


def groups_given(kg: qilian.KnowledgeGraph, case: Mapping[str, Any]) -> int:
    """Of how many common problems a right institute is found, all their statements given."""
    solved = 0
    for problem, right in case["solvers"].items():
        text = "\n".join(row["text"] for row in case["statements"] if row["problem"] == problem)
        names = {i["name"] for i in case["institutes"] if i["id"] in right}
        solved += bool(names & {c.name for c in kg.match(text, kinds=KINDS, limit=SHOWN).ranked})
    return solved


def ids_of(problem: CommonProblem) -> set[str]:
    """The set's ids of a problem's statements."""
    return {s.document.removeprefix(f"{SOURCE.key}/") for s in problem.statements}


def f1(right: float, found: float, true: float) -> float:
    """Harmonic mean of precision and recall; 1 where there is nothing and nothing is found."""
    return 2 * right / (found + true) if found + true else 1.0


def summary(tallies: Sequence[Mapping[str, float]]) -> Figures:
    """Pairs over all cases, and how many common problems have a right institute."""
    total = {name: sum(t[name] for t in tallies) for name in tallies[0]}
    return {
        "precision": round(total["right"] / max(total["found"], 1), 3),
        "recall": round(total["right"] / max(total["true"], 1), 3),
        "f1": round(f1(total["right"], total["found"], total["true"]), 3),
        "f1, mean of cases": round(total["f1"] / len(tallies), 3),
        "problems": int(total["problems"]), "solved": int(total["solved"]),
        "solved and convincing": int(total["convincing"]),
        "solved, groups given": int(total["given"]),
    }


# --- needs: Chinese needs over Chinese and over English works ----------------------------------


def needs(*, english: bool = False, vectors: str = "", told: Told = silent) -> Figures:
    """Places of the right institutes, by matching and beside it by other rows of the same run."""
    judged_ = read("needs_zh")
    end = "_en" if english else ""
    units = [work_unit(w, w["owner"], w[f"title{end}"], w[f"abstract{end}"])
             for w in judged_["works"]]
    with graph_of(units) as kg:
        rows: dict[str, Callable[[str], list[str]]] = {
            "matching": lambda text: [c.name for c in kg.match(text, kinds=KINDS).ranked],
            "TF-IDF": TfIdf(kg).ranked,
        }
        if vectors:
            kg.embed(vectors)
            rows["vectors alone"] = lambda text: nearest(kg, text)
        found = {name: [(n, ranked(n["text"])) for n in judged_["needs"]]
                 for name, ranked in rows.items()}
    for need, names in found["matching"]:
        if not set(names[:SHOWN]) & set(need["right"]):
            told(f"{need['id']} {need['text']}: {need['right']}, not {names[:SHOWN]}")
    return {name: places(answered) for name, answered in found.items()}


def places(answered: Sequence[tuple[Mapping[str, Any], list[str]]]) -> Figures:
    """How many needs have a right institute first, and among the first three; mean of 1 / rank."""
    ranks = [next((i for i, name in enumerate(names, 1) if name in need["right"]), np.inf)
             for need, names in answered]
    return {"needs": len(ranks), "first": sum(r == 1 for r in ranks),
            "first three": sum(r <= SHOWN for r in ranks),
            "mrr": round(float(np.mean([1 / r for r in ranks])), 3)}


def nearest(kg: qilian.KnowledgeGraph, text: str) -> list[str]:
    """Owners by their work that is nearest to a text in the vectors' space."""
    records, _ = kg.vectors.similar(text)
    owner = {w.record: w.owners[0][0] for w in kg.store.works_since(-1)}
    ids = list(dict.fromkeys(owner[record] for record in records))
    named = kg.store.entities(ids)
    return [named[id_].name for id_ in ids]


class TfIdf:
    """Cosines of (1 + ln tf) idf vectors of the nearest works, summed over their owner."""

    neighbours = 200

    def __init__(self, kg: qilian.KnowledgeGraph) -> None:
        works = sorted((w.record, w.tokens.split(), w.owners[0][0])
                       for w in kg.store.works_since(-1))
        named = kg.store.entities({w[2] for w in works})
        self.owners = [named[w[2]].name for w in works]
        self.place = {t: i for i, t in enumerate(sorted({t for w in works for t in w[1]}))}
        counts = np.array([self._counts(w[1]) for w in works])
        self.idf = np.log((1 + len(works)) / (1 + (counts > 0).sum(axis=0))) + 1
        self.rows = self._weighted(counts)

    def _counts(self, words: Sequence[str]) -> Any:
        counts = np.zeros(len(self.place))
        for word in words:
            if word in self.place:
                counts[self.place[word]] += 1
        return counts

    def _weighted(self, counts: Any) -> Any:
        weights = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0.0) * self.idf
        length = np.linalg.norm(weights, axis=-1, keepdims=True)
        return weights / np.where(length > 0, length, 1.0)

    def ranked(self, text: str) -> list[str]:
        """Owners of the works that share a word with the text."""
        cosines = self.rows @ self._weighted(self._counts(tokens(text)))
        totals: dict[str, float] = {}
        for place in np.argsort(-cosines, kind="stable")[: self.neighbours].tolist():
            if cosines[place] > 0:
                owner = self.owners[place]
                totals[owner] = totals.get(owner, 0.0) + cosines[place]
        return sorted(totals, key=lambda owner: (-totals[owner], owner))


# --- sentences: how questions are read ---------------------------------------------------------


def sentences(*, told: Told = silent) -> Figures:
    """How many sentences are read right, field by field; of the need, its content words."""
    rows = read("sample_questions")
    right = dict.fromkeys((*rows[0]["read"], "all fields"), 0)
    alike = []
    for row in rows:
        asked, wanted = read_question(row["text"]), row["read"]
        got = {name: getattr(asked, name) for name in wanted}
        good = {name: same_field(name, wanted[name], got[name]) for name in wanted}
        words, said = set(tokens(wanted["need"])), set(tokens(got["need"]))
        alike.append(f1(len(words & said), len(said), len(words)))
        for name, is_right in (good | {"all fields": all(good.values())}).items():
            right[name] += is_right
        for name in (name for name, is_right in good.items() if not is_right):
            told(f"{row['text']}: {name} {got[name]!r}, not {wanted[name]!r}")
    return {"sentences": len(rows), **right, "need, f1 of words": round(float(np.mean(alike)), 3)}


def same_field(name: str, wanted: Any, got: Any) -> bool:
    """Is a field read right? Lists in any order; the set's ``as_of`` is the last day that counts,
    ours the first that does not."""
    if name in ("kinds", "regions"):
        return set(wanted) == set(got)
    if name in ("need", "industry"):
        return set(tokens(wanted)) == set(tokens(got))
    if name == "as_of" and wanted:
        day = date.fromisoformat(wanted) + timedelta(days=1)
        return bool(got) and first_day(got) == day.toordinal()
    if name == "since" and wanted:
        return bool(got) and first_day(got) == first_day(wanted)
    return bool(wanted == got)


# --- foreign needs -----------------------------------------------------------------------------


def foreign(*, vectors: str = "", told: Told = silent) -> Figures:
    """Needs that the sample knows nothing of, and the sample's own, and which are answered."""
    with sample() as kg:
        if vectors:
            kg.embed(vectors)
        asked = read("foreign_needs")
        own = sorted({(row["title"], row["text"]) for row in sample_needs()})
        refused = [(need["text"], kg.match(need["text"])) for need in asked]
        answered = [(text, kg.match(text, title=title)) for title, text in own]
    for text, result in refused:
        if result.convincing:
            told(f"foreign, answered by {result.ranked[0].name}: {text}")
    for text, result in answered:
        if not result.convincing:
            told(f"of the sample, not answered: {text}")
    return {"foreign": len(refused), "refused": sum(not r.convincing for _, r in refused),
            "own": len(answered), "answered": sum(r.convincing for _, r in answered)}


def sample_needs() -> Iterator[dict[str, str]]:
    """The needs of the sample's table."""
    with (SAMPLE / "needs.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@contextmanager
def sample() -> Iterator[qilian.KnowledgeGraph]:
    """A graph that holds the registers and documents of the sample."""
    tables = [p for p in sorted(SAMPLE.glob("*.csv")) if p.name != "participants.csv"]
    with graph_of(()) as kg:
        kg.ingest(*tables)
        kg.ingest(*sorted((SAMPLE / "policies").iterdir()), source="policies")
        yield kg


# --- all ---------------------------------------------------------------------------------------

Part = Callable[[Told], Figures]
PARTS: dict[str, Part] = {
    "industries": lambda told: industries(told=told),
    "industries, one store": lambda told: industries(together=True, told=told),
    "needs, Chinese works": lambda told: needs(told=told),
    "needs, English works": lambda told: needs(english=True, told=told),
    "sentences": lambda told: sentences(told=told),
    "foreign": lambda told: foreign(told=told),
}
_MINILM, _MULTILINGUAL = "minilm", "multilingual"
WITH_VECTORS: dict[str, tuple[str, Part]] = {
    "industries, minilm": (
        _MINILM, lambda told: industries(vectors=_MINILM, told=told)),
    "industries, one store, minilm": (
        _MINILM, lambda told: industries(together=True, vectors=_MINILM, told=told)),
    "industries, multilingual": (
        _MULTILINGUAL, lambda told: industries(vectors=_MULTILINGUAL, told=told)),
    "industries, one store, multilingual": (
        _MULTILINGUAL, lambda told: industries(together=True, vectors=_MULTILINGUAL, told=told)),
    "needs, Chinese works, multilingual": (
        _MULTILINGUAL, lambda told: needs(vectors=_MULTILINGUAL, told=told)),
    "needs, English works, multilingual": (
        _MULTILINGUAL, lambda told: needs(english=True, vectors=_MULTILINGUAL, told=told)),
    "foreign, minilm": (_MINILM, lambda told: foreign(vectors=_MINILM, told=told)),
    "foreign, multilingual": (
        _MULTILINGUAL, lambda told: foreign(vectors=_MULTILINGUAL, told=told)),
}


def parts_here(only: str = "") -> dict[str, Part]:
    """The parts that can be measured here, or those whose name begins so."""
    found = PARTS | {name: part for name, (model, part) in WITH_VECTORS.items() if is_here(model)}
    return {name: part for name, part in found.items() if name.startswith(only)}


def lines(name: str, figures: Figures) -> Iterator[str]:
    """The figures of a part for people."""
    yield name
    inner = {k: v for k, v in figures.items() if isinstance(v, dict)}
    for row, values in (inner or {"": figures}).items():
        told = ", ".join(f"{key} {value}" for key, value in values.items())
        yield f"   {row}: {told}" if row else f"   {told}"


def main(argv: Collection[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--part", default="")
    options = parser.parse_args(None if argv is None else list(argv))
    if options.first:
        for name, figures in json.loads(FIRST.read_text(encoding="utf-8")).items():
            print("\n".join(lines(name, figures)))  # noqa: T201
        return 0
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for name, part in parts_here(options.part).items():
        results[name] = part(print if options.errors else silent)
        print("\n".join(lines(name, results[name])), flush=True)  # noqa: T201
    if options.write:
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
