"""Identifiers as people write them: recognised in a string, or as the whole of a reference.

Both give what `graph.identity.identifiers.identifier` gives, the form in which they are stored.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.identity.identifiers import SCHEMES, identifier, judged

_LONGEST = 2000
_LONGEST_REFERENCE = 200
_SPLIT = re.compile(r"[\s,;()\[\]<>，；（）]+")
_CHECKED = ("ror", "uscc", "lei", "grid")
"""Schemes whose form is so strict that a word of a string which has it is one of them."""


def identifiers_in(text: str) -> list[str]:
    """The identifiers of organisations that stand in a string, as ``scheme:value``.

    Words of a form with a check digit count wherever they stand, those of other schemes behind the
    scheme's name and a colon.
    """
    found: dict[str, None] = {}
    for word in _SPLIT.split(text[:_LONGEST]):
        scheme, colon, value = word.partition(":")
        if colon and scheme.casefold() in SCHEMES:
            found.update(_valid(scheme.casefold(), value))
            continue
        for name in _CHECKED:
            if len(word) > 8 and any(c.isdigit() for c in word):
                found.update(_valid(name, word))
    return list(found)


@lru_cache(maxsize=10_000)
def identifiers_of(reference: str) -> tuple[str, ...]:
    """What a whole reference is when it is an identifier, in any spelling, as ``scheme:value``.

    With its scheme it is that one. A bare code ("CN 112345678 A", "https://ror.org/05dxps055") may
    be of several schemes: it is one of each whose check it passes.
    """
    text = reference.strip()
    if len(text) > _LONGEST_REFERENCE or not any(c.isdigit() for c in text):
        return (text,) if ":" in text else ()
    scheme, colon, value = text.partition(":")
    if colon and scheme.strip().casefold() in SCHEMES:
        return tuple(dict.fromkeys((text, identifier(scheme.strip().casefold(), value))))
    found = {text: None} if colon else {}
    for name in SCHEMES:
        found.update(_valid(name, text))
    return tuple(found)


def _valid(scheme: str, text: str) -> dict[str, None]:
    identified, wrong = judged(scheme, text)
    return {} if wrong else {identified: None}
