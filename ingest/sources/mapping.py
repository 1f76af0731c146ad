"""Mapping files: what the columns of a register mean, so that its rows become units.

A mapping is a YAML file (those that come with Qilian are in ``mappings/``; their README explains
the language). `load_mapping` reads one by name or path, `fitting_mapping` picks one by a file's
columns; `Mapping.units` turns a `Table` into units and counts what it refuses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dictionary
from contextlib import closing
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Protocol

import yaml

from graph.errors import RecordRejected, SourceUnusable
from graph.model import Source, Unit, Visibility
from graph.remembered import Remembered
from ingest.sources.columns import Columns, folded_header
from ingest.sources.filters import Condition
from ingest.sources.row_reader import RowReader
from ingest.sources.rows import Row, Table
from ingest.sources.spec import Spec
from ingest.sources.spec_file import close_to, read_spec
from ingest.sources.values import rules

_SURE = 3
"""Columns that must be recognised before a mapping is taken unasked."""
_NEAREST = 5
"""Mappings that a message names."""
_CONTENT = 2**63 - 1
"""The part of a content's digest that tells two rows of one key apart."""


class Counts(Protocol):
    """Who is told what became of the rows: `ingest.report.Report`."""

    def reject(self, place: str, reason: str) -> None:
        """A row was refused."""

    def note(self, words: str) -> None:
        """Something was detected, repaired or left out."""

    def count(self, what: str, number: int = 1) -> None:
        """Count rows read or left out by a filter."""


class Mapping:
    """A checked mapping; it reads any file whose columns it knows. Equal files give equal units."""

    def __init__(self, spec: Spec, asked: tuple[Condition, ...] = ()) -> None:
        self.spec = spec
        self._asked = asked
        self._readers: dict[tuple[str, ...], RowReader] = {}

    @property
    def name(self) -> str:
        """The name of its file, without ending."""
        return self.spec.name

    @property
    def fingerprint(self) -> str:
        """Changes when the mapping means something else: its rows are then read anew."""
        return self.spec.fingerprint

    def source(
        self, key: str, *, title: str = "", visibility: Visibility | None = None
    ) -> Source:
        """A register read by this mapping; ``key`` stands before the keys of its rows."""
        spec = self.spec
        return Source(
            key, title or spec.title, visibility or spec.visibility, "table", spec.licence, spec.url
        )

    def where(self, *conditions: Condition) -> Mapping:
        """The same mapping for only those rows that fulfil all conditions, besides its own."""
        return Mapping(replace(self.spec, where=self.spec.where + conditions),
                       self._asked + conditions)

    def reader(self, columns: Sequence[str], *, place: str) -> RowReader:
        """Make the mapping ready for a file with these columns; ``place`` names it in messages.

        Raises `SourceUnusable` when the file lacks a column that the mapping needs.
        """
        return RowReader(self.spec, columns, place)

    def unit(self, row: Row, source: Source) -> Unit | None:
        """One row as a unit, or None where the filter leaves it out; see `units` for many.

        Raises `RecordRejected` for a broken row, `SourceUnusable` for a missing column.
        """
        columns = tuple(row.cells)
        reader = self._readers.get(columns)
        if reader is None:
            reader = self._readers[columns] = self.reader(
                columns, place=source.title or source.key)
        return reader.unit(row, source)

    def units(self, table: Table, source: Source, counts: Counts) -> Iterator[Unit]:
        """The table's rows as units, streamed; refused rows are told to ``counts`` with reasons.

        A row whose key has been seen is refused when it says something else, and left out when it
        is the same again. Raises `SourceUnusable` before the first unit when a column is missing.
        """
        with table, closing(Remembered()) as seen:
            reader = self.reader(table.columns, place=table.name)
            if self.spec.key is None:
                counts.note("the rows have no key of their own: a row that changes is a new row")
            taken = left_out = 0
            for row in table:
                counts.count("rows")
                try:
                    unit = reader.unit(row, source)
                    if unit is None:
                        counts.count("filtered")
                        left_out += 1
                    elif _is_new(unit, seen, table.name):
                        taken += 1
                        yield unit
                    else:
                        counts.count("repeated")
                except RecordRejected as err:
                    counts.reject(f"{table.name}, row {row.number}", str(err))
        if left_out and not taken:
            counts.note(f"{table.name}: {self._none_left(reader)}")
        for words, number in reader.notes.items():
            counts.note(f"{table.name}: {words} ({number:,} times)")
        for words in table.notes:
            counts.note(words)


    def _none_left(self, reader: RowReader) -> str:
        """That the filter leaves no row, with what it met: the filter that was asked for, unless
        the mapping's own had left nothing for it."""
        asked = {part: met for part, met in reader.left_out.items() if part in self._asked}
        parts = asked or reader.left_out
        values = dict.fromkeys(value for met in parts.values() for value in met)
        whose = "the filter" if asked else "the mapping's own filter"
        return (f"no row is left by {whose} {', '.join(map(str, parts))}; "
                f"it met {', '.join(map(repr, values))}")


def _is_new(unit: Unit, seen: Remembered, place: str) -> bool:
    """Is this the first row with its key?

    Raises `RecordRejected` when an earlier row with the same key says something else.
    """
    content = int(unit.reading.content, 16) & _CONTENT
    first = seen.first(unit.key, unit.number, content)
    if first and first[1] != content:
        raise RecordRejected(
            f"{place}, row {unit.number}: the key {unit.key!r} stands in row {first[0]} already "
            "with other words; keep one of the two rows"
        )
    return first is None


def load_mapping(name_or_path: str | Path) -> Mapping:
    """A mapping that comes with Qilian, by its name, or one from a file ending in .yml or .yaml.

    Raises `SourceUnusable` for a name that is none, and for a file that is no valid mapping: the
    message says which key is wrong and what is allowed.
    """
    path = Path(name_or_path)
    if path.suffix.lower() not in (".yml", ".yaml"):
        known = mappings()
        if str(name_or_path) in known:
            return known[str(name_or_path)]
        raise SourceUnusable(
            f"no mapping is called {str(name_or_path)!r}{close_to(str(name_or_path), known)} "
            f"(choose from {', '.join(known)}, or give a file ending in .yml)"
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise SourceUnusable(f"mapping {path}: cannot be opened ({err.strerror})") from err
    except UnicodeDecodeError as err:
        raise SourceUnusable(f"mapping {path}: is not UTF-8; save it as UTF-8") from err
    return mapping_of(text, path.stem)


def mapping_of(text: str, name: str) -> Mapping:
    """The mapping that YAML text says; `SourceUnusable` as for `load_mapping`."""
    try:
        # All scalars stay text: a column may be called "no", and an id may begin with zeros.
        data = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as err:
        raise SourceUnusable(f"mapping {name}: is not YAML ({err})") from err
    return Mapping(read_spec(data, name))


@cache
def mappings() -> Dictionary[str, Mapping]:
    """The mappings that come with Qilian, by name."""
    folder = files("ingest.sources") / "mappings"
    return {
        name.removesuffix(".yml"): mapping_of(
            (folder / name).read_text(encoding="utf-8"), name.removesuffix(".yml"))
        for name in sorted(part.name for part in folder.iterdir() if part.name.endswith(".yml"))
    }


def guess_mapping(columns: Sequence[str]) -> str | None:
    """The name of the mapping that recognises most of these columns, or None where none fits.

    It must find all that it needs, three columns or half of the file's, and one that is no mere
    "id" or "title": those every register has.
    """
    plain = {folded_header(header) for header in rules()["plain_headers"]}
    best, most = None, 0.0
    for name, mapping in mappings().items():
        known, missing = _recognised(mapping, columns)
        enough = min(_SURE, (len(columns) + 1) // 2)
        if missing or len(known) < enough or plain.issuperset(map(folded_header, known)):
            continue
        # Of two that know the same number of columns, the one that misses fewer of its own.
        score = len(known) + len(known) / (1 + len(mapping.spec.aliases))
        if score > most:
            best, most = name, score
    return best


def fitting_mapping(columns: Sequence[str], place: str) -> Mapping:
    """The mapping that `guess_mapping` names, else the one after which ``place``, the file, is
    called ("institutes.csv") where it fits.

    Raises `SourceUnusable` where none fits, naming the nearest with what they miss.
    """
    if name := guess_mapping(columns):
        return mappings()[name]
    called = mappings().get(Path(place).name.partition(".")[0].casefold())
    if called and not _recognised(called, columns)[1]:
        return called
    tried = sorted(
        (-len(known), name, missing) for name, mapping in mappings().items()
        for known, missing in [_recognised(mapping, columns)] if known
    )
    nearest = ", ".join(
        f"{name} (knows {-count} of the columns{f', misses {missing}' if missing else ''})"
        for count, name, missing in tried[:_NEAREST])
    raise SourceUnusable(
        f"{place}: no mapping fits the columns {', '.join(columns[:40])}; "
        f"{f'the nearest are {nearest}' if nearest else 'none knows any of them'}. "
        "Give a mapping of your own (`qilian map` drafts one)"
    )


def _recognised(mapping: Mapping, columns: Sequence[str]) -> tuple[set[str], str]:
    """The columns that the mapping uses, and the first that it misses ("" where it fits)."""
    spec = mapping.spec
    found = Columns(spec, columns, "")
    known = {column for name in spec.aliases if (column := found.find(name))}
    needed = [name for name in spec.aliases if name not in spec.optional]
    missing = next((name for name in needed if not found.find(name)), "")
    if not missing and not any(map(found.find, spec.label.columns)):
        missing = spec.label.columns[0]
    return known, missing
