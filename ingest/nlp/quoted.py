"""Titles in quotation marks: what is in them and what follows decides what they are.

Speech and ironic quotes give nothing.
"""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft
from ingest.nlp.lexicon import mapping, phrases, words
from ingest.nlp.patents import patent_title

_QUOTED = re.compile(r'"([^"\n]{1,260})"')
_ALIAS = re.compile(
    r"(?:hereinafter|hereafter|referred to as|abbreviated as|known as|called)[\w ]*(?:the )?$", re.I
)
_FINITE = words("finite")
_SCHEMES = ("implementation", "construction", "work", "reform", "subsidy", "management", "pilot")
_SPEECH = re.compile(r'[,.!?]\s*"?$')
_SPACE = re.compile(rf"\s*(?:{'|'.join(phrases('platform_compound'))})\b", re.I)
_SLOGAN_PLAN = re.compile(
    r"\s*(?:(?:talents?|support|training|cultivation|recruitment|assistance|teachers?|"
    r"experts?) )*plan\b"
)
"""What follows the slogan of a campaign: "“Teachers to the grassland” plan"."""
_TITLE = re.compile(
    rf"\b(?:{'|'.join(sorted(words('policy_words')))}) (?:to|for|on|of|concerning|regarding) ", re.I
)
"""A policy's title may end in what the policy builds: "action plan to build a pilot zone"."""


def quoted_titles(draft: Draft) -> None:
    """Adds the policies, programmes, platforms and patents that stand in quotation marks."""
    for line in re.finditer(r"[^\n]+", draft.text):
        for quoted in _QUOTED.finditer(draft.text, *line.span()):
            _quoted(draft, quoted)
    _counted_rows(draft)


_COUNTED = re.compile(
    r"\b(?:\d{1,2}|two|three|four|five|six) (?:[a-z][\w-]+ ){0,4}?(?P<noun>"
    + "|".join(
        sorted({*mapping("described"), *phrases("platform_compound")}, key=len, reverse=True)
    )
    + r")s\b[^.;\"\n]{0,20}?[,:]? (?P<row>\"[^\"\n]{2,60}\"(?:(?:,| and|, and) \"[^\"\n]{2,60}\")+)"
)


def _counted_rows(draft: Draft) -> None:
    """What a count says that a row of quoted names is: "among the 4 maker spaces, “A” and “B”"."""
    kinds = mapping("described")
    for found in _COUNTED.finditer(draft.text):
        for name in re.finditer(r'"([^"]+)"', found["row"]):
            start, end = found.start("row") + name.start(), found.start("row") + name.end()
            if not draft.covered(start, end):
                type_ = kinds.get(found["noun"], "Platform")
                draft.add(type_, start, end, name=name[1], confidence=0.7)


def _quoted(draft: Draft, quoted: re.Match[str]) -> None:
    text = draft.text
    inside = quoted[1].strip()
    start, end = quoted.span()
    before, after = text[max(0, start - 40) : start], text[end : end + 90]
    if len(inside) < 2:
        return
    if _ALIAS.search(before):
        _alias(draft, start, end, inside)
        return
    if not _TITLE.search(inside) and patent_title(draft, start, end, inside, before, after):
        return
    type_, stop = classify(inside, after)
    ahead = _NOUN_AHEAD.search(before)
    if not type_ and ahead and len(inside.split()) > 1 and not _SPEECH.search(inside):
        places = ("platform", "incubator", "alliance", "maker space")
        type_ = "Platform" if ahead["noun"].casefold() in places else "Programme"
    if not type_:
        return
    stop += end
    code = re.fullmatch(r"[\d+-]{3,8}", inside)
    where = (
        re.match(r" of ([A-Z]\w+(?: city| province| City| Province)?)", text[stop:])
        if stop > end
        else None
    )
    if where and type_ == "Policy":
        stop += where.end()
    if code:
        draft.add(type_, start, stop, name=text[start:stop], key=f"code {inside}", confidence=0.85)
    elif type_ == "Policy" and stop > end and len(inside.split()) <= 3 and "Road" not in inside:
        draft.add(type_, start, stop, name=text[start:stop], confidence=0.85)
    elif type_ in ("Platform", "Institute") or (type_ == "Programme" and stop > end):
        name = text[start:stop] if stop > end else inside
        draft.add(type_, start, stop, name=name, confidence=0.7)
    else:
        draft.add(type_, start, end, name=inside, confidence=0.85)


_INSTITUTE = re.compile(
    rf"\s*(?:[a-z][\w-]+ ){{0,3}}(?:{'|'.join(phrases('institute_compound'))})\b", re.IGNORECASE
)
_NOUN_AHEAD = re.compile(
    r"\b(?P<noun>project|programme|program|campaign|initiative|action|platform|incubator|alliance|"
    r"maker space) (?:of |called |named )?$",
    re.IGNORECASE,
)


def classify(inside: str, after: str) -> tuple[str, int]:
    """The type of a quoted title, and how far it runs on after the closing quote."""
    inner = re.sub(r"[^\w -]", " ", inside).casefold().split()
    follow = re.match(r"(?:\s*[\w&-]+){0,9}", after)
    tail = list(re.finditer(r"[\w&-]+", follow.group() if follow else ""))
    if re.fullmatch(r"[\d+-]{3,8}", inside):
        return "Programme", _code_tail(tail)
    if _SPEECH.search(inside) or not inner or len(inner) > 40:
        return "", 0
    heads = (
        ("Policy", words("policy_words")),
        ("Programme", words("programme_heads")),
        ("Platform", words("platform_heads")),
    )
    ordinal = bool(re.match(r"\d+th five.?year", inside, re.I))
    stop_words = words("function", "verbs")
    if re.match(r"\s*(?:list|catalogue|directory|roster)\b", after):
        return "Programme", 0
    slogan = _SLOGAN_PLAN.match(after)
    if slogan and not set(inner) & words("policy_words"):
        return "Programme", slogan.end()
    institute = _INSTITUTE.match(after)
    if institute and len(inner) < 7:
        return "Institute", institute.end()
    platform = _SPACE.match(after)
    if platform:
        return "Platform", platform.end()
    for turn, found in enumerate(tail[: 7 if ordinal else 4]):
        word = found.group().casefold()
        if word in stop_words and word not in words("programme_heads") and word not in ("and",):
            break
        for type_, names in heads:
            if word == "exchange" and after[found.end() :].startswith(" for"):
                continue
            if word.rstrip("s") in names or word in names:
                if turn and word in ("plan", "measure") and not ordinal:
                    continue
                return type_, found.end()
    if inner[-1] in ("scheme", "program") and len(inner) >= 4 and set(inner) & set(_SCHEMES):
        return "Policy", 0
    if re.match(r"\s*and other activities", after):
        return "Programme", 0
    if set(inner) & _FINITE or (len(inner) <= 3 and inner[0] in stop_words):
        return "", 0
    if set(inner[1:-3]) & words("policy_words") and _TITLE.search(inside):
        return "Policy", 0
    if "fund" in inner[1:] or "special for" in " ".join(inner) or inner[-1] == "special":
        return "Programme", 0
    if inner[-1] in words("programme_heads") or inner[-2:] == ["pilot", "work"]:
        return "Programme", 0
    compound = " ".join(inner).endswith(phrases("platform_compound"))
    if (inner[-1] in words("platform_heads") or compound) and len(inner) > 2:
        return "Platform", 0
    policy = words("policy_words") & set(inner)
    if len(inner) >= 4 and policy:
        return "Policy", 0
    return "", 0


def _code_tail(tail: list[re.Match[str]]) -> int:
    """How far the name of a coded programme ("123" support project) runs on."""
    ends = 0
    for found in tail[:9]:
        word = found.group().casefold()
        if word in words("programme_heads"):
            return found.end()
        if word in words("verbs") or word in words("function") and word not in ("and", "of", "new"):
            break
        ends = found.end()
    return ends


def _alias(draft: Draft, start: int, end: int, inside: str) -> None:
    """ "(hereinafter referred to as …)": another name of what stands before."""
    draft.aliases.append((start, end, inside))
