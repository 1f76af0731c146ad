"""Matchmaking events: who meets whom, when and where; brought in, planned, looked at."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import web
from api.deps import GraphDep
from api.event_files import plan_file
from api.event_words import event_of, given_of, key_of, planned, slot_of
from api.jobs import Jobs, Progress
from api.schemas.event_results import FreeAnswer, ReportAnswer
from api.schemas.events import (
    EventAnswer,
    EventRequest,
    JobAnswer,
    ListedAnswer,
    PairAnswer,
    PlanAnswer,
    PlanRequest,
    ScheduleRequest,
)
from api.security import SendDep
from graph.events.read import participants_of
from graph.events.replan import could_meet_now, free_now
from graph.events.setting import setting_of

router = APIRouter(tags=["events"])

Who = Annotated[str, Query(max_length=300, description="Only of this one: a key or a name.")]


@router.get("/events", operation_id="getEvents", summary="The events, by name")
def events(graph: GraphDep) -> list[ListedAnswer]:
    """Those that readers of this service may see."""
    return [ListedAnswer.of(listed) for listed in graph.events.listed()]


@router.put("/events/{name}", operation_id="putEvent", dependencies=[SendDep],
            summary="Bring in an event, or put it in place of the one that is there")
def put(graph: GraphDep, name: str, request: EventRequest) -> EventAnswer:
    """What is wrong with rows is named in `problems` and left out; the rest is kept."""
    setting = setting_of(request.setting, name="setting")
    lines = [(number, {column: "" if cell is None else str(cell) for column, cell in row.items()})
             for number, row in enumerate(request.participants, 1)]
    listed = participants_of(lines, setting.hall, setting.rules, name="participants")
    event = event_of(setting, listed, name=name, visibility=request.visibility)
    return EventAnswer.of(graph.events.put(event, by=request.by, problems=listed.problems,
                                           revision=request.revision))


@router.get("/events/{name}", operation_id="getEvent", summary="One event, as it is kept")
def get(graph: GraphDep, name: str) -> EventAnswer:
    """Its participants with their links, requests and locks."""
    return EventAnswer.of(graph.events.get(name))


@router.delete("/events/{name}", operation_id="removeEvent", dependencies=[SendDep],
               status_code=204, summary="Take an event away, for good")
def remove(graph: GraphDep, name: str) -> None:
    """With its plan and what was held."""
    graph.events.remove(name)


@router.get("/events/{name}/proposals", operation_id="getProposals",
            summary="Each participant's best counterparts, with reasons")
def proposals(
    graph: GraphDep, name: str, limit: Annotated[int, Query(ge=1, le=50)] = 8,
) -> dict[str, list[PairAnswer]]:
    """By participant's key, the best first."""
    return {key: [PairAnswer.of(pair) for pair in pairs]
            for key, pairs in graph.events.propose(name, limit=limit).items()}


@router.post("/events/{name}/plan", operation_id="planEvent", dependencies=[SendDep],
             status_code=202, summary="Choose who meets and place every meeting")
def plan(graph: GraphDep, http: Request, name: str, request: PlanRequest) -> JobAnswer:
    """A run that is followed at `/jobs/{id}`; its result is the event's plan."""
    graph.events.get(name)

    def work(progress: Progress) -> None:
        graph.events.pair(name, by=request.by, time_limit=request.time_limit, seed=request.seed,
                          anew=request.anew, revision=request.revision, progress=progress)

    jobs: Jobs = http.app.state.jobs
    return JobAnswer.of(jobs.start(f"plan {name}", work, result=f"/events/{name}/plan"))


@router.post("/events/{name}/schedule", operation_id="scheduleEvent", dependencies=[SendDep],
             status_code=202, summary="Place meetings that are given, with the fewest breaks")
def schedule(graph: GraphDep, http: Request, name: str, request: ScheduleRequest) -> JobAnswer:
    """A run that is followed at `/jobs/{id}`; its result is the event's plan."""
    event = graph.events.get(name).event
    given = None if request.meetings is None else given_of(
        event, [m.model_dump() for m in request.meetings])

    def work(progress: Progress) -> None:
        progress("placing", 0.1)
        graph.events.schedule(name, given, by=request.by, spread=request.spread,
                              time_limit=request.time_limit, seed=request.seed,
                              revision=request.revision)

    jobs: Jobs = http.app.state.jobs
    return JobAnswer.of(jobs.start(f"schedule {name}", work, result=f"/events/{name}/plan"))


@router.get("/jobs/{job}", operation_id="getJob", summary="A long run as it stands")
def job(http: Request, job: str) -> JobAnswer:
    """Waiting, running with its stage and share, done, or failed with why."""
    jobs: Jobs = http.app.state.jobs
    return JobAnswer.of(jobs.get(job))


@router.get("/events/{name}/plan", operation_id="getPlan", summary="An event's plan")
def get_plan(graph: GraphDep, name: str) -> PlanAnswer:
    """Meetings with their reasons, what is left out and why; for the organiser."""
    return PlanAnswer.of(planned(graph.events.get(name)))


@router.get("/events/{name}/plan.{form}", operation_id="getPlanFile", response_class=Response,
            summary="An event's plan as a file")
def get_file(
    graph: GraphDep, name: str, form: Literal["csv", "xlsx", "ics", "json", "html"],
    participant: Who = "", language: Literal["en", "zh"] = "en",
) -> Response:
    """Tables, a calendar, data, or agendas to print; calendars and agendas also of one alone."""
    kept = graph.events.get(name)
    key = key_of(kept.event, participant) if participant else ""
    data, media = plan_file(kept, form, participant=key, language=language)
    return web.download(data, name=f"{name}.{form}", media=media)


@router.get("/events/{name}/free", operation_id="getFree", summary="Who is free at a time")
def free(
    graph: GraphDep, name: str,
    at: Annotated[str, Query(max_length=40, description="A slot's number from 1, or a time.")],
) -> FreeAnswer:
    """Who is there and has no meeting then, and who of them could meet, the best first."""
    kept = graph.events.get(name)
    made, slot = planned(kept), slot_of(kept.event.hall, at)
    pairs = could_meet_now(made, slot, event=kept.event)
    return FreeAnswer(slot=slot + 1, free=list(free_now(made, slot, event=kept.event)),
                      could_meet=[PairAnswer.of(pair) for pair in pairs])


@router.get("/events/{name}/report", operation_id="getReport", summary="What came of an event")
def report(graph: GraphDep, name: str) -> ReportAnswer:
    """Meetings planned, held and missed, by country and kind, and how fair they were."""
    return ReportAnswer.of(graph.events.report(name))
