"""An event and its plan: participants, a hall of slots and tables, meetings with their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graph.display import Printed
from graph.errors import InvalidRequest

_MOST_MINUTES = 366 * 24 * 60
_LAST_YEAR = 9900


@dataclass(frozen=True, slots=True)
class Participant:
    """Who comes: what it offers and needs in words, when it is there, how many meetings at most.

    ``entity`` is the organisation in the graph where it is known there; ``available`` the slots
    in which it is there, None for all of them.
    """

    key: str
    organisation: str
    kind: str = ""
    offers: str = ""
    needs: str = ""
    available: frozenset[int] | None = None
    cap: int = 10
    entity: str = ""

    def free(self, slots: int) -> frozenset[int]:
        """The slots of a hall in which it is there."""
        every = frozenset(range(slots))
        return every if self.available is None else self.available & every


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which each table holds one meeting."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Hall:
    """Where and when meetings are held: slots in order, and tables in each."""

    slots: tuple[Slot, ...]
    tables: int
    name: str = "Matchmaking event"

    @property
    def capacity(self) -> int:
        """Meetings that it can hold at most."""
        return len(self.slots) * self.tables

    @classmethod
    def of(
        cls, start: str, *, slots: int = 8, minutes: int = 20, pause: int = 5, tables: int = 4,
        zone: str = "Asia/Shanghai", name: str = "Matchmaking event",
    ) -> Hall:
        """A hall of equal slots from a start such as ``2025-05-20 09:00``.

        Raises `InvalidRequest` for a start that is no time, an unknown zone, or no slot or table.
        """
        try:
            place = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as err:
            raise InvalidRequest(f"{zone!r} is no time zone; write Asia/Shanghai") from err
        try:
            first = _moment(start, place)
        except (ValueError, OverflowError) as err:
            raise InvalidRequest(f"{start!r} is no start; write 2025-05-20 09:00") from err
        if min(slots, minutes, tables) < 1 or pause < 0:
            raise InvalidRequest("an event needs at least one slot, one minute and one table")
        if slots * (minutes + pause) > _MOST_MINUTES or first.year > _LAST_YEAR:
            raise InvalidRequest(
                f"an event lasts at most a year and begins by {_LAST_YEAR}; "
                "give fewer or shorter slots"
            )
        made = tuple(
            Slot(*(_later(first, i * (minutes + pause) + extra) for extra in (0, minutes)))
            for i in range(slots)
        )
        return cls(made, tables, name)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """A time as written, in the zone; one with its own offset keeps its moment."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _later(moment: datetime, minutes: int) -> datetime:
    """So many minutes later by a stopwatch, also when the clocks change in between."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)


@dataclass(frozen=True, slots=True)
class PairPart:
    """One part of a pair's score; the parts add up to it. ``note`` is its reason in words,
    ``document`` the key of what says so in the store (empty for the participants' own words)."""

    name: str
    value: float
    note: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class PairScore:
    """How well two participants (their keys, the smaller first) fit, with the reasons."""

    first: str
    second: str
    value: float
    parts: tuple[PairPart, ...]

    def other(self, key: str) -> str:
        """The counterpart of one of the two."""
        return self.second if key == self.first else self.first

    @property
    def reason(self) -> str:
        """The weightiest part in words."""
        return max(self.parts, key=lambda part: part.value).note if self.parts else ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two participants at a table in a slot (both counted from 0), and why."""

    pair: PairScore
    slot: int
    table: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """A good counterpart that a participant does not meet, or a participant that meets nobody."""

    participant: str
    counterpart: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan(Printed):
    """A timetable with its proof: no other could be worth more than ``bound``."""

    hall: Hall
    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    proposals: dict[str, tuple[PairScore, ...]]
    """Each participant's best counterparts, best first: the candidate pairings."""
    unmet: tuple[Unmet, ...]
    bound: float
    notes: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    """Participant key to organisation."""

    def __iter__(self) -> Iterator[Meeting]:
        return iter(self.meetings)

    def __len__(self) -> int:
        return len(self.meetings)

    @property
    def value(self) -> float:
        """The sum of the scores of all meetings."""
        return sum(meeting.pair.value for meeting in self.meetings)

    @property
    def gap(self) -> float:
        """By what share another timetable could be better at most: 0.02 is 2 %."""
        return max(0.0, self.bound / self.value - 1) if self.value else 0.0

    def agenda(self, key: str) -> tuple[Meeting, ...]:
        """One participant's meetings in order."""
        return tuple(m for m in self.meetings if key in (m.pair.first, m.pair.second))

    def to_frame(self) -> Any:
        """The meetings as a pandas data frame; needs pandas."""
        import pandas

        from graph.events.write import meeting_rows

        header, *rows = meeting_rows(self)
        return pandas.DataFrame(rows, columns=header)

    def __str__(self) -> str:
        lines = [
            f"{len(self.meetings)} meetings; no timetable could be more than {self.gap:.1%} better"
        ]
        for m in self.meetings:
            slot = self.hall.slots[m.slot]
            lines.append(
                f"{slot.start:%H:%M}-{slot.end:%H:%M}  table {m.table + 1}  "
                f"{self.names[m.pair.first]} - {self.names[m.pair.second]}: {m.pair.reason}"
            )
        return "\n".join([*lines, *self.notes])
