"""An event's pairs from the evidence of the graph: one's need against another's works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.errors import InvalidRequest, NotFound
from graph.events.model import Hall, Participant, Plan
from graph.events.plan import plan
from graph.events.scores import Affinity, Fit, WordAffinity, clause, pair_scores
from graph.lookup import Lookup
from graph.matching.options import wanted
from graph.matching.query import read_need
from graph.matching.rank import is_convincing, rank, shown
from graph.matching.reader import Graph, Reader
from graph.matching.results import Candidate
from graph.schema import ORGANISATIONS

WORDS, EVIDENCE = 0.4, 0.6
"""What the participants say of themselves weighs less than what is on record of them."""
_LEAST = 1 / 3
"""Who scores under a third of the best for a need is no one to send there."""


def linked(graph: Graph, participants: Sequence[Participant]) -> list[Participant]:
    """The participants with their organisation in the graph, where its name is known there."""
    lookup = Lookup(graph.store, level=graph.level)
    found = []
    for participant in participants:
        if not participant.entity:
            try:
                entity = lookup.entity(participant.organisation, kinds=ORGANISATIONS)
                participant = replace(participant, entity=entity.id)
            except NotFound:
                pass  # it takes part with its own words alone; the plan says so
        found.append(participant)
    return found


def evidence_affinity(graph: Graph, participants: Sequence[Participant]) -> Affinity:
    """The need of one matched, as any need is, with the works of those that the graph knows.

    The value is the share of the score that the best of the whole graph has for this need; who is
    far from it, or has no work and no stated field that convinces by itself, is left out.
    """
    reader = Reader(graph)
    present = reader.entities(sorted({p.entity for p in participants if p.entity}))
    answers: dict[str, dict[str, Fit]] = {}

    def ask(need: str) -> dict[str, Fit]:
        try:
            asked = read_need(reader, wanted(need, {"kinds": ORGANISATIONS}))
        except InvalidRequest:
            return {}  # no word that says what is needed: nothing to look for
        ranking = rank(reader, asked)
        best = max((scored.score for scored in ranking.scored), default=0.0)
        fitting = [(scored, present[scored.owner]) for scored in ranking.scored
                   if scored.owner in present and scored.score >= _LEAST * best
                   and is_convincing(reader, ranking, [scored])]
        return {c.id: _fit(need, ranking.telling, c, best)
                for c in shown(reader, ranking, fitting)}

    def affinity(one: Participant, others: Sequence[Participant]) -> dict[str, Fit]:
        if one.needs not in answers:
            answers[one.needs] = ask(one.needs)
        known = answers[one.needs]
        return {other.key: known[other.entity] for other in others if other.entity in known}

    return affinity


def _fit(need: str, telling: Mapping[str, float], candidate: Candidate, best: float) -> Fit:
    """A candidate's share of the best score, its reason and the document behind it."""
    wanted = f"needs “{clause(need, telling)}”; {candidate.name}"
    value = candidate.score / best
    if candidate.works:
        work = candidate.works[0]
        return Fit(value, f"{wanted} has “{work.title}” ({work.date or 'undated'})", work.document)
    if candidate.facts:
        fact = candidate.facts[0]
        return Fit(value, f"{wanted} states this field (“{fact.quote}”)", fact.document)
    return Fit(value, f"{wanted} works in this field")


def pair_event(
    graph: Graph, participants: Sequence[Participant], hall: Hall, *,
    time_limit: float = 10.0,
) -> Plan:
    """Who meets whom, when and where: words and evidence scored both ways, chosen, placed."""
    known = linked(graph, participants)
    strangers = [p.organisation for p in known if not p.entity]
    pairs = pair_scores(known, [
        ("need and offer", WORDS, WordAffinity(known)),
        ("need and works", EVIDENCE, evidence_affinity(graph, known)),
    ])
    notes = [f"not known in the graph, matched by their own words alone: {', '.join(strangers)}"]
    return plan(known, pairs, hall, time_limit=time_limit,
                notes=notes if strangers else ())
