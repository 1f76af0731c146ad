"""The question's page: ranked organisations with evidence, and why one is not first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from api import tables, web
from api.charts import part_scale
from api.deps import GraphDep
from api.schemas.matching import LONGEST_NEED
from graph.errors import NotFound
from graph.matching.results import MatchResult
from graph.model import Entity
from qilian import KnowledgeGraph

router = APIRouter(include_in_schema=False)

_LONGEST_ADDRESS = 1800
_SHOWN = 15
_TAKEN_AWAY = 100
_DEFAULT_KINDS = ("Institute",)
_ANY = "any"
"""Stands in an address for no kind: that of a form in which none is ticked."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the form asks; without a kind, organisations of every kind."""

    need: str
    kinds: tuple[str, ...]
    regions: tuple[str, ...]
    as_of: str
    exclude: tuple[str, ...]

    @property
    def query(self) -> str:
        """The question as an address says it."""
        pairs = [("need", self.need), *(("kind", kind) for kind in self.kinds or (_ANY,))]
        pairs += [("region", region) for region in self.regions]
        pairs += [("as_of", self.as_of)] if self.as_of else []
        return urlencode([*pairs, *(("exclude", id_) for id_ in self.exclude)])

    def answer(self, graph: KnowledgeGraph, *, limit: int) -> MatchResult:
        """Ask the graph."""
        return graph.match(
            self.need, kinds=self.kinds, regions=self.regions, as_of=self.as_of,
            exclude=self.exclude, limit=limit,
        )


def _question(
    need: str, kind: list[str] | None, region: list[str] | None, as_of: str,
    exclude: list[str] | None,
) -> Question:
    regions = [name.strip() for some in region or () for name in re.split("[;；]", some)]
    return Question(
        need.strip(),
        tuple(dict.fromkeys(k for k in kind or _DEFAULT_KINDS if k != _ANY)),
        tuple(dict.fromkeys(filter(None, regions))), as_of.strip(),
        tuple(dict.fromkeys(exclude or ())),
    )


def _asked(
    need: Annotated[str, Query(max_length=LONGEST_NEED)] = "",
    kind: Annotated[list[str] | None, Query(max_length=10)] = None,
    region: Annotated[list[str] | None, Query(max_length=50)] = None,
    as_of: Annotated[str, Query(max_length=10)] = "",
    exclude: Annotated[list[str] | None, Query(max_length=200)] = None,
) -> Question:
    return _question(need, kind, region, as_of, exclude)


def _sent(
    need: Annotated[str, Form(max_length=LONGEST_NEED)] = "",
    kind: Annotated[list[str] | None, Form(max_length=10)] = None,
    region: Annotated[list[str] | None, Form(max_length=50)] = None,
    as_of: Annotated[str, Form(max_length=10)] = "",
    exclude: Annotated[list[str] | None, Form(max_length=200)] = None,
) -> Question:
    return _question(need, kind, region, as_of, exclude)


Asked = Annotated[Question, Depends(_asked)]
Sent = Annotated[Question, Depends(_sent)]


@router.get("/ask")
def ask(request: Request, graph: GraphDep, question: Asked) -> Response:
    """The answer to the question that the address holds, or the empty form."""
    if not question.need:
        return web.page(request, "ask.html", result=None, kinds=question.kinds)
    return _answer(request, graph, question)


@router.post("/ask")
def ask_long(request: Request, graph: GraphDep, question: Sent) -> Response:
    """Forms come here: a short question goes on to its own address, a long one is answered."""
    if len(question.query) <= _LONGEST_ADDRESS:
        return RedirectResponse(f"/ask?{question.query}", 303)
    return _answer(request, graph, question)


def _answer(request: Request, graph: KnowledgeGraph, question: Question) -> Response:
    result = question.answer(graph, limit=_SHOWN)
    about = result.need.about
    headers = {"HX-Push-Url": f"/ask?{question.query}"} if request.method == "GET" else {}
    return web.page(
        request, "ask.html", headers=headers, result=result,
        need=about.name if about and question.need == about.id else question.need,
        asked=question.need, kinds=question.kinds, regions=list(question.regions),
        as_of=question.as_of, exclude=list(question.exclude),
        excluded=_named(graph, question.exclude), query=question.query,
        top_score=max((c.score for c in result.ranked), default=0.0),
        part_scale=part_scale([c.parts for c in result.ranked]),
    )


def _named(graph: KnowledgeGraph, ids: tuple[str, ...]) -> list[Entity]:
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


@router.get("/why-not")
def why_not(
    request: Request, graph: GraphDep,
    need: Annotated[str, Query(min_length=1, max_length=LONGEST_NEED)],
    organisation: Annotated[str, Query(min_length=1, max_length=300)],
    as_of: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Where an organisation stands for a need, and what it lacks."""
    found = graph.why_not(need, organisation, as_of=as_of)
    shown = [found.parts, *([found.leader.parts] if found.leader else [])]
    return web.page(
        request, "why_not.html", found=found, need=need, as_of=as_of, part_scale=part_scale(shown)
    )
