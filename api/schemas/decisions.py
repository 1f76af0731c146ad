"""Decisions on the facts of a document, as they are sent and answered."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from graph.model import Decision, DecisionKind
from graph.review import Reviewed, State


class DecisionRequest(BaseModel):
    """What a person says of a fact, or that the document names something that was missed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [
        {"kind": "reject", "fact": "0c5f3a7b9d1e2f40", "by": "Li Wen", "why": "a street"},
        {"kind": "state", "entity": "Institute", "words": "Salt Lake Laboratory", "by": "Li Wen"},
    ]})

    kind: Literal["confirm", "reject", "correct", "state"]
    by: str = Field(min_length=1, max_length=100, description="Who decides.")
    why: str = Field("", max_length=1000, description="The reason, for those who ask later.")
    fact: str = Field("", max_length=100, description="Id of the fact; not with `state`.")
    value: str = Field("", max_length=1000, description="With `correct`: what is right.")
    entity: str = Field("", max_length=50, description="With `state`: the kind of the thing.")
    words: str = Field("", max_length=300, description="With `state`: its name in the text.")


class DecisionAnswer(BaseModel):
    """A decision in force, or just undone."""

    id: str
    kind: DecisionKind
    by: str
    at: str = Field(examples=["2025-03-01T08:30:00+00:00"])
    why: str
    value: str
    subject: str = Field(description="Name of the fact's subject; of a defect its rule.")
    predicate: str
    object: str = Field(description="The object's name, or the value.")
    quote: str

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """From a decision about a fact."""
        fact = decision.fact
        assert fact is not None
        return cls(
            id=decision.id, kind=decision.kind, by=decision.by, at=decision.at, why=decision.why,
            value=decision.value, subject=fact.subject, predicate=fact.predicate,
            object=fact.object, quote=fact.quote,
        )


class FactState(BaseModel):
    """How a fact stands after what people decided."""

    id: str
    state: State
    decision: str = Field(description="Id of the last decision about it, or empty.")
    by: str

    @classmethod
    def of(cls, item: Reviewed) -> Self:
        """From a fact of the document."""
        last = item.decision
        return cls(id=item.fact.id, state=item.state, decision=last.id if last else "",
                   by=last.by if last else "")


class DecidedAnswer(BaseModel):
    """The decision, and how all facts of the document stand now."""

    decision: DecisionAnswer
    facts: list[FactState]
