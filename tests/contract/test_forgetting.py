"""Forgetting on every store: decisions of others stay in their order, a reload changes nothing."""

from __future__ import annotations

from dataclasses import replace

from graph.dump import projection_lines
from graph.forget import MASK, forget
from graph.knowledge_graph import KnowledgeGraph
from graph.load import rebuild
from graph.model import Claim, Reading, Record, Unit
from graph.store import Store
from tests.builders import REGISTER, evidence, organisation_row, patent_row

NAME = "Zhang San"


def patent() -> Unit:
    """A patent with two inventors, one of them to be forgotten."""
    row = patent_row("P1", ["Salt Institute"], abstract=f"{NAME} has shown it.")
    people = [Record(f"{row.key}#inventors:{i}", "Person", name, context="Salt Institute")
              for i, name in enumerate((NAME, "Li Si"))]
    return replace(
        row, cells={**row.cells, "inventors": f"{NAME}; Li Si"}, records=(*row.records, *people),
        claims=(*row.claims, *(Claim(p.key, "INVENTED", object=row.key,
                                     evidence=evidence("inventors", p.name)) for p in people)))


def test_a_forgotten_person_stays_forgotten(store: Store) -> None:
    kg = KnowledgeGraph(store)
    kg.load(REGISTER, [patent(), organisation_row("1", "Yak Lab"), organisation_row("2", "Li Lab")])
    kg.decide("different", "Yak Lab", "Li Lab", by=NAME, why="other building")
    [about] = [f for f in kg.document_facts("register/P1") if f.subject_name == NAME]
    kg.decide_fact("confirm", about.id, "register/P1", by="an editor")
    kg.decide("same", "Salt Institute", "Li Lab", by="an editor", why=f"says {NAME}")
    first, _, third = kg.decisions()
    done = forget(store, [NAME])
    assert (done.units, done.decisions) == (1, 1)
    assert kg.decisions() == [replace(first, by=MASK * len(NAME)),
                              replace(third, why=f"says {MASK * len(NAME)}")]
    assert [e.name for e in store.entities_of_kind("Person")] == ["Li Si"]
    kept = list(projection_lines(store))
    assert not any(NAME in line or "zhang" in line for line in kept)
    assert kg.load(REGISTER, [patent()]).unchanged == 1
    assert list(projection_lines(store)) == kept
    rebuild(store)
    assert list(projection_lines(store)) == kept


def test_what_only_a_correction_or_a_former_reading_named_goes_too(store: Store) -> None:
    kg = KnowledgeGraph(store)
    key = "register/a"
    lab = Record(f"{key}#Institute:li lab", "Institute", "Li Lab")
    head = Record(f"{key}#Person:zhang san", "Person", NAME, context="Li Lab")
    claim = Claim(head.key, "WORKS_FOR", object=lab.key, evidence=evidence("head", NAME))
    kg.load(REGISTER, [Unit(key, "register", Reading("1", "t"), cells={"head": NAME},
                            records=(lab, head), claims=(claim,))])
    kg.load(REGISTER, [Unit(key, "register", Reading("2", "t"), records=(lab,))])
    kg.load(REGISTER, [organisation_row("1", "Yak Lab", contact="room 7")])
    [contact] = [f for f in kg.document_facts("register/1") if f.predicate == "contact"]
    kg.decide_fact("correct", contact.id, "register/1", by="an editor", value=f"{NAME}, room 7")
    done = forget(store, [NAME])
    assert (done.units, done.decisions) == (0, 1)
    assert kg.entity("Yak Lab").properties == {"contact": "room 7"}
    assert not any("zhang" in row.key for row in store.all_record_rows())
    assert forget(store, [NAME]).units == 0  # an interrupted one is repeated
    kept = list(projection_lines(store))
    rebuild(store)
    assert list(projection_lines(store)) == kept
