"""Industries, technologies and problems by their wording, with near-misses."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.nlp.reading import named, read

VOCABULARY = (
    'the of and , ; : . " developed lack low rate industry technology is are bottleneck relies on '
    "imports three fields kiln sensor steel 5 respectively"
)
WORDS = st.lists(st.sampled_from(re.split(r" ", VOCABULARY)), max_size=40).map(" ".join)


@pytest.mark.parametrize(
    ("text", "technologies"),
    [
        ("The team is studying kelp drying and the reuse of quarry dust.",
         ["kelp drying", "reuse of quarry dust"]),
        ("The group works on ultrafast lasers, on tidal turbines and on heat pumps.",
         ["ultrafast lasers", "tidal turbines", "heat pumps"]),
        ('The achievement "peat bog no drain harvest technology" won a prize.',
         ["peat bog no drain harvest technology"]),
        ("The mill bought a slurry pressing process from abroad.", ["slurry pressing process"]),
        ("The yard introduced hull laser cleaning equipment.", ["hull laser cleaning equipment"]),
        ("A patent on a foldable mast is in force.", ["foldable mast"]),
        ("The firm is looking for frost-proof resin systems.", ["frost-proof resin systems"]),
    ],
)  # fmt: skip
def test_technologies(text: str, technologies: list[str]) -> None:
    assert named(read(text), "Technology") == technologies


@pytest.mark.parametrize(
    "text",
    [
        "The company will develop the overseas market and provide jobs for 300 people.",
        "They signed an agreement on talent training and personnel exchange.",
        "The plan sets up a resource allocation system and an innovation system.",
        "The chief technology officer spoke of registered technology brokers.",
        "The office has introduced three support measures.",
    ],
)
def test_what_is_no_technology(text: str) -> None:
    assert named(read(text), "Technology") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Short drought season forage is the weak link of the yak trade.",
         "Short drought season forage"),
        ("Frost cracking of the kilns has long plagued the county.", "Frost cracking of the kilns"),
        ("The bearing precision of the mills is low.", "bearing precision of the mills is low"),
        ("Over 70% of the seals still rely on imports.", "seals still rely on imports"),
        ("Growers struggle with late frost.", "late frost"),
        ("Makers lack access to a wave basin.", "lack access to a wave basin"),
        ("The maintenance team is short.", "maintenance team is short"),
        ("The brick industry needs a cheap substitute for river sand.",
         "a cheap substitute for river sand"),
        ("Too few ideas leave the laboratory.", "Too few ideas leave the laboratory"),
        ("Peat loss, water decline is the hidden danger of the bog.", "Peat loss, water decline"),
        ("Small yards wait up to 9 months for tested steel.",
         "Small yards wait up to 9 months for tested steel"),
    ],
)  # fmt: skip
def test_problems(text: str, problem: str) -> None:
    assert named(read(text), "Problem") == [problem]


@pytest.mark.parametrize(
    "text",
    [
        "The team solved the problem of low germination rate.",
        "The island does not lack sunshine.",
        "The yield of the new variety is high and the efficiency is good.",
        "The firm needs 30 more engineers.",
        "It is a problem.",
    ],
)
def test_what_is_no_problem(text: str) -> None:
    assert named(read(text), "Problem") == []


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("The county takes felt making, dairy and tourism as its leading industries.",
         ["felt making", "dairy", "tourism"]),
        ("The fund supports the felt industry, the water cycle and the blue economy.",
         ["felt industry", "water cycle", "blue economy"]),
        ("Textiles accounted for 40%, medical devices 30%, felt hats 30%.",
         ["Textiles", "medical devices", "felt hats"]),
        ("The state's space industry and the small launch vehicle sector grew.",
         ["space industry", "small launch vehicle sector"]),
    ],
)  # fmt: skip
def test_industries(text: str, industries: list[str]) -> None:
    assert named(read(text), "Industry") == industries


def test_shares_of_other_things_are_no_industries() -> None:
    assert named(read("Private firms accounted for 80%, state firms 20%."), "Industry") == []


def test_shorter_forms_of_a_name_are_one_thing() -> None:
    facts = read(
        "The felt industry needs workers. The felt sector is old. The team mastered kelp drying. "
        "It mastered kelp drying technology."
    )
    assert len(named(facts, "Industry")) == 1
    assert named(facts, "Technology") == ["kelp drying technology"]


@given(WORDS)
@settings(max_examples=60)
def test_any_words_are_read(text: str) -> None:
    facts = read(text)
    for fact in facts.entities:
        assert fact.start < fact.end


def test_long_rows_take_time_in_proportion() -> None:
    start = time.perf_counter()
    read("The fund supports " + "felt, wool, " * 300 + "and " + "very " * 400 + "low rate of it.")
    assert time.perf_counter() - start < 5
