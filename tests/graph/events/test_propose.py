"""The best counterparts of each."""

from __future__ import annotations

from graph.events import Event, Hall, PairPart, PairScore, Participant, Wish
from graph.events.propose import propose

HALL = Hall.of("2025-05-20 09:00", slots=2, tables=1)


def pair(first: str, second: str, value: float) -> PairScore:
    return PairScore(first, second, value, (PairPart("fit", value, "fits"),))


def named(event: Event, pairs: list[PairScore], limit: int = 8) -> dict[str, list[str]]:
    return {key: [one.other(key) for one in best]
            for key, best in propose(event, pairs, limit=limit).items()}


def test_the_best_first_and_no_more_than_asked_for() -> None:
    event = Event(HALL, tuple(Participant(key, key.upper()) for key in "abcde"))
    pairs = [pair("a", "b", 0.3), pair("a", "c", 0.9), pair("a", "d", 0.5)]
    assert named(event, pairs, 2) == {"a": ["c", "d"], "b": ["a"], "c": ["a"], "d": ["a"],
                                      "e": []}


def test_own_requests_count_and_those_of_others_do_not() -> None:
    event = Event(HALL, tuple(Participant(key, key.upper()) for key in "abcd"), wishes=(
        Wish("a", "b", "must"), Wish("c", "a", "must"), Wish("a", "d", "rather not")))
    pairs = [pair("a", "b", 0.1), pair("a", "d", 1.9)]
    assert named(event, pairs) == {"a": ["b"], "b": ["a"], "c": ["a"], "d": ["a"]}


def test_who_cannot_meet_is_not_proposed() -> None:
    event = Event(HALL, (Participant("a", "A", group="G"), Participant("b", "B", group="G"),
                         Participant("c", "C"), Participant("d", "D", available=frozenset())),
                  wishes=(Wish("c", "a", "veto"),))
    pairs = [pair("a", "b", 1.0), pair("a", "c", 1.0), pair("b", "c", 0.5), pair("c", "d", 1.0)]
    assert named(event, pairs) == {"a": [], "b": ["c"], "c": ["b"], "d": []}


def test_of_delegates_that_share_the_best_one_is_named() -> None:
    people = (Participant("a", "A"), Participant("b1", "B", shared=True),
              Participant("b2", "B", shared=True), Participant("c1", "C"), Participant("c2", "C"))
    pairs = [pair("a", "b1", 0.4), pair("a", "b2", 0.6), pair("a", "c1", 0.3),
             pair("a", "c2", 0.2)]
    found = named(Event(HALL, people), pairs)
    assert found["a"] == ["b2", "c1", "c2"]
    assert found["b1"] == ["a"]
