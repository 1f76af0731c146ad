"""Industries in which a patent's technology, or an organisation's, is of use, by concordance."""

from __future__ import annotations

from dataclasses import dataclass

from graph.classified import industries
from graph.language.taxonomy import WIPO
from graph.matching.reader import Reader
from graph.model import Entity


@dataclass(frozen=True, slots=True)
class Use:
    """An industry of the graph with its part by a concordance table, and the codes behind it."""

    industry: Entity
    share: float
    table: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """Industries by id, and the classes that lead to no industry of the graph."""

    found: dict[str, Use]
    unknown: tuple[str, ...]


def industries_of_use(reader: Reader, entity: Entity) -> Uses:
    """The graph's industries of use of a patent or organisation, by its patents' codes.

    A class counts for the industries that bear its code, that are part of one that does, or whose
    name is linked to it (`qilian classify`); of several tables the largest part counts.
    """
    shares = [s for s in industries(
        reader.store, entity, level=reader.graph.level, before=reader.before).shares
        if s.basis == "technology" and s.scheme != WIPO]
    everywhen = Reader(reader.graph)
    bearers = reader.store.entities_by_identifier({f"{s.scheme}:{s.code}" for s in shares})
    found: dict[str, Use] = {}
    unknown = []
    for share in shares:
        bearer = bearers.get(f"{share.scheme}:{share.code}")
        known = _named(everywhen, bearer) if bearer else []
        for industry in known:
            if industry.id not in found or share.share > found[industry.id].share:
                found[industry.id] = Use(industry, share.share, share.table, share.codes)
        if not known:
            unknown.append(f"{share.scheme} {share.code} {share.name}".strip())
    return Uses(found, tuple(dict.fromkeys(unknown)))


def _named(reader: Reader, bearer: str) -> list[Entity]:
    """The class itself, its parts, and the industries linked with them."""
    ids, edge = {bearer}, {bearer}
    while edge:
        edges = reader.edges(sorted(edge), ("PART_OF", "CLASSIFIED_AS"))
        starts = reader.entities(sorted({e.start for e in edges if e.end in edge} - ids))
        edge = {e.id for e in starts.values() if e.kind == "Industry"}
        ids |= edge
    found = reader.entities(sorted(ids))
    return [found[id_] for id_ in sorted(found) if found[id_].kind == "Industry"]
