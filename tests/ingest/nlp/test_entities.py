"""Entities: names by their heads, titles by their marks, places by gazetteer and reference."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.reading import entities, named, read


def test_bodies_of_machine_translated_news() -> None:
    facts = read(
        "It is reported that, Guizhou Miaoling Tea Limited by Share Ltd, Guizhou Yunjing "
        "biological Polytron Technologies Inc and Guizhou University jointly tackled tea "
        "picking, organized by the science and Technology Department of Guizhou province."
    )
    assert {
        ("Enterprise", "Guizhou Miaoling Tea Limited by Share Ltd"),
        ("Enterprise", "Guizhou Yunjing biological Polytron Technologies Inc"),
        ("Institute", "Guizhou University"),
        ("Agency", "science and Technology Department of Guizhou province"),
        ("Region", "Guizhou province"),
    } <= entities(facts)


def test_shuffled_forms_of_one_agency_are_one() -> None:
    facts = read(
        "The Hunan Provincial Market Supervision Bureau spoke. Later the Provincial "
        "Market Supervision Bureau agreed, as did the Market Supervision Bureau of "
        "Hunan province."
    )
    assert len(named(facts, "Agency")) == 1


def test_a_distributed_head_names_one_agency_per_place() -> None:
    facts = read("Gansu, Ningxia, Hunan province science and Technology Department signed it.")
    assert sorted(named(facts, "Agency")) == [
        "Gansu province science and Technology Department",
        "Hunan province science and Technology Department",
        "Ningxia province science and Technology Department",
    ]


def test_short_forms_and_abbreviations_belong_to_the_full_name() -> None:
    facts = read(
        "Yunfeng Kelan Bearing Co., Ltd. (hereinafter referred to as Kelan) buys from Harbour "
        "Wind plc. Kelan grows. The University of Norland (UNOR) helps; UNOR is old."
    )
    assert named(facts, "Enterprise") == ["Yunfeng Kelan Bearing Co., Ltd.", "Harbour Wind plc"]
    assert named(facts, "Institute") == ["University of Norland (UNOR)"]


def test_and_parts_two_bodies_or_belongs_to_one() -> None:
    facts = read("Marsh Pump and Valve Systems Ltd, Delta Glass Oy and the Norland Council met.")
    assert named(facts, "Enterprise") == ["Marsh Pump and Valve Systems Ltd", "Delta Glass Oy"]


def test_quoted_titles_by_what_is_in_them() -> None:
    facts = read(
        'According to the "Hunan Province measures for technology transfer", the "3320" '
        'innovation project and the "Green Valley" incubator start, "which is good," she said, '
        'like a "doctor".'
    )
    assert ("Policy", "Hunan Province measures for technology transfer") in entities(facts)
    assert ("Programme", '"3320" innovation project') in entities(facts)
    assert any(n.endswith('"Green Valley" incubator') for n in named(facts, "Platform"))
    assert not any("doctor" in name or "good" in name for _, name in entities(facts))


def test_patents_with_title_and_number_are_one() -> None:
    facts = read(
        'The firm holds "a method for drying pears" (patent number ZL201510223344.X) and GB2571111.'
    )
    assert sorted(named(facts, "Patent")) == ["GB2571111", "ZL201510223344.X"]
    assert facts.entities[0].also == ("a method for drying pears",)


def test_persons_need_a_role() -> None:
    facts = read(
        '"We need pumps," said Ada Okafor, director of the Norland Institute of Water. Green '
        "Valley Road was closed. (reporter: Zhang Wei)"
    )
    assert {(e.name, e.role) for e in facts.entities if e.type == "Person"} == {
        ("Ada Okafor", "director"), ("Zhang Wei", "reporter"),
    }  # fmt: skip


def test_references_are_neither_names_nor_forms() -> None:
    facts = read("Gansu province has many parks. Our province grows, the province builds.")
    (region,) = [e for e in facts.entities if e.type == "Region"]
    assert region.name == "Gansu province"
    assert not {"our province", "the province"} & {form.casefold() for form in region.also}


def test_homonyms_follow_their_type_word() -> None:
    facts = read(
        "Hainan Tibetan Autonomous Prefecture in Qinghai Province is not Hainan Province in the "
        "south."
    )
    assert {"Hainan Tibetan Autonomous Prefecture", "Hainan Province"} <= set(
        named(facts, "Region")
    )


def test_a_place_inside_a_name_is_not_meant() -> None:
    facts = read("Shanghai Jiaotong University sent a guest to Lanzhou.")
    assert named(facts, "Region") == ["Lanzhou"]


def test_unknown_places_are_known_by_their_type_word() -> None:
    facts = read(
        "Talin County lies far away. In Talin, the Talin Science and Technology Bureau met."
    )
    assert named(facts, "Region") == ["Talin County"]
    assert named(facts, "Agency") == ["Talin Science and Technology Bureau"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (
            "has been troubled by the high breakage rate of kernels.",
            "high breakage rate of kernels",
        ),
        ("suffers from corrosion of heat exchangers.", "corrosion of heat exchangers"),
        ("closed for lack of an affordable sensor.", "lack of an affordable sensor"),
    ],
)
def test_problems_by_their_cues(words: str, problem: str) -> None:
    facts = read(f"Yunfeng Kelan Bearing Co., Ltd. {words}")
    assert named(facts, "Problem") == [problem]


def test_enumerations_are_split_by_their_count() -> None:
    facts = read(
        "The bases of Lanzhou involve new energy, cold and drought agriculture, wool textile "
        "3 aspects."
    )
    assert named(facts, "Industry") == [
        "new energy",
        "cold and drought agriculture",
        "wool textile",
    ]
    assert not facts.flags


def test_a_wrong_count_is_flagged() -> None:
    facts = read("There are 4 topics, namely pear drying, kiln sealing, sand filtering.")
    assert [(f.rule, f.says, f.expected) for f in facts.flags] == [("enumeration-count", "4", "3")]


def test_a_sample_is_no_wrong_count() -> None:
    facts = read("There are 4 topics, including pear drying, kiln sealing, sand filtering.")
    assert not facts.flags
