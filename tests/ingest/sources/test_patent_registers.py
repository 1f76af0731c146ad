"""Each export of patents is known by its columns alone and gives the facts of its rows.

The files in ``formats`` are invented, in the documented shape with its traps; real exports
are read where the shared data are.
"""

from __future__ import annotations

import pytest

from ingest.sources.tables import read_table
from tests.ingest.sources.registers import FORMATS, edges, kinds, read, units_of, values
from tests.shared import shared


def test_chinese_patents() -> None:
    units = units_of("cn_patents.csv", "patents")
    lens, valve, brine = (
        units[key] for key in ("CN110999999A", "CN212345678U", "CN108000001B"))
    assert lens.records[0].identifiers == (
        "patent:CN-110999999-A", "application:CN-201911234567.4")
    assert lens.date == "2020-04-10"
    assert edges(lens, "APPLIED_FOR", "INVENTED", "WORKS_FOR") == [
        ("东湖理工大学", "APPLIED_FOR", "一种耐磨镜片涂层", ""),
        ("丽水云岭光学有限公司", "APPLIED_FOR", "一种耐磨镜片涂层", ""),
        ("周远山", "INVENTED", "一种耐磨镜片涂层", ""),
        ("李娜", "INVENTED", "一种耐磨镜片涂层", ""),
    ]
    assert kinds(lens)["东湖理工大学"] == "Institute"
    assert values(lens)["filed"] == "2019-12-05"
    assert values(lens)["legal_status"] == "实质审查的生效"
    # The applicant is the inventor; "李 娜" is one name.
    assert {r.name: r.kind for r in valve.records if r.kind in ("Person", "Enterprise")} == {
        "周远山": "Person", "李 娜": "Person"}
    assert [fact[0] for fact in edges(brine, "APPLIED_FOR")] == ["BASF SE", "Salt Lake Co., Ltd."]
    assert [fact[0] for fact in edges(brine, "INVENTED")] == ["Anna Meier", "Li, Na"]


def test_chinese_patents_with_commas_and_blanks() -> None:
    lens, pump, seal = units_of("cn_patents_commas.csv", "patents").values()
    assert edges(lens, "APPLIED_FOR", "INVENTED", "OWNS") == [
        ("东湖理工大学", "APPLIED_FOR", "一种镜片", ""),
        ("丽水云岭光学有限公司", "APPLIED_FOR", "一种镜片", ""),
        ("丽水云岭光学有限公司", "OWNS", "一种镜片", ""),
        ("周远山", "INVENTED", "一种镜片", ""),
        ("李娜", "INVENTED", "一种镜片", ""),
        ("王伟", "INVENTED", "一种镜片", ""),
    ]
    assert [fact[0] for fact in edges(pump, "APPLIED_FOR")] == [
        "东湖理工大学", "嘉兴南桥泵业股份有限公司"]
    assert [fact[0] for fact in edges(pump, "INVENTED")] == ["沈一舟", "王伟"]
    assert edges(seal, "APPLIED_FOR", "INVENTED", "OWNS") == [
        ("Salt Lake Co., Ltd.", "APPLIED_FOR", "一种密封", ""),
        ("李 娜", "INVENTED", "一种密封", "")]


def test_lens_real() -> None:
    path = shared("reference/formats/lens-export-sample.csv")
    found, _, mapping = read(path)
    assert mapping == "patents"
    units = {unit.key: unit for unit in found}
    drone = units["r/AT 556755 T"]
    assert drone.records[0].identifiers == (
        "patent:AT-556755-T", "application:AT-11153172", "lens:005-506-993-736-485")
    assert drone.date == "2012-05-15"
    assert values(drone)["filed"] == "2011-02-03"
    title = drone.records[0].name
    assert edges(drone, "APPLIED_FOR", "INVENTED") == [
        ("D HAEYER FREDERIC", "INVENTED", title, ""), ("PARROT", "APPLIED_FOR", title, ""),
        ("SEYDOUX HENRI", "INVENTED", title, "")]
    assert [c.value for c in drone.claims if c.predicate == "codes"] == [
        "A63H30/04", "A63F9/24", "A63F13/10", "A63H27/133", "G06F3/041", "G08C17/02"]
    assert kinds(units["r/BG 33016 A1"])["MONOV"] == "Person"  # applicant and inventor
    assert kinds(units["r/BG 46356 A1"])["INST TEKHN KIB I ROBOTIKA PRI"] == "Institute"


def test_patentscope_real() -> None:
    path = shared("reference/formats/patentscope-export-sample.csv")
    found, _, mapping = read(path)
    assert mapping == "patents"
    units = {unit.key: unit for unit in found}
    box = units["r/EP2680242"]
    assert (box.date, box.records[0].identifiers) == ("2014-01-02", ("patent:EP-2680242",))
    title = box.records[0].name
    assert edges(box, "APPLIED_FOR", "INVENTED", "WORKS_FOR") == [
        ("BONOMI JOHN", "INVENTED", title, ""),
        ("BONOMI JOHN", "WORKS_FOR", "PIZZA BOX INC AG", ""),
        ("BONOMI NICOLA", "INVENTED", title, ""),
        ("BONOMI NICOLA", "WORKS_FOR", "PIZZA BOX INC AG", ""),
        ("PIZZA BOX INC AG", "APPLIED_FOR", title, "")]
    assert edges(units["r/US20090208610"], "APPLIED_FOR") == []  # the applicant is "NA"
    # "FOURNIER ROBERT L" applies, "Fournier Robert L." invents.
    assert set(kinds(units["r/US4381317"]).values()) == {"Person", "TechnologyField"}


def test_google_patents() -> None:
    table = read_table(FORMATS / "google_patents.csv")
    assert any("search URL" in note for note in table.notes)
    table.rows.close()
    units = units_of("google_patents.csv", "google_patents")
    pump = units["US-9999901-B2"]
    assert pump.records[0].identifiers == ("patent:US-9999901-B2",)
    title = "Brine pump with titanium seal"
    assert edges(pump, "APPLIED_FOR", "INVENTED") == [
        ("Ann Lee", "INVENTED", title, ""), ("John Smith", "INVENTED", title, ""),
        ("Northshore University", "APPLIED_FOR", title, ""),
        ("Salt Lake Pumps Co., Ltd.", "APPLIED_FOR", title, "")]
    assert values(pump) == {"filed": "2015-05-01", "granted": "2018-06-19"}
    assert [fact[0] for fact in edges(units["EP-3999902-A1"], "APPLIED_FOR")] == [
        "Graz Sorbents GmbH & Co. KG", "Wharfside Sensor Works Limited"]
    assert edges(units["CN-110999999-A"], "APPLIED_FOR") == []
    assert [fact[0] for fact in edges(units["CN-110999999-A"], "INVENTED")] == ["周远山", "李娜"]
    assert set(kinds(units["US-2019999903-A1"]).values()) == {"Person"}


PATENTSVIEW = {
    "g_patent": "patents", "g_application": "applications",
    "g_assignee_disambiguated": "assignees", "g_applicant_not_disambiguated": "applicants",
    "g_inventor_disambiguated": "inventors", "g_patent_abstract": "abstracts",
    "g_cpc_current": "classes",
}


@pytest.mark.parametrize("name", PATENTSVIEW)
def test_each_patentsview_file_speaks_of_the_patent(name: str) -> None:
    units = units_of(f"{name}.tsv", f"patentsview_{PATENTSVIEW[name]}")
    for unit in units.values():
        assert unit.records[0].kind == "Patent"
        assert f"patent:US-{unit.cells['patent_id']}" in unit.records[0].identifiers


def test_patentsview_facts() -> None:
    patent = units_of("g_patent.tsv", "patentsview_patents")["9999901"]
    assert patent.records[0].identifiers == ("patent:US-9999901", "patent:US-9999901-B2")
    assert (patent.date, values(patent)) == (
        "2018-06-19", {"granted": "2018-06-19", "type": "utility"})
    application = units_of("g_application.tsv", "patentsview_applications")["9999901|14700001"]
    assert application.records[0].identifiers[1] == "application:US-14700001"
    assert values(application) == {"filed": "2015-05-01"}
    assignees = units_of("g_assignee_disambiguated.tsv", "patentsview_assignees")
    assert [kinds(unit) for unit in assignees.values()] == [
        {"Salt Lake Pumps Co., Ltd.": "Enterprise"}, {"Northshore University": "Institute"},
        {"The United States of America as represented by the Secretary of Brine": "Agency"},
        {"Ann Lee": "Person"},
    ]
    pumps = assignees["9999901|0"]
    assert edges(pumps, "APPLIED_FOR") == [
        ("Salt Lake Pumps Co., Ltd.", "APPLIED_FOR", "US 9999901", "")]
    assert pumps.records[1].identifiers == (
        "patentsview_assignee:a0000000-0000-4000-8000-000000000001",)
    assert pumps.quote(pumps.claims[0]) == "Salt Lake Pumps Co., Ltd."
    person = units_of("g_applicant_not_disambiguated.tsv", "patentsview_applicants")["9999904|0"]
    assert edges(person, "APPLIED_FOR") == [("Ann Lee", "APPLIED_FOR", "US 9999904", "")]
    inventors = units_of("g_inventor_disambiguated.tsv", "patentsview_inventors")
    assert edges(inventors["9999901|1"], "INVENTED") == [
        ("John Smith", "INVENTED", "US 9999901", "")]
    assert inventors["9999901|0"].records[1].identifiers == \
        inventors["9999904|0"].records[1].identifiers == ("patentsview_inventor:fl:an_ln:lee-1",)
    abstract = units_of("g_patent_abstract.tsv", "patentsview_abstracts")["9999904"]
    assert values(abstract) == {"abstract": "Brine is washed\nwith weak acid."}
    assert values(units_of("g_cpc_current.tsv", "patentsview_classes")["9999901|0"]) == {
        "codes": "F04D7/04"}
