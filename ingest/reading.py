"""Documents into facts, one after the other or on several processes, each failing alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import QilianError, SourceUnusable
from ingest.report import one_line
from ingest.sources.language import READ, language_name

if TYPE_CHECKING:
    from ingest.facts import DocumentFacts
    from ingest.sources.text import SourceDocument

_AHEAD = 4
"""Documents in work for each process: enough to keep all busy, few enough to bound memory."""
File = tuple[str, Path]


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: the document with its facts, or why there are none."""

    name: str
    read: tuple[SourceDocument, DocumentFacts] | None
    failure: str = ""


def read_document(path: Path) -> SourceDocument:
    """A text, web page, PDF or Word file, decoded and cleaned, with the way back to its offsets.

    Raises `SourceUnusable` for what cannot be read as its name says, and for other languages.
    """
    document = _reader(path.suffix.lower())(path)
    if document.language not in READ:
        raise SourceUnusable(
            f"{path.name}: {language_name(document.language)}; Qilian reads "
            "English and Chinese; nothing was read"
        )
    return document


def _reader(suffix: str) -> Callable[[Path], SourceDocument]:
    """What reads files of this ending; each is imported when it is first used."""
    if suffix in (".html", ".htm"):
        from ingest.sources.html import read_html as read
    elif suffix == ".pdf":
        from ingest.sources.pdf import read_pdf as read
    elif suffix == ".docx":
        from ingest.sources.docx import read_docx as read
    else:
        from ingest.sources.text import read_text as read
    return read


@lru_cache(maxsize=2)
def _pipeline(model: str) -> Any:
    from ingest.nlp import build_nlp

    return build_nlp(model)


def _reading(file: File, model: str) -> Reading:
    """One file; whatever goes wrong with it is its own failure."""
    from ingest.nlp import extract

    name, path = file
    try:
        document = read_document(path)
        document = replace(document, name=one_line(document.name))
        facts = extract(document, nlp=_pipeline(model))
    except QilianError as err:
        said = str(err)
        known = said.startswith(f"{path.name}:")  # a folder may hold several files of this name
        return Reading(name, None, name + said.removeprefix(path.name) if known else said)
    except Exception as err:  # noqa: BLE001 - a fault of ours in one file must not stop a batch
        reason = f"{type(err).__name__}: {err}"
        return Reading(
            name,
            None,
            f"{name}: a fault of Qilian ({reason}); nothing of it was "
            "read; please report it with the file",
        )
    return Reading(name, (document, replace(facts, text=document.text, media=document.media)))


def readings(
    files: Iterable[File], *, model: str = "auto", processes: int = 1
) -> Iterator[Reading]:
    """Each file's reading, in the order given; nothing is read far ahead of what is taken.

    More than one process pays from some fifty documents on, as each loads the rules and the model.
    """
    if processes <= 1:
        yield from (_reading(file, model) for file in files)
        return
    waiting = iter(files)
    pool = _pool(processes)
    try:
        work: deque[tuple[File, Future[Reading]]] = deque()
        while True:
            for file in islice(waiting, processes * _AHEAD - len(work)):
                work.append((file, pool.submit(_reading, file, model)))
            if not work:
                return
            file, future = work.popleft()
            try:
                yield future.result()
            except BrokenExecutor:
                pool.shutdown(wait=False, cancel_futures=True)
                yield _alone(file, model)
                pool = _pool(processes)
                work = deque((f, pool.submit(_reading, f, model)) for f, _ in work)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone(file: File, model: str) -> Reading:
    """A file whose process died, perhaps of another file: once more, in a process of its own."""
    with _pool(1) as pool:
        try:
            return pool.submit(_reading, file, model).result()
        except BrokenExecutor:
            return Reading(file[0], None, f"{file[0]}: its process died while reading")


def _pool(processes: int) -> ProcessPoolExecutor:
    """Fresh processes: a forked one would share locks and open stores with this one."""
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
