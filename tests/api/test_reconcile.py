"""The reconciliation service: what it answers, and that it answers as its protocol says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

import qilian
from api.reconcile.extend import cell
from api.reconcile.query import MOST_QUERIES
from graph.model import Source
from tests.api.conftest import HERE
from tests.api.reconciliation import OFFICIAL, asked, extended, id_of, matched, names, one, valid
from tests.api.small_store import BRINE, INDUSTRY, INSTITUTE, PASTURE
from tests.builders import organisation_row
from tests.shared import shared

USCC = "12100000400000001X"


# --- the manifest ---------------------------------------------------------------------------------


def test_the_manifest_says_what_is_offered(client: TestClient) -> None:
    manifest = valid(client.get("/reconcile").json(), "manifest")
    assert manifest["versions"] == ["0.2"]
    assert manifest["batchSize"] == MOST_QUERIES
    assert "Institute" in [type_["id"] for type_ in manifest["defaultTypes"]]
    assert "authentication" not in manifest
    id_ = id_of(client, INSTITUTE)
    for address in (manifest["view"]["url"], manifest["preview"]["url"]):
        page = client.get(address.replace("{{id}}", id_), headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert INSTITUTE in page.text
    for offered in manifest["suggest"].values():
        assert client.get(offered["service_url"] + offered["service_path"]).status_code == 200
    flyout = manifest["suggest"]["entity"]
    shown = client.get(
        flyout["flyout_service_url"] + flyout["flyout_service_path"].replace("${id}", id_))
    assert INSTITUTE in shown.json()["html"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_browser_is_told_what_the_address_is_for(client: TestClient, lang: str) -> None:
    page = client.get("/reconcile", params={"lang": lang}, headers={"Accept": "text/html"})
    assert "OpenRefine" in page.text
    assert f"{HERE}/reconcile" in page.text
    assert 'name="token"' not in page.text  # other sites may read this page
    for headers in ({}, {"Accept": "application/json"}, {"Accept": "*/*"}):
        valid(client.get("/reconcile", headers=headers).json(), "manifest")
    asked_there = client.get("/reconcile", params={"queries": '{"q": {"query": "x"}}'},
                             headers={"Accept": "text/html"})
    assert "q" in asked_there.json()


# --- queries --------------------------------------------------------------------------------------


def test_organisations_are_linked(client: TestClient) -> None:
    answer = asked(
        client,
        q0={"query": INSTITUTE, "type": "Organisation", "type_strict": "should", "limit": 5},
        q1={"query": PASTURE, "type": ["Institute"]},
        q2={"query": "Bureau of Entirely Other Matters", "type": "Agency"},
    )
    assert matched(answer["q0"]) == [INSTITUTE]
    assert matched(answer["q1"]) == [PASTURE]
    assert matched(answer["q2"]) == []
    best = answer["q0"]["result"][0]
    assert best["type"][0]["id"] == "Institute"
    assert best["type"][0]["broader"][0]["id"] == "Organisation"
    assert 50 < best["score"] <= 100
    assert "North Province" in best["description"]
    ids = [feature["id"] for feature in best["features"]]
    assert ids
    assert len(ids) == len(set(ids))
    assert all(feature["says"] for feature in best["features"])


def test_candidates_come_by_score_and_within_the_limit(client: TestClient) -> None:
    found = one(client, query="lithium brine", limit=3)["result"]
    assert len(found) == 3
    assert [c["score"] for c in found] == sorted((c["score"] for c in found), reverse=True)


def test_other_kinds_are_found_by_name(client: TestClient) -> None:
    assert matched(one(client, query=INDUSTRY, type="Industry")) == [INDUSTRY]
    assert matched(one(client, query="North City", type="Region")) == ["North City"]
    nearly = one(client, query="Salt-lake lithium works", type="Industry")
    assert names(nearly) == [INDUSTRY]
    assert matched(nearly) == []
    assert matched(one(client, query=INDUSTRY)) == [INDUSTRY]


def test_an_id_or_an_identifier_is_found(client: TestClient) -> None:
    id_ = id_of(client, INSTITUTE)
    for query in (id_, f"uscc:{USCC}", "patent:P3"):
        result = one(client, query=query)
        assert len(matched(result)) == 1, query
        assert result["result"][0]["match"]
    assert matched(one(client, query=id_, type="Region")) == []


def test_identifiers_decide(own_client: TestClient, own_graph: qilian.KnowledgeGraph) -> None:
    source = Source("more", form="table")
    own_graph.load(source, [organisation_row("r1", "Desert Academy", source=source.key,
                                             identifiers=("ror:05dxps055",))])
    for pid, value in (("ror", "https://ror.org/05DXPS055"), ("identifiers", "ror:05dxps055")):
        wanted = [{"pid": pid, "v": value}]
        assert matched(one(own_client, properties=wanted)) == ["Desert Academy"]
        assert matched(one(own_client, properties=wanted, type="Patent")) == []
        assert matched(one(own_client, query=PASTURE, properties=wanted)) == ["Desert Academy"]
    region = one(own_client, properties=[{"pid": "region", "v": "North Province"}])
    assert region["result"] == []
    assert region["notes"] == ["without a query only identifiers find things"]


def test_what_is_not_used_is_said(client: TestClient) -> None:
    result = one(client, query=PASTURE, properties=[
        {"pid": "founded", "v": 1965},
        {"pid": "region", "v": [{"id": "x", "name": "South Province"}, True]},
        {"pid": "ror", "v": "05dxps000"},
    ])
    assert matched(result) == [PASTURE]
    assert result["notes"][0] == "property founded is not used to find things"
    assert "ror 05dxps000" in result["notes"][1]


def test_types(client: TestClient) -> None:
    unknown = one(client, query=INSTITUTE, type="Unicorn")
    assert unknown["result"] == []
    assert unknown["notes"] == ["no type is called 'Unicorn'"]
    assert INSTITUTE not in names(one(client, query=INSTITUTE, type="Enterprise"))
    both = ["Organisation", "Institute"]
    assert matched(one(client, query=INSTITUTE, type=both, type_strict="all")) == [INSTITUTE]
    never = one(client, query=INSTITUTE, type=["Region", "Institute"], type_strict="all")
    assert never["result"] == []
    assert never["notes"]


def test_an_empty_batch_has_an_empty_answer(client: TestClient) -> None:
    assert asked(client) == {}


@pytest.mark.parametrize(
    ("queries", "words"),
    [
        ("{", "queries: Invalid JSON"),
        ("[]", "queries: Input should be an object"),
        ('{"q": {}}', "queries.q: Value error, give a query, properties, or both"),
        ('{"q": {"query": "x", "limit": 0}}', "queries.q.limit"),
        ('{"q": {"query": "x", "type_strict": "never"}}', "queries.q.type_strict"),
        ('{"q": {"query": "x", "typ": "y"}}', "queries.q.typ"),
        ('{"q": ' + "[" * 5000, "queries"),
        ("", "send either queries or extend"),
    ],
)
def test_bad_queries_are_named(client: TestClient, queries: str, words: str) -> None:
    answer = client.post("/reconcile", data={"queries": queries})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_a_batch_that_is_too_large_is_refused(client: TestClient) -> None:
    queries = {f"q{n}": {"query": "x"} for n in range(MOST_QUERIES + 1)}
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 413
    assert f"send {MOST_QUERIES} at most" in answer.json()["detail"]


def test_queries_may_stand_in_the_address(client: TestClient) -> None:
    params = {"queries": json.dumps({"q": {"query": PASTURE}})}
    for answer in (client.get("/reconcile", params=params),
                   client.post("/reconcile", params=params)):
        assert matched(answer.json()["q"]) == [PASTURE]


def test_the_official_queries_are_read_as_meant(client: TestClient) -> None:
    folder = shared(f"{OFFICIAL}/examples/reconciliation-query-batch")
    for path in sorted(folder.glob("*/*.json")):
        answer = client.post("/reconcile", data={"queries": path.read_text()})
        assert (answer.status_code == 200) == (path.parent.name == "valid"), path.name


# --- extension ------------------------------------------------------------------------------------


def test_values_of_properties(client: TestClient) -> None:
    institute = id_of(client, INSTITUTE)
    answer = extended(client, [institute, "nobody"], "name", "kind", "region", "uscc", "founded",
                      "names", "identifiers", "APPLIED_FOR", "ror")
    row = answer["rows"][institute]
    assert row["name"] == [{"str": INSTITUTE}]
    assert row["region"] == [{"str": "North Province"}]
    assert row["uscc"] == [{"str": USCC}]
    assert row["founded"] == [{"str": "1965"}]
    assert row["identifiers"] == [{"str": f"uscc:{USCC}"}]
    assert row["ror"] == []
    assert len(row["APPLIED_FOR"]) == 3
    assert all(cell["id"] and cell["name"] for cell in row["APPLIED_FOR"])
    assert set(answer["rows"]["nobody"]) == set(row)
    assert not any(answer["rows"]["nobody"].values())
    meta = {column["id"]: column for column in answer["meta"]}
    assert meta["APPLIED_FOR"]["type"]["id"] == "Patent"
    assert list(meta) == list(row)


def test_values_from_the_other_end_and_limits(client: TestClient) -> None:
    institute = id_of(client, INSTITUTE)
    patents = extended(client, [institute], {"id": "APPLIED_FOR", "settings": {"limit": "1"}})
    (patent,) = patents["rows"][institute]["APPLIED_FOR"]
    answer = extended(client, [patent["id"]], "APPLIED_FOR.in", "APPLIED_FOR", "abstract", "patent")
    row = answer["rows"][patent["id"]]
    assert INSTITUTE in [cell["name"] for cell in row["APPLIED_FOR.in"]]
    assert row["APPLIED_FOR"] == []
    assert len(row["abstract"]) == 1


def test_an_unknown_property_is_an_error(client: TestClient) -> None:
    query = json.dumps({"ids": [], "properties": [{"id": "colour"}]})
    answer = client.get("/reconcile", params={"extend": query})
    assert answer.status_code == 422
    assert "no property is called 'colour'" in answer.json()["detail"]


def test_properties_are_proposed_by_type(client: TestClient) -> None:
    answer = valid(client.get("/reconcile/properties?type=Institute").json(),
                   "data-extension-property-proposal")
    ids = [field["id"] for field in answer["properties"]]
    assert {"region", "founded", "uscc", "APPLIED_FOR"} <= set(ids)
    assert not {"lei", "price", "INVENTED.in", "AUTHORED"} & set(ids)
    few = client.get("/reconcile/properties?type=Institute&limit=2").json()["properties"]
    assert [field["id"] for field in few] == ids[:2]
    assert client.get("/reconcile/properties?type=Unicorn").json()["properties"] == []
    for field in ids:
        extended(client, [id_of(client, INSTITUTE)], field)


# --- suggestions and previews ---------------------------------------------------------------------


def test_entities_are_suggested(client: TestClient) -> None:
    def suggested(**params: Any) -> list[Any]:
        answer = client.get("/reconcile/suggest/entity", params=params).json()
        found: list[Any] = valid(answer, "suggest-entities-response")["result"]
        return found

    assert INSTITUTE in [item["name"] for item in suggested(prefix="Institute of Sa")]
    assert suggested(prefix=INSTITUTE)[0]["notable"][0]["id"] == "Institute"
    id_ = id_of(client, INSTITUTE)
    assert [item["id"] for item in suggested(prefix=id_)] == [id_]
    every = suggested(prefix="lithium")
    assert len(every) > 2
    assert suggested(prefix="lithium", cursor=2) == every[2:]
    kinds = {item["notable"][0]["id"] for item in suggested(prefix="lithium", type="Patent")}
    assert kinds == {"Patent"}
    assert suggested(prefix=" ") == suggested(prefix="zzzz") == []


def test_types_and_properties_are_suggested(client: TestClient) -> None:
    types = valid(client.get("/reconcile/suggest/type?prefix=in").json(), "suggest-types-response")
    assert [type_["id"] for type_ in types["result"]] == ["Institute", "Industry"]
    found = client.get("/reconcile/suggest/property?prefix=REG").json()
    properties = valid(found, "suggest-properties-response")["result"]
    assert properties[0]["id"] == "region"
    first = client.get("/reconcile/suggest/property").json()["result"]
    second = client.get(f"/reconcile/suggest/property?cursor={len(first)}").json()["result"]
    assert first
    assert second
    assert not {p["id"] for p in first} & {p["id"] for p in second}


def test_flyouts(client: TestClient) -> None:
    for what, id_ in (("entity", id_of(client, PASTURE)), ("type", "Patent"),
                      ("property", "region")):
        answer = client.get(f"/reconcile/flyout/{what}", params={"id": id_}).json()
        assert answer["id"] == id_
        assert answer["html"].startswith("<p>")
        assert client.get(f"/reconcile/flyout/{what}", params={"id": "no"}).status_code == 404


def test_only_the_preview_may_stand_in_a_frame(client: TestClient) -> None:
    id_ = id_of(client, INSTITUTE)
    preview = client.get("/reconcile/preview", params={"id": id_})
    policy = preview.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "<script" not in preview.text
    page = client.get(f"/entity/{id_}", headers={"Accept": "text/html"})
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_values_have_the_types_of_the_protocol(client: TestClient) -> None:
    assert cell("2024-02-29") == {"date": "2024-02-29T00:00:00Z"}
    assert cell("2024-02") == {"str": "2024-02"}
    assert cell(3.0) == {"int": 3}
    assert cell(2.5) == {"float": 2.5}
    brine = id_of(client, BRINE)
    answer = extended(client, [brine], "HAS_PROBLEM", "OPERATES_IN", "region")
    assert [c["name"] for c in answer["rows"][brine]["OPERATES_IN"]] == [INDUSTRY]
