"""Vectors of words, learned once and averaged: hundreds of times quicker than a transformer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.embedding import Rows, unit
from graph.embedding.files import fingerprint, folder_of, package

_EXTRA, _USE = "static", "the model static"


class Static:
    """WordLlama's vectors of 256 numbers (English), read from its package's files.

    The package itself is not imported: it sets up logging for the whole process, and it looks
    for its tokenizer on the network.
    """

    name = "static"
    languages = ("en",)
    longest = 256

    def __init__(self) -> None:
        folder = folder_of("wordllama", extra=_EXTRA, use=_USE)
        tokens = folder / "tokenizers" / "l2_supercat_tokenizer_config.json"
        weights = folder / "weights" / "l2_supercat_256.safetensors"
        library = package("tokenizers", extra=_EXTRA, use=_USE)
        tensors = package("safetensors.numpy", extra=_EXTRA, use=_USE)
        self._tokenizer = library.Tokenizer.from_file(str(tokens))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._table = tensors.load_file(str(weights))["embedding.weight"].astype(np.float32)
        self.dim = int(self._table.shape[1])
        self.fingerprint = fingerprint([tokens, weights])

    def encode(self, texts: Sequence[str], *, longest: int) -> Rows:
        """The average of each text's first tokens, at unit length."""
        rows = np.zeros((len(texts), self.dim), np.float32)
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        for row, encoded in enumerate(found):
            if ids := encoded.ids[:longest]:
                rows[row] = self._table[ids].mean(axis=0)
        return unit(rows)
