"""The question's page: ranked organisations with evidence, and why one is not first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from api import papers, tables, web
from api.ask_form import (
    ANY,
    LONGEST_ADDRESS,
    Asked,
    Compared,
    ComparedSent,
    Comparison,
    Question,
    Sent,
)
from api.cases import keeping
from api.charts import part_rows, part_scale
from api.deps import GraphDep
from api.filters import thing_url
from api.papers.html import policy
from api.sentence import words_of
from graph.errors import InvalidRequest, NotFound
from graph.matching.asked import about
from graph.matching.side_by_side import LEAST, MOST
from graph.model import Entity
from qilian import KnowledgeGraph

router = APIRouter(include_in_schema=False)

_SHOWN = 15
_TAKEN_AWAY = 100


@router.get("/ask")
def ask(request: Request, graph: GraphDep, question: Asked) -> Response:
    """The answer to the question that the address holds, or the empty form."""
    if not question.need:
        return web.page(request, "ask.html", asked=None, kinds=question.kinds)
    return _answer(request, graph, question)


@router.post("/ask")
def ask_long(request: Request, graph: GraphDep, question: Sent) -> Response:
    """Forms come here: a short question goes on to its own address, a long one is answered. With
    ``sentence``, the need is a question in one's own words, which fills the form."""
    if question.sentence:
        return _read(request, graph, question)
    if len(question.query) <= LONGEST_ADDRESS:
        return RedirectResponse(question.url(), 303)
    return _answer(request, graph, question)


def _read(request: Request, graph: KnowledgeGraph, question: Question) -> Response:
    """Go on to what a sentence asks, or back to the form where it says nothing."""
    read = graph.read_question(question.need)
    try:
        name = about(read)
    except InvalidRequest:
        return web.page(request, "ask.html", asked=None, kinds=question.kinds, need=question.need,
                        unsaid=True)
    if read.want == "problems":
        return RedirectResponse(thing_url(graph.entity(name, kinds=("Industry",))), 303)
    filled = question.model_copy(update={
        "need": name or " ".join(read.codes), "said": question.need, "want": read.want,
        "kind": list(read.kinds) or (question.kinds if read.want == "solvers" else [ANY]),
        "region": list(read.regions), "not_region": list(read.not_regions),
        "code": list(read.codes), "since": read.since, "as_of": read.as_of,
        "exclude": [graph.entity(name).id for name in read.exclude]})
    if len(filled.query) > LONGEST_ADDRESS:
        filled = filled.model_copy(update={"said": ""})
    if len(filled.query) > LONGEST_ADDRESS:
        return _answer(request, graph, filled)
    return RedirectResponse(filled.url(), 303)


def _answer(request: Request, graph: KnowledgeGraph, question: Question) -> Response:
    try:
        result = question.answer(graph, limit=_SHOWN)
    except (InvalidRequest, NotFound) as err:
        return web.page(
            request, "ask.html", status=422 if isinstance(err, InvalidRequest) else 404,
            asked=question, need=question.need, excluded=_named(graph, question.exclude),
            result=None, problem=str(err))
    thing = result.need.about
    read = graph.read_question(question.said) if question.said else None
    headers = {"HX-Push-Url": question.url()} if request.method == "GET" else {}
    return web.page(
        request, "ask.html", headers=headers, asked=question, result=result,
        need=thing.name if thing and question.need == thing.id else question.need,
        read=read, words=words_of(read) if read else [],
        excluded=_named(graph, question.exclude),
        scale=part_scale([c.parts for c in result.ranked]),
        marks=graph.cases.marks_for([c.id for c in result.ranked]),
        **keeping(request, graph, result),
    )


def _named(graph: KnowledgeGraph, ids: Iterable[str]) -> list[Entity]:
    found = []
    for id_ in ids:
        try:
            found.append(graph.entity(id_))
        except NotFound:
            continue
    return found


@router.get("/ask.{form}")
def ask_table(request: Request, graph: GraphDep, question: Asked, form: tables.Form) -> Response:
    """The ranking as a table, a row for each piece of evidence."""
    t = web.reader_words(request)
    result = question.answer(graph, limit=_TAKEN_AWAY)
    names = list(dict.fromkeys(p.name for c in result.ranked for p in c.parts))
    columns = [t(f"table.{key}") for key in (
        "rank", "organisation", "kind", "region", "score", "convincing")]
    columns += [t.known("parts", name) for name in names]
    columns += [t(f"table.{key}") for key in (
        "work", "work_kind", "date", "quote", "people", "document", "place")]
    rows: list[list[tables.Cell]] = []
    for c in result.ranked:
        values = {p.name: p.value for p in c.parts}
        head: list[tables.Cell] = [
            c.rank, c.name, t.known("kinds", c.kind), c.entity.region, round(c.score, 3),
            t("words.yes") if result.convincing else t("words.no"),
            *(round(values.get(name, 0.0), 3) for name in names),
        ]
        rows += [
            [*head, w.title, t.known("kinds", w.kind), w.date, w.quote, "; ".join(w.people),
             w.document, w.place] for w in c.works
        ] or [[*head, None, None, None, None, None, None, None]]
    return tables.answer(tables.Table("qilian-match", columns, rows), form)


@router.get("/paper.{form}")
def paper(
    request: Request, graph: GraphDep, question: Asked, form: papers.Form,
    outgoing: bool = False,
    client: Annotated[list[str] | None, Query(max_length=20)] = None,
) -> Response:
    """The answer as a paper for a client: read in the browser, or taken away.

    An outgoing one has no links: whom it goes to does not reach this service.
    """
    if question.want != "solvers":
        raise InvalidRequest("papers tell who can solve a need, not " + question.want)
    made = graph.paper(
        question.need, audience="outgoing" if outgoing else "internal",
        language="zh" if web.language(request) == "zh" else "en", client=client or (),
        **question.options(_SHOWN))
    data = papers.rendered(made, form, site="" if outgoing else str(request.base_url))
    answer = web.download(data, name=f"qilian-paper.{form}", media=papers.MEDIA[form])
    if form == "html":
        answer.headers["Content-Disposition"] = "inline"
        answer.headers["Content-Security-Policy"] = policy()
    return answer


@router.get("/why-not")
def why_not(
    request: Request, graph: GraphDep, asked: Compared,
) -> Response:
    """Where an organisation stands for a need, and what it lacks."""
    if len(asked.organisation) != 1:
        raise InvalidRequest("name one organisation that is not first")
    found = graph.why_not(asked.need, asked.organisation[0], **asked.options())
    shown = [found.parts, *([found.leader.parts] if found.leader else [])]
    return web.page(request, "why_not.html", found=found, asked=asked, scale=part_scale(shown))


@router.get("/compare")
def compare(request: Request, graph: GraphDep, asked: Compared) -> Response:
    """Two to four candidates side by side."""
    return _compared(request, graph, asked)


@router.post("/compare")
def compare_long(request: Request, graph: GraphDep, asked: ComparedSent) -> Response:
    """The ticked candidates of an answer: a short question goes on to its own address."""
    if len(asked.query) <= LONGEST_ADDRESS:
        ticked = urlencode([("organisation", name) for name in asked.organisation])
        return RedirectResponse(f"{asked.url('/compare')}&{ticked}", 303)
    return _compared(request, graph, asked)


def _compared(request: Request, graph: KnowledgeGraph, asked: Comparison) -> Response:
    if not LEAST <= len(asked.organisation) <= MOST:
        return web.page(request, "compare.html", status=422, asked=asked, found=None,
                        need=asked.need)
    found = graph.compare_candidates(asked.need, asked.organisation, **asked.options())
    thing = found.need.about
    return web.page(
        request, "compare.html", asked=asked, found=found,
        need=thing.name if thing and asked.need == thing.id else asked.need,
        scale=part_scale([s.candidate.parts for s in found.standings]),
        bars=part_rows([s.candidate.parts for s in found.standings]),
        marks=graph.cases.marks_for([s.candidate.id for s in found.standings]),
    )
