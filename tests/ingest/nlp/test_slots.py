"""The five slots of a problem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.claims import document_unit
from ingest.nlp.slots import SLOTS, slots
from tests.ingest.nlp.reading import document, read


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        (
            "residue of nickel salt in battery grade carbonate",
            {"material": "nickel salt", "efficacy": "residue", "product": "battery",
             "application": "battery grade carbonate"},
        ),
        ("removal of iron by nanofiltration", {"material": "iron", "method": "nanofiltration"}),
        ("short life of drill bits", {"efficacy": "short life", "product": "drill bits"}),
        ("too few buyers", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_words_fill_the_slots_that_they_name(text: str, filled: dict[str, str]) -> None:
    assert slots(text) == filled


@given(st.text(max_size=80))
def test_fillers_are_words_of_the_text(text: str) -> None:
    found = slots(text)
    assert set(found) <= set(SLOTS)
    assert all(filler in " ".join(text.split()) for filler in found.values())


def test_slots_become_properties_of_the_problem() -> None:
    text = "Enterprise: Skerry Pumps Ltd\nProblem: wear of slurry pumps\nBudget: GBP 9,000\n"
    facts = read(text)
    (problem,) = [e for e in facts.entities if e.type == "Problem"]
    assert problem.slots["product"] == "slurry pumps"
    unit = document_unit("src", document(text), facts)
    stated = {(c.predicate, c.value) for c in unit.claims if c.predicate in SLOTS}
    assert ("efficacy", "wear") in stated
