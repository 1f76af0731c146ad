"""Which column of a file a mapping means: aliases, spelling of headers, units in headers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from graph.errors import SourceUnusable
from ingest.sources.spec import Pick, Spec
from ingest.sources.spec_file import close_to
from ingest.sources.values import is_empty, unit_in_header

Cells = Mapping[str, str]
Get = Callable[[Cells], tuple[str, str]]
"""A cell's text and its column; the column is "" for a constant."""
_PUNCTUATION = re.compile(r"[\W_]+")


def folded_header(column: str) -> str:
    """A header for comparison: width, case, spaces, brackets and underscores do not count."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", column).casefold())


class Columns:
    """The columns of one file, found by what a mapping calls them."""

    def __init__(self, spec: Spec, present: Sequence[str], place: str) -> None:
        self.spec = spec
        self.present = tuple(present)
        self.place = place
        self.used: dict[str, str] = {}
        """Name in the mapping to column of the file, for those asked for so far."""
        self._exact = {folded_header(column): column for column in reversed(self.present)}
        self._unit = {
            folded_header(words): column for column in reversed(self.present)
            for words, unit, scale in [unit_in_header(column)] if unit or scale
        }

    def find(self, name: str) -> str:
        """The column that the mapping calls ``name``, or "" if the file has none."""
        if name in self.present:
            self.used[name] = name
            return name
        for names in (self._exact, self._unit):
            for alias in self.spec.aliases.get(name, (name,)):
                if column := names.get(folded_header(alias)):
                    self.used[name] = column
                    return column
        return ""

    def of(self, pick: Pick) -> tuple[str, ...]:
        """The columns of a pick that the file has.

        Raises `SourceUnusable` when it has none of them and one of them is not optional.
        """
        found = tuple(dict.fromkeys(filter(None, map(self.find, pick.columns))))
        if pick.joined and len(found) < len(pick.columns):
            self._missing(next(name for name in pick.columns if not self.find(name)))
        if not found and not pick.constant:
            for name in pick.columns:
                if name not in self.spec.optional:
                    self._missing(name)
        return found

    def needed(self, pick: Pick, what: str) -> tuple[str, ...]:
        """As `of`, for what no row can do without, also when its columns are optional."""
        found = self.of(pick)
        if not found and not pick.constant:
            self._missing(pick.columns[0], f" for the {what}")
        return found

    def _missing(self, name: str, why: str = "") -> None:
        names = self.spec.aliases.get(name, (name,))
        also = f" (or {', '.join(names[1:])})" if len(names) > 1 else ""
        near = next(filter(None, (close_to(alias, self.present) for alias in names)), "")
        raise SourceUnusable(
            f"{self.place}: mapping {self.spec.name} needs a column {name!r}{also}{why}; "
            f"the file has {', '.join(self.present[:40])}{near}"
        )

    def path(self, pick: Pick | None) -> Get | None:
        """A getter of a place from narrow to wide ("Xining, Qinghai"): all columns not empty."""
        columns = self.of(pick) if pick else ()
        return _path(columns) if len(columns) > 1 else self.getter(pick)

    def getter(self, pick: Pick | None, found: Sequence[str] | None = None) -> Get | None:
        """Reads the pick's value from a row's cells; None where the file lacks its columns."""
        if pick is None:
            return None
        columns = self.of(pick) if found is None else found
        if not columns:
            return _constant(pick.constant) if pick.constant else None
        if pick.joined:
            return _joined(columns)
        return _matching(_first(columns, pick.constant), pick.pattern)


def _path(columns: Sequence[str]) -> Get:
    def get(cells: Cells) -> tuple[str, str]:
        parts = dict.fromkeys(cells.get(column, "") for column in columns)
        return ", ".join(filter(None, parts)), columns[0]

    return get


def _constant(text: str) -> Get:
    return lambda cells: (text, "")


def _joined(columns: Sequence[str]) -> Get:
    def get(cells: Cells) -> tuple[str, str]:
        parts = [cells.get(column, "") for column in columns]
        return ("|".join(parts) if all(parts) else ""), columns[0]

    return get


def _first(columns: Sequence[str], constant: str) -> Get:
    if len(columns) == 1 and not constant:
        column = columns[0]
        return lambda cells: (cells.get(column, ""), column)

    def get(cells: Cells) -> tuple[str, str]:
        for column in columns:
            text = cells.get(column, "")
            if text and not is_empty(text):  # "N/A" gives way to the next column
                return text, column
        return constant, ""

    return get


def _matching(get: Get, pattern: re.Pattern[str] | None) -> Get:
    if pattern is None:
        return get

    def matched(cells: Cells) -> tuple[str, str]:
        text, column = get(cells)
        found = pattern.search(text)
        if not found:
            return "", column
        return (found[1] if pattern.groups else found[0]) or "", column

    return matched
