"""Well-known bodies whose names no head word shows ("CSIRO", "IIT Norland"): a list in the data."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.nlp.draft import Draft
from ingest.nlp.edges import with_short
from ingest.nlp.lexicon import data


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        type_: re.compile(r"(?<![\w-])(?:" + "|".join(forms) + r")(?![\w-])")
        for type_, forms in data("bodies.json").items()
        if type_[0].isupper()
    }


def known_bodies(draft: Draft) -> None:
    """Adds the well-known bodies, programmes among them, that a document names."""
    for type_, pattern in _patterns().items():
        for found in pattern.finditer(draft.text):
            if not draft.covered(*found.span()):
                full = next(
                    (f for f in draft.found if f.embedded and f.name == found.group()), None
                )
                if full:
                    draft.add(full.type, *found.span(), key=full.key, confidence=0.85)
                else:
                    with_short(draft, type_, *found.span(), 0.85)
