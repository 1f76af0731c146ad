"""Commands that bring things in and take them out: ingest, extract, retract."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, cast

import typer

from api.commands.output import (
    json_lines,
    machine,
    progress,
    remark,
    say,
    table,
    whole_file,
)
from api.commands.preview import show_rows
from api.commands.shared import Json, Store, opened
from api.commands.store import level_of
from graph.errors import InvalidRequest, SourceUnusable
from graph.model import Visibility
from ingest.report import KEPT, SHOWN

if TYPE_CHECKING:
    from ingest.facts import DocumentFacts
    from ingest.sources.text import SourceDocument

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...", show_default=False, help="Documents, tables, or folders of them."
    ),
]


MappingName = Annotated[
    str,
    typer.Option(
        "--mapping",
        metavar="NAME|FILE",
        help="What a table's columns mean; else the one that fits is taken.",
    ),
]
SourceKey = Annotated[
    str, typer.Option("--source", metavar="KEY", help="Name of the source; else the file's name.")
]
Visible = Annotated[
    str | None,
    typer.Option(
        "--visibility",
        metavar="LEVEL",
        help="Who may see it: public, internal or confidential; else as before, or as the mapping "
        "says.",
    ),
]
Complete = Annotated[
    bool,
    typer.Option("--complete", help="The source is whole: remove what is missing from it now."),
]
Processes = Annotated[
    int,
    typer.Option(
        "--processes", min=1, max=64, help="Read documents on so many; pays from some fifty on."
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help="Read and check everything, write nothing; show the first rows and every problem.",
    ),
]
Rows = Annotated[
    int, typer.Option("--rows", min=0, help="Rows of each register that a dry run shows.")
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="COLUMN=VALUE",
        help="Only these rows of registers; COLUMN=A,B any of them, COLUMN=BEGINNING*, "
        "COLUMN!=VALUE; repeat: all must hold.",
    ),
]


def ingest(
    ctx: typer.Context,
    paths: Paths,
    mapping: MappingName = "",
    source: SourceKey = "",
    visibility: Visible = None,
    where: Where = None,
    complete: Complete = False,
    dry_run: DryRun = False,
    rows: Rows = 5,
    processes: Processes = 1,
    store: Store = None,
    json: Json = False,
) -> None:
    """Read policy documents and registers into the store.

    The same files again change nothing; changed rows and documents replace their own facts only.
    """
    if visibility is not None:
        level_of(visibility)
    with ExitStack() as stack:
        if dry_run:
            store = f"{stack.enter_context(TemporaryDirectory(prefix='qilian-'))}/dry-run.db"
        kg = stack.enter_context(opened(ctx, store, create=True))
        step = stack.enter_context(progress("reading and loading"))
        report = kg.ingest(
            *paths,
            mapping=mapping,
            source=source,
            visibility=cast("Visibility | None", visibility),
            complete=complete,
            dry_run=dry_run,
            progress=step,
            processes=processes,
            where=where or (),
            rows=rows,
        )
    if json:
        machine(report.as_dict())
    else:
        if dry_run:
            show_rows(report.first)
        for line in report.lines(KEPT if dry_run else SHOWN):
            say(line)
        if dry_run:
            say("dry run: nothing was written")
    if report.failed:
        raise typer.Exit(SourceUnusable.exit_code)


def extract(
    files: Paths,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FACTS.jsonl",
            show_default=False,
            help="Where the facts go; - is stdout.",
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FACTS.html",
            show_default=False,
            help="One file that shows the facts in colour over the texts.",
        ),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(
            "--gold",
            metavar="FOLDER",
            show_default=False,
            help="Annotations to compare with: count and, with --html, show what was missed "
            "or invented.",
        ),
    ] = None,
    language: Annotated[
        str, typer.Option("--language", metavar="en|zh", help="Of the words in --html.")
    ] = "en",
    processes: Processes = 1,
) -> None:
    """Read documents and write their facts, as JSON lines or in colour over their texts.

    No store is needed. Each fact has its exact words and their offsets in the file.
    """
    from api.words import NAMES
    from ingest.report import Report
    from ingest.run import extract_facts

    if out is None and html is None and gold is None:
        raise InvalidRequest("say what is wanted: --out FACTS.jsonl, --html FACTS.html or --gold")
    if language not in NAMES:
        raise InvalidRequest(f"--language is one of {', '.join(NAMES)}, not {language!r}")
    report = Report()
    with progress("extracting", len(files)) as step:
        documents = extract_facts(files, report, processes=processes)
        if html is not None or gold is not None:
            documents = _sheets(documents, html, gold, language)
        _write_facts((facts for _, facts in documents), out, step)
    for _, reason in report.failed:
        remark(f"not read: {reason}")
    if report.failed:
        raise typer.Exit(SourceUnusable.exit_code)


def _write_facts(
    documents: Iterable[DocumentFacts], out: Path | None, step: Callable[[int], None]
) -> None:
    """The facts as JSON lines; without a place for them the documents are read all the same."""
    if out is None:
        for _ in documents:
            step(1)
    elif str(out) == "-":
        for fact in _facts(documents, step):
            say(jsonlib.dumps(fact, ensure_ascii=False))
    else:
        count = 0
        with json_lines(out) as write:
            for fact in _facts(documents, step):
                write(fact)
                count += 1
        remark(f"{out}: {count:,} facts")


def _sheets(
    documents: Iterable[tuple[SourceDocument, DocumentFacts]], html: Path | None,
    gold: Path | None, language: str,
) -> Iterator[tuple[SourceDocument, DocumentFacts]]:
    """Passes the documents on; when all have gone by, writes the HTML file and the counts."""
    from api.extracted import rendered, sheet, totals
    from ingest.compare import read_gold

    golds = read_gold(gold) if gold else {}
    sheets = []
    for number, (document, facts) in enumerate(documents, 1):
        annotated = golds.get(Path(facts.document).name)
        if gold and annotated is None:
            remark(f"{facts.document}: {gold} holds no annotation of it")
        sheets.append(sheet(number, document, facts, annotated))
        yield document, facts
    if html is not None:
        with whole_file(html) as part:
            part.write_text(rendered(sheets, language=language), encoding="utf-8", newline="\n")
        remark(f"{html}: {len(sheets):,} documents")
    if found := totals(sheets):
        table(
            ["kind", "annotated", "found", "right", "precision", "recall", "F1"],
            [(k, t.gold, t.found, t.credit, t.precision, t.recall, t.f1)
             for k, t in found.items()],
        )


def _facts(documents: Iterable[DocumentFacts], step: Callable[[int], None]) -> Iterator[object]:
    from ingest.facts import fact_lines

    for document in documents:
        yield from fact_lines(document)
        step(1)


def retract(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", show_default=False)],
    store: Store = None,
) -> None:
    """Remove a source and what nothing else supports."""
    with opened(ctx, store) as kg:
        units = kg.retract(source)
    say(f"{source}: {units:,} documents and rows removed")
