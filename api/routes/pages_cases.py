"""The pages of cases: the list, a case with its candidates, and what its buttons do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from api import web
from api.ask_form import Question
from api.cases import remember, remembered, sent_options
from api.deps import GraphDep
from api.schemas.matching import LONGEST_NEED
from api.security import WriteDep
from graph.cases import STATUSES, Case, reasons
from graph.errors import InvalidRequest, NotFound
from graph.matching.results import Candidate
from qilian import KnowledgeGraph

router = APIRouter(include_in_schema=False)

By = Annotated[str, Form(max_length=100)]
_PROPOSED = 10


@router.get("/case")
def cases(
    request: Request, graph: GraphDep, status: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """The cases, the latest first."""
    status = status if status in STATUSES else ""
    return web.page(request, "cases.html", cases=graph.cases.listed(status=status), chosen=status,
                    statuses=STATUSES)


@router.post("/case", dependencies=[WriteDep])
def new(
    request: Request, graph: GraphDep, need: Annotated[str, Form(max_length=LONGEST_NEED)] = "",
    by: By = "", title: Annotated[str, Form(max_length=300)] = "",
    client: Annotated[str, Form(max_length=300)] = "",
    visibility: Annotated[str, Form(max_length=20)] = "",
    options: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Open a case for a question that was asked, and go to it."""
    made = graph.cases.new(
        need, by=by, title=title, client=client,
        visibility=visibility or None,  # type: ignore[arg-type]
        options=sent_options(need, options))
    return _to(request, made, by)


@router.get("/case/{case}")
def case_page(request: Request, graph: GraphDep, case: str) -> Response:
    """A case: its need, candidates with marks and notes, further ones from today's answer."""
    found = graph.cases.get(case)
    proposed, failure = _proposed(graph, found)
    known = [c.id for c in found.candidates if c.id] + [c.id for c in proposed]
    return web.page(
        request, "case.html", case=found, asked=Question.of(found.need, found.options),
        proposed=proposed, failure=failure, statuses=STATUSES,
        reasons=list(reasons()), by=remembered(request),
        elsewhere=graph.cases.marks_for(known, but=found.id),
        declined=[c.id for c in found.candidates if c.id and c.status == "declined"],
    )


def _proposed(graph: KnowledgeGraph, case: Case) -> tuple[list[Candidate], str]:
    """Candidates of today's answer that are not in the case yet, or why there is no answer."""
    known = {candidate.id for candidate in case.candidates}
    try:
        answer = graph.cases.ask(case.id)
    except (InvalidRequest, NotFound) as err:
        return [], str(err)
    return [c for c in answer.ranked if c.id not in known][:_PROPOSED], ""


@router.post("/case/{case}", dependencies=[WriteDep])
def press(
    request: Request, graph: GraphDep, case: str, by: By = "",
    mark: Annotated[str, Form(max_length=200)] = "",
    note: Annotated[str, Form(max_length=20)] = "",
    words: Annotated[str, Form(max_length=20_000)] = "",
    about: Annotated[str, Form(max_length=500)] = "",
    undo: Annotated[str, Form(max_length=100)] = "",
    edit: Annotated[str, Form(max_length=20)] = "",
    title: Annotated[str, Form(max_length=300)] = "",
    client: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Do what the button that was pressed says and show the case again.

    A button of a mark says organisation, status and, where it declined, the reason.
    """
    place = ""
    if mark:
        organisation, status, reason = [*mark.split(), "", ""][:3]
        found = graph.cases.mark(case, organisation, status, by=by, reason=reason)
        place = f"#c-{organisation}"
    elif note:
        found = graph.cases.note(case, words, by=by, organisation=about)
        place = f"#c-{about}" if about else "#notes"
    elif undo:
        found = graph.cases.undo(case, by=by, change=undo)
    elif edit:
        found = graph.cases.edit(case, by=by, title=title, client=client)
    else:
        raise InvalidRequest("press a button of the case")
    return _to(request, found, by, place)


def _to(request: Request, case: Case, by: str, place: str = "") -> Response:
    return remember(request, RedirectResponse(f"/case/{case.id}{place}", 303), by)
