"""Arrays and texts kept in a folder: written whole or not at all, mapped into memory when read."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]


def _sum(array: npt.NDArray[Any]) -> int:
    return zlib.crc32(np.ascontiguousarray(array).view(np.uint8).data)


def keep(folder: Path, arrays: Arrays, texts: Mapping[str, Any]) -> None:
    """Put arrays and texts (with their ``format``) into a folder, all of it or nothing; another
    process may do the same."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    try:
        for name, array in arrays.items():
            np.save(part / f"{name}.npy", array, allow_pickle=False)
        sums = {name: _sum(array) for name, array in arrays.items()}
        (part / "texts.json").write_text(json.dumps({**texts, "sums": sums}), encoding="utf-8")
        old = part.with_name(part.name + "-old")
        try:
            if folder.exists():
                os.replace(folder, old)
            os.replace(part, folder)
        except OSError:
            return  # another process was quicker, or holds the files open: it keeps its own
        finally:
            shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def fetch(folder: Path, form: int) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]] | None:
    """(arrays, texts) from a folder; None when it is absent, of another format or damaged."""
    try:
        file = folder / "texts.json"
        edition = file.stat()
        texts = json.loads(file.read_text(encoding="utf-8"))
        if texts["format"] != form:
            return None
        arrays = {  # plain views of the mapped files: slicing them is much quicker
            name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
            for name in texts["sums"]
        }
        whole = all(_sum(array) == texts["sums"][name] for name, array in arrays.items())
        now = file.stat()  # another process may have put its own in place meanwhile
        whole = whole and (now.st_ino, now.st_mtime_ns) == (edition.st_ino, edition.st_mtime_ns)
        return (arrays, texts) if whole else None
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None
