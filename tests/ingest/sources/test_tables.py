"""Files as rows: formats, encodings, headers, and what is refused."""

from __future__ import annotations

import csv
import gzip
import io
import json
import struct
import tracemalloc
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceUnusable
from ingest.sources.delimited import sniff_delimiter
from ingest.sources.rows import Row, Table
from ingest.sources.tables import is_table, read_table, rows_of
from tests.shared import shared

HEADER = ["id", "name", "region"]
CHINESE = [["630000", "青海盐湖研究所", "青海"], ["620000", "兰州大学", "甘肃"]]


def write_text(path: Path, rows: list[list[str]], *, encoding: str = "utf-8", delimiter: str = ",",
               header: list[str] = HEADER) -> Path:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows([header, *rows])
    data = buffer.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_book(path: Path, rows: list[list[object]], *, merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for span in merged:
        book.active.merge_cells(span)
    book.save(path)
    return path


def read(path: Path, **options: object) -> tuple[list[Row], Table]:
    with read_table(path, **options) as table:  # type: ignore[arg-type]
        return list(table), table


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "note"),
    [
        ("a.csv", "utf-8", ",", ""),
        ("a.csv", "utf-8-sig", ",", ""),
        ("a.csv", "gbk", ",", "encoding found: gb18030"),
        ("a.csv.gz", "gb18030", ";", "delimiter found: semicolon"),
        ("a.tsv", "utf-16", "\t", "encoding found: utf-16"),
        ("a.txt", "utf-8", "|", "delimiter found: vertical bar"),
        ("a.csv", "utf-8", "\t", "delimiter found: tab"),
    ],
)
def test_encoding_and_delimiter_are_found(
    tmp_path: Path, name: str, encoding: str, delimiter: str, note: str
) -> None:
    rows, table = read(write_text(tmp_path / name, CHINESE, encoding=encoding, delimiter=delimiter))
    assert table.columns == ("id", "name", "region")
    assert [list(row.cells.values()) for row in rows] == CHINESE
    assert [row.number for row in rows] == [2, 3]
    assert note in table.notes if note else table.notes == []


def test_western_text_is_read_with_a_note(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", [[str(i), "Ørsted Universität Zürich", "x" * 60]
                                          for i in range(9)], encoding="cp1252")
    rows, table = read(path)
    assert rows[0].cells["name"] == "Ørsted Universität Zürich"
    assert table.notes == ["encoding found: cp1252"]


def test_mixed_encodings_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id,name\n1,青海大学\n".encode() + "2,兰州大学\n".encode("gbk"))
    with pytest.raises(SourceUnusable, match="line 3 does not fit UTF-8 as the rest does"):
        read(path)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12).map(str.strip)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_cells_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("t") / "a.csv"
    body = [["first", "row", "here"], *rows]
    found, _ = read(write_text(path, body), header=1, delimiter=",")
    expected = [row for row in body if any(row) and row != HEADER]
    assert [list(row.cells.values()) for row in found] == expected


def test_cells_with_quotes_and_line_breaks(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", [["1", 'the "best", of\nall', "x"], ["2", "b", "y"]])
    rows, _ = read(path)
    assert rows[0].cells["name"] == 'the "best", of\nall'
    assert rows[1].number == 3


def test_rows_of_the_wrong_length(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,name,region\n1,a\n2,b,c,d\n3,b,c,\n4,"open\n5,b,c\n', encoding="utf-8")
    rows, table = read(path)
    assert rows[0].cells == {"id": "1", "name": "a", "region": ""}
    assert rows[1].fault == "has 4 cells but the header has 3"
    assert rows[2].fault == ""
    assert rows[3].fault == "a quotation mark is not closed"
    assert rows[4].cells == {"id": "5", "name": "b", "region": "c"}
    assert any("row 2 is shorter" in note for note in table.notes)


def test_title_lines_header_twice_and_repeated_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Register of 2021,,\n,,\nid,name,name\n1,a,b\n\nid,name,name\n2,c,d\n", encoding="utf-8"
    )
    rows, table = read(path)
    assert table.columns == ("id", "name", "name (2)")
    assert [(row.number, row.cells["name (2)"]) for row in rows] == [(4, "b"), (7, "d")]
    assert "header found in row 3; skipped above it: Register of 2021" in table.notes
    assert "column 'name' stands twice in the header; the later is 'name (2)'" in table.notes
    assert "row 6 repeats the header and is skipped" in table.notes


def test_workbook_cells_become_text(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [
        ["id", "name", "share", "day", "moment", "yes", "broken"],
        [630000, " a ", 0.25, date(2021, 5, 31), datetime(2021, 5, 31, 9, 30), True, "#N/A"],
        ["91630000710447106L", None, 5.0, None, None, None, None],
        [916300007104471060, "c", None, None, None, None, None],
    ])
    rows, table = read(path)
    assert rows[0].cells == {"id": "630000", "name": "a", "share": "0.25", "day": "2021-05-31",
                             "moment": "2021-05-31 09:30:00", "yes": "true", "broken": ""}
    assert rows[1].cells["id"] == "91630000710447106L"
    assert rows[1].cells["share"] == "5"
    assert any("row 4, column A holds a number of more than" in note for note in table.notes)
    assert any("row 2, column G holds a broken formula (#N/A)" in note for note in table.notes)


def test_workbook_with_title_and_merged_header(tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "a.xlsx",
        [
            ["2021 contract register", None, None, None, None],
            ["No", "Seller", None, "Buyer", None],
            [None, "Name", "Code", "Name", "Code"],
            ["C-1", "a", "1", "b", "2"],
        ],
        merged=("A1:E1", "A2:A3", "B2:C2", "D2:E2"),
    )
    rows, table = read(path)
    assert table.columns == ("No", "Seller.Name", "Seller.Code", "Buyer.Name", "Buyer.Code")
    assert rows[0].number == 4
    assert rows[0].cells["Buyer.Code"] == "2"
    assert any("header of two rows (2 and 3)" in note for note in table.notes)
    assert any("2021 contract register" in note for note in table.notes)


def test_two_row_header_in_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("No,Seller,,Buyer,\n,Name,Code,Name,Code\nC-1,a,x,b,y\n", encoding="utf-8")
    rows, table = read(path)
    assert table.columns == ("No", "Seller.Name", "Seller.Code", "Buyer.Name", "Buyer.Code")
    assert len(rows) == 1


def test_the_first_sheet_with_rows_is_read_unless_one_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["read me"])
    for title in ("2020", "2021"):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append([title, "a", "b"])
    book.save(path := tmp_path / "a.xlsx")
    rows, table = read(path)
    assert rows[0].cells["id"] == "2020"
    assert "read sheet '2020'; not read: Notes, 2021" in table.notes
    assert read(path, sheet="2021")[0][0].cells["id"] == "2021"
    assert read(path, sheet=3)[0][0].cells["id"] == "2021"
    with pytest.raises(SourceUnusable, match="no sheet 'x'; its sheets are Notes, 2020, 2021"):
        read(path, sheet="x")


def test_old_workbook(tmp_path: Path) -> None:
    def label(row: int, column: int, text: str) -> bytes:
        body = struct.pack("<HH3xB", row, column, len(text)) + text.encode()
        return struct.pack("<HH", 4, len(body)) + body

    def number(row: int, column: int, value: float) -> bytes:
        return struct.pack("<HHHH3xd", 3, 15, row, column, value)

    path = tmp_path / "a.xls"
    path.write_bytes(
        struct.pack("<HHHH", 9, 4, 2, 0x10) + label(0, 0, "id") + label(0, 1, "name")
        + number(1, 0, 630000) + label(1, 1, "a") + struct.pack("<HH", 10, 0)
    )
    rows, _ = read(path)
    assert [row.cells for row in rows] == [{"id": "630000", "name": "a"}]


NESTED = [
    {"id": 12345678901234567890, "where": {"city": "Xining", "geo": {"lat": 36.60}},
     "tags": ["a", "b"], "people": [{"name": "x", "key": 1}, {"name": "y"}], "none": None},
    {"id": "2", "tags": [], "late": "z"},
]


@pytest.mark.parametrize("shape", ["array.json", "lines.jsonl", "lines.ndjson.gz", "inside.json"])
def test_json_in_its_shapes(tmp_path: Path, shape: str) -> None:
    text = {
        "array": json.dumps(NESTED, indent=1), "inside": json.dumps({"n": 2, "items": NESTED}),
        "lines": "\n".join(json.dumps(item) for item in NESTED),
    }[shape.split(".")[0]].encode()
    path = tmp_path / shape
    path.write_bytes(gzip.compress(text) if shape.endswith(".gz") else text)
    rows, table = read(path)
    assert table.columns == ("id", "where.city", "where.geo.lat", "tags", "people.name",
                             "people.key", "none", "late")
    assert rows[0].cells["id"] == "12345678901234567890"
    assert rows[0].cells["where.geo.lat"] == "36.6"
    assert rows[0].cells["tags"] == "a\nb"
    assert rows[0].cells["people.key"] == "1\n"
    assert rows[1].cells["late"] == "z"
    assert rows[1].cells["where.city"] == ""


def test_a_broken_json_line_is_the_fault_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1}\n{"id": 2\n{"id": 3}\n7\n', encoding="utf-8")
    rows, _ = read(path)
    assert [row.cells["id"] for row in rows] == ["1", "", "3", ""]
    assert "is not JSON" in rows[1].fault
    assert rows[3].fault == "is not an object"


def test_a_cut_json_array_names_the_item(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"id": 1}, {"id": 2}, {"id"', encoding="utf-8")
    with pytest.raises(SourceUnusable, match="ends or breaks at item 3"):
        read(path)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"%PDF-1.7 x", "named .csv but looks like a PDF document"),
        ("a.xls", b"<html><table><tr><td>1", "looks like a web page.*save it as .xlsx"),
        ("a.csv", b'{"id": 1}', "looks like JSON; rename it to a.json"),
        ("a.json", b"id,name\n1,a\n", "looks like plain text; rename it to a.csv"),
        ("a.xlsx", b"id,name\n1,a\n", "looks like plain text; rename it to a.csv"),
        ("a.csv", gzip.compress(b"id,name\n", mtime=0),
         "looks like a gzip file; rename it to a.csv.gz"),
        ("a.csv.gz", b"id,name\n1,a\n", "not compressed.*rename it to a.csv"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "is empty"),
        ("a.csv", b"id,name\n", "has a header but no row below it"),
        ("a.csv", b"a\0b", "looks like binary data"),
        ("a.dat", b"x", "a table is .csv"),
        ("a.jsonl", b"[1, 2]", "no objects with fields"),
        ("a.json", b'{"a": [{"x": 1}], "b": [{"x": 1}]}', "several lists"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceUnusable, match=message):
        read(tmp_path / name)


def test_a_workbook_named_csv_and_the_reverse(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", [["id", "name"], [1, 2]]).rename(tmp_path / "a.csv")
    with pytest.raises(SourceUnusable, match=r"looks like an Excel workbook.*rename it to a\.xlsx"):
        read(tmp_path / "a.csv")


def test_a_missing_file_and_a_cut_gzip(tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match="cannot be opened"):
        read(tmp_path / "none.csv")
    path = tmp_path / "a.csv.gz"
    lines = "".join(f"{i},{i * i}\n" for i in range(100_000))
    path.write_bytes(gzip.compress(f"id,n\n{lines}".encode())[:-2000])
    with pytest.raises(SourceUnusable, match="damaged or cut short"):
        read(path)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    line = "1," + "x" * 500 + ",y\n"
    path.write_text("id,name,region\n" + line * 40_000, encoding="utf-8")
    tracemalloc.start()
    with read_table(path) as table:
        assert sum(1 for _ in table) == 40_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 20_000_000
    assert peak < 8_000_000


def test_rows_from_memory() -> None:
    frame = pandas.DataFrame(
        {"id": [1, None], "name": ["a", None], "day": pandas.to_datetime(["2021-05-31", None]),
         "n": pandas.array([3, pandas.NA], dtype="Int64")}
    )
    rows = list(rows_of(frame))
    assert rows[0].cells == {"id": "1", "name": "a", "day": "2021-05-31", "n": "3"}
    assert rows[1].cells == {"id": "", "name": "", "day": "", "n": ""}
    assert [row.number for row in rows_of([{"a": 1}, {"a": {"b": 2}}])] == [1, 2]
    with pytest.raises(SourceUnusable, match="a str is no table"):
        rows_of("a,b")


def test_sniffing_prefers_what_cuts_lines_evenly() -> None:
    assert sniff_delimiter("a;b\n1,5;x, y\n2,5;z\n") == ";"
    assert sniff_delimiter("a,b\n1,x;y;z\n2,u;v\n") == ","
    assert sniff_delimiter("word\nword\n", "\t") == "\t"


def test_what_is_a_table() -> None:
    assert is_table("a.CSV")
    assert is_table("a.jsonl.gz")
    assert not is_table("a.txt")
    assert not is_table("a.html")


@pytest.mark.parametrize(("name", "count"), [("lens-export-sample.csv", 200),
                                             ("patentscope-export-sample.csv", 100)])
def test_real_exports(name: str, count: int) -> None:
    rows, _ = read(shared(f"reference/formats/{name}"))
    assert len(rows) == count
    assert not any(row.fault for row in rows)


def test_half_a_character_and_deep_nesting_are_the_fault_of_their_row(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    deep = "[" * 450 + "1" + "]" * 450
    path.write_text(
        '{"a": "\\ud800"}\n{"a": ' + deep + '}\n{"a": "fine"}\n{"a": ' + "[" * 50_000 + "\n"
    )
    faults = [row.fault for row in read_table(path).rows]
    assert faults[0] == "holds '\\ud800', half a character; write the whole of it"
    assert (faults[1], faults[2]) == ("is nested too deep", "")
    assert faults[3].startswith("is not JSON")


def test_an_array_nested_too_deep_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 50_000)
    with pytest.raises(SourceUnusable, match="item 1 is nested too deep"):
        read_table(path)
