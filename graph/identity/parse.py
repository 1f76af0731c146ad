"""An organisation's name understood: places, core, line of work, kind of body, legal form, role.

English names are cut by phrases of comparable words, Chinese names by longest match over the same
table and the gazetteer, without a segmenter; what nothing explains is the core of the name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from graph.identity.parse_chinese import parse_chinese
from graph.identity.parse_latin import parse_latin, spelled
from graph.identity.parsed import ACRONYM, NamedRegion, ParsedName
from graph.language.places import places_of
from graph.model import digest

_HAN = re.compile(r"[\u3400-\u9fff]")
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_SCHOOLS = frozenset({"school", "college", "faculty"})
LONGEST = 500
"""Characters of a name that is read; what is longer is no name but a text in its place."""


@lru_cache(maxsize=100_000)
def parse_name(name: str, *, kind: str = "") -> ParsedName:
    """Understand one name; ``kind`` is the schema's kind of the record where it is known.

    Never fails: a name that nothing explains is all core, and one of more than `LONGEST`
    characters is one word, alike only to itself.
    """
    if len(name) > LONGEST:
        return ParsedName(name, kind, core=(digest(" ".join(name.split())),))
    text = " ".join(unicodedata.normalize("NFKC", name).split())
    text, other, acronym, places = _without_brackets(text)
    han = bool(_HAN.search(text))
    parsed = parse_chinese(text, kind) if han else parse_latin(text, kind)
    if places:
        parsed = replace(parsed, regions=(*parsed.regions, *places))
    parsed = _of_university(parsed)
    return replace(
        parsed, text=name, other=parse_name(other, kind=kind) if other else None,
        acronym=acronym or parsed.acronym,
    )


def _of_university(name: ParsedName) -> ParsedName:
    """A university's affiliated hospital without the school of medicine that may be named between
    the two."""
    parts = (name, name.parent) if name.parent else (name,)
    taught = any("university" in part.heads for part in parts)
    if not taught or "affiliated" not in name.roles or "hospital" not in name.heads:
        return name
    parent = _without_school(name.parent) if name.parent else None
    return replace(_without_school(name), parent=parent)


def _without_school(name: ParsedName) -> ParsedName:
    schools = {head for head in name.heads if not _SCHOOLS.isdisjoint(head.split("|"))}
    if not schools or "medical" not in name.fields:
        return name
    dropped = {*schools, "medical"}
    return replace(
        name, heads=tuple(head for head in name.heads if head not in schools),
        fields=tuple(field for field in name.fields if field != "medical"),
        order=tuple(word for word in name.order if word not in dropped),
    )


def _without_brackets(text: str) -> tuple[str, str, str, list[NamedRegion]]:
    """The text without brackets; the other-script name, acronym and places that stood in them."""
    other = acronym = ""
    places: list[NamedRegion] = []
    outside = bool(_HAN.search(_BRACKETS.sub("", text)))

    def judge(found: re.Match[str]) -> str:
        nonlocal other, acronym
        inside = found[1].strip()
        if inside and bool(_HAN.search(inside)) != outside and len(inside) > 1:
            if ACRONYM.fullmatch(inside) and len(inside) < 7:
                acronym = inside
            elif meant := _place(inside):
                places.append(meant)
            else:
                other = inside
            return " "
        if meant := _place(inside):
            places.append(meant)
            return " "
        letters = [word[0].casefold() for word in found.string[: found.start()].split()]
        if ACRONYM.fullmatch(inside) and (
            not found.string.isupper() or spelled(inside.casefold(), "".join(letters))
        ):
            acronym = inside
            return " "
        return inside if outside else f", {inside}"

    plain = _BRACKETS.sub(judge, text)
    return " ".join(plain.split()).replace(" ,", ","), other, acronym, places


def _place(text: str) -> NamedRegion | None:
    """The text as a whole read as a place, any town counted."""
    places = places_of(text.casefold())
    return NamedRegion(text, places) if places else None
