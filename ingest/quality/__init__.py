"""Flags: what is wrong in a text itself, each by a small pure rule; they never change a fact."""

from __future__ import annotations

from ingest.facts import FlagFact
from ingest.quality import arithmetic, lists, money, order, places, scope  # noqa: F401  (rules)
from ingest.quality.evidence import RULES, Area, Evidence

__all__ = ["RULES", "Area", "Evidence", "flags_of"]


def flags_of(evidence: Evidence) -> tuple[FlagFact, ...]:
    """All flags of a document, in the order of the text."""
    found: dict[tuple[str, int, int], FlagFact] = {}
    for name, check in RULES.items():
        for defect in check(evidence):
            start, end = evidence.source.span(defect.start, defect.end)
            quote = evidence.source.quote(start, end)
            flag = FlagFact(name, start, end, quote, defect.says, defect.expected)
            found.setdefault((name, start, end), flag)
    return tuple(sorted(found.values(), key=lambda f: (f.start, f.rule)))
