"""Identifiers: published examples pass, each changed character is caught, spellings are one."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import vat
from graph.identity.check_digits import USCC_LETTERS, cn_application, uscc
from graph.identity.identifiers import (
    SCHEMES,
    address,
    fault,
    identifier,
    of_scheme,
    region_code,
    region_of,
    rounded_uscc,
)
from tests.shared import shared

PUBLISHED = [
    ("uscc", "91350100M000100Y43"), ("lei", "529900T8BM49AURSDO55"),
    ("lei", "5493001KJTIIGC8Y1R12"), ("cn_registration", "110108000000016"),
    ("ror", "05dxps055"), ("ror", "0006s4z66"), ("isni", "000000012146438X"),
    ("orcid", "0000-0002-1825-0097"), ("orcid", "0000-0002-1694-233X"),
    ("application", "CN-95115608.X"), ("application", "CN-201010165317.2"),
    ("lens", "062-291-696-337-99X"), ("vat", "DE136695976"), ("vat", "BE0428759497"),
    ("vat", "IT00743110157"), ("vat", "PL8567346215"), ("vat", "PT501964843"),
    ("vat", "DK13585628"), ("vat", "FI20774740"), ("vat", "LU15027442"),
    ("companies_house", "SC123456"), ("companies_house", "00445790"),
    ("companies_house", "IP12345R"),
    ("grid", "grid.20861.3d"), ("doi", "10.1000/182"), ("wikidata", "Q42944"),
    ("openalex", "I27837315"), ("uei", "C111ATT311C8"), ("ein", "12-3456789"),
    ("cordis", "101003456"), ("pic", "999997930"), ("patent", "CN-112345678-A"),
]
CHECKED = ("uscc", "lei", "ror", "isni", "orcid", "lens", "cn_organisation", "cn_registration",
           "application")


@pytest.mark.parametrize(("scheme", "value"), PUBLISHED)
def test_a_published_example_passes_and_is_its_own_normal_form(scheme: str, value: str) -> None:
    assert fault(scheme, value) == ""
    assert identifier(scheme, value) == f"{scheme}:{value}"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_example_of_each_scheme_passes(scheme: str) -> None:
    entry = SCHEMES[scheme]
    assert fault(scheme, entry.example) == ""
    assert identifier(scheme, entry.example) == f"{scheme}:{entry.example}"
    assert ("https://" in address(f"{scheme}:{entry.example}")) == bool(entry.address)


@pytest.mark.parametrize("scheme", CHECKED)
@given(data=st.data())
def test_a_changed_figure_is_caught(scheme: str, data: st.DataObject) -> None:
    value = SCHEMES[scheme].example
    place = data.draw(st.sampled_from([i for i, c in enumerate(value) if c.isdigit()]))
    other = data.draw(st.sampled_from([c for c in "0123456789" if c != value[place]]))
    assert fault(scheme, value[:place] + other + value[place + 1 :])


@given(st.text(USCC_LETTERS, min_size=2, max_size=2),
       st.from_regex(r"[1-8][0-9]{5}", fullmatch=True),
       st.text(USCC_LETTERS, min_size=9, max_size=9), st.data())
def test_the_check_digit_of_a_uscc_catches_each_character(
    head: str, division: str, body: str, data: st.DataObject
) -> None:
    code = f"{head}{division}{body}"
    whole = code + uscc(code)
    assert fault("uscc", whole) == "" or rounded_uscc(whole)
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from([c for c in USCC_LETTERS if c != whole[place]]))
    assert fault("uscc", whole[:place] + other + whole[place + 1 :])


@given(st.from_regex(r"20[0-2][0-9][12389][0-9]{7}", fullmatch=True), st.integers(0, 11), st.data())
def test_the_check_digit_of_a_chinese_application_catches_each_figure(
    number: str, place: int, data: st.DataObject
) -> None:
    whole = f"CN{number}.{cn_application(number)}"
    assert fault("application", whole) == ""
    other = data.draw(st.sampled_from([c for c in "0123456789" if c != number[place]]))
    assert fault("application", f"CN{number[:place]}{other}{number[place + 1 :]}{whole[-2:]}")


@given(st.sampled_from(sorted(SCHEMES)), st.text(max_size=30))
def test_no_text_is_an_error_and_the_normal_form_stays(scheme: str, text: str) -> None:
    found = identifier(scheme, text)
    again, _, value = found.partition(":")
    assert isinstance(fault(scheme, text), str)
    if not fault(scheme, text):
        assert identifier(again, value) == found
        assert fault(again, value) == ""


@pytest.mark.parametrize(("scheme", "value", "words"), [
    ("uscc", "91350100M000100Y44", "the check digit should be 3"),
    ("uscc", "91350100M000100Y4", "has 17 characters; a unified social credit code has 18"),
    ("uscc", "9135O100M000100Y43", "holds O; 91350100M000100Y43 would be right"),
    ("uscc", "91350I00M000100Z43", "a code has figures and capitals without I, O, S, V, Z"),
    ("uscc", "9135010AM000100Y43", "characters 3 to 8 are an administrative division"),
    ("uscc", "916300007104471000", "a spreadsheet"),
    ("uscc", "", "is empty"),
    ("lei", "529900T8BM49AURSDO56", "the last two figures should be 55"),
    ("lei", "L1", "has 2 characters; an LEI has 20"),
    ("ror", "https://ror.org/05dxps056", "the last two figures should be 55"),
    ("ror", "05dxps05l", "is no ROR id"),
    ("orcid", "0000-0002-1825-0098", "the check digit should be 7"),
    ("application", "CN201010165317.5", "the check digit behind the point should be 2"),
    ("patent", "ZL 2010 1 0165317.5", "the check digit behind the point should be 2"),
    ("application", "CN201070165317", "the figure behind the year is 7"),
    ("patent", "062-291-696-337-99X", "write country, number and kind, as CN-112345678-A"),
    ("patent", "10123456", "write country, number and kind"),
    ("companies_house", "AB12", "is no Companies House number"),
    ("vat", "136695976", "write it with the letters of its country"),
    ("vat", "MISSING", "is no VAT number"),
    ("vat", "DE136695977", "the check digit should be 6"),
    ("vat", "FR1", "has not the form of a VAT number of FR"),
    ("doi", "182", "write it as 10.1000/182"),
    ("wikidata", "P31", "is no Wikidata item"),
])
def test_a_fault_says_what_would_be_right(scheme: str, value: str, words: str) -> None:
    assert words in fault(scheme, value)


@pytest.mark.parametrize(("normal", "spellings"), [
    ("CN-112345678-A", "CN112345678A, CN 112345678 A, cn-112345678-a, ＣＮ１１２３４５６７８Ａ"),
    ("US-9254383-B2", "US 9,254,383 B2|US-9254383-B2|US9254383B2|US009254383B2|US 9254383 B2"),
    ("US-20090208610-A1", "US 2009/0208610 A1, US20090208610A1, US-2009208610-A1"),
    ("US-RE37000-E", "US RE37000 E, USRE037000E"),
    ("EP-1234567-B1", "EP1234567B1, EP 1 234 567 B1, EP-1234567-B1"),
    ("EP-0001234-A1", "EP0001234A1, EP 1234 A1"),
    ("WO-2002014184-A1",
     "WO 02/14184 A1, WO0214184A1, WO2002014184A1, WO 2002/014184 A1, WO/2002/014184 A1, "
     "WO200214184A1"),
    ("WO-1999014567", "WO99/14567, WO9914567, WO 1999/014567, WO1999014567"),
    ("DE-102004012345-A1", "DE 10 2004 012 345 A1, DE102004012345A1"),
    ("DE-10112345-C2", "DE 000010112345 C2, DE10112345C2"),
    ("KR-20050012345-A", "KR 10-2005-0012345 A, KR20050012345A"),
    ("KR-100123456-B1", "KR 10-0123456 B1, KR100123456B1"),
    ("JP-H0412345-A", "JPH0412345A, JP H0412345 A"),
    ("AT-399980-B", "at 399980 b, AT399980B"),
    ("IN-2004DE00123-A", "IN 2004DE00123 A"),
])
def test_a_patent_number_in_its_spellings(normal: str, spellings: str) -> None:
    for spelling in spellings.split("|" if "|" in spellings else ", "):
        assert identifier("patent", spelling) == f"patent:{normal}", spelling
        assert fault("patent", spelling) == ""


def test_a_number_granted_and_applied_for_is_one() -> None:
    spellings = ("ZL 2010 1 0165317.2", "ZL201010165317.2", "CN201010165317.2", "201010165317.2",
                 "CN201010165317", "ZL201010165317", "2010101653172")
    for scheme in ("patent", "application"):
        found = {identifier(scheme, spelling) for spelling in spellings}
        assert found == {"application:CN-201010165317.2"}
    assert identifier("application", "CN 201010165317 A") == "application:CN-201010165317.2"
    assert identifier("application", "CN 95115608 A") == "application:CN-95115608.X"


@pytest.mark.parametrize("text", ["CN 101165317 A", "CN85100001A", "US 20100165317 A1"])
def test_a_publication_is_no_application(text: str) -> None:
    assert identifier("patent", text).startswith("patent:")


@pytest.mark.parametrize(("scheme", "text", "found"), [
    ("uscc", "9135 0100 m000100y43", "91350100M000100Y43"),
    ("ror", "https://ror.org/05h0rwX42", "05h0rwx42"),
    ("doi", "https://doi.org/10.1000/ABC", "10.1000/abc"),
    ("doi", "doi: 10.1000/ABC", "10.1000/abc"),
    ("orcid", "http://orcid.org/0000000218250097", "0000-0002-1825-0097"),
    ("isni", "ISNI 0000 0004 7754 4970", "0000000477544970"),
    ("openalex", "https://openalex.org/institutions/i27837315", "I27837315"),
    ("wikidata", "https://www.wikidata.org/wiki/Q42944", "Q42944"),
    ("fundref", "http://dx.doi.org/10.13039/100013173", "100013173"),
    ("companies_house", "445790", "00445790"), ("companies_house", "sc 1234", "SC001234"),
    ("vat", "GR 094259216", "EL094259216"), ("vat", "CHE-107.787.577 IVA", "CHE107787577"),
    ("application", "US 13/152,345", "US-13152345"),
    ("application", "PCT/US2002/012345", "PCT/US2002/012345"),
    ("application", "pct/us02/12345", "PCT/US2002/012345"),
    ("application", "PCT/ CN 2019/ 012345", "PCT/CN2019/012345"),
    ("application", "CN 2019012345 W", "PCT/CN2019/012345"),  # as DOCDB and Lens write it
    ("application", "US-0212345-W", "PCT/US2002/012345"),
    ("application", "EP 9512345 W", "PCT/EP1995/012345"),
    ("application", "US 200212345 W", "PCT/US2002/012345"),
    ("application", "AU 2019012345 A", "AU-2019012345"),  # a national one
    ("application", "CN 201010165317 W", "CN-201010165317.2"),
    ("firm_key", " ABARIS ", "ABARIS"),
])
def test_values_in_the_form_in_which_they_are_compared(
    scheme: str, text: str, found: str
) -> None:
    assert identifier(scheme, text) == f"{scheme}:{found}"


@pytest.mark.parametrize("text", ["CN 2019012345 W", "PCT/CN2019/012345", "US 0212345 W"])
def test_an_international_application_is_no_faulty_national_one(text: str) -> None:
    assert fault("application", text) == ""


@pytest.mark.parametrize("text", ["CN 2019012345 A", "CN 2019012345"])
def test_a_chinese_number_of_the_length_of_an_international_one_stays_faulty(text: str) -> None:
    assert "is no Chinese application number" in fault("application", text)


def test_an_own_scheme_has_no_check() -> None:
    assert fault("firm_key", "anything at all") == ""
    assert address("firm_key:ABARIS") == ""


@given(st.from_regex(r"9[1-3][1-6][0-9]{14}", fullmatch=True))
def test_a_code_that_a_spreadsheet_took_for_a_number_is_known(head: str) -> None:
    code = head + uscc(head)
    if not code.isdigit():
        return
    assert not rounded_uscc(code) or code.endswith("000")
    shown = code[:15] + "000"
    stored = str(int(float(shown)))
    for damaged in {shown, stored} - {code}:
        assert rounded_uscc(damaged) or fault("uscc", damaged) == ""


def test_the_division_of_a_code() -> None:
    head = "916301007104471" + "06"
    assert region_code(head + uscc(head)) == "630100"
    assert region_code(head + "?") == ""
    assert region_of("630102") == "Xining, Qinghai"
    assert region_of("110108") == "Beijing"
    assert region_of("100000") == region_of("990100") == region_of("") == ""


def test_without_the_further_checks_the_own_ones_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vat, "_stdnum", lambda module: None)
    assert vat.vat_fault("FR40303265045") == vat.vat_fault("FR41303265045") == ""
    assert vat.vat_fault("DE136695977")


def test_the_further_checks_by_country_where_they_are_installed() -> None:
    pytest.importorskip("stdnum")
    assert vat.vat_fault("FR40303265045") == ""
    assert "fails the check of FR" in vat.vat_fault("FR41303265045")


def test_the_values_of_a_scheme_are_its_own() -> None:
    found = ("ror:05dxps055", "rora:1", "doi:10.1/ror:2", "ror:042nb2s44")
    assert of_scheme(found, "ror") == ["05dxps055", "042nb2s44"]
    assert of_scheme(found, "lei") == []


def test_all_ids_of_a_register_pass() -> None:
    path = shared("benchmarks/organisation-linking/ror-v2-subset.json.gz")
    with gzip.open(path, "rb") as file:
        register = json.load(file)
    assert [item["id"] for item in register if fault("ror", item["id"])] == []
    names = {"isni": "isni", "wikidata": "wikidata", "grid": "grid"}
    external = [(names[part["type"]], value) for item in register
                for part in item["external_ids"] if part["type"] in names for value in part["all"]]
    wrong = [pair for pair in external if fault(*pair)]
    assert len(wrong) <= len(external) // 10_000
