"""What people write in the headings and cells of lists: which of our words it means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

_GAPS = re.compile(r"[\W_]+")
_BREAKS = re.compile(r"[/|\n()（）:：]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LANGUAGES = re.compile(r"[;,/、，；|&+\n]|\s(?:and|und|et|y)\s|和|及")
_ASIDE = re.compile(r"[(（\[].*?[)）\]]|\s[-–—:].*|:.*")
_CODE = re.compile(r"([a-z]{2})[-_][a-z]{2,4}")


def plain(text: str) -> str:
    """Letters and digits in one case with single blanks between, for comparing headings."""
    return _GAPS.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def even(text: str) -> str:
    """A cell's words in one case, width and spacing, its signs kept."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _data(name: str) -> dict[str, list[str]]:
    text = (files("graph.events") / "data" / f"{name}.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def headings(listing: str) -> dict[str, list[str]]:
    """Our columns of a kind of list ("participants"), each with the headings that mean it, the
    best first; `KeyError` for a kind that there is not."""
    known: Mapping[str, list[str]] = yaml.safe_load(
        (files("graph.events") / "data" / "headers.yml").read_text(encoding="utf-8"))[listing]
    return {column: [column, *words] for column, words in known.items()}


@cache
def _columns(listing: str) -> dict[str, dict[str, int]]:
    """Plain heading to the columns that it may mean, and how far back it stands in each."""
    found: dict[str, dict[str, int]] = {}
    for column, words in headings(listing).items():
        for place, word in enumerate(words):
            found.setdefault(plain(word), {}).setdefault(column, place)
    return found


def columns_of(heading: str, listing: str) -> dict[str, int]:
    """The columns that a heading may mean, each with how far back it stands among its words.

    ``Availability (slots)``, ``单位名称 / Organisation`` and ``Country 国家`` are understood by
    their parts.
    """
    known = _columns(listing)
    forms = [heading, re.sub(r"[(（].*", "", heading), *_BREAKS.split(heading),
             *_HAN.findall(heading), _HAN.sub(" ", heading)]
    return next((known[form] for form in map(plain, forms) if form in known), {})


def meaning(text: str, *among: str) -> str:
    """Which of some meanings ("yes", "no") a cell's words have; empty for none of them."""
    word = even(text).rstrip(".!。！")
    return next((name for name in among if word in words_for(name)), "")


@cache
def words_for(name: str) -> frozenset[str]:
    """All words for a meaning; `KeyError` for one that ``data/words.yml`` does not know."""
    return frozenset(map(even, (name, *_data("words")[name])))


@cache
def _language_names() -> dict[str, str]:
    return {even(word): code for code, words in _data("languages").items()
            for word in (code, *words)}


def language_codes(text: str) -> tuple[frozenset[str], list[str]]:
    """(ISO 639-1 codes, words that name no language known here) of a cell such as
    ``English (fluent); 中文`` or ``zh/en``."""
    found: set[str] = set()
    unknown: list[str] = []
    known = _language_names()
    for piece in filter(None, map(even, _LANGUAGES.split(text))):
        word = _without_level(_ASIDE.sub("", piece).strip()) or piece
        code = known.get(word) or (known.get(said[1]) if (said := _CODE.fullmatch(word)) else None)
        if code:
            found.add(code)
        else:
            unknown.append(piece)
    return frozenset(found), unknown


def _without_level(text: str) -> str:
    """A language without how well it is spoken, which may stand before or after it."""
    words = text.split()
    while len(words) > 1 and words[-1] in words_for("level"):
        words.pop()
    while len(words) > 1 and words[0] in words_for("level"):
        words.pop(0)
    return " ".join(words)
