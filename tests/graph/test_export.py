"""Files that other programs read, read back."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import networkx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InvalidRequest, SourceUnusable
from graph.export import export
from graph.load import load
from graph.model import Source
from graph.schema import KINDS, PROPERTIES, camel
from graph.spreadsheet import guarded
from graph.store import Store
from graph.stores import open_store
from tests.builders import REGISTER, organisation_row, patent_row

SECRET = Source("secret", "Kept back", "confidential", "table")


@pytest.fixture
def filled(store: Store) -> Store:
    load(store, REGISTER, [
        organisation_row("1", "Salt Institute", region="Qinghai", names=("盐湖所", "SI; old"),
                         identifiers=("uscc:1",), founded="1990", legal_form="=1+1"),
        patent_row("P1", ["Salt Institute", "Li Lab"], title="A\nmethod,\t\"new\""),
        patent_row("P2", ["Li Lab"], date="2021-06"),
    ])
    load(store, SECRET, [patent_row("S1", ["Salt Institute", "Shadow Lab"], source="secret")])
    return store


def table(path: Path, encoding: str) -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_graph_file_is_read_back_by_networkx(filled: Store, tmp_path: Path, form: str) -> None:
    [path] = export(filled, tmp_path / f"graph.{form}")
    read = networkx.read_graphml if form == "graphml" else networkx.read_gexf
    graph = read(path)
    named = {data["label"]: (node, data) for node, data in graph.nodes(data=True)}
    node, salt = named["Salt Institute"]
    assert salt["kind"] == "Institute"
    assert (salt["names"], salt["founded"], salt["region"]) == ("SI; old|盐湖所", "1990", "Qinghai")
    assert len(graph) == sum(filled.counts().get(kind, 0) for kind in KINDS)
    edges = list(graph.edges(data=True))
    assert len(edges) == sum(n for kind, n in filled.counts().items() if kind.startswith("edge "))
    mine = [data for start, _, data in edges if start == node]
    assert sorted(data["documents"] for data in mine) == ["register/P1", "secret/S1"]
    assert {data["kind"] for data in mine} == {"APPLIED_FOR"}
    assert {data["firstDate"] for data in mine} == {"2020-05-01"}


@pytest.mark.parametrize("form", ["graphml", "gexf", "csv", "neo4j"])
def test_a_public_reader_gets_nothing_of_a_confidential_source(
    filled: Store, tmp_path: Path, form: str
) -> None:
    for level, there in ((2, True), (1, False), (0, False)):
        files = export(filled, tmp_path / f"{form}{level}", form=form, level=level)
        text = "".join(path.read_text(encoding="utf-8") for path in files)
        assert ("Shadow Lab" in text) is there
        assert ("secret/S1" in text) is there
        assert "Salt Institute" in text


def test_tables_open_in_a_spreadsheet(filled: Store, tmp_path: Path) -> None:
    nodes, edges = export(filled, tmp_path / "tables")
    assert nodes.read_bytes().startswith(b"\xef\xbb\xbf")
    things, ties = table(nodes, "utf-8-sig"), table(edges, "utf-8-sig")
    [salt] = [row for row in things if row["name"] == "Salt Institute"]
    assert salt["names"] == "SI; old|盐湖所"
    assert salt["identifiers"] == "uscc:1"
    assert {tie["start"] for tie in ties} | {tie["end"] for tie in ties} <= {
        row["id"] for row in things}
    [tie] = [t for t in ties if t["start"] == salt["id"] and t["sources"] == "register"]
    assert (tie["kind"], tie["count"], tie["documents"], tie["first_date"]) == (
        "APPLIED_FOR", "1", "register/P1", "2020-05-01")


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_run_by_a_spreadsheet(store: Store, tmp_path: Path, name: str) -> None:
    load(store, REGISTER, [organisation_row("1", name)])
    nodes, _ = export(store, tmp_path / "tables", form="csv")
    [row] = table(nodes, "utf-8-sig")
    assert row["name"] == "'" + name
    assert guarded(-1.5) == -1.5


def test_neo4j_admin_gets_a_typed_header_and_one_line_a_thing(
    filled: Store, tmp_path: Path
) -> None:
    nodes, edges = export(filled, tmp_path / "import", form="neo4j")
    lines = nodes.read_bytes().decode("utf-8").split("\r\n")
    assert lines[0].startswith("id:ID(Entity),name,names:string[],identifiers:string[],region,")
    assert lines[0].endswith(",:LABEL")
    assert set(lines[0].split(",")) >= {camel(p.name) for p in PROPERTIES.values() if p.shown}
    things = table(nodes, "utf-8")
    assert len(lines) == len(things) + 2
    assert not any("\n" in line for line in lines)
    salt = next(row for row in things if row["name"] == "Salt Institute")
    assert (salt[":LABEL"], salt["founded"], salt["names:string[]"]) == (
        "Entity;Institute", "1990", "SI, old;盐湖所")
    ties = table(edges, "utf-8")
    assert list(ties[0])[:3] == [":START_ID(Entity)", ":END_ID(Entity)", ":TYPE"]
    ids = {row["id:ID(Entity)"] for row in things}
    assert {tie[":START_ID(Entity)"] for tie in ties} <= ids
    assert {tie[":END_ID(Entity)"] for tie in ties} <= ids


@settings(max_examples=25,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_name_can_be_exported(tmp_path: Path, name: str) -> None:
    path = tmp_path / "any.db"
    path.unlink(missing_ok=True)
    store = open_store(f"sqlite:///{path}")
    load(store, REGISTER, [organisation_row("1", name, note=name)])
    try:
        for form in ("graphml", "gexf"):
            [written] = export(store, tmp_path / f"any.{form}")
            read = networkx.read_graphml if form == "graphml" else networkx.read_gexf
            assert len(read(written)) == 1
        for form in ("csv", "neo4j"):
            nodes, _ = export(store, tmp_path / form, form=form)
            assert len(table(nodes, "utf-8-sig")) == 1
    finally:
        store.close()


def test_an_unknown_form_or_place_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="graphml, gexf, csv, neo4j"):
        export(store, tmp_path / "graph.pdf")
    with pytest.raises(InvalidRequest, match="graphml"):
        export(store, tmp_path / "graph", form="dot")
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(SourceUnusable, match="cannot be written"):
        export(store, tmp_path / "taken", form="csv")
    with pytest.raises(SourceUnusable, match="cannot be written"):
        export(store, tmp_path / "nowhere" / "graph.gexf")


@pytest.mark.neo4j
@pytest.mark.skipif("QILIAN_TEST_NEO4J_URI" in os.environ,
                    reason="another server was named, so none is installed here")
def test_a_real_neo4j_admin_imports_it(store: Store, tmp_path: Path) -> None:
    from graph.stores.neo4j_store.server import admin_import

    names = ['Say "salt"', "C:\\lab\\", "a;b|c", "two\nlines, and a comma", "盐湖所", "'='", '"']
    load(store, REGISTER, [
        *(organisation_row(str(i), name, names=(name + ";x",), note=name, founded="1990")
          for i, name in enumerate(names)),
        patent_row("P1", names),
    ])
    nodes, edges = export(store, tmp_path / "import", form="neo4j")
    admin_import(tmp_path / "home", nodes=nodes, relationships=edges)
    assert list((tmp_path / "home" / "data" / "databases" / "neo4j").iterdir())
