"""Matching: from a need to the organisations that can meet it, with the evidence.

need (`query`) → works (`graph.search`) → owners (`owners`) → features and filters (`rank`) →
evidence (`evidence`), and what stands beside it (`beside`). An industry's common problems
(`common_problems`), partners (`partnership`), licensees (`licensing`), industries to serve
(`serving`), organisations alike (`similarity`), why one is not first (`explain`) and several side
by side (`side_by_side`) stand on the same steps.
"""

from graph.matching.common_problems import problems
from graph.matching.explain import why_not
from graph.matching.licensing import licensees
from graph.matching.partnership import partners
from graph.matching.rank import match
from graph.matching.results import (
    Candidate,
    Caution,
    CommonProblem,
    MatchResult,
    Need,
    Part,
    PersonBehind,
    ProblemList,
    Statement,
    Step,
    WhyNot,
    WorkEvidence,
)
from graph.matching.serving import served
from graph.matching.side_by_side import SideBySide, Standing, compare_candidates
from graph.matching.similarity import similar

__all__ = [
    "Candidate",
    "Caution",
    "CommonProblem",
    "MatchResult",
    "Need",
    "Part",
    "PersonBehind",
    "ProblemList",
    "SideBySide",
    "Standing",
    "Statement",
    "Step",
    "WhyNot",
    "WorkEvidence",
    "compare_candidates",
    "licensees",
    "match",
    "partners",
    "problems",
    "served",
    "similar",
    "why_not",
]
