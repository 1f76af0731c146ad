"""What a setting says, key by key: of the right kind, with no key that nobody reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from datetime import date, datetime, time

from rapidfuzz import process

from graph.errors import InvalidRequest

_SPAN = re.compile(r"(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)")
_MOST = 9999
_CLOSE = 70
_PAIR = 2


class Stated:
    """A mapping from TOML, JSON or options, read key by key; ``where`` is what problems are said
    of. Every reader raises `InvalidRequest` with the key and what would be right."""

    def __init__(self, data: Mapping[str, object], where: str) -> None:
        self.where = where
        self._data = data
        self._known: set[str] = set()

    @property
    def stated(self) -> Set[str]:
        """The keys that are stated."""
        return self._data.keys()

    def wrong(self, key: str, value: object, right: str) -> InvalidRequest:
        """The error for a value that will not do."""
        return InvalidRequest(f"{self.where}, {key}: {_shown(value)} will not do; write {right}")

    def text(self, key: str, default: str, *, right: str) -> str:
        """A text."""
        value = self._value(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, value, f"{key} = {right}")
        return value.strip()

    def number(self, key: str, default: int, *, least: int = 0, most: int = _MOST) -> int:
        """A whole number; the default may lie outside the bounds."""
        value = self._value(key, default)
        bad = isinstance(value, bool) or not isinstance(value, int)
        if bad or (key in self._data and not least <= int(str(value)) <= most):
            raise self.wrong(key, value, f"a whole number from {least} to {most}")
        return int(str(value))

    def flag(self, key: str) -> bool:
        """True or false; false if it is not stated."""
        value = self._value(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, value, f"{key} = true or {key} = false")
        return value

    def time(self, key: str) -> str:
        """A moment, or a time of the day, as text; it must be stated."""
        value = self._value(key, None)
        if isinstance(value, (datetime, time)):
            return value.isoformat(*([" "] if isinstance(value, datetime) else []))
        if not isinstance(value, str):
            right = '"12:00"' if key == "end" else '"2026-09-10 09:00"'
            raise self.wrong(key, value, f"{key} = {right}")
        return value.strip()

    def day(self, key: str) -> str:
        """A day as ``2026-12-31``; empty if it is not stated."""
        value = self._value(key, "")
        try:
            return date.fromisoformat(str(value)).isoformat() if value != "" else ""
        except ValueError as err:
            raise self.wrong(key, value, f'{key} = "2026-12-31"') from err

    def spans(self, key: str) -> list[tuple[str, str]]:
        """Spans of a day such as ``10:30-10:50``."""
        found = [_SPAN.fullmatch(text.strip()) for text in self._texts(key, '["10:30-10:50"]')]
        spans = [(span[1].zfill(5), span[2].zfill(5)) for span in found if span]
        if None in found or any(start >= end for start, end in spans):
            raise self.wrong(key, self._data[key], f'{key} = ["10:30-10:50"]')
        return spans

    def pair(self, key: str, *, right: str) -> tuple[str, str]:
        """Two texts; they must be stated."""
        found = self._texts(key, right)
        if len(found) != _PAIR or not all(text.strip() for text in found):
            raise self.wrong(key, self._data.get(key), f"{key} = {right}")
        return found[0].strip(), found[1].strip()

    def numbers(self, key: str, *, right: str, most: int) -> list[int]:
        """Whole numbers from 1."""
        value = self._value(key, [])
        if not isinstance(value, list) or not all(
                type(n) is int and 1 <= n <= most for n in value):
            raise self.wrong(key, value, f"{key} = {right}; they are 1 to {most}")
        return value

    def numbers_or_text(self, key: str, *, right: str) -> str:
        """Numbers, or a text that says which, as one text."""
        value = self._value(key, "")
        if isinstance(value, list) and all(type(n) is int for n in value):
            return "; ".join(map(str, value))
        if not isinstance(value, str):
            raise self.wrong(key, value, f"{key} = {right}")
        return value

    def part(self, key: str, *, right: str) -> Stated:
        """A table of its own; empty if it is not stated."""
        value = self._value(key, {})
        if not isinstance(value, Mapping):
            raise self.wrong(key, value, f"[{key}] and under it {right}")
        return Stated(value, f"{self.where}, {key}")

    def tables(self, key: str, *, right: str) -> Iterator[Stated]:
        """Tables of one kind, numbered from 1; whoever reads one must `finish` it."""
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
            raise self.wrong(key, value, f"[[{key}]] and under it {right}")
        for number, entry in enumerate(value, 1):
            yield Stated(entry, f"{self.where}, {key} {number}")

    def finish(self) -> None:
        """Raises `InvalidRequest` for a key that nothing has asked for."""
        for key in self._data:
            if key not in self._known:
                near = process.extractOne(str(key), self._known, score_cutoff=_CLOSE)
                known = ", ".join(sorted(self._known))
                right = f"write {near[0]}" if near else f"there are {known}"
                raise InvalidRequest(f"{self.where}: no key is called {key!r}; {right}")

    def _value(self, key: str, default: object) -> object:
        self._known.add(key)
        return self._data.get(key, default)

    def _texts(self, key: str, right: str) -> list[str]:
        value = self._value(key, [])
        if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
            raise self.wrong(key, value, f"{key} = {right}")
        return list(value)


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)
