"""What each feature counts: weights set by hand, or trained on a graph's own past works.

A graph's questions use the weights that were trained on it (`graph.matching.train`, kept in its
store as versioned text), else those set by hand. Weights know the day before which the works lie
that they were trained on, and are not used for a question before it: then those set by hand count.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import orjson

from graph.dates import first_day
from graph.errors import StoreUnavailable
from graph.matching.features import FEATURES

if TYPE_CHECKING:
    from graph.store import Store

Scores = npt.NDArray[np.float64]
KIND, NAME = "weights", "matching"
VERSION = 1
AGAINST = ("size", "idle_years")
"""Features that can only count against a candidate; all others only for it."""
HAND_SET: Mapping[str, float] = {
    "closest_works": 1.0,
    "whole_record": 0.8,
    "closest_codes": 0.3,
    "closest_meaning": 1.0,
    "stated_fields": 0.15,
    "size": -1.0,
    "idle_years": -0.3,
}


@dataclass(frozen=True, slots=True)
class Calibration:
    """How likely a candidate is the right one: sigmoid(``shift`` + ``slope`` × the log odds that
    its score has among all candidates at ``temperature`` points).

    Platt 1999 on stand-in needs of the latest years, which no weight had seen. ``bins`` are
    (confidence, share that was right, how many needs) for the picture.
    """

    temperature: float
    shift: float
    slope: float
    bins: tuple[tuple[float, float, int], ...] = ()

    def confidence(self, scores: Scores, score: float) -> float:
        """How likely the candidate of a score is the right one among all."""
        z = self.shift + self.slope * log_odds(scores, score, self.temperature)
        return round(1 / (1 + math.exp(-z)), 3)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts, in points for one of its numbers."""

    values: Mapping[str, float]
    before: str = ""
    """The works that they were trained on were public before this day; '' for weights set by
    hand."""
    needs: int = 0
    """How many stand-in needs they were trained on."""
    about: str = ""
    calibration: Calibration | None = None

    def of(self, name: str) -> float:
        """What one feature counts."""
        return self.values.get(name, 0.0)

    @property
    def listed(self) -> tuple[float, ...]:
        """In the order of the features."""
        return tuple(self.of(feature.__name__) for feature in FEATURES)

    def without(self, name: str) -> Weights:
        """The same without one feature."""
        return Weights({**self.values, name: 0.0}, self.before, self.needs, self.about)


def log_odds(scores: Scores, score: float, temperature: float) -> float:
    """The log odds that a score has among all, a point being worth 1 / ``temperature``."""
    best = float(scores.max())
    whole = float(np.exp((scores - best) / temperature).sum())
    share = min(max(math.exp((score - best) / temperature) / whole, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))


BY_HAND = Weights(HAND_SET, about="set by hand")
TOO_LATE = Weights(HAND_SET, about="set by hand: those in use are trained on later works")


def written(weights: Weights) -> str:
    """Weights as JSON text."""
    data = {"version": VERSION, **asdict(weights)}
    return orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()


@lru_cache(maxsize=16)
def read(text: str) -> Weights:
    """Weights from their JSON text; `StoreUnavailable` for those of another version."""
    data: dict[str, Any] = orjson.loads(text)
    if data.pop("version", None) != VERSION:
        raise StoreUnavailable(
            "these weights are of another version: train them anew (qilian train)")
    found = data.pop("calibration", None)
    kept = Calibration(**{**found, "bins": tuple(map(tuple, found["bins"]))}) if found else None
    return Weights(**data, calibration=kept)


def weights_for(store: Store, before: int | None) -> Weights:
    """The weights for a question on evidence before a day; `TOO_LATE` where those of the store are
    trained on later works."""
    kept = store.saved_thing(KIND, NAME)
    weights = read(kept) if kept else BY_HAND
    if before is not None and weights.before and before < first_day(weights.before):
        return TOO_LATE
    return weights
