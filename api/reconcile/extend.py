"""Data extension: the values of properties of things that were matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from pydantic import BaseModel
from pydantic import Field as Limits

from api.reconcile.vocabulary import Field, fields, fields_of, kinds_of, types
from graph.errors import InvalidRequest, NotFound
from graph.identity.identifiers import of_scheme
from graph.lookup import Fact
from graph.model import Entity, Value
from graph.schema import EDGES, PROPERTIES
from graph.visibility import Eyes
from qilian import KnowledgeGraph

MOST_IDS = 1000
_SAMPLE = 300
_FACTS = 200
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Settings(BaseModel):
    """How a property is to be fetched."""

    limit: int = Limits(0, ge=0, description="Values of one thing at most; 0 is no limit.")


class Wanted(BaseModel):
    """A property to fetch."""

    id: str
    settings: Settings = Settings()


class Extension(BaseModel):
    """A data extension query: which properties of which things."""

    ids: list[str]
    properties: list[Wanted] = Limits(max_length=50)


def extend(graph: KnowledgeGraph, asked: Extension) -> dict[str, Any]:
    """The values; a thing that is not known has none.

    Raises `InvalidRequest` for a property that the service does not have.
    """
    if unknown := [wanted.id for wanted in asked.properties if wanted.id not in fields()]:
        raise InvalidRequest(
            f"no property is called {unknown[0]!r}; /reconcile/suggest/property lists them"
        )
    rows = {}
    for id_ in dict.fromkeys(asked.ids):
        thing = _thing(graph, id_)
        rows[id_] = {
            wanted.id: (thing.values(fields()[wanted.id]) if thing else [])
            [: wanted.settings.limit or None]
            for wanted in asked.properties
        }
    return {"meta": [_meta(fields()[wanted.id]) for wanted in asked.properties], "rows": rows}


def _meta(field: Field) -> dict[str, Any]:
    one_kind = {"type": types()[field.ends[0]]} if len(field.ends) == 1 else {}
    return {"id": field.id, "name": field.name} | one_kind


def _thing(graph: KnowledgeGraph, reference: str) -> _Thing | None:
    try:
        return _Thing(graph, graph.entity(reference))
    except NotFound:
        return None


class _Thing:
    """One entity whose values are asked for; its facts are read at most once."""

    def __init__(self, graph: KnowledgeGraph, entity: Entity) -> None:
        self.graph = graph
        self.entity = entity

    @cached_property
    def facts(self) -> list[Fact]:
        """What units say of it."""
        return self.graph.facts(self.entity.id, limit=_FACTS)

    def values(self, field: Field) -> list[dict[str, Any]]:
        """All values of a property, as cells of the protocol."""
        entity = self.entity
        match field.source:
            case "identifier":
                return [{"str": value} for value in of_scheme(entity.identifiers, field.id)]
            case "edge":
                return self._ends(field)
            case "text":
                texts = [f.value for f in self.facts if f.predicate == field.id and f.value]
                return [cell(text) for text in dict.fromkeys(texts)]
            case "property":
                return _property(field.id, entity.properties.get(field.id))
        stated: Any = getattr(entity, field.id)
        return [{"str": text} for text in ([stated] if isinstance(stated, str) else stated) if text]

    def _ends(self, field: Field) -> list[dict[str, Any]]:
        kind = field.edge
        outward = not field.id.endswith(".in")
        found = self.graph.neighbours(self.entity.id, kinds=[kind])
        return [
            {"id": n.other.id, "name": n.other.name} for n in found
            if EDGES[kind].symmetric or n.outward == outward
        ]


def _property(name: str, value: Value | None) -> list[dict[str, Any]]:
    if value is None or value == "":
        return []
    if PROPERTIES[name].type == "list":
        return [{"str": text} for text in str(value).split("; ")]
    return [cell(value)]


def cell(value: Value) -> dict[str, Any]:
    """A value as a cell: a whole day is a date, a number a number, all else text."""
    if isinstance(value, str):
        return {"date": f"{value}T00:00:00Z"} if _DAY.fullmatch(value) else {"str": value}
    if isinstance(value, int) or value.is_integer():
        return {"int": int(value)}
    return {"float": value}


def proposals(
    graph: KnowledgeGraph, type_: str, *, counts: Mapping[str, int], limit: int
) -> list[Field]:
    """Properties that things of a type have: those that some of its first things state, then the
    links that its kind can have, of kinds that the store has by ``counts``. Empty for an unknown
    type."""
    kinds, _ = kinds_of([type_] if type_ else [])
    eyes = Eyes(graph.store, level=graph.level)
    there = {"name", "names", "kind", "region", "identifiers"}
    links: dict[str, Field] = {}
    for kind in kinds:
        things = eyes.entities(graph.store.entities_of_kind(kind, limit=_SAMPLE))
        there |= _stated(things)
        links |= {f.id: f for f in fields_of(kind) if things and f"edge {f.edge}" in counts}
    own = [field for id_, field in fields().items() if id_ in there] if kinds else []
    return [*own, *links.values()][:limit]


def _stated(things: Iterable[Entity]) -> set[str]:
    names: set[str] = set()
    for thing in things:
        names |= thing.properties.keys()
        names |= {identifier.partition(":")[0] for identifier in thing.identifiers}
    return names
