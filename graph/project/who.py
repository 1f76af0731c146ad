"""Who is who after a batch: signatures counted, the affected component clustered anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from graph.identity.cluster import Pair, clusters
from graph.identity.understood import LIKE, MOST_IN_BLOCK, may_join_by_name
from graph.store import RecordRow, Signature, Store


@dataclass(slots=True)
class Membership:
    """Signatures as a batch leaves them, with what changed about who is who."""

    now: dict[str, Signature] = field(default_factory=dict)
    """Every signature that was touched or clustered anew."""
    before: dict[str, Signature] = field(default_factory=dict)
    """The same as the store held them."""
    new: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    clustered: list[list[Signature]] = field(default_factory=list)
    """The clusters of the affected component."""

    def moved(self) -> list[str]:
        """Signatures that the store held and that now belong to another entity."""
        return sorted(
            s.id for s in self.now.values()
            if s.id in self.before and self.before[s.id].entity != s.entity
        )

    def changed(self) -> list[Signature]:
        """Signatures to write."""
        return [s for s in self.now.values() if self.before.get(s.id) != s]


def membership(
    store: Store,
    *,
    born: Iterable[tuple[RecordRow, Signature]],
    gone: Iterable[RecordRow],
    same: list[Pair],
    different: list[Pair],
    decided: Iterable[str],
) -> Membership:
    """Count records in and out of their signatures and cluster what that affects.

    ``born`` are rows that now bear their signature, ``gone`` rows that no longer bear theirs;
    ``same`` and ``different`` are people's links between signatures, ``decided`` the ids of
    signatures about which a decision came or went.
    """
    born, gone = list(born), [row for row in gone if row.signature]
    result = Membership()
    templates = {signature.id: signature for _, signature in born}
    touched = set(templates) | {row.signature for row in gone}
    result.before = store.signatures(touched)
    _count(store, result, templates, born, gone)
    dirty = set(result.new) | result.dropped | set(decided)
    dirty |= {
        s.id for s in result.now.values()
        if s.id in result.before and result.before[s.id].first_record != s.first_record
    }
    if dirty:
        _cluster(store, result, dirty, same, different)
    return result


def _count(
    store: Store, result: Membership, templates: dict[str, Signature],
    born: list[tuple[RecordRow, Signature]], gone: list[RecordRow],
) -> None:
    """Set count, first and first record of each touched signature."""
    arrivals: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, signature in born:
        arrivals[signature.id].append((row.order, row.id))
    leaving: dict[str, set[str]] = defaultdict(set)
    for row in gone:
        leaving[row.signature].add(row.id)
    lost_first = [
        id_ for id_, ids in leaving.items()
        if id_ in result.before and result.before[id_].first_record in ids
    ]
    remaining: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in store.rows_of_signatures(lost_first, described=False):
        if row.id not in leaving[row.signature]:
            remaining[row.signature].append((row.order, row.id))
    for id_ in sorted(set(arrivals) | set(leaving)):
        old = result.before.get(id_)
        base = old or templates[id_]
        firsts = list(arrivals[id_])
        if old and old.first_record not in leaving[id_]:
            firsts.append((old.first, old.first_record))
        firsts += remaining[id_]
        count = base.count + len(arrivals[id_]) - len(leaving[id_])
        if count <= 0 or not firsts:
            result.dropped.add(id_)
            continue
        first, first_record = min(firsts)
        if old is None:
            result.new.add(id_)
        result.now[id_] = replace(base, count=count, first=first, first_record=first_record)


def _cluster(
    store: Store, result: Membership, dirty: set[str], same: list[Pair], different: list[Pair]
) -> None:
    """Cluster everything that may be one, however indirectly, with something of ``dirty``."""
    closure = _Closure(store, result, same)
    component = closure.of(dirty)
    result.clustered = clusters(
        [result.now[id_] for id_ in sorted(component)], same=same, different=different,
        crowded=closure.crowded,
    )
    for group in result.clustered:
        entity = min((s.first, s.first_record) for s in group)[1]
        for signature in group:
            result.now[signature.id] = replace(signature, entity=entity)
    result.clustered = [[result.now[s.id] for s in group] for group in result.clustered]


class _Closure:
    """Follows shared keys and human links; signatures that it meets are loaded into the result."""

    def __init__(self, store: Store, result: Membership, same: list[Pair]) -> None:
        self._store = store
        self._result = result
        self.crowded: set[str] = set()
        """Keys of understood names that too many signatures share."""
        self._partners: dict[str, set[str]] = defaultdict(set)
        for first, second in same:
            self._partners[first].add(second)
            self._partners[second].add(first)
        self._new: dict[str, list[Signature]] = defaultdict(list)
        for id_ in result.new:
            for key in result.now[id_].keys:
                self._new[key].append(result.now[id_])

    def of(self, dirty: set[str]) -> set[str]:
        """Ids of all live signatures connected to the dirty ones."""
        result = self._result
        seen: set[str] = set()
        bearers: dict[str, list[Signature]] = {}
        frontier = set(dirty)
        while frontier:
            missing = frontier - result.now.keys() - result.dropped
            for id_, signature in self._store.signatures(missing).items():
                result.before[id_] = result.now[id_] = signature
            seen |= frontier
            known = [s for id_ in frontier if (s := result.now.get(id_) or result.before.get(id_))]
            self._fetch({key for s in known for key in s.keys} - bearers.keys(), bearers)
            linked = {id_ for s in frontier for id_ in self._partners[s]}
            for signature in known:
                for key in signature.keys:
                    linked |= self._reached(signature, key, bearers[key])
            frontier = linked - seen
        return {id_ for id_ in seen if id_ in result.now}

    def _fetch(self, keys: set[str], bearers: dict[str, list[Signature]]) -> None:
        """Who bears each key, before the batch or after it."""
        bearers |= {key: list(self._new[key]) for key in keys}
        before: dict[str, int] = defaultdict(int)
        gone: dict[str, int] = defaultdict(int)
        for signature in self._store.signatures_by_keys(keys):
            self._result.before.setdefault(signature.id, signature)
            dropped = signature.id in self._result.dropped
            if not dropped:
                self._result.now.setdefault(signature.id, signature)
            for key in keys.intersection(signature.keys):
                bearers[key].append(signature)
                before[key] += 1
                gone[key] += dropped
        for key in keys:
            now = len(bearers[key]) - gone[key]
            if key.startswith(LIKE) and now > MOST_IN_BLOCK:
                self.crowded.add(key)
                if before[key] > MOST_IN_BLOCK:
                    bearers[key] = []  # crowded before, crowded now: nobody meets here

    def _reached(self, signature: Signature, key: str, bearers: list[Signature]) -> set[str]:
        """Ids of those that the signature may be joined with under a key; under an understood
        name only those that it fits."""
        if len(bearers) < 2:
            return set()
        if not key.startswith(LIKE) or key in self.crowded:
            return {other.id for other in bearers}
        return {other.id for other in bearers if other.id != signature.id and
                may_join_by_name(signature, other, key)}
