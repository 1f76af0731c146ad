"""Enterprises: by their legal form ("Co., Ltd.", "GmbH"), or by a head word alone ("… Group")."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.nlp.draft import Draft, Token
from ingest.nlp.edges import LEGAL, WEAK, left_edge, with_short
from ingest.nlp.lexicon import words

_GENERIC = words("generic")
_PLAIN = words("generic", "demonyms")
_FIELD_WORDS = words("generic", "agency_fields", "institute_fields", "goods", "sciences")
_CAPS = (
    r"[^\W\d_a-z][\w&'-]*(?: (?:(?:de|do|da|del|di|of|and|&|von|der) )?[^\W\d_a-z][\w&'-]*){0,4}"
)
_PREFIXED = re.compile(
    r"\b(?:PT|OOO|JSC|LLC|PJSC|TOO|SIA|UAB|OÜ|Grupo|Grupa|Gruppo|Cooperativa|Usina|Companhia|"
    rf"Compañía|Empresa|Sociedad|Société|Aktiebolaget) [\"“]?(?P<name>{_CAPS})"
)
_NOUNS = "|".join(
    (
        "(?:software|trading|design|engineering|publishing) house",
        *sorted(words("firm_nouns"), key=len, reverse=True),
    )
)
_AGENTS = "|".join(sorted(words("firm_agents"), key=len, reverse=True))
_APPOSED = re.compile(
    rf"(?:^|(?<=[.,;:(”\"] )|(?<=and )|(?<=with )|(?<=by )|(?<=to )|(?<=from )|(?<=of ))"
    rf"(?P<name>{_CAPS}), (?:an?|the) (?:[\w'-]+ ){{0,4}}?(?:{_NOUNS})\b",
    re.MULTILINE,
)
_CALLED = re.compile(
    rf"\b(?:{_NOUNS}) (?P<name>{_CAPS})(?=[,;)]|\.(?!\w)| (?:has|will|is|to|and|in|said|which|"
    rf"[a-z]+s)\b)"
)
_SCIENCE = re.compile(r"\b(?:Research (?:Centre|Center|Institute)|University|Institute) of [A-Z]")
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?) $")
_LINKS = words("particles") | {"of", "and", "for", "&"}
_BEHIND = re.compile(
    rf"\b(?:[Aa]n?|[Tt]he|[Oo]ur|[Oo]ne|[Aa]nother) (?:[\w'-]+ ){{0,4}}?(?:{_NOUNS}|{_AGENTS}), "
    rf"(?P<name>{_CAPS}),"
)
_SITES = frozenset(
    ["pilot", "treatment", "power", "demonstration", "test", "desalination", "recycling"]
)
"""What makes a plant a site, no firm."""
_TEAMS = frozenset(
    [
        "leadership",
        "leading",
        "working",
        "steering",
        "study",
        "research",
        "user",
        "interest",
        "discussion",
        "focus",
        "task",
        "expert",
        "advisory",
        "party",
        "action",
        "reference",
        "stakeholder",
        "peer",
        "project",
        "support",
        "coordination",
    ]
)
"""What makes a group a team of people, no firm."""
_NO_NAME = frozenset(
    [
        "joint",
        "social",
        "corporate",
        "advanced",
        "smart",
        "industrial",
        "clean",
        "sales",
        "business",
        "trading",
        "delivery",
    ]
)
"""Adjectives that name a kind of firm or product: "Joint Ventures"."""
_ACTS = re.compile(
    r" (?:took|takes|won|wins|owns|owned|holds|held|makes|made|sells|sold|raised|signed|renewed|"
    r"bought|licensed|supplies|supplied|employs|pays|paid|wants|withdrew|will|has|had)\b"
)
"""What a firm does right behind its name."""
_LEADING = words("firm_nouns", "firm_agents") | {"based"}


def enterprises(draft: Draft, start: int, end: int) -> None:
    """Firms with a legal form, in one sentence."""
    for legal in LEGAL.finditer(draft.text, start, end):
        if draft.covered(*legal.span(), "Enterprise") or draft.text[legal.start() - 1].isalnum():
            continue
        head = legal.start()
        spaced = draft.text[start:head].rstrip()
        if spaced.endswith(","):
            head = start + len(spaced) - 1
        begin = _behind_noun(draft, left_edge(draft, start, head), head)
        if begin >= head or draft.text[begin:head].strip(" ,") == "":
            continue
        science = _SCIENCE.search(draft.text, begin, head)
        stop = _of_place(draft, legal)
        with_short(draft, "Institute" if science else "Enterprise", begin, stop, 0.9)
    for found in _PREFIXED.finditer(draft.text, start, end):
        if not draft.covered(*found.span()):
            draft.add("Enterprise", *found.span(), confidence=0.7)


def _of_place(draft: Draft, legal: re.Match[str]) -> int:
    """ "Ports Corporation of Norland": a corporation's place belongs to its name."""
    if legal.group() != "Corporation" or not draft.text.startswith(" of ", legal.end()):
        return legal.end()
    at = legal.end() + 4
    return next((f.end for f in draft.found if f.type == "Region" and f.start == at), legal.end())


def _behind_noun(draft: Draft, begin: int, head: int) -> int:
    """The start of a name behind "the Norwegian firm" or "X-based company"."""
    lead = draft.tokens(begin, head)
    lower = [t for t in lead if t.text.islower() and t.lower not in _LINKS]
    if lower and (lead[0].lower in words("demonyms") or _ARTICLE.search(draft.text[:begin][-5:])):
        behind = [t for t in lead if t.start > lower[-1].start and t.is_capital]
        return behind[0].start if behind else begin
    for turn in range(len(lead) - 1, -1, -1):
        word = lead[turn]
        if word.lower.endswith("-based"):
            return next((t.start for t in lead[turn + 1 :] if t.is_capital), head)
        if (
            word.lower in _LEADING
            and turn + 1 < len(lead)
            and not word.is_capital
            or word.text == "SME"
        ):
            return lead[turn + 1].start if turn + 1 < len(lead) else head
    return begin


def described_firms(draft: Draft) -> None:
    """Firms without a legal form that the text calls one: "Norvik, a maker of pumps"."""
    for pattern in (_APPOSED, _CALLED, _BEHIND):
        for found in pattern.finditer(draft.text):
            start, end = found.span("name")
            parts = found["name"].casefold().split()
            places = [
                f for f in draft.found if f.type == "Region" and f.start < end > start < f.end
            ]
            whole = any(f.start <= start or (f.end - f.start) * 2 > end - start for f in places)
            if draft.covered(start, end) or whole or "\n" in found[0]:
                continue
            if len(found["name"]) < 4 or any(
                w in _GENERIC or w in words("function", "demonyms", "person_posts") for w in parts
            ):
                continue
            draft.add("Enterprise", start, end, confidence=0.6)


def _heads_on(draft: Draft, end: int) -> bool:
    """Whether the name goes on with another body's head: "… Industries Federation"."""
    heads = words("institute_heads", "agency_heads", "platform_heads", "programme_heads")
    capitals = re.compile(r"(?: [A-Z]\w+){1,3}").match(draft.text, end)
    following = re.compile(r" ([a-z]\w+)").match(draft.text, end)
    if capitals:
        return any(word.casefold() in heads for word in capitals[0].split())
    return following is not None and following[1] in words("platform_heads")


def _behind_and(lead: list[Token], head: int) -> int:
    """Where a name begins behind "and" when a proper name stands before it ("Vega and …")."""
    for turn in range(len(lead) - 1, 0, -1):
        proper = lead[turn - 1].is_capital and lead[turn - 1].lower not in _FIELD_WORDS
        if lead[turn].lower == "and" and proper:
            return lead[turn + 1].start if turn + 1 < len(lead) else head
    return lead[0].start


def _of_body(lead: list[Token]) -> bool:
    """Whether the words before a head are another body's ("Institute of Advanced …")."""
    heads = words("institute_heads", "agency_heads")
    return any(a.lower in heads and b.lower in ("of", "for") for a, b in pairwise(lead))


def weak_enterprises(draft: Draft, start: int, end: int) -> None:
    """Groups, factories, farms and cooperatives: firms by their head word alone."""
    for head in WEAK.finditer(draft.text, start, end):
        if draft.covered(*head.span()) or LEGAL.match(draft.text, head.end() + 1):
            continue
        if WEAK.match(draft.text, head.end() + 1) or _heads_on(draft, head.end()):
            continue
        begin = left_edge(draft, start, head.start())
        lead = draft.tokens(begin, head.start())
        if begin >= head.start() or not lead[0].is_capital or not lead[0].text[0].isalpha():
            continue
        begin = _behind_noun(draft, _behind_and(lead, head.start()), head.start())
        lead = [t for t in lead if t.start >= begin]
        if begin >= head.start() or _of_body(lead):
            continue
        ahead = draft.text[max(0, begin - 24) : begin]
        if re.search(
            r"\b(?:Institute|Cent(?:re|er)|Laboratory|School|Department) (?:for|of) $", ahead
        ):
            continue
        if head.group() == "Plant" and (len(lead) < 3 or lead[-1].lower in _SITES):
            continue
        if head.group() == "Group" and lead[-1].lower in _TEAMS:
            continue
        if all(t.lower in _PLAIN for t in lead) or draft.covered(begin, head.start()):
            continue
        if head.group() == "company" and (len(lead) < 2 or lead[-1].is_capital):
            continue
        alone = head.group() in ("Works", "company", "mill", "factory", "Enterprises")
        opens = lead[0].start == start and not (
            head.group().endswith("s") and _ACTS.match(draft.text, head.end())
        )
        if len(lead) == 1 and (opens or alone or lead[0].lower in _NO_NAME):
            continue
        with_short(draft, "Enterprise", begin, head.end(), 0.7)
