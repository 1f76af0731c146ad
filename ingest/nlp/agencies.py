"""Government bodies: by field words around a head ("science and Technology Department of …").

Machine translation shuffles the parts of such names, so an agency's key is its head, its field
words in any order and the area that it serves: the three forms "Hunan Provincial Market Supervision
Bureau", "Provincial Market Supervision Bureau" and "Market Supervision Bureau of
Hunan province" are one agency in a document about Hunan.
"""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Found, Token, folded
from ingest.nlp.lexicon import mapping, words

_HEADS = words("agency_heads")
_FIELDS = words("agency_fields") - {"and", "&", ","}
_LEVELS = mapping("adjective_levels")
_PEOPLE = re.compile(r"^people'?s?$", re.I)
_BANK = re.compile(
    r"\b(?:China Development Bank|People's Bank of China|Agricultural Development Bank of China|"
    r"(?:Asian|European|World|African)(?: \w+){0,2} Bank)(?: [A-Z][\w']+ [Bb]ranch)?"
)
_NAMED = re.compile(
    r"\b(?:[A-Z][\w'-]+ ){1,4}(?:Council|Cabinet|Foundation|Authority|Agency|"
    r"Ministry|Directorate|Government)"
    r"(?: (?:of|for) (?:the )?(?:[A-Z][\w'-]+)(?: (?:and )?[A-Z][\w'-]+){0,4})?(?: \([A-Z]\w+\))?"
)
_OF = re.compile(
    r"\b(?:Regional|National|Municipal|Provincial|State|County|City)? ?(?:Council|"
    r"Ministry|Agency|Authority) (?:of|for) "
    r"(?:the )?[A-Z][\w'-]+(?:,? (?:and |of )?[A-Z][\w'-]+){0,5}"
)
_ACRONYM = re.compile(
    r"\b(?!(?:[A-Z][\w'-]+ ){1,3}(?:Government|Council|University|Ministry|Agency) "
    r"and )[A-Z][\w'-]+(?: (?:and )?[A-Z][\w'-]+)* \([A-Z]{3,7}\)(?= (?:today|has|"
    r"have|said|will|announced))"
)


def find_agencies(draft: Draft) -> None:
    """Adds all agencies of the document."""
    for start, end in draft.sentences:
        tokens = draft.tokens(start, end)
        for at, token in enumerate(tokens):
            if token.lower in _HEADS and not draft.covered(token.start, token.end):
                _around(draft, tokens, at)
        for pattern in (_BANK, _OF, _NAMED):
            for found in pattern.finditer(draft.text, start, end):
                _plain(draft, found)
    _acronyms(draft)


def _plain(draft: Draft, found: re.Match[str]) -> None:
    start, end = found.span()
    if draft.text[start:].startswith(("The ", "A ")):
        start = draft.text.index(" ", start) + 1
    name = draft.text[start:end]
    if draft.covered(start, end) or len(name.split()) < 2:
        return
    short = re.search(r" \((\w+)\)$", name)
    key = folded(name[: short.start()] if short else name)
    draft.add("Agency", start, end, key=key, confidence=0.75)
    if short:
        at = start + short.start(1)
        draft.add("Agency", at, at + len(short[1]), key=key, confidence=0.75, embedded=True)


def _acronyms(draft: Draft) -> None:
    """Bodies that act and carry an abbreviation, such as research councils."""
    for found in _ACRONYM.finditer(draft.text):
        if not draft.covered(*found.span()) and re.search(
            r"\b(?:Research|Innovation|Council|Fund|Foundation|Development|Enterprise)\b",
            found.group(),
        ):
            _plain(draft, found)


def _around(draft: Draft, tokens: list[Token], at: int) -> None:
    """An agency with this head: fields before it, or "of" and fields after it."""
    head = tokens[at]
    begin, fields, place = _before(draft, tokens, at)
    end, more, after = _after(draft, tokens, at)
    fields = fields | more
    regions = [r for r in (place or [after]) if r]
    named = head.lower in ("government", "council", "cabinet") and bool(regions)
    people = any(_PEOPLE.match(t.text) for t in tokens[begin:at])
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
    kind = "government" if people else head.lower
    _distribute(draft, tokens, begin, at, end, fields, regions, kind)


def _before(draft: Draft, tokens: list[Token], at: int) -> tuple[int, set[str], list[Found | None]]:
    """Where the name begins, its field words, and the areas named before it."""
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
        elif low in _LEVELS and low not in ("region",):
            begin = turn
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
        ):  # fmt: skip
            fields.add(tokens[grown].lower)
            grown += 1
        if grown == turn + 1:
            break
        end, turn = grown - 1, grown
    return end, fields - {"and", "&", ","}, None


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
    if kind == "ministry" or (level == "country" and not regions):
        region = draft.home.get("country")
    name = words_
    if regions and regions[0].reference:
        name = re.sub(r"^(?:our|the) \w+ ", f"{region.name} " if region else "", words_)
    added = draft.add(
        "Agency",
        start,
        stop,
        name=" ".join(name.split()),
        key=agency_key(fields, kind, region.key if region else ""),
        confidence=0.85 if regions or level else 0.6,
    )
    if region:
        _serves(draft, added, region)


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
