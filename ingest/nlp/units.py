"""The stretches of running text that relations are read from, and what each is about."""

from __future__ import annotations

import re

from ingest.nlp.clauses import Clauses
from ingest.nlp.draft import Draft, Found
from ingest.nlp.sentences import LONGEST

_BULLET = re.compile(r"\s*(?:[-•*–·]|\d{1,2}[.)]|\([a-z0-9]\))\s*\S")


def units_of(draft: Draft) -> list[tuple[int, int]]:
    """The sentences; one that ends in a colon goes on over the lines of the list behind it."""
    units: list[tuple[int, int]] = []
    open_ = False
    for start, end in draft.sentences:
        line = draft.text.rfind("\n", 0, start) + 1
        bullet = bool(_BULLET.match(draft.text, line)) and not draft.is_tabular(start, end)
        ended = draft.text[start:end].rstrip()[-1:]
        row = ended == ";" or bool(units) and draft.text[: units[-1][1]].rstrip()[-1:] == ";"
        row = row and not draft.is_tabular(start, end) and draft.text[line:start].isspace() is False
        if open_ and (bullet or row) and end - units[-1][0] < LONGEST:
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
            open_ = ended == ":"
    return units


def is_title(draft: Draft, start: int, end: int) -> bool:
    """Whether a sentence is the headline; that of a web page may stand outside the text."""
    return " ".join(draft.text[start:end].split()) in " ".join(draft.source.title.split())


def topic_of(clauses: Clauses, before: list[Found]) -> list[Found]:
    """What the next sentence can mean by "it": subjects first, then the rest, then what was."""
    ordered = sorted(clauses.groups, key=lambda g: (g.mark != "", g.start))
    here = [f for g in ordered for s in g.slots if not s.pronoun for f in s.found]
    return [*here, *before][:24]
