"""References to bodies, programmes and techniques: "the alliance", "this project", "the process".

A reference means the last named thing whose name holds its noun or one that stands for the same
("the company": "… Co., Ltd."), else the last of the type that the noun stands for; its words are
neither a name nor another form of that thing.
"""

from __future__ import annotations

import re

from ingest.nlp.collective import main_policy
from ingest.nlp.draft import Draft, Found
from ingest.nlp.lexicon import data, words
from ingest.nlp.lists import WORD_NUMBERS

_DATA = data("references.json")
_TYPES: dict[str, str] = _DATA["types"]
_KIN: dict[str, frozenset[str]] = {noun: frozenset(kin) for kin in _DATA["kin"] for noun in kin}
_NOUNS = "|".join(sorted(_TYPES, key=len, reverse=True))
_REFERENCE = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]hese) (?P<kind>[\w-]+ )??(?P<noun>(?i:"
    + _NOUNS
    + r"))\b(?!-| of (?!the\b|this\b|our\b))"
)
_CODE = re.compile(
    r"[\"”’]? ?[(（](?:code:? |No\.? ?)?(?P<code>[A-Z]{1,4}-?\d{1,4}(?:-\d{1,3})*)[)）]"
)
_GOES_ON = re.compile(r" (?P<word>[a-z-]+)")
_CALLED = re.compile(
    r",? (?:which (?:is|was) |that (?:is|was) |now |also )?(?:called|named|dubbed|known as|titled|"
    r"entitled|code-named|nicknamed|christened|under the name(?: of)?|with the name(?: of)?)"
    r"(?: the)? [\"“‘']?"
)
_NOUNS_BEHIND = words("institute_heads", "platform_heads", "programme_heads", "agency_heads")
_KINDS = (
    "Enterprise", "Institute", "Agency", "Platform", "Programme", "Policy", "Region", "Problem",
    "Industry",
)  # fmt: skip
_AREAS = ("zone",)
"""Nouns that the reading of places takes for an area; a named park or zone goes before."""
_WORKS = ("Policy", "Programme")
"""Types that share their nouns: a "plan" may be either by its name."""
_NAMED_ONLY = ("Body", "Agency", "Institute")
"""Types whose nouns mean nothing but a thing whose name holds them."""

_Occurrence = tuple[int, int, Found]


def add_references(draft: Draft) -> None:
    """Adds an occurrence for each reference whose meaning the text before it gives."""
    _add(draft, _codes(draft))
    _add(draft, _foretold(draft))
    _add(draft, [*_single(draft), *_plural(draft), *_ordered(draft), *_teams(draft)])
    _add(draft, _techniques(draft))


def add_employers(draft: Draft) -> None:
    """Adds an occurrence for each "his company", once the posts are known."""
    _add(draft, _employers(draft))


def meant_by(draft: Draft, noun: str, at: int) -> Found | None:
    """What a noun such as "company" means at an offset, if anything before it."""
    return _meant(draft, noun, "", at) if noun in _TYPES else None


def _add(draft: Draft, added: list[_Occurrence]) -> None:
    for start, end, meant in added:
        draft.add(
            meant.type, start, end, name=meant.name, key=meant.key, reference=True, confidence=0.5
        )


def _codes(draft: Draft) -> list[_Occurrence]:
    """ "The seed test centre (P2)": wherever the text says P2, it means the centre."""
    added = []
    for found in [f for f in draft.found if f.type in _KINDS and f.type != "Region"]:
        code = _CODE.match(draft.text, found.end) if not found.embedded else None
        for again in re.finditer(rf"(?<![\w-]){code['code']}(?![\w-])", draft.text) if code else ():
            assert code
            inside = code.start() <= again.start() < code.end()
            if not inside and not draft.covered(*again.span(), *_KINDS):
                added.append((*again.span(), found))
    return added


def _single(draft: Draft) -> list[_Occurrence]:
    """ "The alliance", "this project": one thing of the words before, or of those behind."""
    added = []
    for found in _REFERENCE.finditer(draft.text):
        behind = _GOES_ON.match(draft.text, found.end())
        if behind and behind["word"] in _NOUNS_BEHIND:
            continue
        kinds = (
            [k for k in _KINDS if k != "Region"] if found["noun"].casefold() in _AREAS else _KINDS
        )
        if draft.covered(*found.span(), *kinds):
            continue
        kind = (found["kind"] or "").strip().casefold()
        noun = found["noun"].casefold()
        meant = _called(draft, noun, found.end()) or _meant(draft, noun, kind, found.start())
        if meant:
            draft.found = [f for f in draft.found if not (
                f.reference and f.start == found.start() and f.type == "Region")]  # fmt: skip
            added.append((found.start(), found.end(), meant))
    return added


def _called(draft: Draft, noun: str, at: int) -> Found | None:
    """ "The project, called A": the name stands behind."""
    called = _CALLED.match(draft.text, at)
    ends = called.end() if called else 0
    near = [f for f in draft.found if called and ends - 1 <= f.start <= ends]
    return next((f for f in near if f.type == _TYPES[noun]), None)


def _meant(draft: Draft, noun: str, kind: str, at: int) -> Found | None:
    type_ = _TYPES[noun]
    earlier = [
        f for f in draft.found
        if f.end <= at and (type_ == "Body" or f.type == type_) and f.type in _KINDS
        and f.type != "Region" and not f.reference
    ]  # fmt: skip
    if type_ in _WORKS:
        earlier += [f for f in draft.found if f.end <= at and f.type in _WORKS and f.type != type_
                    and not f.reference and f.name.casefold().endswith(noun)]  # fmt: skip
    own = main_policy(draft) if type_ == "Policy" and not kind else None
    if own and own.end <= at and _holds(own.name, noun):
        return own
    named = [f for f in earlier if _holds(f.name, noun)]
    if not named and type_ in _NAMED_ONLY:
        named = [f for f in earlier if any(_holds(f.name, k) for k in _KIN.get(noun, ()))]
    if kind:
        named = [f for f in named if _holds(f.name, kind)]
        earlier = []
    if type_ in _NAMED_ONLY:
        earlier = []
    pool = named or [f for f in earlier if not _other_kind(f.name, noun)]
    if not pool:
        return None
    last = draft.sentence_at(max(f.start for f in pool))
    near = [f for f in pool if f.start >= last[0]]
    if last[1] >= at:  # its own sentence: what stands nearest
        return max(near, key=lambda f: f.end)
    return min(near, key=lambda f: f.start)


def _holds(name: str, noun: str) -> bool:
    return bool(re.search(rf"\b{re.escape(noun)}\b", name, re.IGNORECASE))


def _other_kind(name: str, noun: str) -> bool:
    """Whether a name ends in a noun that means another kind of thing ("fund" for "project")."""
    last = re.findall(r"\w+", name.casefold())[-1:]
    return bool(last and last[0] in _KIN and noun in _KIN and last[0] not in _KIN[noun])


_SEVERAL = re.compile(
    r"\b(?:[Tt]he|[Tt]hese|[Bb]oth|[Aa]ll)(?: (?:the|of|two|three|four|five|six|new|\d+))* "
    rf"(?P<noun>{_NOUNS})s\b(?! of\b)"
)
_MOST = 8
"""More than so many are no set that a text refers to."""


def _plural(draft: Draft) -> list[_Occurrence]:
    """ "The incubators": all that the text before names so, if it names at least two."""
    added = []
    for found in _SEVERAL.finditer(draft.text):
        noun = found["noun"].casefold()
        if draft.covered(*found.span(), *_KINDS) or _TYPES[noun] in (
            "Policy",
            "Problem",
            "Industry",
        ):
            continue
        named = {
            (f.type, f.key): f for f in draft.found
            if f.end <= found.start() and not f.reference and not f.embedded
            and f.type in _KINDS[:5] and re.search(rf"\b{re.escape(noun)}$", f.name, re.IGNORECASE)
        }  # fmt: skip
        if 1 < len(named) <= _MOST:
            added += [(*found.span(), one) for one in named.values()]
    return added


_COUNTED = re.compile(
    r"(?:^|[.;:] |\n)(?P<count>Two|Three|Four|Five|Six) (?:[a-z-]+ )?"
    rf"(?P<noun>{_NOUNS})s\b(?! of\b)"
)


def _foretold(draft: Draft) -> list[_Occurrence]:
    """ "Three missions form the core: …": all that the text names so, if they are as many."""
    added = []
    for found in _COUNTED.finditer(draft.text):
        ending = re.compile(rf"\b{re.escape(found['noun'])}$", re.IGNORECASE)
        named = {
            (f.type, f.key): f for f in draft.found
            if f.start > found.end() and not f.reference and not f.embedded
            and f.type in _KINDS[:5] and ending.search(f.name)
        }  # fmt: skip
        if len(named) == WORD_NUMBERS[found["count"].casefold()]:
            added += [(found.start("count"), found.end(), one) for one in named.values()]
    return added


_ORDER = re.compile(
    r"\b[Tt]he (?P<which>former|latter|first|second|third|fourth|last)\b"
    r"(?= (?:one )?(?:is|was|will|has|had|are)\b|,)(?! (?:two|three|\d))"
)
_TURN = {"former": -2, "latter": -1, "last": -1, "first": 0, "second": 1, "third": 2, "fourth": 3}
_PARENT = re.compile(r"(?:\w, | of (?:the )?)$")


def _ordered(draft: Draft) -> list[_Occurrence]:
    """ "The latter", "the first": one of the bodies that its sentence has named."""
    added = []
    for found in _ORDER.finditer(draft.text):
        bodies = draft.within(draft.sentence_at(found.start())[0], found.start(), *_KINDS[:5])
        bodies = [b for b in bodies if not (b.type == "Institute" and _PARENT.search(
            draft.text[max(0, b.start - 9) : b.start]))]  # fmt: skip
        distinct = list({(f.type, f.key): f for f in bodies}.values())
        turn = _TURN[found["which"]]
        if turn >= 0 and distinct:
            distinct = [f for f in distinct if f.type == distinct[-1].type]
        if len(distinct) >= 2 and -len(distinct) <= turn < len(distinct):
            added.append((*found.span(), distinct[turn]))
    return added


_TEAM = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Ii]ts) (?:" + "|".join(_DATA["team"]) + r")\b(?! (?:of|from|at|in)\b|-)"
)


def _teams(draft: Draft) -> list[_Occurrence]:
    """ "The team": the institute that the sentence or the one before it names."""
    added = []
    for found in _TEAM.finditer(draft.text):
        start, _ = draft.sentence_at(found.start())
        start = draft.sentence_at(max(0, start - 3))[0]
        near = draft.within(start, found.start(), "Institute")
        if near and not draft.covered(*found.span(), *_KINDS):
            added.append((*found.span(), near[-1]))
    return added


_SHORTEST = 4


def _techniques(draft: Draft) -> list[_Occurrence]:
    """ "The process", where an earlier technique's name ends so."""
    added = []
    named = [f for f in draft.found if f.type == "Technology" and not f.embedded]
    for noun in {n for f in named if len(n := _last_word(f.name)) >= _SHORTEST}:
        for found in re.finditer(rf"\b(?:[Tt]he|[Tt]his|[Tt]hat) {re.escape(noun)}\b", draft.text):
            earlier = [f for f in named if f.end <= found.start() and _last_word(f.name) == noun]
            if earlier and not draft.covered(*found.span()):
                added.append((*found.span(), max(earlier, key=lambda f: f.end)))
    return added


def _last_word(name: str) -> str:
    return name.casefold().split()[-1].strip("\"”'") if name.split() else ""


_EMPLOYER = re.compile(r"\b(?:his|her) (?:own )?(?P<noun>" + _NOUNS + r")\b")


def _employers(draft: Draft) -> list[_Occurrence]:
    """ "His company": whom the last person works for."""
    added = []
    posts = {k.subject: k.object for k in draft.links if k.type == "WORKS_FOR"}
    for found in _EMPLOYER.finditer(draft.text):
        people = [f for f in draft.found if f.type == "Person" and f.end <= found.start()]
        if people:
            last = max(people, key=lambda f: f.end)
            body = posts.get((last.type, last.key))
            meant = next((f for f in draft.found if (f.type, f.key) == body), None)
            if meant and meant.type == _TYPES[found["noun"].casefold()]:
                added.append((*found.span(), meant))
    return added
