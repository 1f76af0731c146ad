"""Linking over HTTP: JSON for programs, a page for a list of names."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from lxml import html

from api.schemas.linking import MOST_TEXTS
from tests.api.conftest import KEY
from tests.api.small_store import BRINE, INSTITUTE, PASTURE
from tests.api.test_pages import PAGE, check_page, words_of

STRANGE = "Bureau of Entirely Other Matters"


def links(client: TestClient, **body: Any) -> list[dict[str, Any]]:
    answer = client.post("/link", json=body)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["links"]
    return found


def test_each_text_is_linked_or_not(client: TestClient) -> None:
    first, second, third = links(client, texts=[INSTITUTE, STRANGE, PASTURE])
    assert [link["text"] for link in (first, second, third)] == [INSTITUTE, STRANGE, PASTURE]
    assert first["outcome"] == third["outcome"] == "linked"
    assert first["chosen"]["name"] == INSTITUTE
    assert first["chosen"] in first["candidates"]
    assert all(part["says"] for part in first["chosen"]["parts"])
    assert second["outcome"] in ("unsure", "none")
    assert second["chosen"] is None
    assert second["reason"]


def test_kinds_and_limits(client: TestClient) -> None:
    (link,) = links(client, text=INSTITUTE, kinds=["Enterprise"])
    assert link["chosen"] is None
    assert INSTITUTE not in [c["name"] for c in link["candidates"]]
    (few,) = links(client, text="Institute of Science", limit=1)
    assert len(few["candidates"]) <= 1


def test_one_text_in_the_address(client: TestClient) -> None:
    answer = client.get("/link", params={"text": PASTURE, "kind": "Institute"}).json()
    assert answer["links"] == links(client, text=PASTURE, kinds=["Institute"])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "give either text or texts"),
        ({"text": "x", "texts": ["y"]}, "give either text or texts"),
        ({"texts": ["x"], "identifiers": ["ror:05dxps055"]}, "identifiers belong to one text"),
        ({"text": ""}, "body.text"),
        ({"text": "x", "identifiers": ["05dxps055"]}, "write its scheme first"),
        ({"text": "x", "identifiers": ["ror:05dxps000"]}, "ror 05dxps000"),
        ({"text": "x", "kinds": ["Unicorn"]}, "'Unicorn' is no kind"),
        ({"text": "x", "limit": 0}, "body.limit"),
        ({"texts": ["x"] * (MOST_TEXTS + 1)}, "body.texts"),
        ({"name": "x"}, "body.name"),
    ],
)
def test_bad_requests_are_named(client: TestClient, body: dict[str, Any], words: str) -> None:
    answer = client.post("/link", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_no_text_in_the_address(client: TestClient) -> None:
    assert client.get("/link").status_code == 422


def test_the_key_is_asked_for(keyed: TestClient) -> None:
    assert keyed.post("/link", json={"text": PASTURE}).status_code == 401
    with_key = keyed.post("/link", json={"text": PASTURE}, headers={"X-API-Key": KEY})
    assert with_key.json()["links"][0]["outcome"] == "linked"


def test_hidden_organisations_are_linked_for_nobody_else(keyed: TestClient,
                                                         client: TestClient) -> None:
    body = {"text": "Hidden Works"}
    assert client.post("/link", json=body).json()["links"][0]["outcome"] == "linked"
    seen = keyed.post("/link", json=body, headers={"X-API-Key": KEY}).json()["links"][0]
    assert "Hidden Works" not in [c["name"] for c in seen["candidates"]]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_links_a_list(client: TestClient, lang: str) -> None:
    client.cookies.set("qilian_lang", lang)
    empty = client.get("/link", headers=PAGE)
    check_page(html.fromstring(empty.text), "/link")
    names = f"{INSTITUTE}\r\n\r\n  {BRINE}  \r\n<b>{STRANGE}</b>\r\n=1+1"
    answer = client.post("/link/list", data={"names": names, "kind": ["Institute", "Enterprise"]},
                         headers=PAGE)
    assert answer.status_code == 200
    page = html.fromstring(answer.text)
    check_page(page, "/link/list")
    rows = page.xpath("//tbody/tr")
    assert [row.xpath("string(th)") for row in rows] == [
        INSTITUTE, "", BRINE, f"<b>{STRANGE}</b>", "=1+1"]
    assert "The text is empty." in rows[1].text_content()
    assert page.xpath("//details[contains(@class, 'again')]/following::table")
    assert rows[0].xpath("string(td[2]/a)") == INSTITUTE
    assert page.xpath("//textarea")[0].value.strip().splitlines()[0] == INSTITUTE
    checked = page.xpath("//input[@type='checkbox'][@checked]/@value")
    assert checked == ["Enterprise", "Institute"]
    for address in page.xpath("//td/a/@href"):
        assert client.get(address, headers=PAGE).status_code == 200


def test_the_linked_list_can_be_taken_away(client: TestClient) -> None:
    answer = client.post("/link/list", data={"names": f"{INSTITUTE}\n=1+1"}, headers=PAGE)
    place = answer.url.path
    text = client.get(f"{place}/linked.csv").content.decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text))
    assert first["name"] == first["linked name"] == INSTITUTE
    assert first["outcome"] == "linked"
    assert second["name"] == "'=1+1"
    assert second["linked id"] == ""
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{place}/linked.xlsx").content))
    assert book.active is not None
    assert [cell.value for cell in book.active["A"]] == ["name", INSTITUTE, "=1+1"]


@pytest.mark.parametrize("names", ["", " \n ", "\n".join(["x"] * (MOST_TEXTS + 1))])
def test_a_list_that_cannot_be_linked(client: TestClient, names: str) -> None:
    answer = client.post("/link/list", data={"names": names}, headers=PAGE)
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert page.xpath("//*[@role='alert']")
    assert "Traceback" not in words_of(page)


def test_a_list_is_kept_for_a_while_only(client: TestClient) -> None:
    gone = client.get("/link/list/nothing")
    assert gone.status_code == 404
    assert "this list is no longer kept" in gone.json()["detail"]
