"""A need's candidates, scored, filtered and shown with their evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Unpack

from graph.dates import day_text
from graph.lookup import Fact
from graph.matching.evidence import WORKS_SHOWN, work_evidence
from graph.matching.features import FEATURES, NAMES, POINTS, Known
from graph.matching.fields import StatedField, stated_fields
from graph.matching.options import Options, wanted
from graph.matching.owners import OwnedWork, owned_works
from graph.matching.query import read_need
from graph.matching.reader import Graph, Reader
from graph.matching.regions import allowed_regions, within
from graph.matching.results import Candidate, MatchResult, Need, Part
from graph.model import Edge, Entity

_PAGE = 200
CONVINCING, SHORTER = 21.0, -0.31
"""A work convinces when it scores at least 21 n^-0.31 points, n being the number of different words
that the need has: the longer a need, the less of it can one work say. Set on needs that a graph
knows and needs foreign to it, from 5 to 300 words."""
SAID, LESS = 0.6, -0.2
"""And one work of the first three must say at least the share 0.6 n^-0.2 of the need's telling
words: of a need of three words one shared word, however rare, is an accident."""
FITTING_FIELD = 0.3
_JUDGED = 3


@dataclass(slots=True)
class Scored:
    """An owner with the parts of its score."""

    owner: str
    score: float
    values: tuple[float, ...]
    """Of each feature."""
    known: Known
    field: StatedField | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The values with their names."""
        return tuple(Part(f.__name__, NAMES[f.__name__], value)
                     for f, value in zip(FEATURES, self.values, strict=True))


@dataclass(slots=True)
class Ranking:
    """All owners that have anything to say on a need, best first, ties by id; not yet filtered."""

    need: Need
    scored: list[Scored]
    telling: dict[str, float]
    most: float
    undated: int
    generation: int
    notes: list[str] = field(default_factory=list)


def match(graph: Graph, need: str, **options: Unpack[Options]) -> MatchResult:
    """Rank organisations for a need, each with the parts of its score and its evidence.

    ``need`` is free text or names a Problem, Industry or Enterprise. Raises `InvalidRequest` for
    a need that says nothing. A need that the graph knows nothing of gets no candidate; the
    nearest stand apart.
    """
    read = read_need(Reader(graph), wanted(need, options))
    reader = Reader(graph, read.before)
    return answer(reader, rank(reader, read))


def rank(reader: Reader, need: Need) -> Ranking:
    """Score every owner of a work that shares a word with the need, or of a field it names."""
    index = reader.graph.index
    generation = reader.store.generation()
    hits = index.search(need.terms, before=need.before, since=need.after)
    telling = index.telling(need.terms, before=need.before)
    anchor = need.before if need.before is not None else index.latest_day()
    works = owned_works(hits, anchor)
    fields = stated_fields(reader, index, telling)
    owners = sorted(works.keys() | fields.keys())
    profiles = index.profiles(need.terms, owners, before=need.before, since=need.after)
    scored = []
    for owner in owners:
        stated = fields.get(owner)
        known = Known(owner, hits.most, anchor, works.get(owner, []), profiles.get(owner),
                      stated.share if stated else 0.0)
        scored.append(score(known, stated))
    scored.sort(key=lambda s: (-s.score, s.owner))
    return Ranking(need, scored, telling, hits.most, hits.undated, generation)


def score(known: Known, stated: StatedField | None) -> Scored:
    """The parts, rounded so that equal evidence gives equal scores, and their sum."""
    values = [round(feature(known), 6) for feature in FEATURES]
    return Scored(known.owner, round(sum(values), 6), tuple(values), known, stated)


def passing(reader: Reader, ranking: Ranking) -> Iterator[tuple[Scored, Entity]]:
    """Those that pass the need's filters, in their order."""
    need = ranking.need
    regions = allowed_regions(reader, need.regions)
    excluded = set(need.exclude)
    for start in range(0, len(ranking.scored), _PAGE):
        page = [s for s in ranking.scored[start : start + _PAGE] if s.owner not in excluded]
        entities = reader.entities([s.owner for s in page if _works(s) >= need.min_works])
        fitting = [e for e in entities.values() if not need.kinds or e.kind in need.kinds]
        inside = {e.id: e for e in within(reader, fitting, regions)}
        for scored in page:
            if scored.owner in inside:
                yield scored, inside[scored.owner]


def _works(scored: Scored) -> int:
    return scored.known.profile.works if scored.known.profile else 0


def answer(reader: Reader, ranking: Ranking) -> MatchResult:
    """The first candidates with their evidence, convincing or not."""
    need = ranking.need
    best: list[tuple[Scored, Entity]] = []
    for pair in passing(reader, ranking):
        best.append(pair)
        if len(best) == need.limit:
            break
    candidates = shown(reader, ranking, best)
    convincing = is_convincing(reader, ranking, [scored for scored, _ in best])
    notes = list(ranking.notes)
    if ranking.undated:
        notes.append(f"{ranking.undated} works without a date are left out before {need.as_of}")
    if not candidates:
        notes.append(_nothing(ranking))
    return MatchResult(
        need, candidates if convincing else (), () if convincing else candidates,
        ranking.undated, tuple(notes), ranking.generation,
    )


def is_convincing(reader: Reader, ranking: Ranking, best: list[Scored]) -> bool:
    """Does a work, or a stated field, of the first three say enough of the need?"""
    words = max(len(ranking.telling), 1)
    works = [w for s in best[:_JUDGED] for w in s.known.works[:1]]
    nearest = max((w.score for w in works), default=0.0)
    fits = max((s.known.field_share for s in best[:_JUDGED]), default=0.0)
    if fits >= FITTING_FIELD:
        return True
    least = CONVINCING * math.pow(words, SHORTER)
    return (
        POINTS * nearest >= least * ranking.most
        and _said(reader, ranking, works) >= SAID * math.pow(words, LESS)
    )


def _said(reader: Reader, ranking: Ranking, works: list[OwnedWork]) -> float:
    """The largest share of the need's telling words that one of the works has."""
    rows = reader.works({work.entity for work in works})
    told = (set(row.tokens.split()) & ranking.telling.keys() for row in rows)
    most = max((sum(ranking.telling[term] for term in terms) for terms in told), default=0.0)
    whole = sum(ranking.telling.values())
    return most / whole if whole else 0.0


def _nothing(ranking: Ranking) -> str:
    if not ranking.scored:
        return "no work and no stated field shares a word with the need"
    filters = [
        f"kind {' or '.join(ranking.need.kinds)}",
        f"region {' or '.join(ranking.need.regions)}" if ranking.need.regions else "",
        f"at least {ranking.need.min_works} works",
    ]
    told = ", ".join(filter(None, filters))
    return f"{len(ranking.scored)} organisations share words with the need, none passes: {told}"


def shown(
    reader: Reader, ranking: Ranking, best: list[tuple[Scored, Entity]]
) -> tuple[Candidate, ...]:
    """Candidates with their evidence, ranked from 1."""
    cited = [w for scored, _ in best for w in scored.known.works[:WORKS_SHOWN]]
    evidence = work_evidence(reader, cited, ranking.telling, ranking.most)
    facts = field_facts(reader, [scored for scored, _ in best])
    found = []
    for place, (scored, entity) in enumerate(best, 1):
        profile = scored.known.profile
        works = tuple(
            evidence[w.record, w.share, w.entity] for w in scored.known.works[:WORKS_SHOWN]
            if (w.record, w.share, w.entity) in evidence
        )
        found.append(Candidate(
            place, entity, scored.score, scored.parts, works, facts.get(scored.owner, ()),
            profile.works if profile else 0,
            day_text(profile.last) if profile and profile.last else None,
        ))
    return tuple(found)


def field_facts(reader: Reader, scored: list[Scored]) -> dict[str, tuple[Fact, ...]]:
    """Owner to the fact that states its best-fitting field."""
    edges: dict[str, list[Edge]] = {}
    for stated in (s.field for s in scored):
        if stated is not None:
            edges.setdefault(stated.edge.supports[-1].unit, []).append(stated.edge)
    facts = reader.lookup.facts_of_units(edges, before=reader.before)
    found: dict[str, tuple[Fact, ...]] = {}
    for fact in facts:
        for edge in edges[fact.document]:
            key = (edge.start, edge.kind, edge.end)
            if (fact.subject, fact.predicate, fact.object) == key:
                found[edge.start] = (*found.get(edge.start, ()), fact)
    return found
