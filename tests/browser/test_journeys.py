"""What readers do, in a real Chromium, on a wide and on a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.api.small_store import BRINE, INDUSTRY, INSTITUTE, NEED, PASTURE
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.textContent.trim().slice(0, 80)")
    return found


def test_from_a_question_to_the_marked_words(visit: Visit) -> None:
    page = visit.go("/")
    page.get_by_label("What has to be solved?").fill(NEED)
    page.get_by_role("button", name="Find who can").click()
    first = page.locator(".candidate").first
    expect(first.get_by_role("heading")).to_have_text(INSTITUTE)
    expect(first.locator(".stack")).to_be_visible()
    first.get_by_text("How the score adds up").click()
    expect(first.locator(".parts")).to_be_visible()
    visit.check()
    first.get_by_role("link", name=INSTITUTE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(INSTITUTE)
    expect(page.locator("svg.years")).to_be_visible()
    visit.check()
    page.get_by_role("link", name="source").first.click()
    expect(page.locator(".cells")).to_be_visible()
    visit.check()
    visit.go("/document/plans/plan.txt")
    expect(page.locator(".text mark")).not_to_have_count(0)
    visit.check()


def test_a_fact_leads_to_its_words_and_back(visit: Visit) -> None:
    page = visit.go("/document/plans/plan.txt")
    fact = page.locator(".fact", has_text="runs")
    fact.get_by_role("link").last.click()
    on = page.locator("mark.on")
    expect(on).not_to_have_count(0)
    assert "".join(on.all_text_contents()) == "Northern Bureau will build the Salt Lake Test Base"
    page.locator("mark a", has_text="Output is to reach").click()
    expect(page.locator(".fact.on")).to_contain_text("output value")


def test_evidence_opens_at_its_words(visit: Visit) -> None:
    page = visit.go(f"/ask?need={NEED}")
    page.locator(".candidate").first.locator(".work-title").first.click()
    expect(page.locator("mark.hit")).to_be_in_viewport()
    assert page.url.endswith("#words-asked")


def test_filters_change_the_answer_and_its_address(visit: Visit) -> None:
    page = visit.go(f"/ask?need={NEED}")
    if page.viewport_size and page.viewport_size["width"] < 900:
        page.locator(".fold > summary").click()
    page.get_by_label("institutes").uncheck()
    page.wait_for_url("**/ask?*kind=any")
    page.get_by_label("enterprises").check()
    expect(page.locator(".candidate").first.get_by_role("heading")).to_have_text(BRINE)
    page.wait_for_url("**/ask?*kind=Enterprise")
    expect(page.get_by_label("institutes")).not_to_be_checked()
    page.go_back()
    expect(page.locator(".candidate").first.get_by_role("heading")).to_have_text(INSTITUTE)
    expect(page.get_by_label("enterprises")).not_to_be_checked()


def test_finding_by_name_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit.go("/industry")
    page.keyboard.press("/")
    page.keyboard.type("盐湖")
    expect(page.locator("#suggestions a").first).to_contain_text(INSTITUTE)
    page.keyboard.press("ArrowDown")
    assert INSTITUTE in focused(page)
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions a")).to_have_count(0)
    page.keyboard.type(" ")
    expect(page.locator("#suggestions a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(INSTITUTE)


def test_the_first_key_skips_to_the_content(visit: Visit) -> None:
    page = visit.go("/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("What has to be solved?")).to_be_focused()


def test_an_industry_in_chinese(visit: Visit) -> None:
    page = visit.go("/")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("谁能解决？依据何在？")
    page.get_by_role("link", name=INDUSTRY).click()
    expect(page.get_by_role("heading", name="共性难题")).to_be_visible()
    expect(page.locator(".solvers").first).to_contain_text(INSTITUTE)


def test_why_not_another(visit: Visit) -> None:
    page = visit.go(f"/ask?need={NEED}")
    page.get_by_label("Missing someone?").fill(PASTURE)
    page.get_by_role("button", name="Why not?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Why not {PASTURE}?")
    expect(page.locator(".lacking li")).not_to_have_count(0)


def test_data_are_tried_by_the_page(visit: Visit) -> None:
    page = visit.go("/add")
    rows = b"id,name\n1,Institute X\n2,\n"
    page.get_by_label("Files").set_input_files(
        {"name": "institutes.csv", "mimeType": "text/csv", "buffer": rows}
    )
    page.get_by_label("Only try it and report").check()
    page.get_by_role("button", name="Read").click()
    expect(page.get_by_role("status")).to_contain_text("Tried, nothing loaded")
    expect(page.get_by_role("status")).to_contain_text("institutes.csv, row 3")


@pytest.mark.parametrize(
    "path",
    ["/", "/ask", f"/ask?need={NEED}", f"/why-not?need={NEED}&organisation={PASTURE}", "/industry",
     f"/industry/{INDUSTRY}", f"/entity/{INSTITUTE}", f"/entity/{PASTURE}", "/entity/patent:P1",
     "/document/plans/plan.txt", "/document/register/P1", "/find?q=institute", "/event", "/add",
     "/http"],
)
def test_pages_fit_the_screen_and_are_readable(visit: Visit, path: str) -> None:
    page = visit.go(path)
    visit.check()
    small = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.childElementCount === 0 && "
        "e.textContent.trim() && e.checkVisibility() && "
        "parseFloat(getComputedStyle(e).fontSize) < 11).map(e => e.outerHTML.slice(0, 120))"
    )
    assert small == []
