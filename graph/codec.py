"""A unit as compact JSON text, the same in every store and in backups.

Records are referred to by position, a cell's words are kept once (in the cells), defaults are left
out. Decoding gives back an equal unit.
"""

from __future__ import annotations

import base64
from typing import Any

import orjson

from graph.model import Cell, Claim, Evidence, Flag, Reading, Record, Unit, locator_of

_RECORD: list[Any] = [None, None, None, (), (), "", ""]
_CLAIM: list[Any] = [None, None, None, None, None, "", "mapping", 1.0, "observed", "", "", "", "",
                     "", "", None]
"""What a record's or claim's places hold when they are left out; None first: never left out."""
_UNIT_TEXTS = ("title", "date", "text", "media", "number")


def encode(unit: Unit) -> str:
    """The unit's content as JSON text; its key, source and reading stand beside it in a store."""
    place = {record.key: i for i, record in enumerate(unit.records)}
    data: dict[str, Any] = {
        "f": unit.form,
        "r": [_trim([r.key, r.kind, r.name, r.names, r.identifiers, r.region, r.context],
                    _RECORD)
              for r in unit.records],
        "c": [_claim(claim, unit, place) for claim in unit.claims],
    }
    for name in _UNIT_TEXTS:
        if value := getattr(unit, name):
            data[name] = value
    if unit.cells:
        data["cells"] = dict(unit.cells)
    if unit.flags:
        data["flags"] = [[f.rule, f.locator.code(), f.quote, f.says, f.expected]
                         for f in unit.flags]
    if unit.original is not None:
        data["original"] = base64.b64encode(unit.original).decode("ascii")
    return orjson.dumps(data).decode()


def decode(key: str, source: str, reading: Reading, text: str) -> Unit:
    """The unit that `encode` was given."""
    data = orjson.loads(text)
    cells = data.get("cells", {})
    records = tuple(_record(row) for row in data["r"])
    keys = [record.key for record in records]
    original = data.get("original")
    return Unit(
        key, source, reading, data["f"], data.get("title", ""), data.get("date"), cells,
        data.get("text", ""), None if original is None else base64.b64decode(original),
        data.get("media", ""), data.get("number", 0), records,
        tuple(_unclaim(row, keys, cells) for row in data["c"]),
        tuple(Flag(rule, locator_of(at), quote, says, expected)
              for rule, at, quote, says, expected in data.get("flags", ())),
    )


def _trim(row: list[Any], defaults: list[Any]) -> list[Any]:
    """The row without the defaults at its end."""
    end = len(row)
    while end and row[end - 1] == defaults[end - 1]:
        end -= 1
    return row[:end]


def _record(row: list[Any]) -> Record:
    key, kind, name, names, identifiers, region, context = row + _RECORD[len(row) :]
    return Record(key, kind, name, tuple(names), tuple(identifiers), region, context)


def _claim(claim: Claim, unit: Unit, place: dict[str, int]) -> list[Any]:
    evidence = claim.evidence
    value: Any = claim.value
    at = evidence.locator
    if value is not None and isinstance(at, Cell) and unit.cells.get(at.column) == value:
        value = [0]  # the cell verbatim
    return _trim([
        place[claim.subject], claim.predicate,
        None if claim.object is None else place[claim.object], value,
        at.code(), evidence.quote, evidence.extractor, evidence.confidence,
        claim.status, claim.unit, claim.bound, claim.region, claim.measure, claim.period,
        claim.role, claim.share,
    ], _CLAIM)


def _unclaim(row: list[Any], keys: list[str], cells: dict[str, str]) -> Claim:
    (subject, predicate, target, value, at, quote, extractor, confidence, status, unit, bound,
     region, measure, period, role, share) = row + _CLAIM[len(row) :]
    locator = locator_of(at)
    if value == [0] and isinstance(locator, Cell):
        value = cells[locator.column]
    return Claim(
        keys[subject], predicate, None if target is None else keys[target], value, unit, bound,
        region, measure, status, period, role, share,
        Evidence(locator, quote, extractor, confidence),
    )
