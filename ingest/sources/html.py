"""Reads a web page into a `SourceDocument`: its article, with a map back into the HTML.

`ingest.sources.html_article` finds the article; every line that it gives is then found again in the
page's own text, so that a fact's span points into the raw source: ``raw[start:end]`` with tags
dropped, entities decoded and white space folded is the quote. Take `ingest.sources.text` for plain
text.
"""

from __future__ import annotations

import html
import re
from array import array
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import SourceUnusable
from ingest.sources.decoding import decoded
from ingest.sources.html_article import article_of
from ingest.sources.text import Piece, SourceDocument, assemble, read_bytes, refuse_long

MOST_LINKS = 0.6
"""Share of an article's characters in links from which on a page is a list of other pages."""
_TAG = re.compile(r"<[a-zA-Z/!?][^<>\"']*(?:(?:\"[^\"]{0,2000}\"|'[^']{0,2000}')[^<>\"']*)*>")
_NAME = re.compile(r"</?([a-zA-Z][\w:-]*)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_HIDDEN = {
    name: re.compile(rf"</{name}\s*>", re.I)
    for name in ("script", "style", "noscript", "template", "svg", "head", "title")
}
_LOOKS_LIKE_HTML = re.compile(
    r"<(!doctype html|html|head|body|div|p|article|table|h1|span)\b", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


def read_html(path: Path) -> SourceDocument:
    """Reads a page; `SourceUnusable` when it is no HTML or holds no article."""
    return html_document(path.name, read_bytes(path))


def html_document(name: str, content: bytes | str) -> SourceDocument:
    """A document from the bytes or the decoded source of a web page."""
    raw = content.encode() if isinstance(content, str) else content
    source = content if isinstance(content, str) else decoded(
        name, content, declared=_declared(content))
    if not _LOOKS_LIKE_HTML.search(source[:20_000]):
        raise SourceUnusable(f"{name}: this is not HTML; name it .txt if it is plain text")
    article = article_of(source)
    if article is None:
        raise SourceUnusable(f"{name}: the page holds no article")
    refuse_long(name, len(article.text))
    visible = _visible(source)
    title = article.title if _squeezed(article.title) in visible.text else ""
    headed = _squeezed(title) in _squeezed(article.text)
    pieces, linked = _aligned(article.text if headed else f"{title}\n{article.text}", visible)
    if not pieces:
        raise SourceUnusable(f"{name}: the article's words cannot be found in the page's source")
    if linked > MOST_LINKS:
        raise SourceUnusable(f"{name}: the page holds no article, only links; save the pages that "
                             "they lead to")
    return assemble(
        name, source, pieces,
        content=raw,
        title=title,
        published=article.published,
        markup=without_markup,
        media="text/html",
    )  # fmt: skip


def without_markup(words: str) -> str:
    """A slice of HTML as its words: tags dropped, entities decoded."""
    return html.unescape(_TAG.sub("", words))


def _declared(content: bytes) -> str:
    """The encoding that a page declares, or nothing."""
    found = _CHARSET.search(content[:4096])
    return found[1].decode("ascii") if found else ""


@dataclass(slots=True)
class _Visible:
    """The characters of a page that its reader may see, without white space; each with its place
    in the source and whether it is in a link."""

    text: str = ""
    starts: array[int] = field(default_factory=lambda: array("L"))
    ends: array[int] = field(default_factory=lambda: array("L"))
    linked: bytearray = field(default_factory=bytearray)


def _visible(source: str) -> _Visible:
    """What can be seen; no scripts, styles or comments. One pass, whatever the page is like."""
    found = _Visible()
    chars: list[str] = []
    link = False

    def put(words: str, start: int, end: int) -> None:
        for char in words:
            if not char.isspace():
                chars.append(char)
                found.starts.append(start)
                found.ends.append(end)
                found.linked.append(link)

    at = 0
    while at < len(source):
        char = source[at]
        if char == "<":
            if source.startswith("<!--", at):
                end = source.find("-->", at)
                at = len(source) if end < 0 else end + 3
                continue
            if tag := _TAG.match(source, at):
                at = tag.end()
                named = _NAME.match(tag.group())
                name = named[1].casefold() if named else ""
                if name == "a":
                    link = tag.group()[1] != "/"
                elif name in _HIDDEN and tag.group()[1] != "/":
                    close = _HIDDEN[name].search(source, at)
                    at = close.end() if close else len(source)
                continue
        if char == "&" and (entity := _ENTITY.match(source, at)):
            put(html.unescape(entity.group()), at, entity.end())
            at = entity.end()
            continue
        put(char, at, at + 1)
        at += 1
    found.text = "".join(chars)
    return found


def _aligned(article: str, visible: _Visible) -> tuple[list[Piece], float]:
    """The article's lines as pieces of the page, and how much of them is in links; a line that is
    not found is left out."""
    pieces: list[Piece] = []
    at = solid = linked = 0
    for line in article.splitlines():
        whole = _squeezed(line)
        row = whole not in visible.text and "|" in line
        parts = re.split(r"[|\t]+", line) if row else [line]
        put = led = False
        for turn, part in enumerate(parts):
            part = part if _squeezed(part) in visible.text else re.sub(r"^\s*[-*•] ", "", part)
            needle = _squeezed(part)
            place = visible.text.find(needle, at) if needle else -1
            if place < 0 and needle:
                place = visible.text.find(needle)
            if row and not needle and pieces and 0 < turn < len(parts) - 1:
                # An empty cell keeps its place; a first one needs the bar of its row's frame.
                pieces += [(char, *pieces[-1][1:]) for char in (" |" if put or led else "| |")]
                led = True
            if place < 0:
                continue
            if row and put:
                pieces += [(char, *pieces[-1][1:]) for char in " | "]
            at = place + len(needle)
            pieces += _spaced(part, visible, place)
            solid += len(needle)
            linked += sum(visible.linked[place:at])
            put = True
        if put:
            pieces.append(("\n", pieces[-1][1], pieces[-1][2]))
    return pieces, linked / solid if solid else 0.0


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _spaced(line: str, visible: _Visible, place: int) -> list[Piece]:
    """The line's characters with the places of its solid ones; spaces sit on what precedes them."""
    result: list[Piece] = []
    for char in line.strip():
        if not char.isspace():
            result.append((char, visible.starts[place], visible.ends[place]))
            place += 1
        elif result and not result[-1][0].isspace():
            result.append((" ", result[-1][1], result[-1][2]))
    return result
