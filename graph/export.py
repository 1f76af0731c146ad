"""The graph as files for other programs: GraphML, GEXF, CSV tables, neo4j-admin CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import networkx

from graph.errors import InvalidRequest, SourceUnusable
from graph.model import Edge, Entity
from graph.schema import KINDS, PROPERTIES, camel
from graph.spreadsheet import Cell, guarded
from graph.store import Store, entity_pages
from graph.visibility import Eyes

Row = list[Cell]
SUFFIXES = {".graphml": "graphml", ".gexf": "gexf", ".csv": "csv", "": "csv"}
FORMS = ("graphml", "gexf", "csv", "neo4j")
_SHOWN = tuple(prop.name for prop in PROPERTIES.values() if prop.shown)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(store: Store, path: Path, *, form: str = "", level: int = 2) -> list[Path]:
    """Write all entities and edges that a reader of this level may see; the files written.

    ``form`` is one of FORMS, else taken from the ending. ``csv`` and ``neo4j`` write two files
    into a folder. Raises `InvalidRequest` for an unknown form, `SourceUnusable` when the place
    cannot be written.
    """
    form = form or SUFFIXES.get(path.suffix.lower(), "")
    if form not in FORMS:
        raise InvalidRequest(f"{path.name}: say --format {', '.join(FORMS)}")
    writers: dict[str, Callable[[Store, Eyes, Path], list[Path]]] = {
        "graphml": _graphml, "gexf": _gexf, "csv": _tables, "neo4j": _neo4j,
    }
    try:
        return writers[form](store, Eyes(store, level=level), path)
    except OSError as err:
        raise SourceUnusable(f"{path}: cannot be written: {err}") from err


def entities(store: Store, eyes: Eyes) -> Iterator[Entity]:
    """All entities as seen, by kind and id."""
    for page in entity_pages(store, KINDS):
        yield from eyes.entities(page)


def graph_of(store: Store, eyes: Eyes) -> networkx.MultiDiGraph:
    """Everything as a networkx graph whose values every exchange format takes."""
    graph = networkx.MultiDiGraph()
    for entity in entities(store, eyes):
        graph.add_node(entity.id, label=_xml(entity.name), **_plain(entity))
    for edge in eyes.edges(store.all_edges()):
        if edge.start in graph and edge.end in graph:
            graph.add_edge(edge.start, edge.end, key="|".join(edge.key), **_edge(edge))
    return graph


def _plain(entity: Entity) -> dict[str, str | int | float]:
    data: dict[str, str | int | float] = {
        "kind": entity.kind, "names": "|".join(entity.names),
        "identifiers": "|".join(entity.identifiers), "region": entity.region,
    }
    data |= {camel(name): value for name, value in entity.properties.items()}
    return {key: _xml(value) for key, value in data.items() if value != ""}


def _edge(edge: Edge) -> dict[str, str | int | float]:
    return {
        "kind": edge.kind, "status": edge.status, "weight": edge.count,
        "confidence": edge.confidence, "firstDate": edge.first or "", "lastDate": edge.last or "",
        "documents": _xml("|".join(support.unit for support in edge.supports)),
    }


def _xml(value: Cell) -> Cell:
    """The value without the characters that no XML file may hold."""
    return _NOT_XML.sub("", value) if isinstance(value, str) else value


def _graphml(store: Store, eyes: Eyes, path: Path) -> list[Path]:
    networkx.write_graphml(graph_of(store, eyes), path)
    return [path]


def _gexf(store: Store, eyes: Eyes, path: Path) -> list[Path]:
    networkx.write_gexf(graph_of(store, eyes), path)
    return [path]


def _tables(store: Store, eyes: Eyes, path: Path) -> list[Path]:
    """Two tables for spreadsheets: UTF-8 with BOM, ids as text, no cell that a program runs."""
    header: Row = ["id", "kind", "name", "names", "identifiers", "region", "properties"]
    nodes: Iterator[Row] = (
        [e.id, e.kind, e.name, "|".join(e.names), "|".join(e.identifiers), e.region,
         "; ".join(f"{name}: {value}" for name, value in e.properties.items())]
        for e in entities(store, eyes)
    )
    ends: Row = ["start", "kind", "end", "status", "count", "first_date", "last_date",
                 "confidence", "sources", "documents"]
    ties: Iterator[Row] = (
        [e.start, e.kind, e.end, e.status, e.count, e.first or "", e.last or "", e.confidence,
         "|".join(sorted({s.source for s in e.supports})), "|".join(s.unit for s in e.supports)]
        for e in eyes.edges(store.all_edges())
    )
    return _two_files(path, header, nodes, ends, ties, cell=guarded, encoding="utf-8-sig")


def _neo4j(store: Store, eyes: Eyes, path: Path) -> list[Path]:
    """What ``neo4j-admin database import full`` reads: types in the header, properties in the
    spelling that the Neo4j store has, no line break within a cell."""
    header: Row = ["id:ID(Entity)", "name", "names:string[]", "identifiers:string[]", "region",
                   *map(camel, _SHOWN), ":LABEL"]
    nodes: Iterator[Row] = (
        [e.id, e.name, _array(e.names), _array(e.identifiers), e.region,
         *(e.properties.get(name, "") for name in _SHOWN), f"Entity;{e.kind}"]
        for e in entities(store, eyes)
    )
    ends: Row = [":START_ID(Entity)", ":END_ID(Entity)", ":TYPE", "status", "count:int",
                 "firstDate", "lastDate", "confidence:double", "documents:string[]"]
    ties: Iterator[Row] = (
        [e.start, e.end, e.kind, e.status, e.count, e.first or "", e.last or "", e.confidence,
         _array(support.unit for support in e.supports)]
        for e in eyes.edges(store.all_edges())
    )
    return _two_files(path, header, nodes, ends, ties, cell=_one_line, encoding="utf-8")


def _array(values: Iterable[str]) -> str:
    return ";".join(value.replace(";", ",") for value in values)


def _one_line(cell: Cell) -> Cell:
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def _two_files(
    folder: Path, header: Row, nodes: Iterator[Row], ends: Row, ties: Iterator[Row], *,
    cell: Callable[[Cell], Cell], encoding: str,
) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, first, rows in (("nodes.csv", header, nodes), ("edges.csv", ends, ties)):
        path = folder / name
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(first)
            writer.writerows([cell(value) for value in row] for row in rows)
        written.append(path)
    return written
