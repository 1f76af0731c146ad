"""The command that turns answers into papers for clients: one need, a case, or a table of needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.commands.asking import options_of
from api.commands.controls import controlled
from api.commands.match import (
    MANY_LIMIT,
    Codes,
    Exclude,
    File,
    Kinds,
    Least,
    Limit,
    Regions,
    Since,
    Title,
    Words,
)
from api.commands.output import progress, remark, short, whole_file
from api.commands.shared import AsOf, Store, opened, words_of
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from api.commands.need_table import StatedNeed
    from api.papers.xlsx import Answered
    from graph.matching.options import Options
    from graph.paper import Audience, Language
    from qilian import KnowledgeGraph


Place = Annotated[
    Path, typer.Option("--out", "-o", metavar="FILE", help=".html, .md or .xlsx.")
]
Needs = Annotated[
    Path | None,
    typer.Option("--needs", metavar="TABLE", help="A table of needs: one .xlsx for all."),
]
CaseOption = Annotated[
    str | None,
    typer.Option("--case", metavar="CASE", help="The need, client and options of a case."),
]
Outgoing = Annotated[
    bool, typer.Option("--outgoing", help="To hand on: public sources only, no client named.")
]
Tongue = Annotated[
    Literal["en", "zh"], typer.Option("--language", help="Quotations keep their own.")
]
Clients = Annotated[
    list[str] | None,
    typer.Option(
        "--client", metavar="ID|NAME",
        help="Who asks: no candidate, and not named when the paper goes out; repeat.",
    ),
]
Site = Annotated[
    str,
    typer.Option("--site", metavar="https://…", help="The service that readers open sources in."),
]


@dataclass(frozen=True, slots=True)
class Wish:
    """What paper is wanted, and where."""

    out: Path
    audience: Audience
    language: Language
    client: tuple[str, ...]
    site: str


@controlled
def paper(
    ctx: typer.Context,
    text: Words = None,
    out: Place = ...,  # type: ignore[assignment]
    file: File = None,
    needs: Needs = None,
    case: CaseOption = None,
    outgoing: Outgoing = False,
    language: Tongue = "en",
    client: Clients = None,
    site: Site = "",
    title: Title = "",
    kind: Kinds = None,
    region: Regions = None,
    as_of: AsOf = None,
    since: Since = None,
    code: Codes = None,
    exclude: Exclude = None,
    min_works: Least = 1,
    limit: Limit = None,
    store: Store = None,
    *,
    controls: dict[str, Any],
) -> None:
    """Write an answer as a paper for a client, every sentence with its source."""
    if sum(bool(given) for given in (text or file, needs, case)) > 1:
        raise InvalidRequest("give one need, or --needs, or --case")
    if site and not site.startswith(("https://", "http://")):
        raise InvalidRequest(f"--site {site}: write an address that begins with https://")
    options = options_of(kind, codes=code, regions=region, as_of=as_of, since=since,
                         exclude=exclude, min_works=None if min_works == 1 else min_works,
                         title=title or None, limit=limit, **controls)
    wish = Wish(out, "outgoing" if outgoing else "internal", language, tuple(client or ()), site)
    with opened(ctx, store) as kg:
        if needs is not None:
            _of_table(kg, needs, wish, {"limit": MANY_LIMIT, **options})
        elif case is not None:
            found = kg.cases.get(case)
            asking = replace(wish, client=(*wish.client, *filter(None, [found.client])))
            _write(kg, found.need, asking, {**found.options, **options})  # type: ignore[typeddict-item]
        else:
            _write(kg, words_of(text, file, "the need"), wish, options)


def _write(kg: KnowledgeGraph, need: str, wish: Wish, options: Options) -> None:
    """The paper on one need. Raises `InvalidRequest` for another ending, `SourceUnusable` when the
    file cannot be written."""
    from api.papers import form_of, rendered

    form = form_of(wish.out)
    made = kg.paper(need, audience=wish.audience, language=wish.language, client=wish.client,
                    **options)
    with whole_file(wish.out) as part:
        part.write_bytes(rendered(made, form, site=wish.site))
    convincing = "" if made.convincing else ", none convincing"
    remark(f"{wish.out}: {len(made.candidates)} candidates{convincing}")


def _of_table(kg: KnowledgeGraph, needs: Path, wish: Wish, options: Options) -> None:
    """The papers on the needs of a table, in one workbook. The enterprise that states a need is its
    client; a need that cannot be answered has its row with the reason."""
    from api.commands.need_table import read_needs
    from api.papers import form_of
    from api.papers.xlsx import workbook_of
    from graph.matching.options import wanted

    if form_of(wish.out) != "xlsx":
        raise InvalidRequest(f"{wish.out}: the papers of a table go into one .xlsx")
    wanted("any", options)  # what is wrong with the options is wrong for every need
    stated = list(read_needs(needs))
    answers = []
    with progress("papers", len(stated)) as step:
        for need in stated:
            answers.append(_answered(kg, need, wish, options))
            if not answers[-1].paper:
                remark(f"{needs}, need {need.key}: {answers[-1].why}")
            step(1)
    data = workbook_of(answers, language=wish.language, outgoing=wish.audience == "outgoing",
                       site=wish.site)
    with whole_file(wish.out) as part:
        part.write_bytes(data)
    solved = sum(answer.paper is not None and answer.paper.convincing for answer in answers)
    remark(f"{wish.out}: {len(stated):,} needs, {solved:,} with a convincing candidate")


def _answered(
    kg: KnowledgeGraph, need: StatedNeed, wish: Wish, options: Options
) -> Answered:
    from api.papers.xlsx import Answered

    own: Options = {**options, "title": need.title}
    clients = (*wish.client, *filter(None, [need.enterprise]))
    try:
        made = kg.paper(need.text, audience=wish.audience, language=wish.language, client=clients,
                        **own)
    except InvalidRequest as err:
        return Answered(need.key, need.title or short(need.text), None, str(err))
    return Answered(need.key, made.title, made)
