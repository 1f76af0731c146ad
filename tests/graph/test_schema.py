"""The one table of kinds, edges and properties holds together."""

from __future__ import annotations

import re
from itertools import product

import pytest

from graph.schema import (
    EDGES,
    KINDS,
    ORGANISATIONS,
    OWNING,
    PROPERTIES,
    SELLING_ROLES,
    WORKS,
    allowed,
    camel,
)


def test_names_follow_the_rules() -> None:
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", name) for name in KINDS)
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", name) for name in EDGES)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in PROPERTIES)
    for table in (KINDS, EDGES, PROPERTIES):
        assert all(item.name == name and item.caption for name, item in table.items())


def test_ends_are_known_kinds_named_once_in_meaning() -> None:
    for edge in EDGES.values():
        assert set(edge.starts) | set(edge.ends) <= set(KINDS), edge.name
        assert edge.starts, edge.name
        assert edge.ends, edge.name
        if edge.symmetric:
            assert set(edge.starts) == set(edge.ends), edge.name
    assert all(set(prop.kinds) <= set(KINDS) for prop in PROPERTIES.values())


def test_owning_edges_go_from_organisations_to_works() -> None:
    assert OWNING
    for name in OWNING:
        assert set(EDGES[name].ends) <= set(WORKS)
        assert set(EDGES[name].starts) & set(ORGANISATIONS)


def test_every_work_can_be_owned_and_every_kind_linked() -> None:
    assert set(WORKS) == {end for name in OWNING for end in EDGES[name].ends}
    linked = {kind for edge in EDGES.values() for kind in (*edge.starts, *edge.ends)}
    assert linked == set(KINDS)


def test_allowed_is_the_table() -> None:
    for edge, start, end in product(EDGES.values(), KINDS, KINDS):
        there = start in edge.starts and end in edge.ends
        back = edge.symmetric and end in edge.starts and start in edge.ends
        assert allowed(edge.name, start, end) is (there or back)
    assert not allowed("KNOWS", "Person", "Person")
    assert allowed("APPLIED_FOR", "Institute", "Patent")
    assert not allowed("APPLIED_FOR", "Patent", "Institute")


@pytest.mark.parametrize(("name", "spelling"), [
    ("title", "title"), ("legal_status", "legalStatus"), ("technology_value", "technologyValue"),
])
def test_properties_in_the_spelling_of_neo4j(name: str, spelling: str) -> None:
    assert camel(name) == spelling


def test_spellings_are_unique_and_leave_the_names_of_the_store_alone() -> None:
    spellings = [camel(name) for name in PROPERTIES]
    assert len(set(spellings)) == len(spellings)
    assert not {"id", "name", "names", "identifiers", "region", "kind"} & set(spellings)


def test_people_and_how_to_reach_them_are_personal() -> None:
    assert [kind.name for kind in KINDS.values() if kind.personal] == ["Person"]
    assert {p.name for p in PROPERTIES.values() if p.personal} == {"contact", "email", "phone"}


def test_a_buyer_shows_no_capability() -> None:
    assert "buyer" not in SELLING_ROLES
    assert "licensee" not in SELLING_ROLES
