"""Relations in Chinese by triggers, clauses and structure."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.reading import named, relations
from tests.ingest.nlp.zh.reading import read


def test_joint_work_and_what_it_founds() -> None:
    found = relations(
        read("西宁市科技局联合青海大学、青海高原药业有限公司设立高原药材技术转移中心。")
    )
    bodies = ("西宁市科技局", "青海大学", "青海高原药业有限公司")
    assert {("RUNS", b, "高原药材技术转移中心") for b in bodies} <= found
    pairs = {frozenset(r[1:]) for r in found if r[0] == "COLLABORATES_WITH"}
    assert pairs == {frozenset(p) for p in (bodies[:2], bodies[1:], (bodies[0], bodies[2]))}


@pytest.mark.parametrize(
    "body",
    [
        "青海大学派员列席，未加入高原种业创新联盟。",
        "西安交通大学没有参加高原种业创新联盟。",
        "兰州理工大学拒绝加入高原种业创新联盟。",
    ],
)
def test_denied_statements_relate_nothing(body: str) -> None:
    assert not [r for r in relations(read(body)) if r[0] in ("MEMBER_OF", "RUNS")]


def test_members_of_an_alliance() -> None:
    found = relations(
        read(
            "高原种业创新联盟由青海省农林科学院牵头，青海大学、西宁金谷种业有限公司等9家单位参与。"
        )
    )
    assert ("RUNS", "青海省农林科学院", "高原种业创新联盟") in found
    assert ("MEMBER_OF", "青海大学", "高原种业创新联盟") in found
    assert ("MEMBER_OF", "西宁金谷种业有限公司", "高原种业创新联盟") in found


def test_issued_and_targeted() -> None:
    found = relations(
        read(
            "宁夏回族自治区科技厅印发《宁夏葡萄酒产业科技行动方案》，重点支持智慧农业、食品加工和生物医药产业。"
        )
    )
    policy = "宁夏葡萄酒产业科技行动方案"
    assert ("ISSUED", "宁夏回族自治区科技厅", policy) in found
    assert {r[2] for r in found if r[:2] == ("TARGETS", policy)} >= {
        "智慧农业",
        "食品加工",
        "生物医药产业",
    }


def test_the_subject_of_the_sentence_before_goes_on() -> None:
    found = relations(
        read("兰州海川泵业有限公司成立于2012年。主要从事泵阀制造，已掌握磁力密封技术。")
    )
    assert ("DEVELOPS", "兰州海川泵业有限公司", "磁力密封技术") in found


def test_a_licence_goes_to_its_taker() -> None:
    found = relations(
        read("兰州理工大学将高纯铜粉制备技术许可给兰州银河粉末材料有限公司使用，许可费320万元。")
    )
    assert ("DEVELOPS", "兰州理工大学", "高纯铜粉制备技术") in found
    assert ("LICENSES", "兰州银河粉末材料有限公司", "高纯铜粉制备技术") in found


def test_who_buys_after_a_signing_is_the_first() -> None:
    found = relations(
        read(
            "格尔木雪山镁业有限公司与江河理工大学签订协议，以500万元引进该校研发的氯化镁脱水技术。"
        )
    )
    assert ("LICENSES", "格尔木雪山镁业有限公司", "氯化镁脱水技术") in found
    assert ("DEVELOPS", "江河理工大学", "氯化镁脱水技术") in found
    assert ("LICENSES", "江河理工大学", "氯化镁脱水技术") not in found


def test_problems_and_their_holders() -> None:
    facts = read(
        "分离能耗高、副产物附加值低等问题一直困扰盐湖化工产业。"
        "针对板材成品率偏低这一难题，宝鸡秦川学院组织攻关。"
    )
    assert {"分离能耗高", "副产物附加值低", "板材成品率偏低"} <= set(named(facts, "Problem"))
    found = relations(facts)
    assert ("HAS_PROBLEM", "盐湖化工产业", "分离能耗高") in found
    assert ("TARGETS", "宝鸡秦川学院", "板材成品率偏低") in found


def test_a_host_behind_a_preposition() -> None:
    found = relations(read("依托青海高原药材研究所建设的青海省高原药材技术转移中心去年投入运行。"))
    assert ("RUNS", "青海高原药材研究所", "青海省高原药材技术转移中心") in found
    assert not [r for r in found if r[0] == "RUNS" and r[1] == "青海省"]


def test_a_listed_set() -> None:
    facts = read("西宁市将建设3个基地：藏药产业基地、光伏制造基地、锂电产业基地。")
    found = relations(facts)
    assert {
        ("RUNS", "西宁市", b) for b in ("藏药产业基地", "光伏制造基地", "锂电产业基地")
    } <= found
    assert ("TARGETS", "锂电产业基地", "锂电") in found
    assert not facts.flags


def test_a_count_that_differs_from_its_list_is_flagged() -> None:
    facts = read("西宁市将建设4个基地：藏药产业基地、光伏制造基地、锂电产业基地。")
    assert [(f.rule, f.says, f.expected) for f in facts.flags] == [("enumeration-count", "4", "3")]
