"""Whom a programme's money goes to, and who is listed as selected."""

from __future__ import annotations

import pytest

from ingest.nlp.awards import listed_members
from ingest.nlp.grammar import grammar
from ingest.nlp.numbers import quantities
from ingest.nlp.references import add_references
from ingest.nlp.relations import read_relations
from tests.ingest.nlp.marked import draft_with

M, B = "marsh ltd", "bog oy"
FUND = "The {G:Tide fund} was set up."


def members(*sentences: str) -> set[tuple[str, str, str]]:
    draft = draft_with(*sentences)
    draft.quantities = list(quantities(draft.text, 0, len(draft.text)))
    add_references(draft)
    read_relations(draft, grammar())
    listed_members(draft)
    return {(k.type, k.subject[1], k.object[1]) for k in draft.links
            if k.type in ("MEMBER_OF", "LOCATED_IN")}  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "takers"),
    [
        ("EUR 9 million goes to {E:Marsh Ltd} and {E:Bog Oy}.", [M, B]),
        ("{E:Marsh Ltd} has been granted EUR 4 million.", [M]),
        ("The remaining EUR 2 million is shared between {E:Marsh Ltd} and {E:Bog Oy}.", [M, B]),
        (
            "EUR 3 million was awarded to {E:Marsh Ltd}; {E:Bog Oy} had asked for EUR 8 million.",
            [M],
        ),
        ("{E:Bog Oy} works with {E:Marsh Ltd}, which received EUR 1 million.", [M]),
        ("EUR 2 million is set aside for the growers of {E:Marsh Ltd}.", [M]),
        ("{E:Marsh Ltd} did not receive EUR 40,000.", []),
        ("{E:Marsh Ltd} was refused EUR 3 million.", []),
        ("{E:Marsh Ltd} received EUR 3 million from {E:Bog Oy}.", []),
        ("{E:Marsh Ltd} invested EUR 5 million.", []),
    ],
)
def test_who_takes_money_is_in_the_programme_that_gives_it(
    sentence: str, takers: list[str]
) -> None:
    assert members(FUND, sentence) == {("MEMBER_OF", taker, "tide fund") for taker in takers}


def test_without_a_programme_an_award_makes_no_member() -> None:
    assert members("{E:Marsh Ltd} has been granted EUR 4 million.") == set()


BULLETS = (
    "- {R:Tarn}: {E:Marsh Ltd} makes rope.\n- {R:Fold}: {E:Bog Oy} makes pipes.\n"
    "- {R:Hay}: {E:Rill AS} makes nets."
)


def test_bullets_below_words_of_selection_are_members_at_their_places() -> None:
    found = members(
        "{G:Tide fund} names its first three projects.", "Three were chosen.\n" + BULLETS
    )
    firms = {M: "tarn", B: "fold", "rill as": "hay"}
    assert found == {
        *(("MEMBER_OF", firm, "tide fund") for firm in firms),
        *(("LOCATED_IN", firm, place) for firm, place in firms.items()),
    }


def test_other_bullets_only_say_where_their_bodies_are() -> None:
    found = members("{G:Tide fund} has grown.", "What is made where\n" + BULLETS)
    assert {type_ for type_, _, _ in found} == {"LOCATED_IN"}
