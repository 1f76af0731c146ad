"""What commands print: tables on a terminal, tab-separated lines in a pipe, JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import typer

from graph.errors import SourceUnusable

Cell = str | int | float | None
_KEPT_WHOLE = 12
"""Cells up to this length are not folded on a narrow terminal."""


def say(text: str = "") -> None:
    """A line on stdout."""
    typer.echo(text)


def heading(text: str) -> None:
    """A line that stands out on a terminal."""
    typer.echo()
    typer.echo(typer.style(text, bold=True))


def remark(text: str) -> None:
    """A line on stderr, so that stdout holds the answer alone."""
    typer.echo(text, err=True)


def machine(data: object) -> None:
    """One JSON document on stdout."""
    typer.echo(json.dumps(plain(data), ensure_ascii=False, indent=1))


def plain(data: Any) -> Any:
    """Dataclasses, sets and paths as what JSON can hold."""
    if is_dataclass(data) and not isinstance(data, type):
        return {field.name: plain(getattr(data, field.name)) for field in fields(data)}
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, set | frozenset):
        return sorted(map(plain, data))
    if isinstance(data, str | int | float | bool | None):
        return data
    if isinstance(data, Iterable) and not isinstance(data, bytes):
        return [plain(value) for value in data]
    return str(data)


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """A table: drawn on a terminal, else a header and lines with tabs for other programs."""
    lines = [[_text(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        typer.echo("\t".join(columns))
        for line in lines:
            typer.echo("\t".join(" ".join(cell.split()) for cell in line))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for at, column in enumerate(columns):
        cells = [line[at] for line in lines]
        numbers = bool(cells) and all(map(_is_number, cells))
        drawn.add_column(
            column,
            justify="right" if numbers else "left",
            overflow="fold",
            no_wrap=max(map(len, cells), default=0) <= _KEPT_WHOLE,
        )
    for line in lines:
        drawn.add_row(*map(Text, line))
    Console().print(drawn)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").lstrip("-").isdigit()


def short(text: str, length: int = 160) -> str:
    """A quote on one line, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0] + " …"


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on stderr for work that takes long; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda number: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(label, total=total)
        yield lambda number: bar.update(task, advance=number)


@contextmanager
def stages() -> Iterator[Callable[[str, float], None]]:
    """A bar on stderr for work in stages (what is done, what share of all); nothing where stderr is
    no terminal."""
    if not sys.stderr.isatty():
        yield lambda stage, share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
                  console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda stage, share: bar.update(task, description=stage, completed=share)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write beside ``path``, which takes its name only when all is written.

    Raises `SourceUnusable` when it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        try:
            yield part
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as err:
        raise SourceUnusable(f"{path}: cannot be written: {err.strerror}") from err


@contextmanager
def json_lines(path: Path) -> Iterator[Callable[[object], None]]:
    """Writes one JSON document a line; the file appears when it is whole."""
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        yield lambda data: print(json.dumps(data, ensure_ascii=False), file=file)
