"""Numbers as policy texts write them: compound and Chinese scales, currencies, shares, ranks.

Pure functions on text. "2 billion 415 million yuan" is one quantity of 2,415,000,000 CNY; "4.5 亿",
"75 万", "Rs 120 crore", "RMB 38m" and "3,40,000" are read likewise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

from ingest.sources.dates import DATE, MONTHS

_SCALES = {
    "trillion": 1e12,
    "billion": 1e9,
    "bn": 1e9,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "thousand": 1e3,
    "k": 1e3,
    "hundred": 1e2,
    "万亿": 1e12,
    "亿": 1e8,
    "万": 1e4,
    "crore": 1e7,
    "crores": 1e7,
    "lakh": 1e5,
    "lakhs": 1e5,
}
_CURRENCIES = {
    "us$": "USD",
    "$": "USD",
    "r$": "BRL",
    "£": "GBP",
    "€": "EUR",
    "¥": "CNY",
    "rs": "INR",
    "rs.": "INR",
    "₹": "INR",
    "rmb": "CNY",
    "cny": "CNY",
    "eur": "EUR",
    "usd": "USD",
    "gbp": "GBP",
    "inr": "INR",
    "brl": "BRL",
    "krw": "KRW",
    "₩": "KRW",
    "c$": "CAD",
    "cad": "CAD",
    "zar": "ZAR",
    "a$": "AUD",
    "r": "ZAR",
    "yuan": "CNY",
    "rmb yuan": "CNY",
    "元": "CNY",
    "dollars": "USD",
    "us dollars": "USD",
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
    "won": "KRW",
    "rupees": "INR",
    "reais": "BRL",
    "rand": "ZAR",
    "canadian dollars": "CAD",
    "hk$": "HKD",
    "jpy": "JPY",
    "yen": "JPY",
    "chf": "CHF",
    "sek": "SEK",
}
_DIGITS = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|[1-9]\d{0,2}(?: \d{3})+(?![\d.])|\d+(?:\.\d+)?"
_SCALE = (
    r"(?:trillion|billion|million|thousand|hundred|万亿|亿|万|crores?|lakhs?|bn|mn|"
    r"m(?![a-z])|k(?![a-z]))"
)
_BEFORE = (
    r"(?:US\$|R\$|C\$|A\$|HK\$|\$|£|€|¥|₹|₩|\bRs\.?|\bR(?=\ ?\d)|\bRMB|\bCNY|\bEUR|\bUSD|"
    r"\bGBP|\bINR|\bBRL|\bKRW|\bCAD|\bZAR|\bCHF|\bSEK)"
)
_AFTER = (
    r"(?:RMB yuan|yuan|RMB|元|US dollars|Canadian dollars|dollars|euros?|pounds|"
    r"won|yen|rupees|reais|rand)\b|元"
)
_PERCENT = r"%|percent\b|per cent\b"
_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}
_QUANTITY = re.compile(
    rf"(?<![\w.,-])(?P<pre>{_BEFORE})?\s?(?P<num>(?:{_DIGITS})(?:[ ]?{_SCALE})?(?:[ "
    rf"](?:{_DIGITS})[ ]{_SCALE})*)"
    rf"(?:[ ]?(?:(?P<post>{_AFTER})|(?P<pct>{_PERCENT})|(?P<point>percentage points?)"
    rf"))?(?![\w]|\.\d|-\d|[-–/]\d)",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"(?<![\w-])(?P<word>" + "|".join(_WORDS) + r")(?![\w-])(?P<pct> per ?cent)?", re.IGNORECASE
)
_PART = re.compile(rf"(?P<n>{_DIGITS})[ ]?(?P<scale>{_SCALE})?", re.IGNORECASE)
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_MONTH_DAY = re.compile(
    r"\b(?:" + "|".join(m for m in MONTHS if m != "may") + r"|May)\.? \d{1,2}(?:st|nd|rd|th)?\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)? (?:" + "|".join(m for m in MONTHS if m != "may") + r"|May)\b",
    re.IGNORECASE,
)
YEAR = re.compile(
    r"(?<![\d.,$£€-])(?:19[6-9]\d|20[0-6]\d)(?![\d,.]\d|\d|%| ?(?:yuan|million|billion|万|亿))"
)
_DENOMINATOR = re.compile(
    r"(?:\bper|\bby|\bfor every|\bevery|\bamong) (?P<n>10,000|10 thousand|1,000|"
    r"100,000|万|100|million)(?: \w+){0,2}? (?:people|persons|inhabitants|residents|"
    r"employ\w*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its span; ``unit`` is a currency, ``%``, ``percentage point``, or empty."""

    value: float
    unit: str
    start: int
    end: int


def value_of(text: str) -> float:
    """The plain number of a text such as "2 billion 415 million"."""
    total = 0.0
    for part in _PART.finditer(text):
        scale = (part["scale"] or "").casefold()
        total += float(part["n"].replace(",", "").replace(" ", "")) * _SCALES.get(scale, 1.0)
    return round(total, 6)


def currency(words: str) -> str:
    """The ISO code of a currency's sign or word; empty when unknown."""
    return _CURRENCIES.get(" ".join(words.casefold().split()), "")


def quantities(text: str, start: int, end: int) -> list[Quantity]:
    """The quantities of a span, without dates, years, denominators and numbers inside words."""
    skip = [m.span() for p in (DATE, _MONTH_DAY) for m in p.finditer(text, start, end)]
    skip += [m.span("n") for m in _DENOMINATOR.finditer(text, start, end)]
    found: list[Quantity] = []
    for m in _QUANTITY.finditer(text, start, end):
        unit = currency(m["pre"] or m["post"] or "")
        unit = "%" if m["pct"] else "percentage point" if m["point"] else unit
        a, b = (m.start("pre") if m["pre"] else m.start("num")), m.end()
        if any(s < b and a < e for s, e in skip) or (not unit and YEAR.fullmatch(m["num"])):
            continue
        value = value_of(m["num"])
        if isfinite(value):
            found.append(Quantity(value, unit, a, b))
    for m in _WORD.finditer(text, start, end):
        found.append(
            Quantity(float(_WORDS[m["word"].casefold()]), "%" if m["pct"] else "", *m.span())
        )
    return sorted(found, key=lambda q: q.start)


def ordinal(word: str) -> int:
    """A rank in words or digits ("twenty-fourth", "3rd"); 0 when it is none."""
    low = word.casefold()
    if low in ORDINALS:
        return ORDINALS[low]
    digits = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)", low)
    if digits:
        return int(digits[1])
    tens, _, ones = low.partition("-")
    return _TENS[tens] + ORDINALS[ones] if tens in _TENS and ones in ORDINALS else 0


def plan_period(number: int) -> str:
    """The years of China's n-th five-year plan (n ≥ 3): the 12th is 2011/2015."""
    first = 1966 + 5 * (number - 3)
    return f"{first}/{first + 4}"
