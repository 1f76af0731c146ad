"""The command that trains the weights of matching on a graph's own past works."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.output import machine, plain, progress, say, table, whole_file
from api.commands.shared import Json, Store, opened
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from graph.matching.weights import Weights


def train(
    ctx: typer.Context,
    before: Annotated[
        str | None,
        typer.Option(
            "--before", metavar="DATE",
            help="Train on works from before this day; the weights then count for questions "
            "as of this day or later. All works otherwise.",
        ),
    ] = None,
    needs: Annotated[
        int, typer.Option("--needs", min=40, help="Past works to ask as stand-ins for needs.")
    ] = 1600,
    seed: Annotated[int, typer.Option("--seed", help="Another draw of past works.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.json", help="Write them there, change no question."),
    ] = None,
    by_hand: Annotated[
        bool, typer.Option("--undo", help="Go back to the weights set by hand.")
    ] = False,
    store: Store = None,
    json: Json = False,
) -> None:
    """Train what each part of a score counts, on the graph's own past works.

    Each is asked as if it were a need, on the evidence from before its day; right is who then made
    it. No label is needed. The weights are kept in the store; answers then also say how sure they
    are.
    """
    if by_hand and out:
        raise InvalidRequest("--undo changes the store; it goes without --out")
    with opened(ctx, store) as kg:
        if by_hand:
            kg.untrain()
            return say("questions go by the weights set by hand")
        with progress("asking past works", needs) as step:
            weights = kg.train(before=before, needs=needs, seed=seed, keep=out is None,
                               progress=step)
    if out is not None:
        from graph.matching.weights import written

        with whole_file(out) as part:
            part.write_text(written(weights) + "\n", encoding="utf-8")
    return machine(plain(weights)) if json else _print(weights)


def _print(weights: Weights) -> None:
    from graph.matching.features import NAMES
    from graph.matching.weights import BY_HAND

    say(f"trained on {weights.needs:,} past works from before {weights.before}")
    table(("part", "weight", "by hand"), [
        (caption, f"{weights.of(name):.3f}", f"{BY_HAND.of(name):.3f}")
        for name, caption in NAMES.items()])
    if weights.calibration is None:
        return say("too few of the latest works to say how sure an answer is")
    say("how often the first candidate was right, by how sure the answer was:")
    table(("sure", "right", "needs"), [
        (f"{sure:.0%}", f"{right:.0%}", str(count))
        for sure, right, count in weights.calibration.bins])
