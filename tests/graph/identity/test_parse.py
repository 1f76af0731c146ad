"""Names of organisations understood, part by part, in both scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.meanings import han_number, mended, pinyin, rarity, syllables, table
from graph.identity.parse import parse_name


def test_an_english_company_is_taken_apart() -> None:
    name = parse_name("Qinghai Runze Salt Lake Industry Group Co., Ltd.")
    assert [r.place.name for r in name.regions] == ["Qinghai"]
    assert name.core == ("runze",)
    assert name.fields == ("salt-lake", "industry")
    assert name.roles == ("group",)
    assert name.form == "limited"
    assert name.script == "latin"


def test_a_chinese_company_has_the_same_parts() -> None:
    name = parse_name("青海润泽盐湖工业集团有限公司")
    assert [r.place.name for r in name.regions] == ["Qinghai"]
    assert name.core == ("润泽",)
    assert name.fields == ("salt-lake", "industry")
    assert name.roles == ("group",)
    assert name.form == "limited"
    assert name.script == "han"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Haiyan Salt Limited by Share Ltd", "share"),
        ("Hangzhou Lanyu Polytron Technologies Inc", "share"),
        ("海晏盐业股份有限公司", "share"),
        ("Lanyu Joint Stock Company", "share"),
        ("海晏盐业有限责任公司", "limited"),
        ("Meyer Werkzeug GmbH", "limited"),
        ("Lafarge S.A.", "company"),
        ("Haiyan Salt Lake University", ""),
    ],
)  # fmt: skip
def test_legal_forms_machine_translated_or_not(name: str, form: str) -> None:
    assert parse_name(name).form == form


def test_a_machine_translated_form_keeps_its_line_of_work() -> None:
    assert parse_name("Hangzhou Lanyu Polytron Technologies Inc").fields == ("technology",)


@pytest.mark.parametrize(
    ("name", "own", "parent"),
    [
        ("Institute of Salt Lakes, Chinese Academy of Sciences", ("institute",), ("academy",)),
        ("中国科学院青海盐湖研究所", ("institute|research-institute",), ("academy",)),
        ("Haiyan University, School of Chemistry", ("school",), ("university",)),
        ("School of Chemistry, Haiyan University", ("school",), ("university",)),
    ],
)  # fmt: skip
def test_a_parent_is_told_from_its_part(name: str, own: tuple, parent: tuple) -> None:
    parsed = parse_name(name)
    assert parsed.heads == own
    assert parsed.parent is not None
    assert parsed.parent.heads == parent


def test_a_place_behind_a_comma_is_no_parent() -> None:
    name = parse_name("University of California, Davis")
    assert name.parent is None
    assert [r.place.name for r in name.regions] == ["California", "Davis"]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("No. 2 Hospital of Xining", "2"), ("Second Hospital of Xining", "2"),
        ("2nd Hospital of Xining", "2"), ("西宁市第二医院", "2"), ("第十八研究所", "18"),
        ("Research Institute No.18", "18"), ("Université Paris XIII", "13"),
    ],
)  # fmt: skip
def test_numbers_in_words_and_figures(name: str, number: str) -> None:
    assert parse_name(name).numbers == (number,)


def test_brackets_hold_an_acronym_a_place_or_the_other_script() -> None:
    assert parse_name("Chinese Academy of Sciences (CAS)").acronym == "CAS"
    place = parse_name("Lanyu Chemical (Germany)")
    assert [r.place.name for r in place.regions] == ["Germany"]
    assert place.acronym == ""
    both = parse_name("Lanyu Salt Co., Ltd. (蓝屿盐业有限公司)")
    assert both.other is not None
    assert both.other.script == "han"
    assert both.core == ("lanyu",)


def test_a_name_in_brackets_within_a_name_is_kept() -> None:
    assert parse_name("Lanyu (Haida) Machinery").core == ("lanyu", "haida")


def test_a_word_of_place_type_counts_where_no_place_is_beside_it() -> None:
    assert "市" in parse_name("City University of Macau").fields
    assert "市" not in parse_name("University of Xining City").fields
    assert "市" not in parse_name("City of Xining Museum").fields


def test_a_county_in_pinyin_is_a_word_within_a_name() -> None:
    assert parse_name("Zhejiang Haiyan Food Co., Ltd.").core == ("haiyan",)
    assert [r.text for r in parse_name("Haiyan County Food Factory").regions] == ["Haiyan"]


def test_abbreviations_and_slips_of_general_words() -> None:
    assert parse_name("Univ. Sci & Technol").heads == ("university",)
    assert parse_name("Univ. Sci & Technol").fields == ("scitech",)
    assert parse_name("Haida Univeristy").heads == ("university",)
    assert mended("universal") == "universal"


def test_traditional_characters_are_the_simplified_ones() -> None:
    assert parse_name("國立海晏大學").heads == parse_name("国立海晏大学").heads == ("university",)


@pytest.mark.parametrize("name", ["", "  ", "!!!", "()", "（）", "Ltd", "有限公司", "42", "第"])
def test_what_is_hardly_a_name_is_parsed_all_the_same(name: str) -> None:
    parsed = parse_name(name)
    assert parsed.text == name
    assert (parsed.regions, parsed.parent, parsed.other) == ((), None, None)


@given(st.text(max_size=60))
def test_any_text_can_be_parsed_again_with_the_same_result(text: str) -> None:
    first = parse_name(text)
    parse_name.cache_clear()
    assert parse_name(text) == first
    assert first.text == text


def test_pinyin_and_its_syllables() -> None:
    assert pinyin("润泽") == "runze"
    assert syllables("runze") == 2
    assert syllables("bosch") == 0
    assert han_number("十八") == "18"
    assert han_number("二十") == "20"
    assert han_number("三") == "3"


def test_rare_words_tell_more_than_common_ones() -> None:
    assert rarity("federal") < rarity("runze") < rarity("bosch")
    assert rarity("润泽") < rarity("赣锋润泽")


def test_every_meaning_of_a_phrase_is_a_word_of_the_table() -> None:
    words = {word for meaning in (*table().english.values(), *table().chinese.values())
             if meaning.kind != "phrase" for part, _ in meaning.parts for word in part.split("|")}
    phrases = [m for m in (*table().english.values(), *table().chinese.values())
               if m.kind == "phrase"]
    used = {word for m in phrases for part, _ in m.parts for word in part.split("|")}
    assert used <= words


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("海 晏 盐 业 有 限 公 司", "海晏盐业有限公司"),
        ("海东市文化、旅游局", "海东市文化旅游局"),
        ("海东市科技和信息化局", "海东市科技信息化局"),
        ("為民機電設備製造廠", "为民机电设备制造厂"),
        ("解放军第一医院", "中国人民解放军第一医院"),
        ("教育部", "中华人民共和国教育部"),
        ("青海大学，西宁", "青海大学"),
        ("Qinghai University, Xining", "Qinghai University"),
        ("Lanyu Maskinfabrik A/S", "Lanyu Maskinfabrik AS"),
        ("Lanyu Kovohute s.r.o.", "Lanyu Kovohute sro"),
        ("Verband Lanyu e. V.", "Verband Lanyu eV"),
        ("UNIVERSITAET ZUERICH", "Universität Zürich"),
        ("OFFICE DE L EAU DE LANYU", "Office de l'eau de Lanyu"),
        ("青海大学医学院附属第一医院", "青海大学附属第一医院"),
    ],
)
def test_ways_to_write_one_name(written: str, plain: str) -> None:
    one, two = parse_name(written), parse_name(plain)
    for part in ("core", "fields", "heads", "form", "roles", "numbers"):
        assert getattr(one, part) == getattr(two, part), part
    assert [r.places for r in one.regions] == [r.places for r in two.regions]


def test_what_looks_like_it_is_left_alone() -> None:
    assert parse_name("中国人民解放军总医院").core == ("解放军",)
    assert parse_name("三和食品厂").core == ("三和",)
    assert parse_name("E. Lanyu Ltd").core == ("e", "lanyu")
    assert parse_name("N. China Lanyu Ltd").core == ("north-china", "lanyu")
    assert parse_name("University of California, Davis").regions[1:]
    school = parse_name("青海医学院附属医院").parent
    assert school is not None
    assert school.fields == ("medical",)
    assert parse_name("华海南风有限公司").regions[1:] == ()
    assert parse_name("CAAS").core == ("caas",)


def test_a_province_stands_bare_behind_a_name() -> None:
    short, full = parse_name("国网青海电力有限公司"), parse_name("国网青海省电力有限公司")
    assert short.core == full.core == ("国网",)
    assert short.regions[0].places == full.regions[0].places


def test_a_trade_name_behind_a_legal_form_is_no_word_of_the_name() -> None:
    name = parse_name("Hydrel Andina S.A. - Hidrandina")
    assert name.core == ("hydrel", "andina")
    assert name.acronym == "Hidrandina"
    assert "hidrandina" in parse_name("Hydrel Andina - Hidrandina").core


@pytest.mark.parametrize("part", ["公司", "大学", "University of ", "Co., Ltd. ", "(a)", "("])
def test_a_text_in_the_place_of_a_name_is_one_word_alike_only_to_itself(part: str) -> None:
    name = part * 50_000  # cutting it would take minutes
    parsed = parse_name(name, kind="Enterprise")
    assert len(parsed.core) == 1
    assert (parsed.heads, parsed.regions, parsed.form) == ((), (), "")
    assert parse_name(f"  {name}", kind="Enterprise").core == parsed.core
    assert parse_name(f"{name}x", kind="Enterprise").core != parsed.core


def test_a_word_that_stands_often_in_a_name_is_counted() -> None:
    assert parse_name("zork " * 3).core == ("zork", "zork~2", "zork~3")
