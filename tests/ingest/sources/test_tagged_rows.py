"""Publications in tagged lines: the Web of Science and RIS."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from graph.errors import SourceUnusable
from ingest.sources.tables import is_table, read_table
from tests.ingest.sources.registers import FORMATS, edge, joined, read, stated, thing


@pytest.mark.parametrize("name", ["web_of_science.txt", "web_of_science_tabs.txt"])
def test_publications_of_the_web_of_science(name: str) -> None:
    units, report, mapping = read(FORMATS / name)
    assert (mapping, report.rejected) == ("web_of_science", [])
    assert is_table(FORMATS / name)
    unit = units[0]
    assert (unit.records[0].name, unit.date) == ("Salt from reed beds", "2023")
    assert unit.records[0].identifiers == ("wos:000999999900001", "doi:10.99999/reed.1")
    assert stated(unit, "keywords") == ["brine", "reed"]
    fenland = thing(unit, "Fenland Univ")
    assert (fenland.kind, fenland.region) == ("Institute", "Reedham, England")
    assert {"Reed, Ada", "Marsh, Bo"} <= {a for a, b in joined(unit, "WORKS_FOR")
                                         if b == "Fenland Univ"}


def test_authors_of_the_web_of_science_work_where_their_address_says() -> None:
    unit, other = read(FORMATS / "web_of_science.txt")[0]
    assert joined(unit, "WORKS_FOR") == [
        ("Reed, Ada", "Fenland Univ"), ("Reed, Ada", "Tarn Acad Sci"),
        ("Marsh, Bo", "Fenland Univ"), ("Tarn, Cy", "Tarn Acad Sci"), ("Tarn, Cy", "Marsh Inc"),
    ]
    assert thing(unit, "Tarn, Cy").identifiers == ("orcid:0000-0002-1111-333X",)
    assert thing(unit, "Marsh, Bo").identifiers == ()
    assert thing(unit, "Tarn Acad Sci").region == "Upper Lake, Peoples R China"
    assert thing(unit, "Marsh Inc").region == "Cambridge, MA, USA"
    assert stated(unit, "abstract") == [
        "Reed beds take salt out of brine. Salt comes back in winter."]
    assert edge(unit, "AUTHORED", "Marsh Inc").share == pytest.approx(1 / 3)
    # An address without authors is theirs only where it is the only one.
    assert joined(other, "WORKS_FOR") == [("Pond, D", "Pond Coll")]


def test_addresses_without_authors_are_the_work_s(tmp_path: Path) -> None:
    path = tmp_path / "old.ciw"
    path.write_text(
        "FN ISI Export Format\nVR 1.0\nPT J\nAU Reed, A\n   Marsh, B\nTI Old\nSO PONDS\n"
        "C1 FENLAND UNIV, DEPT CHEM, REEDHAM, ENGLAND.\n   MARSH LTD, LOWTOWN, NORLAND.\n"
        "PY 1995\nUT ISI:A1\nER\nEF\n", "utf-8")
    unit, = read(path)[0]
    assert joined(unit, "WORKS_FOR") == []
    assert [r.name for r in unit.records if r.kind != "Person"] == [
        "Old", "FENLAND UNIV", "MARSH LTD"]


def test_publications_in_ris() -> None:
    units, report, mapping = read(FORMATS / "publications.ris")
    assert (mapping, report.rejected) == ("ris", [])
    first, second = units
    assert (first.records[0].identifiers, first.date) == (("doi:10.99999/reed.1",), "2023-04-05")
    assert stated(first, "abstract") == [
        "Reed beds take salt out of brine. Salt comes back in winter."]
    assert stated(first, "keywords") == ["brine", "reed"]
    fenland = thing(first, "Fenland University")
    assert (fenland.kind, fenland.region) == ("Institute", "Reedham, Norland")
    assert joined(first, "WORKS_FOR") == [
        ("Reed, Ada", "Fenland University"), ("Marsh, Bo", "Fenland University")]
    assert (second.records[0].name, second.date) == ("Brine in ponds", "2021")
    assert [r.name for r in second.records] == [
        "Brine in ponds", "Tarn Institute", "Marsh Ltd.", "Tarn, Cy"]


@pytest.mark.parametrize(
    ("name", "text", "row", "words"),
    [
        ("a.ris", "TY  - JOUR\nTI  - a\nTY  - JOUR\nTI  - b\nER  - \n", 1,
         "line 3: the next record begins before 'ER  -'"),
        ("a.ris", "TY  - JOUR\nTI  - b\nER  - \nTY  - JOUR\nTI  - a\n", 4,
         "line 5: the file ends before 'ER  -'; it is cut short"),
        ("a.ris", "TY  - JOUR\nTI  - b\nER  - \nsome words\n", 4,
         "line 4: 'some words' stands outside of a record"),
        ("a.txt", "FN X\nVR 1.0\nPT J\nAU A\nTI b\nSO S\nUT 1\nER\n\n"
                  "PT J\nTI a\nrubbish here\nER\nEF\n", 10,
         "line 12: 'rubbish here' is neither a tag nor set in"),
        ("a.txt", "FN X\nVR 1.0\nPT J\nAU A\nTI b\nSO S\nUT 1\nER\n\nPT J\nTI a\n", 10,
         "the file ends before 'ER' and 'EF'; it is cut short"),
        ("a.txt", "FN X\nVR 1.0\nPT J\nAU A\nTI b\nSO S\nUT 1\nER\n", 8,
         "the file ends before 'ER' and 'EF'; it is cut short"),
    ],
)
def test_wrong_lines_are_named_and_whole_records_stay(
    tmp_path: Path, name: str, text: str, row: int, words: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    units, report, _ = read(path)
    assert [unit.records[0].name for unit in units] == ["b"]
    (place, reason), = report.rejected
    assert place == f"{path}, row {row}"
    assert words in reason


@pytest.mark.parametrize(
    ("text", "is_register"),
    [
        ("FN Clarivate Analytics Web of Science\r\nVR 1.0\r\nPT J\r\n", True),
        ("\ufeffPT\tAU\tTI\tUT\n", True),
        ("TY  - JOUR\nER  - \n", True),
        ("FN 7 is the number of the form.\nIt is filled in by hand.\n", False),
        ("PT boats were fast.\nAU pairs were rare.\n", False),
        ("TY - for typing\n", False),
        ("PT J\n", False),
        ("", False),
    ],
)
def test_a_text_that_begins_as_an_export_is_a_register(
    tmp_path: Path, text: str, is_register: bool
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert is_table(path) is is_register
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    assert is_table(packed) is is_register




def test_a_file_that_is_not_what_its_name_says(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceUnusable, match="begins neither as RIS"):
        read_table(path)
    path = tmp_path / "a.xml"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceUnusable, match="is named .xml but looks like plain text"):
        read_table(path)
    path = tmp_path / "a.csv"
    path.write_text('<?xml version="1.0"?><exchange-documents/>', encoding="utf-8")
    with pytest.raises(SourceUnusable, match=r"looks like XML; rename it to a\.xml"):
        read_table(path)
