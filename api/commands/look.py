"""Commands that look things up: find, show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.answers import caption
from api.commands.output import heading, machine, plain, say, short, table
from api.commands.shared import AsOf, Json, KindOption, Store, kinds_of, opened
from graph.errors import NotFound

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph
    from graph.lookup import Fact
    from graph.model import Entity, Unit


def find(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False)],
    kind: KindOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 10,
    store: Store = None,
    json: Json = False,
) -> None:
    """Find anything by (part of) its name, English or Chinese."""
    with opened(ctx, store) as kg:
        found = kg.find(text, kinds=kinds_of(kind), limit=limit)
    if json:
        return machine(found)
    table(
        ["score", "kind", "name", "region", "id"],
        [(f.score, f.entity.kind, f.entity.name, f.entity.region, f.entity.id) for f in found],
    )
    if not found:
        raise NotFound(f"nothing is named like {text!r}")


def show(
    ctx: typer.Context,
    reference: Annotated[
        str,
        typer.Argument(
            metavar="ID|NAME|DOCUMENT",
            show_default=False,
            help="An entity's id, identifier or name, or the key of a document or row.",
        ),
    ],
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Links and facts to list.")] = 50,
    store: Store = None,
    json: Json = False,
) -> None:
    """Show an entity with its links, or a document with its facts."""
    with opened(ctx, store) as kg:
        try:
            entity = kg.entity(reference)
        except NotFound as missing:
            _show_document(kg, reference, limit, json, missing)
            return
        links = kg.neighbours(entity.id, as_of=as_of, limit=limit)
        facts = kg.facts(entity.id, as_of=as_of, limit=limit)
    if json:
        return machine({"entity": plain(entity), "neighbours": plain(links), "facts": plain(facts)})
    _show_head(entity)
    if links:
        heading("Links")
        table(
            ["link", "with", "kind", "documents", "from", "to", "id"],
            [
                (
                    n.caption,
                    n.other.name,
                    n.other.kind,
                    n.edge.count,
                    n.edge.first,
                    n.edge.last,
                    n.other.id,
                )
                for n in links
            ],
        )
    _show_facts(facts)


def _show_head(entity: Entity) -> None:
    typer.echo(typer.style(entity.name, bold=True) + f"  {entity.kind} {entity.id}")
    for label, words in (
        ("also", "; ".join(entity.names)),
        ("identifiers", "; ".join(entity.identifiers)),
        ("region", entity.region),
        *((name.replace("_", " "), str(value)) for name, value in entity.properties.items()),
    ):
        if words:
            say(f"{label}: {words}")


def _show_document(kg: KnowledgeGraph, key: str, limit: int, json: bool, missing: NotFound) -> None:
    try:
        unit = kg.document(key)
    except NotFound:
        raise missing from None
    facts, flags = kg.document_facts(key), kg.document_flags(key)
    if json:
        document = {
            "key": unit.key,
            "source": unit.source,
            "title": unit.title,
            "date": unit.date,
            "cells": dict(unit.cells),
            "text": unit.text,
        }
        return machine({"document": document, "facts": plain(facts), "flags": plain(flags)})
    _show_unit(unit)
    _show_facts(facts[:limit])
    for flag in flags:
        say(f"flag {flag.rule}: “{short(flag.quote)}”" + (f" ({flag.says})" if flag.says else ""))


def _show_unit(unit: Unit) -> None:
    typer.echo(typer.style(unit.title or unit.key, bold=True) + f"  {unit.date or 'undated'}")
    say(f"{unit.key}, source {unit.source}")
    for column, cell in unit.cells.items():
        if cell:
            say(f"{column}: {short(cell)}")
    if unit.text:
        say(short(unit.text, 600))


def _show_facts(facts: list[Fact]) -> None:
    if facts:
        heading("Facts, each with its source")
        table(
            ["subject", "says", "what", "date", "words", "where", "fact"],
            [
                (
                    f.subject_name,
                    f.measure or caption(f.predicate),
                    f.object_name,
                    f.date,
                    short(f.quote, 80),
                    f.place,
                    f.id,
                )
                for f in facts
            ],
        )
