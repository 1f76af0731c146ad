"""Which participants a name in a list means: a key, an organisation, a person, a close spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from graph.errors import RecordRejected
from graph.events.model import Participant
from graph.events.vocabulary import even
from graph.identity.compare import compare
from graph.identity.names import normal_name
from graph.identity.parse import parse_name

_NEAREST = 3
_LIKELY = 10
"""Organisations, the nearest by letters, whose names are compared part by part."""
_SLIP = 95
"""Of 100 letters, how many agree where only the pen slipped."""
_LISTED = re.compile(r"[;；\n|]")
_COMMAS = re.compile(r"[,，、]")


@dataclass(frozen=True, slots=True)
class Meant:
    """Participants that a text means, by key; ``note`` says what was taken for it if that is not
    what is written."""

    keys: tuple[str, ...]
    note: str = ""


class Names:
    """The names of an event's participants; made once for all cells of a list."""

    def __init__(self, participants: Iterable[Participant]) -> None:
        self._known = {p.key: p for p in participants}
        self._by_name: dict[str, list[str]] = {}
        self._by_person: dict[str, list[str]] = {}
        self._written: dict[str, str] = {}
        self._normal: dict[str, str] = {}
        for p in self._known.values():
            self._by_name.setdefault(even(p.organisation), []).append(p.key)
            self._written.setdefault(even(p.organisation), p.organisation)
            self._normal.setdefault(even(p.organisation), normal_name(p.organisation))
            for name in {even(p.person), even(f"{p.organisation} ({p.person or p.key})")} - {""}:
                self._by_person.setdefault(name, []).append(p.key)

    def meant(self, text: str) -> Meant:
        """The participants that a text means; of an organisation all its delegates.

        By key, else the organisation's name, else ``Organisation (Person)`` or a person's name,
        else the one organisation whose name is another spelling of it (`graph.identity.compare`).
        Raises `RecordRejected` with the nearest names.
        """
        if text in self._known:
            return Meant((text,))
        name = even(text)
        if name in self._by_name:
            return Meant(tuple(self._by_name[name]))
        persons = self._by_person.get(name, [])
        if len(persons) == 1:
            return Meant(tuple(persons))
        if persons:
            raise RecordRejected(f"{text!r} is {len(persons)} persons; write the key, of "
                                 f"{', '.join(persons)}")
        near = process.extract(normal_name(text), self._normal, scorer=fuzz.token_sort_ratio,
                               limit=_LIKELY)
        same = self._spelled(text, [(other, close) for _, close, other in near])
        if len(same) == 1:
            return Meant(tuple(self._by_name[same[0]]),
                         f"{text!r} is read as {self._written[same[0]]!r}")
        near_by = same or [other for _, _, other in near[:_NEAREST]]
        nearest = [self._written[other] for other in near_by]
        raise RecordRejected(
            f"{text!r} is no participant; write its key, or its name as in the list"
            + (f", of these perhaps: {'; '.join(nearest)}" if nearest else ""))

    def listed(self, text: str) -> list[str]:
        """The names in a cell, between semicolons or lines; between commas where each is a
        participant of its own."""
        found: list[str] = []
        for part in filter(None, map(str.strip, _LISTED.split(text))):
            pieces = [piece.strip() for piece in _COMMAS.split(part) if piece.strip()]
            whole = len(pieces) < 2 or not all(map(self._exact, pieces))  # noqa: PLR2004 - a pair
            found += [part] if whole else pieces
        return found

    def _exact(self, text: str) -> bool:
        return text in self._known or even(text) in self._by_name

    def _spelled(self, text: str, near: Sequence[tuple[str, float]]) -> list[str]:
        """Organisations of which the text is another spelling; where none is for sure, those that
        differ by a slip of the pen."""
        asked = parse_name(text)
        told = {other: compare(asked, parse_name(self._written[other])).outcome
                for other, _ in near}
        return [other for other, outcome in told.items() if outcome == "same"] or [
            other for other, close in near if told[other] == "unsure" and close >= _SLIP]
