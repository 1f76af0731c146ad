"""Technology links and tables of industries, on every store."""

from __future__ import annotations

from graph.classified import keep_table, tables
from graph.dump import projection_lines
from graph.knowledge_graph import KnowledgeGraph
from graph.language.concordance import Concordance, Rule
from graph.store import Store
from ingest.run import Options, ingest
from tests.contract.conftest import OpenStore

ROWS = [
    {"number": "CN109000001A", "title": "Recovery", "applicants": "Salt Institute", "date": "2020",
     "ipc": "H01M 10/54; C22B 26/12"},
    {"number": "CN109000002A", "title": "Sorbent", "applicants": "Salt Institute", "date": "2021",
     "ipc": "B01J 20/06"},
]
NACE = Concordance("nace2", "invented", (Rule("H01M", "27.2"), Rule("B01J", "20.5")))


def filled(store: Store, rows: list[dict[str, str]]) -> KnowledgeGraph:
    graph = KnowledgeGraph(store)
    ingest(graph, [rows], Options(mapping="patents", source="patents", complete=True))
    return graph


def test_links_follow_the_rows(open_empty: OpenStore) -> None:
    graph = filled(open_empty(), ROWS)
    fields = {n.other.name: n.edge.supports[0].share for n in graph.neighbours(
        "patent:CN-109000001-A", kinds=["CLASSIFIED_AS"])}
    assert fields == {"Electrical machinery, apparatus, energy": 0.666667,
                      "Materials, metallurgy": 0.333333}
    once = list(projection_lines(graph.store))
    filled(graph.store, ROWS)
    assert list(projection_lines(graph.store)) == once
    changed = [ROWS[0] | {"ipc": "C22B 26/12"}, ROWS[1]]
    filled(graph.store, changed)
    after = list(projection_lines(graph.store))
    assert after == list(projection_lines(filled(open_empty(), changed).store))


def test_the_question(store: Store) -> None:
    graph = filled(store, ROWS)
    keep_table(store, NACE)
    assert [table.scheme for table in tables(store)] == ["gbt4754", "nace2"]
    found = graph.industries("Salt Institute")
    assert found.works == 2
    shares = {s.code: round(s.share, 3) for s in found.shares if s.scheme == "nace2"}
    assert shares == {"20.5": 0.5, "27.2": 0.5}
    assert [s.code for s in found.shares if s.scheme == "wipo35"] == ["23", "1", "20"]
