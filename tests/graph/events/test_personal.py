"""Personal data of an event: read until their day, forgotten after it, and nowhere left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph.errors import NotFound
from graph.events import personal
from graph.events.kept import scoring
from graph.events.model import Participant, Wish
from graph.events.outcomes import Outcome
from graph.events.replan import Disruption
from graph.forget import forget
from graph.knowledge_graph import KnowledgeGraph
from graph.stores import open_store
from tests.graph.events.keeping import BY, NAME, PERSONAL, raw, salt_event, salt_graph

DELEGATE = Participant("salt2", "Qinghai Institute of Salt Lakes", "Institute", needs="money",
                       offers="lithium sorbent", person="Dolma Tsering")


@pytest.fixture
def kg(tmp_path: Path) -> Iterator[KnowledgeGraph]:
    """With an event that was planned, re-planned, published and held."""
    with salt_graph(open_store(f"sqlite:///{tmp_path}/s.db"), tmp_path / "cache") as graph:
        event = salt_event(graph)
        delegate = replace(DELEGATE, entity=event.by_key["salt"].entity)
        graph.events.put(replace(
            event, participants=(*event.participants, delegate),
            wishes=(*event.wishes, Wish("boron", "brine", "veto", "Li Si is rude"))),
            by=BY, problems=["row 2: Li Si stands twice"])
        graph.events.pair(NAME, by=BY)
        graph.events.replan(NAME, [Disruption("absent", participant="yak")], by=BY, keep=True)
        graph.events.publish(NAME, by=BY)
        graph.events.record(
            NAME, [Outcome("brine", "salt", True, note="Li Si came late")], by=BY)
        yield graph


def test_nothing_of_a_person_is_left(kg: KnowledgeGraph) -> None:
    before = kg.events.get(NAME)
    assert all(words in raw(kg.store) for words in (*PERSONAL, "Dolma", "rude", "late"))
    kg.events.forget(NAME, by=BY)
    kept, text = kg.events.get(NAME), raw(kg.store)
    assert not [words for words in (*PERSONAL, "Dolma", "rude", "late") if words in text]
    for event in (kept.event, kept.plan and kept.plan.event):
        assert event
        assert not any(p.person or p.contact for p in event.participants)
    assert before.plan
    assert kept.plan
    assert [m.pair.keys for m in kept.plan.meetings] == [m.pair.keys for m in before.plan.meetings]
    assert kept.plan.value == pytest.approx(before.plan.value)
    assert kept.calendar == before.calendar
    assert kept.plan.names["salt2"] == "Qinghai Institute of Salt Lakes (salt2)"
    assert kept.event.by_key["salt"].offers.startswith("lithium sorbent for brine; ask █")
    assert [w.ask for w in kept.event.wishes] == [w.ask for w in before.event.wishes]
    assert kept.scored_for == scoring(kept.event)


def test_one_participant_s_alone(kg: KnowledgeGraph) -> None:
    kg.events.forget(NAME, "brine", by=BY)
    people = kg.events.get(NAME).event.by_key
    assert (people["brine"].person, people["brine"].contact) == ("", "")
    assert (people["salt"].person, people["salt2"].person) == ("Zhang San", "Dolma Tsering")
    text = raw(kg.store)
    assert not [w for w in ("Li Si", "+86 138", "met her", "rude", "late") if w in text]
    with pytest.raises(NotFound, match="no participant"):
        kg.events.forget(NAME, "nobody", by=BY)


def test_forgetting_again_changes_nothing(kg: KnowledgeGraph) -> None:
    kept = kg.events.forget(NAME, by=BY)
    assert kg.events.forget(NAME, by=BY) == kept


@pytest.mark.parametrize(("today", "due"), [
    (date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_the_last_day_is_still_theirs(today: date, due: bool) -> None:
    assert personal.is_due("2026-12-31", today) is due
    assert not personal.is_due("", today)


def test_past_their_day_nobody_reads_them_and_a_write_removes_them(kg: KnowledgeGraph) -> None:
    stored = kg.events.get(NAME).event
    kg.events.put(replace(stored, personal_until="2020-01-01"), by=BY)
    assert "Li Si" in raw(kg.store)
    assert kg.events.get(NAME).event.by_key["brine"].person == ""
    kg.events.put(replace(salt_event(), name="another"), by=BY)
    kg.events.remove("another")
    assert "Li Si" not in raw(kg.store)
    assert kg.events.get(NAME).history[-1].what == "forgot all persons, as it was due"


def test_what_is_due_is_forgotten_for_all_events_and_once(kg: KnowledgeGraph) -> None:
    secret = replace(salt_event(), name="secret", visibility="confidential",
                     personal_until="2031-01-01")
    kg.events.put(secret, by=BY)
    assert kg.events.forget_due(date(2030, 1, 1)) == []
    assert kg.seen_by(0).events.forget_due(date(2031, 6, 1)) == ["secret"]
    assert kg.events.forget_due(date(2031, 6, 1)) == []
    assert kg.events.get("secret").event.by_key["brine"].person == ""
    assert kg.events.get(NAME).event.by_key["brine"].person == "Li Si"


def test_a_person_forgotten_in_the_store_is_forgotten_in_its_events(kg: KnowledgeGraph) -> None:
    done = forget(kg.store, ["Li Si"])
    assert done.saved == 2
    assert "Li Si" not in raw(kg.store)
    kept = kg.events.get(NAME)
    assert kept.event.by_key["brine"].person == "█████"
    assert kept.event.by_key["salt"].person == "Zhang San"
    assert kept.plan
    assert kg.events.pair(NAME, by=BY).plan


def test_in_plain_files_too(tmp_path: Path, kg: KnowledgeGraph) -> None:
    """The file of the store holds no page with the words any more."""
    kg.events.forget(NAME, by=BY)
    kg.close()
    data = b"".join(path.read_bytes() for path in tmp_path.glob("s.db*"))
    assert b"salt-days" in data
    assert not [words for words in ("zhang@salt", "met her") if words.encode() in data]
