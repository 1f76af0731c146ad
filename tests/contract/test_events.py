"""Kept events on every store: texts of some size, levels, facts that follow, backup and copy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph import packed
from graph.archive import backup, copy, restore
from graph.dump import projection_lines
from graph.errors import InvalidRequest, NotFound
from graph.events import coding
from graph.events.model import Wish
from graph.events.outcomes import Outcome
from graph.events.results import PairPart, PairScore
from graph.knowledge_graph import KnowledgeGraph
from graph.load import rebuild
from graph.store import Store
from graph.stores import open_store
from tests.graph.events.keeping import BY, NAME, PERSONAL, raw, salt_event, salt_graph


def held(store: Store, tmp_path: Path) -> KnowledgeGraph:
    """A graph with an event that was planned, published and partly held."""
    kg = salt_graph(store, tmp_path / "cache")
    kg.events.put(salt_event(kg), by=BY)
    kg.events.pair(NAME, by=BY)
    kg.events.publish(NAME, by=BY)
    kg.events.record(NAME, [Outcome("brine", "salt", True, rating=4.5),
                            Outcome("boron", "yak", False, ("yak",))], by=BY)
    return kg


def test_an_event_goes_through_its_life(store: Store, tmp_path: Path) -> None:
    kg = held(store, tmp_path)
    before, lines = kg.events.get(NAME), list(projection_lines(store))
    rebuild(store)
    assert list(projection_lines(store)) == lines
    assert kg.events.get(NAME) == before
    assert sum('"observed"' in line and '"MET"' in line for line in lines) == 1
    with pytest.raises(NotFound):
        kg.seen_by(0).events.get(NAME)
    kg.events.put(replace(before.event, visibility="confidential"), by=BY)
    assert {s.visibility for s in store.sources() if s.form == "event"} == {"confidential"}
    assert not list(kg.seen_by(1).neighbours("Lhasa Yak Laboratory", kinds=["MET"]))
    kg.events.remove(NAME)
    assert not list(store.all_edges(["MET"]))


def test_backup_restore_and_copy_keep_it(store: Store, tmp_path: Path) -> None:
    kg = held(store, tmp_path)
    kept, lines = kg.events.get(NAME), list(projection_lines(store))
    backup(store, tmp_path / "b.gz")
    first, second = (open_store(f"sqlite:///{tmp_path}/{name}.db") for name in ("first", "second"))
    restore(first, tmp_path / "b.gz")
    copy(store, second)
    for other in (first, second):
        with KnowledgeGraph(other, cache=tmp_path / "other") as there:
            assert there.events.get(NAME) == kept
            assert list(projection_lines(other)) == lines


def test_a_refused_write_leaves_both_texts_as_they_were(store: Store, tmp_path: Path) -> None:
    kg = held(store, tmp_path)
    before = store.saved("event"), store.saved("event-plan")
    with pytest.raises(InvalidRequest):
        kg.events.ask(NAME, [Wish("salt", "nobody", "must")], by=BY)
    with pytest.raises(InvalidRequest):
        kg.events.ask(NAME, [Wish("salt", "yak", "must")], by=BY, revision=1)
    assert (store.saved("event"), store.saved("event-plan")) == before


def test_forgotten_is_forgotten(store: Store, tmp_path: Path) -> None:
    kg = held(store, tmp_path)
    lines = list(projection_lines(store))
    assert all(words in raw(store) for words in PERSONAL)
    kg.events.forget(NAME, by=BY)
    assert not [words for words in PERSONAL if words in raw(store)]
    assert list(projection_lines(store)) == lines


def test_scores_of_a_large_event_are_kept(store: Store) -> None:
    """13,000 pairs, as 500 participants have, each with two reasons."""
    pairs = [
        PairScore(f"p{i % 499:03}", f"q{i}", 1.25, tuple(
            PairPart(f"need and {what} of Organisation {i % 499}", 0.3 + i / 1e5,
                     f"needs “lithium from brine {i * 7919}”, has “Sorbent {i * 104729}”", f"r/{i}")
            for what in ("offer", "works")))
        for i in range(13_000)]
    store.save("event-plan", "large", packed.dumps(coding.pairs_data(pairs)))
    text = store.saved_thing("event-plan", "large")
    assert text
    assert coding.pairs_of(packed.loads(text)) == tuple(pairs)
