"""Vectors of works: works per second, memory and time per question of a model, beside `static`.

    python -m benchmarks.embedding --data awards.csv.gz [--model minilm] [--rows 2000]
        [--search 78000]

The register is loaded through its mapping file into a store of its own; each model then encodes its
works in a process of its own, so that the peak of memory is that model's (the store's reading
included). Questions are texts of works, read whole. ``--search`` times the exact search alone, over
so many rows of the model's width that are made up.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

import qilian
from benchmarks.memory import peak_megabytes
from graph.embed import work_texts
from graph.embedding import Embedder, Rows, embedder, unit
from graph.model import WorkRow
from graph.vectors import RECIPE, Table, Vectors, new_folder, save
from ingest.report import Report
from ingest.sources.mapping import load_mapping
from ingest.sources.tables import read_table

BASELINE = "static"
QUESTIONS = 40
Figures = dict[str, float]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="a register with works")
    parser.add_argument("--mapping", default="awards", help="its mapping, by name")
    parser.add_argument("--model", default="minilm", help="a name, or the folder of a model")
    parser.add_argument("--rows", type=int, default=2000, help="rows of the register to load")
    parser.add_argument("--search", type=int, default=78_000, help="rows for the search alone")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/works.db"
        with qilian.open(url) as kg:
            _load(kg, options.data, options.mapping, options.rows)
            print(f"{options.rows} rows of {options.data.name}, recipe {RECIPE!r}")
        for model in dict.fromkeys((BASELINE, options.model)):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                figures = pool.apply(measure, (url, model, Path(folder), options.search))
            print(f"{model:14}" + "  ".join(f"{k} {v:,.1f}" for k, v in figures.items()))
    return 0


def measure(url: str, name: str, folder: Path, search: int) -> Figures:
    """One model's figures, in this process."""
    started = time.perf_counter()
    model = embedder(name)
    if model is None:
        sys.exit("none is no model to measure")
    figures: Figures = {"load s": time.perf_counter() - started}
    with qilian.open(url) as kg:
        wall, cpu = time.perf_counter(), time.process_time()
        done = kg.embed(model)
        figures["works/s"] = done.encoded / (time.perf_counter() - wall)
        figures["works/cpu-s"] = done.encoded / (time.process_time() - cpu)
        figures["MB on disk"] = done.size / 1e6
        texts = _questions(kg)
        figures["question p50 ms"] = _p50(kg.vectors, texts)
    figures["peak MB"] = peak_megabytes()
    figures[f"search of {search} ms"] = _p50(
        _made_up(folder / "made-up", model, search), [str(i) for i in range(QUESTIONS)])
    return figures


def _load(kg: qilian.KnowledgeGraph, data: Path, name: str, rows: int) -> None:
    mapping, report = load_mapping(name), Report()
    with read_table(data) as table:
        kg.load(mapping.source(name), islice(mapping.units(table, mapping.source(name), report),
                                             rows))


def _questions(kg: qilian.KnowledgeGraph) -> list[str]:
    works = list(kg.store.works_since(-1))
    some = works[:: max(1, len(works) // QUESTIONS)]
    return list(work_texts(kg.store, ((w.record, w.unit) for w in some)).values())


def _p50(vectors: Vectors, texts: Sequence[str]) -> float:
    """Milliseconds of a question, encoding included, once the vectors are open."""
    vectors.similar("what opens them")
    taken = []
    for text in texts:
        started = time.perf_counter()
        vectors.similar(text)
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)


class _Quiet:
    """A store in which nothing changes."""

    def generation(self) -> int:
        return 0

    def works_since(self, generation: int) -> Iterator[WorkRow]:
        return iter(())

    def works_removed_since(self, generation: int) -> Iterator[tuple[str, int]]:
        return iter(())


class _Free:
    """A model that costs nothing."""

    longest, languages = 64, ()

    def __init__(self, model: Embedder) -> None:
        self.name, self.fingerprint, self.dim = model.name, model.fingerprint, model.dim
        self._drawn = np.random.default_rng(0)

    def encode(self, texts: Sequence[str], *, longest: int) -> Rows:
        return unit(self._drawn.standard_normal((len(texts), self.dim)))


def _made_up(root: Path, like: Embedder, number: int) -> Vectors:
    """Vectors of works that nobody made, kept and mapped as real ones are."""
    model = _Free(like)
    rows = model.encode([""] * number, longest=0)
    save(Table(rows, np.arange(number, dtype=np.int32), np.zeros(number, np.int8),
               np.zeros(number, np.uint64), [f"{i:016x}" for i in range(number)], model.name,
               model.fingerprint, 0, 0), new_folder(root, model))
    vectors = Vectors(_Quiet(), root)
    vectors.use(model)
    return vectors


if __name__ == "__main__":
    sys.exit(main())
