"""Fifty pairs decided by keyboard alone, in a real Chromium; a reload, a new edition, an undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import qilian
from graph.model import Unit
from tests.browser.conftest import Visit, _serving
from tests.builders import REGISTER, organisation_row

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DECIDED = 50
FIRST, SECOND = ("Nor", "Dol", "Tse", "Wang", "Pe", "Kar", "Lob"), (
    "bulak", "mazhen", "ringol", "duizhu", "madong", "sangri", "gyatso", "choden")
CORES = [a + b for a in FIRST for b in SECOND]
KINDS = {"s": "same", "d": "different", "u": "unsure"}


def register(*, edition: str = "first") -> list[Unit]:
    """Fifty-six institutes, each in a second spelling that only a person can judge."""
    rows = []
    for at, core in enumerate(CORES):
        rows.append(organisation_row(f"{at}a", f"{core} Salt Lake Research Institute",
                                     region="Xining", note=edition))
        rows.append(organisation_row(f"{at}b", f"{core} Salt Lake Research Inst. of Xining"))
    return rows


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[qilian.KnowledgeGraph]:
    with qilian.open(f"sqlite:///{tmp_path}/pairs.db") as kg:
        kg.load(REGISTER, register())
        yield kg


@pytest.fixture
def site(graph: qilian.KnowledgeGraph) -> Iterator[str]:
    """A service of this test alone, since it writes."""
    yield from _serving(graph)


def cards(page: Page, state: str = "") -> Locator:
    return page.locator(f"li.doubt.s-{state}" if state else "li.doubt")


def said(page: Page) -> Locator:
    return page.locator("[data-said]")


def begin(visit: Visit, key: str) -> Page:
    """Open the queue, decide on the first pair, and say who one is."""
    page = visit.go("/review")
    page.keyboard.press("j")
    page.keyboard.press(key)
    expect(page.get_by_label("Your name")).to_be_focused()
    expect(said(page)).to_contain_text("Say who you are")
    page.keyboard.type("Li Wen")
    page.keyboard.press("Enter")
    expect(cards(page, KINDS[key])).to_have_count(1)
    return page


def test_fifty_pairs_by_keyboard(visit: Visit, graph: qilian.KnowledgeGraph) -> None:
    assert graph.doubts().total == len(CORES)
    order = [(d.first.name, d.second.name) for d in graph.doubts().doubts]
    keys = [("s", "d", "d", "u", "s")[at % 5] for at in range(DECIDED)]
    page = begin(visit, keys[0])
    for key in keys[1:]:
        page.keyboard.press(key)
    for key, kind in KINDS.items():
        expect(cards(page, kind)).to_have_count(keys.count(key))
    expect(said(page)).to_contain_text("50 decided here")
    expect(page.locator("[data-open]")).to_have_text(f"open: {len(CORES) - DECIDED}")
    made = graph.decisions()
    assert [(d.kind, d.records[0].name, d.records[1].name, d.by) for d in made] == [
        (KINDS[key], *pair, "Li Wen") for key, pair in zip(keys, order[:DECIDED], strict=True)]
    assert all(d.score is not None and 0 < d.score < 1 for d in made)
    assert graph.doubts().total == len(CORES) - DECIDED

    page.keyboard.press("z")
    expect(cards(page, "same")).to_have_count(keys.count("s") - 1)
    expect(said(page)).to_contain_text("Undone: ")
    expect(page.locator("[data-open]")).to_have_text(f"open: {len(CORES) - DECIDED + 1}")
    expect(page.locator("li.doubt.on")).to_contain_text(order[DECIDED - 1][0])
    assert [d.id for d in graph.decisions()] == [d.id for d in made[:-1]]

    page.reload()
    expect(cards(page)).to_have_count(len(CORES) - DECIDED + 1)
    expect(page.get_by_label("Your name")).to_have_value("Li Wen")
    expect(page.locator(".lately li")).to_have_count(10)

    assert graph.load(REGISTER, register(edition="second")).changed == len(CORES)
    page.reload()
    expect(cards(page)).to_have_count(len(CORES) - DECIDED + 1)
    names = {e.id: e.name for e in graph.store.entities_of_kind("Institute")}
    assert len(names) == 2 * len(CORES) - keys.count("s") + 1


def test_the_chosen_pair_is_seen_and_keys_in_fields_are_letters(visit: Visit) -> None:
    page = begin(visit, "d")
    for _ in range(9):
        page.keyboard.press("j")
    page.keyboard.press("k")
    chosen = page.locator("li.doubt.on")
    expect(chosen).to_have_count(1)
    expect(chosen).to_be_focused()
    expect(chosen).to_be_in_viewport()
    page.locator("#about").focus()
    page.keyboard.type("sduz")
    expect(page.locator("#about")).to_have_value("sduz")
    expect(cards(page, "different")).to_have_count(1)


def test_decisions_by_button_change_and_go_back(
    visit: Visit, graph: qilian.KnowledgeGraph
) -> None:
    page = begin(visit, "u")
    card = cards(page).nth(2)
    card.get_by_role("button", name="different").click()
    expect(card.locator(".tag.state")).to_have_text("different")
    card.get_by_role("button", name="the same").click()
    expect(card.locator(".tag.state")).to_have_text("the same")
    assert [d.kind for d in graph.decisions()] == ["unsure", "same"]
    card.get_by_role("button", name="undo").click()
    expect(card.locator(".tag.state")).to_be_hidden()
    expect(card).to_be_focused()
    assert [d.kind for d in graph.decisions()] == ["unsure"]
    page.keyboard.press("z")
    expect(cards(page, "unsure")).to_have_count(0)
    page.keyboard.press("z")
    expect(said(page)).to_contain_text("Nothing was decided here")


def test_keys_are_told_only_where_there_are_some(visit: Visit) -> None:
    page = visit.go("/review")
    narrow = page.viewport_size and page.viewport_size["width"] < 600
    expect(page.locator(".keys")).to_be_visible(visible=not narrow)
    nav = page.get_by_role("navigation")
    links = nav.locator("a:not(.language)").all()
    assert len({box["y"] for link in links if (box := link.bounding_box())}) == 1


def test_both_sides_stand_beside_each_other_or_one_below_the_other(visit: Visit) -> None:
    page = visit.go("/review")
    one, two = (cards(page).first.locator(".side").nth(at).bounding_box() for at in (0, 1))
    assert one
    assert two
    wide = page.viewport_size and page.viewport_size["width"] > 700
    assert (one["y"] == two["y"]) if wide else (one["y"] + one["height"] <= two["y"])
    cards(page).first.locator("summary").click()
    expect(cards(page).first.locator("dl.parts svg").first).to_be_visible()
