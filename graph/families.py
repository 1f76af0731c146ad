"""Works that are one invention count once for each owner: the one that was public first counts.

One invention are the records of one entity (a patent that stands in two registers) and the works
of one patent family. What was public later changes nothing of what counted before a day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graph.postings import Segment

Bools = npt.NDArray[np.bool_]
_Numbers = npt.NDArray[np.int64]


def counting(parts: Sequence[tuple[Segment, Bools | None]]) -> list[Bools | None]:
    """For each segment, which of its owners' works count; None where all do.

    A segment is given with its works that are still there (None: all). Repeated are works whose
    entity or whose family an earlier work of that owner has, by day and then by record.
    """
    if not _repeats(parts):
        return [None] * len(parts)
    rank = _ranks(parts)
    pairs = [np.repeat(np.arange(len(segment)), np.diff(segment.owner_start))
             for segment, _ in parts]
    owner, entity, family = (
        np.concatenate([np.asarray(column, np.int64) for column in columns])
        for columns in (
            [segment.owner for segment, _ in parts],
            [segment.entity[work] for (segment, _), work in zip(parts, pairs, strict=True)],
            [segment.family[work] for (segment, _), work in zip(parts, pairs, strict=True)],
        )
    )
    there = np.concatenate([
        np.ones(len(work), np.bool_) if alive is None else alive[work]
        for (_, alive), work in zip(parts, pairs, strict=True)
    ])
    order = np.argsort(
        np.concatenate([at[work] for at, work in zip(rank, pairs, strict=True)]), kind="stable")
    order = order[there[order]]
    counts = np.zeros(len(owner), np.bool_)
    first = _first(owner[order], entity[order])
    counts[order] = first & (_first(owner[order], family[order]) | (family[order] < 0))
    return list(np.split(counts, np.cumsum([len(work) for work in pairs])[:-1]))


def _repeats(parts: Sequence[tuple[Segment, Bools | None]]) -> bool:
    """Is there a family, or an entity of several works?"""
    if any(bool((segment.family >= 0).any()) for segment, _ in parts):
        return True
    entity = np.concatenate([
        segment.entity if alive is None else segment.entity[alive] for segment, alive in parts])
    return len(np.unique(entity)) < len(entity)


def _ranks(parts: Sequence[tuple[Segment, Bools | None]]) -> list[_Numbers]:
    """The place of each segment's works in the order of day and record; there are one or two."""
    base = parts[0][0]
    if len(parts) == 1:
        return [np.arange(len(base))]
    delta = parts[1][0]
    spans = (np.searchsorted(base.day, delta.day, side).tolist() for side in ("left", "right"))
    at = np.array([bisect_left(base.records, record, low, high)
                   for record, low, high in zip(delta.records, *spans, strict=True)], np.int64)
    places = np.arange(len(base))
    return [places + np.searchsorted(at, places, "right"), at + np.arange(len(delta))]


def _first(owner: _Numbers, thing: _Numbers) -> Bools:
    """Where each pair of owner and thing stands first."""
    first = np.zeros(len(owner), np.bool_)
    span = int(thing.max(initial=0)) + 2
    first[np.unique(owner * span + thing, return_index=True)[1]] = True
    return first
