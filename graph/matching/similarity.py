"""Organisations like one: by the words of its works, its patents' codes and its stated fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Unpack

from graph.errors import InvalidRequest
from graph.language.ipc import codes_of
from graph.language.tokens import words_in
from graph.lookup import Fact
from graph.matching.beside import beside
from graph.matching.controls import notes
from graph.matching.features import Known
from graph.matching.fields import STATING
from graph.matching.licensing import once, ordered
from graph.matching.options import Options, wanted
from graph.matching.query import SATURATION, excluded
from graph.matching.rank import Ranking, Scored, passing, rank, shown
from graph.matching.reader import Graph, Reader
from graph.matching.results import MatchResult, Part
from graph.model import Edge, Entity
from graph.schema import ORGANISATIONS, OWNING

TERMS, CODES = 80, 10
"""Of its works' words the most telling are asked, of its patents' codes the most frequent."""
FIELDS = 20.0
_FACTS_SHOWN = 3
_CAPTIONS: Mapping[str, str] = {"profile": "works like its works", "fields": "shared fields"}
EXPLANATIONS: Mapping[str, str] = {
    "profile": "The score that it would have if the other's works, taken together as one text with "
               "their codes, were a need.",
    "fields": "Twenty points times the part of the fields, technologies and industries stated of "
              "either that are stated of both.",
}


def similar(graph: Graph, organisation: str, **options: Unpack[Options]) -> MatchResult:
    """Organisations like one, of its own kind unless others are asked for.

    Raises `InvalidRequest` where nothing is known of what it does.
    """
    everywhen = Reader(graph)
    entity = everywhen.lookup.entity(organisation, kinds=ORGANISATIONS)
    if entity.kind not in ORGANISATIONS:
        raise InvalidRequest(f"{entity.name} is of kind {entity.kind}, not an organisation")
    need = wanted(entity.name, Options(kinds=(entity.kind,), min_works=0) | options)
    reader = Reader(graph, need.before)
    terms, codes = _profile(reader, entity)
    fields = _fields(reader, [entity.id]).get(entity.id, {})
    if not terms and not fields:
        until = f" before {need.as_of}" if need.as_of else ""
        raise InvalidRequest(f"nothing is known of what {entity.name} does{until}")
    need = replace(need, about=entity, terms=terms, codes=need.codes or codes,
                   exclude=(entity.id, *excluded(everywhen, need)))
    ranking = _combined(reader, rank(reader, replace(need, small_first=False)), fields)
    ranking = replace(ranking, need=need, scored=ordered(ranking.scored, need))
    best = [pair for pair, _ in zip(passing(reader, ranking), range(need.limit), strict=False)]
    facts = _facts(reader, [s.owner for s, _ in best], fields)
    candidates = beside(reader, need, [
        replace(c, facts=once(facts.get(c.id, ()), c.facts))
        for c in shown(reader, ranking, best)])
    told = [*ranking.notes, *notes(ranking.left_out, (s.owner for s in ranking.scored))]
    if not candidates:
        told.append(f"no {' or '.join(need.kinds)} shares a field or a word with {entity.name}")
    return MatchResult(need, candidates, (), ranking.undated, tuple(told), ranking.generation,
                       "similar")


def _profile(reader: Reader, entity: Entity) -> tuple[dict[str, float], tuple[str, ...]]:
    """The most telling words of its works, weighted as those of a need, and its patents' codes."""
    ids = sorted({e.end for e in reader.edges([entity.id], OWNING) if e.start == entity.id})
    rows = [row for row in reader.works(ids) if entity.id in dict(row.owners)]
    counts = Counter(term for row in rows for term in words_in(row.tokens))
    weights = {t: (SATURATION + 1) * n / (n + SATURATION) for t, n in sorted(counts.items())}
    telling = reader.graph.index.telling(weights, before=reader.before)
    kept = sorted(weights, key=lambda t: (-round(telling[t], 9), t))[:TERMS]
    rows_of = reader.store.record_rows([row.record for row in rows])
    codes = Counter(code.symbol for row in rows_of.values()
                    for code in codes_of(str(row.properties.get("codes", ""))))
    first = sorted(codes, key=lambda c: (-codes[c], c))[:CODES]
    return {t: weights[t] for t in sorted(kept)}, tuple(first)


def _fields(reader: Reader, ids: list[str]) -> dict[str, dict[str, Edge]]:
    """Organisation to the fields, technologies and industries that are stated of it by then."""
    found: dict[str, dict[str, Edge]] = {}
    for edge in reader.edges(ids, STATING):
        if edge.start in ids:
            found.setdefault(edge.start, {})[edge.end] = edge
    return found


def _combined(reader: Reader, ranking: Ranking, fields: Mapping[str, Edge]) -> Ranking:
    """Works and shared fields as one ranking."""
    works = {s.owner: s for s in ranking.scored}
    sharing = sorted({e.start for e in reader.edges(sorted(fields), STATING) if e.end in fields})
    stated = _fields(reader, sharing) if sharing else {}
    scored = []
    for owner in sorted(works.keys() | stated.keys()):
        near, others = works.get(owner), stated.get(owner, {}).keys()
        union = others | fields.keys()
        both = len(others & fields.keys()) / len(union) if others else 0.0
        values = {"profile": near.score if near else 0.0, "fields": FIELDS * both}
        parts = tuple(Part(name, caption, round(values[name], 6))
                      for name, caption in _CAPTIONS.items())
        known = near.known if near else Known(owner, ranking.most, None)
        scored.append(Scored(owner, round(sum(p.value for p in parts), 6), (), known,
                             near.field if near else None, parts))
    return replace(ranking, scored=scored)


def _facts(
    reader: Reader, owners: list[str], fields: Mapping[str, Edge]
) -> dict[str, tuple[Fact, ...]]:
    """The facts that state a shared field."""
    found = {}
    for owner, stated in _fields(reader, owners).items() if owners else ():
        shared = [edge for end, edge in sorted(stated.items()) if end in fields]
        found[owner] = tuple(
            fact for edge in shared[:_FACTS_SHOWN]
            for fact in reader.lookup.facts_of_edge(edge.key, before=reader.before, limit=1))
    return found
