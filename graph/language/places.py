"""The world's places: names in both scripts, codes, and which lies in which.

The gazetteer of ``graph/language/data`` serves reading (`gazetteer`), registers (`by_code`) and
names of organisations (`mentions`, `named`). It is loaded at the first question.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from graph.data_files import data_lines

_ORDER = {"country": 0, "province": 1, "area": 2, "city": 3, "county": 4}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.\s?){2,}")
_PLAIN = str.maketrans("łŁøØđĐı’‘", "lLoOdDi''")
_CHINA = "China"


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
    codes: tuple[str, ...] = field(default=(), compare=False)
    """GB/T 2260 of a Chinese division, ISO 3166-1 of a country; the one in force first."""
    within: tuple[Place, ...] = field(default=(), compare=False, repr=False)
    """What it lies in, nearest first, up to the country."""

    @property
    def code(self) -> str:
        """The code in force; empty where there is none."""
        return self.codes[0] if self.codes else ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place's name in a text, with every place that it may mean, the greatest first."""

    start: int
    end: int
    places: tuple[Place, ...]


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
    for place in _rows():
        for form in _spellings((place.name, *place.others)):
            twins = found.setdefault(form, [])
            if not place.minor or all(twin.level != place.level for twin in twins):
                twins.append(place)
    return {form: tuple(sorted(p, key=_rank)) for form, p in found.items()}


@lru_cache(maxsize=1)
def first_words() -> dict[str, int]:
    """The first word of each place name, with the words of the longest name that begins so."""
    longest: dict[str, int] = {}
    for form in gazetteer():
        parts = form.split()
        longest[parts[0]] = max(longest.get(parts[0], 0), len(parts))
    return longest


def by_code(code: str) -> Place | None:
    """The place of a code: GB/T 2260 (six digits) or ISO 3166-1 (two or three letters).

    A district that has no row of its own gives the city or province around it; None if the code
    is of no place.
    """
    known = _codes()
    plain = code.strip().upper()
    if plain in known or not (len(plain) == 6 and plain.isdigit()):
        return known.get(plain)
    return known.get(plain[:4] + "00") or known.get(plain[:2] + "0000")


def within(inner: Place, outer: Place) -> bool:
    """Whether a place is another or lies in it."""
    return inner == outer or outer in inner.within


def mentions(text: str) -> tuple[Mention, ...]:
    """The places that a text names, longest names first, none inside another."""
    found = [*_latin(text), *_chinese(text)]
    return tuple(sorted(found, key=lambda mention: mention.start))


def named(text: str) -> tuple[Place, ...]:
    """The places that a text names, in order; of homonyms the one that fits the others named
    ("Yulin, Shaanxi"), else the greatest."""
    found = mentions(text)
    return tuple(dict.fromkeys(_meant(mention, found) for mention in found))


def narrowest(places: Collection[Place]) -> tuple[Place, ...]:
    """The places that hold no other of them."""
    return tuple(p for p in places if not any(q != p and within(q, p) for q in places))


def _meant(mention: Mention, found: Collection[Mention]) -> Place:
    others = {place for other in found if other is not mention for place in other.places}
    fit = [p for p in mention.places if others.intersection(p.within)]
    return (fit or mention.places)[0]


def places_of(form: str) -> tuple[Place, ...]:
    """The places that a name in any script may mean; empty for none."""
    plain = form.casefold()
    found = _by_form().get(plain, ())
    return found if found or form.isascii() else _by_form().get(unaccented(plain), ())


def longest_form(start: str) -> int:
    """How long the longest name is that begins so: in words after a first word in lower case, in
    characters after a first Chinese character; 0 if none does."""
    return _longest_han().get(start, 0) if _HAN.match(start) else _first().get(start, 0)


@lru_cache(maxsize=1)
def _by_form() -> dict[str, tuple[Place, ...]]:
    """Every name in every script: `gazetteer`, Chinese forms, further names of countries."""
    found: dict[str, tuple[Place, ...]] = dict(gazetteer())
    for place in _rows():
        for form in chinese_forms(place):
            found[form] = tuple(sorted({*found.get(form, ()), place}, key=_order))
    for country, _, names in _countries():
        for form in _spellings(names):
            found[form] = tuple(sorted({*found.get(form, ()), country}, key=_order))
    return found


def _order(place: Place) -> tuple[bool, int, str, str]:
    return (*_rank(place), place.code, place.name)


def chinese_forms(place: Place) -> tuple[str, ...]:
    """A Chinese name in full, with a short type (海西州) and bare (海西); districts only in full,
    for their bare names are ordinary words."""
    name = place.chinese
    if not name or place.name == _CHINA:
        return (name,) if name else ()
    autonomous = _nations().search(name)
    if autonomous and autonomous.start() >= 2:
        bare = name[: autonomous.start()]
        return (name, bare + autonomous["type"], bare)
    bare = re.sub(r"(?:特别行政区|地区|自治区|省|市|县|盟)$", "", name)
    return (name, bare) if bare != name and len(bare) >= 2 else (name,)


@lru_cache(maxsize=1)
def _nations() -> re.Pattern[str]:
    """The nationalities and the type at the end of an autonomous area's name."""
    lines = data_lines("graph.language", "data/nationalities.txt")
    names = sorted((name for line in lines for name in line.split()), key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(names)})族?)*自治(?P<type>区|州|县|旗)$")


def _latin(text: str) -> Iterator[Mention]:
    forms, first = _by_form(), _first()
    folded = _INITIALS.sub(lambda m: m.group().replace(".", " "), text)
    tokens = [(m.start(), m.end()) for m in _WORD.finditer(folded) if not _HAN.match(m.group())]
    at = 0
    while at < len(tokens):
        start = tokens[at][0]
        step = 1
        for size in range(first.get(folded[start : tokens[at][1]].casefold(), 0), 0, -1):
            if at + size <= len(tokens):
                end = tokens[at + size - 1][1]
                form = " ".join(folded[start:end].casefold().replace("’", "'").split())
                if places := forms.get(form):
                    yield Mention(start, end, places)
                    step = size
                    break
        at += step


def _chinese(text: str) -> Iterator[Mention]:
    forms, longest = _by_form(), _longest_han()
    for run in _HAN.finditer(text):
        at = run.start()
        while at < run.end():
            for size in range(min(longest.get(text[at], 0), run.end() - at), 1, -1):
                if places := forms.get(text[at : at + size]):
                    yield Mention(at, at + size, places)
                    at += size - 1
                    break
            at += 1


@lru_cache(maxsize=1)
def _first() -> dict[str, int]:
    """`first_words` of all names in Latin script, by whole words as `_latin` cuts them."""
    longest: dict[str, int] = defaultdict(int)
    for form in _by_form():
        if parts := _WORD.findall(form):
            longest[parts[0]] = max(longest[parts[0]], len(parts))
    return dict(longest)


@lru_cache(maxsize=1)
def _longest_han() -> dict[str, int]:
    longest: dict[str, int] = defaultdict(int)
    for form in _by_form():
        if _HAN.fullmatch(form):
            longest[form[0]] = max(longest[form[0]], len(form))
    return dict(longest)


@lru_cache(maxsize=1)
def _codes() -> dict[str, Place]:
    found = {code: place for place in _rows() for code in place.codes}
    return found | {code: place for place, codes, _ in _countries() for code in codes}


@lru_cache(maxsize=1)
def _countries() -> tuple[tuple[Place, tuple[str, ...], tuple[str, ...]], ...]:
    """The place of each row of ``countries.tsv`` with its codes and its names in all scripts."""
    by_name = {p.name: p for p in _rows() if p.level == "country" or p.parent == _CHINA}
    found = []
    for name, two, three, chinese, others in _lines("countries.tsv", columns=5):
        names = tuple(n for n in (*chinese.split("|"), *others.split("|")) if n)
        found.append((by_name[name], (two, three), names))
    return tuple(found)


@lru_cache(maxsize=1)
def _rows() -> tuple[Place, ...]:
    """Every row of both files, in order: what holds a place stands before it."""
    iso = {row[0]: (row[1], row[2]) for row in _lines("countries.tsv", columns=5)}
    above: dict[str, dict[str, Place]] = {level: {} for level in _ORDER}
    found = []
    for file, minor in (("regions.tsv", False), ("world.tsv", True)):
        for name, level, parent, chinese, others, codes in _lines(file, columns=6):
            holder = _holder(above, level, parent)
            listed = tuple(codes.split("|")) if codes else ()
            place = Place(
                name, level, parent, chinese, tuple(o for o in others.split("|") if o), minor,
                listed or (iso.get(name, ()) if level == "country" else ()),
                (holder, *holder.within) if holder else (),
            )
            above[level][name] = place
            found.append(place)
    return tuple(found)


def _holder(above: dict[str, dict[str, Place]], level: str, parent: str) -> Place | None:
    """The place that a row names as its parent: the last one so called on the nearest level."""
    for higher in reversed(tuple(_ORDER)[: _ORDER[level]]):
        if found := above[higher].get(parent):
            return found
    return None


def _lines(file: str, *, columns: int) -> Iterator[list[str]]:
    for line in data_lines("graph.language", f"data/{file}"):
        yield (line.split("\t") + [""] * columns)[:columns]


def _spellings(names: tuple[str, ...]) -> set[str]:
    forms = {form.casefold() for name in names for form in (name, unaccented(name))}
    return forms | {form.replace("'", "") for form in forms}


def _rank(place: Place) -> tuple[bool, int]:
    return place.minor, _ORDER[place.level]
