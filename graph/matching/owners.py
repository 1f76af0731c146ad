"""From works to their owners: each work and each patent family counts once, a shared one less, the
best works dominate.

On real needs this beats sums by far: a sum rewards the large, the best work alone ignores a
record of work. Recency is a half-life, from the day asked about or the latest work of the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.search import Hits

NEXT_WORK = 0.5
"""What the second-best work counts against the best, the third against the second, and so on."""
HALF_LIFE_YEARS = 10.0
SHARED = 0.25
"""The power of its share by which a shared work counts: each of its owners can do it, yet the more
share in it, the less it says of one; two equal owners have 0.84 of it each."""
UNDATED_WORTH = 0.5


@dataclass(frozen=True, slots=True)
class OwnedWork:
    """A work as it counts for one owner: its score times what its share and its day are worth."""

    entity: str
    record: str
    day: int | None
    share: float
    score: float
    own: float = 0.0
    """Its score before share and age count."""
    meant: float = 0.0
    """Which part of its score comes from its meaning, not its words: 0 to 1."""
    cosine: float = 0.0
    """How near it is in meaning, where vectors were built."""
    members: tuple[str, ...] = ()
    """Entities of further works of its patent family that the need found, the best first."""


def recency(day: int | None, anchor: int | None) -> float:
    """What a work of that day is worth on the anchor's day: a half every 10 years.

    An undated work counts half; nothing counts more than whole.
    """
    if day is None or anchor is None:
        return UNDATED_WORTH
    return float(min(1.0, 0.5 ** ((anchor - day) / 365.25 / HALF_LIFE_YEARS)))


def owned_works(hits: Hits, anchor: int | None) -> dict[str, list[OwnedWork]]:
    """Owner to its scored works, best first, ties by id; the records of a work, and the works of a
    patent family, count once, by the best."""
    best: dict[tuple[str, str], OwnedWork] = {}
    family_of = {e: f for e, f in zip(hits.entities, hits.families, strict=False) if f}
    members: dict[str, dict[str, None]] = {}
    nothing = [0.0] * len(hits)
    meant, cosines = hits.meant or nothing, hits.cosines or nothing
    for i, score in enumerate(hits.scores):
        entity, day = hits.entities[i], hits.days[i]
        family = family_of.get(entity, entity)
        members.setdefault(family, {})[entity] = None
        worth = score * recency(day, anchor)
        for owner, share in hits.owners[i]:
            known = best.get((owner, family))
            counted = worth * share**SHARED
            if known is None or counted > known.score:
                best[owner, family] = OwnedWork(
                    entity, hits.records[i], day, share, counted, score, meant[i], cosines[i])
    found: dict[str, list[OwnedWork]] = {}
    for (owner, family), work in best.items():
        others = tuple(member for member in members[family] if member != work.entity)
        found.setdefault(owner, []).append(replace(work, members=others) if others else work)
    for works in found.values():
        works.sort(key=lambda w: (-w.score, w.record))
    return found


def decayed_sum(works: Sequence[OwnedWork], *, meant: bool | None = None) -> float:
    """The best work whole, each further one at half the weight of the one before.

    ``meant`` takes of each score only what comes from meaning, or only what does not.
    """
    return sum(
        work.score * NEXT_WORK**place
        * (1.0 if meant is None else work.meant if meant else 1.0 - work.meant)
        for place, work in enumerate(works))
