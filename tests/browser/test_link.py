"""The page on which a reader links a list of names."""

from __future__ import annotations

import csv

import pytest
from playwright.sync_api import expect

from tests.api.small_store import BRINE, INSTITUTE
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PERHAPS = INSTITUTE.rsplit(" ", 1)[0]
NAMES = f"{INSTITUTE}\n{BRINE}\nBureau of Entirely Other Matters, 12 Long Street, Some Far City"


def test_a_pasted_list_is_linked_and_taken_away(visit: Visit) -> None:
    page = visit.go("/")
    page.get_by_role("navigation").get_by_role("link", name="Names").click()
    page.get_by_label("Names", exact=True).fill(NAMES)
    visit.check()
    page.get_by_role("button", name="Link them").click()
    rows = page.locator("table.linked tbody tr")
    expect(rows).to_have_count(3)
    expect(page.get_by_label("Names", exact=True)).to_be_hidden()
    expect(page.get_by_text("Other names, or other limits")).to_be_in_viewport()
    expect(rows.nth(0).locator(".tag").first).to_have_text("linked")
    visit.check()
    rows.nth(0).get_by_text("Why").click()
    expect(rows.nth(0).locator("details li").first).to_be_visible()
    visit.check()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == NAMES.split("\n")
    rows.nth(0).get_by_role("link", name=INSTITUTE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(INSTITUTE)


def test_an_unsure_name_says_what_speaks_for_and_against(visit: Visit) -> None:
    page = visit.go("/link")
    page.get_by_label("Names", exact=True).fill(f"\n{PERHAPS}")
    page.get_by_role("button", name="Link them").click()
    row = page.locator("table.linked tbody tr").nth(1)
    expect(row.locator(".tag").first).to_have_text("unsure")
    expect(row).to_contain_text("Nobody is chosen, because")
    row.get_by_text("What speaks for").click()
    expect(row.locator("details li").first).to_be_visible()
    page.get_by_text("Other names, or other limits").click()
    expect(page.get_by_label("Names", exact=True)).to_have_value(f"\n{PERHAPS}")


def test_the_address_for_openrefine_says_what_it_is(visit: Visit) -> None:
    page = visit.go("/reconcile")
    expect(page.locator("main")).to_contain_text(f"{visit.site}/reconcile")
    page.get_by_role("link", name="Whom do these names mean?").click()
    expect(page.get_by_label("Names", exact=True)).to_be_visible()


def test_a_preview_fits_its_frame(visit: Visit) -> None:
    found = visit.page.request.get(f"{visit.site}/reconcile/suggest/entity?prefix={INSTITUTE}")
    id_ = found.json()["result"][0]["id"]
    size = visit.page.request.get(f"{visit.site}/reconcile").json()["preview"]
    visit.page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page = visit.go(f"/reconcile/preview?id={id_}")
    expect(page.get_by_role("link", name=INSTITUTE)).to_be_visible()
    high = "document.documentElement.scrollHeight - document.documentElement.clientHeight"
    assert page.evaluate(high) <= 0
