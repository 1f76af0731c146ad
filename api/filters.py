"""What templates use to write numbers, dates, names and addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from api.charts import part_bars, stack_bars
from api.words import Words
from graph.lookup import Fact
from graph.matching.explanations import explanation
from graph.model import Entity
from graph.schema import EDGES, ORGANISATIONS, PROPERTIES, WORKS


def number(value: float | int) -> str:
    """12345 as 12,345; a fraction with at most two digits."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.2f}"
    return f"{int(value):,}"


def figure(value: object) -> str:
    """A value of a property for people: sums with separators, the rest as it is."""
    text = str(value)
    head, _, unit = text.partition(" ")
    try:
        amount = float(head)
    except ValueError:
        return text
    if amount < 10_000:
        return text
    return f"{number(amount)} {unit}".strip()


def short(text: str, length: int = 220) -> str:
    """A quote on one line, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[:length]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut) + " …"


def entity_url(entity_id: str) -> str:
    """The page of an entity."""
    return f"/entity/{quote(entity_id, safe='')}"


def industry_url(entity_id: str) -> str:
    """The page of an industry."""
    return f"/industry/{quote(entity_id, safe='')}"


def thing_url(entity: Entity) -> str:
    """The page that shows an entity best."""
    return industry_url(entity.id) if entity.kind == "Industry" else entity_url(entity.id)


def document_url(key: str, fact: str = "") -> str:
    """The page of a document or row; with a fact, the place where its words are marked."""
    return f"/document/{quote(key, safe='/')}" + (f"#words-{fact}" if fact else "")


def quote_url(key: str, words: str) -> str:
    """The page of a document or row with these words of it marked."""
    return f"{document_url(key)}?{urlencode({'words': short(words, 200)})}#words-asked"


def ask_url(need: str = "", **options: object) -> str:
    """The page that answers a need, for links; empty options are left out."""
    kept: list[tuple[str, str]] = [("need", need)] if need else []
    for name, value in options.items():
        values = value if isinstance(value, list | tuple) else [value]
        kept += [(name, str(v)) for v in values if v not in ("", None)]
    return "/ask" + (f"?{urlencode(kept)}" if kept else "")


def review_url(*, kind: str = "", about: str = "") -> str:
    """The review queue; of one thing or kind where that is said."""
    kept = {name: value for name, value in (("kind", kind), ("about", about)) if value}
    return "/review" + (f"?{urlencode(kept)}" if kept else "")


def has_han(text: str) -> bool:
    """Are there Chinese characters in the text?"""
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def name_lang(text: str) -> str:
    """The ``lang`` attribute for a name, so that it is read and drawn in the right script."""
    return "zh" if has_han(text) else "en"


def second_script(names: Iterable[str], name: str) -> list[str]:
    """The fullest of the names in the other script than ``name``, if there is one."""
    return sorted((o for o in names if has_han(o) != has_han(name)), key=len, reverse=True)[:1]


def predicate(fact: Fact, t: Words) -> str:
    """What a fact says of its subject, in the reader's words."""
    if fact.predicate == "indicator":
        return fact.measure
    if fact.predicate in EDGES:
        return t.known("edges", fact.predicate)
    caption = PROPERTIES[fact.predicate].caption if fact.predicate in PROPERTIES else ""
    return t.known("properties", fact.predicate, caption)


FILTERS: dict[str, Any] = {
    "number": number, "figure": figure, "short": short, "second_script": second_script,
    "predicate": predicate,
    "part_bars": lambda parts, scale: part_bars(parts, scale=scale),
    "stack_bars": lambda parts, scale: stack_bars(parts, scale=scale),
}
FUNCTIONS: dict[str, Any] = {
    "entity_url": entity_url, "industry_url": industry_url, "thing_url": thing_url,
    "document_url": document_url, "quote_url": quote_url, "ask_url": ask_url,
    "review_url": review_url,
    "name_lang": name_lang,
    "explain": explanation, "ORGANISATIONS": ORGANISATIONS, "WORKS": WORKS,
}
