"""The bodies, places and persons of a cell.

"Foo Works, S.L. (Bilbao), paper industry" is a body with its place and its industry; brackets hold
a place or a short form; a cell may list several bodies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.language.places import gazetteer
from ingest.nlp.draft import Draft, Found, folded
from ingest.nlp.edges import LEGAL, WEAK
from ingest.nlp.lexicon import phrases, words

BODIES = ("Institute", "Enterprise", "Agency", "Platform")
_HEADS = re.compile(
    r"\b(?:" + "|".join((*words("institute_heads"), *phrases("institute_compound"), "centre",
                         "center", "labs?", "laboratories", "museum", "clinic"))
    + r")\b", re.IGNORECASE,
)  # fmt: skip
_AGENCY = re.compile(r"\b(?:" + "|".join(words("agency_heads")) + r")\b", re.IGNORECASE)
_PLATFORM = re.compile(
    r"\b(?:" + "|".join(words("platform_heads")) + r")(?: \([^)]*\))?$", re.IGNORECASE
)
_BRACKET = re.compile(r"\s?\((?P<in>[^()]{2,60})\)")
_AND = re.compile(
    r"\s*(?:[;/\n+&]|\band\b|\b(?:jointly |together )?with\b(?= (?:the )?[A-Z]))\s*(?:the )?"
)
_BEFORE = re.compile(
    r"(?:(?:formerly|previously|originally|jointly|now|both|first|then|once|by|at|the)[,:]? )+"
    r"(?=[^\W\d_a-z])"
)
"""Words before the name of a body that say when or how, not who."""
_REST = re.compile(r"\s*[,–—-]\s+(?P<part>(?:(?! [–—-] )[^,;()])+)")
_TRADE = re.compile(
    r"(?!(?:see|joint|also|formerly|now|new|from|until|since|with|and|lead|co-|non-|exclusive|in|at|"
    r"to|for|by|of|the|an?|no|not|as|on|part|partly|coordinator|applicant|owner|owners|founded|"
    r"withdrawn|pending|confidential|same|both|all|again|wholly|listed|incl|etc)\b)"
    r"[a-z][a-z-]{2,}(?: (?:and |of )?[a-z-]{3,}){0,3}"
)
"""What a firm does, in brackets behind its name."""
_PERSON = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs|Professor|Ing|Eng|Assoc|Academician)\.? )*"
    r"(?P<name>[^\W\d_a-z][\w.'-]*(?: (?:[a-z]{2,3} )?[^\W\d_a-z][\w.'-]*){1,3})"
)


@dataclass(slots=True)
class Body:
    """A body of a cell with the places and industries that the cell gives it."""

    found: Found
    places: list[Found] = field(default_factory=list)
    industries: list[Found] = field(default_factory=list)


def bodies_of(
    draft: Draft, start: int, end: int, default: str, *, known: bool = False
) -> list[Body]:
    """The bodies that a cell names; ``default`` is their type where the name does not tell.

    With ``known`` only bodies found before are taken: the cell may be running text.
    """
    if known:
        return [Body(f) for f in draft.within(start, end, *BODIES)[:1]]
    return [_body(draft, a, b, default) for a, b in _parts(draft, start, end)]


def type_of(name: str, default: str) -> str:
    """What a body is by its name."""
    if LEGAL.search(name) or (WEAK.search(name) and not _HEADS.search(name)):
        return "Enterprise"
    if default == "Institute" and _PLATFORM.search(name) and not _HEADS.search(name):
        return "Platform"
    if _HEADS.search(name):
        return "Institute"
    return "Agency" if _AGENCY.search(name) else default


def _ends(draft: Draft, start: int, end: int) -> int:
    """Where the name that begins at ``start`` ends: at its legal form, bracket, comma or slash."""
    text = draft.text
    bracket = text.find(" (", start, end)
    stop = bracket if bracket > 0 and not text.startswith("(Pty)", bracket + 1) else end
    legal = LEGAL.search(text, start, end)
    if legal and legal.start() > start:
        following = LEGAL.match(text, legal.end() + 1, end)
        return following.end() if following else legal.end()
    known = [f for f in draft.within(start, stop, *BODIES) if f.start <= start + 4]
    if known:
        stop = max(stop if f.end >= stop - 1 else f.end for f in known)
        if re.match(r" (?!and\b)\w|-", text[stop : stop + 5]):
            stop = _comma(text, start, bracket if bracket > 0 else end)
        return stop
    return _comma(text, start, stop)


def _comma(text: str, start: int, stop: int) -> int:
    for found in re.finditer(r", |; | / |\n| [–—-] (?=[a-z])", text[start:stop]):
        following = text[start + found.end() : stop]
        if not re.match(r"(?:Food|Science|Technology|Trade|Industry|Energy)\b", following):
            return start + found.start()
    return stop


def _parts(draft: Draft, start: int, end: int) -> list[tuple[int, int]]:
    """A cell parted into its bodies, each with what belongs to it."""
    text = draft.text
    parts: list[tuple[int, int]] = []
    before = _BEFORE.match(text, start, end) if text[start].islower() else None
    at = before.end() if before else start
    while at < end:
        stop = _ends(draft, at, end)
        bracket = _BRACKET.match(text, stop, end)
        stop = bracket.end() if bracket else stop
        mark = _AND.match(text, stop, end)
        comma = re.compile(r",\s+").match(text, stop, end)
        if mark:
            parts.append((at, stop))
            at = mark.end()
        elif comma and _is_body(draft, comma.end(), end):
            parts.append((at, stop))
            at = comma.end()
        else:
            rest = re.compile(r"[;\n]").search(text, stop, end)
            parts.append((at, rest.start() if rest else end))
            at = rest.end() if rest else end
        while at < end and text[at].isspace():
            at += 1
    return [(a, b) for a, b in parts if re.match(r"\W*\w", text[a:b])]


def _is_body(draft: Draft, start: int, end: int) -> bool:
    """Whether another body begins here, and not the place or the industry of the one before."""
    name = draft.text[start : _ends(draft, start, end)]
    own = type_of(name, "")
    return name[:1].isupper() and bool(own or draft.covered(start, start + len(name), *BODIES))


def _body(draft: Draft, start: int, end: int, default: str) -> Body:
    text = draft.text
    stop = _ends(draft, start, end)
    name = text[start:stop].rstrip(" ,;")
    stop = start + len(name)
    body = Body(_named(draft, start, stop, type_of(name, default)))
    at = stop
    while found := _BRACKET.match(text, at, end) or _REST.match(text, at, end):
        a, b = found.span(1)
        at = found.end()
        if found.re is _BRACKET:
            _bracketed(draft, body, name, a, b)
            continue
        b -= len(found[1]) - len(found[1].rstrip(" ."))
        if _is_place(draft, a, b):
            body.places += places_of(draft, a, b)
        elif text[a].islower() and body.found.type == "Enterprise":
            body.industries.append(_industry(draft, a, b))
    return body


def _bracketed(draft: Draft, body: Body, name: str, start: int, end: int) -> None:
    """Words in brackets behind a name: its short form, its places, or what a firm does."""
    inside = draft.text[start:end]
    if _is_short(inside, name) and not _is_place(draft, start, end):
        _short(draft, body.found, start, end)
    elif inside[:1].isupper():
        body.places += places_of(draft, start, end)
    elif body.found.type == "Enterprise" and _TRADE.fullmatch(inside):
        body.industries.append(_industry(draft, start, end))


def _industry(draft: Draft, start: int, end: int) -> Found:
    clear(draft, start, end, "Industry", "Technology", "Problem", "Platform")
    return draft.add("Industry", start, end, confidence=0.75)


def _named(draft: Draft, start: int, stop: int, type_: str) -> Found:
    """The occurrence of a name: the one found there, or the words themselves."""
    name = " ".join(draft.text[start:stop].split())
    own = folded(name)
    whole = [
        f for f in draft.within(start, stop, *BODIES) if f.end - f.start >= 0.9 * (stop - start)
    ]
    if whole:
        return whole[0]
    for found in draft.found:
        if found.type in BODIES and folded(re.sub(r" \([^)]*\)$", "", found.name)) == own:
            type_, own = found.type, found.key
            break
    inner = {f.key for f in draft.within(start, stop, type_) if f.start == start}
    clear(draft, start, stop, *BODIES, "Industry", "Technology", "Problem", "Programme", "Person")
    for found in draft.found:
        if found.type == type_ and found.key in inner:
            found.key = own
    return draft.add(type_, start, stop, key=own, confidence=0.85)


def clear(draft: Draft, start: int, end: int, *types: str) -> None:
    """Takes out what was found inside a span: the cell says better what it is."""
    draft.found = [
        f for f in draft.found if not (start <= f.start and f.end <= end and f.type in types)
    ]


def _is_short(inside: str, name: str) -> bool:
    """Whether words in brackets abbreviate a name: capitals, or its letters in their order."""
    letters = iter(name.casefold())
    ordered = all(char in letters for char in re.sub(r"\W", "", inside.casefold()))
    return ordered or bool(re.fullmatch(r"[\w&-]*[A-Z][\w&-]*[A-Z][\w&-]*", inside))


def _short(draft: Draft, body: Found, start: int, end: int) -> None:
    clear(draft, start, end, *BODIES)
    short = draft.text[start:end]
    if body.type == "Institute" or " " in short:
        full = draft.text[body.start : end + 1]
        if not body.name.endswith(")"):
            draft.add(body.type, body.start, body.end, key=body.key, embedded=True)
            body.name = " ".join(full.split())
    draft.add(body.type, start, end, key=body.key, embedded=True, confidence=0.85)


def _is_place(draft: Draft, start: int, end: int) -> bool:
    return any(f.end - f.start >= 0.8 * (end - start) for f in _regions(draft, start, end))


def _regions(draft: Draft, start: int, end: int) -> list[Found]:
    return [f for f in draft.found if f.type == "Region" and start <= f.start and f.end <= end]


def places_of(draft: Draft, start: int, end: int, level: str = "") -> list[Found]:
    """The places of a cell, the innermost first ("Town, Province", "Town (Province)").

    ``level`` is what the head of the column says they are; it tells homonyms apart.
    """
    text = draft.text
    found: list[Found] = []
    levels = ("city", "province", "country")
    for part in re.finditer(r"[^,;/()\n]+", text[start:end]):
        a = start + part.start() + len(part.group()) - len(part.group().lstrip())
        b = start + len(part.group().rstrip(" .")) + part.start()
        words_ = text[a:b]
        whole = next((f for f in _regions(draft, a, b) if f.end - f.start >= 0.6 * (b - a)), None)
        if whole:
            base, _, known = whole.key.partition("|")
            listed = any(p.level == level for p in gazetteer().get(base, ()))
            wider = level == "city" and known in ("province", "country", "area")
            if (
                level
                and known != level
                and (listed or wider)
                and len(words_.split()) == len(base.split())
            ):
                whole.key = f"{base}|{level}"
            whole.embedded = False
            found.append(whole)
        elif words_[:1].isupper() and len(words_.split()) <= 4 and not re.search(r"\d", words_):
            clear(draft, a, b, "Region", *BODIES)
            key = f"{folded(words_)}|{levels[min(len(found), 2)]}"
            found.append(draft.add("Region", a, b, key=key, confidence=0.75))
    return found


def persons_of(draft: Draft, start: int, end: int, label: str) -> list[Found]:
    """The person of a cell, in the role that the label names."""
    name = _PERSON.match(draft.text, start, end)
    if not name or LEGAL.search(draft.text, start, end) or _HEADS.search(name["name"]):
        return []
    clear(draft, *name.span("name"), "Person", "Region")
    role = label.casefold().strip(" :*") or "leader"
    return [
        draft.add("Person", *name.span("name"), key=folded(name["name"]), role=role, confidence=0.8)
    ]
