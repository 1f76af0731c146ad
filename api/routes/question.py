"""Asking by a sentence: how it is read, and the answer."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import GraphDep
from api.schemas.question import AskedAnswer, AskRequest, QuestionAnswer, SentenceRequest

router = APIRouter(tags=["match"])


@router.post("/ask/read", operation_id="readQuestion", summary="How a sentence is read")
def read_question(graph: GraphDep, request: SentenceRequest) -> QuestionAnswer:
    """What is wanted, the technical core, whom it asks for, and the words that said each; by
    rules, with the names that the graph knows. A text that asks nothing is wholly a need."""
    return QuestionAnswer.of(graph.read_question(request.text))


@router.post("/question", operation_id="ask", summary="Ask in a sentence")
def ask(graph: GraphDep, request: AskRequest) -> AskedAnswer:
    """The sentence is read, changed where the request says so, and answered."""
    return AskedAnswer.of(graph.ask(request.text, **request.edits()))
