"""Cells as values: dates, numbers, sums of money, as registers write them.

Every parser raises `ValueError` with what would be right; nothing is guessed. The words are in
``rules/values.yml``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from graph.dates import normal_date

DateOrder = Literal["", "day-first", "month-first"]
DecimalMark = Literal["point", "comma", "either"]
"""``either`` is for registers that write both, and then no marks for thousands."""
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CHINESE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
_MOMENT = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[T ]\d{1,2}:\d{2}.*")
_LOCAL = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([A-Za-z]{3,9})\.?[ -]"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})"
)
_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SUM = re.compile(
    rf"([^\d]*?)({_NUMBER})([^\d~–-]*?)"
    rf"(?:(?:-|–|~|—|至|到|\bto\b)\s*({_NUMBER}))?([^\d]*)"
)
_MOST_DIGITS = 18
"""What a store's whole numbers hold."""
_PLAIN = re.compile(rf"({_NUMBER})\s*(%?)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum or number: exact value, unit (currency code or ``%``), and ``min`` or ``max``."""

    value: float | int
    unit: str = ""
    bound: Literal["", "min", "max"] = ""


@cache
def rules() -> dict[str, Any]:
    """The word lists of ``rules/values.yml``."""
    text = (files("ingest.sources") / "rules" / "values.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _empties() -> frozenset[str]:
    return frozenset(word.casefold() for word in rules()["empty"])


def is_empty(text: str) -> bool:
    """Does the cell say "nothing" (``-``, ``N/A``, ``无``, only characters that nobody sees)?"""
    return not text or (len(text) <= 16 and text.casefold() in _empties()) or not (
        text.isprintable() or any(map(str.isprintable, text)))


def is_nameless(text: str) -> bool:
    """Does the cell name nothing: is it empty, or without a letter or digit (``---``, ``?``)?"""
    return is_empty(text) or not any(map(str.isalnum, text))


@lru_cache(maxsize=100_000)
def parse_date(text: str, order: DateOrder = "") -> str:
    """A date as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Takes ISO dates and moments, ``20210531``, ``2021年5月31日``, ``31 May 2021``, and day and month
    in figures where they cannot be confused or ``order`` says which comes first.
    """
    try:
        return _date(unicodedata.normalize("NFKC", text).strip(), order)
    except ValueError as err:
        if repr(text) in str(err):
            raise
        raise ValueError(
            f"{text!r} is not a date ({err}); write 2021, 2021-05 or 2021-05-31"
        ) from err


def _date(text: str, order: DateOrder) -> str:
    if found := _DIGITS.fullmatch(text):
        return normal_date("-".join(found.groups()))
    if found := _CHINESE.fullmatch(text.replace(" ", "")):
        return normal_date("-".join(filter(None, found.groups())))
    if found := _MOMENT.fullmatch(text):
        return normal_date(found[1])
    if found := _LOCAL.fullmatch(text):
        return _local_date(text, int(found[1]), int(found[3]), found[4], order, found[2])
    if found := _WORDS.fullmatch(text):
        months: list[str] = rules()["months"]
        month = found[2][:3].lower()
        if month in months:
            parts = (found[4], str(months.index(month) + 1), found[1] or found[3])
            return normal_date("-".join(filter(None, parts)))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        raise ValueError(
            f"{text!r} looks like a spreadsheet's day number; format the column as a date"
        )
    return normal_date(text)


def _local_date(text: str, a: int, b: int, year: str, order: DateOrder, mark: str) -> str:
    if not order:
        # With points the day stands first wherever dates are written so.
        order = "day-first" if a > 12 or mark == "." else "month-first" if b > 12 else ""
    if not order and a != b:
        raise ValueError(
            f"{text!r} may be day or month first; write {year}-05-31, or say "
            "'order: day-first' (or month-first) in the mapping"
        )
    day, month = (a, b) if order != "month-first" else (b, a)
    return date(int(year), month, day).isoformat()


@lru_cache(maxsize=100_000)
def parse_amount(
    text: str, currency: str = "", scale: int = 1, decimal: DecimalMark = "point"
) -> tuple[Amount, ...]:
    """A sum of money such as ``5000万人民币``, ``USD 3.5 million``, ``50-100万元`` or ``≥ 20,000``.

    One amount; two (min and max) for a range; none for a sum left open (``面议``). ``currency`` and
    ``scale`` hold where the words say nothing (a column headed "万元": CNY, 10000); ``decimal`` is
    the decimal mark.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.casefold() in rules()["open"] or is_empty(plain):
        return ()
    found = _SUM.fullmatch(_points(plain, decimal))
    if not found:
        raise ValueError(f"{text!r} is not a sum; write 5000000, 500万元 or USD 3.5 million")
    before, low, between, high, after = found.groups()
    words = _read_words(text, f"{before} {after}" if high else f"{before} {between} {after}")
    factor = words.scale or (_read_words(text, between).scale if high else 0) or scale
    unit = words.unit or (_read_words(text, between).unit if high else "") or currency
    if not high:
        return (Amount(_scaled(low, factor), unit, words.bound),)
    first = (_read_words(text, between).scale or factor) if between.strip() else factor
    return Amount(_scaled(low, first), unit, "min"), Amount(_scaled(high, factor), unit, "max")


@lru_cache(maxsize=100_000)
def parse_number(text: str, decimal: DecimalMark = "point") -> Amount:
    """A number such as ``1,234.5``, ``12%`` or ``1.2万``."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _PLAIN.fullmatch(_points(plain, decimal)):
        return Amount(_scaled(found[1], 1), found[2])
    try:
        amounts = parse_amount(text, "", 1, decimal)
    except ValueError:
        amounts = ()
    if len(amounts) != 1:
        raise ValueError(f"{text!r} is not a number; write 1234.5 or 1,234.5")
    return amounts[0]


def _points(text: str, decimal: DecimalMark) -> str:
    if decimal == "point":
        return text
    return (text.replace(".", "") if decimal == "comma" else text).replace(",", ".")


def _scaled(number: str, scale: int) -> float | int:
    exact = Decimal(number.replace(",", "")) * scale
    if exact.adjusted() >= _MOST_DIGITS:
        raise ValueError(
            f"{number[:40]!r} is too large for a number; it has at most {_MOST_DIGITS} digits"
        )
    return int(exact) if exact == exact.to_integral_value() else float(exact)


@dataclass(frozen=True, slots=True)
class _Words:
    unit: str = ""
    scale: int = 0
    bound: Literal["", "min", "max"] = ""


@cache
def _word_table() -> list[tuple[str, str, Any]]:
    table = [
        *((word, "unit", code) for code, words in rules()["currencies"].items() for word in words),
        *((word, "scale", factor) for factor, words in rules()["scales"].items() for word in words),
        *((word, "bound", bound) for bound, words in rules()["bounds"].items() for word in words),
        *((word, "", None) for word in rules()["ignored"]),
    ]
    return sorted(
        ((unicodedata.normalize("NFKC", word).casefold(), what, value)
         for word, what, value in table),
        key=lambda row: -len(row[0]),
    )


@lru_cache(maxsize=100_000)
def _read_words(text: str, words: str) -> _Words:
    """Currency, scale and bound in the words beside a number; unknown words are an error."""
    rest = words.casefold().strip(" ()[]")
    found: dict[str, Any] = {}
    while rest:
        for word, what, value in _word_table():
            if rest.startswith(word) and not _cut_short(rest, word):
                if what and what not in found:
                    found[what] = value
                rest = rest[len(word):].lstrip(" ()[].:,;")
                break
        else:
            raise ValueError(f"{text!r} is not a sum: {rest!r} is no known currency or scale")
    return _Words(**found)


def _cut_short(rest: str, word: str) -> bool:
    """Would a Latin word end in the middle of a longer one?"""
    follows = rest[len(word):len(word) + 1]
    return word[-1].isascii() and word[-1].isalpha() and follows.isascii() and follows.isalpha()


_HEADER_UNIT = re.compile(r"(.+?)\s*[(（\[](.+?)[)）\]]\s*")


@lru_cache(maxsize=1000)
def unit_in_header(column: str) -> tuple[str, str, int]:
    """A header such as ``注册资本（万元）`` as its words, currency and scale (0: none said)."""
    if found := _HEADER_UNIT.fullmatch(unicodedata.normalize("NFKC", column)):
        try:
            words = _read_words(column, found[2])
        except ValueError:
            return column, "", 0
        return found[1], words.unit, words.scale
    return column, "", 0
