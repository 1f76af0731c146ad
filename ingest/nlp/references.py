"""References to bodies and programmes: "the alliance", "this project", "the company".

A reference means the last named thing whose name holds its noun, or the last of the type that the
noun stands for; its words are neither a name nor another form of that thing.
"""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Found
from ingest.nlp.lexicon import data, words

_TYPES: dict[str, str] = data("references.json")
_REFERENCE = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts) (?P<noun>"
    + "|".join(sorted(_TYPES, key=len, reverse=True))
    + r")\b(?!-| of [A-Z])(?:'s)?"
)
_GOES_ON = re.compile(r" (?P<word>[a-z-]+)")
_NOUNS_BEHIND = words("institute_heads", "platform_heads", "programme_heads", "agency_heads")


def add_references(draft: Draft) -> None:
    """Adds an occurrence for each reference whose meaning the text before it gives."""
    added: list[tuple[int, int, Found]] = []
    for found in _REFERENCE.finditer(draft.text):
        behind = _GOES_ON.match(draft.text, found.end())
        if behind and behind["word"] in _NOUNS_BEHIND:
            continue
        if draft.covered(*found.span(), *_KINDS):
            continue
        meant = _meant(draft, found["noun"].casefold(), found.start())
        if meant:
            added.append((found.start(), found.end(), meant))
    for found in re.finditer(
        r"\b[Tt]he (?P<which>former|latter)\b(?! (?:two|three|\d))", draft.text
    ):
        bodies = draft.within(draft.sentence_at(found.start())[0], found.start(), *_KINDS[:4])
        distinct = list({(f.type, f.key): f for f in bodies}.values())[-2:]
        if len(distinct) == 2:
            added.append((*found.span(), distinct[found["which"] == "latter"]))
    for start, end, meant in added:
        draft.add(
            meant.type, start, end, name=meant.name, key=meant.key, reference=True, confidence=0.5
        )


_KINDS = ("Enterprise", "Institute", "Agency", "Platform", "Programme", "Policy", "Region")


def _meant(draft: Draft, noun: str, at: int) -> Found | None:
    type_ = _TYPES[noun]
    earlier = [
        f for f in draft.found
        if f.end <= at and (type_ == "Body" or f.type == type_) and f.type in _KINDS
        and f.type != "Region" and not f.reference
    ]  # fmt: skip
    named = [f for f in earlier if re.search(rf"\b{re.escape(noun)}\b", f.name, re.IGNORECASE)]
    if type_ in ("Body", "Agency", "Institute"):
        earlier = []
    pool = named or earlier
    return max(pool, key=lambda f: f.end, default=None)
