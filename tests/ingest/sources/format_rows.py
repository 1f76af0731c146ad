"""Reads the registers of ``formats`` by the mapping that fits, for tests of each format."""

from __future__ import annotations

from pathlib import Path

from graph.load import check
from graph.model import Claim, Record, Unit
from ingest.report import Report
from ingest.sources.mapping import fitting_mapping
from ingest.sources.tables import read_table

FORMATS = Path(__file__).parent / "formats"


def read(path: Path) -> tuple[list[Unit], Report, str]:
    """All units of a file by the mapping that fits it, each fit to be loaded."""
    table, report = read_table(path), Report()
    mapping = fitting_mapping(table.columns, path.name)
    units = list(mapping.units(table, mapping.source("src"), report))
    for unit in units:
        check(unit)
    return units, report, mapping.name


def values(unit: Unit, predicate: str) -> list[object]:
    """What a row states of its own thing and of others."""
    return [claim.value for claim in unit.claims if claim.predicate == predicate]


def joined(unit: Unit, predicate: str) -> list[tuple[str, str]]:
    """Names of the ends of a row's edges."""
    names = {record.key: record.name for record in unit.records}
    return [(names[c.subject], names[c.object]) for c in unit.claims
            if c.predicate == predicate and c.object]


def named(unit: Unit, name: str) -> Record:
    """The only record of a row with this name."""
    found, = {record.name: record for record in unit.records if record.name == name}.values()
    return found


def edge(unit: Unit, predicate: str, name: str) -> Claim:
    """The only edge of this kind that begins at the record with this name."""
    found, = [c for c in unit.claims
              if c.predicate == predicate and c.subject == named(unit, name).key]
    return found
