"""Links from a patent's codes to technology fields, as the row with the codes states them."""

from __future__ import annotations

import pytest

from graph.model import Cell, Claim, Source, Unit
from ingest.report import Report
from ingest.sources.mapping import load_mapping, mapping_of
from ingest.sources.tables import rows_of

SOURCE = Source("src", form="table")


def units(mapping: str, *rows: dict[str, object]) -> list[Unit]:
    report = Report()
    found = list(load_mapping(mapping).units(rows_of(rows), SOURCE, report))
    assert report.rejected == []
    return found


def links(unit: Unit) -> list[Claim]:
    return [claim for claim in unit.claims if claim.predicate == "CLASSIFIED_AS"]


PATENT = {"publication_number": "CN1A", "title": "Recovery", "applicant": "A Institute"}


def test_each_field_is_a_fact_with_the_codes_as_its_words() -> None:
    unit, = units("patents", PATENT | {"ipc": "H01M 10/54; C22B 26/12; H01M 4/525"})
    first, second = links(unit)
    assert (first.subject, first.role, first.share) == (unit.key, "technology", 0.75)
    assert first.evidence.locator == Cell("ipc")
    assert first.evidence.extractor == "wipo35@2024-07"
    assert unit.quote(first) == "H01M 10/54; H01M 4/525"
    assert unit.record(first.object or "").identifiers == ("wipo35:1",)
    assert (second.share, unit.quote(second)) == (0.25, "C22B 26/12")


@pytest.mark.parametrize("ipc", ["", "19-06", "Y02W 30/84", "see abstract"])
def test_codes_that_lead_nowhere_state_nothing(ipc: str) -> None:
    unit, = units("patents", PATENT | {"ipc": ipc})
    assert links(unit) == []


def test_codes_of_other_works_are_no_patent_codes() -> None:
    mapping = mapping_of(
        "columns: {no: [], title: [], codes: []}\n"
        "kind: Achievement\nkey: no\nname: title\nproperties: {codes: codes}\n", "own")
    rows = rows_of([{"no": "1", "title": "Recovery", "codes": "H01M 10/54"}])
    unit, = mapping.units(rows, SOURCE, Report())
    assert links(unit) == []
