"""What goes into an event's plan: participants, what they ask for, what is fixed, the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from graph.events.hall import Hall
from graph.model import Visibility

Ask = Literal["must", "want", "rather not", "veto"]


@dataclass(frozen=True, slots=True)
class Participant:
    """Who sits at a table: a delegate with what its organisation offers and needs in words, when
    it is there, and how many meetings it takes.

    Several participants of one organisation (`body`) are its delegates: two organisations meet
    once, through whichever of their delegates fits best.
    """

    key: str
    organisation: str
    kind: str = ""
    """Its type as the organiser calls it (buyer, seller, Enterprise): who may meet whom."""
    offers: str = ""
    needs: str = ""
    available: frozenset[int] | None = None
    """Slots, from 0, in which it is there; None for all."""
    cap: int = 10
    """Meetings at most; of delegates that share them, of all together."""
    entity: str = ""
    """The organisation in the graph, where it is known there."""
    person: str = ""
    contact: str = ""
    region: str = ""
    """Country or region, as stated."""
    languages: frozenset[str] = frozenset()
    """Codes such as ``zh``, ``en``; none stated stands for any."""
    floor: int = 0
    """Meetings that it wishes at least; a wish, never a condition."""
    session_cap: int | None = None
    """Meetings at most in one session."""
    booth: str = ""
    """Its fixed place, where others come to it and no table is needed."""
    remote: bool = False
    link: str = ""
    """Where a remote participant is met."""
    group: str = ""
    """The corporate group: its members do not meet each other."""
    shared: bool = False
    """Do the delegates of its organisation share its meetings, rather than each have its own?"""

    @property
    def body(self) -> str:
        """What its delegates have in common: the organisation, by graph or by name."""
        return self.entity or " ".join(self.organisation.casefold().split())

    def free(self, slots: int) -> frozenset[int]:
        """The slots of a hall in which it is there."""
        every = frozenset(range(slots))
        return every if self.available is None else self.available & every


@dataclass(frozen=True, slots=True)
class Wish:
    """What one participant asks about another, as keys; a veto holds whatever else is wished."""

    by: str
    about: str
    ask: Ask
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """A meeting that is held whatever else: agreed by both (no slot), or put in its place."""

    first: str
    second: str
    slot: int | None = None
    table: int | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two keys, the smaller first."""
        return (min(self.first, self.second), max(self.first, self.second))


@dataclass(frozen=True, slots=True)
class Interpreters:
    """Interpreters between two languages: how many at one time; slots from 0, None for all."""

    languages: tuple[str, str]
    number: int = 1
    slots: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for all participants."""

    may_meet: frozenset[tuple[str, str]] | None = None
    """The who-may-meet-whom table: pairs of kinds (casefolded, the smaller first); None: all."""
    cap: int = 8
    """Meetings of a participant that states no number."""
    caps: Mapping[str, int] = field(default_factory=dict)
    """The same by kind (casefolded)."""
    session_cap: int | None = None
    floor: int = 0
    interpreters: tuple[Interpreters, ...] = ()
    again: bool = False
    """May two organisations meet more than once, through different delegates?"""

    def lets_meet(self, first: Participant, second: Participant) -> bool:
        """Does the table of kinds let these two meet?"""
        kinds = sorted((first.kind.casefold(), second.kind.casefold()))
        return self.may_meet is None or (kinds[0], kinds[1]) in self.may_meet


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it is planned: `graph.events.checks` has looked through it."""

    hall: Hall
    participants: tuple[Participant, ...]
    rules: Rules = Rules()
    wishes: tuple[Wish, ...] = ()
    locks: tuple[Lock, ...] = ()
    name: str = ""
    """Under which it is kept; empty for one that is not."""
    visibility: Visibility = "internal"
    personal_until: str = ""
    """The day (``2026-12-31``) after which what it knows of persons is forgotten."""

    @property
    def by_key(self) -> dict[str, Participant]:
        """Participants by key; keep it, it is made anew each time."""
        return {p.key: p for p in self.participants}

    @property
    def names(self) -> dict[str, str]:
        """Participant key to organisation, with the person where an organisation has several."""
        count: dict[str, int] = {}
        for p in self.participants:
            count[p.body] = count.get(p.body, 0) + 1
        return {p.key: f"{p.organisation} ({p.person or p.key})" if count[p.body] > 1
                else p.organisation for p in self.participants}
