"""Words of a text as the terms that works are found by: stems of English, bigrams of Chinese.

Both scripts may stand in one text. Nothing here needs a model.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from Stemmer import Stemmer

_PLAIN = re.compile(r"[a-z0-9]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
TITLE_WEIGHT = 2
_stems: dict[str, str] = {}
_MOST_STEMS = 500_000


@cache
def stop_words() -> frozenset[str]:
    """English words that are left out."""
    text = (files("graph.language") / "stopwords.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#")
                     for word in line.split())


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
    known = _stems
    found = []
    for word in words:
        stem = known.get(word)
        if stem is None:
            stem = _learn(word)
        if stem:
            found.append(stem)
    return found


def _learn(word: str) -> str:
    """The stem of a word not met before, kept for the next time; empty for a stop word."""
    if word in stop_words() or (len(word) == 1 and word.isascii()):
        stem = ""
    elif word.isascii():
        stem = str(_stemmer().stemWord(word))
    else:
        stem = word
    if len(_stems) < _MOST_STEMS:
        _stems[word] = stem
    return stem


def _split(text: str) -> list[str]:
    words = []
    for run in re.findall(r"[^\W_]+", text):
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
