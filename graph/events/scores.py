"""How well two participants fit: what one needs against what the other can, both ways."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from graph.events.model import PairPart, PairScore, Participant
from graph.language.tokens import tokens

Affinity = Callable[[Participant, Sequence[Participant]], dict[str, tuple[float, str]]]
"""The need of one against the capability of others: key to (0 to 1, why); absent is 0."""
_WORTH = 0.05


class WordAffinity:
    """Shared words of a need and of offers, rarer ones counting more (cosine of tf-idf); choose it
    for participants that the graph does not know."""

    def __init__(self, participants: Sequence[Participant]) -> None:
        texts = [set(tokens(f"{p.offers} {p.needs}")) for p in participants]
        number = len(texts)
        counts = Counter(term for text in texts for term in text)
        self._idf = {t: math.log(1 + (number - n + 0.5) / (n + 0.5)) for t, n in counts.items()}

    def __call__(
        self, one: Participant, others: Sequence[Participant]
    ) -> dict[str, tuple[float, str]]:
        """The fit of one's need with the offers of the others."""
        need = self._vector(one.needs)
        found = {}
        for other in others:
            offer = self._vector(other.offers)
            shared = need.keys() & offer.keys()
            product = sum(need[t] * offer[t] for t in shared)
            if product > 0:
                size = math.hypot(*need.values()) * math.hypot(*offer.values())
                note = f"needs “{one.needs}”, offered “{other.offers}”"
                found[other.key] = (product / size, note)
        return found

    def _vector(self, text: str) -> dict[str, float]:
        return {t: n * self._idf.get(t, 0.0) for t, n in Counter(tokens(text)).items()}


def pair_scores(
    participants: Sequence[Participant], affinities: Sequence[tuple[str, float, Affinity]]
) -> list[PairScore]:
    """Scores of all pairs that fit at all: for each named, weighted affinity the need of one
    against the other and the reverse. The same organisation never meets itself."""
    parts: dict[tuple[str, str], list[PairPart]] = {}
    for one in participants:
        others = [p for p in participants if not _same(one, p)]
        for name, weight, affinity in affinities:
            for key, (value, note) in affinity(one, others).items():
                if value * weight > 0:
                    pair = (min(one.key, key), max(one.key, key))
                    parts.setdefault(pair, []).append(PairPart(
                        f"{name} of {one.organisation}", value * weight, note))
    scored = [
        PairScore(first, second, sum(part.value for part in found), tuple(found))
        for (first, second), found in sorted(parts.items())
    ]
    return [pair for pair in scored if pair.value >= _WORTH]


def _same(one: Participant, other: Participant) -> bool:
    if one.key == other.key or (one.entity and one.entity == other.entity):
        return True
    return one.organisation.casefold() == other.organisation.casefold()
