"""A table with a column of names, copied with whom they mean."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from api.commands.output import progress, remark, whole_file
from api.linking import Cell, columns, row, unlinked
from api.tables import write_csv, write_xlsx
from graph.errors import InvalidRequest
from graph.identity.identifiers import SCHEMES, judged
from ingest.sources.columns import folded_header
from ingest.sources.opening import stem_and_suffix
from ingest.sources.rows import Row, Table
from ingest.sources.tables import read_table

if TYPE_CHECKING:
    from qilian import KnowledgeGraph

WRITERS = {".xlsx": write_xlsx, ".csv": write_csv}
_REMEMBERED = 20_000
"""Names whose link is kept: applicants and owners stand in many rows."""
_CANDIDATES = 3
_STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class Job:
    """Which column of which table is linked into which file, and what is known of its names."""

    file: Path
    out: Path | None
    column: str
    region_column: str = ""
    identifier_columns: tuple[tuple[str, str], ...] = ()
    """Scheme and column of each."""
    key: str = ""
    kinds: tuple[str, ...] = ()
    region: str = ""

    @property
    def place(self) -> Path:
        """The file to write: by default beside the table, as ``NAME-linked.csv``; ``-`` is CSV on
        standard output.

        Raises `InvalidRequest` for another ending than .xlsx or .csv, and for the table itself.
        """
        stem, suffix = stem_and_suffix(self.file)
        usual = self.file.with_name(f"{stem}-linked{suffix if suffix in WRITERS else '.csv'}")
        place = self.out or usual
        if place == _STDOUT:
            return place
        if place.suffix.lower() not in WRITERS:
            raise InvalidRequest(f"{place}: write to a file that ends in {' or '.join(WRITERS)}")
        if place.resolve() == self.file.resolve():
            raise InvalidRequest(f"{place}: is the table that is read; write to another file")
        return place


def link_table(kg: KnowledgeGraph, job: Job) -> None:
    """Copy a table with columns added that say whom the names of one column mean.

    Its own cells stay as they are, all of them text; in a CSV file one that a spreadsheet would run
    as a formula gets an apostrophe before it (`write_csv`). Rows are read, linked and written one
    by one. Raises `InvalidRequest` for a column that is not there, `SourceUnusable` for a file that
    cannot be used.
    """
    place = job.place
    outcomes: Counter[str] = Counter()
    with read_table(job.file) as table, progress("linking") as step:
        ask = _asker(kg, job, table)
        added = columns(job.key)
        at = added.index("outcome")

        def rows() -> Iterator[Sequence[Cell]]:
            for one in table:
                cells = ask(one)
                outcomes[str(cells[at])] += 1
                step(1)
                yield (*(one.cells.get(column, "") for column in table.columns), *cells)

        with _written(place) as file:
            WRITERS[place.suffix.lower() or ".csv"](file, _unique(table.columns, added), rows())
    for note in table.notes:
        remark(f"{job.file}: {note}")
    said = ", ".join(f"{outcomes[word]:,} {word}" for word in ("linked", "unsure", "none"))
    remark(f"{place}: {sum(outcomes.values()):,} rows: {said}")


def find_column(table: Table, name: str) -> str:
    """The column of this name (case and spaces do not count); without a name the only one.

    Raises `InvalidRequest` with the columns that there are.
    """
    if not name and len(table.columns) == 1:
        return table.columns[0]
    if name in table.columns:
        return name
    for column in table.columns:
        if name and folded_header(column) == folded_header(name):
            return column
    there = ", ".join(table.columns[:50]) + (" …" if len(table.columns) > 50 else "")
    said = f"has no column {name!r}" if name else "say by --column which column holds the names"
    raise InvalidRequest(f"{table.name}: {said}; its columns are {there}")


@contextmanager
def _written(place: Path) -> Iterator[BinaryIO]:
    if place == _STDOUT:
        yield sys.stdout.buffer
        return
    with whole_file(place) as part, part.open("w+b") as file:
        yield file


def identifier_columns(options: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Scheme and column of each option ``SCHEME=COLUMN``; `InvalidRequest` for another form."""
    found = []
    for option in options:
        scheme, sign, column = (part.strip() for part in option.partition("="))
        if not (scheme and sign and column):
            raise InvalidRequest(f"{option!r}: write scheme and column as uscc=Code")
        found.append((scheme.casefold() if scheme.casefold() in SCHEMES else scheme, column))
    return tuple(found)


def _asker(kg: KnowledgeGraph, job: Job, table: Table) -> Callable[[Row], tuple[Cell, ...]]:
    """What is added to a row, by the columns that the job names. Identifiers decide, so where they
    have columns the names need none."""
    codes = [(scheme, find_column(table, column)) for scheme, column in job.identifier_columns]
    names = find_column(table, job.column) if job.column or not codes else ""
    regions = find_column(table, job.region_column) if job.region_column else ""

    @lru_cache(maxsize=_REMEMBERED)
    def ask(text: str, region: str, identifiers: tuple[str, ...]) -> tuple[Cell, ...]:
        link = kg.link(text, kinds=job.kinds, region=region, identifiers=identifiers,
                       limit=_CANDIDATES)
        return row(kg, link, key=job.key)

    def asked(one: Row) -> tuple[Cell, ...]:
        if one.fault:
            remark(f"{job.file}, row {one.number}: {one.fault}")
            return unlinked(f"The row {one.fault}.", key=job.key)
        identifiers, faults = _identifiers(one, codes)
        *cells, reason = ask(one.cells.get(names, ""), one.cells.get(regions, "") or job.region,
                             identifiers)
        return (*cells, " ".join(filter(None, (str(reason), *faults))))

    return asked


def _identifiers(
    one: Row, codes: Iterable[tuple[str, str]]
) -> tuple[tuple[str, ...], list[str]]:
    """The identifiers of a row's cells, and what is wrong with those that cannot be used."""
    found, faults = [], []
    for scheme, column in codes:
        if value := one.cells.get(column, ""):
            identified, wrong = judged(scheme, value)
            if wrong:
                faults.append(f"Not used: {scheme} {value} {wrong}.")
            else:
                found.append(identified)
    return tuple(found), faults


def _unique(own: Sequence[str], added: Sequence[str]) -> list[str]:
    """Captions of all columns; an added one that is there already gets a number."""
    found = list(own)
    for caption in added:
        name, number = caption, 1
        while name in found:
            number += 1
            name = f"{caption} ({number})"
        found.append(name)
    return found
