"""How often an answer is right that says how sure it is, on works that nothing was trained on.

    python -m benchmarks.reliability --data awards.csv.gz --before 2011 --queries Q.jsonl \\
        --out docs/reliability.svg

The weights and the calibration are trained on past works from before a day, as `qilian train` does.
Works from that day on then stand in for needs, each asked on the evidence from before its own day,
and the first candidate's confidence is compared with how often it is right, beside the plain share
that its score has among all candidates (softmax). With ``--queries`` real needs with known winners
are asked too: one winner is named of a need that several could have solved, so that being right is
counted too low there. Prints the bins and the expected calibration error, and draws the picture.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import qilian
from benchmarks.ranking import load, prepared, read_queries
from graph.dates import first_day
from graph.identity.identifiers import of_scheme
from graph.matching.options import wanted
from graph.matching.query import read_need
from graph.matching.rank import rank
from graph.matching.reader import Reader
from graph.matching.train import stand_ins
from graph.matching.weights import Calibration, Weights, log_odds, weights_for

BINS = 8
Z = 1.96
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sure:
    """One answer: the confidence of its first candidate, the softmax share, whether it is right."""

    confidence: float
    share: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: mean confidence, share that was right, how many."""

    sure: float
    right: float
    needs: int

    @property
    def bounds(self) -> tuple[float, float]:
        """95 % interval of the share that was right (Wilson 1927)."""
        n, p = self.needs, self.right
        middle, half = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return (middle - half) / (1 + Z * Z / n), (middle + half) / (1 + Z * Z / n)


def main(argv: Sequence[str] | None = None) -> int:
    options = _options().parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/awards.db"
        with qilian.open(url) as kg:
            load(kg, options.data, mapping=options.mapping)
            prepared(kg, options, before=options.before)
            first = first_day(options.before)
            weights = weights_for(kg.store, first)
            if weights.calibration is None:
                sys.exit("too few works to calibrate: nothing says how sure an answer is")
            start = time.perf_counter()
            held_out = list(of_works(kg, weights, since=first, needs=options.held_out))
            print(f"{len(held_out)} past works from {options.before} on asked in "
                  f"{time.perf_counter() - start:.0f} s")
            tables = told("past works", held_out)
            if options.queries:
                real = list(of_needs(kg, read_queries(options.queries), options.key))
                tables |= told("real needs", real)
    if options.out:
        options.out.write_text(picture(tables), encoding="utf-8")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--mapping", default="awards")
    parser.add_argument("--before", default="2011", help="train on works from before this day")
    parser.add_argument("--needs", type=int, default=1600, help="past works to train on")
    parser.add_argument("--held-out", type=int, default=400, help="works to ask from that day on")
    parser.add_argument("--queries", type=Path, help="real needs with known winners")
    parser.add_argument("--key", default="firm_key", help="scheme of the winners' identifier")
    parser.add_argument("--store", default="", help="a store URL; a temporary SQLite by default")
    parser.add_argument("--embed", default="", metavar="MODEL", help="build vectors first")
    parser.add_argument("--out", type=Path, metavar="PICTURE.svg")
    return parser


def of_works(kg: Any, weights: Weights, *, since: int, needs: int) -> Iterator[Sure]:
    """The answers to past works from a day on."""
    until = (kg.index.latest_day() or since) + 1
    listed = np.array(weights.listed)
    for stand_in in stand_ins(kg, since=since, until=until, needs=needs):
        scores = stand_in.numbers @ listed
        yield sure(weights.calibration, scores, bool(stand_in.right[int(np.argmax(scores))]))


def of_needs(kg: Any, queries: Sequence[Mapping[str, Any]], scheme: str) -> Iterator[Sure]:
    """The answers to real needs, each on the evidence from before its ``as_of``."""
    everywhen = Reader(kg)
    for query in queries:
        asked = wanted(query["text"], {"title": query.get("title", ""), "as_of": query["as_of"]})
        need = read_need(everywhen, asked)
        ranking = rank(Reader(kg, need.before), need)
        if not ranking.scored:
            continue
        first = everywhen.entities([ranking.scored[0].owner])[ranking.scored[0].owner]
        right = set(of_scheme(first.identifiers, scheme)) & {str(key) for key in query["gold"]}
        scores = np.array([s.score for s in ranking.scored])
        yield sure(ranking.weights.calibration, scores, bool(right))


def sure(calibration: Calibration | None, scores: Floats, right: bool) -> Sure:
    """How sure the first of some candidates is, by the calibration and without it."""
    assert calibration is not None
    best = float(scores.max())
    share = 1 / (1 + math.exp(-log_odds(scores, best, calibration.temperature)))
    return Sure(calibration.confidence(scores, best), share, right)


def binned(answers: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Bins of as many answers each, the least sure first."""
    parts = np.array_split(np.array(sorted(answers), np.float64), min(BINS, len(answers)))
    return [Bin(float(part[:, 0].mean()), float(part[:, 1].mean()), len(part)) for part in parts]


def error(bins: Sequence[Bin]) -> float:
    """Expected calibration error (Naeini et al. 2015): the mean gap between sure and right."""
    return sum(b.needs * abs(b.sure - b.right) for b in bins) / sum(b.needs for b in bins)


def told(name: str, answers: Sequence[Sure]) -> dict[str, list[Bin]]:
    """Print the bins of some answers, and give them by name."""
    calibrated = binned([(a.confidence, a.right) for a in answers])
    plain = binned([(a.share, a.right) for a in answers])
    print(f"\n{name}: the first candidate is right for {sum(a.right for a in answers)} of "
          f"{len(answers)}\n| sure | right | 95 % interval | needs |\n|---|---|---|---|")
    for b in calibrated:
        low, high = b.bounds
        print(f"| {b.sure:.2f} | {b.right:.2f} | {low:.2f} to {high:.2f} | {b.needs} |")
    print(f"expected calibration error {error(calibrated):.3f}, of the plain share "
          f"{error(plain):.3f}")
    return {f"{name}, calibrated": calibrated, f"{name}, plain share": plain}


SIDE, EDGE = 320, 56
STYLE = """
    svg { --ink: #1b2a33; --paper: #fff; --line: #8a97a0; --a: #0b62a4; --b: #b3541e;
          --c: #3f7d20 }
    @media (prefers-color-scheme: dark) {
      svg { --ink: #e6edf1; --paper: #14191d; --line: #7d8a93; --a: #6cb6f0; --b: #f0a070;
            --c: #9bd37c }
    }
    text { fill: var(--ink) }
    .paper { fill: var(--paper) }
    .line { stroke: var(--line); fill: none }
"""
MARKS = {"past works, calibrated": ("a", "circle"), "past works, plain share": ("b", "square"),
         "real needs, calibrated": ("c", "diamond")}


def picture(tables: Mapping[str, Sequence[Bin]]) -> str:
    """The reliability picture as SVG, for light and dark pages."""
    drawn = {name: bins for name, bins in tables.items() if name in MARKS}
    height = EDGE + SIDE + 74 + 22 * len(drawn)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE + 2 * EDGE} {height}" '
        'role="img" aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="13">',
        '  <title id="t">How sure an answer is, and how often it is right</title>',
        '  <desc id="d">On the diagonal an answer is as often right as it says. Each mark is a '
        'group of needs of about the same confidence, with its 95 % interval.</desc>',
        f"  <style>{STYLE}  </style>",
        '  <rect class="paper" width="100%" height="100%"/>',
        f'  <path class="line" d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}"/>',
        f'  <path class="line" stroke-dasharray="4 4" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        lines += [
            f'  <text x="{_x(tick)}" y="{_y(0) + 20}" text-anchor="middle">{tick:g}</text>',
            f'  <text x="{_x(0) - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>']
    lines += [
        f'  <text x="{_x(0.5)}" y="{_y(0) + 42}" text-anchor="middle">'
        "how sure the answer is</text>",
        f'  <text x="{_x(0) - 8}" y="{_y(1) - 18}">how often it is right</text>']
    for place, (name, bins) in enumerate(drawn.items()):
        colour, shape = MARKS[name]
        down = _y(0) + 70 + 22 * place
        lines += [f'  <g style="fill: var(--{colour}); stroke: var(--{colour})">',
                  f"    {_mark(shape, _x(0) + 6, down - 4)}", *_marks(shape, bins), "  </g>",
                  f'  <text x="{_x(0) + 20}" y="{down}">{name}</text>']
    return "\n".join([*lines, "</svg>", ""])


def _x(value: float) -> float:
    return round(EDGE + SIDE * value, 1)


def _y(value: float) -> float:
    return round(EDGE + SIDE * (1 - value), 1)


def _marks(shape: str, bins: Sequence[Bin]) -> Iterator[str]:
    for b in bins:
        low, high = b.bounds
        yield (f'    <g><title>sure {b.sure:.2f}, right {b.right:.2f}, {b.needs} needs</title>'
               f'<path opacity="0.5" d="M{_x(b.sure)} {_y(low)}V{_y(high)}"/>'
               f"{_mark(shape, _x(b.sure), _y(b.right))}</g>")


def _mark(shape: str, x: float, y: float) -> str:
    if shape == "circle":
        return f'<circle cx="{x}" cy="{y}" r="4.5"/>'
    corners = {"square": "m-4 -4h8v8h-8z", "diamond": "m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z"}
    return f'<path d="M{x} {y}{corners[shape]}" fill-opacity="0.2"/>'


if __name__ == "__main__":
    sys.exit(main())
