"""Graph questions against networkx as the oracle, and finding by name, on every store."""

from __future__ import annotations

import random

import networkx
import pytest

from graph.dates import first_day
from graph.errors import InvalidRequest, NotFound
from graph.load import load
from graph.lookup import Lookup
from graph.model import Source
from graph.store import Store, entity_pages
from tests.builders import REGISTER, organisation_row, patent_row
from tests.contract.conftest import OpenStore

Table = list[tuple[list[str], str | None]]
AS_OF = [None, "2018", "2019", "2019-07", "2020-01-01", "2020-01-02"]
COUNTS_FROM = {"2018": "2019-01-01", "2019-06": "2019-07-01", "2020-01-01": "2020-01-02"}


def random_table(seed: int) -> Table:
    """Patents with up to three of six owners and dates of every precision."""
    chance = random.Random(seed)
    owners = [f"Institute {letter}" for letter in "ABCDEF"]
    return [
        (sorted(chance.sample(owners, chance.randint(1, 3))),
         chance.choice([None, "2018", "2019-06", "2020-01-01"]))
        for _ in range(12)
    ]


def oracle(table: Table, as_of: str | None) -> networkx.Graph:
    """Owners and patents by name, with the edges that are evidence before a date."""
    graph = networkx.Graph()
    for number, (owners, date) in enumerate(table):
        if as_of is None or (date and first_day(COUNTS_FROM[date]) <= first_day(as_of)):
            graph.add_edges_from((owner, f"Method {number}") for owner in owners)
    return graph


@pytest.mark.parametrize("seed", range(3))
def test_neighbours_are_those_of_networkx(store: Store, seed: int) -> None:
    table = random_table(seed)
    load(store, REGISTER, [
        patent_row(f"P{n}", owners, title=f"Method {n}", date=date)
        for n, (owners, date) in enumerate(table)
    ])
    lookup = Lookup(store)
    entities = [e for kind in ("Institute", "Patent") for e in store.entities_of_kind(kind)]
    for as_of in AS_OF:
        expected = oracle(table, as_of)
        before = first_day(as_of) if as_of else None
        for entity in entities:
            found = {n.other.name for n in lookup.neighbours(entity.id, before=before)}
            known = set(expected[entity.name]) if entity.name in expected else set()
            assert found == known


def test_edges_by_direction_kind_and_key(store: Store) -> None:
    load(store, REGISTER, [patent_row("P1", ["North", "South"]), patent_row("P2", ["North"])])
    north = next(e for e in store.entities_of_kind("Institute") if e.name == "North")
    out = store.edges_at([north.id], direction="out")
    assert len(out) == 2
    assert store.edges_at([north.id], direction="in") == []
    assert store.edges_at([north.id], kinds=["OWNS"]) == []
    assert store.edges_at([north.id], kinds=["APPLIED_FOR", "OWNS"]) == out
    assert store.edges_by_key([edge.key for edge in out]) == {edge.key: edge for edge in out}
    assert len(list(store.all_edges())) == 3
    assert list(store.all_edges(["OWNS"])) == []


def test_find_in_either_script_and_with_slips(open_empty: OpenStore) -> None:
    store = open_empty()
    load(store, REGISTER, [
        organisation_row("1", "Kunyan Salt Lake Institute", names=("昆岩盐湖研究所",),
                         identifiers=("ror:01abc",)),
        organisation_row("2", "Kunyan Salt Works Co., Ltd.", kind="Enterprise"),
        organisation_row("3", "Northern University"),
    ])
    lookup = Lookup(store)
    for text in ("salt lake", "盐湖研究", "Kunyan Salt Lake Institute", "kunyan salt lke institute",
                 "盐湖"):
        assert lookup.find(text)[0].entity.name == "Kunyan Salt Lake Institute", text
    assert [f.entity.kind for f in lookup.find("salt", kinds=["Enterprise"])] == ["Enterprise"]
    assert lookup.find("zzzzqqqq") == []
    assert lookup.entity("ror:01abc").name == "Kunyan Salt Lake Institute"
    assert lookup.entity("KUNYAN SALT WORKS").kind == "Enterprise"
    with pytest.raises(NotFound, match="nearest: Northern University"):
        lookup.entity("Northern Universe")
    with pytest.raises(InvalidRequest):
        lookup.find("  ")
    with pytest.raises(InvalidRequest, match="choose from Enterprise"):
        lookup.find("salt", kinds=["Company"])


@pytest.mark.parametrize(("written", "name"), [
    ("patent:CN112345678A", "Sorbent"), ("CN 112345678 A", "Sorbent"),
    ("patent:CN-112345678-A", "Sorbent"), ("91350100M000100Y43", "Salt Institute"),
    ("USCC: 9135 0100 M000 100Y 43", "Salt Institute"),
    ("https://ror.org/05dxps055", "Salt Institute"),
])
def test_an_identifier_is_found_in_any_spelling(
    open_empty: OpenStore, written: str, name: str
) -> None:
    store = open_empty()
    load(store, REGISTER, [
        organisation_row("1", "Salt Institute",
                         identifiers=("uscc:91350100M000100Y43", "ror:05dxps055")),
        organisation_row("2", "Salt Institute", region="Elsewhere"),
        patent_row("CN-112345678-A", ["Salt Institute"], title="Sorbent"),
    ])
    lookup = Lookup(store)
    assert lookup.entity(written).name == name
    assert lookup.find(written, limit=1)[0].entity.name == name
    assert lookup.find(written, kinds=["Region"]) == []


def test_a_bare_code_that_two_bear_is_asked_back(open_empty: OpenStore) -> None:
    store = open_empty()
    load(store, REGISTER, [organisation_row("1", "Salt Works", identifiers=("pic:999997930",)),
                           organisation_row("2", "Wool Works", identifiers=("duns:999997930",))])
    assert Lookup(store).entity("DUNS:999997930").name == "Wool Works"
    with pytest.raises(NotFound, match="means 2 things, give the id"):
        Lookup(store).entity("999997930")


def test_counts_and_ranges(store: Store) -> None:
    load(store, REGISTER, [patent_row("P1", ["North"], date="2018"),
                           patent_row("P2", ["North"], date="2020-02")])
    counts = store.counts()
    assert (counts["units"], counts["records"], counts["sources"]) == (2, 4, 1)
    assert (counts["Patent"], counts["Institute"], counts["edge APPLIED_FOR"]) == (2, 1, 2)
    assert store.source_counts() == [("register", 2, "2018", "2020-02")]


def test_works_since_tell_what_changed(store: Store) -> None:
    load(store, REGISTER, [patent_row("P1", ["North"]), patent_row("P2", ["North"])])
    start = store.generation()
    load(store, REGISTER, [patent_row("P3", ["South"])])
    assert [w.unit for w in store.works_since(start)] == ["register/P3"]
    load(store, REGISTER, [patent_row("P3", ["South"])], complete=True)
    removed = {record for record, _ in store.works_removed_since(start)}
    assert len(removed) == 2
    assert [w.unit for w in store.works_since(-1)] == ["register/P3"]


def test_a_hidden_name_or_identifier_finds_nothing(store: Store) -> None:
    load(store, REGISTER, [organisation_row("1", "Salt Institute")])
    load(store, Source("secret", visibility="confidential"), [organisation_row(
        "1", "Salt Institute", source="secret", names=("Operation Yak",),
        identifiers=("uscc:1",))])
    for reference in ("Operation Yak", "uscc:1"):
        assert Lookup(store, level=2).entity(reference).name == "Salt Institute"
        with pytest.raises(NotFound) as caught:
            Lookup(store, level=1).entity(reference)
        assert "Salt" not in str(caught.value)
    assert Lookup(store, level=1).find("Operation Yak") == []
    assert [f.entity.names for f in Lookup(store, level=1).find("Salt")] == [()]


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_pages_hold_every_entity_once_and_in_order(store: Store, size: int) -> None:
    rows = [organisation_row(f"{number}", f"Works {number}") for number in range(5)]
    load(store, REGISTER, rows)
    pages = list(entity_pages(store, ["Patent", "Enterprise", "Institute"], size=size))
    assert all(0 < len(page) <= size for page in pages)
    found = [(entity.kind, entity.id) for page in pages for entity in page]
    assert len(found) == 5
    assert found == sorted(set(found))
