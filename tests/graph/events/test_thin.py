"""Who says too little to be matched."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.events.model import Participant
from graph.events.thin import LEAST, thin
from graph.language.tokens import tokens


def test_who_says_nothing_comes_first_with_what_is_missing() -> None:
    people = [Participant("a", "A", offers="lithium, lithium"),
              Participant("b", "B", offers="resins", needs="winter test sites"),
              Participant("c", "C", entity="e"), Participant("d", "D", offers="锂", needs="brine"),
              Participant("e", "E", needs="盐湖卤水提锂")]
    assert [(p.key, words) for p, words in thin(people)] == [
        ("c", "says neither what it offers nor what it needs; a sentence on each is missing; until "
              "then it is matched only by what is on record of it"),
        ("a", "offers: 1 word that tells something, and nothing on what it needs; a sentence on "
              "each side would let it be matched"),
        ("d", "offers: 1 word that tells something; needs: 1 word that tells something; a sentence "
              "on each side would let it be matched")]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.text("brine salt 锂盐", max_size=20),
                          st.text("a lithium x", max_size=20)), max_size=6))
def test_a_sentence_more_takes_anybody_off_the_list(texts: list[tuple[str, str]]) -> None:
    people = [Participant(str(i), "O", offers=o, needs=n) for i, (o, n) in enumerate(texts)]
    listed = {p.key for p, _ in thin(people)}
    for p in people:
        rich = max(len(set(tokens(p.offers))), len(set(tokens(p.needs)))) >= LEAST
        assert rich != (p.key in listed)
    assert thin([replace(p, needs="removal of boron from brine") for p in people]) == []
