"""Commands of cases: a need with its candidates, who was contacted, who declined, what was said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.answers import answer_data, print_marks, print_match
from api.commands.asking import options_of
from api.commands.controls import controlled
from api.commands.match import Codes, Exclude, File, Kinds, Least, Limit, Regions, Since, Words
from api.commands.output import heading, machine, plain, say, short, table, whole_file
from api.commands.shared import AsOf, Json, Store, opened, words_of
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from graph.cases import Case, Change

CaseId = Annotated[str, typer.Argument(metavar="CASE", show_default=False)]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who writes.", show_default=False)]
Visible = Annotated[
    str | None,
    typer.Option("--visibility", help="public, internal or confidential (default)."),
]


@controlled
def new(
    ctx: typer.Context,
    by: By,
    controls: dict[str, Any],
    text: Words = None,
    file: File = None,
    title: Annotated[str, typer.Option("--title", help="A short name of the case.")] = "",
    client: Annotated[
        str, typer.Option("--client", help="Whose need it is: an id or any words.")
    ] = "",
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
    """Open a case for a need, with the question's options."""
    words = words_of(text, file, "the need")
    options = options_of(kind, codes=code, regions=region, as_of=as_of, since=since,
                         exclude=exclude, min_works=min_works, limit=limit,
                         **controls)
    with opened(ctx, store) as kg:
        made = kg.cases.new(
            words, by=by, title=title, client=client, visibility=visibility,  # type: ignore[arg-type]
            options=dict(options))
    return machine(case_data(made)) if json else say(f"{made.id}: {made.title}")


def cases(
    ctx: typer.Context,
    status: Annotated[
        str, typer.Option("--status", help="Only with a candidate who stands so, as contacted.")
    ] = "",
    store: Store = None,
    json: Json = False,
) -> None:
    """List the cases, the latest first."""
    with opened(ctx, store) as kg:
        found = kg.cases.listed(status=status)
    if json:
        return machine([case_data(case) for case in found])
    table(
        ["case", "opened", "by", "title", "client", "visibility", "candidates"],
        [(c.id, c.at[:10], c.by, c.title, c.client, c.visibility, counted(c)) for c in found],
    )


def show(ctx: typer.Context, case: CaseId, store: Store = None, json: Json = False) -> None:
    """Show a case: its need, its candidates with marks and notes, what was changed."""
    with opened(ctx, store) as kg:
        found = kg.cases.get(case)
    return machine(case_data(found)) if json else print_case(found)


def mark(
    ctx: typer.Context,
    case: CaseId,
    organisation: Annotated[str, typer.Argument(metavar="ORGANISATION", show_default=False)],
    status: Annotated[
        str,
        typer.Argument(
            metavar="STATUS", show_default=False, help="shortlisted, contacted, declined, agreed."
        ),
    ],
    by: By,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            help="With declined: no-capacity, wrong-field, conflict, price, no-answer, other.",
        ),
    ] = "",
    words: Annotated[str, typer.Option("--words", help="What is to be said beside it.")] = "",
    store: Store = None,
    json: Json = False,
) -> None:
    """Say how an organisation stands in a case."""
    with opened(ctx, store) as kg:
        found = kg.cases.mark(case, organisation, status, by=by, reason=reason, words=words)
    return machine(case_data(found)) if json else print_candidates(found)


def note(
    ctx: typer.Context,
    case: CaseId,
    words: Annotated[str, typer.Argument(metavar="NOTE", show_default=False)],
    by: By,
    about: Annotated[
        str, typer.Option("--about", metavar="ORGANISATION", help="Else about the whole case.")
    ] = "",
    store: Store = None,
    json: Json = False,
) -> None:
    """Write a note, about an organisation or about the whole case."""
    with opened(ctx, store) as kg:
        found = kg.cases.note(case, words, by=by, organisation=about)
    return machine(case_data(found)) if json else say(f"noted: {said(found.changes[-1])}")


def undo(
    ctx: typer.Context,
    case: CaseId,
    by: By,
    change: Annotated[
        str, typer.Argument(metavar="CHANGE", help="By default your last one.")
    ] = "",
    store: Store = None,
    json: Json = False,
) -> None:
    """Take back a change of your own; what stood before stands again."""
    with opened(ctx, store) as kg:
        found = kg.cases.undo(case, by=by, change=change)
    if json:
        return machine(case_data(found))
    gone = next(c for c in found.changes if c.id == found.changes[-1].undoes)
    say(f"undone: {said(gone)}")


def ask(
    ctx: typer.Context,
    case: CaseId,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="STATUS", help="Leave out, as declined; repeat."),
    ] = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Ask the case's question today, with the marks beside the candidates."""
    with opened(ctx, store) as kg:
        result = kg.cases.ask(case, without=without or ())
        marks = kg.cases.marks_for([c.id for c in result.ranked])
    if json:
        return machine(answer_data(result) | {"marks": plain(marks)})
    print_match(result)
    print_marks(result, marks)


def export(
    ctx: typer.Context,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help=".csv, .xlsx or .json.",
                           show_default=False)
    ],
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="By default all of them.")
    ] = "",
    status: Annotated[
        str, typer.Option("--status", help="Only candidates who stand so, as declined.")
    ] = "",
    store: Store = None,
) -> None:
    """Write cases as a table, a row a candidate. It names the clients: keep it to yourselves."""
    from api.cases import FORMS

    writer = FORMS.get(out.suffix.lower().removeprefix("."))
    if writer is None:
        raise InvalidRequest(f"{out}: write to a file that ends in .{', .'.join(FORMS)}")
    with opened(ctx, store) as kg:
        rows = list(kg.cases.rows(case, status=status))
    with whole_file(out) as part:
        part.write_bytes(writer(rows))
    say(f"{out}: {len(rows)} rows")


def remove(
    ctx: typer.Context,
    case: CaseId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    store: Store = None,
) -> None:
    """Take a case away with all that was written in it, for good."""
    with opened(ctx, store) as kg:
        found = kg.cases.get(case)
        if not yes:
            typer.confirm(f"Remove case {found.title!r}? It cannot be undone", abort=True, err=True)
        kg.cases.remove(case)
    say(f"removed: {found.title}")


def case_data(case: Case) -> dict[str, Any]:
    """A case as JSON, with which changes were taken back."""
    return {**plain(case), "by": case.by, "at": case.at, "undone": sorted(case.undone)}


def counted(case: Case) -> str:
    """How many candidates stand how."""
    stands = [c.status or "noted" for c in case.candidates]
    return ", ".join(f"{stands.count(status)} {status}" for status in dict.fromkeys(stands))


def print_case(case: Case) -> None:
    """The need, the candidates, the notes, the log."""
    heading(f"{case.title}  ({case.id})")
    say(short(case.need, 400))
    told = [f"client: {case.client}"] if case.client else []
    told += [f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
             for name, value in case.options.items() if value not in ("", None, [])]
    say("; ".join([*told, case.visibility, f"opened by {case.by} on {case.at[:10]}"]))
    print_candidates(case)
    for candidate in case.candidates:
        for made in candidate.notes:
            say(f"{made.at[:10]} {made.by}, {candidate.name}: {made.words}")
    for made in case.notes:
        say(f"{made.at[:10]} {made.by}: {made.words}")
    heading("Changes")
    table(["id", "at", "by", "change", "taken back"],
          [(c.id, c.at, c.by, said(c), "yes" if c.id in case.undone else "")
           for c in case.changes])


def print_candidates(case: Case) -> None:
    """One row a candidate."""
    table(
        ["organisation", "kind", "status", "reason", "by", "at", "words", "id"],
        [(c.name, c.kind, c.status, *((m.reason, m.by, m.at[:10], m.words) if (m := c.mark)
                                      else ("", "", "", "")), c.id or "in no source now")
         for c in case.candidates],
    )


def said(change: Change) -> str:
    """A change in one line."""
    about = f"{change.about.name}: " if change.about else ""
    what = {
        "open": "opened", "edit": f"changed {', '.join(change.given)}", "note": change.words,
        "mark": " ".join(filter(None, (change.status, change.reason and f"({change.reason})",
                                       change.words))),
        "undo": f"took back {change.undoes}",
    }
    return about + what[change.kind]
