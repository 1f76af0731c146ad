"""Whether two names are one organisation's: comparisons that add up, and conflicts that decide.

Each comparison is a small function whose docstring is its explanation to users. Their values,
weighed by ``data/weights.json``, sum to the log-odds of the score. A conflict of places, core
names, roles or numbers makes two names different whatever else agrees; a doubt keeps them from
being the same without a person's word.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from graph.identity.aligned import Aligned, align
from graph.identity.comparisons import FEATURES
from graph.identity.conflicts import CONFLICTS, DOUBTS, renamed, transcribed
from graph.identity.parsed import ParsedName
from graph.identity.parts import Part

Outcome = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two names have in common, what that is worth, and what follows."""

    parts: tuple[Part, ...]
    score: float
    """The probability that both are one organisation's."""
    outcome: Outcome
    says: str
    """The outcome's reason in a sentence."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model: points of each comparison at value 1, the constant, two thresholds."""

    points: dict[str, float]
    constant: float
    same: float
    unsure: float


@cache
def weights() -> Weights:
    """The weights of ``data/weights.json``, which states what they were fitted on."""
    text = (files("graph.identity") / "data" / "weights.json").read_text(encoding="utf-8")
    told = json.loads(text)
    return Weights(told["points"], told["constant"], told["same"], told["unsure"])


def compare(
    first: ParsedName, second: ParsedName, *, regions: tuple[str, str] = ("", "")
) -> Comparison:
    """Compare two names; ``regions`` are the places where the records say the bodies are.

    Symmetric, and the same for the same names. Only names decide here: shared or different
    identifiers are weighed by the caller.
    """
    pair = align(first, second, regions)
    model = weights()
    parts = [Part("constant", 1.0, model.constant, "what any two names that meet start with")]
    total = model.constant
    for name, feature in FEATURES.items():
        value, says = feature(pair)
        points = model.points[name] * value
        total += points
        parts.append(Part(name, value, points, says))
    reason = next((says for conflict in CONFLICTS if (says := conflict(pair))), "")
    if reason:
        bound = min(0.0, _log_odds(model.unsure / 4) - total)
        parts.append(Part("conflict", 1.0, bound, reason))
        return Comparison(tuple(parts), _probability(total + bound), "different", reason)
    if _probability(total) < model.unsure and (says := _open(pair)):
        bound = _log_odds(model.unsure) - total
        parts.append(Part("doubt", 1.0, bound, says))
        return Comparison(tuple(parts), model.unsure, "unsure", says)
    score = _probability(total)
    if score < model.unsure:
        return Comparison(tuple(parts), score, "different", "too little agrees")
    doubt = next((says for doubtful in DOUBTS if (says := doubtful(pair))), "")
    if score >= model.same and doubt:
        bound = _log_odds(model.same * 0.999) - total
        parts.append(Part("doubt", 1.0, bound, doubt))
        return Comparison(tuple(parts), _probability(total + bound), "unsure", doubt)
    if score >= model.same:
        return Comparison(tuple(parts), score, "same", "the names agree in all that tells")
    return Comparison(tuple(parts), score, "unsure", doubt or "the names agree in part")


def _open(pair: Aligned) -> str:
    """Why only a person can tell although little agrees; empty where the score tells."""
    if transcribed(pair):
        return "all agrees but words of two scripts that may render each other"
    return "all agrees but the kind of body, which may have changed" if renamed(pair) else ""


def explanation(feature: str) -> str:
    """What a comparison looks at, for people; `KeyError` for an unknown one."""
    return " ".join((FEATURES[feature].__doc__ or "").split())


def _probability(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, log_odds))))


def _log_odds(probability: float) -> float:
    return math.log(probability / (1.0 - probability))
