"""An event's participants and times as people write them, on the command line and over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any, get_args

from graph.errors import InvalidRequest, NotFound, RecordRejected
from graph.events.given import Given
from graph.events.hall import Hall
from graph.events.kept import Kept
from graph.events.model import Ask, Event
from graph.events.names import Names
from graph.events.read import Listed
from graph.events.results import Plan
from graph.events.setting import Setting
from graph.events.situation import Disruption, Kind
from graph.model import Visibility

_RIGHT = "write a slot's number, such as 3, a time, such as 10:20, or a day and a time"


def key_of(event: Event, text: str) -> str:
    """The participant that a key, an organisation or a person means.

    Raises `NotFound` with the nearest names, `InvalidRequest` for an organisation with several
    delegates.
    """
    try:
        found = Names(event.participants).meant(text.strip())
    except RecordRejected as err:
        raise NotFound(str(err)) from err
    if len(found.keys) > 1:
        raise InvalidRequest(f"{text!r} has several delegates; write one's key: "
                             f"{', '.join(found.keys)}")
    return found.keys[0]


def asked(text: str) -> Ask:
    """What is asked of a counterpart; `InvalidRequest` with what there is to ask."""
    ask: Ask = _among(text, get_args(Ask), "nothing to ask")
    return ask


def _among(text: str, choices: Sequence[Any], what: str) -> Any:
    """The choice that a text is, however it is spaced; `InvalidRequest` with all of them."""
    words = " ".join(text.split()).casefold()
    if words not in choices:
        raise InvalidRequest(f"{text!r} is {what}; write {', '.join(choices)}")
    return words


def slot_of(hall: Hall, text: str) -> int:
    """The slot, from 0, that a number from 1 or a time means: the first that ends after it.

    A time without a day is that of the first day. Raises `InvalidRequest` for what is neither, or
    lies outside the event.
    """
    text = " ".join(text.split())
    last = len(hall.slots)
    if re.fullmatch(r"[0-9]{1,4}", text):
        if not 1 <= int(text) <= last:
            raise InvalidRequest(f"slot {text}: the slots are 1 to {last}")
        return int(text) - 1
    zone = hall.slots[0].start.tzinfo
    try:
        if re.fullmatch(r"\d{1,2}:\d\d", text):
            moment = datetime.combine(hall.slots[0].start.date(),
                                      time.fromisoformat(text.zfill(5)), zone)
        else:
            moment = datetime.fromisoformat(text)
            moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    except ValueError as err:
        raise InvalidRequest(f"{text!r} is no time; {_RIGHT}") from err
    found = next((at for at, slot in enumerate(hall.slots) if moment < slot.end), None)
    if found is None:
        raise InvalidRequest(f"{text}: the event ends {hall.slots[-1].end:%Y-%m-%d %H:%M}")
    return found


def event_of(
    setting: Setting, listed: Listed, *, name: str, visibility: Visibility | None = None
) -> Event:
    """An event from its setting and the list of its participants."""
    return Event(
        setting.hall, listed.participants, setting.rules, listed.wishes, listed.locks, name,
        visibility or setting.visibility, setting.personal_until)


def read_again(event: Event, listed: Listed) -> Event:
    """An event with another list of its participants; what was asked and locked since stays, where
    both still take part and, of requests, the list says nothing else."""
    there = {p.key for p in listed.participants}
    wishes = {(w.by, w.about): w for w in (*event.wishes, *listed.wishes)
              if there.issuperset((w.by, w.about))}
    locks = {lock.pair: lock for lock in (*listed.locks, *event.locks)
             if there.issuperset(lock.pair)}
    return replace(event, participants=listed.participants, wishes=tuple(wishes.values()),
                   locks=tuple(locks.values()))


def planned(kept: Kept) -> Plan:
    """The plan of a kept event; `InvalidRequest` where there is none yet."""
    if kept.plan is None:
        raise InvalidRequest(f"event {kept.event.name!r} has no plan yet; pair it first")
    return kept.plan


def disruption_of(
    event: Event, *, kind: str, participant: str = "", counterpart: str = "", at: str = "",
    table: int | None = None, ask: str | None = None,
) -> Disruption:
    """What happened, in people's words: participants by key or name, the table from 1."""
    happened: Kind = _among(kind, get_args(Kind), "nothing that happens")
    return Disruption(
        happened,
        key_of(event, participant) if participant else "",
        key_of(event, counterpart) if counterpart else "",
        slot_of(event.hall, at) if at else None,
        None if table is None else table - 1,
        asked(ask or "want") if happened == "request" else None)


def given_of(event: Event, meetings: Iterable[Mapping[str, Any]]) -> list[Given]:
    """Given meetings in people's words: participants by key or name, slots and places from 1."""
    last = len(event.hall.slots)

    def slot(number: int) -> int:
        if not 1 <= number <= last:
            raise InvalidRequest(f"there is no slot {number}, only 1 to {last}")
        return number - 1

    return [
        Given(key_of(event, m["first"]), key_of(event, m["second"]),
              None if m["slots"] is None else frozenset(map(slot, m["slots"])),
              None if m["slot"] is None else slot(m["slot"]),
              tuple(place - 1 for place in m["after"]))
        for m in meetings]
