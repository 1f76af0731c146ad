"""Numbers as Chinese texts write them: scales (万, 亿), measures (家, 项), shares, ranks, halves.

Pure functions on clean text. 1亿2000万元 is one quantity of 120,000,000 CNY; 第26位 is a rank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.nlp.zh.words import zh_data

_SCALES = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "万": 1e4,
    "千": 1e3,
    "百": 1e2,
}
_DIGIT = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_CURRENCIES = {
    "元": "CNY", "人民币": "CNY", "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY",
    "港元": "HKD", "港币": "HKD", "韩元": "KRW", "卢比": "INR", "卢布": "RUB", "加元": "CAD",
    "澳元": "AUD", "瑞士法郎": "CHF",
}  # fmt: skip
_MEASURES = zh_data("indicators")["measures"]
_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"万亿|千亿|百亿|亿|千万|百万|万|千(?!瓦|克|米|伏|卡)|百(?!分)"
_HAN = r"[一二两三四五六七八九十百]+"
_QUANTITY = re.compile(
    rf"(?P<num>(?:{_NUM})(?P<some>余|多)?(?:{_SCALE})?(?:(?:{_NUM})(?:{_SCALE}))?)(?P<more>余|多)?"
    rf"(?:(?P<cur>{'|'.join(sorted(_CURRENCIES, key=len, reverse=True))})|(?P<point>个百分点)|"
    rf"(?P<pct>%|‰)"
    rf"|(?P<measure>{'|'.join(sorted(_MEASURES, key=len, reverse=True))}))?"
)
_WORD = re.compile(
    rf"(?<![第十百千万一二三四五六七八九\d几数])(?P<num>{_HAN})(?P<more>余|多)?(?P<measure>家|"
    rf"个|项|件|名|所|座|条|支|款|批次|套|台|株)(?=[\u3400-\u9fff])"
)
_PART = re.compile(rf"(?P<n>{_NUM})(?:余|多)?(?P<scale>{_SCALE})?")
_SKIP = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|\d{1,2}月(?!度)|(?<!\d)\d{1,2}日|"
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}"
    r"|\d{4}\s?[-—–~至]+\s?\d{4}年?|第\s?\d+\s?(?:条|款|批|届|期|次|章|号|页|版|季度|代|轮|"
    r"阶段|场)|\d{1,2}[::]\d{2}(?::\d{2})?"
    r"|\d+\s?[-—–]\s?\d+(?:[-—–×*\d]+)|[A-Za-z][-A-Za-z]*\d[\d.A-Za-z-]*|\d+[A-Za-z](?![a-z])|"
    r"每\d*(?:万|千|百|亿)(?:人|元|名)?(?:口)?"
    r"|\d+\+\d+(?:\+[\dN])*|\d{5,}(?:-\d+)(?![\d万亿元])|电话.{0,3}\d[\d-]+|\d+[×x]+\d+|\d+[::∶]\d+"
)
_RANK = re.compile(
    r"(?:排名|位列|位居|居|列|排在|排|名列|跃居|升至|升到|上升到|上升至|提升至|提升到|前移至|"
    r"由|从|进位至|降至)?(?:[\u3400-\u9fff]{0,8}?)第(?P<n>\d+|[一二三四五六七八九十]+)(?:位|名)"
    r"|(?:位居|居|位列|名列|排名|稳居)(?:[\u3400-\u9fff]{0,6}?)(?P<first>首位|第一|榜首|"
    r"第(?P<k>[二三四五六七八九十]+)(?![批届期次条个]))"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity of the text: value, currency or ``%`` or measure word, and its span."""

    value: float
    unit: str
    measure: str
    start: int
    end: int
    over: bool = False
    """余 or 多 behind it: the true number is larger."""


def small(text: str) -> int:
    """A whole number in digits or Chinese words up to 999; 0 when it is none."""
    if text.isdigit():
        return int(text)
    total, current = 0, 0
    for char in text:
        if char in _DIGIT:
            current = _DIGIT[char]
        elif char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            return 0
    return total + current


def value_of(text: str) -> float:
    """The plain number of 1亿2000万 or 3,600."""
    total = 0.0
    for part in _PART.finditer(text):
        total += float(part["n"].replace(",", "")) * _SCALES.get(part["scale"] or "", 1.0)
    return round(total, 6)


def counts(text: str, start: int, end: int) -> list[Count]:
    """The quantities of a span without dates, ordinals, codes and times of day."""
    skip = [m.span() for m in _SKIP.finditer(text, start, end)]
    found: list[Count] = []
    for m in _QUANTITY.finditer(text, start, end):
        a, b = m.span()
        if any(s < m.end("num") and a < e for s, e in skip) or a and text[a - 1] in ".-第":
            continue
        unit = _CURRENCIES.get(m["cur"] or "", "")
        unit = "%" if m["pct"] else "percentage point" if m["point"] else unit
        value = value_of(m["num"]) / (10.0 if m["pct"] == "‰" else 1.0)
        found.append(Count(value, unit, m["measure"] or "", a, b, bool(m["some"] or m["more"])))
    for m in _WORD.finditer(text, start, end):
        value = small(m["num"])
        if value > 1:
            found.append(Count(value, "", m["measure"], *m.span(), bool(m["more"])))
    return sorted(found, key=lambda c: c.start)


def ranks(text: str, start: int, end: int) -> list[Count]:
    """The ranks of a span."""
    found = []
    for m in _RANK.finditer(text, start, end):
        word = m["n"] or m["k"] or "一"
        value = small(word)
        at = m.start("n") if m["n"] else m.start("first")
        if value:
            found.append(Count(value, "rank", "", max(start, at - (1 if m["n"] else 0)), m.end()))
    return found
