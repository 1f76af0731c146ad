"""JSON as rows: one object a row, nested keys joined by a dot, lists one item a line."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any

from graph.errors import SourceUnusable
from ingest.sources.delimited import LONGEST
from ingest.sources.rows import Row, Table, cell_text

PEEK = 1000
"""Objects looked at to learn the columns."""
_CHUNK = 2**20
_WHOLE = 64 * 2**20
_DEPTH = 6
_TOO_LONG = f"is longer than {LONGEST:,} letters"
_TOLD = 100
"""Fields below the first objects that are told of."""
_INVERTED = "inverted_index"
# Numbers stay as they are written: an id keeps its zeros and digits.
_decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _: None)


class Broken(str):
    """Why a record cannot be read, in the place of its value."""


def json_table(
    name: str, text: IO[str], notes: list[str], *, by_line: bool
) -> Table:
    """Rows from an array of objects, from JSON Lines, or from an object that holds one array.

    An array and lines are streamed; an object around an array is read whole, up to 64 MB. Raises
    `SourceUnusable` for text that is not JSON or holds no objects.
    """
    first = text.read(_CHUNK)
    if first.lstrip("\ufeff \t\r\n").startswith("["):
        if by_line:
            notes.append("is one JSON array, not JSON Lines; read as an array")
        return numbered_table(name, _array(name, first, text), notes)
    if not by_line and not _is_lines(first):
        return numbered_table(name, _inside(name, first, text, notes), notes)
    if not by_line:
        notes.append("is JSON Lines; read line by line")
    return numbered_table(name, _by_line(name, first, text), notes)


def objects_table(name: str, objects: Iterable[Any], notes: list[str]) -> Table:
    """Rows from dictionaries in memory, numbered from 1."""
    return numbered_table(name, ((i, item) for i, item in enumerate(objects, start=1)), notes)


def _is_lines(first: str) -> bool:
    line, _, rest = first.lstrip("\ufeff \t\r\n").partition("\n")
    try:
        _decoder.decode(line.strip())
    except (ValueError, RecursionError):
        return False
    return rest.lstrip().startswith("{")


def _by_line(name: str, first: str, text: IO[str]) -> Iterator[tuple[int, Any]]:
    rest = ""
    number = 0
    skipping = False
    for chunk in chain([first.lstrip("\ufeff")], iter(lambda: text.read(_CHUNK), "")):
        if skipping:
            _, end, chunk = chunk.partition("\n")
            skipping = not end
        *lines, rest = (rest + chunk).split("\n")
        for line in lines:
            number += 1
            if line := line.strip():
                yield number, _line(name, number, line)
        if len(rest) > LONGEST and not skipping:
            number, skipping = number + 1, True
            yield number, Broken(_TOO_LONG)
        rest = "" if skipping else rest
    if rest.strip():
        yield number + 1, _line(name, number + 1, rest.strip())


def _line(name: str, number: int, line: str) -> Any:
    """The line's value, or why it has none."""
    if len(line) > LONGEST:
        return Broken(_TOO_LONG)
    try:
        return _decoder.decode(line)
    except (ValueError, RecursionError) as err:
        if number == 1:
            raise SourceUnusable(
                f"{name}: line 1 is not JSON ({err}); JSON Lines has one object on each line"
            ) from err
        return Broken(f"is not JSON ({err})")


def _array(name: str, first: str, text: IO[str]) -> Iterator[tuple[int, Any]]:
    buffer, at, size, number = first.lstrip("\ufeff \t\r\n"), 1, _CHUNK, 0
    while True:
        while at < len(buffer) and buffer[at] in " \t\r\n,":
            at += 1
        if at < len(buffer) and buffer[at] == "]":
            return
        try:
            item, end = _decoder.raw_decode(buffer, at)
        except RecursionError as err:
            raise SourceUnusable(f"{name}: item {number + 1} is nested too deep") from err
        except ValueError as err:
            more = "" if len(buffer) - at > LONGEST else text.read(size)
            if not more:
                raise SourceUnusable(
                    f"{name}: the JSON ends or breaks at item {number + 1} ({err})"
                ) from err
            buffer, at, size = buffer[at:] + more, 0, size * 2
            continue
        number += 1
        at, size = end, _CHUNK
        yield number, item
        if at > _CHUNK:
            buffer, at = buffer[at:], 0


def _inside(
    name: str, first: str, text: IO[str], notes: list[str]
) -> Iterator[tuple[int, Any]]:
    whole = first + text.read(_WHOLE)
    if text.read(1):
        raise SourceUnusable(
            f"{name}: is one JSON object of more than 64 MB; write an array or JSON Lines"
        )
    try:
        data = _decoder.decode(whole.lstrip("\ufeff"))
    except (ValueError, RecursionError) as err:
        raise SourceUnusable(f"{name}: is not JSON ({err})") from err
    lists = {
        key: value for key, value in data.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }
    if len(lists) > 1:
        raise SourceUnusable(
            f"{name}: holds several lists ({', '.join(lists)}); keep one of them as an array"
        )
    if not lists:
        return enumerate([data], start=1)
    key, items = lists.popitem()
    notes.append(f"read the list {key!r}")
    return enumerate(items, start=1)


def numbered_table(name: str, items: Iterator[tuple[int, Any]], notes: list[str]) -> Table:
    """Rows from numbered objects; what is `Broken` or no object is a row with a fault.

    The first 1,000 decide the columns. Raises `SourceUnusable` when they have no fields.
    """
    read = ((number, *_read(item)) for number, item in items)
    peek = list(islice(read, PEEK))
    columns = tuple(dict.fromkeys(
        column for _, _, cells in peek if cells is not None for column in cells
    ))
    if not columns:
        broken = (f"row {number}: {item}" for number, item, _ in peek if isinstance(item, Broken))
        why = next(broken, "one object makes one row")
        raise SourceUnusable(f"{name}: holds no objects with fields that can be read; {why}")
    return Table(name, columns, _rows(columns, chain(peek, read), notes), notes)


def _rows(
    columns: tuple[str, ...], read: Iterable[tuple[int, Any, dict[str, str] | None]],
    notes: list[str],
) -> Generator[Row, None, None]:
    empty = dict.fromkeys(columns, "")
    known = set(columns)
    most = len(known) + _TOLD
    for number, item, cells in read:
        if cells is None:
            words = str(item)[:200] if isinstance(item, Broken) else "is not an object"
            yield Row(number, dict(empty), words)
            continue
        if len(known) < most and (new := [column for column in cells if column not in known]):
            known.update(new)
            notes.append(f"field {new[0]!r} first stands in row {number}, below the "
                         f"{PEEK} that decide the columns; it is kept but not mapped")
        yield Row(number, empty | cells)


def _read(item: Any) -> tuple[Any, dict[str, str] | None]:
    """The item and its cells; JSON can write half a character, which no text holds."""
    try:
        cells = flat(item)
        whole = "".join(chain.from_iterable((cells or {}).items()))
        whole.encode()
    except RecursionError:
        return Broken("is nested too deep"), None
    except UnicodeEncodeError as err:
        half = err.object[err.start]
        return Broken(f"holds {half!a}, half a character; write the whole of it"), None
    if "\0" in whole:
        return Broken("holds a NUL, which no text holds"), None
    return item, cells


def flat(item: Any) -> dict[str, str] | None:
    """An object as cells: ``{"a": {"b": 1}}`` gives ``a.b``; None for what is no object.

    A list gives one line an item; a list of objects gives one column a field, the lines of its
    columns side by side, empty where an object lacks the field. An inverted index (each word with
    its places in a text, as OpenAlex keeps abstracts) gives its text.
    """
    if not isinstance(item, dict):
        return None
    cells: dict[str, str] = {}
    for key, value in item.items():
        _put(cells, str(key), value, _DEPTH)
    return cells


def _put(cells: dict[str, str], key: str, value: Any, depth: int) -> None:
    if isinstance(value, str):
        cells[key] = value.strip()
    elif isinstance(value, dict) and depth:
        if key.endswith(_INVERTED) and (text := _text_of(value)):
            cells[key] = text
            return
        for inner, part in value.items():
            _put(cells, f"{key}.{inner}", part, depth - 1)
    elif isinstance(value, (list, tuple)):
        objects = [part for part in value if isinstance(part, dict)]
        if not objects:
            cells[key] = "\n".join(_one_line(part) for part in value)
            return
        parts = [flat(part) or {} for part in value]
        for inner in dict.fromkeys(inner for part in parts for inner in part):
            cells[f"{key}.{inner}"] = "\n".join(
                part.get(inner, "").replace("\n", "; ") for part in parts
            )
    else:
        cells[key] = cell_text(value)


def _text_of(index: dict[Any, Any]) -> str:
    """The text of an inverted index; "" for what is none (a place is a whole number)."""
    if not all(isinstance(found, list) for found in index.values()):
        return ""
    try:
        places = [(int(place), str(word)) for word, found in index.items() for place in found]
    except (TypeError, ValueError):
        return ""
    return " ".join(" ".join(word for _, word in sorted(places)).split())


def _one_line(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(_one_line(part) for part in value)
    return " ".join(cell_text(value).split())
