"""The pages of matchmaking events: the list, an event with its board, its plan as a long run."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from api import event_papers, tables, web
from api.cases import remembered
from api.deps import GraphDep
from api.event_board import board, counts
from api.event_pages import (
    REFUSED,
    By,
    Pressed,
    back,
    event_page,
    language_of,
    lock_or_unlock,
)
from api.event_setting import Asked, brought_in
from api.event_words import key_of, planned
from api.jobs import Jobs, Progress
from api.security import WriteDep
from graph.errors import InvalidRequest, NotFound
from graph.events.explain import left_out
from graph.events.fairness import fairness
from graph.events.from_graph import strangers
from graph.events.kept import Kept
from graph.events.thin import thin
from graph.events.write import proposals_xlsx
from graph.model import LEVELS
from qilian import KnowledgeGraph

router = APIRouter(include_in_schema=False)

_COLUMNS = ("organisation", "type", "person", "contact", "region", "offers", "needs",
            "availability", "languages", "max_meetings", "min_meetings", "booth", "remote", "link",
            "group", "must", "wants", "rather_not", "vetoes", "agreed")
_EXAMPLE: dict[str, tables.Cell] = {
    "type": "Enterprise", "availability": "09:00-12:00; 14:00-16:00", "languages": "zh; en",
    "max_meetings": 5}
_SOON = timedelta(days=30)
_SECONDS = 30.0
"""For choosing who meets; most events need a second."""


# --- the list, and a new one --------------------------------------------------------------------

@router.get("/event")
def events(request: Request, graph: GraphDep) -> Response:
    """The events, and a form to bring one in."""
    return _list(request, graph, Asked(day=(date.today() + _SOON).isoformat()))


def _list(request: Request, graph: KnowledgeGraph, asked: Asked, *, failure: str = "") -> Response:
    return web.page(
        request, "event.html", status=422 if failure else 200, failure=failure, asked=asked,
        listed=graph.events.listed(), by=remembered(request),
        levels=[name for name, level in LEVELS.items() if level <= graph.level])


@router.post("/event", dependencies=[WriteDep])
def bring_in(
    request: Request, graph: GraphDep, asked: Annotated[Asked, Form()],
) -> Response:
    """Keep an event with the participants of a list, and go to it."""
    try:
        kept = brought_in(graph, asked)
    except REFUSED as err:
        return _list(request, graph, asked, failure=str(err))
    return back(request, f"/event/{kept.name}", asked.by)


@router.get("/event/participants.{form}")
def empty_table(form: tables.Form) -> Response:
    """A table of participants to fill in."""
    example = [_EXAMPLE.get(column, "") for column in _COLUMNS]
    return tables.answer(tables.Table("participants", _COLUMNS, [example]), form)


# --- an event -----------------------------------------------------------------------------------

@router.get("/event/{name}")
def overview(
    request: Request, graph: GraphDep, name: str, session: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Figures, what needs a look, the board."""
    return _overview(request, graph.events.get(name), session=session)


def _overview(request: Request, kept: Kept, *, session: int = 0, failure: str = "") -> Response:
    planned = kept.plan is not None
    unknown = [p for p in kept.event.participants if not p.entity]
    return event_page(
        request, "event_board.html", kept, failure=failure, thin=thin(kept.event.participants),
        strangers=unknown, notes=_notes(kept),
        board=board(kept, session=session) if planned else None,
        fair=fairness(kept.plan) if kept.plan else None, counts=counts(kept),
        unserved=[u for u in left_out(kept.plan, language_of(request)) if not u.counterpart])


def _notes(kept: Kept) -> list[str]:
    """What the plan says of itself, but for those whom the page lists anyway."""
    listed = strangers(kept.event)
    return [note for note in kept.plan.notes if note not in listed] if kept.plan else []


@router.post("/event/{name}", dependencies=[WriteDep])
def press(
    request: Request, graph: GraphDep, name: str, by: By = "", lock: Pressed = "",
    unlock: Pressed = "", publish: Pressed = "",
    session: Annotated[int, Form()] = 0,
) -> Response:
    """Do what the button that was pressed says, and show the board again."""
    query = f"?session={session}" if session else ""
    place = ""
    try:
        if lock or unlock:
            place = lock_or_unlock(graph, name, lock, unlock, by)
        elif publish:
            graph.events.publish(name, by=by)
        else:
            raise InvalidRequest("press a button of the page")
    except REFUSED as err:
        return _overview(request, graph.events.get(name), session=session, failure=str(err))
    return back(request, f"/event/{name}{query}{place}", by)


# --- planning -----------------------------------------------------------------------------------

@router.post("/event/{name}/plan", dependencies=[WriteDep])
def plan(
    request: Request, graph: GraphDep, name: str, by: By = "",
    anew: Annotated[bool, Form()] = False,
) -> Response:
    """Begin to plan, and follow it."""
    kept = graph.events.get(name)
    if not by.strip():
        return _overview(request, kept, failure="say by whom: write your name")

    def work(progress: Progress) -> None:
        graph.events.pair(name, by=by, time_limit=_SECONDS, anew=anew, progress=progress)

    jobs: Jobs = request.app.state.jobs
    try:
        job = jobs.start(f"plan {name}", work, result=f"/event/{name}")
    except InvalidRequest as err:
        return _overview(request, kept, failure=str(err))
    return back(request, f"/event/{name}/run/{job.id}", by)


@router.get("/event/{name}/run/{job}")
def run(request: Request, graph: GraphDep, name: str, job: str) -> Response:
    """A run as it stands; once it is done, its event."""
    kept = graph.events.get(name)
    jobs: Jobs = request.app.state.jobs
    found = jobs.get(job)
    if found.state == "done":
        if web.is_part(request):
            return Response(headers={"HX-Redirect": found.result})
        return RedirectResponse(found.result, 303)
    return event_page(request, "event_run.html", kept, job=found)


# --- papers -------------------------------------------------------------------------------------

@router.get("/event/{name}/{paper}.html")
def paper(
    request: Request, graph: GraphDep, name: str, paper: str,
    participant: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """Agendas, sheets for the tables, or proposals, to print."""
    kept = graph.events.get(name)
    language = language_of(request)
    key = key_of(kept.event, participant) if participant else ""
    if paper == "agendas":
        text = event_papers.agendas_html(planned(kept), participant=key, language=language)
    elif paper == "tables":
        text = event_papers.table_sheets_html(planned(kept), language=language)
    elif paper == "proposals":
        text = event_papers.proposals_html(kept.event, graph.events.propose(name),
                                           participant=key, language=language)
    else:
        raise NotFound(f"there is no paper {paper!r}: agendas, tables or proposals")
    headers: dict[str, Any] = {"Content-Security-Policy": event_papers.policy(),
                               "Cache-Control": "no-store"}
    return Response(text, media_type="text/html; charset=utf-8", headers=headers)


@router.get("/event/{name}/proposals.xlsx")
def proposals_file(
    request: Request, graph: GraphDep, name: str,
    participant: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """Proposals as a workbook to answer in."""
    event = graph.events.get(name).event
    key = key_of(event, participant) if participant else ""
    data = proposals_xlsx(event, graph.events.propose(name), participant=key,
                          language=language_of(request))
    return web.download(data, name=f"{name}-proposals.xlsx", media=tables.MEDIA["xlsx"])
