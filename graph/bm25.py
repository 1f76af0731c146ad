"""BM25 of works, and of owners by all their works taken together.

Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework", with k1 = 1.2, b = 0.75 and
idf = ln(1 + (N - n + 0.5) / (n + 0.5)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.postings import UNDATED, Ints, Segment

K1, B = 1.2, 0.75
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Profile:
    """An owner's works taken together: their score, their number, the day of the latest."""

    score: float
    works: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the index sees it before a day: for each known term its weight and postings."""

    terms: list[str]
    weights: list[float]
    lists: list[list[tuple[Ints, Ints]]]
    """For each term, (works, frequencies) in each segment."""
    average: float
    telling: dict[str, float]
    """Of every term asked, known or not, its weight times its idf."""

    @property
    def most(self) -> float:
        """What no work can exceed."""
        return (K1 + 1) * sum(self.telling.values())


def work_scores(segment: Segment, asked: Asked, place: int, end: int) -> Floats:
    """BM25 of the first ``end`` works of a segment, the ``place``-th of the index."""
    scores = np.zeros(end)
    if not end or not asked.average:
        return scores
    norm = K1 * (1 - B + B * segment.length[:end] / asked.average)
    for weight, lists in zip(asked.weights, asked.lists, strict=True):
        works, tf = lists[place]  # a work stands once in a list
        scores[works] += weight * (K1 + 1) * (tf / (tf + norm[works]))
    return scores


class OwnerTable:
    """How often owners use the terms of a query, gathered segment by segment."""

    def __init__(self, owners: int, terms: int) -> None:
        self.counts = np.zeros((terms, owners))
        self.length = np.zeros(owners)
        self.works = np.zeros(owners, np.int64)
        self.last = np.zeros(owners, np.int64)

    def add(
        self, segment: Segment, asked: Asked, place: int, end: int,
        alive: npt.NDArray[np.bool_] | None, counts: npt.NDArray[np.bool_] | None,
        wanted: npt.NDArray[np.int64], everyone: npt.NDArray[np.bool_],
    ) -> float:
        """Count a segment's works before ``end``; how many words have an owner.

        ``counts`` says of each owner's work whether it counts (`graph.families`), ``wanted`` gives
        an owner's place in the table or -1; ``everyone`` marks owners met.
        """
        start, last = segment.owner_start[: end + 1], int(segment.owner_start[end])
        work = np.repeat(np.arange(end), np.diff(start))
        owner, share = segment.owner[:last], segment.owner_share[:last]
        kept = np.ones(last, np.bool_) if alive is None else alive[work]
        known = kept & (wanted[owner] >= 0) & (segment.day[work] != UNDATED)
        np.maximum.at(self.last, wanted[owner[known]], segment.day[work[known]])
        if counts is not None:
            kept &= counts[:last]
        if not kept.all():
            work, owner, share = work[kept], owner[kept], share[kept]
        everyone[owner] = True
        words = float((segment.length[work] * share).sum())
        row = wanted[owner]
        kept = row >= 0
        work, row, share = work[kept], row[kept], share[kept]
        size = len(self.length)
        self.length += np.bincount(row, segment.length[work] * share, size)
        self.works += np.bincount(row, minlength=size)
        self._count(asked, place, end, work, row, share)
        return words

    def _count(
        self, asked: Asked, place: int, end: int, work: npt.NDArray[np.int64],
        row: npt.NDArray[np.int64], share: Floats,
    ) -> None:
        """Add each term's frequencies; ``work`` is ascending, with a row for each owner of it.

        Layer by layer: the first owner of every work, the second of those that have one, ...
        """
        nth = np.arange(len(work)) - np.searchsorted(work, work)
        size = len(self.length)
        for layer in range(int(nth.max(initial=-1)) + 1):
            here = nth == layer
            owner = np.full(end, size)  # one row too many gathers what nobody here owns
            owner[work[here]] = row[here]
            part = np.zeros(end)
            part[work[here]] = share[here]
            whole = bool((share[here] == 1.0).all())
            for t, lists in enumerate(asked.lists):
                works, tf = lists[place]
                if layer:
                    kept = owner[works] < size
                    works, tf = works[kept], tf[kept]
                if len(works):
                    counted = tf if whole else tf * part[works]
                    self.counts[t] += np.bincount(owner[works], counted, size + 1)[:size]

    def latest(self, owner: int) -> int | None:
        """The day of an owner's latest dated work."""
        return int(self.last[owner]) or None

    def scores(self, asked: Asked, average: float) -> Floats:
        """BM25 of the owners."""
        if not len(asked.terms) or not average:
            return np.zeros(len(self.length))
        norm = K1 * (1 - B + B * self.length / average)
        parts: Floats = np.array(asked.weights) @ (self.counts / (self.counts + norm))
        return parts * (K1 + 1)
