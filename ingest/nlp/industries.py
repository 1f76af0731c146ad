"""Industries in rows and by who works in them, by the cues of ``industries.json``.

What a policy gives weight to ("gives priority to A, B and C"), what a row of sectors or of
producers names ("the A and B sectors", "A, B and C producers"), and sectors that are measured
("aquaculture revenue").
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.nlp.chunks import is_organised, is_plain, is_technical, names_technique, noun_phrase
from ingest.nlp.draft import Draft
from ingest.nlp.edges import as_noun
from ingest.nlp.items import is_sector
from ingest.nlp.lexicon import data, sectors, words
from ingest.nlp.splitting import led_in, split_items

_STOP = words("function", "verbs")
_TAIL = words("technology_tail") - {"processing", "recycling"}
_PIECE = r"[A-Za-z][\w-]+(?: [a-z][\w-]+){0,3}?"
_ROW = rf"(?P<row>(?:{_PIECE}, )*{_PIECE},? and {_PIECE}|{_PIECE})"
_END = re.compile(
    r"\b(?:which|that|and then|in order|so as|as well as|by|while|with|through|under|over|within|"
    r"to [a-z]+|because|among|across|in (?:the|its|our|order))\b|, (?=the|it|and the|we|where)"
)
_LED = re.compile(r"(?:on |the |both |its |in |to |also )*")
_AREAS = re.compile(r"^(?:the )?(?:[\w-]+ ){0,3}(?:areas|fields|sectors|industries) (?:of|in) ")


@lru_cache(maxsize=1)
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    raw = data("industries.json")
    agents, measured = raw["agents"], raw["measured"]
    return (
        re.compile(rf"\b(?:{raw['weighed']}) (?P<np>[^.;:|\n]{{3,500}})", re.IGNORECASE),
        re.compile(rf"\b{_ROW} (?:sectors|industries|trades|value chains)\b"),
        re.compile(rf"\b{_ROW}[ -](?:{agents})\b(?!['’]s? (?:union|association))"),
        re.compile(rf"\b(?P<row>{_PIECE}) (?:{measured})\b"),
    )


def find_industries(draft: Draft, start: int, end: int) -> None:
    """Adds the industries that one sentence names in these ways."""
    weighed, rows, agents, measured = _cues()
    for found in weighed.finditer(draft.text, start, end):
        _weighed(draft, *found.span("np"))
    for found in rows.finditer(draft.text, start, end):
        pieces = _pieces(draft, *found.span("row"))
        if len(pieces) > 1:
            for a, b in pieces:
                _add(draft, a, b, 0.6)
    for found in agents.finditer(draft.text, start, end):
        pieces = _pieces(draft, *found.span("row"))
        whole = draft.text[pieces[0][0] : pieces[-1][1]] if pieces else ""
        if len(pieces) > 1 and whole.casefold() in sectors():
            pieces = [(pieces[0][0], pieces[-1][1])]  # "food and beverage manufacturers"
        known = any(is_sector(draft.text[slice(*p)]) for p in pieces)
        if known or len(pieces) > 2 or _opens(draft, found, start):
            for a, b in pieces:
                _add(draft, a, b, 0.5)
    for found in measured.finditer(draft.text, start, end):
        for a, b in _pieces(draft, *found.span("row"))[-1:]:
            if is_sector(draft.text[a:b]):
                _add(draft, a, b, 0.5)


_GLOSS = re.compile(
    r"(?:, (?P<place>[A-Z][\w' -]{2,30}?))?(?: \((?P<a>[a-z][a-z -]{3,40})\)|"
    r" (?:[–—-]|——|--) (?P<b>[A-Za-z][A-Za-z -]{3,40})(?=\n|$|[,;.]))"
)


def glosses(draft: Draft) -> None:
    """What a register says a firm does behind its name: "Vega Ltd, Talin (salmon farming)"."""
    for firm in [f for f in draft.found if f.type == "Enterprise"]:
        found = _GLOSS.match(draft.text, firm.end)
        if not found:
            continue
        a, b = found.span("a" if found["a"] else "b")
        text = draft.text[a:b]
        parts = text.casefold().split()
        process = parts[-1].endswith(("ing", "tion", "ture", "logy"))
        stops = any(p in _STOP - {"and", "of"} for p in parts[:-1])
        if len(parts) > 4 or stops or is_organised(text):
            continue
        listed = bool(found["b"]) and not is_plain(text)
        if (is_sector(text) or listed or (process and len(parts) > 1)) and not draft.covered(a, b):
            field = draft.add("Industry", a, b, confidence=0.6)
            draft.link("OPERATES_IN", firm, field, firm.start, b, 0.65)
        elif len(parts) > 1 and is_technical(text) and not (is_plain(text) or draft.covered(a, b)):
            draft.add("Technology", a, b, confidence=0.55)


def _opens(draft: Draft, found: re.Match[str], start: int) -> bool:
    """ "Kelp processors …": a bare noun at the head of a sentence, no adjective."""
    word = found["row"]
    noun = not re.search(r"(?:al|ive|ern|ing|ous|ic|er|ish|y)$|\s", word)
    return noun and word[0].isupper() and found.start() == start


def named_fields(draft: Draft) -> None:
    """The field that a park's or laboratory's name says behind its place: "Talin spice food base".

    It ends before the first general word; a known sector or a kind of goods is an industry.
    """
    goods = words("goods")
    places = {f.start: f.end for f in draft.found if f.type == "Region"}
    for name in [f for f in draft.found if f.type in ("Platform", "Institute")]:
        lead = draft.tokens(places.get(name.start, name.start), name.end)
        while lead and not lead[0].text.islower():
            lead = lead[1:]
        row = []
        for token in lead:
            noun = as_noun(token, next((t for t in lead if t.start > token.end), None))
            stops = token.lower in _STOP or is_plain(token.text)
            if not token.text.islower() or (stops and not noun):
                break
            row.append(token)
        following = lead[len(row)].lower if len(row) < len(lead) else "industry"
        if not 2 <= len(row) <= 4 or following in ("industry", "industrial", "sector"):
            continue
        text = draft.text[row[0].start : row[-1].end]
        if is_sector(text) or row[-1].lower.rstrip("s") in goods:
            draft.add("Industry", row[0].start, row[-1].end, confidence=0.45)


def _weighed(draft: Draft, start: int, end: int) -> None:
    """The row that a policy gives weight to; what names a technique is a technology."""
    lead = _AREAS.match(draft.text[start:end])
    start += lead.end() if lead else 0
    cut = _END.search(draft.text, start, end)
    for a, b in split_items(draft.text, start, cut.start() if cut else end, 0):
        a = led_in(_LED, draft.text, a, b)
        edge = noun_phrase(draft, a, b)
        text = draft.text[a:edge]
        if edge <= a or edge < b - 25 or is_organised(text) or len(text.split()) > 6:
            continue
        last = text.casefold().split()[-1]
        technical = last in _TAIL or (names_technique(text) and " " in text and lead is None)
        type_ = "Industry" if is_sector(text) or not technical else "Technology"
        _add(draft, a, edge, 0.55, type_)


def _pieces(draft: Draft, start: int, end: int) -> list[tuple[int, int]]:
    """The nouns of a row, without what stands before the first of them in its clause."""
    tokens = draft.tokens(start, end)
    for turn in range(len(tokens) - 1, -1, -1):
        low = tokens[turn].lower
        if low in _STOP and low != "and" or tokens[turn].text[0].isdigit():
            start = tokens[turn].end
            tokens = tokens[turn + 1 :]
            break
    while len(tokens) > 1 and tokens[0].text.islower() and tokens[0].lower in words("empty_nouns"):
        tokens = tokens[1:]
        start = tokens[0].start
    return [
        item for item in split_items(draft.text, start, end, 0) if draft.text[slice(*item)].strip()
    ]


def _add(draft: Draft, start: int, end: int, confidence: float, type_: str = "Industry") -> None:
    text = draft.text[start:end]
    known = text.casefold() in sectors()
    if (
        not text.strip()
        or (not known and (is_plain(text) or is_organised(text)))
        or draft.covered(start, end)
    ):
        return
    if draft.covered(start, end, "Region") or text.casefold() in words("demonyms"):
        return
    draft.add(type_, start, end, confidence=confidence)
