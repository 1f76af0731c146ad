"""Two parsed names laid side by side: which words they share and which only one of them has.

All comparisons look at this, so that the work is done once for a pair.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from graph.identity.meanings import pinyin, rarity, related, syllables, table
from graph.identity.parsed import NamedRegion, ParsedName
from graph.language.places import Place, named, narrowest, places_of, within

Words = tuple[str, ...]

_LEAST_SLIP = 5
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Shared:
    """Words of one class: those of both names, and those that only the first or second has."""

    both: Words
    first: Words
    second: Words

    @property
    def conflict(self) -> bool:
        """Each name has a word that the other lacks."""
        return bool(self.first and self.second)

    @property
    def equal(self) -> bool:
        """Neither has a word more."""
        return not self.first and not self.second

    @property
    def more(self) -> Words:
        """The words that only one of them has."""
        return self.first + self.second


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


def align(first: ParsedName, second: ParsedName, regions: tuple[str, str] = ("", "")) -> Aligned:
    """Lay two names side by side; ``regions`` are the places that the records say."""
    first, second = _one_script(first, second)
    parents = "none"
    if first.parent and second.parent:
        parents = _parents(first.parent, second.parent)
    elif first.parent or second.parent:
        parents = "missing"
    if parents in ("different", "missing"):
        one, two = _whole(first), _whole(second)
        if same_words(one, two):
            first, second, parents = one, two, "same"
    core, slip, sounds = _cores(first, second)
    fields = _shared(first.fields, second.fields)
    heads = _shared(first.heads, second.heads)
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
                   _seats(first, second, places, regions), parents, slip, sounds, acronym)


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
        order=name.order + parent.order, parent=None,
    )


def _parents(first: ParsedName, second: ParsedName) -> str:
    if same_words(first, second):
        return "same"
    acronym = _acronym_of(first, second) or _acronym_of(second, first)
    return "acronym" if acronym else "different"


def same_words(first: ParsedName, second: ParsedName) -> bool:
    """Whether two names have the same words and places in any order."""
    if set(first.numbers) != set(second.numbers):
        return False
    core, slip, _ = _cores(first, second)
    if not core.equal or slip or not _shared(first.fields, second.fields).equal:
        return False
    places, _ = _regions(first, second, core)
    return places in ("equal", "none") and _shared(first.heads, second.heads).equal


def _acronym_of(short: ParsedName, full: ParsedName) -> bool:
    """Whether the one is nothing but the first letters of the other, or the acronym it gives."""
    if not _bare(short) or _bare(full) or len(short.core[0]) < _LEAST_LETTERS:
        return False
    return full.initials.startswith(short.core[0]) or short.core[0] == full.acronym.casefold()


def _bare(name: ParsedName) -> bool:
    return len(name.core) == 1 and not (name.fields or name.heads or name.regions)


def _shared(first: Words, second: Words) -> Shared:
    if first == second:
        return Shared(first, (), ())
    both = tuple([word for word in first if word in second])
    one = [word for word in first if word not in second]
    two = [word for word in second if word not in first]
    if one and two:
        for word in tuple(one):
            for other in two:
                if _either(word, other):
                    one.remove(word)
                    two.remove(other)
                    both += (word,)
                    break
    return Shared(both, tuple(one), tuple(two))


def _either(word: str, other: str) -> bool:
    """Whether two words may mean the same: "college|university" and "university"."""
    if "|" not in word and "|" not in other:
        return False
    return not set(word.split("|")).isdisjoint(other.split("|"))


def _cores(first: ParsedName, second: ParsedName) -> tuple[Shared, str, bool]:
    """The cores with spellings, scripts and slips taken into account."""
    shared = _shared(first.core, second.core)
    if not shared.conflict:
        return shared, "", False
    one, two = shared.first, shared.second
    if first.script != second.script:
        han, latin = (one, two) if first.script == "han" else (two, one)
        if _reads(han, latin):
            return Shared(shared.both + latin, (), ()), "", False
        return shared, "", False
    if _joined(one, two):
        return Shared(shared.both + one, (), ()), "", False
    if len(one) == len(two) == 1 and (slip := _slip(one[0], two[0])):
        sounds = bool(syllables(one[0]) and syllables(two[0])) or not one[0].isascii()
        return Shared(shared.both + one, (), ()), slip, sounds
    return shared, "", False


def _joined(one: Words, two: Words) -> bool:
    """The same letters, written together or apart: "Jiao Tong" and "Jiaotong"."""
    if len(one) == len(two):
        return False
    return "".join(one) == "".join(two) or "".join(one[::-1]) == "".join(two[::-1])


def _reads(han: Words, latin: Words) -> bool:
    """Whether Latin words are the pinyin of Chinese ones."""
    sound = "".join(map(pinyin, han))
    return sound == "".join(latin) or sorted(map(pinyin, han)) == sorted(latin)


def _slip(one: str, two: str) -> str:
    """The pair of words if they differ by a slip of the pen; words with a meaning never do."""
    groups = table().groups
    if min(len(one), len(two)) < _LEAST_SLIP and one.isascii() or one in groups or two in groups:
        return ""
    if not one.isascii() and min(len(one), len(two)) < _LEAST_SLIP - 1:
        return ""
    if one[0] != two[0] or one[-1] != two[-1] or OSA.distance(one, two, score_cutoff=1) > 1:
        return ""
    if rarity(one) < 0.6 and rarity(two) < 0.6:
        return ""
    return f"{one}/{two}"


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
        stands = abs(len(left) + len(full.regions) - len(letters)) <= 1
        if _LEAST_LETTERS <= len(letters) <= 6 and letters in full.initials and stands:
            return letters
    return ""


def all_related(shared: Shared, *, what: str) -> bool:
    """Whether all words that only one has are taken for those of the other: "heads" or
    "fields"."""
    return all(related(a, b, what=what) for a in shared.first for b in shared.second)


def weigh(words: Words) -> float:
    """How much words tell together: the sum of their rarities."""
    return sum(map(rarity, words))
