"""The word lists of ``ingest/nlp/data``, loaded once and ready to ask."""

from __future__ import annotations

import json
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
