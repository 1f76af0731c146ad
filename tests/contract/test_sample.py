"""The sample's documents in any store: the same facts, comparisons and targets as in SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from graph.store import Store
from graph.stores import open_store
from qilian import KnowledgeGraph

LATER = (
    "The city reports\n\nUpdated: 2024-03-01\n\n"
    "In 2023, Chakmar City produced 61,000 tonnes of lithium carbonate. In 2019, the city had "
    "7 science and technology parks.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The sample's documents, and one that states figures of theirs otherwise."""
    (tmp_path / "later.txt").write_text(LATER)
    with as_file(files("ingest") / "sample" / "policies") as policies:
        for document in policies.iterdir():
            (tmp_path / document.name).write_bytes(document.read_bytes())
        yield tmp_path


def said(store: Store, folder: Path) -> dict[str, dict[str, Any]]:
    """All that the documents state, by what and about whom."""
    kg = KnowledgeGraph(store)
    assert not kg.ingest(folder, source="plans").failed
    reviews = {key: kg.review(key) for key in store.unit_keys()}
    about = sorted({item.fact.subject for items in reviews.values() for item in items
                    if item.fact.predicate == "indicator"})
    return {
        "facts": reviews,
        "shown": {key: kg.document_facts(key) for key in reviews},
        "compared": {entity: kg.compare(entity) for entity in about},
        "followed": {entity: kg.follow(entity) for entity in about},
        "in 2022": {entity: kg.follow(entity, as_of="2022") for entity in about},
    }


def test_documents_say_the_same_in_every_store(
    store: Store, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain = open_store(f"sqlite:///{tmp_path_factory.mktemp('plain')}/s.db")
    here, there = said(store, folder), said(plain, folder)
    plain.close()
    for what in there:
        assert here[what] == there[what], what
    assert any(there["compared"].values())
    assert any(there["followed"].values())
