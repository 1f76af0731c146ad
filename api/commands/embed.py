"""The command that builds vectors of works for matching."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.output import machine, plain, progress, say
from api.commands.shared import Json, Store, opened
from graph.schema import WORKS


def embed(
    ctx: typer.Context,
    model: Annotated[
        str,
        typer.Option(
            "--model",
            metavar="MODEL",
            help="minilm (English), multilingual, static (the quickest), the folder of a model "
            "with model.onnx and tokenizer.json, or none: remove the vectors.",
        ),
    ] = "minilm",
    store: Store = None,
    json: Json = False,
) -> None:
    """Build vectors of the works, so that needs also find works that use other words.

    Questions use what was built last. Only new and changed works are encoded; run it again after
    loading. Nothing is fetched: a model comes with an extra, or lies in a folder.
    """
    with opened(ctx, store) as kg:
        counts = kg.store.counts()
        with progress("encoding", sum(counts.get(kind, 0) for kind in WORKS)) as step:
            done = kg.embed(model, progress=step)
    if json:
        return machine(plain(done))
    if not done.works and model == done.model == "none":
        return say("the vectors are removed; questions go by words alone")
    say(f"{done.works:,} works have vectors by {done.model}, {done.encoded:,} encoded in "
        f"{done.seconds:.0f} s, {done.size / 1e6:.1f} MB")
    if done.unread:
        say(f"{done.unread:,} works have none: they say nothing in words, or not in a language "
            "that the model knows")
