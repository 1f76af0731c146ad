"""Every store gives the same answers: the one scorer reads the same works from all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.knowledge_graph import KnowledgeGraph
from graph.load import load, retract
from graph.model import Source
from graph.store import Store
from graph.stores import open_store
from tests.builders import REGISTER, patent_row

WORDS = ("boron", "resin", "brine", "lithium", "pump", "dust", "membrane")
NEEDS = ("boron resin", "lithium from brine by a membrane", "dust in a pump")


def fill(store: Store) -> None:
    units = [
        patent_row(f"P{i}", [f"Institute {i % 5}", f"Institute {i % 3}"],
                   title=f"{WORDS[i % 7]} {WORDS[i % 4]}", abstract=f"On {WORDS[i % 6]} {i}",
                   date=f"{2000 + i % 20}")
        for i in range(60)
    ]
    load(store, REGISTER, units)
    other = Source("other", "Another register", form="table")
    load(store, other, [patent_row(f"Q{i}", ["Institute 1"], title="boron pump", source="other")
                        for i in range(5)])
    load(store, REGISTER, [patent_row("P3", ["Institute 4"], title="dust membrane")])
    retract(store, "other")


@pytest.mark.parametrize("as_of", [None, 2012, "2015-06"])
def test_answers_are_those_of_a_plain_sqlite_store(
    store: Store, tmp_path: Path, as_of: str | int | None
) -> None:
    plain = open_store(f"sqlite:///{tmp_path}/plain.db")
    graph = KnowledgeGraph(store, cache=tmp_path / "one")
    oracle = KnowledgeGraph(plain, cache=tmp_path / "two")
    fill(plain)
    fill(store)
    for need in NEEDS:
        answer, expected = graph.match(need, as_of=as_of), oracle.match(need, as_of=as_of)
        assert len(expected.ranked) == 5
        assert replace(answer, generation=0) == replace(expected, generation=0)
        why = graph.why_not(need, expected.ranked[4].id, as_of=as_of)
        assert why == oracle.why_not(need, expected.ranked[4].id, as_of=as_of)
    plain.close()
