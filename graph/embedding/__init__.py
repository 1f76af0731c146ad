"""Texts as vectors, by models that lie on this machine. Nothing is fetched when one is used.

A model is named: ``minilm`` (English), ``multilingual`` (fifteen languages, Chinese among them),
``static`` (English, the quickest), ``none``, or the path of a folder with ``model.onnx`` and
``tokenizer.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from graph.errors import InvalidRequest
from graph.identity.words import CHINESE

Rows = npt.NDArray[np.float32]
NONE = "none"
_CHINESE_SHARE = 0.2


class Embedder(Protocol):
    """A model that turns texts into vectors; texts that mean alike get vectors that lie near.

    ``name`` is what `embedder` makes it from. ``fingerprint`` changes with the model's files:
    vectors of two fingerprints are never compared. ``languages`` are codes ("en", "zh"); empty
    where the model does not say. ``longest`` is how many tokens of a work it reads: the more,
    the dearer.
    """

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def dim(self) -> int:
        """Numbers in a vector."""

    @property
    def fingerprint(self) -> str:
        """Which model it is, to the byte."""

    @property
    def languages(self) -> Sequence[str]:
        """What it understands."""

    @property
    def longest(self) -> int:
        """Tokens of a work that are read."""

    def encode(self, texts: Sequence[str], *, longest: int) -> Rows:
        """A row of unit length for each text, read up to about so many tokens; zeros for a text
        without any. May be called from several threads."""


def embedder(spec: str) -> Embedder | None:
    """The model of a name or of a folder, made once a process; None for ``none``.

    Raises `InvalidRequest` for a name that is none or whose package is missing, `SourceUnusable`
    for a folder that holds no model.
    """
    if spec == NONE:
        return None
    if spec in MODELS:
        return _named(spec)
    if Path(spec).is_dir():
        from graph.embedding.transformer import from_folder

        return from_folder(Path(spec))
    raise InvalidRequest(
        f"{spec!r} is no model: choose from {', '.join((*MODELS, NONE))}, or name a folder that "
        "holds model.onnx and tokenizer.json")


@cache
def _named(name: str) -> Embedder:
    return MODELS[name]()


def _minilm() -> Embedder:
    from graph.embedding.transformer import minilm

    return minilm()


def _multilingual() -> Embedder:
    from graph.embedding.multilingual import Multilingual

    return Multilingual()


def _static() -> Embedder:
    from graph.embedding.static import Static

    return Static()


MODELS: dict[str, Callable[[], Embedder]] = {
    "minilm": _minilm, "multilingual": _multilingual, "static": _static,
}


def reads(model: Embedder, text: str) -> bool:
    """Does the model know the language of a text, as far as its script tells?

    What it makes of another language is noise that looks like an answer.
    """
    if not text.strip():
        return False
    if not model.languages or not set(model.languages).isdisjoint(("zh", "ja")):
        return True
    letters = sum(map(str.isalpha, text))
    return len(CHINESE.findall(text)) <= _CHINESE_SHARE * letters


def unit(rows: npt.NDArray[np.floating]) -> Rows:
    """Rows at unit length; a row of zeros stays."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1.0), np.float32)
