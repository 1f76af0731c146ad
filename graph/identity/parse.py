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
from graph.identity.parse_latin import parse_latin
from graph.identity.parsed import ACRONYM, NamedRegion, ParsedName
from graph.language.places import places_of

_HAN = re.compile(r"[\u3400-\u9fff]")
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")


@lru_cache(maxsize=100_000)
def parse_name(name: str, *, kind: str = "") -> ParsedName:
    """Understand one name; ``kind`` is the schema's kind of the record where it is known.

    Never fails: a name that nothing explains is all core.
    """
    text = " ".join(unicodedata.normalize("NFKC", name).split())
    text, other, acronym, places = _without_brackets(text)
    han = bool(_HAN.search(text))
    parsed = parse_chinese(text, kind) if han else parse_latin(text, kind)
    if places:
        parsed = replace(parsed, regions=(*parsed.regions, *places))
    return replace(
        parsed, text=name, other=parse_name(other, kind=kind) if other else None,
        acronym=acronym or parsed.acronym,
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
        if ACRONYM.fullmatch(inside) and not found.string.isupper():
            acronym = inside
            return " "
        return inside if outside else f", {inside}"

    plain = _BRACKETS.sub(judge, text)
    return " ".join(plain.split()).replace(" ,", ","), other, acronym, places


def _place(text: str) -> NamedRegion | None:
    """The text as a whole read as a place, any town counted."""
    places = places_of(text.casefold())
    return NamedRegion(text, places) if places else None
