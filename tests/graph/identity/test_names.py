"""Names made comparable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.names import normal_field, normal_name, normal_region, region_path

words = st.lists(
    st.sampled_from(["Haiyan", "Salt", "Lake", "Brine", "盐湖"]), min_size=1, max_size=4)


@pytest.mark.parametrize(("one", "other"), [
    ("The Haiyan Salt Co., Ltd.", "HAIYAN SALT COMPANY LIMITED"),
    ("Haiyan Salt, Inc.", "haiyan salt"),
    ("Haiyan  Salt-Lake Co Ltd", "Haiyan Salt Lake Corp."),
    ("Salt & Brine Institute", "Salt and Brine Institute"),
    ("People's Hospital", "Peoples Hospital"),
    ("People’s Hospital", "People's Hospital"),
    ("Ｈａｉｙａｎ Ｓａｌｔ", "Haiyan Salt"),
    ("海盐盐业有限责任公司", "海盐盐业有限公司"),
    ("海盐盐业股份有限公司", "海盐盐业"),
])
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


@pytest.mark.parametrize(("one", "other"), [
    ("Salt Institute", "Institute of Salt"),
    ("Haiyan Salt No. 1 Co., Ltd.", "Haiyan Salt No. 2 Co., Ltd."),
    ("海盐盐业有限公司", "海盐化工有限公司"),
    ("Limited", "Company"),
])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


def test_the_legal_form_is_kept_where_it_tells_things_apart() -> None:
    assert normal_name("Salt Ltd", legal_form=True) != normal_name("Salt", legal_form=True)


@given(st.text(max_size=30))
def test_a_normal_name_is_final_and_only_letterless_text_gives_none(text: str) -> None:
    normal = normal_name(text, legal_form=True)
    assert normal_name(normal, legal_form=True) == normal
    if any(char.isalnum() for char in text) and "the" not in text.casefold():
        assert normal


@given(words, st.sampled_from(["Co., Ltd.", "LLC", "Inc", "Joint Stock Company", "GmbH"]))
def test_one_legal_form_is_taken_off(parts: list[str], form: str) -> None:
    name = " ".join(parts)
    assert normal_name(f"{name} {form}") == normal_name(name)
    assert normal_name(f"  {name.upper()}, {form} ") == normal_name(name)


@pytest.mark.parametrize(("one", "other"), [
    ("Salt-lake lithium industry", "salt lake lithium"),
    ("Photovoltaic sector", "Photovoltaic"),
    ("Industry", "industry"),
])
def test_fields_without_their_last_word(one: str, other: str) -> None:
    assert normal_field(one) == normal_field(other)
    assert normal_field(one)


@pytest.mark.parametrize(("name", "normal"), [
    ("Qinghai Province", "qinghai"), ("Province of Qinghai", "qinghai"), ("青海省", "青海"),
    ("Xining City", "xining"), ("Haixi Prefecture", "haixi prefecture"), ("City", "city"),
])
def test_places_without_their_kind(name: str, normal: str) -> None:
    assert normal_region(name) == normal


def test_a_region_is_the_set_of_its_places() -> None:
    assert region_path("Xining City, Qinghai Province") == {"xining", "qinghai"}
    assert region_path("西宁市，青海省") == {"西宁", "青海"}
    assert region_path("") == region_path(" , ") == frozenset()
