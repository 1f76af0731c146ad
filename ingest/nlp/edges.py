"""Where a name begins and ends around its head word, and the shorter form in brackets behind it.

The rules hold for proper English and for machine translation alike, where case is noise ("science
and Technology Department"). Word lists are data.
"""

from __future__ import annotations

import re

from graph.language.places import gazetteer
from ingest.nlp.draft import Draft, Found, Token, folded
from ingest.nlp.lexicon import phrases, words

LEGAL = re.compile(
    r"(?:" + "|".join(phrases("legal_forms")) + r")(?![\w-])\.?|(?:Ltda|S\.A|S\.L)\.(?!\w)"
)
WEAK = re.compile(
    r"\b(?:Group|[Ff]actory|[Ff]amily [Ff]arm|Farm|[Cc]ooperatives?|[Cc]o-operative|[Ww]inery|"
    r"[Bb]rewery|[Mm]ill|Works|"
    r"Company|company|Holdings?|Industries|Pharmaceuticals?|Growers|Ventures|Enterprises|"
    r"[Ss]teelworks|[Dd]airy|[Ss]hipyard|Foundry|Millers|Mills|Brewers|Bakers|Exporters|Processors|"
    r"Motors|Textiles|Electronics|Therapeutics|Diagnostics|Semiconductors|Airlines|Breweries|"
    r"Vineyards|Plantations|Seafoods|Shipyards|Smelters|Dairies|Ranchers|Refinery|Smelter|Plant|"
    r"Avionics|Aerospace|Biosciences|Biologics|Biopharma|Genomics|Biotech|Robotics|Foods|Feeds|"
    r"Beverages|Instruments|Chemicals|Minerals|Metals|Ceramics|Plastics|Packaging|Shipping|"
    r"Microsystems|Optics|Castings|Bearings|Fertili[sz]ers|Looms|Aerostructures|Composites|Supplies|"
    r"Bioacoustics|Photonics|Acoustics|Analytics|Dynamics|Laboratories|Machines|Seals|Pumps|Valves|"
    r"Sensors|Lasers|Turbines|Batteries|Tools|Coatings|Polymers|Alloys|Fibres|Fibers|Labs|"
    r"Technologies|Partners|Medical(?=[,.;)]| (?:of|has|will|took|said|to)\b)|"
    r"[Pp]rofessional (?:union|cooperative))\b"
)
_HEADS = "|".join(sorted(words("institute_heads"), key=len, reverse=True))
HEAD = re.compile(rf"\b(?:(?:{_HEADS}) )*(?:{_HEADS})\b", re.IGNORECASE)
_BRACKET = re.compile(r" ?\((?:the )?[\"“]?(?P<short>[A-Z][\w&.' -]{1,48}?)[\"”]?\)")
_TO_QUOTE = re.compile(r"(?: [a-z-]+){1,4}(?=[\"”])")
_FUNCTION = words("function")
STOP = words("function", "verbs")
_INNER = words("numerals")
_FIELDS = words("institute_fields", "agency_fields") - {","}
_PARTICLES = words("particles")
_BRAND = frozenset(("plus", "first", "next", "one", "all", "beyond", "over", "up", "more", "above"))
"""Function words that end the name of a firm: "Norvik Plus Ltd"."""
_CASELESS = words("generic", "agency_fields", "institute_fields")
_BODY_ENDS = words("agency_heads") | {
    "association", "federation", "network", "chamber", "society", "union", "board", "authority",
    "cluster", "alliance", "consortium", "park", "hub", "unit", "centre", "center", "facility",
    "station", "trust", "fund", "bank", "service", "group", "school", "platform", "incubator",
}  # fmt: skip
"""Last words of names behind which "and" joins another body."""
MOST = 9
"""Words that a name takes before its head."""


def left_edge(draft: Draft, start: int, head: int, *, lower: bool = False, most: int = MOST) -> int:
    """Where a name begins whose head is at ``head``; not before ``start``.

    Goes over words and "(Group)", over "of" and "and" inside a name, and stops at other marks, at
    tabs, function words and verbs. Leading lower-case words are then cut unless ``lower``.
    """
    tokens = draft.tokens(start, head)
    at = len(tokens)
    taken = 0
    while at and taken < most:
        token = tokens[at - 1]
        following = tokens[at].start if at < len(tokens) else head
        behind = draft.text[following : following + 12]
        if re.search(r"[\t\n]", draft.text[token.end : following]):
            break
        if token.text in ")" and at >= 3 and tokens[at - 3].text == "(":
            if _after_body(tokens, at - 2):
                break
            at -= 3
            continue
        if token.text in ("-", "&", "/") or (token.text in "—–" and token.end == following):
            at -= 1
            continue
        if token.lower in ("and", "of") and at >= 2 and _crosses(draft, tokens, at, lower):
            at -= 1
            continue
        if token.lower in _PARTICLES and 1 < at < len(tokens) and tokens[at - 2].is_capital:
            at -= 1
            continue
        inner = token.lower in _INNER and token.is_capital and at < len(tokens)
        if not token.is_word or (token.text.endswith("'s") and not _owned(tokens, at, behind)):
            break
        brand = token.is_capital and token.lower in _BRAND and at > 1 and tokens[at - 2].is_capital
        if token.lower in _FUNCTION and not brand and not (inner and tokens[at].is_capital):
            break
        stops = token.lower in STOP and not (token.is_capital and at > 1 or inner)
        if stops and not as_noun(token, tokens[at] if at < len(tokens) else None):
            break
        past = token.text.islower() and token.lower.endswith("ed") and "-" not in token.text
        if past and at < len(tokens) and tokens[at].is_capital and not lower:
            break  # "… Bureau asked Norland Institute"
        at -= 1
        taken += 1
    while at < len(tokens) and not lower and not tokens[at].is_capital:
        at += 1
    while at < len(tokens) and (tokens[at].lower in ("and", "of") or not tokens[at].is_word):
        at += 1
    return tokens[at].start if at < len(tokens) else head


def _owned(tokens: list[Token], at: int, behind: str) -> bool:
    """Whether a possessive is part of a name: "Queen's University", "Lin's family farm"."""
    saint = at > 1 and tokens[at - 2].lower in ("st", "saint")
    if re.match(r"(?i:family|farm|orchard|winery|dairy|bakery|brewery)\b", behind):
        return tokens[at - 1].is_capital
    return saint or tokens[at - 1].lower in (
        "queen's", "king's", "women's", "children's", "people's", "farmers'", "workers'", "growers'"
    )  # fmt: skip


def as_noun(token: Token, following: Token | None) -> bool:
    """Whether a verb's form is part of a noun here: "building materials"."""
    return following is not None and f"{token.lower} {following.lower}" in phrases("ing_nouns")


def _crosses(draft: Draft, tokens: list[Token], at: int, lower: bool) -> bool:
    """Whether "and" (or "of") belongs to the name: no body ends before it, none begins after it."""
    before, after = tokens[at - 2], tokens[at] if at < len(tokens) else None
    if not before.is_word or before.lower in STOP:
        return False
    if after is None:
        return lower and tokens[at - 1].lower == "and"
    if draft.covered(before.start, before.end) or LEGAL.fullmatch(before.text):
        return False
    if (
        at > 2
        and tokens[at - 3].lower == "of"
        and draft.covered(before.start, before.end, "Region")
    ):
        return False  # "Ministry of … of Norland and Vega University"
    first = at < 3 or tokens[at - 3].lower in STOP
    if tokens[at - 1].lower == "and" and first and before.text.isupper() and len(before.text) > 2:
        return False  # "run by NGA and Vega SA"
    if tokens[at - 1].lower == "and" and before.is_capital and before.lower in _BODY_ENDS:
        return False
    if tokens[at - 1].lower == "and" and (WEAK.fullmatch(before.text) or _after_body(tokens, at)):
        return False
    if (before.lower, after.lower) == ("internet", "things"):
        return True
    if HEAD.fullmatch(before.text) or before.lower in words("of_heads"):
        return tokens[at - 1].lower == "of" and after.is_capital
    if tokens[at - 1].lower == "of":
        return False
    if draft.covered(after.start, after.end, "Region"):
        return False
    if tokens[at - 1].lower == "and" and {before.lower, after.lower} <= _CASELESS:
        return True
    same = before.is_capital == after.is_capital and before.text[0].isalpha()
    return same or (lower and not before.is_capital)


def _after_body(tokens: list[Token], at: int) -> bool:
    """Whether "University of X" stands before the word or mark at ``at - 1``."""
    turn = at - 2
    while turn > 0 and at - turn < 7 and (tokens[turn].is_capital or tokens[turn].lower == "of"):
        if tokens[turn].lower == "of" and HEAD.fullmatch(tokens[turn - 1].text):
            return True
        turn -= 1
    return False


def right_edge(draft: Draft, stop: int, end: int) -> int:
    """Where "Institute of …" ends: capitals and their links, or lower-case words up to a verb.

    A lower-case field word is passed over where a capital follows it ("University of traditional
    Chinese Medicine").
    """
    link = re.compile(r" (?:of|for) (?:the )?").match(draft.text, stop)
    if not link or link.end() >= end:
        return stop
    tokens = draft.tokens(link.end(), end)
    if not tokens or not tokens[0].text[0].isalpha() or tokens[0].lower in STOP:
        return stop
    if draft.text[tokens[0].end : tokens[0].end + 1] in ("$", "£", "€"):
        return stop  # "for NZ$50"
    capital = tokens[0].is_capital or any(t.is_capital for t in _fields(tokens)[1:])
    at = 0
    edge = stop
    while at < len(tokens) and at < 9:
        token = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if at and re.search(r"[\t\n]", draft.text[tokens[at - 1].end : token.start]):
            break
        if token.lower in ("and", "&", "of"):
            if not following or not following.is_word or following.lower in STOP:
                break
            field = following.lower in _FIELDS
            if following.is_capital != capital and not field:
                break
            if edge > stop and len(following.text) > 2 and following.text.isupper():
                break
            country = token.lower == "of" and _is_country(draft, following)
            if not country and _begins_name(draft, tokens, at + 1):
                break
            if token.lower == "of" and not country and edge > stop and not capital:
                break
        elif not token.is_word or (token.lower in STOP and not token.is_capital):
            break
        elif capital and not token.is_capital:
            tail = _lower_tail(tokens[at:])
            if tail:
                edge = tail
                break
            if token.lower not in _FIELDS or not any(t.is_capital for t in _fields(tokens[at:])):
                break
        elif token.text.endswith("'s"):
            edge = token.end - 2
            break
        elif token.text[0].isdigit() or (at and not capital and _other_work(tokens, at)):
            break
        else:
            edge = token.end
            if at and not capital and at >= 6:
                break
        at += 1
    quoted = _TO_QUOTE.match(draft.text, edge)
    if quoted and all(word.lower() in _FIELDS for word in quoted.group().split()):
        return quoted.end()
    return edge


_SCIENCES = words("sciences")


def _lower_tail(tokens: list[Token]) -> int:
    """Where field words in lower case end a name: "(Academy of Talin) forestry sciences"; or 0."""
    turn = 0
    while turn < min(len(tokens), 6) and tokens[turn].lower in _FIELDS | {"and", "&"}:
        turn += 1
    last = tokens[turn - 1] if turn else None
    after = tokens[turn] if turn < len(tokens) else None
    ends = after is None or not after.is_word or after.lower in STOP
    return last.end if last and last.lower in _SCIENCES and ends else 0


def _fields(tokens: list[Token]) -> list[Token]:
    """The row of field words and their links at the start, with the first capital behind it."""
    row = []
    for token in tokens[:6]:
        row.append(token)
        if token.is_capital or token.lower not in _FIELDS | {"and", "&"}:
            break
    return row


def _other_work(tokens: list[Token], at: int) -> bool:
    """ "… research and development of", "… research on": what the body does, not its name."""
    after = [t.lower for t in tokens[at : at + 4]]
    return after[:1] == ["research"] and (
        after[1:3] == ["and", "development"] or after[1:2] in (["on"], ["into"])
    )


def _is_country(draft: Draft, token: Token) -> bool:
    return draft.covered(token.start, token.end, "Region") and any(
        p.level == "country" for p in gazetteer().get(token.lower, ())
    )


def _begins_name(draft: Draft, tokens: list[Token], at: int) -> bool:
    """Whether another body's name begins here (its head comes before the next mark)."""
    for token in tokens[at : at + 5]:
        if not token.is_word or token.lower in STOP:
            return False
        if HEAD.fullmatch(token.text) or LEGAL.fullmatch(token.text):
            return True
        if token.lower in words("foreign_heads"):
            return True
        if draft.covered(token.start, token.end, "Region") and token is tokens[at]:
            return True
    return False


def with_short(draft: Draft, type_: str, begin: int, stop: int, confidence: float) -> Found:
    """Adds a name, and the abbreviation in brackets behind it as another form."""
    name = " ".join(draft.text[begin:stop].split())
    return bracketed(draft, draft.add(type_, begin, stop, key=folded(name), confidence=confidence))


def bracketed(draft: Draft, body: Found) -> Found:
    """Gives a name the abbreviation that stands in brackets behind it, if there is one."""
    bracket = _BRACKET.match(draft.text, body.end)
    if not bracket or not is_short(bracket["short"], body.name):
        return body
    for (start, end), name in (
        ((body.start, body.end), body.name), (bracket.span("short"), bracket["short"])
    ):  # fmt: skip
        draft.add(
            body.type, start, end, name=name, key=body.key, confidence=body.confidence,
            embedded=True,
        )  # fmt: skip
    body.name = f"{body.name} ({bracket['short']})"
    body.end = bracket.end()
    return body


def is_short(short: str, name: str) -> bool:
    """Whether a bracket holds another form of the name, and no place or remark."""
    place = short.casefold() in gazetteer() and not short.isupper()
    if place or short.casefold().startswith("hereinafter"):
        return False
    parts = [w.casefold() for w in re.findall(r"[\w&]+", short)]
    own = set(re.findall(r"[\w&]+", name.casefold()))
    if len(parts) > 2 and len(own & set(parts)) < len(parts) - 1:
        return False  # another body's name: the host
    if len(parts) == 1:
        capitals = sum(c.isupper() for c in short)
        initials = "".join(w[0] for w in re.findall(r"\w+", name)).casefold()
        letters = [c for c in short.casefold() if c.isalnum()]
        inside = bool(letters) and letters[0] in initials
        drawn = len(short) <= 9 and inside and set(letters) <= set(name.casefold())
        return (capitals >= 2 and len(short) <= 12) or parts[0] in own or drawn
    return bool(own & set(parts)) or any(HEAD.fullmatch(w) for w in parts)
