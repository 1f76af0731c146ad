"""Plans, proposals and changes as tables: a header and rows, for any file or page.

Tables for the organiser have values and the full reasons. Those for participants (agendas, mail
merge, proposals, changes) have only what each may read: no value, nobody else's wish, no evidence
that is not public. Times are those of the event's zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from graph.errors import NotFound
from graph.events.results import Meeting, PairScore, Place, Plan
from graph.events.told import told
from graph.events.wording import Language, say
from graph.spreadsheet import Cell

if TYPE_CHECKING:
    from graph.events.fairness import Fairness
    from graph.events.hall import Slot
    from graph.events.model import Event, Participant
    from graph.events.replan import Move

Rows = list[list[Cell]]
Proposals = Mapping[str, Sequence[PairScore]]
"""Participant key to its best counterparts, as `graph.events.propose` gives them."""


def known(event: Event, participant: str) -> None:
    """Raises `NotFound` unless a participant has this key, or none is asked for."""
    if participant and not any(p.key == participant for p in event.participants):
        raise NotFound(f"no participant of the event has the key {participant!r}")


def clock(moment: datetime) -> str:
    """Day and time, ``2025-05-20 09:00``; with the offset where the clocks show it twice."""
    offset = moment.strftime("%z") if twice(moment) else ""
    return f"{moment:%Y-%m-%d %H:%M}{offset}"


def twice(moment: datetime) -> bool:
    """Is it a local time that comes twice, as the clocks go back?"""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def span(slot: Slot) -> str:
    """A slot in words: ``2025-05-20 09:00–09:20``, or with both days or offsets."""
    start, end = clock(slot.start), clock(slot.end)
    same = slot.start.date() == slot.end.date() and not (twice(slot.start) or twice(slot.end))
    return f"{start}–{slot.end:%H:%M}" if same else f"{start}–{end}"


def place_words(place: Place, language: Language = "en") -> str:
    """Where a meeting is, in words: a table's number, a booth, a link, or on line."""
    if place.table is not None:
        return say(language, "places", "table", number=place.table + 1)
    return place.link or say(language, "places", "remote") if place.remote else place.booth


def meeting_rows(plan: Plan) -> Rows:
    """For the organiser: a row a meeting, with its value and reason."""
    by_key = plan.event.by_key
    rows: Rows = [["start", "end", "place", "first_key", "first", "second_key", "second", "score",
                   "reason"]]
    for m in plan.meetings:
        slot = plan.hall.slots[m.slot]
        rows.append([
            clock(slot.start), clock(slot.end), str(Place.of(m, by_key)),
            m.pair.first, plan.names[m.pair.first], m.pair.second, plan.names[m.pair.second],
            round(m.pair.value, 3), m.pair.reason,
        ])
    return rows


def agenda_rows(plan: Plan, *, participant: str = "", language: Language = "en") -> Rows:
    """For participants: each one's meetings in order (or one's), in its own form."""
    known(plan.event, participant)
    by_key, agendas = plan.event.by_key, plan.agendas()
    rows: Rows = [["participant_key", "participant", "start", "end", "place", "meets_key", "meets",
                   "reason"]]
    for p in plan.participants:
        for m in agendas[p.key] if participant in ("", p.key) else ():
            slot, other = plan.hall.slots[m.slot], m.pair.other(p.key)
            rows.append([
                p.key, plan.names[p.key], clock(slot.start), clock(slot.end),
                place_words(Place.of(m, by_key), language), other, plan.names[other],
                told(m.pair, p.key, plan.event, language=language),
            ])
    return rows


def merge_rows(plan: Plan, *, language: Language = "en") -> Rows:
    """A mail merge of agendas: a row a participant, a column for each of its meetings."""
    by_key, agendas = plan.event.by_key, plan.agendas()
    most = max(map(len, agendas.values()), default=0)
    rows: Rows = [[*_WHO, "meetings", *(f"meeting_{n + 1}" for n in range(most))]]
    for p in plan.participants:
        said = [f"{_where(plan, m, p.key, by_key, language)}: "
                f"{told(m.pair, p.key, plan.event, language=language)}" for m in agendas[p.key]]
        rows.append([*_who(p), len(said), *said, *[""] * (most - len(said))])
    return rows


def change_rows(plan: Plan, moves: Sequence[Move], *, language: Language = "en") -> Rows:
    """A mail merge of changes only: a row a participant affected; for each of its changes what
    was, what is, and why. Either is empty for a meeting that is new or given up."""
    by_key = plan.event.by_key
    affected = changes(moves)
    most = max(map(len, affected.values()), default=0)
    rows: Rows = [[*_WHO, "changes", *(f"{name}_{n + 1}" for n in range(most)
                                       for name in ("before", "now", "why"))]]
    for p in plan.participants:
        if found := affected.get(p.key):
            said: list[Cell] = []
            for before, now, why in found:
                said += [*(_where(plan, m, p.key, by_key, language) if m else ""
                           for m in (before, now)), why]
            rows.append([*_who(p), len(found), *said, *[""] * 3 * (most - len(found))])
    return rows


def changes(moves: Sequence[Move]) -> dict[str, list[tuple[Meeting | None, Meeting | None, str]]]:
    """Participant key to its changes: its meeting before, its meeting now, why as it may read."""
    found: dict[str, list[tuple[Meeting | None, Meeting | None, str]]] = {}
    for move in moves:
        ends = [m.pair.keys for m in (move.before, move.after) if m]
        for key in dict.fromkeys(key for keys in ends for key in keys):
            before, now = (m if m and key in m.pair.keys else None
                           for m in (move.before, move.after))
            found.setdefault(key, []).append((before, now, move.told))
    return found


def unmet_rows(plan: Plan) -> Rows:
    """For the organiser: what the plan leaves out, what was asked, and the full reason."""
    rows: Rows = [["participant_key", "participant", "counterpart_key", "counterpart", "asked",
                   "why", "reason"]]
    rows += [[u.participant, plan.names[u.participant], u.counterpart,
              plan.names.get(u.counterpart, ""), u.ask or "", u.why, u.reason]
             for u in plan.unmet]
    return rows


def proposal_rows(
    event: Event, proposals: Proposals, *, participant: str = "", language: Language = "en"
) -> Rows:
    """For participants: a row a proposed counterpart (of all, or of one), with an empty cell for
    the answer: yes, no or must."""
    known(event, participant)
    names = event.names
    rows: Rows = [["participant_key", "participant", "counterpart_key", "counterpart", "reason",
                   "answer"]]
    for p in event.participants:
        for pair in proposals.get(p.key, ()) if participant in ("", p.key) else ():
            other = pair.other(p.key)
            rows.append([p.key, names[p.key], other, names[other],
                         told(pair, p.key, event, language=language), ""])
    return rows


def thin_rows(event: Event, thin: Mapping[str, str]) -> Rows:
    """For the organiser: participants (by key) whose text is too thin to match, and what is
    missing."""
    names = event.names
    rows: Rows = [["participant_key", "participant", "contact", "missing"]]
    rows += [[p.key, names[p.key], p.contact, thin[p.key]]
             for p in event.participants if p.key in thin]
    return rows


def fairness_rows(plan: Plan, fairness: Fairness) -> Rows:
    """For the organiser: a row a figure, then the worst-off, then who meets nobody and why."""
    rows: Rows = [["figure", "value"]]
    for name in _FIGURES:
        value: float | None = getattr(fairness, name)
        rows.append([name.replace("_", " "), "nobody counts" if value is None else round(value, 4)])
    rows += [[f"worst off: {plan.names[one.key]}", f"{one.meetings} meetings, {one.value:.2f}"]
             for one in fairness.worst]
    rows += [[f"without any meeting: {plan.names[one.participant]}", one.reason]
             for one in fairness.unserved]
    return rows


_FIGURES = ("participants", "fewest", "p10", "median", "below_floor", "gini", "gaps",
            "first_choices", "requests", "mutual")
_WHO = ("key", "organisation", "person", "contact")


def _who(p: Participant) -> tuple[str, ...]:
    return p.key, p.organisation, p.person, p.contact


def _where(
    plan: Plan, m: Meeting, key: str, by_key: Mapping[str, Participant], language: Language
) -> str:
    """When, where and with whom, for one of the two."""
    other = m.pair.other(key)
    return ", ".join(filter(None, (
        span(plan.hall.slots[m.slot]), place_words(Place.of(m, by_key), language),
        plan.names.get(other, other))))
