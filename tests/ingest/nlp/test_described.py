"""Names without a head word, by what the text calls them, and names cut out of rows."""

from __future__ import annotations

import pytest

from ingest.nlp.draft import occurrences
from ingest.nlp.splitting import split_items
from tests.ingest.nlp.reading import entities, named, read


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Norland Bridge, a matchmaking platform run by the county, opened.",
         ("Platform", "Norland Bridge")),
        ("They work with Moorland Commons, a not-for-profit institute in Vega.",
         ("Institute", "Moorland Commons")),
        ("The accelerator NorVik has opened.", ("Platform", "NorVik")),
        ("The project, called ALGAFIX, is led by a firm.", ("Programme", "ALGAFIX")),
        ("Osaka-based Naniwa Precision and its partners agreed.",
         ("Enterprise", "Naniwa Precision")),
        ("It helps companies such as Norvik, Talvik Foods and Marsh Optics.",
         ("Enterprise", "Talvik Foods")),
        ("The grant went to Marsh Optics Ltd and VegaTek.", ("Enterprise", "VegaTek")),
        ("A late bidder, Moor Optics, withdrew.", ("Enterprise", "Moor Optics")),
        ("The Norlandic group and the Norwegian machine builder Havlys Teknologi AS met.",
         ("Enterprise", "Havlys Teknologi AS")),
        ("It is owned by Salt Marsh Teoranta.", ("Enterprise", "Salt Marsh Teoranta")),
        ("The fund is managed by Enterprise Norland, which paid.",
         ("Agency", "Enterprise Norland")),
        ("Region Norland paid 18 million kronor.", ("Agency", "Region Norland")),
        ("They met the Norland Paper Industries Federation.",
         ("Platform", "Norland Paper Industries Federation")),
        ("The Norland Eyewear Association and Vega Institute of Optics agreed.",
         ("Institute", "Vega Institute of Optics")),
        ("The Strategic Alliance for Clean Ports met.",
         ("Platform", "Strategic Alliance for Clean Ports")),
        ("They want to set up a shared ceramics laboratory.",
         ("Institute", "shared ceramics laboratory")),
    ],
)  # fmt: skip
def test_described_names(text: str, entity: tuple[str, str]) -> None:
    assert entity in entities(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Peter Vale, the project director and vice president, spoke.",
        "In March, the programme of the council ended.",
        "Lanzhou, a hub of trade, grew.",
    ],
)
def test_what_is_not_described(text: str) -> None:
    facts = read(text)
    assert not {"Programme", "Platform", "Enterprise"} & {e.type for e in facts.entities}


def test_a_host_in_brackets_is_a_body_of_its_own() -> None:
    facts = read("Gansu Key Laboratory of Fire Clay (Gansu Loess University) was opened.")
    assert sorted(named(facts, "Institute")) == [
        "Gansu Key Laboratory of Fire Clay",
        "Gansu Loess University",
    ]


def test_the_comma_of_a_legal_form_parts_no_items() -> None:
    text = "Delta Glass Co., Ltd., Vega University and Norland Foods Pvt., Ltd."
    items = [text[a:b] for a, b in split_items(text, 0, len(text), 3)]
    assert items == ["Delta Glass Co., Ltd", "Vega University", "Norland Foods Pvt., Ltd"]


def test_occurrences_are_whole_words() -> None:
    text = "Vega, Vegas, pre-Vega and Vega"
    assert list(occurrences(text, "Vega")) == [(0, 4), (26, 30)]
