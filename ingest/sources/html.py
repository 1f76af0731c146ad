"""Reads a web page into a `SourceDocument`: its article, with a map back into the HTML.

trafilatura finds the article; every paragraph that it gives is then found again in the page's own
text, so that a fact's span points into the raw source: ``raw[start:end]`` with tags dropped,
entities decoded and white space folded is the quote. Take `ingest.sources.text` for plain text.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from graph.errors import SourceUnusable
from ingest.sources.text import Piece, SourceDocument, assemble, decoded, read_bytes

_TAG = re.compile(r"<[^>]+>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_HIDDEN = re.compile(
    r"<!--.*?-->|<(script|style|noscript|template|svg|head)\b[^>]*>.*?</\1\s*>", re.S | re.I
)
_LOOKS_LIKE_HTML = re.compile(
    r"<(!doctype html|html|head|body|div|p|article|table|h1|span)\b", re.IGNORECASE
)


def read_html(path: Path) -> SourceDocument:
    """Reads a page; `SourceUnusable` when it is no HTML or holds no article."""
    return html_document(path.name, read_bytes(path))


def html_document(name: str, content: bytes | str) -> SourceDocument:
    """A document from the bytes or the decoded source of a web page."""
    raw = content.encode() if isinstance(content, str) else content
    source = content if isinstance(content, str) else decoded(name, content)
    if not _LOOKS_LIKE_HTML.search(source[:20_000]):
        raise SourceUnusable(f"{name}: this is not HTML; name it .txt if it is plain text")
    from trafilatura import bare_extraction

    page = bare_extraction(
        source, include_comments=False, include_tables=True, favor_recall=True, with_metadata=True
    )
    found = getattr(page, "text", "") or ""
    if not found.strip():
        raise SourceUnusable(f"{name}: the page holds no article")
    pieces = _aligned(found, _visible(source))
    if not pieces:
        raise SourceUnusable(f"{name}: the article's words cannot be found in the page's source")
    return assemble(
        name, source, pieces,
        content=raw,
        title=" ".join((getattr(page, "title", "") or "").split()),
        published=getattr(page, "date", None) or None,
        markup=without_markup,
    )  # fmt: skip


def without_markup(words: str) -> str:
    """A slice of HTML as its words: tags dropped, entities decoded."""
    return html.unescape(_TAG.sub("", words))


def _visible(source: str) -> list[Piece]:
    """The characters that a reader of the page may see, with their places; no scripts or styles."""
    pieces: list[Piece] = []
    hidden = [found.span() for found in _HIDDEN.finditer(source)]
    at, turn = 0, 0
    while at < len(source):
        while turn < len(hidden) and hidden[turn][1] <= at:
            turn += 1
        if turn < len(hidden) and hidden[turn][0] <= at:
            at = hidden[turn][1]
            continue
        char = source[at]
        if char == "<" and (tag := _TAG.match(source, at)):
            at = tag.end()
            continue
        if char == "&" and (entity := _ENTITY.match(source, at)):
            pieces += [(c, at, entity.end()) for c in html.unescape(entity.group())]
            at = entity.end()
            continue
        pieces.append((char, at, at + 1))
        at += 1
    return pieces


def _aligned(article: str, visible: list[Piece]) -> list[Piece]:
    """The article's lines as pieces of the page; a line that is not found is left out."""
    solid = [piece for piece in visible if not piece[0].isspace()]
    haystack = "".join(piece[0] for piece in solid)
    pieces: list[Piece] = []
    at = 0
    for line in article.splitlines():
        parts = [line] if _squeezed(line) in haystack else re.split(r"[|\t]+|^\s*[-*•] ", line)
        for part in parts:
            needle = _squeezed(part)
            if not needle:
                continue
            place = haystack.find(needle, at)
            if place < 0:
                place = haystack.find(needle)
            if place < 0:
                continue
            pieces += _spaced(part, solid[place : place + len(needle)])
            at = place + len(needle)
            end = solid[at - 1][2]
            pieces.append((" | " if len(parts) > 1 else "\n", end - 1, end))
        if len(parts) > 1 and pieces:
            pieces.append(("\n", pieces[-1][1], pieces[-1][2]))
    return [(char, start, end) for chars, start, end in pieces for char in chars]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _spaced(line: str, solid: list[Piece]) -> list[Piece]:
    """The line's characters with the places of its solid ones; spaces sit on what precedes them."""
    result: list[Piece] = []
    turn = 0
    for char in line.strip():
        if char.isspace():
            if result and not result[-1][0].isspace():
                result.append((" ", result[-1][1], result[-1][2]))
        else:
            result.append(solid[turn])
            turn += 1
    return result
