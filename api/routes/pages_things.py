"""Pages of organisations and other things, industries, and documents with their words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from api import tables, web
from api.charts import year_chart
from api.deps import AsOf, GraphDep
from api.filters import industry_url
from api.industries import FIELD_EDGES, industries
from api.marks import segments
from api.profile import profile
from api.readable import paragraphs
from api.shown import facts_by_cell, grouped, leading, mark_class, script_words, shown
from graph.lookup import Neighbour
from graph.quotes import place_of
from graph.schema import EDGES, KINDS, ORGANISATIONS, PROPERTIES

router = APIRouter(include_in_schema=False)

_WORKS_SHOWN = 15
_ON_A_PAGE = 60
_MOST_NEIGHBOURS = 600


@router.get("/entity/{reference}")
def entity_page(
    request: Request, graph: GraphDep, reference: str, as_of: AsOf = "",
    all: Annotated[bool, Query()] = False,
) -> Response:
    """An organisation's profile; for other things what they are linked with."""
    entity = graph.entity(reference)
    if entity.kind == "Industry":
        return RedirectResponse(industry_url(entity.id), 303)
    facts = [f for f in graph.facts(entity.id, as_of=as_of) if f.predicate not in ("name", "title")]
    if entity.kind in ORGANISATIONS:
        found = profile(graph, entity, as_of=as_of)
        figures = [f for f in facts if f.predicate == "indicator"]
        texts = [f for f in facts if f.predicate in PROPERTIES
                 and not PROPERTIES[f.predicate].shown]
        return web.page(
            request, "organisation.html", p=found, chart=year_chart(found.years),
            facts=[*texts, *figures], as_of=as_of,
            shown=len(found.works) if all else _WORKS_SHOWN,
        )
    groups: dict[str, list[Neighbour]] = {}
    for n in graph.neighbours(entity.id, as_of=as_of, limit=_MOST_NEIGHBOURS):
        way = "out" if n.outward or EDGES[n.edge.kind].symmetric else "in"
        groups.setdefault(f"{n.edge.kind}.{way}", []).append(n)
    return web.page(request, "thing.html", e=entity, groups=groups, facts=facts)


@router.get("/entity/{reference}/works.{form}")
def works_table(
    request: Request, graph: GraphDep, reference: str, form: tables.Form, as_of: AsOf = ""
) -> Response:
    """An organisation's works as a table."""
    t = web.reader_words(request)
    entity = graph.entity(reference)
    columns = [t(f"table.{key}") for key in ("date", "work_kind", "work", "role", "document")]
    rows: list[list[tables.Cell]] = [
        [w.date, t.known("kinds", w.entity.kind), w.entity.name, ", ".join(w.roles), w.document]
        for w in profile(graph, entity, as_of=as_of).works
    ]
    return tables.answer(tables.Table(f"works-{entity.name[:60]}", columns, rows), form)


@router.get("/industry")
def industry_list(
    request: Request, graph: GraphDep, after: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """All industries."""
    found = industries(graph, after=after, limit=_ON_A_PAGE)
    following = found[-1].entity.id if len(found) == _ON_A_PAGE else None
    found.sort(key=lambda c: (-c.problems, -c.organisations, c.entity.name))
    return web.page(request, "industries.html", cards=found, next=following)


@router.get("/industry/{reference}")
def industry_page(
    request: Request, graph: GraphDep, reference: str, as_of: AsOf = ""
) -> Response:
    """An industry's problems, who states them, who could solve them, and who works in it."""
    found = graph.problems(reference, as_of=as_of)
    around = graph.neighbours(found.industry.id, kinds=FIELD_EDGES, as_of=as_of, limit=500)
    organisations = {n.other.id: n.other for n in around if n.other.kind in ORGANISATIONS}
    listed = sorted(organisations.values(), key=lambda e: (e.kind, e.name))
    name = found.industry.name.casefold()
    return web.page(
        request, "industry.html", found=found, organisations=listed, as_of=as_of,
        names=[other for other in found.industry.names[:6] if other.casefold() != name],
    )


@router.get("/industry/{reference}/problems.{form}")
def problems_table(
    request: Request, graph: GraphDep, reference: str, form: tables.Form, as_of: AsOf = ""
) -> Response:
    """An industry's problems as a table, a row for each statement."""
    t = web.reader_words(request)
    found = graph.problems(reference, as_of=as_of)
    columns = [t(f"table.{key}") for key in (
        "problem", "common", "support", "holder", "date", "quote", "document", "solvers")]
    rows: list[list[tables.Cell]] = [
        [p.title, t("words.yes") if p.common else t("words.no"), p.support, s.holder_name, s.date,
         s.quote, s.document, "; ".join(c.name for c in p.solvers or ())]
        for p in (*found.problems, *found.single) for s in p.statements
    ]
    return tables.answer(tables.Table(f"problems-{found.industry.name[:60]}", columns, rows), form)


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell, cut where the words that the reader came for begin and end."""

    plain: str
    pieces: Sequence[tuple[str, bool]]


@router.get("/document/{key:path}")
def document_page(
    request: Request, graph: GraphDep, key: str,
    words: Annotated[str, Query(max_length=1000)] = "",
) -> Response:
    """A document with the words of every fact marked, or a register's row."""
    unit = graph.document(key)
    facts = shown(graph.review(key))
    titles = {s.key: s.title or s.key for s in graph.store.sources()}
    cut = segments(len(unit.text), [f.fact for f in facts], asked=place_of(words, unit.text))
    marked = paragraphs(unit.text, cut, markup=unit.media == "text/html") if unit.text else []
    own = next((f.fact.subject for f in facts if f.fact.locator.startswith("c")), "")
    named = next((r.name for r in unit.records if r.key == unit.key), unit.key)
    cells = [(column, _cell(text, words)) for column, text in unit.cells.items() if text.strip()]
    return web.page(
        request, "document.html", title=unit.title or named, own=own, unit=unit, facts=facts,
        flags=[f.fact for f in facts if f.group == "flags" and f.state != "rejected"],
        paragraphs=marked, groups=grouped(facts), cells=cells,
        by_cell=facts_by_cell(facts), by_id={f.fact.id: f for f in facts}, kinds=tuple(KINDS),
        source_title=titles.get(unit.source, unit.source), mark_class=mark_class, leading=leading,
        decided=sum(f.state != "open" for f in facts),
        script_words=script_words(web.reader_words(request)),
    )


def _cell(text: str, words: str) -> CellText:
    """Mark the words in a cell; of a quote that was cut, what stands before the cut."""
    start, end = place_of(words, text) or (0, 0)
    before, found, after = text[:start], text[start:end], text[end:]
    pieces = [(before, False), (found, True), (after, False)]
    return CellText(text, [(piece, marked) for piece, marked in pieces if piece])
