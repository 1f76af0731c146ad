"""Figures across documents in answers."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field

from api.schemas.things import FactAnswer
from graph.figures import Comparison, Followed, Outcome, Verdict


class ComparisonAnswer(BaseModel):
    """One figure as two or more documents state it, each with its words."""

    measure: str
    status: str
    period: str
    unit: str
    verdict: Verdict
    facts: list[FactAnswer]

    @classmethod
    def of(cls, found: Comparison) -> Self:
        """From the graph's answer."""
        return cls(
            measure=found.measure, status=found.status, period=found.period, unit=found.unit,
            verdict=found.verdict, facts=[FactAnswer.of(f) for f in found.facts],
        )  # fmt: skip


class FollowedAnswer(BaseModel):
    """A target with what was observed since it was set."""

    target: FactAnswer
    observed: list[FactAnswer] = Field(description="The earliest first.")
    outcome: Outcome

    @classmethod
    def of(cls, found: Followed) -> Self:
        """From the graph's answer."""
        return cls(
            target=FactAnswer.of(found.target), outcome=found.outcome,
            observed=[FactAnswer.of(f) for f in found.observed],
        )  # fmt: skip
