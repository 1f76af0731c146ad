"""Building the vectors of a store's works: only what is new or changed is encoded."""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from filelock import FileLock

from graph.embedding import Embedder, Rows, reads
from graph.errors import StoreUnavailable
from graph.model import Decision, digest
from graph.postings import UNDATED
from graph.project.contribution import texts
from graph.project.effective import effective
from graph.store import Store
from graph.vectors import Table, builds, key_of, new_folder, read, save

Progress = Callable[[int], None]
_PAGE = 256
_SAVE_SECONDS = 60.0
_LETTERS = 20
"""Of a token: what lies behind changes no vector."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a build did: works with a vector, how many of them were encoded now, works without one
    (they say nothing in words, or in no language of the model), seconds, size in bytes."""

    model: str
    works: int
    encoded: int
    unread: int
    seconds: float
    size: int


@dataclass(frozen=True, slots=True)
class _Head:
    """A work to be looked at."""

    record: str
    unit: str
    day: int
    level: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A work with its vector."""

    day: int
    record: str
    level: int
    text: int
    vector: Rows


def embed(
    store: Store, root: Path, model: Embedder, *, progress: Progress = lambda number: None
) -> Embedded:
    """Bring a store's vectors of a model up to date; they are then the ones that questions use.

    ``root`` is the folder of the store's vectors. ``progress`` is called with numbers of works.
    What another model made is removed at the end. Interrupted, it goes on where it was, give or
    take a minute. Raises `StoreUnavailable` when somebody removes the folder meanwhile.
    """
    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root.with_name(f"{root.name}.lock")):
        started = time.monotonic()
        build = _Build(store, root, model, progress)
        table = build.run()
        folder = new_folder(root, model)
        _kept(table, folder, root)
        for other in root.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        size = sum(file.stat().st_size for file in folder.iterdir())
        return Embedded(model.name, len(table), build.encoded, table.unread,
                        time.monotonic() - started, size)


def _kept(table: Table, folder: Path, root: Path) -> None:
    """Save it, unless the vectors were discarded meanwhile: they may hold what was forgotten."""
    if not root.exists():
        raise StoreUnavailable(f"{root}: was removed while its vectors were built; build again")
    save(table, folder)


class _Build:
    """One build: what is kept of the former one, and what is encoded."""

    def __init__(self, store: Store, root: Path, model: Embedder, progress: Progress) -> None:
        self.encoded = 0
        self._store, self._root, self._model, self._progress = store, root, model, progress
        self._part = root / f"{key_of(model)}-part"
        self._generation = store.generation()
        own = [path for path in builds(root) if path.name.startswith(key_of(model))]
        base = next(filter(None, map(read, own)), None)
        if base and base.generation > self._generation:
            base = None  # the store is an older one than it was
        self._base = base
        self._known: dict[int, Rows] = {}
        for table in filter(None, (base, read(self._part))):
            self._known.update(zip(table.text.tolist(), table.rows, strict=True))

    def run(self) -> Table:
        """All works with their vectors."""
        since = self._base.generation if self._base else -1
        heads = [_Head(w.record, w.unit, UNDATED if w.day is None else w.day, w.level)
                 for w in self._store.works_since(since)]
        touched = {head.record for head in heads}
        touched.update(record for record, _ in self._store.works_removed_since(since))
        rows = self._untouched(touched)
        self._progress(len(rows))
        saved = time.monotonic()
        for page in _pages(heads):
            rows += self._encoded(page)
            self._progress(len(page))
            if time.monotonic() - saved > _SAVE_SECONDS:
                _kept(self._table(rows, unread=0), self._part, self._root)
                saved = time.monotonic()
        return self._table(rows, unread=self._unread(rows))

    def _untouched(self, touched: set[str]) -> list[_Row]:
        """The former build's works that nothing changed."""
        base = self._base
        if base is None:
            return []
        columns = zip(base.day.tolist(), base.records, base.level.tolist(), base.text.tolist(),
                      base.rows, strict=True)
        return [_Row(*row) for row in columns if row[1] not in touched]

    def _unread(self, rows: Sequence[_Row]) -> int:
        return sum(1 for _ in self._store.works_since(-1)) - len(rows)

    def _encoded(self, page: Sequence[_Head]) -> list[_Row]:
        """The works of a page that the model can read."""
        words = work_texts(self._store, ((head.record, head.unit) for head in page))
        letters = _LETTERS * self._model.longest
        read_ = [(head, text[:letters]) for head in page
                 if (text := words.get(head.record)) and reads(self._model, text)]
        keys = [int(digest(text), 16) for _, text in read_]
        new = {key: text for key, (_, text) in zip(keys, read_, strict=True)
               if key not in self._known}
        if new:
            vectors = self._model.encode(list(new.values()), longest=self._model.longest)
            self._known.update(zip(new, vectors, strict=True))
            self.encoded += len(new)
        return [_Row(head.day, head.record, head.level, key, self._known[key])
                for key, (head, _) in zip(keys, read_, strict=True)]

    def _table(self, rows: Sequence[_Row], *, unread: int) -> Table:
        ordered = sorted(rows, key=lambda row: (row.day, row.record))
        vectors = np.zeros((len(ordered), self._model.dim), np.float32)
        for place, row in enumerate(ordered):
            vectors[place] = row.vector
        return Table(
            vectors, np.array([row.day for row in ordered], np.int32),
            np.array([row.level for row in ordered], np.int8),
            np.array([row.text for row in ordered], np.uint64), [row.record for row in ordered],
            self._model.name, self._model.fingerprint, self._generation, unread)


def work_texts(store: Store, works: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Record id to what its unit says of the work in words, as people's decisions leave it;
    ``works`` are (record id, unit key)."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for record, unit in works:
        wanted[unit].add(record)
    decisions: dict[str, list[Decision]] = defaultdict(list)
    for decision in store.decisions_on(wanted):
        for key in decision.units:
            decisions[key].append(decision)
    found = {}
    for key, read_unit in store.units(wanted).items():
        item = effective(read_unit, decisions.get(key, ()))
        for named in item.records:
            if named.id in wanted[key]:
                found[named.id] = "\n".join(filter(None, texts(item, named)))
    return found


def _pages(heads: Sequence[_Head]) -> Iterator[list[_Head]]:
    rest = iter(heads)
    while page := list(islice(rest, _PAGE)):
        yield page
