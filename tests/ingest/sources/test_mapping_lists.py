"""Lists of records in the language of mappings: lines chosen by what stands beside them."""

from __future__ import annotations

import pytest

from graph.errors import SourceUnusable
from graph.model import Unit
from ingest.report import Report
from ingest.sources.mapping import mapping_of
from ingest.sources.tables import rows_of
from tests.ingest.sources.registers import joined, stated

LISTS = """
kind: {column: types, values: {firm: Enterprise, school: Institute}, default: Agency}
key: {all: [land, no], with: "-"}
name: {column: names.text, where: {names.use: main}}
names: {column: names.text, where: {names.use: [other, old]}}
properties: {note: {column: names.text, where: {names.use: motto}}}
columns:
  sites.town?: []
  sites.use?: []
things:
  sites:
    column: sites.town
    where: {sites.use: plant}
    kind: Region
    edges: LOCATED_IN
"""
PLACES = [{"town": "Reedham", "use": "office"}, {"town": "Lowtown", "use": "plant"}]
NAMES = [{"text": "Fen", "use": "old"}, {"text": "Fenland", "use": "main"},
         {"text": "FL", "use": ["other", "short"]}]


def unit_of(text: str, row: dict[str, object]) -> Unit:
    mapping = mapping_of(text, "m")
    unit, = mapping.units(rows_of([row]), mapping.source("src"), Report())
    return unit


def test_lines_are_chosen_by_what_stands_beside_them() -> None:
    row: dict[str, object] = {
        "land": "N", "no": 7, "names": NAMES, "types": ["school", "firm"], "sites": PLACES}
    unit = unit_of(LISTS, row)
    record = unit.records[0]
    assert (unit.key, record.kind, record.name, record.names) == (
        "src/N-7", "Enterprise", "Fenland", ("Fen", "FL"))
    assert stated(unit, "note") == []
    assert joined(unit, "LOCATED_IN") == [("Fenland", "Lowtown")]
    assert unit_of(LISTS, row | {"sites": []}).records[1:] == ()
    assert unit_of(LISTS, row | {"types": ["ship", "school"]}).records[0].kind == "Institute"
    assert unit_of(LISTS, row | {"types": ["ship", "boat"]}).records[0].kind == "Agency"


def test_columns_that_do_not_stand_line_by_line_choose_nothing() -> None:
    unit = unit_of(LISTS, {
        "land": "N", "no": 7, "names": NAMES, "types": "firm",
        "sites.town": "Reedham\nLowtown", "sites.use": "plant"})
    assert unit.records[1:] == ()


def test_a_thing_stands_beside_one_that_there_is() -> None:
    with pytest.raises(SourceUnusable, match=r"things.a.beside: 'c' is not allowed"):
        mapping_of("{kind: Patent, name: n, things: {a: {column: a, kind: Person, beside: c, "
                   "edges: INVENTED}}}", "m")
