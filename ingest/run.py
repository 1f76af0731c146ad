"""The flow on one screen: read, extract, check, load. A bad record or source stops only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from os import walk
from os.path import isdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import (
    InvalidRequest,
    QilianError,
    RecordRejected,
    SourceUnusable,
    StoreUnavailable,
)
from graph.knowledge_graph import KnowledgeGraph
from graph.load import MOST_CLAIMS, check
from graph.model import LEVELS, Source, Unit, Visibility
from ingest.preview import preview
from ingest.reading import readings
from ingest.report import Report, one_line
from ingest.sources.filters import Condition
from ingest.sources.mapping import Mapping, fitting_mapping, load_mapping
from ingest.sources.tables import Table, is_table, read_table, rows_of

if TYPE_CHECKING:
    from ingest.facts import DocumentFacts
    from ingest.sources.text import SourceDocument

Progress = Callable[[int], None]
DOCUMENTS = (".txt", ".html", ".htm", ".pdf", ".docx")


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: by which mapping, as which source, seen by whom, whole or not, only tried.

    ``where`` takes only some rows of registers; ``rows`` are kept by a dry run as examples.
    """

    mapping: str = ""
    source: str = ""
    visibility: Visibility | None = None
    complete: bool = False
    dry_run: bool = False
    progress: Progress | None = None
    processes: int = 1
    where: tuple[Condition, ...] = ()
    rows: int = 0


def ingest(graph: KnowledgeGraph, inputs: Iterable[Any], options: Options) -> Report:
    """Read files, folders and tables in memory into the graph; the report says what became of
    each. Raises only when the store itself fails, or for a request that makes no sense."""
    if options.visibility is not None and options.visibility not in LEVELS:
        raise InvalidRequest(f"visibility is one of {', '.join(LEVELS)}")
    if options.where and options.complete:
        raise InvalidRequest("a filtered edition is not the whole source: what the filter leaves "
                             "out would be removed; leave out --where or --complete")
    report = Report(dry_run=options.dry_run)
    documents: list[tuple[str, Path]] = []
    taken: dict[str, Any] = {}
    for name, thing in things(inputs):
        place = _place(name, thing, options)
        if isinstance(thing, Path) and isdir(thing):
            report.fail(name, f"{thing}: {_nothing_in(thing)}")
        elif place in taken:
            report.fail(name, f"{thing}: would overwrite {taken[place]}, which has the same name "
                              "in this run; read it in a run of its own with --source NAME")
        elif _is_document(thing):
            if options.where:
                report.fail(name, f"{thing}: a document has no columns to filter by; read it in "
                                  "a run of its own")
                continue
            documents.append((name, thing))
            taken[place] = thing
        elif _attempt(report, name, partial(_register, graph, name, thing, options, report)):
            taken[place] = thing
    if documents:
        _attempt(report, "documents", partial(_documents, graph, documents, options, report))
    return report


def _place(name: str, thing: Any, options: Options) -> str:
    """What two inputs of one run must not share: a register's source, a document's name. Several
    registers may be one source, unless it is to be complete after each."""
    if _is_document(thing):
        return f"document {name}"
    if options.source and not options.complete:
        return f"table {name} {thing}" if isinstance(thing, Path) else f"table {id(thing)}"
    return f"source {options.source or source_key(name)}"


def _is_document(thing: Any) -> bool:
    """Is it read as a text? Of an archive only a register is read: what is wrong with one that
    holds none is said in the words for registers."""
    return isinstance(thing, Path) and thing.suffix.lower() != ".zip" and not is_table(thing)


def source_key(name: str) -> str:
    """The source that a file is when nobody names it: its name without endings."""
    return Path(name).name.split(".")[0]


def _register(
    graph: KnowledgeGraph, name: str, thing: Any, options: Options, report: Report
) -> None:
    """One register: its rows through a mapping."""
    table = read_table(thing) if isinstance(thing, Path) else rows_of(thing, name=name)
    with table:
        mapping = _mapping(table, name, options).where(*options.where)
        key = options.source or source_key(name)
        source = mapping.source(key, visibility=options.visibility)
        units = _to_the_break(name, mapping.units(table, source, report), report)
        _load(graph, source, units, options, report)


def _to_the_break(name: str, units: Iterable[Unit], report: Report) -> Iterator[Unit]:
    """The units of a file; where it breaks off, those before it are whole and stay.

    A file that breaks before its first unit raises, so that nothing of it is written.
    """
    number = 0
    try:
        for unit in units:
            number += 1
            yield unit
    except SourceUnusable as err:
        if not number:
            raise
        report.fail(name, f"{err}; the {number:,} rows taken before it are whole and stay")


def _documents(
    graph: KnowledgeGraph, paths: list[tuple[str, Path]], options: Options, report: Report
) -> None:
    """All documents of a run: one source, a unit each."""
    from ingest.claims import document_unit

    source = Source(options.source or "documents", options.source or "Documents",
                    options.visibility or "public", "documents")

    def units() -> Iterator[Unit]:
        for done in readings(paths, processes=options.processes):
            if not done.read:
                report.fail(done.name, done.failure)
                continue
            name, (document, facts) = done.name, done.read
            for rule, number in document.furniture.items():
                report.remove_furniture(rule, number)
            report.flags.update(flag.rule for flag in facts.flags)
            unit = document_unit(source.key, document, facts, name=name)
            if len(unit.claims) > MOST_CLAIMS:
                report.fail(name, f"{name}: {len(unit.claims):,} facts in one document; at most "
                                  f"{MOST_CLAIMS:,}: split it")
            else:
                yield unit

    _load(graph, source, units(), options, report)


def _load(
    graph: KnowledgeGraph, source: Source, units: Iterable[Unit], options: Options, report: Report
) -> None:
    """Load, or for a dry run only read to the end. What fails before its first unit, or has none,
    makes no source."""
    known = {known.key: known for known in graph.store.sources()}.get(source.key)
    if known is not None and known.form != source.form:
        raise SourceUnusable(
            f"the source {source.key!r} holds {known.form} already; name another with --source")
    source = _kept_back(graph, source, known, options, report)
    refused = report.rejections + len(report.failed)
    units = iter(units)
    first = list(islice(units, 1))
    if not first and known is None:
        return
    report.sources.append(source.key)
    units = chain(first, units)

    def whole() -> bool:
        """Nothing is removed on the word of an edition that could not be read in full."""
        sound = refused == report.rejections + len(report.failed)
        if not sound:
            report.note(f"{source.key}: not all of it could be read, so nothing was removed")
        return sound

    if options.dry_run:
        _try(units, options, report)
    else:
        report.loaded(graph.load(source, units, complete=options.complete and whole,
                                 progress=options.progress))


def _try(units: Iterable[Unit], options: Options, report: Report) -> None:
    """Check units as loading would, and keep the first rows to be shown."""
    for number, unit in enumerate(units):
        try:
            check(unit)
        except RecordRejected as err:
            report.reject(unit.key, str(err))
            continue
        report.units += 1
        report.claims += len(unit.claims)
        if unit.form == "row" and number < options.rows:
            report.first.append(preview(unit))
        if options.progress:
            options.progress(1)


def _kept_back(
    graph: KnowledgeGraph, source: Source, known: Source | None, options: Options, report: Report
) -> Source:
    """The source, not shown to more people than before unless that was asked for."""
    if known is not None and known.level > graph.level:
        raise SourceUnusable(f"the source {source.key!r} is not open here; name another with "
                             "--source")
    if known is None or known.level <= source.level:
        return source
    if options.visibility is None:
        report.note(f"{source.key}: stays {known.visibility}; --visibility says otherwise")
        return replace(source, visibility=known.visibility)
    report.note(f"{source.key}: was {known.visibility}, is {source.visibility} now, all of it")
    return source


def _attempt(report: Report, name: str, step: Callable[[], None]) -> bool:
    """Run one source, to its end or not; what stops it is said in the report, and a failing
    store stops all."""
    try:
        step()
    except StoreUnavailable:
        raise
    except QilianError as err:
        report.fail(name, str(err))
        return False
    return True


def _mapping(table: Table, name: str, options: Options) -> Mapping:
    if options.mapping:
        return load_mapping(options.mapping)
    return fitting_mapping(table.columns, name)


def extract_facts(
    paths: Iterable[Path], report: Report, *, model: str = "auto", processes: int = 1
) -> Iterator[tuple[SourceDocument, DocumentFacts]]:
    """Each document and what it says, without a store; unreadable ones are told to the report.

    ``model`` is that of English, as `ingest.nlp.build_nlp` takes it.
    """
    for done in readings(_files(paths, report), model=model, processes=processes):
        if done.read:
            yield done.read
        else:
            report.fail(done.name, done.failure)


def _files(paths: Iterable[Path], report: Report) -> Iterator[tuple[str, Path]]:
    for name, path in things(paths):
        if isdir(path):
            report.fail(name, f"{path}: {_nothing_in(path)}")
        elif is_table(path):
            report.fail(name, f"{path}: is a table, which `ingest` reads")
        else:
            yield name, path


def things(inputs: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """(name, file or table) of all that is to be read; a folder gives its readable files and the
    folders in it that cannot be opened, or itself when it has none."""
    for item in inputs:
        if not isinstance(item, (str, Path)):
            yield "table", item
            continue
        path = Path(item)
        inside = _inside(path)
        for file in inside:
            yield one_line(file.relative_to(path).as_posix()), file
        if not inside:
            yield one_line(path.name), path


def _inside(folder: Path) -> list[Path]:
    """What is to be read of a folder, at any depth; links to folders are not followed."""
    found: list[Path] = []

    def closed(err: OSError) -> None:
        if Path(err.filename) != folder:
            found.append(Path(err.filename))

    for place, _, names in walk(folder, onerror=closed):
        files = (Path(place, name) for name in names
                 if not name.startswith("~$"))  # Word's mark that a file is open
        found += (f for f in files if f.suffix.lower() in DOCUMENTS or is_table(f))
    return sorted(found)


def _nothing_in(folder: Path) -> str:
    """Why nothing of a folder is read."""
    try:
        next(folder.iterdir(), None)
    except OSError as err:
        return f"the folder cannot be opened ({err.strerror})"
    return "the folder holds no document and no table"
