"""Commands that write an event's plan as files and count what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.event import Name, print_fairness
from api.commands.output import heading, machine, remark, table
from api.commands.paper import Tongue
from api.commands.shared import Json, Store, opened
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from graph.events.kept import Kept
    from graph.events.report import EventReport

Folder = Path | None


def export(
    ctx: typer.Context,
    name: Name,
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", metavar="FILE", help=".csv, .xlsx, .ics or .json; repeat."),
    ] = None,
    calendars: Annotated[
        Folder,
        typer.Option("--calendars", metavar="FOLDER", help="An .ics file for each participant."),
    ] = None,
    agendas: Annotated[
        Folder,
        typer.Option("--agendas", metavar="FOLDER", help="An .html to print for each, and tables."),
    ] = None,
    language: Tongue = "en",
    store: Store = None,
) -> None:
    """Write the plan: tables, calendars, papers to print.

    What is for one participant tells no score, nobody else's requests and no evidence that is not
    public. Calendars update those imported before.
    """
    from api.event_papers import write_agendas
    from api.event_words import planned
    from graph.events.write import write, write_calendars

    if not out and calendars is None and agendas is None:
        raise InvalidRequest("say with --out, --calendars or --agendas where the plan goes")
    with opened(ctx, store) as kg:
        kept = kg.events.get(name)
        plan = planned(kept)
    for path in out or ():
        write(plan, path, entries=kept.calendar, language=language)
        remark(str(path))
    if calendars is not None:
        written = write_calendars(plan, calendars, entries=kept.calendar,
                                  language=language)
        remark(f"{calendars}: {len(written)} calendars")
    if agendas is not None:
        remark(f"{agendas}: {len(write_agendas(plan, agendas, language=language))} papers")


def report(
    ctx: typer.Context,
    name: Name,
    store: Store = None,
    json: Json = False,
) -> None:
    """Count meetings planned, held and missed, by country and kind, and how fair they were."""
    with opened(ctx, store) as kg:
        kept, found = kg.events.get(name), kg.events.report(name)
    return machine(found) if json else print_report(kept, found)


def print_report(kept: Kept, found: EventReport) -> None:
    """Its tables, then how fair the plan was."""
    from api.event_words import planned

    for title, columns, rows in found.tables():
        heading(title)
        table(columns, rows)
    print_fairness(planned(kept), found.fairness)
