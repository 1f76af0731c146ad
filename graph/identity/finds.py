"""Known names found in a string: where each stands, how much of it, and what is left around it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from graph.identity.index import NameIndex, Slot
from graph.identity.places import NO_PLACE, OUTSIDE, Named, country_of_script
from graph.identity.words import CHINESE, words_of

_MOST_FOUND = 15
_MOST_NAMES = 2
_GAP = 3
_BESIDE = 2
_COMPLETE = 0.9
_STARTS = 4
_PLACED = 2
"""What a place of the organisation that the string names is worth when the best are chosen."""
_LEVELS = ("town", "area", "country")
_BODIES = frozenset({"hospital", "institute", "university"})
Places = Mapping[int, list[tuple[int, int, float]]]


@dataclass(frozen=True, slots=True)
class String:
    """A string as it is compared: its words, where known words stand, the places that it names."""

    text: str
    slots: list[Slot]
    found: Places
    named: list[Named]
    placed: frozenset[int]
    """The slots of the places."""
    native: frozenset[int]
    """The country that its script suggests."""


@dataclass(slots=True)
class Find:
    """One organisation's best name in a string. Weights are sums of the words' rarity."""

    organisation: int
    name: int
    total: float
    """Weight of the whole name."""
    matched: float
    """Weight of its words that stand in the string near each other."""
    same: float
    """How many of its words were found in the very spelling or abbreviated with a stop."""
    first: int
    last: int
    """The slots from the first to the last word found."""
    gap: float
    """Weight of the string's words between them that are not the name's."""
    used: frozenset[int]
    texts: frozenset[str]
    """The name's words."""
    missing: float
    """Weight of the name's words that the string lacks."""
    complete: bool
    """Does the whole name stand in the string, or nearly?"""
    net: float
    """What speaks for the name less what speaks against it; orders names before weighing."""
    parents: Sequence[int] = ()
    """The organisations that this one is a part of."""
    before: list[int] = field(default_factory=list)
    """Slots of the same segment before the name, without places."""
    after: list[int] = field(default_factory=list)
    town: float = 0.0
    area: float = 0.0
    country: float = 0.0
    """+1 the string names the organisation's, -1 it names another, 0 it names none."""

    @property
    def placed(self) -> float:
        """How well the places agree, from -3 to 3."""
        return self.town + self.area + self.country


def finds(
    index: NameIndex, text: str, *, kinds: Collection[int] = (), region: str = ""
) -> tuple[String, list[Find]]:
    """A string and the organisations whose names are best found in it, best first.

    Only organisations of ``kinds`` (numbers) if there are any; ``region`` counts as if the string
    named it as its address. Of an organisation the two names that are best found are kept, each in
    other words of the string.
    """
    string = _string(index, text, region)
    organisations, kind = index.arrays["name_organisation"], index.arrays["kind"]
    found = []
    for name in index.propose(string.found):
        organisation = int(organisations[name])
        if kinds and int(kind[organisation]) not in kinds:
            continue
        if find := _find(index, string, name, organisation):
            found.append(find)
    there = {p for place in string.named for p in place.places}
    near = {find.organisation: _PLACED * len(there.intersection(
        _places(index, find.organisation))) for find in found if there}
    found.sort(key=lambda f: (-f.net - near.get(f.organisation, 0), f.organisation, f.name))
    held: dict[int, list[Find]] = {}
    for find in found:
        if find.organisation in held or len(held) < _MOST_FOUND:
            names = held.setdefault(find.organisation, [])
            if len(names) < _MOST_NAMES and all(find.used != other.used for other in names):
                names.append(find)
    ranked = [find for names in held.values() for find in names]
    for find in ranked:
        find.parents = index.parents(find.organisation)
        _look_around(index, string, find)
    return string, ranked


def _places(index: NameIndex, organisation: int) -> list[int]:
    """The town, area and country where an organisation is."""
    return [int(index.arrays[level][organisation]) for level in _LEVELS]


def _string(index: NameIndex, text: str, region: str) -> String:
    slots = index.slots(text)
    named = index.places.named([slot.word for slot in slots])
    placed = frozenset(i for place in named for i in range(place.first, place.last + 1))
    if region:
        given = index.places.named(words_of(region))
        named += [Named(OUTSIDE, OUTSIDE, place.places) for place in given]
    return String(text, slots, index.found(slots), named, placed,
                  frozenset(index.places.by_name.get(country_of_script(text), ())))


def _find(index: NameIndex, string: String, name: int, organisation: int) -> Find | None:
    tokens = index.words_of_name(name)
    weights = [index.weights[token] for token in tokens]
    if index.arrays["name_acronym"][name] and not _as_acronym(string, tokens):
        return None
    places = [string.found.get(token, ()) for token in tokens]
    total = sum(weights)
    chain = _chain(places, weights, string.slots)
    if not chain:
        return None
    raws = index.raws_of_name(name)
    matched = same = loose = 0.0
    used: set[int] = set()
    for i, (at, width, quality) in chain.items():
        matched += weights[i] * quality
        same += width == 1 and (string.slots[at].written == raws[i] or string.slots[at].word.dotted)
        used.update(range(at, at + width))
    low, high = min(used), max(used)
    low_segment, high_segment = (string.slots[i].word.segment for i in (low, high))
    for i, where in enumerate(places):
        free = () if i in chain else [p for p in where if p[0] not in used]
        if not free:
            continue
        weight = weights[i] * max(q for _, _, q in free)
        near = [p for p in free if low - _BESIDE <= p[0] <= high + _BESIDE
                and low_segment <= string.slots[p[0]].word.segment <= high_segment]
        if near:
            matched += weight
            used.update(range(near[0][0], near[0][0] + near[0][1]))
        elif index.tokens[tokens[i]] in index.own_places(organisation):
            matched += weight  # the place in the name stands in the address
        else:
            loose += weight
    first, last = min(used), max(used)
    gap = sum(string.slots[i].weight for i in range(first, last) if i not in used)
    missing = max(total - matched - loose, 0.0)
    return Find(
        organisation, name, total, matched, same, first, last, gap, frozenset(used),
        frozenset(index.tokens[token] for token in tokens), missing,
        matched + 0.5 * loose >= _COMPLETE * total,
        matched + 0.4 * loose - 0.8 * missing - 0.4 * gap)


def _as_acronym(string: String, tokens: Sequence[int]) -> bool:
    """Does a word of the string stand in capitals as an acronym does?"""
    return any(string.slots[at].word.upper
               for token in tokens for at, _, _ in string.found.get(token, ()))


def _chain(
    places: Sequence[Sequence[tuple[int, int, float]]], weights: Sequence[float],
    slots: Sequence[Slot],
) -> dict[int, tuple[int, int, float]]:
    """The name's words in order and near each other: name position to (slot, slots, quality).

    It grows from each place of the name's most telling word that is there; the heaviest wins.
    """
    there = [i for i, where in enumerate(places) if where]
    if not there:
        return {}
    anchor = max(there, key=lambda i: (weights[i], -i))
    starts = places[anchor][:_STARTS]
    best: dict[int, tuple[int, int, float]] = {}
    best_score = -1.0
    for start in starts:
        chain = {anchor: start}
        end = start[0] + start[1]
        for i in range(anchor + 1, len(places)):
            near = [p for p in places[i] if end <= p[0] <= end + _GAP]
            if near:
                chain[i] = min(near, key=lambda p: (p[0], -p[2]))
                end = chain[i][0] + chain[i][1]
        begin = start[0]
        for i in range(anchor - 1, -1, -1):
            near = [p for p in places[i] if begin - _GAP <= p[0] + p[1] <= begin]
            if near:
                chain[i] = max(near, key=lambda p: (p[0], p[2]))
                begin = chain[i][0]
        if len(starts) == 1:
            return chain
        score = sum(weights[i] * p[2] for i, p in chain.items())
        inside = {at for p in chain.values() for at in range(p[0], p[0] + p[1])}
        score -= 0.3 * sum(slots[i].weight for i in range(begin, end) if i not in inside)
        if score > best_score:
            best, best_score = chain, score
    return best


def _look_around(index: NameIndex, string: String, find: Find) -> None:
    """What stands beside the name in its segment, and which places the string names."""
    slots = string.slots
    covered: set[int] = set()
    own = _places(index, find.organisation)
    agree = [0.0, 0.0, 0.0]
    for place in string.named:
        inside = all(i in find.used for i in range(place.first, place.last + 1))
        if not inside and place.first != OUTSIDE:
            covered.update(range(place.first, place.last + 1))
        for level in range(3):
            if own[level] == NO_PLACE:
                continue
            if own[level] in place.places:
                if not inside:
                    agree[level] = 1.0
                elif agree[level] <= 0.0:
                    agree[level] = 0.5
            elif not agree[level] and not inside and _conflicts(
                    index, string, place, own, level):
                agree[level] = -1.0
    # The script says the country too, and so does its town or province unless the other of them
    # is elsewhere; no other country is named, or it would speak against this.
    if not agree[2]:
        agree[2] = 1.0 if own[2] in string.native else max(agree) if min(agree) >= 0 else 0.0
    find.town, find.area, find.country = agree
    low, high = find.first, find.last
    segment_low, segment_high = slots[low].word.segment, slots[high].word.segment
    while low > 0 and slots[low - 1].word.segment == segment_low:
        low -= 1
    while high + 1 < len(slots) and slots[high + 1].word.segment == segment_high:
        high += 1
    find.before = [i for i in range(low, find.first) if i not in covered]
    find.after = [i for i in range(find.last + 1, high + 1) if i not in covered]


def part_in_one_run(string: String, find: Find) -> str:
    """The Chinese name of a hospital, institute or university that begins with this one's whole
    name, as 甲大学附属乙医院 does with 甲大学; empty if there is none.

    It is a body of its own. In Latin script the whole is often what is asked for.
    """
    slots = string.slots
    for at in find.after:
        word, end = slots[at].word, slots[find.last].word.end
        if word.text in _BODIES and word.text not in find.texts and CHINESE.match(word.raw) and (
                word.start >= end and all(map(CHINESE.match, string.text[end : word.start]))):
            return string.text[slots[find.first].word.start : word.end]
    return ""


def _conflicts(
    index: NameIndex, string: String, place: Named, own: Sequence[int], level: int
) -> bool:
    """Does the string place itself elsewhere on this level: the place has a segment of its own,
    and may be of this level only."""
    if own[0] in place.places or own[1] in place.places or own[2] in place.places:
        return False
    if any(index.places.levels[p] != level for p in place.places):
        return False
    if place.first == OUTSIDE:
        return True
    segment = string.slots[place.first].word.segment
    return all(
        slot.word.segment != segment or place.first <= i <= place.last
        or slot.word.raw[0].isdigit() for i, slot in enumerate(string.slots))
