from __future__ import annotations

import math

import pytest

from graph.identity.index_build import build_index
from graph.identity.link import link
from graph.identity.registered import readings, registered
from graph.model import Entity

BODIES = [
    Entity("salt", "Enterprise", "柴达木维嘎盐湖有限公司", ("Qaidam Vega Salt Lake Co., Ltd.",), (),
           "Xining, Qinghai, China"),
    Entity("salt-inst", "Institute", "维嘎盐湖研究所", ("旧柴达木制盐研究室",), (),
           "青海省西宁市"),
    Entity("twin-q", "Institute", "湖滨中心医院", (), (), "Xining, Qinghai, China"),
    Entity("twin-g", "Institute", "湖滨中心医院", (), (), "Lanzhou, Gansu, China"),
    Entity("nuclear", "Institute", "Institute of Nuclear Chemistry", (), (), "Turin, Italy"),
    Entity("health", "Agency", "Department of Health", (), (), "Turin, Italy"),
    Entity("orlen", "Institute", "University of Orlen, Lakeside", ("UOL",), (), "Turin, Italy"),
    Entity("gmbh", "Enterprise", "Kestrel Membranes GmbH", (), (), "Berlin, Germany"),
    Entity("one-word", "Enterprise", "Kestrelin", (), (), "Berlin, Germany"),
]
INDEX = build_index(BODIES, {})


def bearers(text: str, *, region: str = "") -> list[str]:
    found = registered(INDEX, text, region=region)
    return [INDEX.entities[int(INDEX.arrays["name_organisation"][name])] for name in found]


@pytest.mark.parametrize(("text", "entity"), [
    ("柴达木维嘎盐湖有限公司", "salt"),
    ("柴達木維嘎鹽湖有限公司", "salt"),
    ("柴达木维嘎盐湖有限责任公司", "salt"),
    ("QAIDAM VEGA SALT LAKE COMPANY LIMITED", "salt"),
    ("维嘎盐湖研究所，青海西宁 810008", "salt-inst"),
    ("旧柴达木制盐研究室", "salt-inst"),
    ("Kestrel Membranes Gmbh", "gmbh"),
    ("Ｋｅｓｔｒｅｌｉｎ", "one-word"),
    ("Kestrelin, Berlin, Germany", "one-word"),
    ("UNIVERSITY OF ORLEN - LAKESIDE", "orlen"),
    ("Institute of Nuclear Chemistry, Turin, Italy", "nuclear"),
    ("Department of Health, 12 Via Nuova, Turin", "health"),
])
def test_a_registered_name_means_its_only_bearer(text: str, entity: str) -> None:
    assert bearers(text) == [entity]


@pytest.mark.parametrize("text", [
    "",
    "?",
    "UOL",  # an acronym
    "Institute of Nuclear Chemistry",  # general words, and no place
    "Department of Health",
    "Kestrel Membranes",  # without the legal form it may be another
    "Kestrel Membranes AG",
    "Kestrelina",
    "柴达木维嘎盐湖有限公司西宁分公司",
    "维嘎盐湖研究",
    "维嘎盐湖研究所，甘肃兰州",  # it is elsewhere
    "Kestrelin, Lanzhou, China",
])
def test_what_is_nearly_a_registered_name_is_none(text: str) -> None:
    assert bearers(text) == []


def test_the_place_decides_between_namesakes() -> None:
    assert sorted(bearers("湖滨中心医院, 青海省西宁市")) == ["twin-q"]
    assert bearers("湖滨中心医院 甘肃 兰州 730000") == ["twin-g"]
    assert bearers("湖滨中心医院", region="Lanzhou, Gansu, China") == ["twin-g"]
    assert bearers("湖滨中心医院", region="甘肃省兰州市") == ["twin-g"]


def test_namesakes_without_a_place_are_both_named() -> None:
    index = build_index([
        Entity("a", "Enterprise", "维嘎盐湖科技有限公司", (), (), "Xining, Qinghai, China"),
        Entity("b", "Enterprise", "维嘎盐湖科技有限公司", (), (), "Lanzhou, Gansu, China")], {})
    found = link(index, "维嘎盐湖科技有限公司")
    assert found.chosen is None
    assert found.reason.startswith("2 organisations fit these words")
    assert "Qinghai" in found.reason
    assert "Gansu" in found.reason


def test_a_region_excludes_who_is_elsewhere() -> None:
    assert bearers("Kestrelin", region="Berlin, Germany") == ["one-word"]
    assert bearers("Kestrelin", region="Turin, Italy") == []


def test_the_answer_says_why() -> None:
    found = link(INDEX, "旧柴达木制盐研究室")
    assert found.chosen is not None
    assert found.chosen.entity == "salt-inst"
    assert found.chosen.matched == "旧柴达木制盐研究室"
    total = sum(part.points for part in found.chosen.parts)
    assert total == pytest.approx(math.log(found.chosen.score / (1 - found.chosen.score)))
    assert all(part.says for part in found.chosen.parts)


def test_kinds_leave_only_these() -> None:
    assert link(INDEX, "Kestrelin", kinds=["Institute"]).chosen is None


@pytest.mark.parametrize("entity", BODIES, ids=lambda entity: str(entity.id))
def test_every_own_name_beside_its_place_means_who_bears_it(entity: Entity) -> None:
    for name in (entity.name, *(n for n in entity.names if n != "UOL")):
        assert bearers(f"{name}, {entity.region}") == [entity.id]


@pytest.mark.parametrize(("text", "name", "address"), [
    ("维嘎盐湖研究所，青海西宁 810008", "维嘎盐湖研究所", "青海西宁"),
    ("维嘎盐湖研究所 西宁市城北区湖滨路12号", "维嘎盐湖研究所", "西宁市城北区湖滨路12号"),
    ("Kestrelin, 72 Harbour Lane, Berlin", "Kestrelin", "Berlin"),
    ("Kestrelin, 72 Turin Road, Berlin", "Kestrelin", "Berlin"),
    ("Berlin, Kestrelin", "Kestrelin", "Berlin"),
])
def test_an_address_is_no_part_of_the_name(text: str, name: str, address: str) -> None:
    found = list(readings(INDEX, text))
    assert found[0] == (text, "")
    assert found[-1] == (name, address)
    assert len(found) == len(set(found))


def test_what_names_another_body_is_no_address() -> None:
    assert [name for name, _ in readings(INDEX, "Kestrelin, Hospital 111, Berlin")] == [
        "Kestrelin, Hospital 111, Berlin", "Kestrelin, Hospital 111"]
