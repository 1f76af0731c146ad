"""The mapping language: codes, prefixes, several columns, separators of names."""

from __future__ import annotations

import pytest

from ingest.sources.mapping import load_mapping, mapping_of
from tests.ingest.sources.test_mapping import PATENT, facts, unit_of, units_of

CODES = r"""
kind: {column: size, values: {"1*": Enterprise, "10": Agency}, default: Institute}
key: {all: [no, part]}
name: {any: [first, last]}
names: {any: [last, first], with: ", "}
identifiers: {own: [{column: no, prefix: X-}, {all: [no, part], with: "/"}]}
region: {any: [town, country], values: place, with: ", "}
properties:
  size: {column: sme, values: {"yes": SME, "no": ""}}
  capital: {column: capital, currency: EUR, decimal: either}
things:
  industry:
    each: [sic 1, sic 2]
    pattern: '^\d+ - (.+)$'
    kind: Industry
    identifiers: {sic: {pattern: '^\d+'}}
    edges: OPERATES_IN
"""
CODED: dict[str, object] = {
    "no": "7", "part": "b", "first": "Ann", "last": "Lee", "size": "130", "town": "Graz",
    "country": "EL", "sme": "Yes", "capital": "1234,5", "sic 1": "1 - Pumps",
    "sic 2": "2 - Locks - safes",
}


def test_codes_prefixes_and_several_columns() -> None:
    unit = unit_of(mapping_of(CODES, "m"), CODED)
    own, pumps, locks = unit.records
    assert (own.key, own.kind, own.name, own.names) == (
        "src/7|b", "Enterprise", "Ann Lee", ("Lee, Ann",))
    assert (own.identifiers, own.region) == (("own:X-7", "own:7/b"), "Graz, Greece")
    assert [(r.name, r.identifiers) for r in (pumps, locks)] == [
        ("Pumps", ("sic:1",)), ("Locks - safes", ("sic:2",))]
    assert [unit.quote(c) for c in facts(unit, "OPERATES_IN")] == ["1 - Pumps", "2 - Locks - safes"]
    assert [c.value for c in unit.claims if c.value] == ["SME", 1234.5]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"size": "10"}, "Agency"), ({"size": "2"}, "Institute"), ({"first": "-"}, "Lee"),
        ({"last": ""}, "Ann"), ({"capital": "1234.5"}, 1234.5), ({"sme": "no"}, None),
        ({"country": "993000"}, "Graz, 993000"), ({"country": "Ελλάδα"}, "Graz, Ελλάδα"),
        ({"country": "", "town": "331100"}, "Lishui"), ({"sic 2": "None Supplied"}, "Pumps"),
    ],
)
def test_codes_that_stay_and_parts_that_are_missing(
    change: dict[str, object], expected: object
) -> None:
    unit = unit_of(mapping_of(CODES, "m"), CODED | change)
    own = unit.records[0]
    size = next((c.value for c in facts(unit, "size")), None)
    assert expected in {
        own.kind, own.name, own.region, size, unit.records[-1].name,
        *(c.value for c in facts(unit, "capital"))}


def test_both_marks_for_decimals_allow_none_for_thousands() -> None:
    units, report = units_of(mapping_of(CODES, "m"), [CODED | {"capital": "1.234,5"}])
    assert not units
    assert "column 'capital': '1.234,5' is not a sum" in report.rejected[0][1]


@pytest.mark.parametrize(
    ("separator", "text", "names"),
    [
        (",", "Salt Co., Ltd., North University", ["Salt Co., Ltd.", "North University"]),
        (",", "Sorbents GmbH & Co. KG,Salt, Inc.", ["Sorbents GmbH & Co. KG", "Salt, Inc."]),
        (",", "Incline Works, Limerick Ltd", ["Incline Works", "Limerick Ltd"]),
        ("names", "北方大学、盐业公司", ["北方大学", "盐业公司"]),
        ("names", "北方大学,盐业公司，Salt Co., Ltd.", ["北方大学", "盐业公司", "Salt Co., Ltd."]),
        ("names", "李 娜；Li, Na;王伟", ["李 娜", "Li, Na", "王伟"]),
        ("names", "李娜 王伟", ["李娜", "王伟"]),
        ("names", "Salt Lake Works, North", ["Salt Lake Works, North"]),
    ],
)
def test_separators_of_names(separator: str, text: str, names: list[str]) -> None:
    mapping = mapping_of(f"""
kind: Patent
key: no
name: no
things:
  who: {{column: who, separator: "{separator}", kind: Enterprise, edges: APPLIED_FOR}}
""", "m")
    assert [r.name for r in unit_of(mapping, {"no": "1", "who": text}).records[1:]] == names


def test_an_applicant_who_invents_is_a_person_however_written() -> None:
    unit = unit_of(load_mapping("patents"), PATENT | {"申请人": "LI, Na；Wang Li"})
    applied = [c.subject for c in facts(unit, "APPLIED_FOR")]
    assert {r.name: r.kind for r in unit.records if r.key in applied} == {
        "LI, Na": "Person", "Wang Li": "Enterprise"}
