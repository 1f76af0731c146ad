"""Postings of works as arrays: built, kept in a folder, and mapped into memory from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.kept import fetch, keep
from graph.language.tokens import MARK
from graph.model import WorkRow

FORMAT = 4
UNDATED = int(np.iinfo(np.int32).max)
"""Undated works lie after all dated ones and are no evidence before any day."""
Ints = npt.NDArray[np.int32]
FAMILY = "family:"
"""Before a family's key among the names, so that it is no entity's."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Works in the order of their day, with their postings in columns.

    ``length`` counts words, not the classification codes that stand among the terms.
    ``post_work[term_start[t]:term_start[t + 1]]`` are the works that have term ``t``, ascending,
    ``post_tf`` how often. ``owner_*`` are the owners of work ``w`` from ``owner_start[w]`` on;
    ``owner``, ``entity`` and ``family`` are numbers of `Names`; -1 is no family.
    """

    day: Ints
    length: Ints
    length_sum: npt.NDArray[np.int64]
    """Cumulative, with a leading 0."""
    term_start: npt.NDArray[np.int64]
    post_work: Ints
    post_tf: Ints
    owner_start: Ints
    owner: Ints
    owner_share: npt.NDArray[np.float64]
    entity: Ints
    family: Ints
    terms: dict[str, int]
    records: list[str]
    _places: dict[str, int] = field(default_factory=dict)

    @property
    def places(self) -> dict[str, int]:
        """Record to its place; made at the first look."""
        if len(self._places) < len(self.records):
            self._places.update((record, place) for place, record in enumerate(self.records))
        return self._places

    def __len__(self) -> int:
        return len(self.day)

    def until(self, before: int | None) -> int:
        """How many works lie before a day."""
        if before is None:
            return len(self)
        return int(np.searchsorted(self.day, np.int32(min(before, UNDATED))))

    def postings(self, term: str, end: int) -> tuple[Ints, Ints]:
        """(works, frequencies) of a term among the first ``end`` works."""
        at = self.terms.get(term)
        if at is None:
            return self.post_work[:0], self.post_tf[:0]
        low, high = self.term_start[at], self.term_start[at + 1]
        works = self.post_work[low:high]
        cut = int(np.searchsorted(works, np.int32(end))) if end < len(self) else len(works)
        return works[:cut], self.post_tf[low : low + cut]


_ARRAYS = ("day", "length", "length_sum", "term_start", "post_work", "post_tf", "owner_start",
           "owner", "owner_share", "entity", "family")


def build_segment(works: Iterable[WorkRow], names: dict[str, int]) -> Segment:
    """The segment of these works, in the order of day and record id; ``names`` grows."""
    terms: dict[str, int] = {}
    heads: list[tuple[int, str, int, tuple[tuple[int, float], ...], int]] = []
    held: list[tuple[Ints, Ints]] = []
    for work in works:
        words = work.tokens.split()
        ids = np.fromiter((terms.setdefault(w, len(terms)) for w in words), np.int32, len(words))
        term, count = np.unique(ids, return_counts=True)
        held.append((term, count.astype(np.int32)))
        owners = tuple((names.setdefault(o, len(names)), share) for o, share in work.owners)
        day = UNDATED if work.day is None else work.day
        entity = names.setdefault(work.entity, len(names))
        family = names.setdefault(FAMILY + work.family, len(names)) if work.family else -1
        heads.append((day, work.record, entity, owners, family))
    order = sorted(range(len(heads)), key=lambda i: heads[i][:2])
    heads = [heads[i] for i in order]
    held = [held[i] for i in order]
    term_start, post_work, post_tf = _invert(held, len(terms))
    owner_start = np.cumsum([0] + [len(head[3]) for head in heads], dtype=np.int32)
    word = np.array([not term.startswith(MARK) for term in terms], np.bool_)
    length = np.array([int(count[word[ids]].sum()) for ids, count in held], np.int32)
    return Segment(
        np.array([head[0] for head in heads], np.int32), length,
        np.concatenate(([0], np.cumsum(length, dtype=np.int64))), term_start, post_work, post_tf,
        owner_start, np.array([o for head in heads for o, _ in head[3]], np.int32),
        np.array([s for head in heads for _, s in head[3]], np.float64),
        np.array([head[2] for head in heads], np.int32),
        np.array([head[4] for head in heads], np.int32), terms, [head[1] for head in heads],
    )


def _invert(
    held: list[tuple[Ints, Ints]], terms: int
) -> tuple[npt.NDArray[np.int64], Ints, Ints]:
    """Terms of works as works of terms."""
    if not terms:
        return np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32)
    term = np.concatenate([ids for ids, _ in held])
    work = np.repeat(np.arange(len(held), dtype=np.int32), [len(ids) for ids, _ in held])
    order = np.argsort(term, kind="stable")
    start = np.searchsorted(term[order], np.arange(terms + 1))
    count = np.concatenate([counts for _, counts in held])
    return start.astype(np.int64), work[order], count[order]


def save(segment: Segment, names: dict[str, int], generation: int, folder: Path) -> None:
    """Put a segment into a folder, all of it or nothing; another process may do the same."""
    keep(folder, {name: getattr(segment, name) for name in _ARRAYS}, {
        "format": FORMAT, "generation": generation, "terms": list(segment.terms),
        "names": list(names), "records": segment.records,
    })


def read(folder: Path) -> tuple[Segment, dict[str, int], int] | None:
    """(segment, names, generation) from a folder; None when it is absent, foreign or damaged."""
    kept = fetch(folder, FORMAT)
    if kept is None:
        return None
    arrays, texts = kept
    terms = {term: i for i, term in enumerate(texts["terms"])}
    names = {name: i for i, name in enumerate(texts["names"])}
    segment = Segment(
        **arrays, terms=terms, records=texts["records"])  # type: ignore[arg-type]
    return (segment, names,
            int(texts["generation"]))
