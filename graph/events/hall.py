"""Where and when meetings are held: days of sessions of slots, and tables in each slot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graph.errors import InvalidRequest

_MOST_MINUTES = 366 * 24 * 60
_LAST_YEAR = 9900


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which each table holds one meeting; ``session`` is the number, from 0, of the
    stretch without a long break (a morning, an afternoon) that it belongs to."""

    start: datetime
    end: datetime
    session: int = 0


@dataclass(frozen=True, slots=True)
class Hall:
    """Slots in order, tables in each, and the tables that are lost in some of them."""

    slots: tuple[Slot, ...]
    tables: int
    name: str = "Matchmaking event"
    closed: frozenset[tuple[int, int]] = frozenset()
    """(slot, table) that cannot be used."""

    @property
    def capacity(self) -> int:
        """Meetings that its tables can hold at most."""
        return len(self.slots) * self.tables - len(self.closed)

    @property
    def sessions(self) -> int:
        """How many sessions it has."""
        return len({slot.session for slot in self.slots})

    def tables_in(self, slot: int) -> list[int]:
        """The tables that can be used in a slot."""
        return [t for t in range(self.tables) if (slot, t) not in self.closed]

    @classmethod
    def of(
        cls, start: str, *, slots: int = 8, minutes: int = 20, pause: int = 5, tables: int = 4,
        zone: str = "Asia/Shanghai", name: str = "Matchmaking event",
    ) -> Hall:
        """A hall of one session of equal slots from a start such as ``2025-05-20 09:00``.

        Raises `InvalidRequest` for a start that is no time, an unknown zone, or no slot or table.
        """
        return cls.of_sessions([(start, slots)], minutes=minutes, pause=pause, tables=tables,
                               zone=zone, name=name)

    @classmethod
    def of_sessions(
        cls, sessions: Iterable[tuple[str, int]], *, minutes: int = 20, pause: int = 5,
        tables: int = 4, zone: str = "Asia/Shanghai", name: str = "Matchmaking event",
    ) -> Hall:
        """A hall of several sessions, each a start and its number of slots; a new day is a new
        session. Raises `InvalidRequest` as `of` does, and for sessions that overlap."""
        place = _zone(zone)
        made: list[Slot] = []
        for number, (start, slots) in enumerate(sessions):
            first = _start(start, place)
            if min(slots, minutes, tables) < 1 or pause < 0:
                raise InvalidRequest("an event needs at least one slot, one minute and one table")
            if slots * (minutes + pause) > _MOST_MINUTES or first.year > _LAST_YEAR:
                raise InvalidRequest(f"an event lasts at most a year and begins by {_LAST_YEAR}; "
                                     "give fewer or shorter slots")
            if made and first < made[-1].end:
                raise InvalidRequest(f"the session at {start} begins before the one before it "
                                     f"ends ({made[-1].end:%Y-%m-%d %H:%M})")
            made += [
                Slot(_later(first, at), _later(first, at + minutes), number)
                for at in range(0, slots * (minutes + pause), minutes + pause)
            ]
        if not made:
            raise InvalidRequest("an event needs at least one session")
        return cls(tuple(made), tables, name)

    def without(self, table: int, slots: Iterable[int]) -> Hall:
        """The hall with a table lost in some slots."""
        return replace(self, closed=self.closed | {(slot, table) for slot in slots})


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as err:
        raise InvalidRequest(f"{name!r} is no time zone; write Asia/Shanghai") from err


def _start(text: str, zone: ZoneInfo) -> datetime:
    """A time as written, in the zone; one with its own offset keeps its moment."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError) as err:
        raise InvalidRequest(f"{text!r} is no start; write 2025-05-20 09:00") from err


def _later(moment: datetime, minutes: int) -> datetime:
    """So many minutes later by a stopwatch, also when the clocks change in between."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)
