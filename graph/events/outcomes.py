"""What became of the meetings: held or not, who did not come, how they were rated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import RecordRejected
from graph.events.answers import named
from graph.events.listing import Listing, read_listing
from graph.events.model import Event
from graph.events.names import Names
from graph.events.results import Meeting
from graph.events.vocabulary import meaning

_BEST = 5
_RATING = re.compile(r"(\d)(?:[.,](\d{1,2}))?")
_NUMBER = re.compile(r"\D*(\d{1,4})\D*")
_WHEN = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d)?")
_NEEDED = (("held", "no_show", "rating"), ("first_key", "first", "slot"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a meeting of two participants (keys, the smaller first)."""

    first: str
    second: str
    held: bool
    absent: tuple[str, ...] = ()
    """Who did not come, as keys."""
    rating: float | None = None
    """1 to 5, the best."""
    note: str = ""


def read_outcomes(
    path: Path, event: Event, *, meetings: Sequence[Meeting] = ()
) -> tuple[list[Outcome], list[str]]:
    """(outcomes, problems) of a list of meetings with what became of them added.

    A row names its two participants by key or name, as the exported table of meetings does, or,
    where the plan's ``meetings`` are given, the slot and the table. Of an organisation with
    several delegates the one is taken who has the meeting. A row that says nothing is left out, as
    is one that contradicts itself; of two about the same meeting the later holds, which is said.
    A meeting with somebody who did not come was not held. Raises `SourceUnusable` for a file
    without the columns.
    """
    listing = read_listing(path, "outcomes", _NEEDED, sheet="meetings")
    reading = _Outcomes(listing, event, Names(event.participants),
                        {m.pair.keys: m for m in meetings})
    for number, cells in listing.lines:
        if any(cells.get(column, "") for column in _NEEDED[0]):
            reading.take(number, cells)
    return [outcome for _, outcome in reading.found.values()], reading.problems


@dataclass(slots=True)
class _Outcomes:
    listing: Listing
    event: Event
    names: Names
    planned: dict[tuple[str, str], Meeting]
    found: dict[tuple[str, str], tuple[int, Outcome]] = field(default_factory=dict)
    """The two to the row and the outcome."""
    problems: list[str] = field(default_factory=list)

    def take(self, number: int, cells: dict[str, str]) -> None:
        """Read one row that says something."""
        pair = self._pair(number, cells)
        if pair is None:
            return
        said = cells.get("held", "")
        meant = meaning(said, "yes", "no")
        if said and not meant:
            self._say(number, "held", f"{said!r} is no answer; write yes or no")
            return
        absent = self._absent(number, cells.get("no_show", ""), pair)
        if absent is None:
            return
        if meant == "yes" and absent:
            self._say(number, "no_show", "names who did not come to a meeting that was held; "
                      "empty it, or write no under held; the row is left out")
            return
        rating = self._rating(number, cells.get("rating", ""))
        held = meant == "yes" or (not meant and not absent and rating is not None)
        if not meant and not absent and rating is None:
            return
        if not held and rating is not None:
            self._say(number, "rating", "rates a meeting that was not held; without it")
            rating = None
        if self.planned and pair not in self.planned:
            self._say(number, "first", "these two have no meeting in the plan; taken all the same")
        before = self.found.pop(pair, None)
        outcome = Outcome(*pair, held, absent, rating, cells.get("note", ""))
        if before is not None and before[1] != outcome:
            self._say(number, "held", f"takes the place of what row {before[0]} says")
        self.found[pair] = (number, outcome)

    def _pair(self, number: int, cells: dict[str, str]) -> tuple[str, str] | None:
        """The two of a row."""
        if not any(cells.get(column) for column in ("first_key", "first", "second_key", "second")):
            return self._there(number, cells)
        firsts, seconds = (named(self.names, cells, column, self.listing, number, self.problems)
                           for column in ("first", "second"))
        if not firsts or not seconds:
            return None
        pairs = [(min(a, b), max(a, b)) for a in firsts for b in seconds if a != b]
        if not pairs:
            self._say(number, "second", "is the first again; name its counterpart")
            return None
        planned = [pair for pair in pairs if pair in self.planned]
        if len(pairs) > 1 and len(planned) != 1:
            self._say(number, "first", f"{len(pairs)} pairs of delegates may be meant; write the "
                      "keys")
            return None
        return (planned or pairs)[0]

    def _there(self, number: int, cells: dict[str, str]) -> tuple[str, str] | None:
        """The two who meet in a slot at a table."""
        slot, table = cells.get("slot", ""), _NUMBER.fullmatch(cells.get("table", ""))
        found = [
            pair for pair, m in self.planned.items()
            if self._is_slot(slot, m.slot) and table and m.table == int(table[1]) - 1]
        if len(found) == 1:
            return found[0]
        self._say(number, "slot", f"{slot!r} at table {cells.get('table', '')!r} is no meeting of "
                  "the plan; name both participants by key")
        return None

    def _is_slot(self, said: str, slot: int) -> bool:
        if when := _WHEN.match(said):
            return f"{self.event.hall.slots[slot].start:%Y-%m-%d %H:%M}" == " ".join(when.groups())
        number = _NUMBER.fullmatch(said)
        return number is not None and int(number[1]) == slot + 1

    def _absent(
        self, number: int, said: str, pair: tuple[str, str]
    ) -> tuple[str, ...] | None:
        """Who did not come; None when that is not to be understood."""
        found: set[str] = set()
        for text in self.names.listed(said):
            if meaning(text, "both"):
                found |= set(pair)
                continue
            try:
                keys = set(self.names.meant(text).keys) & set(pair)
            except RecordRejected as err:
                self._say(number, "no_show", f"{err}; or both; the row is left out")
                return None
            if not keys:
                self._say(number, "no_show", f"{text!r} has no part in this meeting; name one of "
                          "the two; the row is left out")
                return None
            found |= keys
        return tuple(sorted(found))

    def _rating(self, number: int, said: str) -> float | None:
        rated = _RATING.fullmatch(said)
        rating = float(f"{rated[1]}.{rated[2] or 0}") if rated else 0.0
        if said and not 1 <= rating <= _BEST:
            self._say(number, "rating", f"{said!r} is no rating from 1 to {_BEST}; without it")
        return rating if 1 <= rating <= _BEST else None

    def _say(self, number: int, column: str, words: str) -> None:
        self.problems.append(f"{self.listing.place(number, column)}: {words}")
