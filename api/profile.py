"""All that an organisation's page shows, gathered in a few questions to the store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.knowledge_graph import Date, before
from graph.lookup import Neighbour
from graph.model import Edge, Entity
from graph.schema import OWNING, WORKS
from graph.visibility import Eyes
from qilian import KnowledgeGraph

MOST_EDGES = 2000
MOST_FIELDS = 12


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A work of an organisation, with the latest document that states it."""

    entity: Entity
    date: str | None
    roles: tuple[str, ...]
    document: str
    edge: str


@dataclass(frozen=True, slots=True)
class Partner:
    """Another organisation that shares works with this one, or is said to work with it."""

    entity: Entity
    shared: tuple[str, ...]
    """Entity ids of the works that both own."""
    stated: tuple[str, ...]
    """Documents that say the two work together, or met."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An organisation as its page shows it."""

    entity: Entity
    works: Sequence[WorkLine]
    """Latest first."""
    years: Mapping[int, Mapping[str, int]]
    """Works by year and kind, without gaps."""
    fields: Sequence[tuple[Entity, int]]
    """What it is said to work in (0), and what its works are classified as (how many)."""
    partners: Sequence[Partner]
    contracts: Sequence[WorkLine]
    others: Mapping[str, Sequence[Neighbour]]
    """Further edges by caption key: kind, and whether they lead outwards."""
    unknown: Sequence[str]
    """Keys of the words for what the store does not know."""


def profile(graph: KnowledgeGraph, entity: Entity, *, as_of: Date = None) -> Profile:
    """Gather an organisation's profile as the graph's reader sees it before ``as_of``."""
    neighbours = graph.neighbours(entity.id, as_of=as_of, limit=MOST_EDGES)
    works = _works(neighbours)
    fields, partners = _around(graph, entity, works, neighbours, before(as_of))
    shown = {*OWNING, "OPERATES_IN", "CLASSIFIED_AS", "COLLABORATES_WITH", "MET"}
    others: dict[str, list[Neighbour]] = defaultdict(list)
    for neighbour in neighbours:
        if neighbour.edge.kind not in shown:
            way = "out" if neighbour.outward else "in"
            others[f"{neighbour.edge.kind}.{way}"].append(neighbour)
    return Profile(
        entity, works, _years(works), fields, partners,
        [work for work in works if work.entity.kind == "Contract"], others,
        _unknown(entity, works, fields, partners, others),
    )


def _works(neighbours: Sequence[Neighbour]) -> list[WorkLine]:
    """Each work once, whatever the number of its edges to the organisation."""
    found: dict[str, WorkLine] = {}
    for n in neighbours:
        if n.edge.kind not in OWNING or n.other.kind not in WORKS or not n.outward:
            continue
        latest = max(n.edge.supports, key=lambda s: (s.date or "", s.unit))
        known = found.get(n.other.id)
        roles = tuple(sorted({*n.edge.roles, *(known.roles if known else ())}))
        date = max(filter(None, [n.edge.last, known.date if known else None]), default=None)
        found[n.other.id] = WorkLine(n.other, date, roles, latest.unit, n.edge.kind)
    return sorted(found.values(), key=lambda w: (w.date or "", w.entity.id), reverse=True)


def _years(works: Sequence[WorkLine]) -> dict[int, Counter[str]]:
    dated = [(int(work.date[:4]), work.entity.kind) for work in works if work.date]
    if not dated:
        return {}
    first, last = min(dated)[0], max(dated)[0]
    years: dict[int, Counter[str]] = {year: Counter() for year in range(first, last + 1)}
    for year, kind in dated:
        years[year][kind] += 1
    return years


def _around(
    graph: KnowledgeGraph, entity: Entity, works: Sequence[WorkLine],
    neighbours: Sequence[Neighbour], day: int | None,
) -> tuple[list[tuple[Entity, int]], list[Partner]]:
    """Fields and partners: one look at the works' other edges for both."""
    eyes = Eyes(graph.store, level=graph.level)
    ids = [work.entity.id for work in works]
    edges = graph.store.edges_at(ids, kinds=(*OWNING, "CLASSIFIED_AS")) if ids else []
    classes: Counter[str] = Counter()
    shared: dict[str, set[str]] = defaultdict(set)
    for edge in eyes.edges(edges, before=day):
        _sort_in(edge, entity.id, classes, shared)
    stated: dict[str, list[str]] = defaultdict(list)
    own_fields = []
    for n in neighbours:
        if n.edge.kind in ("OPERATES_IN", "CLASSIFIED_AS") and n.outward:
            own_fields.append(n.other)
        elif n.edge.kind in ("COLLABORATES_WITH", "MET"):
            stated[n.other.id] += [s.unit for s in n.edge.supports]
    others = {
        e.id: e for e in eyes.entities(
            graph.store.entities({*classes, *shared, *stated}).values())
    }
    own = {field.id for field in own_fields}
    fields = [(field, classes.get(field.id, 0)) for field in own_fields]
    ranked = sorted(classes, key=lambda id_: (-classes[id_], id_))
    fields += [(others[id_], classes[id_]) for id_ in ranked if id_ in others and id_ not in own]
    partners = [
        Partner(others[id_], tuple(sorted(shared[id_])), tuple(sorted(set(stated[id_]))))
        for id_ in {*shared, *stated} if id_ in others and others[id_].kind != "Person"
    ]
    partners.sort(key=lambda p: (-len(p.shared), -len(p.stated), p.entity.name, p.entity.id))
    return fields[: MOST_FIELDS + len(own)], partners


def _sort_in(
    edge: Edge, own: str, classes: Counter[str], shared: dict[str, set[str]]
) -> None:
    if edge.kind == "CLASSIFIED_AS":
        classes[edge.end] += 1
    elif edge.start != own:
        shared[edge.start].add(edge.end)


def _unknown(
    entity: Entity, works: Sequence[WorkLine], fields: Sequence[object],
    partners: Sequence[object], others: Mapping[str, object],
) -> list[str]:
    """What a reader would look for and not find; saying so is part of the answer."""
    names = "".join((entity.name, *entity.names))
    undated = sum(work.date is None for work in works)
    missing = {
        "identifier": not entity.identifiers,
        "region": not entity.region and "LOCATED_IN.out" not in others,
        "chinese_name": not any("\u4e00" <= c <= "\u9fff" for c in names),
        "english_name": not any(c.isascii() and c.isalpha() for c in names),
        "works": not works,
        "dates": bool(undated),
        "fields": not fields,
        "partners": not partners,
        "people": "WORKS_FOR.in" not in others,
    }
    return [key for key, is_missing in missing.items() if is_missing]
