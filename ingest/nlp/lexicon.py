"""The word lists and gazetteer of ``ingest/nlp/data``, loaded once and ready to ask."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from graph.language.taxonomy import sector_names


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
    """Names that are a sector wherever they stand alone in a text, lower case."""
    return frozenset(term.casefold() for term in data("industries.json")["terms"])


@lru_cache(maxsize=1)
def sectors() -> frozenset[str]:
    """Names that are a sector where the context says so: these, and all of the taxonomy's."""
    return industries() | sector_names()


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the gazetteer; ``level`` is country, province, city (prefecture), county, area."""

    name: str
    level: str
    parent: str
    chinese: str = ""
    others: tuple[str, ...] = ()
    minor: bool = False
    """From the large list of the world's towns: a place only where the words around say so."""


_PLAIN = str.maketrans("łŁøØđĐı’‘", "lLoOdDi''")


def unaccented(name: str) -> str:
    """A name in plain letters: "Málaga" is also written "Malaga"."""
    parts = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    return "".join(c for c in parts if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, tuple[Place, ...]]:
    """Places by each of their names, lower case; homonyms together, higher levels first.

    A minor place stands behind the others of its name, and is left out where a greater one of the
    same level bears it. A name with an accent or an apostrophe is also known without it.
    """
    found: dict[str, list[Place]] = {}
    for file, minor in (("regions.tsv", False), ("world.tsv", True)):
        text = (files("ingest.nlp") / "data" / file).read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.startswith("#") or not line:
                continue
            name, level, parent, chinese, others = (line.split("\t") + [""] * 4)[:5]
            names = tuple(other for other in others.split("|") if other)
            place = Place(name, level, parent, chinese, names, minor)
            for form in _spellings((name, *names)):
                twins = found.setdefault(form, [])
                if not minor or all(twin.level != level for twin in twins):
                    twins.append(place)
    return {form: tuple(sorted(p, key=_rank)) for form, p in found.items()}


def _spellings(names: tuple[str, ...]) -> set[str]:
    forms = {form.casefold() for name in names for form in (name, unaccented(name))}
    return forms | {form.replace("'", "") for form in forms}


def _rank(place: Place) -> tuple[bool, int]:
    order = {"country": 0, "province": 1, "area": 2, "city": 3, "county": 4}
    return place.minor, order[place.level]


@lru_cache(maxsize=1)
def first_words() -> dict[str, int]:
    """The first word of each place name, with the words of the longest name that begins so."""
    longest: dict[str, int] = {}
    for form in gazetteer():
        parts = form.split()
        longest[parts[0]] = max(longest.get(parts[0], 0), len(parts))
    return longest
