"""Figures of linking on strings that nobody here wrote, so that no change lowers them unseen."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from graph.identity.index_build import build_index
from graph.identity.link import link
from graph.model import Entity
from tests.shared import shared


def _entity(row: dict[str, Any]) -> Entity:
    places = [place["geonames_details"] for place in row["locations"][:1]]
    region = ", ".join(
        place[part] for place in places
        for part in ("name", "country_subdivision_name", "country_name") if place.get(part))
    main = next(n["value"] for n in row["names"] if "ror_display" in n["types"])
    kind = "Enterprise" if "company" in row["types"] else "Institute"
    others = [f"{one['type']}:{value}" for one in row["external_ids"] for value in one["all"]]
    return Entity(row["id"], kind, main, tuple(n["value"] for n in row["names"]),
                  (f"ror:{row['id']}", *others), region)


def _register(path: Path) -> tuple[list[Entity], dict[str, list[str]]]:
    every = json.loads(gzip.decompress(path.read_bytes()))
    rows = [row for row in every if row["status"] != "withdrawn"]
    parents = {row["id"]: [r["id"] for r in row["relationships"] if r["type"] == "parent"]
               for row in rows}
    return [_entity(row) for row in rows], parents


def test_strings_are_linked_as_well_as_before() -> None:
    folder = "benchmarks/organisation-linking"
    entities, parents = _register(shared(f"{folder}/ror-v2-subset.json.gz"))
    lines = shared(f"{folder}/queries.dev.jsonl").read_text("utf-8").splitlines()
    queries = [json.loads(line) for line in lines]
    index = build_index(entities, parents)
    given = right = refused = 0
    for query in queries:
        chosen = link(index, query["text"], limit=1).chosen
        given += chosen is not None
        right += chosen is not None and chosen.entity in query["gold"]
        refused += chosen is None and not query["gold"]
    answerable = sum(bool(query["gold"]) for query in queries)
    precision, recall = right / given, right / answerable
    assert precision >= 0.925
    assert 2 * precision * recall / (precision + recall) >= 0.9
    assert refused / (len(queries) - answerable) >= 0.835
