"""Reads registers by the mapping that fits and tells their facts plainly, for tests."""

from __future__ import annotations

from pathlib import Path

from graph.load import check
from graph.model import Claim, Record, Unit
from ingest.report import Report
from ingest.sources.mapping import fitting_mapping
from ingest.sources.tables import read_table

FORMATS = Path(__file__).parent / "formats"
Fact = tuple[str, str, str, str]
"""Subject's name, predicate, object's name or value, role."""


def read(path: Path) -> tuple[list[Unit], Report, str]:
    """All units of a file, each fit to be loaded, and the mapping that its columns choose."""
    table, report = read_table(path), Report()
    mapping = fitting_mapping(table.columns, path.name)
    units = list(mapping.units(table, mapping.source("r"), report))
    for unit in units:
        check(unit)
    return units, report, mapping.name


def units_of(name: str, mapping: str) -> dict[str, Unit]:
    """The units of one of ``formats`` by their own keys; none of its rows is refused, and its
    columns alone choose the mapping."""
    units, report, fitting = read(FORMATS / name)
    assert (fitting, report.rejected) == (mapping, [])
    return {unit.key.removeprefix("r/"): unit for unit in units}


def values(unit: Unit) -> dict[str, str]:
    """What a row states of its own thing, sums with their unit."""
    return {claim.predicate: f"{claim.value} {claim.unit}".strip() for claim in unit.claims
            if claim.subject == unit.key and claim.object is None}


def stated(unit: Unit, predicate: str) -> list[object]:
    """The values of a property, of the row's own thing and of others, in order."""
    return [claim.value for claim in unit.claims if claim.predicate == predicate]


def facts(unit: Unit, *, of: str = "") -> set[Fact]:
    """All that a row states, or only of the things with this name."""
    names = {record.key: record.name for record in unit.records}
    return {
        (names[claim.subject], claim.predicate,
         names[claim.object] if claim.object else f"{claim.value} {claim.unit}".strip(), claim.role)
        for claim in unit.claims if of in ("", names[claim.subject])
    }


def edges(unit: Unit, *predicates: str) -> list[Fact]:
    """The facts of these kinds, sorted."""
    return sorted(fact for fact in facts(unit) if fact[1] in predicates)


def joined(unit: Unit, predicate: str) -> list[tuple[str, str]]:
    """The names at the ends of a row's edges, in order."""
    names = {record.key: record.name for record in unit.records}
    return [(names[claim.subject], names[claim.object]) for claim in unit.claims
            if claim.predicate == predicate and claim.object]


def edge(unit: Unit, predicate: str, name: str) -> Claim:
    """The only edge of this kind that begins at the thing with this name."""
    found, = [claim for claim in unit.claims
              if claim.predicate == predicate and claim.subject == thing(unit, name).key]
    return found


def kinds(unit: Unit) -> dict[str, str]:
    """Name to kind of the further things of a row."""
    return {record.name: record.kind for record in unit.records[1:]}


def thing(unit: Unit, name: str) -> Record:
    """The record of a row with this name."""
    return next(record for record in unit.records if record.name == name)
