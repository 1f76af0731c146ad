"""Changes of a matchmaking event: requests, locks, links, the day itself, what was held."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import GraphDep
from api.event_words import disruption_of, key_of, slot_of
from api.schemas.event_results import ReplanAnswer
from api.schemas.events import (
    AskRequest,
    ByRequest,
    EventAnswer,
    ForgetRequest,
    LinkRequest,
    LockRequest,
    OutcomesRequest,
    ReplanRequest,
)
from api.security import SendDep
from graph.events.model import Lock, Wish
from graph.events.outcomes import Outcome

router = APIRouter(prefix="/events/{name}", tags=["events"])


@router.post("/wishes", operation_id="askInEvent", dependencies=[SendDep],
             summary="Say what a participant asks about another")
def ask(graph: GraphDep, name: str, request: AskRequest) -> EventAnswer:
    """It stands in place of what was asked before, and counts from the next plan on."""
    event = graph.events.get(name).event
    keys = key_of(event, request.participant), key_of(event, request.counterpart)
    if request.ask is None:
        return EventAnswer.of(graph.events.ask(name, by=request.by, withdrawn=[keys],
                                               revision=request.revision))
    return EventAnswer.of(graph.events.ask(
        name, [Wish(*keys, request.ask, request.note)], by=request.by, revision=request.revision))


@router.post("/locks", operation_id="lockMeeting", dependencies=[SendDep],
             summary="Let a meeting be held whatever else")
def lock(graph: GraphDep, name: str, request: LockRequest) -> EventAnswer:
    """Agreed, or in a slot, or at a table too."""
    event = graph.events.get(name).event
    made = Lock(key_of(event, request.participant), key_of(event, request.counterpart),
                slot_of(event.hall, request.at) if request.at else None,
                None if request.table is None else request.table - 1)
    return EventAnswer.of(graph.events.lock(name, [made], by=request.by,
                                            revision=request.revision))


@router.post("/unlock", operation_id="unlockMeeting", dependencies=[SendDep],
             summary="Let go of a locked meeting")
def unlock(graph: GraphDep, name: str, request: LockRequest) -> EventAnswer:
    """The next plan is free to move it or to leave it out."""
    event = graph.events.get(name).event
    keys = key_of(event, request.participant), key_of(event, request.counterpart)
    return EventAnswer.of(graph.events.unlock(name, [keys], by=request.by,
                                              revision=request.revision))


@router.post("/links", operation_id="linkParticipant", dependencies=[SendDep],
             summary="Correct whom in the graph a participant is")
def link(graph: GraphDep, name: str, request: LinkRequest) -> EventAnswer:
    """It holds also when the list of participants is read again."""
    key = key_of(graph.events.get(name).event, request.participant)
    return EventAnswer.of(graph.events.link(name, key, request.organisation, by=request.by,
                                            revision=request.revision))


@router.post("/replan", operation_id="replanEvent", dependencies=[SendDep],
             summary="Plan again after something happened, moving little")
def replan(graph: GraphDep, name: str, request: ReplanRequest) -> ReplanAnswer:
    """The changes with their reasons; with `keep` they are made."""
    event = graph.events.get(name).event
    found = graph.events.replan(
        name, [disruption_of(event, **d.model_dump()) for d in request.disruptions],
        by=request.by, now=slot_of(event.hall, request.now) if request.now else 0,
        weight=request.weight, time_limit=request.time_limit, seed=request.seed,
        keep=request.keep, revision=request.revision)
    return ReplanAnswer.of(found, kept=request.keep)


@router.post("/publish", operation_id="publishEvent", dependencies=[SendDep],
             summary="Make the plan a document of the graph")
def publish(graph: GraphDep, name: str, request: ByRequest) -> EventAnswer:
    """Its meetings are targets; those that are held become facts."""
    return EventAnswer.of(graph.events.publish(name, by=request.by, revision=request.revision))


@router.post("/outcomes", operation_id="recordOutcomes", dependencies=[SendDep],
             summary="Say which meetings were held")
def record(graph: GraphDep, name: str, request: OutcomesRequest) -> EventAnswer:
    """Each in place of what was said of these two before; only held ones become facts."""
    event = graph.events.get(name).event
    outcomes = [Outcome(key_of(event, o.first), key_of(event, o.second), o.held,
                        tuple(key_of(event, who) for who in o.absent), o.rating, o.note)
                for o in request.outcomes]
    return EventAnswer.of(graph.events.record(name, outcomes, by=request.by,
                                              revision=request.revision))


@router.post("/forget", operation_id="forgetPersons", dependencies=[SendDep],
             summary="Remove what an event knows of persons")
def forget(graph: GraphDep, name: str, request: ForgetRequest) -> EventAnswer:
    """Of one participant or of all; it cannot be undone."""
    event = graph.events.get(name).event
    key = key_of(event, request.participant) if request.participant else ""
    return EventAnswer.of(graph.events.forget(name, key, by=request.by,
                                              revision=request.revision))
