"""Indicators in wordings of many kinds: plans without modals, parts, years, tables. Invented."""

from __future__ import annotations

import pytest

from ingest.facts import IndicatorFact
from tests.ingest.nlp.reading import figures, read

HEADLINE = "A headline that says nothing\n\n2020-03-02\n\n"
Figure = tuple[float, str, str, str | None]


def of(body: str, *, title: str = HEADLINE) -> set[Figure]:
    return figures(read(body, title=title))


def named(body: str) -> dict[float, IndicatorFact]:
    return {i.value: i for i in read(body, title=HEADLINE).indicators}


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Send 300 technicians to the villages.", "target"),
        ("Support for 300 technicians continued.", "observed"),
        ("The target of this year is 300 technicians.", "target"),
        ("Within three years the county provides the fund with 300 loans.", "target"),
        ("Within three years the county had given 300 loans.", "observed"),
        ("The firms agreed to open 300 shops.", "target"),
        ("Between March and May the bureau wrote to 300 firms.", "observed"),
        ("Up to the end of February, effective invention patents 300.", "observed"),
        ("By the end of February, 300 farms had joined.", "observed"),
        ("Private investment of at least 300 euros is expected.", "target"),
        ("The first call for projects drew 300 applications.", "observed"),
    ],
)
def test_what_is_planned(sentence: str, status: str) -> None:
    assert named(sentence)[300].status == status


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("For new laboratories, a one-time reward of 200 thousand yuan.", "target"),
        ("Each winner receives a prize of 200 thousand yuan.", "target"),
        ("Of the total cost of 200 thousand yuan, the city meets 60%.", "target"),
        ("The licence costs 200 thousand yuan a year.", "observed"),
        ("The total cost came to 200 thousand yuan.", "observed"),
        ("Income was 300 thousand yuan against a budget of 200 thousand yuan.", "target"),
        ("Income was 300 thousand yuan against 200 thousand yuan.", "observed"),
    ],
)
def test_which_money_is_planned(sentence: str, status: str) -> None:
    assert named(sentence)[2e5].status == status


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The drill life went from 80 hours to 120 hours.",
            {(80, "hour", "observed", None), (120, "hour", "observed", "2020")},
        ),
        ("The workshop took place within 30 days.", set()),
        ("Grants are for firms with fewer than 250 employees.", set()),
        ("Firms with a turnover of more than 20 million yuan may apply.", set()),
        ("Every 10,000 people own 12 patents.", {(12, "patent", "observed", "2020")}),
        ("Farmers own patents 12 pieces.", {(12, "patent", "observed", "2020")}),
        ("The mill makes paper from 1 ton of straw.", set()),
        ("The plant makes 2000 tons.", {(2000, "ton", "observed", "2020")}),
        ('The "three villages" support plan goes on.', set()),
        (
            "Seven of the nine partners are small.",
            {(7, "partner", "observed", "2020"), (9, "partner", "observed", "2020")},
        ),
        (
            "The fund supported 34 and 41 projects.",
            {(34, "project", "observed", "2020"), (41, "project", "observed", "2020")},
        ),
        ("Staff; employees: 310.", {(310, "employee", "observed", "2020")}),
        ("Challenge 3 was set by a dairy, in Round 2.", set()),
    ],
)
def test_what_is_counted(sentence: str, expected: set[Figure]) -> None:
    assert of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Spending rose from 1.2 billion euros to 1.5 billion euros between 2017 and 2019, an "
            "increase of 25%.",
            {(1.2e9, "2017"), (1.5e9, "2019"), (25, "2017/2019")},
        ),
        (
            "Output rose from 4 million euros in 2017 to 5 million euros in 2018, or by 25%.",
            {(4e6, "2017"), (5e6, "2018"), (25, "2017/2018")},
        ),
        (
            "Sales were 4 million euros in 2017 and 5 million euros in 2018; the number of shops "
            "rose from 40 to 50, an increase of 25%.",
            {(4e6, "2017"), (5e6, "2018"), (40, "2017"), (50, "2018"), (25, "2017/2018")},
        ),
        (
            "The targets are sales of 5 million euros in 2030 (2019: 4 million euros) and 70 jobs.",
            {(5e6, "2030"), (4e6, "2019"), (70, "2030")},
        ),
        (
            "Patents rose to 900 in 2019, three times the 2017 figure of 300.",
            {(900, "2019"), (300, "2017")},
        ),
    ],
)
def test_the_years_of_pairs(sentence: str, expected: set[tuple[float, str]]) -> None:
    assert {(v, p) for v, _, _, p in of(sentence)} == expected


def test_a_report_on_a_year_dates_what_it_says() -> None:
    title = "Statistical bulletin of 2019 (excerpt)\n\n2020-03-17\n\n"
    facts = of("The city had 740 firms at the end of the year. It granted 56 patents.", title=title)
    assert facts == {(740, "firm", "observed", "2019"), (56, "patent", "observed", "2019")}


def test_a_strategy_for_a_year_does_not() -> None:
    title = "Strategy 2019 of the city\n\n2020-03-17\n\n"
    assert of("The city had 740 firms.", title=title) == {(740, "firm", "observed", "2020")}


def test_a_sum_that_only_the_headline_states() -> None:
    title = "County shares out 38 million euros for clean boats\n\n2020-03-02\n\n"
    assert (3.8e7, "EUR", "observed", "2020") in of("Four yards were chosen.", title=title)


def test_a_table_of_years() -> None:
    body = (
        "Figure | 2018 | 2019\nMember firms | 212 | 236\nTurnover | €6.4 billion | €7.2 billion\n"
    )
    assert of("The cluster in figures\n" + body) == {
        (212, "firm", "observed", "2018"), (236, "firm", "observed", "2019"),
        (6.4e9, "EUR", "observed", "2018"), (7.2e9, "EUR", "observed", "2019"),
    }  # fmt: skip


def test_baselines_and_targets() -> None:
    body = (
        "Indicator; baseline; target\n"
        "Firms with new products (%); 24 (2018); 35 (2027)\n"
        "Exports (EUR million); 148 (2019); 260 (2027)\n"
        "Irrigated area (ha); 9,500 (2019); 40,000 (2030)\n"
    )
    assert of("How success is measured\n" + body) == {
        (24, "%", "observed", "2018"), (35, "%", "target", "2027"),
        (1.48e8, "EUR", "observed", "2019"), (2.6e8, "EUR", "target", "2027"),
        (9500, "hectare", "observed", "2019"), (40000, "hectare", "target", "2030"),
    }  # fmt: skip


def test_a_table_of_names_is_none() -> None:
    body = "Name | Seat | Founded\nOak Works | Leeds | 1988\nElm Works | York | 1990\n"
    assert not of("Members of the club\n" + body)


@pytest.mark.parametrize(
    ("sentence", "value", "word"),
    [
        ("Losses are put at 30% for fruit and 20% for cereals.", 20, "cereals"),
        ("The office supported 31 projects with a combined 118 million euros.", 1.18e8, "support"),
        ("The city put 18 million euros ($20 million) into the second phase.", 1.8e7, "phase"),
        ("Fungi are dried: the carrier rate once was as high as 35 percent.", 35, "carrier"),
        ("The rate was 41% in 2019, and the plan is to raise it to 65%.", 65, "rate"),
        ("Spending is 60% of the Rs 45 crore needed for the centre.", 4.5e8, "centre"),
        ("The price per tonne fell to 340 dollars.", 340, "price"),
    ],
)
def test_names_say_what_is_measured(sentence: str, value: float, word: str) -> None:
    assert word in named(sentence)[value].name.casefold()


def test_parts_and_counts_of_a_sum() -> None:
    facts = of(
        "The fund has 2 亿 yuan, of which the county 8000 万, private capital 1.2 亿, as planned."
    )
    assert {(v, u) for v, u, _, _ in facts} == {(2e8, "CNY"), (8e7, "CNY"), (1.2e8, "CNY")}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mine sold 3 thousand and 200 tons of ore.", {(3200, "ton")}),
        ("The town got 1 million and 200 thousand euros.", {(1.2e6, "EUR")}),
        ("The mine sold 40 tons and 200 tons of ore.", {(40, "ton"), (200, "ton")}),
        ("Output was Rs 27 lakh crore.", {(2.7e13, "INR")}),
        ("The loan is at most R 200 000.", {(200_000, "ZAR")}),
        (
            "The budget is 9 million euros: 6 million for roads and 3 million for schools.",
            {(9e6, "EUR"), (6e6, "EUR"), (3e6, "EUR")},
        ),
        ("It has developed a 900 bar valve.", set()),
        ("Teams of at least three partners may apply.", set()),
    ],
)
def test_numbers_and_their_units(sentence: str, expected: set[tuple[float, str]]) -> None:
    assert {(v, u) for v, u, _, _ in of(sentence)} == expected


@pytest.mark.parametrize(
    ("sentence", "value", "status"),
    [
        ("Grants cover up to 40% of the costs.", 40, "target"),
        ("The grant covered 40% of the costs.", 40, "observed"),
        ("The programme is worth 30 million euros.", 3e7, "target"),
        ("The contract is worth 30 million euros.", 3e7, "observed"),
        ("The firm offers 3 million euros for a new coating.", 3e6, "target"),
        ("The firm offers 30 courses.", 30, "observed"),
        ("Rewards of up to 50,000 euros are offered.", 50_000, "target"),
        ("Use of water to fall by 40%.", -40, "target"),
        ("Use of water continued to fall by 40%.", -40, "observed"),
        ("Women to receive no less than 40 per cent of grants.", 40, "target"),
        ("Proposals must address one of the following 6 fields.", 6, "observed"),
        ("The board published 12 topics with a total budget of 40 million yuan.", 4e7, "target"),
        ("The firm pledged 20 patents for a loan.", 20, "observed"),
        ("The firm pledged 20 million yuan to the fund.", 2e7, "target"),
        ("The sides will study slag, contract amount 3 million yuan.", 3e6, "observed"),
    ],
)
def test_what_is_offered(sentence: str, value: float, status: str) -> None:
    assert named(sentence)[value].status == status


@pytest.mark.parametrize(
    ("sentence", "value", "period"),
    [
        ("The county spent 7 million euros on seeds and tools in 2018.", 7e6, "2018"),
        ("The 8 firms in 2018 earned an income of 62 million yuan.", 6.2e7, "2018"),
        ("In 2018 income was 9 million euros, 8 million euros in 2017.", 9e6, "2018"),
        ("In 2018 sales were 66 tons, up 10% on the 60 tons of 2017.", 10, "2017/2018"),
        ("At present firms hold 9 patents, compared with 23 in the whole county.", 23, "2020"),
        ("Grants of 3 million euros went to 30 farms last year.", 3e6, "2019"),
        (
            "The firm would like a kit and pays 3 million yuan. To be solved before October 2022.",
            3e6,
            "2022",
        ),
        ("It costs 3 million yuan at most; June 2022 at the latest.", 3e6, "2022"),
    ],
)
def test_periods_of_many_kinds(sentence: str, value: float, period: str) -> None:
    assert named(sentence)[value].period == period


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "word"),
    [
        ("The park will be built by the council on 110 acres.", 110, "acre", "park"),
        ('There 12,000 mu of "Early 25" barley stood.', 12_000, "mu", "barley"),
        ("The battery life is 600 cycles.", 600, "cycle", "life"),
        ("It raised 4 million euros (about $5 million) in seed money.", 4e6, "EUR", "seed"),
        ("Windmills are rare. The county counts 14 of them.", 14, "windmill", "windmill"),
        ("It has 25 teams today; the goal is to have 40.", 40, "team", "team"),
        ("Patents granted in the year: 340.", 340, "patent", "granted"),
        ("Valid patents per 10,000 inhabitants: 9.4.", 9.4, "patent", "valid"),
        ("Firms are to double from 2019 levels to more than 700.", 700, "firm", "firm"),
        ("Patents were granted. Patent authorization 580.", 580, "patent", "authorization"),
        ("The firm has applied for 5 patents.", 5, "patent", "patent"),
    ],
)
def test_what_a_figure_is_of(sentence: str, value: float, unit: str, word: str) -> None:
    fact = named(sentence)[value]
    assert fact.unit == unit
    assert word in fact.name.casefold()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("That put the city in 4th place among the ports.", {4}),
        ("The county is the country's third-largest exporter of hops.", {3}),
        ("The second largest mill closed.", set()),
        ("Hops came first, named by most.", set()),
        ("The town came second in the province.", {2}),
        ("The national ranking rose from twentieth to eighteenth.", {20, 18}),
    ],
)
def test_ranks_and_what_are_none(sentence: str, expected: set[float]) -> None:
    assert {v for v, u, _, _ in of(sentence) if u == "rank"} == expected


@pytest.mark.parametrize(
    "sentence", ["If costs double, we close.", "It showed a pump that doubles output."]
)
def test_changes_that_did_not_come_about(sentence: str) -> None:
    assert not of(sentence)


def test_a_rise_over_a_figure_is_no_bound() -> None:
    assert not named("In 2018 it sold 66 tons, an increase of 10% over the 60 tons of 2017.")[
        60
    ].bound
