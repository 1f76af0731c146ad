"""Rule ``currency-mismatch``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from ingest.facts import is_money
from ingest.quality.evidence import Defect, Evidence, Figure, cue, number, rule, table

_OPENS = re.compile(
    r"\s*(?:\(|, or |, equivalent to |, that is,? |or |[^.;()]{0,30}\b(?:equals|equal to|worth) )"
    r"(?:about |some |approximately |roughly |around |equivalent to |约|合|折合)*\s*$",
    re.IGNORECASE,
)
_MEASURES = frozenset((
    "turnover", "revenue", "income", "value", "output", "investment", "exports", "imports", "sales",
    "spending", "expenditure", "budget", "profit", "funding", "loans",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Conversion:
    """A sum and what the text says it is in another currency."""

    one: Figure
    other: Figure

    @property
    def units(self) -> tuple[str, str]:
        return min(self.one.unit, self.other.unit), max(self.one.unit, self.other.unit)

    @property
    def rate(self) -> float:
        """Units of the first currency (by code) for one of the second."""
        first = self.one if self.one.unit == self.units[0] else self.other
        second = self.other if first is self.one else self.one
        return first.value / second.value


@rule("currency-mismatch")
def currency_mismatch(evidence: Evidence) -> Iterator[Defect]:
    """One series in two currencies, or a conversion that is off.

    The first fires on "from 3 million yuan … to $5 million": two sums compared with each other in
    one sentence, in different currencies, none of them a conversion of the other. A conversion
    ("20 million yuan ($3 million)") fires when its rate differs by over 10 % from the median of the
    text's other conversions between the two; where there is none, when the rate lies over 10 %
    outside all that the two currencies have traded at since 2000.
    """
    conversions = _conversions(evidence)
    yield from _off(conversions)
    converted = {c.other.start for c in conversions}
    for start, end in evidence.sentences:
        sums = [
            f for f in evidence.within(start, end) if is_money(f.unit) and f.start not in converted
        ]
        for one, other in zip(sums, sums[1:], strict=False):
            if one.unit != other.unit and _one_series(evidence, one, other, start):
                wrong, right = _odd_one(evidence, one, other)
                yield Defect(one.start, other.end, wrong.unit, right.unit)


def _one_series(evidence: Evidence, one: Figure, other: Figure, start: int) -> bool:
    """Whether two sums are the earlier and the later value of one series."""
    between = evidence.text[one.end : other.start]
    if len(between) > 90 or ";" in between:
        return False
    if _measure(evidence.text[start : one.start]) == _measure(between) != "":
        return True
    lead = evidence.text[max(start, one.start - 40) : one.start]
    onward = cue("to").search(between) and (cue("from").search(lead[-14:]) or _years(between))
    onward = onward or (
        _years(between)
        and re.search(r"(?:\band|,)\s*$", between)
        and _years(evidence.text[other.end : other.end + 10])
    )
    compared = re.search(r"\b(?:compared with|compared to|against|up from|down from|than the)\b|"
                         r"较|相比", between, re.IGNORECASE)  # fmt: skip
    return bool(onward or compared)


def _measure(words: str) -> str:
    """The noun right before a sum, where the sum follows it at once ("… turnover 3 million")."""
    found = re.search(
        r"([a-z]{4,})(?: (?:of|was|reached|is))?\s*(?:US|[A-Z]{0,3}[$€£¥₹])?\s*$", words
    )
    return found[1] if found and found[1] in _MEASURES else ""


def _years(words: str) -> bool:
    return bool(re.search(r"(?:19|20)\d\d", words))


def _odd_one(evidence: Evidence, one: Figure, other: Figure) -> tuple[Figure, Figure]:
    """The sum in the wrong currency and its fellow: the currency rarer in the text is wrong."""
    counts = [sum(f.unit == x.unit for f in evidence.figures) for x in (one, other)]
    return (one, other) if counts[0] < counts[1] else (other, one)


def _conversions(evidence: Evidence) -> list[_Conversion]:
    money = [f for f in evidence.figures if is_money(f.unit) and f.value > 0]
    return [
        _Conversion(one, other)
        for one, other in zip(money, money[1:], strict=False)
        if one.unit != other.unit and _OPENS.fullmatch(evidence.text[one.end : other.start])
    ]


def _off(conversions: list[_Conversion]) -> Iterator[Defect]:
    for conversion in conversions:
        fellows = [c for c in conversions if c.units == conversion.units]
        rates = [c.rate for c in fellows if _possible(c.rate, c.units)]
        others = [c.rate for c in fellows if c is not conversion and c.rate in rates]
        usual = median(rates if len(rates) > 2 else others) if others else None
        wrong = not _possible(conversion.rate, conversion.units)
        if usual is not None and not wrong:
            apart = abs(conversion.rate / usual - 1) > 0.1
            wrong = apart and (len(rates) > 2 or conversion is not fellows[0])
        if wrong:
            right = _right(conversion, usual)
            says = f"{number(conversion.other.value)} {conversion.other.unit}"
            yield Defect(conversion.one.start, conversion.other.end, says, right)


def _right(conversion: _Conversion, usual: float | None) -> str:
    """The sum that would follow, to three digits; without a usual rate, from the traded range."""
    low, high = _range(conversion.units)
    rate = usual or (low * high) ** 0.5
    forward = conversion.one.unit == conversion.units[0]
    value = conversion.one.value / rate if forward else conversion.one.value * rate
    return f"{number(float(f'{value:.3g}'))} {conversion.other.unit}"


def _range(units: tuple[str, str]) -> tuple[float, float]:
    rates = table()["per_dollar"]
    if units[0] not in rates or units[1] not in rates:
        return 0.0, float("inf")
    (low, high), (least, most) = rates[units[0]], rates[units[1]]
    return low / most, high / least


def _possible(rate: float, units: tuple[str, str]) -> bool:
    low, high = _range(units)
    return low * 0.9 <= rate <= high * 1.1
