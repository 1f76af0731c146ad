"""Reads a Word file (.docx) into a `SourceDocument`: paragraphs and tables in the body's order.

``text`` is what was taken out: a line for each paragraph and for each row of a table, whose cells
are parted by `graph.text_places.CELL`, an empty line before and after a table; so that module tells
the paragraph or cell of any words. Headers and footers, deleted words and comments are left out,
inserted words are in. A table of one column is a frame around paragraphs and read as such.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.errors import SourceUnusable
from graph.text_places import CELL, DOCX
from ingest.sources.decoding import OLE, what_it_is
from ingest.sources.opening import looks_like
from ingest.sources.text import SourceDocument, assemble, read_bytes, refuse_long

MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
MOST_XML = 50_000_000
"""Of one part in the archive; a book of 300,000 characters has some 10 MB."""
MOST_PARTS = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rt")}
_SKIPPED.add(_FALLBACK)
_PARAGRAPH, _TABLE, _ROW, _CELL = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc"))
_BOX = f"{_W}txbxContent"
_TEMPLATE = "python-docx"
"""Names as author of a file that nobody put properties in: its dates are those of a template."""


def read_docx(path: Path) -> SourceDocument:
    """Reads a Word file; `SourceUnusable` as `docx_document` and when it is missing or too large.
    """
    return docx_document(path.name, read_bytes(path, most=MOST_BYTES))


def docx_document(name: str, content: bytes) -> SourceDocument:
    """A document from the bytes of a Word file. `SourceUnusable` when it is none, is damaged,
    locked, empty, or unpacks to more than the limits of this module."""
    _check(name, content)
    package = _opened(name, content)
    blocks: list[list[str]] = []
    characters = 0
    for block in _blocks(package.element.body):
        characters += sum(map(len, block))
        refuse_long(name, characters)
        blocks.append(block)
    text = "\n\n".join("\n".join(block) for block in blocks)
    if not text.strip():
        raise SourceUnusable(f"{name}: the file holds no text")
    properties = package.core_properties
    known = " ".join((properties.title or "").split())
    pieces = [(char, at, at + 1) for at, char in enumerate(text)]
    document = assemble(
        name, text, pieces,
        content=content,
        title=_styled_title(package) or (known if known in text else ""),
        media=DOCX,
    )  # fmt: skip
    changed = properties.modified or properties.created
    if document.published is None and changed and properties.author != _TEMPLATE:
        document = replace(document, published=changed.date().isoformat())
    return document


def _check(name: str, content: bytes) -> None:
    """Refuse what is no Word file, and an archive that would fill the memory."""
    if content.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise SourceUnusable(
            f"{name}: is protected by a password; save it without one" if locked else
            f"{name}: is a Word file of the old format; save it as .docx")
    if looks_like(content[:8192], io.BytesIO(content)) not in ("docx", "zip"):
        raise SourceUnusable(f"{name}: is named .docx but is {what_it_is(content)}; name it as "
                             "what it is")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as err:
        raise SourceUnusable(f"{name}: the Word file is damaged or cut short; copy it again"
                             ) from err
    if not any(part.filename.startswith("word/") for part in parts):
        raise SourceUnusable(f"{name}: is named .docx but is {what_it_is(content)}; name it as "
                             "what it is")
    unpacked = sum(part.file_size for part in parts)
    texts = (part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    largest = max(texts, default=0)
    if unpacked > MOST_UNPACKED or largest > MOST_XML or len(parts) > MOST_PARTS:
        raise SourceUnusable(
            f"{name}: unpacks to {unpacked / 1e6:,.0f} MB in {len(parts):,} parts; at most "
            f"{MOST_UNPACKED / 1e6:.0f} MB (its text {MOST_XML / 1e6:.0f} MB) and {MOST_PARTS:,} "
            "parts: split it")


def _opened(name: str, content: bytes) -> Any:
    """The file as python-docx opens it."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        package = docx.Document(io.BytesIO(content))
        if package.element.body is None:
            raise ValueError("it has no body")
        return package
    except (PackageNotFoundError, zipfile.BadZipFile, zlib.error, XMLSyntaxError, KeyError,
            ValueError, EOFError, NotImplementedError, RuntimeError, AttributeError) as err:
        raise SourceUnusable(f"{name}: the Word file is damaged or of another kind ({err}); open "
                             "it in Word and save it as .docx") from err


def _blocks(body: Any) -> Iterator[list[str]]:
    """Lines that stand together: consecutive paragraphs, or the rows of one table."""
    paragraphs: list[str] = []
    for element in _content(body):
        if element.tag == _TABLE:
            if paragraphs:
                yield paragraphs
                paragraphs = []
            yield list(_rows(element))
        else:
            paragraphs += _lines(element)
    if paragraphs:
        yield paragraphs


def _content(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables of a body, a cell or a text box; of a frame what is in it."""
    for element in _nearest(parent, _PARAGRAPH, _TABLE):
        if element.tag == _TABLE and _is_frame(element):
            for row in _nearest(element, _ROW):
                for cell in _nearest(row, _CELL):
                    yield from _content(cell)
        else:
            yield element


def _nearest(element: Any, *tags: str) -> Iterator[Any]:
    """The elements with these tags below another, not those inside them, nor in a table or a box.
    """
    for child in element.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag not in _SKIPPED and child.tag not in (_TABLE, _BOX):
            yield from _nearest(child, *tags)


def _is_frame(table: Any) -> bool:
    return all(len(list(_nearest(row, _CELL))) < 2 for row in _nearest(table, _ROW))


def _rows(table: Any) -> Iterator[str]:
    """The rows of a table, each on one line; a merged cell once."""
    for row in _nearest(table, _ROW):
        texts = [" ".join(_cell(cell)).replace("\v", " ") for cell in _nearest(row, _CELL)]
        while texts and not texts[-1]:
            texts.pop()
        yield CELL.join(texts) or " "


def _cell(cell: Any) -> Iterator[str]:
    """The lines of a cell; none where it goes on with the one above it."""
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    if merged is not None and merged.get(f"{_W}val") != "restart":
        return
    for element in _content(cell):
        if element.tag == _TABLE:
            yield from (row.replace(CELL, ", ") for row in _rows(element))
        else:
            yield from _lines(element)


def _lines(paragraph: Any) -> Iterator[str]:
    """A paragraph on one line if it holds words, then those of the text boxes that hang on it."""
    parts = "".join(_words(paragraph)).split("\v")
    if words := "\v".join(" ".join(part.split()) for part in parts).strip():
        yield words
    for box in _nearest(paragraph, _BOX):
        for element in _content(box):
            yield from _rows(element) if element.tag == _TABLE else _lines(element)


def _words(element: Any) -> Iterator[str]:
    """The text of a paragraph as Word shows it."""
    for part in element.iterchildren():
        if part.tag == f"{_W}t":
            yield part.text or ""
        elif part.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif part.tag == f"{_W}tab":
            yield " "
        elif part.tag in (f"{_W}br", f"{_W}cr"):
            yield " " if part.get(f"{_W}type") == "page" else "\v"
        elif part.tag not in _SKIPPED and part.tag != _BOX:
            yield from _words(part)


def _styled_title(package: Any) -> str:
    """The first paragraph that Word's style of titles is on, or nothing."""
    for paragraph in package.element.body.iterchildren(_PARAGRAPH):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and str(style.get(f"{_W}val")).casefold() == "title":
            return " ".join("".join(_words(paragraph)).split())
    return ""
