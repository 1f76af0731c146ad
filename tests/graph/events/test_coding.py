"""Events and plans as plain data and back: exactly, zones and folds included."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import packed
from graph.errors import InvalidRequest
from graph.events import coding
from graph.events.hall import Hall, Slot
from graph.events.model import Event, Interpreters, Lock, Participant, Rules, Wish
from graph.events.results import Meeting, PairPart, PairScore, Plan, Unmet
from tests.graph.events.random_events import events

_WORDS = st.text(st.characters(codec="utf-8"), max_size=6)
_SLOTS = st.one_of(st.none(), st.frozensets(st.integers(0, 30), max_size=3))
_SOME = st.one_of(st.none(), st.integers(0, 9))
_ASKS = st.sampled_from(("must", "want", "rather not", "veto"))
_VALUES = st.floats(-2, 4, allow_nan=False)
_TIMES = st.builds(
    lambda at, zone, fold: at.replace(tzinfo=zone, fold=fold),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
    st.sampled_from((ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai"))), st.integers(0, 1)
) | st.datetimes(timezones=st.sampled_from((UTC, None, timezone(timedelta(hours=5.5)))))
_HALLS = st.builds(
    Hall, st.lists(st.builds(Slot, _TIMES, _TIMES, st.integers(0, 3)), max_size=3).map(tuple),
    st.integers(0, 9), _WORDS, st.frozensets(st.tuples(st.integers(0, 9), st.integers(0, 9))))
_PEOPLE = st.builds(
    Participant, key=_WORDS, organisation=_WORDS, kind=_WORDS, offers=_WORDS, needs=_WORDS,
    available=_SLOTS, cap=st.integers(0, 20), entity=_WORDS, person=_WORDS, contact=_WORDS,
    region=_WORDS, languages=st.frozensets(_WORDS, max_size=3), floor=st.integers(0, 3),
    session_cap=_SOME, booth=_WORDS, remote=st.booleans(), link=_WORDS, group=_WORDS,
    shared=st.booleans())
_RULES = st.builds(
    Rules, may_meet=st.one_of(st.none(), st.frozensets(st.tuples(_WORDS, _WORDS), max_size=3)),
    cap=st.integers(0, 9), caps=st.dictionaries(_WORDS, st.integers(0, 9), max_size=2),
    session_cap=_SOME, floor=st.integers(0, 3), again=st.booleans(),
    interpreters=st.lists(st.builds(
        Interpreters, st.tuples(_WORDS, _WORDS), st.integers(1, 3), _SLOTS), max_size=2).map(tuple))
_EVENTS = st.builds(
    Event, _HALLS, st.lists(_PEOPLE, max_size=3).map(tuple), _RULES,
    st.lists(st.builds(Wish, _WORDS, _WORDS, _ASKS, _WORDS), max_size=2).map(tuple),
    st.lists(st.builds(Lock, _WORDS, _WORDS, _SOME, _SOME), max_size=2).map(tuple), _WORDS,
    st.sampled_from(("public", "internal", "confidential")),
    st.sampled_from(("", "2026-12-31")))
_PARTS = st.builds(PairPart, _WORDS, _VALUES, _WORDS, _WORDS, st.integers(0, 2), _WORDS)
_PAIRS = st.builds(PairScore, _WORDS, _WORDS, _VALUES, st.lists(_PARTS, max_size=3).map(tuple))


def folds(event: Event) -> list[tuple[int, object]]:
    """What equality of times does not look at: the zone, and where it has hours twice, which."""
    return [(at.fold if isinstance(at.tzinfo, ZoneInfo) else 0, at.tzinfo)
            for s in event.hall.slots for at in (s.start, s.end)]


@settings(max_examples=30)
@given(_EVENTS)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    back = coding.event_of(packed.loads(packed.dumps(coding.event_data(event))))
    assert back == event
    assert folds(back) == folds(event)


@settings(max_examples=30)
@given(st.lists(_PAIRS, max_size=4), st.data())
def test_a_plan_comes_back_as_it_was(pairs: list[PairScore], data: st.DataObject) -> None:
    event, _ = data.draw(events(people=3))
    picked = st.sampled_from(pairs) if pairs else _PAIRS
    meetings = data.draw(st.lists(st.builds(
        Meeting, st.one_of(picked, _PAIRS), st.integers(0, 9), _SOME), max_size=3))
    unmet = data.draw(st.lists(st.builds(
        Unmet, _WORDS, _WORDS, st.sampled_from(("vetoed", "full")), _WORDS, _WORDS,
        st.one_of(st.none(), _ASKS)), max_size=2))
    chosen = data.draw(st.lists(st.one_of(picked, _PAIRS), max_size=3))
    plan = Plan(event, tuple(meetings), tuple(chosen), tuple(unmet), data.draw(_VALUES),
                ("a note",), 7, {"k0": "Name"})
    scored = coding.pairs_of(packed.loads(packed.dumps(coding.pairs_data(pairs))))
    assert scored == tuple(pairs)
    back = coding.plan_of(packed.loads(packed.dumps(coding.plan_data(plan, pairs))), scored)
    assert back == plan


def test_both_hours_of_the_night_when_clocks_go_back() -> None:
    hall = Hall.of("2026-10-25 02:00", slots=4, minutes=30, pause=0, zone="Europe/Berlin")
    back = coding.hall_of(coding.hall_data(hall))
    assert [f"{slot.start:%H:%M%z}" for slot in back.slots] == [
        "02:00+0200", "02:30+0200", "02:00+0100", "02:30+0100"]
    assert {slot.start.tzinfo for slot in back.slots} == {ZoneInfo("Europe/Berlin")}


def test_pairs_that_are_kept_beside_a_plan_are_not_written_twice() -> None:
    pairs = [PairScore("a", f"b{i}", 1.0, (PairPart("fit", 1.0, "needs “brine”"),))
             for i in range(50)]
    hall = Hall.of("2026-09-10 09:00")
    plan = Plan(Event(hall, ()), (Meeting(pairs[3], 0, 0),), tuple(pairs), (), 1.0)
    assert coding.plan_data(plan, pairs)["more"] == []
    asked = replace(pairs[3], value=2.0)
    other = replace(plan, meetings=(Meeting(asked, 0, 0),))
    assert coding.plan_data(other, pairs)["more"] == coding.pairs_data([asked])


def test_a_large_event_is_small_text() -> None:
    """Pairs take some hundred characters each, with three reasons."""
    pairs = [PairScore(f"p{i % 499}", f"q{i}", 1.25, tuple(
        PairPart(f"need and works of Organisation {i % 499}", 0.3,
                 f"needs “a way to take lithium from brine {i}”, has “A sorbent” (2020)", f"r/{i}")
        for _ in range(3))) for i in range(3_000)]
    text = packed.dumps(coding.pairs_data(pairs))
    assert len(text) < 100 * len(pairs)
    assert coding.pairs_of(packed.loads(text)) == tuple(pairs)


def test_half_a_character_is_refused_in_words() -> None:
    with pytest.raises(InvalidRequest, match="half a character"):
        packed.dumps(coding.pairs_data([PairScore("\ud800", "b", math.pi)]))
