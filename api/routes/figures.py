"""Figures across documents: do they agree, and what became of targets?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import web
from api.deps import AsOf, GraphDep, Reference
from api.schemas.figures import ComparisonAnswer, FollowedAnswer

router = APIRouter(prefix="/figures", tags=["figures"])
pages = APIRouter(include_in_schema=False)

Measure = Annotated[
    str, Query(max_length=200, description="Only figures whose name has these words.")
]


@router.get("/comparisons", operation_id="compareFigures", summary="One figure in several sources")
def comparisons(
    graph: GraphDep, about: Reference, measure: Measure = "", as_of: AsOf = ""
) -> list[ComparisonAnswer]:
    """Figures of an area, organisation or programme that two or more documents state for the same
    period: agreement, difference, or different scope, each with its words."""
    found = graph.compare(about, measure=measure, as_of=as_of)
    return [ComparisonAnswer.of(c) for c in found]


@router.get("/targets", operation_id="followTargets", summary="Targets and what became of them")
def targets(
    graph: GraphDep, about: Reference, measure: Measure = "", as_of: AsOf = ""
) -> list[FollowedAnswer]:
    """Which targets were set, what was observed since, and what is missing."""
    return [FollowedAnswer.of(f) for f in graph.follow(about, measure=measure, as_of=as_of)]


@pages.get("/entity/{reference}/figures")
def figures_page(
    request: Request, graph: GraphDep, reference: str, measure: Measure = "", as_of: AsOf = ""
) -> Response:
    """Both, as a page."""
    entity = graph.entity(reference)
    asked = {"measure": measure, "as_of": as_of}
    return web.page(
        request, "figures.html", e=entity, compared=graph.compare(entity.id, **asked),
        followed=graph.follow(entity.id, **asked), measure=measure,
    )  # fmt: skip
