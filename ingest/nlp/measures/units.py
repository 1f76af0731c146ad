"""Units of counts: the singular of the head noun of what is counted."""

from __future__ import annotations

import re

from ingest.nlp.measures.line import RULES, Line
from ingest.nlp.measures.phrases import LINKS, UNITS, is_plural, is_verb

NOT_UNITS = frozenset(RULES["not_units"].split())
_LONG: dict[str, str] = RULES["long_units"]
_PHRASES: dict[str, str] = RULES["unit_phrases"]
_PHYSICAL = frozenset(RULES["physical"].split())
_COUNTING = frozenset(RULES["counting"].split())
_ACTS = frozenset(w for w in _COUNTING if w.endswith(("tion", "ment")) and w != "application")
_MASS = frozenset(RULES["mass"].split())


def head_of(line: Line, run: range) -> int:
    """The head noun of a phrase: the last word before "of", or behind it in "number of …"."""
    tokens = line.tokens
    for turn in run[1:]:
        low, before = tokens[turn].lower, tokens[turn - 1].lower
        if low in ("of", "for") and before in _COUNTING and turn < run[-1]:
            return head_of(line, range(turn + 1, run[-1] + 1))
        if low in LINKS or low == "per" or (is_verb(line, turn) and is_plural(before)):
            return turn - 1
    last = run[-1]
    if not is_plural(tokens[last].lower):
        for turn in run[:-1]:
            low = tokens[turn].lower
            if is_plural(low) and low not in _MASS and not low.endswith(("'s", "’s")):
                return turn
    return last


def unit_of(line: Line, run: range) -> str:
    """The singular of what is counted."""
    two = " ".join(line.tokens[n].lower for n in run[-2:])
    if two in _PHRASES:
        return _PHRASES[two]
    head = head_of(line, run)
    words = [line.tokens[n].lower for n in range(run[0], head + 1)]
    return counted(words) or singular(words[-1])


def counted(words: list[str]) -> str:
    """What "patent authorization" counts, where the last word says how; else an empty text."""
    return singular(words[-2]) if len(words) > 1 and words[-1] in _ACTS else ""


def singular(word: str) -> str:
    """A plain singular of an English noun."""
    known = _LONG.get(word) or UNITS.get(word)
    if known:
        return known
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "'s", "ics")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def unit_of_name(name: str) -> str:
    """The unit that a series' name implies: its last word before "of", "in" and the like."""
    head, *rest = re.split(r" (?:of|in|at|for|on|with) ", name)
    word = head.split()[-1].casefold() if head.split() else ""
    return unit_of_name(" of ".join(rest)) if word in _COUNTING and rest else singular(word)


def is_unit(word: str) -> bool:
    """Whether a word by itself is a unit of measurement."""
    return word in _PHYSICAL


def is_physical(line: Line, at: int) -> bool:
    """Whether a word is a unit of measurement, or begins one ("square metres", "person years")."""
    word = line.tokens[at].lower
    following = line.tokens[at + 1].lower if at + 1 < len(line.tokens) else ""
    if word in ("person", "man"):
        return following in ("years", "days", "months", "hours")
    known = word in _PHYSICAL or word.split("-")[0] in _PHYSICAL
    return known or word in ("square", "cubic")


def physical_unit(line: Line, at: int) -> tuple[str, int]:
    """The unit of measurement at a token, and its last token."""
    word = line.tokens[at].lower
    if word in ("square", "cubic", "person", "man") and at + 1 < len(line.tokens):
        first = "person" if word == "man" else word
        return f"{first} {singular(line.tokens[at + 1].lower)}", at + 1
    return singular(word), at
