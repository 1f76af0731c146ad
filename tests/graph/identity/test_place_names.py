"""Places of a register in both scripts; organisations are invented, places are not."""

from __future__ import annotations

import pytest

from graph.identity.features import Context, values
from graph.identity.finds import finds
from graph.identity.index_build import build_index
from graph.identity.places import NO_PLACE, PlaceNames, country_of_script, parts_of
from graph.identity.words import words_of
from graph.model import Entity

PLACES = PlaceNames.of_regions(["Xining, Qinghai, China", "Lanzhou, Gansu, China",
                                "Turin, Piedmont, Italy", "Sendai, Miyagi, Japan"])


def named(text: str) -> list[set[str]]:
    return [{PLACES.keys[place] for place in found.places}
            for found in PLACES.named(words_of(text))]


@pytest.mark.parametrize(("text", "places"), [
    ("青海西宁", [{"qinghai"}, {"xining"}]),
    ("青海省西宁市", [{"qinghai"}, {"xining"}]),
    ("维嘎大学，甘肃 兰州 730000", [{"gansu"}, {"lanzhou"}]),
    ("中国西宁", [{"china"}, {"xining"}]),
    ("Xining, Qinghai", [{"xining"}, {"qinghai"}]),
    ("意大利", [{"italy"}]),
    ("维嘎大学", []),
])
def test_both_scripts_name_a_place(text: str, places: list[set[str]]) -> None:
    assert named(text) == places


@pytest.mark.parametrize(("region", "same"), [
    ("青海省西宁市", "Xining, Qinghai, China"),
    ("青海省西宁市城北区", "Xining, Qinghai, China"),
    ("西宁市", "Xining, Qinghai, China"),
    ("甘肃省", "Gansu, China"),
])
def test_a_region_is_one_in_both_scripts(region: str, same: str) -> None:
    assert parts_of(region) == parts_of(same)
    assert PLACES.of_region(region) == PLACES.of_region(same)
    assert PLACES.of_region(region)[2] != NO_PLACE


@pytest.mark.parametrize(("text", "country"), [
    ("维嘎大学", "china"), ("仙台のヴェガ大学", "japan"), ("베가 대학교", "south korea"),
    ("Vega University", ""), ("", ""),
])
def test_a_script_suggests_a_country(text: str, country: str) -> None:
    assert country_of_script(text) == country


def test_the_country_of_the_script_speaks_for_and_never_against() -> None:
    index = build_index([
        Entity("home", "Enterprise", "维嘎膜技术有限公司", (), (), "Xining, Qinghai, China"),
        Entity("abroad", "Enterprise", "泰林膜技术有限公司", (), (), "Turin, Italy")], {})
    for text, value in (("维嘎膜技术有限公司", 1.0), ("泰林膜技术有限公司", 0.0),
                        ("维嘎膜技术有限公司, 意大利", -1.0)):
        string, found = finds(index, text)
        assert found[0].country == value
        assert values(Context(index, string, found), found[0])
