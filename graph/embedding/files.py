"""The files of models: found in installed packages without running them, and fingerprinted."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b, file_digest
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from graph.errors import InvalidRequest


def package(name: str, *, extra: str, use: str) -> Any:
    """An installed package; `InvalidRequest` that names the extra which brings it."""
    try:
        return import_module(name)
    except ImportError as err:
        raise InvalidRequest(_missing(name, extra, use)) from err


def folder_of(name: str, *, extra: str, use: str) -> Path:
    """Where an installed package lies, without importing it; else as `package`."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise InvalidRequest(_missing(name, extra, use))
    return Path(found.submodule_search_locations[0])


def _missing(name: str, extra: str, use: str) -> str:
    return f"{use} needs the package {name.partition('.')[0]}: pip install 'qilian[{extra}]'"


def fingerprint(files: Iterable[Path]) -> str:
    """A short hash of what files hold, in their order."""
    whole = blake2b(digest_size=8)
    for path in files:
        with path.open("rb") as file:
            whole.update(file_digest(file, lambda: blake2b(digest_size=16)).digest())
    return whole.hexdigest()
