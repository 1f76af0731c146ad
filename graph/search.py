"""The one scorer of works for all stores: BM25 over memory-mapped postings, exact before any day.

Works lie in the order of their public day, so that every statistic before a day (document
frequency, number of works, average length) is a count over a prefix: a work dated later changes
no score. What was written since the base was built is a small second segment; what was removed is
subtracted. Scores do not depend on how works are split between the two.

BM25: Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework", with k1 = 1.2, b = 0.75
and idf = ln(1 + (N - n + 0.5) / (n + 0.5)).
"""

from __future__ import annotations

import math
import shutil
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from graph.model import WorkRow
from graph.postings import UNDATED, Ints, Segment, build_segment, read, save

K1, B = 1.2, 0.75
_DELTA_SHARE = 0.2
_DELTA_LEAST = 5000
_WORTH_KEEPING = 2000
Floats = npt.NDArray[np.float64]


class WorkSource(Protocol):
    """What the scorer needs of a store."""

    def generation(self) -> int:
        """The store's present generation."""

    def works_since(self, generation: int) -> Iterator[WorkRow]:
        """Works written after a generation."""

    def works_removed_since(self, generation: int) -> Iterator[tuple[str, int]]:
        """Works removed after a generation."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The best-scored works, best first, ties by record id; parallel sequences.

    ``days`` are ordinals or None, ``owners`` entity ids with shares that sum to 1. ``undated``
    counts the works that a question before a day leaves out because they have no date.
    """

    records: list[str]
    entities: list[str]
    days: list[int | None]
    scores: list[float]
    owners: list[tuple[tuple[str, float], ...]]
    undated: int = 0

    def __len__(self) -> int:
        return len(self.records)


class WorkIndex:
    """A store's works ready to be scored. Get one by `open`; `search` brings it up to date."""

    def __init__(self, source: WorkSource, folder: Path, level: int) -> None:
        self._source = source
        self._folder = folder
        self._level = level
        self._guard = threading.RLock()
        self._generation = -1
        self._base_generation = -1
        self._segments: list[Segment] = []
        self._alive: npt.NDArray[np.bool_] | None = None
        self._names: dict[str, int] = {}
        self._ids: list[str] = []

    @classmethod
    def open(cls, source: WorkSource, folder: Path, *, level: int = 2) -> WorkIndex:
        """The index kept in a folder, built there at need; several processes may share it."""
        index = cls(source, folder, level)
        if kept := read(folder):
            base, index._names, index._base_generation = kept
            index._segments = [base]
        index.refresh()
        return index

    def discard(self) -> None:
        """Remove the folder and start anew from the store: nothing forgotten stays in it."""
        with self._guard:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._generation = self._base_generation = -1
            self._segments, self._names = [], {}
            self.refresh()

    def refresh(self) -> None:
        """Take in what the store wrote and removed since; cheap when nothing changed."""
        with self._guard:
            generation = self._source.generation()
            if generation == self._generation:
                return
            if not self._segments or self._base_generation > generation:
                self._build(generation)
            elif not self._take_changes(generation):
                self._build(generation)
            self._ids = list(self._names)
            self._generation = generation

    def _visible(self, since: int) -> Iterator[WorkRow]:
        return (work for work in self._source.works_since(since) if work.level <= self._level)

    def _build(self, generation: int) -> None:
        self._names = {}
        base = build_segment(self._visible(-1), self._names)
        if len(base) >= _WORTH_KEEPING:
            save(base, self._names, generation, self._folder)
            if kept := read(self._folder):  # mapped, so that processes share it
                base, self._names, _ = kept
        self._segments, self._alive = [base], None
        self._base_generation = generation

    def _take_changes(self, generation: int) -> bool:
        """Make the second segment; False when the changes are so many that a new base pays."""
        base = self._segments[0]
        most = max(_DELTA_LEAST, int(len(base) * _DELTA_SHARE))
        changed: list[WorkRow] = []
        touched: set[str] = set()
        for work in self._source.works_since(self._base_generation):
            touched.add(work.record)
            if work.level <= self._level:
                changed.append(work)
            if len(touched) > most:
                return False
        touched.update(r for r, _ in self._source.works_removed_since(self._base_generation))
        alive = np.array([record not in touched for record in base.records], np.bool_)
        self._alive = None if bool(alive.all()) else alive
        delta = build_segment(changed, self._names)
        self._segments = [base, delta] if len(delta) else [base]
        return True

    def latest_day(self) -> int | None:
        """The latest public day of a work, from which recency runs when no day is given."""
        days = [
            int(day[-1]) for segment, alive in self._parts()
            if len(day := _dated(segment, alive))
        ]
        return max(days, default=None)

    def _parts(self) -> Iterator[tuple[Segment, npt.NDArray[np.bool_] | None]]:
        for i, segment in enumerate(self._segments):
            yield segment, self._alive if i == 0 else None

    def __len__(self) -> int:
        return sum(len(s) if alive is None else int(alive.sum()) for s, alive in self._parts())

    def statistics(self, before: int | None) -> tuple[int, float]:
        """(number of works, their average length) before a day."""
        number, words = 0, 0
        for segment, alive in self._parts():
            end = segment.until(before)
            if alive is None:
                number += end
                words += int(segment.length_sum[end])
            else:
                number += int(alive[:end].sum())
                words += int(segment.length[:end][alive[:end]].sum())
        return number, (words / number if number else 0.0)

    def search(
        self, query: Mapping[str, float], *, before: int | None = None, limit: int = 2000
    ) -> Hits:
        """Score works by weighted terms, counting only what was public before a day."""
        with self._guard:
            self.refresh()
            number, average = self.statistics(before)
            found = []
            weights = self._weights(query, number, before)
            for segment, alive in self._parts():
                scores = _score(segment, weights, segment.until(before), average, alive)
                best = np.flatnonzero(scores > 0)
                if len(best) > limit:
                    cut = np.partition(scores[best], -limit)[-limit]
                    best = best[scores[best] >= cut]
                found += [(-float(scores[i]), segment.records[i], segment, i)
                          for i in best.tolist()]
            found.sort(key=lambda hit: hit[:2])
            undated = 0 if before is None else len(self) - self.statistics(UNDATED)[0]
            return self._hits(found[:limit], undated)

    def _weights(
        self, query: Mapping[str, float], number: int, before: int | None
    ) -> list[tuple[str, float]]:
        """Each term's query weight times its idf before the day, in a fixed order."""
        weights = []
        for term in sorted(query):
            frequency = 0
            for segment, alive in self._parts():
                works, _ = segment.postings(term, segment.until(before))
                frequency += len(works) if alive is None else int(alive[works].sum())
            if frequency:
                idf = math.log(1 + (number - frequency + 0.5) / (frequency + 0.5))
                weights.append((term, query[term] * idf))
        return weights

    def _hits(self, found: list[tuple[float, str, Segment, int]], undated: int) -> Hits:
        hits = Hits([], [], [], [], [], undated)
        for score, record, segment, place in found:
            low, high = int(segment.owner_start[place]), int(segment.owner_start[place + 1])
            day = int(segment.day[place])
            hits.records.append(record)
            hits.entities.append(self._ids[segment.entity[place]])
            hits.days.append(None if day == UNDATED else day)
            hits.scores.append(-score)
            hits.owners.append(tuple(
                (self._ids[segment.owner[i]], float(segment.owner_share[i]))
                for i in range(low, high)))
        return hits

    def sizes(self, before: int | None = None) -> dict[str, int]:
        """Owner entity to how many works it has a share in before a day."""
        with self._guard:
            self.refresh()
            counts: dict[str, int] = {}
            for segment, alive in self._parts():
                end = segment.until(before)
                owned = segment.owner[: segment.owner_start[end]]
                if alive is not None:
                    per_work = np.diff(segment.owner_start[: end + 1])
                    owned = owned[np.repeat(alive[:end], per_work)]
                numbers, times = np.unique(owned, return_counts=True)
                for number, count in zip(numbers.tolist(), times.tolist(), strict=True):
                    counts[self._ids[number]] = counts.get(self._ids[number], 0) + count
            return counts


def _dated(segment: Segment, alive: npt.NDArray[np.bool_] | None) -> Ints:
    end = segment.until(UNDATED)
    days: Ints = segment.day[:end]
    return days if alive is None else days[alive[:end]]


def _score(
    segment: Segment, weights: list[tuple[str, float]], end: int, average: float,
    alive: npt.NDArray[np.bool_] | None,
) -> Floats:
    """BM25 of the first ``end`` works of a segment."""
    parts = [(weight, *segment.postings(term, end)) for term, weight in weights]
    parts = [part for part in parts if len(part[1])]
    if not parts:
        return np.zeros(end)
    works = np.concatenate([part[1] for part in parts])
    tf = np.concatenate([part[2] for part in parts]).astype(np.float64)
    weight = np.repeat([part[0] for part in parts], [len(part[1]) for part in parts])
    norm = K1 * (1 - B + B * segment.length[:end] / average)
    scores = np.bincount(works, weight * tf * (K1 + 1) / (tf + norm[works]), minlength=end)
    if alive is not None:
        scores[~alive[:end]] = 0.0
    return scores
