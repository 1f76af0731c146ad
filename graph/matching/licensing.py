"""Who is likely to take a licence: enterprises for a patent or an offer, with the reasons."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Unpack

from graph.errors import InvalidRequest, NotFound
from graph.language.ipc import codes_of
from graph.language.tokens import TITLE_WEIGHT, tokens
from graph.lookup import Fact
from graph.matching.beside import beside
from graph.matching.controls import group, notes
from graph.matching.features import POINTS, Known
from graph.matching.fits import decayed, fits, holders
from graph.matching.options import Options, wanted
from graph.matching.owners import OwnedWork
from graph.matching.preferences import small_first
from graph.matching.query import excluded, weigh
from graph.matching.rank import Ranking, Scored, is_convincing, passing, rank, shown, taken
from graph.matching.reader import Graph, Reader, words_of
from graph.matching.results import MatchResult, Need, Part
from graph.matching.uses import industries_of_use
from graph.model import Edge, Entity
from graph.schema import ORGANISATIONS, OWNING, SELLING_ROLES, WORKS

NEED, WORK, BOUGHT, USE = 1.0, 0.5, 0.5, 15.0
_FACTS_SHOWN = 3
_CALLED = re.compile(
    r"^(?:(?:the )?(?:patent|invention)(?: application)?(?: (?:no\.?|number))?:? +"
    r"|专利(?:申请)?号?[:： ]*)(?=\S*\d)", re.IGNORECASE)
"""What stands before a patent's number."""
_NUMBER = re.compile(r"(?=(?:\D*\d){4})\S+")
"""One word with four digits or more: an identifier."""
_CAPTIONS: Mapping[str, str] = {
    "stated_needs": "states a need that it meets", "own_works": "works near it",
    "bought": "took technology near it before", "industry_of_use": "industry of use",
}
EXPLANATIONS: Mapping[str, str] = {
    "stated_needs": "Problems that the enterprise states and that the offer answers: the points "
                    "that the offer would have as a work for each of them; the best counts whole, "
                    "each further one half of the one before.",
    "own_works": "Half of the score that it would have if the offer were a need: who works near a "
                 "thing can use it.",
    "bought": "Contracts in which it was a buyer, and patents that it took a licence for, by their "
              "nearness to the offer; half their points, the best whole, each further one half of "
              "the one before.",
    "industry_of_use": "Fifteen points times the part that a concordance of the patent's codes "
                       "gives to its industry.",
}


@dataclass(slots=True)
class Gathered:
    """Points and the edges that say so, by part and by enterprise."""

    points: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    edges: dict[str, list[tuple[float, Edge]]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, OwnedWork] = field(default_factory=dict)
    """Of each buyer the nearest contract or patent that it took."""
    met: set[str] = field(default_factory=set)
    """Those of whom a stated need is answered convincingly."""

    def add(self, part: str, owner: str, points: float, edge: Edge | None = None) -> None:
        """Something that speaks for an enterprise."""
        self.points[part][owner].append(points)
        if edge is not None:
            self.edges[owner].append((points, edge))


def licensees(graph: Graph, offer: str, **options: Unpack[Options]) -> MatchResult:
    """Enterprises that are likely to take a patent or an offer, with the parts of the score.

    ``offer`` names a work (id, patent number, exact title) or is free text. Its owners and their
    groups are left out. Raises `InvalidRequest` for an offer that says nothing, `NotFound` for a
    number that the graph does not know.
    """
    everywhen = Reader(graph)
    need, work = _read(everywhen, offer, options)
    reader = Reader(graph, need.before)
    ranking = rank(reader, replace(need, small_first=False))
    gathered = Gathered()
    _needs(reader, need, gathered)
    _bought(reader, need, gathered)
    unknown = _used(reader, work, gathered) if work and work.kind == "Patent" else ()
    ranking = _combined(ranking, gathered, need)
    best = [pair for pair, _ in zip(passing(reader, ranking), range(need.limit), strict=False)]
    facts = _facts(reader, gathered, [s.owner for s, _ in best])
    candidates = beside(reader, need, [
        replace(c, facts=once(facts.get(c.id, ()), c.facts))
        for c in shown(reader, ranking, best)])
    convincing = _convincing(reader, ranking, gathered, [s for s, _ in best])
    told = [*ranking.notes, *notes(ranking.left_out, (s.owner for s in ranking.scored))]
    if unknown:
        told.append(f"no industry of the graph bears the classes of use: {'; '.join(unknown)}")
    if not candidates:
        told.append("no enterprise states a need, has a work or took a contract near this offer")
    return MatchResult(
        need, candidates if convincing else (), () if convincing else candidates, ranking.undated,
        tuple(told), ranking.generation, "licensees", taken(ranking))


def _read(reader: Reader, offer: str, options: Options) -> tuple[Need, Entity | None]:
    """The offer as a need, and the work that it names, if it does."""
    asked = wanted(offer, Options(kinds=("Enterprise",), min_works=0) | options)
    work = None
    said = _CALLED.sub("", offer.strip())
    if not asked.title and "\n" not in said:
        try:
            named = reader.lookup.entity(said, kinds=WORKS)
        except NotFound:
            if _NUMBER.fullmatch(said):
                raise  # a number with a slip is no offer in words
            named = None
        work = named if named and named.kind in WORKS else None
    text, title, left_out = asked.text, asked.title, list(excluded(reader, asked))
    if work is not None:
        rows = reader.rows([work.id]).get(work.id, [])
        units = reader.units(row.unit for row in rows)
        text = "\n".join(dict.fromkeys(
            words_of(units[r.unit], r.key) for r in rows if r.unit in units))
        title = work.name
        left_out += _owners(reader, work)
    terms = weigh(text, title)
    if not terms:
        raise InvalidRequest(f"{offer[:80]!r} holds no word that says what is offered")
    codes = asked.codes or tuple(
        code.symbol for code in codes_of(str(work.properties.get("codes", "")))) if work \
        else asked.codes
    return replace(asked, text=text, title=title, about=work, terms=terms, codes=tuple(codes),
                   exclude=tuple(dict.fromkeys(left_out))), work


def _owners(reader: Reader, work: Entity) -> list[str]:
    """Who owns the work or made it, with their groups."""
    edges = reader.edges([work.id], OWNING)
    starts = reader.entities(sorted({e.start for e in edges if e.end == work.id}))
    owners = [e for e in starts.values() if e.kind in ORGANISATIONS]
    return [id_ for owner in owners for id_ in (owner.id, *sorted(group(reader, owner)))]


def _convincing(
    reader: Reader, ranking: Ranking, gathered: Gathered, best: list[Scored]
) -> bool:
    """Is a stated need answered, or does a work or contract of the first say enough of the
    offer?"""
    if any(s.owner in gathered.met for s in best):
        return True
    takers = [replace(s, known=replace(s.known, works=[gathered.taken[s.owner]]))
              for s in best if s.owner in gathered.taken]
    return is_convincing(reader, ranking, best) or is_convincing(reader, ranking, takers)


def _needs(reader: Reader, need: Need, gathered: Gathered) -> None:
    """Enterprises by the problems that they state and the offer answers."""
    found = fits(reader, [Counter(tokens(need.title) * TITLE_WEIGHT + tokens(need.text))])
    stated = holders(reader, [f.problem.id for f in found])
    for fit in found:
        for edge in stated.get(fit.problem.id, ()):
            gathered.add("stated_needs", edge.start, NEED * fit.points, edge)
            if fit.convincing:
                gathered.met.add(edge.start)


def _bought(reader: Reader, need: Need, gathered: Gathered) -> None:
    """Enterprises by what they bought or took a licence for near the offer."""
    hits = reader.graph.index.search(need.terms, before=need.before, since=need.after)
    near: dict[str, OwnedWork] = {}
    for id_, record, day, score in zip(
            hits.entities, hits.records, hits.days, hits.scores, strict=True):
        near.setdefault(id_, OwnedWork(id_, record, day, 1.0, score))
    for edge in reader.edges(sorted(near), ("PARTY_TO", "LICENSES")):
        took = edge.kind == "LICENSES" or (
            edge.roles and not set(edge.roles) & set(SELLING_ROLES))
        if edge.end in near and took:
            work = near[edge.end]
            gathered.add("bought", edge.start, BOUGHT * POINTS * work.score / hits.most, edge)
            known = gathered.taken.get(edge.start)
            if known is None or work.score > known.score:
                gathered.taken[edge.start] = work


def _used(reader: Reader, work: Entity, gathered: Gathered) -> tuple[str, ...]:
    """Enterprises by their industry; gives the classes that lead to no industry of the graph."""
    uses = industries_of_use(reader, work)
    best: dict[str, tuple[float, Edge]] = {}
    for edge in Reader(reader.graph).edges(sorted(uses.found), ("OPERATES_IN",)):
        use = uses.found.get(edge.end)
        if use is not None and use.share > best.get(edge.start, (0.0, edge))[0]:
            best[edge.start] = use.share, edge
    for owner, (share, edge) in best.items():
        gathered.add("industry_of_use", owner, USE * share, edge)
    return () if uses.found else uses.unknown


def _combined(ranking: Ranking, gathered: Gathered, need: Need) -> Ranking:
    """All that speaks for each as one ranking."""
    works = {s.owner: s for s in ranking.scored}
    owners = works.keys() | {o for part in gathered.points.values() for o in part}
    scored = []
    for owner in sorted(owners):
        near = works.get(owner)
        values = {part: decayed(gathered.points[part].get(owner, ())) for part in _CAPTIONS}
        values["own_works"] = WORK * near.score if near else 0.0
        parts = tuple(Part(part, caption, round(values[part], 6))
                      for part, caption in _CAPTIONS.items())
        known = near.known if near else Known(owner, ranking.most, None)
        scored.append(Scored(owner, round(sum(p.value for p in parts), 6), (), known,
                             near.field if near else None, parts))
    return replace(ranking, need=need, scored=ordered(scored, need))


def once(*facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts, each once."""
    return tuple({fact.id: fact for some in facts for fact in some}.values())


def ordered(scored: Iterable[Scored], need: Need) -> list[Scored]:
    """Best first, ties by id, small ones preferred if wished."""
    listed = [small_first(s) if need.small_first else s for s in scored if s.score > 0]
    return sorted(listed, key=lambda s: (-s.score, s.owner))


def _facts(
    reader: Reader, gathered: Gathered, owners: Iterable[str]
) -> dict[str, tuple[Fact, ...]]:
    """The facts behind the parts, the weightiest first."""
    found = {}
    for owner in owners:
        edges = sorted(gathered.edges.get(owner, ()), key=lambda e: (-e[0], e[1].key))
        facts = [fact for _, edge in edges[:_FACTS_SHOWN]
                 for fact in reader.lookup.facts_of_edge(
                     edge.key, limit=1,  # what somebody's industry is holds without a date
                     before=None if edge.kind == "OPERATES_IN" else reader.before)]
        found[owner] = tuple(facts)
    return found
