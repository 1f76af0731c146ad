"""Which of an organisation's names is fit to stand over it: one written out in plain letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from graph.identity.names import normal_name
from graph.identity.words import words_of

_SHORT = 0.65
"""A form of at most this part of its word's letters is an abbreviation: "acad", not "institut"."""


@lru_cache(maxsize=100_000)
def shortened(name: str) -> bool:
    """Has the name a shortened word ("Univ. X", "INST Y") or letters of another width ("Ａ")?

    A legal form ("Co., Ltd.") and initials ("A. B. Salt") are as they should be.
    """
    if any(char.isalnum() and unicodedata.normalize("NFKC", char) != char for char in name):
        return True
    kept = frozenset(normal_name(name).split())
    return any(
        len(name[word.start : word.end]) > 1
        and name[word.start : word.end].casefold() in kept
        and (word.dotted and word.raw != word.text or _abbreviates(word.raw, word.text))
        for word in words_of(name)
    )


def _abbreviates(form: str, word: str) -> bool:
    """Are the letters of the form some of the word's, in their order, from its first on?"""
    if len(form) > _SHORT * len(word) or form[:1] != word[:1]:
        return False
    letters = iter(word)
    return all(letter in letters for letter in form)
