"""What matching is measured against: popularity, TF-IDF and BM25 over works, vectors alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.dates import first_day
from graph.identity.identifiers import of_scheme
from graph.language.tokens import tokens, words_in

NEIGHBOURS = 200
LIMIT = 100
K1, B = 1.2, 0.75
Ranked = list[str]
Floats = npt.NDArray[np.float64]


class Baselines:
    """Rankings of owners for a query, from the works that were public before its day.

    An owner is its key, or its entity's id where it has none; a pool's other owners are left out.
    """

    def __init__(self, kg: Any, scheme: str) -> None:
        self.kg = kg
        works = sorted(
            (w.day, w.record, w.tokens, w.owners)
            for w in kg.store.works_since(-1) if w.day is not None and w.owners
        )
        self.days = np.array([w[0] for w in works])
        self.places = {w[1]: place for place, w in enumerate(works)}
        entities = kg.store.entities({o for w in works for o, _ in w[3]})
        key = {e.id: next(iter(of_scheme(e.identifiers, scheme)), e.id) for e in entities.values()}
        self.kinds = {key[e.id]: e.kind for e in entities.values()}
        self.owners = [tuple(dict.fromkeys(key[o] for o, _ in w[3])) for w in works]
        self.norms: dict[int, Floats] = {}
        self._postings(works)

    def _postings(self, works: list[tuple[int, str, str, Any]]) -> None:
        lists: dict[str, list[tuple[int, int]]] = {}
        self.length = np.zeros(len(works))
        for place, (_, _, text, _) in enumerate(works):
            words = words_in(text)
            self.length[place] = len(words)
            for word in set(words):
                lists.setdefault(word, []).append((place, words.count(word)))
        self.lists = {word: np.array(pairs) for word, pairs in lists.items()}

    def _end(self, query: Mapping[str, Any]) -> int:
        return int(np.searchsorted(self.days, first_day(query["as_of"])))

    @staticmethod
    def _terms(query: Mapping[str, Any]) -> dict[str, int]:
        terms: dict[str, int] = {}
        for word in tokens(query.get("title", "")) + tokens(query["text"]):
            terms[word] = terms.get(word, 0) + 1
        return terms

    def tfidf(self, query: Mapping[str, Any]) -> Floats:
        """Cosine of (1 + ln tf) idf vectors; frequencies and lengths before the day."""
        end = self._end(query)
        dot = np.zeros(end)
        for word, tf in self._terms(query).items():
            pairs = self.lists.get(word)
            if pairs is None or not (cut := int(np.searchsorted(pairs[:, 0], end))):
                continue
            idf = np.log((1 + end) / (1 + cut)) + 1
            dot[pairs[:cut, 0]] += (1 + np.log(tf)) * idf * (1 + np.log(pairs[:cut, 1])) * idf
        return dot / self._norms(end)

    def _norms(self, end: int) -> Floats:
        """Lengths of the first ``end`` works' vectors."""
        if end not in self.norms:
            squares = np.zeros(end)
            for pairs in self.lists.values():
                if cut := int(np.searchsorted(pairs[:, 0], end)):
                    idf = np.log((1 + end) / (1 + cut)) + 1
                    squares[pairs[:cut, 0]] += ((1 + np.log(pairs[:cut, 1])) * idf) ** 2
            self.norms[end] = np.sqrt(np.maximum(squares, 1e-12))
        return self.norms[end]

    def bm25(self, query: Mapping[str, Any]) -> Floats:
        """Plain BM25 of the works (Robertson & Zaragoza 2009), k1 1.2, b 0.75."""
        end = self._end(query)
        scores = np.zeros(end)
        norm = K1 * (1 - B + B * self.length[:end] / max(float(self.length[:end].mean()), 1e-9))
        for word in self._terms(query):
            pairs = self.lists.get(word)
            if pairs is None or not (cut := int(np.searchsorted(pairs[:, 0], end))):
                continue
            at, tf = pairs[:cut, 0], pairs[:cut, 1]
            idf = np.log(1 + (end - cut + 0.5) / (cut + 0.5))
            scores[at] += idf * (K1 + 1) * tf / (tf + norm[at])
        return scores

    def dense(self, query: Mapping[str, Any]) -> Floats:
        """Cosines by the store's vectors."""
        end = self._end(query)
        scores = np.zeros(end)
        text = f"{query.get('title', '')}\n{query['text']}".strip()
        found = self.kg.vectors.similar(text, before=first_day(query["as_of"]), limit=NEIGHBOURS)
        for record, cosine in zip(*found, strict=True):
            scores[self.places[record]] = cosine
        return scores

    def ranked(
        self, scores: Floats, pool: Collection[str] | None, *, best_only: bool = False
    ) -> Ranked:
        """Owners by the sum (or the best) of their nearest works."""
        totals: dict[str, float] = {}
        for place in np.argsort(-scores, kind="stable")[:NEIGHBOURS].tolist():
            for owner in self.owners[place]:
                if pool is None or owner in pool:
                    known = totals.get(owner, 0.0)
                    value = float(scores[place])
                    totals[owner] = max(known, value) if best_only else known + value
        return sorted(totals, key=lambda owner: (-totals[owner], owner))[:LIMIT]

    def pool(
        self, query: Mapping[str, Any], kinds: Collection[str] = (), least: int = 1
    ) -> dict[str, int]:
        """The owners that may be answered, with their works before the day."""
        counts: dict[str, int] = {}
        for owners in self.owners[: self._end(query)]:
            for owner in owners:
                counts[owner] = counts.get(owner, 0) + 1
        return {o: n for o, n in counts.items()
                if n >= least and (not kinds or self.kinds[o] in kinds)}

    @staticmethod
    def popularity(pool: Mapping[str, int]) -> Ranked:
        """The owners with most works before the day."""
        return sorted(pool, key=lambda owner: (-pool[owner], owner))[:LIMIT]
