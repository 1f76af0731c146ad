"""What the pages of an event have in common: what each is given, its buttons, its way back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from api import web
from api.cases import remember, remembered
from api.event_board import names_of
from graph.errors import InvalidRequest, NotFound, RecordRejected, SourceUnusable
from graph.events.kept import Kept
from graph.events.model import Lock
from graph.events.sheets import place_words
from graph.events.wording import Language
from qilian import KnowledgeGraph

REFUSED = (InvalidRequest, NotFound, RecordRejected, SourceUnusable)
"""What a page says in place, beside what was there before."""

_OLD = "press a button of the page; it may be an old one, so load it again"
By = Annotated[str, Form(max_length=100)]
"""Who writes."""
Pressed = Annotated[str, Form(max_length=2000)]
"""What a button says: a JSON list."""


def language_of(request: Request) -> Language:
    """Of the page, as reasons are written in it."""
    return "zh" if web.language(request) == "zh" else "en"


def event_page(
    request: Request, template: str, kept: Kept, *, failure: str = "", said: Sequence[str] = (),
    **context: Any,
) -> Response:
    """A page of one event; ``said`` are the remarks on what was just sent."""
    language = language_of(request)
    return web.page(
        request, template, status=422 if failure else 200, kept=kept, event=kept.event,
        plan=kept.plan, known=kept.event.by_key, names=names_of(kept), by=remembered(request),
        failure=failure, said=said,
        where=f"/event/{kept.name}", where_words=lambda place: place_words(place, language),
        participant_url=lambda key: participant_url(kept.name, key), **context)


def participant_url(name: str, key: str) -> str:
    """The page of a participant."""
    return f"/event/{name}/participant/{quote(key, safe='')}"


def pressed(text: str, *, least: int) -> list[Any]:
    """The list in a button's value; `InvalidRequest` for what no button of ours says."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, list) or len(found) < least:
        raise InvalidRequest(_OLD)
    return found


def lock_or_unlock(graph: KnowledgeGraph, name: str, lock: str, unlock: str, by: str) -> str:
    """Do what a button beside a meeting says; the meeting's place on the page."""
    if lock:
        first, second, slot, table, number = pressed(lock, least=5)[:5]
        if not isinstance(slot, int) or not isinstance(table, int | None):
            raise InvalidRequest(_OLD)
        graph.events.lock(name, [Lock(str(first), str(second), slot, table)], by=by)
    else:
        first, second, number = pressed(unlock, least=3)[:3]
        graph.events.unlock(name, [(str(first), str(second))], by=by)
    return f"#m{number}" if isinstance(number, int) else ""


def back(request: Request, path: str, by: str) -> Response:
    """To a page after a write, and who wrote remembered."""
    return remember(request, RedirectResponse(path, 303), by)
