"""Asking with controls, candidates side by side, saved questions, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.api.small_store import BRINE, INSTITUTE, NEED, PASTURE, small_store
from tests.browser.conftest import WIDTHS, Visit, _serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ASK = f"/ask?need={NEED}&kind=Institute&kind=Enterprise"


def test_ticked_candidates_are_compared_by_keyboard_alone(visit: Visit) -> None:
    page = visit.go(ASK)
    for name in (INSTITUTE, BRINE):
        page.get_by_role("checkbox", name=f"Compare {name}").focus()
        page.keyboard.press("Space")
    button = page.get_by_role("button", name="Compare the ticked")
    expect(button).to_be_in_viewport()
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Side by side")
    expect(page.get_by_role("link", name=INSTITUTE)).to_be_visible()
    expect(page.get_by_role("rowheader", name="What it lacks")).to_be_visible()
    visit.check()
    page.get_by_role("link", name="Back to the answer").click()
    expect(page.locator(".candidate")).to_have_count(2)


def test_conditions_change_the_answer_and_stay(visit: Visit) -> None:
    page = visit.go(ASK)
    if page.viewport_size and page.viewport_size["width"] < 900:
        page.locator(".fold > summary").first.click()
    page.get_by_text("More conditions").click()
    page.get_by_label("Who asks").fill(BRINE)
    page.keyboard.press("Tab")
    expect(page.locator(".candidate")).to_have_count(0)
    page.get_by_label("Keep those it worked with").check()
    page.wait_for_url("**/ask?*conflicts=true")
    expect(page.locator(".candidate")).to_have_count(1)
    expect(page.locator(".results")).to_contain_text("1 left out: it asks itself")
    expect(page.get_by_label("Who asks")).to_have_value(BRINE)
    visit.check()


def test_how_a_need_was_understood_unfolds_by_keyboard(visit: Visit) -> None:
    page = visit.go(ASK)
    page.get_by_text("How the need was understood").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".understood")).to_contain_text("Most telling words")
    visit.check()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_menu_stands_on_one_line(visit: Visit, lang: str) -> None:
    page = visit.go(f"/?lang={lang}")
    tops = page.evaluate("[...document.querySelectorAll('nav a:not(.language)')]"
                         ".map(a => a.offsetTop)")
    assert len(set(tops)) == 1, tops


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", [
    f"{ASK}&asker={BRINE}&within_km=5", f"{ASK}&alive=true&spread=1", "/saved",
    f"/compare?need={NEED}&organisation={INSTITUTE}&organisation={BRINE}&organisation={PASTURE}",
])
def test_pages_fit_the_screen(visit: Visit, path: str, lang: str) -> None:
    page = visit.go(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    visit.check()


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts(browser: Browser, tmp_path: Path, width: int) -> None:
    with small_store(tmp_path / "plain.db") as graph:
        serving: Iterator[str] = _serving(graph)
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB",
                                      java_script_enabled=False)
        page = context.new_page()
        page.goto(next(serving) + ASK)
        for name in (INSTITUTE, BRINE):
            page.get_by_role("checkbox", name=f"Compare {name}").check()
        page.get_by_role("button", name="Compare the ticked").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Side by side")
        page.get_by_role("link", name="Back to the answer").click()
        page.get_by_text("Save this question").click()
        form = page.locator("form[action='/save']")
        form.get_by_label("Name of the question").fill("Brine")
        form.get_by_label("Your name").fill("Li Wen")
        form.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_contain_text("The answer is the same.")
        page.get_by_role("button", name="Remove").click()
        expect(page.get_by_text("No question is saved here.")).to_be_visible()
        context.close()
        next(serving, None)
