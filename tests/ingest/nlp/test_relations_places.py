"""Where bodies are and which area lies in which; what a listed set shares."""

from __future__ import annotations

import pytest

from ingest.nlp.located import add_places
from tests.ingest.nlp.marked import draft_with
from tests.ingest.nlp.reading import read, relations


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
        "{E:Marsh Ltd}, a {R:Tarn} rope firm, grew.",
        "{E:Marsh Ltd}, a {R:Tarn}-based maker of rope, grew.",
        "{R:Tarn}'s {E:Marsh Ltd} grew.",
        "A {R:Tarn} company, {E:Marsh Ltd}, grew.",
        "{E:Marsh Ltd} from {R:Tarn} grew.",
        "{E:Marsh Ltd}'s headquarters in {R:Tarn} burnt.",
        "{E:Marsh Ltd} is in {R:Tarn}.",
        "{E:Marsh Ltd} ({R:Tarn}) grew.",
        "{E:Marsh Ltd}, of {R:Tarn}, grew.",
    ],
)
def test_a_body_lies_where_the_words_beside_it_say(sentence: str) -> None:
    assert placed(sentence) == {("LOCATED_IN", "marsh ltd", "tarn")}


def test_an_area_named_elsewhere_is_no_seat() -> None:
    assert placed("{E:Marsh Ltd} sells pumps; buyers come from {R:Tarn}.") == set()


def test_a_platform_or_agency_serves_the_area_in_its_name() -> None:
    found = placed("The {A:Tarnian Harbour Office} met in spring; {R:Tarn} is small.")
    assert found == {("LOCATED_IN", "tarnian harbour office", "tarn")}


def test_bodies_in_one_row_behind_an_area_all_lie_there() -> None:
    found = placed("In {R:Tarn}, {E:Marsh Ltd} and {E:Bog Oy} tested rope with {E:Reed AB}.")
    assert found == {("LOCATED_IN", "marsh ltd", "tarn"), ("LOCATED_IN", "bog oy", "tarn")}


@pytest.mark.parametrize(
    "sentence",
    [
        "{R:Reed Village}, {R:Tarn}.",
        "{R:Tarn}'s {R:Reed Village}.",
        "{R:Tarn}, in the south, has under its jurisdiction {R:Reed Village}.",
    ],
)
def test_the_smaller_area_lies_in_the_larger(sentence: str) -> None:
    assert placed(sentence) == {("PART_OF", "reed village", "tarn")}


def test_a_department_of_a_field_is_not_that_of_a_foreign_town() -> None:
    abroad = read(
        "Norwich has a new park. The Department of Enterprise and Trade pays for Norwich."
    )
    assert not {r for r in relations(abroad) if r[1].startswith("Department")}
    home = read("Wuwei City has a new park. The Department of Science and Technology pays for it.")
    assert [r[0] for r in relations(home) if r[1].startswith("Department")] == ["LOCATED_IN"]
