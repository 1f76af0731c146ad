"""Which organisations can solve a need, and why one does not come first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import AsOf, GraphDep, Reference
from api.schemas.matching import MatchAnswer, MatchRequest, WhyNotAnswer

router = APIRouter(prefix="/match", tags=["match"])


@router.post("", operation_id="match", summary="Who can solve a need, and on what evidence")
def match(graph: GraphDep, request: MatchRequest) -> MatchAnswer:
    """Organisations ranked by what their works show, each with the parts of its score and the
    words behind it. A need foreign to the graph has no candidates; the nearest stand apart."""
    return MatchAnswer.of(graph.match(request.need, **request.options()))


@router.get("/why-not", operation_id="whyNot", summary="Why an organisation is not first")
def why_not(
    graph: GraphDep,
    need: Annotated[str, Query(min_length=1, examples=["cold start of diesel generators"])],
    organisation: Reference,
    as_of: AsOf = "",
) -> WhyNotAnswer:
    """Its rank among all candidates and the parts of the score that it lacks."""
    return WhyNotAnswer.of(graph.why_not(need, organisation, as_of=as_of))
