"""The review queue on every store: found, decided, remembered over reloads, brought back."""

from __future__ import annotations

import pytest

from graph.errors import NotFound
from graph.knowledge_graph import KnowledgeGraph
from graph.load import load, rebuild, retract
from graph.model import Source, Unit
from graph.store import Store
from tests.builders import REGISTER, organisation_row, patent_row

SECRET = Source("secret", "Not for all", visibility="confidential", form="table")
NAME = "Norbu Salt Lake Research Institute"
LOOSE = "Norbu Salt Lake Research Inst. of Xining"


def rows() -> list[Unit]:
    return [
        organisation_row("1", NAME, region="Xining", founded="1999"),
        organisation_row("2", "Dolma Wool Spinning Institute", region="Xining"),
        organisation_row("3", "Dolma Wool Spinning Institute of Xining"),
        organisation_row("4", NAME, kind="Platform", region="Xining"),
        *(patent_row(f"P{i}", [LOOSE]) for i in range(3)),
        patent_row("P9", ["Dolma Wool Spinning Institute of Xining"]),
    ]


def listed(kg: KnowledgeGraph, **options: str) -> list[tuple[str, str, int]]:
    return [(d.first.name, d.second.name, d.gain) for d in kg.doubts(**options).doubts]  # type: ignore[arg-type]


def test_the_list_is_the_same_on_every_store(store: Store) -> None:
    load(store, REGISTER, rows())
    kg = KnowledgeGraph(store)
    found = kg.doubts()
    wool = "Dolma Wool Spinning Institute"
    assert [(d.first.name, d.second.name, d.second.kind, d.records, d.says)
            for d in found.doubts] == [
        (NAME, NAME, "Institute", (1, 1),
         "they are of two kinds, platform and institute: no name joins these"),
        (LOOSE, NAME, "Platform", (3, 1), "only one name says a place"),
        (LOOSE, NAME, "Institute", (3, 1), "only one name says a place"),
        (f"{wool} of Xining", wool, "Institute", (2, 1), "only one name says a place"),
    ]
    assert all(0 < d.comparison.score < 1 for d in found.doubts)
    assert (found.total, found.crowded) == (4, 0)
    assert listed(kg, about="Dolma Wool Spinning Institute") == [
        ("Dolma Wool Spinning Institute of Xining", "Dolma Wool Spinning Institute", 1)]
    assert kg.doubts(kinds=["Platform"]).total == 2
    assert len(kg.doubts(limit=1).doubts) == 1


def test_a_decided_pair_drops_out_and_stays_out_over_a_reload(store: Store) -> None:
    load(store, REGISTER, rows())
    kg = KnowledgeGraph(store)
    before = kg.doubts()
    [pair] = kg.doubts(about="Dolma Wool Spinning Institute").doubts
    made = kg.decide("different", pair.first.id, pair.second.id, by="Li Wen",
                     score=pair.comparison.score)
    assert kg.decide("different", pair.second.id, pair.first.id, by="Li Wen") == made
    assert kg.doubts().total == before.total - 1
    retract(store, REGISTER.key)
    load(store, REGISTER, rows())
    assert listed(kg, about="Dolma Wool Spinning Institute") == []
    rebuild(store)
    assert listed(kg, about="Dolma Wool Spinning Institute") == []
    [kept] = kg.decisions()
    assert (kept.kind, kept.by, kept.score) == ("different", "Li Wen", pair.comparison.score)
    kg.undo(kept.id)
    assert kg.doubts() == before


def test_same_joins_and_its_undoing_brings_the_pair_back(store: Store) -> None:
    load(store, REGISTER, rows())
    kg = KnowledgeGraph(store)
    before = kg.doubts()
    [pair] = [d for d in before.doubts if d.first.name == LOOSE and d.second.kind == "Institute"]
    made = kg.decide("same", pair.first.id, pair.second.id, by="Li Wen")
    after = kg.doubts()
    # Both were in doubt with the platform: that is one doubt now, with the joined one.
    assert after.total == before.total - 2
    assert len({frozenset((d.first.id, d.second.id)) for d in after.doubts}) == after.total
    assert KnowledgeGraph(store).doubts().total == after.total
    kg.undo(made.id)
    assert kg.doubts() == before


def test_a_reader_is_shown_nothing_that_only_hidden_sources_say(store: Store) -> None:
    load(store, REGISTER, [
        organisation_row("2", "Dolma Wool Spinning Institute", region="Xining"),
        organisation_row("5", "Tsering Barley Institute", region="Lhasa", identifiers=("org:5",)),
    ])
    load(store, SECRET, [
        organisation_row("s1", "Dolma Wool Spinning Institute of Xining", source="secret"),
        organisation_row("s2", "Pema Barley Station", source="secret", identifiers=("org:5",)),
        organisation_row("s3", "Pema Barley Station of Lhasa", source="secret", region="Lhasa"),
    ])
    everything, public = KnowledgeGraph(store), KnowledgeGraph(store, level=0)
    assert any(d.second.name.startswith("Dolma") for d in everything.doubts().doubts)
    assert public.doubts().total == 0


def test_a_decision_of_a_reader_names_no_hidden_record(store: Store) -> None:
    load(store, SECRET, [
        organisation_row("s1", "Dolma Wool Spinning Institute", source="secret", region="Xining")])
    load(store, REGISTER, rows())
    public, everything = KnowledgeGraph(store, level=0), KnowledgeGraph(store)
    [pair] = public.doubts(about="Dolma Wool Spinning Institute").doubts
    made = public.decide("different", pair.first.id, pair.second.id, by="Guest")
    assert {anchor.unit.partition("/")[0] for anchor in made.records} == {"register"}
    assert public.doubts(about="Dolma Wool Spinning Institute").total == 0
    [hidden] = [r for r in store.rows_of_units(["secret/s1"])]
    assert store.entities([hidden.entity])
    assert everything.decisions() == public.decisions() == [made]


def test_a_reader_neither_sees_nor_undoes_a_decision_on_hidden_records(store: Store) -> None:
    load(store, REGISTER, rows())
    load(store, SECRET, [organisation_row("s1", "Pema Barley Station", source="secret")])
    everything, public = KnowledgeGraph(store), KnowledgeGraph(store, level=1)
    made = everything.decide("different", "Pema Barley Station", LOOSE, by="Li Wen")
    assert public.decisions() == []
    with pytest.raises(NotFound, match="no decision"):
        public.undo(made.id)
    assert everything.decisions() == [made]
