"""Vectors of works: kept in a folder, mapped into memory, compared with a question exactly.

`graph.embed` builds them; a question never does. They lie in the order of the works' days, so that
what was public before a day is a prefix. One build serves readers of all levels: each row has its
work's level and only what the reader may see is compared. Works that were written or removed since
the build have no vector until the next one, so that nothing forgotten and no former text is found.
"""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.embedding import Embedder, Rows, embedder, reads
from graph.errors import InvalidRequest, StoreUnavailable
from graph.kept import fetch, keep
from graph.model import digest
from graph.postings import UNDATED, Ints
from graph.search import WorkSource

FORMAT = 1
RECIPE = "title and text/1"
"""How a work's words become the text that is encoded; another recipe makes other vectors."""
QUESTION = 256
"""Tokens of a question that are read."""
WEIGHT = 0.5
"""What a work's cosine counts beside its lexical score. On real needs 0.35 and 0.5 answer alike;
where a problem and its solution share no word, more helps."""
_REMEMBERED = 64
_BLUR = 1e-5
"""By so much a product of single precision may depend on what else is multiplied with it."""
_FOLDER = re.compile(r"[0-9a-f]{16}-[0-9]{20}")
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """Works with their vectors, in the order of day and record id."""

    rows: Rows
    day: Ints
    level: npt.NDArray[np.int8]
    text: npt.NDArray[np.uint64]
    """A hash of each encoded text, so that the same text is not encoded again."""
    records: list[str]
    model: str
    fingerprint: str
    generation: int
    unread: int
    """Works that say nothing in words, or not in a language of the model."""

    def __len__(self) -> int:
        return len(self.records)


def key_of(model: Embedder) -> str:
    """What the folders of a model's vectors begin with: another model, another folder."""
    return digest(model.fingerprint, model.longest, RECIPE)


def new_folder(root: Path, model: Embedder) -> Path:
    """Where a build lies among a store's; each has a folder of its own, named by its time."""
    return root / f"{key_of(model)}-{time.time_ns():020d}"


def builds(root: Path) -> list[Path]:
    """A store's builds, the latest first."""
    found = [path for path in root.glob("*") if _FOLDER.fullmatch(path.name)]
    return sorted(found, key=lambda path: path.name[-20:], reverse=True)


def save(table: Table, folder: Path) -> None:
    """Put a table into a folder, all of it or nothing."""
    keep(folder, {name: getattr(table, name) for name in ("rows", "day", "level", "text")}, {
        "format": FORMAT, "recipe": RECIPE, "model": table.model, "fingerprint": table.fingerprint,
        "generation": table.generation, "unread": table.unread, "records": table.records,
    })


def read(folder: Path) -> Table | None:
    """The table of a folder; None when it is absent, of another recipe or damaged."""
    kept = fetch(folder, FORMAT)
    if kept is None or kept[1]["recipe"] != RECIPE:
        return None
    arrays, texts = kept
    return Table(**arrays, records=texts["records"], model=texts["model"],
                 fingerprint=texts["fingerprint"], generation=texts["generation"],
                 unread=texts["unread"])


def fused(lexical: npt.ArrayLike, cosines: npt.ArrayLike, *, weight: float = WEIGHT) -> Floats:
    """One score a work of its lexical score and its cosine, between 0 and 1.

    Each is divided by the question's best; a work without a vector (NaN) has its lexical score
    alone, and a cosine below zero counts as zero.
    """
    words, near = np.asarray(lexical, np.float64), np.asarray(cosines, np.float64)
    words = words / max(float(words.max(initial=0.0)), 1e-12)
    known = ~np.isnan(near)
    if not known.any():
        return words
    near = np.clip(np.where(known, near, 0.0), 0.0, None)
    near = near / max(float(near.max(initial=0.0)), 1e-12)
    return np.where(known, (1 - weight) * words + weight * near, words)


@dataclass(frozen=True, slots=True)
class _View:
    """A table at one state of the store: where works are in it, and which rows count."""

    table: Table
    places: dict[str, int]
    usable: npt.NDArray[np.bool_]
    generation: int


class Vectors:
    """The vectors of a store as one reader sees them; without a build it finds nothing.

    The model is the one that the vectors were built with. It is loaded at the first question.
    """

    def __init__(self, source: WorkSource, root: Path, *, level: int = 2) -> None:
        self._source, self._root, self._level = source, root, level
        self._guard = threading.RLock()
        self._given: Embedder | None = None
        self._forget()

    def _forget(self) -> None:
        self._folder: Path | None = None
        self._view: _View | None = None
        self._model: Embedder | None = None
        self._asked: dict[str, Rows | None] = {}

    def use(self, model: Embedder) -> None:
        """Ask with this model: one that has no name by which another process could make it."""
        with self._guard:
            self._given = model
            self._forget()

    def discard(self) -> None:
        """Remove the vectors of all models: nothing forgotten stays in them."""
        with self._guard:
            shutil.rmtree(self._root, ignore_errors=True)
            self._forget()

    @property
    def model(self) -> str:
        """The name of the model in use; empty when no vectors are built."""
        view = self._fresh()
        return view.table.model if view else ""

    @property
    def state(self) -> str:
        """Which build answers: with the store's generation it says what an answer rests on."""
        view = self._fresh()
        if view is None:
            return ""
        return f"{view.table.model}/{view.table.fingerprint}/{view.table.generation}"

    def __len__(self) -> int:
        view = self._fresh()
        return int(view.usable.sum()) if view else 0

    @property
    def behind(self) -> int:
        """How many works were written again or removed since the build, and have no vector."""
        view = self._fresh()
        return len(self._touched(view.table.generation)) if view else 0

    def similar(
        self, text: str, *, before: int | None = None, limit: int = 1000,
    ) -> tuple[list[str], Floats]:
        """The works nearest to a text and their cosines, best first, ties by record id.

        Only works that were public before the day. Empty without vectors, and for a text in a
        language that the model does not know.
        """
        view, vector = self._question(text)
        if view is None or vector is None:
            return [], np.zeros(0)
        table = view.table
        end = len(table) if before is None else int(
            np.searchsorted(table.day, np.int32(min(before, UNDATED))))
        places = np.flatnonzero(view.usable[:end])
        scores = (table.rows[:end] @ vector)[places]
        if len(places) > limit:
            least = np.partition(scores, -limit)[-limit] - _BLUR
            places = places[scores >= least]
        cosines = _exactly(table.rows[places], vector)
        records = [table.records[place] for place in places]
        best = sorted(range(len(places)), key=lambda i: (-cosines[i], records[i]))[:limit]
        return [records[i] for i in best], cosines[best]

    def cosines(self, text: str, records: Sequence[str]) -> Floats:
        """The cosine of each of these works with a text; NaN for one without a vector.

        Meant for candidates, some thousands of them.
        """
        view, vector = self._question(text)
        scores = np.full(len(records), np.nan)
        if view is None or vector is None:
            return scores
        places = np.array([view.places.get(record, -1) for record in records], np.int64)
        at = np.flatnonzero(places >= 0)
        at = at[view.usable[places[at]]]
        scores[at] = _exactly(view.table.rows[places[at]], vector)
        return scores

    def encoded(self, texts: Sequence[str]) -> Rows:
        """A row for each text, to be compared with each other; zeros for one that the model does
        not read, and rows without numbers where no vectors are built."""
        with self._guard:
            view = self._fresh()
            if view is None:
                return np.zeros((len(texts), 0), np.float32)
            model = self._model = self._model or self._suiting(view.table)
        rows = np.zeros((len(texts), model.dim), np.float32)
        if known := [place for place, text in enumerate(texts) if reads(model, text)]:
            rows[known] = model.encode([texts[place] for place in known], longest=QUESTION)
        return rows

    def _question(self, text: str) -> tuple[_View | None, Rows | None]:
        """What is asked, and the text's vector where the model reads it."""
        with self._guard:
            view = self._fresh()
            if view is None:
                return None, None
            model = self._model = self._model or self._suiting(view.table)
            if text in self._asked:
                return view, self._asked[text]
        vector = model.encode([text], longest=QUESTION)[0] if reads(model, text) else None
        with self._guard:
            if self._model is model:
                self._asked[text] = vector
                while len(self._asked) > _REMEMBERED:
                    self._asked.pop(next(iter(self._asked)))
        return view, vector

    def _suiting(self, table: Table) -> Embedder:
        """The model that made the vectors, to the byte; `StoreUnavailable` when it is not here."""
        model = self._given
        if model is None or model.name != table.model:
            try:
                model = embedder(table.model)
            except InvalidRequest as err:
                raise StoreUnavailable(
                    f"this store's vectors cannot be asked: {err}; or go without "
                    "(qilian embed --model none)") from err
        if model is None or model.fingerprint != table.fingerprint:
            raise StoreUnavailable(
                f"this store's vectors were made by another version of the model {table.model}: "
                f"build them anew (qilian embed --model {table.model}), or go without "
                "(qilian embed --model none)")
        return model

    def _fresh(self) -> _View | None:
        """The latest build as the store is at this moment."""
        with self._guard:
            found = builds(self._root)
            if not found or found[0] != self._folder:
                self._forget()
                # An older one is read should the latest be damaged or removed at this moment.
                table = next(filter(None, map(read, found)), None)
                if table is not None:
                    self._folder = found[0]
                    places = {record: place for place, record in enumerate(table.records)}
                    self._view = _View(table, places, np.zeros(len(table), np.bool_), -1)
            generation = self._source.generation()
            if self._view is not None and self._view.generation != generation:
                self._view = self._marked(self._view, generation)
            return self._view

    def _marked(self, view: _View, generation: int) -> _View:
        """The view of a generation: what was written or removed since the build does not count."""
        usable = view.table.level <= self._level
        if view.table.generation > generation:  # the store is an older one than it was
            usable[:] = False
        for record in self._touched(view.table.generation):
            if (place := view.places.get(record)) is not None:
                usable[place] = False
        return _View(view.table, view.places, usable, generation)

    def _touched(self, generation: int) -> set[str]:
        written = {work.record for work in self._source.works_since(generation)}
        return written | {r for r, _ in self._source.works_removed_since(generation)}


def _exactly(rows: Rows, vector: Rows) -> Floats:
    """Cosines that do not depend on which other rows are asked about."""
    cosines: Floats = np.einsum("ij,j->i", rows.astype(np.float64), vector.astype(np.float64))
    return np.round(cosines, 9)
