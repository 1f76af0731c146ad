"""Slots of a document's problems."""

from __future__ import annotations

from graph.language.slots import SLOTS
from ingest.claims import document_unit
from tests.ingest.nlp.reading import document, read


def test_slots_become_properties_of_the_problem() -> None:
    text = "Enterprise: Skerry Pumps Ltd\nProblem: wear of slurry pumps\nBudget: GBP 9,000\n"
    facts = read(text)
    (problem,) = [e for e in facts.entities if e.type == "Problem"]
    assert problem.slots["product"] == "slurry pumps"
    unit = document_unit("src", document(text), facts)
    stated = {(c.predicate, c.value) for c in unit.claims if c.predicate in SLOTS}
    assert ("efficacy", "wear") in stated
