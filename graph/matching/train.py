"""Weights from a graph's own past works, as stand-ins for needs: nobody has to label anything.

The text of a past work is asked as if it were a need, on the evidence from strictly before its day;
right is who then made it. Works whose title an earlier work has are passed over: they continue a
project, and finding their owner would only teach to find the same text again. The weights are those
of a conditional logit (McFadden 1974, "Conditional logit analysis of qualitative choice behavior"):
the right owner's probability among all candidates, with a small ridge, each weight only in the
direction that its feature can count. How sure an answer is, is calibrated on the latest stand-ins,
which no weight has seen (Platt 1999).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from graph.dates import day_text
from graph.errors import InvalidRequest
from graph.language.tokens import MARK, kind_term
from graph.matching.features import FEATURES, numbers
from graph.matching.options import Date, day_of, wanted
from graph.matching.query import read_need, weigh
from graph.matching.rank import rank
from graph.matching.reader import Graph, Reader
from graph.matching.weights import AGAINST, BY_HAND, Calibration, Weights, log_odds
from graph.model import WorkRow
from graph.project.contribution import texts

NEEDS = 1600
LEAST_NEEDS = 40
"""Fewer stand-in needs than this teach nothing that holds."""
LEAST_WORDS = 30
CANDIDATES = 500
"""Candidates that a stand-in need is trained on: the best by the weights set by hand, and the
right ones."""
HELD_OUT = 0.25
RIDGE = 1.0
_LATE = 0.4
"""Stand-ins are drawn from the later part of the works: the earlier ones are their evidence."""
_BINS = 8
_TRAINED = frozenset(f.__name__ for f in FEATURES) - {"stated_fields"}
"""Fields are mostly stated without a date, and then count in no question about the past: they keep
the weight set by hand, and so does what no stand-in need has (codes, or meaning without
vectors)."""
Floats = npt.NDArray[np.float64]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class StandIn:
    """A past work as a need: what each feature says of each candidate, and which are right."""

    day: int
    numbers: Floats
    right: npt.NDArray[np.bool_]


def train(
    graph: Graph, *, before: Date = None, needs: int = NEEDS, seed: int = 0,
    progress: Progress | None = None,
) -> Weights:
    """Weights for this graph, trained on its works before a day.

    Deterministic for a seed. Raises `InvalidRequest` when the graph has too few works for it.
    """
    latest = graph.index.latest_day()
    last = (latest or 0) + 1
    until = min(day_of(before, "before") or last, last)
    drawn = list(stand_ins(graph, until=until, needs=needs, seed=seed, progress=progress))
    taught = [s for s in drawn if s.right.any()]
    if len(taught) < LEAST_NEEDS:
        raise InvalidRequest(
            f"only {len(taught)} works before {day_text(until)} can stand in for needs, at least "
            f"{LEAST_NEEDS} are needed: their owners need earlier works, and words")
    taught.sort(key=lambda s: s.day)
    early = taught[: round(len(taught) * (1 - HELD_OUT))]
    values, temperature = fitted(early)
    calibration = calibrated([s for s in drawn if s.day > early[-1].day], values, temperature)
    return Weights(values, day_text(until), len(early), "trained on this graph's past works",
                   calibration)


def stand_ins(
    graph: Graph, *, until: int, needs: int, since: int = 0, seed: int = 0,
    progress: Progress | None = None,
) -> Iterator[StandIn]:
    """Past works from a day on and before another as needs, drawn at random from the later ones."""
    reader = Reader(graph)
    rows = sorted(
        (row for row in graph.store.works_since(-1)
         if row.level <= graph.level and row.day is not None and row.day < until and row.owners
         and row.tokens.count(" ") >= LEAST_WORDS),
        key=lambda row: (row.day or 0, row.record),
    )
    late = [row for row in rows[round(len(rows) * _LATE):] if (row.day or 0) >= since]
    random.Random(seed).shuffle(late)
    found = 0
    for row in late:
        stand_in = _asked(graph, reader, row)
        if stand_in is None:
            continue
        yield stand_in
        found += 1
        if progress is not None:
            progress(1)
        if found == needs:
            return


def _asked(graph: Graph, everywhen: Reader, row: WorkRow) -> StandIn | None:
    """One work asked as a need; None for one whose title an earlier work has."""
    item = everywhen.units([row.unit]).get(row.unit)
    record = next((r for r in item.records if r.id == row.record), None) if item else None
    if item is None or record is None or row.day is None:
        return None
    title, body = texts(item, record)
    if not body or _continues(graph, everywhen, title, row.day):
        return None
    codes = tuple(t.removeprefix(MARK) for t in row.tokens.split()
                  if t.startswith(MARK) and not t.startswith(kind_term("")))
    need = replace(wanted(body, {"title": title or record.name, "codes": codes}), before=row.day)
    reader = Reader(graph, row.day)
    scored = rank(reader, read_need(everywhen, need), BY_HAND).scored
    owners = {owner for owner, _ in row.owners}
    kept = [s for place, s in enumerate(scored) if place < CANDIDATES or s.owner in owners]
    if not kept:
        return None
    return StandIn(row.day, np.array([numbers(s.known) for s in kept]),
                   np.array([s.owner in owners for s in kept]))


def _continues(graph: Graph, reader: Reader, title: str, day: int) -> bool:
    """Has an earlier work the same title?"""
    terms = weigh(title)
    if not terms:
        return False
    nearest = graph.index.search(terms, before=day, limit=5).entities
    return any(_plain(e.name) == _plain(title) for e in reader.entities(set(nearest)).values())


def _plain(title: str) -> str:
    return re.sub(r"\W+", "", title.casefold())


def fitted(taught: Sequence[StandIn]) -> tuple[dict[str, float], float]:
    """(weights in points, how many points are worth one of the log odds)."""
    names = [feature.__name__ for feature in FEATURES]
    places = [i for i, name in enumerate(names) if name in _TRAINED and
              any(np.ptp(s.numbers[:, i]) > 0 for s in taught)]
    spread = np.concatenate([s.numbers[:, places] for s in taught]).std(axis=0)
    sets = [(s.numbers[:, places] / spread, s.right) for s in taught]
    bounds = [(None, 0.0) if names[i] in AGAINST else (0.0, None) for i in places]
    start = np.array([-0.1 if names[i] in AGAINST else 0.5 for i in places])
    found = minimize(_loss, start, args=(sets,), jac=True, method="L-BFGS-B", bounds=bounds)
    odds = dict(zip((names[i] for i in places), found.x / spread, strict=True))
    point = odds.get("closest_works", 0.0)
    if point <= 0:
        raise InvalidRequest("the works of this graph do not tell who made them by their words")
    values = dict(BY_HAND.values)
    values |= {name: round(float(odd / point), 4) for name, odd in odds.items()}
    return values, round(float(1 / point), 4)


def _loss(
    weights: Floats, sets: Sequence[tuple[Floats, npt.NDArray[np.bool_]]]
) -> tuple[float, Floats]:
    """Mean negative log probability of the right ones, with its gradient."""
    loss, gradient = RIDGE * float(weights @ weights), 2 * RIDGE * weights
    for table, right in sets:
        odds = table @ weights
        share = np.exp(odds - odds.max())
        good = share * right
        loss -= float(np.log(good.sum() / share.sum()))
        gradient = gradient - good @ table / good.sum() + share @ table / share.sum()
    return loss / len(sets), gradient / len(sets)


def calibrated(
    held_out: Sequence[StandIn], values: dict[str, float], temperature: float
) -> Calibration | None:
    """How often the first candidate of needs that nothing was trained on is right."""
    weights = np.array(Weights(values).listed)
    odds, right = [], []
    for stand_in in held_out:
        scores = stand_in.numbers @ weights
        best = int(np.argmax(scores))
        odds.append(log_odds(scores, float(scores[best]), temperature))
        right.append(bool(stand_in.right[best]))
    if len(odds) < LEAST_NEEDS or len(set(right)) < 2:
        return None
    x, y = np.array(odds), np.array(right, np.float64)
    found = minimize(_platt, np.array([0.0, 1.0]), args=(x, y), method="L-BFGS-B",
                     bounds=[(None, None), (0.0, None)])
    sure = 1 / (1 + np.exp(-(found.x[0] + found.x[1] * x)))
    bins = tuple(
        (round(float(sure[part].mean()), 3), round(float(y[part].mean()), 3), len(part))
        for part in np.array_split(np.argsort(sure, kind="stable"), _BINS) if len(part))
    return Calibration(temperature, round(float(found.x[0]), 4), round(float(found.x[1]), 4), bins)


def _platt(parts: Floats, odds: Floats, right: Floats) -> float:
    z = parts[0] + parts[1] * odds
    return float(np.mean(np.logaddexp(0.0, z) - right * z)) + 1e-3 * float(parts @ parts)
