"""Everybody who meets nobody, and every good pair that is not placed, has its true reason."""

from __future__ import annotations

import pytest

from graph.errors import InvalidRequest
from graph.events import Hall, PairScore, Participant, plan


def reasons(
    people: list[Participant], pairs: list[PairScore], *, slots: int = 2, tables: int = 2
) -> dict[tuple[str, str], str]:
    made = plan(people, pairs, Hall.of("2025-05-20 09:00", slots=slots, tables=tables))
    return {(u.participant, u.counterpart): u.reason for u in made.unmet}


def person(key: str, cap: int = 5, available: frozenset[int] | None = None) -> Participant:
    return Participant(key, f"Organisation {key}", "", "salt", "brine", available, cap)


def test_absent_and_silent_and_alone() -> None:
    people = [person("a", available=frozenset()), person("b"), person("c", cap=0),
              Participant("d", "Silent"), person("e")]
    said = reasons(people, [PairScore("a", "b", 1.0, ()), PairScore("b", "c", 1.0, ())])
    assert said["a", ""] == "it is absent in every slot"
    assert said["a", "b"] == "it is absent in every slot"
    assert said["b", "a"] == "the counterpart is absent in every slot"
    assert said["c", ""] == "its own limit is no meeting"
    assert said["d", ""] == "it says neither what it offers nor what it needs"
    assert said["e", ""] == "no counterpart fits"
    assert said["b", "c"] == "the counterpart's meetings are full"


def test_no_common_slot() -> None:
    people = [person("a", available=frozenset({0})), person("b", available=frozenset({1}))]
    said = reasons(people, [PairScore("a", "b", 1.0, ())])
    assert set(said.values()) == {"no slot in which both are there"}
    assert said["a", ""] == "no slot in which both are there"


def test_full_counterpart_and_full_self() -> None:
    people = [person("a", cap=1), person("b"), person("c")]
    said = reasons(people, [PairScore("a", "b", 2.0, ()), PairScore("a", "c", 1.0, ())])
    assert said["c", "a"] == "the counterpart's meetings are full"
    assert said["c", ""] == "the counterpart's meetings are full"
    assert said["a", "c"] == "its own meetings are full"


def test_full_tables_and_crossed_diaries() -> None:
    pairs = [PairScore("a", "b", 2.0, ()), PairScore("c", "d", 1.0, ())]
    said = reasons([person(key) for key in "abcd"], pairs, slots=1, tables=1)
    assert said["c", "d"] == said["d", ""] == "all tables are taken when both are free"
    only = frozenset({0})
    people = [person("a", available=only), person("b"), person("c", available=only)]
    said = reasons(people, [PairScore("a", "b", 2.0, ()), PairScore("b", "c", 1.0, ())])
    assert said["b", "c"] == "no free slot in common beside their other meetings"


@pytest.mark.parametrize(("pairs", "says"), [
    ([PairScore("a", "a", 1.0, ())], "cannot meet itself"),
    ([PairScore("a", "x", 1.0, ())], "x takes no part"),
    ([PairScore("a", "b", 1.0, ()), PairScore("b", "a", 1.0, ())], "stands twice"),
])
def test_pairs_that_make_no_sense_are_named(pairs: list[PairScore], says: str) -> None:
    with pytest.raises(InvalidRequest, match=says):
        reasons([person("a"), person("b")], pairs)


def test_a_key_for_two_is_named() -> None:
    with pytest.raises(InvalidRequest, match="same key"):
        reasons([person("a"), person("a")], [])
