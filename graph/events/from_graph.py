"""An event's pairs from the evidence of the graph: one's need against another's works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.errors import NotFound
from graph.events.model import Hall, Participant, Plan
from graph.events.plan import plan
from graph.events.scores import Affinity, WordAffinity, pair_scores
from graph.lookup import Lookup
from graph.matching import match
from graph.matching.reader import Graph
from graph.schema import ORGANISATIONS

WORDS, EVIDENCE = 0.4, 0.6
"""What the participants say of themselves weighs less than what is on record of them."""
_ASKED = 200
_LEAST = 0.2
"""Evidence under a fifth of the best is no reason to meet."""


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
    """The need of one matched, as any need is, with the works of those that the graph knows."""
    answers: dict[str, dict[str, tuple[float, str]]] = {}

    def ask(need: str) -> dict[str, tuple[float, str]]:
        if not need.strip():
            return {}
        result = match(graph, need, kinds=ORGANISATIONS, limit=_ASKED)
        best = max((c.score for c in result.candidates), default=0.0)
        return {
            c.id: (c.score / best, f"needs “{need}”; {c.name} has “{c.works[0].title}” "
                                   f"({c.works[0].date or 'undated'})")
            for c in result.candidates if c.works and c.score >= _LEAST * best
        }

    def affinity(
        one: Participant, others: Sequence[Participant]
    ) -> dict[str, tuple[float, str]]:
        if one.needs not in answers:
            answers[one.needs] = ask(one.needs)
        known = answers[one.needs]
        return {other.key: known[other.entity] for other in others if other.entity in known}

    return affinity


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
