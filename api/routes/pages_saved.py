"""The pages of saved questions: the list, one asked again with what changed, saving and removing.

The list and a saved question lie at the address of their data (`api.routes.saved`): browsers get
the page.
"""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from api import web
from api.ask_form import Question
from api.cases import remember, sent_options
from api.deps import GraphDep
from api.schemas.matching import LONGEST_NEED
from api.security import WriteDep
from qilian import KnowledgeGraph

router = APIRouter(include_in_schema=False)


def page(request: Request, graph: KnowledgeGraph, name: str) -> Response:
    """All saved questions, or one of them asked again."""
    if not name:
        return web.page(request, "saved.html", queries=graph.saved.listed())
    done = graph.saved.rerun(name)
    full = Question.of(done.query.need, done.query.options).url()
    return web.page(request, "saved_run.html", done=done, full=full)


@router.post("/save", dependencies=[WriteDep])
def save(
    request: Request, graph: GraphDep, name: Annotated[str, Form(max_length=300)],
    need: Annotated[str, Form(max_length=LONGEST_NEED)] = "",
    options: Annotated[str, Form(max_length=20_000)] = "",
    visibility: Annotated[str, Form(max_length=20)] = "",
    by: Annotated[str, Form(max_length=100)] = "",
    act: Literal["add", "renew", "remove"] = Form("add"),
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
