"""The article of a web page: which blocks are not part of it, its words, its date.

trafilatura finds the article; before it looks, teasers for other pages, banners and forms are taken
out, and tables that only lay out the page become plain blocks, so that their lines stay apart.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from ingest.sources import dates, furniture

for _name in ("trafilatura", "htmldate"):  # what fails is said in our own words
    logging.getLogger(_name).addHandler(logging.NullHandler())

_SHORTEST = 6
"""Characters of a headline; shorter headings are a site's sections."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEASER = 800
"""Characters that a teaser for another page has at most."""
_LAID_OUT = 150
"""Characters from which on a table's cell is a part of the page, not a value."""
_BLOCKS = frozenset((
    *("address", "article", "br", "dd", "div", "dt", "footer", "form", "header", "hr", "li"),
    *("main", "ol", "p", "section", "table", "td", "th", "tr", "ul", *_HEADINGS),
))
_INVISIBLE = frozenset(("head", "noscript", "script", "style", "svg", "template", "title"))
_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)")
_CREDIT = re.compile(
    r"\b(?:source|author|edit\w*|updated|published|posted|release)\b", re.IGNORECASE
)
"""Words of a line that says who wrote a page and when."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its page states it: its lines, its title, the day of its publication."""

    text: str
    title: str
    published: str | None


@lru_cache(maxsize=1)
def _rules() -> tuple[frozenset[str], tuple[str, ...]]:
    raw = (files("ingest.sources") / "rules" / "pages.yml").read_text(encoding="utf-8")
    data = yaml.safe_load(raw)
    return frozenset(data["blocks"].split()), tuple(data["dates"].split())


def article_of(source: str) -> Article | None:
    """The article of a page, or None where it has none (frames, an empty page)."""
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    tree = load_html(source)
    if tree is None:
        return None
    head = _head_date(tree)
    _prune(tree)
    published = head or _line_date(tree) or _marked_date(tree) or _credit_date(tree)
    _unfold_layout(tree)
    headings = [(h.tag, " ".join(h.text_content().split())) for h in tree.iter(*_HEADINGS[:3])]
    page = bare_extraction(
        tree, include_comments=False, include_tables=True, favor_recall=True, with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = getattr(page, "text", "") or ""
    title = _headline(" ".join((getattr(page, "title", "") or "").split()), headings)
    return Article(text, title, published) if text.strip() else None


def _headline(title: str, headings: list[tuple[str, str]]) -> str:
    """The heading that the title repeats, often with the site's name; else the first h1 or h2.
    """
    for _, words in headings:
        if len(words) >= _SHORTEST and words in title:
            return words
    for tag in ("h1", "h2"):
        if found := next((w for t, w in headings if t == tag and len(w) >= _SHORTEST), ""):
            return found
    return title


# --- what is no part of the article --------------------------------------------------------------


@dataclass(slots=True)
class _Size:
    """How much an element holds: characters to read, headings, main headings."""

    letters: int = 0
    headings: int = 0
    mains: int = 0


def _prune(tree: Any) -> None:
    """Take out what is named as no part of an article, and teasers where there are several."""
    names, _ = _rules()
    sizes = _sizes(tree)
    much = 0.4 * sizes[tree].letters
    for element, size in sizes.items():
        main = size.mains > 0 or size.letters > much
        if element.tag == "form" and main:
            element.tag = "div"  # a page that is one form, as some servers make them
        called = f"{element.get('class', '')} {element.get('id', '')}".casefold()
        words = (*called.split(), *re.split(r"[^a-z]+", called))
        if not main and element.tag != "body" and not names.isdisjoint(words):
            _drop(element)
    teasers = [t for h in tree.iter(*_HEADINGS[1:]) if (t := _teaser(h, sizes)) is not None]
    if len(teasers) > 1:
        for teaser in teasers:
            _drop(teaser)


def _sizes(tree: Any) -> dict[Any, _Size]:
    """The size of every element, in the order of the page."""
    sizes: dict[Any, _Size] = {element: _Size() for element in tree.iter("*")}
    for element in reversed(sizes):
        size = sizes[element]
        if element.tag in _INVISIBLE:
            size.letters = 0
        else:
            size.letters += len((element.text or "").strip())
            size.headings += element.tag in _HEADINGS
            size.mains += element.tag == "h1"
        parent = sizes.get(element.getparent())
        if parent is not None:
            parent.letters += size.letters + len((element.tail or "").strip())
            parent.headings += size.headings
            parent.mains += size.mains
    return sizes


def _teaser(heading: Any, sizes: dict[Any, _Size]) -> Any:
    """The block around a heading that is a link to another page, or None for other headings."""
    outer = next(heading.iterancestors("a"), None)
    links = [outer] if outer is not None else list(heading.iter("a"))
    letters = sizes[heading].letters
    linked = letters if outer is not None else sum(sizes[link].letters for link in links)
    if not letters or linked < letters or not any(map(_leads_away, links)):
        return None
    block = heading
    for parent in heading.iterancestors():
        size = sizes[parent]
        if (parent.tag in ("body", "article", "main", "html") or size.letters > _TEASER
                or size.headings > 1):
            break
        block = parent
    return block


def _leads_away(link: Any) -> bool:
    return not link.get("href", "#").strip().startswith(("#", "javascript:"))


def _drop(element: Any) -> None:
    """Take an element out; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def _unfold_layout(tree: Any) -> None:
    """Make tables that lay out the page, as long cells with paragraphs in them say, plain blocks.
    """
    for table in list(tree.iter("table")):
        cells = [cell for cell in table.iter("td", "th")
                 if next(cell.iterancestors("table")) is table]
        if any(_is_part_of_page(cell) for cell in cells):
            for part in (table, *(e for cell in cells for e in _up_to(cell, table))):
                part.tag = "div"


def _is_part_of_page(cell: Any) -> bool:
    return len(_text(cell)) > _LAID_OUT and next(cell.iter("br", "p", "table", "div"), None
                                                 ) is not None


def _up_to(cell: Any, table: Any) -> Iterator[Any]:
    yield cell
    for parent in cell.iterancestors():
        if parent is table:
            return
        yield parent


def _text(element: Any) -> str:
    """All words of an element but those of scripts."""
    return "".join(words for _, words in _pieces(element))


def _pieces(element: Any) -> Iterator[tuple[str, str]]:
    """Tags that begin or end, each with the visible words that follow it, in the page's order."""
    from lxml.etree import iterwalk

    hidden = 0
    for event, part in iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            hidden += part.tag in _INVISIBLE
            yield part.tag, "" if hidden else part.text or ""
        else:
            tag = part.tag if event == "end" else ""
            hidden -= tag in _INVISIBLE
            yield tag, "" if hidden or part is element else part.tail or ""


# --- the day of publication ----------------------------------------------------------------------


def _head_date(tree: Any) -> str | None:
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        stated.setdefault(name.casefold(), meta.get("content") or "")
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            stated.setdefault("datepublished", _linked_date(script.text or ""))
    _, names = _rules()
    return next((day for name in names if (day := _day(stated.get(name, "")))), None)


def _linked_date(text: str) -> str:
    """``datePublished`` of JSON-LD, wherever it stands."""
    try:
        waiting = [json.loads(text[:200_000])]
    except (ValueError, RecursionError):
        return ""
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if isinstance(item.get("datePublished"), str):
                return str(item["datePublished"])
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return ""


def _day(words: str) -> str | None:
    found = _DAY.match(words)
    return dates.only_date(found[1]) if found else dates.only_date(words[:60])


def _line_date(tree: Any) -> str | None:
    """Of the first short line such as "Published: 6 May 2021" or "发布时间：2021-05-06 来源：…"."""
    return next((day for line in _short_lines(tree) if (day := furniture.labelled_date(line))),
                None)


def _credit_date(tree: Any) -> str | None:
    """Of the first short line such as "2021-05-06 16:40 | Author: …"."""
    lines = (line for line in _short_lines(tree) if _CREDIT.search(line))
    return next((day for line in lines if (day := dates.dateline(line))), None)


def _short_lines(tree: Any) -> Iterator[str]:
    """The page's lines of up to 200 characters."""
    line = ""
    for tag, words in _pieces(tree):
        if tag in _BLOCKS:
            if 0 < len(line) <= 200:
                yield line.strip()
            line = ""
        if len(line) <= 200:
            line += words
    if 0 < len(line) <= 200:
        yield line.strip()


def _marked_date(tree: Any) -> str | None:
    """Of the first <time> that is no part of another page's teaser."""
    for element in tree.iter("time"):
        if next(element.iterancestors("a"), None) is None:
            return _day(element.get("datetime", "") or _text(element))
    return None
