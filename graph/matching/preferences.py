"""Wishes that change the order of candidates, and say so: small organisations, many parents."""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.matching.reader import Reader
from graph.matching.results import Part
from graph.model import Entity

if TYPE_CHECKING:
    from graph.matching.rank import Scored

SMALL = 0.25
_PARENTS = ("Enterprise", "Institute", "Agency")
_BATCH = 20
_HIGHEST = 8
"""Parents of parents looked up at most."""
Pair = tuple["Scored", Entity]


def small_first(scored: Scored) -> Scored:
    """Small organisations are preferred: one of a single work gains a quarter of its score, one of
    ten works an eighth, one of a hundred a twelfth."""
    works = max(scored.known.profile.works if scored.known.profile else 0, 1)
    value = round(SMALL * scored.score / (1 + math.log10(works)), 6)
    part = Part("small_first", "small organisation", value)
    return replace(scored, score=round(scored.score + value, 6), told=(*scored.parts, part))


def spread(reader: Reader, pairs: Iterable[Pair], most: int | None) -> Iterator[Pair]:
    """At most so many candidates of one parent, each parent with its parts; those beyond stand
    after all others, in their order."""
    if most is None:
        yield from pairs
        return
    seen: Counter[str] = Counter()
    after: list[Pair] = []
    for pair, parent in _with_parents(reader, pairs):
        seen[parent] += 1
        if seen[parent] > most:
            after.append(pair)
        else:
            yield pair
    yield from after


def _with_parents(reader: Reader, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, str]]:
    """Each with its highest parent, looked up some at a time."""
    queue: deque[Pair] = deque()
    for pair in pairs:
        queue.append(pair)
        if len(queue) == _BATCH:
            yield from _told(reader, queue)
    yield from _told(reader, queue)


def _told(reader: Reader, queue: deque[Pair]) -> Iterator[tuple[Pair, str]]:
    top = parents(reader, [entity.id for _, entity in queue])
    while queue:
        pair = queue.popleft()
        yield pair, top[pair[1].id]


def parents(reader: Reader, ids: Iterable[str]) -> dict[str, str]:
    """Each organisation with its highest parent, itself where it has none; without a date.

    Of several parents the first by id counts.
    """
    everywhen = Reader(reader.graph)
    top = {id_: id_ for id_ in ids}
    for _ in range(_HIGHEST):
        edge = set(top.values())
        found: dict[str, list[str]] = {}
        for e in everywhen.edges(sorted(edge), ("PART_OF",)):
            if e.start in edge:
                found.setdefault(e.start, []).append(e.end)
        ends = everywhen.entities(sorted({end for some in found.values() for end in some}))
        above = {start: min(known) for start, some in found.items()
                 if (known := [e for e in some if e in ends and ends[e].kind in _PARENTS])}
        if not above:
            break
        top = {id_: above.get(parent, parent) for id_, parent in top.items()}
    return top
