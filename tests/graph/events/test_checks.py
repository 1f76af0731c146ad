"""Bad input: each named with whom it is about and what would be right; the rest is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.events import (
    Event,
    Hall,
    Interpreters,
    Lock,
    PairScore,
    Participant,
    Rules,
    Wish,
)
from graph.events.checks import check
from graph.events.choose import choose
from graph.events.problem import Problem
from tests.graph.events.random_events import events

HALL = Hall.of("2025-05-20 09:00", slots=3, tables=2)
A, B, C, D = (Participant(key, f"{key.upper()} Ltd", cap=3) for key in "abcd")
EVENT = Event(HALL, (A, B, C, D), wishes=(Wish("a", "b", "must"),), locks=(Lock("c", "d", 1),))


def told(event: Event) -> tuple[Event, str]:
    """The checked event and its only problem."""
    checked, said = check(event)
    assert len(said) == 1, said
    return checked, said[0]


def test_an_event_with_nothing_wrong_comes_back_as_it_is() -> None:
    checked, said = check(EVENT)
    assert checked is EVENT
    assert said == []


def test_a_key_twice() -> None:
    checked, said = told(replace(EVENT, participants=(A, B, C, D, Participant("a", "E Ltd"))))
    assert checked.participants == (A, B, C, D)
    assert "'a'" in said
    assert "A Ltd and E Ltd" in said


def test_a_person_twice_keeps_the_requests_of_both() -> None:
    twice = replace(A, key="e", organisation="a  LTD")
    event = replace(EVENT, participants=(A, B, C, D, twice),
                    wishes=(Wish("e", "c", "want"),), locks=(Lock("e", "d"),))
    checked, said = told(event)
    assert checked.participants == (A, B, C, D)
    assert checked.wishes == (Wish("a", "c", "want"),)
    assert checked.locks == (Lock("a", "d"),)
    assert "stands twice, as 'a' and 'e'" in said
    other = replace(twice, person="Li Na")
    assert check(replace(event, participants=(A, B, C, D, other)))[1] == []


@pytest.mark.parametrize(("wish", "words"), [
    (Wish("a", "x", "want"), "no participant is called 'x'"),
    (Wish("x", "a", "want"), "no participant is called 'x'"),
    (Wish("a", "a", "must"), "about itself"),
    (Wish("a", "e", "must"), "both are of A Ltd"),
])
def test_a_request_that_nobody_can_meet(wish: Wish, words: str) -> None:
    delegate = replace(A, key="e", person="Li Na")
    checked, said = told(replace(EVENT, participants=(A, B, C, D, delegate), wishes=(wish,)))
    assert checked.wishes == ()
    assert words in said


@pytest.mark.parametrize(("first", "second", "kept"), [
    ("must", "veto", "veto"), ("veto", "want", "veto"), ("want", "must", "must"),
    ("rather not", "want", "want"),
])
def test_a_request_twice_keeps_the_stronger(first: str, second: str, kept: str) -> None:
    wishes = (Wish("a", "b", first), Wish("a", "b", second))  # type: ignore[arg-type]
    checked, said = told(replace(EVENT, wishes=wishes))
    assert [wish.ask for wish in checked.wishes] == [kept]
    assert f"A Ltd asks twice about B Ltd ({first} and {second}); '{kept}' is kept" == said


@pytest.mark.parametrize(("lock", "words"), [
    (Lock("a", "b"), "vetoed"),
    (Lock("a", "a"), "about itself"),
    (Lock("a", "x"), "no participant is called 'x'"),
    (Lock("a", "d", 3), "there is no slot 4, only 1 to 3"),
    (Lock("a", "d", 0, 2), "there is no table 3, only 1 to 2"),
    (Lock("a", "c", 1), "C Ltd is not there in slot 2"),
    (Lock("a", "d", 0, 0), "no table is to be had"),
])
def test_a_lock_that_cannot_hold(lock: Lock, words: str) -> None:
    event = Event(replace(HALL, closed=frozenset({(0, 0)})),
                  (A, B, replace(C, available=frozenset({0, 2})), D),
                  wishes=(Wish("b", "a", "veto"),), locks=(Lock("c", "d"), lock))
    checked, said = told(event)
    assert checked.locks == (Lock("c", "d"),)
    assert words in said


def test_locks_on_two_meetings_at_once() -> None:
    checked, said = told(replace(EVENT, locks=(Lock("a", "b", 1), Lock("c", "b", 1))))
    assert checked.locks == (Lock("a", "b", 1),)
    assert said == ("the lock of A Ltd and B Ltd in slot 2 and the lock of C Ltd and B Ltd in slot "
                    "2 cannot hold together; the last is left out")
    checked, said = told(replace(EVENT, locks=(Lock("a", "b", 1), Lock("b", "a", 2))))
    assert checked.locks == (Lock("a", "b", 1),)


def test_an_agreed_meeting_that_is_also_locked_is_one() -> None:
    checked, said = told(replace(EVENT, locks=(Lock("a", "b", table=1), Lock("b", "a", 2))))
    assert checked.locks == (Lock("a", "b", 2, 1),)
    assert "stands twice" in said


def test_agreed_meetings_beyond_a_cap_are_held_all_the_same() -> None:
    event = replace(EVENT, participants=(replace(A, cap=1), B, C, D),
                    locks=(Lock("a", "b"), Lock("a", "c")))
    checked, said = told(event)
    assert checked is event
    assert "at most 1 meeting, and 2 are agreed or locked" in said
    assert len(choose(Problem.of(checked, [])).pairs) == 2


@pytest.mark.parametrize(("person", "fixed", "words"), [
    (replace(A, cap=-2), replace(A, cap=0), "takes -2 meetings"),
    (replace(A, cap=0), replace(A, cap=0), "takes 0 meetings"),
    (replace(A, session_cap=-1), replace(A, session_cap=0), "in a session"),
    (replace(A, floor=-1), A, "at least -1"),
    (replace(A, floor=9), replace(A, floor=3), "at least 9 meetings"),
    (replace(A, floor=2, available=frozenset({1})), replace(A, floor=1, available=frozenset({1})),
     "is there in 1 slot"),
    (replace(A, available=frozenset({2, 3, -1})), replace(A, available=frozenset({2})),
     "slots that the event has not (0, 4; it has 1 to 3); these are left out"),
    (replace(A, available=frozenset({7})), replace(A, available=frozenset()), "never there"),
])
def test_numbers_outside_the_event(person: Participant, fixed: Participant, words: str) -> None:
    checked, said = told(replace(EVENT, participants=(person, B, C, D)))
    assert checked.participants == (fixed, B, C, D)
    assert words in said
    assert said.startswith("A Ltd ")


def test_rules_outside_the_event() -> None:
    checked, said = check(replace(EVENT, rules=Rules(floor=9, session_cap=0)))
    assert checked.rules == Rules(floor=3)
    assert len(said) == 2
    kinds = Rules(may_meet=frozenset({("", "byer"), ("", "")}))
    assert "speaks of 'byer', and no participant is one; none states" in told(
        replace(EVENT, rules=kinds))[1]
    some = (replace(A, kind="Buyer"), B, C, D)
    assert "there are 'buyer'" in told(replace(EVENT, participants=some, rules=kinds))[1]


def test_nobody_and_nowhere() -> None:
    assert "no participant" in told(Event(HALL, ()))[1]
    bare = replace(EVENT, hall=Hall(HALL.slots, 0), locks=())
    assert "nobody can meet" in told(bare)[1]
    apart = replace(bare, participants=(replace(A, booth="B1"), B, C, D))
    assert "only meetings at booths and on line" in told(apart)[1]
    checked, said = check(replace(EVENT, hall=Hall((), 2)))
    assert checked.locks == ()
    assert any("no slot, so nobody can meet" in one for one in said)


def test_floors_of_more_than_the_tables_hold() -> None:
    many = tuple(Participant(f"p{i}", f"O{i}") for i in range(8))
    checked, said = told(Event(HALL, many, Rules(floor=2)))
    assert "ask for 16 places at tables, and there are 12" in said
    assert checked.rules.floor == 2


def test_interpreters() -> None:
    good = Interpreters(("zh", "en"), slots=frozenset({0, 9}))
    rules = Rules(interpreters=(good, Interpreters(("zh", "zh")), Interpreters(("zh", "en"), 0),
                                Interpreters(("zh", "xx"))))
    spoken = tuple(replace(p, languages=frozenset({"zh", "en"})) for p in EVENT.participants)
    checked, said = check(replace(EVENT, participants=spoken, rules=rules))
    assert checked.rules.interpreters == (
        replace(good, slots=frozenset({0})), Interpreters(("zh", "xx")))
    assert len(said) == 4
    assert "no participant speaks xx" in said[-1]


def spoilt(event: Event, number: int) -> Event:
    """With things wrong that the random events have not."""
    keys = [p.key for p in event.participants]
    return replace(
        event,
        participants=(*event.participants, *event.participants[:number % 3],
                      Participant("new", "New", cap=-1, floor=5, available=frozenset({50}))),
        wishes=(*event.wishes, Wish(keys[0], keys[0], "must"), Wish("x", keys[0], "want"),
                *event.wishes[:1]),
        locks=(*event.locks, Lock(keys[0], keys[1], number - 1, number), *event.locks[:1]),
    )


@settings(deadline=None, max_examples=40)
@given(events(people=5), st.integers(0, 4))
def test_a_second_look_changes_nothing_and_what_is_left_can_be_chosen(
    drawn: tuple[Event, list[PairScore]], number: int
) -> None:
    event, pairs = drawn
    checked, said = check(spoilt(event, number), time_limit=60)
    assert said
    again, more = check(checked, time_limit=60)
    assert again is checked
    assert len(more) <= len(said)
    problem = Problem.of(checked, pairs)
    assert set(problem.fixed) <= set(choose(problem).pairs)
