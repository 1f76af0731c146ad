"""The review queue over HTTP: as JSON, as a page, and by the page's own form."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html

import qilian
from api.app import create_app
from api.settings import Settings
from api.words import words
from graph.identity.comparisons import FEATURES
from graph.model import Source
from tests.api.conftest import HERE, KEY
from tests.builders import REGISTER, organisation_row, patent_row

PAGE = {"Accept": "text/html"}
WITH_KEY = {"X-API-Key": KEY}
SECRET = Source("secret", "Not for all", visibility="confidential", form="table")
ONE, TWO = "Norbu Salt Lake Research Institute", "Norbu Salt Lake Research Inst. of Xining"


@pytest.fixture
def pairs(tmp_path: Path) -> Iterator[qilian.KnowledgeGraph]:
    with qilian.open(f"sqlite:///{tmp_path / 'pairs.db'}") as graph:
        graph.load(REGISTER, [
            organisation_row("1", ONE, region="Xining", founded="1999", identifiers=("org:1",)),
            organisation_row("2", "Dolma Wool <b>Spinning</b> Institute", region="Xining"),
            organisation_row("3", "Dolma Wool Spinning Institute of Xining"),
            *(patent_row(f"P{i}", [TWO], title="Sorbent") for i in range(3)),
        ])
        graph.load(SECRET, [organisation_row("s1", ONE, kind="Platform", source="secret")])
        yield graph


@pytest.fixture
def own(pairs: qilian.KnowledgeGraph) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), graph=pairs), base_url=HERE) as client:
        yield client


@pytest.fixture
def public(pairs: qilian.KnowledgeGraph) -> Iterator[TestClient]:
    app = create_app(Settings(host="0.0.0.0", key=KEY, visibility="public"), graph=pairs)
    with TestClient(app, base_url=HERE) as client:
        client.headers |= WITH_KEY
        yield client


def test_doubts_come_with_both_sides_and_the_parts_of_their_score(public: TestClient) -> None:
    found = public.get("/doubts").json()
    assert (found["total"], found["crowded"]) == (2, 0)
    first = found["doubts"][0]
    assert (first["first"]["name"], first["second"]["name"]) == (TWO, ONE)
    assert (first["gain"], first["outcome"], first["apart"]) == (1, "unsure", "")
    assert {"core", "region"} <= {part["feature"] for part in first["parts"]}
    about = public.get("/doubts", params={"about": ONE, "limit": 1}).json()
    assert about["doubts"] == [first]
    assert public.get("/doubts", params={"kind": "Agency"}).json()["doubts"] == []
    assert public.get("/doubts", params={"kind": "Town"}).status_code == 422
    assert public.get("/doubts", params={"about": "Nobody at all"}).status_code == 404


def test_a_decision_is_taken_listed_and_undone(public: TestClient) -> None:
    pair = public.get("/doubts").json()["doubts"][0]
    sent = {"kind": "different", "first": pair["first"]["id"], "second": pair["second"]["id"],
            "by": "Li Wen", "why": "two roofs", "score": pair["score"]}
    made = public.post("/doubts/decisions", json=sent).json()
    assert (made["first"], made["by"], made["why"]) == (TWO, "Li Wen", "two roofs")
    assert made["score"] == pytest.approx(pair["score"], abs=1e-4)
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: public.post("/doubts/decisions", json=sent).json(),
                              range(4)))
    assert again == [made] * 4
    assert public.get("/doubts").json()["total"] == 1
    assert public.get("/doubts/decisions").json() == [made]
    assert public.delete(f"/doubts/decisions/{made['id']}").json() == made
    assert public.delete(f"/doubts/decisions/{made['id']}").status_code == 404
    assert public.get("/doubts").json()["doubts"][0] == pair


def test_without_a_score_that_of_the_names_is_kept(public: TestClient) -> None:
    made = public.post("/doubts/decisions", json={
        "kind": "unsure", "first": ONE, "second": TWO, "by": "Li Wen"}).json()
    assert 0 < made["score"] < 1


@pytest.mark.parametrize("wrong", [
    {"kind": "alike"}, {"by": ""}, {"first": ""}, {"score": 2}, {"more": 1}, {"second": ONE},
])
def test_what_is_no_decision_is_refused(public: TestClient, wrong: dict[str, object]) -> None:
    sent = {"kind": "same", "first": ONE, "second": TWO, "by": "Li Wen"} | wrong
    assert public.post("/doubts/decisions", json=sent).status_code == 422
    assert public.get("/doubts/decisions").json() == []


def test_writing_needs_the_key_or_the_token_of_the_page(own: TestClient) -> None:
    sent = {"kind": "unsure", "first": ONE, "second": TWO, "by": "Li Wen"}
    assert own.post("/doubts/decisions", json=sent).status_code == 403
    assert own.delete("/doubts/decisions/0").status_code == 403
    assert own.post("/review", data={"unsure": "a b", "by": "x"}, headers=PAGE).status_code == 403


def test_the_page_works_by_its_form_alone(own: TestClient, pairs: qilian.KnowledgeGraph) -> None:
    page = html.fromstring(own.get("/review", headers=PAGE).text)
    cards = page.find_class("doubt")
    assert len(cards) == pairs.doubts().total == 4
    card = next(c for c in cards if TWO in c.text_content() and "institute" in c.text_content())
    assert [section.xpath("string(.//h3)") for section in card.find_class("side")][0] == TWO
    [token] = page.xpath("//form[@id='doubts']//input[@name='token']/@value")
    [pair] = card.xpath(".//button[@name='different']/@value")
    sent = {"token": token, "by": "Li Wen", "different": pair, "kind": "Institute"}
    answer = own.post("/review", data=sent, headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?kind=Institute")
    after = html.fromstring(own.get("/review", headers=PAGE).text)
    assert len(after.find_class("doubt")) == 3
    [lately] = after.find_class("lately")
    assert "Li Wen" in lately.text_content()
    assert "score seen: " in lately.text_content()
    [undo] = lately.xpath(".//button[@name='undo']/@value")
    own.post("/review", data={"token": token, "undo": undo}, headers=PAGE)
    assert pairs.decisions() == []
    nothing = own.post("/review", data={"token": token, "by": "Li Wen"}, headers=PAGE)
    assert nothing.status_code == 422
    nobody = own.post("/review", data={"token": token, "same": pair}, headers=PAGE)
    assert nobody.status_code == 422


def test_names_are_shown_as_text_and_evidence_links_to_its_document(own: TestClient) -> None:
    answer = own.get("/review", headers=PAGE).text
    assert "<b>Spinning" not in answer
    page = html.fromstring(answer)
    links = page.xpath("//ul[contains(@class, 'evidence')]//a/@href")
    assert links
    assert all(own.get(link, headers=PAGE).status_code == 200 for link in links)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_part_of_a_score_has_its_word(own: TestClient, lang: str) -> None:
    page = html.fromstring(own.get("/review", params={"lang": lang}, headers=PAGE).text)
    told = {dt.text_content() for dt in page.xpath("//dl[@class='parts']//dt")}
    assert ("own name" if lang == "en" else "字号") in told


def test_the_page_says_whom_it_does_not_know(own: TestClient) -> None:
    page = own.get("/review", params={"about": "Nobody at all"}, headers=PAGE)
    assert page.status_code == 200
    assert "nothing is named" in html.fromstring(page.text).xpath("string(//p[@role='alert'])")
    people = own.get("/review", params={"kind": "Person"}, headers=PAGE).text
    assert "No pair is in doubt" in people


def test_a_reader_of_public_sources_sees_and_decides_nothing_else(
    public: TestClient, pairs: qilian.KnowledgeGraph
) -> None:
    [hidden] = [e for e in pairs.store.entities_of_kind("Platform")]
    assert pairs.doubts(about=hidden.id).total
    assert hidden.id not in public.get("/doubts").text
    assert hidden.id not in public.get("/review", headers=PAGE).text
    assert public.get("/doubts", params={"about": hidden.id}).status_code == 404
    sent = {"kind": "same", "first": hidden.id, "second": TWO, "by": "Guest"}
    assert public.post("/doubts/decisions", json=sent).status_code == 404
    made = pairs.decide("different", hidden.id, TWO, by="Li Wen")
    assert public.get("/doubts/decisions").json() == []
    assert public.delete(f"/doubts/decisions/{made.id}").status_code == 404
    assert pairs.decisions() == [made]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_comparison_has_a_word(lang: str) -> None:
    wanted = [*FEATURES, "constant", "conflict", "doubt", "name"]
    assert [f for f in wanted if f"doubts.part_{f}" not in words(lang).entries] == []
