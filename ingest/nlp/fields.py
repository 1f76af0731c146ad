"""Component ``qilian_fields``: industries, technologies and problems in running text.

Industries by head word ("… industry", "… manufacturing"), by the sector list in contexts that say
so, and as siblings of a known sector in a row ("A, B and C"). Technologies and problems have rules
of their own (`ingest.nlp.technologies`, `ingest.nlp.problems`).
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.chunks import (
    governed,
    is_organised,
    is_plain,
    is_technical,
    names_technique,
    noun_phrase,
)
from ingest.nlp.draft import Draft, Token, draft_of
from ingest.nlp.edges import left_edge
from ingest.nlp.industries import find_industries, glosses, named_fields
from ingest.nlp.items import field_type, is_sector
from ingest.nlp.lexicon import industries, sectors, words
from ingest.nlp.problems import find_problems
from ingest.nlp.splitting import led_in, split_items
from ingest.nlp.technologies import after_places, find_technologies, patented

_INDUSTRY = re.compile(
    r"\b(?:industry|industries|sector|trade|manufacturing|husbandry|farming)\b(?! (?:"
    r"association|alliance|technology|and (?:commerce|trade|information|technology)|"
    r"base|standard|bureau|department|"
    r"commission|university|fund|show|fair|contract|union|company|enterprises?|experts?|"
    r"insiders?|connections?|partners?|organi[sz]ations?|growth|leaders?|bod(?:y|ies)|"
    r"groups?|players?|representatives?|events?|networks?|engagement|experience|"
    r"knowledge|collaborations?|prices|averages?|forum|council|federation|survey|"
    r"strategy|minister|ministry|secretary|department|press|news|award|days?|week|partnerships?|"
    r"mentors?|funding|clusters?|zones?|parks?|platforms?|stakeholders?|practitioners?))",
    re.IGNORECASE,
)
_ENGAGED = re.compile(
    r"\b(?:engaged in|works? in|active in|operates? in|specialis\w+ in|specializ\w+ in|"
    r"the (?:one|other|second|third|latter) (?:at|in) [A-Z][\w-]+ (?:in|on)|"
    r"(?:maker|manufacturer|producer|supplier|grower|processor|developer)s? of|"
    r"in the fields? of|belongs? to|serves?|(?:firm|company) of)\b "
    r"(?:the |a |an )?(?P<np>(?:[a-z]|[A-Z][a-z]+ [a-z])[^.;:,()|\n]{2,70})"
)
_COMPANY = re.compile(
    r"\b(?:an?|the) (?:[A-Z][\w'-]+-based )?(?P<np>(?:[a-z][\w-]+ ){1,3})(?:company|firm|maker|"
    r"manufacturer|"
    r"producer|startup|start-up)\b"
)
_FOCUS = re.compile(
    r"\b(?:concentrat\w+|focus\w*|specialis\w+|specializ\w+) on (?:supporting |the "
    r"development of )?(?P<np>[^.;:|\n]{3,700})",
    re.IGNORECASE,
)
_SECTORS = re.compile(
    r"\b(?:supports?|supporting|develop(?:s|ing)?|promot(?:e|es|ing)|strong in|"
    r"leading in|grow(?:ing)? the|expand(?:ing)?|covers?|covering|reserved for|cultivat(?:e|ing)|"
    r"bigger and stronger)\s+(?:the )?(?:development of |growth of )?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?P<np>[A-Za-z][A-Za-z -]{2,50}?) (?:accounted for|accounts? for|made up|makes? up|"
    r"contributed|occupied|for)?\s?(?=\d[\d.]* ?(?:%|per ?cent))"
)
_IN_NAME = re.compile(
    r"\b(?:industry|agriculture|husbandry|manufacturing|fishery|fisheries|forestry|aquaculture|tourism|"
    r"horticulture|viticulture|metallurgy)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?P<np>(?:(?:(?<=[Pp]rovince )|(?<=[Cc]ity ))[A-Z][a-z]+ )?(?:[a-z][\w-]+ ){1,5})"
    r"(?=(?:joint|key|engineering|technology innovation) (?:laboratory|"
    r"(?:technology )?research cent(?:er|re)|cent(?:er|re)))|"
    r"\b(?:[Ll]aboratory|[Rr]esearch [Cc]ent(?:er|re)) (?:of|for|on) (?P<of>[a-z][\w -]{5,60})"
)
_NOT_IN = ("Enterprise", "Institute", "Agency", "Platform", "Policy", "Programme", "Patent",
           "Person", "Industry", "Technology")  # fmt: skip
_LED = re.compile(r"(?:on |the |both |breaking through |tackling |conquering )*")
_LANDSCAPES = frozenset(
    ("plateau", "western", "eastern", "southern", "northern", "mountain", "desert")
)
"""Where an industry is, no part of which one it is."""
_WHOLE = frozenset(("whole", "entire", "strong", "complete", "full", "weak", "modern"))
"""Adjectives that say nothing of which industry."""
_STOP = words("function", "verbs")


@Language.factory("qilian_fields")
def make_fields(nlp: Language, name: str) -> Fields:
    """The factory that spaCy calls."""
    return Fields()


class Fields:
    """Finds industries, technologies and problems."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        for turn, (start, end) in enumerate(draft.sentences):
            if draft.is_tabular(start, end) or (turn == 0 and draft.source.title):
                continue
            _by_head(draft, start, end)
            find_problems(draft, start, end)
            find_industries(draft, start, end)
            _focus(draft, start, end)
            _contexts(draft, start, end)
            find_technologies(draft, start, end)
            _terms(draft, start, end)
            _sectors(draft, start, end)
            _shares(draft, start, end)
        patented(draft)
        glosses(draft)
        _within_names(draft)
        named_fields(draft)
        _unite(draft)
        return doc


def _by_head(draft: Draft, start: int, end: int) -> None:
    for head in _INDUSTRY.finditer(draft.text, start, end):
        if draft.covered(*head.span(), *_NOT_IN):
            continue
        begin = left_edge(draft, start, head.start(), lower=True, most=7)
        begin = after_places(draft, _from_article(draft, start, begin), head.start())
        lead = draft.tokens(begin, head.start())
        known = draft.text[begin : head.start()].strip().casefold() in sectors()
        if lead and lead[0].lower in _WHOLE and not known:
            begin, lead = (lead[1:] or lead)[0].start, lead[1:]
        while lead and not lead[0].text[0].isalpha():
            lead = lead[1:]
            begin = lead[0].start if lead else begin
        own = [t for t in lead if t.is_word and (known or not is_plain(t.text))]
        if not own or draft.covered(begin, head.start(), *_NOT_IN):
            continue
        said = head.group().casefold()
        if (said == "industries" and len(own) < 2) or (said == "trade" and len(lead) < 2):
            continue
        draft.add("Industry", begin, head.end(), confidence=0.6)


def _from_article(draft: Draft, start: int, begin: int) -> int:
    """ "the small launch vehicle sector": a verb's form inside a phrase behind an article."""
    lead = re.compile(r"\b(?:the|an?|its|their|our) ((?:[a-z][\w-]+ ){1,2})$").search(
        draft.text, max(start, begin - 40), begin
    )
    words_ = lead[1].split() if lead else []
    return begin if not lead or any(w in words("function") for w in words_) else lead.start(1)


def _within_names(draft: Draft) -> None:
    """The sectors that titles of policies, programmes and parks name: "seed industry alliance"."""
    for name in [f for f in draft.found if f.type in ("Policy", "Programme", "Platform")]:
        for head in _IN_NAME.finditer(draft.text, name.start, name.end):
            begin = left_edge(draft, name.start, head.start(), lower=True, most=4)
            begin = after_places(draft, begin, head.start())
            begin = _shortest(draft, begin, head.start(), head.end())
            text = draft.text[begin : head.start()].strip()
            vague = len(text.split()) > 3 or (is_plain(text) and text.casefold() not in sectors())
            if text and not vague and not draft.covered(begin, head.end(), "Industry"):
                draft.add("Industry", begin, head.end(), confidence=0.45)
    for name in [f for f in draft.found if f.type == "Institute"]:
        for found in _TOPIC.finditer(draft.text, name.start, name.end):
            a, b = found.span("np") if found["np"] else found.span("of")
            if is_technical(draft.text[a:b].strip()) and not draft.covered(a, b, "Technology"):
                draft.add("Technology", a, b, confidence=0.45)


def _shortest(draft: Draft, begin: int, head: int, end: int) -> int:
    """Where the longest known sector begins, else where the places and levels in front end."""
    tokens = draft.tokens(begin, head)
    own = not any(is_plain(t.text) or t.is_capital or t.lower in _LANDSCAPES for t in tokens)
    if tokens and len(tokens) < 4 and own:
        return begin
    for token in tokens:
        said = " ".join(draft.text[token.start : head].casefold().split())
        whole = " ".join(draft.text[token.start : end].casefold().split())
        if said in sectors() or whole in sectors():
            return token.start
    for token in tokens:
        if not is_plain(token.text) and not draft.covered(token.start, token.end, "Region"):
            return token.start
    return head


def _unite(draft: Draft) -> None:
    """ "sugar and ethanol" and "sugar and ethanol industry" are one, as are a technology and the
    same words with what follows them."""
    for type_ in ("Industry", "Technology", "Problem"):
        keys = {f.key for f in draft.found if f.type == type_}
        for found in [f for f in draft.found if f.type == type_]:
            if type_ == "Industry":
                stem = re.sub(r" (?:industry|sector|trade|industries)$", "", found.key)
                longer = next((k for k in (stem + " industry", stem + " sector") if k in keys), "")
            else:
                longer = max(
                    (k for k in keys if k.startswith(found.key + " ") and " " in found.key),
                    key=len, default="",
                )  # fmt: skip
            if longer:
                draft.rekey(type_, found.key, longer)


def _contexts(draft: Draft, start: int, end: int) -> None:
    for pattern in (_ENGAGED, _COMPANY):
        for found in pattern.finditer(draft.text, start, end):
            a = found.start("np")
            b = noun_phrase(draft, a, found.end("np"))
            text = draft.text[a:b]
            if b <= a or draft.covered(a, b) or is_plain(text) or is_organised(text):
                continue
            if draft.covered(a, b, "Region") and text[0].isupper():
                continue
            named = " " in text or is_sector(text)
            if pattern is _COMPANY and (b < found.end("np") - 1 or not named):
                continue
            draft.add(field_type(text), a, b, confidence=0.6)


def _focus(draft: Draft, start: int, end: int) -> None:
    """ "concentrates on A, B and C": fields, unless an item is a body or a problem."""
    for found in _FOCUS.finditer(draft.text, start, end):
        stop = min(found.end("np"), _clause_end(draft, found.start("np"), found.end("np")))
        row = split_items(draft.text, found.start("np"), stop, 0)
        if draft.text[stop : stop + 1] == ";":  # "on A; B, C and D; and E"
            row = [p for part in _parts(draft, found.start("np"), end) for p in part]
        for a, b in row:
            a = led_in(_LED, draft.text, a, b)
            edge = noun_phrase(draft, a, b)
            text = draft.text[a:edge]
            if edge <= a or edge < b - 25 or draft.covered(a, edge) or is_plain(text):
                continue
            if len(text.split()) > 8 or is_organised(text):
                continue
            both = re.fullmatch(r"(.+) and (.+)", text)
            if both and all(part.casefold() in sectors() for part in both.groups()):
                draft.add("Industry", a, a + len(both[1]), confidence=0.6)
                draft.add("Industry", edge - len(both[2]), edge, confidence=0.6)
                continue
            kind = "Industry" if is_sector(text) else "Technology"
            if kind == "Industry" or " " in text or names_technique(text):
                draft.add(kind, a, edge, confidence=0.55)


def _parts(draft: Draft, start: int, end: int) -> list[list[tuple[int, int]]]:
    """The items of each part of a row that semicolons part."""
    stop = re.compile(r"\.(?=\s|$)|\n").search(draft.text, start, end)
    parts = re.compile(r"[^;]+").finditer(draft.text, start, stop.start() if stop else end)
    spans = [(m.start() + len(m[0]) - len(m[0].lstrip(" ")), m.end()) for m in parts]
    led = [(a + (4 if draft.text.startswith("and ", a) else 0), b) for a, b in spans]
    return [split_items(draft.text, a, b, 0) for a, b in led if a < b]


def _clause_end(draft: Draft, start: int, end: int) -> int:
    cut = re.compile(
        r"\b(?:which|that|and then|in order|so as|as well as)\b|, (?=the|it|and the|we)"
    ).search(draft.text, start, end)
    return cut.start() if cut else end


def _sectors(draft: Draft, start: int, end: int) -> None:
    """What is supported or developed, where one of the row is a sector: "steel and aluminium"."""
    for cue in _SECTORS.finditer(draft.text, start, end):
        row = governed(draft, cue.end(), end)
        parts = [p for item in row for p in _halves(draft, item)]
        if any(is_sector(draft.text[slice(*p)]) for p in parts) or any(
            draft.covered(*p, "Industry") for p in parts
        ):
            for a, b in parts:
                text = draft.text[a:b]
                if not draft.covered(a, b) and not is_plain(text) and not is_organised(text):
                    draft.add("Industry", a, b, confidence=0.5)


def _halves(draft: Draft, item: tuple[int, int]) -> list[tuple[int, int]]:
    """ "steel and aluminium" as two, where both are sectors; else the item as it is."""
    link = re.compile(r"\s+and\s+").search(draft.text, *item)
    if not link:
        return [item]
    halves = [(item[0], link.start()), (link.end(), item[1])]
    return halves if all(is_sector(draft.text[slice(*h)]) for h in halves) else [item]


def _shares(draft: Draft, start: int, end: int) -> None:
    """ "A accounted for 40 %, B 30 % and C 20 %": sectors, where one of them is a known one."""
    row: list[tuple[int, int]] = []
    for found in _SHARE.finditer(draft.text, start, end):
        a, b = found.span("np")
        tokens = draft.tokens(a, b)
        while tokens and (
            tokens[0].lower in _STOP or tokens[0].lower in ("percent", "per", "cent")
        ):
            tokens = tokens[1:]
        if tokens and len(tokens) <= 5 and not any(t.lower in _STOP - {"and"} for t in tokens):
            row.append((tokens[0].start, b))
    if len(row) < 2 or not any(is_sector(draft.text[slice(*item)]) for item in row):
        return
    for a, b in row:
        text = draft.text[a:b]
        if not draft.covered(a, b) and not is_plain(text) and not is_organised(text):
            draft.add("Industry", a, b, confidence=0.5)


def _terms(draft: Draft, start: int, end: int) -> None:
    """Sector names of two and more words, wherever they stand alone."""
    tokens = draft.tokens(start, end)
    at = 0
    while at < len(tokens):
        length = _longest(draft, tokens, at)
        if length:
            draft.add("Industry", tokens[at].start, tokens[at + length - 1].end, confidence=0.5)
        at += length or 1


def _longest(draft: Draft, tokens: list[Token], at: int) -> int:
    for length in range(min(7, len(tokens) - at), 1, -1):
        a, b = tokens[at].start, tokens[at + length - 1].end
        if " ".join(draft.text[a:b].casefold().split()) not in industries():
            continue
        before = tokens[at - 1] if at else None
        after = tokens[at + length] if at + length < len(tokens) else None
        alone = before is None or not before.is_word or before.lower in words("function", "verbs")
        ends = after is None or not after.is_word or after.lower in words("function", "verbs")
        if alone and ends and not draft.covered(a, b):
            return length
    return 0
