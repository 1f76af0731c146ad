"""The first page, finding by name, signing in, and what the HTTP interface offers."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from api import security, web
from api.deps import GraphDep, Offset, StatusDep
from api.industries import leading_industries
from api.schemas.matching import MatchRequest
from graph.dates import last_day
from graph.model import Entity
from graph.schema import KINDS
from graph.visibility import Eyes
from qilian import KnowledgeGraph

router = APIRouter(include_in_schema=False)

_ON_A_PAGE = 25
_SUGGESTED = 8


@router.get("/")
def home(request: Request, graph: GraphDep, status: StatusDep) -> Response:
    """Ask, pick an industry, and see what the store holds."""
    counts = [(kind, status.counts[kind]) for kind in KINDS if status.counts.get(kind)]
    days = [high for *_, high in status.sources if high]
    return web.page(
        request, "home.html", counts=counts, about=status,
        latest=max(days, key=last_day, default=None),
        industries=leading_industries(graph), examples=_examples(graph),
    )


def _examples(graph: KnowledgeGraph) -> list[Entity]:
    """A few stated problems, so that a first question is a click."""
    eyes = Eyes(graph.store, level=graph.level)
    problems = eyes.entities(graph.store.entities_of_kind("Problem", limit=40))
    fitting = [p for p in problems if 20 <= len(p.name) <= 90] or problems
    return fitting[:: max(len(fitting) // 3, 1)][:3]


@router.get("/find")
def find(
    request: Request, graph: GraphDep,
    q: Annotated[str, Query(max_length=300)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    offset: Offset = 0,
) -> Response:
    """Anything by its name; a script of the page gets suggestions only."""
    q = q.strip()
    kinds = [kind] if kind else []
    if web.is_part(request):
        found = graph.find(q, kinds=kinds, limit=_SUGGESTED) if q else []
        return web.page(request, "_suggestions.html", found=found, q=q)
    found = graph.find(q, kinds=kinds, limit=offset + _ON_A_PAGE + 1) if q else []
    more = len(found) > offset + _ON_A_PAGE
    return web.page(
        request, "find.html", q=q, kind=kind, all_kinds=list(KINDS),
        found=found[offset : offset + _ON_A_PAGE], next=offset + _ON_A_PAGE if more else None,
    )


@router.get("/sign-in")
def sign_in_page(request: Request, next: Annotated[str, Query(max_length=4000)] = "/") -> Response:
    """Ask for the service's key."""
    return web.page(request, "sign_in.html", next=_inside(next), wrong=False)


@router.post("/sign-in")
def sign_in(
    request: Request, key: Annotated[str, Form(max_length=500)],
    next: Annotated[str, Form(max_length=4000)] = "/",
) -> Response:
    """Remember a reader who has the key."""
    if not security.is_key(request.app.state.settings.key.get_secret_value(), key.strip()):
        return web.page(request, "sign_in.html", status=403, next=_inside(next), wrong=True)
    response = RedirectResponse(_inside(next), 303)
    security.sign_in(request, response)
    return response


def _inside(path: str) -> str:
    """A path of this service, never another site's address."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


@router.get("/http")
def http_interface(request: Request) -> Response:
    """The HTTP interface for people, from the OpenAPI document."""
    return web.page(request, "http.html", operations=_operations(request.app.openapi()))


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            example = MatchRequest.model_json_schema()["examples"][0] if (
                body and path == "/match") else None
            found.append({
                "id": operation["operationId"], "method": method.upper(), "path": path,
                "summary": operation.get("summary", ""),
                "description": operation.get("description", ""),
                "parameters": [
                    {"name": p["name"], "description": p.get("description", "")}
                    for p in operation.get("parameters", [])
                ],
                "example": json.dumps(example, ensure_ascii=False, indent=2) if example else "",
            })
    return found
