"""The working state of one document while the components read it.

Each component of the pipeline adds occurrences (`Found`), lists and relations to the document's
`Draft`; `ingest.nlp.resolve` turns it into facts at the end. Offsets are those of the clean text,
which is also the text of the spaCy ``Doc``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from ingest.facts import IndicatorFact
from ingest.nlp.numbers import Quantity
from ingest.nlp.tables.layout import Cover, Layout
from ingest.sources.text import SourceDocument

KEY = "qilian"
_DOTTED = re.compile(
    r"\b(?:Ltd|Inc|Co|Corp|Ltda|S\.A|S\.L|S\.[AL]\.U|B\.V|N\.V|S\.p\.A|S\.r\.l|o\.o|d\.d|k\.s|A\.D|s\.r\.o|Coop|e\.V|a\.s)\.$"
)
_FOLD = re.compile(r"[^\w]+")
_TOKEN = re.compile(r"[^\W_](?:[\w&./+'-]*[\w+])?|[^\w\s]")


def folded(text: str) -> str:
    """A name as a key: case, punctuation and articles folded."""
    return " ".join(w for w in _FOLD.sub(" ", text.casefold()).split() if w != "the")


def occurrences(text: str, form: str) -> Iterator[tuple[int, int]]:
    """Where a form stands in a text as whole words, hyphens counted as letters."""
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not any(mark.isalnum() or mark in ("_", "-") for mark in (before, after)):
            yield at, end
        at = text.find(form, at + 1)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a punctuation mark of the clean text."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word with its case folded."""
        return self.text.casefold()

    @property
    def is_word(self) -> bool:
        """A word or number, not a mark."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital or a digit."""
        return self.text[0].isupper() or self.text[0].isdigit()


@dataclass(slots=True)
class Found:
    """An occurrence of an entity: ``key`` says which entity of its type it is."""

    type: str
    start: int
    end: int
    name: str
    key: str
    confidence: float = 0.7
    role: str = ""
    embedded: bool = False
    """Inside another name: it does not make an entity by itself."""
    reference: bool = False
    """A reference ("our province"): its words are neither a name nor another form."""
    reader: str = ""
    """The component that found it."""


@dataclass(slots=True)
class Link:
    """A relation between two occurrences' entities, with the words that state it."""

    type: str
    subject: tuple[str, str]
    object: tuple[str, str]
    start: int
    end: int
    confidence: float
    reader: str = ""


@dataclass(slots=True)
class Listing:
    """A list of things with the words that announce it; ``count`` is the number stated."""

    start: int
    end: int
    items: list[tuple[int, int]]
    noun: str
    count: int | None = None
    entities: list[Found] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """All that the components have found so far."""

    source: SourceDocument
    text: str
    sentences: list[tuple[int, int]] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    lists: list[Listing] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    """Every figure of the text, also those that measure nothing; the flag rules read them."""
    indicators: list[IndicatorFact] = field(default_factory=list)
    home: dict[str, Found] = field(default_factory=dict)
    seat: Found | None = None
    aliases: list[tuple[int, int, str]] = field(default_factory=list)
    """Names that the text introduces with "hereinafter referred to as": start, end, words."""
    taken: list[tuple[int, int]] = field(default_factory=list)
    layout: Layout = field(default_factory=Layout)
    """The records of tables, forms and lists; no sentence runs over the edge of a cell."""
    tabular: list[tuple[int, int]] = field(default_factory=list)
    """Cells read as facts by their position: running-text rules leave them alone."""
    _cells: Cover | None = None
    _facts: tuple[int, Cover] | None = None

    def sign(self, reader: str) -> None:
        """Puts a component's name on all that it found: on all that bears none yet."""
        for found in self.found:
            found.reader = found.reader or reader
        for link in self.links:
            link.reader = link.reader or reader
        self.indicators = [i if i.reader else replace(i, reader=reader) for i in self.indicators]

    def tokens(self, start: int, end: int) -> list[Token]:
        """Words and marks between two offsets."""
        return [
            Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(self.text, start, end)
        ]

    def add(self, type_: str, start: int, end: int, **extra: object) -> Found:
        """Notes an occurrence; its name is its words unless said otherwise."""
        while start < end and self.text[start] in " \n\"',.;:(":
            start += 1
        while end > start and self.text[end - 1] in ' \n",;:(':
            end -= 1
        if end > start and self.text[end - 1] == "." and not _DOTTED.search(self.text[start:end]):
            end -= 1
        name = str(extra.pop("name", "") or " ".join(self.text[start:end].split()))
        key = str(extra.pop("key", "") or folded(name))
        new = Found(type_, start, end, name, key, **extra)  # type: ignore[arg-type]
        self.found.append(new)
        return new

    def link(
        self,
        type_: str,
        subject: Found,
        object_: Found,
        start: int,
        end: int,
        confidence: float = 0.6,
    ) -> None:
        """Notes a relation, once for the same two entities."""
        ends = (subject.type, subject.key), (object_.type, object_.key)
        if ends[0] != ends[1]:
            self.links.append(Link(type_, *ends, start, end, confidence))

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """The sentence that holds an offset."""
        turn = bisect_right(self.sentences, (offset, len(self.text) + 1)) - 1
        return self.sentences[max(turn, 0)]

    def within(self, start: int, end: int, *types: str) -> list[Found]:
        """Occurrences inside a span, in reading order, embedded ones left out."""
        return sorted(
            (
                f
                for f in self.found
                if start <= f.start and f.end <= end and not f.embedded
                and (not types or f.type in types)
            ),
            key=lambda f: (f.start, -f.end),
        )  # fmt: skip

    def covered(self, start: int, end: int, *types: str) -> bool:
        """Whether an occurrence (of these types, else any but a region) overlaps the span."""
        for f in self.found:  # a loop: this is asked thousands of times
            if (
                f.start < end
                and start < f.end
                and (f.type in types if types else f.type != "Region")
            ):
                return True
        return False

    def rekey(self, type_: str, old: str, new: str) -> None:
        """Makes one entity of two: occurrences and relations under a key come under another."""
        for found in self.found:
            if (found.type, found.key) == (type_, old):
                found.key = new
        for link in self.links:
            if link.subject == (type_, old):
                link.subject = (type_, new)
            if link.object == (type_, old):
                link.object = (type_, new)

    def in_record(self, offset: int) -> bool:
        """Whether an offset lies in a cell of a table, form or list."""
        if self._cells is None:
            cells = (c for record in self.layout.records for c in record.cells)
            self._cells = Cover((c.start, c.end) for c in cells)
        return self._cells.holds(offset, offset + 1)

    def is_tabular(self, start: int, end: int) -> bool:
        """Whether the span lies in cells that were read as facts by their position."""
        if self._facts is None or self._facts[0] != len(self.tabular):
            self._facts = len(self.tabular), Cover(self.tabular)
        return self._facts[1].holds(start, end)


def draft_of(doc: Doc) -> Draft:
    """The draft of a document in the pipeline."""
    draft = doc.user_data[KEY]
    assert isinstance(draft, Draft)
    return draft
