"""Platforms: parks, bases, incubators, alliances, by their head or by their purpose."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.nlp.draft import Draft, Token
from ingest.nlp.edges import STOP, left_edge, right_edge, with_short
from ingest.nlp.lexicon import phrases, words

_HEADS = "|".join((
    *phrases("platform_compound"),
    *sorted(words("platform_heads") - {"maker-space"}, key=len, reverse=True),
))  # fmt: skip
_PLATFORM = re.compile(rf"(?<![-\w])(?:sub-)?(?:{_HEADS})\b", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:s\b|-| (?:construction|management|rate|price|share|economy|leaders?|prices|days?|"
    r"mechanism|entit|supervision|demand|project|size|player|research|access|access))"
)
_LONGER = re.compile(rf" (?:and )?(?:[A-Z][\w-]+ ){{0,3}}(?:{_HEADS.title()})\b")
_FOR = re.compile(
    r"\b(?P<np>(?:[a-z][\w-]+ ){1,3}platforms? for (?:[a-z][\w-]+ )"
    r"{1,5}?(?:achievements|resources|technologies|technology|"
    r"services|enterprises|innovation|transfer|data|equipment|financing))\b"
)
_ISSUED_BY = re.compile(
    r"\b(?P<np>(?:[A-Z]\w+ ){0,3}(?:Technology Transfer|Transfer|Service|Innovation|"
    r"Trading) Cent(?:er|re)), (?=[A-Z])"
)
_NAME_BEHIND = re.compile(r" [A-Z][a-z]+[A-Z]\w+(?=[,.;)]| (?:has|have|will|is|are|in|and)\b)")
_NAMED = re.compile(
    r"\b(?:[A-Z][\w'-]*(?: (?:and|of|for|&))* ){1,6}(?:Network|Association|Chamber of Commerce|"
    r"Chamber of Industry|Guild|Roundtable|Trade Union|Business Council)"
    r"(?: and (?:Industry|Commerce))?"
    r"(?= |[,.;:)\n]|$)(?! (?:Ltd|Inc|Limited|Operat))|"
    r"\bChamber of (?:Industry and Commerce|Commerce(?: and Industry)?|Crafts|Trade|Agriculture) "
    r"(?:for|of) (?:the )?[A-Z]\w+(?: [A-Z]\w+){0,2}"
)
"""Associations and networks, by their heads in capitals."""
_TO_PURPOSE = ("alliance", "consortium", "federation", "confederation", "hub", "cluster")
_GENERIC = words("generic", "demonyms")
_ALONE = ("incubator", "alliance", "cluster", "sub-park")
_BARE = ("market", "exchange", "zone", "space", "carrier", "cluster", "base", "park", "hub")


def platforms(draft: Draft, start: int, end: int) -> None:
    """The platforms of one sentence that have a head."""
    for head in _PLATFORM.finditer(draft.text, start, end):
        after = draft.text[head.end() : head.end() + 60]
        capital = head.group()[0].isupper()
        if draft.covered(*head.span()) or _AFTER.match(after):
            continue
        if capital and _LONGER.match(after) or _surname(draft, head, after):
            continue
        if not capital and _NAME_BEHIND.match(after):
            continue  # "the accelerator NorVik": the name is behind its noun
        begin = left_edge(draft, start, head.start(), lower=not capital, most=8)
        ahead = draft.tokens(begin, head.start())
        if len(ahead) > 1 and ahead[0].text == "1" and ahead[1].is_capital:
            begin = ahead[1].start  # "create 1 Norland transfer center"
        lead = _trimmed(_behind_body(draft, draft.tokens(begin, head.start()), capital))
        lead = _uncounted(lead)
        if head.group().casefold() == "carrier" and not (lead and lead[-1].lower in _CARRIERS):
            continue
        stop = head.end()
        if capital and head.group().casefold() in _TO_PURPOSE:
            stop = right_edge(draft, stop, end)  # "Alliance for Clean Ports"
        if capital and stop > head.end() and not covered_by_house(draft, head.end(), stop):
            start_ = lead[0].start if lead and lead[0].is_capital else head.start()
            with_short(draft, "Platform", start_, stop, 0.65)
            continue
        of_place = _of_place(draft, head) if capital and not lead else 0
        if of_place and not draft.covered(head.start(), of_place):
            with_short(draft, "Platform", head.start(), of_place, 0.6)
        if not lead or lead[0].text.isdigit():
            continue
        begin = lead[0].start
        if not _specific(draft, lead, head.group()):
            place = _in_place(draft, head)
            if place and " " in head.group() and not capital:
                draft.add("Platform", begin, place, confidence=0.5)
            continue
        if re.search(r"(?:\d\d|(?:^|\D)[02-9])\s$", draft.text[max(0, begin - 3) : begin]):
            continue
        with_short(draft, "Platform", begin, head.end(), 0.6)


def associations(draft: Draft, start: int, end: int) -> None:
    """The associations and networks of one sentence."""
    for found in _NAMED.finditer(draft.text, start, end):
        begin = found.start()
        words_ = found.group().split()
        while words_[0].casefold() in STOP and len(words_) > 2:
            begin += len(words_.pop(0)) + 1
        plain = all(w.casefold() in _GENERIC | {"and", "of", "for", "&"} for w in words_[:-1])
        paper = bool({w.casefold() for w in words_[:-1]} & words("media"))
        source = paper or draft.text.endswith("Source: ", 0, begin)  # the paper that printed it
        if not plain and not source and not draft.covered(begin, found.end()):
            with_short(draft, "Platform", begin, found.end(), 0.65)


def platforms_for(draft: Draft) -> None:
    """Platforms described by their purpose, and service centres with their house behind a comma."""
    for found in _FOR.finditer(draft.text):
        if not draft.covered(*found.span("np")):
            first = draft.tokens(*found.span("np"))[0]
            if first.lower not in STOP:
                draft.add("Platform", *found.span("np"), confidence=0.55)
    for found in _ISSUED_BY.finditer(draft.text):
        house = next(
            (f for f in draft.found if f.type == "Institute" and f.start == found.end()), None
        )
        if house:
            draft.found = [
                f
                for f in draft.found
                if not (found.start() <= f.start and f.end <= found.end("np"))
            ]
            centre = draft.add("Platform", found.start(), house.end, confidence=0.7)
            draft.link("RUNS", house, centre, found.start(), house.end, 0.7)
            for again in re.finditer(rf"\b{re.escape(found['np'])}\b", draft.text[house.end :]):
                at = house.end + again.start()
                if not draft.covered(at, at + len(found["np"])):
                    draft.add("Platform", at, at + len(found["np"]), key=centre.key)


def covered_by_house(draft: Draft, start: int, end: int) -> bool:
    """Whether what stands behind a head is a place or another body, not its purpose."""
    return draft.covered(start, end) or draft.covered(start, end, "Region")


def _of_place(draft: Draft, head: re.Match[str]) -> int:
    """Where "High-tech Zone of Talin" ends: a head of two words in capitals and its place."""
    if " " not in head.group().replace("-", " ") or not draft.text.startswith(" of ", head.end()):
        return 0
    at = head.end() + 4
    return next((f.end for f in draft.found if f.type == "Region" and f.start == at), 0)


def _in_place(draft: Draft, head: re.Match[str]) -> int:
    """Where a place ends that stands right behind a head: "a common testing centre at Talin"."""
    link = re.compile(r" (?:in|at) (?:the )?").match(draft.text, head.end())
    starts = {f.start: f.end for f in draft.found if f.type == "Region"}
    return starts.get(link.end(), 0) if link else 0


_CARRIERS = words("generic") | {"talent", "incubation"}
"""What a carrier of innovation is of; a "drug carrier" is none."""


def _uncounted(lead: list[Token]) -> list[Token]:
    """The words behind a sum; none where a count stands before: "adds 5 provincial platforms"."""
    sums = [at for at, t in enumerate(lead) if re.match(r"\d[\d.,]*-[a-z]", t.text)]
    lead = lead[sums[-1] + 1 :] if sums else lead  # "a 96-crore testing hub"
    for token, following in pairwise(lead):
        if token.text.isdigit() and token.text != "1" and following.text.islower():
            return []
    return lead


def _trimmed(lead: list[Token]) -> list[Token]:
    while lead and (_loose(lead) or not lead[0].is_word):
        lead = lead[1:]
    return lead


def _surname(draft: Draft, head: re.Match[str], after: str) -> bool:
    """ "President Park Ji-woo": a person."""
    before = draft.text[max(0, head.start() - 24) : head.start()].casefold().split()
    titled = bool(before) and before[-1] in words("person_posts", "person_kinds")
    return head.group() == "Park" and (titled or bool(re.match(r" [A-Z][a-z]+-[a-z]", after)))


def _behind_body(draft: Draft, lead: list[Token], capital: bool) -> list[Token]:
    """The words behind another body and its verb ("KETI opens …"); a body before a capitalised
    head is its house ("Norland University Technology Transfer Center")."""
    if capital and lead and draft.covered(lead[-1].start, lead[-1].end, "Institute"):
        return lead
    for turn in range(len(lead) - 1, -1, -1):
        if any(
            f.start < lead[turn].end <= f.end
            and f.type != "Region"
            and (" " in f.name or f.name.isupper())
            for f in draft.found
        ):
            rest = lead[turn + 1 :]
            return rest[1:] if rest and not rest[0].is_capital else rest
    return lead


def _loose(lead: list[Token]) -> bool:
    """A first word that says nothing of which one; "new drug" and "new energy" are kinds."""
    if lead[0].lower == "new" and len(lead) > 1 and lead[1].lower in words("new_kinds"):
        return False
    return lead[0].lower in ("provincial", "new", "key")


def _specific(draft: Draft, lead: list[Token], head: str) -> bool:
    """Whether the words before a head say which one: a place, a name, or enough of a purpose."""
    low = head.casefold()
    if any(draft.covered(t.start, t.end, "Region") for t in lead):
        return len(lead) > 1 or " " in head or low in _ALONE
    own = [t for t in lead if t.lower not in _GENERIC and t.lower != "and"]
    if low == "sub-park":
        return bool(own)
    if re.match(r"[A-Z][a-z]+[A-Z]", lead[-1].text) and head[0].isupper():
        return True  # "BeskidWood Cluster"
    if low in _BARE:
        return len(own) >= 1 and len(lead) >= 2
    if low.endswith(" office") and head[0].isupper():
        return True
    if own and " " in head and lead[0].is_capital:
        return True
    return bool(own) and len(lead) >= 2 or (len(lead) >= 3 and " " in head)
