"""Relations that follow from structure in Chinese: names, places, lists, tables and guides."""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Found, Listing
from ingest.nlp.zh.fields import industry_of
from ingest.nlp.zh.forms import Cells
from ingest.nlp.zh.regions import area_of, key_of_area
from ingest.nlp.zh.regions import areas as places_by_name
from ingest.nlp.zh.words import note, zh_data

_AREAS: dict[str, list[str]] = zh_data("regions")["areas"]
_HOLDER = re.compile(
    r"(?:专利权人|权利人|许可人|转让人|许可方|转让方|申请人)(?:均|都|统一)?(?:为|是|:)$"
)
_WHOLE = ("大学", "学院", "科学院", "研究院", "集团", "公司", "银行")
_LIST = re.compile(
    r"^(?:关于)?(?:公布|发布|公示|征集|印发)?(?P<name>.*?(?P<kind>需求|难题|榜单|名单|目录|名录|清单)"
    r"(?:一览|汇总|信息)*表?)(?:\([^()]*\))?(?:的?(?:通知|公告|公示))?\s*$"
)
"""The title of a published list."""
_WANTED = ("需求", "难题", "榜单", "清单")


def add_structure(draft: Draft, records: list[Cells]) -> None:
    """Adds all structural relations; ``records`` are those of the document's forms and tables."""
    _collective(draft)
    _bases(draft)
    _nested(draft)
    _guide(draft)
    _demands(draft)
    _owned(draft)
    _shared_work(draft, records)
    _located(draft)
    _policies(draft)
    _regions(draft)


def _first(draft: Draft, *types: str) -> list[Found]:
    """One occurrence of each entity, the first that is not embedded or a reference."""
    seen: dict[tuple[str, str], Found] = {}
    for found in sorted(draft.found, key=lambda f: (f.reference, f.embedded, f.start)):
        if found.type in types:
            seen.setdefault((found.type, found.key), found)
    return list(seen.values())


def _opening(draft: Draft, body: Found) -> list[Found]:
    """The places that open a name, larger first: 青海省西宁市…."""
    found: list[Found] = []
    at = body.start
    while True:
        place = next(
            (
                f
                for f in draft.found
                if f.type == "Region" and f.start == at and f.end < body.end and not f.reference
            ),
            None,
        )
        if place is None:
            return found
        found.append(place)
        at = place.end


def _branch_place(draft: Draft, body: Found) -> Found | None:
    """The place inside the name of a branch: 某大学内蒙古研究院, 某集团青海分公司."""
    places = [f for f in draft.found if f.type == "Region" and body.start < f.start < body.end]
    for place in places if body.type in ("Institute", "Enterprise") else []:
        ahead = draft.text[body.start : place.start]
        if ahead.endswith(_WHOLE) and re.match(
            r"(?:产业技术)?(?:研究|分)", draft.text[place.end :][:8]
        ):
            return place
    return None


def _located(draft: Draft) -> None:
    """LOCATED_IN: an agency's area is in its key; other names open with theirs, else the home."""
    served = {k.subject for k in draft.links if k.type == "LOCATED_IN"}
    regions = {f.key: f for f in _first(draft, "Region")}
    home = _near_home(draft) | set(_standing(draft))
    for body in _first(draft, "Agency", "Platform", "Enterprise", "Institute"):
        mine = (body.type, body.key)
        if body.type == "Agency":
            key = body.key.partition("@")[2]
            if key in regions:
                draft.link("LOCATED_IN", body, regions[key], body.start, body.end, 0.75)
            continue
        if body.reference:
            continue
        inside = _opening(draft, body)
        branch = _branch_place(draft, body)
        if branch:
            draft.link("LOCATED_IN", body, branch, body.start, body.end, 0.6)
            continue
        if inside:
            if body.type == "Platform":
                draft.link("LOCATED_IN", body, inside[-1], body.start, body.end, 0.75)
            elif inside[0].key in home or inside[-1].key in home:
                draft.link("LOCATED_IN", body, inside[-1], body.start, body.end, 0.4)
        elif body.type == "Platform" and mine not in served and draft.seat:
            draft.link("LOCATED_IN", body, draft.seat, body.start, body.end, 0.5)


def _near_home(draft: Draft) -> set[str]:
    """The home, the areas that hold it and those that it holds."""
    if not draft.seat:
        return set()
    keys, area = {draft.seat.key}, area_of(draft.seat.key)
    name = area.name if area else ""
    while area and area.parent:
        area = next(
            (a for a in places_by_name().get(area.parent, ()) if a.name == area.parent), None
        )
        if area:
            keys.add(key_of_area(area))
    inside = [
        f.key
        for f in draft.found
        if f.type == "Region" and (a := area_of(f.key)) and a.parent == name
    ]
    return keys | set(inside)


def _standing(draft: Draft) -> dict[str, Found]:
    """Areas that the text names outside other names."""
    bodies = [f for f in draft.found if f.type not in ("Region", "Problem", "Technology")]
    return {
        f.key: f for f in reversed(_first(draft, "Region"))
        if not all(
            any(b.start <= o.start and o.end <= b.end and not b.reference for b in bodies)
            for o in draft.found if o.type == "Region" and o.key == f.key and not o.reference
        )
    }  # fmt: skip


def _regions(draft: Draft) -> None:
    """PART_OF between areas that the document names, by the gazetteer or side by side."""
    shown = _standing(draft)
    for region in shown.values():
        area = area_of(region.key)
        if area and area.parent:
            above = next(
                (a for a in places_by_name().get(area.parent, ()) if a.name == area.parent), None
            )
            parent = shown.get(key_of_area(above)) if above else None
            if parent:
                draft.link("PART_OF", region, parent, region.start, region.end, 0.6)
        for name, members in _AREAS.items():
            large = next((r for r in shown.values() if r.key == f"{name}|area"), None)
            short = next((m for m in members if area and area.name.startswith(m)), "")
            if large and short and area and area.level == "province":
                draft.link("PART_OF", region, large, region.start, region.end, 0.6)
    ordered = sorted(
        (f for f in draft.found if f.type == "Region" and not f.reference), key=lambda f: f.start
    )
    for one, other in zip(ordered, ordered[1:], strict=False):
        if (
            one.end == other.start
            and not area_of(other.key)
            and one.key != other.key
            and {one.key, other.key} <= set(shown)
        ):
            draft.link("PART_OF", other, one, one.start, other.end, 0.6)


def _nested(draft: Draft) -> None:
    """A school of a university that is named too is part of it."""
    whole = [f for f in _first(draft, "Institute") if not f.reference]
    for inner in [f for f in draft.found if f.type == "Institute" and f.embedded]:
        outer = next(
            (f for f in whole if f.start == inner.start and f.end > inner.end and not f.embedded),
            None,
        )
        parent = next((f for f in whole if f.key == inner.key and not f.embedded), None)
        if outer and parent and outer.key != parent.key:
            draft.link("PART_OF", outer, parent, outer.start, outer.end, 0.6)
    for one in whole:
        for other in whole:
            if (
                one is not other
                and other.end + 1 == one.start
                and draft.text[other.end] == "的"
                and not re.search(r"大学$", one.name)
            ):
                draft.link("PART_OF", one, other, other.start, one.end, 0.7)


def _runner(draft: Draft, listing: Listing) -> list[Found]:
    """Who builds the listed set: the bodies before it in its sentence, else the home."""
    start = draft.sentence_at(listing.start)[0]
    ahead = [
        f for f in draft.within(start, listing.start, "Agency", "Institute", "Enterprise")
        if not re.search(r"(?:依托|在|支持|对|向)$", draft.text[max(0, f.start - 2) : f.start])
    ]  # fmt: skip
    if ahead:
        return ahead[-1:]
    return [draft.seat] if draft.seat else []


def _collective(draft: Draft) -> None:
    """What is said of a listed set holds for each of its items."""
    for listing in draft.lists:
        items = [f for f in listing.entities if f.type in ("Platform", "Programme")]
        sentence = draft.sentence_at(listing.start)
        programmes = draft.within(sentence[0], listing.start, "Programme", "Policy")
        for item in items:
            for runner in _runner(draft, listing):
                draft.link("RUNS", runner, item, listing.start, item.end, 0.6)
            if programmes and item.key != programmes[-1].key and programmes[-1].type == "Programme":
                draft.link("PART_OF", item, programmes[-1], listing.start, item.end, 0.55)
            span = industry_of(draft, item.start, item.end)
            if span and item.type == "Platform" and not draft.covered(*span, "Industry"):
                note(draft, "Industry", *span, confidence=0.5)
        topics = [f for f in listing.entities if f.type in ("Industry", "Technology", "Problem")]
        have = {
            k.object
            for k in draft.links
            if k.type in ("TARGETS", "OPERATES_IN", "DEVELOPS", "HAS_PROBLEM")
        }
        near = draft.within(
            sentence[0], listing.start, "Programme", "Policy", "Agency", "Platform", "Institute"
        )
        subject = near[-1] if near else draft.seat
        for topic in topics:
            if subject and (topic.type, topic.key) not in have and subject.type != "Enterprise":
                draft.link("TARGETS", subject, topic, listing.start, topic.end, 0.55)


def _bases(draft: Draft) -> None:
    """A base named after a sector targets it."""
    sectors = {f.key: f for f in draft.found if f.type == "Industry"}
    for base in _first(draft, "Platform"):
        inside = [
            f
            for f in draft.found
            if f.type == "Industry" and base.start <= f.start and f.end <= base.end
        ]
        span = industry_of(
            draft, max([base.start, *(r.end for r in _opening(draft, base))]), base.end
        )
        if not inside and span:
            words = draft.text[slice(*span)]
            inside = [sectors[k] for k in (words, words + "产业") if k in sectors][:1]
        for sector in inside[:1]:
            draft.link("TARGETS", base, sector, base.start, base.end, 0.6)


def _guide(draft: Draft) -> None:
    """A guide's programme targets its directions and the problems that they start from."""
    if not draft.sentences:
        return
    title = draft.sentences[0]
    if not re.search(r"指南|榜单|申报|揭榜", draft.text[slice(*title)]):
        return
    inside = draft.within(*title, "Programme")
    if not inside:
        return
    programme = inside[0]
    for thing in _first(draft, "Technology", "Problem", "Industry"):
        if thing.start > title[1] and not any(
            k.object == (thing.type, thing.key)
            and k.type in ("DEVELOPS", "LICENSES", "OPERATES_IN", "HAS_PROBLEM")
            for k in draft.links
        ):
            draft.link("TARGETS", programme, thing, thing.start, thing.end, 0.65)
    draft.links = [
        k for k in draft.links
        if not (k.type == "TARGETS" and k.subject[0] in ("Agency", "Region") and k.start > title[1])
    ]  # fmt: skip
    issuer = next(iter(draft.within(title[1], len(draft.text), "Agency")), None)
    if issuer:
        draft.link("RUNS", issuer, programme, issuer.start, issuer.end, 0.7)
        for policy in [k.object for k in draft.links if k.type == "IMPLEMENTS"]:
            found = next(f for f in draft.found if (f.type, f.key) == policy)
            for actor in (issuer, programme):
                draft.link("IMPLEMENTS", actor, found, found.start, found.end, 0.6)
        draft.links = [
            k for k in draft.links
            if not (k.type in ("IMPLEMENTS", "RUNS") and k.subject[0] == "Region")
        ]  # fmt: skip


def _owned(draft: Draft) -> None:
    """The patents of a register are those of the holder whom it names, else of its title's one."""
    have = {k.object for k in draft.links if k.type == "DEVELOPS"}
    patents = [
        f for f in _first(draft, "Patent")
        if (f.type, f.key) not in have and draft.is_tabular(f.start, f.end)
    ]  # fmt: skip
    holders = [
        f for f in draft.found
        if f.type in ("Institute", "Enterprise") and _HOLDER.search(draft.text[: f.start][-14:])
    ]  # fmt: skip
    title = draft.sentences[0] if draft.sentences else (0, 0)
    named = draft.within(*title, "Institute", "Enterprise")
    owner = holders[0] if holders else named[0] if len(named) == 1 else None
    if owner is None or len(patents) < 2:
        return
    for patent in patents:
        draft.link("DEVELOPS", owner, patent, patent.start, patent.end, 0.65)


def _demands(draft: Draft) -> None:
    """A published list of demands, or of those named to something, is a programme.

    Its issuer runs it, the bodies of its rows are on it, it targets the wanted technologies, and
    the firms are in the place that the title names.
    """
    title = draft.sentences[0] if draft.sentences else (0, 0)
    words = _LIST.search(draft.text[slice(*title)])
    needs = [k for k in draft.links if k.type in ("HAS_PROBLEM", "OPERATES_IN", "RUNS")]
    needs = [k for k in needs if draft.is_tabular(k.start, k.start + 1)]
    rows = {
        end for k in needs for end in (k.subject, k.object) if end[0] in ("Enterprise", "Institute")
    }
    hosts = {k.subject for k in needs if k.type == "RUNS"}
    rows -= hosts
    if len(rows) < 2 or not words:
        return
    named = draft.within(*title, "Programme")
    start = title[0] + words.start("name")
    programme = named[0] if named else note(draft, "Programme", start, title[0] + words.end("name"))
    for body in _first(draft, "Enterprise", "Institute"):
        if (body.type, body.key) in rows:
            draft.link("MEMBER_OF", body, programme, body.start, body.end, 0.65)
    for thing in _first(draft, "Technology") if words["kind"] in _WANTED else []:
        if draft.is_tabular(thing.start, thing.end):
            draft.link("TARGETS", programme, thing, thing.start, thing.end, 0.6)
    issuer = next(iter(draft.within(title[1], len(draft.text), "Agency")), None)
    if issuer:
        draft.link("RUNS", issuer, programme, issuer.start, issuer.end, 0.65)
    _placed_by_title(draft, rows, title)


def _placed_by_title(draft: Draft, rows: set[tuple[str, str]], title: tuple[int, int]) -> None:
    """The firms of a list are in the place of its title, where no cell says otherwise."""
    place = next((f for f in draft.within(*title, "Region")), None)
    served = {k.subject for k in draft.links if k.type == "LOCATED_IN"}
    for firm in _first(draft, "Enterprise") if place else []:
        if place and (firm.type, firm.key) in rows - served:
            draft.link("LOCATED_IN", firm, place, firm.start, firm.end, 0.6)


def _shared_work(draft: Draft, records: list[Cells]) -> None:
    """What a form says two partners study together, its firm works in too."""
    for record in records:
        spans = record.cells.get("cooperation", [])
        things = [f for a, b in spans for f in draft.within(a, b, "Technology")]
        for firm in record.found.get("enterprise", []):
            for thing in things:
                draft.link("OPERATES_IN", firm, thing, thing.start, thing.end, 0.6)


def _policies(draft: Draft) -> None:
    """A policy that a place opens is issued by the place, where nobody else is said to."""
    issued = {k.object for k in draft.links if k.type == "ISSUED"}
    for policy in _first(draft, "Policy"):
        place = _opening(draft, policy)
        if place and (policy.type, policy.key) not in issued and not policy.reference:
            draft.link("ISSUED", place[-1], policy, policy.start, policy.end, 0.4)
