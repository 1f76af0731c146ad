from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import qilian
from api.app import create_app
from api.errors import MEDIA, STATUS
from api.settings import Settings
from graph.errors import QilianError
from tests.api.conftest import HERE

LONG = "x" * 20_000


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "says"),
    [
        ("GET", "/nothing", None, 404, "nothing at /nothing"),
        ("GET", "/entities/Nobody", None, 404, "Nobody"),
        ("GET", "/documents/no/such.txt", None, 404, "no/such.txt"),
        ("DELETE", "/match", None, 405, "does not take DELETE"),
        ("GET", "/entities", None, 422, "query.q"),
        ("GET", "/entities?q=%20", None, 422, "empty"),
        ("GET", "/entities?q=a&kind=Fish", None, 422, "Fish"),
        ("GET", "/entities?q=a&limit=9999", None, 422, "query.limit"),
        ("GET", "/entities/Institute%20of%20Pasture%20Science/neighbours?kind=EATS", None, 422,
         "EATS"),
        ("POST", "/match", {"need": ""}, 422, "body.need"),
        ("POST", "/match", {"need": "  "}, 422, ""),
        ("POST", "/match", {"need": "lithium", "as_of": "soon"}, 422, "soon"),
        ("POST", "/match", {"need": "lithium", "colour": 1}, 422, "body.colour"),
        ("POST", "/match", {"need": "lithium", "kinds": ["Fish"]}, 422, "Fish"),
        ("GET", f"/entities?q={LONG}", None, 414, "POST"),
        ("GET", "/industries/Cheese/problems", None, 404, "Cheese"),
        ("GET", "/events/nobody/plan", None, 404, "nobody"),
    ],
)
def test_every_error_has_one_shape(
    client: TestClient, method: str, path: str, body: object, status: int, says: str
) -> None:
    answer = client.request(method, path, json=body)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == MEDIA
    told = answer.json()
    assert set(told) == {"type", "title", "status", "detail", "instance", "errors"}
    assert told["status"] == status
    assert says in told["detail"]
    assert told["instance"] == path.split("?")[0].replace("%20", " ")


def test_a_browser_gets_the_same_words_as_a_page(client: TestClient) -> None:
    answer = client.get("/entity/Nobody", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "nothing is named &#39;Nobody&#39;" in answer.text


def test_bodies_are_limited(graph: qilian.KnowledgeGraph) -> None:
    app = create_app(Settings(max_body=2000), graph=graph)
    with TestClient(app, base_url=HERE) as client:
        stated = client.post("/match", json={"need": LONG})
        streamed = client.post(
            "/match", content=iter([b'{"need": "', LONG.encode(), b'"}']),
            headers={"Content-Type": "application/json"},
        )
    for answer in (stated, streamed):
        assert answer.status_code == 413
        assert "QILIAN_MAX_BODY" in answer.json()["detail"]


def test_time_is_limited(graph: qilian.KnowledgeGraph) -> None:
    app = create_app(Settings(time_limit=1e-6), graph=graph)
    with TestClient(app, base_url=HERE) as client:
        answer = client.post("/match", json={"need": "lithium"})
    assert answer.status_code == 504
    assert answer.json()["title"] == "Gateway Timeout"


def test_a_store_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("this is no database, whatever its name says", encoding="utf-8")
    app = create_app(Settings(store=f"sqlite:///{broken}"))
    with TestClient(app, base_url=HERE) as client:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "broken.db" in answer.json()["detail"]


def test_what_nobody_foresaw_says_nothing_of_the_inside(graph: qilian.KnowledgeGraph) -> None:
    app = create_app(Settings(), graph=graph)

    @app.get("/broken")
    def broken() -> float:
        return 1 / 0

    client = TestClient(app, base_url=HERE, raise_server_exceptions=False)
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == MEDIA
    assert "division" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_every_named_error_has_a_status() -> None:
    assert set(QilianError.__subclasses__()) <= set(STATUS)
