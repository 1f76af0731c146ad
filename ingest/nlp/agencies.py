"""Government bodies: by field words around a head ("science and Technology Department of …").

Machine translation shuffles the parts of such names, so an agency's key is its head, its field
words in any order and the area that it serves: the three forms "Hunan Provincial Market Supervision
Bureau", "Provincial Market Supervision Bureau" and "Market Supervision Bureau of
Hunan province" are one agency in a document about Hunan.
"""

from __future__ import annotations

import re

from graph.language.places import gazetteer
from ingest.nlp.draft import Draft, Found, Token
from ingest.nlp.edges import bracketed
from ingest.nlp.lexicon import data, mapping, words
from ingest.nlp.offices import TRANSFER, abbreviated, named_agencies, of_areas

_HEADS = words("agency_heads")
_BOARDS = ("management", "administrative", "administration", "working", "party")
_STOP = words("function", "verbs")
_FIELDS = words("agency_fields") - {"and", "&", ","}
_LEVELS = mapping("adjective_levels")
_PEOPLE = re.compile(r"^people'?s?$", re.I)
_KIND_WORDS = frozenset(data("bodies.json")["agency_kinds"])
_LEVEL = re.compile(
    r"\b(?P<level>provincial|municipal|prefectural|county|city|district|regional|state) "
    r"(?P<head>government|council)\b(?!['’]s? (?:work|offices|services))"
)


def find_agencies(draft: Draft) -> None:
    """Adds all agencies of the document."""
    for start, end in draft.sentences:
        tokens = draft.tokens(start, end)
        for at, token in enumerate(tokens):
            if token.lower in _HEADS and not draft.covered(token.start, token.end):
                _around(draft, tokens, at)
        named_agencies(draft, start, end)
    _of_rows(draft)
    of_areas(draft)
    abbreviated(draft)
    _levels(draft)


_ROW = re.compile(
    r"\b(?P<fields>(?:[A-Za-z]+,? ){0,5}[A-Za-z]+) (?P<head>bureau|department|administration|"
    r"government|council|committee|commission|office|authoritie)s of (?:the )?"
    r"(?P<areas>[A-Z][\w'-]+(?:(?:, | and |, and )[A-Z][\w'-]+)+)"
)


def _of_rows(draft: Draft) -> None:
    """ "The science and technology bureaus of Norland and Talin" are a body of each area."""
    for found in _ROW.finditer(draft.text):
        lead = [t for t in draft.tokens(*found.span("fields"))]
        while lead and lead[0].lower not in _FIELDS | set(_LEVELS):
            lead = lead[1:]
        fields = {t.lower for t in lead} - {"and", ","}
        if not fields or not fields <= _FIELDS | set(_LEVELS):
            continue
        head = found["head"].replace("authoritie", "authority")
        what = f"{draft.text[lead[0].start : found.end('fields')]} {head}"
        start, end = lead[0].start, found.end()
        for area in re.finditer(r"[A-Z][\w'-]+", found["areas"]):
            at = found.start("areas") + area.start()
            region = next((f for f in draft.found if f.type == "Region" and f.start == at), None)
            if region is None:
                region = draft.add("Region", at, at + len(area[0]), confidence=0.6)
            key = agency_key(fields, head, region.key)
            added = draft.add(
                "Agency", start, end, name=f"{what} of {area[0]}", key=key, confidence=0.7
            )
            _serves(draft, added, region)


def _levels(draft: Draft) -> None:
    """ "The provincial government" is the government of the document's province."""
    for found in _LEVEL.finditer(draft.text):
        region = draft.home.get(_LEVELS.get(found["level"], ""))
        if region and not draft.covered(*found.span()):
            key = agency_key(set(), found["head"], region.key)
            added = draft.add("Agency", *found.span(), key=key, confidence=0.55)
            _serves(draft, added, region)


def _around(draft: Draft, tokens: list[Token], at: int) -> None:
    """An agency with this head: fields before it, or "of" and fields after it."""
    head = tokens[at]
    begin, fields, place = _before(draft, tokens, at)
    end, more, after = _after(draft, tokens, at)
    fields = fields | more
    regions = [r for r in (place or [after]) if r]
    named = head.lower in ("government", "council", "cabinet") and bool(regions)
    people = any(_PEOPLE.match(t.text) for t in tokens[begin:at])
    if head.lower == "committee" and at and tokens[at - 1].lower in _BOARDS:
        return
    if fields == {"general"} and not regions:
        return
    if head.lower == "office" and not (fields or people) and not regions:
        return
    if not fields and not named and not people:
        return
    capital = any(t.text[0].isupper() for t in tokens[begin : at + 1]) or head.is_capital
    if not capital and not (len(fields) >= 2 and (regions or begin < at)):
        return
    if (
        head.lower in ("office", "foundation", "agency")
        and not head.is_capital
        and len(fields) < 2
        and not people
    ):
        return
    if begin and head.is_capital and head.text in _KIND_WORDS:
        before = tokens[begin - 1]
        if before.is_capital and before.lower not in _STOP | _HEADS and before.text[0].isalpha():
            return  # "Norlandic Renewable Energy Agency": the pattern for whole names takes it
    kind = "government" if people else head.lower
    _distribute(draft, tokens, begin, at, end, fields, regions, kind)


def _before(draft: Draft, tokens: list[Token], at: int) -> tuple[int, set[str], list[Found | None]]:
    """Where the name begins, its field words, and the areas named before it."""
    head = tokens[at]
    fields: set[str] = set()
    begin = at
    turn = at - 1
    while turn >= 0:
        token = tokens[turn]
        low = token.lower
        if low in _FIELDS or _PEOPLE.match(token.text):
            fields.add(low)
            begin = turn
        elif (
            low in ("and", "&", ",")
            and begin == turn + 1
            and turn
            and tokens[turn - 1].lower in _FIELDS
        ):
            if low == "," and not _comma_inside(tokens, turn):
                break
            pass
        elif low in _LEVELS and not _region_ending(draft, token):
            begin = turn
        elif head.is_capital and begin > turn and (reach := _up_to_place(draft, tokens, turn)):
            fields |= {t.lower for t in tokens[reach:begin]}
            begin = reach
            break
        else:
            break
        turn -= 1
    regions: list[Found | None] = []
    while begin > 0:
        region = _region_ending(draft, tokens[begin - 1])
        if not region:
            break
        regions.append(region)
        while begin > 0 and tokens[begin - 1].start >= region.start:
            begin -= 1
        if (
            begin > 1
            and tokens[begin - 1].text in (",",)
            and _region_ending(draft, tokens[begin - 2])
        ) or (
            begin > 1
            and tokens[begin - 1].lower == "and"
            and len(regions) > 1
            and _region_ending(draft, tokens[begin - 2])
        ):
            begin -= 1
        else:
            break
    return begin, fields - {"and"}, regions


def _up_to_place(draft: Draft, tokens: list[Token], turn: int) -> int:
    """Where up to three unknown words behind a place begin ("Norland County wine Bureau"), or 0."""
    for first in range(turn, max(turn - 3, 0), -1):
        token = tokens[first]
        if not token.is_word or token.lower in _STOP or token.lower in _HEADS:
            return 0
        if draft.covered(token.start, token.end) or _region_ending(draft, token):
            return 0
        if _region_ending(draft, tokens[first - 1]):
            return first
    return 0


def _comma_inside(tokens: list[Token], turn: int) -> bool:
    """A comma inside one name ("Industry, Commerce, Science and Technology Bureau")."""
    return tokens[turn - 1].is_capital and tokens[turn + 1].is_capital


def _after(draft: Draft, tokens: list[Token], at: int) -> tuple[int, set[str], Found | None]:
    fields: set[str] = set()
    turn = at + 1
    end = at
    if turn < len(tokens) and tokens[turn].lower == "office":
        end, turn = turn, turn + 1
    while turn + 1 < len(tokens) and tokens[turn].lower in ("of", "for"):
        region = _region_starting(draft, tokens[turn + 1])
        if region is None and tokens[turn + 1].lower == "the" and turn + 2 < len(tokens):
            region = _region_starting(draft, tokens[turn + 2])
        if region:
            while end + 1 < len(tokens) and tokens[end + 1].start < region.end:
                end += 1
            return end, fields, region
        grown = turn + 1
        while grown < len(tokens) and (
            tokens[grown].lower in _FIELDS
            or (tokens[grown].text in ("and", "&", ",") and grown + 1 < len(tokens)
                and tokens[grown + 1].lower in _FIELDS
                and (tokens[grown].text != "," or tokens[grown + 1].is_capital))
            or (tokens[grown].text in ("and", "&") and grown + 1 < len(tokens)
                and grown > turn + 1 and _further(draft, tokens, grown + 1, turn + 1))
            or _further(draft, tokens, grown, turn + 1)
        ):  # fmt: skip
            fields.add(tokens[grown].lower)
            grown += 1
        if grown == turn + 1:
            break
        end, turn = grown - 1, grown
    return end, fields - {"and", "&", ","}, None


def _further(draft: Draft, tokens: list[Token], at: int, first: int) -> bool:
    """Whether a capitalised word that is no known field goes on with the name ("Office of
    Harbour Works", "Department of Island Affairs")."""
    token = tokens[at]
    if not token.is_capital or not token.text[0].isalpha() or token.lower in _STOP | _HEADS:
        return False
    if draft.covered(token.start, token.end, "Region"):
        return False
    if token.text.isupper() and tokens[at - 1].lower in ("and", "&"):
        return False
    if re.search(r"-(?:backed|led|funded|owned|based|supported|run)$", token.lower):
        return False
    row = tokens[first:at]
    return all(t.is_capital or t.lower in ("and", "&", ",") for t in row) and (
        tokens[at - 1].text != ","
    )


def _region_ending(draft: Draft, token: Token) -> Found | None:
    return next(
        (f for f in draft.found if f.type == "Region" and f.start < token.end == f.end), None
    )


def _region_starting(draft: Draft, token: Token) -> Found | None:
    return next((f for f in draft.found if f.type == "Region" and f.start == token.start), None)


def _distribute(
    draft: Draft, tokens: list[Token], begin: int, at: int, end: int, fields: set[str],
    regions: list[Found], kind: str,
) -> None:  # fmt: skip
    """One agency, or one for each area when several stand before one head."""
    start, stop = tokens[begin].start, tokens[end].end
    words_ = draft.text[start:stop]
    level = next((_LEVELS[t.lower] for t in tokens[begin:at] if t.lower in _LEVELS), "")
    if len(regions) > 1:
        tail = draft.text[regions[0].end : stop].strip()
        for area in regions:
            name = f"{_bare(draft, area, regions)} {tail}"
            added = draft.add(
                "Agency",
                start,
                stop,
                name=name,
                key=agency_key(fields, kind, area.key),
                confidence=0.75,
            )
            added.start, added.end = area.start, stop
            _serves(draft, added, area)
        return
    region: Found | None = (
        regions[0] if regions else (draft.home.get(level) or None if level else draft.seat)
    )
    if not regions and not level and end > at and kind in _NATIONAL and is_abroad(draft):
        named = begin > 0 and tokens[begin - 1].is_capital  # "South Norlandian Department of …"
        region = None if named else draft.home.get("country")
    if kind == "ministry" or (level == "country" and not regions):
        region = draft.home.get("country")
    name = words_
    if regions and regions[0].reference:
        name = _resolved(words_, region.name if region else "")
    transfer = kind == "office" and not level and TRANSFER.search(words_)
    added = draft.add(
        "Platform" if transfer else "Agency",
        start,
        stop,
        name=" ".join(name.split()),
        key=agency_key(fields, kind, region.key if region else ""),
        confidence=0.85 if regions or level else 0.6,
    )
    bracketed(draft, added)
    if region:
        _serves(draft, added, region)


_NATIONAL = ("department", "agency", "authority", "office", "council", "commission")
"""What is a body of the country where "of" names its field ("Department of Enterprise")."""


def is_abroad(draft: Draft) -> bool:
    """Whether the document is about a town outside China: its departments are of a larger area."""
    if draft.seat is None or draft.seat.key.endswith(("|province", "|country")):
        return False
    known = []
    for found in (f for f in draft.found if f.type == "Region"):
        base, _, level = found.key.partition("|")
        known += [p for p in gazetteer().get(base, ()) if p.level == level]
    return bool(known) and all(not p.chinese and p.parent != "China" for p in known)


def _resolved(words_: str, area: str) -> str:
    """The name with "our province" replaced by the area that it means."""
    said = re.match(r"(?:our|the) (?:autonomous )?(?P<type>\w+)(?:['’]s)? ", words_, re.IGNORECASE)
    if not said:
        return words_
    kind = said["type"].title()
    if kind not in ("Province", "City", "County", "Prefecture", "League", "District", "Region"):
        return re.sub(r"^the ", "", words_, flags=re.IGNORECASE)
    bare = " " in area or not area or kind == "Region"
    typed = area if bare else f"{area} {kind}"
    return f"{typed} {words_[said.end() :]}".strip()


def _bare(draft: Draft, region: Found, regions: list[Found]) -> str:
    """An area's name with the type word that the last of a row carries for all of them."""
    last = regions[0].name.split()
    own = region.name
    if (
        len(last) > 1
        and last[-1].casefold() in ("province", "city", "prefecture")
        and " " not in own
    ):
        return f"{own} {last[-1]}"
    return own


def _serves(draft: Draft, agency: Found, region: Found) -> None:
    draft.link("LOCATED_IN", agency, region, agency.start, agency.end, 0.8)


def agency_key(fields: set[str], kind: str, region: str) -> str:
    """One key for all shuffled forms of an agency's name."""
    plain = {f.rstrip("s") for f in fields if not _PEOPLE.match(f)}
    return f"{kind} {' '.join(sorted(plain))} @{region}"
