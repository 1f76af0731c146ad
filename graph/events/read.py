"""Participant lists as organisers export them, CSV or XLSX, with their own headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.errors import SourceUnusable
from graph.events.availability import availability
from graph.events.hall import Hall
from graph.events.listing import Line, read_listing
from graph.events.model import Lock, Participant, Rules, Wish
from graph.events.requests import requests_of
from graph.events.vocabulary import even, language_codes, meaning
from graph.model import digest

_NEEDED = (("organisation",), ("needs", "offers", "must", "wants", "agreed"))
_NUMBER = re.compile(r"[0-9]{1,3}")
_LINK = re.compile(r"https?://\S+")
_KEY_BYTES = 4
_USUAL = Rules()


@dataclass(frozen=True, slots=True)
class Listed:
    """What a participant list says, and everything in it that could not be taken as it stands."""

    participants: tuple[Participant, ...]
    wishes: tuple[Wish, ...] = ()
    locks: tuple[Lock, ...] = ()
    problems: tuple[str, ...] = ()
    """Each by file, row and column, with what would be right or what was made of it."""
    ignored: tuple[str, ...] = ()
    """Headings of columns that were not read."""


def read_participants(path: Path, hall: Hall, rules: Rules = _USUAL) -> Listed:
    """The participants of a list with what they ask for and have agreed on.

    A row is left out only when it names no organisation, or a participant that stands there
    already; of other problems the cell is. Who has no key gets one that stays the same when the
    list is read again with rows moved, added or taken out. Raises `SourceUnusable` for a file
    that is no such table, lacks the columns, or has no participant.
    """
    listing = read_listing(path, "participants", _NEEDED, sheet="participants")
    listed = participants_of(listing.lines, hall, rules, name=listing.name,
                             headings=listing.headings)
    if not listing.lines:
        raise SourceUnusable(f"{path.name}: has a header but no participant")
    return replace(listed, ignored=listing.ignored)


def participants_of(
    lines: Iterable[Line], hall: Hall, rules: Rules = _USUAL, *, name: str,
    headings: Mapping[str, str] | None = None,
) -> Listed:
    """The same from rows as (number, our column to cell); ``headings`` is how problems call the
    columns where the list calls them otherwise."""
    rows = _Rows(hall, rules, name, headings or {})
    for number, cells in lines:
        rows.take(number, {column: cell.strip() for column, cell in cells.items()})
    participants = rows.settled()
    wishes, locks = requests_of(rows.taken, participants, hall, rows.say)
    return Listed(participants, wishes, locks, tuple(rows.problems))


@dataclass(slots=True)
class _Rows:
    """Goes through a list row by row."""

    hall: Hall
    rules: Rules
    name: str
    headings: Mapping[str, str]
    found: dict[str, Participant] = field(default_factory=dict)
    taken: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    """Row, key and cells of each participant."""
    problems: list[str] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    """Corporate groups as they were spelled first."""
    people: dict[tuple[str, str], int] = field(default_factory=dict)
    """Organisation and person to the row where they stand."""

    def say(self, number: int, column: str, words: str) -> None:
        """Note a problem of a row."""
        heading = self.headings.get(column, column)
        self.problems.append(f"{self.name}, row {number}, column {heading}: {words}")

    def take(self, number: int, cells: dict[str, str]) -> None:
        """Read one row."""
        organisation = " ".join(cells.get("organisation", "").split())
        if not organisation:
            self.say(number, "organisation", "is empty; name the organisation")
            return
        person = cells.get("person") or " ".join(filter(None, (
            cells.get("first_name", ""), cells.get("last_name", ""))))
        who = (even(organisation), even(person))
        if who in self.people:
            self.say(number, "organisation", f"{organisation!r}"
                     f"{f' with {person!r}' if person else ''} stands in row {self.people[who]} "
                     "already; name another person of it, or take one of the rows out")
            return
        key = cells.get("key", "") or self._new_key(organisation)
        if key in self.found:
            self.say(number, "key", f"{key!r} stands twice; give each its own")
            return
        self.people[who] = number
        self.taken.append((number, key, cells))
        self.found[key] = self._participant(number, Participant(
            key, organisation, cells.get("type", ""), cells.get("offers", ""),
            cells.get("needs", ""), person=person, contact=_contact(cells),
            region=cells.get("region", ""), entity=cells.get("entity", ""),
            booth=cells.get("booth", ""), group=self._group(cells.get("group", "")),
        ), cells)

    def settled(self) -> tuple[Participant, ...]:
        """The participants, the delegates of an organisation of one mind about sharing."""
        sharing: dict[str, set[bool]] = {}
        for number, key, cells in self.taken:
            if said := cells.get("delegates", ""):
                meant = meaning(said, "share", "divide")
                if not meant:
                    self.say(number, "delegates", f"{said!r} is neither; write share (their "
                             "meetings count together) or divide (each has its own)")
                    continue
                minds = sharing.setdefault(self.found[key].body, set())
                if minds and (meant == "share") not in minds:
                    self.say(number, "delegates", f"{said!r}, where another delegate of "
                             f"{self.found[key].organisation!r} says otherwise; they share")
                minds.add(meant == "share")
        return tuple(replace(p, shared=True in sharing.get(p.body, ()))
                     for p in self.found.values())

    def _participant(
        self, number: int, draft: Participant, cells: Mapping[str, str]
    ) -> Participant:
        """With the cells that can be wrong."""
        slots, wrong = availability(cells.get("availability", ""), self.hall)
        if wrong and slots is None:
            wrong[-1] += "; until then it counts as there for the whole event"
        if wrong and slots is not None and not slots:
            wrong[-1] += "; until then it counts as absent"
        for words in wrong:
            self.say(number, "availability", words)
        codes, unknown = language_codes(cells.get("languages", ""))
        for word in unknown:
            self.say(number, "languages", f"{word!r} is no language known here; write English or "
                     "en" + ("" if codes else "; with none it counts as speaking any"))
        self._check_kind(number, draft.kind)
        usual = self.rules.caps.get(draft.kind.casefold(), self.rules.cap)
        cap = self._number(number, cells, "max_meetings", default=usual)
        draft = replace(
            draft, available=slots, languages=codes, cap=cap,
            session_cap=self._number(number, cells, "max_per_session", default=0, least=1) or None)
        floor = self._number(number, cells, "min_meetings", default=0)
        most = min(cap, len(draft.free(len(self.hall.slots))))
        if floor > most:
            self.say(number, "min_meetings", f"{floor} is more than it can have: it is there in "
                     f"{len(draft.free(len(self.hall.slots)))} slots and takes {cap} meetings; "
                     f"{most} is taken")
        return self._remote(number, replace(draft, floor=min(floor, most)), cells)

    def _number(
        self, number: int, cells: Mapping[str, str], column: str, *, default: int, least: int = 0
    ) -> int:
        said = cells.get(column, "")
        if said and not (_NUMBER.fullmatch(said) and int(said) >= least):
            self.say(number, column, f"{said!r} is no number from {least} to 999; write 5")
            said = ""
        return int(said) if said else default

    def _check_kind(self, number: int, kind: str) -> None:
        """Is a type in the table of who may meet whom?"""
        table = self.rules.may_meet
        known = {name for pair in table or () for name in pair}
        if table is not None and kind.casefold() not in known:
            self.say(number, "type", f"{kind!r} is in no pair of the who-may-meet-whom table, so "
                     f"it may meet nobody; write one of {', '.join(sorted(known))}")

    def _remote(self, number: int, draft: Participant, cells: Mapping[str, str]) -> Participant:
        """Whether and where it is met on line."""
        said, link = cells.get("remote", ""), cells.get("link", "")
        if _LINK.fullmatch(said):
            said, link = "online", said
        if link and not _LINK.fullmatch(link):
            self.say(number, "link", f"{link!r} is no link; write https://…")
            link = ""
        meant = meaning(said, "yes", "online", "no", "on site")
        if said and not meant:
            self.say(number, "remote", f"{said!r} is no answer; write yes, no or the link; until "
                     "then it counts as " + ("on line" if link else "on site"))
        remote = meant in ("yes", "online") or (not meant and bool(link))
        if remote and draft.booth:
            self.say(number, "booth", f"{draft.booth!r}, but it takes part on line; without it")
        return replace(draft, remote=remote, link=link if remote else "",
                       booth="" if remote else draft.booth)

    def _group(self, said: str) -> str:
        return self.groups.setdefault(even(said), " ".join(said.split())) if said else ""

    def _new_key(self, organisation: str) -> str:
        """From the organisation alone, so that a key tells nothing of a person; further delegates
        are counted. The letter keeps spreadsheets from taking it for a number."""
        first = "p" + digest("participant", even(organisation), size=_KEY_BYTES)
        keys = (f"{first}-{number}" if number > 1 else first for number in range(1, 10**6))
        return next(key for key in keys if key not in self.found)


def _contact(cells: Mapping[str, str]) -> str:
    """All that is said of how to reach it."""
    said = (cells.get(column, "") for column in ("contact", "email", "phone"))
    return "; ".join(dict.fromkeys(filter(None, said)))
