"""Commands by which people decide: who is who, which facts hold, who is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.output import machine, plain, remark, say, table
from api.commands.shared import Json, Store, opened
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from graph.model import Decision


def decide(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            show_default=False,
            help="same, different, unsure: of two entities; confirm, reject, correct: of a fact.",
        ),
    ],
    first: Annotated[
        str,
        typer.Argument(
            metavar="A", show_default=False,
            help="An entity (id or name) or a row's key, or a document's key.",
        ),
    ],
    second: Annotated[
        str,
        typer.Argument(
            metavar="B",
            show_default=False,
            help="The other entity or row, or the fact's id in the document.",
        ),
    ],
    by: Annotated[str, typer.Option("--by", help="Who decides.", show_default=False)],
    why: Annotated[str, typer.Option("--why", help="The reason, for those who ask later.")] = "",
    value: Annotated[str, typer.Option("--value", help="With correct: what is right.")] = "",
    store: Store = None,
    json: Json = False,
) -> None:
    """Decide who is who, or whether a fact is right.

    `qilian show DOCUMENT` lists the ids of a document's facts. A decision outlives every new
    reading of the sources; `qilian undo` takes it back.
    """
    from api.deciding import decided, decided_pair
    from graph.deciding import ON_FACTS, ON_PAIRS, joined

    if kind not in ON_PAIRS + ON_FACTS:
        there = ", ".join(ON_PAIRS + ON_FACTS)
        raise InvalidRequest(f"{kind!r} is no decision; choose from {there}")
    if value and kind != "correct":
        raise InvalidRequest(f"--value goes with correct, not with {kind}")
    with opened(ctx, store) as kg:
        if kind in ON_PAIRS:
            made = decided_pair(kg, kind=kind, first=first, second=second, by=by, why=why)
            if kind == "same" and not joined(kg, made):
                remark("they stay apart: somebody decided that they are different, which is "
                       "stronger; `qilian decisions` lists it, `qilian undo` takes it back")
        else:
            made = decided(kg, first, kind=kind, fact=second, by=by, why=why, value=value)
    if json:
        return machine(made)
    say(f"{made.id}: {in_words(made)}")


def decisions(ctx: typer.Context, store: Store = None, json: Json = False) -> None:
    """List all decisions in force, oldest first."""
    with opened(ctx, store) as kg:
        found = kg.decisions()
    if json:
        return machine(found)
    table(
        ["id", "at", "by", "decision", "why", "score seen"],
        [(d.id, d.at, d.by, in_words(d), d.why, d.score) for d in found],
    )


def undo(
    ctx: typer.Context,
    decision: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    store: Store = None,
) -> None:
    """Take one decision back."""
    with opened(ctx, store) as kg:
        made = kg.undo(decision)
    told = [f"decided by {made.by}", made.at, made.why]
    if made.score is not None:
        told.append(f"score seen {made.score:.3f}")
    say(f"undone: {in_words(made)} ({', '.join(filter(None, told))})")


def forget(
    ctx: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...", show_default=False, help="The person's name in every spelling."
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also in names of organisations, places and works.")
    ] = False,
    store: Store = None,
    json: Json = False,
) -> None:
    """Remove a person everywhere in the store, for good."""
    with opened(ctx, store) as kg:
        if not yes:
            typer.confirm(
                f"Remove {', '.join(names)} from {kg.store.info().url}? It cannot be undone",
                abort=True,
                err=True,
            )
        done = kg.forget(*names, anyway=anyway)
    if json:
        return machine(plain(done))
    kept = f" and from {done.saved} cases and saved queries" if done.saved else ""
    say(f"removed from {done.units} documents and rows{kept}, with {done.decisions} decisions")
    say("Backups and exports made before still hold the name: delete them yourself.")


def in_words(decision: Decision) -> str:
    """A decision in one line."""
    if decision.fact is None:
        first, second = decision.records
        kinds = " and ".join(dict.fromkeys((first.kind, second.kind)))
        return f"{first.name} and {second.name} ({kinds}): {decision.kind}"
    fact = decision.fact
    said = f"{fact.subject} {fact.predicate} {fact.object}"
    if fact.predicate == "name" and fact.kind:
        said = f"{fact.object} ({fact.kind})"
    what = f"{decision.kind} “{said}” in {fact.unit}"
    return f"{what}, right is {decision.value}" if decision.value else what
