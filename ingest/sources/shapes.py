"""What the values of a column look like: dates, sums, identifiers, organisations, lists and so on.

A shape is a claim about most of a column's values, for the draft of a mapping; nothing that is
loaded depends on it. The words are in ``rules/shapes.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any

import yaml

from graph.identity.identifiers import SCHEMES, judged
from graph.language.ipc import codes_of
from graph.language.places import places_of
from ingest.sources.columns import folded_header
from ingest.sources.kinds import table_of_kinds
from ingest.sources.values import (
    Amount,
    DateOrder,
    is_empty,
    parse_amount,
    parse_date,
    parse_number,
    unit_in_header,
)

MOST = 0.9
"""Share of a column's values that must fit a shape."""
_TRIED = 300
"""Values of a column that are looked at."""
_LONG = 120
"""Mean length from which a text is an abstract or a description, as `Column.length`."""
_CHECKED = (
    "uscc", "lei", "ror", "orcid", "isni", "grid", "doi", "lens", "wikidata", "patent",
    "application", "vat", "cn_organisation", "cn_registration",
)
"""Schemes whose check is so strict that values alone tell them."""
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d ()/.-]{7,20}(?:\s*(?:ext|x|转)\.?\s*\d+)?")
_PERSON = re.compile(
    r"[㐀-鿿]{2,4}|(?:[^\W\d_][\w.'’-]*,? ){1,3}[^\W\d_][\w.'’-]*\.?"
)
_HAN = re.compile(r"[㐀-鿿]")
_SEPARATORS = {";": "[;；]", "|": "[|｜]", "、": "、", "\n": "\n"}
_ENDS = " ;；|｜、\n"
_SHORT = 80
"""Mean length up to which the parts of a cell are values and not sentences."""


@cache
def words() -> dict[str, Any]:
    """The lists of ``rules/shapes.yml``."""
    text = (files("ingest.sources") / "rules" / "shapes.yml").read_text(encoding="utf-8")
    # "no" is a word here.
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded


def says(header: str, known: Iterable[str]) -> bool:
    """Does a header contain one of the words? A Latin word must stand alone in it."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    plain, tight = f" {' '.join(re.split(r'[^a-z0-9]+', apart.casefold()))} ", folded_header(header)
    return any(f" {word} " in plain if word.isascii() else word in tight for word in known)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table and what its values look like."""

    name: str
    rows: int
    filled: int
    distinct: int
    examples: tuple[str, ...]
    """Its first three different values."""
    separator: str
    """What cuts its cells into several values; empty where they hold one."""
    values: tuple[str, ...]
    """The values looked at, cells cut where there is a separator."""
    length: float
    """Mean length of the cells that are filled, in letters; a Chinese character counts as two."""

    @property
    def unique(self) -> bool:
        """Is each row's value there and different?"""
        return 0 < self.rows == self.filled == self.distinct

    def share(self, fits: Callable[[str], object]) -> float:
        """The part of the values that fit."""
        return sum(1 for value in self.values if fits(value)) / max(1, len(self.values))

    def most(self, fits: Callable[[str], object]) -> bool:
        """Do nearly all values fit?"""
        return self.share(fits) >= MOST

    @property
    def scheme(self) -> str:
        """The scheme of identifiers whose check the values pass; empty for none."""
        named = [name for name, scheme in SCHEMES.items() if name not in _CHECKED and says(
            self.name, [name.replace("_", " "), scheme.caption.casefold()])]
        return next((scheme for scheme in (*_CHECKED, *named)
                     if self.most(partial(_passes, scheme))), "")

    @property
    def order(self) -> DateOrder | None:
        """The values are dates: how day and month stand in them; None for no dates."""
        orders: Sequence[DateOrder] = ("", "day-first", "month-first")
        shares = {order: self.share(partial(_parses, partial(parse_date, order=order)))
                  for order in orders}
        best = max(orders, key=lambda order: shares[order])
        return best if shares[best] >= MOST else None

    @property
    def numbers(self) -> bool:
        """Are the values numbers?"""
        return self.most(lambda value: _parses(parse_number, value))

    @property
    def running(self) -> bool:
        """Do the values count the rows?"""
        figures = [int(value) for value in self.values if value.isascii() and value.isdecimal()]
        return len(figures) == len(self.values) > 2 and all(
            b - a == 1 for a, b in zip(figures, figures[1:], strict=False))

    @property
    def years(self) -> bool:
        """Are the values years alone?"""
        return self.most(lambda value: re.fullmatch(r"(?:1[89]|20)\d\d", value))

    @property
    def money(self) -> bool:
        """Are the values sums, by their own words or by the header's?"""
        _, unit, scale = unit_in_header(self.name)
        if not self.most(_amounts):
            return False
        said = self.share(lambda value: any(a.unit for a in _amounts(value) or ())) >= MOST / 2
        return said or bool(unit) or bool(scale) or says(self.name, words()["money"])

    @property
    def yes_no(self) -> bool:
        """Do all cells say yes or no?"""
        known = frozenset(words()["yes_no"])
        return 0 < self.distinct <= 3 and all(value.casefold() in known for value in self.values)

    @property
    def form(self) -> str:
        """``website``, ``email`` or ``phone``, by the properties that they are; else empty."""
        for name, pattern in (("email", _EMAIL), ("website", _URL)):
            if self.most(pattern.fullmatch):
                return name
        phone = self.most(_PHONE.fullmatch) and says(
            self.name, ("phone", "tel", "telephone", "mobile", "fax", "电话", "手机"))
        return "phone" if phone else ""

    @property
    def codes(self) -> bool:
        """Are the values codes of the patent classification?"""
        return self.most(codes_of)

    @property
    def places(self) -> bool:
        """Are the values names of places?"""
        return self.share(lambda value: places_of(value.split(",")[0])) >= 0.8

    @property
    def organisations(self) -> bool:
        """Do the words of half the values name organisations?"""
        return self.length < _LONG and self.share(
            table_of_kinds("organisation").of_name) >= 0.5

    @property
    def people(self) -> bool:
        """Are the values names of people, by their form and by the header's words?"""
        return says(self.name, words()["people"]) and self.most(_PERSON.fullmatch)

    @property
    def long(self) -> bool:
        """Are the cells texts of several sentences?"""
        return self.length >= _LONG

    @property
    def few(self) -> bool:
        """Do the same few values come back again and again?"""
        return 1 < self.distinct <= 30 and self.distinct <= self.filled / 4


def column(name: str, cells: Iterable[str]) -> Column:
    """A column by its name and the cells of the rows that are looked at."""
    every = list(cells)
    filled = [cell for cell in every if not is_empty(cell)]
    different = list(dict.fromkeys(filled))
    mark = _separator(filled)
    parts = [part for cell in filled[:_TRIED] for part in _cut(cell, mark)]
    return Column(
        name, len(every), len(filled), len(different), tuple(different[:3]), mark,
        tuple(parts[:_TRIED]), sum(map(_length, filled)) / max(1, len(filled)),
    )


def _length(cell: str) -> int:
    return len(cell) if cell.isascii() else len(cell) + len(_HAN.findall(cell))


def _cut(cell: str, mark: str) -> list[str]:
    if not mark:
        return [cell]
    return [plain for part in re.split(f"{_SEPARATORS[mark]}|\n", cell)
            if (plain := " ".join(part.split()))]


def _separator(cells: Sequence[str]) -> str:
    """A mark that stands in a tenth of the cells and parts them into short values."""
    for mark, pattern in _SEPARATORS.items():
        tried = cells[:_TRIED]
        several = sum(re.search(pattern, cell.strip(_ENDS)) is not None for cell in tried)
        lengths = [len(part) for cell in tried for part in _cut(cell, mark)]
        if several and several >= 0.1 * len(tried) and sum(lengths) / len(lengths) <= _SHORT:
            return mark
    return ""


def _passes(scheme: str, value: str) -> bool:
    found, wrong = judged(scheme, value)
    # What passes these checks may be any code: a country and some figures are needed too.
    if wrong or not found.startswith(f"{scheme}:"):
        return False
    if scheme == "application":
        return re.search(r"\d{8}", value) is not None
    lettered = value[:1].isalpha() and re.search(r"\d{5}", value)
    return bool(lettered) or scheme not in ("patent", "wikidata", "vat")


def _amounts(value: str) -> tuple[Amount, ...] | None:
    try:
        return parse_amount(value)
    except ValueError:
        return None


def _parses(parse: Callable[[str], object], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True

