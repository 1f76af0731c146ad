"""The period of a figure: the time stated for it, else the one of its series, plan or paragraph."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts import IndicatorFact, is_money
from ingest.nlp.measures.line import RULES, Line, Series
from ingest.nlp.measures.status import compares, is_now
from ingest.nlp.measures.times import Clock, Time
from ingest.nlp.numbers import Quantity

Measured = tuple[Quantity, Series, IndicatorFact]
_DEADLINE = re.compile(
    r"\b(?:(?:deadline|due|closing date|completion|term|until|by|end date|time limit)\b\s?:"
    r"|(?:solved|completed|finished|needed|wanted|ready|spent|delivered|results?|solution)"
    r" (?:is |are )?(?:due )?(?:expected )?(?:by|before|until|in|no later than|due)\b)"
    r"[^\n:.]{0,20}?(?P<year>20\d\d)|(?P<latest>20\d\d) at the latest",
    re.IGNORECASE,
)
_CONVERTS = re.compile(rf"\s*\((?:{RULES['approximate']}|{RULES['converts']})?\s*", re.IGNORECASE)
_THAN = re.compile(r"\b(?:from|over|than|against|compared|on (?:the|a))\b|^ to\b")
_FROM = re.compile(r"\bfrom $", re.IGNORECASE)
_TO = re.compile(r"\bto $", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|from)?\s*\d{4} (?:and|to) \d{4}", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"(?: [a-z]+)? (?:in|for|of) the (?:whole |entire )?(?:\w+ ){0,2}"
    r"(?:region|province|country|nation|state|city|county|prefecture|union)\b"
    r"|(?: \w+)? (?:nationally|"
    r"nationwide)\b|(?: [a-z]+)? for [A-Z]\w+ as a whole",
)
"""Behind a figure that is compared with: that of another area, at the same time."""
_SAME = re.compile(r"\b(?:same|this|that) (?:period|time)\b", re.IGNORECASE)
_APART = re.compile(r"[;.]|\b(?:against|compared|from|to|up|down|than|over|while)\b")


def stated_time(line: Line, turn: int, clock: Clock, taken: set[int]) -> Time | None:
    """The stated time of a quantity; figures of one row share what stands behind them."""
    q = line.found[turn]
    onward = turn
    if turn + 1 < len(line.found) and converts(line, turn + 1):
        onward = turn + 1
    dated = any(line.since(turn) <= a and b <= q.start for a, b in line.times)
    while onward + 1 < len(line.found) and not dated and _joined(line, onward):
        onward += 1
    while q.unit == "%" and onward + 1 < len(line.found) and _row(line, onward):
        onward += 1
    mine = set(taken) if onward > turn else taken
    span = (q.start, line.found[onward].end)
    return clock.near(line.draft.text, span, (line.since(turn), line.before_next(onward)), mine)


def converts(line: Line, turn: int) -> bool:
    """Whether a sum in brackets converts the one before it: "360 million yuan (about $50m)"."""
    before, q = line.found[turn - 1], line.found[turn]
    money = turn > 0 and is_money(before.unit) and is_money(q.unit)
    return money and bool(_CONVERTS.fullmatch(line.text(before.end, q.start)))


def _joined(line: Line, turn: int) -> bool:
    """Whether the next quantity stands beside one: "2,590 and 1,217 in 2015"."""
    one, other = line.found[turn], line.found[turn + 1]
    more = re.match(r" (?:more|fewer|less|higher|lower)\b", line.after(turn + 1))
    between = line.text(one.end, other.start).strip()
    return between in ("and", ",") and one.unit == other.unit and not more


def _row(line: Line, turn: int) -> bool:
    """Whether the next quantity goes on a row of shares: "wind 27 %, and hydropower 19 %"."""
    one, other = line.found[turn], line.found[turn + 1]
    words = line.text(one.end, other.start)
    timed = any(one.end <= a < other.start for a, _ in line.times)
    return other.unit == "%" and not timed and len(words.split()) <= 6 and not _APART.search(words)


def period_of(
    line: Line, turn: int, time: Time | None, series: Series, clock: Clock, *, target: bool
) -> str | None:
    """The period of a figure, or None where the text gives none."""
    q = line.found[turn]
    ends = _ends(line, turn, clock)
    if ends:
        return ends
    if time is None or time.end <= line.since(turn):
        pair = _pair(line, turn)
        if pair:
            return pair
    if time is not None and time.part:
        return None
    if time and ((target and time.weak and not time.due) or (time.due and compares(line, q.start))):
        time = None
    stated = time.period if time else ""
    if target:
        stated = "" if clock.issued and stated[-4:] < clock.issued else stated
        due = [t.period for t in clock.times if t.due and t.start < q.start]
        due = due or [
            t.period for t in clock.times if t.due and ";" not in line.text(q.end, t.start)
        ]
        ahead = [t.period for t in clock.times if t.start < q.start and t.period > clock.issued]
        later = (due[-1] if due else "") or clock.plan_due or max(ahead, default="")
        later = later or clock.ahead or clock.plan_end
        return clock.due(stated) or later or _deadline(line, q) or None
    if is_now(line, q.start, q.end) and clock.issued:
        return clock.issued
    if stated and not (time and _of_whole(line, turn, time, series, clock)):
        return stated
    elsewhere = compares(line, q.start) and _ELSEWHERE.match(line.after(turn))
    if elsewhere and (alike := [s.period for s in line.earlier if s.unit == series.unit]):
        return alike[-1] or None
    if compares(line, q.start) or (series.growth and any(t.base for t in clock.times)):
        return None
    if clock.present and clock.issued:
        return clock.issued
    return _inherited(line, q, series, clock)


def _ends(line: Line, turn: int, clock: Clock) -> str:
    """The year of A and of B in "from A to B between 2017 and 2019"."""
    q = line.found[turn]
    time = next((t for t in clock.times if t.start >= q.end and "/" in t.period
                 and _BETWEEN.match(line.text(t.start, t.end))), None)  # fmt: skip
    if time is None:
        return ""
    first, last = time.period.split("/")
    if _FROM.search(line.lead(q.start, 12)) and turn + 1 < len(line.found):
        return first if line.found[turn + 1].end <= time.start else ""
    came = turn and _FROM.search(line.lead(line.found[turn - 1].start, 12))
    return last if came and _TO.search(line.lead(q.start, 8)) else ""


def _pair(line: Line, turn: int) -> str:
    """The year of "from 412 to 515" behind two figures of one series with a year each."""
    lead = line.lead(line.found[turn].start, 12)
    first = bool(_FROM.search(lead))
    if not first and not (turn and _FROM.search(line.lead(line.found[turn - 1].start, 12))
                          and _TO.search(lead)):  # fmt: skip
        return ""
    last = next(
        (
            s
            for s in reversed(line.earlier)
            if s.absolute
            and s.period.isdigit()
            and s.span
            and s.name != (line.previous.name if line.previous else "")
        ),
        None,
    )
    alike = [s for s in line.earlier if last and s.name == last.name and s.period.isdigit()]
    years = sorted({s.period for s in alike if not s.target})
    here = last is not None and last.span is not None and last.span[0] >= line.start
    if len(years) < 2 or not (here or _SAME.search(line.text(line.start, line.found[turn].start))):
        return ""
    return years[-2] if first else years[-1]


def _of_whole(line: Line, turn: int, time: Time, series: Series, clock: Clock) -> bool:
    """Whether a part or share rather has its whole's time than one given to a figure before."""
    if not series.part and (series.unit != "%" or series.growth):
        return False
    before = {t.period for t in clock.times if t.end <= line.found[turn].start}
    return time.start < line.since(turn) and len(before) > 1


def _inherited(line: Line, q: Quantity, series: Series, clock: Clock) -> str | None:
    """The time of the whole, of the paragraph, or of the publication."""
    share = series.unit == "%" and not series.growth
    seen = [s for s in line.earlier if s.period and s.absolute and not s.target and not s.part]
    wholes = [s.period for s in seen if share and _names(series, s)]
    if series.part:
        alike = [s.period for s in seen if s.unit == series.unit]
        wholes = alike or [s.period for s in seen[-1:]]
    if wholes:
        return max(wholes[-4:], key=lambda p: p[-4:])
    part = any(t.part and (t.start < q.start or not clock.current) for t in clock.times)
    if part:
        return None
    if share:
        here = [s.period for s in seen if s.span and s.span[0] >= line.start and s.period.isdigit()]
        clocked = max(here, default="")
    else:
        clocked = ""
    return clocked or series.period or clock.current or clock.standing or clock.issued or None


def _names(share: Series, whole: Series) -> bool:
    """Whether a share's name has at least half of the words of a count or amount."""
    words = whole.name.casefold().split()
    common = set(share.name.casefold().split()) & set(words)
    return 2 * len(common) >= len(words)


def _deadline(line: Line, q: Quantity) -> str:
    """The year of a deadline that stands behind a labelled budget on its line."""
    stop = line.draft.text.find("\n", q.end)
    rest = line.draft.text[q.end : stop if stop >= 0 else len(line.draft.text)]
    found = _DEADLINE.search(rest[:160])
    return (found["year"] or found["latest"]) if found else ""


def spanned(line: Line, facts: list[Measured], clock: Clock) -> list[IndicatorFact]:
    """The facts of a sentence; a growth between two figures of its series spans their years."""
    result = []
    for at, series, fact in facts:
        if series.growth:
            alike = [(q, f) for q, s, f in facts if not s.growth and s.name == series.base
                     and f.status == fact.status]  # fmt: skip
            told = _told(line, series) if not alike and not clock.times else ""
            fact = replace(fact, period=told) if told else fact
            result.append(_span(line, fact, at, alike, clock, average=series.average))
        else:
            result.append(fact)
    return result


def _told(line: Line, series: Series) -> str:
    """The years of a growth that a sentence of its own states: "The increase is 15 %."."""
    base = series.base.casefold()
    alike = [s for s in line.earlier if s.name.casefold() == base and s.period.isdigit()]
    years = sorted({s.period for s in alike if not s.target})
    return f"{years[-2]}/{years[-1]}" if len(years) > 1 else ""


def _span(
    line: Line, fact: IndicatorFact, at: Quantity, alike: list[tuple[Quantity, IndicatorFact]],
    clock: Clock, *, average: bool,
) -> IndicatorFact:  # fmt: skip
    """A growth with the years of the two figures that it lies between, where they are known."""
    own = [(q, f.period) for q, f in alike if f.period and f.period.isdigit()]
    before = sorted({p for q, p in own if q.start < at.start})
    after = {p for q, p in own if q.start > at.start and _THAN.search(line.text(at.end, q.start))}
    years = before if len(before) > 1 else sorted({*before, *after})
    since = next((t.period for t in clock.times if t.base and t.plain and at.end <= t.start), "")
    if since and len(years) < 2 and fact.status == "observed":
        last = years[-1] if years else fact.period or clock.issued
        return replace(fact, period=f"{since}/{last}") if last.isdigit() and since < last else fact
    if len(years) >= 2:
        return replace(fact, period=f"{years[0] if average else years[-2]}/{years[-1]}")
    if years and not (fact.period and fact.status == "target"):
        return replace(fact, period=years[-1])
    return fact
