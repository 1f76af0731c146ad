"""Cases and saved queries over HTTP, and the pages of cases without scripts."""

from __future__ import annotations

import io

import openpyxl
import pytest
from fastapi.testclient import TestClient
from lxml import html

from api.app import create_app
from api.cases import question_options, sent_options
from api.settings import Settings
from api.words import NAMES as LANGUAGES
from api.words import words
from graph.cases import STATUSES, reasons
from graph.errors import InvalidRequest
from graph.matching.results import Need
from graph.model import LEVELS
from qilian import KnowledgeGraph
from tests.api.conftest import HERE, KEY
from tests.api.small_store import BRINE, INSTITUTE, NEED, PASTURE
from tests.api.test_pages import PAGE, check_page, get, words_of

WITH_KEY = {"X-API-Key": KEY}
CASE = {"need": NEED, "by": "Li Wen", "client": BRINE, "kinds": ["Institute"]}


@pytest.fixture
def open_service(own_graph: KnowledgeGraph) -> TestClient:
    """A service with a key whose readers see everything."""
    settings = Settings(host="0.0.0.0", key=KEY, visibility="confidential")
    return TestClient(create_app(settings, graph=own_graph), base_url=HERE, headers=WITH_KEY)


def test_a_case_from_its_opening_to_its_export(open_service: TestClient) -> None:
    made = open_service.post("/cases", json=CASE)
    assert made.status_code == 201
    case = made.json()
    assert (case["name"], case["options"]) == (NEED, {"kinds": ["Institute"]})
    place = f"/cases/{case['id']}"
    sent = {"by": "Li Wen", "organisation": INSTITUTE, "status": "contacted", "words": "=1+1"}
    [candidate] = open_service.post(f"{place}/marks", json=sent).json()["candidates"]
    assert (candidate["name"], candidate["status"]) == (INSTITUTE, "contacted")
    sent = {"by": "Ma", "organisation": PASTURE, "status": "declined", "reason": "wrong-field"}
    open_service.post(f"{place}/marks", json=sent)
    noted = open_service.post(f"{place}/notes", json={"by": "Ma", "words": "open budget"}).json()
    assert [note["words"] for note in noted["notes"]] == ["open budget"]
    assert open_service.get("/cases", params={"status": "agreed"}).json() == []
    assert len(open_service.get("/cases", params={"status": "declined"}).json()) == 1
    answer = open_service.get(f"{place}/match", params={"without": "contacted"}).json()
    names = [c["organisation"]["name"] for c in answer["candidates"] + answer["nearest"]]
    assert INSTITUTE not in names
    marks = open_service.get("/cases/marks", params={"organisation": [candidate["id"], "x"]}).json()
    assert [(m["name"], m["mark"]["status"], m["mark"]["by"]) for m in marks] == [
        (NEED, "contacted", "Li Wen")]
    rows = open_service.get("/cases/export.json", params={"case": case["id"]}).json()
    assert [(row["organisation"], row["status"]) for row in rows] == [
        (INSTITUTE, "contacted"), (PASTURE, "declined")]
    table = open_service.get("/cases/export.csv").content.decode("utf-8-sig")
    assert "'=1+1" in table
    book = openpyxl.load_workbook(io.BytesIO(open_service.get("/cases/export.xlsx").content))
    assert [cell.value for cell in book.active[1]][:3] == ["case", "title", "client"]
    mark = noted["changes"][1]["id"]
    refused = open_service.delete(f"{place}/changes/{mark}", params={"by": "Ma"})
    assert (refused.status_code, "only Li Wen takes it back" in refused.json()["detail"]) == (
        422, True)
    undone = open_service.delete(f"{place}/changes/{mark}", params={"by": "Li Wen"}).json()
    assert [c["name"] for c in undone["candidates"]] == [PASTURE]
    assert undone["changes"][1]["undone"]
    assert open_service.delete(place).status_code == 204
    assert open_service.get(place).status_code == 404


@pytest.mark.parametrize(("sent", "says"), [
    ({"organisation": "Nobody Known", "status": "agreed"}, "Nobody Known"),
    ({"organisation": INSTITUTE, "status": "declined", "reason": "bored"}, "is no reason"),
    ({"organisation": INSTITUTE, "status": "liked"}, "status"),
    ({"organisation": INSTITUTE, "status": "agreed", "more": 1}, "more"),
])
def test_marks_that_make_no_sense(
    open_service: TestClient, sent: dict[str, str], says: str
) -> None:
    place = f"/cases/{open_service.post('/cases', json=CASE).json()['id']}/marks"
    answer = open_service.post(place, json={"by": "a", **sent})
    assert answer.status_code in (404, 422)
    assert says in answer.text


def test_writing_needs_the_key_and_reading_the_level(
    own_graph: KnowledgeGraph, keyed: TestClient, open_service: TestClient
) -> None:
    case = own_graph.cases.new(NEED, by="a")
    own_graph.saved.add("brine", NEED, by="a")
    assert open_service.post("/cases", json=CASE, headers={"X-API-Key": ""}).status_code == 401
    assert keyed.get("/cases", headers=WITH_KEY).json() == []
    assert keyed.get("/saved", headers=WITH_KEY).json() == []
    assert keyed.get("/cases/export.json", headers=WITH_KEY).json() == []
    for path in (f"/cases/{case.id}", f"/case/{case.id}", "/saved/brine", "/saved/brine/run"):
        assert keyed.get(path, headers=WITH_KEY).status_code == 404
    refused = keyed.post("/cases", json=CASE, headers=WITH_KEY)
    assert "say visibility public" in refused.json()["detail"]
    assert keyed.post("/cases", json={**CASE, "visibility": "public"},
                      headers=WITH_KEY).status_code == 201


def test_a_query_is_kept_and_run_again(
    open_service: TestClient, own_graph: KnowledgeGraph
) -> None:
    sent = {"name": "brine", "need": NEED, "by": "Li Wen", "kinds": ["Institute"]}
    kept = open_service.post("/saved", json=sent).json()
    assert kept["candidates"][0]["name"] == INSTITUTE
    assert open_service.post("/saved", json=sent).status_code == 422
    again = open_service.get("/saved/brine/run").json()
    assert (again["equal"], again["same_state"]) == (True, True)
    own_graph.decide("same", INSTITUTE, PASTURE, by="a")
    later = open_service.get("/saved/brine/run").json()
    assert (later["same_state"], later["new"]) == (False, [])
    assert open_service.post("/saved/brine/run").status_code == 200
    assert open_service.get("/saved/brine/run").json()["equal"]
    assert open_service.delete("/saved/brine").status_code == 204
    assert open_service.get("/saved").json() == []


def test_reasons_are_listed(client: TestClient) -> None:
    assert [r["code"] for r in client.get("/cases/reasons").json()] == list(reasons())


def test_a_reader_without_scripts_follows_a_case(own_client: TestClient) -> None:
    asked = get(own_client, "/ask", need=NEED, kind="Institute", as_of="2025")
    form = asked.xpath("//form[@action='/case']")[0]
    fields = {field.name: field.value for field in form.xpath(".//input | .//select")}
    sent = own_client.post("/case", headers=PAGE, data=fields | {
        "title": "Lithium", "client": BRINE, "by": "Li Wen"})
    page = html.fromstring(sent.text)
    check_page(page, "case")
    assert "Lithium" in words_of(page)
    assert page.xpath("//input[@name='by']")[0].value == "Li Wen"
    place = sent.url.path
    press = {"token": fields["token"], "by": "Li Wen"}
    [button] = page.xpath("//button[contains(@value, ' contacted')]")[:1]
    marked = own_client.post(place, headers=PAGE, data=press | {"mark": button.get("value")})
    entity = button.get("value").split()[0]
    assert marked.history[0].headers["Location"] == f"{place}#c-{entity}"
    [line] = html.fromstring(marked.text).xpath("//li[@id=$id]", id=f"c-{entity}")
    assert "contacted" in words_of(line)
    noted = own_client.post(place, headers=PAGE, data=press | {
        "note": "1", "words": "asks for a sample", "about": entity})
    assert "asks for a sample" in words_of(html.fromstring(noted.text))
    shown = get(own_client, "/ask", need=NEED)
    assert "contacted in case Lithium" in words_of(shown)
    own_client.post(place, headers=PAGE, data=press | {"edit": "1", "title": "Li", "client": ""})
    listed = get(own_client, "/case", status="contacted")
    assert words_of(listed.xpath("//li[@class='case']")[0]).startswith("Li ")
    undo = get(own_client, place).xpath("//button[@name='undo']/@value")
    assert len(undo) == 3
    after = own_client.post(place, headers=PAGE, data=press | {"undo": undo[0]})
    assert "Lithium" in words_of(html.fromstring(after.text))
    own_client.post(place, headers=PAGE, data=press | {"mark": f"{entity} declined price"})
    again = get(own_client, place).xpath("//form[@action='/ask']//input[@name='exclude']/@value")
    assert again == [entity]
    assert "price" in words_of(get(own_client, "/ask", need=NEED))


@pytest.mark.parametrize("by", ["李文", "Ōe; a=b", "50%25"])
def test_who_writes_is_remembered_in_any_script(
    own_client: TestClient, own_graph: KnowledgeGraph, by: str
) -> None:
    case = own_graph.cases.new(NEED, by="a").id
    token = get(own_client, f"/case/{case}").xpath("//input[@name='token']")[0].value
    noted = own_client.post(f"/case/{case}", headers=PAGE, data={
        "token": token, "by": by, "note": "1", "words": "x"})
    assert noted.status_code == 200
    assert set(html.fromstring(noted.text).xpath("//input[@name='by']/@value")) == {by}
    assert own_graph.cases.get(case).changes[-1].by == by


def test_a_case_whose_question_has_no_answer_says_why(
    own_client: TestClient, own_graph: KnowledgeGraph
) -> None:
    case = own_graph.cases.new(NEED, by="a", options={"exclude": ["Nobody Known"]})
    assert "Nobody Known" in words_of(get(own_client, f"/case/{case.id}"))


@pytest.mark.parametrize("data", [{}, {"mark": "x"}, {"note": "1"}, {"undo": "x"},
                                  {"mark": "x agreed"}])
def test_pressing_nothing_sensible_is_refused(
    own_client: TestClient, own_graph: KnowledgeGraph, data: dict[str, str]
) -> None:
    case = own_graph.cases.new(NEED, by="a")
    token = get(own_client, f"/case/{case.id}").xpath("//input[@name='token']")[0].value
    answer = own_client.post(f"/case/{case.id}", data={"token": token, "by": "b", **data})
    assert answer.status_code in (404, 422)
    assert own_client.post(f"/case/{case.id}", data=data).status_code == 403


@pytest.mark.parametrize("text", ["{", "[]", '{"colour": 1}', '{"kinds": 4}'])
def test_options_that_were_tampered_with(text: str) -> None:
    with pytest.raises(InvalidRequest, match="cannot be read"):
        sent_options(NEED, text)


def test_a_question_goes_into_a_case_and_comes_back() -> None:
    need = Need(NEED, kinds=("Institute",), regions=("North",), as_of="2024", min_works=3)
    kept = question_options(need)
    assert kept == {"kinds": ["Institute"], "regions": ["North"], "as_of": "2024", "min_works": 3}
    assert sent_options(NEED, __import__("json").dumps(kept)) == kept
    assert question_options(Need(NEED)) == {}


@pytest.mark.parametrize("lang", list(LANGUAGES))
def test_statuses_reasons_and_levels_have_words(lang: str) -> None:
    entries = words(lang).entries
    wanted = [f"cases.{name}" for name in (*STATUSES, *LEVELS)]
    wanted += [f"reasons.{code}" for code in reasons()]
    wanted += [f"cases.log_{kind}" for kind in ("open", "edit", "undo")]
    assert [key for key in wanted if key not in entries] == []
    if lang == "en":
        assert {c: entries[f"reasons.{c}"] for c in reasons()} == {
            c: r.caption for c, r in reasons().items()}
