"""Published plans as documents of the organiser, held meetings as observed facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.dump import projection_lines
from graph.events.book import Events
from graph.events.held import kind_of, source_key
from graph.events.model import Participant, Wish
from graph.events.outcomes import Outcome
from graph.knowledge_graph import KnowledgeGraph
from graph.load import rebuild
from graph.stores import open_store
from tests.graph.events.keeping import BY, NAME, PERSONAL, SALT_ID, salt_event, salt_graph


@pytest.fixture
def kg(tmp_path: Path) -> Iterator[KnowledgeGraph]:
    with salt_graph(open_store(f"sqlite:///{tmp_path}/s.db"), tmp_path / "cache") as graph:
        graph.events.put(salt_event(graph), by=BY)
        graph.events.pair(NAME, by=BY)
        yield graph


def meetings(kg: KnowledgeGraph) -> dict[tuple[str, str], str]:
    """The names of those who met or are to meet, to which of the two."""
    edges = list(kg.store.all_edges(["MET"]))
    names = {e.id: e.name for e in kg.store.entities(
        {end for edge in edges for end in (edge.start, edge.end)}).values()}
    found = {}
    for edge in edges:
        first, second = sorted((names[edge.start], names[edge.end]))
        found[first, second] = edge.status
    return found


def planned(events: Events) -> int:
    plan = events.get(NAME).plan
    return len(plan.meetings) if plan else 0


def test_a_plan_is_in_the_graph_once_it_is_published(kg: KnowledgeGraph) -> None:
    assert meetings(kg) == {}
    assert kg.events.publish(NAME, by=BY).published
    found = meetings(kg)
    assert len(found) == planned(kg.events)
    assert set(found.values()) == {"target"}
    [source] = [s for s in kg.store.sources() if s.form == "event"]
    assert (source.key, source.title, source.visibility) == (
        source_key(NAME), "Salt days", "internal")


def test_its_organisations_are_those_that_the_graph_knows(kg: KnowledgeGraph) -> None:
    before = kg.entity(SALT_ID), kg.entity("Lhasa Yak Laboratory")
    kg.events.publish(NAME, by=BY)
    assert (kg.entity(SALT_ID), kg.entity("Lhasa Yak Laboratory")) == before
    assert kg.entity("Golmud Brine Works").kind == "Enterprise"
    assert kg.entity("Bremen Boron University").kind == "Institute"
    assert kg.store.counts()["Institute"] == 3
    near = {n.other.name for n in kg.neighbours(SALT_ID, kinds=["MET"])}
    assert "Golmud Brine Works" in near


def test_only_held_meetings_become_observed(kg: KnowledgeGraph) -> None:
    kg.events.publish(NAME, by=BY)
    number = planned(kg.events)
    kg.events.record(NAME, [Outcome("brine", "salt", True, rating=5),
                            Outcome("boron", "yak", False, ("yak",))], by=BY)
    found = meetings(kg)
    pair = ("Golmud Brine Works", "Qinghai Institute of Salt Lakes")
    assert found[pair] == "observed"
    assert ("Bremen Boron University", "Lhasa Yak Laboratory") not in found
    assert len(found) == number - 1
    assert list(found.values()).count("observed") == 1
    [edge] = [edge for edge in kg.store.all_edges(["MET"]) if edge.status == "observed"]
    [fact] = kg.facts(edge.key)
    assert (fact.period, fact.date) == ("2026-09-10", "2026-09-10")
    kg.events.record(NAME, [Outcome("salt", "brine", False)], by=BY)
    assert pair not in meetings(kg)


def test_held_meetings_are_facts_also_of_a_plan_that_nobody_published(kg: KnowledgeGraph) -> None:
    kg.events.record(NAME, [Outcome("brine", "salt", True)], by=BY)
    assert list(meetings(kg).values()) == ["observed"]
    kg.events.record(NAME, [Outcome("brine", "salt", False)], by=BY)
    assert meetings(kg) == {}
    assert [s.form for s in kg.store.sources()] == ["table"]


def test_a_new_plan_takes_the_old_one_s_place_by_difference(kg: KnowledgeGraph) -> None:
    kg.events.publish(NAME, by=BY)
    kg.events.record(NAME, [Outcome("brine", "salt", True)], by=BY)
    kg.events.ask(NAME, [Wish("yak", "boron", "veto"), Wish("salt", "brine", "veto")], by=BY)
    kg.events.pair(NAME, by=BY)
    found = meetings(kg)
    assert ("Bremen Boron University", "Lhasa Yak Laboratory") not in found
    assert found["Golmud Brine Works", "Qinghai Institute of Salt Lakes"] == "observed"
    generation = kg.store.generation()
    kg.events.publish(NAME, by=BY)
    assert kg.store.generation() == generation


def test_no_person_is_named(kg: KnowledgeGraph) -> None:
    kg.events.publish(NAME, by=BY)
    kg.events.record(NAME, [Outcome("brine", "salt", True, note="met her at the fair")], by=BY)
    text = repr(list(kg.store.all_units(source_key(NAME))))
    assert "Golmud Brine Works" in text
    assert not any(words in text for words in PERSONAL)


def test_a_correction_of_a_link_moves_its_facts(kg: KnowledgeGraph) -> None:
    kg.events.record(NAME, [Outcome("brine", "salt", True)], by=BY)
    kg.events.link(NAME, "brine", "Lhasa Yak Laboratory", by=BY)
    assert list(meetings(kg)) == [("Lhasa Yak Laboratory", "Qinghai Institute of Salt Lakes")]


def test_a_rebuild_gives_the_same(kg: KnowledgeGraph) -> None:
    kg.events.publish(NAME, by=BY)
    kg.events.record(NAME, [Outcome("brine", "salt", True)], by=BY)
    before = list(projection_lines(kg.store))
    rebuild(kg.store)
    assert list(projection_lines(kg.store)) == before


@pytest.mark.parametrize(("name", "said", "kind"), [
    ("Bremen Boron University", "Buyer", "Institute"), ("青海大学", "", "Institute"),
    ("Ministry of Salt", "", "Agency"), ("Golmud Brine Works Ltd", "", "Enterprise"),
    ("Golmud Brine Works Ltd", "platform", "Platform"), ("Salt", "university", "Institute"),
])
def test_the_kind_of_those_that_the_graph_does_not_know(name: str, said: str, kind: str) -> None:
    assert kind_of(Participant("k", name, said)) == kind
