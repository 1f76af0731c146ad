"""Registers as rows of text cells, from files and from memory, whatever their format.

`read_table` takes CSV, TSV, XLSX, XLS, JSON, JSON Lines, patents in XML and tagged lists of
publications, each also compressed by gzip or alone in a ZIP archive, in UTF-8 or a Chinese
encoding; `rows_of` takes a data frame or dictionaries. Both give a `Table`, whose rows a mapping
(`ingest.sources.mapping`) turns into units.
"""

from __future__ import annotations

import codecs
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from graph.errors import SourceUnusable
from ingest.sources.affiliations import with_affiliations
from ingest.sources.delimited import delimited_lines
from ingest.sources.json_rows import json_table, objects_table
from ingest.sources.opening import DAMAGED, FORMATS, opened, stem_and_suffix, text_of
from ingest.sources.rows import Lines, Row, Table, table_from
from ingest.sources.tagged_rows import is_tagged, tagged_table
from ingest.sources.workbooks import xls_lines, xlsx_lines
from ingest.sources.xml_rows import xml_table

__all__ = ["FORMATS", "Row", "Table", "is_table", "read_table", "rows_of"]


def is_table(path: str | Path) -> bool:
    """Does the name say that this is a table? A ``.txt`` is taken for a document, unless it begins
    as an export of publications does; a ``.zip`` is a table when it holds one."""
    suffix = stem_and_suffix(Path(path))[1]
    if suffix in (".txt", ".zip"):
        return _is_export(Path(path), suffix)
    return suffix in FORMATS


def _is_export(path: Path, suffix: str) -> bool:
    """Does a text begin with the tags of RIS or the Web of Science, or with the latter's header?
    Does an archive open as a table?"""
    try:
        with opened(path) as (file, _):
            head = file.read(2000)
    except (SourceUnusable, OSError, *DAMAGED):
        return False
    if suffix == ".zip":
        return True
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if utf16 else "utf-8-sig", "ignore")
    return is_tagged(text) or text.startswith("PT\tAU\t")


def read_table(
    path: str | Path, *, sheet: str | int | None = None, header: int | None = None,
    delimiter: str | None = None, encoding: str | None = None,
) -> Table:
    """Open a register; what is not given (sheet, header line, delimiter, encoding) is detected.

    Rows are streamed, so memory does not grow with the file (an old .xls is read whole). What was
    detected is said in the table's ``notes``. ``sheet`` is a name or a number from 1, ``header``
    the number of the header's line. Raises `SourceUnusable` for a file that cannot be read as what
    its name says, at once or, for damage further down, while its rows are read.
    """
    path = Path(path)
    closing = ExitStack()
    try:
        table = _open(path, closing, sheet, header, delimiter, encoding)
    except DAMAGED as err:
        closing.close()
        raise SourceUnusable(
            f"{path}: the compressed file is damaged or cut short ({err}); copy it again"
        ) from err
    except BaseException:
        closing.close()
        raise
    table.rows = _guarded(path, table.rows, closing)
    next(table.rows)  # starts it, so that closing the rows closes the file
    return table


def rows_of(data: Any, *, name: str = "table") -> Table:
    """Rows of a data frame (anything with ``to_dict("records")``) or of dictionaries.

    None and not-a-number are empty; nested dictionaries and lists are laid out as JSON is. Raises
    `SourceUnusable` for anything else.
    """
    records = data.to_dict("records") if hasattr(data, "to_dict") else data
    if isinstance(records, (str, bytes, dict)) or not isinstance(records, Iterable):
        raise SourceUnusable(
            f"{name}: a {type(data).__name__} is no table; give a data frame or a list of "
            "dictionaries, one a row"
        )
    return objects_table(name, records, [])


def _open(
    path: Path, closing: ExitStack, sheet: str | int | None, header: int | None,
    delimiter: str | None, encoding: str | None,
) -> Table:
    file, form = closing.enter_context(opened(path))
    name, notes = str(path), list[str]()
    if form == "xml":
        return xml_table(name, file, notes)
    if form == "xlsx":
        return table_from(name, xlsx_lines(name, file, sheet, notes, closing), notes, header=header)
    if form == "xls":
        return table_from(name, xls_lines(name, file, sheet, notes, closing), notes, header=header)
    text, found = text_of(path, file, encoding)
    closing.callback(text.close)
    if encoding is None and found != "utf-8-sig":
        notes.append(f"encoding found: {found}")
    suffix = stem_and_suffix(path)[1]
    try:
        if form == "json":
            return json_table(name, text, notes, by_line=suffix in (".jsonl", ".ndjson"))
        if form == "tagged" or _begins_tagged(text):
            return tagged_table(name, text, notes)
        lines = Lines(delimited_lines(text, delimiter, suffix, notes))
        return with_affiliations(table_from(name, lines, notes, header=header))
    except UnicodeDecodeError as err:
        raise SourceUnusable(f"{path}: is not {found} ({err.reason}); name its encoding") from err


def _begins_tagged(text: IO[str]) -> bool:
    head = text.read(2000)
    text.seek(0)
    return is_tagged(head)


def _guarded(
    path: Path, rows: Iterator[Row], closing: ExitStack
) -> Generator[Row, None, None]:
    """The rows; damage found while reading names the last good row, and the file is closed."""
    number = 0
    with closing:
        yield Row(0, {})
        try:
            for row in rows:
                number = row.number
                yield row
        except UnicodeDecodeError as err:
            raise SourceUnusable(
                f"{path}: after row {number} the text is not {err.encoding} any more; "
                "save the whole file in one encoding"
            ) from err
        except DAMAGED as err:
            raise SourceUnusable(
                f"{path}: after row {number} the compressed file is damaged or cut short; "
                "copy it again"
            ) from err
