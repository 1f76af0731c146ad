"""The words of an organisation's name or of a string that names one, made comparable.

Case, width, accents and the German and Scandinavian ways of writing umlauts are folded, plurals
and other languages' words for the same kind of body ("Universität", "Univ.") become one word, and
runs of Chinese characters become overlapping pairs, of which those that say the kind of body (大学)
become its English word. What each word is for stands in ``data/name_words.tsv``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from graph.language.tokens import pairs

_CJK_RANGE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
CHINESE = re.compile(f"[{_CJK_RANGE}]")
"""A Chinese character or one of Japanese."""
_TOKEN = re.compile(rf"(?P<cjk>[{_CJK_RANGE}]+)|(?P<word>[^\W_{_CJK_RANGE}]+)")
_BREAK = re.compile(r"[,;:|()\[\]{}/#，；：（）、\n\t\"“”«»]| [-–—] |[-–—]{2,}")
_ELIDED = re.compile(r"\b([dlsn]|dell|all|nell|sull|degl|qu)['’`´](?=\w)", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")
_UMLAUT = re.compile(r"(?<=[aou])e|(?<=a)a")
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "a",
                        "œ": "o"})
_MARKUP = re.compile(r"#[A-Z]{1,4}#")
"""What some exports leave of tabs and line ends: "#TAB#"."""
_LEAST_STEM = 4
_WHOLE = re.compile(
    "(?:大学|医院|研究所|研究院|委员会)(?!附属|附设|直属|.*(?:医院|公司|出版社))|公司")
"""Behind these a Chinese name goes over from the whole to its part, without a comma, unless a
hospital, company or press follows: that is a body of its own, of the whole."""


class Word(NamedTuple):
    """A word of a string: its comparable form and where and how it stands there."""

    text: str
    raw: str
    """Folded, but not made one with words of the same meaning."""
    start: int
    end: int
    segment: int
    """Number of the part between commas, brackets and the like."""
    dotted: bool
    upper: bool
    """Written in capitals alone, two or more of them."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What ``name_words.tsv`` says: word forms, classes, background shares."""

    forms: dict[str, str]
    beginnings: tuple[tuple[str, str], ...]
    dotted: dict[str, str]
    also: dict[str, tuple[str, ...]]
    """What a shortened form may stand for besides itself: "med" for two words."""
    compounds: tuple[tuple[str, str], ...]
    """Beginnings that are a word of their own: "universitats-" before "klinikum"."""
    classes: dict[str, str]
    shares: dict[str, float]


@cache
def lexicon() -> Lexicon:
    """The table of words, read once."""
    text = (files("graph.identity") / "data" / "name_words.tsv").read_text(encoding="utf-8")
    forms: dict[str, str] = {}
    starts: dict[str, str] = {}
    dotted: dict[str, str] = {}
    also: dict[str, list[str]] = {}
    compounds: dict[str, str] = {}
    classes: dict[str, str] = {}
    shares: dict[str, float] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        word, share, kind, others = line.split("\t")
        classes[word], shares[word] = kind, float(share)
        forms[word] = "" if kind == "stop" else word
        for other in others.split():
            target = "" if kind == "stop" else word
            if other.endswith("*"):
                starts.setdefault(other[:-1], target)
            elif other.endswith("."):
                dotted.setdefault(other[:-1], target)
            elif other.endswith("?"):
                also.setdefault(other[:-1], []).append(word)
            elif other.endswith("-") and len(other) > 1:
                compounds[other[:-1]] = target
            elif other != "-":
                forms.setdefault(_folded(other), target)
    longest = tuple(sorted(starts.items(), key=lambda item: (-len(item[0]), item[0])))
    return Lexicon(forms, longest, dotted, {form: tuple(words) for form, words in also.items()},
                   tuple(compounds.items()), classes, shares)


def word_class(word: str) -> str:
    """The class of a comparable word; empty for the words that tell bodies apart."""
    return lexicon().classes.get(word, "")


@lru_cache(maxsize=400_000)
def _folded(word: str) -> str:
    if word.isascii():
        plain = word.lower()
    else:
        parts = unicodedata.normalize("NFKD", word.casefold().translate(_PLAIN))
        plain = unicodedata.normalize("NFC", "".join(
            c for c in parts if not unicodedata.combining(c)))
    return _UMLAUT.sub("", plain)


@lru_cache(maxsize=400_000)
def _comparable(raw: str, dotted: bool) -> str:
    """A folded word's one form; empty for a word without weight."""
    known = lexicon()
    if dotted and raw in known.dotted:
        return known.dotted[raw]
    if (form := known.forms.get(raw)) is not None:
        return form
    single = _singular(raw).replace("isation", "ization")
    if (form := known.forms.get(single)) is not None:
        return form
    for start, form in known.beginnings:
        if raw.startswith(start) and len(raw) > len(start):
            return form
    return single


def _kind_of_body(pair: str) -> str:
    """Two characters that say the kind of body as the English word that says it: 大学 is
    "university"; all others as they are."""
    return lexicon().forms.get(pair, pair)


def _singular(raw: str) -> str:
    if len(raw) > _LEAST_STEM and raw.endswith("s") and raw[-2] not in "sui":
        return raw[:-3] + "y" if raw.endswith("ies") else raw[:-1]
    return raw


def words_of(text: str) -> list[Word]:
    """The words of a text in order; those without weight ("of", "de la") are left out.

    Letters that stand alone are taken together: "G. B. Pant" and "GB Pant" have the same words.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = _MARKUP.sub(lambda m: ";" * len(m.group()), text)
    text = _APOSTROPHE.sub("", _ELIDED.sub(lambda m: m.group(1) + " ", text))
    breaks = [found.start() for found in _BREAK.finditer(text)]
    words: list[Word] = []
    segment = parts = 0
    letters: list[re.Match[str]] = []
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        while segment < len(breaks) and breaks[segment] < start:
            segment += 1
            _flush(words, letters, segment - 1 + parts, text)
        if found["cjk"]:
            _flush(words, letters, segment + parts, text)
            parts += bool(words) and text[words[-1].end : start].isspace() and bool(
                CHINESE.match(text[words[-1].end - 1]))
            ends = {whole.end() for whole in _WHOLE.finditer(found["cjk"])}
            for i, pair in enumerate(pairs(found["cjk"])):
                parts += i + 1 in ends
                words.append(Word(_kind_of_body(pair), pair, start + i, start + i + len(pair),
                                  segment + parts, False, False))
        elif end - start == 1 and found["word"].isalpha() and found["word"].isupper():
            letters.append(found)
        else:
            _flush(words, letters, segment + parts, text)
            _append(words, found["word"], start, end, segment + parts, text)
    _flush(words, letters, segment + parts, text)
    return words


def _append(words: list[Word], word: str, start: int, end: int, segment: int, text: str) -> None:
    raw = _folded(word)
    dotted = text[end : end + 1] == "."
    for head, form in lexicon().compounds:
        if raw.startswith(head) and len(raw) > len(head) + _LEAST_STEM - 1:
            words.append(Word(form, head, start, end, segment, False, False))
            raw = raw[len(head):]
    if form := _comparable(raw, dotted):
        words.append(Word(form, raw, start, end, segment, dotted, len(word) > 1 and word.isupper()))


def _flush(words: list[Word], letters: list[re.Match[str]], segment: int, text: str) -> None:
    """Single capitals in a row as one word; one alone counts unless it is an article."""
    if letters:
        joined = "".join(found.group() for found in letters)
        start, end = letters[0].start(), letters[-1].end()
        if len(letters) > 1:
            words.append(Word(joined.lower(), joined.lower(), start, end, segment, False, True))
        else:
            _append(words, joined, start, end, segment, text)
        letters.clear()
