"""An event as it is kept: what people gave, and beside it the plan with its calendar.

Two texts under one name: what people gave (kind ``event``) is small and often written; scores, the
plan and the numbers of its calendar entries (kind ``event-plan``) are long. `graph.events.book`
reads and writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from graph import packed
from graph.events import coding
from graph.events.model import Event
from graph.events.results import PairScore, Plan
from graph.model import LEVELS, RecordAnchor, digest

if TYPE_CHECKING:
    from graph.events.calendars import CalendarEntry
    from graph.events.outcomes import Outcome

EVENT, PLAN = "event", "event-plan"
"""The kinds of the two texts."""
_SCORED_BY = ("key", "organisation", "kind", "offers", "needs", "entity", "group", "shared")


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a kept event: its number from 1, when (ISO, UTC), by whom, and what."""

    revision: int
    at: str
    by: str
    what: str


@dataclass(frozen=True, slots=True)
class KeptLink:
    """Whom in the graph a participant is: found by its name, or said by a person.

    ``anchor`` is the record by which the organisation is found again after a new reading; without
    one it is not in the graph. ``words`` say why, for the one who looks the list through.
    """

    participant: str
    anchor: RecordAnchor | None = None
    words: str = ""
    by: str = ""
    """The person who said so; empty for a link by name."""
    candidates: tuple[tuple[str, str, float], ...] = ()
    """Whom its name could mean, when it was linked: (id, name, how likely), best first."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An event that is kept under its name, as a reader sees it today."""

    event: Event
    history: tuple[Revision, ...]
    """All changes, oldest first."""
    problems: tuple[str, ...] = ()
    """What was wrong with the input and is left out."""
    links: tuple[KeptLink, ...] = ()
    """Of the participants, in their order: to look through."""
    outcomes: tuple[Outcome, ...] = ()
    published: bool = False
    """Does the graph hold the plan's meetings?"""
    pairs: tuple[PairScore, ...] | None = None
    """With today's requests, best first; None before anything was scored."""
    scored_for: str = ""
    """A digest of what the scores came from: see `scoring`."""
    generation: int = -1
    """That of the store when the pairs were scored."""
    plan: Plan | None = None
    """As it was made; later requests, locks and corrections are in ``event`` alone."""
    calendar: Mapping[str, CalendarEntry] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Under which it is kept."""
        return self.event.name

    @property
    def level(self) -> int:
        """The least reader's level that sees it."""
        return LEVELS[self.event.visibility]

    @property
    def revision(self) -> int:
        """How often it was written."""
        return self.history[-1].revision

    @property
    def by(self) -> str:
        """Who put it in."""
        return self.history[0].by

    @property
    def stale(self) -> bool:
        """Was something changed since it was planned?"""
        return self.plan is not None and self.plan.event != self.event


@dataclass(frozen=True, slots=True)
class Listed:
    """A kept event in a list."""

    name: str
    title: str
    start: str
    end: str
    """First and last time, ISO with the offset."""
    participants: int
    meetings: int | None
    """Planned; None before a plan."""
    held: int
    revision: int
    visibility: str
    personal_until: str
    published: bool


def scoring(event: Event) -> str:
    """A digest of all that the scores of pairs come from, but for requests and the evidence: while
    it is the same, a change of requests needs no new scores."""
    return digest(*(getattr(p, name) for p in event.participants for name in _SCORED_BY))


def event_text(kept: Kept) -> str:
    """What people gave, as stores keep it."""
    return packed.dumps({
        "event": coding.event_data(kept.event),
        "history": [coding.given(item) for item in kept.history],
        "problems": list(kept.problems),
        "links": [_link_data(link) for link in kept.links],
        "outcomes": [coding.given(outcome) | {"absent": list(outcome.absent)}
                     for outcome in kept.outcomes],
        "published": kept.published,
        "meetings": None if kept.plan is None else len(kept.plan),
    })


def plan_text(kept: Kept) -> str | None:
    """Scores, plan and calendar as stores keep them; None when there are none."""
    if kept.pairs is None and kept.plan is None:
        return None
    pairs = kept.pairs or ()
    return packed.dumps({
        "scored": None if kept.pairs is None else coding.pairs_data(pairs),
        "scored_for": kept.scored_for,
        "generation": kept.generation,
        "plan": None if kept.plan is None else coding.plan_data(kept.plan, pairs),
        "calendar": {key: coding.given(entry) for key, entry in kept.calendar.items()},
    })


def kept_of(event_text: str, plan_text: str | None) -> Kept:
    """The inverse of `event_text` and `plan_text`."""
    from graph.events.outcomes import Outcome

    data = packed.loads(event_text)
    return Kept(
        coding.event_of(data["event"]),
        tuple(Revision(**item) for item in data["history"]),
        tuple(data["problems"]),
        tuple(_link(item) for item in data["links"]),
        tuple(Outcome(**{**item, "absent": tuple(item["absent"])}) for item in data["outcomes"]),
        data["published"],
        **({} if plan_text is None else _planned(packed.loads(plan_text))),
    )


def listed_of(text: str) -> Listed:
    """A kept event's line in a list, from the first of its texts."""
    data = packed.loads(text)
    event = coding.event_of(data["event"])
    slots = event.hall.slots
    return Listed(
        event.name, event.hall.name, slots[0].start.isoformat() if slots else "",
        slots[-1].end.isoformat() if slots else "", len(event.participants), data["meetings"],
        sum(item["held"] for item in data["outcomes"]), data["history"][-1]["revision"],
        event.visibility, event.personal_until, data["published"])


def _planned(data: Mapping[str, Any]) -> dict[str, Any]:
    from graph.events.calendars import CalendarEntry

    pairs = None if data["scored"] is None else coding.pairs_of(data["scored"])
    return {
        "pairs": pairs, "scored_for": data["scored_for"], "generation": data["generation"],
        "plan": None if data["plan"] is None else coding.plan_of(data["plan"], pairs or ()),
        "calendar": {key: CalendarEntry(**item) for key, item in data["calendar"].items()},
    }


def _link_data(link: KeptLink) -> dict[str, Any]:
    data = coding.given(link) | {"candidates": list(map(list, link.candidates))}
    if link.anchor:
        data["anchor"] = {f.name: getattr(link.anchor, f.name) for f in fields(link.anchor)}
    return data


def _link(data: Mapping[str, Any]) -> KeptLink:
    anchor = data.get("anchor")
    return KeptLink(**{**data, "anchor": RecordAnchor(**anchor) if anchor else None,
                       "candidates": tuple(map(tuple, data["candidates"]))})

