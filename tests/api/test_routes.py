from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

from fastapi.testclient import TestClient

from api.routers import ROUTERS
from api.uploads import plain_name
from tests.api.conftest import KEY
from tests.api.small_store import BRINE, INDUSTRY, INSTITUTE, NEED, PASTURE, TEXT

OPERATIONS = {
    "addDocuments", "ask", "askCase", "compareCandidates", "compareFigures",
    "decideOnFact", "decideOnPair",
    "exportCases", "findEntities", "flyout", "followTargets", "getCase", "getCases", "getDecisions",
    "getDocument", "getDoubts", "getEntity", "getFields", "getHealth", "getMarks", "getNeighbours",
    "getPairDecisions", "getPartners", "getReadiness", "getReasons", "getSaved", "getSavedQuery",
    "getServed", "getSimilar", "licensees", "link", "linkOne", "listIndustries", "listProblems",
    "markCandidate", "match", "noteInCase",
    "openCase", "proposeProperties", "readQuestion", "reconcile", "reconcileMany",
    "removeCase", "removeSaved", "renewSaved", "runSaved", "saveQuery", "suggest",
    "undoChange", "undoDecision", "undoPairDecision", "whyNot",
    "askInEvent", "forgetPersons", "getEvent", "getEvents", "getFree", "getJob", "getPlan",
    "getPlanFile", "getProposals", "getReport", "linkParticipant", "lockMeeting", "planEvent",
    "publishEvent", "putEvent", "recordOutcomes", "removeEvent", "replanEvent", "scheduleEvent",
    "unlockMeeting",
}


def test_match_ranks_with_parts_and_evidence(client: TestClient) -> None:
    answer = client.post("/match", json={"need": NEED, "kinds": ["Institute"]}).json()
    assert answer["convincing"]
    best = answer["candidates"][0]
    assert best["organisation"]["name"] == INSTITUTE
    assert abs(sum(part["value"] for part in best["parts"]) - best["score"]) < 1e-4
    work = best["works"][0]
    assert work["document"] == "register/P1"
    assert work["date"] == "2019-03-01"


def test_match_before_a_date_and_without_some(client: TestClient) -> None:
    early = client.post("/match", json={"need": NEED, "as_of": "2018", "kinds": ["Institute"]})
    assert INSTITUTE not in [c["organisation"]["name"] for c in early.json()["candidates"]]
    institute = client.get(f"/entities/{INSTITUTE}").json()["entity"]["id"]
    without = client.post("/match", json={"need": NEED, "exclude": [institute]}).json()
    names = [c["organisation"]["name"] for c in without["candidates"] + without["nearest"]]
    assert names
    assert INSTITUTE not in names


def test_a_foreign_need_has_no_candidate(client: TestClient) -> None:
    answer = client.post("/match", json={"need": "error correction of superconducting qubits"})
    assert not answer.json()["convincing"]
    assert answer.json()["candidates"] == []


def test_why_not(client: TestClient) -> None:
    params = {"need": NEED, "organisation": PASTURE}
    answer = client.get("/match/why-not", params=params).json()
    assert answer["leader"]["organisation"]["name"] == INSTITUTE
    assert answer["lacking"]


def test_industries_and_their_problems(client: TestClient) -> None:
    (industry,) = client.get("/industries").json()["items"]
    assert industry["industry"]["name"] == INDUSTRY
    assert industry["organisations"] == 2
    found = client.get(f"/industries/{quote(INDUSTRY)}/problems?solvers=2").json()
    (common,) = found["problems"]
    assert common["support"] == 2
    assert common["solvers"]["candidates"][0]["organisation"]["name"] == INSTITUTE
    assert [p["title"] for p in found["single"]] == ["Corrosion of pumps in winter"]


def test_entities_are_found_in_both_scripts_and_paged(client: TestClient) -> None:
    for text in ("salt lake chemistry", "盐湖化学"):
        assert client.get("/entities", params={"q": text}).json()["items"][0]["entity"][
            "name"] == INSTITUTE
    first = client.get("/entities?q=institute&limit=1").json()
    assert first["next"] == 1
    second = client.get("/entities?q=institute&limit=1&offset=1").json()
    assert first["items"][0]["entity"]["id"] != second["items"][0]["entity"]["id"]


def test_an_entity_by_id_identifier_and_name(client: TestClient) -> None:
    by_name = client.get(f"/entities/{INSTITUTE}").json()
    by_identifier = client.get("/entities/uscc:12100000400000001X").json()
    by_id = client.get(f"/entities/{by_name['entity']['id']}").json()
    assert by_name == by_identifier == by_id
    assert "founded" in [fact["predicate"] for fact in by_id["facts"]]


def test_neighbours_name_their_documents(client: TestClient) -> None:
    path = f"/entities/{INSTITUTE}/neighbours"
    found = client.get(path, params={"kind": "APPLIED_FOR"}).json()["items"]
    assert {n["edge"]["documents"][0] for n in found} == {f"register/P{i}" for i in (1, 2, 3)}
    early = client.get(path, params={"kind": "APPLIED_FOR", "as_of": "2020"}).json()["items"]
    assert [n["edge"]["documents"] for n in early] == [["register/P1"]]


def test_partners_of_an_enterprise(client: TestClient) -> None:
    answer = client.get(f"/entities/{BRINE}/partners").json()
    assert INSTITUTE in [c["organisation"]["name"] for c in answer["candidates"]]
    assert client.get(f"/entities/{INDUSTRY}/partners").status_code == 404


def test_a_document_with_spans(client: TestClient) -> None:
    answer = client.get("/documents/plans/plan.txt").json()
    assert answer["text"] == TEXT
    joined = "".join(TEXT[s["start"] : s["end"]] for s in answer["spans"])
    assert joined == TEXT
    for fact in answer["facts"]:
        covered = "".join(
            TEXT[s["start"] : s["end"]] for s in answer["spans"] if fact["id"] in s["facts"]
        )
        assert covered == fact["quote"]


def test_a_row_as_a_document(client: TestClient) -> None:
    answer = client.get("/documents/register/P1").json()
    assert answer["form"] == "row"
    assert answer["cells"]["number"] == "P1"
    assert answer["spans"] == []


def test_documents_are_read_as_by_the_command(keyed: TestClient) -> None:
    keyed.headers["X-API-Key"] = KEY
    rows = "id,name,region\n1,New Institute of Testing,East Province\n2,,East Province\n"
    files = [("files", ("institutes.csv", rows.encode(), "text/csv"))]
    tried = keyed.post("/documents", files=files, data={"dry_run": "true"}).json()
    assert tried["units"] == 1
    assert keyed.get("/entities/New Institute of Testing").status_code == 404
    report = keyed.post("/documents", files=files).json()
    assert (report["new"], report["rejections"]) == (1, 1)
    assert report["rejected"][0]["place"] == "institutes.csv, row 3"
    assert "qilian-" not in str(report)
    assert keyed.get("/entities/New Institute of Testing").status_code == 200
    again = keyed.post("/documents", files=files).json()
    assert (again["new"], again["unchanged"]) == (0, 1)


def test_a_mapping_may_be_sent_but_not_named_by_path(keyed: TestClient) -> None:
    keyed.headers["X-API-Key"] = KEY
    mapping = "title: Mine\ncolumns:\n  nr: []\n  who: []\nkind: Institute\nkey: nr\nname: who\n"
    register = ("files", ("mine.csv", b"nr,who\n1,Institute of Mine\n", "text/csv"))
    sent = ("files", ("mine.yml", mapping.encode(), "text/yaml"))
    assert keyed.post("/documents", files=[register, sent]).json()["new"] == 1
    for files, named in (
        ([register], "/etc/passwd.yml"), ([register, sent], "patents"), ([sent], ""),
    ):
        answer = keyed.post("/documents", files=files, data={"mapping": named})
        assert answer.status_code == 422
        assert "mapping" in answer.json()["detail"]


def test_questions_are_answered_while_data_come_in(keyed: TestClient) -> None:
    keyed.headers["X-API-Key"] = KEY
    rows = "".join(f"{i},Institute number {i}\n" for i in range(300))
    files = [("files", ("institutes.csv", f"id,name\n{rows}".encode(), "text/csv"))]

    def ask(_: int) -> list[str]:
        answer = keyed.post("/match", json={"need": NEED, "kinds": ["Institute"]}).json()
        return [c["organisation"]["name"] for c in answer["candidates"]]

    with ThreadPoolExecutor(6) as pool:
        asked = pool.map(ask, range(24))
        loaded = pool.submit(keyed.post, "/documents", files=files)
        answers = list(asked)
    assert loaded.result().json()["new"] == 300
    assert {names[0] for names in answers} == {INSTITUTE}


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["engine"].startswith("SQLite")


def test_the_description_is_stable_and_has_examples(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    operations = [op for methods in document["paths"].values() for op in methods.values()]
    assert {op["operationId"] for op in operations} == OPERATIONS
    for operation in operations:
        assert operation["summary"]
        assert operation["description"]
        assert "application/problem+json" in operation["responses"]["default"]["content"]
    schemas = document["components"]["schemas"]
    assert "ErrorAnswer" in schemas
    example = schemas["MatchRequest"]["examples"][0]
    assert client.post("/match", json=example).status_code == 200
    assert schemas["EventRequest"]["examples"]


def test_routes_are_plain_functions() -> None:
    import inspect

    endpoints = [route.endpoint for router in ROUTERS for route in router.routes]  # type: ignore
    assert endpoints
    assert [e for e in endpoints if inspect.iscoroutinefunction(e)] == []


def test_a_long_name_of_a_file_is_cut_by_its_bytes() -> None:
    assert plain_name("a/长" * 2 + ".csv") == "长.csv"
    assert len(plain_name("长" * 100 + ".csv").encode()) <= 120
    assert plain_name("长" * 100 + ".csv").endswith("长.csv")
