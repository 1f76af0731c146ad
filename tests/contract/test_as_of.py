"""Nothing that became public later changes a score as of a date, on every store; and both stores
give the same scores."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graph.knowledge_graph import KnowledgeGraph
from graph.load import load
from graph.model import Unit
from graph.store import Store
from tests.builders import REGISTER, organisation_row, patent_row
from tests.contract.conftest import OpenStore

WORDS = [
    "lithium", "brine", "magnesium", "adsorbent", "membrane", "boron", "carbonate", "cathode",
    "nickel", "recovery", "extraction", "pipeline", "scale", "salt", "glass", "yak", "wool",
]
OWNERS = [f"Institute {letter}" for letter in "ABCDEF"]
NEED = "recovery of lithium from magnesium brine by an adsorbent membrane"
AS_OF = "2020"


def works(chance: random.Random, first: int, number: int, years: tuple[int, int]) -> list[Unit]:
    """Patents of random words and owners, published in a range of years."""
    return [
        patent_row(
            f"P{first + i}", sorted(chance.sample(OWNERS, chance.randint(1, 2))),
            title=" ".join(chance.choices(WORDS, k=6)),
            abstract=" ".join(chance.choices(WORDS, k=chance.randint(10, 60))),
            date=f"{chance.randint(*years)}-0{chance.randint(1, 9)}",
        )
        for i in range(number)
    ]


def scores(store: Store, cache: Path, as_of: str | None = AS_OF) -> list[tuple[str, float]]:
    graph = KnowledgeGraph(store, cache=cache)
    result = graph.match(NEED, as_of=as_of, limit=20)
    return [(c.name, c.score) for c in result.ranked]


@pytest.mark.parametrize("seed", range(4))
def test_what_came_later_changes_no_score(store: Store, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    load(store, REGISTER, [organisation_row(o, o) for o in OWNERS])
    load(store, REGISTER, works(chance, 0, 25, (2005, 2019)))
    before = scores(store, tmp_path)
    assert len(before) > 2
    later = works(chance, 100, 20, (2020, 2024))
    load(store, REGISTER, later)
    assert scores(store, tmp_path) == before
    load(store, REGISTER, works(chance, 100, 10, (2020, 2024)))
    assert scores(store, tmp_path / "anew") == before
    load(store, REGISTER, [], complete=False)
    from graph.load import drop_units

    drop_units(store, [unit.key for unit in later[:15]])
    assert scores(store, tmp_path) == before
    assert scores(store, tmp_path / "third") == before
    assert scores(store, tmp_path, None) != before


def test_changes_and_rebuilds_give_the_scores_of_a_fresh_load(
    open_empty: OpenStore, tmp_path: Path
) -> None:
    chance = random.Random(11)
    final = works(chance, 0, 30, (2010, 2022))
    store = open_empty()
    load(store, REGISTER, works(random.Random(12), 0, 40, (2010, 2022)))
    assert scores(store, tmp_path / "a")
    load(store, REGISTER, final, complete=True)
    changed = scores(store, tmp_path / "a", None)
    fresh = open_empty()
    load(fresh, REGISTER, final)
    expected = scores(fresh, tmp_path / "b", None)
    assert [name for name, _ in changed] == [name for name, _ in expected]
    assert [s for _, s in changed] == pytest.approx([s for _, s in expected], abs=1e-9)
