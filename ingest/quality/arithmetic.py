"""Rule ``growth-arithmetic``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.facts import is_money
from ingest.quality.evidence import Defect, Evidence, Figure, cue, number, rule

_NEAR = 45
_LONGEST = 400
_BASE_YEAR = re.compile(r"\b(?:than|over|compared with|against|from) (?:in )?((?:19|20)\d\d)\b|"
                        r"比((?:19|20)\d\d)年")  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Growth:
    """A stated rate with the two figures that it compares, earlier first."""

    rate: float
    before: float
    after: float
    years: int
    average: bool
    loose: bool
    points: bool
    start: int
    end: int


@rule("growth-arithmetic")
def growth_arithmetic(evidence: Evidence) -> Iterator[Defect]:
    """A stated growth rate that does not follow from the two figures given for it.

    Fires when the rate differs from 100 × (later / earlier - 1) by more than one percentage point
    and by more than the rounding of the two figures allows; a rise in percentage points, when it
    differs from the difference of the two shares by more than a tenth and their rounding; a yearly
    average, when neither the compound nor the simple mean over the stated years is within two
    points. "Nearly", "about" and "more than" widen the tolerance to three points or a tenth of the
    rate. A rate whose two figures cannot be told is left alone.
    """
    stated = {growth.end: growth for growth in _by_series(evidence)}
    stated |= {growth.end: growth for growth in _in_words(evidence)}  # the words beside it decide
    for growth in stated.values():
        due = _due(growth) if growth.end - growth.start <= _LONGEST else None
        if due is not None:
            yield Defect(growth.start, growth.end, number(growth.rate), f"{due:.1f}")


def _due(growth: _Growth) -> float | None:
    """The rate that would follow, where the stated one does not; else None."""
    if growth.points:
        due = growth.after - growth.before
        slack = max(0.11, _last(growth.before) + _last(growth.after))
        return None if abs(abs(due) - abs(growth.rate)) <= slack else due
    ratio = growth.after / growth.before
    due = 100 * (ratio - 1)
    if growth.average:
        if growth.years < 2:
            return None
        compound = 100 * (ratio ** (1 / growth.years) - 1)
        near = min(abs(compound - growth.rate), abs(due / growth.years - growth.rate))
        return None if near <= 2 else compound
    slack = max(1.0, 100 * ratio * (_half(growth.before) + _half(growth.after)))
    if growth.loose:
        slack = max(slack, 3.0, 0.1 * abs(growth.rate))
    return None if abs(abs(due) - abs(growth.rate)) <= slack else due


def _last(share: float) -> float:
    """Half of a share's last written digit."""
    return 0.5 if float(share).is_integer() else 0.05


def _half(value: float) -> float:
    """The relative rounding of a figure: half of its last digit, two digits taken as written."""
    mantissa, _, exponent = f"{value:.9e}".partition("e")
    digits = max(2, len(mantissa.replace(".", "").rstrip("0")))
    return 0.5 * 10.0 ** (int(exponent) - digits + 1) / value


def _in_words(evidence: Evidence) -> Iterator[_Growth]:
    """ "From A to B, an increase of 20 %", "B, up 20 % from A", "B, 20 % more than A"."""
    for start, end in evidence.sentences:
        figures = evidence.within(start, end)
        if cue("respectively").search(evidence.text, start, end):
            yield from _in_turn(evidence, figures, start, end)
            continue
        for turn, rate in enumerate(figures):
            if rate.unit not in ("%", "percentage point") or not _grows(evidence, rate, start, end):
                continue
            pair = _pair(evidence, figures, turn, start, end)
            if pair and pair[0].value > 0 and pair[1].value > 0:
                first, second = pair
                yield _growth(evidence, rate, first, second)


def _in_turn(evidence: Evidence, figures: list[Figure], start: int, end: int) -> Iterator[_Growth]:
    """ "X and Y were 3 and 5, compared with 2 and 4 in 2014, up 50 % and 25 % respectively"."""
    rates = [f for f in figures if f.unit == "%"]
    amounts = [f for f in figures if rates and f.unit != "%" and f.end <= rates[0].start]
    n = len(rates)
    if n < 2 or len(amounts) < 2 * n or not _grows(evidence, rates[0], start, end):
        return
    first, second = amounts[-2 * n : -n], amounts[-n:]
    between = evidence.text[first[-1].end : second[0].start]
    back, onward = cue("against").search(between), cue("to").search(between)
    for rate, a, b in zip(rates, first, second, strict=True):
        if a.unit == b.unit and bool(back) != bool(onward) and a.value > 0 < b.value:
            yield _growth(evidence, rate, *((b, a) if back else (a, b)))


def _growth(evidence: Evidence, rate: Figure, first: Figure, second: Figure) -> _Growth:
    text = evidence.text
    lead = text[max(0, rate.start - _NEAR) : rate.start]
    spread = (first, second, rate)
    return _Growth(
        rate=rate.value,
        before=first.value,
        after=second.value,
        years=0,
        average=bool(cue("average").search(lead + text[rate.end : rate.end + 12])),
        loose=bool(cue("loose").search(lead[-18:])),
        points=rate.unit == "percentage point",
        start=min(f.start for f in spread),
        end=max(f.end for f in spread),
    )


def _grows(evidence: Evidence, rate: Figure, start: int, end: int) -> bool:
    """Whether a percentage is a growth: the words close before it or right behind it say so."""
    lead = evidence.text[max(start, rate.start - _NEAR) : rate.start]
    clause = lead[max(lead.rfind(m) for m in ",;(") + 1 :] if rate.unit == "%" else lead
    before = list(cue("growth_before").finditer(clause))
    if before and not cue("to").search(clause, before[-1].end()):
        return True
    return bool(
        cue("growth_after").match(evidence.text[rate.end : min(end, rate.end + 14)].lstrip())
    )


def _pair(
    evidence: Evidence, figures: list[Figure], turn: int, start: int, end: int
) -> tuple[Figure, Figure] | None:
    """The earlier and the later figure that a rate compares; None when they cannot be told."""
    rate = figures[turn]
    fits = _points if rate.unit == "percentage point" else _amounts
    before = [f for f in figures[:turn] if f.unit != "rank"]
    if len(before) >= 2 and fits(before[-2], before[-1]):
        one, other = before[-2:]
        between = evidence.text[one.end : other.start]
        lead = evidence.text[max(start, one.start - 14) : one.start]
        if len(between) < 90 and cue("to").search(between) and cue("from").search(lead):
            return one, other
        if len(between) < 60 and _years_rise(evidence.text[one.end : rate.start]):
            return one, other
        dated = _YEAR.search(lead + between.split(",")[0])
        if len(between) < 60 and dated and cue("to").search(between):
            return one, other
        if len(between) < 120 and cue("against").search(between) and not cue("to").search(between):
            return other, one
    after = figures[turn + 1] if turn + 1 < len(figures) else None
    earlier = [f for f in before if after and f.unit == after.unit]
    if earlier and after and fits(earlier[-1], after):
        between = evidence.text[rate.end : after.start]
        if len(between) < 60 and ";" not in between and cue("against").search(between):
            return after, earlier[-1]
    return None


def _years_rise(words: str) -> bool:
    """ "… in 2019 and … in 2020": two years behind two figures, the later one last."""
    years = _YEAR.findall(words)
    return len(years) == 2 and years[0] < years[1]


def _amounts(one: Figure, other: Figure) -> bool:
    """Figures of one series: counts, or money (a wrong currency does not hide a wrong rate)."""
    money = is_money(one.unit) and is_money(other.unit)
    return one.unit not in ("%", "percentage point") and (one.unit == other.unit or money)


def _points(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit == "%"


def _by_series(evidence: Evidence) -> Iterator[_Growth]:
    """Rates whose series and two years are known from the reading, also in "respectively" rows."""
    places = evidence.figures_by_end()
    known = [(i, places[i.end]) for i in evidence.indicators if i.end in places]
    for growth, rate in known:
        if growth.unit != "%" or not growth.name.endswith("growth"):
            continue
        first, _, last = (growth.period or "").partition("/")
        named = _BASE_YEAR.search(evidence.text, max(0, rate.start - 40), rate.start)
        if named and not last:  # "30 million, than 2020 growth of 60 %"
            first, last = named[1] or named[2], first
        series = growth.name.removesuffix(" growth").removesuffix(" average annual")
        same = [(i, f) for i, f in known if i.name == series and i.unit != "%" and i.value > 0]
        same = [(i, f) for i, f in same if is_money(i.unit)] or same
        befores = [f for i, f in same if last and i.period == first and not i.bound]
        afters = [f for i, f in same if last and i.period == last and not i.bound]
        if len(befores) != 1 or len(afters) != 1:
            continue
        years = int(last[:4]) - int(first[:4])
        stated = _growth(evidence, rate, befores[0], afters[0])
        average = stated.average or "average" in growth.name
        yield _Growth(
            growth.value, stated.before, stated.after, years, average, stated.loose, False,
            stated.start, stated.end,
        )  # fmt: skip
