"""Meetings that are given, read from a table: who meets, in which slots, fixed, after which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.errors import SourceUnusable
from graph.events.answers import named
from graph.events.availability import availability
from graph.events.given import Given
from graph.events.listing import Listing, read_listing
from graph.events.model import Event
from graph.events.names import Names

_NEEDED = (("first_key", "first"), ("second_key", "second"))


def read_given(path: Path, event: Event) -> tuple[list[Given], list[str]]:
    """(meetings, problems) of a table with the columns first, second, slots (where it may be), slot
    (where it must be) and after (meetings that must be earlier, by their id, or by their place in
    the list from 1).

    A row that names nobody, or more than one delegate, is left out; of a cell that is not
    understood the row does without it. Raises `SourceUnusable` for a file without the columns or
    without a meeting.
    """
    listing = read_listing(path, "given", _NEEDED)
    reading = _Given(listing, event, Names(event.participants))
    for place, (number, cells) in enumerate(listing.lines, 1):
        reading.take(place, number, cells)
    if not reading.found:
        raise SourceUnusable(f"{listing.name}: names no meeting; "
                             + ("; ".join(reading.problems[:3]) or "it has a header alone"))
    return reading.ordered(), reading.problems


@dataclass(slots=True)
class _Given:
    listing: Listing
    event: Event
    names: Names
    found: list[Given] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    position: dict[str, int] = field(default_factory=dict)
    """A meeting's id, as others name it, to its place among those found."""
    earlier: list[tuple[int, str]] = field(default_factory=list)
    """Row and cell of what each found meeting comes after."""

    def take(self, place: int, number: int, cells: dict[str, str]) -> None:
        """Read one row."""
        firsts, seconds = (named(self.names, cells, column, self.listing, number, self.problems)
                           for column in ("first", "second"))
        if not firsts or not seconds:
            return
        if len(firsts) > 1 or len(seconds) > 1:
            many, column = (firsts, "first") if len(firsts) > 1 else (seconds, "second")
            self._say(number, column, f"has several delegates; write one's key: {', '.join(many)}")
            return
        if firsts == seconds:
            self._say(number, "second", "is the first again; name its counterpart")
            return
        slots = self._slots(number, "slots", cells.get("slots", ""))
        fixed = self._slots(number, "slot", cells.get("slot", ""))
        if fixed is not None and len(fixed) != 1:
            self._say(number, "slot", f"{cells['slot']!r} is {len(fixed)} slots; write one, such "
                      "as 3")
            fixed = None
        name = cells.get("id", "") or str(place)
        if name in self.position:
            self._say(number, "id", f"{name!r} stands twice; others mean the first by it")
        self.position.setdefault(name, len(self.found))
        self.found.append(Given(firsts[0], seconds[0], slots, min(fixed) if fixed else None))
        self.earlier.append((number, cells.get("after", "")))

    def ordered(self) -> list[Given]:
        """The meetings, each with those that come before it."""
        return [replace(given, after=tuple(self._after(number, self.names.listed(cell))))
                for given, (number, cell) in zip(self.found, self.earlier, strict=True)]

    def _after(self, number: int, ids: Iterable[str]) -> Iterable[int]:
        for text in (piece.strip() for id_ in ids for piece in id_.split(",")):
            if text in self.position:
                yield self.position[text]
            elif text:
                self._say(number, "after", f"{text!r} is no meeting of the list; write its id, or "
                          "its place in the list from 1")

    def _slots(self, number: int, column: str, cell: str) -> frozenset[int] | None:
        slots, wrong = availability(cell, self.event.hall)
        for words in wrong:
            self._say(number, column, words)
        return slots

    def _say(self, number: int, column: str, words: str) -> None:
        self.problems.append(f"{self.listing.place(number, column)}: {words}")
