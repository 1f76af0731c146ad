"""The five slots of a problem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.language.slots import SLOTS, slots


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
