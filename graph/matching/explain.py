"""Why an organisation is not first: its rank, and what it lacks against the best."""

from __future__ import annotations

from typing import Unpack

from graph.dates import day_text
from graph.language.tokens import tokens
from graph.matching.options import Options, wanted
from graph.matching.owners import recency
from graph.matching.query import read_need
from graph.matching.rank import Ranking, Scored, passing, rank, shown
from graph.matching.reader import Graph, Reader
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
    everywhen = Reader(graph)
    entity = everywhen.lookup.entity(organisation)
    read = read_need(everywhen, wanted(need, options))
    reader = Reader(graph, read.before)
    ranking = rank(reader, read)
    candidates = list(passing(reader, ranking))
    place = next((i for i, (s, _) in enumerate(candidates, 1) if s.owner == entity.id), None)
    own = next((s for s in ranking.scored if s.owner == entity.id), None)
    leader = shown(reader, ranking, candidates[:1])
    works = shown(reader, ranking, [(own, entity)])[0].works if own else ()
    best = candidates[0][0] if candidates else None
    lacking = _left_out(reader, ranking, entity, own) if place is None else []
    if own and best and own is not best:
        lacking += _against(reader, ranking, own, best, leader[0])
    return WhyNot(entity, place, len(candidates), own.score if own else 0.0,
                  own.parts if own else (), leader[0] if leader else None, tuple(lacking), works)


def _left_out(
    reader: Reader, ranking: Ranking, entity: Entity, own: Scored | None
) -> list[str]:
    """Why it is no candidate at all."""
    need = ranking.need
    profile = reader.graph.index.profiles(
        need.terms, [entity.id], before=need.before, since=need.after)
    works = profile[entity.id].works if entity.id in profile else 0
    until = f" before {need.as_of}" if need.as_of else ""
    reasons = []
    if entity.id in need.exclude:
        reasons.append("it is excluded by the question")
    if need.kinds and entity.kind not in need.kinds:
        reasons.append(f"it is of kind {entity.kind}, asked for is {' or '.join(need.kinds)}")
    if works < need.min_works:
        reasons.append(f"it has {works or 'no'} works{until}, asked for are {need.min_works}")
    elif own is None:
        reasons.append(f"none of its {works} works{until} shares a word with the need")
    if not reasons:
        reasons.append(f"it does not lie in {' or '.join(need.regions)}")
    return reasons


def _against(
    reader: Reader, ranking: Ranking, own: Scored, best: Scored, leader: Candidate
) -> list[str]:
    """What the best has more of, the widest gap first."""
    gaps = sorted(
        ((b.value - o.value, o.caption, o.value, b.value)
         for o, b in zip(own.parts, best.parts, strict=True) if b.value > o.value),
        reverse=True,
    )
    reasons = [f"{caption}: {value:.1f} points, {leader.name} has {other:.1f}"
               for _, caption, value, other in gaps]
    if own.known.works:
        nearest = own.known.works[0]
        if missing := _missing_words(reader, ranking, nearest.entity):
            reasons.append(f"its nearest work does not say: {', '.join(missing)}")
        if nearest.share < 1:
            reasons.append(f"its nearest work is shared, it counts {nearest.share:.2f}")
        if nearest.day and recency(nearest.day, own.known.anchor) < _OLD:
            reasons.append(f"its nearest work is old: {day_text(nearest.day)}")
    return reasons


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
