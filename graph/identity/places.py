"""Places as addresses name them: which towns, areas and countries of a register a string names.

A register may say "Nanjing, Jiangsu, China" or 江苏省南京市: both are one place, and both scripts
name it in a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.data_files import data_lines
from graph.identity.words import CHINESE, Word, words_of
from graph.language.places import Place, chinese_forms, gazetteer, narrowest
from graph.language.places import named as places_named

NO_PLACE = -1
OUTSIDE = -1
"""The slot of a place that is given beside the string, not in it."""
_SEPARATORS = ",，;；|"


@cache
def _other_names() -> dict[str, tuple[str, ...]]:
    """Each other name of a place in comparable words, adjectives too ("Italian"), to the places
    that it may mean."""
    found: dict[str, dict[str, None]] = {}
    for file, mark in (("place_names.tsv", "|"), ("place_adjectives.tsv", " ")):
        text = (files("graph.identity") / "data" / file).read_text(encoding="utf-8")
        for line in text.splitlines():
            if line and not line.startswith("#"):
                name, _, others = line.partition("\t")
                target = next(iter(found.get(key_of(name), [key_of(name)])))
                for form in (name, *others.split(mark)):
                    if key := key_of(form):
                        found.setdefault(key, {})[target] = None
    return {key: tuple(targets) for key, targets in found.items()}


@cache
def _chinese_names() -> dict[str, frozenset[str]]:
    """Each Chinese name of a place, in comparable words, to the keys of its other names."""
    found: dict[str, frozenset[str]] = {}
    rows = {place for places in gazetteer().values() for place in places if place.chinese}
    for place in rows:
        keys = {key_of(name) for name in (place.name, *place.others)}
        for form in chinese_forms(place):
            found[key_of(form)] = found.get(key_of(form), frozenset()) | keys
    return found


@cache
def _scripts() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Characters of a script, and the key of the country in which who writes it most often is."""
    rows = (line.split("\t") for line in data_lines("graph.identity", "data/script_countries.tsv"))
    return tuple((re.compile(f"[{characters}]"), key_of(country)) for characters, country in rows)


def country_of_script(text: str) -> str:
    """The key of the country that a text's script suggests where no word names one; empty for
    scripts of many countries. The first row of ``script_countries.tsv`` that fits decides."""
    return next((country for script, country in _scripts() if script.search(text)), "")


def key_of(name: str) -> str:
    """A place's name as comparable words."""
    return " ".join(word.text for word in words_of(name))


def parts_of(region: str) -> list[str]:
    """A region's text as keys of places, from narrow to wide; one in Chinese by the gazetteer."""
    if CHINESE.search(region) and (found := narrowest(places_named(region))):
        return [key_of(place) for place in _town_area_country(found[0])]
    for mark in _SEPARATORS[1:]:
        region = region.replace(mark, ",")
    keys = (key_of(part) for part in region.split(","))
    return [_other_names().get(key, (key,))[0] for key in keys if key]


def _town_area_country(place: Place) -> Iterator[str]:
    """The names of a town, its province and country; a district counts as its town."""
    around = (place, *place.within)
    town = next(p for p in around if not (p.level == "county" and p.chinese.endswith("区")))
    yield town.name
    yield from (p.name for p in town.within if p.level in ("province", "country"))


@dataclass(frozen=True, slots=True)
class Named:
    """A place that a string names: which slots, which places it may be."""

    first: int
    last: int
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """The places of a register's organisations by all their names."""

    keys: list[str]
    levels: list[int]
    """0 a town, 1 an area, 2 a country; of a place that is several the widest."""
    by_name: Mapping[str, tuple[int, ...]]
    longest: Mapping[str, int]
    """Words of the longest place name that begins with a word."""

    @classmethod
    def of_regions(cls, regions: Iterable[str]) -> PlaceNames:
        """The places in the regions of a register."""
        levels: dict[str, int] = {}
        for region in dict.fromkeys(regions):
            parts = parts_of(region)
            for i, key in enumerate(parts):
                level = 2 if i == len(parts) - 1 else min(i, 1)
                levels[key] = max(level, levels.get(key, 0))
        for targets in _other_names().values():
            for key in targets:
                levels.setdefault(key, 1)
        ordered = sorted(levels)
        return cls.of_texts([[key, levels[key]] for key in ordered])

    @classmethod
    def of_texts(cls, texts: Sequence[Sequence[object]]) -> PlaceNames:
        """The inverse of `texts`."""
        keys = [str(key) for key, _ in texts]
        numbers = {key: i for i, key in enumerate(keys)}
        by_name: dict[str, tuple[int, ...]] = {key: (i,) for i, key in enumerate(keys)}
        for form, targets in (*_other_names().items(), *_chinese_names().items()):
            known = {numbers[t] for t in targets if t in numbers} | set(by_name.get(form, ()))
            if known:
                by_name[form] = tuple(sorted(known))
        longest: dict[str, int] = {}
        for form in by_name:
            words = form.split()
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
        levels = [int(str(level)) for _, level in texts]
        return cls(keys, levels, by_name, longest)

    def texts(self) -> list[list[object]]:
        """What `of_texts` makes this of."""
        return [[key, level] for key, level in zip(self.keys, self.levels, strict=True)]

    def is_country(self, name: str) -> bool:
        """Is this the name of a country, or of another widest place of a region?"""
        return any(self.levels[place] == 2 for place in self.by_name.get(key_of(name), ()))

    def words_of(self, places: Iterable[int]) -> frozenset[str]:
        """The comparable words of places' names."""
        return frozenset(word for place in places if place != NO_PLACE
                         for word in self.keys[place].split())

    def of_region(self, region: str) -> tuple[int, int, int]:
        """Numbers of the town, area and country of a region's text; `NO_PLACE` where not said."""
        known = [self.by_name[key][0] if len(self.by_name[key]) == 1 else self.keys.index(key)
                 for key in parts_of(region) if key in self.by_name]
        town = known[0] if len(known) > 1 else NO_PLACE
        area = known[1] if len(known) > 2 else NO_PLACE
        return town, area, known[-1] if known else NO_PLACE

    def named(self, words: Sequence[Word]) -> list[Named]:
        """The places that the words name, the longest name at each word."""
        found: list[Named] = []
        at = 0
        while at < len(words):
            most = min(self.longest.get(words[at].text, 0), len(words) - at)
            for length in range(most, 0, -1):
                part = words[at : at + length]
                places = self.by_name.get(" ".join(word.text for word in part))
                short = (length == 1 and len(words[at].raw) < 4 and not words[at].upper
                         and not CHINESE.match(words[at].raw))
                if places and not short and part[0].segment == part[-1].segment:
                    found.append(Named(at, at + length - 1, frozenset(places)))
                    at += length - 1
                    while at + 1 < len(words) and words[at + 1].start < part[-1].end:
                        at += 1  # a pair that the name's last character begins
                    break
            at += 1
        return found
