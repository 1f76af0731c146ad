"""Clusters of signatures: a function of what records say and what people decided, nothing else.

Links are taken in a fixed order - human "same", shared identifiers, equal names, names understood
as the same - and a link that would join what a person called different, or two things with
different identifiers of one scheme (for names), is not taken. The result does not depend on the
order in which anything was loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from graph.identity.identifiers import contradict
from graph.identity.names import normal_name, region_path
from graph.identity.understood import LIKE, form_of, is_everywhere, joins
from graph.schema import KINDS
from graph.store import Signature

Pair = tuple[str, str]


def clusters(
    signatures: Collection[Signature],
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
    crowded: Collection[str] = (),
) -> list[list[Signature]]:
    """Group signatures that mean one thing; each group and the list sorted by signature id.

    Under ``crowded`` keys of understood names nothing is joined: they tell too little.
    """
    forest = _Forest(signatures, different)
    for first, second in sorted((min(pair), max(pair)) for pair in same):
        forest.join(first, second)
    by_key: dict[str, list[Signature]] = defaultdict(list)
    for signature in sorted(signatures, key=lambda s: s.id):
        for key in signature.keys:
            by_key[key].append(signature)
    by_key = {key: by_key[key] for key in sorted(by_key) if len(by_key[key]) > 1}
    for key in by_key:
        if key.startswith("id|"):
            _join_by_identifier(forest, by_key[key])
    for key in by_key:
        if key.startswith("name|"):
            _join_by_name(forest, by_key[key], key.split("|")[2])
    _join_understood(forest, {key: bearers for key, bearers in by_key.items()
                              if key.startswith(LIKE) and key not in crowded})
    return forest.groups()


def _join_understood(forest: _Forest, by_key: Mapping[str, list[Signature]]) -> None:
    """Join clusters of organisations that some name of each calls one."""
    blocks = {
        key: {forest.root(signature.id) for signature in bearers}
        for key, bearers in by_key.items()
    }
    meeting = {root for roots in blocks.values() if len(roots) > 1 for root in roots}
    clusters = {root: forest.members(root) for root in meeting}
    for one, two in joins(clusters, blocks, forest.may_join):
        forest.join(one, two, named=True)


def _join_by_identifier(forest: _Forest, bearers: list[Signature]) -> None:
    """Join the bearers of one identifier, unless another scheme tells two of them apart: then only
    those that nothing else identifies."""
    told = [s for s in bearers if len(forest.identifiers(s.id)) > 1]
    bare = [s for s in bearers if len(forest.identifiers(s.id)) == 1]
    joined = bare if not forest.agree({forest.root(s.id) for s in told}) else bearers
    for other in joined[1:]:
        forest.join(joined[0].id, other.id)


def _join_by_name(forest: _Forest, bearers: list[Signature], name: str) -> None:
    """Join the bearers of one name; where they say two legal forms, each form apart, and those
    that say none apart from both."""
    forms: dict[str, list[Signature]] = defaultdict(list)
    for signature in bearers:
        forms[form_of(_spelled(signature, name), signature.kind)].append(signature)
    if len([form for form in forms if form]) > 1:
        for group in forms.values():
            _join_by_place(forest, group, name)
    else:
        _join_by_place(forest, bearers, name)


def _spelled(signature: Signature, name: str) -> str:
    """How the signature spells the name that it shares."""
    return next((n for n in signature.names if normal_name(n) == name), signature.name)


def _join_by_place(forest: _Forest, bearers: list[Signature], name: str) -> None:
    """Join the bearers of one name within a place; a wider or unknown place joins a narrower one
    that it contains, when only one such place bears the name. A name that every place has joins
    nothing while its place is unknown."""
    places: dict[frozenset[str], list[Signature]] = defaultdict(list)
    for signature in bearers:
        regional = KINDS[signature.kind].joins == "region"
        places[region_path(signature.region) if regional else frozenset()].append(signature)
    for group in places.values():
        _join_group(forest, group)
    if len(places) == 1:
        return
    everywhere = is_everywhere(name, bearers[0].kind)
    for place in sorted(places, key=sorted):
        if everywhere and not place:
            continue
        within = [other for other in places if place < other]
        narrowest = [o for o in within if not any(o < other for other in within)]
        if len(narrowest) == 1:
            _join_group(forest, places[narrowest[0]] + places[place])


def _join_group(forest: _Forest, group: list[Signature]) -> None:
    """Join a group unless its identifiers tell its members apart; those without one join only
    when a single identified thing bears the name."""
    identified: dict[str, Signature] = {}
    bare = []
    for signature in group:
        if forest.identifiers(signature.id):
            identified.setdefault(forest.root(signature.id), signature)
        else:
            bare.append(signature)
    heads = sorted(identified.values(), key=lambda s: s.id)
    compatible = len(heads) < 2 or forest.agree([head.id for head in heads])
    joined = bare + heads if compatible else bare
    for other in joined[1:]:
        forest.join(joined[0].id, other.id, named=True)


class _Forest:
    """Union-find that refuses joins which a person or two identifiers forbid."""

    def __init__(self, signatures: Collection[Signature], different: Iterable[Pair]) -> None:
        self._parent = {s.id: s.id for s in signatures}
        self._members = {s.id: [s] for s in signatures}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for first, second in different:
            self._apart[first].add(second)
            self._apart[second].add(first)

    def root(self, node: str) -> str:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def identifiers(self, node: str) -> set[str]:
        return {i for member in self._members[self.root(node)] for i in member.identifiers}

    def agree(self, nodes: Iterable[str]) -> bool:
        """No scheme tells two of the clusters of these nodes apart."""
        found = [ids for node in nodes if (ids := self.identifiers(node))]
        return not any(contradict(one, other) for one, other in combinations(found, 2))

    def members(self, root: str) -> list[Signature]:
        return sorted(self._members[root], key=lambda s: s.id)

    def may_join(self, one: str, two: str) -> bool:
        """Neither a person nor an identifier tells these clusters apart."""
        return not self._forbidden(one, two) and self.agree((one, two))

    def join(self, first: str, second: str, *, named: bool = False) -> None:
        if first not in self._parent or second not in self._parent:
            return
        one, two = sorted((self.root(first), self.root(second)))
        if one == two or self._forbidden(one, two) or (named and not self.agree((one, two))):
            return
        self._parent[two] = one
        self._members[one] += self._members.pop(two)

    def _forbidden(self, one: str, two: str) -> bool:
        if not self._apart:
            return False
        others = {member.id for member in self._members[two]}
        return any(self._apart[member.id] & others for member in self._members[one])

    def groups(self) -> list[list[Signature]]:
        groups = [sorted(group, key=lambda s: s.id) for group in self._members.values()]
        return sorted(groups, key=lambda group: group[0].id)
