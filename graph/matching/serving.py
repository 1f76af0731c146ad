"""Industries that an organisation could serve: whose stated problems its works answer."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.dates import day_text
from graph.errors import InvalidRequest
from graph.lookup import Fact
from graph.matching.evidence import WORKS_SHOWN, work_evidence
from graph.matching.features import POINTS
from graph.matching.fits import Fit, counted, decayed, fits, holders
from graph.matching.options import Date, Options, wanted
from graph.matching.owners import SHARED, OwnedWork, recency
from graph.matching.reader import Graph, Reader
from graph.matching.results import Candidate, MatchResult, Part, WorkEvidence
from graph.matching.uses import Use, industries_of_use
from graph.model import Edge, Entity, WorkRow
from graph.schema import ORGANISATIONS, OWNING

USE, TOGETHER = 15.0, 3.0
_CAPTIONS: Mapping[str, str] = {
    "stated_problems": "problems its works answer", "use_of_patents": "use of its patents",
    "worked_for": "worked for it before",
}
EXPLANATIONS: Mapping[str, str] = {
    "stated_problems": "Problems that the industry or its enterprises state: the points of the "
                       "organisation's nearest work for each, by its share and age as in a match; "
                       "the best problem counts whole, each further one half of the one before.",
    "use_of_patents": "Fifteen points times the part that a concordance gives to the industry, by "
                       "the codes of the organisation's patents.",
    "worked_for": "Works together with enterprises of the industry: three points for the first, "
                  "each further one less, as the logarithm does.",
}
_ANSWERS_SHOWN, _CLASSES_NAMED = 5, 5


@dataclass(frozen=True, slots=True)
class Answer:
    """A problem that a work of the organisation answers, and the edges that state the problem."""

    points: float
    fit: Fit
    work: OwnedWork
    stated: tuple[Edge, ...]


@dataclass(slots=True)
class _Industry:
    """What speaks for one industry; ``together`` are works with its enterprises."""

    answers: list[Answer] = field(default_factory=list)
    use: Use | None = None
    together: dict[str, Edge] = field(default_factory=dict)

    @property
    def convincing(self) -> bool:
        """Does a work answer a problem, or does a table or common work say so?"""
        return any(a.fit.convincing for a in self.answers) or bool(self.use or self.together)


def served(graph: Graph, organisation: str, *, as_of: Date = None, limit: int = 10) -> MatchResult:
    """Industries that an organisation could serve, each with the problems that its works answer.

    The candidates are industries: their facts state the problems, their works are those of the
    organisation. Raises `NotFound` for an unknown organisation.
    """
    everywhen = Reader(graph)
    entity = everywhen.lookup.entity(organisation, kinds=ORGANISATIONS)
    if entity.kind not in ORGANISATIONS:
        raise InvalidRequest(f"{entity.name} is of kind {entity.kind}, not an organisation")
    need = replace(wanted(entity.name, Options(as_of=as_of, limit=limit)), about=entity,
                   kinds=("Industry",))
    reader = Reader(graph, need.before)
    works = _works(reader, entity)
    found: dict[str, _Industry] = defaultdict(_Industry)
    _answers(reader, entity, works, found)
    uses = industries_of_use(reader, entity)
    for id_, use in uses.found.items():
        found[id_].use = use
    _together(reader, entity, works, found)
    ranked = _ranked(reader, found)
    convincing = [e for e in ranked if found[e.id].convincing]
    candidates = [_candidate(reader, place, industry, found[industry.id])
                  for place, industry in enumerate((convincing or ranked)[:limit], 1)]
    told = []
    if convincing and len(ranked) > len(convincing):
        told.append(f"{len(ranked) - len(convincing)} industries whose problems share few words "
                    "with its works are left out")
    if not works:
        told.append(f"{entity.name} has no works" + (f" before {need.as_of}" if as_of else ""))
    elif not candidates:
        told.append("no industry states a problem near its works")
    if uses.unknown:
        told.append("of use also in classes that no industry of the graph bears: "
                    + "; ".join(uses.unknown[:_CLASSES_NAMED]))
    return MatchResult(
        need, tuple(candidates) if convincing else (), () if convincing else tuple(candidates),
        0, tuple(told), graph.store.generation(), "served")


def _works(reader: Reader, entity: Entity) -> list[WorkRow]:
    """The works that count for it: of contracts those in which it provides."""
    ids = sorted({e.end for e in reader.edges([entity.id], OWNING) if e.start == entity.id})
    return [row for row in reader.works(ids) if entity.id in dict(row.owners)]


def _answers(
    reader: Reader, entity: Entity, works: Sequence[WorkRow], found: dict[str, _Industry]
) -> None:
    """Problems that the works answer, under the industries that have them."""
    anchor = reader.anchor
    fitting = fits(reader, [counted(row.tokens) for row in works])
    stated = holders(reader, [fit.problem.id for fit in fitting])
    of_problem = _industries(reader, [fit.problem.id for fit in fitting], stated)
    for fit in fitting:
        row = works[fit.text]
        share = dict(row.owners)[entity.id]
        points = fit.points * share**SHARED * recency(row.day, anchor)
        work = OwnedWork(row.entity, row.record, row.day, share, points)
        for industry in of_problem.get(fit.problem.id, ()):
            own = stated.get(fit.problem.id, [])
            found[industry].answers.append(Answer(points, fit, work, tuple(own)))


def _industries(
    reader: Reader, problems: Sequence[str], stated: Mapping[str, Sequence[Edge]]
) -> dict[str, set[str]]:
    """Problem to its industries: those it is classified in or stated for; without one, those of
    the enterprises that state it. Industries hold without a date."""
    everywhen = Reader(reader.graph)
    found: dict[str, set[str]] = defaultdict(set)
    for edge in everywhen.edges(problems, ("CLASSIFIED_AS",)):
        found[edge.start].add(edge.end)
    for problem, edges in stated.items():
        found[problem].update(e.start for e in edges)
    kinds = everywhen.entities(sorted({id_ for some in found.values() for id_ in some}))
    told = {problem: {i for i in some if i in kinds and kinds[i].kind == "Industry"}
            for problem, some in found.items()}
    firms = sorted({e.start for p, edges in stated.items() if not told.get(p) for e in edges})
    working = _working_in(reader, firms)
    for problem, edges in stated.items():
        if not told.get(problem):
            told[problem] = {i for e in edges for i in working.get(e.start, ())}
    return told


def _working_in(reader: Reader, firms: Sequence[str]) -> dict[str, set[str]]:
    """Enterprise to its industries, without a date."""
    everywhen = Reader(reader.graph)
    edges = [e for e in everywhen.edges(firms, ("OPERATES_IN",)) if e.start in firms]
    ends = everywhen.entities(sorted({e.end for e in edges}))
    found: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.end in ends and ends[edge.end].kind == "Industry":
            found[edge.start].add(edge.end)
    return found


def _together(
    reader: Reader, entity: Entity, works: Sequence[WorkRow], found: dict[str, _Industry]
) -> None:
    """Works with enterprises of an industry, under the industry."""
    ids = {row.entity for row in works}
    edges = [e for e in reader.edges(sorted(ids), OWNING)
             if e.end in ids and e.start != entity.id]
    working = _working_in(reader, sorted({e.start for e in edges}))
    for edge in edges:
        for industry in working.get(edge.start, ()):
            found[industry].together.setdefault(edge.end, edge)


def _ranked(reader: Reader, found: Mapping[str, _Industry]) -> list[Entity]:
    """Industries by what speaks for them, ties by id."""
    known = reader.entities(sorted(found))
    order = sorted(known, key=lambda id_: (-_score(found[id_]), id_))
    return [known[id_] for id_ in order if _score(found[id_]) > 0]


def _parts(industry: _Industry) -> tuple[Part, ...]:
    values = {
        "stated_problems": decayed(a.points for a in industry.answers),
        "use_of_patents": USE * industry.use.share if industry.use else 0.0,
        "worked_for": TOGETHER * math.log2(1 + len(industry.together)),
    }
    return tuple(Part(name, caption, round(values[name], 6))
                 for name, caption in _CAPTIONS.items())


def _score(industry: _Industry) -> float:
    return round(sum(part.value for part in _parts(industry)), 6)


def _candidate(reader: Reader, place: int, entity: Entity, industry: _Industry) -> Candidate:
    """The industry with the nearest works and the facts that state the problems."""
    answers = sorted(industry.answers, key=lambda a: (-a.points, a.fit.problem.id))
    answers = [a for a in answers if a.fit.convincing] or answers[:1]
    telling: dict[str, float] = {}
    best: dict[str, OwnedWork] = {}
    for answer in answers[:_ANSWERS_SHOWN]:
        telling |= answer.fit.telling
        best.setdefault(answer.work.entity, answer.work)
    cited = list(best.values())[:WORKS_SHOWN]
    evidence = work_evidence(reader, cited, telling, POINTS)
    works: list[WorkEvidence] = [
        evidence[key] for w in cited if (key := (w.record, w.share, w.entity)) in evidence]
    days = [a.work.day for a in answers if a.work.day]
    facts = _facts(reader, [e for a in answers[:_ANSWERS_SHOWN] for e in a.stated]
                   + list(industry.together.values())[:_ANSWERS_SHOWN])
    return Candidate(place, entity, _score(industry), _parts(industry), tuple(works), facts,
                     len({a.work.entity for a in answers}), day_text(max(days)) if days else None)


def _facts(reader: Reader, edges: Iterable[Edge]) -> tuple[Fact, ...]:
    return tuple(fact for edge in edges
                 for fact in reader.lookup.facts_of_edge(edge.key, before=reader.before, limit=1))
