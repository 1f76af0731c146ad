"""Saved queries, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import web
from api.deps import GraphDep
from api.routes import pages_saved
from api.schemas.cases import RerunAnswer, SavedAnswer, SavedRequest
from api.security import SendDep

router = APIRouter(prefix="/saved", tags=["cases"])


@router.get("", operation_id="getSaved", summary="The saved queries, by name",
            response_model=list[SavedAnswer])
def listed(
    request: Request, graph: GraphDep, name: Annotated[str, Query(include_in_schema=False)] = "",
) -> list[SavedAnswer] | Response:
    """Those that readers of this service may see, with the answers that they had. A browser gets
    a page of them."""
    if web.wants_page(request):
        return pages_saved.page(request, graph, name)
    return [SavedAnswer.of(query) for query in graph.saved.listed()]


@router.post("", operation_id="saveQuery", dependencies=[SendDep], status_code=201,
             summary="Keep a question and its answer under a name")
def add(graph: GraphDep, request: SavedRequest) -> SavedAnswer:
    """Asked at once; the store's generation is kept with the answer."""
    return SavedAnswer.of(graph.saved.add(
        request.name, request.need, by=request.by, visibility=request.visibility,
        options=request.given()))


@router.get("/{name}", operation_id="getSavedQuery", summary="One saved query")
def get(graph: GraphDep, name: str) -> SavedAnswer:
    """With the answer that it had."""
    return SavedAnswer.of(graph.saved.get(name))


@router.get("/{name}/run", operation_id="runSaved", summary="Ask it again, with what changed")
def run(graph: GraphDep, name: str) -> RerunAnswer:
    """On the same generation of the store the answer is equal."""
    return RerunAnswer.of(graph.saved.rerun(name))


@router.post("/{name}/run", operation_id="renewSaved", dependencies=[SendDep],
             summary="Ask it again and keep today's answer")
def renew(graph: GraphDep, name: str) -> RerunAnswer:
    """What is told are the differences to the answer that was kept until now."""
    return RerunAnswer.of(graph.saved.rerun(name, keep=True))


@router.delete("/{name}", operation_id="removeSaved", dependencies=[SendDep], status_code=204,
               summary="Take a saved query away")
def remove(graph: GraphDep, name: str) -> None:
    """With its answer."""
    graph.saved.remove(name)
