"""What people say of a document's facts, on every store: kept, read again, undone, rebuilt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.dump import projection_lines
from graph.errors import InvalidRequest, NotFound
from graph.knowledge_graph import KnowledgeGraph
from graph.load import rebuild
from graph.model import Reading
from graph.store import Store
from tests.api.small_store import DOCUMENTS, TEXT, plan

KEY = "plans/plan.txt"


@pytest.fixture
def kg(store: Store) -> KnowledgeGraph:
    graph = KnowledgeGraph(store)
    graph.load(DOCUMENTS, [plan()])
    return graph


def fact(kg: KnowledgeGraph, predicate: str, subject: str = "") -> str:
    return next(i.fact.id for i in kg.review(KEY)
                if i.fact.predicate == predicate and subject in i.fact.subject_name)


def states(kg: KnowledgeGraph) -> dict[str, str]:
    return {f"{i.fact.predicate} {i.fact.subject_name}": i.state for i in kg.review(KEY)}


def read_again(kg: KnowledgeGraph, *, before: str = "") -> None:
    """The document read by newer rules; words ``before`` it move all offsets."""
    unit = plan()
    claims = [
        replace(c, evidence=replace(c.evidence, extractor="newer", locator=replace(
            c.evidence.locator, start=c.evidence.locator.start + len(before),  # type: ignore
            end=c.evidence.locator.end + len(before))))  # type: ignore[union-attr]
        for c in unit.claims
    ]
    kg.load(DOCUMENTS, [replace(unit, text=before + TEXT, claims=tuple(claims),
                                reading=Reading("again" + before, "newer"))])


def rebuilt(kg: KnowledgeGraph) -> bool:
    kept = list(projection_lines(kg.store))
    rebuild(kg.store)
    return list(projection_lines(kg.store)) == kept


def test_decisions_hold_after_a_new_reading_and_are_undone(kg: KnowledgeGraph) -> None:
    confirmed = kg.decide_fact("confirm", fact(kg, "RUNS"), KEY, by="Li Wen", why="seen")
    kg.decide_fact("reject", fact(kg, "indicator"), KEY, by="Li Wen")
    read_again(kg, before="A new first line.\n")
    assert states(kg)["RUNS Northern Bureau"] == "confirmed"
    assert states(kg)["indicator Northern Bureau"] == "rejected"
    assert not [f for f in kg.document_facts(KEY) if f.predicate == "indicator"]
    [item] = [i for i in kg.review(KEY) if i.fact.predicate == "RUNS"]
    assert item.decision == confirmed
    assert (item.decision.by, item.decision.why, item.fact.confidence) == ("Li Wen", "seen", 1.0)
    assert rebuilt(kg)
    kg.undo(confirmed.id)
    assert states(kg)["RUNS Northern Bureau"] == "open"


def test_the_same_again_changes_nothing_and_the_later_holds(kg: KnowledgeGraph) -> None:
    runs = fact(kg, "RUNS")
    first = kg.decide_fact("reject", runs, KEY, by="Li Wen")
    assert kg.decide_fact("reject", runs, KEY, by=" Li Wen ") == first
    second = kg.decide_fact("confirm", runs, KEY, by="An Na")
    assert len(kg.decisions()) == 2
    assert states(kg)["RUNS Northern Bureau"] == "confirmed"
    assert kg.neighbours("Northern Bureau", kinds=["RUNS"])
    kg.undo(second.id)
    assert states(kg)["RUNS Northern Bureau"] == "rejected"
    assert not kg.neighbours("Northern Bureau", kinds=["RUNS"])


def test_what_the_document_does_not_name_falls_with_its_facts(kg: KnowledgeGraph) -> None:
    made = kg.decide_fact("reject", fact(kg, "name", "Base"), KEY, by="Li Wen")
    found = states(kg)
    assert found["name Salt Lake Test Base"] == "rejected"
    assert found["RUNS Northern Bureau"] == found["LOCATED_IN Salt Lake Test Base"] == "fallen"
    assert found["indicator Northern Bureau"] == "open"
    with pytest.raises(NotFound):
        kg.entity("Salt Lake Test Base")
    assert rebuilt(kg)
    kg.undo(made.id)
    assert set(states(kg).values()) == {"open"}
    assert kg.entity("Salt Lake Test Base").kind == "Platform"


def test_of_two_things_with_one_name_the_one_that_is_meant_falls(kg: KnowledgeGraph) -> None:
    kg.state("Technology", "Salt Lake Test Base", KEY, by="Li Wen")
    kg.decide_fact("reject", fact(kg, "name", "Base"), KEY, by="Li Wen")
    assert kg.entity("Salt Lake Test Base").kind == "Technology"


def test_what_was_missed_is_stated_by_a_person(kg: KnowledgeGraph) -> None:
    made = kg.state("Region", "salt  lakes", KEY, by="Li Wen", why="an area")
    assert kg.state("Region", "salt lakes", KEY, by="An Na") == made
    [item] = [i for i in kg.review(KEY) if i.state == "stated"]
    assert item.fact.extractor == "person:Li Wen"
    assert item.fact.quote == "salt lakes"
    assert item.fact.locator == f"t{TEXT.index('salt lakes')}-{TEXT.index('salt lakes') + 10}"
    assert kg.entity("salt lakes").kind == "Region"
    read_again(kg, before="More words. ")
    [item] = [i for i in kg.review(KEY) if i.state == "stated"]
    assert item.fact.locator == f"t{TEXT.index('salt lakes') + 12}-{TEXT.index('salt lakes') + 22}"
    assert rebuilt(kg)
    kg.undo(made.id)
    assert "name salt lakes" not in states(kg)
    with pytest.raises(NotFound):
        kg.entity("salt lakes")


def test_what_was_read_after_all_is_confirmed_by_stating_it(kg: KnowledgeGraph) -> None:
    kg.decide_fact("reject", fact(kg, "name", "Bureau"), KEY, by="Li Wen")
    kg.state("Agency", "Northern Bureau", KEY, by="An Na")
    assert states(kg)["name Northern Bureau"] == "confirmed"
    assert len(kg.review(KEY)) == len(plan().claims) + 1


def test_a_defect_is_decided_on_too(kg: KnowledgeGraph) -> None:
    flag = fact(kg, "flag")
    assert [f.flags for f in kg.document_facts(KEY) if f.measure] == [("growth-arithmetic",)]
    made = kg.decide_fact("reject", flag, KEY, by="Li Wen")
    assert states(kg)["flag 20"] == "rejected"
    assert kg.document_flags(KEY) == ()
    assert [f.flags for f in kg.document_facts(KEY) if f.measure] == [()]
    kg.undo(made.id)
    assert states(kg)["flag 20"] == "open"
    assert kg.document_flags(KEY) == plan().flags


@pytest.mark.parametrize(("kind", "words", "by", "says"), [
    ("Street", "salt lakes", "me", "no kind"),
    ("Region", "dry lakes", "me", "does not have the words"),
    ("Region", " . ", "me", "does not have the words"),
    ("Region", "salt lakes", " ", "needs the person"),
])
def test_a_statement_that_makes_no_sense_is_refused(
    kg: KnowledgeGraph, kind: str, words: str, by: str, says: str
) -> None:
    with pytest.raises(InvalidRequest, match=says):
        kg.state(kind, words, KEY, by=by)
    assert kg.decisions() == []
