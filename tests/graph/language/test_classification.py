"""Trees of industries: codes in either spelling, and what they are part of."""

from __future__ import annotations

import pytest

from graph.language.classification import Classification, IndustryClass, gbt4754

NACE = Classification("nace2", {
    code: IndustryClass(code, name, parent)
    for code, name, parent in [("C", "Manufacturing", ""), ("26", "Electronics", "C"),
                               ("26.1", "Components", "26"), ("26.11", "Parts", "26.1")]
})


@pytest.mark.parametrize("code", ["26.11", "2611", "C2611", "C26.11", " 26.11 "])
def test_a_class_is_found_dotted_or_not(code: str) -> None:
    found = NACE.find(code)
    assert found is not None
    assert found.code == "26.11"


@pytest.mark.parametrize("code", ["26.12", "Z", "", "."])
def test_what_is_no_class(code: str) -> None:
    assert NACE.find(code) is None


def test_what_a_class_is_part_of() -> None:
    assert [item.code for item in NACE.above("26.11")] == ["26.1", "26", "C"]
    assert [item.code for item in gbt4754().above("261")] == ["26", "C"]
    assert NACE.above("99") == []
