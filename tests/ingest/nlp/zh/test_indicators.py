"""Figures in Chinese: values, units, status, period and bound."""

from __future__ import annotations

import pytest

from ingest.nlp.zh.numbers import counts, ranks, small, value_of
from tests.ingest.nlp.reading import figures
from tests.ingest.nlp.zh.reading import DATE, read


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.2万", 12000), ("26.4亿", 2.64e9), ("1亿2000万", 1.2e8), ("3,600", 3600), ("2万亿", 2e12)],
)
def test_scales(text: str, value: float) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("十二", 12), ("三", 3), ("二十", 20), ("两", 2), ("甲", 0)]
)
def test_small_numbers(text: str, value: int) -> None:
    assert small(text) == value


def test_dates_ordinals_and_codes_are_no_quantities() -> None:
    text = "2021年3月12日第3批“1+1+N”方案，电话0970-86521，5G基站，8:30开会"
    assert not [q for q in counts(text, 0, len(text)) if q.unit or q.measure]


def test_ranks() -> None:
    text = "由第26位上升到第23位，稳居西部第一"
    assert [r.value for r in ranks(text, 0, len(text))] == [26, 23, 1]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("2020年，全省登记技术合同1126项。", (1126, "contract", "observed", "2020")),
        ("去年，企业研发投入3.5亿元。", (3.5e8, "CNY", "observed", "2020")),
        ("目前，全市高新技术企业达到215家。", (215, "enterprise", "observed", "2021")),
        ("力争到2025年，技术合同成交额超过40亿元。", (4e9, "CNY", "target", "2025")),
        ("“十三五”期间，建成众创空间9家。", (9, "maker space", "observed", "2016/2020")),
        ("计划总投资1.8亿元。", (1.8e8, "CNY", "target", None)),
        ("研发投入占地区生产总值的比重为0.71%。", (0.71, "%", "observed", "2021")),
        ("2020年，能耗下降18%。", (-18, "%", "observed", "2020")),
        ("截至2020年底，每万人口发明专利拥有量2.6件。", (2.6, "patent", "observed", "2020")),
        ("2020年，研发强度提高0.3个百分点。", (0.3, "percentage point", "observed", "2020")),
    ],
)
def test_figures(body: str, expected: tuple[float, str, str, str | None]) -> None:
    assert expected in figures(read(body, date=DATE))


@pytest.mark.parametrize(
    ("body", "bound"),
    [
        ("培育企业20家以上。", "min"),
        ("资金不少于8000万元。", "min"),
        ("补助最高不超过20万元。", "max"),
        ("产值突破600亿元。", "min"),
        ("产值约600亿元。", ""),
    ],
)
def test_bounds(body: str, bound: str) -> None:
    assert [i.bound for i in read(body).indicators] == [bound]


def test_growth_of_two_stated_figures_and_its_flag() -> None:
    facts = read("全市研发投入由2021年的30亿元增加到2022年的36亿元，增长25%。")
    growth = next(i for i in facts.indicators if i.unit == "%")
    assert (growth.name, growth.period) == ("研发投入增长", "2021/2022")
    assert [f.rule for f in facts.flags] == ["growth-arithmetic"]


def test_rates_in_a_row_belong_to_the_figures_in_turn() -> None:
    facts = read("2020年，登记合同1126项，成交额26.4亿元，同比分别增长12.6%和20%。")
    rates = {i.value: i.name for i in facts.indicators if i.unit == "%"}
    assert rates == {12.6: "登记合同增长", 20: "成交额增长"}


def test_the_sum_before_last_year_is_last_years() -> None:
    facts = read("今年合同总金额5.6亿元，比上年的4亿元增长40%。", date=DATE)
    assert {(5.6e8, "CNY", "observed", "2021"), (4e8, "CNY", "observed", "2020")} <= figures(facts)


def test_twice_as_much_is_a_growth_of_100_percent() -> None:
    assert (100, "%", "target", "2025") in figures(
        read("到2025年，高新技术企业数量翻一番。", date=DATE)
    )
