"""Matchmaking events: participants → scored pairs → choose → place → explain.

``plan(participants, pair_scores(…), hall)`` needs no store; ``pair_event`` takes the pairs from the
evidence of a graph. Choosing and placing are apart, so that meetings that are already given can be
placed alone, and pairs proposed without a timetable (`propose`).
"""

from graph.events.from_graph import pair_event
from graph.events.model import (
    Hall,
    Meeting,
    PairPart,
    PairScore,
    Participant,
    Plan,
    Slot,
    Unmet,
)
from graph.events.plan import plan, propose
from graph.events.read import read_participants
from graph.events.scores import Affinity, Fit, WordAffinity, pair_scores
from graph.events.write import write

__all__ = [
    "Affinity", "Fit", "Hall", "Meeting", "PairPart", "PairScore", "Participant", "Plan", "Slot",
    "Unmet", "WordAffinity", "pair_event", "pair_scores", "plan", "propose", "read_participants",
    "write",
]
