"""A document's text as its page shows it: paragraphs of stretches, with the facts behind each."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.marks import Segment

_TOKEN = re.compile(
    r"(?P<hidden><!--.*?-->|<!doctype[^>]*>"
    r"|<(?P<tag>script|style|noscript|template|svg|head)\b[^>]*>.*?</(?P=tag)\s*>)"
    r"|(?P<markup></?(?P<name>[a-zA-Z][\w-]*)[^>]*>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?)"
    r"|(?P<space>\s+)"
    r"|(?P<words>[^<&\s]+|[<&])",
    re.S | re.I,
)
_BLOCKS = frozenset({
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"),
    *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav"),
    *("ol", "p", "pre", "section", "table", "tr", "ul"),
})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one paragraph under the same facts; facts in ``opens`` begin here."""

    words: str
    facts: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of the source that show as ``words``; None begins a new paragraph."""

    start: int
    end: int
    words: str | None


def paragraphs(text: str, cut: Sequence[Segment], *, markup: bool) -> list[list[Stretch]]:
    """The text cut into paragraphs; of a web page only what a reader sees.

    ``cut`` are the segments of `api.marks.segments` over the same text.
    """
    found: list[list[Stretch]] = [[]]
    seen: set[str] = set()
    at = 0
    for run in _page_runs(text) if markup else _plain_runs(text):
        if run.words is None:
            found.append([])
            continue
        while cut[at].end <= run.start:
            at += 1
        for words, segment in _divided(run, run.words, cut, at):
            opens = tuple(f for f in segment.facts if f not in seen)
            seen.update(opens)
            _add(found[-1], Stretch(words, segment.facts, opens))
    return [paragraph for paragraph in found if any(s.words.strip() for s in paragraph)]


def _divided(
    run: _Run, words: str, cut: Sequence[Segment], at: int
) -> Iterator[tuple[str, Segment]]:
    """A run's words by segment; what stands for one character reference is not divided."""
    if len(words) != run.end - run.start:
        yield words, cut[at]
        return
    position = run.start
    while position < run.end:
        end = min(run.end, cut[at].end)
        yield words[position - run.start : end - run.start], cut[at]
        position, at = end, at + 1


def _add(paragraph: list[Stretch], stretch: Stretch) -> None:
    """Put a stretch at the end of a paragraph, joined with the one before under the same facts."""
    last = paragraph[-1] if paragraph else None
    if last and last.facts == stretch.facts and not stretch.opens:
        joined = last.words + stretch.words
        if last.words.endswith(" ") and stretch.words.isspace():
            joined = last.words
        paragraph[-1] = Stretch(joined, last.facts, last.opens)
    else:
        paragraph.append(stretch)


def _plain_runs(text: str) -> Iterator[_Run]:
    """Lines of a plain text."""
    start = 0
    for line in text.splitlines(keepends=True):
        words = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        if words:
            yield _Run(start, start + len(words), words)
        yield _Run(start, start, None)
        start += len(line)


def _page_runs(source: str) -> Iterator[_Run]:
    """What a reader of a web page sees, in order."""
    begun = False
    for token in _TOKEN.finditer(source):
        if token["markup"]:
            name = token["name"].casefold()
            if name in _BLOCKS:
                begun = False
                yield _Run(token.start(), token.end(), None)
            elif begun and name in ("td", "th") and token[0][1] != "/":
                yield _Run(token.start(), token.end(), " | ")
        elif token["entity"]:
            begun = True
            yield _Run(token.start(), token.end(), html.unescape(token["entity"]))
        elif token["space"]:
            yield _Run(token.start(), token.end(), " ")
        elif token["words"]:
            begun = True
            yield _Run(token.start(), token.end(), token["words"])
