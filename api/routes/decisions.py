"""Decisions on the facts of a document: taken, listed, undone."""

from __future__ import annotations

from fastapi import APIRouter

from api.deciding import decided, undone
from api.deps import GraphDep
from api.schemas.decisions import DecidedAnswer, DecisionAnswer, DecisionRequest, FactState
from api.security import SendDep
from graph.model import Decision
from qilian import KnowledgeGraph

router = APIRouter(prefix="/documents", tags=["documents"])


@router.post(
    "/{key:path}/decisions", operation_id="decideOnFact", dependencies=[SendDep],
    summary="Confirm, reject or correct a fact, or state a thing that was missed",
)
def decide(graph: GraphDep, key: str, request: DecisionRequest) -> DecidedAnswer:
    """Keeps who decided, when and why; it outlives new readings of the document.

    The same decision again by the same person changes nothing; of two the later holds.
    """
    return _answer(graph, key, decided(
        graph, key, kind=request.kind, by=request.by, why=request.why, fact=request.fact,
        value=request.value, entity=request.entity, words=request.words,
    ))


@router.get(
    "/{key:path}/decisions", operation_id="getDecisions",
    summary="The decisions on a document's facts, oldest first",
)
def decisions(graph: GraphDep, key: str) -> list[DecisionAnswer]:
    """All that are in force, also those whose fact the present reading does not state."""
    graph.document(key)
    return [DecisionAnswer.of(d) for d in graph.store.decisions_on([key]) if d.fact]


@router.delete(
    "/{key:path}/decisions/{decision}", operation_id="undoDecision", dependencies=[SendDep],
    summary="Take a decision back",
)
def undo(graph: GraphDep, key: str, decision: str) -> DecidedAnswer:
    """What was decided before about the same fact holds again."""
    return _answer(graph, key, undone(graph, key, decision))


def _answer(graph: KnowledgeGraph, key: str, decision: Decision) -> DecidedAnswer:
    return DecidedAnswer(
        decision=DecisionAnswer.of(decision),
        facts=[FactState.of(item) for item in graph.review(key)],
    )
