"""Matching: from a need to the organisations that can meet it, with the evidence.

need (`query`) → works (`graph.search`) → owners (`owners`) → features and filters (`rank`) →
evidence (`evidence`); an industry's common problems (`problems`), partners (`partners`) and why an
organisation is not first (`explain`) stand on the same steps.
"""

from graph.matching.explain import why_not
from graph.matching.partners import partners
from graph.matching.problems import problems
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
