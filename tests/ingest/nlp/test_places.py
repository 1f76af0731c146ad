"""Places: the gazetteer's homonyms and spellings, and the words around that say "place"."""

from __future__ import annotations

import pytest

from graph.language.places import gazetteer
from tests.ingest.nlp.reading import named, read


@pytest.mark.parametrize("name", ["Mogán", "Polokwane", "Toowoomba", "Tolosa", "Raisio"])
def test_towns_count_where_the_words_around_say_so(name: str) -> None:
    assert named(read(f"The plant in {name} is new."), "Region") == [name]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("It follows Chile's science roadmap.", "Chile"),
        ("Polokwane's tile makers agreed.", "Polokwane"),
        ("The Raisio spin-off Norvik AB grew.", "Raisio"),
        ("They dive off Gull Island, as ever.", "Gull Island"),
        ("It went to Marsh Foods Ltd of Toowoomba and to others.", "Toowoomba"),
    ],
)
def test_places_by_the_words_around(text: str, place: str) -> None:
    assert place in named(read(text), "Region")


def test_a_new_area_is_beside_its_city() -> None:
    facts = read("Xi'an grew by 4 percent. Xi'an New Area grew by 9 percent.")
    assert sorted(named(facts, "Region")) == ["Xi'an", "Xi'an New Area"]


def test_a_town_of_the_long_list_is_no_place_by_itself() -> None:
    assert not named(read("Best Orange Split tested it. Reading is fun."), "Region")


def test_every_spelling_leads_to_one_place() -> None:
    facts = read("Hotan City is old. Later Hetian grew, and Khotan jade is known.")
    (region,) = [e for e in facts.entities if e.type == "Region"]
    assert {region.name, *region.also} == {"Hotan City", "Hetian", "Khotan"}


def test_a_slip_in_a_long_name_is_kept_and_linked() -> None:
    facts = read("Hulunbuirr City met. Later Hulunbeier City signed, then Hulun Buir rested.")
    assert len(named(facts, "Region")) == 1


def test_a_short_name_with_two_slips_is_another_place() -> None:
    facts = read("Alxa League and Aldan League met.")
    assert len(named(facts, "Region")) == 2


def test_two_areas_of_a_county_and_its_city() -> None:
    assert named(read("They came from Junan County of Linyi."), "Region") == [
        "Junan County", "Linyi",
    ]  # fmt: skip


def test_two_towns_of_one_name() -> None:
    facts = read(
        "Ontario is cold. The works at Hamilton, Ontario, and a guest from Hamilton, Scotland, "
        "met. Ontario grows."
    )
    assert {"Hamilton", "Hamilton, Scotland"} <= set(named(facts, "Region"))


@pytest.mark.parametrize("words", ["US$ 3 million", "U.S. Patent No. 10,111,222"])
def test_a_currency_or_patent_office_is_no_place(words: str) -> None:
    assert not named(read(f"It is about {words}."), "Region")


def test_a_field_of_an_institute_is_no_town() -> None:
    assert not named(read("The Institute of Great Bends met."), "Region")


def test_the_gazetteer_knows_names_without_accents_and_greater_places_first() -> None:
    assert gazetteer()["mogan"] == gazetteer()["mogán"]
    assert not gazetteer()["jilin"][0].minor
    assert [p.level for p in gazetteer()["jilin"]][:2] == ["province", "city"]
