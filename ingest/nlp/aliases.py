"""Shorter forms of names: stated abbreviations and clipped names, wherever they occur.

"Haihong biological", "Haihong" and "HHB" are the firm whose full name the text gives once.
"""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Found
from ingest.nlp.lexicon import words

_TYPES = ("Enterprise", "Institute", "Agency", "Platform", "Programme")
_TAIL = re.compile(
    r",? (?:\(Group\) )?(?:Limited by Share Ltd|Polytron Technologies Inc|Limited "
    r"liability company|"
    r"Limited company|(?:Group )?Co\.?,? ?Ltd\.?|Pvt Ltd\.?|Ltda\.|S\.A\.|plc|"
    r"Ltd\.?|LLP|LLC|Inc\.?|"
    r"Oy|GmbH|AB|Corporation|Group)$",
    re.IGNORECASE,
)
_ORDINARY = words("function", "verbs", "generic", "agency_fields", "policy_words")


def spread(draft: Draft) -> None:
    """Adds the occurrences of each body's shorter forms."""
    _stated(draft)
    bodies: dict[tuple[str, str], Found] = {}
    for found in sorted(draft.found, key=lambda f: f.start):
        if found.type in ("Enterprise", "Institute"):
            bodies.setdefault((found.type, found.key), found)
    _join_clipped(draft, list(bodies.values()))
    _join_subsets(draft, [b for b in bodies.values() if b.type == "Institute"])
    forms: dict[str, Found | None] = {}
    for body in bodies.values():
        for form in short_forms(draft, body):
            forms[form] = None if form in forms and forms[form] is not body else body
    for form in sorted(forms, key=len, reverse=True):
        owner = forms[form]
        if owner is None:
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", draft.text):
            if not draft.covered(*match.span()):
                draft.add(owner.type, *match.span(), key=owner.key, confidence=0.75)
    _abbreviations(draft)


def short_forms(draft: Draft, body: Found) -> list[str]:
    """Forms by which a text may call a body again: without legal form, without place, its core."""
    name = re.sub(r" \([^)]*\)", "", body.name)
    core = _TAIL.sub("", name)
    forms = [core] if core != name else []
    parts = core.split()
    region = next(
        (
            f
            for f in draft.found
            if f.type == "Region" and f.start == body.start and f.end < body.end
        ),
        None,
    )
    if region:
        parts = draft.text[region.end : body.end].split()
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
        cut = re.match(r"(.+? (?:University|Institute|Academy|College))\b", name)
        forms += [cut[1]] if cut and cut[1] != name else []
    if body.type == "Enterprise":
        forms += [" ".join(parts[:n]) for n in (2, 1) if len(parts) > n]
        if "Group" in body.name:
            forms += [" ".join(parts[:n]) + " Group" for n in (1, 2, 3) if len(parts) >= n]
    places = {f.name.casefold() for f in draft.found if f.type == "Region"}
    return [f for f in dict.fromkeys(forms) if _telling(f) and f.casefold() not in places]


def _telling(form: str) -> bool:
    parts = form.split()
    if not parts or not parts[0][0].isupper() or (len(form) < 4 and not form.isupper()):
        return False
    if len(parts) == 1 and form.isupper() and len(form) >= 3:
        return True
    return any(p[0].isupper() and p.casefold() not in _ORDINARY for p in parts) and (
        len(parts) > 1 or (len(form) >= 4 and parts[0].casefold() not in _ORDINARY)
    )


def _join_clipped(draft: Draft, bodies: list[Found]) -> None:
    """A found name that is another's clipped form takes its key (earliest full name wins)."""
    for body in bodies:
        for form in short_forms(draft, body):
            key = " ".join(re.sub(r"[^\w]+", " ", form.casefold()).split())
            for found in draft.found:
                if found.type == body.type and found.key == key and found is not body:
                    found.key = body.key


_LINKS = frozenset(["of", "and", "for", "the", "in", "research", "science", "sciences"])


def _content(name: str) -> frozenset[str]:
    plain = re.sub(r"\([^)]*\)", "", name).casefold()
    return frozenset(w.rstrip("s") for w in re.findall(r"[\w&']+", plain) if w not in _LINKS)


def _join_subsets(draft: Draft, institutes: list[Found]) -> None:
    """An institute whose words are all among another's is that one in short."""
    for short in institutes:
        own = _content(short.name)
        wider = [b for b in institutes if b.key != short.key and own < _content(b.name)]
        keys = {b.key for b in wider}
        if len(own) >= 3 and len(keys) == 1 and "University" not in short.name:
            old, new = short.key, keys.pop()
            for found in draft.found:
                if found.type == "Institute" and found.key == old:
                    found.key = new


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


def _abbreviations(draft: Draft) -> None:
    """Abbreviations in brackets, and initials of a name, wherever they stand alone."""
    for body in [f for f in draft.found if f.embedded and f.type in _TYPES]:
        form = draft.text[body.start : body.end]
        if not re.fullmatch(r"[A-Z][\w&.-]{1,15}(?: [A-Z]\w+)?", form):
            continue
        for found in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", draft.text):
            if not draft.covered(*found.span()):
                draft.add(body.type, *found.span(), key=body.key, confidence=0.85)
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


def _initials(name: str) -> set[str]:
    """Initials of the capitalised words, of all of them and of each run of them."""
    capitals = [w[0] for w in _TAIL.sub("", name).split() if w[0].isupper()]
    groups = [w[0] for w in name.split() if w[0].isupper()]
    both = {"".join(capitals), "".join(groups)}
    both |= {
        "".join(groups[i:j]) for i in range(len(groups)) for j in range(i + 3, len(groups) + 1)
    }
    return both
