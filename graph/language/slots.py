"""The five slots of a Problem: material, method, efficacy, product and application.

A need in a few words ("magnesium residue in battery grade lithium carbonate") says what is worked
on, how, to what effect, in which product and where; each slot takes the words of the text that
fill it, and stays away where none do.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SLOTS = ("material", "method", "efficacy", "product", "application")
_WORD = re.compile(r"[^\W\d_][\w'-]*|\d+(?:[.,]\d+)* ?%|[^\w\s]")
_MOST = 4
"""Words of a filler: a head and what stands before it."""


@dataclass(frozen=True, slots=True)
class _Cues:
    heads: frozenset[str]
    before: frozenset[str]


@lru_cache(maxsize=1)
def _rules() -> tuple[frozenset[str], dict[str, _Cues]]:
    text = (files("graph.language") / "data" / "slots.json").read_text(encoding="utf-8")
    rules = json.loads(text)
    cues = {
        slot: _Cues(*(frozenset(rules[slot].get(part, "").split()) for part in ("heads", "before")))
        for slot in SLOTS
    }
    return frozenset(rules["stop"].split()), cues


def slots(text: str) -> dict[str, str]:
    """The slots that a problem's text fills, as words of the text; a slot that it leaves open is
    missing."""
    filled: dict[str, str] = {}
    for before, group in _groups(text):
        words = [text[a:b].casefold() for a, b in group]
        for slot, cues in _rules()[1].items():
            if slot in filled:
                continue
            at = next((n for n, word in reversed(list(enumerate(words))) if word in cues.heads), -1)
            if before in cues.before and (slot != "method" or words[-1] in cues.heads):
                at = len(group) - 1
            if at >= 0:
                first = group[max(0, at - _MOST + 1)][0]
                filled[slot] = " ".join(text[first : group[at][1]].split())
    return filled


def _groups(text: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """Runs of words between marks and small words, each with the small word before it."""
    stop, _ = _rules()
    groups: list[tuple[str, list[tuple[int, int]]]] = []
    before, run = "", list[tuple[int, int]]()
    for word in [*_WORD.finditer(text), None]:
        low = word.group().casefold() if word else ""
        if word and low[0].isalnum() and low not in stop:
            run.append(word.span())
            continue
        if run:
            groups.append((before, run))
            run = []
            before = ""
        before = low if low not in ("the", "a", "an") else before
    return groups
