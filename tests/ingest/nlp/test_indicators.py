"""Indicators: what is measured, when, and whether it is a target. Near-misses beside each rule."""

from __future__ import annotations

import pytest

from ingest.facts import IndicatorFact
from tests.ingest.nlp.reading import figures, read

DATED = "2020-03-02\n\n"
HEADLINE = "A headline that says nothing\n\n" + DATED


def facts_of(body: str) -> dict[float, IndicatorFact]:
    """The figures of a text published in 2020, by value."""
    return {i.value: i for i in read(body, title=HEADLINE).indicators}


def test_two_years_and_their_growth() -> None:
    facts = read(
        "In the province of Hunan, sales revenue grew from 2 billion 100 million yuan in 2017 to "
        "2 billion 520 million yuan in 2019, an increase of 20%."
    )
    assert figures(facts) == {
        (2.1e9, "CNY", "observed", "2017"),
        (2.52e9, "CNY", "observed", "2019"),
        (20, "%", "observed", "2017/2019"),
    }
    assert {i.name for i in facts.indicators} == {"sales revenue", "sales revenue growth"}
    assert not facts.flags


def test_a_growth_that_does_not_follow_is_flagged_and_kept() -> None:
    facts = read("Turnover rose from 40 million yuan in 2017 to 60 million yuan in 2018, up 30%.")
    assert (30, "%", "observed", "2017/2018") in figures(facts)
    assert [(f.rule, f.says, f.expected) for f in facts.flags] == [
        ("growth-arithmetic", "30", "50.0")
    ]


def test_rounded_figures_are_no_defect() -> None:
    facts = read("Turnover rose from 4 million yuan in 2017 to 6 million yuan in 2018, up 47%.")
    assert facts.flags == ()


def test_respectively() -> None:
    facts = read(
        "In 2018, patent applications and patent grants were 820 and 410, compared with 640 and "
        "352 in 2017."
    )
    assert {(v, p) for v, _, _, p in figures(facts)} == {
        (820, "2018"), (410, "2018"), (640, "2017"), (352, "2017"),
    }  # fmt: skip


def test_a_plan_governs_what_follows_it_whatever_the_tense() -> None:
    facts = read(
        "By 2030, the city of Baoji will improve its innovation system. The number of "
        "laboratories reached more than 80."
    )
    assert figures(facts) == {(80, "laboratory", "target", "2030")}
    assert facts.indicators[0].bound == "min"


def test_a_past_year_beside_a_target_stays_observed() -> None:
    facts = read(
        "Output value is to reach 20 billion yuan by 2025, against 6.4 billion yuan in 2019.",
        title="A headline that says nothing\n\n" + DATED,
    )
    assert figures(facts) == {
        (20e9, "CNY", "target", "2025"), (6.4e9, "CNY", "observed", "2019"),
    }  # fmt: skip


def test_at_present_is_the_year_of_publication() -> None:
    facts = read(
        "At present, the city of Baoji has 14 maker spaces.",
        title="A headline that says nothing\n\n" + DATED,
    )
    assert figures(facts) == {(14, "maker", "observed", "2020")} or figures(facts) == {
        (14, "space", "observed", "2020")
    }


def test_a_conversion_in_brackets_shares_the_time_and_status() -> None:
    facts = read("In 2018 the value of contracts reached 6.8 billion yuan ($1 billion).")
    assert figures(facts) == {
        (6.8e9, "CNY", "observed", "2018"), (1e9, "USD", "observed", "2018"),
    }  # fmt: skip


def test_tonnes_measure_what_stands_before_them() -> None:
    facts = read("The capacity of lithium carbonate will exceed 80,000 tonnes by 2030.")
    (fact,) = facts.indicators
    assert (fact.value, fact.unit, fact.status, fact.period) == (80_000, "tonne", "target", "2030")
    assert "lithium carbonate" in fact.name


def test_codes_ranges_and_list_marks_measure_nothing() -> None:
    facts = read(
        'The "4417" innovation project lasts 3 to 5 years.\n\n1. The first task.\n2. The second.'
    )
    assert facts.indicators == ()


def test_ranks() -> None:
    facts = read("The number of patents was 350 in 2016, ranking third in the province.")
    assert (3, "rank", "observed", "2016") in figures(facts)


@pytest.mark.parametrize(
    ("body", "value", "unit", "name"),
    [
        ("It gathers 62 leading software firms.", 62, "firm", "leading software firms"),
        ("The council was given 31 U.S. patents.", 31, "patent", "U.S. patents"),
        ("It ships 60,000 cubic metres of timber.", 60_000, "cubic metre", "timber"),
        ("Full-time staff reached 3.2 万 person-years.", 32_000, "person year", "Full-time staff"),
        ("The reservoir covers an area of 1,200 mu.", 1_200, "mu", "area of reservoir"),
        ("The number of breweries stayed at nine.", 9, "brewery", "number of breweries"),
        ("Every 1,000 people have 2.5 patents.", 2.5, "patent", "patents per 1,000 people"),
        ("The fund, with a corpus of Rs 250 crore, is new.", 2.5e9, "INR", "corpus"),
        ("A contract worth $12.5 million was signed.", 12.5e6, "USD", "contract worth"),
        ("The city spent 3 million yuan on roads.", 3e6, "CNY", "expenditure of city on roads"),
        ("A 10-million-euro innovation fund was set up.", 10e6, "EUR", "innovation fund"),
        ("Domestic product reached 12 billion yuan.", 12e9, "CNY", "Domestic product"),
        ("Renters made up 38% of households.", 38, "%", "Renters share of households"),
        ("The recovery rate of tin rose to 93.5 percent.", 93.5, "%", "recovery rate of tin"),
        ("70% of the workshops lack welders.", 70, "%", "share of workshops lack welders"),
    ],
)  # fmt: skip
def test_unit_and_name(body: str, value: float, unit: str, name: str) -> None:
    fact = facts_of(body)[value]
    assert (fact.unit, fact.name) == (unit, name)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Exports fell 12.4% to $2 billion.", -12.4),
        ("The plan cut waste by 30%.", -30),
        ("Output was up 4 per cent from a year earlier.", 4),
        ("Membership doubled.", 100),
        ("Losses halved.", -50),
        ("Turnover increased threefold.", 200),
        ("Grain output hit 2 million tons, 3.4 percent more than before.", 3.4),
    ],
)
def test_growth_has_its_sign(body: str, expected: float) -> None:
    found = {i.value: i for i in read(body).indicators if i.name.endswith("growth")}
    assert set(found) == {expected}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "In 2018 the mill had 40 looms, compared with 25 a year earlier.",
            {(40, "2018"), (25, "2017")},
        ),
        (
            "The mill has 40 looms as on 31 December 2019, up from 25 in 2016.",
            {(40, "2019"), (25, "2016")},
        ),
        ("Last year 40 mills closed.", {(40, "2019")}),
        ("As of the end of June, 40 mills had closed.", {(40, "2019")}),
        ("40 mills closed in fiscal year 2018-19.", {(40, "2018/2019")}),
        ("40 mills closed in the year to March 2019.", {(40, "2018/2019")}),
        ("In the first half of 2019, 40 mills closed.", {(40, None)}),
        ("The station, founded in 1987, has 40 mills.", {(40, "2020")}),
        ('"13th Five-Year" at the end of the city had 40 mills.', {(40, "2020")}),
        ("During the 12th Five-Year Plan period the city closed 40 mills.", {(40, "2011/2015")}),
    ],
)  # fmt: skip
def test_periods(body: str, expected: set[tuple[float, str | None]]) -> None:
    assert {(v, p) for v, _, _, p in figures(read(body, title=HEADLINE))} == expected


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("The plant will cost $18 million.", "target"),
        ("The budget amounts to 6 million euros.", "target"),
        ("In 2022 the plant reached 40 looms.", "target"),
        ("Firms may claim up to 3 million euros.", "target"),
        ("Once completed, the plant can train 40 welders.", "target"),
        ("The agency has granted 3 million euros.", "observed"),
        ("To build trust, the two firms trained 40 welders.", "observed"),
        ("The plant, which will move in 2022, has 40 looms.", "observed"),
        ("The budget was 6 million euros in 2018.", "observed"),
    ],
)
def test_status(body: str, status: str) -> None:
    assert {i.status for i in read(body, title=HEADLINE).indicators} == {status}


def test_a_list_of_targets_is_governed_by_its_opening_line() -> None:
    facts = read(
        "By 2030 the cluster aims to:\n- lift the number of firms from 102 to 180\n- create more "
        "than 1,500 jobs\n\nIt has 40 members.",
        title=HEADLINE,
    )
    assert figures(facts) == {
        (102, "firm", "observed", None), (180, "firm", "target", "2030"),
        (1_500, "job", "target", "2030"), (40, "member", "observed", "2020"),
    }  # fmt: skip


def test_parts_of_a_series_are_counted_in_its_unit() -> None:
    facts = facts_of(
        "Yonder County has signed 80 battery projects, of which 25 have been completed, 31 under "
        "construction, and 24 in preliminary work."
    )
    assert {f.unit for f in facts.values()} == {"project"}
    assert facts[31].name == "battery projects under construction"


def test_parts_in_machine_translated_order() -> None:
    facts = facts_of("The park holds 210 patents, of which invention patents 64, design 28.")
    assert {(f.value, f.unit, f.name) for f in facts.values()} == {
        (210, "patent", "patents"), (64, "patent", "invention patents"),
        (28, "patent", "design patents"),
    }  # fmt: skip


def test_a_predicate_says_what_is_counted() -> None:
    facts = facts_of("It lists five entries, of which four are licences and one is an option.")
    assert {(v, f.unit) for v, f in facts.items()} == {
        (5, "entry"), (4, "licence"), (1, "option"),
    }  # fmt: skip


def test_a_row_of_shares_and_what_they_are_shares_of() -> None:
    facts = facts_of("Solar accounted for 12% of power, wind for 31% and hydropower for 40%.")
    assert {v: f.name for v, f in facts.items()} == {
        12: "Solar share of power", 31: "wind share of power", 40: "hydropower share of power",
    }  # fmt: skip


def test_that_of_names_another_owner() -> None:
    facts = facts_of(
        "The value added of the primary industry was 45 billion yuan; that of the secondary "
        "industry was 512 billion yuan."
    )
    assert facts[512e9].name == "value added of secondary industry"


def test_growth_respectively() -> None:
    facts = facts_of(
        "The output of the paper industry, glass industry, and food industry increased by 8.5%, "
        "4.5%, and 2.2%, respectively."
    )
    assert {v: f.name for v, f in facts.items()} == {
        8.5: "output of the paper industry growth",
        4.5: "output of glass industry growth",
        2.2: "output of food industry growth",
    }


def test_growth_over_a_figure_that_follows_it_spans_both_years() -> None:
    facts = facts_of(
        "In 2019 sales reached 36 million yuan, up 20 percent from 30 million in 2018."
    )
    assert facts[20].period == "2018/2019"


def test_today_beside_a_target() -> None:
    facts = read(
        "By 2027, at least 70 percent of firms should use clouds, compared with 42 percent today.",
        title=HEADLINE,
    )
    assert figures(facts) == {(70, "%", "target", "2027"), (42, "%", "observed", "2020")}


def test_a_headed_figure_takes_name_and_time_of_its_heading() -> None:
    facts = read(
        "Stock at 30 September 2019\n84 permits in force, 38 abandoned.\n\nIncome\nFirst nine "
        "months of 2019: KRW 2 billion.",
        title=HEADLINE,
    )
    assert {(i.value, i.name, i.period) for i in facts.indicators} == {
        (84, "permits in force", "2019"), (38, "abandoned permits in force", "2019"),
        (2e9, "Income", None),
    }  # fmt: skip


def test_a_bare_dollar_is_the_documents_own() -> None:
    facts = read("The State of Victoria granted A$3 million. Firms added $2 million.")
    assert {i.unit for i in facts.indicators} == {"AUD"}


def test_a_short_noun_is_no_currency() -> None:
    facts = read("The city has 40 buses, 12 more than before, and plans to have 90 by 2030.")
    assert {i.unit for i in facts.indicators} == {"bus"}


@pytest.mark.parametrize(
    ("body", "rank", "bound"),
    [
        ("The port ranked the ninth in the region.", 9, ""),
        ("Its output rose from twenty-fourth to twenty-second.", 22, ""),
        ("The port strives to get into the top three in the country.", 3, "max"),
        ("The port is No. 4 in Asia.", 4, ""),
        ("The ninth round closed.", None, ""),
    ],
)
def test_ranks_in_words_and_digits(body: str, rank: int | None, bound: str) -> None:
    found = [(i.value, i.bound) for i in read(body).indicators if i.unit == "rank"]
    assert found[-1:] == ([(rank, bound)] if rank else [])


@pytest.mark.parametrize(
    "body",
    [
        "Call +44 20 7946 0018 or write to 12 High Street.",
        "ISO 9001, TRL 6, Lot Fourteen and the Zeta 3000 are names.",
        "It is registered as US 11,482,905 B2.",
        "5.1 Research parks. The Department will set them up.",
        "The oven must stay below 10 °C for nine hours.",
        "One is fast, two is slow.",
        "The ratio was 8:45.",
    ],
)
def test_what_measures_nothing(body: str) -> None:
    assert read(body).indicators == ()


def test_names_that_have_just_been_listed_are_not_counted() -> None:
    assert read("Jinlu, Kangyuan, Snowfield three firms weave carpets.").indicators == ()
