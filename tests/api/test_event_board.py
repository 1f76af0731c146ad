"""An event's board and charts, before they are pages."""

from __future__ import annotations

from dataclasses import replace

from api.event_board import MOST_CARDS, Day, board, cards, counts, times
from api.event_charts import count_chart, group_bars
from graph.events.explain import left_out
from graph.events.hall import Hall
from graph.events.kept import Kept, Revision
from graph.events.model import Event, Lock, Participant, Wish
from graph.events.report import Counts
from graph.events.results import Meeting, PairScore, Plan
from tests.graph.events.builders import SECRETS, small_plan

HISTORY = (Revision(1, "", "x", "put in"),)
PLAN = small_plan()
SMALL = Kept(PLAN.event, HISTORY, plan=PLAN)


def test_tables_booths_and_meetings_on_line_have_columns_of_their_own() -> None:
    found = board(SMALL)
    assert [(c.kind, c.table, c.booth) for c in found.columns] == [
        ("table", 0, ""), ("table", 1, ""), ("booth", None, "Booth E1"), ("remote", None, "")]
    assert [[[card.keys for card in cell.cards] for cell in row.cells]
            for row in found.sessions[0].rows] == [
        [[], [("007", "South")], [], []], [[], [], [("South", "east")], []], [[], [], [], []]]
    assert [row.held for row in found.sessions[1].rows] == [True, False]
    assert found.others == ()


def test_a_lost_table_and_a_lock_show_on_the_board() -> None:
    event = replace(PLAN.event, hall=PLAN.hall.without(0, [2]), locks=(Lock("007", "South", 0, 1),))
    kept = replace(SMALL, event=event, plan=replace(PLAN, event=event))
    first = board(kept).sessions[0]
    assert [row.cells[0].closed for row in first.rows] == [False, False, True]
    assert [card.lock is not None for card in cards(kept)] == [True, False, False]
    assert cards(kept)[0].where == ["007", "South", 0, 1]


def test_of_many_tables_only_those_that_are_used_are_shown() -> None:
    event = replace(PLAN.event, hall=replace(PLAN.hall, tables=300))
    kept = replace(SMALL, event=event, plan=replace(PLAN, event=event))
    assert [c.table for c in board(kept).columns if c.kind == "table"] == [0, 1]


def test_a_large_plan_is_shown_session_by_session() -> None:
    hall = Hall.of_sessions([("2026-05-20 09:00", 2), ("2026-05-20 14:00", 1)],
                            tables=MOST_CARDS // 2)
    people = tuple(Participant(f"{side}{n}", f"{side} {n}") for side in "ab"
                   for n in range(hall.tables))
    meetings = tuple(Meeting(PairScore(f"a{n}", f"b{(n + slot) % hall.tables}", 1.0), slot, n)
                     for slot in range(3) for n in range(hall.tables))
    event = Event(hall, people)
    plan = Plan(event, meetings, (), (), 600.0, names=event.names)
    kept = Kept(event, (Revision(1, "", "x", "put in"),), plan=plan)
    first, second, beyond = (board(kept, session=n) for n in (0, 2, 9))
    assert [s.number for s in first.sessions] == [1] == [s.number for s in beyond.sessions]
    assert (first.others, [len(s.rows) for s in second.sessions]) == ((1, 2), [1])
    assert sum(len(c.cards) for s in second.sessions for r in s.rows for c in r.cells) == 200


def test_a_participant_s_day_has_every_slot() -> None:
    away = replace(PLAN.event, participants=tuple(
        replace(p, available=frozenset({0, 1, 3})) if p.key == "007" else p
        for p in PLAN.event.participants))
    day = Day.of(replace(SMALL, event=away), "007", "en")
    lines = [line for _, lines in day.sessions for line in lines]
    assert [(line.card is not None, line.there) for line in lines] == [
        (True, True), (False, True), (False, False), (False, True), (False, False)]
    assert [line.slot for line in day.free] == [1, 3]
    assert (day.meetings, [u.counterpart for u in day.missed]) == (1, ["west"])
    assert [(w.about, w.ask) for w in day.own] == [("west", "want")]
    assert [w.by for w in day.asked] == ["South"]
    assert not any(secret in lines[0].told for secret in SECRETS)


def test_what_is_left_out_is_said_in_the_reader_s_language() -> None:
    event = replace(PLAN.event, wishes=(*PLAN.event.wishes, Wish("west", "007", "veto")))
    kept = replace(SMALL, event=event, plan=replace(PLAN, event=event))
    assert left_out(kept.plan, "en") == PLAN.unmet
    missed = next(u for u in left_out(kept.plan, "zh") if u.counterpart == "west")
    assert missed.why == "vetoed"
    assert missed.reason != missed.told
    assert not missed.reason.isascii()


def test_without_a_plan_nobody_meets() -> None:
    bare = replace(SMALL, plan=None)
    assert (cards(bare), left_out(bare.plan, "zh"), set(counts(bare).values())) == ([], (), {0})


def test_slots_are_chosen_by_number_and_time() -> None:
    assert times(PLAN.event)[0] == (1, "1 · 05-20 09:00–09:20")
    assert times(Event(Hall.of("2025-05-20 09:00", slots=1), ())) == [(1, "1 · 09:00–09:20")]


def test_a_chart_of_meetings_has_a_column_for_every_number() -> None:
    chart = count_chart([0, 2, 2, 2])
    assert chart
    assert [(c.meetings, c.bar.count) for c in chart.columns] == [(0, 1), (1, 0), (2, 3)]
    assert [c.bar.height for c in chart.columns] == [40.0, 0.0, 120.0]
    assert {c.bar.y + c.bar.height for c in chart.columns} == {138.0}
    assert count_chart([]) is None


def test_bars_of_groups_have_one_scale() -> None:
    bars = group_bars({"Buyer": Counts(4, 1, 1), "Seller": Counts(8, 8), "Guest": Counts(0, 2)})
    assert [(b.name, b.held, b.missed, b.open) for b in bars] == [
        ("Seller", 100.0, 0.0, 0.0), ("Buyer", 12.5, 12.5, 25.0), ("Guest", 25.0, 0.0, 0.0)]
    assert group_bars({"Buyer": Counts()}) == []
