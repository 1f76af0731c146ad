from __future__ import annotations

import math

import pytest

from graph.identity.index_build import build_index
from graph.identity.link import link
from graph.identity.meant import meant
from graph.model import Entity

BODIES = [
    Entity("sci-q", "Agency", "青海省科学技术厅", (), (), "Xining, Qinghai, China"),
    Entity("sci-g", "Agency", "甘肃省科学技术厅", (), (), "Lanzhou, Gansu, China"),
    Entity("orlen", "Institute", "Orlen Institute of Technology", (), (), "Turin, Italy"),
    Entity("kestrel", "Enterprise", "Tobias Kestrel GmbH", (), (), "Berlin, Germany"),
    Entity("mine", "Institute", "西宁维嘎矿业大学", (), (), "Xining, Qinghai, China"),
    Entity("uni", "Institute", "维嘎大学", (), (), "Xining, Qinghai, China"),
    Entity("uni-h1", "Institute", "维嘎大学附属第一医院", (), (), "Xining, Qinghai, China"),
]
INDEX = build_index(BODIES, {})


def means(text: str, *, region: str = "") -> list[str]:
    return [INDEX.entities[int(INDEX.arrays["name_organisation"][name])]
            for name, _ in meant(INDEX, text, region=region)]


def chosen(text: str) -> str:
    found = link(INDEX, text).chosen
    return found.entity if found else ""


@pytest.mark.parametrize(("text", "entity"), [
    ("青海省科技厅", "sci-q"),
    ("甘肃省科技厅", "sci-g"),
    ("甘肅省科學技術廳", "sci-g"),
    ("Qinghai Provincial Department of Science and Technology", "sci-q"),
    ("KESTREL GMBH TOBIAS", "kestrel"),
    ("ORLEN INST TECHNOLOGY", "orlen"),
    ("Department of Salt, Orlen Inst. of Technol., Turin, Italy", "orlen"),
])
def test_a_short_form_means_the_name_in_full(text: str, entity: str) -> None:
    assert means(text) == [entity]
    assert chosen(text) == entity


@pytest.mark.parametrize("text", [
    "",
    "科技厅",  # every province has one
    "青海省教育厅",
    "陕西省科技厅",
    "ORLEN INST MEDICINE",
    "KESTREL GMBH ANNA",
    "青海",
])
def test_another_body_is_not_meant(text: str) -> None:
    assert means(text) == []
    assert chosen(text) == ""


def test_the_parts_are_those_of_the_comparison() -> None:
    found = link(INDEX, "KESTREL GMBH TOBIAS").chosen
    assert found is not None
    assert {"core", "form"} <= {part.feature for part in found.parts}
    total = sum(part.points for part in found.parts)
    assert total == pytest.approx(math.log(found.score / (1 - found.score)), abs=1e-6)


def test_several_who_are_meant_are_named() -> None:
    index = build_index([*BODIES, Entity("kestrel-2", "Enterprise", "Tobias Kestrel mbH", (), (),
                                         "Bern, Switzerland")], {})
    found = link(index, "KESTREL TOBIAS GMBH")
    assert found.chosen is None or found.chosen.entity == "kestrel"
    assert {c.entity for c in found.candidates} >= {"kestrel", "kestrel-2"}


@pytest.mark.parametrize(("text", "entity"), [
    ("维嘎大学化工学院，青海 西宁 810008", "uni"),
    ("维嘎大学 盐湖资源系", "uni"),
    ("维嘎大学附属第一医院神经科，青海省西宁市", "uni-h1"),
    ("维嘎大学附属第二医院，青海省西宁市", ""),  # a body of its own, not known
    ("西宁维嘎矿业大学安全工程学院", "mine"),
])
def test_a_chinese_affiliation_means_the_body_and_not_its_part(text: str, entity: str) -> None:
    assert chosen(text) == entity


def test_a_part_that_is_not_known_is_said() -> None:
    assert "维嘎大学附属第二医院" in link(INDEX, "维嘎大学附属第二医院，西宁").reason
