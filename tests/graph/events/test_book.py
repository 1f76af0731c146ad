"""Events as the graph keeps them: names, levels, revisions, plans, requests, links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import InvalidRequest, NotFound
from graph.events.book import Events
from graph.events.given import Given
from graph.events.hall import Hall
from graph.events.kept import Kept
from graph.events.model import Event, Lock, Wish
from graph.events.replan import Disruption
from graph.events.shelf import Shelf
from graph.knowledge_graph import KnowledgeGraph
from graph.stores import open_store
from tests.builders import REGISTER, patent_row
from tests.graph.events.keeping import BY, NAME, salt_event, salt_graph


@pytest.fixture
def kg(tmp_path: Path) -> Iterator[KnowledgeGraph]:
    with salt_graph(open_store(f"sqlite:///{tmp_path}/s.db"), tmp_path / "cache") as graph:
        yield graph


@pytest.fixture
def events(kg: KnowledgeGraph) -> Events:
    """With the event put in and planned."""
    kg.events.put(salt_event(kg), by=BY)
    kg.events.pair(NAME, by=BY)
    return kg.events


def met(kept: Kept) -> set[tuple[str, str]]:
    assert kept.plan
    return {m.pair.keys for m in kept.plan.meetings}


def test_what_is_put_in_is_there_again(kg: KnowledgeGraph) -> None:
    made = kg.events.put(salt_event(kg), by=BY, problems=["row 7: no name"])
    assert kg.events.get(NAME) == made
    assert (made.revision, made.by, made.plan, made.problems) == (1, BY, None, ("row 7: no name",))
    [line] = kg.events.listed()
    assert (line.name, line.title, line.participants, line.meetings) == (NAME, "Salt days", 4, None)
    assert line.start == "2026-09-10T09:00:00+08:00"


@pytest.mark.parametrize("name", ["", "Salt", "salt days", "-salt", "a/b", "盐湖", "a" * 81])
def test_a_name_that_could_stand_in_no_address(kg: KnowledgeGraph, name: str) -> None:
    with pytest.raises(InvalidRequest, match="no name for an event"):
        kg.events.put(replace(salt_event(), name=name), by=BY)


def test_bad_input_is_named_and_the_rest_kept(kg: KnowledgeGraph) -> None:
    event = salt_event()
    made = kg.events.put(replace(event, wishes=(*event.wishes, Wish("salt", "salt", "want"))),
                         by=BY)
    [problem] = made.problems
    assert "about itself" in problem
    assert made.event.wishes == event.wishes
    with pytest.raises(InvalidRequest, match="no day"):
        kg.events.put(replace(event, personal_until="soon"), by=BY)
    with pytest.raises(InvalidRequest, match="by whom"):
        kg.events.put(event, by=" ")


def test_a_reader_sees_the_events_of_its_level(kg: KnowledgeGraph) -> None:
    kg.events.put(replace(salt_event(), visibility="confidential"), by=BY)
    below = kg.seen_by(1).events
    with pytest.raises(NotFound):
        below.get(NAME)
    assert below.listed() == []
    with pytest.raises(InvalidRequest, match="taken"):
        below.put(salt_event(), by=BY)
    with pytest.raises(InvalidRequest, match="could not be seen"):
        kg.seen_by(0).events.put(replace(salt_event(), name="other"), by=BY)
    with pytest.raises(NotFound):
        below.remove(NAME)
    assert kg.events.get(NAME).event.visibility == "confidential"


def test_a_plan_is_kept_with_its_calendar(kg: KnowledgeGraph, events: Events) -> None:
    kept = events.get(NAME)
    assert kept.plan
    assert kept.plan.event == kept.event
    assert not kept.stale
    assert met(kept) == {(e.first, e.second) for e in kept.calendar.values()}
    assert Events(kg).get(NAME) == kept
    again = events.pair(NAME, by=BY, seed=1)
    assert again.plan == kept.plan
    assert {e.sequence for e in again.calendar.values()} == {0}


def test_evidence_above_the_event_s_level_is_not_in_its_plan(kg: KnowledgeGraph) -> None:
    secret = replace(REGISTER, key="secret", visibility="confidential")
    kg.load(secret, [patent_row("S1", ["Lhasa Yak Laboratory"], title="Pumps for brine",
                                source="secret")])
    inside = _documents(kg.events.put(salt_event(kg), by=BY), kg)
    assert inside
    assert not any(key.startswith("secret") for key in inside)
    other = replace(salt_event(kg), name="inside", visibility="confidential")
    assert "secret/S1" in _documents(kg.events.put(other, by=BY), kg)


def _documents(kept: Kept, kg: KnowledgeGraph) -> set[str]:
    planned = kg.events.pair(kept.name, by=BY)
    return {part.document for pair in planned.pairs or () for part in pair.parts} - {""}


def test_a_write_after_somebody_else_s_is_refused(events: Events) -> None:
    read = events.get(NAME)
    events.lock(NAME, [Lock("salt", "yak")], by="Anna", revision=read.revision)
    with pytest.raises(InvalidRequest, match="changed the event meanwhile.*Anna"):
        events.ask(NAME, [Wish("yak", "boron", "want")], by=BY, revision=read.revision)
    with pytest.raises(InvalidRequest, match="meanwhile"):
        events.pair(NAME, by=BY, revision=read.revision)
    with pytest.raises(InvalidRequest, match="meanwhile"):
        events.put(read.event, by=BY, revision=read.revision)
    last = events.get(NAME)
    assert (last.revision, last.history[-1].by) == (read.revision + 1, "Anna")


def test_a_plan_made_while_somebody_wrote_is_refused(events: Events) -> None:
    def write(stage: str, share: float) -> None:
        if share == 1.0:
            events.unlock(NAME, [("salt", "yak")], by=BY)
            events.ask(NAME, [Wish("salt", "yak", "veto")], by="Anna")

    with pytest.raises(InvalidRequest, match="meanwhile"):
        events.pair(NAME, by=BY, progress=write)


def test_two_who_put_in_the_same_name_at_once(kg: KnowledgeGraph) -> None:
    made = kg.events.put(salt_event(), by="Anna")
    with pytest.raises(InvalidRequest, match="meanwhile"):
        Shelf(kg).add(made)


def test_the_same_again_is_no_revision(events: Events) -> None:
    before = events.get(NAME)
    assert events.ask(NAME, before.event.wishes, by=BY).revision == before.revision
    assert events.put(before.event, by=BY).revision == before.revision


def test_requests_are_added_replaced_and_withdrawn(events: Events) -> None:
    asked = events.ask(NAME, [Wish("yak", "boron", "veto"), Wish("brine", "salt", "want")], by=BY)
    assert {(w.by, w.about): w.ask for w in asked.event.wishes} == {
        ("yak", "boron"): "veto", ("brine", "salt"): "want"}
    assert asked.stale
    values = {pair.keys: pair.value for pair in asked.pairs or ()}
    less = events.ask(NAME, withdrawn=[("brine", "salt")], by=BY)
    bare = {pair.keys: pair.value for pair in less.pairs or ()}
    assert values["brine", "salt"] == pytest.approx(bare["brine", "salt"] + 0.3)
    planned = events.pair(NAME, by=BY)
    assert ("boron", "yak") not in met(planned)
    [gone] = [e for e in planned.calendar.values() if e.cancelled]
    assert ((gone.first, gone.second), gone.sequence) == (("boron", "yak"), 1)
    with pytest.raises(InvalidRequest, match="nobody"):
        events.ask(NAME, [Wish("yak", "nobody", "want")], by=BY)


def test_new_requests_need_no_new_scores(
    kg: KnowledgeGraph, events: Events
) -> None:
    before = events.get(NAME)
    kg.load(REGISTER, [patent_row("P9", ["Lhasa Yak Laboratory"], title="Pumps for brine")])
    asked = events.ask(NAME, [Wish("yak", "boron", "want")], by=BY)
    again = events.pair(NAME, by=BY)
    assert again.generation == before.generation
    assert _notes(again) == _notes(asked)
    anew = events.pair(NAME, by=BY, anew=True)
    assert anew.generation > before.generation
    assert any("Pumps for brine" in note for note in _notes(anew) - _notes(again))


def _notes(kept: Kept) -> set[str]:
    return {part.note for pair in kept.pairs or () for part in pair.parts}


def test_locks_hold_and_are_let_go(events: Events) -> None:
    locked = events.lock(NAME, [Lock("yak", "boron", 2, 1)], by=BY)
    assert locked.event.locks == (Lock("yak", "boron", 2, 1),)
    plan = events.pair(NAME, by=BY).plan
    assert plan
    assert [(m.slot, m.table) for m in plan.meetings if m.pair.keys == ("boron", "yak")] == [(2, 1)]
    events.lock(NAME, [Lock("boron", "yak", 0)], by=BY)
    assert events.get(NAME).event.locks == (Lock("boron", "yak", 0),)
    with pytest.raises(InvalidRequest):
        events.lock(NAME, [Lock("salt", "yak", 7)], by=BY)
    with pytest.raises(InvalidRequest):
        events.lock(NAME, [Lock("salt", "yak", 0)], by=BY)  # yak is with boron then
    assert events.unlock(NAME, [("yak", "boron")], by=BY).event.locks == ()


def test_proposals_score_the_event_and_keep_the_scores(kg: KnowledgeGraph) -> None:
    made = kg.events.put(salt_event(kg), by=BY)
    found = kg.events.propose(NAME, limit=1)
    assert [pair.other("brine") for pair in found["brine"]] == ["salt"]
    kept = kg.events.get(NAME)
    assert kept.pairs
    assert kept.revision == made.revision


def test_given_meetings_take_the_plan_s_place(events: Events) -> None:
    kept = events.schedule(NAME, [Given("yak", "salt", fixed=1), Given("brine", "salt")], by=BY)
    assert kept.plan
    assert met(kept) == {("salt", "yak"), ("brine", "salt")}
    assert {m.slot for m in kept.plan.meetings if m.pair.keys == ("salt", "yak")} == {1}
    assert kept.calendar
    assert kept.history[-1].what == "scheduled 2 given meetings"
    again = events.schedule(NAME, by=BY)
    assert met(again) == met(kept)


def test_replanning_is_a_preview_unless_kept(events: Events) -> None:
    before = events.get(NAME)
    gone = [Disruption("absent", participant="brine")]
    done = events.replan(NAME, gone)
    assert done.moves
    assert all("brine" not in m.pair.keys for m in done.plan.meetings)
    assert events.get(NAME) == before
    events.replan(NAME, gone, by=BY, keep=True)
    kept = events.get(NAME)
    assert kept.plan == done.plan
    assert not any("brine" in keys for keys in met(kept))
    assert {e.sequence for e in kept.calendar.values() if "brine" in (e.first, e.second)} == {1}
    assert "absent brine" in kept.history[-1].what
    assert not any("brine" in keys for keys in met(events.pair(NAME, by=BY)))
    assert kept.event.by_key["brine"].free(3) == frozenset()


def test_a_lost_table_and_a_request_are_known_to_later_plans(events: Events) -> None:
    events.replan(NAME, [Disruption("table lost", table=1, slot=0),
                         Disruption("request", participant="yak", other="salt", ask="must")],
                  by=BY, keep=True)
    event = events.get(NAME).event
    assert {table for slot in range(3) for table in event.hall.tables_in(slot)} == {0}
    assert Wish("yak", "salt", "must") in event.wishes
    plan = events.pair(NAME, by=BY).plan
    assert plan
    assert {m.table for m in plan.meetings} == {0}


def test_without_a_plan_nothing_is_planned_again(kg: KnowledgeGraph) -> None:
    kg.events.put(salt_event(), by=BY)
    with pytest.raises(InvalidRequest, match="no plan"):
        kg.events.replan(NAME, [])
    with pytest.raises(InvalidRequest, match="no plan"):
        kg.events.publish(NAME, by=BY)
    with pytest.raises(InvalidRequest, match="no plan"):
        kg.events.report(NAME)


def test_links_can_be_corrected_and_the_correction_holds(kg: KnowledgeGraph) -> None:
    made = kg.events.put(salt_event(), by=BY)
    yak = kg.entity("Lhasa Yak Laboratory").id
    assert [link.participant for link in made.links] == ["salt", "brine", "boron", "yak"]
    linked = kg.events.link(NAME, "boron", "Lhasa Yak Laboratory", by=BY)
    assert linked.event.by_key["boron"].entity == yak
    kg.events.link(NAME, "yak", "", by=BY)
    again = kg.events.put(salt_event(kg), by=BY)
    assert again.event.by_key["boron"].entity == yak
    assert again.event.by_key["yak"].entity == ""
    [link] = [link for link in again.links if link.participant == "boron"]
    assert (link.by, link.anchor and link.anchor.name) == (BY, "Lhasa Yak Laboratory")
    with pytest.raises(NotFound):
        kg.events.link(NAME, "boron", "Nobody's Lab", by=BY)
    with pytest.raises(NotFound, match="no participant"):
        kg.events.link(NAME, "nobody", "Lhasa Yak Laboratory", by=BY)


def test_an_organisation_is_found_again_under_another_id(kg: KnowledgeGraph) -> None:
    """Decided to be one with an older record, taken apart again, and retracted."""
    kg.load(REGISTER, [patent_row("P0", ["Tibet Yak Lab"], title="Wool")])
    kg.events.put(salt_event(kg), by=BY)

    def linked() -> str:
        return kg.events.get(NAME).event.by_key["yak"].entity

    decision = kg.decide("same", "Qinghai Institute of Salt Lakes", "Lhasa Yak Laboratory", by=BY)
    assert linked() == kg.entity("Lhasa Yak Laboratory").id == kg.entity(
        "Qinghai Institute of Salt Lakes").id
    kg.undo(decision.id)
    assert linked() == kg.entity("Lhasa Yak Laboratory").id
    kg.retract("register")
    assert linked() == ""


def test_a_list_with_somebody_less_leaves_the_plan_readable(events: Events) -> None:
    event = events.get(NAME).event
    fewer = replace(event, participants=event.participants[1:], wishes=())
    kept = events.put(fewer, by=BY)
    assert kept.stale
    assert kept.plan
    assert "salt" in kept.plan.names
    assert not any("salt" in pair.keys for pair in kept.pairs or ())
    done = events.replan(NAME, [])
    assert not any("salt" in m.pair.keys for m in done.plan.meetings)
    assert not any("salt" in keys for keys in met(events.pair(NAME, by=BY)))


def test_an_event_without_slots_is_kept(kg: KnowledgeGraph) -> None:
    """Bad input is named; nothing falls over it."""
    made = kg.events.put(Event(Hall((), 0, "Empty"), (), name="empty"), by=BY)
    assert made.problems
    [line] = kg.events.listed()
    assert (line.start, line.end) == ("", "")


def test_removed_is_gone(kg: KnowledgeGraph, events: Events) -> None:
    events.publish(NAME, by=BY)
    assert events.remove(NAME).name == NAME
    assert events.listed() == []
    assert kg.store.saved("event") == kg.store.saved("event-plan") == {}
    assert [source.key for source in kg.store.sources()] == ["register"]
    with pytest.raises(NotFound):
        events.get(NAME)
    with pytest.raises(InvalidRequest, match="removed meanwhile"):
        events.put(salt_event(), by=BY, revision=3)
