"""How far candidates lie from a place: by coordinates that registers state, else by province.

The gazetteer has no coordinates, so none are made up: a place's are those of the organisations
that lie in it, and a candidate without coordinates passes only when it lies in the place itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from graph.errors import InvalidRequest, NotFound
from graph.language.places import Place, named, places_of
from graph.language.places import within as lies_in
from graph.matching.reader import Reader
from graph.matching.regions import Regions, allowed_regions, within
from graph.model import Entity
from graph.schema import ORGANISATIONS

Point = tuple[float, float]
"""Latitude and longitude in degrees."""
EARTH_KM = 6371.0088
_POINT = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_AROUND = ("country", "province")
_ASKED = 100


def coordinates(entity: Entity) -> Point | None:
    """Where a register says that an organisation is; None where none does."""
    try:
        point = (float(entity.properties["latitude"]), float(entity.properties["longitude"]))
    except (KeyError, ValueError):
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None


def kilometres(one: Point, other: Point) -> float:
    """The great-circle distance, by the haversine formula on a sphere."""
    (a, b), (c, d) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


@dataclass(slots=True)
class Area:
    """A region: by the graph's own regions where it knows the name, by the gazetteer's place."""

    name: str
    regions: Regions | None = None
    place: Place | None = None

    def holding(self, reader: Reader, entities: Sequence[Entity]) -> set[str]:
        """Which of the entities lie there."""
        found = {e.id for e in within(reader, entities, self.regions)} if self.regions else set()
        if self.place is not None:
            found |= {e.id for e in entities if e.id not in found and e.region
                      and any(lies_in(p, self.place) for p in named(e.region))}
        return found


@dataclass(slots=True)
class Nearness:
    """A place to count from: ``area`` is what passes without a distance, or without coordinates."""

    reader: Reader
    name: str
    km: float | None
    point: Point | None
    area: Area | None
    ends: dict[str, float] = field(default_factory=dict)

    def far(self, entities: Sequence[Entity]) -> dict[str, str]:
        """Those that lie too far away, each with the reason."""
        inside = self.area.holding(self.reader, entities) if self.area else set()
        if self.km is None:
            label = self.area.name if self.area else self.name
            return {e.id: f"it does not lie in {label}" for e in entities if e.id not in inside}
        found = {}
        for entity in entities:
            point = coordinates(entity)
            if point and self.point:
                if kilometres(point, self.point) > self.km:
                    found[entity.id] = f"more than {self.km:g} km from {self.name}"
            elif entity.id not in inside:
                found[entity.id] = (
                    f"no register states how far it is from {self.name}, and it does not lie there")
        return found

    def distance(self, entity: Entity) -> float | None:
        """Kilometres to an organisation, where both places are known."""
        point = coordinates(entity)
        return round(kilometres(point, self.point), 1) if point and self.point else None


def nearness(reader: Reader, near: str, km: float | None) -> Nearness:
    """Understand a place: coordinates, a region or town, or an organisation.

    With ``km`` its area is the place itself, else the province around it. Where a place and an
    organisation are holds without a date. Raises `NotFound` for an unknown name, `InvalidRequest`
    for coordinates without a distance or not on the globe.
    """
    everywhen = Reader(reader.graph)
    if found := _POINT.fullmatch(near):
        if km is None:
            raise InvalidRequest(f"near {near}: coordinates need a distance, say within_km")
        point = (float(found[1]), float(found[2]))
        if abs(point[0]) > 90 or abs(point[1]) > 180:
            raise InvalidRequest(f"near {near}: a latitude is -90 to 90, a longitude -180 to 180")
        return Nearness(everywhen, near.strip(), km, point, None)
    if area := _area(everywhen, near):
        point_of = _middle(everywhen, near, area) if km is not None else None
        return Nearness(everywhen, near, km, point_of,
                        area if km is not None else _around(everywhen, area))
    try:
        entity = everywhen.lookup.entity(near, kinds=ORGANISATIONS)
    except NotFound as err:
        raise NotFound(f"no place or organisation is named {near!r}") from err
    seat = _area(everywhen, entity.region) if entity.region else None
    if km is None and seat is None:
        raise InvalidRequest(f"no source says in which region {entity.name} lies")
    return Nearness(everywhen, entity.name, km, coordinates(entity),
                    seat if km is not None or seat is None else _around(everywhen, seat))


def _area(reader: Reader, name: str) -> Area | None:
    """The area of a name, as "Town" or "Town, Province"."""
    narrow = name.split(",")[0].strip()
    try:
        regions = allowed_regions(reader, [narrow])
    except NotFound:
        regions = None
    places = places_of(narrow) and named(name)
    place = places[0] if places else None
    return Area(name, regions, place) if regions or place else None


def _around(reader: Reader, area: Area) -> Area:
    """The province around a town, as the gazetteer has it, and of the graph's regions the next
    wider one; the town itself where neither knows one."""
    place = area.place
    if place is not None and place.level not in _AROUND:
        place = next((p for p in place.within if p.level == "province"), place)
    regions = area.regions
    if regions is not None:
        outer = {e.end for e in reader.edges(sorted(regions.ids), ("PART_OF",))
                 if e.start in regions.ids} - regions.ids
        wider = [e for e in reader.entities(sorted(outer)).values() if e.kind == "Region"]
        if wider and (area.place is None or area.place.level not in _AROUND):
            regions = allowed_regions(reader, [e.name for e in wider])
            return Area(" or ".join(e.name for e in wider), regions, place)
    return Area(place.name if place else area.name, regions, place)


def _middle(reader: Reader, name: str, area: Area) -> Point | None:
    """The middle of the organisations that lie in a place, of those named after it or seated
    there by an edge."""
    found = {f.entity.id: f.entity
             for f in reader.lookup.find(name, kinds=ORGANISATIONS, limit=_ASKED)}
    ids = sorted(area.regions.ids) if area.regions else []
    seated = sorted({e.start for e in reader.edges(ids, ("LOCATED_IN",))})[:_ASKED]
    found |= reader.entities(seated)
    inside = area.holding(reader, list(found.values()))
    points = [p for id_ in sorted(inside) if (p := coordinates(found[id_]))]
    if not points:
        return None
    return median(p[0] for p in points), median(p[1] for p in points)

