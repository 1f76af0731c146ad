"""Two parsed names laid side by side: which words they share and which only one of them has.

All comparisons look at this, so that the work is done once for a pair.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.identity.matched import (
    Shared,
    Words,
    near_words,
    shared_cores,
    shared_fields,
    shared_heads,
)
from graph.identity.meanings import rarity, related
from graph.identity.parsed import NamedRegion, ParsedName
from graph.language.places import Place, named, narrowest, places_of, within

_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Aligned:
    """A pair of names, word for word."""

    first: ParsedName
    second: ParsedName
    core: Shared
    fields: Shared
    heads: Shared
    regions: str
    """equal, wider (one holds the other), more (one has a place more), missing (one names none),
    none (neither names one), conflict."""
    seats: str
    """equal, within, country (only the country of one is known), confirmed (a record's place is
    the one that the other's name says), unknown, conflict."""
    parents: str
    """same, acronym (one gives the other's first letters), none, missing (one names none),
    different."""
    slip: str = ""
    """Two words that differ by a letter or two and count as one: "procter/proctor"."""
    sounds: bool = False
    """The slip is between two readings of pinyin, so it may be another name."""
    acronym: str = ""
    """A word of one that stands for the first letters of the other's words."""
    near: Words = ()
    """Words that are taken for one but are only translated alike: "通信/电信"."""
    read: Words = ()
    """Chinese words of one core of which the other has the pinyin."""


def align(first: ParsedName, second: ParsedName, regions: tuple[str, str] = ("", "")) -> Aligned:
    """Lay two names side by side; ``regions`` are the places that the records say."""
    first, second = _one_script(first, second)
    parents = "none"
    near: Words = ()
    if first.parent and second.parent:
        parents = _parents(first.parent, second.parent)
        if any(map(_elsewhere, (first.parent, second.parent), regions)):
            parents = "acronym"
        near = near_words(first.parent, second.parent)
    elif first.parent or second.parent:
        parents = "missing"
    if parents in ("different", "missing"):
        one, two = _whole(first), _whole(second)
        if same_words(one, two):
            first, second, parents = one, two, "same"
    core, slip, sounds, read = shared_cores(first, second)
    fields, heads = shared_fields(first, second), shared_heads(first, second)
    near = tuple(dict.fromkeys(near + near_words(first, second)))
    places, core = _regions(first, second, core)
    acronym = ""
    if _acronym_of(first, second) or _acronym_of(second, first):
        acronym = (first.core if _bare(first) else second.core)[0]
    elif core.more and not core.conflict:
        acronym = _stands_for(first, second, core, fields, heads)
    if acronym:
        core = Shared(core.both, (), ())
        fields, heads = Shared(fields.both, (), ()), Shared(heads.both, (), ())
        places = "equal" if places == "missing" else places
    return Aligned(first, second, core, fields, heads, places,
                   _seats(first, second, places, regions), parents, slip, sounds, acronym,
                   near, read)


def _one_script(first: ParsedName, second: ParsedName) -> tuple[ParsedName, ParsedName]:
    """Where a name gives its other-script form in brackets, that form meets the other name."""
    if first.script != second.script:
        if first.other and first.other.script == second.script:
            return first.other, second
        if second.other and second.other.script == first.script:
            return first, second.other
    return first, second


def _whole(name: ParsedName) -> ParsedName:
    """A name with its parent's words as its own: "Hospital, X University" as "X University
    Hospital"."""
    parent = name.parent
    if parent is None:
        return name

    def both(a: Words, b: Words) -> Words:
        return tuple(dict.fromkeys(a + b))

    return replace(
        name, regions=name.regions + parent.regions, core=both(name.core, parent.core),
        fields=both(name.fields, parent.fields), heads=both(name.heads, parent.heads),
        roles=both(name.roles, parent.roles), numbers=both(name.numbers, parent.numbers),
        said=name.said + parent.said,
        order=name.order + parent.order, parent=None,
    )


def _parents(first: ParsedName, second: ParsedName) -> str:
    if same_words(first, second):
        return "same"
    acronym = _acronym_of(first, second) or _acronym_of(second, first)
    for one, other in ((first, second), (second, first)):
        acronym |= bool(one.acronym) and one.acronym.casefold() == other.initials
    return "acronym" if acronym else "different"


def _elsewhere(parent: ParsedName, region: str) -> bool:
    """Whether a body given by its acronym is one of another country than the record's: then the
    acronym may be another body's."""
    seat = seat_of(region) if parent.acronym and parent.regions else ()
    return bool(seat) and _relation(parent.regions[0].places, seat) == "apart"


def same_words(first: ParsedName, second: ParsedName) -> bool:
    """Whether two names have the same words and places in any order."""
    if set(first.numbers) != set(second.numbers):
        return False
    core, slip, _, _ = shared_cores(first, second)
    places, core = _regions(first, second, core)
    if not core.equal or slip or not shared_fields(first, second).equal:
        return False
    return places in ("equal", "none") and shared_heads(first, second).equal


def _acronym_of(short: ParsedName, full: ParsedName) -> bool:
    """Whether the one is nothing but the first letters of the other, or the acronym it gives."""
    if not _bare(short) or _bare(full) or len(short.core[0]) < _LEAST_LETTERS:
        return False
    return full.initials.startswith(short.core[0]) or short.core[0] == full.acronym.casefold()


def _bare(name: ParsedName) -> bool:
    return len(name.core) == 1 and not (name.fields or name.heads or name.regions)


def _regions(first: ParsedName, second: ParsedName, core: Shared) -> tuple[str, Shared]:
    """How the places in the names relate; a word that is the other's place is no core word."""
    if not first.regions and not second.regions:
        return "none", core
    if not first.regions or not second.regions:
        left, word = _place_as_word(first.regions or second.regions, core.more)
        if word and not left:
            return "equal", Shared(core.both + (word,), *(
                tuple(w for w in words if w != word) for words in (core.first, core.second)))
        return "missing", core
    one, two = _narrow(first.regions), _narrow(second.regions)
    if one == two:
        return "equal", core
    left_one = [r for r in one if _best(r, two) != "equal"]
    left_two = [r for r in two if _best(r, one) != "equal"]
    if not left_one and not left_two:
        return "equal", core
    if not left_one or not left_two:
        return "more", core
    ours = {_best(region, left_two) for region in left_one}
    theirs = {_best(region, left_one) for region in left_two}
    if "apart" in ours and "apart" in theirs:
        return "conflict", core
    return ("more" if "apart" in ours | theirs else "wider"), core


def _place_as_word(regions: Sequence[NamedRegion], words: Words) -> tuple[bool, str]:
    """(whether places are left over, the word among these that is the name of the only place)."""
    if len(regions) == 1:
        for word in words:
            if word in (regions[0].place.name.casefold(), regions[0].text.casefold()):
                return False, word
    return True, ""


def _narrow(regions: tuple[NamedRegion, ...]) -> tuple[NamedRegion, ...]:
    if len(regions) < 2:
        return regions
    return tuple(r for r in regions if not any(
        q is not r and _relation(q.places, r.places) == "within" for q in regions))


def _best(region: NamedRegion, others: Collection[NamedRegion]) -> str:
    relations = {_relation(region.places, other.places) for other in others}
    if "equal" in relations:
        return "equal"
    if relations & {"within", "holds"}:
        return "wider"
    return "near" if "near" in relations else "apart"


def _relation(first: tuple[Place, ...], second: tuple[Place, ...]) -> str:
    """equal, within, holds, near (one may lie in the other) or apart: the closest that any of
    the homonyms allow."""
    if first is second or any(p == q for p in first for q in second):
        return "equal"
    if any(within(p, q) for p in first for q in second):
        return "within"
    if any(within(q, p) for p in first for q in second):
        return "holds"
    return "near" if any(_near(p, q) for p in first for q in second) else "apart"


def _near(one: Place, other: Place) -> bool:
    """Outside China the gazetteer does not say in which province a city lies."""
    if one.level == other.level or one.chinese or other.chinese:
        return False
    return bool(one.within and other.within) and one.within[-1] == other.within[-1]


@lru_cache(maxsize=50_000)
def seat_of(region: str) -> tuple[Place, ...]:
    """The place that a record's region says, the narrowest it names; empty if none is known."""
    if not region:
        return ()
    return narrowest(named(region))[:1] or places_of(region)


def _seats(
    first: ParsedName, second: ParsedName, places: str, regions: tuple[str, str]
) -> str:
    one, two = seat_of(regions[0]), seat_of(regions[1])
    known = _relation(one, two) if one and two else "unknown"
    if known == "apart":
        return "conflict"
    if places in ("missing", "wider"):
        for name, other, seat in ((first, second, two), (second, first, one)):
            if not seat or not name.regions:
                continue
            relations = {_relation(region.places, seat) for region in _narrow(name.regions)}
            country = "holds" in relations and not name.heads and name.regions[0].place.level
            if "equal" in relations or country == "country":
                return "confirmed"
            if not other.regions and relations == {"apart"}:
                return "conflict"
    if known == "near":
        return "country"
    if known in ("within", "holds"):
        return "country" if "country" in (one[0].level, two[0].level) else "within"
    return known


def _stands_for(
    first: ParsedName, second: ParsedName, core: Shared, fields: Shared, heads: Shared
) -> str:
    """The one leftover word that is the first letters of the other name's leftover words."""
    for words, own, full, left in (
        (core.first, fields.first + heads.first, second, fields.second + heads.second),
        (core.second, fields.second + heads.second, first, fields.first + heads.first),
    ):
        if len(words) != 1 or own or not words[0].isalpha():
            continue
        letters = words[0]
        if not letters.isascii():
            if full.script == "han" and left and _in_order(letters, full.text):
                return letters
            continue
        stands = abs(len(left) + len(full.regions) - len(letters)) <= 1
        if _LEAST_LETTERS <= len(letters) <= 6 and letters in full.initials and stands:
            return letters
    return ""


def _in_order(letters: str, text: str) -> bool:
    """Whether characters stand in a text in this order: 化物 in 化学物理."""
    left = iter(text)
    return len(letters) > 1 and all(letter in left for letter in letters)


def all_related(shared: Shared, *, what: str) -> bool:
    """Whether all words that only one has are taken for those of the other: "heads" or
    "fields"."""
    return all(related(a, b, what=what) for a in shared.first for b in shared.second)


def weigh(words: Words) -> float:
    """How much words tell together: the sum of their rarities."""
    return sum(map(rarity, words))
