"""Who is who: joins, decisions and ids, on every store."""

from __future__ import annotations

from itertools import permutations

from graph.dump import projection_lines
from graph.load import decide, load, rebuild, retract, undo
from graph.model import Decision, DecisionKind, RecordAnchor, Source, Unit
from graph.store import Store
from tests.builders import REGISTER, organisation_row, patent_row
from tests.contract.conftest import OpenStore

OTHER = Source("other", "Another register", form="table")


def anchor(unit: Unit, place: int = 0) -> RecordAnchor:
    record = unit.records[place]
    return RecordAnchor(unit.key, record.key, record.kind, record.name)


def decision(id_: str, kind: DecisionKind, first: RecordAnchor, second: RecordAnchor) -> Decision:
    return Decision(id_, kind, "a person", "2024-01-01", "seen both", (first, second))


def names(store: Store) -> list[list[str]]:
    return sorted(sorted((e.name, *e.names)) for e in store.entities_of_kind("Institute"))


def test_names_join_within_a_region_only(store: Store) -> None:
    load(store, REGISTER, [
        organisation_row("1", "Science Bureau", kind="Agency", region="Qinghai"),
        organisation_row("2", "Science Bureau", kind="Agency", region="Gansu"),
        organisation_row("3", "SCIENCE  BUREAU", kind="Agency", region="Gansu"),
    ])
    assert store.counts()["Agency"] == 2


def test_an_unknown_region_joins_only_where_the_name_is_unique(store: Store) -> None:
    known = organisation_row("1", "Brinewell Institute", region="Qinghai")
    unknown = organisation_row("2", "Brinewell Institute")
    load(store, REGISTER, [known, unknown])
    assert store.counts()["Institute"] == 1
    load(store, REGISTER, [organisation_row("3", "Brinewell Institute", region="Gansu")])
    assert store.counts()["Institute"] == 3


def test_identifiers_join_different_names_and_part_equal_ones(store: Store) -> None:
    load(store, REGISTER, [
        organisation_row("1", "Salt Institute", identifiers=("uscc:1",)),
        organisation_row("2", "Institute of Salt", identifiers=("uscc:1",)),
        organisation_row("3", "Salt Institute", identifiers=("uscc:2",)),
    ])
    assert names(store) == [["Institute of Salt", "Salt Institute"], ["Salt Institute"]]


def test_membership_does_not_depend_on_the_order(open_empty: OpenStore) -> None:
    units = [
        organisation_row("1", "Salt Institute", region="Qinghai", identifiers=("uscc:1",)),
        organisation_row("2", "Salt Institute"),
        organisation_row("3", "Institute of Salt", identifiers=("uscc:1",)),
        organisation_row("4", "Institute of Salt", region="Gansu"),
    ]
    seen = set()
    for order in permutations(units):
        store = open_empty()
        for unit in order:
            load(store, REGISTER, [unit])
        groups: dict[str, list[str]] = {}
        for row in store.all_record_rows():
            groups.setdefault(row.entity, []).append(row.key)
        seen.add(str(sorted(sorted(group) for group in groups.values())))
    assert len(seen) == 1


def test_the_older_id_stays_on_a_merge_and_comes_back_on_a_split(store: Store) -> None:
    first = organisation_row("1", "Salt Institute", region="Qinghai")
    second = patent_row("P1", ["Institute of Salt"])
    load(store, REGISTER, [first])
    load(store, REGISTER, [second])
    old, young = first.records[0].id, second.records[1].id
    apart = list(projection_lines(store))
    decide(store, decision("d1", "same", anchor(second, 1), anchor(first)))
    assert set(store.entities([old, young])) == {old}
    assert store.redirects([young]) == {young: old}
    (edge,) = store.all_edges()
    assert edge.start == old
    undo(store, "d1")
    assert set(store.entities([old, young])) == {old, young}
    assert [line for line in projection_lines(store) if "redirect" not in line] == apart


def test_different_is_remembered_over_reloads(store: Store) -> None:
    one, two = organisation_row("1", "Li Lab"), organisation_row("2", "Li Lab")
    load(store, REGISTER, [one, two])
    assert store.counts()["Institute"] == 1
    decide(store, decision("d1", "different", anchor(one), anchor(two)))
    assert store.counts()["Institute"] == 2
    retract(store, "register")
    load(store, REGISTER, [two, one])
    assert store.counts()["Institute"] == 2
    before = list(projection_lines(store))
    rebuild(store)
    assert list(projection_lines(store)) == before
    undo(store, "d1")
    assert store.counts()["Institute"] == 1


def test_the_id_survives_retraction_and_return(store: Store) -> None:
    one = organisation_row("1", "Salt Institute")
    two = organisation_row("1", "Salt Institute", source="other")
    load(store, REGISTER, [one])
    load(store, OTHER, [two])
    old, young = one.records[0].id, two.records[0].id
    retract(store, "register")
    assert set(store.entities([old, young])) == {young}
    assert store.redirects([old]) == {old: young}
    load(store, REGISTER, [one])
    assert set(store.entities([old, young])) == {old}


def test_a_wider_place_joins_the_narrower_one_it_names(store: Store) -> None:
    load(store, REGISTER, [
        organisation_row("1", "Salt Institute", region="Xining, Qinghai"),
        organisation_row("2", "Salt Institute", region="Qinghai province"),
        organisation_row("3", "Salt Institute", region="Xining City"),
    ])
    assert store.counts()["Institute"] == 1
    load(store, REGISTER, [organisation_row("4", "Salt Institute", region="Haidong, Qinghai")])
    assert store.counts()["Institute"] == 3


def test_a_region_spelled_in_two_ways_is_shown_as_the_earliest_record_spells_it(
    store: Store,
) -> None:
    load(store, REGISTER, [organisation_row("1", "Salt Institute", region="Qinghai")])
    load(store, REGISTER, [organisation_row("2", "Salt Institute", region="Qinghai Province")])
    [entity] = store.entities_of_kind("Institute")
    assert entity.region == "Qinghai"
    before = list(projection_lines(store))
    rebuild(store)
    assert list(projection_lines(store)) == before


def test_the_name_above_an_organisation_is_one_written_out_in_plain_letters(store: Store) -> None:
    load(store, REGISTER, [
        organisation_row(str(number), name, identifiers=("uscc:1",)) for number, name in enumerate(
            ["Univ. Norbu", "Ｎｏｒｂｕ University", "University of Norbu", "Norbu University"])
    ])
    [found] = store.entities_of_kind("Institute")
    assert found.name == "University of Norbu"
    assert set(found.names) == {"Univ. Norbu", "Ｎｏｒｂｕ University", "Norbu University"}
    before = projection_lines(store)
    rebuild(store)
    assert list(projection_lines(store)) == list(before)


def test_the_name_of_a_record_that_describes_comes_before_a_plain_one(store: Store) -> None:
    code = ("uscc:1",)
    load(store, REGISTER, [
        organisation_row("1", "Inst. of Salt", identifiers=code, founded="1965"),
        organisation_row("2", "Salt Institute", identifiers=code),
        organisation_row("3", "Co. of Salt", kind="Enterprise", identifiers=("uscc:2",)),
    ])
    assert {e.name for kind in ("Institute", "Enterprise") for e in store.entities_of_kind(kind)
            } == {"Inst. of Salt", "Co. of Salt"}
    load(store, REGISTER, [organisation_row(
        "4", "Institute of Salt", identifiers=code, founded="1965")])
    assert [e.name for e in store.entities_of_kind("Institute")] == ["Institute of Salt"]
