"""Which dollar a bare "$" is: the one that the document writes out, else that of its country."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from graph.language.places import gazetteer
from ingest.nlp.draft import Draft
from ingest.nlp.lexicon import data
from ingest.nlp.numbers import Quantity, currency
from ingest.nlp.regions import place_of

_COUNTRIES: dict[str, str] = data("numbers.json")["dollar_countries"]
_SIGN = re.compile(r"(?<![A-Za-z])(?:AU?|CA?|NZ|S|HK|NT)\$")
_DEPTH = 6


def home_dollar(draft: Draft) -> Callable[[str, Quantity], Quantity]:
    """A function that gives a quantity in bare dollars the document's own dollar."""
    signs = {currency(s) for s in _SIGN.findall(draft.text)}
    code = signs.pop() if len(signs) == 1 else _COUNTRIES.get(_country(draft), "USD")

    def local(text: str, q: Quantity) -> Quantity:
        words = text[q.start : q.end]
        plain = words.startswith("$") or re.search(r"(?<!US )(?<!U\.S\. )dollars$", words)
        return replace(q, unit=code) if q.unit == "USD" and plain else q

    return local


def _country(draft: Draft) -> str:
    """The country of the document's home, as the gazetteer chains it."""
    place = place_of(draft.seat.key) if draft.seat else None
    for _ in range(_DEPTH):
        if place is None or place.level == "country":
            break
        place = next(iter(gazetteer().get(place.parent.casefold(), ())), None)
    return place.name if place and place.level == "country" else ""
