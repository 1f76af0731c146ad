"""The event's page: participants and a hall in, a plan with downloads out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from api import tables, web
from api.deps import GraphDep
from api.kept import Kept
from api.uploads import kept_files
from graph.errors import InvalidRequest, SourceUnusable
from graph.events import Hall, Plan, read_participants
from graph.events.write import csv_bytes, ics_bytes, xlsx_bytes

router = APIRouter(include_in_schema=False)

MAKERS: dict[str, Callable[[Plan], bytes]] = {
    "csv": csv_bytes, "xlsx": xlsx_bytes, "ics": ics_bytes,
}
MEDIA = {**tables.MEDIA, "ics": "text/calendar; charset=utf-8"}
_COLUMNS = ("organisation", "type", "offers", "needs", "availability", "max_meetings")


@router.get("/event")
def event_form(request: Request) -> Response:
    """The form."""
    return _form(request)


def _form(request: Request, *, failure: str = "", status: int = 200) -> Response:
    soon = (date.today() + timedelta(days=30)).isoformat()
    return web.page(request, "event.html", failure=failure, day=soon, status=status)


@router.post("/event")
def make_plan(
    request: Request, graph: GraphDep, participants: Annotated[list[UploadFile], File()],
    day: Annotated[str, Form(max_length=10)], begin: Annotated[str, Form(max_length=5)] = "09:00",
    end: Annotated[str, Form(max_length=5)] = "17:00",
    minutes: Annotated[int, Form(ge=1, le=480)] = 20,
    pause: Annotated[int, Form(ge=0, le=240)] = 5,
    hall_tables: Annotated[int, Form(alias="tables", ge=1, le=500)] = 4,
) -> Response:
    """Plan the event and go to the plan's page; it is kept for a while and stored nowhere."""
    try:
        hall = _hall(day, begin, end, minutes, pause, hall_tables)
        with kept_files(participants) as paths:
            known, problems = read_participants(paths[0], hall)
        if len(known) < 2:
            raise InvalidRequest("; ".join(["an event needs two participants", *problems[:5]]))
        plan = graph.pair_event(known, hall)
    except (InvalidRequest, SourceUnusable) as err:
        return _form(request, failure=str(err), status=422)
    kept: Kept = request.app.state.plans
    return RedirectResponse(f"/event/{kept.keep((plan, problems))}", 303)


def _hall(day: str, begin: str, end: str, minutes: int, pause: int, hall_tables: int) -> Hall:
    """Equal slots between two times of a day."""
    try:
        first, last = (datetime.fromisoformat(f"{day} {time}") for time in (begin, end))
    except ValueError as err:
        raise InvalidRequest(f"{day} {begin} to {end}: write 2025-05-20, 09:00 and 17:00") from err
    whole = int((last - first).total_seconds()) // 60
    slots = (whole + pause) // (minutes + pause)
    if slots < 1:
        raise InvalidRequest(f"{begin} to {end} leaves no time for a meeting of {minutes} minutes")
    return Hall.of(
        f"{day} {begin}", slots=slots, minutes=minutes, pause=pause, tables=hall_tables
    )


@router.get("/event/participants.{form}")
def empty_table(form: tables.Form) -> Response:
    """A table of participants to fill in."""
    example: list[tables.Cell] = ["", "Enterprise", "", "", "09:00-12:00; 14:00-16:00", 5]
    return tables.answer(tables.Table("participants", _COLUMNS, [example]), form)


@router.get("/event/{name}")
def plan_page(request: Request, name: str) -> Response:
    """A plan: timetable, agendas with reasons, what it leaves out."""
    plan, problems = _kept(request, name)
    used = sorted({m.slot for m in plan.meetings})
    at = {(m.slot, m.table): m for m in plan.meetings}
    return web.page(
        request, "plan.html", plan=plan, problems=problems, name=name, used=used, at=at,
        by_key={p.key: p for p in plan.participants},
        table_numbers=sorted({m.table for m in plan.meetings}),
        alone=sum(not plan.agenda(p.key) for p in plan.participants),
    )


@router.get("/event/{name}/plan.{form}")
def plan_file(
    request: Request, name: str, form: Literal["csv", "xlsx", "ics"],
    participant: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The plan to take away; a calendar also for one participant."""
    plan, _ = _kept(request, name)
    if form == "ics" and participant:
        if participant not in plan.names:
            raise InvalidRequest(f"{participant!r} is no participant of this event")
        data = ics_bytes(plan, participant=participant)
    else:
        data = MAKERS[form](plan)
    return web.download(data, name=f"meetings.{form}", media=MEDIA[form])


def _kept(request: Request, name: str) -> tuple[Plan, list[str]]:
    kept: tuple[Plan, list[str]] = request.app.state.plans.get(name)
    return kept
