"""Chinese forms, tables, guides and registers."""

from __future__ import annotations

from tests.ingest.nlp.reading import figures, named, relations
from tests.ingest.nlp.zh.reading import read

NEEDS = (
    "序号{0}企业名称{0}所属行业{0}技术难题{0}所需技术{0}拟投入资金（万元）{0}完成期限{0}联系人\n"
    "1{0}云岭山泉食品有限公司{0}食品加工{0}果汁褐变严重{0}非热杀菌技术{0}120{0}2024年6月{0}王大山\n"
    "2{0}云岭机床厂{0}装备制造{0}主轴温升过高{0}主轴冷却技术{0}面议{0}2025年3月{0}李小河\n"
)


def test_a_table_of_needs_with_tabs_or_bars() -> None:
    for mark in ("\t", " | "):
        facts = read(NEEDS.format(mark), title="云岭市企业技术需求表\n\n")
        found = relations(facts)
        assert ("HAS_PROBLEM", "云岭山泉食品有限公司", "果汁褐变严重") in found
        assert ("OPERATES_IN", "云岭机床厂", "装备制造") in found
        assert ("WORKS_FOR", "王大山", "云岭山泉食品有限公司") in found
        assert set(named(facts, "Technology")) == {"非热杀菌技术", "主轴冷却技术"}
        assert figures(facts) == {(1_200_000, "CNY", "target", "2024")}


def test_a_form_of_one_record() -> None:
    facts = read(
        "企业名称 | 云岭乳业有限责任公司\n所在地区 | 青海省海北藏族自治州海晏县\n"
        "所属行业 | 乳制品加工\n职工总数 | 186人\n需求名称 | 乳粉低温干燥技术\n"
        "需求描述 | 现有工艺乳粉损失率超过30%，溶解性差，急需引进新技术。\n"
        "拟投入资金 | 300万元\n完成期限 | 2023年12月31日\n已有合作单位 | 无\n联系人 | 拉毛措吉\n",
        title="企业技术需求登记表\n\n",
    )
    found = relations(facts)
    firm = "云岭乳业有限责任公司"
    assert ("LOCATED_IN", firm, "海晏县") in found
    assert ("OPERATES_IN", firm, "乳制品加工") in found
    assert ("HAS_PROBLEM", firm, "溶解性差") in found
    assert ("WORKS_FOR", "拉毛措吉", firm) in found
    assert not named(facts, "Institute")
    assert {(186, "person", "observed", None), (3e6, "CNY", "target", "2023")} <= figures(facts)


def test_a_guide_with_directions() -> None:
    facts = read(
        "方向一：铜铅资源提取技术\n研究内容：针对低品位矿回收率低的问题，开展生物浸出、离子交换分离等关键技术研究。\n"
        "考核指标：回收率达到92%以上；申请发明专利5件以上。\n经费：800万元\n"
        "实施期限：2023年1月至2025年12月\n",
        title="2023年度甘肃省重大科技专项申报指南\n\n",
    )
    programme = "2023年度甘肃省重大科技专项"
    targets = {r[2] for r in relations(facts) if r[:2] == ("TARGETS", programme)}
    assert {"铜铅资源提取技术", "生物浸出", "离子交换分离", "低品位矿回收率低"} <= targets
    assert {
        (92, "%", "target", "2025"),
        (5, "patent application", "target", "2025"),
        (8_000_000, "CNY", "target", "2025"),
    } <= figures(facts)


def test_a_register_of_contracts() -> None:
    facts = read(
        "项目名称\t合同类型\t转让方\t受让方\t成交额\t签订日期\n"
        "胶膜制备技术\t技术转让\t西安理工大学\t渭南光聚新材料有限公司\t850万元\t2023年2月14日\n",
        title="技术合同登记表\n\n",
    )
    found = relations(facts)
    assert ("DEVELOPS", "西安理工大学", "胶膜制备技术") in found
    assert ("LICENSES", "渭南光聚新材料有限公司", "胶膜制备技术") in found
    assert figures(facts) == {(8_500_000, "CNY", "observed", "2023")}


def test_a_list_of_laboratories_is_a_programme_with_its_members() -> None:
    head = "实验室名称 | 依托单位 | 共建单位 | 所在地 | 研究方向 | 主任\n"
    laboratory, other = "磁性薄膜材料重点实验室", "乳品生物技术重点实验室"
    facts = read(
        f"{head}{laboratory} | 内蒙古科技大学 | 包头磁源新材料有限公司 | 包头市 | 磁制冷 | 赵建国\n"
        f"{other} | 内蒙古农业大学 | — | 呼和浩特市 | 乳酸菌筛选与应用 | 斯琴高娃\n",
        title="关于公布重点实验室认定名单的通知\n\n",
    )
    found = relations(facts)
    assert ("RUNS", "内蒙古科技大学", laboratory) in found
    assert ("LOCATED_IN", laboratory, "包头市") in found
    assert ("OPERATES_IN", laboratory, "磁制冷") in found
    assert ("OPERATES_IN", other, "乳酸菌筛选与应用") in found
    assert ("COLLABORATES_WITH", "内蒙古科技大学", "包头磁源新材料有限公司") in found
    assert ("WORKS_FOR", "斯琴高娃", other) in found
    assert {("MEMBER_OF", name, "重点实验室认定名单") for name in (laboratory, other)} <= found
    assert ("MEMBER_OF", "内蒙古科技大学", "重点实验室认定名单") not in found


def test_records_headed_by_a_firm() -> None:
    facts = read(
        "一、云岭泵业有限公司\n所属行业：通用设备制造\n技术难题：过流部件磨损快\n"
        "期望技术：耐磨涂层制备技术\n投入预算：150万元\n\n"
        "二、云岭铁合金厂\n所属行业：冶金\n技术难题：烟气余热回收效率低\n投入预算：面议\n"
    )
    found = relations(facts)
    assert ("HAS_PROBLEM", "云岭泵业有限公司", "过流部件磨损快") in found
    assert ("HAS_PROBLEM", "云岭铁合金厂", "烟气余热回收效率低") in found
    assert ("HAS_PROBLEM", "云岭铁合金厂", "过流部件磨损快") not in found
    assert [(i.value, i.of) for i in facts.indicators] == [(1_500_000, "云岭泵业有限公司")]


def test_patents_of_a_register_without_a_header() -> None:
    facts = read(
        "ZL201910234561.8 | 一种余热利用系统 | 普通许可 | 山西晋川发电有限公司 | 45万元\n"
        "ZL202010987612.3 | 合金板材轧制方法及装置 | 转让 | 山西银川镁业有限公司 | 120万元\n\n"
        "上述专利的专利权人均为太原理工大学。\n",
        title="专利许可与转让情况\n\n",
    )
    found = relations(facts)
    for patent, taker in (
        ("ZL201910234561.8", "山西晋川发电有限公司"),
        ("ZL202010987612.3", "山西银川镁业有限公司"),
    ):
        assert ("LICENSES", taker, patent) in found
        assert ("DEVELOPS", "太原理工大学", patent) in found
    assert "合金板材轧制方法及装置" in next(
        e.also for e in facts.entities if e.name == "ZL202010987612.3"
    )
