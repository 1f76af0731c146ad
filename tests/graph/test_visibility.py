"""What a reader of a level sees is what a store without the hidden sources would show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.knowledge_graph import KnowledgeGraph
from graph.load import load
from graph.model import (
    Claim,
    Edge,
    Entity,
    Reading,
    Record,
    Source,
    Unit,
    Visibility,
)
from graph.schema import KINDS
from graph.store import Store
from graph.stores import open_store
from graph.visibility import Eyes
from tests.builders import REGISTER, evidence, organisation_row, patent_row

LEVELS: tuple[Visibility, ...] = ("public", "internal", "confidential")
SOURCES = {name: Source(name, name, name, "table") for name in LEVELS}

units = st.lists(
    st.one_of(
        st.builds(
            lambda number, source, owners: patent_row(f"P{number}", owners, source=source),
            st.integers(1, 6), st.sampled_from(LEVELS),
            st.lists(st.sampled_from(["Salt Institute", "Li Lab", "Yak Lab"]), min_size=1,
                     max_size=2, unique=True)),
        st.builds(
            lambda key, source, name, alias, id_, founded: organisation_row(
                str(key), name, source=source, names=(alias,), founded=founded,
                identifiers=(id_,) if id_ else ()),
            st.integers(1, 6), st.sampled_from(LEVELS),
            st.sampled_from(["Salt Institute", "Li Lab"]),
            st.sampled_from(["Institute of Salt", "SI", "LL"]), st.sampled_from(["", "uscc:1"]),
            st.sampled_from(["1990", "2001"])),
    ),
    max_size=8, unique_by=lambda unit: unit.key,
)


def fill(store: Store, made: list[Unit], upto: int = 2) -> None:
    """Load source by source, the public one first, so that names and ids come in one order."""
    for name in LEVELS[: upto + 1]:
        load(store, SOURCES[name], [unit for unit in made if unit.source == name])


def seen(store: Store, level: int) -> tuple[set[str], list[tuple[object, ...]]]:
    """(all that entities say, edges by the names of their ends), as this reader sees them."""
    eyes = Eyes(store, level=level)
    entities: list[Entity] = []
    for kind in KINDS:
        entities += eyes.entities(store.entities_of_kind(kind))
    words = {word for e in entities for word in (
        f"{e.kind} {e.name}", *(f"{e.kind} {n}" for n in e.names), *e.identifiers,
        *map(str, e.properties.items()))}
    edges = [(e.kind, e.status, e.count, e.first, e.last, e.confidence,
              [s.unit for s in e.supports]) for e in eyes.edges(store.all_edges())]
    return words, sorted(edges, key=repr)


@settings(max_examples=60)
@given(units, st.sampled_from([0, 1, 2]))
def test_nothing_hidden_is_seen_and_all_else_is(made: list[Unit], level: int) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        whole = open_store(f"sqlite:///{folder}/whole.db")
        fill(whole, made)
        words, edges = seen(whole, level)
        whole.close()
        allowed = [unit for unit in made if LEVELS.index(unit.source) <= level]  # type: ignore[arg-type]
        told = {f"{r.kind} {n}" for u in allowed for r in u.records for n in (r.name, *r.names)}
        told |= {i for u in allowed for r in u.records for i in r.identifiers}
        assert {w for w in words if not w.startswith("(")} == told
        assert {unit for edge in edges for unit in edge[6]} == {  # type: ignore[attr-defined]
            u.key for u in allowed if any(c.object for c in u.claims)}


alone = st.lists(
    st.one_of(
        st.builds(
            lambda number, source, owner, date: patent_row(
                f"P{number}", [owner], title=f"Method {number}", source=source, date=date),
            st.integers(1, 9), st.sampled_from(LEVELS),
            st.sampled_from(["Salt Institute", "SALT INSTITUTE", "Li Lab"]),
            st.sampled_from([None, "2019"])),
        st.builds(
            lambda key, source, name, region, date, founded: organisation_row(
                str(key), name, source=source, region=region, date=date, names=(f"{name} ({key})",),
                founded=founded),
            st.integers(1, 9), st.sampled_from(LEVELS),
            st.sampled_from(["Salt Institute", "Salt institute"]), st.sampled_from(["", "Qinghai"]),
            st.sampled_from([None, "2018", "2021"]), st.sampled_from(["1990", "2001"])),
    ),
    max_size=8, unique_by=lambda unit: unit.key,
)


@settings(max_examples=60)
@given(alone, st.sampled_from([0, 1]))
def test_things_look_as_in_a_store_that_never_had_the_hidden_sources(
    made: list[Unit], level: int
) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        looks = []
        for upto in (level, 2):
            store = open_store(f"sqlite:///{folder}/{upto}.db")
            fill(store, made, upto)
            eyes = Eyes(store, level=level)
            looks.append(sorted(
                repr(replace(e, id="")) for kind in ("Institute", "Patent")
                 for e in eyes.entities(store.entities_of_kind(kind))))
            store.close()
        assert looks[0] == looks[1]


def test_a_thing_keeps_what_a_visible_source_says_of_it(store: Store) -> None:
    fill(store, [
        organisation_row("1", "Salt Institute", source="public", founded="1990"),
        organisation_row("2", "Salt Institute", source="internal", names=("Project Salt",),
                         identifiers=("uscc:1",), region="Qinghai", founded="1991", size="large"),
        organisation_row("3", "Hidden Lab", source="confidential"),
    ])
    [public] = Eyes(store, level=0).entities(store.entities_of_kind("Institute"))
    assert public == Entity(public.id, "Institute", "Salt Institute",
                            properties={"founded": "1990"})
    [internal] = Eyes(store, level=1).entities(store.entities_of_kind("Institute"))
    assert (internal.names, internal.identifiers, internal.region) == (
        ("Project Salt",), ("uscc:1",), "Qinghai")
    assert internal.properties == {"founded": "1991", "size": "large"}
    assert len(Eyes(store, level=2).entities(store.entities_of_kind("Institute"))) == 2


def test_a_name_behind_a_thousand_public_rows_stays_hidden(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.visibility._FIRST_ROWS", 3)
    fill(store, [
        *(patent_row(f"P{i}", ["Salt Institute"], source="public") for i in range(4)),
        replace(organisation_row("9", "Salt Institute", source="confidential"), claims=()),
        organisation_row("8", "Salt Institute", source="confidential", names=("Code Name",)),
    ])
    [entity] = Eyes(store, level=0).entities(store.entities_of_kind("Institute"))
    assert entity.names == ()


def test_a_thing_named_first_by_many_hidden_rows_is_still_seen(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.visibility._FIRST_ROWS", 2)
    load(store, SOURCES["confidential"],
         [patent_row(f"P{i}", ["Salt Institute"], source="confidential") for i in range(3)])
    load(store, SOURCES["public"], [patent_row("P9", ["Salt Institute"], source="public")])
    [entity] = Eyes(store, level=0).entities(store.entities_of_kind("Institute"))
    assert entity.name == "Salt Institute"


def partnership(key: str, first: str, second: str, *, source: str) -> Unit:
    """A row that names two partners."""
    one = Record(f"{source}/{key}#1", "Institute", first)
    two = Record(f"{source}/{key}#2", "Institute", second)
    claim = Claim(one.key, "COLLABORATES_WITH", object=two.key, evidence=evidence("partner"))
    return Unit(f"{source}/{key}", source, Reading(key, "t"), cells={"partner": second},
                records=(one, two), claims=(claim,))


def test_a_thing_that_only_a_correction_names_is_seen(store: Store) -> None:
    fill(store, [partnership("1", "Li Lab", "Salt Institue", source="public"),
                 partnership("1", "Yak Lab", "Salt Institute", source="confidential")])
    kg = KnowledgeGraph(store, level=0)
    [fact] = [f for f in kg.document_facts("public/1") if f.object]
    kg.decide_fact("correct", fact.id, "public/1", by="a person", value="Salt Institute")
    seen = Eyes(store, level=0).entities(store.entities_of_kind("Institute"))
    assert {e.name for e in seen} == {"Li Lab", "Salt Institue", "Salt Institute"}


def test_a_source_opened_to_all_is_seen_at_once(store: Store) -> None:
    unit = organisation_row("1", "Salt Institute")
    load(store, replace(REGISTER, visibility="confidential"), [unit])
    eyes = Eyes(store, level=0)
    assert eyes.entities(store.entities_of_kind("Institute")) == []
    load(store, REGISTER, [unit])
    assert [e.name for e in eyes.entities(store.entities_of_kind("Institute"))] == [
        "Salt Institute"]


def test_edges_are_seen_by_level_and_day(store: Store) -> None:
    fill(store, [patent_row("P1", ["Salt Institute"], source=s, date=d,
                            identifiers={"Salt Institute": "uscc:1"})
                 for s, d in zip(LEVELS, ("2020", "2021", None), strict=True)])
    [edge] = store.all_edges()

    def left(level: int, before: int | None = None) -> list[str]:
        return [s.source for e in Eyes(store, level=level).edges([edge], before=before)
                for s in e.supports]

    assert isinstance(edge, Edge)
    assert left(2) == ["confidential", "internal", "public"]
    assert left(1) == ["internal", "public"]
    assert left(0) == ["public"]
    day = date(2021, 1, 1).toordinal()
    assert left(2, day) == ["public"]
    assert left(2, day - 1) == []
