"""What the text of a need was taken for: its core, slots, codes, language and telling words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.language.ipc import codes_of
from graph.language.question import language_of
from graph.language.slots import slots
from graph.language.tokens import tokens
from graph.matching.reader import best_sentence

MOST_TERMS = 12
_WORD = re.compile(r"[\u3400-\u9fff]+|[^\W_]+(?:['’-][^\W_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Understood:
    """How a need was understood, for people to check before they trust the answer."""

    core: str
    """The title, else the sentence that says most of the telling words for its length."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """Words of the need by what they are: material, method, efficacy, product, application. Of
    English only; a slot that the words leave open is missing."""
    codes: tuple[str, ...] = ()
    """IPC and CPC codes that were given with it, else those that its text states."""
    language: str = "en"
    telling: Mapping[str, float] = field(default_factory=dict)
    """The words of the need that tell most, as written, with their weights, the weightiest
    first."""


def understood(
    need_text: str, title: str, telling: Mapping[str, float], *, codes: Sequence[str] = (),
) -> Understood:
    """What a need was taken for. ``telling`` are its terms (`graph.language.tokens`) with how
    telling each is; of terms without weight nothing is said. ``codes`` are those it is asked with,
    where they were given."""
    whole = f"{title}\n{need_text}" if title else need_text
    words = whole
    for code in codes_of(whole):
        words = words.replace(code.words, " ")
    told = best_sentence(need_text, telling)
    return Understood(
        title.strip() or told, slots(told) | slots(title),
        tuple(codes) or stated_codes(whole), language_of(whole),
        _as_written(words, telling),
    )


def stated_codes(text: str) -> tuple[str, ...]:
    """The codes that a text states, to the group at least: of running text, what looks like a
    subclass alone (``F16B``) is more often the name of a thing."""
    return tuple(code.symbol for code in codes_of(text) if "/" in code.symbol)


def _as_written(text: str, telling: Mapping[str, float]) -> dict[str, float]:
    """The most telling words as the text writes them first; pairs of Chinese characters that
    overlap are one word, with the weight of the weightiest."""
    found: dict[str, float] = {}
    known: set[str] = set()
    for run in _WORD.findall(text):
        for word, terms in _words(run, telling):
            weight = max(telling[term] for term in terms)
            if not known.issuperset(terms) and weight > 0:
                found.setdefault(word, weight)
                known.update(terms)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:MOST_TERMS])


def _words(run: str, telling: Mapping[str, float]) -> list[tuple[str, list[str]]]:
    """The words of a run that tell something, with their terms."""
    if not _HAN.match(run):
        terms = [term for term in tokens(run) if term in telling]
        return [(run, terms)] if terms else []
    spans: list[list[int]] = []  # of each word its first pair and its last
    for at in range(len(run) - 1):
        if run[at : at + 2] not in telling:
            continue
        if spans and spans[-1][1] == at - 1:
            spans[-1][1] = at
        else:
            spans.append([at, at])
    return [(run[first : last + 2], [run[at : at + 2] for at in range(first, last + 1)])
            for first, last in spans]
