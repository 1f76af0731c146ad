"""What comes out: scored pairs with their parts, meetings, what is left out and why, the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.display import Printed
from graph.events.hall import Hall
from graph.events.model import Ask, Event, Participant

Why = Literal[
    "vetoed", "may not meet", "no common slot", "no common language", "no interpreter free",
    "absent", "counterpart absent", "full", "counterpart full", "tables full",
    "no free slot in common", "used elsewhere", "organisations meet already", "no counterpart fits",
    "says nothing", "takes no meeting",
]


@dataclass(frozen=True, slots=True)
class PairPart:
    """One part of a pair's score; the parts add up to it.

    ``note`` is its reason in words, ``document`` the key of what says so in the store (empty for
    the participants' own words), ``level`` the least reader's level that may see that, ``by`` the
    participant whose request it is (empty for all other parts).
    """

    name: str
    value: float
    note: str
    document: str = ""
    level: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class PairScore:
    """How well two participants (their keys, the smaller first) fit, with the reasons."""

    first: str
    second: str
    value: float
    parts: tuple[PairPart, ...] = ()

    @property
    def keys(self) -> tuple[str, str]:
        """The two."""
        return (self.first, self.second)

    def other(self, key: str) -> str:
        """The counterpart of one of the two."""
        return self.second if key == self.first else self.first

    @property
    def reason(self) -> str:
        """The weightiest part in words, for the organiser."""
        return max(self.parts, key=lambda part: part.value).note if self.parts else ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two participants in a slot, and why; at a table (both counted from 0), or at none: at a
    booth or on line."""

    pair: PairScore
    slot: int
    table: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting is: at a table (from 0), at a booth, or on line; as text, its words."""

    table: int | None = None
    booth: str = ""
    remote: bool = False
    link: str = ""

    @classmethod
    def of(cls, meeting: Meeting, by_key: Mapping[str, Participant]) -> Place:
        """Of a meeting of these participants."""
        if meeting.table is not None:
            return cls(meeting.table)
        both = [by_key[key] for key in meeting.pair.keys if key in by_key]
        if any(p.remote for p in both):
            return cls(remote=True, link=next((p.link for p in both if p.remote and p.link), ""))
        return cls(booth=next((p.booth for p in both if p.booth), ""))

    def __str__(self) -> str:
        if self.table is not None:
            return f"Table {self.table + 1}"
        return self.link or "on line" if self.remote else self.booth


@dataclass(frozen=True, slots=True)
class Unmet:
    """A counterpart that a participant asked for or fits, and does not meet; or, without a
    counterpart, a participant that meets nobody.

    ``reason`` is for the organiser, with values; ``told`` for the participant: no values, nobody
    else's wishes or vetoes, nothing that is not public.
    """

    participant: str
    counterpart: str
    why: Why
    reason: str
    told: str
    ask: Ask | None = None
    """What it had asked for, if it had."""


@dataclass(frozen=True, slots=True)
class Plan(Printed):
    """A timetable with its proof: no other could be worth more than ``bound``."""

    event: Event
    meetings: tuple[Meeting, ...]
    """By slot and table."""
    pairs: tuple[PairScore, ...]
    """All that were scored, best first: of these it chose."""
    unmet: tuple[Unmet, ...]
    bound: float
    notes: tuple[str, ...] = ()
    seed: int = 1
    names: dict[str, str] = field(default_factory=dict)
    """Participant key to what it is called: `Event.names`."""

    def __iter__(self) -> Iterator[Meeting]:
        return iter(self.meetings)

    def __len__(self) -> int:
        return len(self.meetings)

    @property
    def hall(self) -> Hall:
        """Where and when."""
        return self.event.hall

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Who comes."""
        return self.event.participants

    @property
    def value(self) -> float:
        """The sum of the scores of all meetings."""
        return sum(meeting.pair.value for meeting in self.meetings)

    @property
    def gap(self) -> float:
        """By what share another timetable could be better at most: 0.02 is 2 %."""
        return max(0.0, self.bound / self.value - 1) if self.value > 0 else 0.0

    def agenda(self, key: str) -> tuple[Meeting, ...]:
        """One participant's meetings in order; to go through all, `agendas` is quicker."""
        return tuple(m for m in self.meetings if key in m.pair.keys)

    def agendas(self) -> dict[str, list[Meeting]]:
        """Each participant's meetings in order."""
        found: dict[str, list[Meeting]] = {p.key: [] for p in self.participants}
        for m in self.meetings:
            for key in m.pair.keys:
                found[key].append(m)
        return found

    def place(self, meeting: Meeting) -> Place:
        """Where it is; to go through all, keep `Event.by_key` and call `Place.of`."""
        return Place.of(meeting, self.event.by_key)

    def to_frame(self) -> Any:
        """The meetings as a pandas data frame; needs pandas."""
        import pandas

        from graph.events.sheets import meeting_rows

        header, *rows = meeting_rows(self)
        return pandas.DataFrame(rows, columns=header)

    def __str__(self) -> str:
        lines = [
            f"{len(self.meetings)} meetings; no timetable could be more than {self.gap:.1%} better"
        ]
        for m in self.meetings:
            slot = self.hall.slots[m.slot]
            lines.append(
                f"{slot.start:%m-%d %H:%M}-{slot.end:%H:%M}  {self.place(m)}  "
                f"{self.names[m.pair.first]} - {self.names[m.pair.second]}: {m.pair.reason}"
            )
        return "\n".join([*lines, *self.notes])
