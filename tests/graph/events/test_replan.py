"""Re-planning: what stays, what moves, and what is said about it."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InvalidRequest
from graph.events import Ask, Event, Hall, Lock, Meeting, PairPart, PairScore, Participant, Plan
from graph.events.plan import plan
from graph.events.replan import (
    Disruption,
    Kind,
    Move,
    Replanned,
    could_meet_now,
    free_now,
    replan,
)
from graph.events.situation import situation
from tests.graph.events.plan_checker import broken
from tests.graph.events.random_events import events

NEVER = 1e9
"""A weight at which nothing moves that can stay."""


def score(first: str, second: str, value: float, note: str = "fits") -> PairScore:
    return PairScore(first, second, value, (PairPart("fit", value, note),))


def small(
    *pairs: PairScore, slots: int = 3, tables: int = 2, people: int = 4,
    locks: tuple[Lock, ...] = (),
) -> Plan:
    hall = Hall.of("2025-05-20 09:00", slots=slots, tables=tables)
    participants = tuple(Participant(f"k{i}", f"Company {chr(65 + i)}") for i in range(people))
    return plan(Event(hall, participants, locks=locks), pairs)


def place(meeting: Meeting | None) -> tuple[int, int | None] | None:
    return None if meeting is None else (meeting.slot, meeting.table)


def places(made: Plan) -> dict[tuple[str, str], tuple[int, int | None] | None]:
    return {m.pair.keys: place(m) for m in made}


# --- what holds after anything -------------------------------------------------------------------

@st.composite
def situations(
    draw: st.DrawFn, *, locks: bool = True
) -> tuple[Plan, list[Disruption], int]:
    """The plan of a random event, what happened then, and the first slot that is not past."""
    event, pairs = draw(events(people=7, locks=locks))
    made = plan(event, pairs)
    slots = len(event.hall.slots)
    now = draw(st.integers(0, slots - 1))
    some = st.integers(0, slots - 1)
    happened = []
    for p in draw(st.permutations(event.participants))[:draw(st.integers(0, 2))]:
        if any(slot >= now for slot in p.free(slots)):
            kind = cast(Kind, draw(st.sampled_from(("absent", "late", "leaves", "back"))))
            needed = kind in ("late", "leaves")
            slot = draw(some if needed else st.one_of(st.none(), some))
            happened.append(Disruption(kind, p.key, slot=slot))
    if draw(st.booleans()):
        table = draw(st.integers(0, event.hall.tables - 1))
        since = draw(st.one_of(st.none(), some))
        happened.append(Disruption("table lost", table=table, slot=since))
    fixed = {m.pair.keys for m in made if m.slot < now} | {lock.pair for lock in event.locks}
    one, other = draw(st.permutations(event.participants))[:2]
    if (min(one.key, other.key), max(one.key, other.key)) not in fixed:
        ask = cast(Ask, draw(st.sampled_from(("must", "want", "rather not", "veto"))))
        happened.append(Disruption("request", one.key, other.key, ask=ask))
    return made, happened, now


@settings(max_examples=40, deadline=None)
@given(situations(), st.sampled_from((0.0, 0.3, 1.0, NEVER)))
def test_every_limit_holds_the_past_stays_and_all_that_changed_is_said(
    given_: tuple[Plan, list[Disruption], int], weight: float
) -> None:
    before, happened, now = given_
    done = replan(before, happened, now=now, weight=weight)
    assert broken(done.plan) == []
    was, is_now = places(before), places(done.plan)
    for m in before:
        if m.slot < now or stays_locked(m, done.plan):
            assert is_now[m.pair.keys] == place(m)
    assert not any(m.slot < now for m in done.plan if m.pair.keys not in was)
    said = {concerns(move): move for move in done.moves}
    assert len(said) == len(done.moves)
    for keys in {**was, **is_now}:
        if (move := said.get(keys)) is None:
            assert was[keys] == is_now[keys]
        else:
            assert (place(move.before), place(move.after)) == (was.get(keys), is_now.get(keys))
            assert place(move.before) != place(move.after)
    assert done.kept == sum(was.get(keys) == at for keys, at in is_now.items())
    check_reasons(done)
    assert replan(before, happened, now=now, weight=weight) == done


def concerns(move: Move) -> tuple[str, str]:
    meeting = move.before or move.after
    assert meeting is not None
    return meeting.pair.keys


def stays_locked(meeting: Meeting, done: Plan) -> bool:
    """Is it locked to its place, or to none, and can it be held there?"""
    free = {p.key: p.free(len(done.hall.slots)) for p in done.participants}
    at_table = {(m.slot, m.table): m.pair.keys for m in done}
    return (any(lock.pair == meeting.pair.keys and lock.slot in (None, meeting.slot)
                and lock.table in (None, meeting.table) for lock in done.event.locks)
            and place(meeting) not in done.hall.closed
            # another may be locked to its table
            and at_table.get((meeting.slot, meeting.table)) in (None, meeting.pair.keys)
            and all(meeting.slot in free[key] for key in meeting.pair.keys))


def check_reasons(done: Replanned) -> None:
    """Both forms are there, and what is told names nobody else, no request and no value."""
    for move in done.moves:
        assert move.why
        assert move.told
        rest = move.told
        for key in concerns(move):
            rest = rest.replace(done.plan.names[key], "")
        for word in ("Organisation", "must", "want", "rather", "veto", "worth", "ask", "0."):
            assert word not in rest


@settings(max_examples=30, deadline=None)
@given(situations(locks=False))
def test_at_a_large_weight_nothing_moves_that_can_stay(
    given_: tuple[Plan, list[Disruption], int]
) -> None:
    before, happened, now = given_
    left = situation(before, happened, now)
    can_stay = {
        pair.keys for pair, slots in zip(left.problem.pairs, left.problem.allowed, strict=True)
        for m in before if m.pair.keys == pair.keys and slots >> m.slot & 1
        and place(m) not in left.event.hall.closed}
    for move in replan(before, happened, now=now, weight=NEVER).moves:
        assert concerns(move) not in can_stay or move.before is None


# --- each kind -----------------------------------------------------------------------------------

FOUR = (score("k0", "k1", 0.9), score("k2", "k3", 0.8), score("k0", "k2", 0.3),
        score("k1", "k3", 0.2))


def test_a_no_show_frees_its_counterparts_for_others() -> None:
    before = small(score("k0", "k1", 0.9), score("k1", "k2", 0.5), score("k2", "k3", 0.4),
                   slots=1)
    assert set(places(before)) == {("k0", "k1"), ("k2", "k3")}
    done = replan(before, [Disruption("absent", "k0")])
    assert done.plan.event.by_key["k0"].available == frozenset()
    assert set(places(done.plan)) == {("k2", "k3")}
    (gone,) = done.moves
    assert gone.after is None
    assert "Company A does not come" in gone.why
    assert gone.told == "Company A cannot come."


def test_a_weak_meeting_makes_room_only_below_its_weight() -> None:
    before = small(score("k0", "k1", 2.0), score("k1", "k2", 1.9), score("k2", "k3", 0.6), slots=1)
    assert set(places(before)) == {("k0", "k1"), ("k2", "k3")}
    gone = [Disruption("absent", "k0")]
    moved = replan(before, gone, weight=0.5)
    assert set(places(moved.plan)) == {("k1", "k2")}
    given_up = next(move for move in moved.moves if move.before and "k3" in move.before.pair.keys)
    assert "Company B - Company C, worth 1.90" in given_up.why
    assert given_up.told == "The timetable changed."
    assert set(places(replan(before, gone, weight=NEVER).plan)) == {("k2", "k3")}


def test_an_only_meeting_that_a_floor_asks_for_makes_no_room() -> None:
    before = small(score("k0", "k1", 2.0), score("k1", "k2", 1.9), score("k2", "k3", 0.6), slots=1)
    gone = [Disruption("absent", "k0")]
    assert set(places(replan(before, gone, weight=0.5).plan)) == {("k1", "k2")}
    people = tuple(replace(p, floor=1) if p.key == "k3" else p for p in before.participants)
    wished = replace(before, event=replace(before.event, participants=people))
    assert set(places(replan(wished, gone, weight=0.5).plan)) == {("k2", "k3")}


def test_absence_from_a_slot_on_leaves_the_meetings_before_it() -> None:
    before = small(*FOUR)
    last = max(m.slot for m in before.agenda("k0"))
    done = replan(before, [Disruption("absent", "k0", slot=last)])
    assert all(m.slot < last for m in done.plan.agenda("k0"))
    assert done.plan.event.by_key["k0"].available == frozenset(range(last))


def test_a_late_arrival_moves_its_meeting() -> None:
    before = small(score("k0", "k1", 1.0), people=2)
    at = before.meetings[0].slot
    assert at == 0
    (move,) = replan(before, [Disruption("late", "k0", slot=2)]).moves
    assert move.after is not None
    assert move.after.slot == 2
    assert move.why == "Company A is not there then"
    assert move.told == "Company A cannot come at that time."


def test_a_lost_table_is_changed_within_the_slot() -> None:
    before = small(score("k0", "k1", 1.0))
    meeting = before.meetings[0]
    assert meeting.table is not None
    done = replan(before, [Disruption("table lost", table=meeting.table)])
    (move,) = done.moves
    assert move.after is not None
    assert (move.after.slot, move.after.table) == (meeting.slot, 1 - meeting.table)
    assert move.told == "Table 1 cannot be used at that time."
    back = replan(done.plan, [Disruption("back", table=meeting.table)])
    assert back.plan.hall.closed == frozenset()
    assert back.moves == ()


def test_without_another_table_the_meeting_goes_to_another_slot() -> None:
    before = small(FOUR[0], FOUR[1], slots=2, tables=2,
                   locks=(Lock("k0", "k1", 0), Lock("k2", "k3", 0)))
    before = replace(before, event=replace(before.event, locks=()))
    assert [m.slot for m in before] == [0, 0]
    done = replan(before, [Disruption("table lost", table=1, slot=0)], weight=NEVER)
    (move,) = done.moves
    assert move.before is not None
    assert move.after is not None
    assert (move.before.table, move.after.slot) == (1, 1)
    assert move.why == "table 2 is lost then"


def test_a_lost_table_costs_its_own_meeting_the_place_not_a_weaker_one() -> None:
    before = small(score("k0", "k1", 0.2), score("k2", "k3", 0.1), slots=1)
    (at,) = (m.table for m in before if m.pair.keys == ("k0", "k1"))
    (gone,) = replan(before, [Disruption("table lost", table=at)], weight=NEVER).moves
    assert concerns(gone) == ("k0", "k1")


def test_a_new_request_scores_its_pair_alone_and_is_told_to_nobody() -> None:
    before = small(*FOUR[:2], score("k1", "k2", 0.1), slots=1)
    done = replan(before, [Disruption("request", "k2", "k1", ask="must")], weight=0)
    assert ("k1", "k2") not in places(before)
    changed = [pair for pair in done.plan.pairs if pair not in before.pairs]
    assert [pair.keys for pair in changed] == [("k1", "k2")]
    assert changed[0].value == pytest.approx(1.1)
    wanted = replan(small(FOUR[0], score("k1", "k2", 0.1), slots=1),
                    [Disruption("request", "k2", "k1", ask="must")], weight=0)
    new = next(move for move in wanted.moves if move.before is None)
    assert "Company C asked for it now" in new.why
    assert new.told == "The timetable changed and has room for this meeting."


def test_a_veto_gives_the_meeting_up_and_says_so_to_the_organiser_only() -> None:
    before = small(*FOUR)
    (gone,) = (move for move in replan(
        before, [Disruption("request", "k0", "k1", ask="veto")]).moves if move.after is None)
    assert gone.why == "vetoed by Company A"
    assert gone.told == "The timetable changed."


def test_an_agreed_meeting_loses_its_slot_but_not_its_lock() -> None:
    before = small(*FOUR, locks=(Lock("k0", "k1", 0, 1),))
    done = replan(before, [Disruption("late", "k1", slot=1)], weight=NEVER)
    assert done.plan.event.locks == (Lock("k0", "k1"),)
    assert places(done.plan)["k0", "k1"] is not None
    gone = replan(before, [Disruption("absent", "k1")])
    assert gone.plan.event.locks == ()


def test_a_lock_that_came_since_takes_its_place() -> None:
    before = small(*FOUR, slots=2)
    other = next(m for m in before if m.pair.keys == ("k2", "k3"))
    locked = replace(before, event=replace(before.event, locks=(Lock("k0", "k2", other.slot),)))
    done = replan(locked, [], weight=NEVER)
    at = places(done.plan)["k0", "k2"]
    assert at is not None
    assert at[0] == other.slot
    assert broken(done.plan) == []


def test_who_is_back_meets_again() -> None:
    before = small(*FOUR)
    away = replan(before, [Disruption("absent", "k0")]).plan
    back = replan(away, [Disruption("back", "k0", slot=1)])
    assert back.plan.event.by_key["k0"].available == frozenset({1, 2})
    assert len(back.plan.agenda("k0")) == 2
    assert all(move.before is None for move in back.moves)


def test_nothing_happened_nothing_moves() -> None:
    before = small(*FOUR)
    assert replan(before, []) == Replanned(
        replace(before, unmet=replan(before, []).plan.unmet), (), len(before))


@pytest.mark.parametrize(("disruption", "named"), [
    (Disruption("absent", "k9"), "'k9' takes no part"),
    (Disruption("absent", "k0", slot=3), "no slot 4, only 1 to 3"),
    (Disruption("late", "k0"), "from which slot"),
    (Disruption("leaves", "k0"), "from which slot"),
    (Disruption("late", "k3", slot=2), "k3 is absent already"),
    (Disruption("table lost"), "which table"),
    (Disruption("table lost", table=2), "no table 3, only 1 to 2"),
    (Disruption("request", "k0", "k0", ask="must"), "cannot ask to meet itself"),
    (Disruption("request", "k0", "k1"), "must, want, rather not or veto"),
    (Disruption("request", "k0", "k9", ask="must"), "'k9' takes no part"),
    (Disruption("request", "k0", "k1", ask="veto"), "unlock it"),
])
def test_bad_input_is_named(disruption: Disruption, named: str) -> None:
    before = replan(small(*FOUR, locks=(Lock("k0", "k1"),)), [Disruption("absent", "k3")]).plan
    with pytest.raises(InvalidRequest, match=named):
        replan(before, [disruption])


@pytest.mark.parametrize(("now", "weight", "named"), [
    (3, 0.5, "no slot 4"), (-1, 0.5, "no slot 0"), (0, -1.0, "0 or more"),
    (0, float("inf"), "0 or more"),
])
def test_a_time_or_weight_that_is_none_is_named(now: int, weight: float, named: str) -> None:
    with pytest.raises(InvalidRequest, match=named):
        replan(small(*FOUR), [], now=now, weight=weight)


def test_who_met_already_cannot_be_asked_for() -> None:
    before = small(score("k0", "k1", 1.0))
    with pytest.raises(InvalidRequest, match="have met already"):
        replan(before, [Disruption("request", "k0", "k1", ask="must")], now=2)


# --- who is free ---------------------------------------------------------------------------------

def test_who_is_free_now_and_could_meet() -> None:
    before = small(score("k0", "k1", 1.0), slots=2)
    slot = before.meetings[0].slot
    scored = replace(before, pairs=(*before.pairs, score("k2", "k3", 0.4), score("k0", "k2", 0.3)))
    assert free_now(scored, slot) == ("k2", "k3")
    assert [pair.keys for pair in could_meet_now(scored, slot)] == [("k2", "k3")]
    assert free_now(scored, 1 - slot) == ("k0", "k1", "k2", "k3")
    assert [p.keys for p in could_meet_now(scored, 1 - slot)] == [("k2", "k3"), ("k0", "k2")]
    with pytest.raises(InvalidRequest, match="no slot 3"):
        free_now(scored, 2)


def test_who_takes_no_part_any_more_could_meet_nobody() -> None:
    before = small(score("k0", "k1", 1.0), score("k2", "k3", 0.4), slots=2, tables=1)
    left = replace(before.event, participants=before.participants[:3])
    slot = next(m.slot for m in before if "k3" in m.pair.keys)
    assert free_now(before, slot, event=left) == ("k0", "k1")
    assert could_meet_now(before, slot, event=left) == ()


def test_nobody_could_meet_where_all_tables_are_taken() -> None:
    before = small(score("k0", "k1", 1.0), slots=1, tables=1)
    scored = replace(before, pairs=(*before.pairs, score("k2", "k3", 0.4)))
    assert free_now(scored, 0) == ("k2", "k3")
    assert could_meet_now(scored, 0) == ()
