"""What a register's words on a patent's legal status mean: alive, lapsed, licensed, pending.

The reading is derived: the words stay as the register has them, and say why. What words mean is in
``legal_status.tsv``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from graph.data_files import data_lines
from graph.dates import normal_date

State = Literal["alive", "licensed", "pending", "lapsed", "unknown"]
_STATES: dict[str, State] = {
    "restored": "alive", "alive": "alive", "ended": "alive", "licensed": "licensed",
    "pending": "pending", "lapsed": "lapsed",
}
"""What the table says of an entry, to the state that it means."""
_ENTRIES = re.compile(r"[;；|\n]+")
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-./年]\s?(\d{1,2})[-./月]\s?(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_UNTIL = re.compile(  # the day on which a right will end is no day of a status
    r"(?:expires(?: on)?|expir\w+ date|until|anticipated expiration|有效期至?|届满日|到期日?)"
    r"[\s:：]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LegalStatus:
    """A patent's status as its register's words tell it.

    ``state`` is what counts for a call: ``licensed`` is alive and given to somebody already;
    ``unknown`` where the words tell nothing. ``words`` are those that decided, ``date`` the day
    that they give for it (ISO), or ''.
    """

    state: State = "unknown"
    words: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    says: str
    words: str
    date: str


@lru_cache(maxsize=10_000)
def legal_status(words: str, date: str = "") -> LegalStatus:
    """Read what a register says of a patent's status.

    Of several entries, each with its date, the latest counts; without dates the one whose state
    stands first in the table. ``date`` is that of a column of its own, where there is one.
    """
    read = [found for entry in _ENTRIES.split(words) if (found := _read(entry.strip()))]
    if not read:
        return LegalStatus("unknown", words.strip(), date)
    if all(found.date for found in read):
        last = _last(read)
    else:
        names = list(_table()[0])
        last = min(read, key=lambda found: names.index(found.says))
    return LegalStatus(_STATES[last.says], last.words, date or last.date)


def _last(dated: list[_Entry]) -> _Entry:
    """The entry that holds in the end: a licence outlasts later entries that the right is alive."""
    last: _Entry | None = None
    for entry in sorted(dated, key=lambda found: found.date):
        if not (last and last.says == "licensed" and entry.says == "alive"):
            last = entry
    assert last is not None
    return last


def _read(words: str) -> _Entry | None:
    """One entry, read; None where it says nothing of the state."""
    names, meaning, pattern = _table()
    plain = unicodedata.normalize("NFKC", words).casefold()
    told = {meaning[found[0]] for found in pattern.finditer(plain)}
    says = next((name for name in names if name in told), "none")
    return None if says == "none" else _Entry(says, words, _day(plain))


def _day(entry: str) -> str:
    """The last date of an entry that is no day on which the right will end."""
    days = ["-".join(part.zfill(2) for part in found.groups() if part)
            for found in _DATE.finditer(entry) if not _UNTIL.search(entry[: found.start()])]
    for day in reversed(days):
        try:
            return normal_date(day)
        except ValueError:
            continue
    return ""


@cache
def _table() -> tuple[tuple[str, ...], dict[str, str], re.Pattern[str]]:
    """What the table says, in its order; words to it; a pattern of the words, longest first."""
    rows = [line.split("\t") for line in data_lines("graph", "legal_status.tsv")]
    meaning = {word: says for says, words in rows for word in words.split("|")}
    pattern = "|".join(
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
        for word in sorted(meaning, key=len, reverse=True)
    )
    return tuple(says for says, _ in rows), meaning, re.compile(pattern)
