"""The flow on one screen: read, extract, check, load. A bad record or source stops only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InvalidRequest, QilianError, StoreUnavailable
from graph.knowledge_graph import KnowledgeGraph
from graph.model import LEVELS, Source, Unit, Visibility
from ingest.report import Report
from ingest.sources.mapping import Mapping, fitting_mapping, load_mapping
from ingest.sources.tables import Table, is_table, read_table, rows_of

if TYPE_CHECKING:
    from ingest.facts import DocumentFacts
    from ingest.sources.text import SourceDocument

Progress = Callable[[int], None]
DOCUMENTS = (".txt", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: by which mapping, as which source, seen by whom, whole or not, only tried."""

    mapping: str = ""
    source: str = ""
    visibility: Visibility | None = None
    complete: bool = False
    dry_run: bool = False
    progress: Progress | None = None


def ingest(graph: KnowledgeGraph, inputs: Iterable[Any], options: Options) -> Report:
    """Read files, folders and tables in memory into the graph; the report says what became of
    each. Raises only when the store itself fails, or for a request that makes no sense."""
    if options.visibility is not None and options.visibility not in LEVELS:
        raise InvalidRequest(f"visibility is one of {', '.join(LEVELS)}")
    report = Report()
    documents: list[tuple[str, Path]] = []
    for name, thing in things(inputs):
        if isinstance(thing, Path) and thing.is_dir():
            report.fail(name, f"{thing}: the folder holds no document and no table")
        elif isinstance(thing, Path) and not is_table(thing):
            documents.append((name, thing))
        else:
            _attempt(report, name, partial(_register, graph, name, thing, options, report))
    if documents:
        _attempt(report, "documents", partial(_documents, graph, documents, options, report))
    return report


def _register(
    graph: KnowledgeGraph, name: str, thing: Any, options: Options, report: Report
) -> None:
    """One register: its rows through a mapping."""
    table = read_table(thing) if isinstance(thing, Path) else rows_of(thing, name=name)
    mapping = _mapping(table, name, options)
    key = options.source or Path(name).name.split(".")[0]
    source = mapping.source(key, visibility=options.visibility)
    _load(graph, source, mapping.units(table, source, report), options, report)


def _documents(
    graph: KnowledgeGraph, paths: list[tuple[str, Path]], options: Options, report: Report
) -> None:
    """All documents of a run: one source, a unit each."""
    from ingest.claims import document_unit
    from ingest.nlp import build_nlp, extract

    source = Source(options.source or "documents", options.source or "Documents",
                    options.visibility or "public", "documents")
    nlp = build_nlp()

    def units() -> Iterator[Unit]:
        for name, path in paths:
            try:
                document = read_document(path)
                facts = extract(document, nlp=nlp)
            except QilianError as err:
                report.fail(name, str(err))
                continue
            for rule, number in document.furniture.items():
                report.remove_furniture(rule, number)
            report.flags.update(flag.rule for flag in facts.flags)
            yield document_unit(source.key, document, facts, name=name)

    _load(graph, source, units(), options, report)


def _load(
    graph: KnowledgeGraph, source: Source, units: Iterable[Unit], options: Options, report: Report
) -> None:
    """Load, or for a dry run only read to the end."""
    report.sources.append(source.key)
    if options.dry_run:
        for unit in units:
            report.units += 1
            report.claims += len(unit.claims)
    else:
        report.loaded(graph.load(source, units, complete=options.complete,
                                 progress=options.progress))


def _attempt(report: Report, name: str, step: Callable[[], None]) -> None:
    """Run one source; what stops it is said in the report, and a failing store stops all."""
    try:
        step()
    except StoreUnavailable:
        raise
    except QilianError as err:
        report.fail(name, str(err))


def _mapping(table: Table, name: str, options: Options) -> Mapping:
    if options.mapping:
        return load_mapping(options.mapping)
    return fitting_mapping(table.columns, name)


def read_document(path: Path) -> SourceDocument:
    """A text or HTML file, decoded and cleaned, with the way back to its offsets."""
    from ingest.sources.html import read_html
    from ingest.sources.text import read_text

    return read_html(path) if path.suffix.lower() in (".html", ".htm") else read_text(path)


def extract_facts(paths: Iterable[Path], report: Report) -> Iterator[DocumentFacts]:
    """What each document says, without a store; unreadable ones are told to the report."""
    from ingest.nlp import build_nlp, extract

    nlp = build_nlp()
    for path in paths:
        try:
            yield extract(read_document(path), nlp=nlp)
        except QilianError as err:
            report.fail(path.name, str(err))


def things(inputs: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """(name, file or table) of all that is to be read; a folder gives its readable files, or
    itself when it has none."""
    for item in inputs:
        if not isinstance(item, (str, Path)):
            yield "table", item
            continue
        path = Path(item)
        readable = [
            file for file in sorted(path.rglob("*"))
            if (file.suffix.lower() in DOCUMENTS or is_table(file)) and file.is_file()
        ] if path.is_dir() else []
        for file in readable:
            yield _text(file.relative_to(path).as_posix()), file
        if not readable:
            yield _text(path.name), path


def _text(name: str) -> str:
    """A file's name as text, also where its bytes are no UTF-8."""
    return name.encode(errors="replace").decode()
