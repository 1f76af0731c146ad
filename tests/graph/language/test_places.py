"""The gazetteer: names in both scripts, codes, and which place lies in which."""

from __future__ import annotations

import subprocess
import sys

import pytest

from graph.language.places import (
    by_code,
    chinese_forms,
    gazetteer,
    longest_form,
    mentions,
    named,
    narrowest,
    places_of,
    within,
)


def names(text: str) -> list[str]:
    return [place.name for place in named(text)]


@pytest.mark.parametrize(
    ("code", "name", "around"),
    [
        ("630100", "Xining", ["Qinghai", "China"]),
        ("630000", "Qinghai", ["China"]),
        ("632100", "Haidong", ["Qinghai", "China"]),  # the code before it became a city
        ("630106", "Huangzhong", ["Xining", "Qinghai", "China"]),  # a county that became a district
        ("630199", "Xining", ["Qinghai", "China"]),  # no such district: the city
        ("810000", "Hong Kong", ["China"]),
        ("CN", "China", []), ("CHN", "China", []), ("de", "Germany", []), ("HK", "Hong Kong",
                                                                          ["China"]),
    ],
)  # fmt: skip
def test_codes_of_divisions_and_countries(code: str, name: str, around: list[str]) -> None:
    place = by_code(code)
    assert place is not None
    assert (place.name, [p.name for p in place.within]) == (name, around)


@pytest.mark.parametrize("code", ["", "990000", "ZZ", "12345", "Xining"])
def test_what_is_no_code_is_no_place(code: str) -> None:
    assert by_code(code) is None


def test_a_place_in_both_scripts_and_its_usual_spellings() -> None:
    xining = places_of("xining")[0]
    assert places_of("西宁市")[0] == places_of("西宁")[0] == xining
    assert places_of("xizang")[0] == places_of("tibet")[0] == places_of("西藏")[0]
    assert places_of("海西州")[0] == places_of("海西蒙古族藏族自治州")[0]
    assert places_of("p.r. china") or names("Beijing, P.R. China")[-1] == "China"
    assert places_of("deutschland")[0].code == "DE"


def test_districts_are_places_only_in_full() -> None:
    assert places_of("城东区")
    assert not places_of("城东")
    assert chinese_forms(by_code("630000")) == ("青海省", "青海")


def test_homonyms_are_told_apart_by_the_places_beside_them() -> None:
    assert [p.chinese for p in named("Yulin, Shaanxi")][0] == "榆林市"
    assert [p.chinese for p in named("Yulin, Guangxi")][0] == "玉林市"
    assert names("青海省海西州格尔木市") == ["Qinghai", "Haixi", "Golmud"]


def test_mentions_say_where_and_do_not_overlap() -> None:
    text = "Inner Mongolia and New York, then 内蒙古"
    found = mentions(text)
    assert [text[m.start : m.end] for m in found] == ["Inner Mongolia", "New York", "内蒙古"]


def test_inclusion() -> None:
    xining, qinghai, gansu = (by_code(code) for code in ("630100", "630000", "620000"))
    assert xining
    assert qinghai
    assert gansu
    assert within(xining, qinghai)
    assert within(xining, xining)
    assert not within(qinghai, xining)
    assert not within(xining, gansu)
    assert narrowest((qinghai, xining)) == (xining,)


def test_every_chinese_division_has_a_code_and_lies_in_china() -> None:
    places = {p for group in gazetteer().values() for p in group if p.chinese}
    divisions = [p for p in places if p.name != "China" and p.level != "area"]
    assert len(divisions) > 3000
    assert all(p.code and p.within[-1].name == "China" for p in divisions)
    assert all(by_code(p.code) == p for p in divisions)


def test_how_long_a_name_can_be() -> None:
    assert longest_form("new") >= 2
    assert longest_form("青") >= 2
    assert longest_form("qwertz") == 0


def test_nothing_is_loaded_before_the_first_question() -> None:
    code = ("import graph.language.places as p, sys; "
            "sys.exit(p.gazetteer.cache_info().currsize or 'pypinyin' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
