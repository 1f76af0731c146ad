"""The W3C Reconciliation Service API 0.2: manifest, queries, suggestions, previews, extension."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Form, HTTPException, Query, Request
from pydantic import TypeAdapter, ValidationError
from starlette.responses import Response

from api import web
from api.deps import SettingsDep, SharedGraphDep, StatusDep
from api.errors import SECURITY_HEADERS
from api.reconcile import extend, manifest, query, suggest
from api.security import SHARED
from graph.errors import InvalidRequest
from qilian import KnowledgeGraph

router = APIRouter(prefix=SHARED, tags=["reconcile"])

_T = TypeVar("_T")
_QUERIES = TypeAdapter(dict[str, query.Query])
_EXTENSION = TypeAdapter(extend.Extension)
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*", re.ASCII)
_HEADERS = {
    # Who asks from where decides what is seen, so nothing of it is kept on the way.
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREVIEW_HEADERS = {
    **_HEADERS,
    "Content-Security-Policy": SECURITY_HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors *").replace("script-src 'self'; ", ""),
}

Queries = Annotated[str, Query(description="A batch of queries as JSON: name to query.")]
Extend = Annotated[str, Query(description="A data extension query as JSON.")]
Callback = Annotated[str, Query(max_length=100, description="For JSONP: a function's name.")]
Prefix = Annotated[str, Query(max_length=300)]
Cursor = Annotated[int, Query(ge=0, le=10_000, description="How many to leave out first.")]
Type = Annotated[str, Query(max_length=60, description="The id of a type.")]
Id = Annotated[str, Query(min_length=1, max_length=500)]


@router.get("", operation_id="reconcile", summary="Reconciliation: manifest, queries, extension")
def ask(
    request: Request, graph: SharedGraphDep, settings: SettingsDep, queries: Queries = "",
    extend: Extend = "", callback: Callback = "",
) -> Response:
    """What the service offers; with `queries` or `extend` the answer to them. A browser gets a page
    that says what the address is for."""
    if not queries and not extend:
        keyed = bool(settings.key.get_secret_value())
        site = str(request.base_url).rstrip("/")
        if web.wants_page(request) and not callback:
            return web.page(request, "reconcile.html", address=f"{site}{SHARED}")
        return _sent(manifest.manifest(site, SHARED, keyed=keyed), callback)
    return _sent(_answer(graph, queries, extend), callback)


@router.post("", operation_id="reconcileMany", summary="Reconciliation: queries, extension")
def ask_much(
    graph: SharedGraphDep,
    queries: Annotated[str, Form(description="A batch of queries as JSON.")] = "",
    extend: Annotated[str, Form(description="A data extension query as JSON.")] = "",
    queries_in_address: Annotated[str, Query(alias="queries")] = "",
    extend_in_address: Annotated[str, Query(alias="extend")] = "",
) -> Response:
    """A form with `queries` or `extend`; both may also stand in the address."""
    return _sent(_answer(graph, queries or queries_in_address, extend or extend_in_address))


def _answer(graph: KnowledgeGraph, queries: str, extension: str) -> dict[str, Any]:
    if bool(queries) == bool(extension):
        raise InvalidRequest("send either queries or extend, as JSON in a form field of that name")
    if queries:
        batch = _read(_QUERIES, queries, "queries")
        _at_most(len(batch), query.MOST_QUERIES, "queries")
        return query.answer(graph, batch)
    asked = _read(_EXTENSION, extension, "extend")
    _at_most(len(asked.ids), extend.MOST_IDS, "ids")
    return extend.extend(graph, asked)


def _read(shape: TypeAdapter[_T], text: str, what: str) -> _T:
    try:
        return shape.validate_json(text)
    except ValidationError as err:
        said = dict.fromkeys(
            ".".join([what, *map(str, e["loc"])]) + f": {e['msg']}" for e in err.errors()
        )
        raise InvalidRequest("; ".join(list(said)[:5])) from err


def _at_most(number: int, most: int, what: str) -> None:
    if number > most:
        raise HTTPException(413, f"{number:,} {what} at once; send {most} at most")


def _sent(data: object, callback: str = "") -> Response:
    """JSON, or a call of the named function with it as its argument."""
    text = json.dumps(data, ensure_ascii=bool(callback), allow_nan=False)
    if not callback:
        return Response(text, media_type="application/json", headers=_HEADERS)
    if not _CALLBACK.fullmatch(callback):
        raise InvalidRequest(f"callback {callback!r} is no name of a function")
    return Response(f"/**/{callback}({text});", media_type="text/javascript", headers=_HEADERS)


@router.get("/properties", operation_id="proposeProperties",
            summary="Reconciliation: properties of a type")
def properties(
    graph: SharedGraphDep, status: StatusDep, type: Type = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100, callback: Callback = "",
) -> Response:
    """Which properties things of a type have, to fetch them by `extend`."""
    found = [field.data for field in extend.proposals(
        graph, type, counts=status.counts, limit=limit)]
    return _sent({"type": type, "limit": limit, "properties": found}, callback)


@router.get("/suggest/{what}", operation_id="suggest", summary="Reconciliation: suggestions")
def suggestions(
    graph: SharedGraphDep, what: Literal["entity", "type", "property"], prefix: Prefix = "",
    cursor: Cursor = 0, type: Type = "", callback: Callback = "",
) -> Response:
    """Things, types or properties whose names begin so, twenty at a time."""
    match what:
        case "entity":
            found = suggest.entities(graph, prefix, cursor=cursor, type_=type)
        case "type":
            found = suggest.of_types(prefix, cursor=cursor)
        case "property":
            found = suggest.of_properties(prefix, cursor=cursor)
    return _sent({"result": found}, callback)


@router.get("/flyout/{what}", operation_id="flyout", summary="Reconciliation: a suggestion's line")
def flyout(
    graph: SharedGraphDep, what: Literal["entity", "type", "property"], id: Id,
    callback: Callback = "",
) -> Response:
    """A line of HTML about a suggested thing, type or property."""
    return _sent({"id": id, "html": suggest.flyout(graph, what, id)}, callback)


@router.get("/preview", include_in_schema=False)
def preview(request: Request, graph: SharedGraphDep, id: Id) -> Response:
    """A small page about a thing, which other pages may show in a frame."""
    return web.page(
        request, "preview.html", headers=_PREVIEW_HEADERS, e=graph.entity(id), facts_shown=4
    )
