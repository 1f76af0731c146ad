"""The further questions and the controls of questions, by command and by HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.cases import question_options, sent_options
from api.schemas.matching import QuestionRequest
from graph.matching.options import NAMES
from graph.matching.results import Need
from tests.api.command_line import ok, run
from tests.api.small_store import BRINE, INDUSTRY, INSTITUTE, NEED, PASTURE, small_store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    small_store(tmp_path / "s.db").close()
    return f"sqlite:///{tmp_path}/s.db"


def test_who_may_take_a_patent(store: str, client: TestClient) -> None:
    answer = json.loads(ok("licensees", "patent:P1", "--json", store=store))
    assert answer["question"] == "licensees"
    names = [c["entity"]["name"] for c in answer["candidates"]]
    assert set(names) == {BRINE, "Lake Lithium Company"}
    text = ok("licensees", "patent:P1", store=store)
    assert "Who may take: Adsorbent for extraction" in text
    assert "states a need that it meets" in text
    found = client.post("/match/licensees", json={"offer": "patent:P1", "limit": 1}).json()
    assert found["question"] == "licensees"
    assert found["candidates"][0]["organisation"]["name"] == names[0]
    assert client.post("/match/licensees", json={"offer": ""}).status_code == 422
    assert client.post("/match/licensees", json={"need": "x"}).status_code == 422


def test_which_industries_an_institute_could_serve(store: str, client: TestClient) -> None:
    answer = json.loads(ok("served", INSTITUTE, "--json", store=store))
    assert [c["entity"]["name"] for c in answer["candidates"]] == [INDUSTRY]
    text = ok("served", INSTITUTE, store=store)
    assert "problems its works answer" in text
    assert "has the problem Lithium from brine with much magnesium" in text
    found = client.get(f"/entities/{INSTITUTE}/served").json()
    assert [c["organisation"]["name"] for c in found["candidates"]] == [INDUSTRY]
    assert client.get(f"/entities/{INDUSTRY}/served").status_code == 404
    early = client.get(f"/entities/{INSTITUTE}/served?as_of=2015").json()
    assert early["candidates"] == early["nearest"] == []
    assert early["notes"] == [f"{INSTITUTE} has no works before 2015"]


def test_who_is_like_an_organisation(store: str, client: TestClient) -> None:
    answer = json.loads(ok("similar", INSTITUTE, "--kind", "enterprise", "--json", store=store))
    assert [c["entity"]["name"] for c in answer["candidates"]] == [BRINE]
    assert "Who is like" in ok("similar", INSTITUTE, store=store)
    found = client.get(f"/entities/{INSTITUTE}/similar?kind=Enterprise").json()
    assert [c["organisation"]["name"] for c in found["candidates"]] == [BRINE]


def test_controls_by_command(store: str) -> None:
    def names(*options: str) -> list[str]:
        answer = json.loads(ok("match", NEED, "--json", *options, store=store))
        return [c["entity"]["name"] for c in answer["candidates"] + answer["nearest"]]

    assert names() == [INSTITUTE, BRINE]
    assert names("--asker", BRINE) == []
    assert names("--asker", BRINE, "--conflicts") == [INSTITUTE]
    assert names("--asker", BRINE, "--as-of", "2022") == []
    assert names("--asker", BRINE, "--as-of", "2022", "--conflicts") == [INSTITUTE]
    assert names("--asker", "Lake Lithium Company", "--no-competitors") == [INSTITUTE]
    assert run("match", NEED, "--within-km", "5", store=store).exit_code != 0
    assert "near" in run("match", NEED, "--within-km", "5", store=store).output
    text = ok("match", NEED, "--small-first", "--spread", "1", store=store)
    assert "small organisation" in text
    assert "at most 1 candidates of one parent" in text
    why = ok("why-not", NEED, BRINE, "--asker", BRINE, store=store)
    assert "left out: it asks itself" in why


def test_controls_by_http(client: TestClient) -> None:
    asked = {"need": NEED, "asker": BRINE, "as_of": "2022"}
    answer = client.post("/match", json=asked).json()
    assert answer["candidates"] == answer["nearest"] == []
    assert f"1 left out: works together with {BRINE} in the last 5 years" in answer["notes"]
    answer = client.post("/match", json={**asked, "conflicts": True}).json()
    best = answer["candidates"][0]
    assert best["organisation"]["name"] == INSTITUTE
    assert [step["kind"] for step in best["paths"][0]] == ["APPLIED_FOR", "APPLIED_FOR"]
    assert best["paths"][0][0]["document"] == "register/P2"
    assert best["cautions"] == []
    assert best["people"] == []
    assert best["distance"] is None
    wrong = client.post("/match", json={"need": NEED, "within_km": 5})
    assert wrong.status_code in (400, 422)
    assert client.post("/match", json={"need": NEED, "near": "Xyzzyville"}).status_code == 404


def test_cautions_are_told_on_both_faces(store: str, client: TestClient) -> None:
    assert "caution: rests on one work" in ok("match", "alpine pasture vetch", "--as-of", "2021",
                                              store=store)
    answer = client.post("/match", json={"need": "alpine pasture vetch", "as_of": "2021"}).json()
    best = next(c for c in answer["candidates"] + answer["nearest"]
                if c["organisation"]["name"] == PASTURE)
    assert {"name": "little", "words": "rests on one work"} in best["cautions"]


def test_problems_tell_how_many_state_them(store: str, client: TestClient) -> None:
    assert f"stated by 2: {BRINE}, Lake Lithium Company" in ok("problems", INDUSTRY, store=store)
    problem = client.get(f"/industries/{INDUSTRY}/problems").json()["problems"][0]
    assert problem["support"] == 2
    assert problem["holders"] == [BRINE, "Lake Lithium Company"]


def test_why_not_takes_the_controls(client: TestClient) -> None:
    asked = {"need": NEED, "organisation": BRINE}
    assert client.get("/match/why-not", params=asked).json()["rank"] == 2
    found = client.get("/match/why-not", params={**asked, "asker": BRINE}).json()
    assert found["rank"] is None
    assert found["lacking"][0] == "left out: it asks itself"
    found = client.get("/match/why-not", params={**asked, "kinds": ["Institute"]}).json()
    assert "it is of kind Enterprise" in found["lacking"][0]
    assert client.get("/match/why-not", params={**asked, "colour": "red"}).status_code == 422


def test_every_option_is_taken_by_http_and_kept_with_a_case() -> None:
    assert QuestionRequest.model_fields.keys() == NAMES
    kept = question_options(Need(
        NEED, kinds=("Institute",), regions=("A",), not_regions=("B",), exclude=("x",),
        codes=("C01D",), as_of="2020", since="2010", min_works=2, asker="y", competitors=False,
        conflicts=True, near="A", within_km=5.0, alive=True, small_first=True, spread=1))
    assert kept.keys() == NAMES - {"title", "limit"}
    assert sent_options(NEED, json.dumps(kept)) == kept


def test_regions_left_out_are_handed_on(store: str, client: TestClient) -> None:
    assert INSTITUTE in ok("match", NEED, "--not-region", "North City", store=store)
    for command in (("match", NEED), ("ask", NEED), ("why-not", NEED, BRINE)):
        refused = run(*command, "--not-region", "Atlantis", store=store)
        assert "Atlantis" in refused.output
    refused = client.post("/match", json={"need": NEED, "not_regions": ["Atlantis"]})
    assert refused.status_code == 404


def test_a_sentence_takes_the_controls(store: str) -> None:
    assert "small organisation" in ok("ask", NEED, "--small-first", store=store)
