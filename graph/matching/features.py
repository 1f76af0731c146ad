"""The parts of a score, one small function each; what its docstring says is shown to users.

All parts are in points: 100 points would be a work that says nothing but the need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from inspect import getdoc

from graph.bm25 import Profile
from graph.matching.owners import OwnedWork, decayed_sum, recency

WHOLE_RECORD_WEIGHT = 0.4
FIELD_WEIGHT = 0.15
POINTS = 100.0


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


def closest_works(known: Known) -> float:
    """Its works that are nearest to the need: the best counts whole, each further one 0.3 of the
    one before; shared works count by share, and a work loses half its weight in 20 years."""
    return POINTS * decayed_sum(known.works) / known.most


def whole_record(known: Known) -> float:
    """All its works taken together as one text, compared with the need; a record whose latest work
    is long ago counts less."""
    if known.profile is None:
        return 0.0
    worth = known.profile.score * recency(known.profile.last, known.anchor)
    return POINTS * WHOLE_RECORD_WEIGHT * worth / known.most


def stated_fields(known: Known) -> float:
    """A field or technology that a register or document says it works in, where the need names
    it."""
    return POINTS * FIELD_WEIGHT * known.field_share


FEATURES = (closest_works, whole_record, stated_fields)
NAMES: Mapping[str, str] = {
    "closest_works": "closest works",
    "whole_record": "whole record",
    "stated_fields": "stated fields",
}


def explanation(name: str) -> str:
    """What a part of the score means, in words for users."""
    function = next((f for f in FEATURES if f.__name__ == name), None)
    return " ".join((getdoc(function) or "").split()) if function else ""
