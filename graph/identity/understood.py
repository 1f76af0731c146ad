"""Organisations joined by names that are understood, not only spelled alike.

Signatures meet under a few keys (`graph.identity.blocks`), never all with all. Two clusters are one
when some name of the one and some name of the other compare as the same (`graph.identity.compare`)
while their main names do not conflict, and nothing else in their company contradicts: a name that
fits two bodies which are different joins neither. What remains unsure is for people
(`graph.identity.doubts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations, islice, product

from graph.identity.blocks import joining_keys
from graph.identity.compare import Comparison, compare
from graph.identity.conflicts import DISTINCTIVE
from graph.identity.forms import told_form
from graph.identity.identifiers import contradict
from graph.identity.meanings import bodies
from graph.identity.parse import parse_name
from graph.store import Signature

LIKE = "like|"
MOST_IN_BLOCK = 80
"""A key that more signatures share tells nothing; they meet under a narrower one or not at all."""
Said = tuple[str, str, str]
"""A name, the kind of its record, the region of its record."""
_MOST_NAMES = 8
_RANK = {"different": 0, "unsure": 1, "same": 2}


@lru_cache(maxsize=200_000)
def like_keys(name: str, kind: str, region: str) -> tuple[str, ...]:
    """The keys under which a name of an organisation meets names that may mean the same."""
    keys = joining_keys(parse_name(name, kind=kind), region=region)
    return tuple(f"{LIKE}{kind}|{key}" for key in keys)


@lru_cache(maxsize=100_000)
def is_everywhere(name: str, kind: str) -> bool:
    """May every place or country have a body of this name, so that without a place it is nobody's?

    So are departments, hospitals and the like without a word of their own, and national bodies
    whose name is only a line of work ("National Institute of Health Research").
    """
    parsed = parse_name(name, kind=kind)
    if parsed.regions or parsed.parent is not None:
        return False
    heads = {word for head in parsed.heads for word in head.split("|")}
    common = not bodies("everywhere").isdisjoint(heads) and parsed.weight < DISTINCTIVE
    return common or (bool(heads) and not parsed.core and "national" in name.casefold().split())


@lru_cache(maxsize=100_000)
def form_of(name: str, kind: str) -> str:
    """The legal form by which an enterprise's name can differ from its like; empty for none."""
    return told_form(parse_name(name, kind=kind)) if kind == "Enterprise" else ""


def alike(
    first: Iterable[Signature], second: Iterable[Signature], *, key: str = ""
) -> Comparison | None:
    """The best comparison between a name of the one and a name of the other; None without names.

    With ``key`` only names that meet under it are compared.
    """
    one = {(n, s.kind, s.region) for s in first for n in _names(s, key)}
    two = {(n, s.kind, s.region) for s in second for n in _names(s, key)}
    found = (_compared(*sorted(pair)) for pair in product(sorted(one), sorted(two)))
    return max(found, key=_order, default=None)


def may_join_by_name(first: Signature, second: Signature, key: str) -> bool:
    """Could a key of understood names join these two, whatever people and other records say?"""
    if contradict(first.identifiers, second.identifiers):
        return False
    return _fit([first], [second], key)


def _fit(first: Collection[Signature], second: Collection[Signature], key: str = "") -> bool:
    """Whether names (with a key: that meet under it) are the same, and no main names conflict:
    bodies that share a former or a translated name are for people."""
    found = alike(first, second, key=key)
    return found is not None and found.outcome == "same" and not _main_conflict(first, second)


def _main_conflict(first: Iterable[Signature], second: Iterable[Signature]) -> bool:
    one, two = ({(s.name, s.kind, s.region) for s in some} for some in (first, second))
    return any(conflict(*sorted(pair)) for pair in product(sorted(one), sorted(two)))


@lru_cache(maxsize=20_000)
def conflict(first: Said, second: Said) -> str:
    """What makes two names in one script different whatever else agrees; empty for nothing."""
    if parse_name(first[0], kind=first[1]).script != parse_name(second[0], kind=second[1]).script:
        return ""
    found = _compared(first, second)
    return next((part.says for part in found.parts if part.feature == "conflict"), "")


def joins(
    clusters: Mapping[str, Sequence[Signature]], blocks: Mapping[str, Collection[str]],
    may: Callable[[str, str], bool],
) -> list[tuple[str, str]]:
    """Pairs of clusters to join, by their ids; ``blocks`` holds the clusters that share a key.

    ``may`` tells whether people and identifiers allow two clusters to be one.
    """
    links: dict[str, set[str]] = defaultdict(set)
    for key, members in sorted(blocks.items()):
        for one, two in combinations(sorted(members), 2):
            if two not in links[one] and may(one, two) and _fit(clusters[one], clusters[two], key):
                links[one].add(two)
                links[two].add(one)

    @cache
    def differ(one: str, two: str) -> bool:
        return two not in links[one] and not (
            may(one, two) and _fit(clusters[one], clusters[two]))

    torn = {node for node, near in links.items() if _contradict(near, differ)}
    kept = {node: near - torn for node, near in links.items() if node not in torn}
    groups = [group for group in _components(kept) if not _contradict(group, differ)]
    return [(group[0], other) for group in groups for other in group[1:]]


def _contradict(nodes: Collection[str], differ: Callable[[str, str], bool]) -> bool:
    """Are two of them not the same? Of very many, some certainly are not."""
    return len(nodes) > MOST_IN_BLOCK or any(
        differ(one, two) for one, two in combinations(sorted(nodes), 2))


def _components(links: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The connected parts of a graph, each and all sorted."""
    parts, seen = [], set[str]()
    for start in sorted(links):
        if start in seen:
            continue
        part, waiting = set[str](), {start}
        while waiting:
            part |= waiting
            waiting = {near for node in waiting for near in links[node]} - part
        seen |= part
        parts.append(sorted(part))
    return parts


def _names(signature: Signature, key: str) -> list[str]:
    """The signature's first names, or the first of those that give a key: a record may list
    hundreds, and each is compared with each of the other side."""
    names = (signature.name, *signature.names)
    given = (n for n in names
             if not key or key in like_keys(n, signature.kind, signature.region))
    return list(islice(given, _MOST_NAMES))


def _order(found: Comparison) -> tuple[int, float]:
    return _RANK[found.outcome], found.score


def compared(first: Said, second: Said) -> Comparison:
    """Compare two names with what their records say beside them."""
    (a, kind_a, region_a), (b, kind_b, region_b) = first, second
    return compare(parse_name(a, kind=kind_a), parse_name(b, kind=kind_b),
                   regions=(region_a, region_b))


_compared = lru_cache(maxsize=20_000)(compared)
"""For clusters, whose names meet again under each of their keys; the review queue asks once."""
