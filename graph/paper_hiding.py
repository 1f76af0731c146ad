"""Names taken out of the words of a need before they go out: each becomes a black bar.

What is taken out: the names of the client, those of organisations and people that the reader's
graph knows, e-mail and web addresses, and telephone numbers. What nobody knows to be a name stays:
who sends the paper out reads it first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.identity.names import normal_name
from graph.schema import KINDS, ORGANISATIONS
from graph.store import Store, entity_pages
from graph.visibility import Eyes

HIDDEN = "█████"
"""Stands where a name was; no word in any language."""
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_PIECE = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_UNTOLD = frozenset({"the", "and"})
"""Words that one spelling of a name has and another lacks."""
_LEAST_HAN = 3
"""Fewer characters, as most names of people have, are too often common words."""
_LEAST_SHORTENED = (2, 4)
"""Words, and Chinese characters, that a name without its legal form must have to be looked for."""
_ALONE, _ENDS = r"(?<![\w.,])", r"(?!\w|[.,]\d)"
_ADDRESSES = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:https?://|www\.)[!-;=?-~]+"
    rf"|{_ALONE}\+\d[\d ()-]{{6,18}}\d{_ENDS}"
    rf"|{_ALONE}\(?0\d{{2,3}}\)?[ -]?\d{{7,8}}{_ENDS}"
    rf"|{_ALONE}1[3-9]\d(?:[ -]?\d{{4}}){{2}}{_ENDS}",
    re.ASCII,
)
"""E-mail and web addresses; telephone numbers with a country's or an area's code, and mobile ones
of China."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a text, or one Chinese character, with its place."""

    word: str
    start: int
    end: int
    capital: bool
    """Does it begin with a capital, or has its script none?"""


def pieces(text: str) -> list[Piece]:
    """The words of a text, case and width folded."""
    found = []
    for match in _PIECE.finditer(text):
        word = unicodedata.normalize("NFKC", match[0]).casefold()
        if word not in _UNTOLD:
            found.append(Piece(word, match.start(), match.end(), not match[0][0].islower()))
    return found


class Phrases:
    """Names to be found in texts, whatever case, punctuation or legal form they are written with.

    A name of one word, or without its legal form, counts only where it begins with a capital.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._capital: dict[str, bool] = {}
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for name in names:
            self.add(name)

    def add(self, name: str, *, own: bool = True) -> None:
        """Look for this name too. ``own``: it is to be found though it is short."""
        words = [piece.word for piece in pieces(name)]
        if own or len(words) >= _LEAST_HAN or (words and not _is_han(words)):
            self._keep(words, capital=len(words) == 1)
        shorter = words[: len(words) - _legal_words(name)]
        if len(shorter) < len(words) and len(shorter) >= _LEAST_SHORTENED[_is_han(shorter)]:
            self._keep(shorter, capital=True)

    def _keep(self, words: list[str], *, capital: bool) -> None:
        if words:
            key = " ".join(words)
            self._capital[key] = capital and self._capital.get(key, True)
            self._lengths[words[0]].add(len(words))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand, the longest at each place."""
        words, at = pieces(text), 0
        while at < len(words):
            length = self._length(words, at)
            if length:
                yield words[at].start, words[at + length - 1].end
            at += length or 1

    def _length(self, words: list[Piece], at: int) -> int:
        """How many words from here on are a name; 0 for none."""
        for length in sorted(self._lengths.get(words[at].word, ()), reverse=True):
            if at + length > len(words):
                continue
            key = " ".join(piece.word for piece in words[at : at + length])
            capital = self._capital.get(key)
            if capital is not None and (words[at].capital or not capital):
                return length
        return 0

    def named_in(self, *texts: str) -> bool:
        """Is one of the names in one of the texts?"""
        return any(next(self.spans(text), None) for text in texts)


def _is_han(words: Iterable[str]) -> bool:
    return all(re.match(rf"[{_HAN}]", word) for word in words)


def _legal_words(name: str) -> int:
    """How many words at the end of a name say its legal form."""
    whole, short = normal_name(name, legal_form=True), normal_name(name)
    return len(pieces(whole)) - len(pieces(short))


class KnownNames:
    """The names of all organisations and people that a reader sees, kept for one state of the
    store."""

    def __init__(self, store: Store, eyes: Eyes) -> None:
        self._store, self._eyes = store, eyes
        self._generation = -1
        self._phrases = Phrases()

    def phrases(self) -> Phrases:
        """The names as they are now; read from the store when it has changed."""
        generation = self._store.generation()
        if generation != self._generation:
            found = Phrases()
            people = [kind.name for kind in KINDS.values() if kind.personal]
            for page in entity_pages(self._store, [*ORGANISATIONS, *people]):
                for entity in self._eyes.entities(page):
                    for name in (entity.name, *entity.names):
                        found.add(name, own=False)
            self._phrases, self._generation = found, generation
        return self._phrases


def hide(text: str, *names: Phrases) -> str:
    """The text with a bar for each name and address in it."""
    spans = [match.span() for match in _ADDRESSES.finditer(text)]
    for phrases in names:
        spans += phrases.spans(text)
    shown, at = [], 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        if start >= at:
            shown += [text[at:start], HIDDEN]
        at = end
    return "".join([*shown, text[at:]])
