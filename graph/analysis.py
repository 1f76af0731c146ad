"""Collaboration networks: who works with whom, who stands between, which groups there are.

`network` makes the graph from the store; the rest works on any networkx graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import networkx

from graph.dates import first_day, last_day, normal_date
from graph.errors import InvalidRequest
from graph.lookup import check_kinds
from graph.model import EdgeKey, Support
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
    COLLABORATES_WITH). Edges that lead to a node tie the two directly, with a weight of one a
    document; edges that lead elsewhere - to a work, but also to an industry or a problem - tie
    those that share their end. ``weight`` "full" counts each shared thing 1; "fractional" counts
    it 1/(participants - 1), participants being nodes of the graph, so that a work of many does
    not outweigh a close pair (Newman 2001, Phys. Rev. E 64, 016132). Evidence counts from
    ``since`` to ``until`` (both included) and before the ordinal ``before``; what is only aimed at
    ties nobody. Every edge lists its ``documents``; nodes carry ``name``, ``kind``, ``region`` and
    ``works``, the number of things that they could share. Nodes without evidence are left out.
    """
    check_kinds(nodes)
    if weight not in ("full", "fractional"):
        raise InvalidRequest(f"weight {weight!r}: choose full or fractional")
    kinds = _tie_kinds(nodes, ties)
    if not kinds:
        raise InvalidRequest(f"nothing ties {', '.join(nodes)}; name edge kinds as ties")
    evidence = _evidence(store, kinds, _Window(since, until, before), level)
    direct = {key: found for key, found in evidence.items()
              if not set(EDGES[key[1]].ends).isdisjoint(nodes)}
    ids = {key[0] for key in evidence} | {key[2] for key in direct}
    seen = {e.id: e for e in Eyes(store, level=level).entities(store.entities(ids).values())
            if e.kind in nodes}
    graph = networkx.Graph()
    for id_, entity in sorted(seen.items()):
        graph.add_node(id_, name=entity.name, kind=entity.kind, region=entity.region, works=0)
    shared: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for (start, kind, end, _), units in evidence.items():
        if start in seen and end in seen:
            _tie(graph, start, end, float(len(units)), units)
        elif start in seen and not EDGES[kind].symmetric:
            shared[end][start].update(units)
    for _, owners in sorted(shared.items()):
        _tie_owners(graph, owners, weight)
    for _, _, data in graph.edges(data=True):
        data["documents"] = sorted(data["documents"])
        data["weight"] = round(data["weight"], 9)
    return graph


def _evidence(
    store: Store, kinds: Collection[str], window: _Window, level: int
) -> dict[EdgeKey, list[str]]:
    """Observed edges of these kinds that this reader sees, with their units in the window."""
    found: dict[EdgeKey, list[str]] = {}
    for edge in Eyes(store, level=level).edges(store.all_edges(kinds)):
        units = [support.unit for support in edge.supports if window.holds(support)]
        if units and edge.status == "observed":
            found[edge.key] = units
    return found


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


def _tie_owners(graph: networkx.Graph, owners: Mapping[str, set[str]], weight: Weight) -> None:
    for owner in owners:
        graph.nodes[owner]["works"] += 1
    if len(owners) < 2:
        return
    share = 1.0 if weight == "full" else 1.0 / (len(owners) - 1)
    for first, second in combinations(sorted(owners), 2):
        _tie(graph, first, second, share, owners[first] | owners[second])


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
    scores = {node: round(score, 9) for node, score in networkx.betweenness_centrality(
        _ordered(graph), k=sources, seed=0).items()}
    ranked = sorted(scores, key=lambda node: (-scores[node], node))
    return [
        Broker(node, graph.nodes[node].get("name", node), scores[node], graph.degree[node])
        for node in ranked[:limit]
    ]


def _ordered(graph: networkx.Graph) -> networkx.Graph:
    """The graph with nodes and edges in a fixed order, on which seeded algorithms depend."""
    ordered = networkx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ties = ((*sorted((a, b)), data.get("weight", 1.0)) for a, b, data in graph.edges(data=True))
    ordered.add_weighted_edges_from(sorted(ties))
    return ordered


def communities(graph: networkx.Graph, *, seed: int = 0) -> list[list[str]]:
    """Groups that work mostly among themselves (Louvain, Blondel et al. 2008), largest first."""
    found = networkx.community.louvain_communities(_ordered(graph), weight="weight", seed=seed)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))
