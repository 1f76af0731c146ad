"""What happened on an event's day, as its page's address says it: repeated fields, a group each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from starlette.datastructures import QueryParams

from api.event_words import disruption_of, slot_of
from graph.errors import InvalidRequest
from graph.events.model import Event
from graph.events.replan import WEIGHT
from graph.events.situation import Disruption

_FIELDS = ("kind", "participant", "counterpart", "at", "table", "ask")
_MOST = 50
_MOST_WEIGHT = 100.0


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, in the words of the form."""

    kind: str = ""
    participant: str = ""
    counterpart: str = ""
    at: str = ""
    table: str = ""
    ask: str = ""

    def disruption(self, event: Event) -> Disruption:
        """The same for planning; `InvalidRequest` or `NotFound` for what it names wrongly."""
        table = self.table.strip()
        if table and not (table.isascii() and table.isdigit()):
            raise InvalidRequest(f"table {self.table!r}: write its number, such as 3")
        return disruption_of(
            event, kind=self.kind, participant=self.participant,
            counterpart=self.counterpart if self.kind == "request" else "", at=self.at,
            table=int(table) if table else None, ask=self.ask or None)


@dataclass(frozen=True, slots=True)
class DayForm:
    """The form of planning again."""

    happenings: tuple[Happening, ...] = ()
    now: str = ""
    weight: str = f"{WEIGHT}"
    look: bool = False
    """Was a preview asked for?"""
    text: str = ""
    """As it is sent again when the preview is kept."""

    @classmethod
    def of(cls, params: QueryParams) -> DayForm:
        """From an address."""
        return cls(tuple(_happenings(params)), params.get("now", ""),
                   params.get("weight", f"{WEIGHT}"), "look" in params, str(params))

    def disruptions(self, event: Event) -> list[Disruption]:
        """All that happened."""
        return [one.disruption(event) for one in self.happenings]

    def slot(self, event: Event) -> int:
        """The first slot, from 0, that is not past."""
        return slot_of(event.hall, self.now) if self.now else 0

    def price(self) -> float:
        """Of a moved meeting, beside that of a typical one."""
        try:
            weight = float(self.weight)
        except ValueError:
            weight = -1.0
        if not 0 <= weight <= _MOST_WEIGHT:
            raise InvalidRequest(f"weight {self.weight!r}: write 0 to plan freely, up to "
                                 f"{_MOST_WEIGHT:g} to move little; {WEIGHT} is usual")
        return weight


def _happenings(params: QueryParams) -> Iterator[Happening]:
    groups = zip_longest(*(params.getlist(name)[:_MOST] for name in _FIELDS), fillvalue="")
    for values in groups:
        if values[0]:
            yield Happening(*values)
