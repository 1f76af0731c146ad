"""Commands that bring things in: ingest, extract, sources, mappings, retract."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, cast

import typer

from api.commands.output import json_lines, machine, progress, remark, say, table
from api.commands.shared import Json, Store, opened
from api.commands.store import level_of
from graph.errors import SourceUnusable
from graph.model import Visibility

if TYPE_CHECKING:
    from ingest.facts import DocumentFacts

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
        help="Who may see it: public, internal or confidential; else as the mapping says.",
    ),
]
Complete = Annotated[
    bool,
    typer.Option("--complete", help="The source is whole: remove what is missing from it now."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")
]


def ingest(
    ctx: typer.Context,
    paths: Paths,
    mapping: MappingName = "",
    source: SourceKey = "",
    visibility: Visible = None,
    complete: Complete = False,
    dry_run: DryRun = False,
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
        )
    if json:
        machine(report.as_dict())
    else:
        for line in report.lines():
            say(line)
        if dry_run:
            say("dry run: nothing was written")
    if report.failed:
        raise typer.Exit(SourceUnusable.exit_code)


def extract(
    files: Paths,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="FACTS.jsonl",
            show_default=False,
            help="Where the facts go; - is stdout.",
        ),
    ],
) -> None:
    """Read documents and write their facts as JSON lines.

    No store is needed. Each fact has its exact words and their offsets in the file.
    """
    import qilian
    from ingest.report import Report

    report = Report()
    with progress("extracting", len(files)) as step:
        documents = qilian.extract(*files, report=report)
        if str(out) == "-":
            for fact in _facts(documents, step):
                say(jsonlib.dumps(fact, ensure_ascii=False))
        else:
            count = 0
            with json_lines(out) as write:
                for fact in _facts(documents, step):
                    write(fact)
                    count += 1
            remark(f"{out}: {count:,} facts")
    for _, reason in report.failed:
        remark(f"not read: {reason}")
    if report.failed:
        raise typer.Exit(SourceUnusable.exit_code)


def _facts(documents: Iterable[DocumentFacts], step: Callable[[int], None]) -> Iterator[object]:
    from ingest.facts import fact_lines

    for document in documents:
        yield from fact_lines(document)
        step(1)


def sources(ctx: typer.Context, store: Store = None, json: Json = False) -> None:
    """The sources in the store, with who may see them."""
    with opened(ctx, store) as kg:
        found = kg.store.sources()
        counts = {key: rest for key, *rest in kg.store.source_counts()}
    if json:
        return machine(found)
    table(
        ["source", "title", "visibility", "kind", "units", "earliest", "latest"],
        [
            (s.key, s.title, s.visibility, s.form, *counts.get(s.key, (0, None, None)))
            for s in found
        ],
    )


def mappings(json: Json = False) -> None:
    """List the mappings that come with Qilian."""
    from ingest.sources.mapping import mappings as known

    rows = [
        (name, mapping.spec.title, ", ".join(mapping.spec.aliases))
        for name, mapping in known().items()
    ]
    if json:
        return machine([dict(zip(("name", "title", "columns"), row, strict=True)) for row in rows])
    table(["mapping", "title", "columns"], rows)


def retract(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", show_default=False)],
    store: Store = None,
) -> None:
    """Remove a source and what nothing else supports."""
    with opened(ctx, store) as kg:
        units = kg.retract(source)
    say(f"{source}: {units:,} documents and rows removed")
