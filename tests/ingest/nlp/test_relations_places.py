"""Where bodies are and which area lies in which; what a listed set shares."""

from __future__ import annotations

import pytest

from ingest.nlp.located import add_places
from tests.ingest.nlp.marked import draft_with


def placed(sentence: str) -> set[tuple[str, str, str]]:
    draft = draft_with(sentence)
    regions = [f for f in draft.found if f.type == "Region"]
    for region in regions:
        region.key = f"{region.key}|{'county' if 'Village' in region.name else 'city'}"
    add_places(draft)
    return {
        (k.type, k.subject[1].partition("|")[0], k.object[1].partition("|")[0]) for k in draft.links
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "{E:Marsh Ltd} in {R:Tarn} grew.",
        "{E:Marsh Ltd}, {R:Tarn}, grew.",
        "{E:Marsh Ltd} of {R:Tarn} grew.",
        "{R:Tarn}-based {E:Marsh Ltd} grew.",
        "{E:Marsh Ltd}, a maker of bark pellets in {R:Tarn}, grew.",
        "In {R:Tarn}, the {E:Marsh Ltd} has grown.",
    ],
)
def test_a_body_lies_where_the_words_beside_it_say(sentence: str) -> None:
    assert placed(sentence) == {("LOCATED_IN", "marsh ltd", "tarn")}


def test_an_area_named_elsewhere_is_no_seat() -> None:
    assert placed("{E:Marsh Ltd} sells pumps; buyers come from {R:Tarn}.") == set()


def test_a_platform_or_agency_serves_the_area_in_its_name() -> None:
    found = placed("The {A:Tarnian Harbour Office} met in spring; {R:Tarn} is small.")
    assert found == {("LOCATED_IN", "tarnian harbour office", "tarn")}


@pytest.mark.parametrize(
    "sentence", ["{R:Reed Village}, {R:Tarn}.", "{R:Tarn}'s {R:Reed Village}."]
)
def test_the_smaller_area_lies_in_the_larger(sentence: str) -> None:
    assert placed(sentence) == {("PART_OF", "reed village", "tarn")}
