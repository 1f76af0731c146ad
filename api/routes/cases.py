"""Needs as cases, for programs."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import web
from api.cases import FORMS, MEDIA
from api.deps import GraphDep
from api.schemas.cases import (
    CaseAnswer,
    CaseRequest,
    MarkedAnswer,
    MarkRequest,
    NoteRequest,
    ReasonAnswer,
)
from api.schemas.matching import MatchAnswer
from api.security import SendDep
from graph.cases import Status, reasons

router = APIRouter(prefix="/cases", tags=["cases"])

By = Annotated[str, Query(min_length=1, max_length=100, description="Who writes.")]


@router.get("", operation_id="getCases", summary="The cases, the latest first")
def cases(graph: GraphDep, status: Status | None = None) -> list[CaseAnswer]:
    """Those that readers of this service may see; with a status only those in which a candidate
    stands so."""
    return [CaseAnswer.of(case) for case in graph.cases.listed(status=status or "")]


@router.post("", operation_id="openCase", dependencies=[SendDep], status_code=201,
             summary="Open a case for a need")
def new(graph: GraphDep, request: CaseRequest) -> CaseAnswer:
    """Keeps the need with the options of its question, who opened it and when."""
    return CaseAnswer.of(graph.cases.new(
        request.need, by=request.by, title=request.name, client=request.client,
        visibility=request.visibility, options=request.given()))


@router.get("/reasons", operation_id="getReasons", summary="The reasons to decline")
def listed_reasons() -> list[ReasonAnswer]:
    """In the order in which they are offered."""
    return [ReasonAnswer(code=r.code, caption=r.caption) for r in reasons().values()]


@router.get("/marks", operation_id="getMarks", summary="What cases say of organisations")
def marks(
    graph: GraphDep,
    organisation: Annotated[list[str], Query(max_length=200, description="Entity ids.")],
) -> list[MarkedAnswer]:
    """To be shown beside their names in an answer: the last mark of each case, the latest first."""
    found = graph.cases.marks_for(organisation)
    return [MarkedAnswer.of(id_, marked) for id_ in organisation for marked in found.get(id_, ())]


@router.get("/export.{form}", operation_id="exportCases", response_class=Response,
            summary="Cases as a table, a row a candidate")
def export(
    graph: GraphDep, form: Literal["csv", "xlsx", "json"],
    case: Annotated[str, Query(max_length=100)] = "", status: Status | None = None,
) -> Response:
    """Of one case or of all. It names the clients: keep it to yourselves."""
    rows = list(graph.cases.rows(case, status=status or ""))
    return web.download(FORMS[form](rows), name=f"qilian-cases.{form}", media=MEDIA[form])


@router.get("/{case}", operation_id="getCase", summary="One case with all that was done in it")
def get(graph: GraphDep, case: str) -> CaseAnswer:
    """Its candidates with their marks and notes, and the log."""
    return CaseAnswer.of(graph.cases.get(case))


@router.get("/{case}/match", operation_id="askCase", summary="The case's question, asked today")
def ask(
    graph: GraphDep, case: str,
    without: Annotated[list[Status] | None, Query(description="Leave these out.")] = None,
) -> MatchAnswer:
    """As `/match`, with the case's need and options."""
    return MatchAnswer.of(graph.cases.ask(case, without=without or ()))


@router.post("/{case}/marks", operation_id="markCandidate", dependencies=[SendDep],
             summary="Say how an organisation stands")
def mark(graph: GraphDep, case: str, request: MarkRequest) -> CaseAnswer:
    """The same mark again by the same person changes nothing."""
    return CaseAnswer.of(graph.cases.mark(
        case, request.organisation, request.status, by=request.by, reason=request.reason,
        words=request.words))


@router.post("/{case}/notes", operation_id="noteInCase", dependencies=[SendDep],
             summary="Write a note")
def note(graph: GraphDep, case: str, request: NoteRequest) -> CaseAnswer:
    """About an organisation, or about the whole case."""
    return CaseAnswer.of(graph.cases.note(
        case, request.words, by=request.by, organisation=request.organisation))


@router.delete("/{case}/changes/{change}", operation_id="undoChange", dependencies=[SendDep],
               summary="Take back a change of your own")
def undo(graph: GraphDep, case: str, change: str, by: By) -> CaseAnswer:
    """What stood before stands again."""
    return CaseAnswer.of(graph.cases.undo(case, by=by, change=change))


@router.delete("/{case}", operation_id="removeCase", dependencies=[SendDep], status_code=204,
               summary="Take a case away, for good")
def remove(graph: GraphDep, case: str) -> None:
    """With all that was written in it."""
    graph.cases.remove(case)
