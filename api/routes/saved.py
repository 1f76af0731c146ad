"""Saved queries: for programs, and as pages at the same address for browsers."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from api import web
from api.ask_form import Question
from api.cases import remember, sent_options
from api.deps import GraphDep
from api.schemas.cases import RerunAnswer, SavedAnswer, SavedRequest
from api.schemas.matching import LONGEST_NEED
from api.security import SendDep, WriteDep
from qilian import KnowledgeGraph

router = APIRouter(prefix="/saved", tags=["cases"])
pages = APIRouter(include_in_schema=False)


@router.get("", operation_id="getSaved", summary="The saved queries, by name",
            response_model=list[SavedAnswer])
def listed(
    request: Request, graph: GraphDep, name: Annotated[str, Query(include_in_schema=False)] = "",
) -> list[SavedAnswer] | Response:
    """Those that readers of this service may see, with the answers that they had. A browser gets
    a page of them."""
    if web.wants_page(request):
        return _page(request, graph, name)
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


def _page(request: Request, graph: KnowledgeGraph, name: str) -> Response:
    """All saved questions, or one of them asked again with what changed."""
    if not name:
        return web.page(request, "saved.html", queries=graph.saved.listed())
    done = graph.saved.rerun(name)
    full = Question.of(done.query.need, done.query.options).url()
    changed = {moved.after.id: moved for moved in done.moved}
    return web.page(request, "saved_run.html", done=done, changed=changed, full=full)


@pages.post("/save", dependencies=[WriteDep])
def press(
    request: Request, graph: GraphDep, name: Annotated[str, Form(max_length=300)],
    need: Annotated[str, Form(max_length=LONGEST_NEED)] = "",
    options: Annotated[str, Form(max_length=20_000)] = "",
    visibility: Annotated[str, Form(max_length=20)] = "",
    by: Annotated[str, Form(max_length=100)] = "",
    act: Annotated[Literal["add", "renew", "remove"], Form()] = "add",
) -> Response:
    """Do what the button that was pressed says: save a question, keep today's answer, remove."""
    if act == "remove":
        graph.saved.remove(name)
        return RedirectResponse("/saved", 303)
    if act == "renew":
        graph.saved.rerun(name, keep=True)
    else:
        name = graph.saved.add(
            name, need, by=by, options=sent_options(need, options),
            visibility=visibility or None,  # type: ignore[arg-type]
        ).name
    answer = RedirectResponse(f"/saved?{urlencode({'name': name})}", 303)
    return remember(request, answer, by) if by else answer
