"""Two names compared: additive parts, conflicts that decide, doubts that hold back."""

from __future__ import annotations

import json
import math
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.blocks import block_keys
from graph.identity.compare import Comparison, compare, explanation, weights
from graph.identity.comparisons import FEATURES
from graph.identity.parse import parse_name

NAMES = (
    "Qinghai Runze Salt Lake Industry Co., Ltd.", "青海润泽盐湖工业有限公司", "Haiyan University",
    "School of Chemistry, Haiyan University", "海晏大学化学学院",
    "Second People's Hospital of Xining", "Lanyu (LY)", "LY", "Bosch GmbH",
    "Department of Finance", "中国科学院", "", "Ltd",
)  # fmt: skip


def said(first: str, second: str, *, regions: tuple[str, str] = ("", "")) -> Comparison:
    return compare(parse_name(first), parse_name(second), regions=regions)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(("", "Xining", "Gansu")))
def test_parts_add_up_to_the_score_and_order_does_not_matter(
    first: str, second: str, region: str
) -> None:
    found = said(first, second, regions=(region, ""))
    total = sum(part.points for part in found.parts)
    assert found.score == pytest.approx(1 / (1 + math.exp(-total)))
    back = said(second, first, regions=("", region))
    assert back.outcome == found.outcome
    assert back.score == pytest.approx(found.score)
    assert all(part.says for part in found.parts)
    assert found.says


def test_the_score_lies_on_the_side_of_the_outcome() -> None:
    for first in NAMES:
        for second in NAMES:
            found = said(first, second)
            if found.outcome == "same":
                assert found.score >= weights().same
            elif found.outcome == "unsure":
                assert weights().unsure <= found.score < weights().same
            else:
                assert found.score < weights().unsure


def test_every_comparison_explains_itself() -> None:
    assert set(weights().points) == set(FEATURES)
    assert 8 <= len(FEATURES) <= 14
    assert all(len(explanation(name)) > 30 for name in FEATURES)
    with pytest.raises(KeyError):
        explanation("colour")


def test_weights_are_monotone_and_say_what_they_were_fitted_on() -> None:
    told = json.loads((files("graph.identity") / "data" / "weights.json").read_text("utf-8"))
    assert min(told["points"].values()) >= 0
    assert "of one record" in told["fitted_on"]
    assert told["same_precision"] >= 0.99


@pytest.mark.parametrize(
    ("first", "second", "regions", "outcome"),
    [
        # one generic name: where it lies decides
        ("Department of Finance", "Department of Finance", ("", ""), "unsure"),
        ("Department of Finance", "Department of Finance", ("Qinghai", "Qinghai"), "same"),
        ("Department of Finance", "Department of Finance", ("Qinghai", "Gansu"), "different"),
        ("财政厅", "青海省财政厅", ("青海省", ""), "same"),
        ("财政厅", "青海省财政厅", ("西宁市", ""), "unsure"),
        ("财政厅", "青海省财政厅", ("甘肃省", ""), "different"),
        # a rare core needs no place, a daughter's country is a doubt
        ("Siemens AG", "Siemens", ("", ""), "same"),
        ("Siemens", "Siemens (China)", ("", ""), "unsure"),
        ("Siemens", "Siemens", ("Munich", "Beijing"), "different"),
        # a longer name of a university is another, of a company a doubt at most
        ("Haida University", "Haida Normal University", ("", ""), "different"),
        # acronyms never decide alone
        ("Institute of Physics, CAS", "Institute of Physics, Czech Academy of Sciences",
         ("", ""), "unsure"),
        ("NSM", "National Society of Mathematics", ("", ""), "unsure"),
    ],
)  # fmt: skip
def test_places_roles_and_wording(
    first: str, second: str, regions: tuple[str, str], outcome: str
) -> None:
    assert said(first, second, regions=regions).outcome == outcome


def test_a_name_in_brackets_meets_the_other_script() -> None:
    both = "Haiyan Salt Co., Ltd. (海晏盐业有限公司)"
    assert said(both, "海晏盐业有限公司", regions=("青海", "青海")).outcome == "same"


def test_a_conflict_is_told_in_words() -> None:
    found = said("First Hospital of Xining", "Second Hospital of Xining")
    assert found.says == "numbers differ: 1 and 2"
    assert found.parts[-1].feature == "conflict"


def test_names_that_mean_one_thing_share_a_key_and_others_few() -> None:
    one = block_keys(parse_name("Qinghai Runze Salt Lake Industry Co., Ltd."))
    assert set(one) & set(block_keys(parse_name("青海润泽盐湖工业股份有限公司")))
    assert set(one) & set(block_keys(parse_name("Runze Saline Lake Industry, Qinghai")))
    assert not set(one) & set(block_keys(parse_name("Qinghai Salt Lake Industry Co., Ltd.")))


def test_general_names_meet_within_their_places_only() -> None:
    name = parse_name("Department of Finance")
    qinghai = block_keys(name, region="Xining, Qinghai")
    named = block_keys(parse_name("Qinghai Provincial Department of Finance"))
    assert set(qinghai) & set(named)
    assert not {k for k in block_keys(name, region="Gansu") if k.startswith("place|")} & set(named)


@given(st.text(max_size=40), st.sampled_from(("", "Xining", "nowhere at all")))
def test_keys_are_few_sorted_and_always_the_same(text: str, region: str) -> None:
    keys = block_keys(parse_name(text), region=region)
    assert keys == tuple(sorted(set(keys))) == block_keys(parse_name(text), region=region)
    assert len([key for key in keys if not key.startswith("place|")]) <= 12


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        # three Chinese words that are all "technology" are three, and one in neither translation
        ("海东理工大学", "海东工业大学", "different"),
        ("海东理工大学", "海东科技大学", "different"),
        ("海东科技大学", "海东科学技术大学", "same"),
        ("海东理工大学", "Haidong University of Technology", "unsure"),
        ("海东理工大学", "Haidong Tech University", "unsure"),
        ("海东科技大学", "Haidong University of Science and Technology", "same"),
        ("海东化工大学", "Haidong University of Chemical Technology", "same"),
        ("海东化工大学", "Haidong University of Technology", "different"),
        ("海东理工大学", "Haidong Ligong Daxue", "same"),
        # of a company nothing else bears the translation
        ("海东润泽科技有限公司", "Haidong Runze Technology Co., Ltd.", "same"),
        # what became another kind of body is for people, what never does is another body
        ("海东师范学院", "海东师范大学", "unsure"),
        ("海东师范大学", "海东师范大学出版社", "different"),
    ],
)
def test_words_translated_alike_are_one_between_scripts_only(
    first: str, second: str, outcome: str
) -> None:
    assert said(first, second).outcome == outcome


def test_a_core_that_may_render_the_other_is_open_where_all_else_agrees() -> None:
    found = said("欧司朗照明（西宁）有限公司", "Osram Lighting (Xining) Co., Ltd.")
    assert found.outcome == "unsure"
    assert "render each other" in found.says
    for other in ("Osram Lighting (Golmud) Co., Ltd.", "Osram Battery (Xining) Co., Ltd.",
                  "Runze (Xining) Co., Ltd.", "Osram Lighting (Xining) Group Co., Ltd."):
        assert said("欧司朗照明（西宁）有限公司", other).outcome == "different", other


def test_an_acronym_of_a_known_academy_counts_where_no_place_speaks_against_it() -> None:
    short, full = "Institute of Botany, CAS", "Institute of Botany, Chinese Academy of Sciences"
    assert said(short, full).outcome == "same"
    assert said("INST OF BOTANY CAS", full).outcome == "same"
    assert said(short, full, regions=("Prague, Czechia", "")).outcome == "unsure"
    assert said("Institute of Botany, CAAS", full).outcome == "different"
