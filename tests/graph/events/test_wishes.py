"""Requests on top of the evidence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from graph.events import Event, Hall, PairPart, PairScore, Participant, Wish
from graph.events.allowed import Allowed
from graph.events.wishes import asks, possible, with_wishes
from tests.graph.events.random_events import events

HALL = Hall.of("2025-05-20 09:00", slots=2, tables=1)
PEOPLE = tuple(Participant(key, key.upper()) for key in "abcd")
FIT = PairScore("a", "b", 0.7, (PairPart("fit", 0.7, "fits"),))


def event(*wishes: Wish) -> Event:
    return Event(HALL, PEOPLE, wishes=wishes)


def test_each_side_adds_what_it_asks() -> None:
    (pair,) = with_wishes(event(Wish("a", "b", "must"), Wish("b", "a", "rather not")), [FIT])
    assert pair.value == pytest.approx(0.7 + 1.0 - 0.5)
    assert [(part.name, part.value, part.by) for part in pair.parts[1:]] == [
        ("request of A", 1.0, "a"), ("request of B", -0.5, "b")]
    assert pair.parts[1].note == "A must have this meeting"


def test_a_pair_that_is_only_asked_for_comes_in_with_the_note() -> None:
    pairs = with_wishes(event(Wish("d", "c", "want", "old friends")), [FIT])
    assert [pair.keys for pair in pairs] == [("a", "b"), ("c", "d")]
    assert pairs[1].value == pytest.approx(0.3)
    assert pairs[1].reason == "D wants this meeting (“old friends”)"


def test_requests_about_oneself_and_strangers_are_none() -> None:
    assert with_wishes(event(Wish("a", "a", "must"), Wish("a", "x", "want")), [FIT]) == (FIT,)


def test_a_change_of_wishes_leaves_the_evidence_as_it_was() -> None:
    first = with_wishes(event(Wish("a", "b", "must"), Wish("c", "d", "want")), [FIT])
    assert with_wishes(event(), first) == (FIT,)
    again = event(Wish("a", "b", "want"))
    assert with_wishes(again, first) == with_wishes(again, [FIT])


def test_a_veto_takes_no_evidence_away_and_makes_the_pair_impossible() -> None:
    vetoed = event(Wish("b", "a", "veto"))
    assert with_wishes(vetoed, [FIT]) == (FIT,)
    assert possible(vetoed, [FIT]) == ()


def test_of_two_wishes_about_one_a_veto_holds_then_the_last() -> None:
    held = asks(event(Wish("a", "b", "veto"), Wish("a", "b", "must"),
                      Wish("a", "c", "want"), Wish("a", "c", "must")))
    assert {about: wish.ask for (_, about), wish in held.items()} == {"b": "veto", "c": "must"}


@settings(max_examples=40)
@given(events())
def test_parts_add_up_and_possible_pairs_are_possible(
    drawn: tuple[Event, list[PairScore]]
) -> None:
    made, pairs = drawn
    scored = with_wishes(made, pairs)
    assert with_wishes(made, scored) == scored
    for pair in scored:
        assert pair.value == pytest.approx(sum(part.value for part in pair.parts))
        assert pair.first < pair.second
    allowed = Allowed(made)
    left = possible(made, scored)
    assert all(allowed.hindrance(*pair.keys) is None for pair in left)
    for wish in made.wishes:
        keys = (min(wish.by, wish.about), max(wish.by, wish.about))
        if wish.ask != "veto":
            (pair,) = (pair for pair in scored if pair.keys == keys)
            assert [part.by for part in pair.parts if part.by] == [wish.by]
