"""The pages of an event's day and what came of it: planning again, who is free, the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from starlette.datastructures import QueryParams
from starlette.responses import Response

from api.cases import remember
from api.deps import GraphDep
from api.event_board import counts, times
from api.event_charts import count_chart, group_bars
from api.event_day import DayForm
from api.event_pages import REFUSED, By, back, event_page
from api.event_words import planned, slot_of
from api.security import WriteDep
from api.uploads import kept_files
from graph.errors import InvalidRequest
from graph.events.kept import Kept
from graph.events.outcomes import read_outcomes
from graph.events.replan import Replanned, could_meet_now, free_now
from graph.events.results import Place
from qilian import KnowledgeGraph

router = APIRouter(include_in_schema=False)


# --- planning again -----------------------------------------------------------------------------

@router.get("/event/{name}/replan")
def replan(request: Request, graph: GraphDep, name: str) -> Response:
    """What happened, and what planning again would change; nothing is kept."""
    form = DayForm.of(request.query_params)
    kept = graph.events.get(name)
    if not form.look:
        return _replan(request, kept, form)
    try:
        found = graph.events.replan(
            name, form.disruptions(kept.event), now=form.slot(kept.event), weight=form.price(),
            revision=kept.revision)
    except REFUSED as err:
        return _replan(request, kept, form, failure=str(err))
    return _replan(request, kept, form, found=found)


def _replan(
    request: Request, kept: Kept, form: DayForm, *, found: Replanned | None = None,
    failure: str = "",
) -> Response:
    places = {}
    if found is not None and kept.plan is not None:
        before, after = kept.event.by_key, found.plan.event.by_key
        for move in found.moves:
            places[move.pair.keys] = [m and (kept.event.hall.slots[m.slot], Place.of(m, by_key))
                                      for m, by_key in ((move.before, before), (move.after, after))]
    return event_page(request, "event_replan.html", kept, failure=failure, form=form, found=found,
                      places=places, times=times(kept.event))


@router.post("/event/{name}/replan", dependencies=[WriteDep])
def keep(
    request: Request, graph: GraphDep, name: str,
    asked: Annotated[str, Form(max_length=20_000)] = "", by: By = "",
    revision: Annotated[int, Form()] = 0,
) -> Response:
    """Make the plan that was looked at the event's plan, unless somebody wrote meanwhile."""
    form = DayForm.of(QueryParams(asked))
    kept = graph.events.get(name)
    try:
        graph.events.replan(
            name, form.disruptions(kept.event), by=by, now=form.slot(kept.event),
            weight=form.price(), keep=True, revision=revision)
    except REFUSED as err:
        return _replan(request, kept, form, failure=str(err))
    return back(request, f"/event/{name}", by)


@router.get("/event/{name}/free")
def free(
    request: Request, graph: GraphDep, name: str,
    at: Annotated[str, Query(max_length=40)] = "1",
) -> Response:
    """Who is there in a slot and meets nobody, each with whom it could meet then."""
    kept = graph.events.get(name)
    try:
        made, slot = planned(kept), slot_of(kept.event.hall, at)
    except InvalidRequest as err:
        return event_page(request, "event_free.html", kept, failure=str(err), slot=0, there=(),
                          could={}, times=times(kept.event))
    there = free_now(made, slot, event=kept.event)
    could: dict[str, list[str]] = {key: [] for key in there}
    for pair in could_meet_now(made, slot, event=kept.event):
        for key in pair.keys:
            could[key].append(pair.other(key))
    return event_page(request, "event_free.html", kept, slot=slot, there=there, could=could,
                      times=times(kept.event))


# --- what came of it ----------------------------------------------------------------------------

@router.get("/event/{name}/report")
def report(request: Request, graph: GraphDep, name: str) -> Response:
    """Figures, tables and pictures."""
    return _report(request, graph, graph.events.get(name))


def _report(
    request: Request, graph: KnowledgeGraph, kept: Kept, *, failure: str = "",
    said: Sequence[str] = (), taken: int | None = None,
) -> Response:
    found = graph.events.report(kept.name) if kept.plan is not None else None
    there = {p.key for p in kept.plan.participants} if kept.plan else set()
    return event_page(
        request, "event_report.html", kept, failure=failure, said=said, taken=taken, report=found,
        chart=count_chart(n for key, n in counts(kept).items() if key in there),
        by_kind=group_bars(found.by_kind) if found else (),
        by_region=group_bars(found.by_region) if found else ())


@router.post("/event/{name}/report", dependencies=[WriteDep])
def change(
    request: Request, graph: GraphDep, name: str, by: By = "",
    outcomes: Annotated[list[UploadFile] | None, File()] = None,
    forget: Annotated[str, Form(max_length=10)] = "",
    remove: Annotated[str, Form(max_length=10)] = "",
    sure: Annotated[bool, Form()] = False,
) -> Response:
    """Take outcomes in, forget the persons, or remove the event."""
    kept = graph.events.get(name)
    try:
        if forget or remove:
            if not sure:
                raise InvalidRequest("tick that it cannot be undone first")
            if remove:
                graph.events.remove(name)
                return back(request, "/event", by)
            graph.events.forget(name, by=by)
            return back(request, f"/event/{name}/report", by)
        with kept_files(outcomes or []) as paths:
            found, problems = read_outcomes(paths[0], kept.event, meetings=planned(kept).meetings)
        if found:
            graph.events.record(name, found, by=by, revision=kept.revision)
    except REFUSED as err:
        return _report(request, graph, kept, failure=str(err))
    answer = _report(request, graph, graph.events.get(name), said=problems, taken=len(found))
    return remember(request, answer, by)
