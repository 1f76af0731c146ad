"""Rows as units: the mapping language, its checks, and the mappings that come with Qilian."""

from __future__ import annotations

import csv
import gzip
import time
from pathlib import Path

import pytest

from graph.errors import RecordRejected, SourceUnusable
from graph.load import check
from graph.model import Claim, Unit
from ingest import sample
from ingest.report import Report
from ingest.sources.filters import parse_condition
from ingest.sources.mapping import (
    Mapping,
    fitting_mapping,
    load_mapping,
    mapping_of,
    mappings,
)
from ingest.sources.tables import read_table, rows_of
from tests.shared import shared

PATENT = {
    "公开号": "CN112345678A", "名称": "Brine separation", "摘要": "Adsorbent.",
    "申请人": "青海大学；Salt Lake Co., Ltd.；Li Na", "发明人": "Li Na；Wang Wei",
    "公开日": "2021年5月31日", "申请日": "20200102", "IPC分类号": "C22B 26/12；B01J 20/00",
}


def units_of(mapping: Mapping, rows: list[dict[str, object]]) -> tuple[list[Unit], Report]:
    report = Report()
    units = list(mapping.units(rows_of(rows, name="rows"), mapping.source("src"), report))
    for unit in units:
        check(unit)
    return units, report


def unit_of(mapping: Mapping, row: dict[str, object]) -> Unit:
    units, report = units_of(mapping, [row])
    assert report.rejected == []
    return units[0]


def facts(unit: Unit, predicate: str) -> list[Claim]:
    return [claim for claim in unit.claims if claim.predicate == predicate]


def test_a_patent_row_as_a_unit() -> None:
    unit = unit_of(fitting_mapping(tuple(PATENT), "rows"), dict(PATENT))
    assert unit.key == "src/CN112345678A"
    assert (unit.form, unit.date, unit.number) == ("row", "2021-05-31", 1)
    assert unit.cells == PATENT
    patent, *others = unit.records
    assert (patent.key, patent.kind, patent.name) == (unit.key, "Patent", "Brine separation")
    assert patent.identifiers == ("patent:CN-112345678-A",)
    assert [(r.key, r.kind, r.name, r.context) for r in others] == [
        ("src/CN112345678A#申请人:0", "Institute", "青海大学", ""),
        ("src/CN112345678A#申请人:1", "Enterprise", "Salt Lake Co., Ltd.", ""),
        ("src/CN112345678A#申请人:2", "Person", "Li Na", ""),
        ("src/CN112345678A#发明人:0", "Person", "Li Na", "青海大学"),
        ("src/CN112345678A#发明人:1", "Person", "Wang Wei", "青海大学"),
        (f"{unit.key}#TechnologyField:wipo35-20", "TechnologyField", "Materials, metallurgy", ""),
        (f"{unit.key}#TechnologyField:wipo35-23", "TechnologyField", "Chemical engineering", ""),
    ]
    applied = facts(unit, "APPLIED_FOR")
    assert [claim.share for claim in applied] == pytest.approx([1 / 3] * 3)
    assert unit.quote(applied[0]) == PATENT["申请人"]
    assert len(facts(unit, "INVENTED")) == 2
    assert facts(unit, "WORKS_FOR") == []  # two organisations: which one is not known
    assert [claim.value for claim in facts(unit, "codes")] == ["C22B 26/12", "B01J 20/00"]
    assert facts(unit, "filed")[0].value == "2020-01-02"


def test_an_inventor_works_for_the_only_applicant() -> None:
    unit = unit_of(load_mapping("patents"), PATENT | {"申请人": "青海大学"})
    assert [(c.subject, c.object) for c in facts(unit, "WORKS_FOR")] == [
        (f"{unit.key}#发明人:{i}", f"{unit.key}#申请人:0") for i in range(2)
    ]


def test_contract_parties_and_values() -> None:
    row: dict[str, object] = {
        "合同登记编号": "C-1", "项目名称": "Pilot", "卖方名称": "青海大学", "买方名称": "甲公司",
        "合同签订日期": "2021-01-05", "合同成交额（万元）": "120", "技术交易额": "100万元",
        "技术领域": "新材料",
    }
    unit = unit_of(fitting_mapping(tuple(row), "rows"), row)
    kinds = {record.key: record.kind for record in unit.records}
    assert [(kinds[c.subject], c.role) for c in facts(unit, "PARTY_TO")] == [
        ("Institute", "seller"), ("Enterprise", "buyer")
    ]
    value, = facts(unit, "contract_value")
    assert (value.value, value.unit) == (1_200_000, "CNY")
    assert facts(unit, "technology_value")[0].value == 1_000_000
    assert unit.date == "2021-01-05"


def test_a_need_is_the_enterprise_s_problem() -> None:
    unit = unit_of(load_mapping("needs"), {
        "need_no": "N-1", "title": "Magnesium removal", "enterprise": "A Co., Ltd.",
        "industry": "Salt-lake chemistry", "budget": "50-100万元",
    })
    kinds = {record.key: record.kind for record in unit.records}
    edges = {(kinds[c.subject], c.predicate, kinds[c.object]) for c in unit.claims if c.object}
    assert edges == {
        ("Enterprise", "HAS_PROBLEM", "Problem"), ("Problem", "CLASSIFIED_AS", "Industry"),
        ("Enterprise", "OPERATES_IN", "Industry"),
    }
    assert [(c.value, c.bound) for c in facts(unit, "budget")] == [
        (500_000, "min"), (1_000_000, "max")
    ]


SMALL = """
columns:
  code: [编号]
  note?: [备注]
kind: {column: type, values: {school: Institute, firm: Enterprise}}
key: code
name: name
date: [day, year]
properties:
  capital: {column: capital, currency: EUR, decimal: comma}
  website: {column: note, pattern: "https://[^ ]+"}
  type: {constant: listed}
indicators:
  staff: {column: staff, unit: person, period: year}
things:
  owners:
    column: owners
    separator: ";"
    kind: Enterprise
    identifiers: {lei: leis}
    edges: {kind: PART_OF, from: record, share: shares}
"""
ROW: dict[str, object] = {
    "编号": "1", "type": "School", "name": " A  school ", "day": "", "year": "2020",
    "capital": "1.234,50", "备注": "see https://a.example now", "staff": "1,200",
    "owners": "X; Y", "leis": "529900t8bm49aursdo55;5493001KJTIIGC8Y1R12", "shares": "40%",
}


def test_every_part_of_the_language() -> None:
    mapping = mapping_of(SMALL, "small")
    unit = unit_of(mapping, ROW)
    assert unit.records[0].kind == "Institute"
    assert unit.records[0].name == "A school"
    assert unit.date == "2020"
    assert [r.identifiers for r in unit.records[1:]] == [
        ("lei:529900T8BM49AURSDO55",), ("lei:5493001KJTIIGC8Y1R12",)]
    values = {c.predicate: (c.value, c.unit, c.measure, c.period) for c in unit.claims if c.value}
    assert values == {
        "capital": (1234.5, "EUR", "", ""), "website": ("https://a.example", "", "", ""),
        "type": ("listed", "", "", ""), "indicator": (1200, "person", "staff", "2020"),
    }
    assert [(c.subject, c.share) for c in facts(unit, "PART_OF")] == [(unit.key, 0.4)] * 2


def test_lists_that_do_not_line_up_are_left_out_and_counted() -> None:
    units, report = units_of(mapping_of(SMALL, "small"), [ROW | {"leis": "l1"}])
    assert [r.identifiers for r in units[0].records[1:]] == [(), ()]
    assert any("'leis' does not hold one value for each name" in note for note in report.notes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"year": "20x0"}, "rows, row 1, column 'year': '20x0' is not a date; write 2021"),
        ({"capital": "lots"}, "column 'capital': 'lots' is not a sum"),
        ({"staff": "some"}, "column 'staff': 'some' is not a number"),
        ({"shares": "140%"}, "column 'shares': '140%' is no share; write 0.4 or 40%"),
        ({"编号": ""}, "column '编号': is empty; every row needs a key"),
        ({"编号": "9.163E+17"}, "turned into a number; format the column as text"),
        ({"name": ""}, "column 'name': is empty; it names what the row is about"),
        ({"type": "ship"}, "nothing tells what kind of thing 'A school' is"),
    ],
)
def test_a_broken_row_is_refused_and_the_rest_goes_on(
    change: dict[str, object], words: str
) -> None:
    units, report = units_of(mapping_of(SMALL, "small"), [ROW | change, ROW | {"编号": "2"}])
    assert [unit.key for unit in units] == ["src/2"]
    (place, reason), = report.rejected
    assert place == "rows, row 1"
    assert words in reason


def test_a_faulty_row_of_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("number,title\n1,a\n2,b,c\n", encoding="utf-8")
    mapping, report = load_mapping("patents"), Report()
    assert len(list(mapping.units(read_table(path), mapping.source("p"), report))) == 1
    assert report.rejected == [
        (f"{path}, row 3", f"{path}, row 3: has 3 cells but the header has 2")]


def test_the_same_key_twice() -> None:
    mapping = load_mapping("patents")
    rows: list[dict[str, object]] = [
        {"number": "1", "title": "a"}, {"number": "1", "title": "a"}, {"number": "1", "title": "b"}
    ]
    units, report = units_of(mapping, rows)
    assert len(units) == 1
    assert report.counts == {"rows": 3, "repeated": 1}
    assert "row 3: the key 'src/1' stands in row 1 already" in report.rejected[0][1]


def test_the_reading_depends_on_the_words_and_the_mapping_alone() -> None:
    mapping = mapping_of(SMALL, "small")
    reading = unit_of(mapping, ROW).reading
    turned = dict(reversed(ROW.items()))
    assert unit_of(mapping, turned | {"empty": ""}).reading == reading
    assert unit_of(mapping, ROW | {"staff": "1"}).reading.content != reading.content
    other = mapping_of(SMALL.replace("EUR", "USD"), "small")
    assert unit_of(other, ROW).reading.fingerprint != reading.fingerprint
    assert unit_of(mapping_of(SMALL, "small"), ROW).reading == reading


def test_rows_without_a_key_of_their_own() -> None:
    mapping = mapping_of("{kind: Institute, name: name}", "m")
    units, report = units_of(mapping, [{"name": "a"}, {"name": "b"}])
    assert len({unit.key for unit in units}) == 2
    assert units_of(mapping, [{"name": "a"}])[0][0].key == units[0].key
    assert any("no key of their own" in note for note in report.notes)


def test_filters_in_the_file_and_on_the_way() -> None:
    text = "{kind: Institute, name: name, key: name, where: {country: [CN, TW]}}"
    mapping = mapping_of(text, "m")
    rows: list[dict[str, object]] = [
        {"name": name, "country": country, "type": kind}
        for name, country, kind in [("a", "cn", "x"), ("b", "FR", "x"), ("c", "TW", "y")]
    ]
    units, report = units_of(mapping, rows)
    assert [unit.key for unit in units] == ["src/a", "src/c"]
    assert report.counts["filtered"] == 1
    assert [u.key for u in units_of(mapping.where(parse_condition("type=Y")), rows)[0]] == ["src/c"]


def test_a_kind_that_its_edge_forbids_falls_back() -> None:
    unit = unit_of(mapping_of("""
kind: Project
key: no
name: no
things:
  lead: {column: lead, kind: {words: {Region: [province], Institute: [univ*]}, default: Agency},
         edges: PERFORMED}
""", "m"), {"no": "1", "lead": "Province hall"})
    assert unit.records[1].kind == "Agency"


def test_a_missing_column_is_named_with_the_nearest() -> None:
    mapping = mapping_of(SMALL, "small")
    row = {key: value for key, value in ROW.items() if key != "capital"} | {"capitol": "1"}
    with pytest.raises(SourceUnusable) as caught:
        units_of(mapping, [row])
    assert "rows: mapping small needs a column 'capital'" in str(caught.value)
    assert "the file has 编号, type, name" in str(caught.value)
    assert "did you mean 'capitol'?" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: a", "has no 'kind'"),
        ("{kind: Patant, name: a}", "did you mean 'Patent'"),
        ("{kind: Patent, name: a, propertys: {}}", r"unknown key 'propertys'; did you mean 'prop"),
        ("{kind: Patent, name: a, properties: {titel: a}}", "properties.titel: 'titel' is not"),
        ("{kind: Patent, name: a, visibility: secret}", "choose from public, internal"),
        ("{kind: Patent, name: a, date: {column: d, order: us}}", "date.order: 'us'"),
        ("{kind: Patent, name: a, things: {x: {column: b}}}", "things.x: has no 'kind'"),
        ("{kind: Patent, name: a, things: {x: {kind: Person}}}", "names no column"),
        ("{kind: Patent, name: a, things: {x: {column: b, kind: Person, edges: PARTY_TO}}}",
         "cannot join Person and Patent: it goes from Enterprise"),
        ("{kind: Institute, name: a, things: {x: {column: b, kind: Institute, edges: PART_OF}}}",
         "may go both ways; write 'to: record' or 'from: record'"),
        ("{kind: Patent, name: a, things: {x: {column: b, kind: Person, context: y}}}",
         "context: 'y' is not allowed"),
        ("{kind: Patent, name: {column: a, pattern: '('}}", "is no regular expression"),
        ("{kind: Patent, name: {column: a, values: towns}}", "name.values: 'towns' is not allowed"),
        ("{kind: Patent, name: {colunm: a}}", "unknown key 'colunm'; did you mean 'column'"),
        ("{kind: Patent, name: a, properties: {price: {column: p, decimal: dot}}}", "'dot' is not"),
        ("{kind: Patent, name: a, properties: {price: {column: p, scale: many}}}", "whole number"),
        ("{kind: {column: t}, name: a}", "give 'column' with 'values'"),
        ("[1]", "must be a list of 'key: value' pairs"),
        ("{a: b: c", "is not YAML"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(SourceUnusable, match=f"mapping m: .*{words}"):
        mapping_of(text, "m")


def test_mappings_by_name_and_by_file(tmp_path: Path) -> None:
    assert {"patents", "institutes", "enterprises", "contracts", "achievements", "needs",
            "projects", "publications", "awards"} <= set(mappings())
    path = tmp_path / "mine.yml"
    path.write_text(SMALL, encoding="utf-8")
    assert load_mapping(path).name == "mine"
    with pytest.raises(SourceUnusable, match="called .patent.; did you mean .patents."):
        load_mapping("patent")
    with pytest.raises(SourceUnusable, match="cannot be opened"):
        load_mapping(tmp_path / "none.yml")


def test_one_row_at_a_time() -> None:
    mapping = mapping_of(SMALL, "small")
    source = mapping.source("s", title="My list", visibility="internal")
    assert (source.level, source.form) == (1, "table")
    row, = rows_of([ROW])
    assert mapping.unit(row, source) == mapping.unit(row, source)
    bad, = rows_of([ROW | {"year": "?"}])
    with pytest.raises(RecordRejected, match="My list, row 1, column 'year'"):
        mapping.unit(bad, source)


def test_real_exports_are_mapped_whole() -> None:
    for name, count in (("lens", 200), ("patentscope", 100)):
        table = read_table(shared(f"reference/formats/{name}-export-sample.csv"))
        mapping, report = fitting_mapping(table.columns, table.name), Report()
        units = list(mapping.units(table, mapping.source(name), report))
        for unit in units:
            check(unit)
        assert mapping.name == "patents"
        assert len(units) == count
        assert report.rejected == []
        assert all(unit.date for unit in units)


SAMPLE = Path(sample.__path__[0])


def test_the_sample_s_registers_are_mapped_whole() -> None:
    kinds: dict[str, set[str]] = {}
    for name in ("institutes", "enterprises", "patents", "contracts", "achievements", "needs",
                 "projects", "publications"):
        table = read_table(SAMPLE / f"{name}.csv")
        mapping, report = fitting_mapping(table.columns, table.name), Report()
        assert mapping.name == name
        for unit in mapping.units(table, mapping.source(name), report):
            check(unit)
            for record in unit.records:
                kinds.setdefault(record.name, set()).add(record.kind)
        assert report.rejected == []
        assert not report.notes
    # The words of a name tell the same kind as the register that lists it.
    organisations = {"Institute", "Enterprise", "Agency", "Platform"}
    assert [name for name, found in kinds.items() if len(found & organisations) > 1] == []


def test_rows_are_mapped_fast(tmp_path: Path) -> None:
    path = tmp_path / "awards.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["award_id", "year", "firm", "firm_key", "agency", "title", "abstract"])
        writer.writerows([str(i), "1999", f"Firm {i % 900}", f"F{i % 900}", "Agency", f"Title {i}",
                          "words " * 150] for i in range(4000))
    table = read_table(path)
    mapping, report = fitting_mapping(table.columns, "awards"), Report()
    assert mapping.name == "awards"
    start = time.process_time()
    assert len(list(mapping.units(table, mapping.source("a"), report))) == 4000
    # Some 24,000 rows/s on the machine it was written on; far below that something is wrong.
    assert 4000 / (time.process_time() - start) > 4000


def test_a_mapping_nested_too_deep_is_refused() -> None:
    with pytest.raises(SourceUnusable, match="mapping deep: is not YAML"):
        mapping_of("a: " + "[" * 3000 + "]" * 3000, "deep")
