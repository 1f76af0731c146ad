"""Which organisations can solve a need, and why one does not come first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import GraphDep
from api.schemas.matching import (
    CompareAnswer,
    CompareRequest,
    MatchAnswer,
    MatchRequest,
    OfferRequest,
    WhyNotAnswer,
    WhyNotRequest,
)

router = APIRouter(prefix="/match", tags=["match"])


@router.post("", operation_id="match", summary="Who can solve a need, and on what evidence")
def match(graph: GraphDep, request: MatchRequest) -> MatchAnswer:
    """Organisations ranked by what their works show, each with the parts of its score and the
    words behind it. A need foreign to the graph has no candidates; the nearest stand apart."""
    return MatchAnswer.of(graph.match(request.need, **request.options()))


@router.post("/licensees", operation_id="licensees", summary="Who may take a patent or an offer")
def licensees(graph: GraphDep, request: OfferRequest) -> MatchAnswer:
    """Enterprises ranked by the needs that they state, the works that they have near the offer,
    the technology that they took before, and the industry of use of a patent's codes. The owners
    of the offer and their groups are left out."""
    return MatchAnswer.of(graph.licensees(request.offer, **request.options()))


@router.post("/compare", operation_id="compareCandidates", summary="Candidates side by side")
def compare(graph: GraphDep, request: CompareRequest) -> CompareAnswer:
    """Two to four organisations for one need: the rank of each, the parts of its score, its
    evidence, and what it lacks against the others. One that is no candidate says why."""
    return CompareAnswer.of(graph.compare_candidates(
        request.need, request.organisations, **request.options()))


@router.get("/why-not", operation_id="whyNot", summary="Why an organisation is not first")
def why_not(graph: GraphDep, asked: Annotated[WhyNotRequest, Query()]) -> WhyNotAnswer:
    """Its rank among all candidates and the parts of the score that it lacks, or what leaves it
    out."""
    return WhyNotAnswer.of(graph.why_not(asked.need, asked.organisation, **asked.options()))
