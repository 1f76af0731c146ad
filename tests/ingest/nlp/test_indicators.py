"""Indicators: what is measured, when, and whether it is a target. Near-misses beside each rule."""

from __future__ import annotations

from tests.ingest.nlp.reading import figures, read

DATED = "2020-03-02\n\n"


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
