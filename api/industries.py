"""Industries with how much the graph knows about each, for the list and the home page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import Entity
from graph.schema import ORGANISATIONS
from graph.visibility import Eyes
from qilian import KnowledgeGraph

FIELD_EDGES = ("OPERATES_IN", "CLASSIFIED_AS")


@dataclass(frozen=True, slots=True)
class IndustryCard:
    """An industry, the organisations that work in it, and the problems stated for it."""

    entity: Entity
    organisations: int
    problems: int


def industries(graph: KnowledgeGraph, *, after: str = "", limit: int = 50) -> list[IndustryCard]:
    """Industries by id, after an id."""
    page = graph.store.entities_of_kind("Industry", after=after, limit=limit)
    return cards(graph, page)


def leading_industries(graph: KnowledgeGraph, *, limit: int = 12) -> list[IndustryCard]:
    """The industries of which most is known, the first ones of a long list looked at."""
    found = [c for c in industries(graph, limit=300) if c.organisations or c.problems]
    found.sort(key=lambda c: (-c.problems, -c.organisations, c.entity.name))
    return found[:limit]


def cards(graph: KnowledgeGraph, entities: Iterable[Entity]) -> list[IndustryCard]:
    """The entities as this reader sees them, with their counts."""
    eyes = Eyes(graph.store, level=graph.level)
    seen = eyes.entities(entities)
    ids = {entity.id for entity in seen}
    edges = list(eyes.edges(
        graph.store.edges_at(list(ids), kinds=(*FIELD_EDGES, "HAS_PROBLEM")) if ids else ()
    ))
    ends = graph.store.entities({e.start for e in edges if e.end in ids})
    organisations: dict[str, set[str]] = defaultdict(set)
    problems: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.kind == "HAS_PROBLEM" and edge.start in ids:
            problems[edge.start].add(edge.end)
        elif edge.end in ids and edge.start in ends:
            kind = ends[edge.start].kind
            if kind in ORGANISATIONS:
                organisations[edge.end].add(edge.start)
            elif kind == "Problem":
                problems[edge.end].add(edge.start)
    return [IndustryCard(e, len(organisations[e.id]), len(problems[e.id])) for e in seen]
