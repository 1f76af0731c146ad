"""The pages of an event's participants: all of them with their links, and one with its day."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from starlette.responses import Response

from api.deps import GraphDep
from api.event_board import Day, counts
from api.event_pages import (
    REFUSED,
    By,
    Pressed,
    back,
    event_page,
    language_of,
    lock_or_unlock,
    participant_url,
    pressed,
)
from api.event_setting import list_again
from api.event_words import asked
from api.security import WriteDep
from api.uploads import kept_files
from graph.errors import InvalidRequest, NotFound
from graph.events.answers import read_answers
from graph.events.kept import Kept
from graph.events.model import Wish
from graph.events.thin import thin
from qilian import KnowledgeGraph

router = APIRouter(include_in_schema=False)

Key = Annotated[str, Form(max_length=300)]


# --- all of them --------------------------------------------------------------------------------

@router.get("/event/{name}/participants")
def people(request: Request, graph: GraphDep, name: str) -> Response:
    """Who takes part, who says too little, and whom in the graph they are."""
    return _people(request, graph.events.get(name))


def _people(
    request: Request, kept: Kept, *, failure: str = "", said: tuple[str, ...] = ()
) -> Response:
    missing = {p.key: words for p, words in thin(kept.event.participants)}
    first = sorted(kept.event.participants,
                   key=lambda p: (p.key not in missing, bool(p.entity)))
    return event_page(request, "event_people.html", kept, failure=failure, said=said, people=first,
                      missing=missing, links={link.participant: link for link in kept.links},
                      counts=counts(kept))


@router.post("/event/{name}/participants", dependencies=[WriteDep])
def change_people(
    request: Request, graph: GraphDep, name: str, by: By = "", link: Pressed = "",
    list_go: Annotated[str, Form(max_length=10)] = "",
    answers_go: Annotated[str, Form(max_length=10)] = "",
    participants: Annotated[list[UploadFile] | None, File()] = None,
    answers: Annotated[list[UploadFile] | None, File()] = None,
    participant: Key = "", organisation: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Correct a link, or read a list or answers in."""
    try:
        if link:
            key, entity = pressed(link, least=2)[:2]
            graph.events.link(name, str(key), str(entity), by=by)
        elif list_go:
            list_again(graph, graph.events.get(name), participants or [], by)
        elif answers_go:
            problems = _answered(graph, name, answers or [], by)
            if problems:
                return _people(request, graph.events.get(name), said=problems)
        elif participant and organisation.strip():
            graph.events.link(name, participant, organisation.strip(), by=by)
        else:
            raise InvalidRequest("choose a participant and write the organisation that it is")
    except REFUSED as err:
        return _people(request, graph.events.get(name), failure=str(err))
    return back(request, f"/event/{name}/participants", by)


def _answered(
    graph: KnowledgeGraph, name: str, uploads: list[UploadFile], by: str
) -> tuple[str, ...]:
    """Take answers to proposals in; what was wrong with them."""
    kept = graph.events.get(name)
    with kept_files(uploads) as paths:
        found = [read_answers(path, kept.event) for path in paths]
    wishes = [wish for read, _ in found for wish in read]
    if wishes:
        graph.events.ask(name, wishes, by=by, revision=kept.revision)
    return tuple(problem for _, problems in found for problem in problems)


# --- one of them --------------------------------------------------------------------------------

@router.get("/event/{name}/participant/{key:path}")
def participant(
    request: Request, graph: GraphDep, name: str, key: str,
    reader: Annotated[str, Query(alias="as", max_length=20)] = "",
) -> Response:
    """Its day with reasons, as the organiser sees it or as it may itself."""
    return _participant(request, graph.events.get(name), key, reader=reader)


def _participant(
    request: Request, kept: Kept, key: str, *, reader: str = "", failure: str = ""
) -> Response:
    if key not in kept.event.by_key:
        raise NotFound(f"event {kept.name!r} has no participant {key!r}")
    day = Day.of(kept, key, language_of(request))
    own = reader == "participant"
    template = "event_own.html" if own else "event_participant.html"
    link = next((link for link in kept.links if link.participant == key), None)
    return event_page(request, template, kept, failure=failure, day=day, one=day.participant,
                      own=own, link=link)


@router.post("/event/{name}/participant/{key:path}", dependencies=[WriteDep])
def change_participant(
    request: Request, graph: GraphDep, name: str, key: str, by: By = "", lock: Pressed = "",
    unlock: Pressed = "", ask: Pressed = "", withdraw: Pressed = "", counterpart: Key = "",
    what: Annotated[str, Form(max_length=20)] = "",
    note: Annotated[str, Form(max_length=500)] = "", link: Pressed = "",
    organisation: Annotated[str, Form(max_length=500)] = "",
    link_go: Annotated[str, Form(max_length=10)] = "",
    forget: Annotated[str, Form(max_length=10)] = "",
    sure: Annotated[bool, Form()] = False,
) -> Response:
    """Lock, ask, withdraw, veto, correct its link, or forget its person."""
    place = ""
    try:
        if lock or unlock:
            place = lock_or_unlock(graph, name, lock, unlock, by)
        elif ask:
            about, word = pressed(ask, least=2)[:2]
            graph.events.ask(name, [Wish(key, str(about), asked(str(word)))], by=by)
        elif withdraw:
            graph.events.ask(name, by=by, withdrawn=[(key, str(pressed(withdraw, least=1)[0]))])
        elif link:
            graph.events.link(name, key, str(pressed(link, least=1)[0]), by=by)
        elif link_go:
            if not organisation.strip():
                raise InvalidRequest("write the organisation that it is: its name or an identifier")
            graph.events.link(name, key, organisation.strip(), by=by)
        elif forget:
            if not sure:
                raise InvalidRequest("tick that it cannot be undone, then forget")
            graph.events.forget(name, key, by=by)
        elif counterpart:
            graph.events.ask(name, [Wish(key, counterpart, asked(what), note.strip())], by=by)
        else:
            raise InvalidRequest("choose a counterpart of whom something is asked")
    except REFUSED as err:
        return _participant(request, graph.events.get(name), key, failure=str(err))
    return back(request, f"{participant_url(name, key)}{place}", by)
