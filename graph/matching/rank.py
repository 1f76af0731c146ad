"""A need's candidates, scored, filtered and shown with their evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Unpack

import numpy as np

from graph.dates import day_text, first_day
from graph.lookup import Fact
from graph.matching.beside import beside
from graph.matching.controls import Controls, notes
from graph.matching.evidence import WORKS_SHOWN, work_evidence
from graph.matching.features import (
    FEATURES,
    NAMES,
    POINTS,
    Known,
    closest_meaning,
    numbers,
)
from graph.matching.fields import StatedField, stated_fields
from graph.matching.options import Options, wanted
from graph.matching.owners import OwnedWork
from graph.matching.preferences import small_first, spread
from graph.matching.query import read_need
from graph.matching.reader import Graph, Reader
from graph.matching.regions import allowed_regions, within
from graph.matching.results import Candidate, MatchResult, Need, Part
from graph.matching.understood import Understood, understood
from graph.matching.views import Views
from graph.matching.weights import BY_HAND, TOO_LATE, Weights, weights_for
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
"""Or a field stated of one covers this share of them."""
NEAR = {"minilm": 0.43, "multilingual": 0.36}
"""Or a work's vector is so near that of the need: no work of another world was, on needs foreign to
a graph. Models of which this was not measured convince by words alone."""
_JUDGED = 3
LONG_AGO = 366
"""Days from the latest work to the day asked about from which on an answer says so."""


@dataclass(slots=True)
class Scored:
    """An owner with the parts of its score."""

    owner: str
    score: float
    values: tuple[float, ...]
    """Of each feature."""
    known: Known
    field: StatedField | None = None
    told: tuple[Part, ...] = ()
    """The parts, where another question or a wish has made the score."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The values with their names."""
        return self.told or tuple(Part(f.__name__, NAMES[f.__name__], value)
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
    weights: Weights = BY_HAND
    left_out: dict[str, str] = field(default_factory=dict)
    """Whom the question's controls leave out, and why, as far as `passing` has looked."""


def match(graph: Graph, need: str, **options: Unpack[Options]) -> MatchResult:
    """Rank organisations for a need, each with the parts of its score and its evidence.

    ``need`` is free text or names a Problem, Industry or Enterprise. Raises `InvalidRequest` for
    a need that says nothing. A need that the graph knows nothing of gets no candidate; the
    nearest stand apart.
    """
    read = read_need(Reader(graph), wanted(need, options))
    reader = Reader(graph, read.before)
    return answer(reader, rank(reader, read))


def rank(reader: Reader, need: Need, weights: Weights | None = None) -> Ranking:
    """Score every owner of a work that shares a word, a code or its meaning with the need, or of a
    field it names; by the graph's own weights, unless others are given."""
    index = reader.graph.index
    generation = reader.store.generation()
    views = Views(reader, need)
    telling = index.telling(need.terms, before=need.before)
    fields = stated_fields(reader, index, telling)
    told = of_time(reader.graph, need.as_of, need.since)
    weights = weights or weights_for(reader.store, need.before)
    if weights is TOO_LATE:
        told.append(f"by weights {weights.about}")
    worth = weights.listed
    scored = [score(known, fields.get(known.owner), worth) for known in views.known(fields)]
    if need.small_first:
        scored = [small_first(s) for s in scored]
    scored.sort(key=lambda s: (-s.score, s.owner))
    return Ranking(need, scored, telling, views.words.most, views.words.undated, generation,
                   told, weights)


def of_time(graph: Graph, as_of: str, since: str) -> list[str]:
    """What is to be known of the days asked about beside the works: nothing that came later."""
    until = first_day(as_of) if as_of else None
    latest = graph.index.latest_day(until)
    if latest is None:
        return []
    if since and first_day(since) > latest:
        return [f"no evidence is from {since} on; the latest is of {day_text(latest)}"]
    if until is not None and until - latest > LONG_AGO:
        return [f"the latest evidence before {as_of} is of {day_text(latest)}"]
    return []


def score(known: Known, stated: StatedField | None, worth: tuple[float, ...]) -> Scored:
    """The parts, rounded so that equal evidence gives equal scores, and their sum.

    ``worth`` is what each feature counts, in their order.
    """
    values = tuple(round(weight * number, 6) + 0.0  # no -0.0
                   for weight, number in zip(worth, numbers(known), strict=True))
    return Scored(known.owner, round(sum(values), 6), values, known, stated)


def passing(reader: Reader, ranking: Ranking) -> Iterator[tuple[Scored, Entity]]:
    """Those that pass the need's filters and controls, in their order."""
    return spread(reader, _filtered(reader, ranking), ranking.need.spread)


def _filtered(reader: Reader, ranking: Ranking) -> Iterator[tuple[Scored, Entity]]:
    need = ranking.need
    controls = Controls(reader, need)
    ranking.left_out = controls.reasons
    regions = allowed_regions(reader, need.regions)
    elsewhere = allowed_regions(reader, need.not_regions)
    excluded = set(need.exclude)
    for start in range(0, len(ranking.scored), _PAGE):
        page = [s for s in ranking.scored[start : start + _PAGE] if s.owner not in excluded]
        entities = reader.entities([s.owner for s in page if _works(s) >= need.min_works])
        fitting = [e for e in entities.values() if not need.kinds or e.kind in need.kinds]
        if elsewhere:
            barred = {e.id for e in within(reader, fitting, elsewhere)}
            fitting = [e for e in fitting if e.id not in barred]
        inside = {e.id: e for e in within(reader, fitting, regions)}
        yield from controls.kept([(s, inside[s.owner]) for s in page if s.owner in inside])


def _works(scored: Scored) -> int:
    return scored.known.profile.works if scored.known.profile else 0


def answer(reader: Reader, ranking: Ranking) -> MatchResult:
    """The first candidates with their evidence, convincing or not."""
    need = ranking.need
    best: list[tuple[Scored, Entity]] = []
    for pair in passing(reader, ranking):
        best.append(pair)
        if len(best) == max(need.limit, _JUDGED):
            break
    candidates = beside(reader, need, shown(reader, ranking, best[: need.limit]))
    convincing = is_convincing(reader, ranking, [scored for scored, _ in best])
    told = [*ranking.notes, *notes(ranking.left_out, (s.owner for s in ranking.scored))]
    if need.spread:
        told.append(f"at most {need.spread} candidates of one parent, the others stand after")
    if ranking.undated:
        told.append(f"{ranking.undated} works without a date are left out before {need.as_of}")
    if not candidates:
        told.append(_nothing(ranking))
    return MatchResult(
        need, candidates if convincing else (), () if convincing else candidates,
        ranking.undated, tuple(told), ranking.generation,
        understood=taken(ranking), model=_model(reader, candidates),
    )


def taken(ranking: Ranking) -> Understood:
    """How the need was understood."""
    need = ranking.need
    return understood(need.text, need.title, ranking.telling, codes=need.codes)


def _model(reader: Reader, candidates: tuple[Candidate, ...]) -> str:
    """The model of the vectors, where meaning is a part of a candidate's score."""
    counted = any(part.value for c in candidates for part in c.parts
                  if part.name == closest_meaning.__name__)
    return reader.graph.vectors.model if counted else ""


def is_convincing(reader: Reader, ranking: Ranking, best: list[Scored]) -> bool:
    """Does a work, or a stated field, of the first three say enough of the need, or mean it?"""
    words = max(len(ranking.telling), 1)
    works = [w for s in best[:_JUDGED] for w in s.known.works[:1]]
    nearest = max((max(w.own, w.score) for w in works), default=0.0)
    fits = max((s.known.field_share for s in best[:_JUDGED]), default=0.0)
    near = max((w.cosine for w in works), default=0.0)
    if fits >= FITTING_FIELD or near >= NEAR.get(reader.graph.vectors.model, math.inf):
        return True
    if not nearest:
        return False
    return says_enough(POINTS * nearest / ranking.most, _said(reader, ranking, works), words)


def says_enough(points: float, said: float, words: int) -> bool:
    """Does a work of so many points, which has this share of the telling words, answer a need of so
    many different words?"""
    return (points >= CONVINCING * math.pow(words, SHORTER)
            and said >= SAID * math.pow(words, LESS))


def _said(reader: Reader, ranking: Ranking, works: list[OwnedWork]) -> float:
    """The largest share of the need's telling words that one of the works has."""
    rows = reader.works({work.entity for work in works})
    told = (set(row.tokens.split()) & ranking.telling.keys() for row in rows)
    most = max((sum(ranking.telling[term] for term in terms) for terms in told), default=0.0)
    whole = sum(ranking.telling.values())
    return most / whole if whole else 0.0


def _nothing(ranking: Ranking) -> str:
    if not ranking.scored:
        until = f" before {ranking.need.as_of}" if ranking.need.as_of else ""
        return f"no work{until} and no stated field shares a word with the need"
    filters = [
        f"kind {' or '.join(ranking.need.kinds)}",
        f"region {' or '.join(ranking.need.regions)}" if ranking.need.regions else "",
        f"at least {ranking.need.min_works} works",
        f"evidence from {ranking.need.since} on" if ranking.need.since else "",
    ]
    told = ", ".join(filter(None, filters))
    return f"{len(ranking.scored)} organisations share words with the need, none passes: {told}"


def shown(
    reader: Reader, ranking: Ranking, best: list[tuple[Scored, Entity]]
) -> tuple[Candidate, ...]:
    """Candidates with their evidence, ranked from 1."""
    cited = {s.owner: s.known.cited(ranking.weights.values)[:WORKS_SHOWN] for s, _ in best}
    evidence = work_evidence(
        reader, (w for works in cited.values() for w in works), ranking.telling, ranking.most)
    everyone = np.array([s.score for s in ranking.scored])
    calibration = ranking.weights.calibration  # of the plain score, not of other questions' parts
    facts = field_facts(reader, [scored for scored, _ in best])
    found = []
    for place, (scored, entity) in enumerate(best, 1):
        profile = scored.known.profile
        works = tuple(
            evidence[w.record, w.share, w.entity] for w in cited[scored.owner]
            if (w.record, w.share, w.entity) in evidence
        )
        found.append(Candidate(
            place, entity, scored.score, scored.parts, works, facts.get(scored.owner, ()),
            profile.works if profile else 0,
            day_text(profile.last) if profile and profile.last else None,
            calibration.confidence(everyone, scored.score)
            if calibration and not scored.told else None,
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
