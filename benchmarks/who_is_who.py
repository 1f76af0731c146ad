"""Who is who on real registers: ROR and patents with their owners, loaded, again, and decided on.

    python -m benchmarks.who_is_who --ror ror-v2-subset.json.gz --patents patents.csv.gz
        [--patent-rows N] [--merges merges.tsv]

Loads both registers into an SQLite store through the ordinary import and prints rows a second, peak
memory, how many records mean how many organisations, and how many of them bear two ROR ids (none
may). Loads both again (nothing may change). Takes human decisions on the full graph, and takes them
back, and prints how long each takes to be in force. ``--merges`` writes a random sample of 150
merges, for a person to read: two names that the rules called one. The baseline beside it joins by
the exact spelling of the name within the kind.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import tempfile
import time
from itertools import combinations, islice
from pathlib import Path

import qilian
from benchmarks.memory import peak_megabytes
from graph.schema import ORGANISATIONS
from graph.store import Signature, entity_pages
from ingest.report import Report
from ingest.sources.mapping import load_mapping
from ingest.sources.tables import read_table

PATENTS = Path(__file__).with_name("patents.yml")
SAMPLE = 150
DECISIONS = 20


def load(kg: qilian.KnowledgeGraph, path: Path, mapping: str, rows: int) -> Report:
    """One register through its mapping; the report says what became of it."""
    report = Report()
    with read_table(path) as table:
        known = load_mapping(mapping)
        source = known.source(Path(mapping).stem)
        units = islice(known.units(table, source, report), rows or None)
        report.loaded(kg.load(source, units))
    return report


def organisations(kg: qilian.KnowledgeGraph) -> dict[str, list[Signature]]:
    """The signatures of every organisation, by entity."""
    found: dict[str, list[Signature]] = {}
    for page in entity_pages(kg.store, ORGANISATIONS, size=5000):
        for signature in kg.store.signatures_of([entity.id for entity in page]):
            found.setdefault(signature.entity, []).append(signature)
    return found


def merges(groups: dict[str, list[Signature]]) -> list[tuple[Signature, Signature]]:
    """Pairs within one organisation that say different things of who they are, no id shared."""
    pairs = []
    for group in groups.values():
        for one, other in combinations(sorted(group, key=lambda s: s.id)[:20], 2):
            if one.name.casefold() != other.name.casefold() and not (
                    set(one.identifiers) & set(other.identifiers)):
                pairs.append((one, other))
    return pairs


def decide(kg: qilian.KnowledgeGraph, groups: dict[str, list[Signature]]) -> list[float]:
    """Seconds until each of some decisions is in force, and until it is undone."""
    rng = random.Random(0)
    heavy = sorted(groups, key=lambda e: -sum(s.count for s in groups[e]))
    times = []
    for one, other in zip(heavy[:DECISIONS], rng.sample(heavy, DECISIONS), strict=True):
        if one == other:
            continue
        started = time.perf_counter()
        made = kg.decide("same", one, other, by="benchmark")
        times.append(time.perf_counter() - started)
        started = time.perf_counter()
        kg.undo(made.id)
        times.append(time.perf_counter() - started)
    return times


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ror", type=Path, required=True)
    parser.add_argument("--patents", type=Path, required=True)
    parser.add_argument("--patent-rows", type=int, default=0)
    parser.add_argument("--merges", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, \
            qilian.open(f"sqlite:///{folder}/who.db") as kg:
        for again in ("", ", again"):
            for path, mapping, rows in ((args.ror, "ror", 0),
                                        (args.patents, str(PATENTS), args.patent_rows)):
                started = time.perf_counter()
                report = load(kg, path, mapping, rows)
                taken = time.perf_counter() - started
                print(f"{Path(mapping).stem}{again}: {report.units} rows in {taken:.1f} s, "
                      f"{report.units / taken:.0f} rows/s; new {report.new}, "
                      f"changed {report.changed}, refused {report.rejections}")
        print(f"peak memory {peak_megabytes():.0f} MB")
        groups = organisations(kg)
        signatures = [s for group in groups.values() for s in group]
        exact = {(s.kind, s.name.casefold(), s.identifiers) for s in signatures}
        print(f"{sum(s.count for s in signatures)} records of {len(signatures)} descriptions mean "
              f"{len(groups)} organisations; by exact spelling {len(exact)}")
        two = [e for e, group in groups.items()
               if len({i for s in group for i in s.identifiers if i.startswith("ror:")}) > 1]
        print(f"organisations with two ROR ids: {len(two)}")
        mixed = sum(1 for group in groups.values()
                    if any(s.identifiers for s in group) and any(not s.identifiers for s in group))
        print(f"organisations of ROR that own patents here: {mixed}")
        times = decide(kg, groups)
        print(f"a decision in force after {1000 * statistics.median(times):.0f} ms (median of "
              f"{len(times)}), at most {1000 * max(times):.0f} ms")
        if args.merges:
            write_sample(args.merges, merges(groups))


def write_sample(path: Path, pairs: list[tuple[Signature, Signature]]) -> None:
    """A random sample of merges, one a line, for a person to judge."""
    chosen = random.Random(0).sample(pairs, min(SAMPLE, len(pairs)))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t")
        out.writerow(["first", "region", "ids", "second", "region", "ids", "right?"])
        for one, other in chosen:
            out.writerow([one.name, one.region, " ".join(one.identifiers),
                          other.name, other.region, " ".join(other.identifiers), ""])
    print(f"{len(chosen)} of {len(pairs)} merges of different spellings written to {path}")


if __name__ == "__main__":
    main()
