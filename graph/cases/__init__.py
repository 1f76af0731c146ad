"""A need as a case: who was shortlisted, contacted, declined or agreed, with notes, remembered."""

from graph.cases.book import Case, CaseCandidate, Cases, Label, Marked
from graph.cases.model import STATUSES, Change, Reason, Status, reasons

__all__ = [
    "STATUSES", "Case", "CaseCandidate", "Cases", "Change", "Label", "Marked", "Reason", "Status",
    "reasons",
]
