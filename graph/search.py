"""The one scorer of works for all stores: BM25 over memory-mapped postings, exact before any day.

Works lie in the order of their public day, so that every statistic before a day (document
frequency, number of works, average length) is a count over a prefix: a work dated later changes
no score. What was written since the base was built is a small second segment; what was removed is
subtracted. Scores do not depend on how works are split between the two.
"""

from __future__ import annotations

import math
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from graph.bm25 import Asked, OwnerTable, Profile, work_scores
from graph.families import counting
from graph.model import WorkRow
from graph.postings import FAMILY, UNDATED, Ints, Segment, build_segment, read, save

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

    ``days`` are ordinals or None, ``owners`` entity ids with shares that sum to 1, ``families``
    the keys of patent families or ''. ``undated`` counts the works that a question before a day
    leaves out because they have no date.
    """

    records: list[str]
    entities: list[str]
    days: list[int | None]
    scores: list[float]
    owners: list[tuple[tuple[str, float], ...]]
    undated: int = 0
    most: float = 0.0
    """What no work can exceed for this query: every term as often as it can count."""
    families: Sequence[str] = ()
    meant: Sequence[float] = ()
    """Where meaning has a part in the scores: which part of each, 0 to 1."""
    cosines: Sequence[float] = ()
    """And how near each is in meaning."""

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
        self._asked: tuple[object, Asked] | None = None
        self._counting: tuple[int, list[npt.NDArray[np.bool_] | None]] | None = None

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
            foreign = not self._segments or self._base_generation > generation
            if foreign or not self._take_changes(generation):
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
            kept = read(self._folder)
            if kept and kept[2] == generation:  # mapped, so that processes share it
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

    def latest_day(self, before: int | None = None) -> int | None:
        """The latest public day of a work (before a day), from which recency runs when no day is
        given."""
        days = [
            int(day[-1]) for segment, alive in self._parts()
            if len(day := _dated(segment, alive, before))
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
        self, query: Mapping[str, float], *, before: int | None = None,
        since: int | None = None, limit: int = 1000, worth: Mapping[str, float] | None = None,
        also: Sequence[str] = (),
    ) -> Hits:
        """Score works by weighted terms, counting only what was public before a day.

        With ``since`` only works from that day on are found; frequencies stay those before.
        ``worth`` says what works that have a term count beside others: at most 1. ``also`` are
        works to give in any case, with the score that they have.
        """
        with self._guard:
            self.refresh()
            asked = self._ask(query, before)
            found = []
            for place, (segment, alive) in enumerate(self._parts()):
                scores = work_scores(segment, asked, place, segment.until(before))
                if alive is not None:
                    scores[~alive[: len(scores)]] = 0.0
                for term, share in (worth or {}).items():
                    scores[segment.postings(term, len(scores))[0]] *= share
                if since is not None:
                    scores[: segment.until(since)] = scores[segment.until(UNDATED) :] = 0.0
                best = np.flatnonzero(scores > 0)
                if len(best) > limit:
                    cut = np.partition(scores[best], -limit)[-limit]
                    best = best[scores[best] >= cut]
                best = _with(best, also, segment, alive, since, len(scores))
                found += self._found(segment, best, scores[best])
            found.sort(key=lambda hit: hit[:2])
            undated = 0 if before is None else len(self) - self.statistics(UNDATED)[0]
            del found[limit + len(also) :]
            scored, records, entities, days, owners, families = map(
                list, zip(*found, strict=True)) if found else ([], [], [], [], [], [])
            return Hits(records, entities, days, [-score for score in scored], owners, undated,
                        asked.most, families)

    def _found(
        self, segment: Segment, places: npt.NDArray[np.int64], scores: Floats
    ) -> list[tuple[float, str, str, int | None, tuple[tuple[str, float], ...], str]]:
        """(score below zero, record, entity, day, owners, family) of works of a segment."""
        ids, all_owners, all_shares = self._ids, segment.owner, segment.owner_share
        columns = (places, scores, segment.entity[places], segment.day[places],
                   segment.owner_start[places], segment.owner_start[places + 1],
                   segment.family[places])
        return [
            (
                -score, segment.records[place], ids[entity], None if day == UNDATED else day,
                tuple((ids[o], s) for o, s in zip(
                    all_owners[low:high].tolist(), all_shares[low:high].tolist(), strict=True)),
                "" if family < 0 else ids[family].removeprefix(FAMILY),
            )
            for place, score, entity, day, low, high, family in zip(
                *(column.tolist() for column in columns), strict=True)
        ]

    def profiles(
        self, query: Mapping[str, float], owners: Sequence[str], *, before: int | None = None,
        since: int | None = None,
    ) -> dict[str, Profile]:
        """Score owners by all their works before a day (from ``since`` on) as one text.

        A shared work counts by share, a family of patents by its first. The same BM25 and the same
        weights of terms as for works; the length of a text is measured against the average
        owner's. Owners without a work are left out.
        """
        with self._guard:
            self.refresh()
            asked = self._ask(query, before)
            wanted = np.full(len(self._ids), -1, np.int64)
            for i, owner in enumerate(owners):
                if owner in self._names:
                    wanted[self._names[owner]] = i
            table = OwnerTable(len(owners), len(asked.terms))
            everyone = np.zeros(len(self._ids), np.bool_)
            words = 0.0
            counts = self._counts()
            for place, (segment, alive) in enumerate(self._parts()):
                end = segment.until(before)
                if since is not None:
                    late = (segment.day >= since) & (segment.day != UNDATED)
                    alive = late if alive is None else alive & late
                words += table.add(
                    segment, asked, place, end, alive, counts[place], wanted, everyone)
            average = words / max(int(everyone.sum()), 1)
            scores = table.scores(asked, average)
            return {
                owner: Profile(float(scores[i]), int(table.works[i]), table.latest(i))
                for i, owner in enumerate(owners) if table.works[i]
            }

    def _counts(self) -> list[npt.NDArray[np.bool_] | None]:
        """Which works count, as `graph.families` has it, for the present generation."""
        if self._counting is None or self._counting[0] != self._generation:
            self._counting = self._generation, counting(list(self._parts()))
        return self._counting[1]

    def telling(
        self, query: Mapping[str, float], *, before: int | None = None
    ) -> dict[str, float]:
        """How telling each term of a query is before a day: its weight times its idf.

        A term that no work has tells most.
        """
        with self._guard:
            self.refresh()
            return self._ask(query, before).telling

    def _ask(self, query: Mapping[str, float], before: int | None) -> Asked:
        """A query's terms in a fixed order, each with its weight times its idf before the day.

        The last one is kept: works and owners are asked the same in a row.
        """
        key = (self._generation, before, tuple(sorted(query.items())))
        if self._asked and self._asked[0] == key:
            return self._asked[1]
        number, average = self.statistics(before)
        parts = [(segment, alive, segment.until(before)) for segment, alive in self._parts()]
        asked = Asked([], [], [], average, {})
        for term, weight in key[2]:
            frequency, lists = 0, []
            for segment, alive, end in parts:
                works, counts = segment.postings(term, end)
                frequency += len(works) if alive is None else int(alive[works].sum())
                lists.append((works, counts))
            told = weight * math.log(1 + (number - frequency + 0.5) / (frequency + 0.5))
            asked.telling[term] = told
            if frequency:
                asked.terms.append(term)
                asked.weights.append(told)
                asked.lists.append(lists)
        self._asked = key, asked
        return asked


def _with(
    best: npt.NDArray[np.int64], also: Sequence[str], segment: Segment,
    alive: npt.NDArray[np.bool_] | None, since: int | None, end: int,
) -> npt.NDArray[np.int64]:
    """Places with those of further records that lie before ``end`` and may be found."""
    if not also:
        return best
    places = segment.places
    more = (place for record in also if (place := places.get(record)) is not None and place < end)
    kept = [p for p in more if (alive is None or alive[p])
            and (since is None or since <= segment.day[p] < UNDATED)]
    return np.union1d(best, np.array(kept, np.int64))


def _dated(segment: Segment, alive: npt.NDArray[np.bool_] | None, before: int | None) -> Ints:
    end = segment.until(UNDATED if before is None else before)
    days: Ints = segment.day[:end]
    return days if alive is None else days[alive[:end]]
