"""What the flag rules get to see of a document that has been read."""

from __future__ import annotations

from graph.language.places import gazetteer
from ingest.nlp.draft import Draft, Found
from ingest.nlp.regions import place_of
from ingest.quality import Area, Evidence

_LEVELS = ("country", "area", "province", "city", "county")


def evidence_of(draft: Draft) -> Evidence:
    """The text, figures, lists and areas of a draft, for `ingest.quality.flags_of`."""
    areas = sorted((f for f in draft.found if f.type == "Region"), key=lambda f: f.start)
    areas = [f for f in areas if not draft.in_record(f.start)]
    return Evidence(
        source=draft.source,
        text=draft.text,
        sentences=draft.sentences,
        indicators=draft.indicators,
        figures=sorted(draft.quantities, key=lambda q: (q.start, q.end)),
        lists=draft.lists,
        areas=[_area(draft, f) for f in areas],
    )


def _area(draft: Draft, found: Found) -> Area:
    place = place_of(found.key)
    level = place.level if place else found.key.partition("|")[2]
    return Area(
        name=found.name,
        base=place.name.casefold() if place else found.key.partition("|")[0],
        level=level if level in _LEVELS else "",
        parent=place.parent.casefold() if place else "",
        country=_country(place.parent) if place else "",
        start=found.start,
        end=found.end,
        home=bool(draft.seat and draft.seat.key == found.key),
    )


def _country(parent: str) -> str:
    """The country at the end of a chain of parents; empty where the gazetteer breaks off."""
    for _ in _LEVELS:
        above = gazetteer().get(parent.casefold(), ())
        if not above:
            return ""
        if above[0].level == "country":
            return above[0].name
        parent = above[0].parent
    return ""
