"""Strings, whom they mean, and why."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.linking import Outcome, outcome
from graph.identity.parts import Link, LinkCandidate, Part

MOST_TEXTS = 1000
MOST_CANDIDATES = 50
LONGEST_TEXT = 1000
Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class LinkRequest(BaseModel):
    """Names of organisations as they stand somewhere: one ``text``, or many ``texts``."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "text": "Lakeside Inst. of Salt Chemistry, North Shore", "kinds": ["Institute"],
        "region": "North Shore", "limit": 5,
    }]})

    text: Text | None = None
    texts: list[Text] = Field([], max_length=MOST_TEXTS)
    kinds: list[str] = Field([], max_length=10, description="Only organisations of these kinds.")
    region: str = Field("", max_length=200, description="Where they are, if that is known.")
    identifiers: list[str] = Field(
        [], max_length=20, description="Of the one text, as scheme:value.",
        examples=[["ror:05dxps055"]],
    )
    limit: int = Field(5, ge=1, le=MOST_CANDIDATES, description="Candidates of each at most.")

    @model_validator(mode="after")
    def _one_or_many(self) -> Self:
        if (self.text is None) == (not self.texts):
            raise ValueError("give either text or texts")
        if self.identifiers and self.texts:
            raise ValueError("identifiers belong to one text")
        return self


class LinkPart(BaseModel):
    """One part of a score; the points of all parts add up to its log-odds."""

    feature: str
    value: float = Field(description="How well it agrees.")
    points: float
    says: str = Field(description="The part in words.")

    @classmethod
    def of(cls, part: Part) -> Self:
        """From the graph's part."""
        return cls(feature=part.feature, value=part.value, points=part.points, says=part.says)


class LinkCandidateAnswer(BaseModel):
    """An organisation that a string may mean."""

    id: str
    name: str
    kind: str
    matched: str = Field(description="The name of it that was found.")
    score: float = Field(description="The probability that it is right.")
    parts: list[LinkPart]

    @classmethod
    def of(cls, candidate: LinkCandidate) -> Self:
        """From the graph's candidate."""
        return cls(
            id=candidate.entity, name=candidate.name, kind=candidate.kind,
            matched=candidate.matched, score=candidate.score,
            parts=[LinkPart.of(p) for p in candidate.parts],
        )


class LinkAnswer(BaseModel):
    """Whom a string means."""

    text: str
    outcome: Outcome
    chosen: LinkCandidateAnswer | None
    reason: str = Field(description="Why nobody was chosen, or what else is to be known.")
    candidates: list[LinkCandidateAnswer]

    @classmethod
    def of(cls, link: Link) -> Self:
        """From the graph's answer."""
        return cls(
            text=link.text, outcome=outcome(link),
            chosen=LinkCandidateAnswer.of(link.chosen) if link.chosen else None,
            reason=link.reason, candidates=[LinkCandidateAnswer.of(c) for c in link.candidates],
        )


class LinksAnswer(BaseModel):
    """The links of all texts, in their order."""

    links: list[LinkAnswer]
