"""What commands have in common: the store, and how kinds, dates and words are given."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import InvalidRequest, SourceUnusable
from graph.schema import KINDS

if TYPE_CHECKING:
    from qilian import KnowledgeGraph

DEFAULT_FILE = "qilian.db"
DEFAULT_STORE = f"sqlite:///{DEFAULT_FILE}"
Store = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="The store, if not that of QILIAN_STORE."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Count only evidence before this year, month or day."
    ),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="Only this kind, for example institute; repeat."),
]


def store_url(ctx: typer.Context, store: str | None) -> str:
    """The store that a command means: its own --store, else the one before the command."""
    return store or str(ctx.find_root().params.get("store") or DEFAULT_STORE)


@contextmanager
def opened(
    ctx: typer.Context, store: str | None, *, level: int = 2, create: bool = False
) -> Iterator[KnowledgeGraph]:
    """The knowledge graph of the command's store, closed at the end."""
    import qilian

    kg = qilian.open(store_url(ctx, store), level=level, create=create)
    with kg:
        yield kg


def kinds_of(words: Iterable[str] | None) -> tuple[str, ...]:
    """Kinds as people write them (institute, Institutes, technology contract) as the schema's."""
    known = {
        form.casefold(): kind.name
        for kind in KINDS.values()
        for form in (kind.name, kind.caption, kind.plural)
    }
    found = []
    for word in words or ():
        name = known.get(word.strip().casefold())
        if name is None:
            raise InvalidRequest(f"{word!r} is no kind; choose from {', '.join(KINDS)}")
        found.append(name)
    return tuple(dict.fromkeys(found))


def words_of(text: str | None, file: Path | None, what: str) -> str:
    """A text from the command line, a file, or stdin (``-``); `InvalidRequest` when empty."""
    if text is not None and file is not None:
        raise InvalidRequest(f"give {what} either as words or by --file, not both")
    if file is not None:
        text = sys.stdin.read() if str(file) == "-" else read(file)
    if text is None or not text.strip():
        raise InvalidRequest(f"give {what}: the text is empty")
    return text


def read(path: Path) -> str:
    """A UTF-8 text file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise SourceUnusable(f"{path}: cannot be read: {err.strerror}") from err
    except UnicodeDecodeError as err:
        raise SourceUnusable(f"{path}: is not UTF-8; save it as UTF-8") from err
