"""Reads a PDF into a `SourceDocument`: its text in the order of reading, page by page.

Running headers, footers and page numbers are left out, columns read one after the other, lines
joined into paragraphs, tables read row by row. ``text`` is what was taken out, with a form feed
before each page but the first, so that `graph.text_places` tells the page of any words. The layout
is read from the places of the characters (`ingest.sources.pdf_page`, `page_layout`, `paragraphs`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from graph.errors import SourceUnusable
from graph.text_places import PDF
from ingest.sources.decoding import what_it_is
from ingest.sources.page_layout import CHINESE, Line, lines_of, rows_of
from ingest.sources.paragraphs import paragraphs_of, text_of, title_of
from ingest.sources.pdf_page import PageContent, Run, content_of
from ingest.sources.text import (
    SourceDocument,
    assemble,
    read_bytes,
    refuse_long,
)

MOST_BYTES = 20_000_000
MOST_PAGES = 500
_ONE_AT_A_TIME = Lock()
"""pdfium is not made for threads."""
_ZONE = 4
"""Rows at the top and at the bottom of a page among which running ones are looked for."""
_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,6}\b")
_PAGE_NUMBER = re.compile(
    r"[-–—·\s]*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—·\s]*"
    r"|第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?",
    re.IGNORECASE,
)
_BROKEN_CHINESE = re.compile(rf"(?<={CHINESE.pattern})\f(?={CHINESE.pattern})")


def read_pdf(path: Path) -> SourceDocument:
    """Reads a PDF file; `SourceUnusable` as `pdf_document` and when it is missing or too large."""
    return pdf_document(path.name, read_bytes(path, most=MOST_BYTES))


def pdf_document(name: str, content: bytes) -> SourceDocument:
    """A document from the bytes of a PDF. `SourceUnusable` when it is none, is damaged or locked,
    has no text (a scan), more than `MOST_PAGES` pages or too many characters."""
    if b"%PDF" not in content[:1024]:
        raise SourceUnusable(f"{name}: is named .pdf but is {what_it_is(content)}; name it as what "
                             "it is")
    with _ONE_AT_A_TIME:
        pages = _pages(name, content)
    empty = sum(page.drawn and not page.runs for page in pages)
    if not any(page.runs for page in pages):
        what = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
        raise SourceUnusable(f"{name}: {what} without text, probably scanned; run OCR first, for "
                             "example with ocrmypdf, and read what it writes")
    repeated = _without_repeated(pages)
    lines: list[Line] = []
    for number, page in enumerate(pages):
        lines += lines_of(page, number, lines[-1].flow + 1 if lines else 0)
    found = paragraphs_of(lines)
    pieces, text = text_of(found)
    left_out = {"running header or footer": repeated, "page without text": empty}
    return assemble(
        name, text, pieces,
        content=content,
        title=title_of(found),
        markup=_without_page_marks,
        media=PDF,
        left_out={rule: number for rule, number in left_out.items() if number},
    )  # fmt: skip


def _without_page_marks(words: str) -> str:
    """Chinese words that go on over a page have no space there."""
    return _BROKEN_CHINESE.sub("", words)


def _pages(name: str, content: bytes) -> list[PageContent]:
    """All pages; a damaged one among them is empty."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as err:
        if err.err_code == raw.FPDF_ERR_PASSWORD:
            locked = f"{name}: is protected by a password; save it without one"
            raise SourceUnusable(locked) from err
        raise SourceUnusable(f"{name}: the PDF is damaged or cut short; copy it again") from err
    with document:
        if len(document) > MOST_PAGES:
            raise SourceUnusable(f"{name}: {len(document):,} pages; at most {MOST_PAGES:,} in one "
                                 "document: split it")
        pages: list[PageContent] = []
        characters = 0
        for index in range(len(document)):
            try:
                page = document[index]
                text = page.get_textpage()
            except pdfium.PdfiumError:
                pages.append(PageContent([], [], drawn=True))
                continue
            characters += text.count_chars()
            refuse_long(name, characters)
            pages.append(content_of(page, text))
            text.close()
            page.close()
        return pages


def _without_repeated(pages: Sequence[PageContent]) -> int:
    """Take running headers, footers and page numbers out of the pages; returns how many rows.

    Such a row stands outside of the text, at one height of two pages in five, the same but for its
    numbers (right and left pages may differ); a page number also where it stands alone outermost.
    """
    rows = [rows_of(page.runs) for page in pages]
    counts = Counter(shape for of_page in rows for shape in {
        _shape(row) for row in (*of_page[:_ZONE], *of_page[-_ZONE:])})
    often = {shape for shape, count in counts.items() if count >= max(2, 0.4 * len(pages))}
    taken = 0
    for page, of_page in zip(pages, rows, strict=True):
        running = _running(of_page, often)
        running += _running([row for row in of_page if row not in running][::-1], often)
        gone = {id(run) for row in running for run in row}
        page.runs[:] = [run for run in page.runs if id(run) not in gone]
        taken += len(running)
    return taken


def _running(rows: Sequence[list[Run]], often: Collection[tuple[str, int]]) -> list[list[Run]]:
    """Of a page's rows, from the edge inwards, those before the text: where the next row is as
    near as lines of text are, the text has begun."""
    steps = sorted(abs(b[0].middle - a[0].middle) for a, b in zip(rows, rows[1:], strict=False))
    near = 1.3 * steps[len(steps) // 4] if len(steps) > 1 else 0.0
    count = 0
    for at, row in enumerate(rows[:_ZONE]):
        words = " ".join(run.text for run in row)
        if _shape(row) not in often and (at or len(rows) < 2 or not _PAGE_NUMBER.fullmatch(words)):
            break
        following = rows[at + 1] if at + 1 < len(rows) else None
        if following is None or abs(following[0].middle - row[0].middle) > near:
            count = at + 1
    return list(rows[:count])


def _shape(row: Sequence[Run]) -> tuple[str, int]:
    """What is equal in a running row of two pages: its words without numbers, and its height."""
    words = " ".join(run.text for run in row).casefold()
    return _NUMBER.sub("#", words), round(row[0].middle / 4)
