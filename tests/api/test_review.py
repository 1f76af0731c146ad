"""Decisions on a document's facts, by JSON and by the page's own form."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from lxml import html

from graph.model import Source
from qilian import KnowledgeGraph
from tests.api.conftest import KEY
from tests.api.small_store import plan

PAGE = {"Accept": "text/html"}
DOCUMENT = "/document/plans/plan.txt"
DECISIONS = "/documents/plans/plan.txt/decisions"
WITH_KEY = {"X-API-Key": KEY}


def fact(client: TestClient, predicate: str, headers: dict[str, str] | None = None) -> str:
    facts = client.get("/documents/plans/plan.txt", headers=headers).json()["facts"]
    return str(next(f["id"] for f in facts if f["predicate"] == predicate))


def test_facts_name_what_read_them_and_their_kind(client: TestClient) -> None:
    facts = client.get("/documents/plans/plan.txt").json()["facts"]
    assert {(f["kind"], f["extractor"]) for f in facts} == {
        ("Agency", "mapping"), ("Platform", "mapping")}


def test_a_decision_is_taken_listed_and_undone(keyed: TestClient) -> None:
    runs = fact(keyed, "RUNS", WITH_KEY)
    sent = {"kind": "reject", "fact": runs, "by": "Li Wen", "why": "a plan alone"}
    assert keyed.post(DECISIONS, json=sent).status_code == 401
    answer = keyed.post(DECISIONS, json=sent, headers=WITH_KEY).json()
    assert answer["decision"]["subject"] == "Northern Bureau"
    state = next(f for f in answer["facts"] if f["id"] == runs)
    assert state == {"id": runs, "state": "rejected", "decision": answer["decision"]["id"],
                     "by": "Li Wen"}
    assert keyed.post(DECISIONS, json=sent, headers=WITH_KEY).json() == answer
    [listed] = keyed.get(DECISIONS, headers=WITH_KEY).json()
    assert listed == answer["decision"]
    place = f"{DECISIONS}/{listed['id']}"
    undone = keyed.delete(place, headers=WITH_KEY).json()
    assert {f["state"] for f in undone["facts"]} == {"open"}
    assert keyed.delete(place, headers=WITH_KEY).status_code == 404
    assert keyed.get(DECISIONS, headers=WITH_KEY).json() == []


def test_what_was_missed_is_stated(keyed: TestClient) -> None:
    sent = {"kind": "state", "entity": "Region", "words": "salt lakes", "by": "Li Wen"}
    answer = keyed.post(DECISIONS, json=sent, headers=WITH_KEY).json()
    assert [f["state"] for f in answer["facts"]].count("stated") == 1
    page = html.fromstring(keyed.get(DOCUMENT, headers=PAGE | WITH_KEY).text)
    [line] = page.find_class("s-stated")[-1:]
    assert "stated by Li Wen" in " ".join(line.text_content().split())
    named = keyed.get("/entities", params={"q": "salt lakes"}, headers=WITH_KEY).json()
    assert [item["entity"]["kind"] for item in named["items"]][:1] == ["Region"]


@pytest.mark.parametrize(("sent", "status", "says"), [
    ({"kind": "reject", "fact": "nothing", "by": "me"}, 422, "states no fact"),
    ({"kind": "reject", "fact": "x", "by": ""}, 422, "by"),
    ({"kind": "same", "fact": "x", "by": "me"}, 422, "kind"),
    ({"kind": "reject", "fact": "x", "by": "me", "words": "a"}, 422, "go with state"),
    ({"kind": "state", "fact": "x", "entity": "Region", "words": "a", "by": "me"}, 422, "not by"),
    ({"kind": "state", "entity": "Region", "words": "dry lakes", "by": "me"}, 422, "the words"),
    ({"kind": "reject", "fact": "x", "by": "me", "more": 1}, 422, "more"),
])
def test_what_makes_no_sense_is_refused(
    keyed: TestClient, sent: dict[str, str], status: int, says: str
) -> None:
    answer = keyed.post(DECISIONS, json=sent, headers=WITH_KEY)
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_a_document_that_the_reader_may_not_see_has_no_decisions(
    keyed: TestClient, own_graph: KnowledgeGraph
) -> None:
    assert own_graph.document("secret/x1").title == "Hidden Works"
    place = "/documents/secret/x1/decisions"
    sent = {"kind": "reject", "fact": "x", "by": "me"}
    assert keyed.post(place, json=sent, headers=WITH_KEY).status_code == 404
    assert keyed.get(place, headers=WITH_KEY).status_code == 404
    assert keyed.delete(f"{place}/x", headers=WITH_KEY).status_code == 404


def test_the_page_decides_without_a_script(own_client: TestClient) -> None:
    page = html.fromstring(own_client.get(DOCUMENT, headers=PAGE).text)
    [form] = page.xpath("//form[@id='review']")
    token = form.xpath(".//input[@name='token']/@value")[0]
    runs = fact(own_client, "RUNS")
    assert form.xpath(f".//button[@name='confirm'][@value='{runs}']")
    assert form.xpath(".//button")[0].get("disabled") is not None  # Enter presses nothing
    sent = {"token": token, "by": "Li Wen", "confirm": runs}
    refused = own_client.post(form.get("action"), data=sent | {"token": ""}, headers=PAGE)
    assert refused.status_code == 403
    answer = own_client.post(form.get("action"), data=sent, headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{DOCUMENT}#fact-{runs}")
    page = html.fromstring(own_client.get(DOCUMENT, headers=PAGE).text)
    line = page.get_element_by_id(f"fact-{runs}")
    assert "s-confirmed" in line.get("class")
    assert "right, says Li Wen" in " ".join(line.text_content().split())
    made = line.xpath(".//button[@name='undo']/@value")[0]
    own_client.post(form.get("action"), data={"token": token, "undo": made}, headers=PAGE)
    stated = {"token": token, "by": "Li Wen", "kind": "Region", "words": "salt lakes"}
    own_client.post(form.get("action"), data=stated, headers=PAGE)
    page = html.fromstring(own_client.get(DOCUMENT, headers=PAGE).text)
    assert "s-open" in page.get_element_by_id(f"fact-{runs}").get("class")
    assert page.find_class("s-stated")


def test_the_script_sends_the_token_of_its_page(own_client: TestClient) -> None:
    page = html.fromstring(own_client.get(DOCUMENT, headers=PAGE).text)
    [form] = page.xpath("//form[@id='review']")
    sent = {"kind": "confirm", "fact": fact(own_client, "RUNS"), "by": "Li Wen"}
    assert own_client.post(form.get("data-url"), json=sent).status_code == 403
    answer = own_client.post(form.get("data-url"), json=sent,
                             headers={"X-Qilian-Token": form.get("data-token")})
    assert answer.status_code == 200
    foreign = own_client.post(
        form.get("data-url"), json=sent,
        headers={"X-Qilian-Token": form.get("data-token"), "Origin": "http://elsewhere.test"})
    assert foreign.status_code == 403


def test_every_fact_has_a_word_for_its_kind_and_its_reader(own_client: TestClient) -> None:
    page = html.fromstring(own_client.get(DOCUMENT, headers=PAGE, params={"lang": "zh"}).text)
    lines = page.xpath("//li[@data-fact]")
    assert len(lines) == 6
    for line in lines:
        assert line.find_class("tone")[0].text_content().strip()
    assert "由 mapping 读出，100 %" in lines[0].text_content()
    assert page.xpath("//span[@data-label]/@data-label") == [
        "growth arithmetic", "政府部门", "平台", "output value"]


def test_a_button_pressed_often_decides_once_and_undoes_once(keyed: TestClient) -> None:
    sent = {"kind": "state", "entity": "Platform", "words": "Test Base", "by": "Li Wen"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(
            lambda _: keyed.post(DECISIONS, json=sent, headers=WITH_KEY), range(8)))
        assert {answer.status_code for answer in answers} == {200}
        [decision] = keyed.get(DECISIONS, headers=WITH_KEY).json()
        gone = list(pool.map(lambda _: keyed.delete(
            f"{DECISIONS}/{decision['id']}", headers=WITH_KEY).status_code, range(8)))
    assert sorted(gone) == [200, *[404] * 7]


def test_what_cannot_be_printed_is_not_kept(keyed: TestClient) -> None:
    sent = {"kind": "correct", "fact": fact(keyed, "name", WITH_KEY), "by": "Li\0Wen ",
            "value": "Northern\x1b Bureau"}
    decision = keyed.post(DECISIONS, json=sent, headers=WITH_KEY).json()["decision"]
    assert (decision["by"], decision["value"]) == ("Li?Wen", "Northern? Bureau")


def test_a_reader_of_public_sources_decides_on_nothing_else(
    keyed: TestClient, own_graph: KnowledgeGraph
) -> None:
    unit = plan()
    key = "closed/plan.txt"
    closed = replace(unit, key=key, source="closed", records=tuple(
        replace(r, key=r.key.replace(unit.key, key)) for r in unit.records), claims=tuple(
        replace(c, subject=c.subject.replace(unit.key, key),
                object=c.object and c.object.replace(unit.key, key)) for c in unit.claims))
    own_graph.load(Source("closed", visibility="confidential", form="documents"), [closed])
    id_ = own_graph.review(key)[0].fact.id
    taken = own_graph.decide_fact("reject", id_, key, by="Li Wen")
    sent = {"kind": "confirm", "fact": id_, "by": "Guest"}
    for answer in (
        keyed.get(f"/documents/{key}/decisions", headers=WITH_KEY),
        keyed.post(f"/documents/{key}/decisions", json=sent, headers=WITH_KEY),
        keyed.delete(f"/documents/{key}/decisions/{taken.id}", headers=WITH_KEY),
        keyed.delete(f"{DECISIONS}/{taken.id}", headers=WITH_KEY),
        keyed.post(f"/document/{key}/decisions", data={"by": "Guest", "confirm": id_},
                   headers=WITH_KEY),
    ):
        assert answer.status_code == 404
    upload = keyed.post("/documents", headers=WITH_KEY, data={"source": "closed"},
                        files={"files": ("plan.txt", b"A text of 2020 on parks.")})
    assert "is not open here" in upload.json()["failed"][0]["reason"]
    assert [d.id for d in own_graph.decisions()] == [taken.id]
