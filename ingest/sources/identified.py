"""The identifiers of a row's things: one that fails its check identifies nothing, and is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graph.identity.identifiers import (
    judged,
    of_scheme,
    region_code,
    region_of,
    rounded_uscc,
)
from ingest.sources.cells import Note, Wrong, beside, checked, split
from ingest.sources.columns import Cells, Columns
from ingest.sources.spec import Pick, ThingPart
from ingest.sources.values import is_empty

_LONGEST = 40


class Identified:
    """Reads the identifiers of one file's rows.

    A value that fails the check of its scheme is left out and counted by scheme and column, the
    first with its row; ``row`` is the number of the row that is being read.
    """

    def __init__(self, columns: Columns, note: Note) -> None:
        self.row = 0
        self._columns = columns
        self._note = note
        self._first: dict[tuple[str, str], str] = {}

    def of_row(self, picks: Iterable[tuple[str, Pick]]) -> Callable[[Cells], tuple[str, ...]]:
        """The identifiers of the thing that a row is about."""
        gets = [(scheme, pick, get) for scheme, pick in picks
                if (get := self._columns.getter(pick))]

        def ids(cells: Cells) -> tuple[str, ...]:
            return self._sound(
                (scheme, text, column) for scheme, pick, get in gets
                for whole, column in [get(cells)] for text in split(pick, whole)
            )

        return ids

    def of_thing(self, part: ThingPart) -> Callable[[Cells, int, int], tuple[str, ...]]:
        """The identifiers of the further thing at a position among many."""
        gets = [(scheme, beside(pick, get)) for scheme, pick in part.identifiers
                if (get := self._columns.getter(pick))]

        def ids(cells: Cells, position: int, many: int) -> tuple[str, ...]:
            return self._sound(
                (scheme, *own(self._note, cells, position, many)) for scheme, own in gets)

        return ids

    def _sound(self, values: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
        """Those of the values (scheme, text, column) that pass their check, each once.

        Raises `Wrong` for what a spreadsheet has taken for a number.
        """
        found: dict[str, None] = {}
        for scheme, text, column in values:
            if is_empty(text):
                continue
            identifier, fault = judged(scheme, checked(text, column))
            if not fault:
                found[identifier] = None
            elif scheme == "uscc" and rounded_uscc(identifier.removeprefix("uscc:")):
                raise Wrong(column, f"{text!r} {fault}")
            else:
                self._leave_out(scheme, text, column, fault)
        return tuple(found)

    def _leave_out(self, scheme: str, text: str, column: str, fault: str) -> None:
        words = self._first.setdefault(
            (scheme, column),
            f"row {self.row}, column {column!r}: {scheme} "
            f"{text[:_LONGEST]!r} {fault}; left out as an identifier",
        )
        self._note(words)


def seat(region: str, identifiers: Iterable[str]) -> str:
    """The region as the row says it, else that of a Chinese unified social credit code."""
    if region:
        return region
    codes = of_scheme(identifiers, "uscc")
    return next((place for code in codes if (place := region_of(region_code(code)))), "")
