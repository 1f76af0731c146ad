"""Each register is known by its columns alone and gives the facts of its rows.

The files in ``formats`` are invented, in the documented shape with its traps.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import qilian
from tests.ingest.sources.registers import (
    FORMATS,
    edges,
    facts,
    kinds,
    read,
    thing,
    units_of,
    values,
)


def test_companies_house() -> None:
    units = units_of("companies_house.csv", "companies_house")
    sensors, farm, institute = units["00912345"], units["SC400123"], units["RC000999"]
    assert sensors.records[0].identifiers == ("companies_house:00912345",)
    assert sensors.records[0].names == (
        "WHARFSIDE GAUGE COMPANY LIMITED", "MILL LANE GAUGES LIMITED")
    assert sensors.records[0].region == "LEEDS, WEST YORKSHIRE, England, United Kingdom"
    assert values(sensors) == {
        "founded": "1967-04-03", "status": "Active", "legal_form": "Private Limited Company",
        "address": "12 MILL LANE, LEEDS, LS1 0XX",
    }
    assert [fact[2] for fact in edges(sensors, "OPERATES_IN")] == [
        "Business and domestic software development",
        "Manufacture of electronic measuring, testing etc. equipment, "
        "not for industrial process control",
    ]
    software = thing(sensors, "Business and domestic software development")
    assert (software.kind, software.identifiers) == ("Industry", ("uk_sic:62012",))
    claim, = [c for c in sensors.claims if c.object == software.key]
    assert sensors.quote(claim) == "62012 - Business and domestic software development"
    assert edges(farm, "OPERATES_IN") == []  # "None Supplied"
    assert values(farm)["founded"] == "2011-12-25"
    assert institute.records[0].kind == "Institute"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["qichacha.csv", "register_api.csv"])
def test_chinese_registers_in_their_encodings(name: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text((FORMATS / name).read_text(encoding="utf-8"), encoding=encoding)
    units, _, mapping = read(path)
    assert mapping == "enterprises"
    assert [unit.cells for unit in units] == [unit.cells for unit in read(FORMATS / name)[0]]


def test_a_chinese_register_with_places() -> None:
    optics, pumps, bay = units_of("qichacha.csv", "enterprises").values()
    assert optics.records[0].identifiers == ("uscc:91331100MA2A0001XR",)
    assert optics.records[0].region == "莲都区, 丽水市, 浙江省"
    assert values(optics) == {
        "capital": "50000000 CNY", "founded": "2016-03-09", "size": "小型", "status": "存续",
        "address": "云岭路1号", "phone": "0578-0000000",
    }
    assert edges(optics, "PART_OF", "WORKS_FOR") == [
        ("丽水市", "PART_OF", "浙江省", ""),
        ("周远山", "WORKS_FOR", "丽水云岭光学有限公司", "legal representative"),
        ("莲都区", "PART_OF", "丽水市", ""),
    ]
    assert pumps.records[0].region == "嘉兴市, 浙江省"  # the district is "-"
    assert values(pumps)["capital"] == "12005000 CNY"
    # No code at all: the name is the key, and nothing is an identifier.
    assert (bay.key, bay.records[0].identifiers) == ("r/海湾新材料（嘉兴）有限公司", ())
    assert (values(bay)["capital"], values(bay)["status"]) == ("3000000 USD", "注销")


def test_a_chinese_register_with_industries_and_former_names() -> None:
    optics, bay, pumps = units_of("register_api.csv", "enterprises").values()
    assert optics.records[0].names == ("云岭镜片厂", "丽水云岭玻璃有限公司")
    assert pumps.records[0].names == ("嘉兴南桥泵厂", "南桥水泵厂")
    assert bay.records[0].names == ()
    assert edges(optics, "OPERATES_IN", "PART_OF") == [
        ("丽水云岭光学有限公司", "OPERATES_IN", "仪器仪表制造业", ""),
        ("丽水云岭光学有限公司", "OPERATES_IN", "光学仪器制造", ""),
        ("丽水云岭光学有限公司", "OPERATES_IN", "制造业", ""),
        ("仪器仪表制造业", "PART_OF", "制造业", ""),
        ("光学仪器制造", "PART_OF", "仪器仪表制造业", ""),
    ]
    assert edges(bay, "OPERATES_IN", "PART_OF") == [
        ("海湾新材料（嘉兴）有限公司", "OPERATES_IN", "批发和零售业", "")]
    assert bay.key == "r/330400400001235"
    assert bay.records[0].identifiers == (
        "cn_registration:330400400001235", "cn_organisation:765432104")
    assert values(pumps)["capital"] == "12005000 CNY"


def test_cordis_projects() -> None:
    units = units_of("cordis_project.csv", "cordis_projects")
    sorbents, wool = units["101999001"], units["999002"]
    assert sorbents.records[0].identifiers == ("cordis:101999001", "doi:10.3030/101999001")
    assert sorbents.records[0].names == ("BRINESORB",)
    assert (sorbents.date, wool.date) == ("2022-06-14", "2016-01-01")
    assert (values(sorbents)["amount"], values(sorbents)["budget"]) == (
        "2500000 EUR", "2998387.5 EUR")  # a decimal comma
    assert values(wool)["budget"] == "1597750.25 EUR"  # and a point
    assert values(sorbents)["abstract"] == 'We test "granular" sorbents; two pilots follow.'
    assert [c.value for c in sorbents.claims if c.predicate == "keywords"] == [
        "lithium", "brine", "sorbent"]
    assert edges(sorbents, "FUNDED") == [
        ("European Commission", "FUNDED", sorbents.records[0].name, "")]


def test_cordis_organisations() -> None:
    units = units_of("cordis_organization.csv", "cordis_organisations")
    college = units["101999001|999000001"]
    assert college.records[0].identifiers == ("cordis:101999001",)
    name = "TECHNISCHE HOCHSCHULE MURTAL"
    body = thing(college, name)
    assert (body.kind, body.names, body.region) == ("Institute", ("THM",), "Graz, Austria")
    assert body.identifiers == ("pic:999000001", "vat:ATU12345675")
    assert facts(college, of=name) == {
        (name, "PERFORMED", "BRINESORB", "coordinator"), (name, "LOCATED_IN", "Graz", ""),
        (name, "LOCATED_IN", "Austria", ""), (name, "website", "https://thm.example", ""),
        (name, "address", "Uferweg 3, 8010, Graz", ""),
    }
    small = units["101999001|999000002"]
    assert (small.records[1].kind, small.records[1].region) == ("Enterprise", "ATHINA, Greece")
    assert ("OLIVEN SORBENTS IKE", "size", "SME", "") in facts(small)
    council = units["999002|999000003"]
    assert (council.records[1].kind, council.records[1].identifiers) == (
        "Agency", ("pic:999000003",))  # its VAT number is "NOTAPPLICABLE"
    assert edges(council, "PERFORMED")[0][3] == "associatedPartner"


def test_cordis_fields_of_science() -> None:
    unit = units_of("cordis_euroscivoc.csv", "cordis_fields")["101999001|/25/61"]
    assert unit.records[0].identifiers == ("cordis:101999001",)
    assert unit.records[1].identifiers == ("euroscivoc:/25/61",)
    assert [fact[1:3] for fact in facts(unit)] == [("CLASSIFIED_AS", "materials engineering")]


def test_technology_contracts() -> None:
    coating, patent, advice = units_of("tech_contracts.csv", "contracts").values()
    assert values(coating) == {
        "contract_kind": "development", "contract_value": "1205000 CNY",
        "technology_value": "1000000 CNY", "field": "新材料及其应用",
    }
    assert edges(coating, "PARTY_TO") == [
        ("东湖理工大学", "PARTY_TO", "镜片涂层的开发", "seller"),
        ("丽水云岭光学有限公司", "PARTY_TO", "镜片涂层的开发", "buyer"),
    ]
    assert (thing(coating, "东湖理工大学").kind, thing(coating, "东湖理工大学").region) == (
        "Institute", "Lishui, Zhejiang")
    # Names that tell no kind, codes that do; a spreadsheet has made 021 to 21.
    assert kinds(patent)["高地研究室"] == "Institute"
    assert thing(patent, "高地研究室").region == "Zhejiang"
    assert (kinds(advice)["嘉兴清流顾问中心"], kinds(advice)["嘉兴市南桥办公室"]) == (
        "Enterprise", "Agency")
    assert (patent.date, advice.date) == ("2021-06-01", "2021-07-01")
    assert [values(unit)["contract_kind"] for unit in (patent, advice)] == [
        "transfer", "consulting"]


def test_registered_achievements() -> None:
    coating, pump, brine = units_of("registered_achievements.csv", "achievements").values()
    assert coating.records[0].identifiers == ("achievement:9332021Y0001",)
    offers = [c for c in coating.claims if c.predicate == "OFFERS"]
    assert [c.share for c in offers] == [0.5, 0.5]
    assert kinds(coating) | kinds(brine) == {
        "东湖理工大学": "Institute", "丽水云岭光学有限公司": "Enterprise",
        "光学": "TechnologyField", "高地盐化研究所": "Institute"}
    assert (values(pump)["stage"], pump.date) == ("批量生产", "2021-10-08")


@pytest.mark.parametrize("name", ["sbir_api.csv", "sbir_bulk.csv"])
def test_small_business_awards(name: str) -> None:
    coating, pump, pilot = units_of(name, "awards").values()
    assert values(coating) == {
        "abstract": "A coating that keeps salt away.", "keywords": "salt",
        "funder": "Department of Brine", "amount": "149998.5 USD", "type": "STTR Phase I",
    }
    firm = thing(coating, "Saltmarsh Optics Inc.")
    assert firm.identifiers == ("uei:SAMPLE7YYYY7", "duns:111222333")
    assert firm.region == "Bayport, ME"
    title = coating.records[0].name
    assert edges(coating, "PERFORMED", "WORKS_FOR") == [
        ("Ann Lee", "WORKS_FOR", "Saltmarsh Optics Inc.", "principal investigator"),
        ("Northshore University", "PERFORMED", title, "research institution"),
        ("Saltmarsh Optics Inc.", "PERFORMED", title, ""),
    ]
    # Without tracking number the contract's is the key; without a date the year counts.
    assert (pump.key, pump.date, pilot.date) == ("r/BX22C0002", "2022-02-01", "2023")
    assert [fact[0] for fact in edges(pilot, "PERFORMED")] == ["Saltmarsh Optics Inc."]


def test_lists_of_needs() -> None:
    lens, noise, salt = units_of("stated_needs.csv", "needs").values()
    assert [(c.value, c.unit, c.bound) for c in lens.claims if c.predicate == "budget"] == [
        (500_000, "CNY", "min"), (1_000_000, "CNY", "max")]
    assert edges(lens, "HAS_PROBLEM", "CLASSIFIED_AS", "OPERATES_IN") == [
        ("丽水云岭光学有限公司", "HAS_PROBLEM", "镜片在低温下开裂", ""),
        ("丽水云岭光学有限公司", "OPERATES_IN", "光学仪器制造", ""),
        ("镜片在低温下开裂", "CLASSIFIED_AS", "光学仪器制造", ""),
    ]
    works_in, = [c for c in lens.claims if c.predicate == "OPERATES_IN"]
    assert lens.quote(works_in) == "光学仪器制造"
    assert "budget" not in values(noise)  # 面议
    assert (noise.date, kinds(salt)["高地盐化研究所"]) == ("2022-04-02", "Institute")


def test_gleif() -> None:
    sensors, optics, shire = units_of("gleif.csv", "gleif").values()
    assert sensors.records[0].identifiers == (
        "lei:3003000000WHARFSID17", "companies_house:00912345")
    assert sensors.records[0].names == ("WHARFSIDE GAUGE COMPANY LIMITED",)
    assert optics.records[0].identifiers == (
        "lei:300300000YUNLINGGX89", "uscc:91331100MA2A0001XR")
    assert optics.records[0].names == ("Lishui Yunling Optics Co., Ltd.",)
    assert optics.records[0].region == "丽水市, China"
    assert values(optics)["founded"] == "2016-03-09"
    assert (shire.records[0].kind, shire.records[0].identifiers) == (
        "Agency", ("lei:3003000000SHIREGOV65",))
    assert edges(shire, "LOCATED_IN") == [
        ("Shire of Fernley", "LOCATED_IN", "Reading", ""),
        ("Shire of Fernley", "LOCATED_IN", "United Kingdom", "")]


def test_files_of_one_register_meet(tmp_path: Path) -> None:
    """A participation or an assignee makes no second project or patent."""
    kg = qilian.open(f"sqlite:///{tmp_path}/s.db")
    with kg:
        report = kg.ingest(
            *sorted(FORMATS.glob("g_*.tsv")),
            *(FORMATS / f"cordis_{name}.csv" for name in (
                "project", "organization", "euroscivoc")),
            FORMATS / "gleif.csv", FORMATS / "companies_house.csv", FORMATS / "qichacha.csv",
            FORMATS / "google_patents.csv",
        )
        assert report.rejections == 0
        assert not report.failed
        pump = kg.entity("Brine pump with titanium seal")
        assert {"patent:US-9999901", "patent:US-9999901-B2"} <= set(pump.identifiers)
        assert pump.properties["filed"] == "2015-05-01"
        project = kg.entity("Sorbents for lithium from brine; a pilot")
        assert "BRINESORB" in project.names
        assert kg.entity("THM").id == kg.entity("TECHNISCHE HOCHSCHULE MURTAL").id
        # One company in two registers, by its number.
        sensors = kg.entity("WHARFSIDE SENSOR WORKS LIMITED", kinds=("Enterprise",))
        assert sensors.identifiers == ("companies_house:00912345", "lei:3003000000WHARFSID17")
        counts = kg.status().counts
    # Three patents of PatentsView and four of Google, one of them in both.
    assert (counts["Patent"], counts["Project"]) == (6, 3)
