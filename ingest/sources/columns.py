"""Which column of a file a mapping means: aliases, spelling of headers, units in headers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

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
        if pick.joined and not pick.partial and len(found) < len(pick.columns):
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

    def filtered(self, name: str) -> str:
        """The column that a filter means, by its name in the mapping or in the file."""
        known = {folded_header(own): own for own in reversed(tuple(self.spec.aliases))}
        if column := self.find(known.get(folded_header(name), name)):
            return column
        near = close_to(name, (*self.spec.aliases, *self.present))
        raise SourceUnusable(
            f"{self.place}: there is no column {name!r} to filter by{near}; the file has "
            f"{', '.join(self.present[:40])}"
        )

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
        if not pick or len(columns) < 2:
            return self.getter(pick)
        return _path([_shaped(_first([column], ""), pick) for column in columns])

    def getter(self, pick: Pick | None, found: Sequence[str] | None = None) -> Get | None:
        """Reads the pick's value from a row's cells; None where the file lacks its columns."""
        if pick is None:
            return None
        columns = self.of(pick) if found is None else found
        if not columns:
            return _constant(pick.constant) if pick.constant else None
        get = _joined(columns, pick) if pick.joined else _first(columns, pick.constant)
        if pick.where:
            beside = [(column, lru_cache(maxsize=10_000)(part.holds))
                      for part in pick.where if (column := self.find(part.column))]
            if len(beside) < len(pick.where):
                return None
            get = _lines(columns, pick.constant, beside)
        return get if pick.partial else _shaped(get, pick)


def _path(parts: Sequence[Get]) -> Get:
    def get(cells: Cells) -> tuple[str, str]:
        found = [part(cells) for part in parts]
        kept = dict.fromkeys(text for text, _ in found if not is_empty(text))
        return ", ".join(kept), found[0][1]

    return get


def _lines(
    columns: Sequence[str], constant: str, beside: Sequence[tuple[str, Callable[[str], bool]]]
) -> Get:
    """The lines of the first column that has any beside which the other columns' lines hold."""
    def get(cells: Cells) -> tuple[str, str]:
        for column in columns:
            if not (text := cells.get(column, "")):
                continue
            kept = text.split("\n")
            stays = [True] * len(kept)
            for other, holds in beside:
                marks = cells.get(other, "").split("\n")
                stays = [a and holds(mark) for a, mark in zip(stays, marks, strict=True)] \
                    if len(marks) == len(kept) else [False] * len(kept)
            if any(kept := [line for line, stay in zip(kept, stays, strict=True) if stay]):
                return "\n".join(kept), column
        return constant, ""

    return get


def _constant(text: str) -> Get:
    return lambda cells: (text, "")


def _joined(columns: Sequence[str], pick: Pick) -> Get:
    shape = _shape(pick)

    def get(cells: Cells) -> tuple[str, str]:
        parts = [cells.get(column, "") for column in columns]
        return (pick.glue.join(parts) if all(parts) else ""), columns[0]

    def some(cells: Cells) -> tuple[str, str]:
        found = [(shape(text) if shape else text, column)
                 for column in columns if (text := cells.get(column, ""))]
        kept = [(text, column) for text, column in found if not is_empty(text)]
        # What stands first in the text is its evidence.
        return pick.glue.join(text for text, _ in kept), (kept or [("", columns[0])])[0][1]

    return some if pick.partial else get


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


def _shape(pick: Pick) -> Callable[[str], str] | None:
    """What becomes of a value: its pattern, then what it means, then its prefix."""
    pattern, known, prefix = pick.pattern, pick.meaning, pick.prefix
    if pattern is None and known is None and not prefix:
        return None

    def shape(text: str) -> str:
        if pattern is not None:
            found = pattern.search(text)
            text = (found[pattern.groups and 1] or "") if found else ""
        if known and (words := known(text)) is not None:
            text = words
        return text if is_empty(text) else prefix + text

    return shape


def _shaped(get: Get, pick: Pick) -> Get:
    """Each value of the cell shaped; those left empty keep their position."""
    shape, separator = _shape(pick), pick.separator
    if shape is None:
        return get

    def shaped(cells: Cells) -> tuple[str, str]:
        text, column = get(cells)
        if separator is None or not text:
            return shape(text), column
        parts = text.split("\n") if pick.lined else separator.split(text)
        return "\n".join(shape(part.strip()) for part in parts), column

    return shaped
