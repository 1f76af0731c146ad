"""A matchmaking event from its list to its report, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from api.event_words import event_of
from graph.events.read import participants_of
from graph.events.setting import setting_of
from tests.api.small_store import BRINE, INSTITUTE, NEED, PASTURE, small_store
from tests.browser.conftest import Visit, _serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LAKE = "Lake Lithium Company"
COLUMNS = ("organisation", "key", "type", "person", "offers", "needs", "must")
ROWS = (
    (BRINE, "brine", "Enterprise", "Li Na", "brine for pilot tests", NEED, INSTITUTE),
    (INSTITUTE, "salt", "Institute", "Tashi", "lithium adsorbents and membranes",
     "brine for pilot tests", ""),
    (PASTURE, "grass", "Institute", "Ma Lin", "seed mixtures for alpine pasture",
     "forage analysis for cattle", BRINE),
    (LAKE, "lake", "Enterprise", "Wu Jun", "forage analysis for cattle farms", NEED, ""),
)
GUESTS = "\n".join(",".join(row) for row in (COLUMNS, *ROWS))
KEPT = "/event/salt-day"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service over a store of its own, with an event that is planned."""
    with small_store(tmp_path_factory.mktemp("event") / "event.db") as graph:
        setting = setting_of({"start": "2026-05-20 09:00", "slots": 4, "tables": 2,
                              "title": "Salt Lake Day"})
        listed = participants_of(
            [(n, dict(zip(COLUMNS, row, strict=True))) for n, row in enumerate(ROWS)],
            setting.hall, name="guests")
        graph.events.put(event_of(setting, listed, name="salt-day"), by="Li Wen")
        graph.events.pair("salt-day", by="Li Wen")
        yield from _serving(graph)


def _bring_in(visit: Visit) -> Page:
    page = visit.go("/event")
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.get_by_label("Short name").fill(f"lake-day-{width}")
    page.get_by_label("Title").fill("Lake Day")
    page.get_by_label("Participants (CSV or XLSX)").set_input_files(
        {"name": "guests.csv", "mimeType": "text/csv", "buffer": GUESTS.encode()})
    page.get_by_label("Sessions").fill("09:00-10:00, 14:00-15:00")
    page.get_by_label("Your name").fill("Li Wen")
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lake Day")
    return page


def test_an_event_is_planned_locked_replanned_and_reported(visit: Visit) -> None:
    page = _bring_in(visit)
    page.get_by_role("button", name="Plan the meetings").click()
    expect(page.get_by_role("heading", name="Slots and tables")).to_be_visible()
    visit.check()
    wanted = page.locator(".meeting", has_text=BRINE).filter(has_text=INSTITUTE)
    wanted.get_by_role("button", name="Lock").click()
    expect(wanted.get_by_role("button", name="Locked")).to_be_in_viewport()
    wanted.get_by_text("Why").click()
    expect(wanted.locator(".reasons-list li").first).to_be_visible()
    visit.check()

    page.get_by_role("link", name="Plan again").click()
    page.get_by_label("What happened").select_option("absent")
    page.get_by_label("Participant").select_option("grass")
    expect(page.get_by_label("Counterpart")).to_be_hidden()
    page.get_by_role("button", name="Show the changes").click()
    expect(page.locator(".changes")).to_contain_text("given up")
    expect(page.locator(".changes")).not_to_contain_text(INSTITUTE)
    visit.check()
    page.get_by_label("Your name").fill("Ma Lin")
    page.get_by_role("button", name="Make this the plan").click()
    expect(page.get_by_role("heading", name="Slots and tables")).to_be_visible()
    expect(page.locator(".meeting", has_text=PASTURE)).to_have_count(0)
    expect(wanted.get_by_role("button", name="Locked")).to_have_count(1)

    page.get_by_role("link", name="Report").click()
    page.get_by_label("List of outcomes").set_input_files(
        {"name": "held.csv", "mimeType": "text/csv",
         "buffer": f"first,second,held,rating\n{BRINE},{INSTITUTE},yes,5\n".encode()})
    page.get_by_role("button", name="Take in").click()
    expect(page.get_by_role("status")).to_contain_text("Outcomes taken in: 1")
    expect(page.locator("svg.years rect").first).to_be_attached()


def test_a_participant_reads_no_values_and_nothing_of_others(visit: Visit) -> None:
    page = visit.go(f"{KEPT}/participants")
    page.get_by_role("link", name=BRINE, exact=True).click()
    expect(page.locator("main")).to_contain_text(f"{PASTURE}: must meet")
    page.get_by_role("link", name="As the participant reads it").click()
    expect(page.get_by_role("heading", name="Agenda")).to_be_visible()
    text = page.locator("main").inner_text()
    assert "What others ask" not in text
    assert f"{PASTURE}: " not in text
    assert f"must meet: {INSTITUTE}" in text  # its own request
    assert page.locator("main .value, main .reasons-list, main button").count() == 0


def test_the_plan_is_taken_away(visit: Visit) -> None:
    page = visit.go(KEPT)
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX", exact=True).click()
    assert download.value.suggested_filename == "salt-day.xlsx"
    page.get_by_role("link", name="Agendas").click()
    expect(page.get_by_role("heading", name=BRINE).first).to_be_visible()


def test_pages_of_an_event_fit_the_screen_and_are_readable(visit: Visit) -> None:
    for lang in ("en", "zh"):
        for path in ("", "/participants", "/participant/brine",
                     "/participant/brine?as=participant",
                     "/replan?kind=absent&participant=salt&look=1", "/free?at=2", "/report"):
            page = visit.go(f"{KEPT}{path}{'&' if '?' in path else '?'}lang={lang}")
            visit.check()
            small = page.evaluate(
                "[...document.querySelectorAll('main *')].filter(e => e.childElementCount === 0 "
                "&& e.textContent.trim() && e.checkVisibility() && "
                "parseFloat(getComputedStyle(e).fontSize) < 11).map(e => e.outerHTML)")
            assert small == []
