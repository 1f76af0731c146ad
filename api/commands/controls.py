"""The controls of a question as options of commands, written once for all commands that ask."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

_ASKING = "Who may answer"
CONTROLS: dict[str, Any] = {
    "not_regions": Annotated[list[str] | None, typer.Option(
        "--not-region", metavar="REGION", rich_help_panel=_ASKING,
        help="No organisations there; repeat.")],
    "asker": Annotated[str | None, typer.Option(
        "--asker", metavar="ID|NAME", rich_help_panel=_ASKING,
        help="Who asks: it, its group and those with works together of late are left out.")],
    "competitors": Annotated[bool | None, typer.Option(
        "--competitors/--no-competitors", rich_help_panel=_ASKING, show_default=False,
        help="Whether enterprises of the asker's industries may stand there.")],
    "conflicts": Annotated[bool | None, typer.Option(
        "--conflicts/--no-conflicts", rich_help_panel=_ASKING, show_default=False,
        help="Whether those with works together with the asker may stand there.")],
    "near": Annotated[str | None, typer.Option(
        "--near", metavar="PLACE", rich_help_panel=_ASKING,
        help="Only the province around a place, an organisation or LAT,LON.")],
    "within_km": Annotated[float | None, typer.Option(
        "--within-km", metavar="KM", rich_help_panel=_ASKING, help="How far from --near.")],
    "alive": Annotated[bool | None, typer.Option(
        "--alive", rich_help_panel=_ASKING, show_default=False,
        help="Leave out those whose nearest works are all lapsed patents.")],
    "small_first": Annotated[bool | None, typer.Option(
        "--small-first", rich_help_panel=_ASKING, show_default=False,
        help="Prefer organisations of few works.")],
    "spread": Annotated[int | None, typer.Option(
        "--spread", metavar="N", min=1, rich_help_panel=_ASKING,
        help="At most N of one parent first, the others after.")],
}


def controlled(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the controls as further options; it gets those given as ``controls``."""

    @wraps(command)
    def run(*args: Any, **given: Any) -> None:
        controls = {name: given.pop(name) for name in CONTROLS}
        command(*args, **given,
                controls={name: value for name, value in controls.items() if value is not None})

    hints = get_type_hints(command, include_extras=True)
    own = inspect.signature(command).parameters.values()
    parameters = [p.replace(annotation=hints[p.name]) for p in own if p.name != "controls"]
    further = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=a)
               for name, a in CONTROLS.items()]
    signature = inspect.Signature(
        [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) if p.name != "ctx" else p
         for p in parameters] + further)
    run.__signature__ = signature  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()}
    return run
