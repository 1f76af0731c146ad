"""Commands about where data comes from: importers, sources in the store, drafts of mappings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.output import heading, machine, remark, say, table, whole_file
from api.commands.shared import Json, Store, opened
from graph.errors import InvalidRequest, SourceUnusable


def sources(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="[IMPORTER]", show_default=False, help="Only this one, in full."),
    ] = "",
    loaded: Annotated[
        bool, typer.Option("--loaded", help="The sources in the store, and who may see them.")
    ] = False,
    store: Store = None,
    json: Json = False,
) -> None:
    """The registers and exports that can be read, with their fields; or what is in the store.

    A field marked with ? may be missing from a file. Other tables are read by a mapping of your
    own, which `qilian map FILE` drafts.
    """
    if loaded:
        if name:
            raise InvalidRequest("--loaded lists all sources of the store; leave out the name")
        return _loaded(ctx, store, json)
    from ingest.sources.importers import importers
    from ingest.sources.mapping import load_mapping

    known = importers()
    if name:
        known = [i for i in known if i.name == load_mapping(name).name]
        if not known:
            raise SourceUnusable(f"{name} is a mapping of your own; name one that comes along")
    if json:
        return machine(known)
    if not name:
        return table(
            ["importer", "reads", "a row is", "fields"],
            [(i.name, i.title, "/".join(i.kinds),
              ", ".join(f.name + ("" if f.needed else "?") for f in i.fields)) for i in known],
        )
    importer, = known
    say(f"{importer.name}: {importer.title}" + (f" ({importer.url})" if importer.url else ""))
    say(importer.about)
    heading("Fields")
    table(
        ["field", "may be called", "gives"],
        [(f.name + ("" if f.needed else "?"), ", ".join(f.headers), "; ".join(f.gives))
         for f in importer.fields],
    )


def _loaded(ctx: typer.Context, store: str | None, json: bool) -> None:
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


def draft(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", show_default=False, help="A table that no mapping knows."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="MAPPING.yml", help="Where the draft goes; else stdout."),
    ] = None,
) -> None:
    """Draft a mapping for a table, from its headers and the look of its values.

    Each line says why it is so; what was not understood stands there as comments, with examples.
    Check it, then: qilian ingest FILE --mapping MAPPING.yml --dry-run.
    """
    from ingest.sources.drafting import draft_mapping
    from ingest.sources.tables import read_table

    if out is not None and out.exists():
        raise InvalidRequest(f"{out} is there already; name another file, or take it away first")
    with read_table(file) as read:
        text = draft_mapping(read)
    if out is None:
        return say(text.rstrip("\n"))
    with whole_file(out) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    remark(f"{out}: check it, then: qilian ingest {file} --mapping {out} --dry-run")
