"""Bodies, places, policies and persons in Chinese."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.reading import entities, named, relations
from tests.ingest.nlp.zh.reading import needs_lac, read


@pytest.mark.parametrize("model", ["blank", pytest.param("lac", marks=needs_lac)])
def test_bodies_by_their_last_words(model: str) -> None:
    facts = read(
        "宝鸡市科技局联合陕西秦岭泵业有限公司、西安理工大学共建秦岭流体机械重点实验室。"
        "渭滨区永丰种植专业合作社入驻宝鸡高新区。",
        model=model,
    )
    assert {
        ("Agency", "宝鸡市科技局"),
        ("Enterprise", "陕西秦岭泵业有限公司"),
        ("Institute", "西安理工大学"),
        ("Institute", "秦岭流体机械重点实验室"),
        ("Enterprise", "渭滨区永丰种植专业合作社"),
        ("Platform", "宝鸡高新区"),
    } <= entities(facts)


@pytest.mark.parametrize(
    "body",
    [
        "全市建成国家级创新平台3个。",
        "支持12家企业与高校院所共建研发中心。",
        "科技局长、厂长和部分企业代表参加了座谈。",
        "相关企业集团、合作社积极性很高。",
    ],
)
def test_general_words_are_no_names(body: str) -> None:
    facts = read(body)
    assert not [e for e in facts.entities if e.type in ("Enterprise", "Institute", "Agency")]
    assert not named(facts, "Platform")


def test_a_short_department_is_the_one_named_in_full() -> None:
    facts = read("甘肃省科学技术厅印发通知。省科技厅厅长表示，此事由甘肃省科技厅负责。")
    assert len(named(facts, "Agency")) == 1
    assert ("LOCATED_IN", "甘肃省科学技术厅", "甘肃省") in relations(facts)


def test_a_conjunction_inside_a_department_does_not_part_it() -> None:
    facts = read("青海省工业和信息化厅、青海省发展和改革委员会联合发文。")
    assert set(named(facts, "Agency")) == {"青海省工业和信息化厅", "青海省发展和改革委员会"}


def test_coordinated_departments_are_one_for_each_place() -> None:
    facts = read("甘肃、青海两省科技厅签署合作协议。")
    assert set(named(facts, "Agency")) == {"甘肃科技厅", "青海科技厅"}


def test_stated_short_names() -> None:
    facts = read("兰州银河粉末材料有限公司（以下简称“银河材料”）建成中试线。银河材料去年投产。")
    (firm,) = (e for e in facts.entities if e.type == "Enterprise")
    assert firm.name == "兰州银河粉末材料有限公司"
    assert "银河材料" in firm.also


@pytest.mark.parametrize(
    ("body", "full", "other"),
    [
        ("青海大学（Qinghai University）设立研究院。", "青海大学", "Qinghai University"),
        (
            "兰州海川泵业有限公司（Haichuan Pumps Co., Ltd.，以下简称“海川泵业”）获奖。",
            "兰州海川泵业有限公司",
            "Haichuan Pumps Co., Ltd.",
        ),
    ],
)
def test_names_in_two_languages_are_one_body(body: str, full: str, other: str) -> None:
    facts = read(body)
    (found,) = (e for e in facts.entities if e.name == full)
    assert other in found.also


def test_places_short_and_by_reference() -> None:
    facts = read(
        "海西蒙古族藏族自治州加快发展。我州与格尔木市科技局合作。海西州新建园区。",
    )
    (home,) = (e for e in facts.entities if e.type == "Region" and "海西" in e.name)
    assert home.name == "海西蒙古族藏族自治州"
    assert "我州" not in home.also


def test_ordinary_words_are_no_places() -> None:
    facts = read("企业来宾参观了朝阳产业展区，白银价格上涨，城市面貌一新，产品上市。")
    assert not named(facts, "Region")


def test_a_place_unknown_to_the_gazetteer_by_its_type() -> None:
    facts = read("云岭县科技局在云岭县召开会议。")
    assert named(facts, "Region") == ["云岭县"]
    assert ("LOCATED_IN", "云岭县科技局", "云岭县") in relations(facts)


def test_policies_in_title_marks_and_strategies() -> None:
    facts = read(
        "为实施乡村振兴战略，银川市人民政府印发《银川市“十四五”科技创新规划》《关于加快种业发展的若干措施》。"
    )
    assert set(named(facts, "Policy")) == {
        "乡村振兴战略",
        "银川市“十四五”科技创新规划",
        "关于加快种业发展的若干措施",
    }


def test_patents_with_their_titles() -> None:
    facts = read(
        "公司拥有发明专利“一种马铃薯分选装置”（专利号：ZL201810123456.7）。",
        title="关于专利的报道\n\n",
    )
    (patent,) = (e for e in facts.entities if e.type == "Patent")
    assert (patent.name, patent.also) == ("ZL201810123456.7", ("一种马铃薯分选装置",))


def test_persons_with_roles_and_employers() -> None:
    facts = read("本报讯（记者 马晓东 通讯员 李静）西宁市科技局副局长赵大川说，项目进展顺利。")
    roles = {(e.name, e.role) for e in facts.entities if e.type == "Person"}
    assert roles == {("马晓东", "记者"), ("李静", "通讯员"), ("赵大川", "副局长")}
    assert ("WORKS_FOR", "赵大川", "西宁市科技局") in relations(facts)


def test_a_name_with_a_middle_dot() -> None:
    facts = read("联系人：自治区科技厅高新处 阿不都拉·买买提\n新疆维吾尔自治区科技厅负责解释。")
    assert named(facts, "Person") == ["阿不都拉·买买提"]
