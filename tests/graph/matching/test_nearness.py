"""Near a place: by the coordinates that registers state, else by province."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qilian
from graph.errors import InvalidRequest, NotFound
from graph.matching import MatchResult
from graph.matching.nearness import kilometres
from tests.builders import organisation_row, patent_row
from tests.graph.matching.conftest import MakeGraph

NEED = "boron resin"


def names(result: MatchResult) -> list[str]:
    return sorted(c.name for c in result.ranked)


@pytest.fixture
def placed(make: MakeGraph) -> qilian.KnowledgeGraph:
    places = {
        "Lyon University": ("Lyon, Auvergne-Rhône-Alpes, France", "45.76", "4.84"),
        "Grenoble Institute": ("Grenoble, Auvergne-Rhône-Alpes, France", "45.19", "5.72"),
        "Paris Institute": ("Paris, Île-de-France, France", "48.86", "2.35"),
        "Lyon Laboratory": ("Lyon, Auvergne-Rhône-Alpes, France", "", ""),
        "Nowhere": ("", "", ""),
    }
    units = []
    for i, (name, (region, latitude, longitude)) in enumerate(places.items()):
        row = organisation_row(f"o{i}", name, region=region)
        if latitude:
            row = organisation_row(
                f"o{i}", name, region=region, latitude=latitude, longitude=longitude)
        units.append(row)
        units.append(patent_row(f"P{i}", [name], title="Resin for boron", region=region))
    return make(*units)


def test_kilometres_of_two_cities() -> None:
    assert kilometres((48.8566, 2.3522), (45.7640, 4.8357)) == pytest.approx(391.5, abs=1)
    assert kilometres((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.1)
    assert kilometres((10, 10), (10, 10)) == 0


def test_within_a_distance_of_coordinates(placed: qilian.KnowledgeGraph) -> None:
    result = placed.match(NEED, near="45.76, 4.84", within_km=150)
    assert names(result) == ["Grenoble Institute", "Lyon University"]
    distance = {c.name: c.distance for c in result.ranked}
    assert distance["Lyon University"] == 0
    assert distance["Grenoble Institute"] == pytest.approx(93, abs=2)
    assert any("more than 150 km" in note for note in result.notes)


def test_a_place_stands_where_its_organisations_stand(placed: qilian.KnowledgeGraph) -> None:
    assert names(placed.match(NEED, near="Lyon", within_km=20)) == [
        "Lyon Laboratory", "Lyon University"]
    assert "Grenoble Institute" in names(placed.match(NEED, near="Lyon", within_km=150))
    why = placed.why_not(NEED, "Nowhere", near="Lyon", within_km=150).lacking[0]
    assert "no register states how far" in why
    assert "more than 20 km from Lyon" in placed.why_not(
        NEED, "Paris Institute", near="Lyon", within_km=20).lacking[0]


def test_an_organisation_is_a_place_too(placed: qilian.KnowledgeGraph) -> None:
    assert names(placed.match(NEED, near="Paris Institute", within_km=100)) == ["Paris Institute"]
    with pytest.raises(InvalidRequest, match="in which region"):
        placed.match(NEED, near="Nowhere")


def test_without_a_distance_the_province_around_counts(
    placed: qilian.KnowledgeGraph, make: MakeGraph
) -> None:
    assert names(placed.match(NEED, near="Lyon")) == ["Lyon Laboratory", "Lyon University"]
    units = [patent_row(f"C{i}", [name], title="Resin for boron", region=region)
             for i, (name, region) in enumerate([
                 ("Xining Institute", "Xining, Qinghai"), ("Golmud Institute", "Golmud, Qinghai"),
                 ("Lanzhou Institute", "Lanzhou, Gansu")])]
    kg = make(*units)
    assert names(kg.match(NEED, near="Golmud")) == ["Golmud Institute", "Xining Institute"]
    assert names(kg.match(NEED, near="西宁")) == ["Golmud Institute", "Xining Institute"]


def test_regions_of_the_graph_itself(sample: qilian.KnowledgeGraph) -> None:
    near = sample.match("boron removal from lithium chloride", near="Chakmar City", limit=50)
    assert near.ranked
    assert all("Kunyan Province" in c.entity.region for c in near.ranked)
    town = sample.match("boron removal from lithium chloride", near="Chakmar City", within_km=5,
                        limit=50)
    assert town.ranked
    assert all("Chakmar City" in c.entity.region for c in town.ranked)
    assert all(c.distance is None for c in town.ranked)


def test_unknown_places_and_bare_coordinates(placed: qilian.KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match="Xyzzyville"):
        placed.match(NEED, near="Xyzzyville", within_km=5)
    with pytest.raises(InvalidRequest, match="need a distance"):
        placed.match(NEED, near="45.7, 4.8")
    for nowhere in ("90.1, 0", "0, -180.1"):
        with pytest.raises(InvalidRequest, match="a latitude is -90 to 90"):
            placed.match(NEED, near=nowhere, within_km=5)


POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(POINTS, POINTS)
def test_distance_is_symmetric_and_no_more_than_half_round_the_earth(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    there = kilometres(one, other)
    assert there == pytest.approx(kilometres(other, one), abs=1e-6)
    assert 0 <= there <= 20016
