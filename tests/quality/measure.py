"""How well the rules read the annotated documents of this folder, without any model.

    python -m tests.quality.measure            # prints the figures
    python -m tests.quality.measure --write    # freezes them in results.json
    python -m tests.quality.measure --first    # what the sets gave before anybody had read them
    python -m tests.quality.measure --set open --types   # one set, with its entity types

Sets: ``blind``, ``open`` and ``fresh`` (English) and ``chinese`` were written and annotated before
anything was run on them; what they gave the first time is in docs/reading.md. Rules have been
mended after looking at all but ``chinese`` since. ``practice`` and ``chinese-practice`` served to
write the rules.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest.compare import KINDS, Tally, compare, read_gold
from ingest.facts import fact_lines
from ingest.nlp import build_nlp, extract
from ingest.reading import read_document

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
FIRST = HERE / "first.json"
SETS = ("blind", "open", "fresh", "chinese", "practice", "chinese-practice")


@lru_cache(maxsize=2)
def pipeline(model: str) -> Any:
    return build_nlp(model)


def tallies(
    documents: Path, gold: Path, *, model: str = "blank"
) -> Iterator[tuple[str, dict[str, Tally]]]:
    """Each annotated document of a folder with what became of its facts."""
    golds = read_gold(gold)
    for path in sorted(documents.iterdir()):
        if path.name in golds:
            facts = extract(read_document(path), nlp=pipeline(model))
            yield path.name, compare(golds[path.name], list(fact_lines(facts)))


def scored(documents: Path, gold: Path, *, model: str = "blank") -> dict[str, Any]:
    """Precision, recall and F1 over the documents of a folder (micro), and each document's F1."""
    total: dict[str, Tally] = defaultdict(Tally)
    each = {}
    for document, found in tallies(documents, gold, model=model):
        each[document] = {kind: round(t.f1, 3) for kind, t in found.items()}
        for kind, tally in found.items():
            total[kind] += tally
    micro = {
        kind: {
            "precision": round(t.precision, 3),
            "recall": round(t.recall, 3),
            "f1": round(t.f1, 3),
            "annotated": t.gold,
            "found": t.found,
        }
        for kind, t in total.items()
    }
    return {"micro": micro, "documents": each}


def figures(name: str, *, model: str = "blank") -> dict[str, Any]:
    """The figures of one of the sets."""
    return scored(HERE / name / "documents", HERE / name / "gold", model=model)


def by_type(name: str) -> dict[str, tuple[int, int]]:
    """For each type of entity and relation, how many are annotated and how many were missed."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    golds = read_gold(HERE / name / "gold")
    for document, found in tallies(HERE / name / "documents", HERE / name / "gold"):
        for part in ("entities", "relations"):
            for fact in golds[document][part]:
                counts[fact["type"]][0] += not fact.get("optional")
        for kind in ("entity", "relation"):
            for fact in found[kind].missed:
                counts[fact["type"]][1] += 1
    return {type_: (all_, missed) for type_, (all_, missed) in sorted(counts.items())}


def print_first() -> None:
    """The first figures, and what was missed then by kind; they were taken once and are kept."""
    first = json.loads(FIRST.read_text(encoding="utf-8"))
    print(first.pop("note"))
    missed = first.pop("missed")
    print(f"{'':30}" + "".join(f"{kind:>11}" for kind in KINDS))
    for name, rules in first.items():
        for version, row in rules.items():
            print(f"{name + ', ' + version:30}" + "".join(f"{row[k]:>11.2f}" for k in KINDS))
    print("\nmissed in blind, open and chinese:")
    for type_, (annotated, count) in missed.items():
        print(f"   {type_:20}{annotated:>5} annotated{count:>5} missed")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--types", action="store_true")
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--model", default="blank")
    options = parser.parse_args()
    if options.first:
        print_first()
        return 0
    results = {}
    print(f"{'':18}" + "".join(f"{kind:>22}" for kind in KINDS))
    print(f"{'set':18}" + f"{'P':>10}{'R':>6}{'F1':>6}" * len(KINDS))
    for name in [options.set] if options.set else SETS:
        results[name] = figures(name, model=options.model)
        row = results[name]["micro"]
        print(
            f"{name:18}"
            + "".join(
                f"{row[k]['precision']:>10.2f}{row[k]['recall']:>6.2f}{row[k]['f1']:>6.2f}"
                for k in KINDS
            )
        )
        if options.types:
            for type_, (annotated, missed) in by_type(name).items():
                print(f"   {type_:20}{annotated:>5} annotated{missed:>5} missed")
    if options.write:
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
