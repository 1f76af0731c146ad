"""What the words of organisations' names mean: one table for English and Chinese.

``data/meanings.tsv`` joins the words of both languages; the words of English forms are made
comparable as `graph.identity.words` does, so that "Technologies" and "Universität" need no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from graph.data_files import data_lines
from graph.identity.words import words_of
from graph.language.places import Place, places_of

_LEAST_SLIP = 7
_HAN_NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means: one or several words, each of a class, and the class of the whole.

    ``parts`` are (word, class); a word "college|institute" means either.
    """

    kind: str
    parts: tuple[tuple[str, str], ...]
    said: str = ""
    """The word of its language, where that language has several that are translated alike."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of ``meanings.tsv``: phrases by their comparable words, Chinese forms, and the
    long forms of abbreviations."""

    english: dict[tuple[str, ...], Meaning]
    exact: dict[str, Meaning]
    """English words that are told apart before they are made comparable: "nationalities"."""
    longest: dict[str, int]
    chinese: dict[str, Meaning]
    first: dict[str, int]
    short: tuple[tuple[str, str], ...]
    """(abbreviation, what it stands for), longest first."""
    begins: tuple[tuple[str, str], ...]
    """The same of abbreviations that are ones only where a name begins."""
    abbreviated: frozenset[str]
    """Meanings "a|b" of Latin abbreviations: "tech" is technical or technology."""
    names: frozenset[str]
    """Core words that are one name however they are spelled: "qinghua"."""
    groups: dict[str, str]
    directions: frozenset[str]
    """Core words that many bodies bear: "northwest"."""


@cache
def table() -> Table:
    """The table of meanings, read once."""
    rows = [tuple(line.split("\t")) for line in _lines("meanings.tsv")]
    kinds = {meaning: kind for meaning, kind, _, _ in rows if kind not in ("phrase", "short")}
    english: dict[tuple[str, ...], Meaning] = {}
    exact: dict[str, Meaning] = {}
    chinese: dict[str, Meaning] = {}
    short: list[tuple[str, str]] = []
    for meaning, kind, latin, han in rows:
        if kind == "short":
            short += [(form, meaning) for form in re.split("[|=]", han)]
            continue
        words = meaning.split(" ") if kind == "phrase" else [meaning]
        parts = tuple((word, _kind(word, kind, kinds)) for word in words)
        if kind != "phrase" and "|" not in meaning and meaning.isascii():
            latin = f"{meaning.replace('-', ' ')}={latin}"
        for form, said in _forms(latin):
            if key := _key(form):
                meant = Meaning(kind, parts, said)
                english.setdefault(key, meant)
                if len(key) == 1:
                    exact.setdefault(words_of(form)[0].raw, meant)
        for form, said in _forms(han):
            chinese.setdefault(form, Meaning(kind, parts, said))
    longest: dict[str, int] = {}
    for key in english:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    first: dict[str, int] = {}
    for form in chinese:
        first[form[0]] = max(first.get(form[0], 0), len(form))
    short.sort(key=lambda pair: -len(pair[0]))
    return Table(
        english, exact, longest, chinese, first,
        tuple(pair for pair in short if pair[0][0] != "^"),
        tuple((form[1:], full) for form, full in short if form[0] == "^"),
        frozenset(meaning for meaning, _, _, han in rows if "|" in meaning and han == "-"),
        frozenset(meaning for meaning, kind, *_ in rows if kind == "name"), _groups(rows),
        frozenset(meaning for meaning, kind, *_ in rows if kind == "core"),
    )


def _forms(column: str) -> Iterator[tuple[str, str]]:
    """(form, the first of the forms that are one word with it); the latter is empty where the
    column has one word only."""
    words = [[form for form in word.split("=") if form not in ("", "-")]
             for word in column.split("|")]
    for word in words:
        for form in word:
            yield form, word[0] if len(words) > 1 else ""


def _kind(word: str, kind: str, kinds: dict[str, str]) -> str:
    if kind != "phrase":
        return kind
    return kinds.get(word) or next((k for w in word.split("|") if (k := kinds.get(w))), "field")


def _groups(rows: list[tuple[str, ...]]) -> dict[str, str]:
    """One word for all that some Chinese word may mean: names meet under it."""
    above: dict[str, str] = {}

    def root(word: str) -> str:
        while word in above:
            word = above[word]
        return word

    for meaning, *_ in rows:
        for either in meaning.split(" "):
            roots = sorted({root(word) for word in either.split("|")})
            for other in roots[1:]:
                above[other] = roots[0]
    words = {w for meaning, *_ in rows for either in meaning.split(" ") for w in either.split("|")}
    return {word: root(word) for word in words}


def group_of(word: str) -> str:
    """The word under which a meaning and those that it may be taken for meet."""
    groups = table().groups
    return groups.get(word) or groups.get(word.split("|")[0], word)


@cache
def usual(word: str) -> tuple[str, ...]:
    """How a Latin name says a meaning if it says it in the first of several words; else empty."""
    meant = table().english.get(_key(word.replace("-", " ")))
    return (meant.said, "") if meant else ("",)


def _key(form: str) -> tuple[str, ...]:
    return tuple(word.text for word in words_of(form))


@cache
def adjectives() -> dict[str, tuple[Place, ...]]:
    """Places by adjectives and old spellings: "chinese", "peking"."""
    found = {}
    for line in _lines("place_adjectives.tsv"):
        place, words = line.split("\t")
        for word in words.split():
            found[word] = places_of(place)[:1]
    return found


@cache
def _shares() -> dict[str, float]:
    return {word: float(share) for word, share in
            (line.split("\t") for line in _lines("word_rarity.tsv"))}


@lru_cache(maxsize=200_000)
def rarity(word: str) -> float:
    """How much a core word tells, from 0 (many bodies bear it) to 1 (an uncommon word).

    A word of many registered names tells little; a Chinese word or its pinyin tells by its
    length, for two characters are soon shared by chance.
    """
    word = word.partition("~")[0]
    if (known := _shares().get(word)) is not None:
        return known
    if word in table().names:
        return 1.0
    if word in table().directions:
        return 0.4
    if not word.isascii() and "\u3400" <= word[0] <= "\u9fff":
        return min(1.0, 0.15 + 0.25 * len(word))
    if word.isdigit() or len(word) < 3 and word.isalpha():
        return 0.4
    if count := syllables(word):
        return min(1.0, 0.15 + 0.25 * count)
    return 1.0


def forget_rarities() -> None:
    """Read ``word_rarity.tsv`` again at the next question: it was written anew."""
    rarity.cache_clear()
    _shares.cache_clear()


@cache
def _syllables() -> tuple[re.Pattern[str], re.Pattern[str]]:
    listed = [s for line in _lines("pinyin_syllables.txt") for s in line.split()]
    one = "(?:" + "|".join(sorted(listed, key=len, reverse=True)) + ")"
    return re.compile(f"{one}+"), re.compile(one)


@lru_cache(maxsize=100_000)
def syllables(word: str) -> int:
    """How many pinyin syllables a word can be read as; 0 if it cannot be pinyin."""
    whole, one = _syllables()
    if len(word) < 3 or not whole.fullmatch(word):
        return 0
    return len(one.findall(word))


@lru_cache(maxsize=100_000)
def mended(word: str) -> str:
    """The general word that a misspelt one is a slip of ("univeristy"), else the word itself."""
    if len(word) < _LEAST_SLIP or not word.isascii():
        return word
    near = [w for w in _long_words() if abs(len(w) - len(word)) <= 1 and OSA.distance(
        w, word, score_cutoff=1) == 1]
    return near[0] if len(near) == 1 else word


@cache
def _long_words() -> tuple[str, ...]:
    singles = {key[0] for key, meaning in table().english.items()
               if len(key) == 1 and meaning.kind == "head"}
    return tuple(sorted(word for word in singles if len(word) >= _LEAST_SLIP))


@lru_cache(maxsize=100_000)
def pinyin(text: str) -> str:
    """Chinese characters as pinyin without tones and spaces, ü as v; other letters as they are."""
    from pypinyin import lazy_pinyin  # takes a tenth of a second, and only Chinese needs it

    return "".join(lazy_pinyin(text)).replace(" ", "")


@cache
def simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, for ``str.translate``."""
    return {ord(pair[0]): pair[1] for line in _lines("traditional.txt") for pair in line.split()}


@lru_cache(maxsize=10_000)
def related(one: str, other: str, *, what: str) -> bool:
    """Whether two kinds of bodies ("heads") or lines of work ("fields") are taken for each other
    in translations or become each other."""
    ones, others = one.split("|"), other.split("|")
    return one == other or any(not group.isdisjoint(ones) and not group.isdisjoint(others)
               for group in _related(what))


@cache
def _related(what: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in _lines(f"related_{what}.txt"))


@cache
def academies() -> dict[str, str]:
    """Large bodies by the acronyms under which their institutes name them: "CAS"."""
    return dict(line.split("\t") for line in _lines("academies.tsv"))


@cache
def bodies(what: str) -> frozenset[str]:
    """Kinds of bodies of which something holds ("everywhere", "exact", "whole", "unit"), as
    ``data/bodies.tsv`` explains it; `KeyError` for anything else."""
    rows = dict(line.split("\t") for line in _lines("bodies.tsv"))
    return frozenset(rows[what].split())


def han_number(text: str) -> str:
    """A Chinese numeral up to 99 in figures: 十八 is "18"."""
    if text.isdigit():
        return str(int(text))
    tens, ten, ones = text.partition("十")
    digits = [_HAN_NUMERALS.index(c) for c in (tens or "一") + (ones or "零") if c in _HAN_NUMERALS]
    if ten:
        return str(digits[0] * 10 + digits[1])
    return str(int("".join(str(_HAN_NUMERALS.index(c)) for c in text)))


def _lines(file: str) -> list[str]:
    return data_lines("graph.identity", f"data/{file}")
