"""Where bodies are: LOCATED_IN. Which area lies in which is read by `ingest.nlp.nested`.

The text says it by position ("A in R", "A, R", "In R, the A has …"), by a name that holds an area,
or, for what the document's own area builds, by the document itself.
"""

from __future__ import annotations

import re

from ingest.nlp.agencies import is_abroad
from ingest.nlp.draft import Draft, Found
from ingest.nlp.nested import SMALL, add_nesting, first, level_of

BODIES = ("Agency", "Platform", "Enterprise", "Institute")
_BEHIND = re.compile(
    r"[\"”’)]*,? (?:(?:which |that )?(?:is |are )?(?:based|located|situated|headquartered) |"
    r"(?:which |that )?(?:is|lies|sits|stands) )?"
    r"(?:in|at)(?: (?:the|nearby|neighbouring|neighboring))?(?: (?:town|city) of)? "
)
_FROM = re.compile(
    r",? (?:which |that |who )?(?:comes?|came|hails?|hailed|originates?) from (?:the )?"
)
_FROM_THERE = re.compile(r"(?:,? from|, of) (?:the (?:town|city) of )?")
_SEAT_OF = re.compile(
    r"(?:['’]s|,? (?:whose|with its|which has its)) (?:new |main |own )?(?:headquarters|seat|home|"
    r"head offices?|registered office|main plant|base)(?: (?:is|are|lies))? (?:in|at) "
)
_IN_BRACKETS = re.compile(r"[\"”’]? ?[(（](?=[^()（）]{3,45}[)）])(?:(?:in|of|from|based in) )?")
_CLOSES = re.compile(r"(?:, [A-Z][\w -]+)?[)）]")
_COMMA = re.compile(r"\)?, (?=[^\W\d_a-z])")
_PAIRED = re.compile(r"[-–](?=[A-Z])")
_BRANCH = re.compile(r" (?:sub-?)?branch\b", re.IGNORECASE)
_KIND_WORD = re.compile(
    r" (?:city|county|district|prefecture|province|region|municipality)$", re.IGNORECASE
)
"""What a name of an area may leave out inside another name."""
_OF = re.compile(r"[\"”’)]* of (?:the (?:town|city) of )?")
_APPOSITION = re.compile(
    r"[\"”’)]*, (?!and\b)(?:(?:which|that|whose) )?(?:an? )?(?:[\w-]+ ){1,7}"
    r"(?:in|at|from|near)(?: (?:the|nearby|neighbouring|neighboring))? "
)
_APART = 70
"""Characters between a body and the area that its apposition names."""
_BASED = re.compile(r"-based ")
_KIND_OF = (
    r"(?:spin-offs?|spin-outs?|start-ups?|startups?|compan(?:y|ies)|firms?|makers?|producers?|"
    r"manufacturers?|groups?|cooperatives?|universit(?:y|ies)|specialists?|builders?|suppliers?|"
    r"developers?|institutes?|growers?|operators?)"
)
_BY_KIND = re.compile(rf" (?:[\w-]+ ){{0,2}}{_KIND_OF},? ")
_WHOSE_KIND = re.compile(r"[\"”’)]*, (?:which is )?(?:an?|the|another) ")
_KIND_BEHIND = re.compile(rf"(?:-based)?(?: [\w-]+){{0,4}}? {_KIND_OF}\b")
"""Around a place in "A, a Norwich data firm" and "A, a Norwich-based maker of pumps"."""
_OWNED = re.compile(r"['’]s ")
_IN_ITS_HOUSE = re.compile(
    r", (?:in|at) the (?:[\w-]+ ){0,2}(?:workshop|plant|factory|headquarters|laboratory|offices?|"
    r"hall|greenhouse|orchard|mine|kitchen|yard|works) of (?:the )?"
)
_BYLINE = re.compile(r"[ \t]*(?:\n|$|[,–—-] ?\d)|, [a-z]")
_LEADING = re.compile(r"(?:^|[.;:\n] ?)(?:Meanwhile, )?In $")
_OF_A_FIELD = re.compile(
    r"(?:the )?(?:department|agency|office|authority) (?:of|for) ", re.IGNORECASE
)
_GENERIC = re.compile(
    r"(?:the |our )?(?:autonomous region|people|provincial|municipal|city|county|state|district|"
    r"prefecture|prefectural|department|bureau|office|commission|government|region|regional|"
    r"committee|council)\b",
    re.IGNORECASE,
)


def add_places(draft: Draft) -> None:
    """Adds where bodies are, then which area lies in which."""
    _located(draft)
    _settled(draft)
    add_nesting(draft)


def _located(draft: Draft) -> None:
    regions = [f for f in draft.found if f.type == "Region"]
    for body in first(draft, *BODIES):
        stated = _stated(draft, body, regions)
        for region, start, end in stated:
            draft.link("LOCATED_IN", body, region, start, end, 0.7)
        served = stated or any(
            k.type == "LOCATED_IN" and k.subject == (body.type, body.key) for k in draft.links
        )
        named = _in_name(draft, body, regions)
        if named and body.type == "Platform" and _only_a_name(draft, named):
            named = None
        if named and body.type in ("Agency", "Platform"):
            if not (served and named.key.endswith("|area")):
                draft.link("LOCATED_IN", body, named, body.start, body.end, 0.75)
        elif served:
            continue
        elif body.type == "Platform":
            home = _runner_area(draft, body) or draft.seat
            if home:
                draft.link("LOCATED_IN", body, home, body.start, body.end, 0.5)
        elif body.type == "Agency":
            national = _OF_A_FIELD.match(body.name) and is_abroad(draft)
            if draft.seat and _GENERIC.match(body.name) and not national:
                draft.link("LOCATED_IN", body, draft.seat, body.start, body.end, 0.45)
        elif named and named.start == body.start and _stands_alone(draft, named):
            draft.link("LOCATED_IN", body, named, body.start, body.end, 0.4)


_SITE = re.compile(
    r"\b(?:park|zone|valley|campus|estate|incubator|industrial base|harbour|port|hub)\b",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\b(?:located|settled|based|stationed|situated|moved|resident|built|opened|housed|tenant\w*) "
    r"(?:down )?(?:in|into|at|of)(?: the)? $"
)


def _settled(draft: Draft) -> None:
    """Who is in a park is where the park is, unless the text places them elsewhere."""
    placed = {k.subject: k.object for k in draft.links if k.type == "LOCATED_IN"}
    for link in [k for k in draft.links if k.type == "MEMBER_OF"]:
        area = placed.get(link.object)
        site = next((f for f in draft.found if (f.type, f.key) == link.object), None)
        body = next((f for f in draft.found if (f.type, f.key) == link.subject), None)
        if not area or not site or not body or link.subject in placed:
            continue
        text = draft.text[link.start : link.end]
        there = any(_SETTLED.search(draft.text[link.start : f.start]) for f in draft.within(
            link.start, link.end, site.type) if f.key == site.key)  # fmt: skip
        region = next((f for f in draft.found if (f.type, f.key) == area), None)
        if region and _SITE.search(site.name) and (there or _TENANT.search(text)):
            draft.link("LOCATED_IN", body, region, link.start, link.end, 0.5)
            placed[link.subject] = area


_TENANT = re.compile(r"\b(?:settled|stationed|moved in(?:to)?|residents?)\b")


def _stated(
    draft: Draft, body: Found, regions: list[Found]
) -> list[tuple[Found, int, int]]:  # fmt: skip
    """The areas that the words around any occurrence of a body give it, with those words."""
    starts = {f.start: f for f in sorted(regions, key=lambda f: f.end) if not f.embedded}
    same = [f for f in draft.found if (f.type, f.key) == (body.type, body.key)]
    stated: dict[str, tuple[Found, int, int]] = {}
    for found in same:
        region = _behind(draft, found, starts) or _ahead(draft, found, regions)
        if region:
            span = min(found.start, region.start), max(found.end, region.end)
            stated.setdefault(region.key, (region, *span))
    return list(stated.values())


def _behind(draft: Draft, found: Found, starts: dict[int, Found]) -> Found | None:
    forms = [_BEHIND, _FROM, _SEAT_OF]
    if found.type in ("Enterprise", "Institute") and not found.reference:
        forms += [_COMMA, _OF, _FROM_THERE]
    if found.type == "Platform" and not found.reference:
        forms += [_OF]
    for form in forms:
        link = form.match(draft.text, found.end)
        region = starts.get(link.end()) if link else None
        if region and not (region.reference and form not in (_BEHIND, _FROM)):
            return _innermost(starts, region)
    bracket = _IN_BRACKETS.match(draft.text, found.end) if forms[-1] is _FROM_THERE else None
    seat = starts.get(bracket.end()) if bracket else None
    if seat and _CLOSES.match(draft.text, seat.end):
        return seat
    kind = _WHOSE_KIND.match(draft.text, found.end)
    home = starts.get(kind.end()) if kind else None
    if home and not home.reference and _KIND_BEHIND.match(draft.text, home.end):
        return home
    comma = _COMMA.match(draft.text, found.end)
    city = starts.get(comma.end()) if comma and found.type in ("Agency", "Platform") else None
    if city and not city.reference and _BYLINE.match(draft.text, city.end):
        return city
    near = (r for at, r in starts.items() if 0 <= at - found.end < _APART and not r.reference)
    for region in sorted(near, key=lambda r: r.start)[:1]:
        if _APPOSITION.fullmatch(draft.text[found.end : region.start]):
            return _innermost(starts, region)
    return None


def _ahead(draft: Draft, found: Found, regions: list[Found]) -> Found | None:
    """ "R-based A" and "In R, the A …"."""
    for region in regions:
        gap = draft.text[region.end : found.start]
        if len(gap) > _APART or region.end > found.start or region.embedded:
            continue
        firm = found.type in ("Enterprise", "Institute") and not found.reference
        if firm and not region.reference and _OWNED.fullmatch(gap):
            return region
        if firm and (_BY_KIND.fullmatch(gap) or _IN_ITS_HOUSE.fullmatch(gap)):
            return region
        if _BASED.fullmatch(gap):
            return region
        opens = _LEADING.search(draft.text[max(0, region.start - 14) : region.start])
        if opens and _same_row(draft, region, found) and found.type != "Agency":
            return region
    return None


_BEHIND_AREA = re.compile(r", (?:the )?")
_ROW = re.compile(r"(?:, | and |, and |['’]s )(?:the )?")


def _same_row(draft: Draft, region: Found, found: Found) -> bool:
    """ "In R, the A and B's C …": whether a body is the first behind an area or in its row."""
    at = region.end
    for body in draft.within(region.end, found.end, *BODIES):
        form = _ROW if at > region.end else _BEHIND_AREA
        if body.start >= at:
            if not form.fullmatch(draft.text, at, body.start):
                return False
            at = body.end
    return at == found.end


def _innermost(starts: dict[int, Found], region: Found) -> Found:
    """In "Haiyan city Binhe District" the smaller area is the seat."""
    return starts.get(region.end + 1) or starts.get(region.end) or region


def _in_name(draft: Draft, body: Found, regions: list[Found]) -> Found | None:
    """The area in a body's name: the smallest, also as an adjective ("Norlandian")."""
    inside = [f for f in regions if body.start <= f.start and f.end <= body.end]
    pair = {f.key for f in inside if _PAIRED.match(draft.text, f.end)}
    if pair:  # "A-B park": of two partners, at the home one
        homes = {f.key for f in draft.home.values()}
        return next((f for f in inside if f.key in homes and f.key not in pair), None)
    branch = [f for f in inside if _BRANCH.match(draft.text, f.end)]
    if branch:
        return branch[-1]
    if inside:
        return max(inside, key=lambda f: (level_of(f), -f.start))
    for region in sorted(regions, key=lambda f: -len(f.name)):
        bare = _KIND_WORD.sub("", region.name)
        if not region.reference and re.match(
            rf"(?:the )?{re.escape(bare)}(?:n|an|ian|ese|ish)?\b", body.name, re.IGNORECASE
        ):
            return region
    return None


def _runner_area(draft: Draft, platform: Found) -> Found | None:
    """The area that runs a platform, or that the agency serves which runs it."""
    runners = [k.subject for k in draft.links
               if k.type == "RUNS" and k.object == (platform.type, platform.key)]  # fmt: skip
    areas = [r for r in runners if r[0] == "Region"]
    areas += [k.object for k in draft.links if k.type == "LOCATED_IN" and k.subject in runners
              and k.subject[0] == "Agency"]  # fmt: skip
    return next((f for a in areas for f in draft.found if (f.type, f.key) == a), None)


def _only_a_name(draft: Draft, region: Found) -> bool:
    """Whether an area that no list knows occurs only inside names."""
    return level_of(region) == SMALL and not _stands_alone(draft, region)


def _stands_alone(draft: Draft, region: Found) -> bool:
    """Whether the text names an area also outside other names."""
    bodies = [f for f in draft.found if f.type not in ("Region", "Problem")]
    return any(
        not any(b.start < f.end and f.start < b.end for b in bodies)
        for f in draft.found
        if f.type == "Region" and f.key == region.key and not f.reference
    )
