"""Tables: kept from meeting to meeting, locked, closed, and not needed at booths and on line."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.events import Event, Hall, Lock, Meeting, PairScore, Participant
from graph.events.place import place
from graph.events.problem import TABLES, Problem
from graph.events.seating import seat
from tests.graph.events.plan_checker import broken_meetings
from tests.graph.events.random_events import events


def person(key: str) -> Participant:
    return Participant(key, key.upper())


def hall(slots: int, tables: int) -> Hall:
    return Hall.of("2025-05-20 09:00", slots=slots, tables=tables)


def tables(meetings: list[Meeting]) -> dict[str, int | None]:
    return {"".join(m.pair.keys): m.table for m in meetings}


def test_one_of_two_stays_at_its_table() -> None:
    event = Event(hall(3, 3), tuple(person(key) for key in "abcdef"))
    pairs = [PairScore(a, b, 1.0) for a, b in ("ab", "ac", "ad", "ef", "be")]
    problem = Problem.of(event, pairs)
    at = {"".join(pair.keys): number for number, pair in enumerate(problem.pairs)}
    found = tables(seat(problem, {at["ab"]: 0, at["ef"]: 0, at["ac"]: 1, at["ad"]: 2, at["be"]: 1}))
    assert found["ab"] == found["ac"] == found["ad"]
    assert found["ef"] == found["be"]


def test_locked_and_closed_tables_and_those_that_pairs_have() -> None:
    event = Event(hall(2, 3).without(0, [0]), tuple(person(key) for key in "abcdef"),
                  locks=(Lock("a", "b", 0, 2),))
    problem = Problem.of(event, [PairScore(a, b, 1.0) for a, b in ("ab", "cd", "ac", "ef")])
    at = {"".join(pair.keys): number for number, pair in enumerate(problem.pairs)}
    slots = {at["ab"]: 0, at["cd"]: 0, at["ac"]: 1, at["ef"]: 1}
    found = tables(seat(problem, slots, seated={at["cd"]: 0, at["ac"]: 0, at["ef"]: 2}))
    assert found == {"ab": 2, "cd": 1, "ac": 0, "ef": 2}


def test_no_table_at_a_booth_or_on_line() -> None:
    people = (replace(person("a"), booth="B1"), person("b"), replace(person("c"), remote=True),
              person("d"))
    problem = Problem.of(Event(hall(1, 1), people),
                         [PairScore(a, b, 1.0) for a, b in ("ab", "cd")])
    assert tables(seat(problem, {0: 0, 1: 0})) == {"ab": None, "cd": None}


@settings(max_examples=25)
@given(events(), st.randoms(use_true_random=False))
def test_every_meeting_finds_a_table(
    given_event: tuple[Event, list[PairScore]], draw: object
) -> None:
    event, pairs = given_event
    problem = Problem.of(event, pairs)
    slots = place(problem, range(len(problem.pairs)))
    some = {pair: draw.randrange(event.hall.tables)  # type: ignore[attr-defined]
            for pair in slots}
    for seated in (None, some):
        meetings = seat(problem, slots, seated=seated)
        assert broken_meetings(event, tuple(meetings)) == []
        by_pair = {m.pair.keys: m for m in meetings}
        for pair, (_, table) in problem.fixed.items():
            if pair in slots and table is not None and TABLES in problem.uses[pair]:
                assert by_pair[problem.pairs[pair].keys].table == table
