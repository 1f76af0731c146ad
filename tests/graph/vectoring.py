"""What the tests of vectors share: a model of a few words, and works that say them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from graph.embed import Embedded, embed
from graph.embedding import Rows, unit
from graph.load import load
from graph.model import Source, Unit
from graph.store import Store
from graph.vectors import Vectors
from tests.builders import REGISTER, patent_row

MEANINGS = {
    "lithium": 0, "battery": 0, "brine": 1, "salt": 1, "卤水": 1, "wool": 2, "yak": 2, "dust": 3,
}


@dataclass
class Meanings:
    """An embedder as anybody may write one: a number for each meaning that it knows words of."""

    name: str = "meanings"
    fingerprint: str = "meanings/1"
    languages: tuple[str, ...] = ("en",)
    longest: int = 64
    dim: int = 5
    encoded: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str], *, longest: int) -> Rows:
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split()[:longest]:
                row[MEANINGS.get(word.strip("."), 4)] += 1
        self.encoded += texts
        return unit(rows)


def patent(number: str, words: str, *, date: str | None = "2020-05-01", source: str = "register"
           ) -> Unit:
    """A patent that says these words."""
    return patent_row(number, ["Salt Institute"], title=words, date=date, source=source)


def fill(store: Store, *units: Unit, source: Source = REGISTER) -> None:
    """Load units of a source."""
    load(store, source, units)


def build(store: Store, root: Path, model: Meanings | None = None) -> Embedded:
    """Build the vectors of a store below a folder."""
    return embed(store, root, model or Meanings())


def asking(store: Store, root: Path, *, level: int = 2, model: Meanings | None = None) -> Vectors:
    """The vectors as a reader of a level asks them."""
    vectors = Vectors(store, root, level=level)
    vectors.use(model or Meanings())
    return vectors


def titles(store: Store, records: Sequence[str]) -> list[str]:
    """Names of the works of records, in their order."""
    works = {work.record: work.entity for work in store.works_since(-1)}
    entities = store.entities(set(works.values()))
    return [entities[works[record]].name for record in records]


CONFIDENTIAL = replace(REGISTER, key="secret", visibility="confidential")
