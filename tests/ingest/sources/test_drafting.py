"""Drafts of mappings: what headers and values tell, and that every draft loads."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceUnusable
from graph.identity.check_digits import uscc
from ingest import sample
from ingest.report import Report
from ingest.sources.drafting import draft_mapping
from ingest.sources.mapping import mapping_of
from ingest.sources.shapes import column
from ingest.sources.tables import read_table, rows_of
from tests.shared import shared

SAMPLES = sorted(Path(sample.__path__[0]).glob("*.csv"))


def drafted(rows: list[dict[str, object]], name: str = "rows.csv") -> tuple[dict[str, object], str]:
    """The draft as data and as text; it is checked that it loads."""
    text = draft_mapping(rows_of(rows, name=name))
    mapping_of(text, "draft")
    loaded: dict[str, object] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded, text


CHINESE: list[dict[str, object]] = [
    {"档案号": f"T-{n:03}", "技术名称": name, "依托单位": owner, "研发负责人": person,
     "启动日期": f"2021-03-0{n}", "拟融资（万元）": money, "技术简介": text * 12, "是否转化": done,
     "主分类": code, "备注二": f"乙{n}"}
    for n, (name, owner, person, money, text, done, code) in enumerate([
        ("卤水吸附剂", "湖畔大学", "张三丰", "300", "用于高镁卤水的吸附剂。", "是", "C22B 26/12"),
        ("羊绒脱毛", "高地毛纺有限公司、湖畔大学", "李四", "120", "损伤低的酶处理。", "否",
         "D01B 3/00"),
        ("组件清洗", "湖畔能源研究院", "王五", "80.5", "无水清洗的机器人。", "是", "B08B 1/00"),
    ], start=1)
]


def test_a_chinese_table_that_no_mapping_knows() -> None:
    data, text = drafted(CHINESE)
    assert data["key"] == "档案号"
    assert data["name"] == "技术名称"
    assert data["kind"] == "Technology"
    assert data["date"] == "启动日期"
    assert data["properties"] == {
        "amount": "拟融资（万元）", "text": "技术简介",
        "codes": {"column": "主分类", "separator": ";"},
    }
    assert data["things"] == {"依托单位": {
        "column": "依托单位", "kind": {"words": "organisation", "default": "Enterprise"},
        "separator": "、", "edges": {"kind": "DEVELOPS"},
    }}
    assert "#   研发负责人: people ('张三丰', '李四', '王五')" in text
    assert "#   是否转化: says yes or no; takes some rows with --where '是否转化=是'" in text
    assert "#   备注二: texts ('乙1', '乙2', '乙3')" in text
    assert "Of these rows it takes 3 and refuses 0." in text


ENGLISH: list[dict[str, object]] = [
    {"Member": "Harbour Salt Ltd", "Ref": "M1", "Legal id": "529900T8BM49AURSDO55",
     "Joined": "13/02/2019", "Staff 2021": "12", "Town": "Xining", "Web": "https://a.example",
     "Parent group": "North Salt Group", "Serial": "7"},
    {"Member": "Upland Carpets GmbH", "Ref": "M2", "Legal id": "", "Joined": "25/12/2018",
     "Staff 2021": "140", "Town": "Lanzhou", "Web": "https://b.example", "Parent group": "",
     "Serial": "8"},
    {"Member": "Lakeside Institute of Brine", "Ref": "M3", "Legal id": "", "Joined": "01/03/2020",
     "Staff 2021": "33", "Town": "Xining", "Web": "https://c.example", "Parent group": "",
     "Serial": "9"},
]


def test_an_english_table_that_no_mapping_knows() -> None:
    data, text = drafted(ENGLISH)
    assert data["kind"] == {"words": "organisation", "default": "Enterprise"}
    assert (data["key"], data["name"]) == ("Ref", "Member")
    assert data["identifiers"] == {"lei": "Legal id"}
    assert data["date"] == {"column": "Joined", "order": "day-first"}
    assert data["region"] == ["Town"]
    assert data["properties"] == {"website": "Web"}
    assert data["indicators"] == {"Staff 2021": "Staff 2021"}
    things = data["things"]
    assert isinstance(things, dict)
    assert things["Parent group"]["edges"] == {"kind": "PART_OF", "from": "record"}
    assert "#   Serial: counts the rows" in text


def test_known_headers_with_values_that_do_not_fit_are_not_believed() -> None:
    rows: list[dict[str, object]] = [
        {"number": f"QX{n}", "title": f"Pump {n}", "filing date": words, "abstract": "A pump."}
        for n, words in enumerate(["see file", "at the office", "lost", "lost too"])
    ]
    data, text = drafted(rows)
    assert data["kind"] == "Patent"
    assert data["properties"] == {"abstract": "abstract"}
    assert "#   filing date: its header means filed in 'patents', but its values are" in text


def test_the_separator_and_the_order_of_dates_are_those_of_the_file() -> None:
    rows: list[dict[str, object]] = [
        {"code": f"X{n}", "company": f"Lake {n} Ltd", "industry": "Brine、Salt",
         "founded": f"{n}/{13 + n if n % 2 else 9}/2020"} for n in range(1, 9)
    ]
    data, _ = drafted(rows)
    things = data["things"]
    assert isinstance(things, dict)
    assert things["industry"]["separator"] == "、"
    assert data["properties"] == {"founded": {"column": "founded", "order": "month-first"}}


def test_rows_that_nothing_tells_apart_have_no_key() -> None:
    rows: list[dict[str, object]] = [{"name": name, "x": "1"} for name in ("A Ltd", "A Ltd", "B")]
    data, text = drafted(rows)
    assert "key" not in data
    assert "# key: no column is filled and different in all rows" in text


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_drafts_of_the_sample_take_every_row(path: Path) -> None:
    with read_table(path) as table:
        mapping = mapping_of(draft_mapping(table), "draft")
    report = Report()
    units = list(mapping.units(read_table(path), mapping.source("s"), report))
    assert report.rejections == 0
    assert len(units) == report.counts["rows"]
    assert sum(len(unit.claims) for unit in units) > 0


@pytest.mark.parametrize("name", ["lens-export-sample.csv", "patentscope-export-sample.csv"])
def test_drafts_of_real_exports_load(name: str) -> None:
    with read_table(shared(f"reference/formats/{name}")) as table:
        text = draft_mapping(table)
    assert mapping_of(text, "draft").spec.kinds_of("record") == ("Patent",)


words = st.text(max_size=20)


@settings(max_examples=60)
@given(st.lists(st.dictionaries(words, words, min_size=1, max_size=6), min_size=1, max_size=8))
def test_whatever_a_table_holds_the_draft_loads_or_there_is_none(
    rows: list[dict[str, object]]
) -> None:
    with suppress(SourceUnusable):
        data, text = drafted(rows)
        assert data["kind"]
        assert mapping_of(text, "draft").spec.label.columns


def test_ten_thousand_columns_are_drafted_in_bounds() -> None:
    rows: list[dict[str, object]] = [
        {f"c{n}": f"v{n} {r}" for n in range(10_000)} for r in range(3)]
    _, text = drafted(rows)
    assert "not looked at: beyond the first 500 columns" in text


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["a; b", "c", "d；e"], ";"), (["a、b", "c"], "、"), (["a|b"], "|"), (["a\nb", "c"], "\n"),
        (["Salt, Inc", "Lake Co., Ltd"], ""), (["a" * 99 + "; " + "b" * 99], ""),
    ],
)
def test_separators(cells: list[str], separator: str) -> None:
    assert column("x", cells).separator == separator


@pytest.mark.parametrize(
    ("header", "cells", "shape"),
    [
        ("x", ["2021-05-01", "2020年3月", "20190102"], "date"),
        ("x", ["5000万元", "USD 3 million"], "money"),
        ("投资（万元）", ["12", "3.5"], "money"),
        ("x", ["12", "3.5"], "number"),
        ("x", ["Yes", "no"], "yes_no"),
        ("x", ["https://a.example/b", "www.c.example"], "website"),
        ("x", ["a@b.example", "c@d.example"], "email"),
        ("x", ["0971-6307622", "+86 971 630 7622"], ""),
        ("phone", ["0971-6307622", "+86 971 630 7622"], "phone"),
        ("x", ["A61K 31/00", "C07D 5/02"], "codes"),
        ("x", ["Harbour University", "Lake Co., Ltd"], "organisations"),
        ("x", ["Xining", "Lanzhou", "青海省"], "places"),
        ("x", ["Wang Wei", "Li Na"], ""),
        ("inventor", ["Wang Wei", "Li Na"], "people"),
    ],
)
def test_shapes(header: str, cells: list[str], shape: str) -> None:
    found = column(header, cells)
    shapes = {
        "date": found.order is not None, "money": found.money, "number": found.numbers,
        "yes_no": found.yes_no, found.form or "form": bool(found.form), "codes": found.codes,
        "organisations": found.organisations, "places": found.places, "people": found.people,
    }
    if shape == "money":
        shapes.pop("number")
    assert {name for name, fits in shapes.items() if fits} == ({shape} if shape else set())


@pytest.mark.parametrize(
    ("cells", "scheme"),
    [
        (["529900T8BM49AURSDO55"] * 3, "lei"),
        (["https://ror.org/05dxps055"], "ror"),
        (["10.1000/182", "10.1000/183"], "doi"),
        (["CN-112345678-A", "US-7654321-B2"], "patent"),
        (["529900T8BM49AURSDO56"], ""),
        (["KY-I-03", "KY-I-01"], ""),
        (["12345", "67890"], ""),
        (["T-001", "T-002"], ""),
    ],
)
def test_schemes(cells: list[str], scheme: str) -> None:
    assert column("x", cells).scheme == scheme


def bodies(names: list[str], **others: list[str]) -> list[dict[str, object]]:
    """Rows whose headers the mapping of research institutes knows best."""
    return [{"机构编号": f"b{n}", "单位名称": name, "所在城市": "Xining", "联系人": f"张{n}",
             **{header: values[n] for header, values in others.items()}}
            for n, name in enumerate(names)]


COMPANIES = ["湖畔盐业有限公司", "高地毛纺有限公司", "卤水新材", "湖畔大学"]


def test_names_tell_the_kind_and_not_the_mapping_that_knows_the_headers() -> None:
    data, text = drafted(bodies(COMPANIES))
    assert "known to 'institutes'" in text
    assert data["kind"] == {"words": "organisation", "default": "Enterprise"}
    mapping = mapping_of(text, "draft")
    report = Report()
    kinds = [unit.records[0].kind for unit in mapping.units(
        rows_of(bodies(COMPANIES), name="rows"), mapping.source("x"), report)]
    assert kinds == ["Enterprise", "Enterprise", "Enterprise", "Institute"]


def test_most_names_and_codes_give_the_default() -> None:
    assert drafted(bodies(["湖畔大学", "高地研究所", "卤水"]))[0]["kind"] == {
        "words": "organisation", "default": "Institute"}
    codes = [head + uscc(head) for head in (f"91630100MA00000{n:02}" for n in range(3))]
    coded = bodies(["卤水", "毛纺", "湖畔大学"], 统一社会信用代码=codes)
    assert drafted(coded)[0]["kind"] == {"words": "organisation", "default": "Enterprise"}


def test_where_nothing_tells_the_mapping_that_knows_the_headers_does() -> None:
    data, text = drafted(bodies(["卤水", "毛纺", "盐湖"]))
    assert data["kind"] == {"words": "organisation", "default": "Institute"}
    assert "as in the mapping 'institutes'" in text


def test_a_column_of_kinds_stays() -> None:
    header = "Entity.EntityCategory"
    rows: list[dict[str, object]] = [
        {"LEI": f"x{n}", "Entity.LegalName": f"Brine {n} Ltd", header: "GENERAL",
         "Entity.LegalAddress.Country": "CN", "Entity.EntityStatus": "ACTIVE"} for n in range(3)]
    kind = drafted(rows)[0]["kind"]
    assert isinstance(kind, dict)
    assert kind["column"] == header
