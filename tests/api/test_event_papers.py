"""Papers of an event: what each reader finds on its own, in both languages, and never finds."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree
from lxml.html import HtmlElement, fromstring

from api.event_papers import (
    agendas_html,
    changes_html,
    policy,
    proposals_html,
    table_sheets_html,
    write_agendas,
    write_changes,
    write_proposals,
)
from graph.errors import NotFound
from graph.events import Event, Hall, PairScore
from graph.events.plan import plan
from graph.events.propose import propose
from graph.events.replan import Move
from graph.events.wishes import with_wishes
from graph.events.wording import Language
from tests.graph.events.builders import SECRETS, moved, small_event, small_plan, without
from tests.graph.events.random_events import events

LANGUAGES: tuple[Language, ...] = ("en", "zh")
PLAN = small_plan()
PROPOSED = propose(PLAN.event, PLAN.pairs)
AFTER = moved(without(PLAN, 2), 0, slot=4, table=0)
MOVES = (Move(PLAN.meetings[0], AFTER.meetings[0], "ORGANISER-ONLY", "A table is lost."),
         Move(PLAN.meetings[2], None, "ORGANISER-ONLY", "The meeting cannot be held."))


def all_papers(language: Language) -> list[str]:
    return [agendas_html(PLAN, language=language), table_sheets_html(PLAN, language=language),
            proposals_html(PLAN.event, PROPOSED, language=language),
            changes_html(AFTER, MOVES, language=language)]


def sheets(data: str) -> list[HtmlElement]:
    found: list[HtmlElement] = fromstring(data).xpath("//section")
    return found


def said(sheet: HtmlElement) -> str:
    """All its words, cells apart."""
    return " | ".join(" ".join(text.split()) for text in sheet.itertext() if text.strip())


def title(sheet: HtmlElement) -> str:
    return str(sheet.xpath("string(h1)"))


def test_an_agenda_says_when_where_with_whom_and_why() -> None:
    north, south, east, west = sheets(agendas_html(PLAN))
    assert said(north) == (
        "Salt Lake Days | North Salt Works | Li Na | Meetings: 1 · Times are those of "
        "Asia/Shanghai. | 2025-05-20 Tuesday | Time | Place | With | Why | 09:00–09:20 | Table 2 "
        "| 南方膜业 | Tashi · China · with an interpreter | 007 needs what South offers. | "
        "Not arranged | West Remote GmbH is not available for a meeting.")
    assert [str(day.text) for day in south.xpath("h2")] == [
        "2025-05-20 Tuesday", "2025-05-21 Wednesday"]
    assert "You asked for this meeting" in said(south)
    assert "Booth E1" in said(east)
    assert west.xpath("//section[4]//a/@href") == ["https://meet.example/west"]


def test_one_participants_agenda_is_its_own_file(tmp_path: Path) -> None:
    (south,) = sheets(agendas_html(PLAN, participant="South"))
    assert title(south) == "南方膜业"
    with pytest.raises(NotFound):
        agendas_html(PLAN, participant="nobody")
    files = write_agendas(PLAN, tmp_path / "agendas")
    assert [file.name for file in files] == [
        "007 North Salt Works.html", "South 南方膜业.html", "east East Booth Ltd.html",
        "west West Remote GmbH.html"]
    assert files[1].read_text(encoding="utf-8") == agendas_html(PLAN, participant="South")


def test_who_meets_nobody_is_told_so() -> None:
    (north,) = sheets(agendas_html(small_plan(meetings=()), participant="007"))
    assert "There is no meeting for you." in said(north)


def test_each_table_and_booth_has_its_sheet() -> None:
    hall = Hall.of("2025-05-20 09:00", slots=3, tables=2).without(0, [2])
    plan = small_plan(small_event(hall), [("007", "South", 0, 1), ("South", "east", 1, None),
                                          ("South", "west", 2, None)])
    first, second, booth, on_line = sheets(table_sheets_html(plan))
    assert [title(s) for s in (first, second, booth, on_line)] == [
        "Table 1", "Table 2", "Booth E1", "On line"]
    assert said(first).endswith("09:00–09:20 | free | 09:25–09:45 | free | 09:50–10:10 | "
                                "not in use")
    assert "09:00–09:20 | North Salt Works | 南方膜业" in said(second)
    assert "https://meet.example" not in said(on_line)
    assert "needs what" not in table_sheets_html(plan)


def test_proposals_have_boxes_to_answer_in(tmp_path: Path) -> None:
    north, *_ = sheets(proposals_html(PLAN.event, PROPOSED))
    rows = north.xpath(".//tbody/tr")
    assert [row.xpath("string(td[2]/span)") for row in rows] == ["West Remote GmbH", "南方膜业"]
    assert [span.text for span in rows[0].xpath("td[4]/span")] == ["yes", "no", "must"]
    (own,) = sheets(proposals_html(PLAN.event, PROPOSED, participant="007"))
    assert said(own) == said(north)
    (none,) = sheets(proposals_html(PLAN.event, {}, participant="007"))
    assert "There is no proposal for you." in said(none)
    files = write_proposals(PLAN.event, PROPOSED, tmp_path)
    assert sorted(files) == sorted(tmp_path.iterdir())
    assert len(files) == 4


def test_changes_go_to_those_affected_only(tmp_path: Path) -> None:
    found = sheets(changes_html(AFTER, MOVES))
    assert [title(sheet) for sheet in found] == [
        "North Salt Works", "南方膜业", "West Remote GmbH"]
    assert "2025-05-20 Tuesday 09:00–09:20 | Table 2" in said(found[0])
    assert "2025-05-21 Wednesday 14:25–14:45 | Table 1" in said(found[0])
    assert "The meeting cannot be held." in said(found[2])
    (east,) = sheets(changes_html(AFTER, MOVES, participant="east"))
    assert "Nothing has changed for you." in said(east)
    assert "There is nothing to print." in changes_html(AFTER, ())
    assert [f.name for f in write_changes(AFTER, MOVES, tmp_path)] == [
        "007 North Salt Works.html", "South 南方膜业.html", "west West Remote GmbH.html"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_secret_stands_on_any_paper(language: Language) -> None:
    for data in all_papers(language):
        text = html.unescape(data)
        words = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        assert [secret for secret in SECRETS if secret in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_needs_nothing_beside_it(language: Language) -> None:
    for data in all_papers(language):
        page = fromstring(data)
        assert not page.xpath("//script | //link | //img | //@src | //@style")
        style = page.xpath("string(//style)")
        assert "url(" not in style
        assert "break-after: page" in style
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in policy()
        assert page.get("lang") == {"en": "en", "zh": "zh-Hans"}[language]
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_in_chinese_the_reasons_are_chinese_too() -> None:
    north, south, *_ = sheets(agendas_html(PLAN, language="zh"))
    assert "2025-05-20 星期二" in said(north)
    assert "2号桌" in said(north)
    assert "West Remote GmbH无法安排会面。" in said(north)
    assert "您请求了这次会面" in said(south)


def test_what_people_wrote_stays_text() -> None:
    event = small_event()
    north = replace(event.participants[0], organisation="<b>North</b>", person="<script>")
    west = replace(event.participants[3], link="javascript:alert(1)")
    plan = small_plan(replace(event, participants=(north, *event.participants[1:3], west)))
    data = agendas_html(plan)
    assert "<b>" not in data
    assert "<script>" not in data
    assert title(sheets(data)[0]) == "<b>North</b>"
    assert etree.tostring(sheets(data)[3]).count(b"href") == 0
    assert "javascript:alert(1)" in said(sheets(data)[3])


@settings(max_examples=15, deadline=None)
@given(events())
def test_no_paper_holds_anothers_wish_or_veto(case: tuple[Event, list[PairScore]]) -> None:
    event, pairs = case
    event = replace(event, wishes=tuple(replace(w, note=f"NOTE-{w.by}") for w in event.wishes))
    made = plan(event, with_wishes(event, pairs))
    words = "".join((
        agendas_html(made), table_sheets_html(made),
        proposals_html(event, propose(event, made.pairs))))
    assert "NOTE-" not in words
    assert "veto" not in words
    for sheet, p in zip(sheets(agendas_html(made)), event.participants, strict=True):
        asked = {w.about for w in event.wishes if w.by == p.key and w.ask in ("must", "want")}
        met = [m.pair.other(p.key) in asked for m in made.agenda(p.key)]
        assert said(sheet).count("You asked for this meeting") == sum(met)
