"""Collaboration networks: who works with whom, who stands between, which groups there are.

`network` makes the graph from the store; the rest works on any networkx graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import networkx

from graph.dates import first_day, last_day, normal_date
from graph.errors import InvalidRequest
from graph.lookup import check_kinds
from graph.model import Edge, Support
from graph.schema import EDGES, WORKS
from graph.store import Store
from graph.visibility import Eyes

Weight = Literal["full", "fractional"]
EXACT_BETWEENNESS = 2000
_SAMPLED_SOURCES = 200


@dataclass(frozen=True, slots=True)
class Broker:
    """A node that stands between others: its share of the shortest paths that pass it."""

    id: str
    name: str
    betweenness: float
    degree: int


def network(
    store: Store,
    *,
    nodes: Collection[str] = ("Institute", "Enterprise"),
    ties: Collection[str] = (),
    weight: Weight = "full",
    since: str | int | None = None,
    until: str | int | None = None,
    before: int | None = None,
    level: int = 2,
) -> networkx.Graph:
    """Entities of the kinds ``nodes``, tied when they share a work or are said to work together.

    ``ties`` names edge kinds (default: all that lead from such nodes to works, and
    COLLABORATES_WITH). ``weight`` "full" counts each shared work 1; "fractional" counts
    1/(participants - 1), so that a work of many does not outweigh a close pair (Newman 2001,
    Phys. Rev. E 64, 016132). Evidence counts from ``since`` to ``until`` (both included) and
    before the ordinal ``before``. Every edge lists its ``documents``; nodes carry ``name``,
    ``kind``, ``region`` and ``works``.
    """
    check_kinds(nodes)
    kinds = _tie_kinds(nodes, ties)
    window = _Window(since, until, before)
    eyes = Eyes(store, level=level)
    shared: dict[str, dict[str, list[Support]]] = defaultdict(dict)
    direct: list[tuple[Edge, list[Support]]] = []
    for edge in eyes.edges(store.all_edges(kinds)):
        inside = [support for support in edge.supports if window.holds(support)]
        if not inside:
            continue
        if EDGES[edge.kind].symmetric or not set(EDGES[edge.kind].ends) <= set(WORKS):
            direct.append((edge, inside))
        else:
            shared[edge.end].setdefault(edge.start, []).extend(inside)
    ids = {id_ for owners in shared.values() for id_ in owners}
    ids |= {end for edge, _ in direct for end in (edge.start, edge.end)}
    seen = {e.id: e for e in eyes.entities(store.entities(ids).values()) if e.kind in nodes}
    graph = networkx.Graph()
    for id_, entity in sorted(seen.items()):
        graph.add_node(id_, name=entity.name, kind=entity.kind, region=entity.region, works=0)
    for _, owners in sorted(shared.items()):
        _tie_owners(graph, {o: s for o, s in owners.items() if o in seen}, weight)
    for edge, supports in direct:
        if edge.start in seen and edge.end in seen:
            _tie(graph, edge.start, edge.end, float(len(supports)), (s.unit for s in supports))
    for _, _, data in graph.edges(data=True):
        data["documents"] = sorted(data["documents"])
        data["weight"] = round(data["weight"], 9)
    return graph


def _tie_kinds(nodes: Collection[str], ties: Collection[str]) -> list[str]:
    for tie in ties:
        if tie not in EDGES:
            raise InvalidRequest(f"{tie!r} is no edge kind; choose from {', '.join(EDGES)}")
    if ties:
        return sorted(ties)
    return [
        edge.name for edge in EDGES.values()
        if set(edge.starts) & set(nodes) and (
            set(edge.ends) <= set(WORKS) or edge.name == "COLLABORATES_WITH")
        and edge.name != "FUNDED"
    ]


class _Window:
    """The time in which evidence counts."""

    def __init__(self, since: str | int | None, until: str | int | None,
                 before: int | None) -> None:
        self._since = None if since is None else first_day(since)
        self._until = None if until is None else _end(until)
        self._before = before

    def holds(self, support: Support) -> bool:
        if self._since is None and self._until is None and self._before is None:
            return True
        if support.date is None:
            return False
        day = last_day(support.date)
        return (
            (self._since is None or day >= self._since)
            and (self._until is None or day <= self._until)
            and (self._before is None or day < self._before)
        )


def _end(until: str | int) -> int:
    try:
        return last_day(normal_date(str(until)))
    except ValueError as err:
        raise InvalidRequest(f"until: {err}") from err


def _tie_owners(graph: networkx.Graph, owners: dict[str, list[Support]], weight: Weight) -> None:
    for owner in owners:
        graph.nodes[owner]["works"] += 1
    if len(owners) < 2:
        return
    share = 1.0 if weight == "full" else 1.0 / (len(owners) - 1)
    for first, second in combinations(sorted(owners), 2):
        units = {s.unit for s in owners[first]} | {s.unit for s in owners[second]}
        _tie(graph, first, second, share, units)


def _tie(graph: networkx.Graph, first: str, second: str, weight: float,
         units: Iterable[str]) -> None:
    if not graph.has_edge(first, second):
        graph.add_edge(first, second, weight=0.0, documents=set())
    data = graph.edges[first, second]
    data["weight"] += weight
    data["documents"].update(units)


def brokers(graph: networkx.Graph, *, limit: int = 10) -> list[Broker]:
    """The nodes that most shortest paths pass (Freeman 1977), exact up to 2,000 nodes and sampled
    from 200 sources above; ties by id."""
    sources = None if len(graph) <= EXACT_BETWEENNESS else _SAMPLED_SOURCES
    scores = networkx.betweenness_centrality(graph, k=sources, seed=0)
    ranked = sorted(scores, key=lambda node: (-round(scores[node], 12), node))
    return [
        Broker(node, graph.nodes[node].get("name", node), scores[node], graph.degree[node])
        for node in ranked[:limit]
    ]


def communities(graph: networkx.Graph, *, seed: int = 0) -> list[list[str]]:
    """Groups that work mostly among themselves (Louvain, Blondel et al. 2008), largest first."""
    found = networkx.community.louvain_communities(graph, weight="weight", seed=seed)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))
