"""Commands of saved queries: a question under a name, asked again, with what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.asking import options_of
from api.commands.case import By, Visible
from api.commands.controls import controlled
from api.commands.match import Codes, Exclude, File, Kinds, Least, Limit, Regions, Since, Words
from api.commands.output import machine, plain, say, short, table
from api.commands.shared import AsOf, Json, Store, opened, words_of

if TYPE_CHECKING:
    from graph.saved import Rerun

Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]


@controlled
def add(
    ctx: typer.Context,
    name: Name,
    by: By,
    controls: dict[str, Any],
    text: Words = None,
    file: File = None,
    visibility: Visible = None,
    kind: Kinds = None,
    region: Regions = None,
    as_of: AsOf = None,
    since: Since = None,
    code: Codes = None,
    exclude: Exclude = None,
    min_works: Least = 1,
    limit: Limit = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Ask, and keep the question and its answer under a name."""
    words = words_of(text, file, "the need")
    options = options_of(kind, codes=code, regions=region, as_of=as_of, since=since,
                         exclude=exclude, min_works=min_works, limit=limit,
                         **controls)
    with opened(ctx, store) as kg:
        made = kg.saved.add(name, words, by=by, options=dict(options),
                            visibility=visibility)  # type: ignore[arg-type]
    if json:
        return machine(made)
    table(["rank", "organisation", "score"],
          [(c.rank, c.name, c.score) for c in made.answer.candidates])


def queries(ctx: typer.Context, store: Store = None, json: Json = False) -> None:
    """List the saved queries, by name."""
    with opened(ctx, store) as kg:
        found = kg.saved.listed()
    if json:
        return machine(found)
    table(["name", "need", "by", "at", "visibility", "generation"],
          [(q.name, short(q.need, 80), q.by, q.at[:10], q.visibility, q.answer.generation)
           for q in found])


def run(
    ctx: typer.Context,
    name: Name,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep today's answer in the former one's place.")
    ] = False,
    store: Store = None,
    json: Json = False,
) -> None:
    """Ask a saved query again and show what changed since its answer was kept."""
    with opened(ctx, store) as kg:
        done = kg.saved.rerun(name, keep=keep)
    return machine(rerun_data(done)) if json else print_rerun(done)


def remove(ctx: typer.Context, name: Name, store: Store = None) -> None:
    """Take a saved query away."""
    with opened(ctx, store) as kg:
        gone = kg.saved.remove(name)
    say(f"removed: {gone.name}")


def rerun_data(done: Rerun) -> dict[str, Any]:
    """What changed as JSON."""
    return {
        "query": plain(done.query), "answer": plain(done.answer), "equal": done.equal,
        "same_state": done.same_state, "new": plain(done.new), "gone": plain(done.gone),
        "moved": [{**plain(m), "evidence_new": list(m.evidence_new),
                   "evidence_gone": list(m.evidence_gone)} for m in done.moved],
    }


def print_rerun(done: Rerun) -> None:
    """A line on the whole, then a row for each difference."""
    say(told(done))
    new = {c.id for c in done.new}
    before = {m.after.id: m for m in done.moved}
    rows: list[tuple[str | int | float | None, ...]] = []
    for c in done.answer.candidates:
        moved = before.get(c.id)
        what = "new" if c.id in new else "changed" if moved else ""
        was = moved.before if moved else None
        rows.append((c.rank, c.name, c.score, what, was.rank if was else None,
                     was.score if was else None,
                     ", ".join([*(f"+{key}" for key in (moved.evidence_new if moved else ())),
                                *(f"-{key}" for key in (moved.evidence_gone if moved else ()))])))
    rows += [(None, c.name, None, "gone", c.rank, c.score, "") for c in done.gone]
    table(["rank", "organisation", "score", "what", "rank then", "score then", "evidence"], rows)


def told(done: Rerun) -> str:
    """How today's answer stands to the kept one, in a sentence."""
    kept = done.query.answer.generation
    if done.equal:
        state = "the same state of the store" if done.same_state else (
            f"generation {done.answer.generation}, kept at {kept}")
        return f"the answer is the kept one ({state})"
    if done.same_state:
        return "the store is as it was, but the program or its weights answer otherwise now"
    return (f"{len(done.new)} new, {len(done.gone)} gone, {len(done.moved)} changed since "
            f"generation {kept} (now {done.answer.generation})")
