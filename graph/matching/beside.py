"""What stands beside candidates and their evidence: people, cautions, paths, distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.matching.cautions import cautions
from graph.matching.nearness import nearness
from graph.matching.paths import paths
from graph.matching.people import contacts, people_behind
from graph.matching.reader import Reader
from graph.matching.results import Candidate, Need


def beside(
    reader: Reader, need: Need, candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """The candidates with the people behind their works and the register's contacts, with reasons
    for care, and with the paths that lead to them from the asker or what was asked about."""
    if not candidates:
        return ()
    behind = people_behind(reader, candidates)
    contact = contacts(reader, [c.id for c in candidates])
    care = cautions(reader, candidates, behind)
    ways = paths(reader, need, candidates)
    near = nearness(reader, need.near, need.within_km) if need.within_km is not None else None
    return tuple(
        replace(
            c, people=(*behind.told(c), *contact.get(c.id, ())), cautions=care.get(c.id, ()),
            paths=ways.get(c.id, ()), distance=near.distance(c.entity) if near else None)
        for c in candidates
    )
