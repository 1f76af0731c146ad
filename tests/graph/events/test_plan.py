"""What holds in every plan, the exact optimum on small cases, locks that conflict, bad input."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings

from graph.errors import InvalidRequest
from graph.events import Event, Hall, Lock, PairScore, Participant, Wish
from graph.events.conflict import smallest_conflict
from graph.events.plan import plan
from graph.events.problem import Problem, bits
from graph.events.timetable import Timetable
from tests.graph.events.plan_checker import broken, unheld
from tests.graph.events.random_events import events


def hall(slots: int, tables: int) -> Hall:
    return Hall.of("2025-05-20 09:00", slots=slots, tables=tables)


def person(key: str, cap: int = 9) -> Participant:
    return Participant(key, key.upper(), cap=cap)


@settings(max_examples=60)
@given(events())
def test_every_plan_keeps_the_rules(given_event: tuple[Event, list[PairScore]]) -> None:
    event, pairs = given_event
    made = plan(event, pairs)
    assert broken(made) == []
    assert unheld(made) == []
    if len(made.event.locks) < len(event.locks):  # some gave way, because not all can hold
        bare = replace(event, participants=tuple(replace(p, floor=0) for p in event.participants))
        assert smallest_conflict(bare)
        assert made.notes


@settings(max_examples=15)
@given(events())
def test_every_meeting_and_everything_left_out_has_a_reason(
    given_event: tuple[Event, list[PairScore]]
) -> None:
    made = plan(*given_event)
    assert all(m.pair.reason for m in made)
    assert all(u.reason and u.told for u in made.unmet)
    alone = {p.key for p in made.participants if not made.agenda(p.key)}
    assert alone <= {u.participant for u in made.unmet}


@settings(max_examples=15)
@given(events())
def test_the_same_seed_gives_the_same_plan(given_event: tuple[Event, list[PairScore]]) -> None:
    event, pairs = given_event
    assert plan(event, pairs, seed=3) == plan(event, pairs[::-1], seed=3)


@settings(max_examples=15)
@given(events(people=5, locks=False))
def test_the_best_of_all_timetables_lies_between_value_and_bound(
    given_event: tuple[Event, list[PairScore]]
) -> None:
    event, pairs = given_event
    made = plan(event, pairs)
    best = exact(Timetable(Problem.of(event, pairs)), 0)
    assert made.value <= best + 1e-9 <= made.bound + 2e-9
    assert made.value > 0 or best == 0


def exact(table: Timetable, pair: int) -> float:
    """The greatest value of the pairs from this one on, all ways tried."""
    if pair == len(table.ends):
        return 0.0
    best = exact(table, pair + 1)
    for slot in bits(table.possible(pair)):
        table.put(pair, slot)
        best = max(best, table.problem.pairs[pair].value + exact(table, pair + 1))
        table.take(pair)
    return best


def test_locks_that_cannot_hold_together_are_named_and_the_rest_is_planned() -> None:
    event = Event(hall(2, 2), tuple(person(key) for key in "abcd"),
                  locks=(Lock("a", "b", 0), Lock("a", "c", 0)))
    made = plan(event, [PairScore(*keys, 1.0) for keys in combinations("abcd", 2)])
    assert broken(made) == []
    assert [lock.pair for lock in made.event.locks] == [("a", "b")]
    (note,) = made.notes
    assert "A and B" in note
    assert "A and C" in note
    assert len(made) == 4


def test_notes_and_the_progress_of_a_plan() -> None:
    told: list[tuple[str, float]] = []
    made = plan(Event(hall(1, 1), (person("a"), person("b"))), [PairScore("a", "b", 1.0)],
                notes=["two came"], progress=lambda stage, share: told.append((stage, share)))
    assert made.notes == ("two came",)
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_a_plan_of_nobody_is_empty() -> None:
    made = plan(Event(hall(2, 2), ()), [])
    assert (len(made), made.bound, made.gap) == (0, 0.0, 0.0)


def test_a_vetoed_pair_stays_apart_however_good() -> None:
    event = Event(hall(2, 2), (person("a"), person("b"), person("c")),
                  wishes=(Wish("b", "a", "veto"),))
    made = plan(event, [PairScore("a", "b", 2.0), PairScore("a", "c", 0.1)])
    assert [m.pair.keys for m in made] == [("a", "c")]


@pytest.mark.parametrize(("keys", "message"), [
    (("a", "x"), "x takes no part in the event"),
    (("a", "a"), "a cannot meet itself"),
    (("b", "a"), "the pair b - a stands twice"),
])
def test_bad_pairs_are_named(keys: tuple[str, str], message: str) -> None:
    event = Event(hall(1, 1), (person("a"), person("b")))
    with pytest.raises(InvalidRequest, match=message):
        plan(event, [PairScore("a", "b", 1.0), PairScore(*keys, 0.5)])


def test_two_participants_of_one_key_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="the same key"):
        plan(Event(hall(1, 1), (person("a"), person("a"))), [])
