"""The pages of an answer: its controls, how it was understood, candidates side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from fastapi.testclient import TestClient
from lxml import html

import qilian
from api.ask_form import ANY, Question
from graph.model import Flag, TextSpan
from tests.api.command_line import ok, run
from tests.api.conftest import HERE
from tests.api.small_store import BRINE, INSTITUTE, NEED, PASTURE, small_store
from tests.api.test_pages import PAGE, check_page, get, words_of
from tests.builders import REGISTER, patent_row

BOTH = {"need": NEED, "kind": ["Institute", "Enterprise"]}


def ids(client: TestClient) -> dict[str, str]:
    answer = client.post("/match", json={"need": NEED}).json()
    return {c["organisation"]["name"]: c["organisation"]["id"] for c in answer["candidates"]}


def test_the_form_keeps_its_controls_in_the_address(client: TestClient) -> None:
    sent = {"need": NEED, "kind": ["any", "Institute"], "asker": BRINE, "conflicts": "true",
            "no_competitors": "true", "near": "", "within_km": "", "min_works": "2", "spread": "3",
            "alive": "true", "small_first": "true", "region": " ; ", "want": "solvers"}
    answer = client.post("/ask", data=sent, headers=PAGE, follow_redirects=False)
    assert answer.status_code == 303
    kept = parse_qs(urlparse(answer.headers["Location"]).query)
    assert kept == {"need": [NEED], "kind": ["Institute"], "min_works": ["2"], "asker": [BRINE],
                    "no_competitors": ["true"], "conflicts": ["true"], "alive": ["true"],
                    "small_first": ["true"], "spread": ["3"]}
    page = html.fromstring(client.get(answer.headers["Location"], headers=PAGE).text)
    check_page(page, "/ask")
    assert page.xpath("//details[@class='more']/@open")
    assert page.xpath("//input[@id='asker']/@value") == [BRINE]
    assert page.xpath("//input[@type='checkbox' and @name='small_first']/@checked")
    said = words_of(page)
    assert INSTITUTE in said
    assert "at most 3 candidates of one parent" in said
    assert "Small organisation" in said


def test_controls_say_what_they_leave_out(client: TestClient) -> None:
    page = get(client, "/ask", need=NEED, asker=BRINE)
    assert f"works together with {BRINE}" in words_of(page)
    assert not page.find_class("candidate")


def test_fields_that_mean_nothing_alone_are_named(client: TestClient) -> None:
    said = words_of(get(client, "/ask", need=NEED, no_competitors="true", within_km="50"))
    assert "Competitors were not left out: say who asks." in said
    assert "The distance was not used: say near what." in said
    assert INSTITUTE in said


def test_what_cannot_be_asked_leaves_the_form_as_it_was(client: TestClient) -> None:
    answer = client.get("/ask", params={"need": NEED, "asker": "Nobody Known"}, headers=PAGE)
    page = html.fromstring(answer.text)
    check_page(page, "/ask")
    assert answer.status_code == 404
    assert "Nobody Known" in page.xpath("//*[@role='alert']")[0].text_content()
    assert page.xpath("//input[@name='asker']/@value") == ["Nobody Known"]
    wrong = client.get("/ask", params={"need": NEED, "within_km": "far"}, headers=PAGE)
    assert wrong.status_code == 422


def test_the_need_is_shown_as_it_was_understood(client: TestClient) -> None:
    page = get(client, "/ask", need=f"{NEED}, see C02F 1/42")
    (box,) = page.find_class("understood")
    assert box.get("open") is None
    told = dict(zip((d.text for d in box.iter("dt")), (words_of(d) for d in box.iter("dd")),
                    strict=True))
    assert told["material"] == "lithium"
    assert told["Patent classes (IPC, CPC)"] == "C02F1/42"
    tags = [tag.text for tag in box.find_class("tag")]
    assert {"lithium", "brine"} <= set(tags)
    assert "C02F" not in tags
    answer = client.post("/match", json={"need": f"{NEED}, see C02F 1/42"}).json()
    assert answer["understood"]["codes"] == ["C02F1/42"]
    assert (answer["understood"]["language"], answer["model"]) == ("en", "")
    partners = client.get(f"/entities/{BRINE}/partners").json()
    assert partners["understood"] is None


def test_a_candidate_comes_with_cautions_people_and_its_parts(client: TestClient) -> None:
    page = get(client, "/ask", need="seed mixture of vetch and oat", kind="Institute")
    (care,) = page.find_class("care")
    assert "Take care" in words_of(care)
    first = page.find_class("candidate")[0]
    assert first.xpath(".//rect[@class='taken']")
    assert not first.find_class("sure")
    assert not page.xpath("//*[@id='sure']")
    explained = words_of(first.xpath(".//details[@class='sum']")[0])
    assert "Size of the record" in explained
    assert "Closest in meaning" not in explained  # nothing of it in this answer


@pytest.fixture
def defective(tmp_path: Path) -> Iterator[TestClient]:
    from dataclasses import replace

    from api.app import create_app
    from api.settings import Settings

    unit = patent_row("D1", ["Kettle Institute"], title="Kettle that whistles in tune", date="2001")
    flag = Flag("broken-text", TextSpan(0, 6), "Kettle")
    with qilian.open(f"sqlite:///{tmp_path}/d.db") as graph:
        graph.load(REGISTER, [replace(unit, flags=(flag,))])
        graph.load(REGISTER, [patent_row("D2", ["Other"], title="Plate", date="2020")])
        with TestClient(create_app(Settings(), graph=graph), base_url=HERE) as client:
            yield client


def test_confidence_is_shown_with_what_it_means(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.matching import rank, weights

    known = weights.Calibration(10.0, 0.0, 1.0)
    tried = weights.Weights(weights.HAND_SET, calibration=known)
    monkeypatch.setattr(rank, "weights_for", lambda store, before: tried)
    page = get(client, "/ask", need=NEED)
    (sure,) = page.find_class("candidate")[0].find_class("sure")
    assert "% sure" in sure.text
    assert sure.get("href") == "#sure"
    assert "so many of a hundred" in words_of(page.xpath("//*[@id='sure']")[0])


def test_candidates_are_ticked_and_compared(client: TestClient) -> None:
    page = html.fromstring(client.get("/ask", params=BOTH, headers=PAGE).text)
    (form,) = page.xpath("//form[@id='compare']")
    fields = [(f.get("name"), f.get("value")) for f in form.xpath(".//input")]
    ticks = page.xpath("//input[@name='organisation' and @form='compare']/@value")
    assert len(ticks) == 2
    data: dict[str, list[str]] = {}
    for name, value in [*fields, *(("organisation", tick) for tick in ticks)]:
        data.setdefault(name, []).append(value)
    answer = client.post(form.get("action"), data=data, headers=PAGE)
    assert answer.url.path == "/compare"
    shown = html.fromstring(answer.text)
    check_page(shown, "/compare")
    heads = [" ".join(h.text_content().split()) for h in shown.xpath("//thead//th")]
    assert [INSTITUTE in heads[0], BRINE in heads[1]] == [True, True]
    said = words_of(shown)
    assert "What it lacks" in said
    assert f"Against {INSTITUTE}:" in said
    assert len(shown.xpath("//tr[@class='part-row']")) >= 3
    long = client.post("/compare", headers=PAGE, data=data | {"need": [f"{NEED} " * 60]})
    assert (long.status_code, long.url.query) == (200, b"")
    few = client.get("/compare", params={"need": NEED, "organisation": ticks[0]}, headers=PAGE)
    assert few.status_code == 422
    assert "Tick two to four candidates" in few.text


def test_comparing_by_http_and_by_command(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"need": NEED, "organisations": [INSTITUTE, BRINE, PASTURE]}
    found = client.post("/match/compare", json=sent).json()
    ranks = [s["candidate"]["rank"] for s in found["standings"]]
    assert (ranks, found["candidates"]) == ([1, 2, 0], 2)
    assert found["standings"][2]["left_out"]
    known = ids(client)
    assert found["standings"][1]["behind"][known[INSTITUTE]][0]["name"] == "closest_works"
    wrong = client.post("/match/compare", json=sent | {"organisations": [INSTITUTE]})
    assert wrong.status_code == 422
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    small_store(tmp_path / "s.db").close()
    store = f"sqlite:///{tmp_path}/s.db"
    text = ok("compare-candidates", NEED, INSTITUTE, BRINE, store=store)
    assert "Side by side, of 2 candidates" in text
    assert f"against {INSTITUTE}: closest works" in text
    data = json.loads(ok("compare-candidates", NEED, INSTITUTE, BRINE, "--json", store=store))
    assert [s["candidate"]["rank"] for s in data["standings"]] == [1, 2]
    assert "2 to 4" in run("compare-candidates", NEED, INSTITUTE, store=store).stderr
    told = ok("match", NEED, store=store)
    assert "most telling: extraction" in told
    assert "understood: extraction of lithium" in told


def test_why_not_is_asked_with_the_filters_of_the_answer(client: TestClient) -> None:
    page = get(client, "/ask", need=NEED, kind="Institute", as_of="2023")
    assert "it is of kind Enterprise, asked for is Institute" in words_of(
        get(client, "/why-not", need=NEED, kind="Institute", organisation=BRINE))
    names = {i.get("name") for i in page.xpath("//form[@action='/why-not']//input")}
    assert {"need", "kind", "as_of", "organisation"} <= names


def test_a_kept_question_fills_the_form() -> None:
    options = {"kinds": ["Institute"], "regions": ["A", "B"], "codes": ["H01M 10/54"],
               "competitors": False, "asker": "X", "within_km": 20.0, "near": "Y"}
    question = Question.of("a need", options)
    assert (question.kind, question.region, question.no_competitors) == (
        ["Institute"], ["A", "B"], True)
    kept = {name: value for name, value in question.options().items() if name in options}
    assert kept == options
    assert Question.of("a need", {}).kinds == ["Institute", "Enterprise"]
    assert Question.of("a need", {"kinds": []}).kind == [ANY]


def test_questions_are_saved_asked_again_renewed_and_removed(
    own_client: TestClient, own_graph: qilian.KnowledgeGraph
) -> None:
    page = get(own_client, "/ask", need=NEED, kind="Institute")
    (form,) = page.xpath("//form[@action='/save']")
    data = {i.get("name"): i.get("value") or "" for i in form.xpath(".//input")}
    data |= {"name": "Lake & brine/1", "by": "Li Wen", "visibility": "confidential"}
    saved = own_client.post("/save", data=data, headers=PAGE)
    assert saved.url.path == "/saved"
    same = html.fromstring(saved.text)
    check_page(same, "/saved")
    assert "The answer is the same. The store has not changed since." in words_of(same)
    assert not same.xpath("//button[@value='renew']")
    own_graph.load(REGISTER, [patent_row("N1", ["New Lab"], title=NEED, date="2024-01-01")])
    later = get(own_client, "/saved", name="Lake & brine/1")
    said = words_of(later)
    assert "1 new, 0 gone, 1 changed" in said
    assert "+ register/N1" in said
    token = {"token": data["token"], "name": "Lake & brine/1"}
    renewed = own_client.post("/save", data=token | {"act": "renew"}, headers=PAGE)
    assert "The answer is the same." in renewed.text
    listed = get(own_client, "/saved")
    check_page(listed, "/saved")
    assert "Lake & brine/1" in words_of(listed)
    assert own_client.post("/save", data={"name": "x", "act": "remove"}).status_code == 403
    gone = own_client.post("/save", data=token | {"act": "remove"}, headers=PAGE)
    assert "No question is saved here." in gone.text
    assert own_client.get("/saved").json() == []  # programs get data at the same address
    assert own_client.get("/saved", params={"name": "x"}, headers=PAGE).status_code == 404


def test_defects_of_evidence_stand_with_it(defective: TestClient) -> None:
    page = get(defective, "/ask", need="Kettle that whistles in tune")
    first = page.find_class("candidate")[0]
    assert "defect of the text" in words_of(first)
    care = words_of(page.find_class("care")[0])
    assert "Defects in its documents" in care
    assert "Old evidence" in care
