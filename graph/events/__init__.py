"""Matchmaking events: participants → scored pairs → choose → place → explain.

``plan(event, pair_scores(…))`` needs no store; ``pair_event`` takes the pairs from the evidence of
a graph, and ``kg.events`` keeps events with their plans. Choosing and placing are apart, so that
meetings that are already given can be placed alone, and pairs proposed without a timetable
(`propose`). When something happens afterwards, ``replan`` changes a plan as little as it can.
"""

from graph.events.calendars import CalendarEntry, calendar
from graph.events.checks import check
from graph.events.fairness import Fairness, fairness
from graph.events.from_graph import pair_event
from graph.events.hall import Hall, Slot
from graph.events.model import Ask, Event, Interpreters, Lock, Participant, Rules, Wish
from graph.events.outcomes import Outcome
from graph.events.plan import plan
from graph.events.propose import propose
from graph.events.read import read_participants
from graph.events.replan import Disruption, Move, Replanned, free_now, replan
from graph.events.results import Meeting, PairPart, PairScore, Plan, Unmet, Why
from graph.events.scores import Affinity, Fit, WordAffinity, pair_scores
from graph.events.told import told
from graph.events.write import write

__all__ = [
    "Affinity", "Ask", "CalendarEntry", "Disruption", "Event", "Fairness", "Fit", "Hall",
    "Interpreters", "Lock", "Meeting", "Move", "Outcome", "PairPart", "PairScore", "Participant",
    "Plan", "Replanned", "Rules", "Slot", "Unmet", "Why", "Wish", "WordAffinity", "calendar",
    "check", "fairness", "free_now", "pair_event", "pair_scores", "plan", "propose",
    "read_participants", "replan", "told", "write",
]
