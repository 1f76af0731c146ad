"""What matchmaking events answer beside their plan: changes, who is free, the report."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Self

from pydantic import BaseModel, Field

from api.schemas.events import PairAnswer
from graph.events.replan import Replanned
from graph.events.report import EventReport
from graph.events.results import Meeting


class PlaceAnswer(BaseModel):
    """When and where; slot and table from 0."""

    slot: int
    table: int | None

    @classmethod
    def of(cls, meeting: Meeting | None) -> Self | None:
        """From a meeting, where there is one."""
        return None if meeting is None else cls(slot=meeting.slot, table=meeting.table)


class MoveAnswer(BaseModel):
    """A change of the plan, with its reason for the organiser and for the participants."""

    first: str
    second: str
    before: PlaceAnswer | None = Field(description="Null: it is new.")
    after: PlaceAnswer | None = Field(description="Null: it is cancelled.")
    why: str
    told: str


class ReplanAnswer(BaseModel):
    """What planning again changes."""

    kept: bool = Field(description="Is it the plan now? Else it is only shown.")
    stay: int = Field(description="Meetings that stay as they are.")
    moves: list[MoveAnswer]
    value: float
    bound: float
    gap: float

    @classmethod
    def of(cls, found: Replanned, *, kept: bool) -> Self:
        """From the graph's answer."""
        plan = found.plan
        return cls(
            kept=kept, stay=found.kept, value=plan.value, bound=plan.bound, gap=plan.gap,
            moves=[MoveAnswer(first=m.pair.first, second=m.pair.second, why=m.why, told=m.told,
                              before=PlaceAnswer.of(m.before), after=PlaceAnswer.of(m.after))
                   for m in found.moves])


class FreeAnswer(BaseModel):
    """Who is there and has no meeting in a slot."""

    slot: int = Field(description="From 1.")
    free: list[str] = Field(description="Participants' keys.")
    could_meet: list[PairAnswer] = Field(description="Of these, the best first.")


class ReportAnswer(BaseModel):
    """What came of an event."""

    event: str
    tables: dict[str, list[dict[str, Any]]] = Field(
        description="Counts by what they are of: rows by column.")
    fairness: dict[str, Any]

    @classmethod
    def of(cls, report: EventReport) -> Self:
        """From the graph's report."""
        return cls(
            event=report.event, fairness=asdict(report.fairness),
            tables={title: [dict(zip(columns, row, strict=True)) for row in rows]
                    for title, columns, rows in report.tables()})
