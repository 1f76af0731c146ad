"""Meetings as iCalendar (RFC 5545), with what programs need to follow a plan that changes.

Each meeting has an entry: a UID that stays the same in every plan of the event, and a SEQUENCE
that grows when the meeting moves, is given up or comes back. Entries are kept between plans
(`renewed`), so that a meeting given up can still be taken out of people's calendars.

There are two kinds of file, as one can have one METHOD only (RFC 5546):

- `calendar` publishes (METHOD:PUBLISH): to subscribe to or to import. It holds the meetings given
  up too, with STATUS:CANCELLED, which PUBLISH allows. REQUEST would ask for answers from addresses,
  and participants need not have any.
- `cancellations` takes back (METHOD:CANCEL, section 4.1.3): to send to those who imported, since
  some programs overlook a cancelled meeting in a published file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from graph.errors import InvalidRequest
from graph.events.results import Meeting, Place, Plan
from graph.events.sheets import known, place_words, twice
from graph.events.told import told
from graph.events.wording import Language
from graph.model import digest

if TYPE_CHECKING:
    import icalendar

    from graph.events.model import Participant


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What calendars were last told of the meeting of two participants (their keys)."""

    uid: str
    sequence: int
    first: str
    second: str
    slot: int
    table: int | None
    cancelled: bool = False
    start: str = ""
    """Start and end as ISO 8601 with the offset, also when the hall has no such slot any more."""
    end: str = ""
    place: str = ""
    changed: bool = True
    """Is it new, moved, back or cancelled since the plan before?"""


def uid_of(event: str, first: str, second: str) -> str:
    """The UID of the meeting of two participants (keys) at an event (its name)."""
    return digest("meeting", event, *sorted((first, second))) + "@qilian"


def renewed(entries: Mapping[str, CalendarEntry], plan: Plan) -> dict[str, CalendarEntry]:
    """The entries after a new plan, by UID: new meetings come in at 0, the sequence of those that
    moved, were given up or came back is one more, all others stay as they are."""
    by_key = plan.event.by_key
    event = plan.event.name or plan.hall.name
    found: dict[str, CalendarEntry] = {}
    for m in plan.meetings:
        slot = plan.hall.slots[m.slot]
        uid = uid_of(event, *m.pair.keys)
        now = CalendarEntry(
            uid, 0, m.pair.first, m.pair.second, m.slot, m.table, False,
            slot.start.isoformat(), slot.end.isoformat(), str(Place.of(m, by_key)))
        before = entries.get(uid)
        if before and _where(before) == _where(now):
            found[uid] = replace(now, sequence=before.sequence, changed=False)
        else:
            found[uid] = replace(now, sequence=before.sequence + 1) if before else now
    for uid, entry in entries.items():
        if uid not in found:
            found[uid] = (replace(entry, changed=False) if entry.cancelled else replace(
                entry, sequence=entry.sequence + 1, cancelled=True, changed=True))
    return found


def _where(entry: CalendarEntry) -> tuple[object, ...]:
    return entry.start, entry.end, entry.table, entry.place, entry.cancelled


def calendar(
    plan: Plan, entries: Mapping[str, CalendarEntry], *, participant: str = "",
    changes_only: bool = False, language: Language = "en", organiser: str = "",
    stamp: datetime | None = None,
) -> bytes:
    """The meetings to subscribe to or to import, those given up as cancelled.

    Of all participants, for the organiser, with the full reasons; or of one (its key), in the form
    that it may read. ``changes_only`` leaves out what is as in the plan before. ``organiser`` is a
    mail address; ``stamp`` when the file is made, now unless given. Raises `InvalidRequest` when
    the entries are not those of this plan (`renewed`), `NotFound` for a key that nobody has.
    """
    known(plan.event, participant)
    maker = _Maker(plan, participant, language, organiser, _stamped(stamp))
    met = {m.pair.keys: m for m in plan.meetings}
    if met.keys() != {(e.first, e.second) for e in entries.values() if not e.cancelled}:
        raise InvalidRequest("the calendar entries are those of another plan; renew them first")
    chosen = [e for e in entries.values() if participant in ("", e.first, e.second)
              and (e.changed or not changes_only)]
    return _file("PUBLISH", plan, [
        maker.cancelled(e) if e.cancelled else maker.held(e, met[e.first, e.second])
        for e in sorted(chosen, key=_in_order)])


def cancellations(
    plan: Plan, entries: Mapping[str, CalendarEntry], *, participant: str = "",
    changes_only: bool = False, language: Language = "en", organiser: str = "",
    stamp: datetime | None = None,
) -> bytes:
    """The meetings given up, to be taken out of calendars that had imported them; empty bytes when
    there are none. The options are those of `calendar`."""
    known(plan.event, participant)
    maker = _Maker(plan, participant, language, organiser, _stamped(stamp))
    chosen = [e for e in entries.values()
              if e.cancelled and participant in ("", e.first, e.second)
              and (e.changed or not changes_only)]
    made = [maker.cancelled(e) for e in sorted(chosen, key=_in_order)]
    return _file("CANCEL", plan, made) if made else b""


def _in_order(entry: CalendarEntry) -> tuple[str, str]:
    return entry.start, entry.uid


def _stamped(stamp: datetime | None) -> datetime:
    return (stamp or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the events of one file."""

    plan: Plan
    participant: str
    language: Language
    organiser: str
    stamp: datetime

    def held(self, entry: CalendarEntry, m: Meeting) -> icalendar.Event:
        slot = self.plan.hall.slots[m.slot]
        made = self._event(entry, slot.start, slot.end)
        made.add("status", "CONFIRMED")
        both: dict[str, Participant] = {
            p.key: p for p in self.plan.participants if p.key in m.pair.keys
        } if m.table is None else {}
        place = Place.of(m, both)
        if where := place_words(place, self.language):
            made.add("location", where)
        if place.link.startswith(("https://", "http://")):
            made.add("url", place.link)
        made.add("description", told(
            m.pair, self.participant, self.plan.event, language=self.language)
            if self.participant else m.pair.reason)
        return made

    def cancelled(self, entry: CalendarEntry) -> icalendar.Event:
        zone = self.plan.hall.slots[0].start.tzinfo
        start, end = (datetime.fromisoformat(text).astimezone(zone)
                      for text in (entry.start, entry.end))
        made = self._event(entry, start, end)
        made.add("status", "CANCELLED")
        return made

    def _event(self, entry: CalendarEntry, start: datetime, end: datetime) -> icalendar.Event:
        import icalendar

        names = self.plan.names
        who = [names.get(key, key) for key in (entry.first, entry.second)
               if key != self.participant]
        made = icalendar.Event()
        made.add("uid", entry.uid)
        made.add("sequence", entry.sequence)
        made.add("dtstamp", self.stamp)
        if twice(start) or twice(end) or not isinstance(start.tzinfo, ZoneInfo):
            # a local time that comes twice, or is of no named zone, can only be told in UTC
            start, end = start.astimezone(UTC), end.astimezone(UTC)
        made.add("dtstart", start)
        made.add("dtend", end)
        made.add("summary", " – ".join(who))
        if self.organiser:
            made.add("organizer", f"mailto:{self.organiser}")
        return made


def _file(method: str, plan: Plan, events: Sequence[icalendar.Event]) -> bytes:
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//Qilian//events//EN")
    made.add("version", "2.0")
    made.add("method", method)
    made.add("x-wr-calname", plan.hall.name)
    for event in events:
        made.add_component(event)
    years = [at.year for event in events for at in (event.start, event.end)]
    made.subcomponents[:0] = [
        _zone(name, min(years), max(years)) for name in sorted(made.get_missing_tzids())]
    return bytes(made.to_ical())


@lru_cache(maxsize=16)
def _zone(name: str, first: int, last: int) -> icalendar.Timezone:
    """A zone's rules for the years of an event; it takes long to find them."""
    import icalendar

    return icalendar.Timezone.from_tzid(
        name, first_date=date(first - 1, 1, 1), last_date=date(last + 1, 12, 31))
