"""Words of a text as the terms that works are found by: stems of English, bigrams of Chinese.

Both scripts may stand in one text. Nothing here needs a model.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from Stemmer import Stemmer

from graph.data_files import data_lines

_PLAIN = re.compile(r"[a-z0-9]+")
_RUN = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
TITLE_WEIGHT = 2
MARK = "#"
"""Begins a term that is no word: a classification code, or the kind of a work."""
_MOST_STEMS = 500_000


@cache
def stop_words() -> frozenset[str]:
    """English words that are left out."""
    lines = data_lines("graph.language", "stopwords.txt")
    return frozenset(word for line in lines for word in line.split())


@cache
def _stemmer() -> Stemmer:
    return Stemmer("english")


def tokens(text: str) -> list[str]:
    """The terms of a text, in order, repeated as often as they stand there.

    English words become Porter2 stems (Snowball "english"), without stop words and single
    letters; runs of Chinese or Japanese characters become overlapping pairs.
    """
    if text.isascii():
        words = _PLAIN.findall(text.lower())
    else:
        words = _split(unicodedata.normalize("NFKC", text).casefold())
    return list(filter(None, map(_STEMS.__getitem__, words)))


class _Stems(dict[str, str]):
    """Word to stem, learned at the first look-up; a stop word's stem is empty."""

    def __missing__(self, word: str) -> str:
        if word in stop_words() or (len(word) == 1 and word.isascii()):
            stem = ""
        else:
            stem = str(_stemmer().stemWord(word)) if word.isascii() else word
        if len(self) < _MOST_STEMS:
            self[word] = stem
        return stem


_STEMS = _Stems()


def _split(text: str) -> list[str]:
    if text.isascii():
        return _PLAIN.findall(text)
    words = []
    for run in _RUN.findall(text):
        at = 0
        for cjk in _CJK.finditer(run):
            if cjk.start() > at:
                words.append(run[at : cjk.start()])
            words += pairs(cjk.group())
            at = cjk.end()
        if at < len(run):
            words.append(run[at:])
    return words


def pairs(run: str) -> list[str]:
    """Overlapping pairs of characters; a character alone stays."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def terms(title: str, body: str) -> str:
    """A work's terms as stored with it: joined by spaces, the title's counted twice."""
    head = tokens(title)
    return " ".join(head * TITLE_WEIGHT + tokens(body))


def kind_term(kind: str) -> str:
    """The term that says of a work that it is a patent, a contract, ..."""
    return f"{MARK}={kind}"


def words_in(terms: str) -> list[str]:
    """The stems among a work's terms, without its codes and its kind."""
    return [term for term in terms.split() if not term.startswith(MARK)]


def name_tokens(text: str) -> list[str]:
    """The words of a name as stores index them: case, width and accents folded, Chinese in pairs.

    Not stemmed: names are found by the beginnings of their words.
    """
    folded = text.lower() if text.isascii() else _without_accents(text)
    return list(dict.fromkeys(_split(folded)))


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))
