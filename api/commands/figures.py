"""Commands about figures across documents: compare, follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.output import heading, machine, say, short
from api.commands.shared import AsOf, Json, Store, opened

if TYPE_CHECKING:
    from graph.figures import Comparison, Followed
    from graph.lookup import Fact

About = Annotated[
    str,
    typer.Argument(
        metavar="NAME", show_default=False, help="An area, organisation or programme, or its id."
    ),
]
Measure = Annotated[
    str, typer.Option("--measure", metavar="WORDS", help="Only figures named with these words.")
]


def compare(
    ctx: typer.Context, about: About, measure: Measure = "", as_of: AsOf = None,
    store: Store = None, json: Json = False,
) -> None:  # fmt: skip
    """Compare what several documents say of one figure."""
    with opened(ctx, store) as kg:
        found = kg.compare(about, measure=measure, as_of=as_of)
    return machine(found) if json else _print_comparisons(about, found)


def follow(
    ctx: typer.Context, about: About, measure: Measure = "", as_of: AsOf = None,
    store: Store = None, json: Json = False,
) -> None:  # fmt: skip
    """Follow targets: which were set, what was observed since, what is missing."""
    with opened(ctx, store) as kg:
        found = kg.follow(about, measure=measure, as_of=as_of)
    return machine(found) if json else _print_followed(about, found)


def _print_comparisons(about: str, found: list[Comparison]) -> None:
    heading(f"Figures of {about} that several documents state")
    if not found:
        say("none: no two documents state the same figure for the same period")
    for item in found:
        say()
        say(f"{item.verdict}: {item.measure} ({item.status}, {item.period})")
        for fact in item.facts:
            _print_fact(fact)


def _print_followed(about: str, found: list[Followed]) -> None:
    heading(f"Targets of {about}")
    if not found:
        say("none: no document states a target")
    for item in found:
        say()
        due = f", due {item.target.period}" if item.target.period else ""
        say(f"{item.outcome}: {item.target.measure} {item.target.object_name}{due}")
        _print_fact(item.target)
        for fact in item.observed:
            _print_fact(fact)


def _print_fact(fact: Fact) -> None:
    where = f" of {fact.region}" if fact.region else ""
    when = f" in {fact.period}" if fact.period else ""
    flags = f"  [{', '.join(fact.flags)}]" if fact.flags else ""
    say(f"   {fact.status} {fact.object_name}{where}{when}{flags}")
    say(f"      “{short(fact.quote)}”  [{fact.place}, {fact.date or 'undated'}]")
