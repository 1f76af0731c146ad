"""Commands that ask: match (one need or many), problems, partners, licensees and the like."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.answers import (
    answer_data,
    print_marks,
    print_match,
    print_problems,
    print_why_not,
)
from api.commands.asking import options_of, pools_of
from api.commands.controls import controlled
from api.commands.output import machine
from api.commands.shared import AsOf, Json, Store, opened, words_of
from graph.errors import InvalidRequest

LIMIT, MANY_LIMIT, BATCH_LIMIT = 10, 5, 100
Regions = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="REGION", help="Only organisations there; repeat."),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="ID|NAME", help="Leave this organisation out; repeat."),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind", metavar="KIND", help="Candidates of this kind: institute, enterprise, …; repeat."
    ),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Count only evidence from then on."),
]
Codes = Annotated[
    list[str] | None,
    typer.Option("--code", metavar="CODE", help="An IPC or CPC code of the need; repeat."),
]
Least = Annotated[int, typer.Option("--min-works", min=0, help="Works a candidate has at least.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Candidates to give.")]
Need = Annotated[str, typer.Argument(metavar="NEED", show_default=False)]
Organisation = Annotated[str, typer.Argument(metavar="ORGANISATION", show_default=False)]


Words = Annotated[
    str | None,
    typer.Argument(
        metavar="NEED",
        show_default=False,
        help="The need in words, or a problem, industry or enterprise by id or exact name.",
    ),
]
File = Annotated[
    Path | None,
    typer.Option("--file", metavar="FILE", help="The need is in this text file; - is stdin."),
]
Title = Annotated[str, typer.Option("--title", help="A title, whose words count more.")]
Needs = Annotated[
    Path | None,
    typer.Option("--needs", metavar="TABLE", help="A table of needs, answered into --out."),
]
Batch = Annotated[
    Path | None,
    typer.Option(
        "--batch", metavar="QUERIES.jsonl", help="Queries as JSON Lines, answered into --out."
    ),
]
Key = Annotated[
    str,
    typer.Option("--key", metavar="SCHEME", help="With --batch: the identifier to answer with."),
]
Pools = Annotated[
    list[str] | None,
    typer.Option(
        "--pool",
        metavar="NAME=KINDS:MIN",
        help="With --batch: filters of queries with this pool, as institutes=institute:3.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="With --needs: .xlsx or .csv; with --batch: .jsonl."
    ),
]


@controlled
def match(
    ctx: typer.Context,
    text: Words = None,
    file: File = None,
    title: Title = "",
    kind: Kinds = None,
    region: Regions = None,
    as_of: AsOf = None,
    since: Since = None,
    code: Codes = None,
    exclude: Exclude = None,
    min_works: Least = 1,
    limit: Limit = None,
    needs: Needs = None,
    batch: Batch = None,
    key: Key = "",
    pool: Pools = None,
    out: Out = None,
    store: Store = None,
    json: Json = False,
    *,
    controls: dict[str, Any],
) -> None:
    """Rank who can solve a need, with the evidence.

    One need is answered at once. A table of needs (--needs) gives a table of candidates, and a
    file of queries (--batch) a file of ranked keys.
    """
    single = needs is None and batch is None
    if (needs and batch) or (not single and (text or file or title)):
        raise InvalidRequest("give one need, or --needs, or --batch")
    most = limit or (LIMIT if single else MANY_LIMIT if needs else BATCH_LIMIT)
    options = options_of(kind, codes=code, regions=region, as_of=as_of, since=since,
                         exclude=exclude, min_works=min_works, limit=most, title=title or None,
                         **controls)
    if needs is not None:
        from api.commands.need_table import answer_table

        place = _place(out)
        with opened(ctx, store) as kg:
            return answer_table(kg, needs, place, options)
    if batch is not None:
        from api.commands.batch import answer_batch

        place, pools = _place(out), pools_of(pool or ())
        if not key:
            raise InvalidRequest("say with --key which identifier answers a query, as uscc")
        with opened(ctx, store) as kg:
            return answer_batch(kg, batch, place, key, options, pools)
    words = words_of(text, file, "the need")
    with opened(ctx, store) as kg:
        result = kg.match(words, **options)
        marks = kg.cases.marks_for([c.id for c in result.ranked])
    if json:
        return machine(answer_data(result))
    print_match(result)
    print_marks(result, marks)


def _place(out: Path | None) -> Path:
    if out is None:
        raise InvalidRequest("say with --out where the answers go")
    return out


def problems(
    ctx: typer.Context,
    industry: Annotated[str, typer.Argument(metavar="INDUSTRY", show_default=False)],
    as_of: AsOf = None,
    solvers: Annotated[int, typer.Option("--solvers", min=0, help="Candidates a problem.")] = 3,
    store: Store = None,
    json: Json = False,
) -> None:
    """List an industry's common problems and who could solve each."""
    with opened(ctx, store) as kg:
        found = kg.problems(industry, as_of=as_of, solvers=solvers)
    return machine(found) if json else print_problems(found)


@controlled
def partners(
    ctx: typer.Context,
    enterprise: Annotated[str, typer.Argument(metavar="ENTERPRISE", show_default=False)],
    kind: Kinds = None,
    region: Regions = None,
    as_of: AsOf = None,
    since: Since = None,
    exclude: Exclude = None,
    limit: Limit = None,
    store: Store = None,
    json: Json = False,
    *,
    controls: dict[str, Any],
) -> None:
    """Rank partners for an enterprise, by its needs and field."""
    options = options_of(kind, regions=region, as_of=as_of, since=since, exclude=exclude,
                         limit=limit or LIMIT, **controls)
    with opened(ctx, store) as kg:
        result = kg.partners(enterprise, **options)
    return machine(answer_data(result)) if json else print_match(result)


@controlled
def licensees(
    ctx: typer.Context,
    offer: Annotated[
        str | None,
        typer.Argument(
            metavar="OFFER", show_default=False,
            help="A patent by number, id or title, or an offer in words.",
        ),
    ] = None,
    file: File = None,
    title: Title = "",
    region: Regions = None,
    as_of: AsOf = None,
    since: Since = None,
    code: Codes = None,
    exclude: Exclude = None,
    limit: Limit = None,
    store: Store = None,
    json: Json = False,
    *,
    controls: dict[str, Any],
) -> None:
    """Rank enterprises that are likely to take a patent or an offer."""
    options = options_of(None, codes=code, regions=region, as_of=as_of, since=since,
                         exclude=exclude, limit=limit or LIMIT, title=title or None, **controls)
    words = words_of(offer, file, "the offer")
    with opened(ctx, store) as kg:
        result = kg.licensees(words, **options)
    return machine(answer_data(result)) if json else print_match(result)


def served(
    ctx: typer.Context,
    organisation: Organisation,
    as_of: AsOf = None,
    limit: Limit = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Rank industries that an organisation could serve."""
    with opened(ctx, store) as kg:
        result = kg.served(organisation, as_of=as_of, limit=limit or LIMIT)
    return machine(answer_data(result)) if json else print_match(result)


@controlled
def similar(
    ctx: typer.Context,
    organisation: Organisation,
    kind: Kinds = None,
    region: Regions = None,
    as_of: AsOf = None,
    since: Since = None,
    exclude: Exclude = None,
    limit: Limit = None,
    store: Store = None,
    json: Json = False,
    *,
    controls: dict[str, Any],
) -> None:
    """Rank organisations like one."""
    options = options_of(kind, regions=region, as_of=as_of, since=since, exclude=exclude,
                         limit=limit or LIMIT, **controls)
    with opened(ctx, store) as kg:
        result = kg.similar(organisation, **options)
    return machine(answer_data(result)) if json else print_match(result)


@controlled
def why_not(
    ctx: typer.Context,
    need: Need,
    organisation: Organisation,
    kind: Kinds = None,
    region: Regions = None,
    as_of: AsOf = None,
    since: Since = None,
    code: Codes = None,
    exclude: Exclude = None,
    min_works: Least = 1,
    store: Store = None,
    json: Json = False,
    *,
    controls: dict[str, Any],
) -> None:
    """Say where an organisation stands for a need, and why."""
    options = options_of(kind, codes=code, regions=region, as_of=as_of, since=since,
                         exclude=exclude, min_works=min_works, **controls)
    with opened(ctx, store) as kg:
        found = kg.why_not(need, organisation, **options)
    return machine(found) if json else print_why_not(found)
