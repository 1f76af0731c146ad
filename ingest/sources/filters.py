"""Filters that take only some rows of a register: ``country=CN`` turns a world into a country."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import InvalidRequest

_SIGN = re.compile(r"\s*(!?=)\s*")
_PARTS = re.compile(r"[;；|｜\n]")


def plain(text: str) -> str:
    """A value for comparison: width, case and blanks do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row's column must hold, or with ``unequal`` must not hold: one of the values.

    A cell of several values (one a line, or parted by ``;`` or ``|``) holds each of them; nothing
    between two marks ("A;;B") is no value.
    """

    column: str
    words: frozenset[str]
    """Whole values, as `plain` gives them; ``""`` is the cell without any value."""
    starts: tuple[str, ...] = ()
    """Beginnings of values."""
    unequal: bool = False

    def holds(self, cell: str) -> bool:
        """Does a row with this cell stay?"""
        found = self._one(plain(cell)) or (
            _PARTS.search(cell) is not None and any(map(self._one, _values(cell))))
        return found != self.unequal

    def _one(self, value: str) -> bool:
        return value in self.words or (bool(self.starts) and value.startswith(self.starts))

    def __str__(self) -> str:
        values = ",".join((*sorted(self.words), *(f"{start}*" for start in self.starts)))
        return f"{self.column}{'!=' if self.unequal else '='}{values}"


def _values(cell: str) -> list[str]:
    """The values of a cell that has several; one empty value where it has but marks."""
    return [value for part in _PARTS.split(cell) if (value := plain(part))] or [""]


def condition(column: str, values: Iterable[str], *, unequal: bool = False) -> Condition:
    """A condition on a column; a value that ends in ``*`` stands for all that begin so."""
    folded = [plain(value) for value in values]
    return Condition(
        column,
        frozenset(value for value in folded if not value.endswith("*")),
        tuple(value[:-1] for value in folded if value.endswith("*")),
        unequal,
    )


def parse_condition(text: str) -> Condition:
    """``country=CN``, ``country=CN,HK`` (any of them), ``ipc=H01M*``, ``status!=lapsed``.

    Quotation marks keep a comma within a value: ``name="Salt, Inc"``. Raises `InvalidRequest` for
    anything else.
    """
    sign = _SIGN.search(text)
    if sign is None or not text[: sign.start()].strip():
        raise InvalidRequest(
            f"{text!r} is no filter; write COLUMN=VALUE, COLUMN=ONE,OTHER, COLUMN=BEGINNING* or "
            "COLUMN!=VALUE"
        )
    values = next(csv.reader([text[sign.end():]], skipinitialspace=True), []) or [""]
    return condition(text[: sign.start()].strip(), values, unequal=sign[1] == "!=")
