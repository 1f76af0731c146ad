"""The one table of kinds, edge kinds and properties.

Constraints, documentation tables, mapping checks and export keys all derive from it, so a kind or
an edge is added here and nowhere else. Identifiers of kinds are CamelCase, edges UPPER_SNAKE,
properties snake_case (lowerCamelCase in Neo4j, see `camel`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ValueType = Literal["text", "date", "number", "money", "list"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: what a record or an entity can be."""

    name: str
    caption: str
    plural: str
    group: Literal["organisation", "work", "concept", "place", "person", "policy"]
    joins: Literal["region", "name", "context", "identifier"]
    """How records without a shared identifier may be one thing: by name in the region, by name
    alone, by name in a context (a person's organisation), or only by identifier."""
    personal: bool = False


@dataclass(frozen=True, slots=True)
class EdgeKind:
    """A kind of edge with the ends that it allows, each side any of the named kinds."""

    name: str
    caption: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    symmetric: bool = False
    owns: bool = False
    """The start owns or made the end, a work, which is evidence of what it can do."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property that a claim can state about a record."""

    name: str
    caption: str
    type: ValueType = "text"
    kinds: tuple[str, ...] = ()
    weight: int = 0
    """How often its words count in a work's text: 0 not at all, 2 for a title."""
    personal: bool = False
    shown: bool = True
    """Kept on the entity; long texts stay with their record."""


_KINDS = (
    Kind("Enterprise", "enterprise", "enterprises", "organisation", "region"),
    Kind("Institute", "institute", "institutes", "organisation", "region"),
    Kind("Agency", "agency", "agencies", "organisation", "region"),
    Kind("Platform", "platform", "platforms", "organisation", "region"),
    Kind("Industry", "industry", "industries", "concept", "name"),
    Kind("Technology", "technology", "technologies", "concept", "name"),
    Kind("TechnologyField", "technology field", "technology fields", "concept", "name"),
    Kind("Problem", "problem", "problems", "concept", "name"),
    Kind("Policy", "policy", "policies", "policy", "name"),
    Kind("Programme", "programme", "programmes", "policy", "name"),
    Kind("Region", "region", "regions", "place", "name"),
    Kind("Person", "person", "people", "person", "context", personal=True),
    Kind("Patent", "patent", "patents", "work", "identifier"),
    Kind("Project", "project", "projects", "work", "identifier"),
    Kind("Contract", "technology contract", "technology contracts", "work", "identifier"),
    Kind("Publication", "publication", "publications", "work", "identifier"),
    Kind("Achievement", "achievement", "achievements", "work", "identifier"),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}
ORGANISATIONS = tuple(k.name for k in _KINDS if k.group == "organisation")
WORKS = tuple(k.name for k in _KINDS if k.group == "work")

_BODY = ("Enterprise", "Institute", "Agency", "Platform")
_FIELD = ("Industry", "Technology", "TechnologyField")

_EDGES = (
    EdgeKind("LOCATED_IN", "located in", _BODY, ("Region",)),
    EdgeKind(
        "PART_OF",
        "part of",
        (
            "Region", "Institute", "Enterprise", "Agency", "Platform", "Programme", "Industry",
            "TechnologyField",
        ),
        (
            "Region", "Institute", "Enterprise", "Agency", "Platform", "Programme", "Policy",
            "Industry", "TechnologyField",
        ),
    ),
    EdgeKind("ISSUED", "issued", ("Agency", "Region"), ("Policy",)),
    EdgeKind("IMPLEMENTS", "implements", ("Agency", "Region", "Programme", *_BODY), ("Policy",)),
    EdgeKind("RUNS", "runs", (*_BODY, "Region"), ("Platform", "Programme", "Institute")),
    EdgeKind("MEMBER_OF", "member of", (*_BODY, "Region"), ("Platform", "Programme")),
    EdgeKind(
        "TARGETS",
        "targets",
        ("Policy", "Programme", "Platform", "Agency", "Region", "Institute"),
        ("Industry", "Technology", "Problem"),
    ),
    EdgeKind(
        "COLLABORATES_WITH", "collaborates with", (*_BODY, "Region"), (*_BODY, "Region"),
        symmetric=True,
    ),
    EdgeKind("OPERATES_IN", "works in", ("Enterprise", "Institute"), _FIELD),
    EdgeKind(
        "DEVELOPS", "develops", ("Enterprise", "Institute", "Platform"), ("Technology", "Patent")
    ),
    EdgeKind(
        "LICENSES", "takes a licence for", ("Enterprise", "Institute"), ("Patent", "Technology")
    ),
    EdgeKind(
        "HAS_PROBLEM",
        "has the problem",
        ("Industry", "Region", "Enterprise", "Institute", "Platform"),
        ("Problem",),
    ),
    EdgeKind("WORKS_FOR", "works for", ("Person",), _BODY),
    EdgeKind("APPLIED_FOR", "applied for", (*_BODY, "Person"), ("Patent",), owns=True),
    EdgeKind("OWNS", "holds", (*_BODY, "Person"), ("Patent",), owns=True),
    EdgeKind("PERFORMED", "performed", _BODY, ("Project",), owns=True),
    EdgeKind("FUNDED", "funded", _BODY, ("Project",)),
    EdgeKind("PARTY_TO", "party to", _BODY, ("Contract",), owns=True),
    EdgeKind("AUTHORED", "authored", (*_BODY, "Person"), ("Publication",), owns=True),
    EdgeKind("INVENTED", "invented", ("Person",), ("Patent",)),
    EdgeKind("OFFERS", "offers", _BODY, ("Achievement",), owns=True),
    EdgeKind(
        "CLASSIFIED_AS",
        "classified as",
        (*WORKS, "Enterprise", "Institute", "Problem", "Technology", "Industry"),
        ("Industry", "TechnologyField"),
    ),
    EdgeKind("MET", "met", _BODY, _BODY, symmetric=True),
)
EDGES: dict[str, EdgeKind] = {edge.name: edge for edge in _EDGES}
OWNING = tuple(edge.name for edge in _EDGES if edge.owns)

_PROPERTIES = (
    Property("title", "title", weight=2, shown=False),
    Property("abstract", "abstract", weight=1, shown=False),
    Property("text", "text", weight=1, shown=False),
    Property("keywords", "keywords", "list", weight=1, shown=False),
    Property("date", "public date", "date"),
    Property("filed", "filing date", "date"),
    Property("granted", "grant date", "date"),
    Property("founded", "founded", "date"),
    Property("deadline", "deadline", "date"),
    Property("legal_status", "legal status"),
    Property("legal_status_date", "date of the legal status", "date"),
    Property("legal_form", "legal form"),
    Property("status", "status"),
    Property("type", "type"),
    Property("size", "size"),
    Property("capital", "registered capital", "money"),
    Property("budget", "budget", "money"),
    Property("price", "price", "money"),
    Property("amount", "amount", "money"),
    Property("contract_value", "contract value", "money"),
    Property("technology_value", "technology value", "money"),
    Property("contract_kind", "kind of contract"),
    Property("stage", "stage of development"),
    Property("cooperation", "form of cooperation"),
    Property("ipr_status", "state of the rights"),
    Property("material", "material", kinds=("Problem",)),
    Property("method", "method", kinds=("Problem",)),
    Property("efficacy", "efficacy", kinds=("Problem",)),
    Property("product", "product", kinds=("Problem",)),
    Property("application", "application", kinds=("Problem",)),
    Property("codes", "classification codes", "list"),
    Property("family", "patent family"),
    Property("funder", "funder"),
    Property("field", "field"),
    Property("role", "role"),
    Property("website", "web site"),
    Property("domains", "internet domains", "list"),
    Property("predecessors", "followed", "list"),
    Property("successors", "followed by", "list"),
    Property("related", "related organisations", "list"),
    Property("address", "address"),
    Property("latitude", "latitude"),
    Property("longitude", "longitude"),
    Property("note", "note"),
    Property("contact", "contact", personal=True),
    Property("email", "e-mail", personal=True),
    Property("phone", "telephone", personal=True),
)
PROPERTIES: dict[str, Property] = {prop.name: prop for prop in _PROPERTIES}

SELLING_ROLES = ("seller", "developer", "licensor", "consultant", "provider", "")
"""Roles in a technology contract that show a capability; a buyer's contract shows a need."""


def camel(name: str) -> str:
    """The Neo4j spelling of a property: ``legal_status`` becomes ``legalStatus``."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def allowed(kind: str, start: str, end: str) -> bool:
    """May an edge of this kind go from a thing of kind ``start`` to one of kind ``end``?"""
    edge = EDGES.get(kind)
    if edge is None:
        return False
    forward = start in edge.starts and end in edge.ends
    return forward or (edge.symmetric and end in edge.starts and start in edge.ends)
