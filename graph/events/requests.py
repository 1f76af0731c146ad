"""What a participant list says of others: who must, wants or is not to be met, what is agreed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from graph.errors import RecordRejected
from graph.events.hall import Hall
from graph.events.model import Ask, Lock, Participant, Wish
from graph.events.names import Names
from graph.events.vocabulary import even

Say = Callable[[int, str, str], None]
"""Takes note of a problem: row, our column, words."""
Row = tuple[int, str, Mapping[str, str]]
"""Number, the participant's key, cells by our columns' names."""

_COLUMNS: dict[str, Ask] = {
    "vetoes": "veto", "must": "must", "wants": "want", "rather_not": "rather not",
}
"""The strongest first: it holds where a row says two things of one participant."""
_TABLE = re.compile(r"(?:^|[/,;\s]\s*)(?:table|tisch|mesa|桌)\s*(\d{1,4})号?$")
_SLOT = re.compile(r"(?:slot\s*)?(\d{1,4})")
_TIME = re.compile(r"(?:(\d{4}-\d\d-\d\d)[\st]+)?(\d{1,2}:\d\d)")
_RIGHT = "write Name @ 3, Name @ 10:20 or Name @ 3 / table 2"


def requests_of(
    rows: Iterable[Row], participants: Sequence[Participant], hall: Hall, say: Say
) -> tuple[tuple[Wish, ...], tuple[Lock, ...]]:
    """The wishes and agreed meetings of all rows, once all participants are known.

    A wish about an organisation is about each of its delegates; a meeting agreed with it is with
    the one who says so too, else the first. What names nobody, its own participant or no slot is
    said, with the row and column, and left out.
    """
    reading = _Requests(Names(participants), {p.key: p for p in participants}, hall)
    for number, key, cells in rows:
        for column, ask in _COLUMNS.items():
            reading.wish(key, ask, cells.get(column, ""), partial(say, number, column))
        reading.agree(key, cells.get("agreed", ""), partial(say, number, "agreed"))
    return tuple(reading.wishes.values()), tuple(reading.locks())


@dataclass(frozen=True, slots=True)
class _Agreement:
    """A meeting that a row says is agreed, with one of these."""

    by: str
    others: tuple[str, ...]
    slot: int | None
    table: int | None
    text: str
    say: Callable[[str], None]


@dataclass(slots=True)
class _Requests:
    names: Names
    by_key: Mapping[str, Participant]
    hall: Hall
    wishes: dict[tuple[str, str], Wish] = field(default_factory=dict)
    agreed: list[_Agreement] = field(default_factory=list)

    def wish(self, key: str, ask: Ask, cell: str, say: Callable[[str], None]) -> None:
        """The wishes of one cell."""
        for text in self.names.listed(cell):
            for other in self._others(key, text, say):
                before = self.wishes.setdefault((key, other), Wish(key, other, ask))
                if before.ask != ask:
                    say(f"{text!r} stands under {before.ask!r} too, which holds")

    def agree(self, key: str, cell: str, say: Callable[[str], None]) -> None:
        """The agreed meetings of one cell."""
        for part in self.names.listed(cell.replace("＠", "@")):
            name, _, place = map(str.strip, part.partition("@"))
            others = self._others(key, name, say)
            if others:
                slot, table = self._place(part, even(place), say)
                self.agreed.append(_Agreement(key, others, slot, table, name, say))

    def locks(self) -> list[Lock]:
        """One for each two that have agreed."""
        found: dict[tuple[str, str], Lock] = {}
        for said in self.agreed:
            mutual = [o for o in said.others
                      if any(a.by == o and said.by in a.others for a in self.agreed)]
            other = (mutual or said.others)[0]
            if len(said.others) > 1 and not mutual:
                p = self.by_key[other]
                said.say(f"{said.text!r} has {len(said.others)} delegates; taken is the first, "
                         f"{p.person or p.key!r}; write the key, or the name with the person")
            lock = Lock(said.by, other, said.slot, said.table)
            before = found.get(lock.pair)
            found[lock.pair] = lock if before is None else _joined(before, lock, said)
        return list(found.values())

    def _others(self, key: str, text: str, say: Callable[[str], None]) -> tuple[str, ...]:
        """Whom a text means; nobody when that is unknown or the participant's own organisation."""
        try:
            meant = self.names.meant(text)
        except RecordRejected as err:
            say(str(err))
            return ()
        if meant.note:
            say(meant.note)
        own = self.by_key[key].body
        others = tuple(other for other in meant.keys if self.by_key[other].body != own)
        if not others:
            say(f"{text!r} is the participant itself; name another")
        return others

    def _place(
        self, part: str, place: str, say: Callable[[str], None]
    ) -> tuple[int | None, int | None]:
        """Slot and table after the @, both from 0."""
        table = None
        if found := _TABLE.search(place):
            place, table = place[: found.start()].strip(), int(found[1]) - 1
            if not 0 <= table < self.hall.tables:
                say(f"{part!r}: the tables are 1 to {self.hall.tables}; it is held at any")
                table = None
        slot = self._slot(part, place, say) if place else None
        if slot is None and table is not None:
            say(f"{part!r} has a table and no slot; {_RIGHT}; until then it may be at any")
            table = None
        return slot, table

    def _slot(self, part: str, place: str, say: Callable[[str], None]) -> int | None:
        slots = self.hall.slots
        if found := _SLOT.fullmatch(place):
            if 1 <= int(found[1]) <= len(slots):
                return int(found[1]) - 1
            say(f"{part!r}: the slots are 1 to {len(slots)}; it is held in any")
        elif found := _TIME.fullmatch(place):
            starting = [i for i, slot in enumerate(slots)
                        if f"{slot.start:%H:%M}" == found[2].zfill(5)
                        and found[1] in (None, f"{slot.start:%Y-%m-%d}")]
            if len(starting) == 1:
                return starting[0]
            say(f"{part!r}: {len(starting) or 'no'} slots start then; "
                + ("write the day too, as 2026-09-10 10:20" if starting else
                   f"they start at {', '.join(sorted({f'{s.start:%H:%M}' for s in slots}))}")
                + "; it is held in any")
        else:
            say(f"{part!r} says no slot after the @; {_RIGHT}; it is held in any")
        return None


def _joined(before: Lock, lock: Lock, said: _Agreement) -> Lock:
    """Of two agreements of the same two, the first place that is stated."""
    if before.slot is None:
        return lock
    if lock.slot not in (None, before.slot):
        said.say(f"{said.text!r} stands in slot {before.slot + 1} too, which holds")
        return before
    table = lock.table if before.table is None else before.table
    return replace(before, table=table)
