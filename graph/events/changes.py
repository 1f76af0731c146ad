"""What a change makes of a kept event; nothing here asks a store."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graph.errors import InvalidRequest, NotFound
from graph.events.kept import Kept, KeptLink
from graph.events.model import Event
from graph.events.results import Plan
from graph.events.wishes import with_wishes

if TYPE_CHECKING:
    from graph.events.outcomes import Outcome
    from graph.events.replan import Disruption

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
_SECONDS = 1.0
"""For the search of locks that cannot hold together, while the event is being written."""


def check_head(event: Event) -> None:
    """`InvalidRequest` for a name that could stand in no address, and for a day that is none."""
    if not _NAME.fullmatch(event.name):
        raise InvalidRequest(f"{event.name!r} is no name for an event; write small letters, digits "
                             "and hyphens, 80 at most, such as lithium-days-2026")
    if event.personal_until:
        try:
            date.fromisoformat(event.personal_until)
        except ValueError as err:
            raise InvalidRequest(f"personal data until {event.personal_until!r}: that is no day; "
                                 "write 2026-12-31") from err


def check_revision(kept: Kept, revision: int | None) -> None:
    """`InvalidRequest` when somebody has written since that revision was read."""
    if revision is not None and revision != kept.revision:
        last = kept.history[-1]
        raise InvalidRequest(
            f"somebody changed the event meanwhile: {kept.name!r} is at revision {kept.revision}, "
            f"yours is {revision}; {last.by} wrote last ({last.what}). Look at it again")


def checked(kept: Kept, event: Event) -> Kept:
    """With an event that was changed by requests or locks; `InvalidRequest` where one of these
    would be left out as bad input, naming it."""
    from graph.events.checks import check

    clean, problems = check(event, time_limit=_SECONDS)
    if (clean.wishes, clean.locks) != (event.wishes, event.locks):
        _, before = check(kept.event, time_limit=_SECONDS)
        raise InvalidRequest("; ".join(p for p in problems if p not in before))
    return requested(replace(kept, event=event))


def requested(kept: Kept) -> Kept:
    """With today's requests on top of the evidence of the pairs."""
    if kept.pairs is None:
        return kept
    there = {p.key for p in kept.event.participants}
    pairs = [pair for pair in kept.pairs if there.issuperset(pair.keys)]
    return replace(kept, pairs=with_wishes(kept.event, pairs))


def known(kept: Kept, participant: str) -> None:
    """`NotFound` for what is no key of a participant."""
    if participant not in {p.key for p in kept.event.participants}:
        raise NotFound(f"event {kept.name!r} has no participant {participant!r}")


def of_the_same(kept: Kept, event: Event) -> tuple[KeptLink, ...]:
    """What is known of the links of those participants of a new list who are the same still: by
    key and organisation."""
    names = {p.key: p.organisation for p in kept.event.participants}
    same = {p.key for p in event.participants if names.get(p.key) == p.organisation}
    return tuple(link for link in kept.links if link.participant in same)


def present_plan(kept: Kept) -> Plan:
    """The plan with all that was asked, locked and corrected since: what to plan again.

    Meetings of those who take no part any more are gone from it. Raises `InvalidRequest` without a
    plan."""
    if kept.plan is None:
        raise InvalidRequest(f"event {kept.name!r} has no plan yet; pair it first")
    there = {p.key for p in kept.event.participants}
    today = {pair.keys: pair for pair in kept.pairs or ()}
    meetings = tuple(
        replace(m, pair=today.get(m.pair.keys, m.pair)) for m in kept.plan.meetings
        if there.issuperset(m.pair.keys))
    return replace(kept.plan, event=kept.event, meetings=meetings, pairs=kept.pairs or (),
                   names=kept.event.names)


def ends(outcome: Outcome) -> tuple[str, str]:
    """The two of an outcome, the smaller key first."""
    first, second = sorted((outcome.first, outcome.second))
    return first, second


def said(disruptions: Sequence[Disruption], moves: int) -> str:
    """What happened, in a line of the history: keys, and nothing of persons."""
    parts = [" ".join(part for part in (d.kind, d.participant, d.other) if part)
             for d in disruptions]
    return f"re-planned ({'; '.join(parts) or 'nothing happened'}): {moves} changes"
