"""What kind of thing a name or a credit code means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.kinds import KindWords, kind_words, table_of_kinds, written_as_person
from ingest.sources.mapping import mapping_of, mappings
from ingest.sources.rows import Row

ORGANISATION = table_of_kinds("organisation")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青海大学", "Institute"), ("青海大学科技有限公司", "Enterprise"),
        ("Univ. of the Plateau", "Institute"), ("Universität Nordsee", "Institute"),
        ("Institute Pharma Co., Ltd.", "Enterprise"), ("Nordlicht A/S", "Enterprise"),
        ("省科学技术厅", "Agency"), ("Ministry of Science", "Agency"),
        ("高新技术产业园", "Platform"), ("Sunrise", ""), ("Instinct Labs", ""),
        # A place behind the short word, in any spelling.
        ("TU MUENCHEN", "Institute"), ("FH Muenster", "Institute"), ("TH Köln", "Institute"),
        ("ETH ZUERICH", "Institute"), ("Uni Bremen", "Institute"), ("KU Leuven", "Institute"),
        ("TU Dresden GmbH", "Enterprise"), ("TU YOUYOU", ""), ("TH Brine", ""),
        ("FH Packaging", ""), ("Bremen Uni Pans", ""), ("TU", ""), ("TU ", ""),
        ("Norddeutsche Salzforschung e.V.", "Institute"), ("Steve V", ""),
        ("Norddeutsche Salz Aktiengesellschaft", "Enterprise"),
        # An academy's short name.
        ("中科院盐湖所", "Institute"), ("省社科院", "Institute"),
        ("中科院盐湖科技有限公司", "Enterprise"), ("城西派出所", ""), ("诚信律师事务所", ""),
        ("盐湖中学", "Institute"), ("高原卫生院", "Institute"),
        # A country in brackets, as the Research Organization Registry marks companies.
        ("Brine Works (Taiwan)", "Enterprise"), ("Brine Works (Cayman Islands)", "Enterprise"),
        ("Brine Works（China）", "Enterprise"), ("Brine Institute (China)", "Institute"),
        ("Brine Works (Munich)", ""), ("Brine Works (Lithium)", ""), ("(China)", ""),
        ("Brine Works China", ""),
    ],
)
def test_words_tell_the_kind(name: str, kind: str) -> None:
    assert ORGANISATION.of_name(name) == kind


@pytest.mark.parametrize(("code", "kind"), [
    ("12330100000000000X", "Institute"), ("11330100000000000X", "Agency"),
    ("13330100000000000X", "Agency"), ("51330100000000000X", "Institute"),
    ("52330100000000000X", "Institute"), ("91330100000000000X", "Enterprise"),
    ("19330100000000000X", ""), ("54330100000000000X", ""), ("Y1330100000000000X", ""),
])
def test_a_credit_code_tells_the_kind(code: str, kind: str) -> None:
    assert ORGANISATION.of_identifiers(["lei:12", f"uscc:{code}"]) == kind
    assert ORGANISATION.of_identifiers([f"cn_registration:{code}"]) == ""


def test_an_own_table_knows_its_words_and_no_codes() -> None:
    own = kind_words([{"kind": "Platform", "has": ["park*"]}])
    assert (own.of_name("Parkland"), own.of_name("Spark")) == ("Platform", "")
    assert own.of_identifiers(["uscc:12330100000000000X"]) == ""
    assert own.kinds == ("Platform",)
    assert KindWords().of_name("Park") == ""


@given(st.text(max_size=30))
def test_any_text_may_be_a_name(name: str) -> None:
    assert ORGANISATION.of_name(name) in ("", *ORGANISATION.kinds)
    assert written_as_person(name) in (True, False)


@pytest.mark.parametrize("name", [
    "SALT, Anna", "SALT, Anna Maria", "VAN DER SALT, Jan-Piet", "O'SALT, Sean M.", "LIN, Benyu",
])
def test_a_person_as_the_world_s_office_writes_one(name: str) -> None:
    assert written_as_person(name)


@pytest.mark.parametrize("name", [
    "SALT ANNA", "Salt, Anna", "SALT, ANNA", "LIN BENYU", "GENERAL BRINE", "BRINE, Espoo",
    "BRINE, Wien", "BRINE, A.", "BRINE, 3 Pans", "BRINE,", ", Anna", "BRINE, Anna, Otto",
    "BRINE, pans", "BRINE, Salt And Lithium Works", "李娜",
])
def test_what_may_as_well_be_a_company_is_no_person(name: str) -> None:
    assert not written_as_person(name)


# --- in the mappings that come with Qilian ---


def kinds(mapping: str, **cells: str) -> dict[str, str]:
    """Name to kind of all that a row of a mapping names."""
    known = mappings()[mapping]
    unit = known.unit(Row(2, cells), known.source("s"))
    assert unit
    return {record.name: record.kind for record in unit.records}


@pytest.mark.parametrize(("name", "code", "kind"), [
    ("湖滨市第一医院", "", "Institute"), ("浙江镜泊大学", "", "Institute"),
    ("湖滨市疾病控制中心", "12630100MB0000001T", "Institute"),  # no word tells, the code does
    ("湖滨市疾病控制中心", "", "Enterprise"),
    ("湖滨市疾病控制中心", "12630100MB00000010", "Enterprise"),  # the code fails its check
    ("湖滨大学科技有限公司", "12630100MB0000001T", "Enterprise"),  # the name goes before
    ("盐湖矿业", "", "Enterprise"), ("湖滨市盐务管理局", "", "Agency"),
])
def test_a_register_of_companies_lists_other_bodies_too(name: str, code: str, kind: str) -> None:
    cells = {"企业名称": name, "统一社会信用代码": code, "注册号": "x1", "法定代表人": "李娜"}
    assert kinds("enterprises", **cells)[name] == kind


def test_an_applicant_who_is_written_as_a_person_is_one() -> None:
    cells = {"publication_number": "QX1", "title": "Pump", "inventors": "",
             "applicants": "SALT, Anna; BRINE WORKS; LIN BENYU; Brine, Inc"}
    assert kinds("patents", **cells) == {
        "Pump": "Patent", "SALT, Anna": "Person", "BRINE WORKS": "Enterprise",
        "LIN BENYU": "Enterprise", "Brine, Inc": "Enterprise",
    }


def test_where_no_people_stand_nobody_is_one() -> None:
    mapping = mapping_of("kind: {words: organisation, default: Enterprise}\nname: name", "own")
    unit = mapping.unit(Row(2, {"name": "SALT, Anna"}), mapping.source("s"))
    assert unit
    assert unit.records[0].kind == "Enterprise"
