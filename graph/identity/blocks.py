"""Keys under which names meet that may be one organisation's: nothing ever compares all pairs."""

from __future__ import annotations

from graph.identity.aligned import seat_of
from graph.identity.meanings import group_of, pinyin, rarity
from graph.identity.parsed import ParsedName
from graph.language.places import Place

_JOINING = ("core|", "place|")
_RARE = 0.6
_TELLING = 2
_LEAST_LETTERS = 3


def block_keys(name: ParsedName, *, region: str = "") -> tuple[str, ...]:
    """A few keys, sorted; two names that `compare` calls the same have one in common.

    ``core|`` the core's words in any order and script; ``word|`` each rare word of it;
    ``place|`` for a general name, its words within each place from the narrowest to the province
    (``region`` is the place that the record says); ``letters|`` the acronym or first letters,
    under which nothing is ever the same without a person's word.
    """
    keys = set()
    whole = (name, *_others(name))
    for form in whole:
        keys |= _word_keys(form) or _place_keys(form, region)
        keys |= _letter_keys(form)
    return tuple(sorted(keys))


def joining_keys(name: ParsedName, *, region: str = "") -> tuple[str, ...]:
    """Those of `block_keys` under which names are joined; the others only hint, for people."""
    return tuple(key for key in block_keys(name, region=region) if key.startswith(_JOINING))


def _others(name: ParsedName) -> tuple[ParsedName, ...]:
    return (name.other,) if name.other else ()


def _word_keys(name: ParsedName) -> set[str]:
    core = [sounding(word) for word in name.core]
    if name.parent and not core:
        core = [sounding(word) for word in name.parent.core]
    if not core:
        return set()
    keys = {f"core|{''.join(sorted(core))}", f"core|{''.join(core)}"}
    rare = sorted((word for word in core if rarity(word) >= _RARE), key=lambda w: (-len(w), w))
    keys |= {f"word|{word}" for word in rare[:_TELLING]}
    keys |= {f"slip|{word[:4]}|{_general(name)}" for word in rare[:1] if len(word) > 4}
    return keys


def sounding(word: str) -> str:
    """A core word as both scripts have it: pinyin for Chinese, one word for its like."""
    return group_of(word) if word.isascii() else pinyin(word)


def _general(*names: ParsedName) -> str:
    """The words that many bodies bear, and the numbers, of a name or of it and its parent."""
    words = {group_of(word) for name in names for word in (*name.fields, *name.heads)}
    return " ".join(sorted(words.union(*(name.numbers for name in names))))


def _place_keys(name: ParsedName, region: str) -> set[str]:
    """Keys of a name without a core: its general words, parent's too, within its places."""
    names = (name, name.parent) if name.parent else (name,)
    general = {_general(name), _general(*names)}
    places: set[Place] = {p for part in names for r in part.regions for p in r.places}
    places.update(seat_of(region))
    around = {p for place in places for p in (place, *place.within) if p.level != "country"}
    around |= {place for place in places if place.level == "country"}
    within = {place.name for place in around} or {""}
    return {f"place|{place}|{words}" for place in within for words in general}


def _letter_keys(name: ParsedName) -> set[str]:
    keys = set()
    if name.acronym:
        keys.add(name.acronym.casefold())
    if len(name.core) == 1 and not (name.fields or name.heads) and len(name.core[0]) <= 6:
        keys.add(name.core[0])
    if _LEAST_LETTERS <= len(name.initials) <= 8:
        keys.add(name.initials)
    return {f"letters|{key}" for key in keys}
