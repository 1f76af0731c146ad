"""Reads the registers of ``formats`` and tells their facts in plain tuples, for tests."""

from __future__ import annotations

from pathlib import Path

from graph.load import check
from graph.model import Record, Unit
from ingest.report import Report
from ingest.sources.mapping import fitting_mapping
from ingest.sources.tables import read_table

FORMATS = Path(__file__).parent / "formats"
Fact = tuple[str, str, str, str]
"""Subject's name, predicate, object's name or value, role."""


def read(path: Path, mapping: str) -> tuple[list[Unit], Report]:
    """All units of a file, each fit to be loaded; its columns alone must choose the mapping."""
    table, report = read_table(path), Report()
    fitting = fitting_mapping(table.columns, path.name)
    assert fitting.name == mapping
    units = list(fitting.units(table, fitting.source("r"), report))
    for unit in units:
        check(unit)
    return units, report


def units_of(name: str, mapping: str) -> dict[str, Unit]:
    """The units of one of ``formats`` by their own keys; none of its rows is refused."""
    units, report = read(FORMATS / name, mapping)
    assert report.rejected == []
    return {unit.key.removeprefix("r/"): unit for unit in units}


def values(unit: Unit) -> dict[str, str]:
    """What a row states of its own thing, sums with their unit."""
    return {claim.predicate: f"{claim.value} {claim.unit}".strip() for claim in unit.claims
            if claim.subject == unit.key and claim.object is None}


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


def kinds(unit: Unit) -> dict[str, str]:
    """Name to kind of the further things of a row."""
    return {record.name: record.kind for record in unit.records[1:]}


def thing(unit: Unit, name: str) -> Record:
    """The record of a row with this name."""
    return next(record for record in unit.records if record.name == name)
