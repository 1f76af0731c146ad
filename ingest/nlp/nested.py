"""Which area lies in which: PART_OF between areas, by the gazetteer where both are named and
meant, else as the text states it."""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Found
from ingest.nlp.lexicon import data
from ingest.nlp.regions import place_of

_AREAS: dict[str, list[str]] = data("areas.json")
_LEVELS = {"country": 0, "area": 1, "province": 2, "city": 3, "county": 4}
SMALL = 5
"""The level of an area that the gazetteer does not know: below all that it knows."""


def first(draft: Draft, *types: str) -> list[Found]:
    """One occurrence of each entity, the first that is not embedded or a reference."""
    seen: dict[tuple[str, str], Found] = {}
    for found in sorted(draft.found, key=lambda f: (f.reference, f.embedded, f.start)):
        if found.type in types:
            seen.setdefault((found.type, found.key), found)
    return list(seen.values())


def level_of(region: Found) -> int:
    """How far down an area is: 0 for a country, ``SMALL`` for one that no list knows."""
    return _LEVELS.get(region.key.partition("|")[2], SMALL)


def add_nesting(draft: Draft) -> None:
    """PART_OF between areas: by the gazetteer where both are named and meant, else as stated."""
    served = {link.object for link in draft.links}
    regions = [
        r
        for r in first(draft, "Region")
        if not r.reference and (not r.embedded or (r.type, r.key) in served)
    ]
    for region in regions:
        parent = _parent(region, regions)
        if parent:
            draft.link("PART_OF", region, parent, region.start, region.end, 0.6)
    _areas(draft, regions)
    _under(draft)
    ordered = sorted(
        (f for f in draft.found if f.type == "Region" and not f.embedded), key=lambda f: f.start
    )
    for one, other in zip(ordered, ordered[1:], strict=False):
        _side_by_side(draft, one, other)


def _parent(region: Found, regions: list[Found]) -> Found | None:
    """The named area that the gazetteer puts directly above a place."""
    place = place_of(region.key)
    if not place or not place.parent:
        return None
    fit = [
        r
        for r in regions
        if r.key.partition("|")[0].partition(" in ")[0] == place.parent.casefold()
        and r.key != region.key
        and r.key.partition("|")[2] in ("province", "city")
        and level_of(r) < _LEVELS.get(place.level, SMALL)
    ]
    return min(fit, key=lambda r: -level_of(r) if place.level == "county" else level_of(r),
               default=None)  # fmt: skip


_INSIDE = re.compile(
    r", (?:in (?:the )?)?(?:eastern |western |northern |southern |central |north |south |east |"
    r"west )?| of (?:the )?| in (?:the )?| on (?:the island of )?|, (?:the )?capital of (?:the )?"
)


_UNDER = re.compile(
    r"\b(?:under (?:the|its) jurisdiction(?: of)?|(?:has|have|with|governs|administers|comprises|"
    r"covers) (?:jurisdiction over )?(?:\w+ )?(?:districts|counties|cities|towns|townships|"
    r"municipalities|prefectures)(?: of|:)?) (?:the )?$"
)
_NEXT_AREA = re.compile(r"(?:, | and |, and |、)(?:the )?")


def _under(draft: Draft) -> None:
    """ "R, with jurisdiction over A, B and C": A, B and C lie in R."""
    for start, end in draft.sentences:
        areas = [f for f in draft.within(start, end, "Region") if not f.embedded]
        for turn, area in enumerate(areas[1:], 1):
            large = areas[0]
            if not _UNDER.search(draft.text[large.end : area.start][-160:]) or any(
                k.key == area.key for k in areas[:turn]
            ):  # fmt: skip
                continue
            at = area.start
            for small in areas[turn:]:
                if small is not area and not _NEXT_AREA.fullmatch(draft.text, at, small.start):
                    break
                at = small.end
                if level_of(large) < level_of(small):
                    draft.link("PART_OF", small, large, large.start, small.end, 0.65)
            break


def _side_by_side(draft: Draft, one: Found, other: Found) -> None:
    """ "A, B" and "A of B": A lies in B; "B's A" too. A row of areas of one level is a row."""
    between = draft.text[one.end : other.start]
    if re.fullmatch(r"['’]s (?:\w+ )?", between):
        small, large = other, one
    elif _INSIDE.fullmatch(between):
        small, large = one, other
    else:
        return
    behind = draft.text[other.end : other.end + 2]
    goes_on = re.match(r" and\b|, [A-Z]", draft.text[other.end : other.end + 6])
    if one.key == other.key or (goes_on and between == ", " and behind.strip() not in (",", ".")):
        return
    place, above = place_of(small.key), place_of(large.key)
    # "X District, Y" is plain: the gazetteer may know another district of that name
    plain = re.search(
        r" (?:District|County|Town|Township|Village)$", draft.text[small.start : small.end]
    )
    known = not plain and place and above and place.parent and place.parent != above.name
    if level_of(large) < level_of(small) and not (
        known and place and above and _apart(small, large)
    ):
        draft.link("PART_OF", small, large, one.start, other.end, 0.7)


def _apart(small: Found, large: Found) -> bool:
    """Whether the gazetteer puts a place elsewhere, not merely some levels further down."""
    place, above = place_of(small.key), place_of(large.key)
    if not place or not above:
        return False
    if above.level == "province" and place.parent == above.parent:
        return False
    return (
        above.level in ("province", "city")
        and place.parent != above.name
        and (_LEVELS.get(place.level, SMALL) - _LEVELS.get(above.level, 0) < 2)
    )


def _areas(draft: Draft, regions: list[Found]) -> None:
    """Provinces, and the home city, lie in the larger areas that the document names."""
    for area in (r for r in regions if r.key.endswith("|area")):
        members = _AREAS.get(area.key.partition("|")[0], [])
        for region in regions:
            place = place_of(region.key)
            if not place or place.level not in ("province", "city"):
                continue
            direct = place.level == "province" and place.name in members
            home = place.level == "city" and region.key == (draft.seat.key if draft.seat else "")
            if direct or (home and place.parent in members):
                draft.link("PART_OF", region, area, area.start, area.end, 0.6)
