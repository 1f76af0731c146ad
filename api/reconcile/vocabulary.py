"""The types and properties that the service knows; all of them are the schema's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from graph.identity.identifiers import SCHEMES
from graph.schema import EDGES, KINDS, ORGANISATIONS, PROPERTIES

ORGANISATION = "Organisation"
"""The type above all kinds of organisations: most tables do not say which kind a name is of."""
Source = Literal["entity", "identifier", "property", "text", "edge"]
_DATA = {
    "name": "name",
    "names": "other names",
    "kind": "kind",
    "region": "region",
    "identifiers": "all identifiers",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A property of the service: what it is called, and where its values are found."""

    id: str
    name: str
    source: Source
    description: str = ""
    ends: tuple[str, ...] = ()
    """Kinds of the things that an edge leads to."""

    @property
    def edge(self) -> str:
        """The kind of edge, if it is one."""
        return self.id.removesuffix(".in") if self.source == "edge" else ""

    @property
    def data(self) -> dict[str, str]:
        """As the protocol has it."""
        return {"id": self.id, "name": self.name} | (
            {"description": self.description} if self.description else {}
        )


@cache
def fields() -> dict[str, Field]:
    """All properties by id; those that linking uses stand first."""
    used = "helps to find the right thing"
    found = [Field("region", _DATA["region"], "entity", f"seat; {used}")]
    found += [Field(s.name, s.caption, "identifier", f"identifier; {used}")
              for s in SCHEMES.values()]
    found += [Field(id_, name, "entity") for id_, name in _DATA.items() if id_ != "region"]
    found += [
        Field(prop.name, prop.caption, "property" if prop.shown else "text")
        for prop in PROPERTIES.values()
    ]
    for edge in EDGES.values():
        found.append(Field(edge.name, edge.caption, "edge", "link", edge.ends))
        if not edge.symmetric:
            back = f"link from there: {edge.caption}"
            found.append(Field(f"{edge.name}.in", f"← {edge.caption}", "edge", back, edge.starts))
    return {field.id: field for field in found}


def fields_of(kind: str) -> list[Field]:
    """The links that things of a kind can have."""
    return [f for f in fields().values() if f.source == "edge" and kind in _near_end(f)]


def _near_end(field: Field) -> Sequence[str]:
    edge = EDGES[field.edge]
    if edge.symmetric:
        return (*edge.starts, *edge.ends)
    return edge.ends if field.id.endswith(".in") else edge.starts


@cache
def types() -> dict[str, dict[str, Any]]:
    """All types by id, as the protocol has them."""
    above = {"id": ORGANISATION, "name": "organisation of any kind"}
    found: dict[str, dict[str, Any]] = {ORGANISATION: above}
    for kind in KINDS.values():
        found[kind.name] = {"id": kind.name, "name": kind.caption}
        if kind.name in ORGANISATIONS:
            found[kind.name]["broader"] = [above]
    return found


def kinds_of(wanted: Iterable[str], *, every: bool = False) -> tuple[list[str], list[str]]:
    """The kinds that these types mean (with ``every``, that are of each of them), and the types
    that are none. Without types all kinds."""
    listed = list(wanted)
    sets = [set(_kinds(type_)) for type_ in listed if type_ in types()]
    unknown = [type_ for type_ in listed if type_ not in types()]
    if not listed:
        return list(KINDS), []
    if not sets or (every and unknown):
        return [], unknown
    meant = set.intersection(*sets) if every else set.union(*sets)
    return [kind for kind in KINDS if kind in meant], unknown


def _kinds(type_: str) -> Sequence[str]:
    return ORGANISATIONS if type_ == ORGANISATION else (type_,)
