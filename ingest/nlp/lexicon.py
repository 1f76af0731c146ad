"""The word lists and gazetteer of ``ingest/nlp/data``, loaded once and ready to ask."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


def data(name: str) -> Any:
    """A JSON file of the data folder."""
    return json.loads((files("ingest.nlp") / "data" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return dict(data("words.json"))


@lru_cache(maxsize=64)
def words(*names: str) -> frozenset[str]:
    """The union of the named word lists of ``words.json``, lower case."""
    return frozenset(word for name in names for word in _words()[name].split())


@lru_cache(maxsize=16)
def phrases(name: str) -> tuple[str, ...]:
    """A list of phrases of ``words.json``, longest first."""
    return tuple(sorted(_words()[name], key=len, reverse=True))


@lru_cache(maxsize=4)
def mapping(name: str) -> dict[str, str]:
    """A word-to-word table of ``words.json``."""
    return dict(_words()[name])


@lru_cache(maxsize=1)
def industries() -> frozenset[str]:
    """General names of economic sectors, lower case."""
    return frozenset(term.casefold() for term in data("industries.json")["terms"])


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the gazetteer; ``level`` is country, province, city (prefecture), county, area."""

    name: str
    level: str
    parent: str
    chinese: str = ""
    others: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, tuple[Place, ...]]:
    """Places by each of their names, lower case; homonyms together, higher levels first."""
    order = {"country": 0, "province": 1, "area": 2, "city": 3, "county": 4}
    found: dict[str, list[Place]] = {}
    text = (files("ingest.nlp") / "data" / "regions.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        name, level, parent, chinese, others = (line.split("\t") + [""] * 4)[:5]
        names = tuple(other for other in others.split("|") if other)
        place = Place(name, level, parent, chinese, names)
        for form in (name, *names):
            found.setdefault(form.casefold(), []).append(place)
    return {form: tuple(sorted(p, key=lambda q: order[q.level])) for form, p in found.items()}


@lru_cache(maxsize=1)
def first_words() -> dict[str, int]:
    """The first word of each place name, with the words of the longest name that begins so."""
    longest: dict[str, int] = {}
    for form in gazetteer():
        parts = form.split()
        longest[parts[0]] = max(longest.get(parts[0], 0), len(parts))
    return longest
