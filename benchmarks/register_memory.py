"""How much memory and time a large register takes, beside one a tenth as large.

    python -m benchmarks.register_memory [--size 1GB] [--format csv|jsonl] [--store FOLDER]

A register of awards is generated (about a kilobyte a row, its firms drawn from a pool that grows
with it), and loaded into an SQLite store by the ordinary ingest, in a process of its own, so
that the peak memory is that of the load; the same is done with a register a tenth as large. Beside
them, in the same run: what the program itself takes before it loads, and a plain pass of
`csv.reader` (or `json.loads` a line) over the large file.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_megabytes

COLUMNS = ("award_id", "year", "firm", "title", "abstract", "agency", "amount", "phase")
_UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9}
_ROWS_OF_ONE_FIRM = 20
_WORDS = (  # noqa: SIM905
    "brine lithium sorbent membrane magnesium column valve pump wool fibre bath enzyme panel "
    "inverter cell module salt lake crystal evaporation pond filter pressure heat exchanger nozzle "
    "carpet yarn dye plant extract powder furnace slag alloy coating sensor circuit method device "
    "system process apparatus comprising wherein thereof first second improved separation recovery"
).split()


def rows(seed: int = 0) -> Iterator[dict[str, str]]:
    """Awards without end; the same ones each time."""
    draw = random.Random(seed)
    number = 0
    while True:
        number += 1
        firm = draw.randrange(1 + number // _ROWS_OF_ONE_FIRM)
        yield {
            "award_id": f"AW-{number:09d}",
            "year": str(draw.randrange(1995, 2025)),
            "firm": f"{_WORDS[firm % len(_WORDS)].title()} Works {firm} Ltd",
            "title": " ".join(draw.choices(_WORDS, k=8)),
            "abstract": " ".join(draw.choices(_WORDS, k=115)),
            "agency": draw.choice(("Board of Lakes", "Board of Hills")),
            "amount": str(draw.randrange(50, 2000) * 1000),
            "phase": draw.choice(("Phase I", "Phase II")),
        }


def generate(path: Path, size: int) -> int:
    """Write a register of about so many bytes; how many rows it has."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if path.suffix == ".csv":
            table.writeheader()
        for row in rows():
            if path.suffix == ".csv":
                table.writerow(row)
            else:
                file.write(json.dumps(row) + "\n")
            count += 1
            if count % 100 == 0 and file.tell() >= size:
                return count
    return count


def load(path: Path, store: Path) -> dict[str, Any]:
    """Load a register in this process: what it took."""
    import qilian

    before = peak_megabytes()
    started = time.perf_counter()
    with qilian.open(f"sqlite:///{store}") as kg:
        report = kg.ingest(path, mapping="awards")
    seconds = time.perf_counter() - started
    if not report.ok:
        raise SystemExit(str(report))
    return {"rows": report.new, "facts": report.claims, "seconds": seconds,
            "program MB": before, "peak MB": peak_megabytes()}


def plain_pass(path: Path) -> tuple[int, float]:
    """Rows and seconds of the least that reading the file takes."""
    started = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        lines: Iterator[object] = csv.reader(file) if path.suffix == ".csv" else map(
            json.loads, file)
        count = sum(1 for _ in lines) - (path.suffix == ".csv")
    return count, time.perf_counter() - started


def measure(folder: Path, size: int, form: str) -> dict[str, Any]:
    """Generate a register, load it in a process of its own, and take both away."""
    path, store = folder / f"register-{size}.{form}", folder / f"store-{size}.db"
    generate(path, size)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.register_memory", "--load", str(path), str(store)],
        cwd=Path(__file__).resolve().parents[1], capture_output=True, encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    figures: dict[str, Any] = json.loads(done.stdout)
    figures["file MB"] = path.stat().st_size / 10**6
    figures["store MB"] = store.stat().st_size / 10**6
    _, figures["plain pass s"] = plain_pass(path)
    path.unlink()
    for left in folder.glob(f"{store.name}*"):
        left.unlink()
    return figures


def bytes_of(text: str) -> int:
    """``100MB`` as bytes."""
    unit = text[-2:].upper()
    try:
        return int(float(text[:-2]) * _UNITS[unit])
    except (KeyError, ValueError) as err:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write 100MB or 1GB") from err


def main() -> None:
    """Print the table of both sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.
                                     RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=bytes_of, default="1GB")
    parser.add_argument("--format", choices=("csv", "jsonl"), default="csv")
    parser.add_argument("--store", type=Path, help="folder for the files; else a temporary one")
    parser.add_argument("--load", nargs=2, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.load:
        print(json.dumps(load(*asked.load)))
        return
    with tempfile.TemporaryDirectory(dir=asked.store) as folder:
        small, large = (measure(Path(folder), size, asked.format)
                        for size in (asked.size // 10, asked.size))
    for figures in (small, large):
        figures["rows/s"] = figures["rows"] / figures["seconds"]
    print(f"{'':14}{'a tenth':>14}{'the whole':>14}")
    for name in ("file MB", "rows", "facts", "seconds", "rows/s", "plain pass s", "program MB",
                 "peak MB", "store MB"):
        digits = 1 if name == "plain pass s" else 0
        print(f"{name:14}{small[name]:14,.{digits}f}{large[name]:14,.{digits}f}")
    growth = (large["peak MB"] - small["peak MB"]) * 2**20 / (large["rows"] - small["rows"])
    print(f"{large['file MB'] / small['file MB']:.0f} times the file took "
          f"{large['peak MB'] / small['peak MB']:.2f} times the memory: "
          f"{growth:,.0f} bytes for each further row")


if __name__ == "__main__":
    main()
