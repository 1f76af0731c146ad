"""The verbs of a sentence: which of its words are verbs of the grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.nlp.grammar import Grammar, Word
from ingest.nlp.groups import Group, Slot, mark_of


@dataclass(slots=True)
class Verb:
    """A verb with the roles around it."""

    start: int
    end: int
    word: Word
    subjects: list[Group] = field(default_factory=list)
    """What can be its subject, the likeliest first; where passive, what undergoes it."""
    objects: list[Group] = field(default_factory=list)
    """The groups behind it; and where it has none, the one that a relative clause stands for."""
    agents: list[Group] = field(default_factory=list)
    companions: list[Group] = field(default_factory=list)
    carry: list[Group] = field(default_factory=list)
    """What the next verb without a subject goes on about."""
    ahead: list[Group] = field(default_factory=list)
    """All groups before it in the sentence, the nearest first."""
    parallel: bool = False
    """Whether it goes on about the subject of the verb before a semicolon ("…; cultivate …")."""
    foreign: bool = False
    """Whether its subject is something that no mention stands for ("the secretariat is …")."""
    passive: bool = False
    negative: bool = False
    future: bool = False
    joint: bool = False
    """Whether its clause says "jointly"; ``together`` whether that stands right at the verb."""
    together: bool = False


def verbs_of(
    text: str, start: int, end: int, slots: list[Slot], words: Grammar
) -> list[Verb]:  # fmt: skip
    """The verbs of the sentence between two offsets, without those inside its slots."""
    verbs: list[Verb] = []
    named = [(a, b) for a, b, _ in words.nouns.within(text, start, end) if " " in text[a:b]]
    split = _split_verbs(text, start, slots, words)
    whole = [v for v in words.verbs.within(text, start, end) if v[0] not in split]
    parted = [(at, end_, word) for at, (end_, word) in split.items()]
    for a, b, word in sorted([*whole, *parted], key=lambda v: v[0]):
        if any(s.start < b and a < s.end for s in slots if not s.pronoun):
            continue
        if any(x <= a and b <= y and b - a < y - x for x, y in named):  # "host unit", no verb
            continue
        verb = Verb(a, b, word)
        if verbs and words.marks["such_as"].fullmatch(text, a - 2, b):
            continue  # ", including A" goes on with the object of the verb before
        if a in split or _is_verb(text, start, verb, slots, words):
            verbs.append(verb)
    return [v for v, after in zip(verbs, [*verbs[1:], None], strict=False)
            if not (after and _auxiliary(text, v, after, words))]  # fmt: skip


_WORDS = re.compile(r"[a-z]+")
_BETWEEN = 3
"""Words between the first part of a verb and its object."""


def _split_verbs(
    text: str, start: int, slots: list[Slot], words: Grammar
) -> dict[int, tuple[int, Word]]:
    """Verbs whose second part stands behind their object: "set the fund up", "put P into
    effect"; by where the first part begins, with its end."""
    found: dict[int, tuple[int, Word]] = {}
    for slot in slots:
        tail = words.marks["particle"].match(text, slot.end)
        lead = text[max(start, slot.start - 60) : slot.start]
        if tail is None:
            continue
        for at in _WORDS.finditer(lead):
            form = f"{at.group().casefold()} {tail['tail']}"
            word = words.verbs.meanings.get(form)
            if word and len(lead[at.end() :].split()) <= _BETWEEN:
                begin = slot.start - len(lead) + at.start()
                found[begin] = begin + len(at.group()), word
    return found


def _is_verb(text: str, start: int, verb: Verb, slots: list[Slot], words: Grammar) -> bool:
    """Whether a form that is also a noun stands where a verb stands."""
    word = verb.word
    before = text[max(start, verb.start - 40) : verb.start]
    behind = next((s for s in slots if 0 <= verb.start - s.end <= 1), None)
    if word.nominal:
        run = behind is not None and mark_of(text, start, behind.start, words) == "by"
        by = text.startswith(" by ", verb.end)
        return run or by or bool(words.marks["nominal_of"].match(text, verb.end))
    if words.marks["perfect"].match(text, verb.start):
        return False
    if word.nounlike:
        return behind is not None or bool(words.marks["stem_after"].search(before))
    return word.past or not word.bare or not words.marks["determined"].search(before)


def _auxiliary(text: str, verb: Verb, after: Verb, words: Grammar) -> bool:
    """Whether a verb only helps the next one: "has [already] developed"."""
    return after.word.past and bool(
        words.marks["auxiliary"].fullmatch(text[verb.start : after.start])
    )
