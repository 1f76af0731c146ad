"""What a match costs by the number of works: time, memory, index, and 8 clients over HTTP.

    python -m benchmarks.matching_cost --data awards.csv.gz [--queries Q.jsonl] [--neo4j]
        [--sizes 10000 30000 100000 300000] [--embed minilm] [--clients 8]

Works are awards, through the ordinary mapping file. Beyond the file's rows they are synthetic:
sentences of its abstracts, titles, years and halves of firms' names, drawn anew with a seed, each
round of the file with firms of its own. Needs are whole: title and text of the queries, or else of
works with long abstracts; each is asked once, without a day, so that all works count, and answered
by ten candidates with their explanations. With ``--embed`` they are asked once more with vectors,
encoding included. Loading, asking, plain BM25 over the same works, and the service (`qilian serve`)
have a process each, so that a peak of memory is that step's.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from pathlib import Path

import numpy as np

import qilian
from benchmarks.baselines import Baselines
from benchmarks.memory import peak_megabytes
from benchmarks.store import Figures, show, size_on_disk
from ingest.report import Report
from ingest.sources.mapping import load_mapping
from ingest.sources.tables import read_table, rows_of

Cells = dict[str, str]
Need = tuple[str, str]
"""Title and text."""
Step = Callable[[argparse.Namespace], Figures]
ALL_DAYS = "9999"
LONG = 1000
"""Characters of an abstract that can stand for a whole need."""
LONGEST = 20_000
"""Characters of a need that the service takes."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


# --- works and needs ----------------------------------------------------------------------------


def works(data: Path, number: int, *, seed: int = 0) -> Iterator[Cells]:
    """So many rows: the file's own, then synthetic ones."""
    with read_table(data) as table:
        real = [row.cells for row in islice(table, number)]
    return chain(real, synthetic(real, number - len(real), seed=seed))


def synthetic(real: Sequence[Cells], number: int, *, seed: int) -> Iterator[Cells]:
    """Rows of the words of real ones; as many sentences to a row and rows to a firm as there."""
    chance = random.Random(seed)
    sentences = [s for cells in real for s in _SENTENCE.split(cells.get("abstract", "")) if s]
    titles = [cells["title"] for cells in real]
    names = sorted({cells["firm"] for cells in real})
    for at in range(number):
        turn, place = divmod(at, len(real))
        if not place:
            ends = dict(zip(names, chance.sample(names, len(names)), strict=True))
        cells = real[place]
        said = len(_SENTENCE.split(cells.get("abstract", "")))
        begin, end = cells["firm"].split(), ends[cells["firm"]].split()
        yield {
            **cells, "award_id": f"synthetic-{at}", "title": chance.choice(titles),
            "abstract": " ".join(chance.choices(sentences, k=said)),
            "firm": " ".join([*begin[:1], *(end[1:] or end)]),
            "firm_key": f"{cells['firm_key']} {turn + 1}",
        }


def needs(options: argparse.Namespace) -> list[Need]:
    """Whole needs, the same for every size: queries, or works spread over the file."""
    if options.queries:
        lines = options.queries.read_text("utf-8").splitlines()
        found = [(q.get("title", ""), q["text"]) for q in map(json.loads, filter(None, lines))]
    else:
        with read_table(options.data) as table:
            found = [(row.cells["title"], row.cells["abstract"]) for row in table
                     if len(row.cells.get("abstract", "")) > LONG]
    step = max(1, len(found) // options.needs)
    return [(title, text[:LONGEST]) for title, text in found[::step][: options.needs]]


# --- the steps, a process each ------------------------------------------------------------------


def load(options: argparse.Namespace) -> Figures:
    """Fill the store."""
    mapping = load_mapping("awards")
    source = mapping.source("awards")
    with qilian.open(options.url) as kg:
        table = rows_of(works(options.data, options.works))
        started = time.perf_counter()
        loaded = kg.load(source, mapping.units(table, source, Report()))
        return {"works": loaded.new, "loading works/s": loaded.new / _since(started),
                "peak MB, loading": int(peak_megabytes())}


def ask(options: argparse.Namespace) -> Figures:
    """Build the index, ask, and ask with vectors."""
    figures: Figures = {}
    cache = Path(os.environ["QILIAN_CACHE"])
    with qilian.open(options.url) as kg:
        started = time.perf_counter()
        number = len(kg.index)
        figures["index works/s"] = number / _since(started)
        figures["index MB"] = size_on_disk(cache / "works") / 1e6
        answer = partial(_match, kg)
        figures |= timed("match", answer, needs(options))
        figures["peak MB, asking"] = int(peak_megabytes())
        if options.embed:
            done = kg.embed(options.embed)
            figures["vectors works/s"] = done.encoded / done.seconds
            figures["vectors MB"] = done.size / 1e6
            figures |= timed("hybrid", answer, needs(options))
            figures["peak MB, hybrid"] = int(peak_megabytes())
    return figures


def bm25(options: argparse.Namespace) -> Figures:
    """Plain BM25 over the same works: the firms of the nearest, without any explanation."""
    with qilian.open(options.url) as kg:
        started = time.perf_counter()
        plain = Baselines(kg, "firm_key")
        figures: Figures = {"index works/s": len(plain.days) / _since(started)}

        def answer(need: Need) -> None:
            query = {"title": need[0], "text": need[1], "as_of": ALL_DAYS}
            plain.ranked(plain.bm25(query), None)

        figures |= timed("match", answer, needs(options))
        figures |= together(options, lambda: answer)
        figures["peak MB, asking"] = int(peak_megabytes())
    return figures


def serve(options: argparse.Namespace) -> Figures:
    """The service, asked by one client and then by several at once."""
    with service(options.url) as (port, pid):
        figures = timed("HTTP match", _client(port), needs(options))
        figures |= together(options, lambda: _client(port))
        memory = Path(f"/proc/{pid}/status")
        if memory.exists():
            figures["peak MB, service"] = _peak_of(memory)
    return figures


STEPS: dict[str, Step] = {"load": load, "ask": ask, "bm25": bm25, "serve": serve}


def _match(kg: qilian.KnowledgeGraph, need: Need) -> None:
    title, text = need
    kg.match(text, title=title)


@contextmanager
def service(url: str) -> Iterator[tuple[int, int]]:
    """A running `qilian serve`: its port and its process."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "--store", url, "serve",
               "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            told = process.stdout.readline() if process.stdout else ""
            found = re.search(r":(\d+)/", told)
            if found is None:
                sys.exit(f"the service did not start: {told}")
            yield int(found[1]), process.pid
        finally:
            process.terminate()


def _client(port: int) -> Callable[[Need], None]:
    """Asks the service over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def answer(need: Need) -> None:
        body = json.dumps({"title": need[0], "need": need[1]})
        connection.request("POST", "/match", body, {"Content-Type": "application/json"})
        reply = connection.getresponse()
        told = reply.read()
        if reply.status != 200:
            sys.exit(f"the service answered {reply.status}: {told[:300]!r}")

    return answer


# --- measuring ----------------------------------------------------------------------------------


def timed(name: str, answer: Callable[[Need], None], asked: Sequence[Need]) -> Figures:
    """The first question, which opens what is needed, and all others."""
    taken = [_seconds(answer, need) for need in asked]
    p50, p95 = np.percentile(taken[1:], [50, 95]) * 1000
    return {f"first {name} ms": 1000 * taken[0], f"{name} p50 ms": float(p50),
            f"{name} p95 ms": float(p95)}


def together(options: argparse.Namespace, client: Callable[[], Callable[[Need], None]]) -> Figures:
    """Several clients at once, each asking all needs from another one on."""
    asked, taken = needs(options), list[float]()

    def ask_all(begin: int) -> None:
        answer = client()
        for need in asked[begin:] + asked[:begin]:
            taken.append(_seconds(answer, need))

    threads = [threading.Thread(target=ask_all, args=(len(asked) * i // options.clients,))
               for i in range(options.clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = _since(started)
    p50, p95 = np.percentile(taken, [50, 95]) * 1000
    name = f"{options.clients} clients"
    return {f"{name} p50 ms": float(p50), f"{name} p95 ms": float(p95),
            f"{name} requests/s": len(taken) / seconds}


def _seconds(answer: Callable[[Need], None], need: Need) -> float:
    started = time.perf_counter()
    answer(need)
    return _since(started)


def _since(started: float) -> float:
    return time.perf_counter() - started


def _peak_of(memory: Path) -> int:
    """The most megabytes that a process had resident, as Linux tells."""
    line = next(line for line in memory.read_text().splitlines() if "VmHWM" in line)
    return int(line.split()[1]) // 1024


# --- one size on the stores ---------------------------------------------------------------------


def one_size(options: argparse.Namespace, number: int, folder: Path) -> dict[str, Figures]:
    """The figures of a size, a column a way."""
    step = partial(_in_process, options, number)
    url, cache = f"sqlite:///{folder}/store.db", folder / "cache"
    columns: dict[str, Figures] = {"sqlite": {}}
    for name in ("load", "ask", "serve"):
        columns["sqlite"] |= step(name, url, cache)
    columns["sqlite"]["store MB"] = size_on_disk(folder / "store.db") / 1e6
    if options.neo4j:
        columns["neo4j"] = _on_neo4j(step, folder)
    columns["plain BM25"] = step("bm25", url, cache)
    return columns


def _on_neo4j(step: Callable[[str, str, Path], Figures], folder: Path) -> Figures:
    """The same on a server started for it."""
    from graph.stores.neo4j_store.server import Server

    home, figures = folder / "neo4j", Figures()
    with Server.start(home, "benchmark-only", heap="1g") as server:
        for name in ("load", "ask", "serve"):
            figures |= step(name, server.url, folder / "neo4j-cache")
        memory = Path(f"/proc/{server.pid}/status")
        if memory.exists():
            figures["peak MB, server"] = _peak_of(memory)
    return figures | {"store MB": size_on_disk(home / "data") / 1e6}


def _in_process(
    options: argparse.Namespace, number: int, step: str, url: str, cache: Path
) -> Figures:
    """One step in a process of its own."""
    command = [
        sys.executable, "-m", "benchmarks.matching_cost", "--data", str(options.data), "--needs",
        str(options.needs), "--clients", str(options.clients), "--works", str(number), "--step",
        step, "--url", url,
    ]
    if options.queries:
        command += ["--queries", str(options.queries)]
    if options.embed and number <= options.embed_until:
        command += ["--embed", options.embed]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True,
                          env={**os.environ, "QILIAN_CACHE": str(cache)})
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--queries", type=Path, help="needs, a JSON object with title and text a "
                        "line; texts of works by default")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 30_000, 100_000, 300_000])
    parser.add_argument("--needs", type=int, default=60)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--neo4j", action="store_true", help="on a Neo4j started for it, too")
    parser.add_argument("--embed", default="", metavar="MODEL", help="ask with vectors, too")
    parser.add_argument("--embed-until", type=int, default=100_000, metavar="WORKS",
                        help="build no vectors of more works")
    for name, kind in (("--step", str), ("--url", str), ("--works", int)):
        parser.add_argument(name, type=kind, help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure each size and print it."""
    options = _options(argv)
    if options.step:
        print(json.dumps(STEPS[options.step](options)))
        return 0
    lengths = [len(f"{title} {text}".split()) for title, text in needs(options)]
    print(f"{len(lengths)} needs of {np.median(lengths):.0f} words (median), the longest "
          f"{max(lengths)}; {os.cpu_count()} cores")
    with read_table(options.data) as table:
        real = sum(1 for _ in table)
    for number in options.sizes:
        made_up = f", {number - real:,} of them synthetic" if number > real else ""
        print(f"\n{number:,} works{made_up}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            show(one_size(options, number, Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
