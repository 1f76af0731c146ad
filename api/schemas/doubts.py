"""Pairs that may be one, and decisions on them."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.linking import LinkPart
from api.schemas.things import EntityAnswer
from graph.doubts import Doubt, DoubtList
from graph.model import Decision, DecisionKind


class DoubtAnswer(BaseModel):
    """Two things that may be one; the first has more records."""

    first: EntityAnswer
    second: EntityAnswer
    matched: tuple[str, str] = Field(description="The names that were compared.")
    score: float = Field(description="The probability that both are one.")
    outcome: Literal["same", "different", "unsure"]
    says: str = Field(description="Why a person has to decide.")
    apart: str = Field(description="Why they were not joined though those names are the same.")
    gain: int = Field(description="Records that would move to the other side.")
    parts: list[LinkPart]

    @classmethod
    def of(cls, doubt: Doubt) -> Self:
        """From the graph's answer."""
        found = doubt.comparison
        return cls(
            first=EntityAnswer.of(doubt.first), second=EntityAnswer.of(doubt.second),
            matched=doubt.matched, score=found.score, outcome=found.outcome, says=doubt.says,
            apart=doubt.apart, gain=doubt.gain, parts=[LinkPart.of(p) for p in found.parts],
        )


class DoubtsAnswer(BaseModel):
    """Pairs that nobody decided on, ordered by what a decision is expected to change."""

    doubts: list[DoubtAnswer]
    total: int = Field(description="All that are open, also those not listed here.")
    crowded: int = Field(description="Keys passed over because too many names share them.")

    @classmethod
    def of(cls, found: DoubtList) -> Self:
        """From the graph's answer."""
        return cls(doubts=[DoubtAnswer.of(d) for d in found.doubts], total=found.total,
                   crowded=found.crowded)


class PairRequest(BaseModel):
    """What a person says of two things."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "kind": "different", "first": "5f0a9c3e1b2d4788", "second": "0c5f3a7b9d1e2f40",
        "by": "Li Wen", "why": "two provinces",
    }]})

    kind: Literal["same", "different", "unsure"]
    first: str = Field(min_length=1, max_length=500, description="Id, identifier or exact name.")
    second: str = Field(min_length=1, max_length=500, description="Id, identifier or exact name.")
    by: str = Field(min_length=1, max_length=100, description="Who decides.")
    why: str = Field("", max_length=1000, description="The reason, for those who ask later.")
    score: float | None = Field(
        None, ge=0, le=1, description="The score that the person saw; else it is worked out.")


class PairDecisionAnswer(BaseModel):
    """A decision on two things."""

    id: str
    kind: DecisionKind
    by: str
    at: str
    why: str
    first: str = Field(description="Name of the one when it was decided.")
    second: str = Field(description="Name of the other when it was decided.")
    score: float | None = Field(description="How alike they seemed to the person.")

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """From a decision about two records."""
        first, second = decision.records
        return cls(id=decision.id, kind=decision.kind, by=decision.by, at=decision.at,
                   why=decision.why, first=first.name, second=second.name, score=decision.score)
