"""Bad registers: each fault is named by file and row, costs no more than it must, and what is
written is whole."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

import qilian
from graph.errors import SourceUnusable
from ingest.report import Report
from ingest.sources.delimited import LONGEST
from ingest.sources.rows import Row
from ingest.sources.tables import read_table

HEADER = "number,title,applicants,publication_date\n"


def rows(first: int, last: int) -> str:
    return "".join(f"QX{n},Pump {n},Lake Works Ltd,2020\n" for n in range(first, last))


@pytest.fixture
def kg(tmp_path: Path) -> qilian.KnowledgeGraph:
    return qilian.open(f"sqlite:///{tmp_path}/s.db")


def load(kg: qilian.KnowledgeGraph, path: Path) -> tuple[Report, int]:
    """The report, and how many rows are in the store now."""
    report = kg.ingest(path, mapping="patents")
    return report, kg.status().counts["units"]


def put(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(path: Path) -> list[Row]:
    with read_table(path) as table:
        return list(table)


# --- files that are refused as a whole, before anything of them is written ---


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("cut.csv.gz", gzip.compress((HEADER + rows(0, 90_000)).encode())[:-3000],
         "damaged or cut short after line 8"),
        ("mixed.csv", (HEADER + rows(0, 60_000)).encode() + "QX1,盐湖提锂,青海大学,2020\n".encode()
         + "QX2,盐湖提镁,青海大学,2020\n".encode("gbk"),
         "line 60003 does not fit UTF-8 as the rest does"),
        ("turned.csv", HEADER.encode() + "QX1,盐湖提锂,兰州大学,2020\n".encode("gbk") * 900
         + "QX2,盐湖提镁,青海大学,2020\n".encode(), "line 902 does not fit GB18030"),
        ("half.csv", "number,title\nQX1,a\n".encode("utf-16")[:-1], "line 2 does not fit UTF-16"),
    ],
    ids=["cut", "mixed", "turned", "half"],
)
def test_a_file_whose_bytes_are_broken_leaves_nothing(
    kg: qilian.KnowledgeGraph, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    with kg:
        report, units = load(kg, put(tmp_path / name, data))
        assert units == 0
        assert words in report.failed[0][1]
        assert name in report.failed[0][1]
        assert kg.store.sources() == []


def test_a_missing_column_leaves_no_empty_source(
    kg: qilian.KnowledgeGraph, tmp_path: Path
) -> None:
    with kg:
        report, _ = load(kg, put(tmp_path / "a.csv", "a,b\n1,2\n"))
        assert "needs a column 'number'" in report.failed[0][1]
        assert kg.store.sources() == []


# --- files that break off: the rows before the break are whole, and that is said ---


def test_an_array_that_breaks_off(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    good = [{"number": f"QX{n}", "title": f"Pump {n}"} for n in range(3000)]
    path = put(tmp_path / "a.json", json.dumps(good)[:-2] + ', {"number": ')
    with kg:
        report, units = load(kg, path)
        assert units == report.new == 3000 - 1
        assert "breaks at item 3000" in report.failed[0][1]
        assert "the 2,999 rows taken before it are whole and stay" in report.failed[0][1]
        assert kg.ingest(path, mapping="patents", complete=True).removed == 0


def test_a_workbook_that_breaks_off(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    cells = [["number", "title"], *[[f"QX{n}", "a"] for n in range(3000)]]
    path = workbook(tmp_path / "a.xlsx", cells)
    spoil(path, b'r="A2500"', b'r="A2500')
    with kg:
        report, units = load(kg, path)
        assert units == report.new
        assert 2000 < units < 2500
        assert "the workbook is damaged" in report.failed[0][1]


# --- rows that are refused, while the others go on ---


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("QX0,a,b\n", None),
        ("QX0,a,b,2020,more\n", "has 5 cells but the header has 4"),
        ('QX0,"a,b,2020\n', "a quotation mark is not closed"),
        ('QX0,a,b,"2020\n', "a quotation mark is not closed"),
        ('QX0,"a,b,2020\nQX0,"a,b,2020\n', "a quotation mark is not closed"),
        ("QX0,a\0b,c,2020\n", "holds a NUL"),
        ("QX0," + "x" * (LONGEST + 9) + ",c,2020\n", "is longer than 16,777,216 letters"),
        ('QX0,"a,b,2020\n' + ("," * 40_000 + "\n") * 450, "a quotation mark is not closed"),
        (HEADER, None),
    ],
    ids=["short", "long", "open", "open-last", "open-twice", "nul", "huge", "swallow", "header"],
)
@pytest.mark.parametrize("at", [10, 99])
def test_a_bad_row_costs_itself_alone(
    kg: qilian.KnowledgeGraph, tmp_path: Path, line: str, words: str | None, at: int
) -> None:
    path = put(tmp_path / "a.csv", HEADER + rows(1, at) + line + rows(at, 100))
    with kg:
        report, units = load(kg, path)
    assert report.failed == []
    if words is None:
        assert report.rejections == 0
        assert any(f"row {at + 1} " in note for note in report.notes)
        return
    assert units == 99
    assert report.rejected[0][0] == f"{path}, row {at + 1}"
    assert words in report.rejected[0][1]


def test_a_file_that_ends_within_a_cell(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    with kg:
        report, units = load(kg, put(tmp_path / "a.csv", HEADER + rows(1, 9) + 'QX9,a,"Lake Wor'))
    assert units == 8
    assert "row 10: a quotation mark is not closed" in report.rejected[0][1]


def test_signs_of_inches_are_no_open_marks(tmp_path: Path) -> None:
    text = 'id,name,size\n1,pump,5" pipe\n2,"a ""b""\nc",3\n3,valve,6"\n'
    assert [row.fault for row in read(put(tmp_path / "a.csv", text))] == ["", "", ""]


def test_a_long_line_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w") as file:
        file.write(HEADER + rows(1, 40) + "QX0,")
        for _ in range(100):
            file.write("x" * 10**6)
        file.write(",c,2020\n" + rows(40, 50))
    tracemalloc.start()
    found = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sum(not row.fault for row in found) == 49
    assert peak < 70_000_000


@pytest.mark.parametrize("times", [1, 3])
def test_lines_of_json_that_are_too_long_or_hold_nul(tmp_path: Path, times: int) -> None:
    lines = [{"id": 1}, {"id": "x" * times * (LONGEST + 9)}, {"id": 3}, {"id": "a\0"}, {"id": 5}]
    found = read(put(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert [row.number for row in found] == [1, 2, 3, 4, 5]
    assert [bool(row.fault) for row in found] == [False, True, False, True, False]
    assert "is longer than" in found[1].fault
    assert "NUL" in found[3].fault


def test_fields_without_end_are_told_of_within_bounds(tmp_path: Path) -> None:
    lines = [{"id": n, **({f"f{n}": 1} if n >= 1000 else {})} for n in range(3000)]
    with read_table(put(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines)))) as table:
        assert sum(1 for _ in table) == 3000
    assert len(table.notes) == 100


def test_all_that_is_wrong_in_a_row_is_told(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    text = "need_no,title,enterprise,budget,deadline\nN1,a,Lake Works,plenty,soon\n"
    with kg:
        report = kg.ingest(put(tmp_path / "needs.csv", text), mapping="needs", dry_run=True)
    assert report.rejections == 1
    assert "column 'budget': 'plenty' is not a sum" in report.rejected[0][1]
    assert "column 'deadline': 'soon' is not a date" in report.rejected[0][1]


# --- odd things that are repaired or kept, with a note ---


def test_a_column_twice(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    text = "number,title,title\nQX1,first,second\n"
    with kg:
        report, _ = load(kg, put(tmp_path / "a.csv", text))
        cells = kg.document("a/QX1").cells
    assert cells == {"number": "QX1", "title": "first", "title (2)": "second"}
    assert any("'title' stands twice in the header" in note for note in report.notes)


def test_ten_thousand_columns(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    more = ",".join(f"c{n}" for n in range(10_000))
    text = f"number,title,{more}\n" + "".join(
        f"QX{n},a,{','.join('x' * 10_000)}\n" for n in range(20))
    with kg:
        report, units = load(kg, put(tmp_path / "wide.csv", text))
        assert (units, report.rejections, report.failed) == (20, 0, [])
        refused = kg.ingest(put(tmp_path / "other.csv", more + "\n" + more + "x\n")).failed[0][1]
    assert len(refused) < 8000


INJECTED = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x","y")']


@pytest.mark.parametrize("cell", INJECTED)
def test_cells_that_look_like_formulas_are_text(
    kg: qilian.KnowledgeGraph, tmp_path: Path, cell: str
) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    with kg:
        load(kg, put(tmp_path / "a.csv", f"number,title\nQX1,{quoted}\n"))
        assert kg.document("a/QX1").records[0].name == cell


def test_ids_that_a_spreadsheet_made_numbers(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    text = "number,title\n9.163E+17,a\nQX2,b\n"
    with kg:
        report, units = load(kg, put(tmp_path / "a.csv", text))
    assert units == 1
    assert "row 2, column 'number': '9.163E+17' is an id that a spreadsheet" in \
        report.rejected[0][1]


# --- workbooks ---


def workbook(
    path: Path, cells: Sequence[Sequence[object]], *, merged: tuple[str, ...] = ()
) -> Path:
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append(row)
    for span in merged:
        book.active.merge_cells(span)
    book.save(path)
    return path


def spoil(path: Path, old: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml") -> None:
    """Change bytes within a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_formulas_without_a_saved_value_are_named(tmp_path: Path) -> None:
    cells = [["id", "total"], *([str(n), f"=SUM(C1:C{n})"] for n in range(2, 20))]
    path = workbook(tmp_path / "a.xlsx", cells)
    spoil(path, b"<c r=\"B3\"><f>SUM(C1:C3)</f><v></v></c>",
          b"<c r=\"B3\"><f>SUM(C1:C3)</f><v>7</v></c>")
    spoil(path, b"<c r=\"B4\"><f>SUM(C1:C4)</f><v></v></c>",
          b"<c r=\"B4\" t=\"str\"><f>SUM(C1:C4)</f><v></v></c>")
    with read_table(path) as table:
        found = {row.number: row.cells["total"] for row in table}
    assert (found[2], found[3], found[4]) == ("", "7", "")
    note, = (note for note in table.notes if "formula" in note)
    assert note.startswith("16 cells hold a formula without a saved value and are read as empty")
    assert "(B2, B5, B6, B7," in note


def test_cells_merged_over_rows_hold_for_each(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["province", "id", "name"], ["North", "1", "a"], [None, "2", "b"], [None, "3", "c"],
         ["South", "4", "d"], [None, None, None], [None, "6", "f"]],
        merged=("A2:A4",),
    )
    with read_table(path) as table:
        assert [row.cells["province"] for row in table] == ["North"] * 3 + ["South", ""]
    assert "rows 2 to 4 share a merged cell in column A; its value is read in each of them" in \
        table.notes


def test_hidden_sheets_are_told_of(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "name"])
    book.active.append(["1", "a"])
    hidden = book.create_sheet("Old")
    hidden.sheet_state = "hidden"
    hidden.append(["id", "name"])
    hidden.append(["9", "z"])
    book.save(path := tmp_path / "a.xlsx")
    with read_table(path) as table:
        assert [row.cells["id"] for row in table] == ["1"]
    assert table.notes == ["hidden sheets, not read unless named: Old"]
    with read_table(path, sheet="Old") as table:
        assert [row.cells["id"] for row in table] == ["9"]


def test_a_workbook_that_unpacks_without_end(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id", "name"], ["1", "a"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, \
            archive.open("xl/media.xml", "w") as part:
        for _ in range(600):
            part.write(b" " * 10**6)
    with pytest.raises(qilian.QilianError, match="unpacks to 600 MB of texts; at most 512 MB"):
        read_table(path)


# --- what was found by attack ---


def damaged(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """A sound workbook but for one part, in which some bytes are others."""
    book = openpyxl.Workbook()
    book.active.append(["number", "title"])
    book.active.append(["QX1", "Pump"])
    sound = path.with_name("sound.xlsx")
    book.save(sound)
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, new) if part in name else data)
    return path


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [("sheet1", b"</sheetData>", b"<"), ("sheet1", b'r="A2"', b'r="ZZZZZ2"'),
     ("workbook.xml", b"minimized", b"minim7zed")],
)
def test_a_damaged_workbook_is_refused_in_words(
    tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    with pytest.raises(SourceUnusable, match=r"b\.xlsx: .*the workbook is damaged"):
        read(damaged(tmp_path / "b.xlsx", part, old, new))


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"PK\x05\x06" + b"\0" * 18, "it holds none"), (b"PK\x03\x04", "is no ZIP archive")],
)
def test_an_archive_without_a_register_says_so(
    kg: qilian.KnowledgeGraph, tmp_path: Path, data: bytes, words: str
) -> None:
    report = kg.ingest(put(tmp_path / "a.zip", data))
    assert words in report.failed[0][1]


def test_a_record_of_publications_without_end_is_told(tmp_path: Path) -> None:
    long = "TY  - JOUR\nTI  - " + "word " * 1_000_000 + "\nER  - \n"
    path = put(tmp_path / "a.ris", long + "TY  - JOUR\nTI  - Salt\nER  - \n")
    faulty, sound = read(path)
    assert "has more than" in faulty.fault
    assert sound.cells["TI"] == "Salt"


def test_objects_of_which_none_can_be_read_are_told_of(tmp_path: Path) -> None:
    path = put(tmp_path / "a.json", '[{"name": "\\ud800 Works"}]')
    with pytest.raises(SourceUnusable, match="row 1: holds .*half a character"):
        read_table(path)


def test_a_name_without_letter_or_digit_names_nothing(
    kg: qilian.KnowledgeGraph, tmp_path: Path
) -> None:
    path = put(tmp_path / "e.csv", "code,name,city\n1,---?,Reed\n2,🏭,Reed\n3,3M,Reed\n")
    report = kg.ingest(path, mapping="enterprises")
    assert [e.name for e in kg.store.entities_of_kind("Enterprise")] == ["3M"]
    assert "row 2, column 'name': '---?' has neither letter nor digit" in report.rejected[0][1]


def test_signs_that_steer_a_terminal_are_read_as_blanks(
    kg: qilian.KnowledgeGraph, tmp_path: Path
) -> None:
    path = put(tmp_path / "e.csv", "code,name,city\n1,Salt\x07\x1b[31m Works\x01,Reed\n")
    report = kg.ingest(path, mapping="enterprises")
    assert [e.name for e in kg.store.entities_of_kind("Enterprise")] == ["Salt [31m Works"]
    assert any("control characters" in note for note in report.notes)
    assert "\x1b" not in kg.document("e/1").cells["name"]
