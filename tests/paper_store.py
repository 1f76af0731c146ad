"""A store of public, internal and confidential sources for the tests of papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import qilian
from graph.model import (
    Claim,
    Evidence,
    Flag,
    Reading,
    Record,
    Source,
    TextSpan,
    Unit,
    digest,
)
from tests.builders import evidence, organisation_row, patent_row

OPEN = Source("open-register", "Open register", form="table")
NEEDS = Source("open-needs", "Open needs", form="table")
PLANS = Source("plans", "Plans of a province", form="documents")
NOTES = Source("broker-notes", "Jottings inhouse", visibility="internal", form="table")
VAULT = Source("vault-7", "Under seal", visibility="confidential", form="table")
BRINE, MEMBRANE = "Brine Institute", "Membrane Institute of the North"
CLIENT = "Northern Potash Works Co., Ltd."
CLIENT_NUMBER = "NP20200005011"
HIDDEN_CLIENT = "Obsidian Lake Chemicals Ltd"
NEED = "extraction of lithium from brine with much magnesium"
TECHNOLOGY = "Brine lithium extraction"
PUBLIC_NEED = "Lithium from brine with much magnesium at low cost"
SECRET_NEED = "Ultrapure lithium for submarine hulls"
PLAN = ("Plan for the lakes. The Brine Institute develops extraction of lithium from brine with "
        "much magnesium.\nOutput is to grow from 4 to 9 million yuan, by 20 per cent.\n")


def paper_store(path: Path, *, public_only: bool = False) -> qilian.KnowledgeGraph:
    """A new store at the path, filled."""
    graph = qilian.open(f"sqlite:///{path}")
    graph.load(OPEN, list(_open()))
    graph.load(NEEDS, [stated("n1", PUBLIC_NEED, CLIENT, NEEDS.key, contact="Pema Dolkar",
                              email="pema@northern-potash.example")])
    graph.load(PLANS, [plan()])
    if not public_only:
        graph.load(NOTES, list(_notes()))
        graph.load(VAULT, list(_vault()))
    return graph


def _open() -> Iterator[Unit]:
    yield replace(organisation_row("i1", BRINE, region="North Province", source=OPEN.key,
                                   names=("卤水研究所",), email="desk@brine.example"), number=3)
    yield organisation_row("i2", MEMBRANE, region="South Province", source=OPEN.key)
    yield organisation_row("e1", CLIENT, kind="Enterprise", source=OPEN.key,
                           identifiers=(f"firm:{CLIENT_NUMBER}",))
    for number, owners, title, words, date in (
        ("P1", [BRINE], "Adsorbent for extraction of lithium from brine with much magnesium",
         "Granules take up lithium <b> & release it; cost falls.", "2019-03-01"),
        ("P2", [MEMBRANE], "=Membrane for brine with much magnesium",
         "+A charged membrane lets lithium pass and holds magnesium.", "2021-06-11"),
        ("P3", [BRINE, MEMBRANE], "Regeneration of lithium adsorbent in brine plants",
         "Capacity for lithium extraction is restored.", None),
        ("P4", [BRINE], f"Lithium extraction from brine of magnesium, tried at {CLIENT}",
         "Lithium is taken from brine with much magnesium.", "2022-02-02"),
    ):
        yield patent_row(number, owners, title=title, abstract=words, date=date, source=OPEN.key)


def _notes() -> Iterator[Unit]:
    yield organisation_row("memo-41", BRINE, source=NOTES.key, names=("Falcon Laboratory",),
                           phone="0971-5550147")
    yield patent_row("draft-88", [BRINE], source=NOTES.key, date="2025-05-05",
                     title="Unfiled sieve for extraction of lithium from brine with much magnesium",
                     abstract="A xenolithic zeolite doubles lithium extraction from brine.")
    yield patent_row("draft-89", ["Zhelan Valley Institute"], source=NOTES.key, date="2025-06-06",
                     title="Unfiled pump for extraction of lithium from brine with much magnesium")


def _vault() -> Iterator[Unit]:
    yield organisation_row("v1", HIDDEN_CLIENT, kind="Enterprise", source=VAULT.key,
                           founded="1987654")
    yield stated("v2", SECRET_NEED, HIDDEN_CLIENT, VAULT.key, contact="Tashi Wangmo",
                 email="tashi@obsidian.example")
    yield patent_row("v3", [MEMBRANE], source=VAULT.key, date="2026-01-01",
                     title="Sealed electrode for extraction of lithium from brine with magnesium",
                     abstract="Recovery of 98.7654 per cent of lithium from brine.")
    person = organisation_row("v4", HIDDEN_CLIENT, kind="Enterprise", source=VAULT.key,
                              note="desk")
    worker = Record(f"{person.key}#contact:0", "Person", "Karma Lhundrup", context=HIDDEN_CLIENT)
    yield replace(person, records=(*person.records, worker), claims=(
        *person.claims, Claim(worker.key, "WORKS_FOR", object=person.key,
                              evidence=evidence("note", "Karma Lhundrup"))),
        cells={**person.cells, "note": "Karma Lhundrup"})


def stated(number: str, title: str, holder: str, source: str, **contact: str) -> Unit:
    """A stated need as a row of a register, with its holder and a contact."""
    key = f"{source}/{number}"
    words = f"{holder} seeks this: {title}. Ask {contact['contact']}."
    cells = {"number": number, "title": title, "text": words, "enterprise": holder, **contact}
    other = Record(f"{key}#enterprise:0", "Enterprise", holder)
    claims = (
        *(Claim(key, name, value=cells[name], evidence=evidence(name))
          for name in ("title", "text", *contact)),
        Claim(other.key, "HAS_PROBLEM", object=key, evidence=evidence("enterprise", holder)),
    )
    return Unit(key, source, Reading(digest(*cells.values()), "test/1"), "row", title,
                "2023-01-01", cells, number=9, records=(Record(key, "Problem", title), other),
                claims=claims)


def plan() -> Unit:
    """A document that says what an institute develops, with a defect in its figures."""
    key = f"{PLANS.key}/lakes.txt"
    quote = "The Brine Institute develops extraction of lithium from brine with much magnesium"
    at = PLAN.index(quote)
    institute = Record(f"{key}#Institute:brine institute", "Institute", BRINE)
    technology = Record(f"{key}#Technology:extraction", "Technology", TECHNOLOGY)
    claim = Claim(institute.key, "DEVELOPS", object=technology.key,
                  evidence=Evidence(TextSpan(at, at + len(quote)), quote, "text-rules/test", 0.9))
    flag = Flag("growth-arithmetic", TextSpan(at, at + len(quote)), quote, "20", "125")
    return Unit(key, PLANS.key, Reading(digest(PLAN), "test/1"), "document", "Plan for the lakes",
                "2022-04-01", text=PLAN, media="text/plain", records=(institute, technology),
                claims=(claim,), flags=(flag,))


def hidden_words(graph: qilian.KnowledgeGraph) -> set[str]:
    """Every string of the sources that are not public, as far as no public one has it: keys,
    titles, names, cells, identifiers, and the numbers and rarer words in them."""
    levels = {source.key: source.level for source in graph.store.sources()}
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for source in graph.store.sources():
        said[source.level > 0] |= {source.key, source.title}
    for unit in graph.store.all_units():
        texts = {unit.key, unit.title, unit.text, *unit.cells.values()}
        for record in unit.records:
            texts |= {record.name, *record.names, *record.identifiers, record.context}
        said[levels[unit.source] > 0] |= texts
    public = "\n".join(said[False]).casefold()
    parts = {word for text in said[True] for word in (text, *re.findall(r"[\w.@-]{4,}", text))}
    return {word for word in parts if len(word) > 3 and word.casefold() not in public}
