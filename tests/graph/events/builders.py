"""Small events and plans made by hand, for tests of what is made of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.events import (
    Event,
    Hall,
    Interpreters,
    Meeting,
    PairPart,
    PairScore,
    Participant,
    Plan,
    Rules,
    Unmet,
    Wish,
)

SECRETS = ("0.7", "INTERNAL-EVIDENCE", "SOUTH-ASKS", "ORGANISER-ONLY", "secret note")
"""Words of `small_plan` that no participant may read; SOUTH-ASKS is for South alone."""


def small_event(hall: Hall | None = None) -> Event:
    """Four participants: one with a key that spreadsheets spoil, one at a booth, one on line."""
    return Event(
        hall or Hall.of_sessions([("2025-05-20 09:00", 3), ("2025-05-21 14:00", 2)], tables=2,
                                 name="Salt Lake Days"),
        (
            Participant("007", "North Salt Works", person="Li Na", contact="+8613800000000",
                        offers="brine pumps", needs="membranes", languages=frozenset({"zh"})),
            Participant("South", "南方膜业", person="Tashi", region="China",
                        languages=frozenset({"en"})),
            Participant("east", "East Booth Ltd", booth="Booth E1"),
            Participant("west", "West Remote GmbH", region="Germany", remote=True,
                        link="https://meet.example/west"),
        ),
        Rules(interpreters=(Interpreters(("zh", "en")),)),
        (Wish("South", "007", "must", "secret note"), Wish("007", "west", "want")),
    )


def small_pair(first: str, second: str, value: float = 0.7) -> PairScore:
    """A pair with a public reason, one by internal evidence, and a request of South."""
    request = PairPart("request of 南方膜业", 1.0, "SOUTH-ASKS", by="South")
    return PairScore(first, second, value + 1.5 + ("South" in (first, second)), (
        PairPart("words", value, f"{first} needs what {second} offers"),
        PairPart("works", 1.5, "INTERNAL-EVIDENCE", "internal.csv#1", level=1),
        *((request,) if "South" in (first, second) else ()),
    ))


def small_plan(
    event: Event | None = None,
    meetings: Iterable[tuple[str, str, int, int | None]] = (
        ("007", "South", 0, 1), ("South", "east", 1, None), ("South", "west", 3, None)),
) -> Plan:
    """A plan of these meetings (first, second, slot, table), and what North asked for and lacks."""
    event = event or small_event()
    held = tuple(Meeting(small_pair(first, second), slot, table)
                 for first, second, slot, table in meetings)
    pairs = tuple(m.pair for m in held)
    unmet = (Unmet("007", "west", "vetoed", "ORGANISER-ONLY 0.71: vetoed by West",
                   "West Remote GmbH is not available for a meeting.", "want"),)
    return Plan(event, held, (*pairs, small_pair("007", "west")), unmet, 10.0, names=event.names)


def moved(plan: Plan, at: int, *, slot: int, table: int | None) -> Plan:
    """The plan with one meeting (its position) somewhere else."""
    meetings = list(plan.meetings)
    meetings[at] = replace(meetings[at], slot=slot, table=table)
    return replace(plan, meetings=tuple(meetings))


def without(plan: Plan, at: int) -> Plan:
    """The plan without one of its meetings."""
    return replace(plan, meetings=plan.meetings[:at] + plan.meetings[at + 1:])
