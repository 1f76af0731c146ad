"""A command that sets organisations side by side for a need."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.commands.answers import print_side_by_side
from api.commands.asking import options_of
from api.commands.controls import controlled
from api.commands.match import Codes, Kinds, Least, Need, Regions, Since
from api.commands.output import machine
from api.commands.shared import AsOf, Json, Store, opened


@controlled
def compare_candidates(
    ctx: typer.Context,
    need: Need,
    organisations: Annotated[
        list[str], typer.Argument(metavar="ORGANISATION...", show_default=False)
    ],
    kind: Kinds = None,
    region: Regions = None,
    as_of: AsOf = None,
    since: Since = None,
    code: Codes = None,
    min_works: Least = 1,
    store: Store = None,
    json: Json = False,
    *,
    controls: dict[str, Any],
) -> None:
    """Set two to four organisations side by side for a need."""
    options = options_of(kind, codes=code, regions=region, as_of=as_of, since=since,
                         min_works=min_works, **controls)
    with opened(ctx, store) as kg:
        found = kg.compare_candidates(need, organisations, **options)
    return machine(found) if json else print_side_by_side(found)
