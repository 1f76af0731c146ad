"""The sample's graph, read once for all tests of matching, and small graphs made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import ingest
import qilian
from graph.load import load
from graph.model import Source, Unit
from graph.stores import open_store

SAMPLE = Path(ingest.__file__).parent / "sample"
MakeGraph = Callable[..., qilian.KnowledgeGraph]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qilian.KnowledgeGraph]:
    """All registers of the sample; only to be read."""
    folder = tmp_path_factory.mktemp("sample")
    kg = qilian.KnowledgeGraph(open_store(f"sqlite:///{folder}/sample.db"), cache=folder)
    tables = [p for p in sorted(SAMPLE.glob("*.csv")) if p.name != "participants.csv"]
    assert kg.ingest(*tables).failed == []
    with kg:
        yield kg


@pytest.fixture
def make(tmp_path: Path) -> Iterator[MakeGraph]:
    """Makes a graph of given units, all of one register unless a source is given with them."""
    made: list[qilian.KnowledgeGraph] = []

    def graph(*units: Unit, source: Source | None = None) -> qilian.KnowledgeGraph:
        if not made:
            store = open_store(f"sqlite:///{tmp_path}/made.db")
            made.append(qilian.KnowledgeGraph(store, cache=tmp_path))
        register = source or Source("register", "A register", form="table")
        assert load(made[0].store, register, units).rejected == []
        return made[0]

    yield graph
    for kg in made:
        kg.close()
