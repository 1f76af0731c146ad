"""What stands on each sheet of an event's papers, before it is HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from api.words import words
from graph.events import sheets
from graph.events.allowed import Allowed, understand
from graph.events.explain import left_out
from graph.events.results import Meeting, Place, Plan
from graph.events.sheets import Proposals, clock, place_words, twice
from graph.events.told import told
from graph.events.wishes import REQUESTS
from graph.events.wording import Language

if TYPE_CHECKING:
    from graph.events.hall import Slot
    from graph.events.model import Event, Participant
    from graph.events.replan import Move


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: a meeting, a proposal, or nothing at a time."""

    day: str
    time: str
    place: str = ""
    link: str = ""
    """Where a remote counterpart is met; only what a browser may open."""
    who: tuple[str, ...] = ()
    """Names of those whom the reader meets; on a table's sheet of both."""
    about: str = ""
    """The person and the country or region of a counterpart, an interpreter."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting as it was and as it is; either may be missing."""

    before: Line | None
    now: Line | None
    why: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page for one participant or one table."""

    key: str
    """Of the participant; empty for a table."""
    title: str
    about: str = ""
    days: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    """The lines of each day."""
    missing: tuple[tuple[str, str], ...] = ()
    """(counterpart, why) that it asked for and does not meet; or nobody, why it meets nobody."""
    changes: tuple[Change, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Of all days."""
        return tuple(line for _, lines in self.days for line in lines)


@dataclass(frozen=True, slots=True)
class _Sides:
    """An event as each of its participants may see it."""

    event: Event
    language: Language
    names: Mapping[str, str]
    by_key: Mapping[str, Participant]
    allowed: Allowed = field(repr=False)

    @classmethod
    def of(cls, event: Event, language: Language) -> _Sides:
        return cls(event, language, event.names, event.by_key, Allowed(event))

    def sheet(
        self, key: str, lines: Iterable[Line] = (), *, missing: Iterable[tuple[str, str]] = (),
        changes: Iterable[Change] = (),
    ) -> Sheet:
        p = self.by_key[key]
        person = "" if p.person and p.person in self.names[key] else p.person
        return Sheet(key, self.names[key], person, _days(lines), tuple(missing), tuple(changes))

    def line(self, m: Meeting, reader: str, *, why: bool = True) -> Line:
        day, time = _when(self.event.hall.slots[m.slot], self.language)
        place = Place.of(m, self.by_key)
        other = m.pair.other(reader)
        return Line(
            day, time, place_words(_unlinked(place), self.language), _address(place),
            (self.names.get(other, other),), self.about(other, reader),
            told(m.pair, reader, self.event, language=self.language) if why else "")

    def about(self, other: str, reader: str) -> str:
        one, p = self.by_key[reader], self.by_key.get(other)
        if p is None:
            return ""
        person = "" if p.person in self.names[other] else p.person
        helped = "" if understand(one, p) else words(self.language)("event_paper.interpreter")
        return " · ".join(filter(None, (person, p.region, helped)))


def agendas(plan: Plan, language: Language, participant: str = "") -> list[Sheet]:
    """A sheet for each participant, or for one: its meetings, then what it misses."""
    sides = _Sides.of(plan.event, language)
    met = plan.agendas()
    missed: dict[str, list[tuple[str, str]]] = {}
    for u in left_out(plan, language):
        if not u.counterpart or u.ask in REQUESTS:
            missed.setdefault(u.participant, []).append(
                (sides.names.get(u.counterpart, u.counterpart), u.told))
    return [sides.sheet(p.key, [sides.line(m, p.key) for m in met[p.key]],
                        missing=missed.get(p.key, ()))
            for p in plan.participants if participant in ("", p.key)]


def tables(plan: Plan, language: Language) -> list[Sheet]:
    """A sheet for each table with all its slots, each booth, and what is on line."""
    names, by_key = plan.event.names, plan.event.by_key
    held: dict[tuple[int, int], Meeting] = {}
    elsewhere: dict[str, list[Meeting]] = {}
    for m in plan.meetings:
        place = Place.of(m, by_key)
        if place.table is not None:
            held[m.slot, place.table] = m
        else:
            elsewhere.setdefault("" if place.remote else place.booth, []).append(m)

    def line(slot: int, m: Meeting | None, closed: bool = False) -> Line:
        t = words(language)
        day, time = _when(plan.hall.slots[slot], language)
        free = t("event_paper.closed") if closed else t("event_paper.free")
        return Line(day, time, who=tuple(names[key] for key in m.pair.keys) if m else (),
                    about="" if m else free)

    found = [
        Sheet("", place_words(Place(table), language), days=_days(
            line(slot, held.get((slot, table)), (slot, table) in plan.hall.closed)
            for slot in range(len(plan.hall.slots))))
        for table in range(plan.hall.tables)]
    for booth, meetings in sorted(elsewhere.items(), key=lambda item: (not item[0], item[0])):
        title = booth or place_words(Place(remote=True), language)
        found.append(Sheet("", title[:1].upper() + title[1:],
                           days=_days(line(m.slot, m) for m in meetings)))
    return found


def proposals(
    event: Event, proposed: Proposals, language: Language, participant: str = ""
) -> list[Sheet]:
    """A sheet for each participant that has proposals, or for one."""
    sides = _Sides.of(event, language)
    return [
        sides.sheet(p.key, [
            Line("", "", who=(sides.names[pair.other(p.key)],),
                 about=sides.about(pair.other(p.key), p.key),
                 why=told(pair, p.key, event, language=language))
            for pair in proposed.get(p.key, ())])
        for p in event.participants
        if participant == p.key or not participant and proposed.get(p.key)]


def changes(
    plan: Plan, moves: Sequence[Move], language: Language, participant: str = ""
) -> list[Sheet]:
    """A sheet for each participant whose meetings changed, or for one."""
    sides = _Sides.of(plan.event, language)
    affected = sheets.changes(moves)
    return [
        sides.sheet(p.key, changes=(
            Change(sides.line(before, p.key, why=False) if before else None,
                   sides.line(now, p.key, why=False) if now else None, why)
            for before, now, why in affected.get(p.key, ())))
        for p in plan.participants
        if participant == p.key or not participant and p.key in affected]


def _when(slot: Slot, language: Language) -> tuple[str, str]:
    """The day with its weekday, and the time."""
    weekday = words(language)(f"event_paper.weekdays.{slot.start.weekday()}")
    day = f"{slot.start:%Y-%m-%d} {weekday}"
    same = slot.start.date() == slot.end.date() and not (twice(slot.start) or twice(slot.end))
    start = clock(slot.start).partition(" ")[2]
    return day, f"{start}–{slot.end:%H:%M}" if same else f"{start}–{clock(slot.end)}"


def _days(lines: Iterable[Line]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    return tuple((day, tuple(of_day)) for day, of_day in groupby(lines, lambda line: line.day))


def _address(place: Place) -> str:
    """A link that a browser may open; others are shown as text."""
    return place.link if place.link.startswith(("https://", "http://")) else ""


def _unlinked(place: Place) -> Place:
    """The place without an address that is shown as a link."""
    return Place(remote=True) if _address(place) else place
