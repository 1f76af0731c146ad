"""Industries in rows, by who works in them, and in the names of parks."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.reading import named, read


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("The strategy gives priority to offshore wind, tidal energy and green shipping.",
         ["offshore wind", "tidal energy", "green shipping"]),
        ("The charter singles out timber, resin and mushrooms.", ["timber", "resin", "mushrooms"]),
        ("The brick, lime and slate sectors agreed.",
         ["brick", "lime", "slate"]),
        ("It is a survey of tile, faience and frit producers.", ["tile", "faience", "frit"]),
        ("Kelp processors along the coast agreed.", ["Kelp"]),
        ("Last year tourism revenue rose.", ["tourism"]),
        ("Garden tools, sea salt, glass yarn 3 industrial clusters were chosen.",
         ["Garden tools", "sea salt", "glass yarn"]),
        ("Form three industrial belts of mango, litchi and passion fruit.",
         ["mango", "litchi", "passion fruit"]),
        ("It names lace, linen and felt as priority areas.", ["lace", "linen", "felt"]),
    ],
)  # fmt: skip
def test_industries(text: str, industries: list[str]) -> None:
    assert named(read(text), "Industry") == industries


def test_the_name_of_a_park_says_its_field() -> None:
    facts = read("They opened the Shaoguan dried fruit research and development service platform.")
    assert named(facts, "Industry") == ["dried fruit"]


@pytest.mark.parametrize(
    "text",
    [
        "Small producers and local makers agreed.",
        "The grants offer industry connections and advice.",
        "It puts the focus on young people.",
    ],
)
def test_what_is_no_industry(text: str) -> None:
    assert named(read(text), "Industry") == []
