"""Why an organisation is not first: its rank, and what it lacks against the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Unpack

from graph.bm25 import Profile
from graph.dates import day_text
from graph.language.tokens import tokens
from graph.matching.beside import beside
from graph.matching.options import Options, wanted
from graph.matching.owners import SHARED, recency
from graph.matching.query import read_need
from graph.matching.rank import Ranking, Scored, passing, rank, shown
from graph.matching.reader import Graph, Reader
from graph.matching.regions import allowed_regions, within
from graph.matching.results import Candidate, WhyNot
from graph.model import Entity

_OLD = 0.7
_MISSING_WORDS = 6


def why_not(
    graph: Graph, need: str, organisation: str, **options: Unpack[Options]
) -> WhyNot:
    """The rank of an organisation for a need, asked as for `match`, and the parts that it lacks.

    Raises `NotFound` when nothing has this name.
    """
    entity = Reader(graph).lookup.entity(organisation)
    contest = Contest(graph, need, options)
    own = contest.scored.get(entity.id)
    best, first = contest.passing[0] if contest.passing else (None, None)
    leader = contest.shown([first])[0] if first else None
    works = contest.shown([entity])[0].works if own else ()
    lacking = contest.left_out(entity)
    if own and best and leader and own is not best:
        lacking += [f"{gap.caption}: {gap.own:.1f} points, {leader.name} has {gap.other:.1f}"
                    for gap in gaps(own, best)]
        lacking += contest.remarks(own)
    return WhyNot(entity, contest.places.get(entity.id), len(contest.passing),
                  own.score if own else 0.0, own.parts if own else (), leader, tuple(lacking),
                  works)


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the score of which another has more."""

    name: str
    caption: str
    own: float
    other: float


def gaps(own: Scored, other: Scored) -> list[Gap]:
    """The parts of which another has more, the widest gap first."""
    found = [Gap(o.name, o.caption, o.value, b.value)
             for o, b in zip(own.parts, other.parts, strict=True) if b.value > o.value]
    return sorted(found, key=lambda gap: (gap.own - gap.other, gap.caption))


class Contest:
    """All that have something to say on a need, those that pass its filters in their order."""

    def __init__(self, graph: Graph, need: str, options: Options) -> None:
        self.need = read_need(Reader(graph), wanted(need, options))
        self.reader = Reader(graph, self.need.before)
        self.ranking = rank(self.reader, self.need)
        self.passing = list(passing(self.reader, self.ranking))
        self.places = {entity.id: at for at, (_, entity) in enumerate(self.passing, 1)}
        """Of those that pass, counted from 1."""
        self.scored = {scored.owner: scored for scored in self.ranking.scored}

    def shown(self, entities: Sequence[Entity]) -> tuple[Candidate, ...]:
        """Organisations with their evidence and what stands beside it, whether they pass or not;
        one that does not has the rank 0."""
        known = [(self.scored[e.id], e) for e in entities if e.id in self.scored]
        found = {c.id: c for c in shown(self.reader, self.ranking, known)}
        listed = [replace(found.get(e.id) or self._silent(e), rank=self.places.get(e.id, 0))
                  for e in entities]
        return beside(self.reader, self.need, listed)

    def _silent(self, entity: Entity) -> Candidate:
        """One of which nothing speaks for the need."""
        profile = self._profile(entity)
        latest = day_text(profile.last) if profile and profile.last else None
        return Candidate(0, entity, 0.0, (), (), (), profile.works if profile else 0, latest)

    def _profile(self, entity: Entity) -> Profile | None:
        return self.reader.graph.index.profiles(
            self.need.terms, [entity.id], before=self.need.before, since=self.need.after,
        ).get(entity.id)

    def left_out(self, entity: Entity) -> list[str]:
        """Why it is no candidate at all; nothing where it is one."""
        if entity.id in self.places:
            return []
        need = self.need
        profile = self._profile(entity)
        works = profile.works if profile else 0
        until = f" before {need.as_of}" if need.as_of else ""
        reasons = []
        if entity.id in need.exclude:
            reasons.append("it is excluded by the question")
        if entity.id in self.ranking.left_out:
            reasons.append(f"left out: {self.ranking.left_out[entity.id]}")
        if need.kinds and entity.kind not in need.kinds:
            reasons.append(f"it is of kind {entity.kind}, asked for is {' or '.join(need.kinds)}")
        if works < need.min_works:
            reasons.append(f"it has {works or 'no'} works{until}, asked for are {need.min_works}")
        elif entity.id not in self.scored:
            reasons.append(f"none of its {works} works{until} shares a word with the need")
        elsewhere = allowed_regions(self.reader, need.not_regions)
        if elsewhere and within(self.reader, [entity], elsewhere):
            reasons.append(f"it lies in {' or '.join(need.not_regions)}")
        return reasons or [f"it does not lie in {' or '.join(need.regions)}"]

    def remarks(self, own: Scored) -> list[str]:
        """What its nearest work lacks by itself: words of the need, its whole share, a late day."""
        if not own.known.works:
            return []
        nearest = own.known.works[0]
        told = []
        if missing := _missing_words(self.reader, self.ranking, nearest.entity):
            told.append(f"its nearest work does not say: {', '.join(missing)}")
        if nearest.share < 1:
            told.append(f"its nearest work is shared, it counts {nearest.share**SHARED:.2f}")
        if nearest.day and recency(nearest.day, own.known.anchor) < _OLD:
            told.append(f"its nearest work is old: {day_text(nearest.day)}")
        return told


def _missing_words(reader: Reader, ranking: Ranking, work: str) -> list[str]:
    """The need's most telling words that a work does not have, as the need writes them."""
    said = {t for row in reader.works([work]) for t in row.tokens.split()}
    written: dict[str, str] = {}
    for word in f"{ranking.need.title} {ranking.need.text}".split():
        for term in tokens(word):
            written.setdefault(term, word.strip(".,;:!?()[]“”\"'"))
    telling = sorted(ranking.telling.items(), key=lambda t: (-t[1], t[0]))
    missing = [written.get(term, term) for term, _ in telling[:16] if term not in said]
    return list(dict.fromkeys(missing))[:_MISSING_WORDS]
