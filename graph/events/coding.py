"""An event, its scored pairs and its plan as plain data, and back, exactly; see `graph.packed`.

Times keep their zone, and which of two equal hours they are when the clocks go back. Pairs are
lists and named by position, as there are many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from graph.events.hall import Hall, Slot
from graph.events.model import Event, Interpreters, Lock, Participant, Rules, Wish
from graph.events.results import Meeting, PairPart, PairScore, Plan, Unmet

Data = dict[str, Any]
_PART: list[Any] = [None, None, None, "", 0, ""]
"""What a part's places hold when they are left out; None: never left out."""


def given(thing: Any) -> Data:
    """The fields of a data class that differ from their defaults, as they are."""
    return {field.name: value for field in fields(thing)
            if (value := getattr(thing, field.name)) != field.default}


# --- the event ------------------------------------------------------------------------------------


def event_data(event: Event) -> Data:
    """An event as plain data."""
    data: Data = {
        "hall": hall_data(event.hall),
        "participants": [_sorted_sets(p) for p in event.participants],
        "rules": _rules_data(event.rules),
        "wishes": [given(wish) for wish in event.wishes],
        "locks": [given(lock) for lock in event.locks],
    }
    return given(event) | data


def event_of(data: Mapping[str, Any]) -> Event:
    """The inverse of `event_data`."""
    return Event(**{
        **data,
        "hall": hall_of(data["hall"]),
        "participants": tuple(_participant(item) for item in data["participants"]),
        "rules": _rules(data["rules"]),
        "wishes": tuple(Wish(**item) for item in data["wishes"]),
        "locks": tuple(Lock(**item) for item in data["locks"]),
    })


def hall_data(hall: Hall) -> Data:
    """A hall as plain data."""
    return {"slots": [[moment_data(s.start), moment_data(s.end), s.session] for s in hall.slots],
            "tables": hall.tables, "name": hall.name, "closed": sorted(map(list, hall.closed))}


def hall_of(data: Mapping[str, Any]) -> Hall:
    """The inverse of `hall_data`."""
    return Hall(
        tuple(Slot(moment(start), moment(end), session) for start, end, session in data["slots"]),
        data["tables"], data["name"], frozenset((slot, table) for slot, table in data["closed"]))


def moment_data(at: datetime) -> str | list[Any]:
    """A time: with a zone of the time zone database its local time, the zone and the fold."""
    if not isinstance(at.tzinfo, ZoneInfo):
        return at.isoformat()
    return [at.replace(tzinfo=None).isoformat(), at.tzinfo.key, at.fold]


def moment(data: str | list[Any]) -> datetime:
    """The inverse of `moment_data`."""
    if isinstance(data, str):
        return datetime.fromisoformat(data)
    local, zone, fold = data
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold)


def _sorted_sets(thing: Any) -> Data:
    """As `given`, with sets as lists."""
    data = given(thing)
    for name, value in data.items():
        if isinstance(value, frozenset):
            data[name] = sorted(value)
    return data


def _participant(data: Data) -> Participant:
    sets: Data = {
        name: frozenset(data[name]) for name in ("available", "languages") if name in data}
    return Participant(**(data | sets))


def _rules_data(rules: Rules) -> Data:
    data: Data = given(rules)
    data["caps"] = dict(rules.caps)
    data["interpreters"] = [_sorted_sets(i) for i in rules.interpreters]
    if rules.may_meet is not None:
        data["may_meet"] = sorted(map(list, rules.may_meet))
    return data


def _rules(data: Data) -> Rules:
    may_meet = data.get("may_meet")
    return Rules(**{
        **data,
        "may_meet": None if may_meet is None else frozenset((a, b) for a, b in may_meet),
        "interpreters": tuple(
            Interpreters(**{
                **item, "languages": tuple(item["languages"]),
                "slots": None if item.get("slots") is None else frozenset(item["slots"])})
            for item in data["interpreters"]),
    })


# --- pairs and the plan ---------------------------------------------------------------------------


def pairs_data(pairs: Iterable[PairScore]) -> list[Any]:
    """Scored pairs as lists."""
    return [[pair.first, pair.second, pair.value, [_part_data(part) for part in pair.parts]]
            for pair in pairs]


def pairs_of(data: Iterable[Sequence[Any]]) -> tuple[PairScore, ...]:
    """The inverse of `pairs_data`."""
    return tuple(PairScore(first, second, value, tuple(PairPart(*part) for part in parts))
                 for first, second, value, parts in data)


def _part_data(part: PairPart) -> list[Any]:
    row = [part.name, part.value, part.note, part.document, part.level, part.by]
    end = len(row)
    while row[end - 1] == _PART[end - 1]:
        end -= 1
    return row[:end]


def plan_data(plan: Plan, scored: Sequence[PairScore] = ()) -> Data:
    """A plan as plain data; pairs among ``scored``, which are kept beside it, by position."""
    places = _Places(scored)
    pairs = [places.of(pair) for pair in plan.pairs]
    return {
        "event": event_data(plan.event),
        "pairs": pairs,
        "meetings": [[places.of(m.pair), m.slot, m.table] for m in plan.meetings],
        "more": pairs_data(places.more),
        "unmet": [given(unmet) for unmet in plan.unmet],
        "bound": plan.bound, "notes": list(plan.notes), "seed": plan.seed,
        "names": dict(plan.names),
    }


def plan_of(data: Mapping[str, Any], scored: Sequence[PairScore] = ()) -> Plan:
    """The inverse of `plan_data`, given the same pairs."""
    known = (*scored, *pairs_of(data["more"]))
    return Plan(
        event_of(data["event"]),
        tuple(Meeting(known[at], slot, table) for at, slot, table in data["meetings"]),
        tuple(known[at] for at in data["pairs"]),
        tuple(Unmet(**item) for item in data["unmet"]),
        data["bound"], tuple(data["notes"]), data["seed"], dict(data["names"]),
    )


class _Places:
    """Where each pair stands: among those known, or behind them."""

    def __init__(self, known: Sequence[PairScore]) -> None:
        self._at: dict[tuple[str, str], list[int]] = {}
        self._all = list(known)
        self._known = len(known)
        for at, pair in enumerate(known):
            self._at.setdefault(pair.keys, []).append(at)

    @property
    def more(self) -> list[PairScore]:
        """Those that were not known."""
        return self._all[self._known:]

    def of(self, pair: PairScore) -> int:
        """Its position; a pair is one of the known when all of it is equal."""
        there = self._at.setdefault(pair.keys, [])
        for at in there:
            if self._all[at] == pair:
                return at
        there.append(len(self._all))
        self._all.append(pair)
        return there[-1]
