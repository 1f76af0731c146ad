"""Stated problems by their cues: whole clauses, subjects, objects, rows and surveys."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.reading import named, read


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("The clay is too wet to fire, and kilns break down every winter.",
         ["clay is too wet to fire", "kilns break down every winter"]),
        ("Salt residues corrode the boilers.", ["Salt residues corrode the boilers"]),
        ("Cut flowers wilt within two days.", ["Cut flowers wilt within two days"]),
        ("The extension service is scattered and weak.",
         ["extension service is scattered and weak"]),
        ("Pumps lose up to 30% of their flow in frost.",
         ["Pumps lose up to 30% of their flow in frost"]),
        ("Growers lose a fifth of the crop to downy mildew.", ["downy mildew"]),
        ("The dye works could not meet the effluent limits.",
         ["dye works could not meet the effluent limits"]),
        ("Replanting takes more than five years.", ["Replanting takes more than five years"]),
        ("The husks are mostly burned as fuel.", ["husks are mostly burned as fuel"]),
        ("Most of the villages have not a single cold store.",
         ["villages have not a single cold store"]),
        ("Hidden hull cracks force owners to dock early.", ["Hidden hull cracks"]),
        ("Glaze defects cost tile makers about 4% of turnover.", ["Glaze defects"]),
        ("The board put the damage done by vine moths at 3 million euros.", ["vine moths"]),
        ("Mill owners complain of salt in the river water.", ["salt in the river water"]),
        ("What we do not have is enough glass blowers.", ["enough glass blowers"]),
        ("The team cracked the pickling brine treatment problem.",
         ["pickling brine treatment problem"]),
        ("The centre tackles salt intrusion in the delta.", ["salt intrusion in the delta"]),
    ],
)  # fmt: skip
def test_problems_by_cue(text: str, problems: list[str]) -> None:
    assert named(read(text), "Problem") == problems


def test_a_label_names_a_row_of_problems() -> None:
    facts = read("Existing weaknesses: the number of technicians is small, high logistics cost.")
    assert named(facts, "Problem") == ["number of technicians is small", "high logistics cost"]


def test_three_and_more_subjects_are_problems_of_their_own() -> None:
    facts = read("Low yield, old orchards and late frost are the main obstacles.")
    assert named(facts, "Problem") == ["Low yield", "old orchards", "late frost"]


def test_each_share_of_a_survey_names_a_problem() -> None:
    facts = read(
        "Asked for their worst bottleneck, 44 per cent pointed to the price of steam, 26 per cent "
        "to dependence on imported resin and 17 per cent to mould downtime."
    )
    assert named(facts, "Problem") == [
        "price of steam",
        "dependence on imported resin",
        "mould downtime",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Innovation becomes an important driving force to transform the economy.",
        "The share of solar power was 40 per cent, that of wind power 31 per cent.",
        "The plant cuts disposal costs by 30%.",
        "The firm lost no time and has solved the shortage.",
        "Sales rose to 3 billion yuan, and exports to 20%.",
    ],
)
def test_what_is_no_problem(text: str) -> None:
    assert named(read(text), "Problem") == []
