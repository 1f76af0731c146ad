"""What kind of thing a name means: by its words, else by what its credit code says of the body.

The tables are in ``rules/kinds.yml``; a mapping names one of them or brings its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from graph.identity.identifiers import of_scheme
from graph.identity.places import parts_of
from graph.language.places import Place, places_of
from graph.model import folded

_LEAST_PLACE = 4
"""Letters of a place's name behind "TU": shorter ones are given names as well."""
_IN_BRACKETS = re.compile(r".*\S\s*[(（]([^()（）]+)[)）]\s*")
_GIVEN_NAMES = 3

Test = Callable[[str], object]


@cache
def tables_of_kinds() -> dict[str, list[dict[str, Any]]]:
    """The tables of ``rules/kinds.yml``: which kind a name's words tell."""
    text = (files("ingest.sources") / "rules" / "kinds.yml").read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return loaded


@dataclass(frozen=True, slots=True)
class KindWords:
    """A table made ready: tests of names in their order, and beginnings of credit codes."""

    tests: tuple[tuple[Test, str], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds that it can give."""
        return tuple(dict.fromkeys(kind for _, kind in (*self.tests, *self.codes)))

    def of_name(self, name: str) -> str:
        """The kind that a name's words tell; empty for none."""
        return next((kind for test, kind in self.tests if test(name)), "")

    def of_identifiers(self, identifiers: Iterable[str]) -> str:
        """The kind that a unified social credit code tells; empty for none."""
        return next((kind for code in of_scheme(identifiers, "uscc")
                     for start, kind in self.codes if code.startswith(start)), "")


def kind_words(rows: Iterable[Mapping[str, Any]]) -> KindWords:
    """The rows of a table as in ``rules/kinds.yml``."""
    rows = list(rows)
    return KindWords(
        tuple((test, row["kind"]) for row in rows for test in _tests(row)),
        tuple((start, row["kind"]) for row in rows for start in row.get("uscc", ())),
    )


@cache
def table_of_kinds(name: str) -> KindWords:
    """A table of ``rules/kinds.yml``, made ready; `KeyError` where there is none."""
    return kind_words(tables_of_kinds()[name])


def _tests(row: Mapping[str, Any]) -> Iterable[Test]:
    if "has" in row or "ends" in row:
        pattern = words_pattern(row.get("has", ()), row.get("ends", ()))
        yield lambda name: pattern.search(folded(name))
    if heads := frozenset(row.get("before_place", ())):
        yield lambda name: _before_place(name, heads)
    if areas := frozenset(row.get("in_brackets", ())):
        yield lambda name: (found := _IN_BRACKETS.fullmatch(name)) and any(
            areas.intersection((place.level, *place.codes)) for place in _places(found[1]))


def _before_place(name: str, heads: frozenset[str]) -> bool:
    """Is the name one of the heads and then a place ("TU Wien")?"""
    head, _, place = name.strip().partition(" ")
    return head.casefold() in heads and len(place.strip()) >= _LEAST_PLACE and bool(_places(place))


@lru_cache(maxsize=10_000)
def _places(name: str) -> tuple[Place, ...]:
    """The places of this name, also without umlauts or in its own language ("MUENCHEN")."""
    name = " ".join(name.split())
    keys = parts_of(name) if "," not in name else []
    return tuple(place for form in (name, *keys) for place in places_of(form))


def written_as_person(name: str) -> bool:
    """Is this a person as the world's patent office writes one: "SALT, Anna Maria"?

    The surname in capitals, a comma, one to three given names, each with a capital and small
    letters or as an initial, none of them a place ("NORBU, Wien").
    """
    surname, comma, given = name.partition(",")
    words = given.split()
    if not comma or not surname.isupper() or not 1 <= len(words) <= _GIVEN_NAMES:
        return False
    plain = all(char.isalpha() or char in " .'’-" for char in surname + given)
    initials = [re.fullmatch(r"[^\W\d_]\.?", word) is not None for word in words]
    town = any(not place.minor for place in _places(given))
    return plain and not all(initials) and not town and all(
        initial or word.istitle() for word, initial in zip(words, initials, strict=True))


def words_pattern(has: Iterable[str], ends: Iterable[str] = ()) -> re.Pattern[str]:
    """A pattern that finds any of the words in a casefolded name whose punctuation is folded."""
    parts = [_border(word) for word in has]
    parts += [_border(word) + r"\W*$" for word in ends]
    return re.compile("|".join(parts))


def _border(word: str) -> str:
    word = word.casefold()
    core = re.escape(word.removesuffix("*")).replace(r"\ ", " ")
    if not word[0].isascii():
        return core
    return rf"(?<![a-z0-9]){core}" + ("" if word.endswith("*") else r"(?![a-z0-9])")
