"""Names of fields linked to classifications: exactly, by their head, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.language.taxonomy import node_of, sector_names


def code(name: str, kind: str) -> str:
    node = node_of(name, kind)
    return f"{node.scheme}:{node.code}" if node else ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("electronic materials", "gbt4754:398"),
        ("electronic information materials", "gbt4754:398"),
        ("Electronic Materials Industry", "gbt4754:398"),
        ("non-ferrous metals", "gbt4754:32"),
        ("nonferrous metal", "gbt4754:32"),
        ("upland ecological animal husbandry", "gbt4754:03"),
        ("deep processing of agricultural products", "gbt4754:13"),
        ("rural health tourism", "gbt4754:R"),
        ("new materials", "sei2018:3"),
        ("wind energy sector", "sei2018:6"),
        ("有色金属产业", "gbt4754:32"),
        ("盐湖化工", "gbt4754:26"),
        ("新材料", "sei2018:3"),
    ],
)
def test_industries(name: str, expected: str) -> None:
    assert code(name, "Industry") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("supercritical extraction technology of apricot kernel oil", "wipo35:23"),
        ("technology of copper alloys", "wipo35:20"),
        ("in-line inspection with machine learning", "wipo35:10"),
        ("underwater welding robot", "wipo35:25"),
    ],
)
def test_technologies(name: str, expected: str) -> None:
    assert code(name, "Technology") == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("new energy and new materials", "Industry"),
        ("modern service industry", "Industry"),
        ("garlic industry", "Industry"),
        ("prevention and control technology", "Technology"),
        ("key technology", "Technology"),
        ("steel", "Enterprise"),
        ("", "Industry"),
    ],
)
def test_what_stays_open(name: str, kind: str) -> None:
    assert node_of(name, kind) is None


def test_every_name_of_an_industry_has_a_node() -> None:
    open_names = [
        n for n in sector_names() if not n.startswith("other") and not node_of(n, "Industry")
    ]
    assert open_names == []


@given(st.text(max_size=60), st.sampled_from(["Industry", "Technology"]))
def test_any_text_has_one_node_or_none(name: str, kind: str) -> None:
    node = node_of(name, kind)
    assert node is None or node.kind == ("Industry" if kind == "Industry" else "TechnologyField")
