"""Figures across documents, on every store: agreement, difference, scope, and targets."""

from __future__ import annotations

import pytest

from graph.errors import NotFound
from graph.knowledge_graph import KnowledgeGraph
from graph.model import Claim, Evidence, Reading, Record, Source, TextSpan, Unit, digest
from graph.store import Store

REPORTS = Source("reports", "Reports", form="documents")
SECRET = Source("secret", "Not for all", visibility="confidential", form="documents")
CITY = "Kunbei"
Figure = tuple[str, float, str, str, str]
"""Measure, value, unit, status and period."""


def report(
    name: str,
    date: str,
    *figures: Figure,
    area: str = CITY,
    bound: str = "",
    source: str = "reports",
) -> Unit:
    """A document with figures of an area; its text is its quotes."""
    key = f"{source}/{name}"
    region = Record(f"{key}#Region:{CITY.casefold()}", "Region", CITY)
    other = Record(f"{key}#Region:{area.casefold()}", "Region", area)
    records = (region,) if area == CITY else (region, other)
    text = f"{CITY}\n" + "\n".join(f"{m} {v:g} {u} {p}" for m, v, u, _, p in figures)
    claims = [
        Claim(
            region.key, "name", value=CITY, evidence=Evidence(TextSpan(0, len(CITY)), CITY, "test")
        )
    ]
    for measure, value, unit, status, period in figures:
        quote = f"{measure} {value:g} {unit} {period}"
        at = text.index(quote)
        claims.append(
            Claim(
                records[-1].key,
                "indicator",
                value=value,
                unit=unit,
                bound=bound,
                region=area,
                measure=measure,
                status=status,
                period=period,  # type: ignore[arg-type]
                evidence=Evidence(TextSpan(at, at + len(quote)), quote, "test"),
            )
        )
    return Unit(
        key,
        source,
        Reading(digest(text, date), "test/1"),
        "document",
        name,
        date,
        {},
        text,
        None,
        "",
        0,
        records,
        tuple(claims),
    )


@pytest.fixture
def kg(store: Store) -> KnowledgeGraph:
    graph = KnowledgeGraph(store)
    graph.load(
        REPORTS,
        [
            report(
                "plan",
                "2019-03-01",
                ("number of technology parks", 12, "park", "target", "2022"),
                ("turnover of technology contracts", 5e9, "CNY", "target", "2022"),
                ("invention patents", 900, "patent", "target", "2025"),
            ),
            report(
                "news",
                "2021-02-01",
                ("technology parks of the city", 9, "park", "observed", "2020"),
                ("turnover of technology contracts", 4.2e9, "CNY", "observed", "2020"),
                ("patent applications", 1500, "application", "observed", "2020"),
            ),
            report(
                "bulletin",
                "2021-05-01",
                ("technology parks", 10, "park", "observed", "2020"),
                ("technology contract turnover", 4.21e9, "CNY", "observed", "2020"),
                ("turnover of technology contracts growth", 8, "%", "observed", "2020"),
            ),
            report(
                "province",
                "2021-06-01",
                ("technology parks", 61, "park", "observed", "2020"),
                area="Kunyan",
            ),
            report(
                "later",
                "2023-02-01",
                ("technology parks", 12, "park", "observed", "2022"),
                ("turnover of technology contracts", 4.9e9, "CNY", "observed", "2022"),
            ),
        ],
    )
    return graph


def test_documents_that_agree_and_differ(kg: KnowledgeGraph) -> None:
    found = {(c.measure, c.verdict) for c in kg.compare(CITY)}
    assert found == {
        ("technology parks of the city", "difference"),
        ("turnover of technology contracts", "agreement"),
    }
    (parks,) = kg.compare(CITY, measure="parks")
    assert [f.quote for f in parks.facts] == [
        "technology parks of the city 9 park 2020",
        "technology parks 10 park 2020",
    ]


def test_another_area_is_another_scope(kg: KnowledgeGraph) -> None:
    incubators = ("incubators", 4, "incubator", "observed", "2021")
    kg.load(
        REPORTS,
        [
            report("only", "2022-01-01", incubators),
            report("both", "2022-02-01", ("incubators", 30, *incubators[2:]), area="Kunyan"),
        ],
    )
    (found,) = kg.compare(CITY, measure="incubators")
    assert (found.verdict, [f.region for f in found.facts]) == ("different scope", [CITY, "Kunyan"])
    assert [f.value for f in kg.figures(CITY, measure="incubators")] == [4]


def test_a_bound_that_the_other_keeps_is_agreement(kg: KnowledgeGraph) -> None:
    kg.load(
        REPORTS,
        [
            report(
                "one",
                "2022-01-01",
                ("incubators", 30, "incubator", "observed", "2021"),
                bound="min",
            ),
            report("two", "2022-01-02", ("incubators", 34, "incubator", "observed", "2021")),
        ],
    )
    assert [c.verdict for c in kg.compare(CITY, measure="incubators")] == ["agreement"]


def test_targets_are_followed_to_their_observations(kg: KnowledgeGraph) -> None:
    found = {f.target.measure: f for f in kg.follow(CITY)}
    assert {m: f.outcome for m, f in found.items()} == {
        "invention patents": "no observation",
        "turnover of technology contracts": "not reached",
        "number of technology parks": "reached",
    }
    parks = found["number of technology parks"]
    assert [(f.document, f.value) for f in parks.observed] == [
        ("reports/news", 9),
        ("reports/bulletin", 10),
        ("reports/later", 12),
    ]
    assert next(iter(kg.follow(CITY))).outcome == "no observation"


def test_before_a_date_a_target_is_under_way(kg: KnowledgeGraph) -> None:
    found = {f.target.measure: f.outcome for f in kg.follow(CITY, as_of="2022")}
    assert found["number of technology parks"] == "under way"
    assert kg.follow(CITY, as_of="2019-03-01") == []


def test_confidential_figures_are_not_compared_for_others(kg: KnowledgeGraph) -> None:
    kg.load(
        SECRET,
        [
            report(
                "hidden",
                "2022-03-01",
                ("technology parks", 99, "park", "observed", "2022"),
                source="secret",
            )
        ],
    )
    assert len(kg.compare(CITY, measure="parks")) == 2
    assert len(kg.seen_by(0).compare(CITY, measure="parks")) == 1


def test_an_unknown_name_is_said(kg: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match="nothing is named"):
        kg.compare("Nowhere at all")
