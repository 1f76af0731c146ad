"""How well two participants fit: what one needs against what the other can, both ways."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from graph.events.model import PairPart, PairScore, Participant
from graph.language.tokens import tokens

_WORTH = 0.05
"""Pairs below it are no reason to meet."""
_LEAST_WORDS = 0.1
"""Words in common below it are common words."""
_CLAUSE = re.compile(r"[;；。\n]+|\.\s")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Fit:
    """The need of one against the capability of another: 0 to 1, why in words, and the key of the
    document or row in the store that says so (empty for the participants' own words)."""

    value: float
    note: str
    document: str = ""


class Affinity(Protocol):
    """A way to tell who can help whom; `pair_scores` asks it in both directions."""

    def __call__(
        self, one: Participant, others: Sequence[Participant]
    ) -> Mapping[str, Fit]:
        """Key of each of the others that fits the need of one, to how well; ``others`` may hold
        one itself, which is left out later."""
        ...


class WordAffinity:
    """Shared words of a need and of offers, rarer ones counting more (cosine of tf-idf); choose it
    for participants that the graph does not know.

    ``participants`` are all of the event: they tell which words are rare.
    """

    def __init__(self, participants: Sequence[Participant]) -> None:
        texts = [set(tokens(f"{p.offers} {p.needs}")) for p in participants]
        number = len(texts)
        counts = Counter(term for text in texts for term in text)
        # no steeper: in a small event every shared word is a frequent one
        self._idf = {t: math.log1p(number / n) for t, n in counts.items()}
        self._offers = {p.key: p.offers for p in participants}
        self._offering: dict[str, list[tuple[str, float]]] = {}
        for participant in participants:
            for term, weight in self._vector(participant.offers).items():
                self._offering.setdefault(term, []).append((participant.key, weight))

    def __call__(self, one: Participant, others: Sequence[Participant]) -> dict[str, Fit]:
        """The fit of one's need with the offers of the others."""
        need = self._vector(one.needs)
        product: dict[str, float] = {}
        for term, weight in need.items():
            for key, offered in self._offering.get(term, ()):
                product[key] = product.get(key, 0.0) + weight * offered
        return {
            other.key: Fit(min(product[other.key], 1.0), self._note(one.needs, other.key, need))
            for other in others if product.get(other.key, 0.0) >= _LEAST_WORDS
        }

    def _vector(self, text: str) -> dict[str, float]:
        """Weights of a text's terms, of length 1 in all."""
        weights = {t: n * self._idf.get(t, 0.0) for t, n in Counter(tokens(text)).items()}
        size = math.hypot(*weights.values())
        return {t: w / size for t, w in weights.items()} if size else {}

    def _note(self, needs: str, key: str, need: Mapping[str, float]) -> str:
        offer = clause(self._offers[key], need)
        return f"needs “{clause(needs, self._vector(offer))}”, offered “{offer}”"


def clause(text: str, wanted: Mapping[str, float]) -> str:
    """The part of a text, between semicolons or full stops, that says most of what is wanted
    (weights of terms); cut to a length that can be read in a table."""
    parts = [part.strip() for part in _CLAUSE.split(text) if part.strip()] or [text.strip()]
    best = parts[0] if len(parts) == 1 else max(
        parts, key=lambda part: sum(wanted.get(term, 0.0) for term in set(tokens(part))))
    best = " ".join(best.split())
    return best if len(best) <= _LONGEST else best[: _LONGEST - 1].rstrip() + "…"


def pair_scores(
    participants: Sequence[Participant], affinities: Sequence[tuple[str, float, Affinity]]
) -> list[PairScore]:
    """Scores of all pairs that fit at all: for each named, weighted affinity the need of one
    against the other and the reverse. The same organisation never meets itself."""
    who = {p.key: (p.entity or None, p.organisation.casefold()) for p in participants}
    parts: dict[tuple[str, str], list[PairPart]] = {}
    for one in participants:
        entity, name = who[one.key]
        for label, weight, affinity in affinities:
            for key, fit in affinity(one, participants).items():
                if key == one.key or who[key][1] == name or (entity and who[key][0] == entity):
                    continue
                if fit.value * weight > 0:
                    pair = (min(one.key, key), max(one.key, key))
                    parts.setdefault(pair, []).append(PairPart(
                        f"{label} of {one.organisation}", fit.value * weight, fit.note,
                        fit.document))
    scored = [
        PairScore(first, second, sum(part.value for part in found), tuple(found))
        for (first, second), found in sorted(parts.items())
    ]
    return [pair for pair in scored if pair.value >= _WORTH]
