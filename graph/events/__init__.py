"""Matchmaking events: score pairs → choose → place → explain."""

from graph.events.from_graph import pair_event
from graph.events.model import Hall, Meeting, PairScore, Participant, Plan, Slot, Unmet
from graph.events.plan import plan, propose
from graph.events.read import read_participants
from graph.events.scores import WordAffinity, pair_scores
from graph.events.write import write

__all__ = [
    "Hall", "Meeting", "PairScore", "Participant", "Plan", "Slot", "Unmet", "WordAffinity",
    "pair_event", "pair_scores", "plan", "propose", "read_participants", "write",
]
