"""Fields and industries of patents and organisations: three bases, each apart, families once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.classified import ClassShare, drop_table, keep_table, tables
from graph.errors import InvalidRequest
from graph.knowledge_graph import KnowledgeGraph
from graph.language.concordance import BY_HAND, Concordance, Rule, fields
from graph.language.taxonomy import Node, node_record
from graph.model import Cell, Claim, Evidence, Reading, Record, Source, TextSpan, Unit, digest
from graph.store import Store
from ingest.sources.classes import technology_links
from tests.builders import REGISTER, evidence, organisation_row, patent_row

DOCUMENTS = Source("documents", "Documents")
SECRET = Source("secret", "Secret", "confidential", "table")
NACE = Concordance("nace2", "invented.csv", (Rule("H01M", "27.2"), Rule("C22B", "24")))


def patent(number: str, owners: list[str], codes: str, *, family: str = "", date: str = "2020",
           source: str = "register") -> Unit:
    """A patent row with codes, linked as the reader of registers links it."""
    unit = patent_row(number, owners, date=date, source=source)
    record = unit.records[0]
    own = [Claim(unit.key, "codes", value=codes, evidence=evidence("ipc", codes))]
    if family:
        own.append(Claim(unit.key, "family", value=family, evidence=evidence("family", family)))
    records, links = technology_links(record, own)
    return replace(
        unit, reading=Reading(digest(unit.reading.content, codes, family), "test/1"),
        records=(*unit.records, *records), claims=(*unit.claims, *own, *links),
    )


def in_industry(key: str, name: str, industry: str, *, kind: str = "Institute") -> Unit:
    """A register's row of an organisation with its industry."""
    unit = organisation_row(key, name, kind=kind)
    record = Record(f"{unit.key}#industry:0", "Industry", industry)
    claim = Claim(unit.key, "OPERATES_IN", object=record.key,
                  evidence=evidence("industry", industry))
    return replace(unit, records=(*unit.records, record), claims=(*unit.claims, claim))


def told(key: str, name: str, industry: str, node: Node) -> Unit:
    """A document that says what an organisation works in, the words linked to a node."""
    unit = f"documents/{key}"
    one = Record(f"{unit}#a", "Institute", name)
    two, three = Record(f"{unit}#b", "Industry", industry), node_record(unit, node)
    said = Evidence(TextSpan(0, 4), "said", "text-rules")
    return Unit(
        unit, "documents", Reading(digest(key), "t"), "document", text="said",
        records=(one, two, three),
        claims=(Claim(one.key, "OPERATES_IN", object=two.key, evidence=said),
                Claim(two.key, "CLASSIFIED_AS", object=three.key, role="text", evidence=said)),
    )


@pytest.fixture
def kg(store: Store) -> KnowledgeGraph:
    graph = KnowledgeGraph(store)
    graph.load(REGISTER, [
        patent("P1", ["Salt Institute"], "H01M 10/54; C22B 26/12", date="2018"),
        patent("P2", ["Salt Institute", "Brine Lab"], "C22B 3/00", family="F1", date="2020"),
        patent("P3", ["Salt Institute"], "C22B 3/00", family="F1", date="2021"),
        patent("P4", ["Salt Institute"], "19-06", date="2021"),
        in_industry("O1", "Salt Institute", "Salt-lake chemistry"),
    ])
    graph.load(DOCUMENTS, [told("D1", "Salt Institute", "magnesium alloys",
                                Node("gbt4754", "32", "Non-ferrous metals"))])
    return graph


def shares(found: tuple[ClassShare, ...], basis: str, scheme: str) -> dict[str, float]:
    return {s.code or s.name: s.share for s in found
            if (s.basis, s.scheme) == (basis, scheme)}


def test_three_bases_stand_side_by_side(kg: KnowledgeGraph) -> None:
    found = kg.industries("Salt Institute")
    assert (found.works, found.unclassified) == (3, 1)  # two of four patents are one family
    assert shares(found.shares, "technology", "wipo35") == pytest.approx(
        {"20": (1 / 3 + 1) / 2, "1": 1 / 3})
    assert shares(found.shares, "owner", "") == {"Salt-lake chemistry": 1.0}
    assert shares(found.shares, "text", "gbt4754") == {"32": 1.0}
    assert {s.table for s in found.shares} == {
        fields().name, BY_HAND, "registers", "documents"}


def test_a_class_names_its_codes_and_documents(kg: KnowledgeGraph) -> None:
    first = kg.industries("Salt Institute").shares[0]
    assert (first.code, first.name, first.count) == ("20", "Materials, metallurgy", 2)
    assert first.codes == ("C22B26/12", "C22B3/00")
    assert first.documents == ("register/P1", "register/P2", "register/P3")


def test_what_each_table_says_sums_to_one(kg: KnowledgeGraph) -> None:
    keep_table(kg.store, NACE)
    for reference in ("Salt Institute", "Brine Lab", "patent:P1"):
        sums: dict[tuple[str, str], float] = {}
        for share in kg.industries(reference).shares:
            key = share.basis, share.table
            sums[key] = sums.get(key, 0.0) + share.share
        assert sums
        assert all(total == pytest.approx(1) for total in sums.values())


def test_a_patent_has_its_owner_s_industry_apart(kg: KnowledgeGraph) -> None:
    found = kg.industries("patent:P2")
    assert shares(found.shares, "technology", "wipo35") == {"20": 1.0}
    assert shares(found.shares, "owner", "") == {"Salt-lake chemistry": 1.0}
    assert shares(found.shares, "text", "gbt4754") == {}


def test_only_what_was_public_counts(kg: KnowledgeGraph) -> None:
    found = kg.industries("Salt Institute", as_of="2019")
    assert found.works == 1
    assert shares(found.shares, "technology", "wipo35") == pytest.approx({"1": 2 / 3, "20": 1 / 3})
    assert shares(found.shares, "owner", "") == {}  # the register's row has no date


def test_what_a_reader_may_not_see_does_not_count(kg: KnowledgeGraph) -> None:
    kg.load(SECRET, [patent("P9", ["Salt Institute"], "A61K 8/02", source="secret")])
    assert "14" in shares(kg.industries("Salt Institute").shares, "technology", "wipo35")
    seen = kg.seen_by(0).industries("Salt Institute")
    assert "14" not in shares(seen.shares, "technology", "wipo35")
    assert "26" not in shares(seen.shares, "technology", "gbt4754")
    assert seen.works == 3


def test_two_registers_of_one_patent_count_once(kg: KnowledgeGraph) -> None:
    other = Source("other", form="table")
    before = kg.industries("Salt Institute")
    kg.load(other, [patent("P1", ["Salt Institute"], "H01M 10/54; C22B 26/12", source="other")])
    after = kg.industries("Salt Institute")
    assert after.works == before.works
    assert shares(after.shares, "technology", "wipo35") == pytest.approx(
        shares(before.shares, "technology", "wipo35"))


def test_a_register_with_a_row_for_each_code(store: Store) -> None:
    graph = KnowledgeGraph(store)
    rows = [patent(f"P1-{i}", [], code) for i, code in enumerate(["H01M 10/54", "C22B 3/00"])]
    one = [replace(unit, records=(replace(unit.records[0], identifiers=("patent:P1",)),
                                  *unit.records[1:])) for unit in rows]
    graph.load(REGISTER, one)
    keep_table(store, NACE)
    found = graph.industries("patent:P1")
    assert shares(found.shares, "technology", "wipo35") == {"1": 0.5, "20": 0.5}
    assert shares(found.shares, "technology", "nace2") == pytest.approx(
        {"27.2": 2 / 3, "24": 1 / 3})


def test_a_kept_table_takes_the_place_of_the_one_of_its_scheme(kg: KnowledgeGraph) -> None:
    own = Concordance("gbt4754", "own.csv", (Rule("H01M", "38"),))
    keep_table(kg.store, own)
    assert [table.name for table in tables(kg.store)] == ["own.csv"]
    found = kg.industries("Salt Institute").shares
    assert {s.table for s in found if (s.basis, s.scheme) == ("technology", "gbt4754")} == {
        "own.csv"}
    drop_table(kg.store, "gbt4754")
    assert [table.name for table in tables(kg.store)] == [BY_HAND]


def test_a_table_without_names_says_a_class_once(kg: KnowledgeGraph) -> None:
    keep_table(kg.store, NACE)
    found = kg.industries("Salt Institute")
    assert {(s.code, s.name) for s in found.shares if s.scheme == "nace2"} == {
        ("24", ""), ("27.2", "")}
    assert all(s.name for s in found.shares if s.scheme == "wipo35")
    assert "nace2 24\n" in f"{found}\n"


def test_a_table_of_another_scheme_stands_beside_the_one_made_by_hand(kg: KnowledgeGraph) -> None:
    assert [table.name for table in tables(kg.store)] == [BY_HAND]
    chinese = shares(kg.industries("Salt Institute").shares, "technology", "gbt4754")
    keep_table(kg.store, NACE)
    keep_table(kg.store, replace(NACE, name="newer.csv"))
    assert [table.name for table in tables(kg.store)] == [BY_HAND, "newer.csv"]
    assert shares(kg.industries("Salt Institute").shares, "technology", "gbt4754") == chinese
    found = kg.industries("Salt Institute").shares
    assert shares(found, "technology", "nace2") == pytest.approx(
        {"24": (1 / 3 + 1) / 2, "27.2": 1 / 3})
    drop_table(kg.store, "nace2")
    assert [table.name for table in tables(kg.store)] == [BY_HAND]
    with pytest.raises(InvalidRequest, match="no table of 'nace2' is kept; kept: none"):
        drop_table(kg.store, "nace2")


def test_the_fields_of_wipo_cannot_be_replaced(kg: KnowledgeGraph) -> None:
    with pytest.raises(InvalidRequest, match="wipo35 comes with Qilian"):
        keep_table(kg.store, fields())


def test_a_rejected_link_does_not_count(kg: KnowledgeGraph) -> None:
    [link] = [f for f in kg.document_facts("register/P1")
              if f.predicate == "CLASSIFIED_AS" and f.quote == "H01M 10/54"]
    kg.decide_fact("reject", link.id, "register/P1", by="Li")
    assert shares(kg.industries("patent:P1").shares, "technology", "wipo35") == {"20": 1.0}


def test_retracting_the_register_takes_the_links_along(kg: KnowledgeGraph) -> None:
    kg.retract("register")
    assert "Patent" not in kg.store.counts()
    assert not [e for e in kg.store.all_edges(["CLASSIFIED_AS"])
                for s in e.supports if s.role == "technology"]


def test_other_things_have_no_fields(kg: KnowledgeGraph) -> None:
    with pytest.raises(InvalidRequest, match="is of kind Industry; fields are of patents"):
        kg.industries("Salt-lake chemistry")


def test_an_organisation_without_anything(kg: KnowledgeGraph) -> None:
    kg.load(REGISTER, [organisation_row("O9", "Quiet Institute")])
    found = kg.industries("Quiet Institute")
    assert (found.works, found.shares) == (0, ())
    assert str(found) == "Quiet Institute: 0 patents, 0 without a field"


def test_the_cell_is_the_place(kg: KnowledgeGraph) -> None:
    unit = kg.document("register/P1")
    links = [c for c in unit.claims if c.role == "technology"]
    assert {c.evidence.locator for c in links} == {Cell("ipc")}
