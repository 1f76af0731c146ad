"""What the items of a list are, decided by what is counted (``lists.json``)."""

from __future__ import annotations

import re

from ingest.nlp.chunks import is_plain, is_technical
from ingest.nlp.draft import Draft, Found, Listing, folded
from ingest.nlp.lexicon import data, sectors, words

_RULES = data("lists.json")
_TECH = words("technology_tail")
_SECTOR = words("industry_heads")
_SELF_SAID = ("Problem", "Platform", "Programme")
"""What may be named by general words alone, as the count says what it is."""
_SERVING = re.compile(_RULES["serving"], re.IGNORECASE)


def type_items(draft: Draft, listing: Listing) -> None:
    """Adds the entities that the items of a list are, by what is counted."""
    counted = re.split(r" (?:of|in|for|to) ", listing.noun.casefold())[0]
    head = re.sub(r"s$", "", counted.split()[-1]).split("-")[-1]
    default = _default(draft, listing, head)
    for item in [_bare(draft, item) for item in listing.items]:
        text = draft.text[slice(*item)]
        if _ADVERBIAL.match(text):
            continue
        if draft.covered(*item, "Enterprise", "Institute", "Agency", "Policy", "Person", "Region"):
            continue
        counted = re.match(r"\d+ [a-z]", text)  # "4 laboratories": a count of its own
        if counted or (re.search(r"\d", text) and not re.search(r"[a-z]{3}", text)):
            continue
        if is_plain(text) and _RULES["types"].get(head) not in _SELF_SAID:
            continue
        listing.entities += _typed(draft, item, head, listing, default)


_ADVERBIAL = re.compile(r"(?:according to|by|in (?:19|20)\d\d|up to|as of|since) ", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{1,4}-?\d[\d-]*[,:]? ")


def _bare(draft: Draft, item: tuple[int, int]) -> tuple[int, int]:
    """An item without its code before or behind it: "NV-22, salt recovery", "hub (code P1)"."""
    start, end = item
    ahead = _CODE.match(draft.text, start, end)
    behind = re.search(r" ?\((?:code |No\. ?)?[A-Z]{1,3}-?\d*\)$", draft.text[start:end])
    return ahead.end() if ahead else start, start + behind.start() if behind else end


def _default(draft: Draft, listing: Listing, head: str) -> str:
    """What the listed fields are where their own words do not say: sectors or technologies.

    "Industries" and "bases" are sectors; "aspects", "areas" and "fields" are so where one of the
    row is a known sector, or none names a technique.
    """
    if head in _RULES["sectors"] or "industr" in listing.noun.casefold():
        return "Industry"
    texts = [draft.text[slice(*item)] for item in listing.items]
    known = sum(is_sector(text) for text in texts)
    technical = sum(is_technical(text) or "technolog" in text.casefold() for text in texts)
    return "Industry" if known or not technical else "Technology"


def _typed(
    draft: Draft, item: tuple[int, int], head: str, listing: Listing, default: str
) -> list[Found]:
    words_ = [w for w in listing.noun.split() if w.casefold() not in _RULES["dropped"]]
    noun = re.sub(r"s$", "", " ".join(words_) if len(words_) > 1 else listing.noun)
    text = draft.text[slice(*item)]
    last = text.casefold().split()[-1].split("-")[-1]
    if last == head and head in _RULES["own"]:
        _replace(draft, item)
        return [draft.add(_RULES["own"][head], *item, confidence=0.75)]
    if last == head and head in _RULES["centre"]:
        _replace(draft, item)
        return [
            draft.add("Platform" if _SERVING.search(text) else "Institute", *item, confidence=0.7)
        ]
    if head in _RULES["field"]:
        _replace(draft, item)
        sure = head in _RULES["sectors"]
        field = draft.add(default if sure else field_type(text, default), *item, confidence=0.75)
        return [field, *_bases(draft, item, listing, field)]
    if head in _RULES["base"] and len(noun.split()) > 1:
        _replace(draft, item)
        field = draft.add("Industry", *item, confidence=0.75)
        base = draft.add("Platform", *item, name=f"{text} {noun}", confidence=0.65)
        draft.link("TARGETS", base, field, *item, 0.7)
        return [base, field]
    if head in _RULES["centre"]:
        _replace(draft, item)
        centre = draft.add("Institute", *item, name=f"{text} {noun}", confidence=0.7)
        topic = draft.add("Technology", *item, confidence=0.7)
        draft.link("OPERATES_IN", centre, topic, *item, 0.7)
        return [centre, topic]
    return _plain_items(draft, item, head)


def _plain_items(draft: Draft, item: tuple[int, int], head: str) -> list[Found]:
    """Items that are what is counted themselves: platforms, actions, topics, problems."""
    type_ = _RULES["types"].get(head)
    if head == "demand" and is_technical(draft.text[slice(*item)]):
        type_ = "Technology"
    text = draft.text[slice(*item)]
    if type_ is None or draft.covered(*item, "Enterprise", "Institute"):
        return []
    if type_ == "Technology" and re.search(r"\b(?:construction|platform)$", text):
        type_ = "Programme"
    if type_ == "Platform" and len(text.split()) < 3:
        return []
    _replace(draft, item)
    return [draft.add(type_, *item, confidence=0.75)]


def _replace(draft: Draft, item: tuple[int, int]) -> None:
    """Readings of an item's words as something else give way to the list's."""
    draft.found = [
        f
        for f in draft.found
        if not (
            item[0] <= f.start
            and f.end <= item[1]
            and f.type in ("Platform", "Industry", "Technology", "Problem")
        )
    ]


def is_sector(text: str) -> bool:
    """Whether a phrase is a known name of a sector or ends in a sector's head word."""
    low = " ".join(text.casefold().split())
    return low in sectors() or (bool(low) and low.split()[-1] in _SECTOR)


def field_type(text: str, default: str = "Industry") -> str:
    """Industry or Technology by the phrase's own words, else ``default``."""
    parts = folded(text).split()
    if is_sector(text):
        return "Industry"
    if parts and parts[-1] in _TECH and parts[-1] not in ("processing", "process"):
        return "Technology"
    if len(parts) > 1 and parts[-2:] in (["environmental", "protection"], ["and", "health"]):
        return "Technology"
    return default


def _bases(draft: Draft, item: tuple[int, int], listing: Listing, field: Found) -> list[Found]:
    """A row of fields with the number of bases that the text announces names those bases too."""
    if not listing.count:
        return []
    counted = re.compile(
        rf"\b{listing.count} (?P<noun>(?:[\w-]+ ){{0,5}}(?:base|park|centre|center))s?\b"
    )
    found = max(
        counted.finditer(draft.text),
        key=lambda m: len(re.split(r" of (?:the )?", m["noun"])[0]),
        default=None,
    )
    if not found or len(found["noun"].split()) < 2:
        return []
    noun = " ".join(
        w
        for w in found["noun"].split()
        if w.casefold()
        not in (
            "industrial",
            "provincial",
            "national",
            "key",
            "characteristics",
            "of",
            "the",
            "industry",
        )
    )
    again = re.search(rf"(?:[a-z]+ and )?{re.escape(noun)}", draft.text, re.I)
    noun = again.group() if again and len(noun.split()) < 2 else noun
    base = draft.add("Platform", *item, name=f"{draft.text[slice(*item)]} {noun}", confidence=0.6)
    draft.link("TARGETS", base, field, *item, 0.65)
    return [base]
