"""Each flag rule on invented sentences: what fires, and beside it what must not."""

from __future__ import annotations

import pytest

from ingest.facts import FlagFact
from tests.ingest.nlp.reading import read

GROWTH, CURRENCY, COUNT = "growth-arithmetic", "currency-mismatch", "enumeration-count"
PLACE, SHARE, DATE, SCOPE = "place-mismatch", "share-over-100", "date-order", "scope-mismatch"

DEFECTS = [
    (GROWTH, "The turnover of the market rose from 200 million yuan in 2018 to 300 million yuan in "
     "2019, an increase of 60%.", "60", "50.0"),
    (GROWTH, "The park has 1,500 firms, up 80 per cent from 1,000 in 2019.", "80", "50.0"),
    (GROWTH, "The share of renewable power rose from 31.4% to 36.9%, an increase of 7.5 percentage "
     "points.", "7.5", "5.5"),
    (GROWTH, "Patent applications and patent grants were 300 and 120 in 2015, compared with 200 "
     "and 100 in 2014, an increase of 50% and 40% respectively.", "40", "20.0"),
    (GROWTH, "Licence income was 1.2 million yuan in 2019 and 2.4 million yuan in 2020, an "
     "increase of 65%.", "65", "100.0"),
    (CURRENCY, "The output value grew from 86 million yuan in 2014 to $150 million in 2015.",
     "USD", "CNY"),
    (CURRENCY, "The firm will invest 60 million yuan ($9 million) in a laboratory and 120 million "
     "yuan ($180 million) in a factory.", "180000000 USD", "18000000 USD"),
    (CURRENCY, "The plant costs 700 million yuan ($10 million).", "10000000 USD", "98600000 USD"),
    (COUNT, "The department approved 5 topics, namely corrosion control, ore sorting, leaf drying, "
     "seed coating.", "5", "4"),
    (COUNT, "The following 5 demands of enterprises are now released:\n\n1. Enterprise: Alpha Co., "
     "Ltd.\n2. Enterprise: Beta Co., Ltd.\n3. Enterprise: Gamma Co., Ltd.\n4. Enterprise: Delta "
     "Co., Ltd.", "5", "4"),
    (SHARE, "In the power generation of the county, solar power accounted for 58%, wind power 30% "
     "and hydropower 20%.", "108", "100"),
    (SHARE, "The fund has 40 members, of which 22 universities, 15 firms and 9 hospitals.",
     "46", "40"),
    (SHARE, "45 per cent is reserved for textiles, 35 per cent for optics, 30 per cent for wool.",
     "110", "100"),
    (DATE, "The project begins on 1 September 2022 and ends on 31 August 2021.",
     "2021-08-31", "after 2022-09-01"),
    (DATE, "Proposals are accepted from May 20, 2022 to April 30, 2022.",
     "2022-04-30", "after 2022-05-20"),
    (DATE, "The exhibition opened on June 31st.", "June 31st", "None"),
    (DATE, "The licence runs from 2024 to 2021.", "2021", "after 2024"),
    (SCOPE, "With 1.2 billion residents, Gansu province is short of laboratories.",
     "Gansu province", "China"),
    (SCOPE, "Lanzhou, whose GDP was 334 billion yuan, spent 2 trillion 400 billion yuan on R&D.",
     "Lanzhou", "China"),
]  # fmt: skip

SOUND = [
    (
        GROWTH,
        "Turnover has been above 700 million yuan for 3 years, in 2021 reached 1 billion 12 "
        "million yuan, an increase of 26.1%.",
    ),
    (GROWTH, "Turnover rose from 200 million yuan in 2018 to 300 million yuan in 2019, an increase "
     "of 50%."),
    (GROWTH, "Turnover rose from 1.29 billion yuan in 2018 to 1.3 billion yuan in 2019, an "
     "increase of 1%."),
    (GROWTH, "Turnover rose from 4.33 billion yuan in 2012 to 5.62 billion yuan in 2013, an "
     "increase of nearly 30%."),
    (GROWTH, "The park has 1,500 firms, and exports grew by 80 per cent."),
    (CURRENCY, "The value of contracts reached 23.6 billion yuan ($3.52 billion)."),
    (CURRENCY, "The firm received 3 million yuan from the city and $2 million from a foundation."),
    (COUNT, "The department approved 4 topics, namely corrosion control, ore sorting, leaf drying, "
     "seed coating."),
    (COUNT, "The city has 12 key laboratories, including a wool laboratory, a seed laboratory, a "
     "salt laboratory."),
    (SHARE, "Solar power accounted for 50.1%, wind power 30.2% and hydropower 19.8%."),
    (SHARE, "A survey shows that 70% of farms are short of forage and 55% are short of ewes."),
    (SHARE, "The region has 144 parks, including 28 national ones."),
    (SHARE, "Exports grew by 70% and imports grew by 60%."),
    (DATE, "The project begins on 1 September 2021 and ends on 31 August 2022."),
    (DATE, "The county registered 1,217 patents in 2015 and 619 in 2014."),
    (DATE, "The exhibition opened on June 30th."),
    (SCOPE, "With 25 million residents, Gansu province is short of laboratories."),
    (SCOPE, "R&D spending was 2.4 per cent of GDP in Lanzhou, below the national 2.6 per cent."),
]  # fmt: skip


def flags(
    body: str, rule: str, *, title: str = "Yearly report of the technology office\n\n"
) -> list[FlagFact]:
    return [f for f in read(body, title=title).flags if f.rule == rule]


@pytest.mark.parametrize(("rule", "body", "says", "expected"), DEFECTS)
def test_a_defect_is_flagged(rule: str, body: str, says: str, expected: str) -> None:
    (flag,) = flags(body, rule)
    assert (flag.says, flag.expected) == (says, expected)
    assert flag.quote in body


@pytest.mark.parametrize(("rule", "body"), SOUND)
def test_a_near_miss_is_left_alone(rule: str, body: str) -> None:
    assert flags(body, rule) == []


PLACES = (
    "The Lanzhou Municipal Science and Technology Bureau opened a park. The mayor of Lanzhou "
    "spoke. "
    "Gansu province pays half of it."
)


def test_a_headline_about_another_place_is_flagged() -> None:
    (flag,) = flags(PLACES, PLACE, title="Guiyang opens a park for pilot tests of new alloys\n\n")
    assert (flag.says, flag.expected) == ("Guiyang", "Lanzhou")


@pytest.mark.parametrize("place", ["Lanzhou", "Gansu", "China"])
def test_a_headline_about_the_place_or_what_it_lies_in_is_not(place: str) -> None:
    assert (
        flags(PLACES, PLACE, title=f"{place} opens a park for pilot tests of new alloys\n\n") == []
    )


def test_a_target_of_a_local_plan_in_the_countrys_name_is_flagged() -> None:
    body = (
        "Guiyang Municipal Science and Technology Bureau issued the plan. By 2025, the ratio of "
        "China's R&D spending to GDP shall reach more than 2%, and Guiyang will have 40 parks."
    )
    (flag,) = flags(body, SCOPE)
    assert (flag.says, flag.expected) == ("China", "Guiyang")
    compared = body.replace(
        "shall reach more than 2%", "is the average that Guiyang will reach, 2%"
    )
    assert flags(compared, SCOPE) == []


def test_a_flag_changes_no_fact() -> None:
    body = "Turnover rose from 200 million yuan in 2018 to 300 million yuan in 2019, up 60%."
    facts = read(body)
    assert [f.rule for f in facts.flags] == [GROWTH]
    assert {i.value for i in facts.indicators} == {200e6, 300e6, 60}
