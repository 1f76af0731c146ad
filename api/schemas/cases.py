"""Cases and saved queries, as they are sent and answered."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.matching import MatchRequest
from graph.cases import Case, CaseCandidate, Change, Marked, Status
from graph.model import Visibility
from graph.saved import KeptCandidate, Moved, Rerun, SavedQuery

_CLOSED = ConfigDict(extra="forbid")
By = Field(min_length=1, max_length=100, description="Who writes.")


class CaseRequest(MatchRequest):
    """A case to open: a need and its options, as for `/match`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "need": "extraction of lithium from brine", "kinds": ["Institute"], "by": "Li Wen",
        "name": "Lithium of the northern lake", "client": "Northern Brine Works",
    }]})

    by: str = By
    name: str = Field("", max_length=300, description="A short name; else the need's first words.")
    client: str = Field("", max_length=300, description="Whose need it is: an id or any words.")
    visibility: Visibility | None = Field(
        None, description="Who may see it; by default those who see all that this service shows.")

    def given(self) -> dict[str, Any]:
        """The options of the question that were sent."""
        own = set(CaseRequest.model_fields) - set(MatchRequest.model_fields)
        return self.model_dump(exclude={"need", *own}, exclude_unset=True)


class MarkRequest(BaseModel):
    """How an organisation stands in a case."""

    model_config = _CLOSED

    by: str = By
    organisation: str = Field(min_length=1, max_length=500, description="Id, identifier or name.")
    status: Status
    reason: str = Field("", max_length=50, description="With `declined`: see `/cases/reasons`.")
    words: str = Field("", max_length=2000)


class NoteRequest(BaseModel):
    """Something to be remembered, of an organisation or of the whole case."""

    model_config = _CLOSED

    by: str = By
    words: str = Field(min_length=1, max_length=20_000)
    organisation: str = Field("", max_length=500)


class ReasonAnswer(BaseModel):
    """A reason to decline."""

    code: str
    caption: str


class ChangeAnswer(BaseModel):
    """An entry of a case's log."""

    id: str
    kind: Literal["open", "edit", "mark", "note", "undo"]
    by: str
    at: str = Field(examples=["2025-03-01T08:30:00+00:00"])
    organisation: str = Field(description="Name, as it stood in the source; empty: of the case.")
    status: str
    reason: str
    words: str
    undoes: str = Field(description="With `undo`: the change that it takes back.")
    undone: bool

    @classmethod
    def of(cls, change: Change, *, undone: bool = False) -> Self:
        """From the graph's change."""
        return cls(
            id=change.id, kind=change.kind, by=change.by, at=change.at,
            organisation=change.about.name if change.about else "", status=change.status,
            reason=change.reason, words=change.words, undoes=change.undoes, undone=undone,
        )


class CaseCandidateAnswer(BaseModel):
    """An organisation of a case; without an id when no source names it any more."""

    id: str
    name: str
    kind: str
    region: str
    status: str
    mark: ChangeAnswer | None
    notes: list[ChangeAnswer]

    @classmethod
    def of(cls, candidate: CaseCandidate) -> Self:
        """From the graph's candidate."""
        return cls(
            id=candidate.id, name=candidate.name, kind=candidate.kind, region=candidate.region,
            status=candidate.status,
            mark=ChangeAnswer.of(candidate.mark) if candidate.mark else None,
            notes=[ChangeAnswer.of(note) for note in candidate.notes],
        )


class CaseAnswer(BaseModel):
    """A need as a case, as it stands."""

    id: str
    name: str
    need: str
    client: str
    options: dict[str, Any] = Field(description="Of the question, as `/match` takes them.")
    visibility: Visibility
    by: str
    at: str
    candidates: list[CaseCandidateAnswer]
    notes: list[ChangeAnswer]
    changes: list[ChangeAnswer]

    @classmethod
    def of(cls, case: Case) -> Self:
        """From the graph's case."""
        return cls(
            id=case.id, name=case.title, need=case.need, client=case.client,
            options=dict(case.options), visibility=case.visibility, by=case.by, at=case.at,
            candidates=[CaseCandidateAnswer.of(c) for c in case.candidates],
            notes=[ChangeAnswer.of(note) for note in case.notes],
            changes=[ChangeAnswer.of(c, undone=c.id in case.undone) for c in case.changes],
        )


class MarkedAnswer(BaseModel):
    """What a case says of an organisation."""

    organisation: str = Field(description="Entity id.")
    case: str
    name: str = Field(description="Of the case.")
    mark: ChangeAnswer

    @classmethod
    def of(cls, organisation: str, marked: Marked) -> Self:
        """From the graph's mark."""
        return cls(organisation=organisation, case=marked.case, name=marked.title,
                   mark=ChangeAnswer.of(marked.mark))


class SavedRequest(MatchRequest):
    """A question to keep with its answer."""

    model_config = _CLOSED

    by: str = By
    name: str = Field(min_length=1, max_length=100)
    visibility: Visibility | None = None

    def given(self) -> dict[str, Any]:
        """The options of the question that were sent."""
        own = set(SavedRequest.model_fields) - set(MatchRequest.model_fields)
        return self.model_dump(exclude={"need", *own}, exclude_unset=True)


class KeptCandidateAnswer(BaseModel):
    """A candidate of a kept answer."""

    rank: int
    id: str
    name: str
    score: float
    parts: dict[str, float]
    evidence: list[str]

    @classmethod
    def of(cls, kept: KeptCandidate) -> Self:
        """From the graph's candidate."""
        return cls(rank=kept.rank, id=kept.id, name=kept.name, score=kept.score,
                   parts=dict(kept.parts), evidence=list(kept.evidence))


class SavedAnswer(BaseModel):
    """A question that is kept, with the answer that it had."""

    name: str
    need: str
    options: dict[str, Any]
    by: str
    at: str
    visibility: Visibility
    generation: int = Field(description="The store's state that was asked.")
    convincing: bool
    candidates: list[KeptCandidateAnswer]

    @classmethod
    def of(cls, query: SavedQuery) -> Self:
        """From the graph's query."""
        answer = query.answer
        return cls(
            name=query.name, need=query.need, options=dict(query.options), by=query.by,
            at=query.at, visibility=query.visibility, generation=answer.generation,
            convincing=answer.convincing,
            candidates=[KeptCandidateAnswer.of(c) for c in answer.candidates],
        )


class MovedAnswer(BaseModel):
    """A candidate whose place, score or evidence is another now."""

    before: KeptCandidateAnswer
    after: KeptCandidateAnswer
    evidence_new: list[str]
    evidence_gone: list[str]

    @classmethod
    def of(cls, moved: Moved) -> Self:
        """From the graph's."""
        return cls(before=KeptCandidateAnswer.of(moved.before),
                   after=KeptCandidateAnswer.of(moved.after),
                   evidence_new=list(moved.evidence_new), evidence_gone=list(moved.evidence_gone))


class RerunAnswer(BaseModel):
    """A kept question asked again, and what changed."""

    query: SavedAnswer
    equal: bool
    same_state: bool = Field(description="Is the store as it was when the answer was kept?")
    generation: int
    candidates: list[KeptCandidateAnswer]
    new: list[KeptCandidateAnswer]
    gone: list[KeptCandidateAnswer]
    moved: list[MovedAnswer]

    @classmethod
    def of(cls, done: Rerun) -> Self:
        """From the graph's."""
        return cls(
            query=SavedAnswer.of(done.query), equal=done.equal, same_state=done.same_state,
            generation=done.answer.generation,
            candidates=[KeptCandidateAnswer.of(c) for c in done.answer.candidates],
            new=[KeptCandidateAnswer.of(c) for c in done.new],
            gone=[KeptCandidateAnswer.of(c) for c in done.gone],
            moved=[MovedAnswer.of(m) for m in done.moved],
        )
