"""Plans as tables: what participants and organisers each read, and times in the event's zone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import NotFound
from graph.events import Event, Hall, PairScore
from graph.events.fairness import fairness
from graph.events.plan import plan
from graph.events.propose import propose
from graph.events.replan import Move
from graph.events.sheets import (
    Rows,
    agenda_rows,
    change_rows,
    fairness_rows,
    meeting_rows,
    merge_rows,
    proposal_rows,
    span,
    thin_rows,
    unmet_rows,
)
from graph.events.wishes import with_wishes
from graph.events.wording import Language
from tests.graph.events.builders import SECRETS, moved, small_event, small_plan, without
from tests.graph.events.random_events import events


def named(rows: Rows) -> list[dict[str, Any]]:
    header, *rest = rows
    assert {len(row) for row in rest} <= {len(header)}
    return [dict(zip(map(str, header), row, strict=True)) for row in rest]


def test_the_organisers_meetings_have_values_and_reasons() -> None:
    first, second, third = named(meeting_rows(small_plan()))
    assert first == {
        "start": "2025-05-20 09:00", "end": "2025-05-20 09:20", "place": "Table 2",
        "first_key": "007", "first": "North Salt Works", "second_key": "South",
        "second": "南方膜业", "score": 3.2, "reason": "INTERNAL-EVIDENCE",
    }
    assert (second["place"], third["place"]) == ("Booth E1", "https://meet.example/west")


def test_agendas_are_in_the_participants_own_form() -> None:
    rows = named(agenda_rows(small_plan()))
    assert [(r["participant_key"], r["start"], r["meets_key"]) for r in rows] == [
        ("007", "2025-05-20 09:00", "South"), ("South", "2025-05-20 09:00", "007"),
        ("South", "2025-05-20 09:25", "east"), ("South", "2025-05-21 14:00", "west"),
        ("east", "2025-05-20 09:25", "South"), ("west", "2025-05-21 14:00", "South")]
    assert rows[0]["reason"] == "007 needs what South offers."
    assert rows[1]["reason"] == "You asked for this meeting. 007 needs what South offers."
    assert named(agenda_rows(small_plan(), participant="007")) == rows[:1]
    with pytest.raises(NotFound, match="has the key 'nobody'"):
        agenda_rows(small_plan(), participant="nobody")
    assert named(agenda_rows(small_plan(), language="zh"))[0]["place"] == "2号桌"


def test_a_mail_merge_has_one_row_a_participant() -> None:
    rows = named(merge_rows(small_plan()))
    assert [r["key"] for r in rows] == ["007", "South", "east", "west"]
    assert rows[0] == {
        "key": "007", "organisation": "North Salt Works", "person": "Li Na",
        "contact": "+8613800000000", "meetings": 1, "meeting_2": "", "meeting_3": "",
        "meeting_1": "2025-05-20 09:00–09:20, Table 2, 南方膜业: 007 needs what South offers.",
    }
    assert merge_rows(small_plan(meetings=()))[0][-1] == "meetings"


def test_changes_name_only_those_affected_with_what_was_and_is() -> None:
    before = small_plan()
    after = moved(without(before, 2), 0, slot=4, table=0)
    rows = named(change_rows(after, [
        Move(before.meetings[0], after.meetings[0], "ORGANISER-ONLY", "A table is lost."),
        Move(before.meetings[2], None, "ORGANISER-ONLY", "The meeting cannot be held.")]))
    assert [(r["key"], r["changes"]) for r in rows] == [("007", 1), ("South", 2), ("west", 1)]
    assert rows[0]["before_1"] == "2025-05-20 09:00–09:20, Table 2, 南方膜业"
    assert rows[0]["now_1"] == "2025-05-21 14:25–14:45, Table 1, 南方膜业"
    assert rows[1]["before_2"].endswith("West Remote GmbH")
    assert (rows[1]["now_2"], rows[1]["why_2"]) == ("", "The meeting cannot be held.")
    assert "ORGANISER-ONLY" not in str(rows)


def test_what_is_left_out_is_said_in_full_to_the_organiser() -> None:
    (row,) = named(unmet_rows(small_plan()))
    assert (row["participant"], row["counterpart_key"], row["asked"], row["why"]) == (
        "North Salt Works", "west", "want", "vetoed")
    assert row["reason"].startswith("ORGANISER-ONLY")


def test_thin_texts_and_fairness() -> None:
    plan = small_plan()
    (row,) = named(thin_rows(plan.event, {"007": "no needs"}))
    assert (row["participant_key"], row["contact"], row["missing"]) == (
        "007", "+8613800000000", "no needs")
    figures = {r["figure"]: r["value"] for r in named(fairness_rows(plan, fairness(plan)))}
    assert (figures["participants"], figures["median"]) == (4, 1.0)
    assert figures["below floor"] == "nobody counts"
    assert figures["worst off: West Remote GmbH"].startswith("1 meetings, ")


def test_a_time_that_comes_twice_says_which_it_is() -> None:
    hall = Hall.of("2025-10-26 01:30", slots=3, minutes=60, pause=0, tables=1,
                   zone="Europe/Berlin")
    plan = small_plan(small_event(hall), [("007", "South", slot, 0) for slot in (1, 2)])
    assert [r["start"] for r in named(meeting_rows(plan))] == [
        "2025-10-26 02:30+0200", "2025-10-26 02:30+0100"]
    assert span(hall.slots[0]) == "2025-10-26 01:30–2025-10-26 02:30+0200"


def test_no_secret_stands_in_what_participants_read() -> None:
    plan = small_plan()
    for_all = [agenda_rows(plan), merge_rows(plan),
               proposal_rows(plan.event, propose(plan.event, plan.pairs))]
    assert [word for word in SECRETS for rows in for_all if word in str(rows)] == []


@settings(max_examples=30, deadline=None)
@given(events(), st.sampled_from(["en", "zh"]))
def test_nobody_reads_what_others_ask(
    case: tuple[Event, list[PairScore]], language: Language
) -> None:
    event, pairs = case
    event = replace(event, wishes=tuple(replace(w, note=f"NOTE-{w.by}") for w in event.wishes))
    made = plan(event, with_wishes(event, pairs))
    proposed = propose(event, made.pairs)
    said = [agenda_rows(made, language=language), merge_rows(made, language=language),
            proposal_rows(event, proposed, language=language)]
    assert "NOTE-" not in str(said)
    bare = {}
    for p in event.participants:
        own = replace(event, wishes=tuple(w for w in event.wishes if w.by == p.key))
        # A meeting stays also where nothing is left that speaks for it, as of one that only the
        # other asked for.
        alone = {m.pair.keys: PairScore(*m.pair.keys, 0.0) for m in made}
        alone |= {pair.keys: pair for pair in with_wishes(own, [m.pair for m in made])}
        bare[p.key] = replace(made, event=own, meetings=tuple(
            replace(m, pair=alone[m.pair.keys]) for m in made))
    for key, alone in bare.items():
        assert [row for row in said[0] if row[0] == key] == [
            row for row in agenda_rows(alone, language=language) if row[0] == key]
