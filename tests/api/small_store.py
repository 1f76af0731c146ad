"""A small real store for the tests of the service: two industries' worth of organisations with
works, stated problems, and a document whose facts nest and overlap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import qilian
from graph.model import Claim, Evidence, Flag, Reading, Record, Source, TextSpan, Unit, digest
from tests.builders import REGISTER, evidence, organisation_row, patent_row

DOCUMENTS = Source("plans", "Plans of the province", form="documents")
SECRET = Source("secret", "Not for all", visibility="confidential", form="table")
INSTITUTE = "Institute of Salt Lake Chemistry"
PASTURE = "Institute of Pasture Science"
BRINE = "Northern Brine Works"
INDUSTRY = "Salt-lake lithium"
NEED = "extraction of lithium from brine with much magnesium"
TEXT = (
    "Plan for the salt lakes\n\n"
    "The Northern Bureau will build the Salt Lake Test Base in North City by 2025.\n"
    "Output is to reach 20 billion yuan.\n"
)
_WORKS = [
    ("P1", INSTITUTE, "Adsorbent for extraction of lithium from brine with much magnesium",
     "Granules take up lithium from magnesium-rich brine; =SUM(A1) is harmless.", "2019-03-01"),
    ("P2", INSTITUTE, "Membrane for separation of magnesium and lithium in brine",
     "A charged membrane holds magnesium back while lithium passes with the brine.", "2021-06-11"),
    ("P3", INSTITUTE, "Regeneration of spent lithium adsorbent",
     "Organic matter is burnt off and the capacity for lithium is restored.", "2024-02"),
    ("P4", PASTURE, "Seed mixture for alpine pasture", "Vetch and oat give hay in cold summers.",
     "2020-08-08"),
    ("P5", PASTURE, "Silage starter for the cold season", "Bacteria that work at five degrees.",
     None),
]


def small_store(path: Path) -> qilian.KnowledgeGraph:
    """A new store at the path, filled."""
    graph = qilian.open(f"sqlite:///{path}")
    graph.load(REGISTER, list(_register()))
    graph.load(DOCUMENTS, [plan()])
    graph.load(SECRET, [organisation_row("x1", "Hidden Works", kind="Enterprise",
                                         source=SECRET.key)])
    return graph


def _register() -> Iterator[Unit]:
    yield organisation_row("i1", INSTITUTE, region="North Province", names=("盐湖化学研究所",),
                           identifiers=("uscc:12100000400000001X",), founded="1965")
    yield organisation_row("i2", PASTURE, region="South Province")
    for key, name in (("e1", BRINE), ("e2", "Lake Lithium Company")):
        yield _in_industry(organisation_row(key, name, kind="Enterprise", region="North Province"))
    for number, owner, title, abstract, date in _WORKS:
        owners = [owner, BRINE] if number == "P2" else [owner]
        unit = patent_row(number, owners, title=title, abstract=abstract, date=date)
        yield replace(unit, records=tuple(
            replace(r, kind="Enterprise") if r.name == BRINE else r for r in unit.records))
    for key, holder in (("n1", BRINE), ("n2", "Lake Lithium Company")):
        yield _need(key, holder, "Lithium from brine with much magnesium")
    yield _need("n3", BRINE, "Corrosion of pumps in winter")


def _in_industry(unit: Unit) -> Unit:
    industry = Record(f"{unit.key}#industry:0", "Industry", INDUSTRY)
    claim = Claim(unit.key, "OPERATES_IN", object=industry.key, evidence=evidence("industry"))
    return replace(
        unit, reading=Reading(digest(unit.key, "industry"), "test/1"), number=2,
        cells={**unit.cells, "industry": INDUSTRY}, records=(*unit.records, industry),
        claims=(*unit.claims, claim),
    )


def _need(number: str, holder: str, title: str) -> Unit:
    key = f"{REGISTER.key}/{number}"
    words = f"{title}: a way that costs little is wanted."
    cells = {"number": number, "title": title, "text": words, "enterprise": holder}
    other = Record(f"{key}#enterprise:0", "Enterprise", holder, region="North Province")
    claims = (
        Claim(key, "title", value=title, evidence=evidence("title")),
        Claim(key, "text", value=words, evidence=evidence("text")),
        Claim(other.key, "HAS_PROBLEM", object=key, evidence=evidence("enterprise", holder)),
    )
    return Unit(key, REGISTER.key, Reading(digest(*cells.values()), "test/1"), "row", title,
                "2023-01-01", cells, number=9, records=(Record(key, "Problem", title), other),
                claims=claims)


def plan() -> Unit:
    """A document: a relation around two names, and a figure that overlaps nothing."""
    key = f"{DOCUMENTS.key}/plan.txt"
    bureau = Record(f"{key}#Agency:northern bureau", "Agency", "Northern Bureau")
    base = Record(f"{key}#Platform:salt lake test base", "Platform", "Salt Lake Test Base")
    city = Record(f"{key}#Region:north city", "Region", "North City")
    claims = (
        _claim(bureau, "name", "Northern Bureau", value="Northern Bureau"),
        _claim(base, "name", "Salt Lake Test Base", value="Salt Lake Test Base"),
        _claim(bureau, "RUNS", "Northern Bureau will build the Salt Lake Test Base",
               object=base.key),
        _claim(base, "LOCATED_IN", "Salt Lake Test Base in North City", object=city.key),
        Claim(bureau.key, "indicator", value=20e9, unit="CNY", measure="output value",
              status="target", evidence=_words("Output is to reach 20 billion yuan")),
    )
    flag = Flag("growth-arithmetic", TextSpan(0, 4), "Output is to reach", "20", "21")
    return Unit(key, DOCUMENTS.key, Reading(digest(TEXT), "test/1"), "document",
                "Plan for the salt lakes", "2022-04-01", text=TEXT, media="text/plain",
                records=(bureau, base, city), claims=claims, flags=(flag,))


def _words(quote: str) -> Evidence:
    start = TEXT.index(quote)
    return Evidence(TextSpan(start, start + len(quote)), quote)


def _claim(
    record: Record, predicate: str, quote: str, *, object: str | None = None,
    value: str | None = None,
) -> Claim:
    return Claim(record.key, predicate, object=object, value=value, evidence=_words(quote))
