"""What people keep, on every store: named texts, cases and saved queries, apart from evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.archive import copy
from graph.dump import projection_lines
from graph.errors import InvalidRequest
from graph.knowledge_graph import KnowledgeGraph
from graph.load import rebuild, retract
from graph.store import Store
from graph.stores import open_store
from tests.builders import REGISTER, organisation_row, patent_row

NEED = "a sorbent that takes lithium from brine"


def test_named_texts_are_kept_replaced_and_removed(store: Store) -> None:
    for name, text in (("b", '"two"'), ("a", '"one"'), ("盐湖", '"three"'), ("a", '"four"')):
        store.save("query", name, text)
    store.save("case", "a", '"another kind"')
    assert list(store.saved("query").items()) == [
        ("a", '"four"'), ("b", '"two"'), ("盐湖", '"three"')]
    assert store.saved_thing("query", "盐湖") == '"three"'
    assert store.saved_thing("query", "c") is None
    store.save("query", "a", None)
    assert store.saved_thing("query", "a") is None
    assert store.saved_thing("case", "a") == '"another kind"'
    assert store.saved("nothing") == {}


def test_keeping_is_no_evidence(store: Store) -> None:
    store.save("case", "before", "1")
    kg = KnowledgeGraph(store)
    kg.load(REGISTER, [patent_row("P1", ["Salt Institute"], title="Lithium sorbent for brine")])
    generation, lines = store.generation(), list(projection_lines(store))
    store.save("case", "a", "1")
    store.transact(lambda: store.save("case", "b", "1"))
    assert (store.generation(), list(projection_lines(store))) == (generation, lines)
    rebuild(store)
    assert sorted(store.saved("case")) == ["a", "b", "before"]


def test_what_fails_keeps_nothing(store: Store) -> None:
    store.save("case", "a", "1")

    def broken() -> None:
        store.save("case", "a", "2")
        store.save("case", "b", "2")
        raise InvalidRequest("no")

    with pytest.raises(InvalidRequest):
        store.transact(broken)
    assert store.saved("case") == {"a": "1"}


def test_cases_and_queries_go_through_a_history(store: Store, tmp_path: Path) -> None:
    """Marked, re-read, merged, retracted, copied: the marks stay with their records."""
    kg = KnowledgeGraph(store, cache=tmp_path / "cache")
    kg.load(REGISTER, [
        patent_row("P1", ["Salt Institute"], title="Lithium sorbent for brine"),
        patent_row("P2", ["Wool Academy"], title="Washing of brine from wool"),
    ])
    case = kg.cases.new(NEED, by="Li Wen", client="Brine Works")
    kg.cases.mark(case.id, "Salt Institute", "contacted", by="Li Wen")
    kg.cases.mark(case.id, "Wool Academy", "declined", by="Li Wen", reason="wrong-field")
    kg.saved.add("brine", NEED, by="Li Wen")
    assert kg.saved.rerun("brine").equal
    kg.load(REGISTER, [
        patent_row("P1", ["Yak Lab", "Salt Institute"], title="Lithium sorbent for brine")])
    stands = [(c.name, c.status) for c in kg.cases.get(case.id).candidates]
    assert stands == [("Salt Institute", "contacted"), ("Wool Academy", "declined")]
    assert [c.name for c in kg.saved.rerun("brine").new] == ["Yak Lab"]
    kg.decide("same", "Salt Institute", "Yak Lab", by="Li Wen")
    [shown] = kg.cases.marks_for([kg.entity("Yak Lab").id])[kg.entity("Yak Lab").id]
    assert (shown.title, shown.mark.status) == (case.title, "contacted")
    other = KnowledgeGraph(open_store(f"sqlite:///{tmp_path}/copy.db"), cache=tmp_path / "other")
    copy(store, other.store)
    assert other.cases.get(case.id) == kg.cases.get(case.id)
    assert not other.saved.rerun("brine").same_state
    other.close()
    retract(store, REGISTER.key)
    gone = kg.cases.get(case.id).candidates
    assert [(c.id, c.name, c.status) for c in gone] == [
        ("", "Salt Institute", "contacted"), ("", "Wool Academy", "declined")]
    kg.load(REGISTER, [organisation_row("P2", "Wool Academy")])
    assert [bool(c.id) for c in kg.cases.get(case.id).candidates] == [False, True]
