"""Who may ask the reconciliation service: pages of other sites, scripts, holders of the key."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import KEY
from tests.api.reconciliation import asked, id_of, matched, names, valid
from tests.api.small_store import INSTITUTE, PASTURE

FOREIGN = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
LOCAL = {"Origin": "http://127.0.0.1:3333", "Sec-Fetch-Site": "same-site"}


def test_with_a_key_only_the_manifest_is_open(keyed: TestClient) -> None:
    manifest = valid(keyed.get("/reconcile").json(), "manifest")
    assert manifest["authentication"] == {"type": "apiKey", "name": "X-API-Key", "in": "header"}
    queries = {"queries": json.dumps({"q": {"query": INSTITUTE}})}
    assert keyed.post("/reconcile", data=queries).status_code == 401
    assert keyed.get("/reconcile", params=queries).status_code == 401
    assert keyed.get("/reconcile/suggest/entity?prefix=salt").status_code == 401
    with_key = keyed.post("/reconcile", data=queries, headers={**FOREIGN, "X-API-Key": KEY})
    assert matched(with_key.json()["q"]) == [INSTITUTE]


def test_pages_of_any_site_may_ask(client: TestClient) -> None:
    asks = {**FOREIGN, "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x-api-key"}
    before = client.options("/reconcile", headers=asks)
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in before.headers["Access-Control-Allow-Methods"]
    for path in ("/reconcile", "/reconcile/suggest/type", "/reconcile/properties"):
        assert client.get(path, headers=FOREIGN).headers["Access-Control-Allow-Origin"] == "*"
    wrong = client.post("/reconcile", data={"queries": "{"}, headers=FOREIGN)
    assert wrong.status_code == 422
    assert wrong.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/match", "/link", "/reconciled", "/entities"])
def test_they_may_ask_nothing_else(client: TestClient, path: str) -> None:
    asks = {**FOREIGN, "Access-Control-Request-Method": "POST"}
    assert "Access-Control-Allow-Origin" not in client.options(path, headers=asks).headers
    answer = client.post(path, json={}, headers=FOREIGN)
    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_pages_of_other_sites_see_public_sources_only(client: TestClient) -> None:
    hidden = {"query": "Hidden Works", "type": "Enterprise"}
    for headers in (None, LOCAL, {"Origin": "http://localhost:3333"}):
        assert matched(asked(client, headers, q=hidden)["q"]) == ["Hidden Works"]
    for headers in (FOREIGN, {"Origin": "null"}, {"Origin": "http://127.0.0.1.example"}):
        assert "Hidden Works" not in names(asked(client, headers, q=hidden)["q"])
    suggested = client.get("/reconcile/suggest/entity?prefix=Hidden", headers=FOREIGN)
    assert suggested.json()["result"] == []
    script = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.get("/reconcile/suggest/entity?prefix=Hidden",
                      headers=script).json()["result"] == []
    open_in_frame = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    id_ = id_of(client, "Hidden Works")
    assert client.get("/reconcile/preview", params={"id": id_},
                      headers=open_in_frame).status_code == 200


def test_jsonp(client: TestClient) -> None:
    queries = json.dumps({"q": {"query": PASTURE}, "hidden": {"query": "Hidden Works"}})
    answer = client.get("/reconcile", params={"queries": queries, "callback": "jQuery1_2.done"})
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    head, _, call = answer.text.partition("jQuery1_2.done(")
    assert head == "/**/"
    data = valid(json.loads(call.removesuffix(");")), "reconciliation-result-batch")
    assert matched(data["q"]) == [PASTURE]
    assert "Hidden Works" not in names(data["hidden"])
    for bad in ("alert(1)//", "a b", "1a", "a.", "été", "x" * 101):
        assert client.get("/reconcile", params={"callback": bad}).status_code == 422, bad
