"""Identifiers recognised in a string, and as the whole of a reference."""

from __future__ import annotations

import pytest

from graph.identity.identifiers import SCHEMES
from graph.identity.stated import identifiers_in, identifiers_of


def test_identifiers_in_a_string() -> None:
    assert identifiers_in("see https://ror.org/05dxps055, Pasadena") == ["ror:05dxps055"]
    assert identifiers_in("LEI 529900T8BM49AURSDO55") == ["lei:529900T8BM49AURSDO55"]
    assert identifiers_in("companies_house:SC123456") == ["companies_house:SC123456"]
    assert identifiers_in("https://ror.org/05dxps054") == []
    assert identifiers_in("Talin University, 12345678") == []


@pytest.mark.parametrize(("written", "identifier"), [
    ("patent:CN112345678A", "patent:CN-112345678-A"),
    ("CN 112345678 A", "patent:CN-112345678-A"),
    ("ＣＮ112345678Ａ", "patent:CN-112345678-A"),
    ("US 9,254,383 B2", "patent:US-9254383-B2"),
    ("ZL 2010 1 0165317.2", "application:CN-201010165317.2"),
    ("91350100M000100Y43", "uscc:91350100M000100Y43"),
    (" 91350100m000100y43 ", "uscc:91350100M000100Y43"),
    ("USCC: 9135 0100 M000 100Y 43", "uscc:91350100M000100Y43"),
    ("https://ror.org/05dxps055", "ror:05dxps055"),
    ("ror:https://ror.org/05dxps055", "ror:05dxps055"),
    ("ROR:05DXPS055", "ror:05dxps055"),
    ("doi: 10.1000/182", "doi:10.1000/182"),
    ("https://doi.org/10.1000/182", "doi:10.1000/182"),
    ("0000 0001 2103 2683", "isni:0000000121032683"),
    ("062-291-696-337-99x", "lens:062-291-696-337-99X"),
    ("member_no:17", "member_no:17"),
    ("member_no:A", "member_no:A"),
])
def test_a_reference_in_another_spelling(written: str, identifier: str) -> None:
    assert identifier in identifiers_of(written)


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_every_scheme_is_recognised_with_and_without_its_name(name: str) -> None:
    example = SCHEMES[name].example
    assert f"{name}:{example}" in identifiers_of(example)
    assert identifiers_of(f"{name}:{example}") == (f"{name}:{example}",)


@pytest.mark.parametrize("text", [
    "", "Harbour University", "第2医院", "91350100M000100Y44", "Institute 12", "05dxps054",
])
def test_a_name_or_a_faulty_code_is_of_no_checked_scheme(text: str) -> None:
    """It may still be a number of a patent office whose form is not known."""
    offices = ("patent:", "application:")
    assert [one for one in identifiers_of(text) if not one.startswith(offices)] == []
