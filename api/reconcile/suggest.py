"""Suggestions while a reader types, and the small previews beside them."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from api.reconcile.query import description
from api.reconcile.vocabulary import fields, kinds_of, types
from graph.errors import NotFound
from qilian import KnowledgeGraph

_AT_A_TIME = 20


def entities(
    graph: KnowledgeGraph, prefix: str, *, cursor: int, type_: str
) -> list[dict[str, Any]]:
    """Things whose names begin so or are like it, or that have this id or identifier."""
    kinds, _ = kinds_of([type_] if type_ else [])
    if not prefix.strip() or not kinds:
        return []
    found = [f.entity for f in graph.find(prefix, kinds=kinds, limit=cursor + _AT_A_TIME)]
    if not found:
        try:
            found = [e for e in [graph.entity(prefix.strip())] if e.kind in kinds]
        except NotFound:
            return []
    return [
        {"id": e.id, "name": e.name, "description": description(e), "notable": [types()[e.kind]]}
        for e in found[cursor:]
    ]


def of_types(prefix: str, *, cursor: int) -> list[dict[str, Any]]:
    """Types by id or name; without a prefix all."""
    return _fitting(types().values(), prefix, cursor)


def of_properties(prefix: str, *, cursor: int) -> list[dict[str, Any]]:
    """Properties by id or name, those first that linking uses; without a prefix all."""
    return _fitting([field.data for field in fields().values()], prefix, cursor)


def _fitting(
    listed: Iterable[dict[str, Any]], prefix: str, cursor: int
) -> list[dict[str, Any]]:
    """Those that begin so, then those with a later word that does."""
    wanted = prefix.strip().casefold()
    first, later = [], []
    for item in listed:
        forms = [item["id"].casefold(), item["name"].casefold()]
        if any(form.startswith(wanted) for form in forms):
            first.append(item)
        elif any(word.startswith(wanted) for form in forms for word in form.split()):
            later.append(item)
    return [*first, *later][cursor : cursor + _AT_A_TIME]


def flyout(graph: KnowledgeGraph, what: str, id_: str) -> str:
    """A line of HTML about a thing, a type or a property; `NotFound` when there is none."""
    if what == "entity":
        entity = graph.entity(id_)
        name, words = entity.name, description(entity)
    else:
        known = types().get(id_) if what == "type" else getattr(fields().get(id_), "data", None)
        if known is None:
            raise NotFound(f"no {what} is called {id_!r}")
        name, words = known["name"], known.get("description", "")
    return f"<p><strong>{html.escape(name)}</strong><br>{html.escape(words)}</p>"
