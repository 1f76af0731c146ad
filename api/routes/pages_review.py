"""Decisions from the page of a document, for readers without scripts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from api.deciding import decided, undone
from api.deps import GraphDep
from api.filters import document_url
from api.security import WriteDep

router = APIRouter(include_in_schema=False)


@router.post("/document/{key:path}/decisions", dependencies=[WriteDep])
def decide(
    graph: GraphDep, key: str, by: Annotated[str, Form(max_length=100)] = "",
    confirm: Annotated[str, Form(max_length=100)] = "",
    reject: Annotated[str, Form(max_length=100)] = "",
    undo: Annotated[str, Form(max_length=100)] = "",
    kind: Annotated[str, Form(max_length=50)] = "",
    words: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Do what the button that was pressed says and show the document again."""
    if undo:
        undone(graph, key, undo)
    elif confirm or reject:
        decided(graph, key, kind="confirm" if confirm else "reject", fact=confirm or reject, by=by)
    else:
        decided(graph, key, kind="state", entity=kind, words=words, by=by)
    place = f"#fact-{confirm or reject}" if confirm or reject else ""
    return RedirectResponse(document_url(key) + place, 303)
