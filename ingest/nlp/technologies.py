"""Technologies in running text: by head noun, as what verbs of research govern, quoted.

A phrase stands behind a cue of ``technologies.json`` or before its head ("… technology"). What is
governed by a plain verb ("bought", "offers") must name a technique, a material, a device or a
process by its head; what is researched, developed or mastered only must be no body, plan or market.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.nlp.chunks import (
    governed,
    is_organised,
    is_plain,
    is_technical,
    names_technique,
    noun_phrase,
    subject_before,
)
from ingest.nlp.draft import Draft
from ingest.nlp.edges import left_edge
from ingest.nlp.items import is_sector
from ingest.nlp.lexicon import data
from ingest.nlp.splitting import split_items

_QUOTED = re.compile(r"[\"“](?P<name>[^\"”“\n]{8,110})[\"”]")
_MADE = re.compile(
    r"\b(?P<process>(?:[a-z][\w-]+ ){1,6})"
    r"(?P<head>process|method|equipment|device|system|apparatus)"
    r"\b(?! (?:in|to|is|was|and|has|that|where|which)\b)"
)


@lru_cache(maxsize=1)
def _cues() -> dict[str, tuple[re.Pattern[str], ...]]:
    raw = data("technologies.json")
    return {
        strength: tuple(re.compile(rule + r"(?=\s)", re.IGNORECASE) for rule in raw[strength])
        for strength in ("strong", "weak", "plain")
    }


@lru_cache(maxsize=1)
def _heads() -> re.Pattern[str]:
    return re.compile(data("technologies.json")["heads"], re.IGNORECASE)


def find_technologies(draft: Draft, start: int, end: int) -> None:
    """Adds the technologies that a sentence names."""
    _quoted(draft, start, end)
    _by_head(draft, start, end)
    for strength, rules in _cues().items():
        for rule in rules:
            for cue in rule.finditer(draft.text, start, end):
                _governed(draft, cue, end, strength)
    _processes(draft, start, end)
    _included(draft, start, end)
    _made_by(draft, start, end)


def _quoted(draft: Draft, start: int, end: int) -> None:
    """A quoted name of an achievement whose head is a technique is one whole."""
    for found in _QUOTED.finditer(draft.text, start, end):
        a, b = found.span("name")
        named = re.search(
            r"(?:technolog(?:y|ies)|techniques?|process|method)$", found["name"], re.IGNORECASE
        )
        if named and not draft.covered(a, b) and not is_plain(found["name"]):
            draft.add("Technology", a, b, confidence=0.7)


def _by_head(draft: Draft, start: int, end: int) -> None:
    for head in _heads().finditer(draft.text, start, end):
        if head.group().isupper() or draft.covered(*head.span()):
            continue
        begin = left_edge(draft, start, head.start(), lower=True, most=9)
        begin = after_places(draft, begin, head.start())
        lead = draft.tokens(begin, head.start())
        own = [t for t in lead if t.is_word and not is_plain(t.text)]
        if lead and lead[0].is_capital and lead[-1].lower == "and" and lead[-2:-1]:
            continue  # "Western Science and Technology Daily"
        stop = _behind_of(draft, head.end(), end)
        if (not own and stop == head.end()) or draft.covered(begin, stop):
            continue
        if head.group().casefold() == "technologies" and len(own) < 2 and stop == head.end():
            continue
        if lead and lead[0].text.isdigit():
            continue
        draft.add("Technology", begin, stop, confidence=0.6)


def _behind_of(draft: Draft, stop: int, end: int) -> int:
    if draft.text[stop : stop + 4] != " of ":
        return stop
    edge = noun_phrase(draft, stop + 4, end)
    said = draft.text[stop + 4 : edge]
    fits = edge > stop + 4 and not draft.covered(stop + 4, edge) and not is_plain(said)
    return edge if fits else stop


def after_places(draft: Draft, begin: int, end: int) -> int:
    """A place in front of a field's name is not part of it."""
    for region in draft.found:
        if region.type == "Region" and region.start == begin and region.end < end:
            return region.end + 1
    return begin


def _governed(draft: Draft, cue: re.Match[str], end: int, strength: str) -> None:
    again = cue.groupdict().get("again") or ""
    for turn, (a, b) in enumerate(governed(draft, cue.end() + 1, end, again)):
        b = _before_participle(draft, a, b)
        text = draft.text[a:b]
        if draft.covered(a, b) or not _fits(text, strength):
            if turn == 0:
                return
            continue
        draft.add("Technology", a, b, confidence=0.55 if strength == "strong" else 0.5)


def _before_participle(draft: Draft, start: int, end: int) -> int:
    """ "the hydrology model protected by …": a participle behind a phrase is not part of it."""
    tail = re.search(r" [a-z]+(?:ed|en)$", draft.text[start:end])
    goes_on = re.match(r" (?:by|in|at|from|with|under|on|to|for|as)\b", draft.text[end:])
    return start + tail.start() if tail and goes_on else end


_NAME_END = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+$")
_ONE_WORD = re.compile(
    r"[a-z-]{4,}(?:leaching|lysis|graphy|scopy|metry|omics|printing|sorption|plasty)"
)
"""Names of techniques that need no second word: "bioleaching"."""
_INCLUDED = re.compile(
    r"\s(?:is|are|was|were|has been|have been) (?:also |all )*(?:included|listed|enrolled|"
    r"selected) "
    r"(?:in|into|as|for) [^.;]{3,80}?\b(?:projects?|plan|programmes?|programs?|topics?)\b|"
    r"\s(?:has|have) (?:also |all )*been put into (?:pilot |trial |mass )?(?:production|use|"
    r"operation)\b"
)


_MADE_BY = re.compile(
    r" (?:newly |jointly |independently |self-)*(?:developed|invented|devised|designed) by\b"
)


_COVERS = re.compile(
    r"\)? (?:on|for|covering|protecting|concerning|which (?:covers|protects|concerns))(?: the|"
    r" an?)?(?= )"
)


def patented(draft: Draft) -> None:
    """What a patent is on: "patents NV 1234 on leak detection and NV 1235 on …"."""
    for patent in [f for f in draft.found if f.type == "Patent"]:
        end = draft.sentence_at(patent.start)[1]
        cue = _COVERS.match(draft.text, patent.end, end)
        if cue:
            _governed(draft, cue, end, "strong")


def _made_by(draft: Draft, start: int, end: int) -> None:
    """ "the frost sensor developed by Vega": what stands before the participle."""
    for found in _MADE_BY.finditer(draft.text, start, end):
        a = after_places(
            draft, left_edge(draft, start, found.start(), lower=True, most=7), found.start()
        )
        text = draft.text[a : found.start()]
        specific = " " in text and is_technical(text) and not is_plain(text)
        if specific and not draft.covered(a, found.start()):
            draft.add("Technology", a, found.start(), confidence=0.55)


def _included(draft: Draft, start: int, end: int) -> None:
    """ "A, B are included in the special project": what a project takes up."""
    for found in _INCLUDED.finditer(draft.text, start, end):
        begin = subject_before(draft, start, found.start())
        for a, b in split_items(draft.text, begin, found.start(), 0):
            text = draft.text[a:b]
            specific = " " in text and is_technical(text) and not is_plain(text)
            if not specific or draft.covered(a, b, *_OTHERS):
                continue
            draft.found = [
                f for f in draft.found
                if not (a <= f.start and f.end <= b and f.type in _FIELDS)
            ]  # fmt: skip
            draft.add("Technology", a, b, confidence=0.55)


_OTHERS = ("Enterprise", "Institute", "Agency", "Platform", "Policy", "Programme", "Person")
_FIELDS = ("Industry", "Technology")


def _fits(text: str, strength: str) -> bool:
    """Whether a governed phrase may be a technology."""
    parts = text.casefold().split()
    if (
        (len(parts) < 2 and not _ONE_WORD.fullmatch(text))
        or is_plain(text)
        or is_organised(text)
        or is_sector(text)
    ):
        return False
    if _NAME_END.search(text):
        return False  # "(said) master distiller Jane Roe"
    if parts[0][:1].isdigit() or parts[-1].endswith("ed") or re.search(r"\b\d{2,}\b", text):
        return False
    front = re.split(r" (?:for|of|in) ", text)
    if len(front) == 2 and is_plain(front[0]) and " " not in front[1]:
        return False  # "the technology for use"
    if strength == "plain":
        return names_technique(text)
    return strength == "strong" or is_technical(text)


def _processes(draft: Draft, start: int, end: int) -> None:
    """ "surface plating process": a process or device named by what it does."""
    for found in _MADE.finditer(draft.text, start, end):
        begin = left_edge(draft, start, found.start("head"), lower=True, most=7)
        lead = draft.text[begin : found.start("head")].rstrip()
        stop = _behind_of(draft, found.end(), end)
        named = names_technique if found["head"] == "system" else is_technical
        specific = len(lead.split()) >= 2 and named(lead) and not is_plain(lead)
        if specific and not draft.covered(begin, stop):
            draft.add("Technology", begin, stop, confidence=0.5)
