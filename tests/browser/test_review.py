"""A reviewer at the keyboard, in a real Chromium: fifty facts, a reload, a new reading, an undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import qilian
from graph.model import Claim, Evidence, Reading, Record, Source, TextSpan, Unit
from tests.api.command_line import ok
from tests.browser.conftest import Visit, _serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SOURCE = Source("papers", "Papers", form="documents")
KEY = "papers/list.txt"
PLACES = [f"Valley {chr(65 + i // 26)}{chr(97 + i % 26)}" for i in range(60)]
TEXT = "Sites of the survey\n\n" + "\n".join(
    f"Team {i} has measured the brine of {place} in spring." for i, place in enumerate(PLACES)
) + "\nThe Laboratory of Dry Lakes keeps the samples.\n"
REVIEWED = 50


def paper(*, before: str = "") -> Unit:
    """A document with sixty facts; words ``before`` it are those of a newer edition."""
    text = before + TEXT
    records = tuple(Record(f"{KEY}#Region:{p.casefold()}", "Region", p) for p in PLACES)
    claims = []
    for place, record in zip(PLACES, records, strict=True):
        start = text.index(place)
        evidence = Evidence(TextSpan(start, start + len(place)), place, "text-rules/regions", 0.8)
        claims.append(Claim(record.key, "name", value=place, evidence=evidence))
    return Unit(KEY, SOURCE.key, Reading(before or "first", "test/1"), "document",
                "Sites of the survey", "2022-05-01", text=text, media="text/plain",
                records=records, claims=tuple(claims))


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[qilian.KnowledgeGraph]:
    with qilian.open(f"sqlite:///{tmp_path}/review.db") as kg:
        kg.load(SOURCE, [paper()])
        yield kg


@pytest.fixture
def site(graph: qilian.KnowledgeGraph) -> Iterator[str]:
    """A service of this test alone, since it writes."""
    yield from _serving(graph)


def count(page: Page, state: str) -> Locator:
    return page.locator(f"li.fact.s-{state}")


def begin(visit: Visit) -> Page:
    """Open the document, choose the first fact, and say who one is at the first decision."""
    page = visit.go(f"/document/{KEY}")
    page.keyboard.press("j")
    page.keyboard.press("y")
    expect(page.get_by_label("Your name")).to_be_focused()
    expect(page.locator("[data-said]")).to_contain_text("Say who you are")
    page.keyboard.type("Li Wen")
    page.keyboard.press("Enter")
    expect(count(page, "confirmed")).to_have_count(1)
    return page


def test_fifty_facts_by_keyboard(visit: Visit, graph: qilian.KnowledgeGraph) -> None:
    page = begin(visit)
    for turn in range(1, REVIEWED):
        page.keyboard.press("j")
        page.keyboard.press("n" if turn % 5 == 4 else "y")
    expect(count(page, "confirmed")).to_have_count(40)
    expect(count(page, "rejected")).to_have_count(10)
    expect(page.locator("[data-said]")).to_contain_text("50 of 60 facts decided")
    decided = [(d.kind, d.fact and d.fact.subject, d.by) for d in graph.decisions()]
    assert decided == [("reject" if i % 5 == 4 else "confirm", PLACES[i], "Li Wen")
                       for i in range(REVIEWED)]

    page.reload()
    expect(count(page, "confirmed")).to_have_count(40)
    expect(count(page, "rejected")).to_have_count(10)
    expect(count(page, "rejected").first).to_contain_text("wrong, says Li Wen")
    expect(page.get_by_label("Your name")).to_have_value("Li Wen")

    report = graph.load(SOURCE, [paper(before="A newer edition.\n")])
    assert report.changed == 1
    page.reload()
    expect(page.locator(".text")).to_contain_text("A newer edition.")
    expect(count(page, "confirmed")).to_have_count(40)
    expect(count(page, "rejected")).to_have_count(10)

    page.keyboard.press("j")
    page.keyboard.press("u")
    expect(count(page, "confirmed")).to_have_count(39)
    expect(page.locator("li.fact.on")).to_contain_text(PLACES[0])
    expect(page.locator("[data-said]")).to_contain_text("Not decided")
    page.keyboard.press("u")
    expect(page.locator("[data-said]")).to_contain_text("no decision about this fact")
    assert len(graph.decisions()) == REVIEWED - 1


def test_the_chosen_fact_is_seen_and_its_words_too(visit: Visit) -> None:
    page = begin(visit)
    for _ in range(20):
        page.keyboard.press("j")
    page.keyboard.press("ArrowUp")
    chosen = page.locator("li.fact.on")
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text(PLACES[19])
    expect(chosen).to_be_focused()
    expect(chosen).to_be_in_viewport()
    expect(page.locator("mark.on")).to_be_in_viewport()
    assert chosen.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    assert float(chosen.evaluate("e => parseFloat(getComputedStyle(e).outlineWidth)")) >= 2
    page.keyboard.press("/")
    page.keyboard.type("yn")
    expect(count(page, "confirmed")).to_have_count(1)


def test_decisions_by_button(visit: Visit, graph: qilian.KnowledgeGraph) -> None:
    page = begin(visit)
    line = page.locator("li.fact", has_text=PLACES[3])
    line.get_by_role("button", name="wrong").click()
    expect(count(page, "rejected")).to_have_count(1)
    expect(page.locator(f"mark.s-rejected:has-text('{PLACES[3]}')")).to_have_count(1)
    line.get_by_role("button", name="undo").click()
    expect(count(page, "rejected")).to_have_count(0)
    expect(line).to_be_focused()
    assert [d.kind for d in graph.decisions()] == ["confirm"]


def test_what_was_missed_is_stated_from_the_selected_words(
    visit: Visit, graph: qilian.KnowledgeGraph
) -> None:
    page = begin(visit)
    page.keyboard.press("m")
    expect(page.locator("[data-said]")).to_contain_text("Select the words")
    page.evaluate("""words => {
        const walk = document.createTreeWalker(document.querySelector(".text"), 4);
        while (walk.nextNode()) {
            const at = walk.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walk.currentNode, at);
            range.setEnd(walk.currentNode, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }
    }""", "Laboratory of Dry Lakes")
    page.keyboard.press("m")
    expect(page.get_by_label("Words")).to_have_value("Laboratory of Dry Lakes")
    expect(page.get_by_label("Kind")).to_be_focused()
    page.keyboard.type("institute")
    page.keyboard.press("Enter")
    stated = count(page, "stated")
    expect(stated).to_have_count(1)
    expect(stated).to_contain_text("stated by Li Wen")
    expect(stated).to_be_focused()
    expect(page.locator("mark.b-organisation")).to_have_text("Laboratory of Dry Lakes")
    assert graph.entity("Laboratory of Dry Lakes").kind == "Institute"
    page.keyboard.press("u")
    expect(count(page, "stated")).to_have_count(0)
    expect(page.locator("mark.b-organisation")).to_have_count(0)
    assert [d.kind for d in graph.decisions()] == ["confirm"]


def test_the_file_of_extract_is_looked_through_by_keyboard(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "list.txt").write_text(
        "Sites\n\nNorbu Salt Lake Institute is in Zaling City.\n", encoding="utf-8")
    ok("extract", tmp_path / "list.txt", "--html", tmp_path / "out.html")
    page = browser.new_page(viewport={"width": 390, "height": 700})
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto((tmp_path / "out.html").as_uri())
    page.keyboard.press("j")
    expect(page.locator("li.fact.on")).to_be_focused()
    expect(page.locator("mark.on")).not_to_have_count(0)
    page.keyboard.press("y")
    expect(page.locator("li.fact.s-open")).not_to_have_count(0)
    assert asked == [(tmp_path / "out.html").as_uri()]
    page.close()
