"""Reading concordances: tables from IPC or CPC codes to classes, whoever published them.

What each publisher calls its columns is in ``rules/concordances.yml``. A row that cannot be taken
is named with what would be right, and the others go on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import yaml

from graph.errors import InvalidRequest, SourceUnusable
from graph.language.classification import Classification
from graph.language.concordance import Concordance, Rule
from graph.language.ipc import prefix_of
from ingest.sources.classifications import SCHEMES, classification, read_gbt4754
from ingest.sources.columns import folded_header
from ingest.sources.rows import Row
from ingest.sources.tables import read_table

_ROLES = ("ipc", "code", "weight", "label", "not_with", "unless_with")
_SEPARATOR = re.compile(r"[;；,，、\n]+")
_SUM = 0.005
"""By so much may the weights of a beginning miss 1 and still count as rounded."""


@dataclass(slots=True)
class Reading:
    """A table as read, with what was wrong with it: rows left out, and remarks."""

    concordance: Concordance
    rejected: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@cache
def forms() -> dict[str, dict[str, Any]]:
    """The known forms by name."""
    text = (files("ingest.sources") / "rules" / "concordances.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return loaded


def read_concordance(
    path: str | Path, *, scheme: str = "", form: str = "", tree: str | Path = ""
) -> Reading:
    """Read a table; its form is found by its columns unless given.

    ``scheme`` says what its classes are of ("isic4") where the form does not. ``tree`` is the
    workbook of GB/T 4754 with all its classes. Where the classes of the scheme are known, a row
    with another is left out, and names come from there if the table has none. Raises
    `SourceUnusable` when no form fits, no scheme is given, or no row is right.
    """
    with read_table(path) as table:
        name, columns = _form(table.name, table.columns, form)
        scheme = scheme or str(forms()[name].get("scheme", ""))
        if not scheme:
            raise SourceUnusable(
                f"{table.name}: say what its classes are of, for example --scheme isic4")
        known, remark = _known(scheme, tree)
        rows = _Rows(table.name, columns, known, carry=bool(forms()[name].get("carry")))
        for row in table:
            rows.take(row)
        notes = [*table.notes, *remark]
    if not rows.rules:
        first = rows.rejected[0] if rows.rejected else f"{table.name}: holds no row"
        raise SourceUnusable(f"{first}; no row of the table could be taken")
    notes.append(f"read as {name}: {len(rows.rules):,} rows")
    notes += rows.remarks()
    found = Concordance(scheme, Path(path).name, tuple(rows.rules.values()), rows.labels)
    return Reading(found, rows.rejected, notes)


def _known(scheme: str, tree: str | Path) -> tuple[Classification | None, list[str]]:
    """The classes of a scheme, and a remark where they cannot be known."""
    if tree:
        return read_gbt4754(tree), []
    if scheme not in SCHEMES:
        return None, []
    try:
        return classification(scheme), []
    except InvalidRequest as err:
        return None, [f"classes were not checked: {err}"]


def _form(place: str, present: tuple[str, ...], wanted: str) -> tuple[str, dict[str, str]]:
    """The form whose columns are there, most of them first, and its roles' columns."""
    if wanted and wanted not in forms():
        raise SourceUnusable(f"{place}: {wanted!r} is no form; choose from {', '.join(forms())}")
    best: tuple[str, dict[str, str]] | None = None
    by_fold = {folded_header(column): column for column in reversed(present)}
    for name in [wanted] if wanted else forms():
        found = {
            role: column for role in _ROLES
            for column in [_column(by_fold, forms()[name].get(role, ()))] if column
        }
        if {"ipc", "code"} <= found.keys() and (best is None or len(found) > len(best[1])):
            best = name, found
    if best is None:
        heads = "; ".join(
            f"{name}: {forms()[name]['ipc'][0]} and {forms()[name]['code'][0]}"
            for name in ([wanted] if wanted else forms()))
        raise SourceUnusable(
            f"{place}: the columns {', '.join(present[:20])} are of no concordance known here; "
            f"needed are, for {heads}")
    return best


def _column(by_fold: Mapping[str, str], aliases: list[str]) -> str:
    return next((by_fold[f] for a in aliases if (f := folded_header(a)) in by_fold), "")


class _Rows:
    """The rows of a table while they are read."""

    def __init__(
        self, place: str, columns: Mapping[str, str], known: Classification | None, *, carry: bool
    ) -> None:
        self.place = place
        self.columns = columns
        self.known = known
        self.carry = carry
        self.rules: dict[tuple[str, ...], Rule] = {}
        self.labels: dict[str, str] = {}
        self.rejected: list[str] = []
        self._first: dict[tuple[str, ...], int] = {}
        self._last = ("", "")
        self._carried = 0

    def take(self, row: Row) -> None:
        """Take a row, or say why not."""
        try:
            if row.fault:
                raise _Wrong("", row.fault)
            self._take(row)
        except _Wrong as err:
            where = f", column {err.column!r}" if err.column else ""
            self.rejected.append(f"{self.place}, row {row.number}{where}: {err}")

    def _take(self, row: Row) -> None:
        code, label = self._class(row)
        weight = self._weight(row)
        conditions = [self._prefix(row, role) for role in ("not_with", "unless_with")]
        ipc = self._cell(row, "ipc")
        if not ipc:
            raise _Wrong(self.columns["ipc"], "is empty; every row needs a code such as H01M")
        parts = [(part, self._checked(part, "ipc"))
                 for part in map(str.strip, _SEPARATOR.split(ipc)) if part]
        for part, prefix in parts:
            rule = Rule(prefix, code, weight, *conditions)
            key = (rule.prefix, rule.code, rule.not_with, rule.unless_with)
            if key in self.rules:
                raise _Wrong(self.columns["ipc"], f"{part} to {code} stands in row "
                             f"{self._first[key]} already; keep one of the two")
            self.rules[key] = rule
            self._first[key] = row.number
        if label:
            self.labels.setdefault(code, label)

    def _class(self, row: Row) -> tuple[str, str]:
        code, label = self._cell(row, "code"), self._cell(row, "label")
        if not code and self.carry and self._last[0]:
            self._carried += 1
            code, label = self._last
        self._last = code, label
        if not code:
            raise _Wrong(self.columns["code"], "is empty; every row needs its class")
        if self.known is None:
            return code, label
        found = self.known.find(code)
        if found:
            return found.code, label or found.name
        if not self.known.partial:
            raise _Wrong(self.columns["code"], f"{code!r} is no class of {self.known.scheme}")
        return code.lstrip(ascii_uppercase) or code, label  # a class below those known: C3841

    def _weight(self, row: Row) -> float:
        text = self._cell(row, "weight")
        if not text:
            return 1.0
        try:
            weight = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            weight = -1.0
        if not 0 < weight < 1e9:
            raise _Wrong(self.columns["weight"], f"{text!r} is no weight; write 0.25 or 25%")
        return weight

    def _prefix(self, row: Row, role: str) -> str:
        text = self._cell(row, role)
        return self._checked(text, role) if text else ""

    def _checked(self, text: str, role: str) -> str:
        try:
            return prefix_of(text)
        except ValueError as err:
            raise _Wrong(self.columns[role], str(err)) from err

    def _cell(self, row: Row, role: str) -> str:
        return row.cells.get(self.columns.get(role, ""), "").strip()

    def remarks(self) -> list[str]:
        """What was understood otherwise than it is written."""
        found = []
        if self._carried:
            found.append(f"{self._carried} rows without a class were read as of the row above")
        if "weight" not in self.columns:
            return found
        sums: dict[tuple[str, str, str], float] = defaultdict(float)
        first: dict[tuple[str, str, str], int] = {}
        for key, rule in self.rules.items():
            case = (rule.prefix, rule.not_with, rule.unless_with)
            sums[case] += rule.weight
            first.setdefault(case, self._first[key])
        off = [case for case, total in sums.items() if abs(total - 1) > _SUM]
        if off:
            prefix = off[0]
            found.append(
                f"the weights of {len(off):,} of {len(sums):,} codes do not sum to 1 and were read "
                f"as proportions: first {prefix[0]} in row {first[prefix]} ({sums[prefix]:g})")
        return found


class _Wrong(Exception):
    """What is wrong with a row, and in which column."""

    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column = column
