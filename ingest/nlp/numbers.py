"""Numbers as policy texts write them: compound and Chinese scales, currencies, shares, ranks.

Pure functions on text. "2 billion 415 million yuan" is one quantity of 2,415,000,000 CNY; "4.5 亿",
"75 万", "Rs 120 crore", "RMB 38m", "3,40,000", "a 10-million-euro fund", "two hundred" and
"three quarters of" are read likewise. The words for scales and currencies are data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from math import isfinite

from ingest.facts import is_money
from ingest.nlp.lexicon import data
from ingest.sources.dates import DATE, MONTHS

_DATA = data("numbers.json")
_SCALES: dict[str, float] = _DATA["scales"]
_SIGNS: dict[str, str] = _DATA["signs"]
_CODES: tuple[str, ...] = tuple(_DATA["codes"].split())
_MONEY_WORDS: dict[str, str] = _DATA["words"]
_ONES: dict[str, int] = {w: n for n, w in enumerate(_DATA["ones"].split(), start=1)}
_TENS: dict[str, int] = {w: 10 * n for n, w in enumerate(_DATA["tens"].split(), start=2)}
ORDINALS: dict[str, int] = {w: n for n, w in enumerate(_DATA["ordinals"].split(), start=1)}
_FRACTIONS: dict[str, float] = _DATA["fractions"]


def _either(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_LETTERS = [s for s in _SCALES if s.isascii() and len(s) > 2]
_SCALE = rf"(?:{_either(_LETTERS)}|万亿|亿|万|bn(?![a-z])|mn(?![a-z])|(?<=\d)[mk](?![a-z²³]))"
_DIGITS = (
    r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?!\d|\.\d)"
    r"|\d{1,3}(?:\.\d{3}){2,}(?![\d.])|\d{1,3}(?:'\d{3})+"
    r"|\d+,\d{1,2}(?=\s?(?:%|per ?cent|(?:million|billion|bn|mn)\b))|\d+(?:\.\d+)?"
)
_SIGN = (
    r"(?:"
    + "|".join(
        ("(?-i:" + r"(?<![A-Za-z])" + re.escape(s) + r"(?=\s?\d))")
        if s[0].isalpha()
        else re.escape(s)
        for s in sorted(_SIGNS, key=len, reverse=True)
    )
    + rf"|(?-i:\b(?:{'|'.join(_CODES)})\b))"
)
_AFTER = rf"(?:元|(?:{_either(list(_MONEY_WORDS))})\b|(?-i:\b(?:{'|'.join(_CODES)})\b)|€|zł|₽)"
_PERCENT = r"%|％|percent\b|per cent\b|pct\b"
_POINT = r"percentage points?\b|percentage-points?\b|pp\b"
_QUANTITY = re.compile(
    rf"(?<![\w.-])(?<!\d,)(?P<pre>{_SIGN})?\s?(?P<num>(?:{_DIGITS})"
    rf"(?:[ -]?{_SCALE}(?!-{_SCALE}(?![ -]?{_AFTER}))"
    rf"(?:(?:[ ]|(?<=billion) and (?=\d+ million)|(?<=million) and (?=\d+ thousand))"
    rf"(?:{_DIGITS})[ ]?{_SCALE})*(?:(?<=thousand)[ ](?:and )?\d{{3}}(?![\d,.]))?)?)"
    rf"(?:[ -]?(?:(?P<post>{_AFTER})|(?P<point>{_POINT})|(?P<pct>{_PERCENT})"
    rf"))?(?![\w]|\.\d|-\d|[–/]\d)",
    re.IGNORECASE,
)
_WORD_ONE = (
    rf"(?:(?:{_either(list(_TENS))})(?:[- ](?:{_either(list(_ONES)[:9])}))?|{_either(list(_ONES))})"
)
_WORD = re.compile(
    rf"(?<![\w-])(?P<word>(?:half a|a|{_WORD_ONE})(?:[ -](?P<scale>dozen|hundred|thousand|million|"
    rf"billion)(?: and (?P<rest>{_WORD_ONE}))?(?P<more> (?:thousand|million|billion))?)?)"
    rf"(?:[ -](?:(?P<post>(?:{_either(list(_MONEY_WORDS))})\b)|(?P<point>{_POINT})|"
    rf"(?P<pct>{_PERCENT})))?(?![\w-])",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"\b(?P<n>a|{_either(list(_ONES)[:9])})[- ](?P<part>{_either(list(_FRACTIONS))})s?"
    r"(?:(?= of (?!the (?:year|month|century|day|20)|20))|(?<=by a third)|(?<=by a quarter)|"
    r"(?<=by two thirds)|(?<=by two-thirds)|(?<=by a fifth)|(?<=by three quarters))"
    r"|(?<=\bby )(?P<by>half)\b"
    r"|(?<![\w-])(?<!other )(?<!first )(?<!second )(?<!latter )(?<!better )(?P<half>half)"
    r"(?= (?:of (?!20|the year|this year|last year)|its |their |the (?!year|month|century|time)))"
    r"|\b(?P<one>one|two|three|four) (?:in|out of) (?P<of>every )?(?P<whole>two|three|four|five|"
    r"six|seven|eight|nine|ten|\d{1,2})(?= [a-z]+)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\s*(?:[,;.)]|and\b|$)")
_SCALED = re.compile(r"\d ?(?:million|billion|bn|m)$", re.IGNORECASE)
_SHARED_OUT = re.compile(
    r" (?:(?:(?:is|was|will be|are|were) )?(?:for|from)|(?:comes?|goes?|go|went) |to (?!\d))\b"
)
"""Behind a sum without a currency that is part of the one before: "3 million for schools"."""
_REST = re.compile(r"(?<=[a-z] )half(?=[.;]|\s*$)")
"""The last of a row of shares: "trade 30 %, crafts 20 %, farming half."."""
_PART = re.compile(
    rf"(?P<n>\d+,\d{{1,2}}(?![\d,])|{_DIGITS})[ -]?(?P<scale>{_SCALE}|[mk](?![a-z]))?",
    re.IGNORECASE,
)
_NOT_MAY = "|".join(m for m in MONTHS if m != "may") + "|(?-i:May)"
_MONTH_DAY = re.compile(
    rf"\b(?:{_NOT_MAY})\.? \d{{1,2}}(?:st|nd|rd|th)?(?! ?(?:%|million|billion|[,.]\d))\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_NOT_MAY})\b",
    re.IGNORECASE,
)
_PHYSICAL = "|".join(re.escape(u) for u in data("measures.json")["physical"].split())
YEAR = re.compile(
    r"(?<![\d.,$£€#-])(?<!No\. )"
    r"(?!(?<!\bin )(?<!\bby )(?<!of )(?<!om )(?<!to )(?<!ce )(?<!ar )(?<!nd )(?<!il )2000 [a-z])"
    r"(?:19[6-9]\d|20[0-6]\d)"
    r"(?![\d,.]\d|\d|%| ?(?:yuan|million|billion|percent|per cent|万|亿)"
    rf"| (?:{_PHYSICAL})\b(?! and))"
)
_BEYOND = Decimal("1e18")
"""Numbers from here on measure nothing that a document could mean."""
_PHONE = re.compile(
    r"\+\d[\d ()/-]{6,}\d|(?<![\d.,])0\d{1,4}[ /-]\d{3,}(?:[ -]\d+)*|\d{3}-\d{3}-\d{4}"
)
_CLOCK = re.compile(r"\b\d{1,2}(?:[.:]\d{2})? ?[ap]\.?m\b", re.IGNORECASE)
_RANGE = re.compile(r" ?(?:to|or|[-–]|(?P<and>and)) ?", re.IGNORECASE)
_DENOMINATOR = re.compile(
    r"(?:\bper|\bby|\beach|\bfor every|\bevery|\bamong|\bin every) "
    r"(?P<n>10,000|10 thousand|10 000|1,000|100,000|100 000|万|100|million|hundred|"
    r"(?:ten|one|a|one hundred|hundred) thousand|"
    r"(?:one )?million)(?: [\w-]+){0,2}? (?:people|persons|inhabitants|residents|population|"
    r"employ\w*|workers|households|citizens)",
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
    """The plain number of a text such as "2 billion 415 million"; 0 where there is none."""
    total = Decimal(0)
    for part in _PART.finditer(text):
        scale = (part["scale"] or "").casefold()
        total += _plain(part["n"]) * Decimal(_SCALES.get(scale, 1.0))
    return float(round(total, 6)) if total < _BEYOND else float("inf")


def _plain(digits: str) -> Decimal:
    """Digits with separators; a lone comma before one or two digits is a decimal one."""
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return Decimal(digits.replace(",", "."))
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    return Decimal(re.sub(r"[, \u00a0\u202f']", "", digits))


def _spelled(found: re.Match[str]) -> float:
    """The number of words such as "forty-five", "two hundred and six" or "a dozen"."""
    scale = found["scale"]
    words = found["word"].casefold()
    head = words[: found.start("scale") - found.start("word")] if scale else words
    first = 0.5 if head.startswith("half") else _small(head) or 1.0
    value = first * _SCALES.get((scale or "").casefold(), 1.0)
    value += _small(found["rest"] or "")
    return value * _SCALES.get((found["more"] or "").strip().casefold(), 1.0)


def cardinal(word: str) -> float:
    """A small number in words or digits ("three", "12"); 0 when it is none."""
    return float(word) if word.isdigit() else _small(word.casefold())


def _small(words: str) -> float:
    parts = re.split(r"[- ]", words.strip(" -"))
    return float(sum(_ONES.get(p, 0) + _TENS.get(p, 0) for p in parts))


def currency(words: str) -> str:
    """The ISO code of a currency's sign, code or word; empty when unknown."""
    plain = " ".join(words.split())
    if plain.upper() in _CODES:
        return plain.upper()
    known = {s.casefold(): code for s, code in _SIGNS.items()}
    return known.get(plain.casefold()) or _MONEY_WORDS.get(plain.casefold(), "")


def quantities(text: str, start: int, end: int) -> list[Quantity]:
    """The quantities of a span, without dates, years, denominators and numbers inside words."""
    others = (DATE, _MONTH_DAY, _PHONE, _CLOCK)
    skip = [m.span() for p in others for m in p.finditer(text, start, end)]
    skip += [m.span("n") for m in _DENOMINATOR.finditer(text, start, end)]
    found: list[Quantity] = []
    for m in _QUANTITY.finditer(text, start, end):
        unit = currency(m["pre"] or m["post"] or "")
        a, b = (m.start("pre") if m["pre"] else m.start("num")), m.end()
        if (m["post"] or "").casefold() == "won" and not re.search(_SCALE, m["num"], re.I):
            unit, b = "", m.end("num")
        unit = "%" if m["pct"] else "percentage point" if m["point"] else unit
        year = not unit and YEAR.match(text, m.start("num"), m.end("num") + 24)
        if year or _overlaps((a, b), skip):
            continue
        value = value_of(m["num"])
        if isfinite(value):
            found.append(Quantity(value, unit, a, b))
            skip.append((a, b))
    for m in _FRACTION.finditer(text, start, end):
        if not _overlaps(m.span(), skip):
            found.append(Quantity(_fraction(m), "%", *m.span()))
            skip.append(m.span())
    found += _words(text, start, end, skip)
    found = _in_hundreds(text, sorted(found, key=lambda q: q.start))
    rest = _REST.search(text, start, end)
    if rest and any(q.unit == "%" and q.end < rest.start() for q in found):
        found.append(Quantity(50.0, "%", *rest.span()))
    return _ranges(text, sorted(found, key=lambda q: q.start))


def _in_hundreds(text: str, found: list[Quantity]) -> list[Quantity]:
    """Bare sums take the money before: "2 亿 yuan, of which finance 8000 万", "3 million for"."""
    money = ""
    result = []
    for q in found:
        alone = text[q.start : q.end][-1:] in "万亿" and _ALONE.match(text, q.end)
        alone = alone or (_SCALED.search(text, q.start, q.end) and _SHARED_OUT.match(text, q.end))
        if money and not q.unit and alone:
            q = replace(q, unit=money)
        money = q.unit if is_money(q.unit) else money
        result.append(q)
    return result


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """The first number of "5 to 10 million euros" gets the unit and scale of the second."""
    result = list(found)
    for turn in range(len(result) - 1, 0, -1):
        one, other = result[turn - 1], result[turn]
        joined = _RANGE.fullmatch(text[one.end : other.start])
        if one.unit or not other.unit or not joined:
            continue
        pair = _SCALED.search(text, one.start, one.end)
        between = re.search(r"\bbetween $", text[max(0, one.start - 8) : one.start])
        if joined["and"] and not (between or pair):
            continue
        scaled = [re.search(_SCALE, text[q.start : q.end], re.IGNORECASE) for q in (one, other)]
        factor = _SCALES.get(scaled[1].group().casefold(), 1.0) if scaled[1] else 1.0
        value = one.value * factor if factor > 1 and not scaled[0] else one.value
        result[turn - 1] = replace(one, value=value, unit=other.unit)
    return result


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(s < span[1] and span[0] < e for s, e in others)


def _fraction(found: re.Match[str]) -> float:
    if found["half"] or found["by"]:
        return 50.0
    if found["whole"]:
        whole = found["whole"].casefold()
        count = float(whole) if whole.isdigit() else _small(whole)
        return round(100 * _small(found["one"].casefold()) / count, 2) if count else 0.0
    count = 1.0 if found["n"].casefold() == "a" else _small(found["n"].casefold())
    return round(100 * count * _FRACTIONS[found["part"].casefold()], 2)


def _words(text: str, start: int, end: int, skip: list[tuple[int, int]]) -> list[Quantity]:
    """Numbers in words; a lone "one" or "a" counts nothing by itself."""
    found = []
    for m in _WORD.finditer(text, start, end):
        word = m["word"].casefold()
        if _overlaps(m.span(), skip) or (word in ("a", "half a") and not m["pct"]):
            continue
        alone = word == "one" and not (m["pct"] or m["post"] or m["point"])
        if alone and not re.match(r" (?:is|was) an? ", text[m.end() : m.end() + 8]):
            continue
        if m["scale"] and text[m.end() : m.end() + 4] == "s of":
            continue
        unit = "%" if m["pct"] else "percentage point" if m["point"] else currency(m["post"] or "")
        stop = m.end()
        if (m["post"] or "").casefold() == "won" and not m["scale"]:
            unit, stop = "", m.end("word")
        found.append(Quantity(_spelled(m), unit, m.start(), stop))
    return found


def ordinal(word: str) -> int:
    """A rank in words or digits ("twenty-fourth", "3rd"); 0 when it is none."""
    low = word.casefold()
    if low in ORDINALS:
        return ORDINALS[low]
    digits = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)", low)
    if digits:
        return int(digits[1])
    if low.endswith("ieth") and low[:-4] + "y" in _TENS:
        return _TENS[low[:-4] + "y"]
    tens, _, ones = low.partition("-")
    return _TENS[tens] + ORDINALS[ones] if tens in _TENS and ones in ORDINALS else 0


def plan_period(number: int) -> str:
    """The years of China's n-th five-year plan (n ≥ 3): the 12th is 2011/2015."""
    first = 1966 + 5 * (number - 3)
    return f"{first}/{first + 4}"
