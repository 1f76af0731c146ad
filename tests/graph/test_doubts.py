"""The queue is kept for one state of the store: a decision takes a pair out, a load starts anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import qilian
from graph.identity.doubts import Found
from tests.builders import REGISTER, organisation_row
from tests.graph.identity.test_people import patent

NAMES = ("Norbu Salt Lake", "Dolma Wool Spinning", "Tsering Barley Breeding")


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[qilian.KnowledgeGraph]:
    with qilian.open(f"sqlite:///{tmp_path}/pairs.db") as graph:
        for at, name in enumerate(NAMES):
            graph.load(REGISTER, [
                organisation_row(f"{at}a", f"{name} Institute", region="Xining"),
                organisation_row(f"{at}b", f"{name} Institute of Xining"),
            ])
        yield graph


def searched(graph: qilian.KnowledgeGraph) -> Found:
    """What the last search of the store found."""
    return next(iter(graph.queue._found.values()))


def test_decisions_and_their_undoing_start_no_search(graph: qilian.KnowledgeGraph) -> None:
    one, two, three = graph.doubts().doubts
    first = searched(graph)
    made = [graph.decide("same", one.first.id, one.second.id, by="Li Wen"),
            graph.decide("different", two.first.id, two.second.id, by="Li Wen")]
    assert graph.doubts().doubts == (three,)
    graph.undo(made[0].id)
    assert graph.doubts().doubts == (one, three)
    assert searched(graph) is first


def test_a_load_another_graph_and_an_older_join_undone_do(graph: qilian.KnowledgeGraph) -> None:
    one, two, _ = graph.doubts().doubts
    first = searched(graph)
    made = graph.decide("same", one.first.id, one.second.id, by="Li Wen")
    other = graph.seen_by(2)
    assert other.doubts().total == 2
    other.undo(made.id)  # it never compared what this had joined
    assert other.doubts().total == 3
    other.decide("unsure", two.first.id, two.second.id, by="Li Wen")
    assert graph.doubts().total == 2
    assert searched(graph) is not first
    graph.load(REGISTER, [organisation_row("9a", "Pema Yak Dairy Institute", region="Xining"),
                          organisation_row("9b", "Pema Yak Dairy Institute of Xining")])
    assert graph.doubts().total == 3


def test_a_decision_on_a_fact_starts_a_search(graph: qilian.KnowledgeGraph) -> None:
    graph.load(REGISTER, [organisation_row("9", "Pema Yak Dairy", founded="1999")])
    assert graph.doubts().total == 3
    [fact] = [f for f in graph.document_facts("register/9") if f.predicate == "founded"]
    graph.decide_fact("reject", fact.id, "register/9", by="Li Wen")
    assert graph.doubts().total == 3


def test_people_are_listed_when_asked_for_and_joined_by_a_persons_word(
    graph: qilian.KnowledgeGraph
) -> None:
    graph.load(REGISTER, [
        patent("1", "Wang Wei", "Zhao Liu", codes=("H01M 10/54",)),
        patent("2", "Wang Wei", "Sun Qi", codes=("A61K 31/00",)),
        patent("3", "Wang Wei", codes=("B01D 53/00",), owner="Wool Academy"),
    ])
    assert graph.doubts().total == 3
    [pair] = graph.doubts(kinds=["Person"]).doubts
    assert (pair.first.name, pair.second.name, pair.comparison.score) == (
        "Wang Wei", "Wang Wei", 0.5)
    assert graph.alike(pair.first.id, pair.second.id) is None
    made = graph.decide("same", pair.first.id, pair.second.id, by="Li Wen", score=0.5)
    assert graph.doubts(kinds=["Person"]).total == 0
    graph.undo(made.id)
    assert graph.doubts(kinds=["Person"]).total == 1
