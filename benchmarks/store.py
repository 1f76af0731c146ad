"""Loading and asking on both stores in one run, beside raw SQLite and neo4j-admin.

    python -m benchmarks.store --data awards.csv.gz [--rows N] [--stores sqlite neo4j] [--needs 60]

A row is an award with its claims, evidence, edges and tokens, through the ordinary mapping file.
Each store is measured in a process of its own, so that peak memory is that store's. The needs are
texts of works spread over the file; every answer is explained. Beside it, from the same rows: plain
upserts into one SQLite table, and `neo4j-admin database import full` of the nodes and edges.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import qilian
from benchmarks.memory import peak_megabytes
from ingest.sources.mapping import load_mapping
from ingest.sources.tables import read_table

Figures = dict[str, Any]


def measure(url: str, data: Path, rows: int, needs: int) -> Figures:
    """Load, load again, and match, on one store; in this process."""
    figures: Figures = {}
    with qilian.open(url) as kg:
        figures["rows/s"], report = _timed_load(kg, data, rows)
        figures["rows"] = report.new
        figures["again rows/s"], report = _timed_load(kg, data, rows)
        figures["changed by the second load"] = report.new + report.changed + report.removed
        figures["peak MB after loading"] = int(peak_megabytes())
        texts = _needs(data, rows, needs)
        started = time.perf_counter()
        kg.match(texts[0])
        figures["first match s"] = time.perf_counter() - started
        times = []
        for text in texts:
            started = time.perf_counter()
            kg.match(text)
            times.append(1000 * (time.perf_counter() - started))
        times.sort()
        figures["match p50 ms"] = statistics.median(times)
        figures["match p95 ms"] = times[int(0.95 * (len(times) - 1))]
        figures["peak MB"] = int(peak_megabytes())
    return figures


def _timed_load(kg: qilian.KnowledgeGraph, data: Path, rows: int) -> tuple[float, Any]:
    """(rows a second, report) of reading the file into the store."""
    table = read_table(data)
    mapping = load_mapping("awards")
    source = mapping.source("awards")
    started = time.perf_counter()
    from ingest.report import Report

    report = Report()
    units = islice(mapping.units(table, source, report), rows or None)
    report.loaded(kg.load(source, units))
    table.rows.close()
    return report.units / (time.perf_counter() - started), report


def _needs(data: Path, rows: int, number: int) -> list[str]:
    """Texts of works spread evenly over the file, as stand-ins for needs."""
    texts = []
    with read_table(data) as table:
        for row in islice(table, rows or None):
            if len(row.cells.get("abstract", "")) > 1000:
                texts.append(f"{row.cells['title']}. {row.cells['abstract']}")
    step = max(1, len(texts) // number)
    return texts[::step][:number]


def raw_sqlite(data: Path, rows: int, folder: Path) -> Figures:
    """Plain upserts of the same rows into one table: what SQLite itself can do."""
    connection = sqlite3.connect(folder / "raw.db")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("CREATE TABLE award (id TEXT PRIMARY KEY, data TEXT)")
    with read_table(data) as table:
        cells = [row.cells for row in islice(table, rows or None)]
    started = time.perf_counter()
    for at in range(0, len(cells), 2000):
        with connection:
            connection.executemany(
                "INSERT INTO award VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data=excluded.data",
                [(row["award_id"], json.dumps(row)) for row in cells[at : at + 2000]],
            )
    seconds = time.perf_counter() - started
    connection.close()
    return {"rows": len(cells), "rows/s": len(cells) / seconds,
            "disk MB": size_on_disk(folder / "raw.db") / 1e6}


def admin_import(url: str, folder: Path) -> Figures:
    """`neo4j-admin database import full` of what the SQLite store exports."""
    from graph.stores.neo4j_store.server import admin_import as run_import

    with qilian.open(url) as kg:
        files = kg.export(folder / "admin", form="neo4j")
        rows = kg.status().counts["units"]
    started = time.perf_counter()
    run_import(folder / "admin-home", nodes=files[0], relationships=files[1])
    return {"rows": rows, "rows/s": rows / (time.perf_counter() - started)}


def size_on_disk(path: Path) -> int:
    """Bytes of a folder, or of a database file with what lies beside it."""
    if path.is_file():
        return sum(p.stat().st_size for p in path.parent.glob(path.name + "*"))
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


def _in_process(url: str, args: argparse.Namespace) -> Figures:
    """`measure` in a process of its own, for its peak memory."""
    command = [sys.executable, "-m", "benchmarks.store", "--data", str(args.data), "--rows",
               str(args.rows), "--needs", str(args.needs), "--one", url]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True,
                          env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def on_sqlite(args: argparse.Namespace, folder: Path) -> Figures:
    """The SQLite store's figures."""
    figures = _in_process(f"sqlite:///{folder}/store.db", args)
    return figures | {"disk MB": size_on_disk(folder / "store.db") / 1e6}


def on_neo4j(args: argparse.Namespace, folder: Path) -> Figures:
    """The Neo4j store's figures, on a server started for it."""
    from graph.stores.neo4j_store.server import Server

    home = folder / "neo4j"
    with Server.start(home, "benchmark-only", heap="1g") as server:
        figures = _in_process(server.url, args)
        memory = Path(f"/proc/{server.pid}/status")
        if memory.exists():
            peak = next(line for line in memory.read_text().splitlines() if "VmHWM" in line)
            figures["server peak MB"] = int(peak.split()[1]) // 1024
    return figures | {"disk MB": size_on_disk(home / "data") / 1e6}


def show(columns: dict[str, Figures]) -> None:
    """The figures side by side, a column a way."""
    names = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    print(f"{'':28}" + "".join(f"{column:>20}" for column in columns))
    for name in names:
        cells = [columns[column].get(name) for column in columns]
        print(f"{name:28}" + "".join(
            f"{'':>20}" if cell is None else f"{cell:>20,.1f}" if isinstance(cell, float)
            else f"{cell:>20,}" for cell in cells))


def main() -> None:
    """Measure what is asked for and print it side by side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=0, help="0: all")
    parser.add_argument("--needs", type=int, default=60)
    parser.add_argument("--stores", nargs="+", default=["sqlite", "neo4j"])
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one, args.data, args.rows, args.needs)))
        return
    ways: dict[str, Callable[[argparse.Namespace, Path], Figures]] = {
        "sqlite": on_sqlite, "neo4j": on_neo4j,
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        columns = {store: ways[store](args, folder) for store in args.stores}
        columns["raw SQLite"] = raw_sqlite(args.data, args.rows, folder)
        if "sqlite" in args.stores and "neo4j" in args.stores:
            columns["neo4j-admin"] = admin_import(f"sqlite:///{folder}/store.db", folder)
        show(columns)


if __name__ == "__main__":
    main()
