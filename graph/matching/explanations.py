"""What a part of a score or a caution means, for every question, in words for users."""

from __future__ import annotations

from inspect import getdoc

from graph.matching import (
    cautions,
    features,
    licensing,
    partnership,
    preferences,
    serving,
    similarity,
)

_OF_QUESTIONS = {
    **partnership.EXPLANATIONS, **licensing.EXPLANATIONS, **serving.EXPLANATIONS,
    **similarity.EXPLANATIONS,
    "small_first": " ".join((getdoc(preferences.small_first) or "").split()),
}
PARTS = (*(f.__name__ for f in features.FEATURES), *_OF_QUESTIONS)
"""The names of all parts that a score can have."""


def explanation(name: str) -> str:
    """What a part of a score, or a caution, means; '' for an unknown name."""
    return features.explanation(name) or _OF_QUESTIONS.get(name, "") or cautions.explanation(name)
