"""What the rules leave open: pairs that may be one and were not joined, for a person to decide.

Everything that has names is one `Side`. Sides meet under the keys of their names, never all with
all; of all names that meet the most alike pair speaks for its sides. Kept are pairs that compare as
unsure, and pairs that compare as the same but that something keeps apart, with what that is.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from graph.identity.blocks import block_keys
from graph.identity.compare import Comparison, Outcome
from graph.identity.identifiers import contradict
from graph.identity.names import normal_name
from graph.identity.parse import parse_name
from graph.identity.parts import Part
from graph.identity.understood import MOST_IN_BLOCK, Said, compared, conflict
from graph.schema import KINDS
from graph.store import Signature

Compare = Callable[[Said, Said], Comparison]
Keys = Callable[[Said], Sequence[str]]
LETTERS = "letters|"
_MOST_NAMES = 40
"""So many names of one side are compared, the most used first; some are written in hundreds."""
_MOST_UNDER_A_WORD = 30
"""Of keys that are one word or some letters; whole cores and places may be shared by more."""
_PARTLY = ("word|", "slip|", LETTERS)
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """One thing as the queue compares it; ``records`` are all that speak of it."""

    id: str
    kind: str
    names: tuple[Said, ...]
    identifiers: tuple[str, ...]
    records: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides in doubt, the one with more records first, and the names that are most alike."""

    first: str
    second: str
    kinds: tuple[str, str]
    names: tuple[Said, Said]
    score: float
    records: tuple[int, int]
    apart: str = ""
    """Why they were not joined though their names are the same; empty where that is unsure."""

    @property
    def gain(self) -> int:
        """Records that would change their side: those of the side that has fewer."""
        return min(self.records)

    @property
    def weight(self) -> float:
        """What a decision is expected to change: ``gain`` times the probability of ``score``."""
        return self.gain * self.score


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs in doubt, the weightiest first, and how many keys so many share that they tell
    nothing."""

    pairs: tuple[Pair, ...]
    crowded: int


@dataclass(frozen=True, slots=True)
class _Best:
    """The most alike names of two sides, and what their comparison says."""

    outcome: Outcome
    score: float
    names: tuple[Said, Said]


def side_of(entity: str, signatures: Iterable[Signature]) -> Side:
    """What a cluster of signatures says of who it is; a person's place is the organisation."""
    group = sorted(signatures, key=lambda s: (-s.count, s.id))
    kind = min(group, key=lambda s: (s.first, s.id)).kind
    names: dict[Said, None] = {}
    for signature in group:
        places = _organisations(signature) if is_person(signature.kind) else [signature.region]
        names |= dict.fromkeys((name, signature.kind, place) for place in places
                               for name in (signature.name, *signature.names))
    identifiers = sorted({i for signature in group for i in signature.identifiers})
    return Side(entity, kind, tuple(names)[:_MOST_NAMES], tuple(identifiers),
                sum(s.count for s in group))


def is_person(kind: str) -> bool:
    """Do things of this kind join only in the context of an organisation?"""
    return KINDS[kind].joins == "context"


def _organisations(signature: Signature) -> list[str]:
    """Where a person is, out of the keys under which the signature meets others."""
    keys = (key.split("|") for key in signature.keys if key.startswith("name|"))
    return sorted({parts[3] for parts in keys if len(parts) == 5})


def organisations(sides: Iterable[Side]) -> Found:
    """Organisations of all kinds that may be one: their names meet under any key, also such as
    never joins by itself (`graph.identity.blocks`)."""
    return _find(sides, _organisation_keys, compared)


def people(sides: Iterable[Side]) -> Found:
    """People of one name in one organisation, kept apart because nothing else is shared."""
    return _find(sides, _person_keys, homonyms)


def _organisation_keys(said: Said) -> Sequence[str]:
    name, kind, region = said
    return block_keys(parse_name(name, kind=kind), region=region)


def _person_keys(said: Said) -> Sequence[str]:
    name, _, organisation = said
    normal = normal_name(name, legal_form=True)
    return (f"person|{normal}|{organisation}",) if normal and organisation else ()


def homonyms(first: Said, second: Said) -> Comparison:
    """What is said of two people of one name in one organisation."""
    says = "one name in one organisation; no colleague, field or identifier is shared"
    part = Part("name", 1.0, 0.0, "the same name in one organisation says nothing by itself")
    return Comparison((part,), _EVEN, "unsure", says)


# --- finding ------------------------------------------------------------------------------------


def _find(given: Iterable[Side], keys: Keys, compare: Compare) -> Found:
    sides = sorted(given, key=lambda side: side.id)
    names = [(at, said) for at, side in enumerate(sides) for said in side.names]
    meeting, by_letters, crowded = _meeting(names, sides, keys)
    best: dict[tuple[int, int], _Best] = {}
    for one, two in _pairs(meeting, len(names)):
        _better(best, names[one], names[two], compare)
    short: dict[tuple[int, int], _Best] = {}
    for one, two in _pairs(np.setdiff1d(by_letters, meeting), len(names)):
        if (names[one][0], names[two][0]) not in best:
            _better(short, names[one], names[two], compare)
    for (one, two), found in short.items():
        if compare(_fullest(sides[one]), _fullest(sides[two])).outcome != "different":
            best[one, two] = found
    return Found(tuple(_kept(sides, best)), crowded)


def _fullest(side: Side) -> Said:
    """The name that says most: two bodies may share an acronym, and their names tell them apart."""
    return max(side.names, key=lambda said: (len(said[0]), said))


def _better(
    best: dict[tuple[int, int], _Best], first: tuple[int, Said], second: tuple[int, Said],
    compare: Compare,
) -> None:
    """Keep a comparison that finds its sides more alike than any before."""
    (one, a), (two, b) = first, second
    found = compare(a, b)
    if found.outcome == "different":
        return
    before = best.get((one, two))
    rank = (found.outcome == "same", found.score)
    if before is None or rank > (before.outcome == "same", before.score):
        best[one, two] = _Best(found.outcome, found.score, (a, b))


Codes = npt.NDArray[np.int64]


def _meeting(
    names: Sequence[tuple[int, Said]], sides: Sequence[Side], keys: Keys
) -> tuple[Codes, Codes, int]:
    """Pairs of names that share a key, as numbers: those under a name's words, those under its
    letters alone; and how many keys are shared by too many."""
    hashes, bearers = array("q"), array("i")
    most: dict[int, int] = {}
    letters = set[int]()
    for number, (_, said) in enumerate(names):
        for key in keys(said):
            mark = hash(key)
            hashes.append(mark)
            bearers.append(number)
            if key.startswith(LETTERS):
                letters.add(mark)
            if key.startswith(_PARTLY):
                most[mark] = _MOST_UNDER_A_WORD
    pairs: tuple[array[int], array[int]] = (array("q"), array("q"))
    crowded = 0
    for mark, block in _blocks(hashes, bearers):
        owners = len({names[number][0] for number in block})
        if owners > most.get(mark, MOST_IN_BLOCK):
            crowded += 1
        elif owners > 1:
            taken = pairs[mark in letters]
            for one, two in combinations(block, 2):
                a, b = names[one][0], names[two][0]
                if a != b and not contradict(sides[a].identifiers, sides[b].identifiers):
                    taken.append(one * len(names) + two)
    return _unique(pairs[0]), _unique(pairs[1]), crowded


def _blocks(hashes: array[int], bearers: array[int]) -> Iterator[tuple[int, list[int]]]:
    """Each key's mark with the numbers of its names, for keys of more than one."""
    marks, numbers = np.frombuffer(hashes, np.int64), np.frombuffer(bearers, np.int32)
    order = np.lexsort((numbers, marks))
    marks, numbers = marks[order], numbers[order]
    starts = [0, *(np.flatnonzero(marks[1:] != marks[:-1]) + 1).tolist(), len(marks)]
    for start, end in zip(starts, starts[1:], strict=False):
        if end - start > 1:
            yield int(marks[start]), numbers[start:end].tolist()


def _unique(codes: array[int]) -> Codes:
    return np.unique(np.frombuffer(codes, np.int64)) if codes else np.empty(0, np.int64)


def _pairs(codes: Codes, size: int) -> Iterator[tuple[int, int]]:
    """The numbers behind the codes, the smaller first."""
    return (divmod(code, size) for code in codes.tolist())


def _kept(sides: Sequence[Side], best: Mapping[tuple[int, int], _Best]) -> list[Pair]:
    """The pairs as they are listed: by weight, ties by id."""
    fits: dict[int, set[int]] = defaultdict(set)
    for (at, other), said in best.items():
        if said.outcome == "same":
            fits[at].add(other)
            fits[other].add(at)
    pairs = []
    for (at, other), said in best.items():
        one, two, names = sides[at], sides[other], said.names
        if (-one.records, one.id) > (-two.records, two.id):
            one, two, names = two, one, (names[1], names[0])
        apart = ""
        if said.outcome == "same":
            third = min((fits[at] ^ fits[other]) - {at, other}, default=None)
            apart = _apart(one, two, None if third is None else sides[third])
        pairs.append(Pair(one.id, two.id, (one.kind, two.kind), names, said.score,
                          (one.records, two.records), apart))
    return sorted(pairs, key=lambda p: (-p.weight, p.first, p.second))


def _apart(one: Side, two: Side, third: Side | None) -> str:
    """What keeps two apart whose names are the same."""
    if one.kind != two.kind:
        kinds = [KINDS[side.kind].caption for side in (one, two)]
        return f"they are of two kinds, {kinds[0]} and {kinds[1]}: no name joins these"
    if says := conflict(*sorted((one.names[0], two.names[0]))):
        return f"their main names differ, {says}"
    if third:
        return f"a third fits too, {third.names[0][0]}, and not all three can be one"
    return "the names meet in a way that joins nothing without a person's word"

