"""What a need finds: works by its words, by its codes and by its meaning, gathered by owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.language.ipc import code_terms
from graph.language.tokens import kind_term
from graph.matching.features import Known
from graph.matching.owners import OwnedWork, owned_works
from graph.matching.reader import Reader
from graph.search import Hits
from graph.vectors import Vectors, fused

if TYPE_CHECKING:
    from graph.matching.fields import StatedField
    from graph.matching.results import Need

KIND_WORTH: Mapping[str, float] = {kind_term("Project"): 0.95, kind_term("Publication"): 0.85}
"""What works of a kind count against patents, contracts and registered achievements, which have
been made or sold: set by hand."""
NEAREST = 1000
LEAST_SCALE = 0.1
"""Where no work has many of the need's words, meaning is measured as if the best had a tenth."""


class Views:
    """The works that a need finds, each view with its own scale."""

    def __init__(self, reader: Reader, need: Need) -> None:
        index = reader.graph.index
        self.need, self._index = need, index
        codes = {term: 1.0 for code in need.codes for term in code_terms(code)}
        self.codes = index.search(
            codes, before=need.before, since=need.after, limit=NEAREST, worth=KIND_WORTH,
        ) if codes else None
        self.words = self._words(reader.graph.vectors)
        self.anchor = reader.anchor

    def _words(self, vectors: Vectors) -> Hits:
        """By words; with vectors, each work's score is that of its words and its meaning."""
        need = self.need
        text = f"{need.title}\n{need.text}" if need.title else need.text
        near: list[str] = []
        if vectors.model:
            near, _ = vectors.similar(text, before=need.before, limit=NEAREST)
        hits = self._index.search(need.terms, before=need.before, since=need.after, limit=NEAREST,
                                  worth=KIND_WORTH, also=near)
        if not near:
            return hits
        lexical = np.array(hits.scores)
        cosines = vectors.cosines(text, hits.records)
        scale = max(float(lexical.max(initial=0.0)), LEAST_SCALE * hits.most)
        scores = scale * fused(lexical, cosines)
        words = scale * fused(lexical, np.where(np.isnan(cosines), np.nan, 0.0))
        meant = 1 - np.divide(words, scores, out=np.ones_like(scores), where=scores > 0)
        return replace(hits, scores=scores.tolist(), meant=meant.tolist(),
                       cosines=np.nan_to_num(cosines).tolist())

    def known(self, fields: Mapping[str, StatedField]) -> Iterator[Known]:
        """All that is known of each owner of a work found, and of each with a stated field."""
        works = owned_works(self.words, self.anchor)
        coded = owned_works(self.codes, self.anchor) if self.codes else {}
        owners = sorted(works.keys() | coded.keys() | fields.keys())
        profiles = self._index.profiles(
            self.need.terms, owners, before=self.need.before, since=self.need.after)
        none: list[OwnedWork] = []
        for owner in owners:
            yield Known(
                owner, self.words.most, self.anchor, works.get(owner, none), profiles.get(owner),
                fields[owner].share if owner in fields else 0.0, coded.get(owner, none),
                self.codes.most if self.codes else 0.0,
            )
