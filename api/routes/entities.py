"""Entities: found by name, shown with their facts and neighbours."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import AsOf, GraphDep, Limit, Offset
from api.schemas.matching import MatchAnswer
from api.schemas.things import (
    EntityAnswer,
    EntityWithFacts,
    FactAnswer,
    FoundAnswer,
    NeighbourAnswer,
    Part,
)
from graph.errors import InvalidRequest
from graph.matching.options import Options
from graph.schema import EDGES

router = APIRouter(prefix="/entities", tags=["entities"])

Kinds = Annotated[
    list[str] | None, Query(description="Only these kinds.", examples=[["Institute"]])
]
EdgeKinds = Annotated[
    list[str] | None, Query(description="Only these kinds of edge.", examples=[["APPLIED_FOR"]])
]


@router.get("", operation_id="findEntities", summary="Find anything by name")
def find_entities(
    graph: GraphDep,
    q: Annotated[str, Query(min_length=1, max_length=300, examples=["salt lake institute"])],
    kind: Kinds = None,
    limit: Limit = 10,
    offset: Offset = 0,
) -> Part[FoundAnswer]:
    """Entities whose names fit, in either script, the best first."""
    found = graph.find(q, kinds=kind or (), limit=offset + limit + 1)
    page = found[offset : offset + limit]
    more = len(found) > offset + limit
    return Part(items=[FoundAnswer.of(f) for f in page], next=offset + limit if more else None)


@router.get("/{reference}", operation_id="getEntity", summary="One entity with its facts")
def get_entity(
    graph: GraphDep, reference: str, as_of: AsOf = "", limit: Limit = 100
) -> EntityWithFacts:
    """By id (a former id is followed), identifier (`scheme:value`) or exact name."""
    entity = graph.entity(reference)
    facts = graph.facts(entity.id, as_of=as_of, limit=limit)
    return EntityWithFacts(
        entity=EntityAnswer.of(entity), facts=[FactAnswer.of(f) for f in facts[:limit]]
    )


@router.get(
    "/{reference}/neighbours", operation_id="getNeighbours", summary="What an entity is linked with"
)
def get_neighbours(
    graph: GraphDep, reference: str,
    kind: EdgeKinds = None,
    as_of: AsOf = "", limit: Limit = 50, offset: Offset = 0,
) -> Part[NeighbourAnswer]:
    """By kind of edge, the best supported first, each with the documents behind it."""
    for name in kind or ():
        if name not in EDGES:
            raise InvalidRequest(f"{name!r} is no kind of edge; choose from {', '.join(EDGES)}")
    found = graph.neighbours(reference, kinds=kind or (), as_of=as_of, limit=offset + limit + 1)
    page = found[offset : offset + limit]
    more = len(found) > offset + limit
    return Part(items=[NeighbourAnswer.of(n) for n in page], next=offset + limit if more else None)


@router.get(
    "/{reference}/partners", operation_id="getPartners", summary="Who fits an enterprise"
)
def get_partners(
    graph: GraphDep, reference: str, as_of: AsOf = "", limit: Limit = 10
) -> MatchAnswer:
    """Organisations that fit an enterprise's needs and field; past work together is among the
    facts of each."""
    return MatchAnswer.of(graph.partners(reference, as_of=as_of, limit=limit))


@router.get(
    "/{reference}/served", operation_id="getServed", summary="Industries that it could serve"
)
def get_served(
    graph: GraphDep, reference: str, as_of: AsOf = "", limit: Limit = 10
) -> MatchAnswer:
    """Industries ranked by the stated problems that the organisation's works answer, by the use of
    its patents' codes and by past work with their enterprises. The works are the organisation's,
    the facts state the problems."""
    return MatchAnswer.of(graph.served(reference, as_of=as_of, limit=limit))


@router.get(
    "/{reference}/similar", operation_id="getSimilar", summary="Organisations like one"
)
def get_similar(
    graph: GraphDep, reference: str, kind: Kinds = None, as_of: AsOf = "", limit: Limit = 10
) -> MatchAnswer:
    """By the words of its works, the codes of its patents and the fields stated of both; of its
    own kind unless others are asked for."""
    options = Options(as_of=as_of, limit=limit)
    if kind:
        options["kinds"] = kind
    return MatchAnswer.of(graph.similar(reference, **options))
