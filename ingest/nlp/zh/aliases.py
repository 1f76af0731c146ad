"""Other forms of Chinese names: stated short forms, clipped names and names in two languages."""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Found
from ingest.nlp.zh.words import HAN, key_of, note, zh_data

_TYPES = ("Enterprise", "Institute", "Agency", "Platform", "Programme", "Policy", "Region")
_STATED = re.compile(
    r"\((?:[^()]{2,80}[,;] ?)?(?:以下|下文)?(?:统)?简?称(?:为)?:?[\"《]?(?P<form>[^()\"《》]{2,"
    r"20})[\"》]?\)"
    r"|,(?:以下)?简称(?:为)?[\"《](?P<form2>[^()\"《》]{2,20})[\"》]"
)
_FOREIGN = re.compile(
    r"\((?P<other>[A-Z][A-Za-z&.,'\- ]{2,80}?)(?:[,;] ?(?:以下)?(?:简称|缩写)[^()]{2,24})?\)"
)
_BEHIND_FOREIGN = re.compile(rf"(?P<name>[A-Z][A-Za-z&.'\- ]{{3,80}}) ?\((?P<han>{HAN}{{3,30}})\)")
_LEGAL = re.compile(
    r"(?:\(集团\))?(?:集团)?(?:有限责任|股份有限|有限|控股)?公司$|(?:专业)?合作社$|\(集团\)$|"
    r"集团$|厂$"
)


def spread(draft: Draft) -> None:
    """Adds the stated and clipped forms of each name, wherever they occur."""
    _stated(draft)
    _foreign(draft)
    _parents(draft)
    _clipped(draft)


def _before(draft: Draft, at: int, *types: str) -> Found | None:
    near = [
        f for f in draft.found if f.type in (types or _TYPES) and f.end == at and not f.embedded
    ]
    return max(near, key=lambda f: f.end - f.start, default=None)


def _stated(draft: Draft) -> None:
    """(以下简称“…”): the short form is the name before it."""
    for found in _STATED.finditer(draft.text):
        body = _before(draft, found.start())
        if body is None and draft.text[found.start() - 1] in '"》':
            body = _before(draft, found.start() - 1)
        if body is None:
            continue
        form = found["form"] or found["form2"]
        alias = key_of(form)
        for again in re.finditer(re.escape(form), draft.text):
            clash = [f for f in draft.found if f.start < again.end() and again.start() < f.end]
            same = [f for f in clash if (f.start, f.end) == again.span() or f.key == alias]
            for other in same:
                other.key, other.type = body.key, body.type
            if any(f.type != "Region" or f.key == body.key for f in clash):
                continue
            note(draft, body.type, *again.span(), key=body.key, confidence=0.85)


def _foreign(draft: Draft) -> None:
    """青海大学(Qinghai University) is one body with two names, and so is the reverse."""
    for found in _FOREIGN.finditer(draft.text):
        body = _before(draft, found.start())
        if body:
            note(draft, body.type, *found.span("other"), key=body.key, embedded=True)
            for again in re.finditer(rf"\b{re.escape(found['other'])}\b", draft.text):
                if again.start() != found.start("other"):
                    note(draft, body.type, *again.span(), key=body.key, confidence=0.8)
    for found in _BEHIND_FOREIGN.finditer(draft.text):
        body = next(
            (f for f in draft.found if (f.start, f.end) == found.span("han") and f.type in _TYPES),
            None,
        )
        if body:
            start = found.start("name")
            note(draft, body.type, start, found.end("name"), key=body.key, embedded=True)


def _parents(draft: Draft) -> None:
    """A short institute name that ends another's full name is that one: 中国科学院盐湖研究所."""
    names = {
        f.key: f for f in draft.found if f.type in ("Institute", "Platform") and not f.embedded
    }
    for short in list(names.values()):
        longer = [
            f for f in names.values()
            if f.key != short.key and f.type == short.type and f.key.endswith(short.key)
            and len(short.key) >= 5
        ]  # fmt: skip
        if len({f.key for f in longer}) == 1:
            old = short.key
            for found in draft.found:
                if found.type == short.type and found.key == old:
                    found.key = longer[0].key


def _clipped(draft: Draft) -> None:
    """Names again without their place and legal form: 高源药业 for 青海高源药业股份有限公司."""
    owners: dict[str, Found | None] = {}
    for body in [
        f for f in draft.found if f.type in ("Enterprise", "Institute") and not f.embedded
    ]:
        for form in _short_forms(draft, body):
            known = owners.get(form, body)
            owners[form] = body if known and known.key == body.key else None
    for form in sorted(owners, key=len, reverse=True):
        owner = owners[form]
        for again in re.finditer(re.escape(form), draft.text) if owner else ():
            for found in draft.found:
                same = (found.start, found.end) == again.span() and found.type in (
                    "Institute",
                    "Platform",
                )
                if owner and owner.type == "Enterprise" and same:
                    found.type, found.key = owner.type, owner.key
            if owner and not draft.covered(*again.span()):
                note(draft, owner.type, *again.span(), key=owner.key, confidence=0.7)


def _short_forms(draft: Draft, body: Found) -> list[str]:
    """Forms by which a text may call a body again."""
    at = body.start
    for region in sorted((f for f in draft.found if f.type == "Region"), key=lambda f: f.start):
        if region.start == at and region.end < body.end:
            at = region.end
    text = draft.text
    whole, core = text[body.start : body.end], text[at : body.end]
    if body.type == "Institute":
        for long, short in zh_data("aliases")["institutes"].items():
            if whole.startswith(long):
                return [short + whole[len(long) :]]
        return list(zh_data("aliases")["universities"].get(whole, "").split())
    stem = _LEGAL.sub("", core)
    full = _LEGAL.sub("", whole)
    forms = [stem, full, stem + "公司", stem + "集团", full + "公司", full + "集团"]
    if len(stem) >= 4:
        forms += [stem[:2] + "公司", stem[:2] + "集团", stem[:4]]
    if len(stem) >= 6:
        forms += [stem[:2] + stem[-2:], stem[:3] + stem[-2:]]
    return [f for f in dict.fromkeys(forms) if len(f) >= 4 or (f == stem and len(f) >= 3)]
