"""What a participant reads of its meetings and proposals tells nothing that is not for it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from graph.events import Event, Hall, PairPart, PairScore, Participant, Wish
from graph.events.plan import plan
from graph.events.propose import propose
from graph.events.told import own_value, told
from graph.events.wishes import with_wishes
from tests.graph.events.random_events import events

HALL = Hall.of("2025-05-20 09:00", slots=2, tables=1)
EVENT = Event(HALL, tuple(Participant(key, key.upper()) for key in "ab"), wishes=(
    Wish("a", "b", "must", "our secret"), Wish("b", "a", "want", "their secret")))
NEUTRAL = "The organisers propose this meeting."


def scored(*parts: PairPart) -> PairScore:
    bare = PairScore("a", "b", sum(part.value for part in parts), parts)
    (pair,) = with_wishes(EVENT, [bare])
    return pair


def test_public_evidence_the_weightiest_first_then_the_own_request() -> None:
    pair = scored(PairPart("works", 0.2, "A needs x; B has y"),
                  PairPart("words", 1.4, "A needs x, B offers z"),
                  PairPart("works", 0.9, "B has an internal report", "doc/1", 1))
    assert told(pair, "a", EVENT) == (
        "A needs x, B offers z. You asked for this meeting. A needs x; B has y.")
    assert told(pair, "a", EVENT, language="zh") == (
        "A needs x, B offers z。您请求了这次会面。A needs x; B has y。")


def test_public_evidence_of_no_value_stands_for_what_is_not_public() -> None:
    pair = PairScore("a", "b", 0.9, (PairPart("works", 0.9, "an internal report", "doc/1", 2),
                                     PairPart("works", 0.0, "B has a patent", "doc/2")))
    assert told(pair, "b", EVENT) == "B has a patent."


def test_a_neutral_sentence_where_nothing_may_be_told() -> None:
    internal = PairPart("works", 0.9, "an internal report", "doc/1", 1)
    assert told(PairScore("a", "b", 0.9, (internal,)), "a", EVENT) == NEUTRAL
    (asked,) = with_wishes(replace(EVENT, wishes=EVENT.wishes[:1]), [])
    assert told(asked, "b", EVENT) == NEUTRAL
    assert told(asked, "a", EVENT) == "You asked for this meeting."
    assert told(asked, "b", EVENT, language="zh") == "这次会面由主办方建议。"


def test_a_reader_that_is_none_of_the_two_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="c is none of a and b"):
        told(scored(), "c", EVENT)


def test_what_a_pair_is_worth_to_one_leaves_the_request_of_the_other_out() -> None:
    pair = scored(PairPart("words", 0.5, "fits"))
    assert pair.value == pytest.approx(1.8)
    assert own_value(pair, "a") == pytest.approx(1.5)
    assert own_value(pair, "b") == pytest.approx(0.8)


def planted(event: Event, pairs: list[PairScore]) -> tuple[Event, list[PairScore]]:
    """The event with markers in what others may not read: notes of wishes, parts not public."""
    wishes = tuple(replace(w, note=f"note of {w.by}!") for w in event.wishes)
    parted = [replace(pair, parts=(
        PairPart("works", pair.value, f"hidden {pair.first}", "doc", at % 3),
        PairPart("words", 0.0, "in public words"))) for at, pair in enumerate(pairs)]
    return replace(event, wishes=wishes), parted


@settings(max_examples=30)
@given(events(locks=False))
def test_no_text_for_a_participant_holds_what_is_not_for_it(
    drawn: tuple[Event, list[PairScore]]
) -> None:
    event, pairs = planted(*drawn)
    made = plan(event, with_wishes(event, pairs))
    texts = [(told(m.pair, key, event), m.pair) for m in made for key in m.pair.keys]
    texts += [(told(pair, key, event), pair)
              for key, best in propose(event, made.pairs).items() for pair in best]
    for text, pair in texts:
        if pair.parts[0].level:
            assert "hidden" not in text
    said = [*(text for text, _ in texts), *(u.told for u in made.unmet)]
    for text in said:
        assert not re.search(r"\d\.\d|\bveto|!|\bmust\b|\brather\b", text)


@settings(max_examples=30)
@given(events(locks=False))
def test_proposals_are_the_same_whatever_others_ask(
    drawn: tuple[Event, list[PairScore]]
) -> None:
    event, pairs = drawn
    before = _proposed(event, pairs)
    for other in pairs[:3]:
        for by, about in (other.keys, other.keys[::-1]):
            for ask in ("rather not", "want", "must"):
                kept = [w for w in event.wishes if {w.by, w.about} != {by, about}]
                bare = replace(event, wishes=tuple(kept))
                asked = replace(event, wishes=(*kept, Wish(by, about, ask)))
                assert _proposed(asked, pairs)[about] == _proposed(bare, pairs)[about]
    assert before.keys() == {p.key for p in event.participants}


def _proposed(event: Event, pairs: list[PairScore]) -> dict[str, list[tuple[str, str]]]:
    return {key: [(pair.other(key), told(pair, key, event)) for pair in best]
            for key, best in propose(event, pairs).items()}
