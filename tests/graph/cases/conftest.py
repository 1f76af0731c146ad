"""A graph with three institutes, and a case for a need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.knowledge_graph import KnowledgeGraph
from graph.model import Source
from graph.stores import open_store
from tests.builders import REGISTER, patent_row

NEED = "a sorbent that takes lithium from brine"
SECRET = Source("secret", "Kept back", "confidential", "table")
SALT, YAK, WOOL = "Salt Institute", "Yak Lab", "Wool Academy"


@pytest.fixture
def kg(tmp_path: Path) -> Iterator[KnowledgeGraph]:
    """Works of three institutes, and one that only a confidential register names."""
    graph = KnowledgeGraph(open_store(f"sqlite:///{tmp_path}/s.db"), cache=tmp_path / "cache")
    graph.load(REGISTER, [
        patent_row("P1", [SALT], title="Lithium sorbent for brine", date="2019-03-01"),
        patent_row("P2", [YAK], title="Brine pump", date="2020-03-01"),
        patent_row("P3", [WOOL], title="Washing of wool with brine", date="2021-03-01"),
    ])
    graph.load(SECRET, [patent_row("S1", ["Hidden Lab"], title="Lithium from brine",
                                   source=SECRET.key)])
    with graph:
        yield graph
