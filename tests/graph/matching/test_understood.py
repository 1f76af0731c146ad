"""What a need was taken for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.language.tokens import tokens
from graph.matching.understood import MOST_TERMS, understood

NEED = ("We dry goji berries. Removal of boron from brine by resin wears the pumps of our plant, "
        "see C02F 1/42. Write to us.")


def test_the_core_is_the_sentence_that_tells_most() -> None:
    telling = dict.fromkeys(tokens("removal boron brine resin pumps"), 2.0)
    found = understood(NEED, "", telling)
    assert found.core.startswith("Removal of boron from brine")
    assert (found.codes, found.language) == (("C02F1/42",), "en")
    assert found.slots["material"] == "brine"
    assert list(found.telling) == ["Removal", "boron", "brine", "pumps", "resin"]


def test_a_title_is_the_core() -> None:
    assert understood(NEED, "Boron in brine", {}).core == "Boron in brine"
    assert understood(NEED, "Boron in brine", {}).telling == {}


def test_chinese_pairs_that_overlap_are_one_word() -> None:
    text = "盐湖提锂吸附剂溶损严重"
    found = understood(text, "", {"盐湖": 1.0, "湖提": 3.0, "提锂": 2.0, "溶损": 1.5})
    assert found.telling == {"盐湖提锂": 3.0, "溶损": 1.5}
    assert found.language == "zh"


def test_a_word_in_two_forms_is_told_once() -> None:
    assert list(understood("Pumps and a pump", "", {"pump": 1.0}).telling) == ["Pumps"]


@given(st.text(max_size=120), st.text(max_size=30))
def test_any_need_is_understood(text: str, title: str) -> None:
    telling = dict.fromkeys(tokens(f"{title} {text}"), 1.0)
    found = understood(text, title, telling)
    assert len(found.telling) <= MOST_TERMS
    assert all(word in f"{title}\n{text}" for word in found.telling)
    assert understood(text, title, telling) == found
