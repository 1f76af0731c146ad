"""Component ``qilian_names``: enterprises, institutes, agencies and platforms.

A name is found by its head ("Co., Ltd.", "University", "Bureau", "incubator") and grown to the left
and right by rules that hold for proper English and for machine translation alike, where case is
noise ("science and Technology Department"). Heads and word lists are data.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.agencies import find_agencies
from ingest.nlp.aliases import spread
from ingest.nlp.draft import Draft, Token, draft_of, folded
from ingest.nlp.lexicon import phrases, words
from ingest.nlp.titles import add_programmes

LEGAL = re.compile(
    r"(?:Limited by Share Ltd\b\.?|Polytron Technologies Inc\b\.?|Limited [Ll]iability [Cc]ompany|"
    r"Joint[- ]Stock [Cc]ompany|(?:Company|Corporation) Limited|Limited [Cc]ompany|"
    r"(?:Group )?Co\.?,? ?(?:Ltd|LTD|Limited)\b\.?|Pvt\.? Ltd\b\.?|Pte\.? Ltd\b\.?|"
    r"Private Limited|Ltda\b\.?|S\.A\.|S\.p\.A\.|B\.V\.|N\.V\.|GmbH\b|"
    r"(?:Ltd|Inc|Corp)\b\.?|(?:plc|PLC|LLP|LLC|Oyj|Oy|AB|ASA|AG|KG|SAS|SARL|Corporation)\b\.?)"
)
_WEAK = re.compile(
    r"\b(?:Group|[Ff]actory|Farm|[Cc]ooperative|[Cc]o-operative|[Ww]inery|[Bb]rewery|[Mm]ill|Works|"
    r"Company|company|Holdings|Industries|Pharmaceuticals?)\b"
)
_ACADEMY = re.compile(
    r",? (?:of )?(?:the )?(?:Chinese|China) Academy of (?:[A-Z]\w+ )?Sciences(?: and [A-Z]\w+)?"
)
_SHORT = re.compile(r" \((?:the )?([A-Z][\w&. -]{1,24})\)")
_HEAD = re.compile(
    r"\b(?:" + "|".join(sorted(words("institute_heads"), key=len, reverse=True)) + r")\b", re.I
)
_COMPOUND = re.compile(r"\b(?:" + "|".join(phrases("institute_compound")) + r")\b", re.IGNORECASE)
_CENTRE = re.compile(r"\b(?:Centre|Center|Institute|Laboratory|School|College) for (?=[A-Z])")
_PLATFORM = re.compile(
    r"\b(?:" + "|".join((*phrases("platform_compound"), *sorted(
        words("platform_heads") - {"maker-space"}, key=len, reverse=True))) + r")\b", re.IGNORECASE
)  # fmt: skip
_FUNCTION = words("function")
_STOP = words("function", "verbs")
_GENERIC = words("generic")


@Language.factory("qilian_names")
def make_names(nlp: Language, name: str) -> Names:
    """The factory that spaCy calls."""
    return Names()


class Names:
    """Finds named bodies and joins their shorter forms to them."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        for start, end in draft.sentences:
            _enterprises(draft, start, end)
        spread(draft)
        for start, end in draft.sentences:
            _institutes(draft, start, end)
        find_agencies(draft)
        for start, end in draft.sentences:
            _weak_enterprises(draft, start, end)
            _platforms(draft, start, end)
        _platforms_for(draft)
        spread(draft)
        add_programmes(draft)
        _embed_places(draft)
        return doc


def _embed_places(draft: Draft) -> None:
    """A place inside a name is part of the name; it is meant only where something else says so."""
    names = [f for f in draft.found if f.type not in ("Region", "Problem") and not f.reference]
    for region in draft.found:
        if region.type == "Region":
            region.embedded = any(
                n.start <= region.start
                and region.end <= n.end
                and n.end - n.start > region.end - region.start
                for n in names
            )


# --- growing a name to the left -------------------------------------------------------------


def left_edge(draft: Draft, start: int, head: int, *, lower: bool = False, most: int = 9) -> int:
    """Where a name begins whose head is at ``head``; not before ``start``.

    Goes over words and "(Group)", over "of" and "and" inside a name, and stops at other marks,
    function words and verbs. Leading lower-case words are then cut unless ``lower``.
    """
    tokens = draft.tokens(start, head)
    at = len(tokens)
    taken = 0
    while at and taken < most:
        token = tokens[at - 1]
        if token.text in ")" and at >= 3 and tokens[at - 3].text == "(":
            at -= 3
            continue
        if token.text in ("-", "&", "/"):
            at -= 1
            continue
        if token.lower in ("and", "of") and at >= 2 and _crosses(draft, tokens, at, lower):
            at -= 1
            continue
        if not token.is_word or token.lower in _FUNCTION or token.text.endswith("'s"):
            break
        if token.lower in _STOP and not (token.is_capital and at > 1):
            break
        at -= 1
        taken += 1
    while at < len(tokens) and not lower and not tokens[at].is_capital:
        at += 1
    while at < len(tokens) and (tokens[at].lower in ("and", "of") or not tokens[at].is_word):
        at += 1
    return tokens[at].start if at < len(tokens) else head


def _crosses(draft: Draft, tokens: list[Token], at: int, lower: bool) -> bool:
    """Whether "and" (or "of") belongs to the name: no body ends before it, none begins after it."""
    before, after = tokens[at - 2], tokens[at] if at < len(tokens) else None
    if not before.is_word or before.lower in _STOP:
        return False
    if after is None:
        return lower and tokens[at - 1].lower == "and"
    if draft.covered(before.start, before.end) or LEGAL.fullmatch(before.text):
        return False
    if _WEAK.fullmatch(before.text) and tokens[at - 1].lower == "and":
        return False
    if _HEAD.fullmatch(before.text):
        return tokens[at - 1].lower == "of" and after.is_capital
    if tokens[at - 1].lower == "of":
        return False
    if draft.covered(after.start, after.end, "Region"):
        return False
    return (before.is_capital and after.is_capital) or (lower and not before.is_capital)


def _enterprises(draft: Draft, start: int, end: int) -> None:
    for legal in LEGAL.finditer(draft.text, start, end):
        if draft.covered(*legal.span(), "Enterprise"):
            continue
        begin = left_edge(draft, start, legal.start())
        if begin >= legal.start() or draft.text[begin : legal.start()].strip(" ,") == "":
            continue
        stop = legal.end()
        if legal.group().endswith(".") and draft.text[stop - 2 : stop] != "A." and stop == end:
            stop -= 0
        _with_short(draft, "Enterprise", begin, stop, 0.9)


def _with_short(draft: Draft, type_: str, begin: int, stop: int, confidence: float) -> None:
    """Adds a name, and the abbreviation in brackets behind it as another form."""
    name = " ".join(draft.text[begin:stop].split())
    short = _SHORT.match(draft.text, stop)
    if short and not short[1].casefold().startswith("hereinafter"):
        full = draft.add(type_, begin, short.end(), key=folded(name), confidence=confidence)
        full.end = short.end()
        full.name = f"{name} ({short[1]})"
        draft.add(type_, begin, stop, name=name, key=full.key, confidence=confidence, embedded=True)
        draft.add(type_, *short.span(1), key=full.key, confidence=confidence, embedded=True)
        return
    draft.add(type_, begin, stop, key=folded(name), confidence=confidence)


def _weak_enterprises(draft: Draft, start: int, end: int) -> None:
    """Groups, factories, farms and cooperatives: firms by their head word alone."""
    for head in _WEAK.finditer(draft.text, start, end):
        if draft.covered(*head.span()):
            continue
        begin = left_edge(draft, start, head.start())
        lead = draft.tokens(begin, head.start())
        if begin >= head.start() or not lead[0].is_capital or not lead[0].text[0].isalpha():
            continue
        plain = all(t.lower in _GENERIC for t in lead)
        if plain or draft.covered(begin, head.start()):
            continue
        if len(lead) == 1 and (lead[0].start == start or head.group() in ("Works", "company")):
            continue
        _with_short(draft, "Enterprise", begin, head.end(), 0.7)


# --- institutes -----------------------------------------------------------------------------


def _institutes(draft: Draft, start: int, end: int) -> None:
    for compound in _COMPOUND.finditer(draft.text, start, end):
        _compound_institute(draft, start, end, compound)
    for head in _HEAD.finditer(draft.text, start, end):
        if not head.group()[0].isupper() or draft.covered(*head.span()):
            continue
        if re.match(r" (?:of |for )", draft.text[head.end() :]) is None and re.match(
            r"[ -](?:[a-z]+ )?(?:platform|park|base|alliance)", draft.text[head.end() :]
        ):
            continue
        begin = left_edge(draft, start, head.start())
        stop = _right_edge(draft, head.end(), end)
        place = next(
            (f for f in draft.found if f.type == "Region" and f.start == head.end() + 1), None
        )
        if place and stop == head.end() and draft.text[head.end()] == " ":
            stop = place.end
        proper = begin < head.start() or stop > head.end()
        lead = [t.lower for t in draft.tokens(begin, head.start())]
        if not proper or (stop == head.end() and all(w in _GENERIC for w in lead)):
            continue
        _with_short(draft, "Institute", begin, _academy_edge(draft, stop), 0.85)
    for found in _CENTRE.finditer(draft.text, start, end):
        if not draft.covered(*found.span()):
            begin = left_edge(draft, start, found.start())
            stop = _right_edge(draft, found.end() - 5, end)
            _with_short(draft, "Institute", begin, stop, 0.8)
    for found in re.finditer(r"\b(?:Centre|Center)\b", draft.text[start:end]):
        at = start + found.start()
        begin = left_edge(draft, start, at)
        purpose = re.search(
            r"\b(?:transfer|service|trading|exchange|incubation|sharing) $",
            draft.text[begin:at],
            re.I,
        )
        if (
            begin < at
            and not purpose
            and not draft.covered(begin, start + found.end())
            and len(draft.tokens(begin, at)) >= 2
        ):
            _with_short(draft, "Institute", begin, start + found.end(), 0.6)


def _compound_institute(draft: Draft, start: int, end: int, found: re.Match[str]) -> None:
    """Research centres and key laboratories with a field or a host, in either case of letters."""
    if draft.covered(*found.span()) or draft.text[found.end() : found.end() + 1] == "s":
        return
    begin = left_edge(draft, start, found.start(), lower=not found.group()[0].isupper())
    lead = draft.tokens(begin, found.start())
    stop = _right_edge(draft, found.end(), end)
    if all(t.lower in _GENERIC or t.text.isdigit() for t in lead) and stop == found.end():
        return
    if lead and lead[0].text.isdigit():
        return
    while lead and lead[0].lower in ("provincial", "national", "state", "new") and len(lead) > 1:
        lead = lead[1:]
        begin = lead[0].start
    _with_short(draft, "Institute", begin, _academy_edge(draft, stop), 0.75)


def _academy_edge(draft: Draft, stop: int) -> int:
    academy = _ACADEMY.match(draft.text, stop)
    return academy.end() if academy else stop


def _right_edge(draft: Draft, stop: int, end: int) -> int:
    """Where "Institute of …" ends: capitals and their links, or lower-case words up to a verb."""
    link = re.compile(r" (?:of|for) (?:the )?").match(draft.text, stop)
    if not link or link.end() >= end:
        return stop
    tokens = draft.tokens(link.end(), end)
    if not tokens or not tokens[0].is_word or tokens[0].lower in _STOP:
        return stop
    capital = tokens[0].is_capital
    at = 0
    edge = stop
    while at < len(tokens) and at < 9:
        token = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.lower in ("and", "&", "of"):
            if not following or not following.is_word or following.lower in _STOP:
                break
            if following.is_capital != capital or _begins_name(draft, tokens, at + 1):
                break
        elif not token.is_word or token.lower in _STOP or (capital and not token.is_capital):
            break
        elif token.text.endswith("'s"):
            edge = token.end - 2
            break
        else:
            edge = token.end
            if at and not capital and at >= 6:
                break
        at += 1
    return edge


def _begins_name(draft: Draft, tokens: list[Token], at: int) -> bool:
    """Whether another body's name begins here (its head comes before the next mark)."""
    for token in tokens[at : at + 5]:
        if not token.is_word or token.lower in _STOP:
            return False
        if _HEAD.fullmatch(token.text) or LEGAL.fullmatch(token.text):
            return True
        if draft.covered(token.start, token.end, "Region") and token is tokens[at]:
            return True
    return False


# --- platforms ------------------------------------------------------------------------------


def _platforms(draft: Draft, start: int, end: int) -> None:
    for head in _PLATFORM.finditer(draft.text, start, end):
        after = draft.text[head.end() : head.end() + 24]
        if draft.covered(*head.span()) or re.match(
            r"(?:s\b|-| (?:construction|management|rate|price|share|economy|"
            r"mechanism|entit|supervision|demand|project))",
            after,
        ):
            continue
        lower = head.group()[0].islower()
        begin = left_edge(draft, start, head.start(), lower=lower, most=8)
        lead = draft.tokens(begin, head.start())
        lead = _trimmed(draft, lead)
        if not lead or lead[0].text.isdigit() or not _specific(draft, lead, head.group()):
            continue
        begin = lead[0].start
        if begin and re.search(r"\d\s$", draft.text[max(0, begin - 2) : begin]):
            continue
        draft.add("Platform", begin, head.end(), confidence=0.6)


_FOR = re.compile(
    r"\b(?P<np>(?:[a-z][\w-]+ ){1,3}platforms? for (?:[a-z][\w-]+ )"
    r"{1,5}?(?:achievements|resources|technologies|technology|"
    r"services|enterprises|innovation|transfer|data|equipment|financing))\b"
)
_ISSUED_BY = re.compile(
    r"\b(?P<np>(?:[A-Z]\w+ ){0,3}(?:Technology Transfer|Transfer|Service|Innovation|"
    r"Trading) Cent(?:er|re)), (?=[A-Z])"
)


def _platforms_for(draft: Draft) -> None:
    """Platforms described by their purpose, and service centres with their house behind a comma."""
    for found in _FOR.finditer(draft.text):
        if not draft.covered(*found.span("np")):
            first = draft.tokens(*found.span("np"))[0]
            if first.lower not in _STOP:
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


def _trimmed(draft: Draft, lead: list[Token]) -> list[Token]:
    while lead and (lead[0].lower in ("provincial", "new", "key") or not lead[0].is_word):
        lead = lead[1:]
    return lead


def _specific(draft: Draft, lead: list[Token], head: str) -> bool:
    """Whether the words before a head say which one: a place, a name, or enough of a purpose."""
    if any(draft.covered(t.start, t.end, "Region") for t in lead):
        return (
            len(lead) > 1 or " " in head or head.casefold() in ("incubator", "alliance", "cluster")
        )
    own = [t for t in lead if t.lower not in _GENERIC and t.lower != "and"]
    if head.casefold() in (
        "market",
        "exchange",
        "zone",
        "space",
        "carrier",
        "cluster",
        "base",
        "park",
    ):
        return len(own) >= 1 and len(lead) >= 2
    return bool(own) and len(lead) >= 2 or len(own) >= 2 or (len(lead) >= 3 and " " in head)
