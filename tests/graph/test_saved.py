"""Saved queries: equal on the same state of the store, with the differences on a later one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.errors import InvalidRequest, NotFound
from graph.knowledge_graph import KnowledgeGraph
from graph.model import Source
from graph.stores import open_store
from tests.builders import REGISTER, patent_row

NEED = "a sorbent that takes lithium from brine"
SECRET = Source("secret", "Kept back", "confidential", "table")
SALT, YAK, WOOL = "Salt Institute", "Yak Lab", "Wool Academy"


@pytest.fixture
def kg(tmp_path: Path) -> Iterator[KnowledgeGraph]:
    graph = KnowledgeGraph(open_store(f"sqlite:///{tmp_path}/s.db"), cache=tmp_path / "cache")
    graph.load(REGISTER, [
        patent_row("P1", [SALT], title="Lithium sorbent for brine", date="2019-03-01"),
        patent_row("P2", [YAK], title="Lithium pump for brine", date="2020-03-01"),
    ])
    with graph:
        yield graph


def test_on_the_same_generation_the_answer_is_equal(kg: KnowledgeGraph) -> None:
    query = kg.saved.add("brine", NEED, by="Li Wen", options={"kinds": ("Institute",)})
    kg.saved.add("other", "pumps", by="Li Wen")
    kg.cases.new(NEED, by="Li Wen")  # keeping things is no evidence
    assert kg.saved.get("brine") == query
    again = kg.saved.rerun("brine")
    assert (again.same_state, again.equal, again.answer) == (True, True, query.answer)
    assert [c.name for c in query.answer.candidates] == [SALT, YAK]
    first = query.answer.candidates[0]
    assert first.score == pytest.approx(sum(first.parts.values()))
    assert first.evidence == ("register/P1",)


def test_on_a_later_one_the_differences_are_shown(kg: KnowledgeGraph) -> None:
    query = kg.saved.add("brine", NEED, by="Li Wen")
    kg.load(REGISTER, [
        patent_row("P3", [WOOL, YAK], title="Sorbent that takes lithium from brine", date="2021"),
        patent_row("P1", ["Somebody Else"], title="A kettle", date="2019-03-01"),
    ])
    again = kg.saved.rerun("brine")
    assert (again.same_state, again.equal) == (False, False)
    assert [c.name for c in again.new] == [WOOL]
    assert [c.name for c in again.gone] == [SALT]
    [moved] = again.moved
    assert (moved.before.name, moved.before.rank, moved.after.rank) == (YAK, 2, 1)
    assert (moved.evidence_new, moved.evidence_gone) == (("register/P3",), ())
    assert kg.saved.get("brine") == query
    kg.saved.rerun("brine", keep=True)
    kept = kg.saved.rerun("brine")
    assert kept.equal
    assert (kept.query.by, kept.query.at) == (query.by, query.at)


def test_a_candidate_that_was_joined_is_neither_new_nor_gone(kg: KnowledgeGraph) -> None:
    kg.load(REGISTER, [patent_row("P3", [WOOL], title="Lithium for wool", date="2021")])
    kg.saved.add("brine", NEED, by="Li Wen")
    kg.decide("same", YAK, WOOL, by="Li Wen")
    again = kg.saved.rerun("brine")
    assert (again.new, again.gone) == ((), ())
    assert "register/P3" in {key for moved in again.moved for key in moved.evidence_new}


def test_an_answer_is_seen_by_those_who_see_as_much(kg: KnowledgeGraph) -> None:
    kg.load(SECRET, [patent_row("S1", ["Hidden Lab"], title="Sorbent takes lithium from brine",
                                source=SECRET.key)])
    kg.saved.add("all", NEED, by="a")
    public = kg.saved.add("public", NEED, by="a", visibility="public")
    assert "Hidden Lab" in {c.name for c in kg.saved.get("all").answer.candidates}
    assert "Hidden Lab" not in {c.name for c in public.answer.candidates}
    assert kg.saved.rerun("public").equal  # asked as its readers see it
    below = kg.seen_by(0)
    assert [q.name for q in below.saved.listed()] == ["public"]
    assert below.saved.rerun("public").equal
    with pytest.raises(NotFound, match="no query 'all' is kept; kept are 'public'"):
        below.saved.get("all")


def test_names_are_one_each(kg: KnowledgeGraph) -> None:
    kg.saved.add(" salt  lake ", NEED, by="a")
    with pytest.raises(InvalidRequest, match="'salt lake' is kept already"):
        kg.saved.add("salt lake", NEED, by="a")
    assert kg.saved.remove("salt lake").need == NEED
    with pytest.raises(NotFound, match="kept are none"):
        kg.saved.remove("salt lake")
    with pytest.raises(NotFound, match="kept are none"):
        kg.saved.get("salt\udcff")
    for name in ("..", "salt\x1b[0m"):
        with pytest.raises(InvalidRequest, match="is no name"):
            kg.saved.add(name, NEED, by="a")
    with pytest.raises(InvalidRequest, match="control characters"):
        kg.saved.add("salt", NEED, by="a\0")


def test_what_is_removed_while_it_is_asked_stays_removed(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.saved.add("brine", NEED, by="a")
    match = KnowledgeGraph.match

    def meanwhile(graph: KnowledgeGraph, *args: Any, **options: Any) -> Any:
        kg.saved.remove("brine")
        return match(graph, *args, **options)

    monkeypatch.setattr(KnowledgeGraph, "match", meanwhile)
    with pytest.raises(NotFound, match="kept are none"):
        kg.saved.rerun("brine", keep=True)
    assert kg.saved.listed() == []


@pytest.mark.parametrize(("name", "need", "by", "says"), [
    ("", NEED, "a", "a name of 1 to 100"),
    ("x" * 101, NEED, "a", "a name of 1 to 100"),
    ("x", " ", "a", "the text is empty"),
    ("x", NEED, " ", "say by whom"),
    ("\ud800", NEED, "a", "half a character"),
])
def test_bad_input_is_refused(
    kg: KnowledgeGraph, name: str, need: str, by: str, says: str
) -> None:
    with pytest.raises(InvalidRequest, match=says):
        kg.saved.add(name, need, by=by)
    with pytest.raises(InvalidRequest, match="no option"):
        kg.saved.add("x", NEED, by="a", options={"colour": "red"})
    assert kg.saved.listed() == []
