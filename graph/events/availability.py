"""When a participant is there, as people write it: slot numbers, times, days, parts of a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from graph.errors import RecordRejected
from graph.events.hall import Hall, Slot
from graph.events.vocabulary import even, words_for

_PARTS = re.compile(r"[;\n；]")
_PIECES = re.compile(r"[,，、&+]|\s(?:and|und|et|y)\s|和|及")
_TO = r"\s*(?:[-–—~〜至到]|\bto\b|\bbis\b)\s*"
_SLOTS = re.compile(rf"(?:slots?\s*)?(\d+)(?:{_TO}(\d+))?")
_SESSION = re.compile(r"(?:session|block|第)\s*(\d+)(?:\s*(?:场|节))?")
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2})(?::\d{2})?|[点时](?:(\d{2})分?)?)\s*([ap]m)?"
_ONE_CLOCK = re.compile(_CLOCK)
_SPAN = re.compile(f"{_CLOCK}{_TO}{_CLOCK}")
_DATES = tuple(map(re.compile, (
    r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?",
    r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})?",
    r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日",
)))
_DAY = re.compile(r"(?:day|tag|jour|día)\s*(\d+)|第\s*(\d+)\s*天")
_MIDNIGHT = re.compile(r"0{1,2}:00:00")
_NOON, _EVENING, _DAY_END = 12 * 60, 18 * 60, 24 * 60
_DAY_PARTS = {"morning": (0, _NOON), "afternoon": (_NOON, _EVENING),
              "evening": (_EVENING, _DAY_END)}
"""Minutes between which a slot of that part of the day starts."""
_RIGHT = "write slots such as 1-4, times such as 09:00-11:00, or morning"


class _Outside(RecordRejected):
    """Understood, but no slot of the event lies there."""


def availability(text: str, hall: Hall) -> tuple[frozenset[int] | None, list[str]]:
    """(slots from 0, problems) that a cell means; None for the whole event.

    Understood are slot numbers (``1-4, 6``), times (``09:00-11:00; 14:00-16:00``, ``from 10:00``),
    parts of the day (``morning``, ``下午``), sessions (``session 2``), days (``2026-09-11``, ``day
    2``), each of the former on a day (``2026-09-10 09:00-12:00``; the day holds for the times
    after it), and what is taken away (``absent 10:00-11:00``). What is not understood is left
    out; when nothing is, the cell stands for the whole event. What lies outside the event is no
    presence: a participant that names only that is absent.
    """
    reading = _Reading(hall)
    problems: list[str] = []
    here: set[int] = set()
    away: set[int] = set()
    stated = understood = False
    for part in filter(None, map(even, _PARTS.split(text))):
        taken = False
        for written in _pieces(part):
            piece, absent = _absence(written)
            taken = taken or absent
            try:
                (away if taken else here).update(reading.slots(piece, whole=absent))
            except RecordRejected as err:
                problems.append(str(err))
                if not isinstance(err, _Outside):
                    continue
            understood = True
            stated = stated or not taken
    if not understood:
        return None, problems
    return frozenset((here if stated else set(range(len(hall.slots)))) - away), problems


def _pieces(part: str) -> list[str]:
    """What stands between commas; a day alone goes with the time after it."""
    found: list[str] = []
    for piece in filter(None, map(str.strip, _PIECES.split(part))):
        timed = not (_SLOTS.fullmatch(piece) or _dates(piece) or _absence(piece)[1])
        if found and timed and any(day.end() == len(found[-1]) for day in _dates(found[-1])):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def _dates(piece: str) -> list[re.Match[str]]:
    """The days at the start of a piece, by whatever way of writing they are ones."""
    return [found for pattern in (*_DATES, _DAY) if (found := pattern.match(piece))]


def _absence(piece: str) -> tuple[str, bool]:
    """A piece without a word that takes it away, and whether it had one."""
    for word in sorted(words_for("absent"), key=len, reverse=True):
        blank = " " if word.isascii() else ""
        if piece == word or piece.startswith(word + blank):
            return piece[len(word):].strip(" :"), True
        if not word.isascii() and piece.endswith(word):
            return piece[: -len(word)].strip(), True
    return piece, False


@dataclass(slots=True)
class _Reading:
    """Goes through a cell piece by piece and remembers the days that were named last."""

    hall: Hall
    days: frozenset[date] = frozenset()

    def slots(self, piece: str, *, whole: bool = False) -> set[int]:
        """The slots of a piece; ``whole`` lets an empty one stand for all."""
        rest, dated = self._dated(piece)
        if (not rest or _MIDNIGHT.fullmatch(rest) or rest in words_for("all")) and (
                dated or rest or whole):
            return self._on(lambda slot: True, piece)
        for part, (start, end) in _DAY_PARTS.items():
            if rest in words_for(part):
                return self._on(_starting(start, end), piece)
        if span := self._span(rest, piece):
            start, end = span
            return self._on(lambda s: start <= _begins(s) and _ends(s) <= end, piece)
        if not dated and (numbers := _SLOTS.fullmatch(rest)):
            return self._numbered(int(numbers[1]), int(numbers[2] or numbers[1]), piece)
        if found := _SESSION.fullmatch(rest):
            return self._on(lambda s: s.session == int(found[1]) - 1, piece)
        raise RecordRejected(f"{piece!r} is no time; {_RIGHT}")

    def _dated(self, piece: str) -> tuple[str, bool]:
        """The piece without the days before its times, which then hold."""
        if found := _DAY.match(piece):
            number = int(found[1] or found[2])
            every = self._every_day()
            if not 1 <= number <= len(every):
                raise _Outside(f"{piece!r}: the event has {len(every)} day(s)")
            self.days = frozenset({every[number - 1]})
            return piece[found.end():].strip(" :,"), True
        first, rest = self._date(piece)
        if first is None:
            return piece, False
        last = None
        if through := re.match(_TO, rest):
            last, after = self._date(rest[through.end():])
            rest = after if last else rest
        self.days = frozenset(d for d in self._every_day() if first <= d <= (last or first))
        if not self.days:
            raise _Outside(
                f"{piece!r} is a day outside of the event ({self._extent()}); where a spreadsheet "
                "made it of 1-4, format the column as text")
        return rest.strip(" :,t"), True

    def _date(self, text: str) -> tuple[date | None, str]:
        """A day at the start of a text, and what follows it."""
        for pattern in _DATES:
            if found := pattern.match(text):
                said = found.groupdict()
                year = int(said.get("y") or self.hall.slots[0].start.year)
                try:
                    return date(year, int(said["m"]), int(said["d"])), text[found.end():]
                except ValueError as err:
                    raise RecordRejected(f"{text!r}: {found[0]} is no day of the calendar"
                                         ) from err
        return None, text

    def _span(self, text: str, piece: str) -> tuple[int, int] | None:
        """Start and end in minutes of a day."""
        if found := _SPAN.fullmatch(text):
            start, end = _minutes(found.groups()[:4]), _minutes(found.groups()[4:])
            if not start < end:
                raise RecordRejected(f"{piece!r} ends before it starts; write 09:00-11:00")
            return start, end
        for name, bounds in (("from", (True, False)), ("until", (False, True)),
                             ("since", (True, False)), ("up to", (False, True))):
            for word in words_for(name):
                clock = text.removeprefix(word) if text.startswith(word) else (
                    text.removesuffix(word))
                if clock != text and (found := _ONE_CLOCK.fullmatch(clock.strip())):
                    minute = _minutes(found.groups())
                    return (minute if bounds[0] else 0, minute if bounds[1] else 2 * _DAY_END)
        return None

    def _numbered(self, low: int, high: int, piece: str) -> set[int]:
        slots = len(self.hall.slots)
        if low > high:
            raise RecordRejected(f"{piece!r} ends before it starts; write 1-4")
        if not 1 <= low <= high <= slots:
            raise _Outside(f"{piece!r} is outside of the event; the slots are 1 to {slots}")
        return set(range(low - 1, high))

    def _on(self, lies: Callable[[Slot], bool], piece: str) -> set[int]:
        """The slots of the days that were named, or of all, for which something holds."""
        found = {i for i, slot in enumerate(self.hall.slots)
                 if (not self.days or slot.start.date() in self.days) and lies(slot)}
        if not found:
            raise _Outside(f"{piece!r} holds no slot of the event ({self._extent()})")
        return found

    def _every_day(self) -> list[date]:
        return sorted({slot.start.date() for slot in self.hall.slots})

    def _extent(self) -> str:
        first, last = self.hall.slots[0].start, self.hall.slots[-1].end
        return f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M}"


def _minutes(clock: Iterable[str | None]) -> int:
    """A time of the clock in minutes since midnight."""
    hour, minute, chinese, half = clock
    hours, minutes = int(hour or 0), int(minute or chinese or 0)
    if half and 1 <= hours <= _NOON // 60:
        hours = hours % 12 + (12 if half == "pm" else 0)
    if minutes > 59 or hours * 60 + minutes > _DAY_END:  # noqa: PLR2004 - the clock's own
        raise RecordRejected(f"{hours}:{minutes:02} is no time of the day; {_RIGHT}")
    return hours * 60 + minutes


def _starting(start: int, end: int) -> Callable[[Slot], bool]:
    """Whether a slot starts between two minutes of a day."""
    return lambda slot: start <= _begins(slot) < end


def _begins(slot: Slot) -> int:
    return slot.start.hour * 60 + slot.start.minute


def _ends(slot: Slot) -> int:
    """In minutes since the midnight before its start."""
    days = (slot.end.date() - slot.start.date()).days
    return days * _DAY_END + slot.end.hour * 60 + slot.end.minute
