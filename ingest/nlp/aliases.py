"""Shorter forms of names: stated abbreviations and clipped names, wherever they occur.

"Haihong biological", "Haihong" and "HHB" are the firm whose full name the text gives once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.language.places import gazetteer
from ingest.nlp.draft import Draft, Found, occurrences
from ingest.nlp.edges import LEGAL
from ingest.nlp.lexicon import words

_TYPES = ("Enterprise", "Institute", "Agency", "Platform", "Programme")
_TAIL = re.compile(rf",? ?(?:\(Group\) )?(?:(?:Group )?{LEGAL.pattern}|Group)$", re.IGNORECASE)
_ORDINARY = words("function", "verbs", "generic", "agency_fields", "policy_words")


def spread(draft: Draft) -> None:
    """Adds the occurrences of each body's shorter forms."""
    _stated(draft)
    _bracketed(draft)
    _also_named(draft)
    _in_chinese(draft)
    bodies: dict[tuple[str, str], Found] = {}
    for found in sorted(draft.found, key=lambda f: f.start):
        if found.type in ("Enterprise", "Institute"):
            bodies.setdefault((found.type, found.key), found)
    said = _Said.of(draft)
    short = {id(body): short_forms(said, body) for body in bodies.values()}
    _join_clipped(draft, list(bodies.values()), short)
    for type_ in ("Institute", "Enterprise", "Platform"):
        _join_subsets([b for b in draft.found if b.type == type_ and not b.embedded], draft)
    _join_tails(draft)
    forms: dict[str, Found | None] = {}
    for body in bodies.values():
        for form in short[id(body)]:
            forms[form] = None if form in forms and forms[form] is not body else body
    for form in sorted(forms, key=len, reverse=True):
        owner = forms[form]
        if owner is None:
            continue
        for span in occurrences(draft.text, form):
            if not draft.covered(*span):
                draft.add(owner.type, *span, key=owner.key, confidence=0.75)
    _initialled(draft)


@dataclass(frozen=True, slots=True)
class _Said:
    """What the text says, looked up for each short form: its words and places."""

    text: str
    lower: frozenset[str]
    places: frozenset[str]
    ends: dict[int, int]
    """The end of the region that begins at an offset."""

    @classmethod
    def of(cls, draft: Draft) -> _Said:
        """The words and places of a draft."""
        regions = [f for f in draft.found if f.type == "Region"]
        ends: dict[int, int] = {}
        for region in regions:
            ends.setdefault(region.start, region.end)
        return cls(
            draft.text,
            frozenset(re.findall(r"\b\w+\b", draft.text)),
            frozenset(f.name.casefold() for f in regions),
            ends,
        )


def short_forms(said: _Said, body: Found) -> list[str]:
    """Forms by which a text may call a body again: without legal form, without place, its core."""
    name = re.sub(r" \([^)]*\)", "", body.name)
    core = _TAIL.sub("", name)
    forms = [core] if core != name else []
    parts = core.split()
    region = said.ends.get(body.start, body.end)
    if region < body.end:
        parts = said.text[region : body.end].split()
        rest = _TAIL.sub("", " ".join(parts))
        rest = re.sub(r" \([^)]*\)", "", rest)
        forms.append(rest)
        parts = rest.split()
    bracket = re.fullmatch(r"(.+) \((\w+)\) (\w+)", body.name)
    if bracket:
        forms += [f"{bracket[2]} {bracket[3]}", f"{bracket[1]} {bracket[3]}"]
    if body.type == "Institute":
        acronym = re.match(r"[A-Z]{3,}\b", name)
        forms += [acronym.group()] if acronym else []
        for whole in (name, " ".join(parts)):
            cut = re.match(r"(.+? (?:University|Institute|Academy|College))\b", whole)
            forms += [cut[1]] if cut and cut[1] != name else []
    if body.type == "Enterprise":
        forms += [" ".join(parts[:n]) for n in (2, 1) if len(parts) > n]
        if "Group" in body.name:
            forms += [" ".join(parts[:n]) + " Group" for n in (1, 2, 3) if len(parts) >= n]
    return [
        f
        for f in dict.fromkeys(forms)
        if _telling(f) and f.casefold() not in said.places and not _ordinary(said, f)
    ]


def _ordinary(said: _Said, form: str) -> bool:
    """Whether a single word is a place, or a word that the text also uses in lower case."""
    if " " in form or form.isupper():
        return False
    if form.casefold() in words("institute_fields") or form.lower() in said.lower:
        return True
    return any(not place.minor for place in gazetteer().get(form.casefold(), ()))


def _telling(form: str) -> bool:
    parts = form.split()
    if not parts or not parts[0][0].isupper() or (len(form) < 4 and not form.isupper()):
        return False
    if len(parts) == 1 and form.isupper() and len(form) >= 3:
        return True
    return any(p[0].isupper() and p.casefold() not in _ORDINARY for p in parts) and (
        len(parts) > 1 or (len(form) >= 4 and parts[0].casefold() not in _ORDINARY)
    )


def _join_clipped(draft: Draft, bodies: list[Found], short: dict[int, list[str]]) -> None:
    """A found name that is another's clipped form takes its key (earliest full name wins)."""
    known: dict[tuple[str, str], list[Found]] = {}
    for found in draft.found:
        known.setdefault((found.type, found.key), []).append(found)
    for body in bodies:
        for form in short[id(body)]:
            key = " ".join(re.sub(r"[^\w]+", " ", form.casefold()).split())
            if key == body.key:
                continue
            clipped = known.pop((body.type, key), [])
            for found in clipped:
                found.key = body.key
            known.setdefault((body.type, body.key), []).extend(clipped)


_GENERAL = words("generic", "institute_heads", "platform_heads")
_LINKS = frozenset(["of", "and", "for", "the", "in", "research", "science", "sciences"])


@lru_cache(maxsize=4096)
def _content(name: str) -> frozenset[str]:
    plain = re.sub(r"\([^)]*\)", "", name).casefold()
    return frozenset(w.rstrip("s") for w in re.findall(r"[\w&']+", plain) if w not in _LINKS)


def _join_subsets(bodies: list[Found], draft: Draft) -> None:
    """A body whose words are all among one other's is that one in short."""
    for short in bodies:
        own = _content(short.name)
        least = 3 if short.type == "Institute" else 2
        telling = [w for w in own if w not in _GENERAL]
        if len(own) < least or len(telling) < least - 1 or "University" in short.name:
            continue
        if LEGAL.search(short.name) or _region_led(draft, short):
            continue
        keys = {
            b.key
            for b in bodies
            if b.key != short.key
            and not (b.start <= short.start and short.end <= b.end)
            and own < _content(b.name)
            and (b.type == "Institute" or _last(b.name) == _last(short.name))
        }
        if len(keys) == 1:
            old, new = short.key, keys.pop()
            for found in draft.found:
                if found.type == short.type and found.key == old:
                    found.key = new


def _join_tails(draft: Draft) -> None:
    """ "the Fish Lab" is the one body whose name ends so: "Talin Fish Lab"."""
    bodies = [f for f in draft.found if f.type in ("Institute", "Platform") and not f.embedded]
    names = {(b.type, b.key): re.sub(r" \([^)]*\)", "", b.name).casefold() for b in bodies}
    for short in bodies:
        name = names[short.type, short.key]
        article = draft.text[: short.start].endswith(("the ", "The "))
        if not article or len(name.split()) < 2 or len(short.name) > 60:
            continue
        longer = {
            key for (type_, key), full in names.items()
            if type_ == short.type and key != short.key and full.endswith(" " + name)
        }  # fmt: skip
        if len(longer) == 1:
            draft.rekey(short.type, short.key, longer.pop())
            names = {(b.type, b.key): re.sub(r" \([^)]*\)", "", b.name).casefold() for b in bodies}


def _region_led(draft: Draft, body: Found) -> bool:
    """Whether a platform's name is a place with a head alone: "Norland incubator" is its own."""
    if body.type != "Platform":
        return False
    return any(
        f.type == "Region" and f.start == body.start and draft.text[f.end : body.end].count(" ") < 2
        for f in draft.found
    )


def _last(name: str) -> str:
    """The head of a name, with the one word for centre and the like."""
    words_ = re.findall(r"\w+", re.sub(r"\([^)]*\)", "", name).casefold())
    return words_[-1].replace("centre", "center") if words_ else ""


def _stated(draft: Draft) -> None:
    """Names after "hereinafter referred to as", with or without quotation marks."""
    pattern = re.compile(
        r"\(here(?:in)?after(?: referred to as| called)?:? (?:the )?\"?([^)\"]{2,50})\"?\)", re.I
    )
    for found in pattern.finditer(draft.text):
        before = [
            f
            for f in draft.found
            if f.type in _TYPES and f.end <= found.start() and found.start() - f.end < 4
        ]
        if not before:
            continue
        body = max(before, key=lambda f: f.end)
        for form in re.finditer(rf"\b{re.escape(found[1])}\b", draft.text):
            clash = [
                f
                for f in draft.found
                if f.start < form.end() and form.start() < f.end and f.type != "Region"
            ]
            for other in clash:
                if other.end - other.start <= form.end() - form.start() + 4:
                    other.key, other.type = body.key, body.type
            if not clash:
                draft.add(body.type, *form.span(), key=body.key, confidence=0.85)


_ALSO = re.compile(
    r" ?[(,—–-]{1,2} ?(?:that is|i\.e\.|namely|also (?:known as|called|named)|"
    r"formerly(?: known as)?|"
    r"registered (?:name|as)|full name|in full|previously|now (?:called|renamed))[,:]? (?:the )?"
)


def _also_named(draft: Draft) -> None:
    """ "Vega Academy (that is, Vega Academy of Sciences)", "A — registered name B —"."""
    bodies = [f for f in draft.found if f.type in _TYPES and not f.embedded]
    starts = {(f.type, f.start): f for f in bodies}
    for body in bodies:
        link = _ALSO.match(draft.text, body.end)
        other = starts.get((body.type, link.end())) if link else None
        if other and other.key != body.key:
            draft.rekey(body.type, other.key, body.key)


def _bracketed(draft: Draft) -> None:
    """The forms that the text gives in brackets behind a name, wherever they stand alone."""
    for body in [f for f in draft.found if f.embedded and f.type in _TYPES]:
        form = draft.text[body.start : body.end]
        if not re.fullmatch(r"[A-Z][\w&.-]{1,15}(?: [\w&-]+){0,3}", form):
            continue
        for span in occurrences(draft.text, form):
            if not draft.covered(*span):
                draft.add(body.type, *span, key=body.key, confidence=0.85)


def _in_chinese(draft: Draft) -> None:
    """Harbour University (海港大学) is one body with two names."""
    for found in re.finditer(r" ?\((?P<han>[\u3400-\u9fff]{2,30})\)", draft.text):
        named = (f for f in draft.found if f.type in _TYPES and 0 <= found.start() - f.end <= 1)
        body = max(named, key=lambda f: f.end - f.start, default=None)
        if body is None:
            continue
        for form in re.finditer(re.escape(found["han"]), draft.text):
            if not draft.covered(*form.span()):
                inside = form.start() == found.start("han")
                draft.add(body.type, *form.span(), key=body.key, embedded=inside, confidence=0.85)


def _initialled(draft: Draft) -> None:
    """Initials of a name in capitals, where only one body has them."""
    for found in re.finditer(r"\b[A-Z]{3,6}\b", draft.text):
        if draft.covered(*found.span()):
            continue
        owners = {
            (f.type, f.key)
            for f in draft.found
            if f.type in ("Enterprise", "Institute") and found.group() in _initials(f.name)
        }
        if len(owners) == 1:
            type_, key = owners.pop()
            draft.add(type_, *found.span(), key=key, confidence=0.65)


@lru_cache(maxsize=4096)
def _initials(name: str) -> frozenset[str]:
    """Initials of the capitalised words, of all of them and of each run of them."""
    capitals = [w[0] for w in _TAIL.sub("", name).split() if w[0].isupper()]
    groups = [w[0] for w in name.split() if w[0].isupper()]
    both = {"".join(capitals), "".join(groups)}
    both |= {
        "".join(groups[i:j]) for i in range(len(groups)) for j in range(i + 3, len(groups) + 1)
    }
    return frozenset(both)
