"""Backup, restore and copy: the input of a store, from which all else is rebuilt.

A backup is one gzipped file of JSON lines, the same for every kind of store: sources, units, the
order in which records were first loaded, decisions, redirects and saved things.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from graph import rows
from graph.codec import decode, encode
from graph.errors import InvalidRequest, SourceUnusable
from graph.load import RESTORING, STATE, rebuild
from graph.model import Reading
from graph.store import SCHEMA_VERSION, Change, RecordRow, Store

FORMAT = "qilian-backup"
SAVED_KINDS = ("case", "concordance", "event", "event-plan", "forgotten", "query", "weights")
"""Of the saved things those that people gave, the plans that they told others of, and the weights
that were trained at their word."""
_BATCH = 1000
Line = list[Any]


def backup(store: Store, path: Path) -> int:
    """Write the store's input to a file; how many units it holds. The file appears when whole."""
    part = path.with_name(path.name + ".part")
    units = 0
    try:
        with gzip.open(part, "wt", encoding="utf-8", compresslevel=3) as file:
            for line in _lines(store):
                units += line[0] == "unit"
                file.write(rows.dumps(line) + "\n")
        os.replace(part, path)
    except OSError as err:
        part.unlink(missing_ok=True)
        raise SourceUnusable(f"{path}: the backup cannot be written: {err}") from err
    return units


def restore(store: Store, path: Path) -> int:
    """Fill an empty store from a backup and rebuild it; how many units it has now.

    Raises `InvalidRequest` when the store holds something, `SourceUnusable` when the file is no
    backup, is damaged, or is of another schema version.
    """
    _refuse_full(store)
    _check(path)
    return _fill(store, _read(path))


def copy(origin: Store, target: Store) -> int:
    """Fill an empty store with another's input and rebuild it; how many units it has now."""
    _refuse_full(target)
    return _fill(target, _lines(origin))


def _fill(store: Store, lines: Iterable[Line]) -> int:
    """Take the input and rebuild; until both are done the store says that it is not whole."""
    store.save(STATE, RESTORING, "1")
    _take(store, lines)
    units = rebuild(store)
    store.save(STATE, RESTORING, None)
    return units


def _refuse_full(store: Store) -> None:
    if RESTORING in store.saved(STATE):
        return  # cut off: the same file again overwrites what is there
    if store.sources() or next(iter(store.unit_keys()), None) is not None:
        raise InvalidRequest(f"{store.info().url} is not empty; name a new store")


def _lines(store: Store) -> Iterator[Line]:
    yield [FORMAT, SCHEMA_VERSION, store.next_order()]
    for source in store.sources():
        yield ["source", rows.source_data(source)]
    for row in store.all_record_rows():
        yield ["record", row.id, row.key, row.unit, row.order]
    for unit in store.all_units():
        yield ["unit", unit.key, unit.source, unit.reading.content, unit.reading.fingerprint,
               encode(unit)]
    for decision in store.decisions():
        yield ["decision", rows.decision_data(decision)]
    for former, present in store.all_redirects().items():
        yield ["redirect", former, present]
    for kind in SAVED_KINDS:
        for name, text in store.saved(kind).items():
            yield ["saved", kind, name, text]
    yield ["end"]


def _check(path: Path) -> None:
    """Read a backup to its end, so that a damaged one leaves nothing half-written.

    Raises `SourceUnusable`, naming what is wrong.
    """
    wrong = f"{path}: no whole backup of Qilian (schema version {SCHEMA_VERSION})"
    last: Line = []
    try:
        for number, last in enumerate(_read(path)):
            if number == 0 and last[:2] != [FORMAT, SCHEMA_VERSION]:
                raise SourceUnusable(wrong)
            _add(Change(), last)
    except (OSError, EOFError, ValueError, TypeError, KeyError, IndexError, zlib.error) as err:
        raise SourceUnusable(f"{wrong}: {err}") from err
    if last != ["end"]:
        raise SourceUnusable(f"{wrong}: its end is missing")


def _read(path: Path) -> Iterator[Line]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _take(store: Store, lines: Iterable[Line]) -> None:
    """Write the input in batches; the projection follows by `rebuild`."""
    stream = iter(lines)
    while batch := list(islice(stream, _BATCH)):
        def write(batch: list[Line] = batch) -> None:
            change = Change(next_order=store.next_order())
            for line in batch:
                if line[0] == "saved":
                    store.save(line[1], line[2], line[3])
                else:
                    _add(change, line)
            store.apply(change)

        store.transact(write)


def _add(change: Change, line: Line) -> None:
    what, *rest = line
    if what == FORMAT:
        change.next_order = max(change.next_order, rest[1])
    elif what == "source":
        change.sources.append(rows.source(rest[0]))
    elif what == "record":
        id_, key, unit, order = rest
        change.records.append(RecordRow(id_, key, unit, order, "", live=False))
        change.new_records.add(id_)
    elif what == "unit":
        key, source, content, fingerprint, payload = rest
        change.units.append(decode(key, source, Reading(content, fingerprint), payload))
    elif what == "decision":
        change.decisions.append(rows.decision(rest[0]))
    elif what == "redirect":
        change.redirects[rest[0]] = rest[1]
