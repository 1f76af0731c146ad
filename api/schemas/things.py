"""Entities, neighbours, facts and documents in answers."""

from __future__ import annotations

from typing import Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from api.marks import Segment, segments
from graph.lookup import Fact, Found, Neighbour
from graph.model import Entity, Unit

T = TypeVar("T")


class Part(BaseModel, Generic[T]):
    """A part of a long list; `next` is the offset of the following part, if there is one."""

    items: list[T]
    next: int | None = Field(None, examples=[50])


class EntityAnswer(BaseModel):
    """A thing in the world, made of the records that speak of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "id": "5f0a9c3e1b2d4788", "kind": "Institute", "name": "Institute of Salt Lake Chemistry",
        "names": ["盐湖化学研究所"], "identifiers": ["uscc:12100000400000000W"],
        "region": "Qinghai", "properties": {"founded": "1965"},
    }]})

    id: str
    kind: str
    name: str
    names: list[str]
    identifiers: list[str]
    region: str
    properties: dict[str, str | float | int]

    @classmethod
    def of(cls, entity: Entity) -> Self:
        """From the graph's entity."""
        return cls(
            id=entity.id, kind=entity.kind, name=entity.name, names=list(entity.names),
            identifiers=list(entity.identifiers), region=entity.region,
            properties=dict(entity.properties),
        )


class FoundAnswer(BaseModel):
    """An entity that a name search found, and how well its best name fits, 0 to 1."""

    entity: EntityAnswer
    score: float = Field(examples=[0.93])

    @classmethod
    def of(cls, found: Found) -> Self:
        """From the graph's answer."""
        return cls(entity=EntityAnswer.of(found.entity), score=found.score)


class EdgeAnswer(BaseModel):
    """A relation between two entities with what supports it."""

    start: str
    kind: str = Field(examples=["APPLIED_FOR"])
    end: str
    status: str = Field(examples=["observed"])
    count: int = Field(description="Documents and rows that state it.")
    first: str | None = Field(description="Earliest public date.")
    last: str | None = Field(description="Latest public date.")
    confidence: float
    roles: list[str]
    documents: list[str] = Field(description="Their keys.")


class NeighbourAnswer(BaseModel):
    """A relation seen from one of its ends."""

    edge: EdgeAnswer
    other: EntityAnswer
    outward: bool

    @classmethod
    def of(cls, neighbour: Neighbour) -> Self:
        """From the graph's neighbour."""
        edge = neighbour.edge
        return cls(
            edge=EdgeAnswer(
                start=edge.start, kind=edge.kind, end=edge.end, status=edge.status,
                count=edge.count, first=edge.first, last=edge.last, confidence=edge.confidence,
                roles=list(edge.roles), documents=[s.unit for s in edge.supports],
            ),
            other=EntityAnswer.of(neighbour.other), outward=neighbour.outward,
        )


class FactAnswer(BaseModel):
    """One statement of a source with the words that support it."""

    id: str
    document: str
    title: str
    source: str
    date: str | None
    subject: str = Field(description="Entity id.")
    subject_name: str
    kind: str = Field(description="Of the subject.", examples=["Institute"])
    predicate: str
    object: str = Field(description="Entity id, or empty for a value.")
    object_name: str = Field(description="The object's name, or the value with its unit.")
    status: str
    period: str
    measure: str
    role: str
    quote: str
    locator: str = Field(description="t12-40: characters of the text; cNAME: column of the row.")
    place: str = Field(examples=["documents/plan.pdf, page 3"])
    confidence: float
    extractor: str = Field(
        description="What read it: a component of the rules, a mapping, or a person.",
        examples=["text-rules/names", "mapping", "person:Li Wen"],
    )
    flags: list[str]

    @classmethod
    def of(cls, fact: Fact) -> Self:
        """From the graph's fact."""
        return cls.model_validate({name: getattr(fact, name) for name in cls.model_fields})


class EntityWithFacts(BaseModel):
    """An entity and what is said of it."""

    entity: EntityAnswer
    facts: list[FactAnswer]


class SegmentAnswer(BaseModel):
    """A stretch of a text and the facts whose words cover it; stretches follow each other."""

    start: int
    end: int
    facts: list[str]

    @classmethod
    def of(cls, segment: Segment) -> Self:
        """From a segment of `api.marks`."""
        return cls(start=segment.start, end=segment.end, facts=list(segment.facts))


class DocumentAnswer(BaseModel):
    """A document or a register's row, with its facts and where their words are."""

    key: str = Field(examples=["documents/plan.txt"])
    source: str
    form: str = Field(examples=["document"])
    title: str
    date: str | None
    text: str
    cells: dict[str, str]
    facts: list[FactAnswer]
    spans: list[SegmentAnswer] = Field(description="Of the text; empty for a row.")

    @classmethod
    def of(cls, unit: Unit, facts: list[Fact]) -> Self:
        """From the graph's unit and its facts."""
        return cls(
            key=unit.key, source=unit.source, form=unit.form, title=unit.title, date=unit.date,
            text=unit.text, cells=dict(unit.cells), facts=[FactAnswer.of(f) for f in facts],
            spans=[SegmentAnswer.of(s) for s in segments(len(unit.text), facts)],
        )
