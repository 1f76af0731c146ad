"""Identifiers of rows: those that fail their check are left out and told, the row is taken."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from graph.model import Unit
from ingest.report import Report
from ingest.sources.mapping import load_mapping, mapping_of
from ingest.sources.tables import read_table, rows_of

MAPPING = """
columns:
  code: [code]
  codes?: [codes]
  place?: [place]
kind: Enterprise
key: no
name: name
identifiers: {uscc: code}
region: place
things:
  owners:
    column: owners
    separator: ";"
    kind: Institute
    identifiers: {ror: codes}
    edges: {kind: PART_OF, from: record}
"""
GOOD = "91350100M000100Y43"


def read(rows: list[dict[str, object]]) -> tuple[list[Unit], Report]:
    report = Report()
    mapping = mapping_of(MAPPING, "firms")
    units = list(mapping.units(rows_of(rows, name="firms"), mapping.source("f"), report))
    return units, report


def row(number: int, **cells: object) -> dict[str, object]:
    return {"no": str(number), "name": f"Firm {number}", "code": GOOD, "owners": "", "codes": "",
            "place": "", **cells}


def test_a_wrong_identifier_is_left_out_and_counted_with_its_first_row() -> None:
    units, report = read([row(1), row(2, code=GOOD[:-1] + "4"), row(3, code=GOOD[:-1])])
    assert [unit.records[0].identifiers for unit in units] == [(f"uscc:{GOOD}",), (), ()]
    assert report.rejected == []
    note, = [note for note in report.notes if "uscc" in note]
    assert note == (
        f"firms: row 2, column 'code': uscc '{GOOD[:-1]}4' the check digit should be 3; left out "
        "as an identifier (2 times)")


def test_of_several_beside_each_other_only_the_wrong_one_is_left_out() -> None:
    units, report = read([row(1, owners="Salt Institute; Lake Institute",
                              codes="https://ror.org/05dxps055; 05dxps056")])
    assert [r.identifiers for r in units[0].records[1:]] == [("ror:05dxps055",), ()]
    assert any("'05dxps056' the last two figures should be 55" in note for note in report.notes)


@pytest.mark.parametrize("code", ["9.1163E+17", "9,1163e+17", "9E+17", "916300007104471000"])
def test_an_id_that_a_spreadsheet_took_for_a_number_refuses_its_row(code: str) -> None:
    units, report = read([row(1), row(2, code=code)])
    assert len(units) == 1
    (place, reason), = report.rejected
    assert place == "firms, row 2"
    assert "column 'code'" in reason
    assert "spreadsheet" in reason
    assert "format the column as text" in reason


def test_a_code_stored_as_a_number_in_a_workbook_is_caught(tmp_path: Path) -> None:
    path = tmp_path / "firms.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["no", "name", "code", "owners"])
    book.active.append(["1", "Firm", 916300007104471064, "Salt Institute"])
    book.save(path)
    report = Report()
    mapping = mapping_of(MAPPING, "firms")
    assert list(mapping.units(read_table(path), mapping.source("f"), report)) == []
    assert "format the column as text" in report.rejected[0][1]


def test_ids_that_look_like_it_are_taken() -> None:
    units, report = read([row(1) | {"no": "7E12"}, row(2) | {"no": "1.5"}])
    assert len(units) == 2
    assert report.rejected == []


def test_the_division_of_a_code_gives_the_region_that_the_row_does_not() -> None:
    units, _ = read([row(1), row(2, place="Xiamen, Fujian"), row(3, code=GOOD[:-1] + "4")])
    assert [unit.records[0].region for unit in units] == ["Fuzhou, Fujian", "Xiamen, Fujian", ""]


def test_a_patent_by_any_number_of_it() -> None:
    report = Report()
    mapping = load_mapping("patents")
    rows: list[dict[str, object]] = [
        {"number": "ZL 2010 1 0165317.2", "title": "A", "application number": "CN201010165317"},
        {"number": "P-17", "title": "B"},
    ]
    units = list(mapping.units(rows_of(rows, name="p"), mapping.source("p"), report))
    assert [unit.records[0].identifiers for unit in units] == [
        ("application:CN-201010165317.2",), ()]
    assert any("write country, number and kind" in note for note in report.notes)
