"""Matchmaking events, as they are sent and answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from api.jobs import Job, State
from api.schemas.cases import By
from graph.events.kept import Kept, Listed
from graph.events.model import Ask
from graph.events.results import PairScore
from graph.events.write import plan_data
from graph.model import Visibility

MOST_PARTICIPANTS = 5000
_CLOSED = ConfigDict(extra="forbid")
Cell = str | int | float | bool | None


class ByRequest(BaseModel):
    """Who writes, and what was read: a write after somebody else's is refused."""

    model_config = _CLOSED

    by: str = By
    revision: int | None = Field(None, description="The event's, as you read it; null: any.")


class EventRequest(ByRequest):
    """An event: its setting and its participants, as the files have them."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "by": "Li Wen",
        "setting": {"title": "Salt-lake lithium day", "zone": "Asia/Shanghai", "minutes": 20,
                    "pause": 5, "tables": 2,
                    "session": [{"start": "2026-09-10 09:00", "slots": 4}]},
        "participants": [
            {"organisation": "Salt Lake Chemicals Ltd", "needs": "removal of boron from brine"},
            {"organisation": "Institute of Separation", "offers": "resins that take up boron"},
        ],
    }]})

    setting: dict[str, Any] = Field(description="The keys of the setting file, see the manual.")
    participants: list[dict[str, Cell]] = Field(
        min_length=1, max_length=MOST_PARTICIPANTS,
        description="Rows by column: organisation, type, person, offers, needs, availability, "
                    "languages, max_meetings, wants, vetoes, and so on.")
    visibility: Visibility | None = None


class LinkAnswer(BaseModel):
    """Whom in the graph a participant is."""

    participant: str
    organisation: str = Field(description="Its name in the graph; empty: it is not there.")
    why: str
    by: str = Field(description="The person who said so; empty for a link by name.")


class ListedAnswer(BaseModel):
    """An event in a list."""

    name: str
    title: str
    start: str
    end: str
    participants: int
    meetings: int | None = Field(description="Planned; null before a plan.")
    held: int
    revision: int
    visibility: str
    personal_until: str
    published: bool

    @classmethod
    def of(cls, listed: Listed) -> Self:
        """From the graph's line."""
        return cls(**{name: getattr(listed, name) for name in cls.model_fields})


class ParticipantAnswer(BaseModel):
    """A participant, as it is kept."""

    key: str
    organisation: str
    kind: str
    offers: str
    needs: str
    entity: str = Field(description="The organisation in the graph; empty: it is not there.")
    person: str
    contact: str
    region: str
    languages: list[str]
    cap: int
    floor: int


class WishAnswer(BaseModel):
    """A request."""

    by: str = Field(description="A participant's key.")
    about: str
    ask: Ask
    note: str


class LockAnswer(BaseModel):
    """A meeting that is held whatever else; slot and table from 0."""

    first: str
    second: str
    slot: int | None
    table: int | None


class EventAnswer(BaseModel):
    """An event as it is kept."""

    name: str
    title: str
    revision: int
    visibility: Visibility
    published: bool
    stale: bool = Field(description="Was something changed since it was planned?")
    participants: list[ParticipantAnswer]
    wishes: list[WishAnswer]
    locks: list[LockAnswer]
    links: list[LinkAnswer]
    problems: list[str] = Field(description="What was wrong with the input and is left out.")
    meetings: int | None = Field(description="Planned; null before a plan.")

    @classmethod
    def of(cls, kept: Kept) -> Self:
        """From the graph's event."""
        event = kept.event
        return cls(
            name=event.name, title=event.hall.name, revision=kept.revision,
            visibility=event.visibility, published=kept.published, stale=kept.stale,
            participants=[
                ParticipantAnswer(**{
                    name: sorted(value) if isinstance(value := getattr(p, name), frozenset)
                    else value for name in ParticipantAnswer.model_fields})
                for p in event.participants],
            wishes=[WishAnswer(by=w.by, about=w.about, ask=w.ask, note=w.note)
                    for w in event.wishes],
            locks=[LockAnswer(first=x.first, second=x.second, slot=x.slot, table=x.table)
                   for x in event.locks],
            links=[LinkAnswer(participant=x.participant, why=x.words, by=x.by,
                              organisation=x.anchor.name if x.anchor else "")
                   for x in kept.links],
            problems=list(kept.problems),
            meetings=None if kept.plan is None else len(kept.plan),
        )


class PlanRequest(ByRequest):
    """How to plan."""

    time_limit: float = Field(10.0, gt=0, le=300, description="Seconds for the solver.")
    seed: int = Field(1, description="The same seed gives the same plan.")
    anew: bool = Field(False, description="Score all pairs again, so that new evidence counts.")


class GivenRequest(BaseModel):
    """A meeting that is given; slots from 1."""

    model_config = _CLOSED

    first: str = Field(description="A participant's key or name.")
    second: str
    slots: list[int] | None = Field(None, description="Where it may be; null: anywhere.")
    slot: int | None = Field(None, description="Where it must be.")
    after: list[int] = Field(
        default_factory=list, description="Meetings of the list, from 1, that must be earlier.")


class ScheduleRequest(ByRequest):
    """Meetings that are given, to be placed with the fewest breaks."""

    meetings: list[GivenRequest] | None = Field(
        None, max_length=20_000, description="Null: those of the plan.")
    spread: int = Field(2, ge=0, description="Breaks between most and fewest, at most.")
    time_limit: float = Field(60.0, gt=0, le=600, description="Seconds for the solver.")
    seed: int = 1


class AskRequest(ByRequest):
    """What a participant asks about another."""

    participant: str = Field(max_length=300, description="A key or a name.")
    counterpart: str = Field(max_length=300)
    ask: Ask | None = Field(None, description="Null: nothing any more.")
    note: str = Field("", max_length=2000)


class LockRequest(ByRequest):
    """A meeting to be held whatever else."""

    participant: str = Field(max_length=300, description="A key or a name.")
    counterpart: str = Field(max_length=300)
    at: str = Field("", max_length=40, description="A slot's number from 1, or a time.")
    table: int | None = Field(None, ge=1, description="From 1.")


class LinkRequest(ByRequest):
    """Whom in the graph a participant is."""

    participant: str = Field(max_length=300, description="A key or a name.")
    organisation: str = Field("", max_length=500, description="Id or name; empty: not there.")


class DisruptionRequest(BaseModel):
    """Something that happened to the plan."""

    model_config = _CLOSED

    kind: str = Field(description="absent, late, leaves, back, table lost or request.")
    participant: str = Field("", max_length=300)
    counterpart: str = Field("", max_length=300, description="Of a request.")
    at: str = Field("", max_length=40, description="From this slot or time on.")
    table: int | None = Field(None, ge=1)
    ask: Ask | None = None


class ReplanRequest(ByRequest):
    """What happened, and from when on to plan again."""

    disruptions: list[DisruptionRequest] = Field(min_length=1, max_length=200)
    now: str = Field("", max_length=40, description="What lies before stays as it is.")
    weight: float | None = Field(None, ge=0, description="What a moved meeting costs, in meetings.")
    keep: bool = Field(False, description="Take the new plan; else only show the changes.")
    time_limit: float = Field(10.0, gt=0, le=60)
    seed: int = 1


class OutcomeRequest(BaseModel):
    """What came of a meeting."""

    model_config = _CLOSED

    first: str = Field(max_length=300, description="A key or a name.")
    second: str = Field(max_length=300)
    held: bool
    absent: list[str] = Field(default_factory=list, max_length=2)
    rating: float | None = Field(None, ge=1, le=5)
    note: str = Field("", max_length=2000)


class OutcomesRequest(ByRequest):
    """What came of meetings, each in place of what was said of it before."""

    outcomes: list[OutcomeRequest] = Field(min_length=1, max_length=50_000)


class ForgetRequest(ByRequest):
    """Whose personal data to remove."""

    participant: str = Field("", max_length=300, description="Empty: of all.")


class PartAnswer(BaseModel):
    """One part of a pair's score."""

    name: str
    value: float
    note: str
    document: str
    level: int
    by: str = Field(description="Whose request it is; empty for evidence.")


class PairAnswer(BaseModel):
    """A scored pair; the parts add up to the value."""

    first: str
    second: str
    value: float
    reason: str
    parts: list[PartAnswer]

    @classmethod
    def of(cls, pair: PairScore) -> Self:
        """From the graph's pair."""
        return cls(first=pair.first, second=pair.second, value=pair.value, reason=pair.reason,
                   parts=[PartAnswer(name=p.name, value=p.value, note=p.note,
                                     document=p.document, level=p.level, by=p.by)
                          for p in pair.parts])


class MeetingAnswer(PairAnswer):
    """A meeting; slot and table from 0, no table at a booth or on line."""

    slot: int
    table: int | None
    start: datetime
    end: datetime
    place: str


class SlotAnswer(BaseModel):
    """A time to meet."""

    start: datetime
    end: datetime
    session: int


class AttendeeAnswer(BaseModel):
    """Who takes part in a plan."""

    key: str
    name: str
    organisation: str
    person: str
    kind: str
    region: str
    entity: str


class UnmetAnswer(BaseModel):
    """What the plan leaves out: for the organiser, and as the participant may be told."""

    participant: str
    counterpart: str
    why: str
    asked: Ask | None
    reason: str
    told: str


class PlanAnswer(BaseModel):
    """A timetable; none could be better than by the share ``gap``."""

    event: str
    zone: str
    seed: int
    slots: list[SlotAnswer]
    tables: int
    participants: list[AttendeeAnswer]
    meetings: list[MeetingAnswer]
    unmet: list[UnmetAnswer]
    value: float
    bound: float
    gap: float
    notes: list[str]

    @classmethod
    def of(cls, plan: Any) -> Self:
        """From the graph's plan: what its JSON file holds."""
        return cls.model_validate(plan_data(plan))


class JobAnswer(BaseModel):
    """A long run as it stands."""

    id: str
    what: str
    state: State
    stage: str
    share: float = Field(description="What share is done, 0 to 1.")
    failure: str
    result: str = Field(description="The address of what it makes.")

    @classmethod
    def of(cls, job: Job) -> Self:
        """From the service's job."""
        return cls(**{name: getattr(job, name) for name in cls.model_fields})
