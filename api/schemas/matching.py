"""Needs, ranked organisations with their evidence, problems of an industry, and why not."""

from __future__ import annotations

from dataclasses import asdict
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
from graph.matching.side_by_side import LEAST, MOST, SideBySide, Standing
from graph.matching.understood import Understood

LONGEST_NEED = 20_000
MOST_CANDIDATES = 100


class QuestionRequest(BaseModel):
    """What can be asked beside the words of a question."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field("", max_length=1000, description="A title of the need, which counts more.")
    kinds: list[str] = Field(["Institute", "Enterprise"], max_length=10)
    regions: list[str] = Field([], max_length=50, description="Only organisations seated there.")
    not_regions: list[str] = Field([], max_length=50, description="No organisations seated there.")
    as_of: str = Field("", max_length=10, description="Count only evidence from before this date.")
    since: str = Field("", max_length=10, description="Count only evidence from this date on.")
    codes: list[str] = Field([], max_length=50, description="IPC or CPC codes of the need.")
    exclude: list[str] = Field([], max_length=200, description="Organisations to leave out.")
    min_works: int = Field(1, ge=0, le=1000)
    limit: int = Field(10, ge=1, le=MOST_CANDIDATES)
    asker: str = Field("", max_length=500, description="Who asks: it, its group and those with "
                       "works together with it of late are left out.")
    competitors: bool = Field(True, description="False: not those of the asker's industries.")
    conflicts: bool = Field(False, description="True: those with works together may stand there.")
    near: str = Field("", max_length=500, description="A place, an organisation or LAT, LON.")
    within_km: float | None = Field(None, gt=0, le=21_000, description="How far from `near`; "
                                    "without it the province around counts.")
    alive: bool = Field(False, description="Not those whose nearest works are lapsed patents.")
    small_first: bool = Field(False, description="Prefer organisations of few works.")
    spread: int | None = Field(None, ge=1, le=100, description="At most so many of one parent "
                               "first, the others after.")

    def options(self) -> Options:
        """What is asked beside the words."""
        asked = self.model_dump(exclude={"need", "offer", "organisation", "organisations"})
        return asked  # type: ignore[return-value]


class MatchRequest(QuestionRequest):
    """A need: free text, or the id or exact name of a problem, an industry or an enterprise."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "need": "extraction of lithium from brine with a high ratio of magnesium to lithium",
        "kinds": ["Institute"], "regions": [], "as_of": "2024-01-01", "limit": 5,
    }]})

    need: str = Field(min_length=1, max_length=LONGEST_NEED)


class WhyNotRequest(QuestionRequest):
    """A need, asked as for a match, and the organisation that is not first."""

    need: str = Field(min_length=1, max_length=LONGEST_NEED,
                      examples=["cold start of diesel generators"])
    organisation: str = Field(max_length=500)


class CompareRequest(QuestionRequest):
    """A need, asked as for a match, and the organisations to set beside each other."""

    need: str = Field(min_length=1, max_length=LONGEST_NEED,
                      examples=["cold start of diesel generators"])
    organisations: list[str] = Field(min_length=LEAST, max_length=MOST)


class OfferRequest(QuestionRequest):
    """An offer: a patent or other work by id, number or exact title, or free text."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "offer": "resin that takes up boron from lithium chloride solution", "limit": 5,
    }]})

    offer: str = Field(min_length=1, max_length=LONGEST_NEED)
    kinds: list[str] = Field(["Enterprise"], max_length=10)
    min_works: int = Field(0, ge=0, le=1000)


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
    flags: list[str] = Field(description="Defects of the document that states it.")

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
            legal_status_words=status.words if status else "", flags=list(work.flags),
        )


class CautionAnswer(BaseModel):
    """A reason for care with a candidate."""

    name: str = Field(examples=["little", "lapsed", "old", "people_left", "flagged", "disputed"])
    words: str


class PersonBehindAnswer(BaseModel):
    """A person behind the cited works, or a contact that a register names."""

    name: str
    entity: str
    works: list[str]
    latest: str | None
    contact: list[str]
    role: str


class StepAnswer(BaseModel):
    """An edge of a path, with the latest document behind it."""

    start: str
    start_name: str
    kind: str = Field(examples=["APPLIED_FOR"])
    end: str
    end_name: str
    document: str
    date: str | None


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
    confidence: float | None = Field(
        description="How likely it is the right one, where that was calibrated on this graph.")
    cautions: list[CautionAnswer]
    people: list[PersonBehindAnswer] = Field(description="The latest first, then contacts.")
    paths: list[list[StepAnswer]] = Field(description="From the asker or what was asked about.")
    distance: float | None = Field(description="Kilometres from `near`, where both are known.")

    @classmethod
    def of(cls, candidate: Candidate) -> Self:
        """From the graph's candidate."""
        return cls(
            rank=candidate.rank, organisation=EntityAnswer.of(candidate.entity),
            score=candidate.score, parts=[PartAnswer.of(p) for p in candidate.parts],
            works=[WorkAnswer.of(w) for w in candidate.works],
            facts=[FactAnswer.of(f) for f in candidate.facts],
            work_count=candidate.work_count, latest=candidate.latest,
            confidence=candidate.confidence,
            cautions=[CautionAnswer(**asdict(c)) for c in candidate.cautions],
            people=[PersonBehindAnswer(**asdict(p)) for p in candidate.people],
            paths=[[StepAnswer(**asdict(s)) for s in path] for path in candidate.paths],
            distance=candidate.distance,
        )


class UnderstoodAnswer(BaseModel):
    """How the words of a need were taken."""

    core: str
    slots: dict[str, str] = Field(examples=[{"material": "brine", "method": "adsorption"}])
    codes: list[str]
    language: str
    telling: dict[str, float] = Field(description="The most telling words with their weights.")

    @classmethod
    def of(cls, taken: Understood) -> Self:
        """From the graph's reading."""
        return cls(core=taken.core, slots=dict(taken.slots), codes=list(taken.codes),
                   language=taken.language, telling=dict(taken.telling))


class MatchAnswer(BaseModel):
    """Ranked organisations; when none convinces, the nearest stand apart."""

    question: str = Field(examples=["match", "partners", "licensees", "served", "similar"])
    need: str = Field(description="The words as understood.")
    about: EntityAnswer | None = Field(description="The entity that the need was, if it was one.")
    understood: UnderstoodAnswer | None = Field(description="Of a need or an offer.")
    model: str = Field(description="By whose vectors the meaning of works counted; '' if it "
                       "did not.")
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
            question=result.question, need=result.need.text,
            about=EntityAnswer.of(about) if about else None,
            understood=UnderstoodAnswer.of(result.understood) if result.understood else None,
            model=result.model,
            convincing=result.convincing,
            candidates=[CandidateAnswer.of(c) for c in result.candidates],
            nearest=[CandidateAnswer.of(c) for c in result.nearest],
            undated=result.undated, notes=list(result.notes), generation=result.generation,
        )


class GapAnswer(BaseModel):
    """A part of the score of which another has more."""

    name: str
    caption: str
    own: float
    other: float


class StandingAnswer(BaseModel):
    """Where one of the compared organisations stands."""

    candidate: CandidateAnswer = Field(description="Its rank is 0 where it is no candidate.")
    left_out: list[str] = Field(description="Why it is no candidate.")
    behind: dict[str, list[GapAnswer]] = Field(
        description="By the id of another: the parts of which that one has more.")
    remarks: list[str] = Field(description="What its nearest work lacks by itself.")

    @classmethod
    def of(cls, standing: Standing) -> Self:
        """From the graph's standing."""
        return cls(
            candidate=CandidateAnswer.of(standing.candidate), left_out=list(standing.left_out),
            behind={other: [GapAnswer(**asdict(gap)) for gap in gaps]
                    for other, gaps in standing.behind.items()},
            remarks=list(standing.remarks),
        )


class CompareAnswer(BaseModel):
    """Organisations side by side for one need, in the order in which they were named."""

    need: str
    standings: list[StandingAnswer]
    candidates: int = Field(description="How many candidates the need has.")
    generation: int

    @classmethod
    def of(cls, found: SideBySide) -> Self:
        """From the graph's answer."""
        return cls(need=found.need.text, standings=[StandingAnswer.of(s) for s in found.standings],
                   candidates=found.candidates, generation=found.generation)


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
    holders: list[str] = Field(description="The names of those who state it.")
    statements: list[StatementAnswer]
    solvers: MatchAnswer | None

    @classmethod
    def of(cls, problem: CommonProblem) -> Self:
        """From the graph's problem."""
        return cls(
            title=problem.title, common=problem.common, support=problem.support,
            holders=list(problem.holders),
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
