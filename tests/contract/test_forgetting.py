"""Forgetting on every store: decisions of others stay in their order, a reload changes nothing."""

from __future__ import annotations

from dataclasses import replace

from graph.dump import projection_lines
from graph.forget import MASK, forget
from graph.knowledge_graph import KnowledgeGraph
from graph.load import rebuild
from graph.model import Claim, Record, Unit
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
