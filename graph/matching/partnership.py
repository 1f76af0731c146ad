"""An enterprise's partners: who fits its needs and its field, and with whom it has worked."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Unpack

from graph.errors import InvalidRequest
from graph.lookup import Fact
from graph.matching.beside import beside
from graph.matching.controls import group, notes, rivals
from graph.matching.fields import STATING
from graph.matching.licensing import once, ordered
from graph.matching.options import Options, day_of, wanted
from graph.matching.owners import OwnedWork
from graph.matching.query import excluded, statement_text, weigh
from graph.matching.rank import Ranking, Scored, passing, rank, shown
from graph.matching.reader import Graph, Reader, words_of
from graph.matching.results import MatchResult, Part
from graph.model import Edge, Entity
from graph.schema import ORGANISATIONS, OWNING

FIT, FIELD = 0.7, 0.3
TOGETHER_POINTS = 5.0
"""For the first time together; the n-th adds less, as the logarithm does."""
_TIES = ("COLLABORATES_WITH", "MET")
_FACTS_SHOWN = 3
COMPLEMENT_POINTS = 10.0
_CAPTIONS: Mapping[str, str] = {
    "need_fit": "fits its needs", "own_field": "works in its field",
    "together": "worked together before", "complement": "has a field that it lacks",
}
EXPLANATIONS: Mapping[str, str] = {
    "need_fit": "Seven tenths of the score that it has for the enterprise's stated needs.",
    "own_field": "Three tenths of the score that it has for what the enterprise itself does; all "
                 "of it where no need is stated.",
    "together": "Five points for the first work or meeting with the enterprise, each further one "
                "less, as the logarithm does.",
    "complement": "Ten points times the part of the needs that is named by a field stated of it "
                  "and not of the enterprise.",
}


def partners(graph: Graph, enterprise: str, **options: Unpack[Options]) -> MatchResult:
    """Organisations that fit an enterprise's stated needs and its own field of work, those with
    which it has worked before marked and counted.

    Enterprises of the same industry are taken for competitors and left out unless the two have
    worked together (``competitors=False``: even then); its own group is left out. The enterprise
    is the one who asks. Raises `InvalidRequest` when nothing is known of what it needs or does.
    """
    everywhen = Reader(graph)
    entity = everywhen.lookup.entity(enterprise, kinds=ORGANISATIONS)
    reader = Reader(graph, day_of(options.get("as_of")))
    needs, field = _needs(reader, entity), _field(reader, entity)
    if not needs and not field:
        until = f" before {options['as_of']}" if reader.before is not None else ""
        raise InvalidRequest(f"nothing is known of what {entity.name} needs or does{until}")
    asked = wanted(needs or field, Options(min_works=0) | options)
    limit = asked.limit
    asked = replace(asked, about=entity, terms=weigh(needs or field), asker="")
    together = _together(reader, entity)
    own = group(everywhen, entity)
    against = rivals(everywhen, entity) - own
    if asked.competitors:
        against -= together.keys()
    asked = replace(asked, exclude=(
        entity.id, *excluded(everywhen, asked), *sorted(own | against)))
    plain = replace(asked, small_first=False)
    fitting = rank(reader, plain)
    near = rank(reader, replace(plain, terms=weigh(field))) if needs and field else None
    own_fields = _stated(reader, entity)
    ranking = _combined(fitting, near, together, own_fields, stated=bool(needs))
    asked = replace(asked, competitors=True)  # they are left out already
    ranking = replace(ranking, need=asked, scored=ordered(ranking.scored, asked))
    best = [pair for pair, _ in zip(passing(reader, ranking), range(limit), strict=False)]
    facts = _facts(reader, [together.get(s.owner, []) for s, _ in best])
    candidates = beside(reader, asked, [
        replace(c, facts=once(facts.get(c.id, ()), c.facts))
        for c in shown(reader, ranking, best)])
    told = list(ranking.notes)
    if against:
        told.append(f"{len(against)} enterprises of the same industry left out")
    if own:
        told.append(f"{len(own)} organisations of its own group left out")
    told += notes(ranking.left_out, (s.owner for s in ranking.scored))
    if not candidates:
        told.append(f"no other organisation that passes fits what {entity.name} needs and does")
    if not needs:
        told.append(f"{entity.name} states no need: its own works and business are the measure")
    return MatchResult(asked, candidates, (), ranking.undated, tuple(told), ranking.generation,
                       "partners")


def _needs(reader: Reader, entity: Entity) -> str:
    edges = [e for e in reader.edges([entity.id], ("HAS_PROBLEM",)) if e.start == entity.id]
    problems = reader.entities(sorted({e.end for e in edges}))
    return statement_text(reader, problems.values())


def _field(reader: Reader, entity: Entity) -> str:
    """What it does: its business, its fields and the titles of its works, in words."""
    everywhen = Reader(reader.graph)
    rows = everywhen.rows([entity.id]).get(entity.id, [])
    units = everywhen.units(row.unit for row in rows)
    texts = [words_of(units[row.unit], row.key) for row in rows
             if row.unit in units and (
                 (day := units[row.unit].unit.day) is None or reader.in_time(day))]
    edges = everywhen.edges([entity.id], ("OPERATES_IN", "DEVELOPS"))
    edges += reader.edges([entity.id], OWNING)
    named = everywhen.entities(sorted({e.end for e in edges if e.start == entity.id}))
    texts += [e.name for e in named.values()]
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _together(reader: Reader, entity: Entity) -> dict[str, list[Edge]]:
    """Organisation to the edges that tie it to this one: said to work together, met, or a work
    in which both have a part."""
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in reader.edges([entity.id], _TIES):
        if edge.status == "observed":
            found[edge.end if edge.start == entity.id else edge.start].append(edge)
    works = {e.end for e in reader.edges([entity.id], OWNING) if e.start == entity.id}
    for edge in reader.edges(sorted(works), OWNING):
        if edge.start != entity.id and edge.end in works:
            found[edge.start].append(edge)
    return found


def _stated(reader: Reader, entity: Entity) -> set[str]:
    """The fields and technologies stated of it."""
    return {e.end for e in reader.edges([entity.id], STATING) if e.start == entity.id}


def _combined(
    fitting: Ranking, near: Ranking | None, together: Mapping[str, list[Edge]],
    own_fields: set[str], *, stated: bool,
) -> Ranking:
    """Both rankings and the past together as one, with the parts of partners.

    Without a stated need the first ranking is by the enterprise's own field.
    """
    first = {s.owner: s for s in fitting.scored}
    second = {s.owner: s for s in near.scored} if near else {}
    scored = []
    for owner in sorted(first.keys() | second.keys()):
        one, two = first.get(owner), second.get(owner)
        known = one or two
        if known is None:
            continue
        past = {edge.supports[0].unit for edge in together.get(owner, ())}
        fit = round((FIT if near else 1.0) * one.score, 6) if one else 0.0
        field = round(FIELD * two.score, 6) if two else 0.0
        new = one.field if stated and one else None
        new = None if new and new.edge.end in own_fields else new
        values = (
            fit if stated else 0.0, field if stated else fit,
            round(TOGETHER_POINTS * math.log2(1 + len(past)), 6),
            round(COMPLEMENT_POINTS * new.share, 6) if new else 0.0,
        )
        if not one and near and two:
            known = replace(two, known=replace(two.known, works=_rescaled(two, near, fitting)))
        scored.append(Scored(owner, round(sum(values), 6), (), known.known, known.field,
                             _parts(values)))
    return replace(fitting, scored=scored)


def _rescaled(scored: Scored, own: Ranking, shown_in: Ranking) -> list[OwnedWork]:
    """Works of one ranking on the scale of another."""
    scale = shown_in.most / own.most
    return [replace(work, score=work.score * scale) for work in scored.known.works]


def _parts(values: tuple[float, ...]) -> tuple[Part, ...]:
    return tuple(Part(name, caption, value)
                 for (name, caption), value in zip(_CAPTIONS.items(), values, strict=True))


def _facts(reader: Reader, ties: list[list[Edge]]) -> dict[str, list[Fact]]:
    """The latest facts that say that two have worked together, by the other organisation."""
    found: dict[str, list[Fact]] = {}
    for edges in ties:
        latest = sorted(edges, key=lambda e: (e.last or "", e.key), reverse=True)
        for edge in latest[:_FACTS_SHOWN]:
            facts = reader.lookup.facts_of_edge(edge.key, before=reader.before, limit=1)
            for other in (edge.start, edge.end):
                found.setdefault(other, []).extend(facts)
    return found
