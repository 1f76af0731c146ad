"""What the pages of an event show of its plan: a board of slots and tables, and one participant's
day; computed here, only written out by the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from graph.events.explain import left_out
from graph.events.hall import Slot
from graph.events.kept import Kept
from graph.events.model import Event, Lock, Participant, Wish
from graph.events.results import Meeting, PairPart, Place, Plan, Unmet
from graph.events.told import told
from graph.events.wishes import asks
from graph.events.wording import Language

MOST_CARDS = 400
"""Meetings on one board; of a larger plan it shows one session at a time."""
_FEW_TABLES = 12
"""So many are shown also where nobody sits; of more, those up to the last that is used."""


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting on the board: where it is, and what is locked of it."""

    number: int
    """In the plan, from 1: its place on the page."""
    meeting: Meeting
    place: Place
    lock: Lock | None

    @property
    def keys(self) -> tuple[str, str]:
        """Who meets."""
        return self.meeting.pair.keys

    @property
    def parts(self) -> Sequence[PairPart]:
        """Of its score, the weightiest first."""
        return sorted(self.meeting.pair.parts, key=lambda part: -part.value)

    @property
    def where(self) -> list[str | int | None]:
        """What the button says that locks it: both keys, slot and table."""
        return [*self.keys, self.meeting.slot, self.meeting.table]


@dataclass(frozen=True, slots=True)
class Column:
    """A table (from 0), a booth by its name, or all that is on line."""

    table: int | None = None
    booth: str = ""

    @classmethod
    def of(cls, place: Place) -> Column:
        """The one in which a meeting at this place stands."""
        return cls(place.table, "" if place.remote else place.booth)

    @property
    def place(self) -> Place:
        """To name it by."""
        return Place(self.table, self.booth, self.kind == "remote")

    @property
    def kind(self) -> str:
        """``table``, ``booth`` or ``remote``."""
        return "table" if self.table is not None else "booth" if self.booth else "remote"


@dataclass(frozen=True, slots=True)
class Cell:
    """One column in one slot."""

    column: Column
    cards: tuple[Card, ...]
    closed: bool
    """Is the table lost then?"""


@dataclass(frozen=True, slots=True)
class Row:
    """One slot of the board."""

    slot: int
    time: Slot
    cells: tuple[Cell, ...]

    @property
    def held(self) -> bool:
        """Does anybody meet in it?"""
        return any(cell.cards for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Session:
    """The rows of one session."""

    number: int
    """From 1."""
    rows: tuple[Row, ...]

    @property
    def first(self) -> Slot:
        """Its first slot, which has its day."""
        return self.rows[0].time


@dataclass(frozen=True, slots=True)
class Board:
    """The plan, slot by slot and place by place."""

    columns: tuple[Column, ...]
    sessions: tuple[Session, ...]
    """Those that are shown."""
    others: tuple[int, ...]
    """Numbers of all sessions, where only one is shown; else none."""


def board(kept: Kept, *, session: int = 0) -> Board:
    """The board of a kept event that has a plan; of a large one only a session (from 1)."""
    plan = kept.plan
    assert plan is not None  # a page without a plan shows no board
    placed: dict[tuple[int, Column], list[Card]] = {}
    for card in cards(kept):
        placed.setdefault((card.meeting.slot, Column.of(card.place)), []).append(card)
    columns = _columns(plan, {column for _, column in placed})
    sessions = []
    every = list(range(1, plan.hall.sessions + 1))
    shown = every if len(plan) <= MOST_CARDS else [session if session in every else 1]
    order = list(dict.fromkeys(slot.session for slot in plan.hall.slots))
    for number in shown:
        rows = tuple(
            Row(at, slot, tuple(
                Cell(column, tuple(placed.get((at, column), ())),
                     (at, column.table) in plan.hall.closed)
                for column in columns))
            for at, slot in enumerate(plan.hall.slots) if slot.session == order[number - 1])
        sessions.append(Session(number, rows))
    return Board(columns, tuple(sessions), tuple(every) if len(shown) < len(every) else ())


def cards(kept: Kept) -> list[Card]:
    """The meetings of a kept event's plan with today's locks."""
    if kept.plan is None:
        return []
    by_key = kept.plan.event.by_key
    locks = {lock.pair: lock for lock in kept.event.locks}
    return [Card(number, m, Place.of(m, by_key), locks.get(m.pair.keys))
            for number, m in enumerate(kept.plan.meetings, 1)]


def _columns(plan: Plan, used: Iterable[Column]) -> tuple[Column, ...]:
    used = set(used)
    last = max((column.table for column in used if column.table is not None), default=-1)
    tables = plan.hall.tables if plan.hall.tables <= _FEW_TABLES else last + 1
    booths = sorted(column.booth for column in used if column.kind == "booth")
    remote = [column for column in used if column.kind == "remote"]
    return (*map(Column, range(tables)), *(Column(booth=name) for name in booths), *remote)


# --- one participant ----------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Line:
    """A slot in a participant's day: a meeting, nothing, or not there."""

    slot: int
    time: Slot
    card: Card | None
    there: bool
    told: str = ""
    """Why this meeting, as the participant may read it."""


@dataclass(frozen=True)
class Day:
    """One participant's view of an event."""

    kept: Kept
    participant: Participant
    language: Language = "en"
    others: Mapping[str, Participant] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Kept, key: str, language: Language) -> Day:
        """Of the participant with this key, who is one of the event."""
        by_key = kept.event.by_key
        return cls(kept, by_key[key], language, by_key)

    @cached_property
    def sessions(self) -> list[tuple[Slot, list[Line]]]:
        """The lines of each session, with its first slot."""
        key, event = self.participant.key, self.kept.event
        mine = {card.meeting.slot: card for card in cards(self.kept) if key in card.keys}
        there = self.participant.free(len(event.hall.slots))
        lines = [
            Line(at, slot, card := mine.get(at), at in there,
                 told(card.meeting.pair, key, event, language=self.language) if card else "")
            for at, slot in enumerate(event.hall.slots)]
        return [(found[0].time, found) for _, group in groupby(
            lines, lambda line: line.time.session) if (found := list(group))]

    @property
    def meetings(self) -> int:
        """How many it has."""
        return sum(line.card is not None for _, lines in self.sessions for line in lines)

    @cached_property
    def missed(self) -> list[Unmet]:
        """What is left out of its wishes and best counterparts, with both reasons."""
        return [u for u in left_out(self.kept.plan, self.language)
                if u.participant == self.participant.key]

    @property
    def own(self) -> list[Wish]:
        """What it asks of others."""
        return [w for (by, _), w in asks(self.kept.event).items() if by == self.participant.key]

    @property
    def asked(self) -> list[Wish]:
        """What others ask about it: never shown to itself."""
        return [w for (_, about), w in asks(self.kept.event).items()
                if about == self.participant.key]

    @property
    def free(self) -> list[Line]:
        """The slots in which it is there and meets nobody."""
        return [line for _, lines in self.sessions for line in lines
                if line.there and not line.card]


def counts(kept: Kept) -> dict[str, int]:
    """Participant key to its number of meetings."""
    found = {p.key: 0 for p in kept.event.participants}
    for m in kept.plan.meetings if kept.plan else ():
        for key in m.pair.keys:
            found[key] = found.get(key, 0) + 1
    return found


def names_of(kept: Kept) -> dict[str, str]:
    """What participants are called, also those that were only in the plan."""
    return {**(kept.plan.names if kept.plan else {}), **kept.event.names}


def times(event: Event) -> list[tuple[int, str]]:
    """(number from 1, words) of each slot, to choose from."""
    several = len({slot.start.date() for slot in event.hall.slots}) > 1
    form = "%m-%d %H:%M" if several else "%H:%M"
    return [(at, f"{at} · {slot.start:{form}}–{slot.end:%H:%M}")
            for at, slot in enumerate(event.hall.slots, 1)]
