"""Files that people send: put under their own name, read by the same flow as the command's."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Literal

from fastapi import UploadFile

from graph.errors import InvalidRequest
from graph.model import Visibility
from ingest.report import Report
from ingest.sources.mapping import mappings
from qilian import KnowledgeGraph

_LONGEST_NAME = 120
"""Bytes: file systems count them, not characters."""


@contextmanager
def kept_files(uploads: Sequence[UploadFile]) -> Iterator[list[Path]]:
    """The uploads as files of a folder that is gone afterwards.

    Raises `InvalidRequest` when there is none, or two have one name.
    """
    named = [(plain_name(upload.filename or ""), upload) for upload in uploads]
    named = [(name, upload) for name, upload in named if name]
    if not named:
        raise InvalidRequest("choose a file: nothing was sent")
    names = [name for name, _ in named]
    if len(set(names)) < len(names):
        raise InvalidRequest("two of the files have one name; send them one after the other")
    with tempfile.TemporaryDirectory(prefix="qilian-") as folder:
        paths = []
        for name, upload in named:
            path = Path(folder, name)
            with path.open("wb") as file:
                shutil.copyfileobj(upload.file, file)
            paths.append(path)
        yield paths


def read_uploads(
    graph: KnowledgeGraph, uploads: Sequence[UploadFile], *, mapping: str = "", source: str = "",
    visibility: Visibility | Literal[""] = "", complete: bool = False, dry_run: bool = False,
) -> Report:
    """Read uploads into the graph, as `KnowledgeGraph.ingest` reads files; the report names them
    as they were sent. Raises `InvalidRequest` as `kept_files` and `with_mapping` do."""
    with kept_files(uploads) as paths:
        readable, by = with_mapping(paths, mapping)
        report = graph.ingest(
            *readable, mapping=by, source=source, visibility=visibility or None, complete=complete,
            dry_run=dry_run,
        )
        return _without_folder(report, paths[0].parent)


def _without_folder(report: Report, folder: Path) -> Report:
    """The report without the place on this machine where the files lay for a moment."""
    place = f"{folder}{os.sep}"
    for pairs in (report.rejected, report.failed):
        pairs[:] = [(a.replace(place, ""), b.replace(place, "")) for a, b in pairs]
    report.notes = Counter({
        words.replace(place, ""): number for words, number in report.notes.items()
    })
    return report


def with_mapping(paths: Sequence[Path], mapping: str) -> tuple[list[Path], str]:
    """The files to read and the mapping to read them by: the named one, or a mapping file that was
    sent along. A path is refused: a client must not make the service read its own machine's files.
    """
    sent = [path for path in paths if path.suffix.lower() in (".yml", ".yaml")]
    files = [path for path in paths if path not in sent]
    if mapping and mapping not in mappings():
        known = ", ".join(mappings())
        raise InvalidRequest(f"no mapping is called {mapping!r}; choose from {known}")
    if len(sent) + bool(mapping) > 1:
        raise InvalidRequest("give one mapping: a name, or one mapping file beside the registers")
    if not files:
        raise InvalidRequest("choose a file to read: only a mapping was sent")
    return files, mapping or (str(sent[0]) if sent else "")


def plain_name(name: str) -> str:
    """The last part of a file's name, without what no file system takes; the ending stays."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in last).strip(". ")
    return kept.encode(errors="replace")[-_LONGEST_NAME:].decode(errors="ignore")
