"""Paths in the graph that lead from the asker, or from what was asked about, to a candidate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.dates import last_day
from graph.lookup import other_end
from graph.matching.reader import Reader
from graph.matching.results import Candidate, Need, Path, Step
from graph.model import Edge, Entity
from graph.schema import ORGANISATIONS, OWNING, WORKS

SHOWN = 3
_BETWEEN = ("COLLABORATES_WITH", "MET", "PART_OF", "RUNS", "MEMBER_OF", "LICENSES", "FUNDED",
            "IMPLEMENTS", "WORKS_FOR", *OWNING)
_MIDDLE = (*WORKS, *ORGANISATIONS, "Programme", "Policy", "Person")
"""A path leads over these; over a region or an industry everything is linked with everything."""
_MOST_MIDDLES = 500


def paths(
    reader: Reader, need: Need, candidates: Sequence[Candidate]
) -> dict[str, tuple[Path, ...]]:
    """Candidate to its shortest paths: an edge, or two over a work, a platform, a programme, a
    policy, an organisation or a person. Direct ones first, then the latest.

    They start at the asker; without one at the organisation asked about, or at the holders of the
    problem. Only edges before the day count.
    """
    starts = _starts(reader, need)
    wanted = {c.id for c in candidates} - starts.keys()
    if not starts or not wanted:
        return {}
    first = reader.edges(sorted(starts), _BETWEEN)
    found: dict[str, list[tuple[Edge, ...]]] = defaultdict(list)
    before: dict[str, list[Edge]] = defaultdict(list)
    for edge in sorted(first, key=_age):
        for start in {edge.start, edge.end} & starts.keys():
            other = other_end(edge, start)
            if other in wanted:
                found[other].append((*starts[start], edge))
            elif other not in starts and len(before) < _MOST_MIDDLES:
                before[other].append(edge)
    middles = {e.id for e in reader.entities(sorted(before)).values() if e.kind in _MIDDLE}
    for edge in sorted(reader.edges(sorted(middles), _BETWEEN), key=_age):
        for middle in {edge.start, edge.end} & middles:
            if (other := other_end(edge, middle)) in wanted:
                one = before[middle][0]
                lead = starts[one.start if one.start in starts else one.end]
                found[other].append((*lead, one, edge))
    return _told(reader, found)


def _starts(reader: Reader, need: Need) -> dict[str, tuple[Edge, ...]]:
    """Where paths start, each with the edges that lead there."""
    if need.asker:
        return {reader.lookup.entity(need.asker, kinds=ORGANISATIONS).id: ()}
    about = need.about
    if about is None:
        return {}
    if about.kind in ORGANISATIONS:
        return {about.id: ()}
    if about.kind != "Problem":
        return {}
    return {edge.start: (edge,) for edge in reader.edges([about.id], ("HAS_PROBLEM",))}


def _age(edge: Edge) -> tuple[int, tuple[str, str, str, str]]:
    """The latest first, ties by key."""
    return (-last_day(edge.last) if edge.last else 0, edge.key)


def _told(
    reader: Reader, found: Mapping[str, list[tuple[Edge, ...]]]
) -> dict[str, tuple[Path, ...]]:
    """The first paths of each candidate, in words; a thing between is passed once."""
    chosen: dict[str, list[tuple[Edge, ...]]] = {}
    for id_, some in found.items():
        unique: dict[tuple[str, ...], tuple[Edge, ...]] = {}
        for path in sorted(some, key=len):
            unique.setdefault(tuple(sorted({end for e in path for end in (e.start, e.end)})), path)
        chosen[id_] = list(unique.values())[:SHOWN]
    ends = {end for some in chosen.values() for path in some for e in path
            for end in (e.start, e.end)}
    names = reader.entities(sorted(ends))
    return {
        id_: tuple(_steps(path, names) for path in some if _visible(path, names))
        for id_, some in chosen.items()
    }


def _visible(path: Iterable[Edge], names: Mapping[str, Entity]) -> bool:
    return all(e.start in names and e.end in names for e in path)


def _steps(path: Iterable[Edge], names: Mapping[str, Entity]) -> Path:
    steps = []
    for edge in path:
        latest = max(edge.supports, key=lambda s: (s.date or "", s.unit))
        steps.append(Step(edge.start, names[edge.start].name, edge.kind, edge.end,
                          names[edge.end].name, latest.unit, latest.date))
    return tuple(steps)
