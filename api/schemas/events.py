"""Matchmaking events: participants and a hall in, a plan with reasons out."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from graph.events import Hall, Meeting, PairScore, Participant, Plan
from graph.events.read import participants_of

MOST_PARTICIPANTS = 1000


class HallRequest(BaseModel):
    """Where and when: equal slots from a start, with a number of tables in each."""

    model_config = ConfigDict(extra="forbid")

    start: str = Field(max_length=25, examples=["2025-05-20 09:00"])
    slots: int = Field(8, ge=1, le=200)
    minutes: int = Field(20, ge=1, le=480)
    pause: int = Field(5, ge=0, le=240)
    tables: int = Field(4, ge=1, le=500)
    zone: str = Field("Asia/Shanghai", max_length=60)
    name: str = Field("Matchmaking event", max_length=200)

    def hall(self) -> Hall:
        """As the graph takes it."""
        return Hall.of(
            self.start, slots=self.slots, minutes=self.minutes, pause=self.pause,
            tables=self.tables, zone=self.zone, name=self.name,
        )


class ParticipantRequest(BaseModel):
    """Who comes, with what it offers and needs in its own words."""

    model_config = ConfigDict(extra="forbid")

    organisation: str = Field(min_length=1, max_length=300, examples=["Salt Lake Chemicals Ltd"])
    key: str = Field("", max_length=100, description="Its own key; else its place in the list.")
    type: str = Field("", max_length=60, examples=["Enterprise"])
    offers: str = Field("", max_length=5000)
    needs: str = Field("", max_length=5000, examples=["removal of boron from brine"])
    availability: str = Field("", max_length=300, examples=["09:00-11:00; 14:00-16:00"])
    max_meetings: int | None = Field(None, ge=0, le=999)


class PairingRequest(BaseModel):
    """An event to plan."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "participants": [
            {"organisation": "Salt Lake Chemicals Ltd", "needs": "removal of boron from brine"},
            {"organisation": "Institute of Separation", "offers": "resins that take up boron"},
        ],
        "hall": {"start": "2025-05-20 09:00", "slots": 4, "tables": 2},
    }]})

    participants: list[ParticipantRequest] = Field(min_length=2, max_length=MOST_PARTICIPANTS)
    hall: HallRequest
    time_limit: float = Field(10.0, gt=0, le=60, description="Seconds for the choice of pairs.")

    def read(self, hall: Hall) -> tuple[list[Participant], list[str]]:
        """The participants as a table of them is read, and what is wrong with some."""
        lines = [
            (number, {
                name: "" if value is None else str(value)
                for name, value in participant.model_dump().items()
            })
            for number, participant in enumerate(self.participants, 1)
        ]
        return participants_of(lines, hall, name="participants")


class PairPartAnswer(BaseModel):
    """One part of a pair's score, with its reason in words."""

    name: str
    value: float
    note: str


class PairAnswer(BaseModel):
    """How well two participants fit; the parts add up to the score."""

    first: str = Field(description="A participant's key.")
    second: str
    score: float
    reason: str
    parts: list[PairPartAnswer]

    @classmethod
    def of(cls, pair: PairScore) -> Self:
        """From the graph's pair."""
        return cls(
            first=pair.first, second=pair.second, score=pair.value, reason=pair.reason,
            parts=[PairPartAnswer(name=p.name, value=p.value, note=p.note) for p in pair.parts],
        )


class MeetingAnswer(BaseModel):
    """Two participants at a table in a slot."""

    start: datetime
    end: datetime
    slot: int = Field(description="From 1.")
    table: int = Field(description="From 1.")
    pair: PairAnswer

    @classmethod
    def of(cls, meeting: Meeting, hall: Hall) -> Self:
        """From the graph's meeting."""
        slot = hall.slots[meeting.slot]
        return cls(
            start=slot.start, end=slot.end, slot=meeting.slot + 1, table=meeting.table + 1,
            pair=PairAnswer.of(meeting.pair),
        )


class UnmetAnswer(BaseModel):
    """What the plan leaves out, and why."""

    participant: str
    counterpart: str = Field(description="Empty when the participant meets nobody.")
    reason: str


class PlanAnswer(BaseModel):
    """A timetable; none could be better than by the share ``gap``."""

    organisations: dict[str, str] = Field(description="Participant's key to its organisation.")
    meetings: list[MeetingAnswer]
    proposals: dict[str, list[PairAnswer]] = Field(
        description="Participant's key to its best counterparts, the best first."
    )
    unmet: list[UnmetAnswer]
    value: float
    bound: float
    gap: float
    notes: list[str]
    problems: list[str] = Field(description="Participants that could not be taken, and why.")

    @classmethod
    def of(cls, plan: Plan, problems: list[str]) -> Self:
        """From the graph's plan."""
        return cls(
            organisations=plan.names,
            meetings=[MeetingAnswer.of(m, plan.hall) for m in plan.meetings],
            proposals={
                key: [PairAnswer.of(p) for p in pairs] for key, pairs in plan.proposals.items()
            },
            unmet=[UnmetAnswer(participant=u.participant, counterpart=u.counterpart,
                               reason=u.reason) for u in plan.unmet],
            value=plan.value, bound=plan.bound, gap=plan.gap, notes=list(plan.notes),
            problems=problems,
        )
