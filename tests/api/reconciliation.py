"""Asking the reconciliation service, each answer checked by the official schemas where they are."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import jsonschema
import jsonschema_specifications
import pytest
from fastapi.testclient import TestClient
from referencing import Resource
from referencing.jsonschema import DRAFT4, DRAFT7

from tests.shared import shared

OFFICIAL = "reference/reconciliation/0.2"


def valid(data: Any, name: str) -> Any:
    """The data, checked by an official schema; without the shared data it is taken as it is."""
    try:
        folder = shared(f"{OFFICIAL}/schemas")
    except pytest.skip.Exception:
        return data
    schemas = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    # What refers to it means the description of Swagger 2.0, whose own dialect is older.
    swagger = Resource(schemas.pop("openapi.json"), DRAFT4)
    registry = jsonschema_specifications.REGISTRY.with_resources([
        ("http://swagger.io/v2/schema.json", swagger),
        *((schema["$id"], Resource(schema, DRAFT7)) for schema in schemas.values()),
    ])
    checker = jsonschema.Draft7Validator(schemas[f"{name}.json"], registry=registry)
    assert [error.message for error in checker.iter_errors(data)] == []
    return data


def asked(client: TestClient, headers: dict[str, str] | None = None, **queries: Any) -> Any:
    """The result batch of some queries, sent as OpenRefine sends them."""
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)}, headers=headers)
    assert answer.status_code == 200, answer.text
    return valid(answer.json(), "reconciliation-result-batch")


def one(client: TestClient, **query: Any) -> Any:
    return asked(client, q=query)["q"]


def names(result: Any) -> list[str]:
    return [candidate["name"] for candidate in result["result"]]


def matched(result: Any) -> list[str]:
    return [candidate["name"] for candidate in result["result"] if candidate["match"]]


def extended(client: TestClient, ids: list[str], *properties: Any) -> Any:
    wanted = [{"id": p} if isinstance(p, str) else p for p in properties]
    query = valid({"ids": ids, "properties": wanted}, "data-extension-query")
    answer = client.post("/reconcile", data={"extend": json.dumps(query)})
    assert answer.status_code == 200, answer.text
    return valid(answer.json(), "data-extension-response")


def id_of(client: TestClient, name: str) -> str:
    found: str = client.get(f"/entities/{quote(name)}").json()["entity"]["id"]
    return found
