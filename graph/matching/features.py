"""The parts of a score, one small function each; what its docstring says is shown to users.

A function says what is known of a candidate as a number; the part is this number times its weight
(`graph.matching.weights`). Parts are in points: 100 points would be a work that says nothing but
the need. A part that counts against a candidate is below zero.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from inspect import getdoc

from graph.bm25 import Profile
from graph.matching.owners import OwnedWork, decayed_sum

POINTS = 100.0
LONGEST_IDLE = 20.0


@dataclass(slots=True)
class Known:
    """What is known of one candidate for one need."""

    owner: str
    most: float
    """The scale: no work can exceed it."""
    anchor: int | None
    works: list[OwnedWork] = field(default_factory=list)
    profile: Profile | None = None
    field_share: float = 0.0
    """How much of the need's telling words its best-fitting stated field covers, 0 to 1."""
    coded: list[OwnedWork] = field(default_factory=list)
    """Its works by the need's classification codes, the nearest first."""
    code_most: float = 0.0
    """The scale of these."""

    def cited(self, weights: Mapping[str, float]) -> list[OwnedWork]:
        """Its works found by words and meaning, or by codes, each once; the weightiest first, all
        on the scale of words."""
        views = ((self.works, self.most, "closest_works"),
                 (self.coded, self.code_most, "closest_codes"))
        found: dict[str, OwnedWork] = {}
        for works, most, name in views:
            scale = weights.get(name, 0.0) * self.most / most if most else 0.0
            for work in works if scale > 0 else ():
                known = found.get(work.entity)
                if known is None or work.score * scale > known.score:
                    found[work.entity] = replace(work, score=work.score * scale)
        return sorted(found.values(), key=lambda w: (-w.score, w.record))


def closest_works(known: Known) -> float:
    """Its works that are nearest to the need: the best counts whole, each further one half of the
    one before; a shared work counts a little less, and a work loses half its weight in 10 years."""
    return POINTS * decayed_sum(known.works, meant=False) / known.most


def whole_record(known: Known) -> float:
    """All its works taken together as one text, compared with the need; shared works count by
    share."""
    return POINTS * known.profile.score / known.most if known.profile else 0.0


def closest_codes(known: Known) -> float:
    """Its works whose classification codes are nearest to those of the need: rare codes count
    more, and the best works count as among the closest works. Nothing for a need without codes."""
    return POINTS * decayed_sum(known.coded) / known.code_most if known.code_most else 0.0


def closest_meaning(known: Known) -> float:
    """What the meaning of its works adds to its closest works, in whatever words they are written,
    by vectors of a language model; nothing where no vectors were built."""
    return POINTS * decayed_sum(known.works, meant=True) / known.most


def stated_fields(known: Known) -> float:
    """A field, technology or centre that a register or document says it works in or runs, where
    the need names it."""
    return POINTS * known.field_share


def size(known: Known) -> float:
    """The more works an organisation has, the less it tells that one of them is near: the
    logarithm of their number counts against it."""
    return math.log(max(known.profile.works, 1)) if known.profile else 0.0


def idle_years(known: Known) -> float:
    """The years since its latest work, at most 20, count against it."""
    if known.profile is None or known.profile.last is None or known.anchor is None:
        return 0.0
    return min(max(known.anchor - known.profile.last, 0) / 365.25, LONGEST_IDLE)


FEATURES = (closest_works, whole_record, closest_codes, closest_meaning, stated_fields, size,
            idle_years)
NAMES: Mapping[str, str] = {
    "closest_works": "closest works",
    "whole_record": "whole record",
    "closest_codes": "closest codes",
    "closest_meaning": "closest in meaning",
    "stated_fields": "stated fields",
    "size": "size of the record",
    "idle_years": "years without a work",
}


def numbers(known: Known) -> tuple[float, ...]:
    """What each feature says of a candidate, before any weight."""
    return tuple(feature(known) for feature in FEATURES)


def explanation(name: str) -> str:
    """What a part of the score means, in words for users."""
    function = next((f for f in FEATURES if f.__name__ == name), None)
    return " ".join((getdoc(function) or "").split()) if function else ""
