from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.routes.pages_start import _inside
from api.security import Signer
from tests.api.conftest import KEY

PAGE = {"Accept": "text/html"}
FILE = {"files": ("institutes.csv", b"id,name\n1,New Institute of Testing\n", "text/csv")}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "", "[::1"])
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/industries", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["status"] == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "10.1.2.3"])
def test_addresses_and_localhost_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://[::1"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_page_of_another_site_may_not_send(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/match", json={"need": "lithium"}, headers=headers)
    assert answer.status_code == 403


def test_writing_needs_a_token_or_the_key(client: TestClient, keyed: TestClient) -> None:
    assert client.post("/documents", files=FILE).status_code == 403
    assert keyed.post("/documents", files=FILE, headers={"X-API-Key": KEY}).status_code == 200


def test_a_forged_token_is_refused(client: TestClient) -> None:
    client.get("/add", headers=PAGE)
    token = client.cookies["qilian_token"]
    forged = Signer("").signed("form", token.split(".")[0])
    for wrong in ("", "x.y", forged):
        answer = client.post("/documents", files=FILE, headers={"X-Qilian-Token": wrong})
        assert answer.status_code == 403
    client.cookies.clear()
    without_cookie = client.post("/documents", files=FILE, headers={"X-Qilian-Token": token})
    assert without_cookie.status_code == 403


def test_without_the_key_nothing_is_shown(keyed: TestClient) -> None:
    for path in ("/industries", "/openapi.json", "/document/plans/plan.txt"):
        answer = keyed.get(path)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert keyed.get("/industries", headers={"X-API-Key": "wrong"}).status_code == 401
    for path in ("/healthz", "/readyz", "/static/app.css"):
        assert keyed.get(path).status_code == 200


@pytest.mark.parametrize("headers", [{"X-API-Key": KEY}, {"Authorization": f"Bearer {KEY}"}])
def test_the_key_opens(keyed: TestClient, headers: dict[str, str]) -> None:
    assert keyed.get("/industries", headers=headers).status_code == 200


def test_people_sign_in_once(keyed: TestClient) -> None:
    asked = keyed.get("/industry?after=", headers=PAGE, follow_redirects=False)
    assert asked.headers["Location"] == "/sign-in?next=/industry%3Fafter%3D"
    wrong = keyed.post("/sign-in", data={"key": "no", "next": "/"}, headers=PAGE)
    assert wrong.status_code == 403
    assert "That is not the key" in wrong.text
    right = keyed.post("/sign-in", data={"key": KEY, "next": "/industry"}, headers=PAGE)
    assert right.status_code == 200
    assert right.url.path == "/industry"
    assert keyed.get("/entities?q=lithium").status_code == 200


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(path: str) -> None:
    assert _inside(path) == "/"


def test_a_reader_of_public_sources_sees_no_other(keyed: TestClient, client: TestClient) -> None:
    public = keyed.get("/entities?q=Hidden Works", headers={"X-API-Key": KEY}).json()
    assert [f for f in public["items"] if f["entity"]["name"] == "Hidden Works"] == []
    assert client.get("/entities?q=Hidden Works").json()["items"][0]["score"] == 1.0


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", "/static/app.css", "/entities"])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
