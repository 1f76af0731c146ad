"""A published plan as a document of its organiser, and the meetings that were held as facts.

The source of an event has one unit a meeting, with the two organisations and one MET claim. A
planned meeting is a target; once it is recorded as held it is observed, and one that was not held
goes. Only observed facts count later, in matching and in analysis. A plan is not in the graph
before somebody publishes it; meetings that were held are, published or not. No person is named:
organisations meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from graph.data_files import data_lines
from graph.events.kept import Kept
from graph.events.model import Participant
from graph.events.results import Place
from graph.identity.parse import parse_name
from graph.model import Cell, Claim, Entity, Evidence, Reading, Record, Source, Unit, digest
from graph.schema import ORGANISATIONS

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

_FINGERPRINT = "event/1"
_SIDES = ("first", "second")


def source_key(name: str) -> str:
    """The key of an event's source."""
    return f"event-{name}"


def follow(graph: KnowledgeGraph, kept: Kept) -> None:
    """Bring the event's source up to date: what is the same as before is not written again.

    ``graph`` is as the event's readers see it. Without anything to say there is no source.
    """
    key = source_key(kept.name)
    units = list(_units(graph, kept))
    if units or kept.published:
        source = Source(key, kept.event.hall.name, kept.event.visibility, "event")
        graph.load(source, units, complete=True)
    else:
        retracted(graph, kept.name)


def retracted(graph: KnowledgeGraph, name: str) -> None:
    """Take the event's source out of the graph, if it is there."""
    key = source_key(name)
    if key in {source.key for source in graph.store.sources()}:
        graph.retract(key)


@dataclass(frozen=True, slots=True)
class _Held:
    """A meeting as a row: its two, when and where, and whether it is planned or was held."""

    keys: tuple[str, str]
    status: Literal["observed", "target"]
    day: str
    time: str = ""
    place: str = ""


def _units(graph: KnowledgeGraph, kept: Kept) -> Iterator[Unit]:
    people = {p.key: p for p in (*(kept.plan.participants if kept.plan else ()),
                                 *kept.event.participants)}
    listed = [m for m in _meetings(kept) if people.keys() >= set(m.keys)]
    entities = {p.entity for m in listed for p in (people[m.keys[0]], people[m.keys[1]])}
    there = graph.store.entities(sorted(entities - {""}))
    known = {entity.id: entity for entity in graph.eyes.entities(there.values())}
    for number, meeting in enumerate(listed, 1):
        yield _unit(kept, meeting, number, people, known)


def _meetings(kept: Kept) -> Iterator[_Held]:
    """Those held, then those planned of which nothing is known yet, if the plan is published."""
    slots = kept.event.hall.slots
    where: dict[tuple[str, str], tuple[str, str, str]] = {
        (e.first, e.second): (e.start[:10], e.start[11:16], e.place)
        for e in kept.calendar.values() if e.start}
    if kept.plan:
        by_key = kept.plan.event.by_key
        for m in kept.plan.meetings:
            start = kept.plan.hall.slots[m.slot].start
            where[m.pair.keys] = (f"{start:%Y-%m-%d}", f"{start:%H:%M}", str(Place.of(m, by_key)))
    first_day = f"{slots[0].start:%Y-%m-%d}" if slots else ""
    known = {(min(o.first, o.second), max(o.first, o.second)): o for o in kept.outcomes}
    for keys in sorted(keys for keys, outcome in known.items() if outcome.held):
        yield _Held(keys, "observed", *where.get(keys, (first_day,)))
    if kept.published and kept.plan:
        for keys in sorted({m.pair.keys for m in kept.plan.meetings} - known.keys()):
            yield _Held(keys, "target", *where[keys])


def _unit(
    kept: Kept, meeting: _Held, number: int, people: Mapping[str, Participant],
    known: Mapping[str, Entity],
) -> Unit:
    source = source_key(kept.name)
    key = f"{source}/{'~'.join(quote(one, safe='') for one in meeting.keys)}"
    pair = [people[one] for one in meeting.keys]
    cells = {side: p.organisation for side, p in zip(_SIDES, pair, strict=True)}
    cells |= {"event": kept.event.hall.name, "day": meeting.day, "time": meeting.time,
              "place": meeting.place,
              "state": "held" if meeting.status == "observed" else "planned"}
    records = tuple(_record(f"{key}#{side}:0", p, known.get(p.entity))
                    for side, p in zip(_SIDES, pair, strict=True))
    claim = Claim(records[0].key, "MET", object=records[1].key, status=meeting.status,
                  period=meeting.day, evidence=Evidence(Cell("second"), cells["second"]))
    content = digest(*sorted(cells.items()), *records)
    title = f"{cells['first']} – {cells['second']}, {kept.event.hall.name}"
    return Unit(key, source, Reading(content, _FINGERPRINT), "row", title, meeting.day or None,
                cells, number=number, records=records, claims=(claim,))


def _record(key: str, participant: Participant, entity: Entity | None) -> Record:
    """The organisation: as the graph knows it, so that it is the same thing there, else by its
    own name and place."""
    if entity is not None:
        return Record(key, entity.kind, entity.name, (), entity.identifiers, entity.region)
    return Record(key, kind_of(participant), participant.organisation, region=participant.region)


def kind_of(participant: Participant) -> str:
    """What kind of organisation one is that the graph does not know: by its type in the list, else
    by its name, else an enterprise."""
    said = participant.kind.strip().casefold()
    for kind in ORGANISATIONS:
        if said == kind.casefold():
            return kind
    heads = (said, *parse_name(participant.organisation).heads)
    return next((_bodies()[head] for head in heads if head in _bodies()), "Enterprise")


@cache
def _bodies() -> dict[str, str]:
    lines = (line.split("\t") for line in data_lines("graph.events.data", "bodies.tsv"))
    return {word: kind for word, kind in lines}
