"""A string that is an organisation's registered name, all of it, with or without its address.

No weighing is needed there: a name that one visible organisation alone bears means that one. Not
so an acronym, nor a name of general words only ("Institute of Nuclear Physics", "Department of
Health"), which many places have though the register holds one: those need the place beside them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from graph.identity.aligned import seat_of
from graph.identity.index import NameIndex
from graph.identity.lookup import spelt_key
from graph.identity.parse import parse_name
from graph.identity.places import NO_PLACE
from graph.identity.understood import is_everywhere
from graph.identity.words import word_class, words_of
from graph.language.places import mentions, within
from graph.schema import ORGANISATIONS

_HAN = r"\u3400-\u9fff"
_PIECE = re.compile(rf"(?:[^,;，；、\s]|(?<![{_HAN}])\s|\s(?![{_HAN}]))+")
"""What stands between commas, or between blanks within Chinese."""
_STREET = re.compile(r"(?:邮编|邮政编码)|[路街道巷里]\d+号")
_LETTERS = re.compile(r"[^\W\d_]")
_POSTCODE = re.compile(r"[\s,，;；]+\d{5,6}\W*$")


def registered(
    index: NameIndex, text: str, *, kinds: Collection[int] = (), region: str = ""
) -> list[int]:
    """The names that a string is, letter for letter, one of each organisation that may be meant.

    Case, width, punctuation and the spelling of the legal form do not count. ``kinds`` (numbers)
    and ``region`` narrow as in `graph.identity.link.link`. The place that the string says decides
    between namesakes, and excludes who is elsewhere.
    """
    for name, address in readings(index, text):
        where = ", ".join(part for part in (address, region) if part)
        found = {int(index.arrays["name_organisation"][number]): number
                 for number in reversed(_borne(index, name))}
        fit = {organisation: places_shared(index, organisation, where) for organisation in found
               if (not kinds or int(index.arrays["kind"][organisation]) in kinds)
               and not elsewhere(index, organisation, where)}
        most = max(fit.values(), default=0)
        meant = [organisation for organisation in sorted(fit) if fit[organisation] == most]
        if meant and (most or all(
                tells(name, kind_of(index, organisation)) for organisation in meant)):
            return [found[organisation] for organisation in meant]
    return []


def pieces_of(text: str) -> list[re.Match[str]]:
    """What stands between commas, or between blanks within Chinese."""
    return list(_PIECE.finditer(text))


def readings(index: NameIndex, text: str) -> Iterator[tuple[str, str]]:
    """(name, address) as a string may be read: all of it a name, then with ever more of its end
    as an address, at last without one at its beginning too."""
    yield text.strip(), ""
    bare = _POSTCODE.sub("", text)
    pieces = pieces_of(bare)
    first, last = 0, len(pieces)
    ends = [last] if bare != text else []
    while first < last and _is_address(index, pieces[last - 1].group().strip(" .")):
        last -= 1
        ends.append(last)
    while first < last and _is_address(index, pieces[first].group().strip(" .")):
        first += 1
    for at, end in [(0, end) for end in ends if end] + [(first, last)] * (0 < first < last):
        low, high = pieces[at].start(), pieces[end - 1].end()
        around = [piece.group().strip() for piece in (*pieces[:at], *pieces[end:])]
        yield bare[low:high].strip(), ", ".join(p for p in around if not _is_street(p))


def elsewhere(index: NameIndex, organisation: int, where: str) -> bool:
    """Does a text of places put a body where this organisation is not?"""
    if not where:
        return False
    said, own = seat_of(where), seat_of(index.regions[organisation])
    if said and own:
        return not any(within(a, b) or within(b, a) for a in said for b in own)
    town = int(index.arrays["town"][organisation])
    named = [place.places for place in index.places.named(words_of(where))]
    towns = [p for places in named for p in places if index.places.levels[p] == 0]
    return bool(towns) and town != NO_PLACE and town not in towns


def _borne(index: NameIndex, name: str) -> list[int]:
    """Numbers of the registered names that are spelt so, the main ones first."""
    key = spelt_key(name)
    numbers = [number for number in (index.names_under(key) if key else ())
               if not index.arrays["name_acronym"][number]
               and spelt_key(index.names[number]) == key
               and _one_form(parse_name(name).form, parse_name(index.names[number]).form)]
    return sorted(numbers, key=lambda n: (not index.arrays["name_main"][n], n))


def _one_form(one: str, other: str) -> bool:
    """May both be one legal form? "Ltd" and "Inc" say nothing more than that it is a company."""
    return one == other or "company" in (one, other)


def tells(name: str, kind: str) -> bool:
    """Does a name by itself tell a body from those of other places?"""
    parsed = parse_name(name, kind=kind)
    own = bool(parsed.core or parsed.regions or parsed.parent)
    return own and not is_everywhere(name, kind)


def kind_of(index: NameIndex, organisation: int) -> str:
    """The kind of an organisation of the index."""
    return ORGANISATIONS[int(index.arrays["kind"][organisation])]


def places_shared(index: NameIndex, organisation: int, where: str) -> int:
    """How many of the places that a text names are the organisation's."""
    if not where:
        return 0
    own = {int(index.arrays[level][organisation]) for level in ("town", "area", "country")}
    return sum(not own.isdisjoint(place.places) for place in index.places.named(words_of(where)))


def _is_address(index: NameIndex, piece: str) -> bool:
    """Is this part of a string nothing but places, postcodes and streets?"""
    rest = _without_places(piece)
    if not _LETTERS.search(rest) or _STREET.search(rest):
        return True
    words = words_of(piece)
    placed = {i for place in index.places.named(words) for i in range(place.first, place.last + 1)}
    numbered = any(c.isdigit() for c in piece)  # "72 Harbour Road", but no "Hospital 111"
    return all(i in placed or numbered and not word_class(word.text)
               for i, word in enumerate(words))


def _is_street(piece: str) -> bool:
    """Is it a street with its number, which may bear the name of a place far away?"""
    return piece.isascii() and any(c.isdigit() for c in piece) and bool(
        _LETTERS.search(_without_places(piece)))


def _without_places(piece: str) -> str:
    for mention in reversed(mentions(piece)):
        piece = piece[: mention.start] + " " + piece[mention.end :]
    return piece
