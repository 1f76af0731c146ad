"""XML registers as rows: one record element a row, streamed, with nothing of the file trusted.

The parser opens no other file and no network. A document that declares entities of its own is
refused before it is parsed; the name of a DTD alone is passed over, the DTD is never read. A file
may hold several XML documents, one after the other, as USPTO's weekly files do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO

from lxml import etree

from graph.errors import SourceUnusable
from ingest.sources import patent_xml
from ingest.sources.rows import Row, Table

_CHUNK = 2**16
_MOST = 32 * 2**20
"""Bytes that one record may take, so that memory stays bounded."""
_HEAD = 2**20
"""Bytes before the first element."""
_START = b"<?xml "
_DECLARES = re.compile(rb"<!DOCTYPE[^>\[]*\[(?!\s*\])")
_KNOWN: dict[str, tuple[str, Callable[[etree._Element], dict[str, str]]]] = {
    "world-patent-data": ("exchange-document", patent_xml.docdb),
    "exchange-documents": ("exchange-document", patent_xml.docdb),
    "exchange-document": ("exchange-document", patent_xml.docdb),
    "us-patent-grant": ("us-patent-grant", patent_xml.uspto),
    "us-patent-application": ("us-patent-application", patent_xml.uspto),
}
"""Root of a document to the element that is a row, and how its cells are read."""


def xml_table(name: str, file: BinaryIO, notes: list[str]) -> Table:
    """The records of an XML file as rows, numbered from 1.

    Raises `SourceUnusable`, at once or while rows are read, for XML that is broken, cut short,
    of an unknown root, or that declares entities.
    """
    rows = _rows(name, file)
    first = next(rows, None)
    if first is None:
        raise SourceUnusable(f"{name}: holds no record; a row is one of "
                             f"{', '.join(dict.fromkeys(tag for tag, _ in _KNOWN.values()))}")
    return Table(name, patent_xml.COLUMNS, _from(first, rows), notes)


def _from(first: Row, rows: Iterator[Row]) -> Generator[Row, None, None]:
    yield first
    yield from rows


class _Reader:
    """Takes the chunks of one document and gives its records."""

    def __init__(self, name: str, before: int) -> None:
        self.name = name
        self.number = before
        self._parser = etree.XMLPullParser(
            events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
            attribute_defaults=False, dtd_validation=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )
        self._record = ""
        self._cells: Callable[[etree._Element], dict[str, str]] = patent_xml.docdb
        self._fed = 0
        self._head = b""

    def feed(self, data: bytes) -> Iterator[Row]:
        """The records that end in these bytes."""
        if not self._record:
            self._head += data
            if _DECLARES.search(self._head):
                self._refuse_entities()
            if len(self._head) > _HEAD:
                raise SourceUnusable(f"{self.name}: has no element within its first "
                                     f"{_HEAD // 2**20} MB; is it a list of records?")
        self._fed += len(data)
        try:
            self._parser.feed(data)
        except etree.XMLSyntaxError as err:
            raise self._broken(err) from err
        yield from self._records()
        if self._fed > _MOST:
            raise SourceUnusable(f"{self.name}: record {self.number + 1} takes more than "
                                 f"{_MOST // 2**20} MB; is the file a list of records?")

    def close(self) -> None:
        """Say that the document ends here."""
        try:
            self._parser.close()
        except etree.XMLSyntaxError as err:
            raise self._broken(err) from err

    def _broken(self, err: etree.XMLSyntaxError) -> SourceUnusable:
        words = " ".join(str(err).partition(", line ")[0].split())
        return SourceUnusable(
            f"{self.name}: after record {self.number} the XML is broken or cut short "
            f"(line {err.lineno or 1} of its document: {words}); copy the file again"
        )

    def _refuse_entities(self) -> None:
        raise SourceUnusable(
            f"{self.name}: its DOCTYPE declares entities or other markup of its own, which can "
            "blow up or open other files; save it without the part in [ ]"
        )

    def _records(self) -> Iterator[Row]:
        for event, element in self._parser.read_events():
            tag = _local(element)
            if event == "start":
                if not self._record:
                    self._begin(element, tag)
            elif tag == self._record:
                self.number += 1
                yield self._row(element)
                self._forget(element)

    def _begin(self, root: etree._Element, tag: str) -> None:
        dtd = root.getroottree().docinfo.internalDTD
        if dtd is not None and next(dtd.iterentities(), None) is not None:
            self._refuse_entities()
        if tag not in _KNOWN:
            raise SourceUnusable(f"{self.name}: is XML that begins with <{tag[:80]}>; what is read "
                                 f"begins with {', '.join(f'<{known}>' for known in _KNOWN)}")
        self._record, self._cells = _KNOWN[tag]
        self._head = b""

    def _row(self, element: etree._Element) -> Row:
        for part in element.iter():
            if part.tag is etree.Entity:
                return Row(self.number, {}, f"uses {part.text}, which the file does not explain")
            part.tag = _local(part)
        return Row(self.number, self._cells(element))

    def _forget(self, element: etree._Element) -> None:
        element.clear(keep_tail=True)
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
        self._fed = 0


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _rows(name: str, file: BinaryIO) -> Iterator[Row]:
    reader: _Reader | None = None
    for begins, data in _pieces(file):
        if begins or reader is None:
            if reader is not None:
                reader.close()
            elif not begins and not data.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            reader = _Reader(name, reader.number if reader else 0)
        yield from reader.feed(data)
    if reader is not None:
        reader.close()


def _pieces(file: BinaryIO) -> Iterator[tuple[bool, bytes]]:
    """The file in pieces, each with whether a document begins with it."""
    rest, begins = b"", False
    while chunk := file.read(_CHUNK):
        *whole, last = (rest + chunk).split(_START)
        for piece in whole:
            if piece or begins:
                yield begins, (_START if begins else b"") + piece
            begins = True
        # What may be the beginning of a declaration waits for the next chunk.
        keep = len(_START) - 1
        rest = last[-keep:]
        if last[:-keep] or begins:
            yield begins, (_START if begins else b"") + last[:-keep]
            begins = False
    if rest:
        yield begins, rest
