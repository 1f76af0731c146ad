"""Names made comparable: what two spellings of one name have in common."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from graph.data_files import data_lines

_WORDS = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@lru_cache(maxsize=1)
def _legal_forms() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(word sequences, Chinese endings) that say only the legal form, longest first."""
    lines = data_lines("graph.identity", "legal_forms.txt")
    words = [" ".join(_WORDS.findall(line.casefold())) for line in lines if not _CJK.search(line)]
    cjk = [line for line in lines if _CJK.search(line)]
    return tuple(sorted(words, key=len, reverse=True)), tuple(sorted(cjk, key=len, reverse=True))


@cache
def _field_words() -> frozenset[str]:
    """Last words that make no difference between names of one industry."""
    return frozenset(data_lines("graph.identity", "data/field_words.txt"))


def normal_field(name: str) -> str:
    """An industry's or field's name without a last word such as "industry" or "sector"."""
    words = normal_name(name, legal_form=True).split()
    while len(words) > 1 and words[-1] in _field_words():
        words.pop()
    return " ".join(words)


@cache
def _region_words() -> tuple[str, ...]:
    """Words after a place's name that only say what kind of place it is, longest first."""
    return tuple(sorted(data_lines("graph.identity", "data/region_words.txt"), key=len,
                        reverse=True))


def normal_region(name: str) -> str:
    """A place's name without "province", "city" and the like: "Qinghai province" is "qinghai"."""
    normal = normal_name(name, legal_form=True)
    for word in _region_words():
        ending = word if _CJK.search(word) else f" {word}"
        if normal.endswith(ending) and len(normal) > len(ending) + 1:
            return normal[: -len(ending)]
        if normal.startswith(f"{word} of "):
            return normal[len(word) + 4 :]
    return normal


def region_path(region: str) -> frozenset[str]:
    """The places that a region's text names, narrow and wide: {"xining", "qinghai"}."""
    parts = (normal_region(part) for part in re.split(r"[,，;；|]", region))
    return frozenset(part for part in parts if part)


@lru_cache(maxsize=200_000)
def normal_name(name: str, *, legal_form: bool = False) -> str:
    """Case, width, punctuation and articles folded; ``legal_form`` keeps the legal form's words.

    "The Haiyan Salt Co., Ltd." and "HAIYAN SALT COMPANY LIMITED" give one text.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    folded = folded.replace("'s ", "s ").replace("’s ", "s ")
    words = " ".join(word for word in _WORDS.findall(folded) if word != "the")
    if legal_form:
        return words
    endings, cjk_endings = _legal_forms()
    stripped = words
    for ending in endings:
        if stripped.endswith(" " + ending):
            stripped = stripped[: -len(ending) - 1]
            break
    for ending in cjk_endings:
        if stripped.endswith(ending) and len(stripped) > len(ending) + 1:
            stripped = stripped[: -len(ending)]
            break
    return stripped or words
