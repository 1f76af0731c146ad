"""Events over HTTP: brought in, planned as a run, changed, reported."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.schemas.events import EventRequest
from api.settings import Settings
from qilian import KnowledgeGraph
from tests.api.conftest import HERE, KEY
from tests.api.small_store import BRINE, INSTITUTE, NEED

EVENT: dict[str, Any] = {
    "by": "Lin",
    "setting": {"title": "Brine day", "start": "2026-09-10 09:00", "slots": 3, "tables": 2},
    "participants": [
        {"organisation": BRINE, "needs": NEED, "max_meetings": 2, "key": "brine"},
        {"organisation": INSTITUTE, "offers": "adsorbents for lithium", "key": "chem"},
        {"organisation": "A Stranger", "needs": "hay", "availability": "whenever", "key": "hay"},
    ],
}


@pytest.fixture
def service(own_graph: KnowledgeGraph) -> Iterator[TestClient]:
    settings = Settings(host="0.0.0.0", key=KEY, visibility="confidential")
    with TestClient(create_app(settings, graph=own_graph), base_url=HERE,
                    headers={"X-API-Key": KEY}) as client:
        yield client


@pytest.fixture
def planned(service: TestClient) -> TestClient:
    assert service.put("/events/brine-day", json=EVENT).status_code == 200
    run(service, "plan", {"by": "Lin"})
    return service


def run(service: TestClient, what: str, body: dict[str, Any]) -> dict[str, Any]:
    """Start a run and wait for its end."""
    begun = service.post(f"/events/brine-day/{what}", json=body)
    assert begun.status_code == 202, begun.text
    job: dict[str, Any] = begun.json()
    while job["state"] in ("waiting", "running"):
        time.sleep(0.02)
        job = service.get(f"/jobs/{job['id']}").json()
    assert job["state"] == "done", job["failure"]
    assert job["share"] == 1
    return job


def test_an_event_is_brought_in_and_planned(planned: TestClient) -> None:
    kept = planned.get("/events/brine-day").json()
    assert any("whenever" in problem for problem in kept["problems"])
    assert {link["participant"] for link in kept["links"]} == {"brine", "chem", "hay"}
    plan = planned.get("/events/brine-day/plan").json()
    (meeting,) = plan["meetings"]
    assert {meeting["first"], meeting["second"]} == {"brine", "chem"}
    assert abs(sum(part["value"] for part in meeting["parts"]) - meeting["value"]) < 1e-9
    assert plan["bound"] >= plan["value"] > 0
    assert [e["name"] for e in planned.get("/events").json()] == ["brine-day"]
    assert planned.get("/events/brine-day/proposals").json()["brine"][0]["reason"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "ics", "json", "html"])
def test_a_plan_as_a_file(planned: TestClient, form: str) -> None:
    answer = planned.get(f"/events/brine-day/plan.{form}")
    assert answer.status_code == 200
    assert f"brine-day.{form}" in answer.headers["content-disposition"]
    assert len(answer.content) > 100


def test_changes_are_shown_before_they_are_kept(planned: TestClient) -> None:
    change = {"disruptions": [{"kind": "absent", "participant": "chem"}], "by": "Lin"}
    shown = planned.post("/events/brine-day/replan", json=change).json()
    assert not shown["kept"]
    assert [move["after"] for move in shown["moves"]] == [None]
    assert len(planned.get("/events/brine-day/plan").json()["meetings"]) == 1
    planned.post("/events/brine-day/replan", json={**change, "keep": True})
    assert planned.get("/events/brine-day/plan").json()["meetings"] == []
    free = planned.get("/events/brine-day/free", params={"at": "09:00"}).json()
    assert free["free"] == ["brine", "hay"]


def test_requests_locks_and_outcomes(planned: TestClient) -> None:
    pair = {"by": "Lin", "participant": "brine", "counterpart": "chem"}
    asked = planned.post("/events/brine-day/wishes", json={**pair, "ask": "must"}).json()
    assert asked["wishes"][0]["ask"] == "must"
    assert planned.post("/events/brine-day/wishes", json=pair).json()["wishes"] == []
    locked = planned.post("/events/brine-day/locks", json={**pair, "at": "2", "table": 2}).json()
    assert (locked["locks"][0]["slot"], locked["locks"][0]["table"]) == (1, 1)
    assert planned.post("/events/brine-day/unlock", json=pair).json()["locks"] == []
    assert planned.post("/events/brine-day/publish", json={"by": "Lin"}).json()["published"]
    planned.post("/events/brine-day/outcomes", json={"by": "Lin", "outcomes": [
        {"first": "brine", "second": "chem", "held": True, "rating": 4}]})
    report = planned.get("/events/brine-day/report").json()
    assert report["tables"]["Meetings by kind"]
    assert planned.post("/events/brine-day/forget", json={"by": "Lin"}).status_code == 200
    assert planned.delete("/events/brine-day").status_code == 204
    assert planned.get("/events/brine-day").status_code == 404


def test_given_meetings_are_placed(planned: TestClient) -> None:
    run(planned, "schedule", {"by": "Lin", "meetings": [
        {"first": "brine", "second": "chem", "slot": 3}]})
    (meeting,) = planned.get("/events/brine-day/plan").json()["meetings"]
    assert meeting["slot"] == 2


def test_a_run_that_fails_says_why(service: TestClient) -> None:
    service.put("/events/brine-day", json=EVENT)
    job = service.post("/events/brine-day/schedule", json={"by": "Lin"}).json()
    while job["state"] in ("waiting", "running"):
        time.sleep(0.02)
        job = service.get(f"/jobs/{job['id']}").json()
    assert job["state"] == "failed"
    assert "no plan" in job["failure"]


def test_what_is_wrong_is_named(planned: TestClient) -> None:
    wrong = {**EVENT, "setting": {"title": "x", "start": "soon", "slots": 1}}
    assert "soon" in planned.put("/events/other", json=wrong).json()["detail"]
    assert planned.get("/jobs/nobody").status_code == 404
    old = planned.post("/events/brine-day/publish", json={"by": "Lin", "revision": 1})
    assert old.status_code == 422
    assert "meanwhile" in old.json()["detail"]


def test_the_example_is_taken(service: TestClient) -> None:
    example = EventRequest.model_json_schema()["examples"][0]
    assert service.put("/events/example", json=example).json()["problems"] == []
