"""Commands about technology fields and industries: fields, classify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.output import heading, machine, remark, say, table
from api.commands.shared import AsOf, Json, Store, opened
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from graph.classified import Classified

_SHOWN = 20
"""Refused rows that are printed."""


def fields(
    ctx: typer.Context,
    reference: Annotated[
        str,
        typer.Argument(
            metavar="ORGANISATION|PATENT",
            show_default=False,
            help="Its id, identifier or name.",
        ),
    ],
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Classes of each table.")] = 10,
    store: Store = None,
    json: Json = False,
) -> None:
    """Show the technology fields and industries of an organisation or patent.

    By the codes of patents, by what registers say and by what documents say: three answers that
    are not added up. The technology of a patent is not what its applicant does.
    """
    with opened(ctx, store) as kg:
        found = kg.industries(reference, as_of=as_of)
    return machine(found) if json else _print(found, limit)


def classify(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="TABLE", show_default=False, help="From IPC or CPC codes to industries."
        ),
    ] = None,
    scheme: Annotated[
        str, typer.Option("--scheme", metavar="NAME", help="What its classes are of: isic4, nace2.")
    ] = "",
    form: Annotated[
        str, typer.Option("--form", metavar="NAME", help="Whose columns it has; else found.")
    ] = "",
    tree: Annotated[
        str, typer.Option("--tree", metavar="FILE", help="The workbook of GB/T 4754, to check by.")
    ] = "",
    remove: Annotated[
        str, typer.Option("--remove", metavar="SCHEME", help="Forget the table of this scheme.")
    ] = "",
    store: Store = None,
) -> None:
    """Keep a table from patent codes to industries; without a file, list the tables in use."""
    from graph.classified import drop_table, tables

    if file is None and (scheme or form or tree):
        raise InvalidRequest("--scheme, --form and --tree go with a TABLE")
    with opened(ctx, store, create=file is not None) as kg:
        if remove:
            drop_table(kg.store, remove)
        if file is not None:
            reading = kg.classify(file, scheme=scheme, form=form, tree=tree)
            for words in (*reading.notes, *reading.rejected[:_SHOWN]):
                remark(words)
            if len(reading.rejected) > _SHOWN:
                remark(f"and {len(reading.rejected) - _SHOWN:,} more rows left out")
        table(
            ["scheme", "table", "rows"],
            [(t.scheme, t.name, len(t.rules)) for t in tables(kg.store)],
        )


def _print(found: Classified, limit: int) -> None:
    say(f"{found.entity.name}  {found.entity.kind} {found.entity.id}")
    say(f"patents, each family once: {found.works:,}; without a field: {found.unclassified:,}")
    for basis, source in dict.fromkeys((s.basis, s.table) for s in found.shares):
        shares = [s for s in found.shares if (s.basis, s.table) == (basis, source)]
        schemes = ", ".join(dict.fromkeys(s.scheme for s in shares if s.scheme))
        heading(f"By {basis}: {source}" + (f", classes of {schemes}" if schemes else ""))
        table(
            ["share", "code", "class", "count", "codes or documents"],
            [(s.share, s.code, s.name, s.count, ", ".join((s.codes or s.documents)[:5]))
             for s in shares[:limit]],
        )  # fmt: skip
    if not found.shares:
        say("nothing tells its fields: no patent with codes, no register and no document")
