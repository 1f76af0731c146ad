"""Answers to proposed counterparts, read back as requests and vetoes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import RecordRejected
from graph.events.listing import Listing, read_listing
from graph.events.model import Ask, Event, Wish
from graph.events.names import Names
from graph.events.vocabulary import meaning

_ASKS: dict[str, Ask] = {
    "yes": "want", "want": "want", "must": "must", "no": "veto", "rather not": "rather not",
}
_NEEDED = (("answer",), ("counterpart_key", "counterpart"))
_WHO = ("participant_key", "participant")


def read_answers(path: Path, event: Event, *, by: str = "") -> tuple[list[Wish], list[str]]:
    """(wishes, problems) of a filled-in workbook of proposals, one for all or a participant's own.

    Yes is a request, must a pressing one, no a veto, and an empty answer nothing; ``rather not``
    is understood too. Participants are named by key or name. Of two answers about the same
    counterpart the later holds, which is said. ``by`` is the key of the participant whose file it
    is: answers in the name of others are then left out. Raises `SourceUnusable` for a file
    without the columns.
    """
    listing = read_listing(path, "answers", _NEEDED if by else (*_NEEDED, _WHO),
                           sheet="proposals")
    answers = _Answers(listing, event, Names(event.participants), by)
    for number, cells in listing.lines:
        if cells.get("answer", ""):
            answers.take(number, cells)
    return [wish for _, wish in answers.found.values()], answers.problems


def named(
    names: Names, cells: dict[str, str], column: str, listing: Listing, number: int,
    problems: list[str],
) -> tuple[str, ...]:
    """The participants that a row names by ``column_key``, else by ``column``; none when it is
    unknown, which is added to the problems."""
    key, name = cells.get(f"{column}_key", ""), cells.get(column, "")
    used = f"{column}_key" if key else column
    for text in filter(None, (key, name)):
        try:
            meant = names.meant(text)
        except RecordRejected as err:
            wrong = str(err)
            continue
        if meant.note:
            problems.append(f"{listing.place(number, used)}: {meant.note}")
        return meant.keys
    wrong = wrong if key or name else "is empty; name the participant by key or name"
    problems.append(f"{listing.place(number, used)}: {wrong}")
    return ()


@dataclass(slots=True)
class _Answers:
    listing: Listing
    event: Event
    names: Names
    by: str
    found: dict[tuple[str, str], tuple[int, Wish]] = field(default_factory=dict)
    """(who answers, about whom) to the row and the wish."""
    problems: list[str] = field(default_factory=list)

    def take(self, number: int, cells: dict[str, str]) -> None:
        """Read one row that has an answer."""
        said = cells["answer"]
        ask = _ASKS.get(meaning(said, *_ASKS))
        if ask is None:
            self._say(number, "answer", f"{said!r} is no answer; write yes, no or must")
            return
        asking = self._asking(number, cells)
        about = named(self.names, cells, "counterpart", self.listing, number, self.problems)
        body = {p.key: p.body for p in self.event.participants}
        pairs = [(one, other) for one in asking for other in about if body[one] != body[other]]
        if asking and about and not pairs:
            self._say(number, "counterpart", "is the participant itself; name another")
        for pair in pairs:
            before = self.found.pop(pair, None)
            if before is not None and before[1].ask != ask:
                self._say(number, "answer",
                          f"{said!r} takes the place of the answer in row {before[0]}")
            self.found[pair] = (number, Wish(*pair, ask, cells.get("note", "")))

    def _asking(self, number: int, cells: dict[str, str]) -> tuple[str, ...]:
        if self.by and not (cells.get("participant_key") or cells.get("participant")):
            return (self.by,)
        asking = named(self.names, cells, "participant", self.listing, number, self.problems)
        if not self.by or self.by in asking:
            return (self.by,) if self.by else asking
        if asking:
            self._say(number, "participant", "is not who answers here; the answer is left out")
        return ()

    def _say(self, number: int, column: str, words: str) -> None:
        self.problems.append(f"{self.listing.place(number, column)}: {words}")
