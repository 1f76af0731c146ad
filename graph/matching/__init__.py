"""Matching: from a need to the organisations that can meet it, with the evidence.

need (`query`) → works (`graph.search`) → owners (`owners`) → features and filters (`rank`) →
evidence (`evidence`). An industry's common problems (`common_problems`), partners (`partnership`)
and why an organisation is not first (`explain`) stand on the same steps.
"""

from graph.matching.common_problems import problems
from graph.matching.explain import why_not
from graph.matching.partnership import partners
from graph.matching.rank import match
from graph.matching.results import (
    Candidate,
    CommonProblem,
    MatchResult,
    Need,
    Part,
    ProblemList,
    Statement,
    WhyNot,
    WorkEvidence,
)

__all__ = [
    "Candidate",
    "CommonProblem",
    "MatchResult",
    "Need",
    "Part",
    "ProblemList",
    "Statement",
    "WhyNot",
    "WorkEvidence",
    "match",
    "partners",
    "problems",
    "why_not",
]
