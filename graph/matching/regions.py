"""Which organisations lie in a region, by the region that registers name or by its parts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from graph.errors import NotFound
from graph.identity.names import normal_name
from graph.matching.reader import Reader
from graph.model import Entity


@dataclass(frozen=True, slots=True)
class Regions:
    """Regions that pass: their names, folded, and their entities with all their parts."""

    names: frozenset[str]
    ids: frozenset[str]


def allowed_regions(reader: Reader, regions: Collection[str]) -> Regions | None:
    """The regions named, with the regions that are part of them; None when none is named.

    Where a region is applies without a date. Raises `NotFound` for a region that the graph does
    not know, with the nearest names.
    """
    if not regions:
        return None
    everywhen = Reader(reader.graph)
    found: dict[str, Entity] = {}
    names = {normal_name(region) for region in regions}
    edge: list[Entity] = [r for name in regions for r in _meant(everywhen, name)]
    while edge:
        found |= {region.id: region for region in edge}
        parts = {e.start for e in everywhen.edges([r.id for r in edge], ("PART_OF",))}
        inner = everywhen.entities([p for p in sorted(parts) if p not in found])
        edge = [region for region in inner.values() if region.kind == "Region"]
    names.update(normal_name(n) for r in found.values() for n in (r.name, *r.names))
    return Regions(frozenset(names), frozenset(found))


def _meant(reader: Reader, region: str) -> list[Entity]:
    """Regions of a name: exactly it, or it followed by a word such as Province or 省."""
    found = reader.lookup.find(region, kinds=("Region",), limit=50)
    meant = [f.entity for f in found if is_called(f.entity, region)]
    narrow, _, wide = (part.strip() for part in region.partition(","))
    if not meant and narrow and wide:  # "Town, Province", as answers show a seat
        outer = {r.id for r in _meant(reader, wide)}
        meant = [r for r in _meant(reader, narrow)
                 if any(e.start == r.id and e.end in outer
                        for e in reader.edges([r.id], ("PART_OF",)))]
    if not meant:
        near = "; ".join(f.entity.name for f in found[:3])
        raise NotFound(f"no region is named {region!r}" + (f"; nearest: {near}" if near else ""))
    return meant


def is_called(region: Entity, said: str) -> bool:
    """Has a region this name, or this name and a word such as Province or 省?"""
    wanted = normal_name(said)
    return any(name == wanted or name.startswith(f"{wanted} ")
               or (not wanted.isascii() and name.startswith(wanted))
               for name in map(normal_name, (region.name, *region.names)))


def within(
    reader: Reader, entities: Iterable[Entity], regions: Regions | None
) -> list[Entity]:
    """Those whose own region, or whose seat by an edge, is one of the regions."""
    listed = list(entities)
    if regions is None:
        return listed
    inside = {e.id for e in listed if e.region and normal_name(e.region) in regions.names}
    rest = [e.id for e in listed if e.id not in inside]
    everywhen = Reader(reader.graph)
    inside |= {edge.start for edge in everywhen.edges(rest, ("LOCATED_IN",))
               if edge.end in regions.ids}
    return [e for e in listed if e.id in inside]
