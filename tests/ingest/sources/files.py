"""Makes PDF and Word files for tests, with invented words."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], None]
CHINESE = "STSong-Light"


def pdf(*pages: Draw, **options: Any) -> bytes:
    """A PDF whose pages are drawn one after the other."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True, **options)
    for draw in pages:
        canvas.setFont("Helvetica", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def lines(
    words: Iterable[str], *, x: float = 72, y: float = 740, step: float = 14, font: str = ""
) -> Draw:
    """Lines of text below each other."""
    def draw(canvas: Canvas) -> None:
        if font == CHINESE:
            from reportlab.pdfbase import pdfmetrics
            from reportlab.pdfbase.cidfonts import UnicodeCIDFont

            pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
        if font:
            canvas.setFont(font, 11)
        for turn, line in enumerate(words):
            canvas.drawString(x, y - step * turn, line)

    return draw


def together(*parts: Draw) -> Draw:
    """Several things on one page."""
    def draw(canvas: Canvas) -> None:
        for part in parts:
            part(canvas)

    return draw


def docx_bytes(document: Any) -> bytes:
    """The file of a python-docx document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word(*blocks: str | list[list[str]]) -> bytes:
    """A Word file of paragraphs and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            table = document.add_table(rows=len(block), cols=len(block[0]))
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
    return docx_bytes(document)
