"""`qilian link`: whom names mean, one by one or a column of a table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.output import heading, machine, plain, say, table
from api.commands.shared import Json, KindOption, Store, kinds_of, opened
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from graph.identity.parts import Link
    from qilian import KnowledgeGraph

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME", show_default=False,
                   help="A name as it stands somewhere, with what stands beside it; - is stdin."),
]
File = Annotated[
    Path | None,
    typer.Option("--file", metavar="TABLE", help="Link a column of this table, into --out."),
]
Column = Annotated[
    str, typer.Option("--column", metavar="NAME", help="With --file: the column of the names.")
]
RegionColumn = Annotated[
    str, typer.Option("--region-column", metavar="NAME", help="With --file: where each one is.")
]
IdentifierColumns = Annotated[
    list[str] | None,
    typer.Option("--identifier-column", metavar="SCHEME=NAME",
                 help="With --file: a column of identifiers, such as uscc=Code; repeat."),
]
Key = Annotated[
    str,
    typer.Option("--key", metavar="SCHEME", help="With --file: add this identifier, such as ror."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE",
                 help="With --file: .xlsx or .csv; - is CSV on stdout."),
]
Region = Annotated[str, typer.Option("--region", metavar="REGION", help="Where they are.")]
Identifiers = Annotated[
    list[str] | None,
    typer.Option("--identifier", metavar="SCHEME:VALUE", help="Of the one name; repeat."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=50, help="Candidates of each.")]


def link(
    ctx: typer.Context,
    names: Names = None,
    file: File = None,
    column: Column = "",
    region_column: RegionColumn = "",
    identifier_column: IdentifierColumns = None,
    key: Key = "",
    out: Out = None,
    kind: KindOption = None,
    region: Region = "",
    identifier: Identifiers = None,
    limit: Limit = 5,
    store: Store = None,
    json: Json = False,
) -> None:
    """Say which known organisation a name means, or none, and why.

    Names are given as words, one a line on standard input (-), or as a column of a table (--file),
    of which a copy with the links is written.
    """
    from api.linking import checked, lines

    kinds = kinds_of(kind)
    if file is not None:
        if names or identifier or json:
            raise InvalidRequest("give names, or --file with --column; --json goes with names")
        from api.commands.link_table import Job, identifier_columns, link_table

        job = Job(file, out, column, region_column, identifier_columns(identifier_column or ()),
                  key, kinds, region)
        with opened(ctx, store) as kg:
            return link_table(kg, job)
    if column or region_column or identifier_column or key or out:
        raise InvalidRequest("--column, --region-column, --identifier-column, --key and --out go "
                             "with --file")
    from_stdin = list(names or ()) == ["-"]
    texts = lines(sys.stdin.read()) if from_stdin else list(names or ())
    if not any(text.strip() for text in texts):
        raise InvalidRequest("give a name, or - for names on standard input, or --file")
    if identifier and len(texts) > 1:
        raise InvalidRequest("--identifier belongs to one name")
    identifiers = checked(identifier or ())
    with opened(ctx, store) as kg:
        links = [kg.link(text, kinds=kinds, region=region, identifiers=identifiers, limit=limit)
                 for text in texts]
        if json:
            return machine([_data(link) for link in links])
        return _print_rows(kg, links) if from_stdin else _print(links)


def _data(link: Link) -> object:
    from api.linking import outcome

    return {"text": link.text, "outcome": outcome(link), **plain(link)}


def _print_rows(kg: KnowledgeGraph, links: Sequence[Link]) -> None:
    """A line for each of many names."""
    from api.linking import COLUMNS, row

    table(("name", *COLUMNS), [(link.text, *row(kg, link)) for link in links])


def _print(links: Sequence[Link]) -> None:
    """Each name with its candidates and the parts of their scores in words."""
    from api.linking import UNSURE, outcome, telling

    for link in links:
        heading(link.text)
        one = link.chosen
        said = f"{one.name} ({one.kind}, {one.entity})" if one else "nobody was chosen."
        say(" ".join(filter(None, (f"{outcome(link)}: {said}", link.reason))))
        for candidate in link.candidates:
            found = f" as “{candidate.matched}”" if candidate.matched != candidate.name else ""
            say(f"  {candidate.score:.3f}  {candidate.name}{found}  {candidate.kind}  "
                f"{candidate.entity}")
            for part in telling(candidate.parts) if candidate.score >= UNSURE else ():
                say(f"         {part.points:+.2f}  {part.says}")
