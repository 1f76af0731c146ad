"""Sentences, how they were read, and the answers to them."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.matching import LONGEST_NEED, MOST_CANDIDATES, MatchAnswer, ProblemListAnswer
from graph.language.question import FIELDS, Question
from graph.matching.asked import Asked
from graph.matching.results import MatchResult


class SentenceRequest(BaseModel):
    """A question in one's own words, English or Chinese."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "text": "which institute can remove boron from brine, evidence since 2019",
    }]})

    text: str = Field(min_length=1, max_length=LONGEST_NEED)


class AskRequest(SentenceRequest):
    """A sentence, with changes to how it is read; what is left out is as the sentence says."""

    want: str | None = Field(None, max_length=20, description="solvers, partners, licensees, "
                             "problems, industries or alike.")
    need: str | None = Field(None, max_length=LONGEST_NEED)
    kinds: list[str] | None = Field(None, max_length=10)
    regions: list[str] | None = Field(None, max_length=50)
    not_regions: list[str] | None = Field(None, max_length=50)
    industry: str | None = Field(None, max_length=300)
    organisation: str | None = Field(None, max_length=300)
    exclude: list[str] | None = Field(None, max_length=200)
    since: str | None = Field(None, max_length=10)
    as_of: str | None = Field(None, max_length=10)
    codes: list[str] | None = Field(None, max_length=50)
    limit: int | None = Field(None, ge=1, le=MOST_CANDIDATES)

    def edits(self) -> dict[str, object]:
        """What replaces the reading."""
        return self.model_dump(exclude={"text"}, exclude_none=True)


class SpanAnswer(BaseModel):
    """Words of the sentence that gave a field."""

    start: int = Field(description="In characters of the text.")
    end: int
    field: str
    words: str


class QuestionAnswer(BaseModel):
    """A sentence as it was read; what it does not say is empty."""

    text: str
    language: str = Field(description="en or zh.")
    want: str
    need: str = Field(description="The technical core, in the asker's words.")
    kinds: list[str]
    regions: list[str]
    not_regions: list[str]
    industry: str
    organisation: str
    exclude: list[str]
    since: str = Field(description="Evidence from this date on.")
    as_of: str = Field(description="Evidence from before this date.")
    codes: list[str]
    spans: list[SpanAnswer]
    notes: list[str]

    @classmethod
    def of(cls, question: Question) -> Self:
        """From the graph's question."""
        spans = [SpanAnswer(start=s.start, end=s.end, field=s.field,
                            words=question.text[s.start : s.end]) for s in question.spans]
        return cls.model_validate({
            **{name: getattr(question, name) for name in FIELDS},
            "text": question.text, "language": question.language, "spans": spans,
            "notes": question.notes,
        })


class AskedAnswer(BaseModel):
    """How the sentence was read, and its answer: a ranking, or an industry's problems."""

    question: QuestionAnswer
    ranking: MatchAnswer | None
    problems: ProblemListAnswer | None
    notes: list[str] = Field(description="What was said and is not used, and why.")

    @classmethod
    def of(cls, asked: Asked) -> Self:
        """From the graph's answer."""
        found = asked.answer
        return cls(
            question=QuestionAnswer.of(asked.question),
            ranking=MatchAnswer.of(found) if isinstance(found, MatchResult) else None,
            problems=None if isinstance(found, MatchResult) else ProblemListAnswer.of(found),
            notes=list(asked.notes),
        )
