"""Loading, changing and retracting, on every store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.dump import projection_lines
from graph.errors import NotFound
from graph.load import drop_units, load, retract
from graph.model import Source
from graph.store import Store
from tests.builders import REGISTER, organisation_row, patent_row

OTHER = Source("other", "Another register", form="table")


def dump(store: Store) -> list[str]:
    return list(projection_lines(store))


def test_the_same_again_changes_nothing(store: Store) -> None:
    units = [patent_row("P1", ["North Institute", "South Institute"]), organisation_row("i1", "X")]
    first = load(store, REGISTER, units)
    before, generation = dump(store), store.generation()
    again = load(store, REGISTER, units)
    assert (first.new, again.unchanged, again.new, again.changed) == (2, 2, 0, 0)
    assert dump(store) == before
    assert store.generation() == generation


def test_a_changed_row_replaces_only_its_own_claims(store: Store) -> None:
    load(store, REGISTER, [patent_row("P1", ["North", "South"]), patent_row("P2", ["North"])])
    report = load(store, REGISTER, [patent_row("P1", ["West"])])
    assert (report.changed, report.new) == (1, 0)
    names = {entity.name for entity in store.entities_of_kind("Institute")}
    assert names == {"North", "West"}
    north = next(e for e in store.entities_of_kind("Institute") if e.name == "North")
    assert [edge.count for edge in store.edges_at([north.id])] == [1]


def test_retracting_a_source_keeps_what_another_supports(store: Store) -> None:
    load(store, REGISTER, [patent_row("P1", ["North"]), patent_row("P2", ["South"])])
    load(store, OTHER, [patent_row("P1", ["North"], source="other")])
    assert retract(store, "register") == 2
    assert [s.key for s in store.sources()] == ["other"]
    assert [e.name for e in store.entities_of_kind("Institute")] == ["North"]
    assert [e.count for e in store.all_edges()] == [1]
    with pytest.raises(NotFound, match="register"):
        retract(store, "register")


def test_two_sources_support_one_edge(store: Store) -> None:
    load(store, REGISTER, [patent_row("P1", ["North"], date="2019")])
    load(store, OTHER, [patent_row("P1", ["North"], source="other", date="2021-03")])
    (edge,) = store.all_edges()
    assert (edge.count, edge.first, edge.last) == (2, "2019", "2021-03")
    assert edge.confidence == 1.0
    assert edge.seen(before=737_700) is not None


def test_complete_removes_what_is_missing(store: Store) -> None:
    load(store, REGISTER, [patent_row("P1", ["North"]), patent_row("P2", ["South"])])
    kept = load(store, REGISTER, [patent_row("P1", ["North"])])
    assert kept.removed == 0
    whole = load(store, REGISTER, [patent_row("P1", ["North"])], complete=True)
    assert whole.removed == 1
    assert [e.name for e in store.entities_of_kind("Institute")] == ["North"]


def test_same_key_twice_in_a_batch_the_last_one_wins(store: Store) -> None:
    load(store, REGISTER, [patent_row("P1", ["North"]), patent_row("P1", ["South"])])
    assert [e.name for e in store.entities_of_kind("Institute")] == ["South"]


def test_empty_batches_and_missing_keys(store: Store) -> None:
    assert load(store, REGISTER, []).new == 0
    assert drop_units(store, ["register/none"]) == 0
    assert store.units(["none"]) == {} == store.units([])
    assert store.entities([]) == {} == store.entities(["none"])
    assert store.edges_at([]) == []
    assert store.signatures_by_keys([]) == []
    assert list(store.works_since(10**6)) == []


def test_units_come_back_as_they_went_in(store: Store) -> None:
    unit = patent_row("P1", ["北方研究所", 'Quote " Institute'], abstract="line\nbreak\t\u00a0é")
    unit = replace(unit, date=None, original=b"\x00\xff", number=7)
    load(store, REGISTER, [unit])
    assert store.units([unit.key]) == {unit.key: unit}
    assert list(store.all_units("register")) == [unit]
    assert store.readings([unit.key]) == {unit.key: unit.reading}


def test_bad_units_are_rejected_with_their_reason(store: Store) -> None:
    good = patent_row("P1", ["North"])
    wrong = replace(good, key="register/bad", claims=(
        replace(good.claims[2], predicate="LOCATED_IN"),))
    report = load(store, REGISTER, [wrong, good])
    assert report.new == 1
    assert report.rejected[0][0] == "register/bad"
    assert "LOCATED_IN does not go from Institute to Patent" in report.rejected[0][1]


def test_a_changed_visibility_reaches_edges_and_works(store: Store) -> None:
    load(store, REGISTER, [patent_row("P1", ["North"])])
    load(store, replace(REGISTER, visibility="confidential"), [])
    (edge,) = store.all_edges()
    assert edge.seen(level=1) is None
    assert [work.level for work in store.works_since(0)] == [2]
