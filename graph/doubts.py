"""The review queue: pairs that may be one, found once for a state of the store, for people to
decide on by what a decision would change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock

from graph.identity import doubts
from graph.identity.compare import Comparison
from graph.identity.doubts import Found, Pair, Side, side_of
from graph.identity.understood import alike, compared
from graph.model import Decision, Entity
from graph.project.anchors import Anchors
from graph.schema import ORGANISATIONS
from graph.store import Store, entity_pages
from graph.visibility import Eyes

PEOPLE = ("Person",)
_PAGE = 2000
_SHOWN = 100
_MOST_COMPARED = 15


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two things that may be one, as the reader sees them: the first has more records.

    ``matched`` are the names that were compared, ``records`` how many speak of each side, ``apart``
    is why they were not joined though those names are the same.
    """

    first: Entity
    second: Entity
    matched: tuple[str, str]
    comparison: Comparison
    records: tuple[int, int]
    apart: str = ""

    @property
    def gain(self) -> int:
        """Records that would move to the other side."""
        return min(self.records)

    @property
    def says(self) -> str:
        """Why it is for a person to decide, in a sentence."""
        return self.apart or self.comparison.says


@dataclass(frozen=True, slots=True)
class DoubtList:
    """The weightiest doubts of a reader, how many there are in all, and how many keys were passed
    over because too many names share them."""

    doubts: tuple[Doubt, ...]
    total: int
    crowded: int


class Queue:
    """The doubts of one store for one reader.

    They are found when first asked for and again when the store has changed; a decision that was
    taken through `follow` only takes its pair out, and its undoing brings it back.
    """

    def __init__(self, store: Store, eyes: Eyes) -> None:
        self._store = store
        self._eyes = eyes
        self._found: dict[tuple[str, ...], Found] = {}
        self._generation = -1
        self._fresh = True
        self._since: set[str] = set()
        self._lock = Lock()

    def listed(self, *, kinds: Collection[str] = (), about: str = "",
               most: int = 100) -> DoubtList:
        """The weightiest doubts; ``kinds`` of one side at least, ``about`` an entity's id.

        People are looked at only when their kind is asked for.
        """
        found = [self._all(family) for family in (ORGANISATIONS, PEOPLE)
                 if (family is ORGANISATIONS and not kinds) or not set(kinds).isdisjoint(family)]
        pairs = sorted((pair for some in found for pair in some.pairs),
                       key=lambda p: (-p.weight, p.first, p.second))
        wanted = [(pair, ends) for pair, ends in self._open(pairs)
                  if (not kinds or not set(kinds).isdisjoint(pair.kinds))
                  and (not about or about in ends)]
        return DoubtList(tuple(islice(self._seen(wanted), most)), len(wanted),
                         sum(some.crowded for some in found))

    def alike(self, first: str, second: str) -> Comparison | None:
        """How alike two things are by the names that this reader sees; None without names."""
        seen = self._eyes.signatures([first, second])
        one, two = (sorted(seen.get(id_, ()), key=lambda s: (-s.count, s.id))[:_MOST_COMPARED]
                    for id_ in (first, second))
        return alike(one, two) if {s.kind for s in (*one, *two)} <= set(ORGANISATIONS) else None

    def follow(self, before: int, decision: Decision, *, undone: bool = False) -> None:
        """Keep what was found over a decision about two things, the store's only change since
        generation ``before``."""
        with self._lock:
            if self._generation != before:
                return
            if undone and decision.kind == "same" and decision.id not in self._since:
                return  # what it had joined was never compared
            self._since.add(decision.id)
            self._generation, self._fresh = self._store.generation(), False

    # --- finding ------------------------------------------------------------------------------

    def _all(self, family: tuple[str, ...]) -> Found:
        with self._lock:
            generation = self._store.generation()
            if generation != self._generation:
                self._found.clear()
                self._since.clear()
                self._generation, self._fresh = generation, True
            if family not in self._found:
                find = doubts.people if family is PEOPLE else doubts.organisations
                self._found[family] = find(self._sides(family))
            return self._found[family]

    def _sides(self, kinds: Iterable[str]) -> Iterator[Side]:
        for page in entity_pages(self._store, kinds, size=_PAGE):
            seen = self._eyes.signatures([entity.id for entity in page])
            for entity in page:
                if group := seen.get(entity.id):
                    yield side_of(entity.id, group)

    # --- what is left -------------------------------------------------------------------------

    def _open(self, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, tuple[str, str]]]:
        """Pairs on which nobody decided, with what their ids have become since they were found."""
        listed = list(pairs)
        moved = {} if self._fresh else self._moved(listed)
        done = self._decided()
        for pair in listed:
            first, second = moved.get(pair.first, pair.first), moved.get(pair.second, pair.second)
            if first != second and (ends := frozenset((first, second))) not in done:
                done.add(ends)  # after a merge two pairs may have become one
                yield pair, (first, second)

    def _moved(self, pairs: Iterable[Pair]) -> dict[str, str]:
        """What has become of entities that a decision joined with others and none parted again."""
        moved = self._store.redirects(
            sorted({id_ for pair in pairs for id_ in (pair.first, pair.second)}))
        there = self._store.entities(sorted(moved))
        return {former: now for former, now in moved.items() if former not in there}

    def _decided(self) -> set[frozenset[str]]:
        """The pairs of entities about which a person has decided anything."""
        pairs = [d.records for d in self._store.decisions() if len(d.records) == 2]
        place = Anchors(self._store, (), (), {}).places(a for pair in pairs for a in pair)
        known = self._store.signatures(set(place.values()) - {""})
        entity = {anchor: known[id_].entity for anchor, id_ in place.items() if id_ in known}
        return {frozenset((entity[one], entity[two])) for one, two in pairs
                if one in entity and two in entity}

    def _seen(self, wanted: list[tuple[Pair, tuple[str, str]]]) -> Iterator[Doubt]:
        """Pairs with both entities as the reader sees them."""
        for at in range(0, len(wanted), _SHOWN):
            page = wanted[at : at + _SHOWN]
            there = self._store.entities({id_ for _, ends in page for id_ in ends})
            seen = {e.id: e for e in self._eyes.entities(there.values())}
            for pair, (first, second) in page:
                if first in seen and second in seen:
                    yield Doubt(seen[first], seen[second], (pair.names[0][0], pair.names[1][0]),
                                _comparison(pair), pair.records, pair.apart)


def _comparison(pair: Pair) -> Comparison:
    judge = doubts.homonyms if doubts.is_person(pair.kinds[0]) else compared
    return judge(*pair.names)
