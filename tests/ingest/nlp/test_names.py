"""Firms, institutes, agencies and platforms: heads, edges, short forms, in many countries' ways."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.reading import named, read


@pytest.mark.parametrize(
    "name",
    [
        "Bruma Salt Works, S.L.",
        "Aldeko Foundry, S. Coop.",
        "Voltara (Pty) Ltd",
        "Metalnik Sp. z o.o.",
        "Nordfell Recycling AS",
        "Kranich Sensorik GmbH & Co. KG",
        "Hanbada Chips Co., Ltd.",
        "Serra Verde Energia Ltda.",
        "Tecelagem do Vale S.A.",
        "Lowland Growers Co-operative",
    ],
)
def test_legal_forms_of_many_countries(name: str) -> None:
    assert named(read(f"The deal with {name} was closed."), "Enterprise") == [name]


def test_a_place_in_brackets_is_no_short_form() -> None:
    facts = read("Bruma Rotor Services, S.L. (Valdemora) and Kelda Optics Ltd (KO) took part.")
    assert named(facts, "Enterprise") == ["Bruma Rotor Services, S.L.", "Kelda Optics Ltd (KO)"]
    assert named(facts, "Region") == ["Valdemora"]


def test_a_firm_is_named_behind_the_word_that_calls_it_one() -> None:
    facts = read("The Norwegian firm Fjordvik Recycling AS and Harbourside-based Kelda Ltd met.")
    assert named(facts, "Enterprise") == ["Fjordvik Recycling AS", "Kelda Ltd"]


def test_a_firm_without_legal_form_is_known_by_apposition() -> None:
    facts = read("Aguas del Tormo, a utility in the north, declined. Vernal, the season, is short.")
    assert named(facts, "Enterprise") == ["Aguas del Tormo"]


def test_two_bodies_around_and_are_two() -> None:
    facts = read("The partners are the University of Palmaro and Hellion Membranes S.A.")
    assert named(facts, "Institute") == ["University of Palmaro"]
    assert named(facts, "Enterprise") == ["Hellion Membranes S.A."]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Norling University of traditional Chinese Medicine research and development of teas",
         "Norling University of traditional Chinese Medicine"),
        ("China Three Rivers University built it", "China Three Rivers University"),
        ("Norling Polytechnic University sold it for 6.8 million yuan",
         "Norling Polytechnic University"),
        ("University of Mining Science and Technology of Canada helped",
         "University of Mining Science and Technology of Canada"),
        ("Norling Academy of science and technology innovation, a young body",
         "Norling Academy of science and technology innovation"),
    ],
)  # fmt: skip
def test_where_the_name_of_an_institute_ends(words: str, name: str) -> None:
    assert name in named(read(f"Last year the {words}."), "Institute")


def test_the_house_of_an_institute_is_one_too() -> None:
    facts = read("The Glass Research Institute of Yanling University (Glass Institute) tested it.")
    assert set(named(facts, "Institute")) == {
        "Glass Research Institute of Yanling University (Glass Institute)",
        "Yanling University",
    }


def test_well_known_bodies_need_no_head() -> None:
    facts = read("IIT Norland, CSIRO and the African Commission joined Erasmus Plus.")
    assert named(facts, "Institute") == ["IIT Norland", "CSIRO"]
    assert named(facts, "Agency") == ["African Commission"]
    assert named(facts, "Programme") == ["Erasmus Plus"]


@pytest.mark.parametrize(
    "name",
    [
        "Atlantic Ridge Renewable Energy Agency (ARREA)",
        "Wuling District Government",
        "Wuling Provincial Party Committee",
        "Wuling County tea Development Service Bureau",
        "Department of Island Affairs",
        "Ministry of SMEs and Startups",
        "Wuling branch of State Bank of Norland",
        "Wuling seed management station",
    ],
)
def test_agencies_of_many_kinds(name: str) -> None:
    assert named(read(f"It was named by the {name} in May."), "Agency") == [name]


def test_a_transfer_office_is_a_platform() -> None:
    facts = read("The Office of Technology Licensing keeps the list.")
    assert not named(facts, "Agency")
    assert named(facts, "Platform") == ["Office of Technology Licensing"]


def test_platforms_and_what_only_looks_like_one() -> None:
    facts = read(
        "The Mahana Research Park and the Radiance Test Facility opened. They use free-space "
        "optics. "
        "Governor Park Ji-woo came, and Kelda Ltd opens new energy testing platform."
    )
    assert named(facts, "Platform") == [
        "Mahana Research Park", "Radiance Test Facility", "new energy testing platform",
    ]  # fmt: skip
    assert named(facts, "Person") == ["Park Ji-woo"]


def test_short_forms_are_no_ordinary_words() -> None:
    facts = read(
        "Ocean Signal Ltd. measures the ocean. Zhejiang Lantu Pump Co., Ltd. grew; Lantu won."
    )
    forms = {e.name: e.also for e in facts.entities if e.type == "Enterprise"}
    assert forms == {"Ocean Signal Ltd.": (), "Zhejiang Lantu Pump Co., Ltd.": ("Lantu",)}
