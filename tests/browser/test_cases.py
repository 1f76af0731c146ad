"""A need kept as a case and followed by keyboard alone, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.api.small_store import INSTITUTE, NEED, small_store
from tests.browser.conftest import Visit, _serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A service over a store of its own, which this test writes to."""
    with small_store(tmp_path / "cases.db") as graph:
        yield from _serving(graph)


def test_an_answer_is_kept_marked_noted_and_undone(visit: Visit) -> None:
    page = visit.go("/ask")
    page.get_by_label("What has to be solved?").fill(NEED)
    page.get_by_role("button", name="Find who can").click()
    page.get_by_text("Keep as a case").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name of the case").fill("Northern lake")
    page.get_by_label("Your name").first.fill("Li Wen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Northern lake")
    visit.check()
    line = page.locator(".case-candidate", has_text=INSTITUTE)
    line.get_by_role("button", name="contacted").focus()
    page.keyboard.press("Enter")
    expect(line.locator(".tag").nth(1)).to_have_text("contacted")
    line.get_by_text("declined …").focus()
    page.keyboard.press("Enter")
    line.get_by_role("button", name="price").focus()
    visit.check()
    page.keyboard.press("Enter")
    expect(line).to_contain_text("declined price")
    page.get_by_label("New note").fill("asks for a sample")
    page.get_by_label("About").select_option(label=INSTITUTE)
    page.get_by_role("button", name="Write down").click()
    expect(line).to_contain_text("asks for a sample")
    page.get_by_text("What was done").click()
    page.get_by_role("button", name="undo").nth(1).click()
    expect(line.locator(".tag").nth(1)).to_have_text("contacted")
    visit.check()
    page.get_by_role("button", name="Ask again", exact=True).click()
    expect(page.locator(".marked")).to_contain_text("contacted in case Northern lake")
    visit.check()
