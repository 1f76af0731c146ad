"""Needs, ranked organisations with their evidence, problems of an industry, and why not."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.things import EntityAnswer, FactAnswer
from graph.matching.options import Options
from graph.matching.results import (
    Candidate,
    CommonProblem,
    MatchResult,
    Part,
    ProblemList,
    Statement,
    WhyNot,
    WorkEvidence,
)

LONGEST_NEED = 20_000
MOST_CANDIDATES = 100


class MatchRequest(BaseModel):
    """A need: free text, or the id or exact name of a problem, an industry or an enterprise."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "need": "extraction of lithium from brine with a high ratio of magnesium to lithium",
        "kinds": ["Institute"], "regions": [], "as_of": "2024-01-01", "limit": 5,
    }]})

    need: str = Field(min_length=1, max_length=LONGEST_NEED)
    title: str = Field("", max_length=1000, description="A title of the need, which counts more.")
    kinds: list[str] = Field(["Institute", "Enterprise"], max_length=10)
    regions: list[str] = Field([], max_length=50, description="Only organisations seated there.")
    as_of: str = Field("", max_length=10, description="Count only evidence from before this date.")
    since: str = Field("", max_length=10, description="Count only evidence from this date on.")
    codes: list[str] = Field([], max_length=50, description="IPC or CPC codes of the need.")
    exclude: list[str] = Field([], max_length=200, description="Organisations to leave out.")
    min_works: int = Field(1, ge=0, le=1000)
    limit: int = Field(10, ge=1, le=MOST_CANDIDATES)

    def options(self) -> Options:
        """What is asked beside the words."""
        return self.model_dump(exclude={"need"})  # type: ignore[return-value]


class PartAnswer(BaseModel):
    """One part of a score; the parts of a candidate add up to its score."""

    name: str
    caption: str
    value: float

    @classmethod
    def of(cls, part: Part) -> Self:
        """From the graph's part."""
        return cls(name=part.name, caption=part.caption, value=part.value)


class WorkAnswer(BaseModel):
    """A work that speaks for an organisation, with the words and where they stand."""

    entity: str
    kind: str
    title: str
    date: str | None
    document: str
    source: str
    place: str
    quote: str
    people: list[str]
    share: float
    score: float
    family: list[str] = Field(description="Further patents of its family; they count with it.")
    legal_status: str = Field(description="Of a patent: alive, licensed, pending, lapsed.")
    legal_status_date: str
    legal_status_words: str = Field(description="The register's own words.")

    @classmethod
    def of(cls, work: WorkEvidence) -> Self:
        """From the graph's evidence."""
        status = work.status
        return cls(
            entity=work.entity, kind=work.kind, title=work.title, date=work.date,
            document=work.document, source=work.source, place=work.place, quote=work.quote,
            people=list(work.people), share=work.share, score=work.score,
            family=list(work.family), legal_status=status.state if status else "",
            legal_status_date=status.date if status else "",
            legal_status_words=status.words if status else "",
        )


class CandidateAnswer(BaseModel):
    """An organisation in its place."""

    rank: int
    organisation: EntityAnswer
    score: float
    parts: list[PartAnswer]
    works: list[WorkAnswer]
    facts: list[FactAnswer]
    work_count: int
    latest: str | None

    @classmethod
    def of(cls, candidate: Candidate) -> Self:
        """From the graph's candidate."""
        return cls(
            rank=candidate.rank, organisation=EntityAnswer.of(candidate.entity),
            score=candidate.score, parts=[PartAnswer.of(p) for p in candidate.parts],
            works=[WorkAnswer.of(w) for w in candidate.works],
            facts=[FactAnswer.of(f) for f in candidate.facts],
            work_count=candidate.work_count, latest=candidate.latest,
        )


class MatchAnswer(BaseModel):
    """Ranked organisations; when none convinces, the nearest stand apart."""

    need: str = Field(description="The words as understood.")
    about: EntityAnswer | None = Field(description="The entity that the need was, if it was one.")
    convincing: bool
    candidates: list[CandidateAnswer]
    nearest: list[CandidateAnswer]
    undated: int = Field(description="Works left out for want of a date.")
    notes: list[str]
    generation: int = Field(description="The store's state that was asked.")

    @classmethod
    def of(cls, result: MatchResult) -> Self:
        """From the graph's answer."""
        about = result.need.about
        return cls(
            need=result.need.text, about=EntityAnswer.of(about) if about else None,
            convincing=result.convincing,
            candidates=[CandidateAnswer.of(c) for c in result.candidates],
            nearest=[CandidateAnswer.of(c) for c in result.nearest],
            undated=result.undated, notes=list(result.notes), generation=result.generation,
        )


class StatementAnswer(BaseModel):
    """One holder's statement of a problem, with its words."""

    problem: str
    text: str
    holder: str
    holder_name: str
    holder_kind: str
    date: str | None
    document: str
    source: str
    quote: str

    @classmethod
    def of(cls, statement: Statement) -> Self:
        """From the graph's statement."""
        return cls.model_validate({name: getattr(statement, name) for name in cls.model_fields})


class ProblemAnswer(BaseModel):
    """Statements that mean one problem, and who could solve it."""

    title: str
    common: bool
    support: int = Field(description="How many state it.")
    statements: list[StatementAnswer]
    solvers: MatchAnswer | None

    @classmethod
    def of(cls, problem: CommonProblem) -> Self:
        """From the graph's problem."""
        return cls(
            title=problem.title, common=problem.common, support=problem.support,
            statements=[StatementAnswer.of(s) for s in problem.statements],
            solvers=MatchAnswer.of(problem.solvers) if problem.solvers is not None else None,
        )


class ProblemListAnswer(BaseModel):
    """An industry's problems: the common ones, and those that one enterprise alone states."""

    industry: EntityAnswer
    problems: list[ProblemAnswer]
    single: list[ProblemAnswer]
    notes: list[str]
    generation: int

    @classmethod
    def of(cls, found: ProblemList) -> Self:
        """From the graph's answer."""
        return cls(
            industry=EntityAnswer.of(found.industry),
            problems=[ProblemAnswer.of(p) for p in found.problems],
            single=[ProblemAnswer.of(p) for p in found.single],
            notes=list(found.notes), generation=found.generation,
        )


class IndustryAnswer(BaseModel):
    """An industry and how much is known of it."""

    industry: EntityAnswer
    organisations: int
    problems: int


class WhyNotAnswer(BaseModel):
    """Why an organisation stands where it stands for a need."""

    organisation: EntityAnswer
    rank: int | None
    candidates: int
    score: float
    parts: list[PartAnswer]
    lacking: list[str]
    leader: CandidateAnswer | None
    works: list[WorkAnswer]

    @classmethod
    def of(cls, found: WhyNot) -> Self:
        """From the graph's answer."""
        return cls(
            organisation=EntityAnswer.of(found.organisation), rank=found.rank,
            candidates=found.candidates, score=found.score,
            parts=[PartAnswer.of(p) for p in found.parts], lacking=list(found.lacking),
            leader=CandidateAnswer.of(found.leader) if found.leader else None,
            works=[WorkAnswer.of(w) for w in found.works],
        )
