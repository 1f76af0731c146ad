"""Relations that follow from structure: names, places, lists and codes.

A region lies in its parent; an agency, zone, park or base serves the area in its name, else the
home area; the items of a list belong to the programme or the body that announces it.
"""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Found, Listing
from ingest.nlp.lexicon import data
from ingest.nlp.regions import place_of

_AREAS: dict[str, list[str]] = data("areas.json")
_PATENTS_OF = re.compile(r"\bpatents of (?:the )?(?=[A-Z])")


def add_structure(draft: Draft) -> None:
    """Adds all structural relations."""
    _regions(draft)
    _located(draft)
    _institutes(draft)
    _collective(draft)
    _policies(draft)
    _register(draft)
    _demand_list(draft)
    _recognised(draft)


def _first(draft: Draft, *types: str) -> list[Found]:
    """One occurrence of each entity, the first that is not embedded or a reference."""
    seen: dict[tuple[str, str], Found] = {}
    for found in sorted(draft.found, key=lambda f: (f.reference, f.embedded, f.start)):
        if found.type in types:
            seen.setdefault((found.type, found.key), found)
    return list(seen.values())


def _regions(draft: Draft) -> None:
    """PART_OF between areas: by the gazetteer where both are named, else by "A, B"."""
    served = {link.object for link in draft.links}
    regions = [
        r
        for r in _first(draft, "Region")
        if not r.reference and (not r.embedded or (r.type, r.key) in served)
    ]
    for region in regions:
        place = place_of(region.key)
        if not place:
            continue
        parent = next(
            (
                r
                for r in regions
                if place.parent
                and r.key.partition("|")[0] == place.parent.casefold()
                and r.key != region.key
                and r.key.partition("|")[2] in ("province", "city", "country")
            ),
            None,
        )
        if parent and not (parent.key.endswith("|country") and len(regions) > 6):
            draft.link("PART_OF", region, parent, region.start, region.end, 0.6)
    _areas(draft, regions)
    ordered = sorted(
        (f for f in draft.found if f.type == "Region" and not f.embedded), key=lambda f: f.start
    )
    for one, other in zip(ordered, ordered[1:], strict=False):
        between = draft.text[one.end : other.start]
        beyond = draft.text[other.end : other.end + 2]
        if (
            re.fullmatch(
                r", (?:in )?|, in (?:eastern |western |northern |southern |"
                r"central )?| of (?:the )?",
                between,
            )
            and one.key != other.key
            and (
                not re.match(r" and\b|, [A-Z]", draft.text[other.end : other.end + 6])
                or beyond.strip()
                in (
                    ",",
                    ".",
                )
            )
        ):
            place, above = place_of(one.key), place_of(other.key)
            order = {"country": 0, "area": 1, "province": 1, "city": 2, "county": 3}
            below = order.get(one.key.partition("|")[2], 2) > order.get(
                other.key.partition("|")[2], 2
            )
            if below and not (place and above and place.parent and place.parent != above.name):
                draft.link("PART_OF", one, other, one.start, other.end, 0.7)


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


def _located(draft: Draft) -> None:
    """LOCATED_IN by the place in the name; for platforms else the home area; by "in" behind."""
    for body in _first(draft, "Agency", "Platform", "Enterprise", "Institute"):
        inside = [
            f
            for f in draft.found
            if f.type == "Region" and body.start <= f.start and f.end <= body.end
        ]
        behind = _place_behind(draft, body)
        served = any(
            k.type == "LOCATED_IN" and k.subject == (body.type, body.key) for k in draft.links
        )
        if behind:
            draft.link("LOCATED_IN", body, behind, body.start, behind.end, 0.7)
        elif body.type in ("Agency", "Platform") and inside and not served:
            draft.link("LOCATED_IN", body, inside[0], body.start, body.end, 0.75)
        elif body.type == "Platform" and draft.seat and not served:
            draft.link("LOCATED_IN", body, draft.seat, body.start, body.end, 0.5)
        elif body.type == "Agency" and draft.seat and not served and "ministry" not in body.key:
            draft.link("LOCATED_IN", body, draft.seat, body.start, body.end, 0.45)
        elif inside and inside[0].start == body.start and _stands_alone(draft, inside[0]):
            draft.link("LOCATED_IN", body, inside[0], body.start, body.end, 0.4)


def _stands_alone(draft: Draft, region: Found) -> bool:
    """Whether the text names an area also outside other names."""
    bodies = [f for f in draft.found if f.type not in ("Region", "Problem")]
    return any(
        not any(b.start < f.end and f.start < b.end for b in bodies)
        for f in draft.found
        if f.type == "Region" and f.key == region.key and not f.reference
    )


def _place_behind(draft: Draft, body: Found) -> Found | None:
    """The area that "in …" right behind any occurrence of a body names."""
    for found in (f for f in draft.found if (f.type, f.key) == (body.type, body.key)):
        link = re.match(
            r"\)?,? (?:(?:is |are |which is )?(?:based|located|situated) )?in "
            r"(?:the (?:town|city) of )?",
            draft.text[found.end :],
        )
        comma = re.match(r", (?=[A-Z])", draft.text[found.end :])
        for match in (link, comma):
            if not match:
                continue
            at = found.end + match.end()
            region = next(
                (
                    f
                    for f in draft.found
                    if f.type == "Region" and f.start <= at < f.end and f.start >= found.end
                ),
                None,
            )
            fits = region and not region.reference and not region.embedded
            if region and fits and (match is link or body.type == "Institute"):
                return _innermost(draft, region)
    return None


def _innermost(draft: Draft, region: Found) -> Found:
    """In "Haiyan city Binhe District" the smaller area is the seat."""
    following = [f for f in draft.found if f.type == "Region" and 0 <= f.start - region.end <= 1]
    return following[0] if following else region


def _institutes(draft: Draft) -> None:
    """A genitive, "of the" and "at" make an institute part of another."""
    institutes = sorted(
        (f for f in draft.found if f.type == "Institute" and not f.embedded), key=lambda f: f.start
    )
    for one, other in zip(institutes, institutes[1:], strict=False):
        between = draft.text[one.end : other.start]
        if re.fullmatch(r"(?:'s|’s) ", between):
            draft.link("PART_OF", other, one, one.start, other.end, 0.8)
        elif re.fullmatch(r",? (?:at|of) (?:the )?", between):
            draft.link("PART_OF", one, other, one.start, other.end, 0.7)


def _collective(draft: Draft) -> None:
    """What is said of a listed set holds for each item: its runner, its whole, its place."""
    for listing in draft.lists:
        items = [f for f in listing.entities if f.type in ("Platform", "Programme")]
        topics = [f for f in listing.entities if f.type in ("Industry", "Technology")]
        container = _container(draft, listing)
        runner = _runner(draft, listing)
        for item in items:
            if container:
                for programme in container:
                    draft.link("PART_OF", item, programme, listing.start, listing.end, 0.6)
            if runner:
                draft.link("RUNS", runner, item, item.start, item.end, 0.6)
        for centre in (f for f in listing.entities if f.type == "Institute"):
            if draft.seat:
                draft.link("LOCATED_IN", centre, draft.seat, centre.start, centre.end, 0.5)
        troubles = [f for f in listing.entities if f.type == "Problem"]
        holders = draft.within(listing.start, listing.items[0][0], "Industry")
        for trouble in troubles if holders else []:
            draft.link("HAS_PROBLEM", holders[-1], trouble, listing.start, trouble.end, 0.7)
        if topics and not items and not any(f.type == "Institute" for f in listing.entities):
            _topics(draft, listing, topics, container, runner)


def _topics(
    draft: Draft,
    listing: Listing,
    topics: list[Found],
    container: list[Found],
    runner: Found | None,
) -> None:
    """Listed fields are targets of the programme or policy that lists them, else of the body."""
    sentence = draft.sentence_at(listing.start)
    if any(
        link.type in ("TARGETS", "OPERATES_IN") and link.object in {(t.type, t.key) for t in topics}
        for link in draft.links
    ):
        return
    near = [
        f
        for f in draft.within(
            sentence[0], listing.start, "Programme", "Policy", "Agency", "Platform"
        )
    ]
    subject = container[0] if container else near[-1] if near else runner
    for topic in topics:
        if subject:
            draft.link("TARGETS", subject, topic, topic.start, topic.end, 0.55)


def _container(draft: Draft, listing: Listing) -> list[Found]:
    """The programmes that a list's set is stated to be part of, or whose code counts it."""
    sentence = draft.sentence_at(listing.start)
    inside = draft.within(*sentence, "Programme")
    coded = [f for f in inside if f.key.startswith("code ") and f.end <= listing.start]
    part = re.search(r"\b(?:part|task|tasks) of\b", draft.text[sentence[0] : listing.start])
    if part:
        ahead = [f for f in inside if f.end <= listing.start + 2]
        return ahead
    if coded and listing.count and str(listing.count) in coded[0].key:
        return coded[:1]
    return []


def _runner(draft: Draft, listing: Listing) -> Found | None:
    """Who builds or organises the listed set: the body before it, else the agency or the home."""
    sentence = draft.sentence_at(listing.start)
    before = draft.within(sentence[0], listing.start, "Agency")
    if before:
        return before[-1]
    count = listing.count
    if count:
        for found in re.finditer(
            rf"\b{count} (?:[\w&-]+ ){{0,5}}(?:platform|base|project|action|center|centre)s?\b",
            draft.text,
        ):
            here = draft.sentence_at(found.start())
            agents = draft.within(here[0], found.start(), "Agency")
            if agents and here != draft.sentences[0]:
                return agents[-1]
    return draft.seat


def _register(draft: Draft) -> None:
    """ "The following patents of X": the patents of the table below are X's."""
    patents = [f for f in _first(draft, "Patent") if draft.is_tabular(f.start, f.end)]
    for found in _PATENTS_OF.finditer(draft.text):
        owner = next(
            (
                f
                for f in draft.found
                if f.type in ("Institute", "Enterprise") and f.start == found.end()
            ),
            None,
        )
        for patent in patents if owner else []:
            if owner and patent.start > owner.end:
                draft.link("DEVELOPS", owner, patent, found.start(), patent.end, 0.7)


def _demand_list(draft: Draft) -> None:
    """A published list of demands is a programme: its issuer runs it, its firms are on it."""
    title = draft.sentences[0] if draft.sentences else (0, 0)
    words = draft.text[slice(*title)]
    needs = [
        k for k in draft.links if k.type == "HAS_PROBLEM" and draft.is_tabular(k.start, k.start + 1)
    ]
    if len(needs) < 2 or not re.search(r"\b(?:list|demands?|needs?)\b", words, re.IGNORECASE):
        return
    programme = draft.add("Programme", *title, confidence=0.6)
    firms = {need.subject for need in needs}
    for firm in _first(draft, "Enterprise"):
        if (firm.type, firm.key) in firms:
            draft.link("MEMBER_OF", firm, programme, firm.start, firm.end, 0.7)
            if draft.seat:
                draft.link("LOCATED_IN", firm, draft.seat, firm.start, firm.end, 0.5)
    for thing in _first(draft, "Technology"):
        if draft.is_tabular(thing.start, thing.end):
            draft.link("TARGETS", programme, thing, thing.start, thing.end, 0.6)
    issuer = next(iter(draft.within(title[1], len(draft.text), "Agency")), None)
    if issuer:
        draft.link("RUNS", issuer, programme, issuer.start, issuer.end, 0.7)


def _recognised(draft: Draft) -> None:
    """Centres of a table belong to the one programme that the words above it name."""
    rows = [k for k in draft.links if k.type == "RUNS" and k.object[0] == "Institute"]
    rows = [k for k in rows if draft.is_tabular(k.start, k.start + 1)]
    if len(rows) < 2:
        return
    above = draft.within(0, min(k.start for k in rows), "Programme")
    if len({f.key for f in above}) != 1:
        return
    for centre in _first(draft, "Institute"):
        if (centre.type, centre.key) in {k.object for k in rows}:
            draft.link("MEMBER_OF", centre, above[0], centre.start, centre.end, 0.6)


def _policies(draft: Draft) -> None:
    """A policy titled by its agency is issued by it; one titled by a field targets it."""
    for policy in _first(draft, "Policy"):
        if policy.name.endswith(("opinions", "views", "measures", "plan", "Opinions", "Plan")):
            inside = [
                f
                for f in draft.found
                if f.type == "Agency" and policy.start <= f.start and f.end <= policy.end
            ]
            for agency in inside:
                draft.link("ISSUED", agency, policy, policy.start, policy.end, 0.6)
