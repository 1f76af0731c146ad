"""Policies, programmes and patents: their heads, their numbers, and sentences that are neither."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.reading import entities, named, read


@pytest.mark.parametrize(
    "name",
    [
        "Measures for Supporting the Renewal of Harbour Towns",
        "Clean Harbours Roadmap 2031",
        "Outline of the 14th Five-Year Plan of Guizhou",
        "Hydrogen Valley Strategy",
        "White Paper on Science, Technology and Innovation",
    ],
)
def test_policies_by_their_heads(name: str) -> None:
    assert named(read(f"It follows the {name}."), "Policy") == [name]


def test_an_owner_is_no_part_of_a_title() -> None:
    facts = read("It serves the Norlandic Minerals Strategy and Norland's Growth Plan.")
    assert named(facts, "Policy") == ["Norlandic Minerals Strategy", "Growth Plan"]


def test_a_centre_for_policy_is_no_policy() -> None:
    facts = read("The Norland Energy Policy Centre spoke.")
    assert not named(facts, "Policy")
    assert named(facts, "Institute") == ["Norland Energy Policy Centre"]


def test_programmes_and_events() -> None:
    facts = read(
        "The second Norland-Vega farm tools docking conference was held. BRINALOOP, which is "
        "funded by partners in a project, and the Smart Meadow 2022 project were shown. "
        "They held lamb industry technology achievements promotion conference."
    )
    assert set(named(facts, "Programme")) == {
        "Norland-Vega farm tools docking conference",
        "BRINALOOP",
        "Smart Meadow 2022",
        "lamb industry technology achievements promotion conference",
    }


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ('They issued the "action plan to build a national glass demonstration zone".',
         ("Policy", "action plan to build a national glass demonstration zone")),
        ('The "Hunan Province, nine articles to promote the transfer of results" is new.',
         ("Policy", "Hunan Province, nine articles to promote the transfer of results")),
        ('The bank offers the "Hunan science and technology loan".',
         ("Programme", "Hunan science and technology loan")),
        ('They run the "Glass Valley" maker space.', ("Platform", '"Glass Valley" maker space')),
        ("It was included in the provincial glass innovation center cultivation list.",
         ("Programme", "provincial glass innovation center cultivation list")),
        ("The Tiny Whale 200 Project chose 32 firms.", ("Programme", "Tiny Whale 200 Project")),
    ],
)  # fmt: skip
def test_titles_by_their_words(text: str, entity: tuple[str, str]) -> None:
    assert entity in entities(read(text))


def test_a_head_inside_another_word_or_a_firm_is_none() -> None:
    facts = read("The Norland Family Planning Commission met Norland Fair Air Limited.")
    assert not {"Policy", "Programme"} & {e.type for e in facts.entities}


def test_a_quoted_sentence_is_no_programme() -> None:
    facts = read('He said: "Embrittlement of old pipes remains a challenge". She left.')
    assert not named(facts, "Programme")


@pytest.mark.parametrize(
    "number",
    [
        "US 12,111,222 B2", "EP 3 111 222 B1", "ES2111222", "U.S. Patent No. 10,111,222",
        "FI 128456 B", "WO 2021/123456 A1", "BR 10 2018 012345-6", "ZL 2017 1 0345678.9",
        "ZA 2020/01112", "KR 10-2111222", "ES 2 745 612 B1", "DE 10 2019 123 456 A1",
        "AU 2018111222", "SE 540 111 C2", "GB 1901234.5",
    ],
)  # fmt: skip
def test_patent_numbers_of_many_offices(number: str) -> None:
    assert named(read(f"It holds {number} on a pump."), "Patent") == [number]


def test_plain_figures_are_no_patents() -> None:
    assert not named(
        read("It cost US 1,200,000 dollars in 2019, and 111,222 people came."), "Patent"
    )
