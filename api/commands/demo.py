"""The demonstration: the whole way on the fictional sample, in a store of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.answers import print_match, print_problems, print_why_not
from api.commands.demo_event import remove_event, show_event
from api.commands.output import heading, progress, remark, say, table
from api.commands.shared import opened
from graph.errors import InvalidRequest, OtherSchema

if TYPE_CHECKING:
    from graph.matching.results import MatchResult
    from qilian import KnowledgeGraph

PREFIX = "sample-"
"""Before the keys of the sample's sources, by which its store is known."""


def demo(
    ctx: typer.Context,
    store: Annotated[
        str | None,
        typer.Option("--store", metavar="URL", help="An empty store, or that of an earlier demo."),
    ] = None,
) -> None:
    """Show the whole way on a fictional sample.

    The sample is loaded into a store of its own; yours is never touched.
    """
    script = tomllib.loads((files("api.commands") / "demo.toml").read_text(encoding="utf-8"))
    named = store or _named(ctx)
    with opened(ctx, named, create=True) if named else _own_store() as kg, _sample() as folder:
        remove_event(kg, script["event"]["name"])  # its facts would be those of an earlier time
        load_sample(kg, folder, script)
        say("All places, organisations and people of this demonstration are fictional.")
        found = kg.problems(script["industry"])
        print_problems(found, single=False)
        _ask(kg, script["asked"], script)
        show_event(kg, folder, script["event"])
        _next(kg, script["next"])


def _named(ctx: typer.Context) -> str | None:
    """The store named before the command; one that the environment names is not meant."""
    root = ctx.find_root()
    source = root.get_parameter_source("store")
    return root.params["store"] if source is not None and source.name == "COMMANDLINE" else None


def _own_store() -> KnowledgeGraph:
    """The store that only the demonstration has; made anew when another version made it."""
    import qilian
    from graph.paths import cache_folder

    file = cache_folder() / "demo" / "sample.db"
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return qilian.open(f"sqlite:///{file}", create=True)
    except OtherSchema:
        remark(f"{file} is of another version of Qilian; it is made anew")
        for part in file.parent.glob(f"{file.name}*"):  # with what SQLite keeps beside it
            part.unlink(missing_ok=True)
        return qilian.open(f"sqlite:///{file}", create=True)


@contextmanager
def _sample() -> Iterator[Path]:
    """The packaged sample as a folder, also when the package is zipped."""
    with as_file(files("ingest") / "sample") as folder:
        yield folder


def load_sample(kg: KnowledgeGraph, folder: Path, script: dict[str, Any]) -> None:
    """Load the sample unless this very sample is there; `InvalidRequest` for a store with other
    data, with which it must not mix."""
    own = (PREFIX, f"event-{script['event']['name']}")
    foreign = [s.key for s in kg.store.sources() if not s.key.startswith(own)]
    if foreign:
        raise InvalidRequest(
            f"{kg.store.info().url} holds other data ({', '.join(foreign[:3])}); the sample never "
            "mixes with it: name an empty store"
        )
    inputs = [folder / f"{name}.csv" for name in script["registers"]]
    documents = sorted((folder / script["documents"]).iterdir())
    content = blake2b(digest_size=8)
    for path in (*inputs, *documents):
        content.update(path.read_bytes())
    if kg.store.saved("sample").get("content") == content.hexdigest():
        return
    remark("loading the sample, which is done once")
    with progress("reading and loading") as step:
        for path in inputs:
            kg.ingest(
                path, mapping=path.stem, source=PREFIX + path.stem, complete=True, progress=step
            )
        kg.ingest(*documents, source=PREFIX + script["documents"], complete=True, progress=step)
    kg.store.save("sample", "content", content.hexdigest())


def _ask(kg: KnowledgeGraph, need: str, script: dict[str, Any]) -> None:
    """The first problem in full, why a large institute is not among the answers, and the same
    question as it stood some years ago."""
    now = kg.match(need, limit=5)
    print_match(now, works=2)
    heading("Why not the largest institute?")
    print_why_not(kg.why_not(need, script["not_first"]))
    as_of = script["as_of"]
    past = kg.match(need, as_of=as_of, limit=5)
    heading(f"The same question on evidence from before {as_of}")
    table(["organisation", f"rank before {as_of}", "rank today"], _compared(past, now))


def _compared(past: MatchResult, now: MatchResult) -> list[tuple[str, int | str, int | str]]:
    before = {c.id: c.rank for c in past.ranked}
    today = {c.id: c.rank for c in now.ranked}
    names = {c.id: c.name for c in (*past.ranked, *now.ranked)}
    return [(name, before.get(id_, "-"), today.get(id_, "-")) for id_, name in names.items()]


def _next(kg: KnowledgeGraph, script: dict[str, Any]) -> None:
    heading("Next")
    say(f"The store has {kg.store.counts()['units']:,} documents and rows. In another terminal:")
    qilian = f"qilian --store {kg.store.info().url}"
    for what, command in (
        ("the page", f"{qilian} serve      (http://127.0.0.1:8000/)"),
        ("another industry", f'{qilian} problems "{script["industry"]}"'),
        ("your own words", f'{qilian} match "{script["need"]}"'),
        ("why not this one", f'{qilian} why-not "{script["need"]}" "{script["organisation"]}"'),
        ("your own data",
         "qilian --store sqlite:///mine.db ingest FILE...   (docs/your-own-data.md)"),
    ):
        say(f"{what + ':':<18} {command}")
