"""Whom names mean: for programs as JSON, for readers a page that links a list of names."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from api import tables, web
from api.deps import GraphDep
from api.kept import Kept
from api.linking import checked, columns, lines, next_best, outcome, row, telling
from api.schemas.linking import (
    LONGEST_TEXT,
    MOST_CANDIDATES,
    MOST_TEXTS,
    LinkAnswer,
    LinkRequest,
    LinksAnswer,
)
from graph.errors import InvalidRequest
from graph.identity.parts import Link
from qilian import KnowledgeGraph

router = APIRouter(tags=["link"])

_LONGEST_LIST = MOST_TEXTS * (LONGEST_TEXT + 2)
Kinds = Annotated[list[str] | None, Query(max_length=10, description="Only of these kinds.")]


@router.post("/link", operation_id="link", summary="Whom names mean")
def link(graph: GraphDep, request: LinkRequest) -> LinksAnswer:
    """For each text the known organisation that it means, or none with the reason, and the
    candidates with the parts of their scores."""
    identifiers = checked(request.identifiers)
    return LinksAnswer(links=[
        LinkAnswer.of(graph.link(
            text, kinds=request.kinds, region=request.region, identifiers=identifiers,
            limit=request.limit,
        ))
        for text in request.texts or [request.text or ""]
    ])


@router.get("/link", operation_id="linkOne", summary="Whom a name means",
            response_model=LinksAnswer)
def link_one(
    request: Request, graph: GraphDep,
    text: Annotated[str, Query(max_length=LONGEST_TEXT)] = "", kind: Kinds = None,
    region: Annotated[str, Query(max_length=200)] = "",
    identifier: Annotated[list[str] | None, Query(max_length=20)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_CANDIDATES)] = 5,
) -> object:
    """As `link`, for one text. A browser gets the page on which a list of names is linked."""
    if web.wants_page(request):
        return _form(request, names=text, kinds=kind or [], region=region)
    if not text.strip():
        raise InvalidRequest("give the name as text")
    found = graph.link(text, kinds=kind or (), region=region, identifiers=checked(identifier or ()),
                       limit=limit)
    return LinksAnswer(links=[LinkAnswer.of(found)])


def _form(
    request: Request, *, names: str = "", kinds: list[str], region: str = "", failure: str = "",
    status: int = 200,
) -> Response:
    return web.page(request, "link.html", status=status, links=None, names=names, kinds=kinds,
                    region=region, failure=failure)


@router.post("/link/list", include_in_schema=False)
def link_list(
    request: Request, graph: GraphDep,
    names: Annotated[str, Form(max_length=_LONGEST_LIST)] = "",
    kind: Annotated[list[str] | None, Form(max_length=10)] = None,
    region: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Link the names of the form and go to their page; they are kept for a while."""
    kinds, region = kind or [], region.strip()
    try:
        links = _linked(graph, names, kinds, region)
    except InvalidRequest as err:
        return _form(request, names=names, kinds=kinds, region=region, failure=str(err),
                     status=422)
    kept: Kept = request.app.state.lists
    return RedirectResponse(f"/link/list/{kept.keep((links, kinds, region))}", 303)


def _linked(graph: KnowledgeGraph, names: str, kinds: list[str], region: str) -> list[Link]:
    texts = lines(names)
    if not texts:
        raise InvalidRequest("write at least one name, each on a line of its own")
    if len(texts) > MOST_TEXTS:
        raise InvalidRequest(
            f"{len(texts):,} names at once; send {MOST_TEXTS:,} at most, or use "
            "`qilian link --file`"
        )
    return [graph.link(text[:LONGEST_TEXT], kinds=kinds, region=region) for text in texts]


@router.get("/link/list/{name}", include_in_schema=False)
def list_page(request: Request, name: str) -> Response:
    """The linked list."""
    links, kinds, region = _kept(request, name)
    said = [(link, outcome(link), next_best(link)) for link in links]
    return web.page(
        request, "link.html", links=said, name=name, names="\n".join(link.text for link in links),
        kinds=kinds, region=region, failure="", telling=telling,
        counts={word: sum(w == word for _, w, _ in said) for word in ("linked", "unsure", "none")},
    )


@router.get("/link/list/{name}/linked.{form}", include_in_schema=False)
def list_file(request: Request, graph: GraphDep, name: str, form: tables.Form) -> Response:
    """The linked list to take away."""
    links, _, _ = _kept(request, name)
    rows = [(link.text, *row(graph, link)) for link in links]
    return tables.answer(tables.Table("linked", ("name", *columns()), rows), form)


def _kept(request: Request, name: str) -> tuple[list[Link], list[str], str]:
    kept: tuple[list[Link], list[str], str] = request.app.state.lists.get(name)
    return kept
