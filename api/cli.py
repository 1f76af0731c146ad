"""The command line: `qilian COMMAND`. Assembly only; the commands are in `api.commands`.

What is heavy is imported by the command that needs it, so that ``qilian --help`` answers at once.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from api.commands import (
    ask,
    audit,
    case,
    compare_candidates,
    decide,
    demo,
    doctor,
    embed,
    event,
    event_changes,
    event_files,
    fields,
    figures,
    link,
    load,
    look,
    match,
    paper,
    review,
    saved,
    service,
    sources,
    store,
    train,
)
from api.commands.group import Commands
from api.commands.shared import DEFAULT_STORE

START, LOAD, ASK, DECIDE, EVENT, STORE = (
    "Start here",
    "Bring in",
    "Ask",
    "Decide",
    "Events",
    "The store",
)

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
events = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=None)
cases = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=None)
queries = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=None)
neo4j = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=None)


def _version(asked: bool) -> None:
    if asked:
        import qilian

        typer.echo(f"qilian {qilian.__version__}")
        raise typer.Exit


@app.callback()
def options(
    store: Annotated[
        str,
        typer.Option(
            "--store",
            metavar="URL",
            envvar="QILIAN_STORE",
            help="sqlite:///file.db, neo4j://host:7687 or bolt://host:7687.",
        ),
    ] = DEFAULT_STORE,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Who can solve it, and on what evidence: enterprises, institutes, patents and industries."""


def _add(group: typer.Typer, section: str | None, **commands: Any) -> None:
    for name, command in commands.items():
        group.command(name.replace("_", "-"), rich_help_panel=section)(command)


_add(app, START, demo=demo.demo, serve=service.serve, doctor=doctor.doctor)
_add(
    app,
    LOAD,
    ingest=load.ingest,
    classify=fields.classify,
    extract=load.extract,
    sources=sources.sources,
    map=sources.draft,
    retract=load.retract,
)
_add(
    app,
    ASK,
    find=look.find,
    show=look.show,
    ask=ask.ask,
    match=match.match,
    paper=paper.paper,
    link=link.link,
    problems=match.problems,
    partners=match.partners,
    licensees=match.licensees,
    served=match.served,
    similar=match.similar,
    why_not=match.why_not,
    compare_candidates=compare_candidates.compare_candidates,
    compare=figures.compare,
    follow=figures.follow,
    fields=fields.fields,
)
app.add_typer(
    cases,
    name="case",
    rich_help_panel=ASK,
    help="A need as a case: candidates marked, noted, remembered.",
)
_add(
    cases,
    None,
    new=case.new,
    list=case.cases,
    show=case.show,
    ask=case.ask,
    mark=case.mark,
    note=case.note,
    undo=case.undo,
    export=case.export,
    remove=case.remove,
)
app.add_typer(
    queries,
    name="saved",
    rich_help_panel=ASK,
    help="Questions kept with their answers, asked again.",
)
_add(queries, None, add=saved.add, list=saved.queries, run=saved.run, remove=saved.remove)
_add(
    app,
    DECIDE,
    review=review.review,
    decide=decide.decide,
    audit=audit.audit,
    decisions=decide.decisions,
    undo=decide.undo,
    forget=decide.forget,
)
app.add_typer(
    events,
    name="event",
    rich_help_panel=EVENT,
    help="Who meets whom, when and where, at a matchmaking event.",
)
_add(
    events,
    None,
    **{"import": event.bring},
    list=event.events,
    show=event.show,
    propose=event.propose,
    ask=event_changes.ask,
    lock=event_changes.lock,
    link=event_changes.link,
    pair=event.pair,
    schedule=event.schedule,
    replan=event_changes.replan,
    free=event_changes.free,
    export=event_files.export,
    publish=event_changes.publish,
    report=event_files.report,
    forget=event_changes.forget,
    remove=event_changes.remove,
)
_add(
    app,
    STORE,
    status=store.status,
    export=store.export,
    backup=store.backup,
    restore=store.restore,
    copy=store.copy,
    rebuild=store.rebuild,
    embed=embed.embed,
    train=train.train,
)
app.add_typer(
    neo4j,
    name="neo4j",
    rich_help_panel=STORE,
    help="A real Neo4j on this machine, for trying it out.",
)
_add(neo4j, None, start=service.start_neo4j)


def main() -> None:
    """The entry point of `qilian`."""
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty() and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    main()
