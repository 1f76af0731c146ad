"""Platforms that a row of places or what they share names.

"Talin, Vega, Norvik three city sub-markets" and "food parks at Talin and Vega" are one platform for
each place; "a shared clean room in Talin" is a platform by its purpose.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.nlp.draft import Draft, Found
from ingest.nlp.lexicon import phrases, words

_GENERIC = words("generic")
_STOP = words("function", "verbs")
_TRADED = frozenset(("market", "exchange", "carrier", "partnership", "consortium", "alliance"))
"""Heads that in the plural are no sites: "export markets in Talin and Vega"."""
_LINK = re.compile(r",? and |, ")
_COUNT = re.compile(
    r" (?:(?:two|three|four|five|six|\d{1,2}) )?(?:(?:city|county|district|provincial|municipal) )?"
)
_AHEAD = re.compile(r" (?:at|in) (?:the )?$")
_PLURAL = "|".join(
    sorted((*words("platform_heads"), *phrases("platform_compound")), key=len, reverse=True)
)
_HEAD = re.compile(rf"(?P<kind>(?:[a-z][\w-]+ ){{0,4}}?)(?P<head>(?:sub-)?(?:{_PLURAL}))s\b")
_BUILT = re.compile(
    r"(?: of (?:the|our) \w+)? to (?:build|set up|establish|open|create) (?:(?:\d|two|three|"
    r"four|five) )?"
    r"(?:new )?"
)


@lru_cache(maxsize=1)
def _facility() -> re.Pattern[str]:
    heads = "|".join(sorted(phrases("facility_heads"), key=len, reverse=True))
    return re.compile(
        r"\b(?i:an?|the|its|their|our|one) (?P<np>(?:new |first )?(?:(?:shared|joint|common|"
        r"open-access|open|"
        rf"collaborative|multi-user) (?:[a-z][\w-]+ ){{0,3}}?|"
        rf"(?<=new )(?:[a-z][\w-]+ ){{1,3}}?)(?:{heads}))\b"
        r"(?!['’s-]| (?:equipment|project|technology))"
    )


def platforms_of_places(draft: Draft) -> None:
    """Adds a platform for each place of a row, and those that share a plant or a laboratory."""
    for row in _rows(draft):
        found = _behind(draft, row) or _before(draft, row)
        if found:
            _distribute(draft, row, found)
    for found in _facility().finditer(draft.text):
        if not draft.covered(*found.span("np")):
            draft.add("Platform", *found.span("np"), confidence=0.5)


def _rows(draft: Draft) -> list[list[Found]]:
    """Places in a row, parted by commas and "and" alone."""
    regions = sorted(
        (f for f in draft.found if f.type == "Region" and not f.reference), key=lambda f: f.start
    )
    rows: list[list[Found]] = []
    for region in regions:
        last = rows[-1][-1] if rows else None
        if last and _LINK.fullmatch(draft.text, last.end, region.start):
            rows[-1].append(region)
        else:
            rows.append([region])
    return [r for r in rows if len(r) > 1 and not any(f.key.endswith("|country") for f in r)]


def _behind(draft: Draft, row: list[Found]) -> re.Match[str] | None:
    """ "A, B three city sub-markets", "in A and B to build 2 transfer zones"."""
    end = row[-1].end
    built = _BUILT.match(draft.text, end)
    lead = built or _COUNT.match(draft.text, end)
    start = lead.end() if lead else end
    single = _HEAD_ONE.match(draft.text, start) if built else None
    return _telling(_HEAD.match(draft.text, start) or single)


_HEAD_ONE = re.compile(rf"(?P<kind>(?:[a-z][\w-]+ ){{0,4}}?)(?P<head>(?:{_PLURAL}))\b(?= |[.,;])")


def _before(draft: Draft, row: list[Found]) -> re.Match[str] | None:
    """ "food parks at A, B and C"."""
    ahead = _AHEAD.search(draft.text, max(0, row[0].start - 8), row[0].start)
    if not ahead:
        return None
    heads = list(_HEAD.finditer(draft.text, max(0, row[0].start - 70), ahead.start()))
    return _telling(heads[-1]) if heads and heads[-1].end() == ahead.start() else None


def _telling(found: re.Match[str] | None) -> re.Match[str] | None:
    """The match where its words say what kind of platform is meant."""
    if found is None:
        return None
    kind = found["kind"].split()
    own = [w for w in kind if w not in _GENERIC and w not in _STOP]
    sub = found["head"].startswith("sub-")
    if found["head"] in _TRADED:
        return None
    plain = any(w in _STOP for w in kind) and not own
    return found if (own or " " in found["head"] or sub) and not plain else None


def _distribute(draft: Draft, row: list[Found], found: re.Match[str]) -> None:
    kind = found["kind"].split()
    stops = [at for at, word in enumerate(kind) if word in _STOP]
    noun = " ".join([*kind[stops[-1] + 1 if stops else 0 :], found["head"]])
    draft.found = [
        f for f in draft.found
        if f.type != "Platform" or not (f.start < found.end() and found.start() < f.end)
    ]  # fmt: skip
    for place in row:
        added = draft.add(
            "Platform", place.start, place.end, name=f"{place.name} {noun}", confidence=0.6
        )
        draft.link("LOCATED_IN", added, place, place.start, place.end, 0.75)
        name, head = re.escape(place.name), re.escape(found["head"])
        short = rf"\b{name} {head}\b|\bthe one (?:at|in) {name}\b"
        for again in re.finditer(short, draft.text):
            if not draft.covered(*again.span()):
                draft.add("Platform", *again.span(), key=added.key, confidence=0.6)
