"""Who meets whom at a matchmaking event."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import GraphDep
from api.schemas.events import PairingRequest, PlanAnswer

router = APIRouter(prefix="/events", tags=["events"])


@router.post("/pairings", operation_id="pairEvent", summary="Plan an event's meetings")
def pair_event(graph: GraphDep, request: PairingRequest) -> PlanAnswer:
    """Proposals with reasons from needs, offers and evidence; then meetings under each one's cap,
    its times and the hall's tables. Nothing is stored."""
    hall = request.hall.hall()
    participants, problems = request.read(hall)
    plan = graph.pair_event(participants, hall, time_limit=request.time_limit)
    return PlanAnswer.of(plan, problems)
