"""Commands about the store as a whole: status, rebuild, backup, restore, copy, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.output import heading, machine, plain, progress, say, table
from api.commands.shared import Json, Store, opened
from graph.errors import InvalidRequest
from graph.model import LEVELS

File = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]


def status(ctx: typer.Context, store: Store = None, json: Json = False) -> None:
    """Say what is in the store, with a snapshot id to cite."""
    with opened(ctx, store) as kg:
        found = kg.status()
    if json:
        return machine({**plain(found), "snapshot": found.snapshot})
    say(f"{found.info.url} ({found.info.engine}), snapshot {found.snapshot}")
    heading("Sources")
    table(["source", "units", "earliest", "latest"], found.sources)
    heading("Counts")
    table(["what", "count"], sorted(found.counts.items()))
    say(f"institutes without a work: {found.idle_institutes}")


def rebuild(ctx: typer.Context, store: Store = None) -> None:
    """Derive everything again from the input, which stays as it is."""
    with opened(ctx, store) as kg, progress("rebuilding", _units(kg.store.counts())) as step:
        units = kg.rebuild(progress=step)
    say(f"rebuilt from {units:,} documents and rows")


def _units(counts: dict[str, int]) -> int | None:
    return counts.get("units")


def backup(ctx: typer.Context, file: File, store: Store = None) -> None:
    """Write all input to one file, for any kind of store."""
    with opened(ctx, store) as kg:
        units = kg.backup(file)
    say(f"{file}: {units:,} documents and rows")


def restore(ctx: typer.Context, file: File, store: Store = None) -> None:
    """Fill a new, empty store from a backup."""
    with opened(ctx, store, create=True) as kg:
        units = kg.restore(file)
        say(f"{kg.store.info().url}: {units:,} documents and rows restored")


def copy(
    ctx: typer.Context,
    origin: Annotated[str, typer.Argument(metavar="FROM", show_default=False)],
    target: Annotated[str, typer.Argument(metavar="TO", show_default=False)],
) -> None:
    """Copy a store into an empty one, also of another kind."""
    if origin == target:
        raise InvalidRequest("a store cannot be copied onto itself")
    with opened(ctx, origin) as source, opened(ctx, target, create=True) as empty:
        units = source.copy_to(empty)
        here, there = source.store.info().url, empty.store.info().url
    say(f"{there}: {units:,} documents and rows copied from {here}")


def export(
    ctx: typer.Context,
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            show_default=False,
            help="A file, or for csv and neo4j a folder that gets nodes.csv and edges.csv.",
        ),
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="graphml, gexf, csv or neo4j (for neo4j-admin); else by the file's ending.",
        ),
    ] = "",
    visible_to: Annotated[
        str,
        typer.Option(
            "--visible-to",
            metavar="LEVEL",
            help="Leave out what readers of this level must not see: public or internal.",
        ),
    ] = "confidential",
    store: Store = None,
) -> None:
    """Write the graph for Gephi, spreadsheets or Neo4j's import."""
    with opened(ctx, store, level=level_of(visible_to)) as kg:
        for written in kg.export(path, form=form):
            say(str(written))


def level_of(word: str) -> int:
    """A visibility's number; `InvalidRequest` for another word."""
    if word not in LEVELS:
        raise InvalidRequest(f"{word!r}: choose from {', '.join(LEVELS)}")
    return LEVELS[word]
