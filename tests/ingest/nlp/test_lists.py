"""Enumerations in their usual wordings: what counts, what is listed, and when the count is off."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.reading import named, read

THREE = ["kelp drying", "peat pressing", "kiln sealing"]


@pytest.mark.parametrize(
    "text",
    [
        "There are 3 key technologies: kelp drying, peat pressing, kiln sealing.",
        "The three key technologies are respectively kelp drying, peat pressing, kiln sealing.",
        "The 3 topics are as follows: kelp drying, peat pressing and kiln sealing.",
        "The three topics, namely kelp drying, peat pressing and kiln sealing, will start.",
        "The three topics, i.e. kelp drying, peat pressing and kiln sealing, will be shown.",
        "The 3 tasks are: kelp drying; peat pressing; kiln sealing.",
        "The 3 topics are: one is kelp drying, two is peat pressing, three is kiln sealing.",
        "Kelp drying, peat pressing and kiln sealing are the three key technologies.",
        "It has 3 directions: kelp drying, peat pressing, kiln sealing, all to be done by May.",
        "The work covers three topics:\n- kelp drying\n- peat pressing\n- kiln sealing\n",
    ],
)
def test_wordings(text: str) -> None:
    facts = read(text)
    assert [name.casefold() for name in named(facts, "Technology")] == THREE
    assert not facts.flags


def test_a_list_shorter_than_its_count_is_a_list_and_flagged() -> None:
    facts = read(
        "The 6 demonstration bases are respectively pear, plum, quince, walnut, edible mushroom."
    )
    assert named(facts, "Industry") == ["pear", "plum", "quince", "walnut", "edible mushroom"]
    assert "pear demonstration base" in named(facts, "Platform")
    assert [(f.rule, f.says, f.expected) for f in facts.flags] == [("enumeration-count", "6", "5")]


def test_several_counts_announce_one_row() -> None:
    facts = read(
        'The town builds "one center and two platforms": result hatching center, seed screening '
        "platform, feed analysis platform."
    )
    assert {"result hatching center", "seed screening platform", "feed analysis platform"} <= set(
        named(facts, "Platform")
    )
    assert not facts.flags


def test_a_count_added_by_and_is_no_row() -> None:
    facts = read("It means the setting of 3 actions, the building of 4 docks and 6 supply bases.")
    assert named(facts, "Industry") == []


def test_a_sample_of_many_is_read_without_a_flag() -> None:
    facts = read(
        "It signed ten projects including kelp drying film, salt sensors and peat filters."
    )
    assert named(facts, "Technology") == ["kelp drying film", "salt sensors", "peat filters"]
    assert not facts.flags


def test_a_heading_says_what_its_row_is() -> None:
    facts = read("4. Priority technologies\nKelp drying, peat pressing and kiln sealing.\n")
    assert [name.casefold() for name in named(facts, "Technology")] == THREE
